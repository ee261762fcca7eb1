"""Where a picture comes from, written into the picture, so that it can be made again."""

from sdlab.provenance.chunk import encode_copy, encode_png
from sdlab.provenance.file import png_path, save_png
from sdlab.provenance.origin import Origin, Setting, read_origin
from sdlab.provenance.parameters import parameters
from sdlab.provenance.reader import open_recipe

__all__ = [
    "Origin",
    "Setting",
    "encode_copy",
    "encode_png",
    "open_recipe",
    "parameters",
    "png_path",
    "read_origin",
    "save_png",
]
