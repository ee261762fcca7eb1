"""Where a picture comes from, written into the picture, so that it can be made again."""

from sdlab.provenance.chunk import encode_png
from sdlab.provenance.file import save_png
from sdlab.provenance.parameters import parameters
from sdlab.provenance.reader import open_recipe

__all__ = ["encode_png", "open_recipe", "parameters", "save_png"]
