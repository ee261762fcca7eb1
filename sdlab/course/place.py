"""Where the lessons lie: inside an installed sdlab, or beside the package in a checkout."""

from pathlib import Path

from sdlab.errors import NotReached

_INSTALLED = Path(__file__).parent / "lessons"
_CHECKOUT = Path(__file__).parents[2] / "lessons"


def lesson_folder() -> Path:
    """The folder with the lesson notebooks, their media and notes.

    Raises:
        NotReached: this copy of sdlab came without lessons.
    """
    for folder in (_INSTALLED, _CHECKOUT):
        if folder.is_dir():
            return folder
    raise NotReached(
        f"no lessons at {_INSTALLED} or {_CHECKOUT}. Install sdlab again, or work in its checkout."
    )


def lesson_notebooks() -> list[Path]:
    """The student notebooks, in the order of the course."""
    return sorted(lesson_folder().glob("[0-9][0-9]_*.ipynb"))


def medium(name: str) -> Path:
    """The path of a picture that a lesson uses, such as "classmate.png".

    Raises:
        NotReached: the lessons have no such picture.
    """
    path = lesson_folder() / "media" / name
    if not path.is_file():
        known = ", ".join(sorted(item.name for item in path.parent.glob("*.png"))) or "none"
        raise NotReached(f"the lessons have no picture {name!r}. They have: {known}.")
    return path
