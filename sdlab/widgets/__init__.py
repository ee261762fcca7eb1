"""What a person touches: controls for a notebook, each usable alone, and panels that compose them."""

from sdlab.widgets.base import Part
from sdlab.widgets.seed_control import SeedControl

__all__ = ["Part", "SeedControl"]
