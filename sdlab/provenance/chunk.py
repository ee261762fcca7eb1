"""A picture as PNG bytes with its provenance inside: three texts, and the input pictures a replay needs."""

import io

from PIL import Image, PngImagePlugin

from sdlab.provenance.parameters import parameters
from sdlab.recipe import Recipe, plates_of, to_json

KEYWORD = "sdlab"
PLATE = b"sdPl"  # an ancillary, private, safe-to-copy chunk in PNG's scheme of names

_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'Iptc4xmpExt:DigitalSourceType="{source}"/></rdf:RDF></x:xmpmeta>'
)


def encode_png(picture: Image.Image, recipe: Recipe) -> bytes:
    """PNG bytes holding the picture and how it was made; equal arguments give equal bytes.

    The chunks are `parameters` (read by other programs), `sdlab` (the recipe as JSON), XMP with the IPTC mark
    of pictures made by a model, and one private chunk for each input picture.
    """
    return _encoded(picture, recipe, picture.size, replays=True)


def encode_copy(copy: Image.Image, recipe: Recipe, size: tuple[int, int], *, replays: bool = True) -> bytes:
    """PNG bytes of a copy of a picture; where it is reduced, the note of the recipe inside says so.

    Args:
        copy: the picture, perhaps smaller than it was made.
        recipe: what made it, at `size`.
        size: its width and height before.
        replays: False leaves out the recipe and its input pictures; `parameters` and the mark stay.
    """
    note = f"this is a copy reduced from {size[0]} × {size[1]} pixels" if copy.size != size else ""
    noted = recipe.but(note="; ".join(filter(None, (recipe.note, note))))
    return _encoded(copy, noted, size, replays=replays)


def _encoded(picture: Image.Image, recipe: Recipe, size: tuple[int, int], *, replays: bool) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("parameters", parameters(recipe, *size))
    if replays:
        info.add_itxt(KEYWORD, to_json(recipe))
    info.add_itxt("XML:com.adobe.xmp", _XMP.format(source=_SOURCE + _source(recipe)))
    for plate in plates_of(recipe).values() if replays else ():
        info.add(PLATE, plate.png)
    buffer = io.BytesIO()
    bare = picture.copy()
    bare.info = {}
    bare.save(buffer, "PNG", pnginfo=info, compress_level=6)
    return buffer.getvalue()


def _source(recipe: Recipe) -> str:
    return "compositeWithTrainedAlgorithmicMedia" if recipe.start else "trainedAlgorithmicMedia"
