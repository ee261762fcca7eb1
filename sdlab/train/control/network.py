"""A denoiser and its ControlNet as one network."""

from torch import Tensor, nn

from sdlab.models.skip_controlnet import SkipControlNetModel
from sdlab.models.skip_transformer import SkipTransformer2DModel


class Led(nn.Module):
    """A denoiser led by a ControlNet, as the pipelines lead it."""

    def __init__(self, unet: SkipTransformer2DModel, control: SkipControlNetModel) -> None:
        super().__init__()
        self.unet, self.control = unet, control

    def forward(
        self, noisy: Tensor, times: Tensor, states: Tensor, drawings: Tensor, weight: float = 1.0
    ) -> Tensor:
        """The velocity [batch, 4, 16, 16].

        Args:
            noisy: latents [batch, 4, 16, 16].
            times: steps, [batch] or one for all.
            states: the prompts' hidden states [batch, token, width].
            drawings: line art [batch, 3, 128, 128] in 0..1, white on black.
            weight: how much the drawing counts.
        """
        down, middle = self.control(
            noisy,
            times,
            encoder_hidden_states=states,
            controlnet_cond=drawings,
            conditioning_scale=weight,
            return_dict=False,
        )
        velocity: Tensor = self.unet(
            noisy,
            times,
            encoder_hidden_states=states,
            down_block_additional_residuals=down,
            mid_block_additional_residual=middle,
            return_dict=False,
        )[0]
        return velocity
