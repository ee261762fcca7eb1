"""What the catalogue holds from the start: the bundled family and the open models people use.

Ids, licences and revisions were read off the hub's pages as archived in 2026; memory needs are estimates.
Nothing here was run on a graphics processor by this project.
"""

from sdlab.models.entry import Entry, Licence, Source
from sdlab.recipe import ControlKind, Task

APACHE = Licence(name="Apache-2.0", link="https://www.apache.org/licenses/LICENSE-2.0")
MIT = Licence(name="MIT", link="https://huggingface.co/SimianLuo/LCM_Dreamshaper_v7")
RAIL = Licence(
    name="CreativeML OpenRAIL-M", link="https://huggingface.co/spaces/CompVis/stable-diffusion-license"
)
RAIL_XL = Licence(
    name="CreativeML Open RAIL++-M",
    link="https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/blob/main/LICENSE.md",
)
RAIL_CONTROL = Licence(name="OpenRAIL", link="https://huggingface.co/lllyasviel/ControlNet-v1-1")
STABILITY = Licence(name="Stability AI Community", link="https://stability.ai/license")

PAINTING: tuple[Task, ...] = ("text_to_image", "unconditional", "image_to_image", "inpaint", "outpaint")

# The author's own repositories come first, but for "tile": his holds pickled weights only. The other is a
# copy of some of them as safetensors by the author of diffusers' ControlNet pipelines.
_COPY = "takuma104/control_v11"
_CONTROLS: dict[ControlKind, tuple[Source, ...]] = {
    "canny": (
        Source(hub="lllyasviel/control_v11p_sd15_canny", revision="115a470d547982438f70198e353a921996e2e819"),
        Source(hub=_COPY, subfolder="control_v11p_sd15_canny"),
    ),
    "scribble": (
        Source(hub="lllyasviel/control_v11p_sd15_scribble"),
        Source(hub=_COPY, subfolder="control_v11p_sd15_scribble"),
    ),
    "lineart": (Source(hub="lllyasviel/control_v11p_sd15_lineart"),),
    "openpose": (
        Source(
            hub="lllyasviel/control_v11p_sd15_openpose", revision="9ae9f970358db89e211b87c915f9535c6686d5ba"
        ),
    ),
    "depth": (
        Source(
            hub="lllyasviel/control_v11f1p_sd15_depth", revision="539f99181d33db39cf1af2e517cd8056785f0a87"
        ),
    ),
    "tile": (Source(hub=_COPY, subfolder="control_v11f1e_sd15_tile"),),
}
_SD15_CONTROL: dict[ControlKind, str] = {kind: f"controlnet-{kind}" for kind in _CONTROLS}

MODELS = (
    Entry(
        name="tiny",
        title="sdlab's own: a toy world at 128 pixels, bundled, for any laptop",
        licence=APACHE,
        memory=0.3,
        side=128,
        guidance_scale=4.0,
        scheduler="ddim",
        tasks=PAINTING,
        inpaint="tiny-inpaint",
        upscale="tiny-upscale",
        control={"scribble": "tiny-control", "canny": "tiny-control", "lineart": "tiny-control"},
    ),
    Entry(
        name="sd15",
        title="Stable Diffusion 1.5: the classic, with the most companions",
        sources=(
            Source(
                hub="stable-diffusion-v1-5/stable-diffusion-v1-5",
                revision="451f4fe16113bff5a5d2269ed5ad43b0592e9a14",
            ),
            Source(hub="sd-legacy/stable-diffusion-v1-5"),
            Source(hub="benjamin-paine/stable-diffusion-v1-5"),
        ),
        licence=RAIL,
        memory=3.5,
        side=512,
        tasks=PAINTING,
        inpaint="sd15-inpaint",
        upscale="x4-upscaler",
        control=_SD15_CONTROL,
    ),
    Entry(
        name="sd15-inpaint",
        title="Stable Diffusion 1.5 made for filling holes: it sees the mask",
        sources=(
            Source(
                hub="stable-diffusion-v1-5/stable-diffusion-inpainting",
                revision="8a4288a76071f7280aedbdb3253bdb9e9d5d84bb",
            ),
            Source(hub="sd-legacy/stable-diffusion-inpainting"),
        ),
        licence=RAIL,
        memory=3.5,
        side=512,
        tasks=("inpaint", "outpaint"),
    ),
    Entry(
        name="sd-turbo",
        title="SD-Turbo: Stable Diffusion 2.1 distilled to one to four steps",
        sources=(Source(hub="stabilityai/sd-turbo", revision="b261bac6fd2cf515557d5d0707481eafa0485ec2"),),
        licence=STABILITY,
        memory=4.0,
        side=512,
        num_inference_steps=2,
        guidance_scale=0.0,
        scheduler="euler",
        tasks=PAINTING,
        upscale="x4-upscaler",
    ),
    Entry(
        name="sdxl",
        title="Stable Diffusion XL 1.0: larger pictures, two text encoders",
        sources=(
            Source(
                hub="stabilityai/stable-diffusion-xl-base-1.0",
                revision="462165984030d82259a11f4367a4eed129e94a7b",
            ),
            Source(hub="YuCollection/sdxl-1.0-base-diffusers"),
        ),
        licence=RAIL_XL,
        memory=10.0,
        side=1024,
        num_inference_steps=25,
        guidance_scale=6.0,
        tasks=PAINTING,
        upscale="x4-upscaler",
    ),
    Entry(
        name="sdxl-turbo",
        title="SDXL-Turbo: XL distilled to one to four steps, at 512 pixels",
        sources=(Source(hub="stabilityai/sdxl-turbo", revision="71153311d3dbb46851df1931d3ca6e939de83304"),),
        licence=STABILITY,
        memory=9.0,
        side=512,
        num_inference_steps=2,
        guidance_scale=0.0,
        scheduler="euler_a",
        tasks=PAINTING,
        upscale="x4-upscaler",
    ),
    Entry(
        name="lcm",
        title="LCM Dreamshaper v7: a Stable Diffusion 1.5 distilled to four steps",
        sources=(
            Source(hub="SimianLuo/LCM_Dreamshaper_v7", revision="a85df6a8bd976cdd08b4fd8f3b73f229c9e54df5"),
            Source(hub="ckpt/LCM_Dreamshaper_v7"),
        ),
        licence=MIT,
        memory=4.5,
        side=768,
        num_inference_steps=4,
        guidance_scale=8.0,
        scheduler="lcm",
        tasks=PAINTING,
        inpaint="sd15-inpaint",
        upscale="x4-upscaler",
        control=_SD15_CONTROL,
    ),
    Entry(
        name="x4-upscaler",
        title="Stable Diffusion x4 upscaler: four times the side, guided by a prompt",
        sources=(
            Source(
                hub="stabilityai/stable-diffusion-x4-upscaler",
                revision="572c99286543a273bfd17fac263db5a77be12c4c",
            ),
        ),
        licence=Licence(
            name="CreativeML Open RAIL++-M",
            link="https://huggingface.co/stabilityai/stable-diffusion-x4-upscaler",
        ),
        memory=6.0,
        side=512,
        num_inference_steps=25,
        guidance_scale=9.0,
        scheduler="ddim",
        tasks=("upscale",),
    ),
    *(
        Entry(
            name=name,
            title=f"ControlNet 1.1 for Stable Diffusion 1.5: follows {kind}",
            sources=_CONTROLS[kind],
            licence=RAIL_CONTROL,
            memory=0.8,
            side=512,
            controls=(kind,),
        )
        for kind, name in _SD15_CONTROL.items()
    ),
)
