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
    info = PngImagePlugin.PngInfo()
    info.add_itxt("parameters", parameters(recipe, picture.width, picture.height))
    info.add_itxt(KEYWORD, to_json(recipe))
    info.add_itxt("XML:com.adobe.xmp", _XMP.format(source=_SOURCE + _source(recipe)))
    for plate in plates_of(recipe).values():
        info.add(PLATE, plate.png)
    buffer = io.BytesIO()
    bare = picture.copy()
    bare.info = {}
    bare.save(buffer, "PNG", pnginfo=info, compress_level=6)
    return buffer.getvalue()


def _source(recipe: Recipe) -> str:
    return "compositeWithTrainedAlgorithmicMedia" if recipe.start else "trainedAlgorithmicMedia"
