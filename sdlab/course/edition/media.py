"""The pictures lessons work on, made by the project itself: a classmate's recipe and a child's drawing."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

from sdlab.course.exercise.lesson_01 import CLASSMATE


def make_media(folder: Path, tell: Callable[[str], None]) -> None:
    """Make every picture in `folder` anew; the classmate's with the model as it is now."""
    folder.mkdir(parents=True, exist_ok=True)
    draw_house().save(folder / "house.png")
    from sdlab.studio import load

    studio = load(CLASSMATE.model)
    try:
        studio.submit([CLASSMATE]).wait()[0].save(folder / "classmate.png")
    finally:
        studio.close()
    tell("media/house.png, media/classmate.png")


def draw_house() -> Image.Image:
    """A child's drawing, 128 × 128: a house under the sun, in flat colours."""
    large = Image.new("RGB", (512, 512), (150, 205, 245))
    pen = ImageDraw.Draw(large)
    pen.ellipse((380, 40, 470, 130), fill=(250, 215, 60))
    pen.rectangle((0, 370, 512, 512), fill=(95, 170, 75))
    pen.rectangle((140, 230, 370, 410), fill=(225, 130, 90))
    pen.polygon([(110, 235), (255, 110), (400, 235)], fill=(150, 60, 50))
    pen.rectangle((225, 310, 285, 410), fill=(90, 60, 40))
    pen.rectangle((165, 260, 215, 305), fill=(190, 225, 245))
    pen.rectangle((300, 260, 350, 305), fill=(190, 225, 245))
    return large.resize((128, 128), Image.Resampling.LANCZOS)
