"""The README's pictures of the family, drawn again by the weights that ship; nothing is chosen.

    python tests/benchmarks/readme.py

Writes apple.png, with its recipe inside, and family.png into sdlab/docs/pictures. The sheet of sixteen
prompts is drawn by `python -m sdlab.train sheet`.
"""

from pathlib import Path

from PIL import Image, ImageDraw

import sdlab
from sdlab.picture import contact_sheet, enlarge
from sdlab.provenance import encode_png, save_png

FOLDER = Path(__file__).parents[2] / "sdlab" / "docs" / "pictures"
PROMPT = "a red apple on a tree"
SHOWN = 32  # pixels of the small picture whose enlargement is shown


def hole(size: tuple[int, int]) -> Image.Image:
    """Most of the middle of a picture."""
    mask = Image.new("L", size, 0)
    width, height = size
    ImageDraw.Draw(mask).ellipse((width * 0.16, height * 0.13, width * 0.84, height * 0.9), fill=255)
    return mask


def scribble(size: tuple[int, int]) -> Image.Image:
    """A round thing with a stalk, white on black."""
    drawing = Image.new("RGB", size, "black")
    pen = ImageDraw.Draw(drawing)
    width, height = size
    pen.ellipse((width * 0.28, height * 0.26, width * 0.72, height * 0.8), outline="white", width=3)
    pen.line((width * 0.5, height * 0.26, width * 0.56, height * 0.12), fill="white", width=3)
    return drawing


def family(studio: sdlab.Studio) -> Image.Image:
    """One picture of each task, the first try of each, with what it began with beside it."""
    tree = studio.text_to_image(PROMPT, seed=4).picture
    dog = studio.text_to_image("a dog on grass", seed=6).picture
    mask, drawing = hole(dog.size), scribble(dog.size)
    shown = dog.copy()
    shown.paste("grey", mask=mask)
    part = tuple(round(side * 0.3) for side in tree.size)
    small = (*part, part[0] + SHOWN, part[1] + SHOWN)
    large = tuple(4 * edge for edge in small)
    pictures = {
        "text to image": tree,
        "a dog on grass": dog,
        "the hole": shown,
        "inpaint: a cat": studio.inpaint(dog, mask, "a cat", seed=0).picture,
        "a scribble": drawing,
        "control: a red apple": studio.control(drawing, "a red apple", kind="scribble", seed=0).picture,
        "4x, bicubic": enlarge(tree, 4, "bicubic").crop(large),
        "4x, upscale": studio.upscale(tree, seed=0).picture.crop(large),
    }
    return contact_sheet(list(pictures.values()), len(pictures), across=list(pictures))


def main() -> None:
    """Draw and save both."""
    with sdlab.load("tiny", device="cpu") as studio:
        apple = studio.text_to_image(PROMPT, seed=7)
        save_png(FOLDER / "apple.png", encode_png(enlarge(apple.picture, 2, "bicubic"), apple.recipe))
        family(studio).quantize(256).save(FOLDER / "family.png", optimize=True)


if __name__ == "__main__":
    main()
