"""What is stored in place of live controls: how to get them, said once."""

import pytest
from nbformat.v4 import new_output

from sdlab.course.regression.bundle import AGAIN, CONTROLS, WIDGET, storable, take_apart
from sdlab.widgets import keepsake


def view(name):
    data = {WIDGET: {"model_id": "7"}, "text/plain": f"sdlab panel: {name}"}
    return new_output("display_data", data=data)


def shown(**data):
    return new_output("display_data", data=data)


PICTURE = shown(**{"image/png": "AAAA", "text/plain": "an apple, seed 3"})
CAPTION = shown(
    **{"text/markdown": f"an apple, seed 3\n\n{keepsake.AGAIN}", "text/plain": "an apple, seed 3"}
)
NOTHING = shown(**keepsake.EMPTY)


def lines(outputs):
    """The way to the controls wherever the outputs say it, as a page without widgets shows them."""
    return [
        text
        for output in outputs
        for text in [output.data.get("text/markdown", output.data["text/plain"])]
        if "get the controls" in text
    ]


@pytest.mark.parametrize(
    "keep", [lambda outputs: storable(outputs, 1), lambda outputs: take_apart(outputs)[0]]
)
def test_the_way_back_to_a_panel_is_said_once_by_the_caption_if_there_is_one(keep):
    empty, full = [view("inpaint"), NOTHING, NOTHING], [view("text_to_image"), PICTURE, CAPTION]
    assert lines(keep(empty)) == [CONTROLS]
    told = keep(full)
    assert lines(told) == [CAPTION.data["text/markdown"]]
    assert told[0].data == {"text/plain": "sdlab panel: text_to_image"}
    assert len(lines(keep(empty + full))) == len(lines(keep(full + empty))) == 2


def test_what_was_stored_is_stored_the_same_again():
    once = storable([view("text_to_image"), PICTURE, CAPTION, view("inpaint"), NOTHING, NOTHING], 1)
    assert storable(once, 1) == once


def test_the_course_knows_the_words_of_the_caption():
    assert AGAIN == keepsake.AGAIN
