"""The networks that are distilled: copies of the teacher's with less to do, as a hand does not wait.

Walking a guided trajectory takes depth; saying where it ends, as the teacher's whole trajectories tell it,
takes less. Of a decoder the blocks at full size take half of the time.
"""

from diffusers import AutoencoderTiny, ModelMixin

from sdlab.models.skip_transformer import SkipTransformer2DModel
from sdlab.train.export import UNREAD


class Student(ModelMixin):  # type: ignore[misc]  # diffusers is untyped
    """Denoiser and autoencoder as one network: they are trained one after the other and shipped together."""

    def __init__(self, unet: SkipTransformer2DModel, vae: AutoencoderTiny) -> None:
        super().__init__()
        self.unet, self.vae = unet, vae


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


def lighter(autoencoder: AutoencoderTiny) -> AutoencoderTiny:
    """A copy whose decoder has at half size the blocks that it had at full size, for a quarter of the work.

    The encoder, and so all latents, are the same.
    """
    blocks = autoencoder.config.num_decoder_blocks
    moved = blocks[-1]
    fewer = (*blocks[:-2], blocks[-2] + moved, 0)
    settings = {**autoencoder.config, "num_decoder_blocks": fewer}
    del settings[UNREAD]
    copy: AutoencoderTiny = AutoencoderTiny.from_config(settings)
    copy.encoder.load_state_dict(autoencoder.encoder.state_dict())
    layers = autoencoder.decoder.layers  # ends with: a doubling, its convolution, the blocks, the last one
    before, doubling = layers[: -moved - 3], layers[-moved - 3 : -moved - 1]
    order = (*before, *layers[-moved - 1 : -1], *doubling, layers[-1])
    for layer, known in zip(copy.decoder.layers, order, strict=True):
        layer.load_state_dict(known.state_dict())
    return copy
