"""The network that is distilled: a copy of the teacher's denoiser with fewer blocks.

Walking a guided trajectory takes depth; saying where it ends, as the teacher's whole trajectories tell it,
takes less, and a picture that follows a hand is to be quick.
"""

from sdlab.models.skip_transformer import SkipTransformer2DModel


def shallower(unet: SkipTransformer2DModel, num_layers: int) -> SkipTransformer2DModel:
    """A copy with at most `num_layers` blocks, an even number: the outermost of each half, with their skips.

    Those change most; what lies between them is missed least.
    """
    half = min(num_layers // 2, len(unet.skips))
    copy: SkipTransformer2DModel = SkipTransformer2DModel.from_config(unet.config, num_layers=2 * half)
    copy.trunk.blocks.load_state_dict(unet.trunk.blocks[:half].state_dict())
    copy.skips.load_state_dict(unet.skips[-half:].state_dict())
    copy.blocks.load_state_dict(unet.blocks[-half:].state_dict())
    deep = ("trunk.blocks.", "skips.", "blocks.")
    rest = {name: value for name, value in unet.state_dict().items() if not name.startswith(deep)}
    copy.load_state_dict(rest, strict=False)
    return copy
