"""The pictures of a session: stars, differences, use again."""

import pytest
from front_end import FrontEnd
from PIL import Image

from sdlab.errors import BadValue
from sdlab.recipe import Plate, Recipe, Start
from sdlab.run import Run
from sdlab.widgets import Gallery

BASE = Recipe(prompt="a fox", seed=1)


def run(**change):
    return Run(picture=Image.new("RGB", (512, 384), "teal"), recipe=BASE.but(**change))


@pytest.fixture
def gallery():
    gallery = Gallery([run(), run(seed=2), run(guidance_scale=3.5, prompt="a hen", model_sha256="x")])
    gallery.transport = "foreground"
    return gallery


def test_the_first_run_is_selected_and_the_others_differ_from_it(gallery):
    assert gallery.run.recipe.seed == 1
    assert gallery.differences == [
        [],
        [{"name": "seed", "value": "2", "was": "1"}],
        [
            {"name": "prompt", "value": "a hen", "was": "a fox"},
            {"name": "guidance", "value": "3.5", "was": "7.5"},
        ],
    ]


def test_another_selection_is_compared_anew(gallery):
    FrontEnd(gallery).write(selected=1)
    assert gallery.differences[0] == [{"name": "seed", "value": "1", "was": "2"}]


def test_another_start_is_told_by_its_strength(gallery):
    start = Start(picture=Plate.of(Image.new("RGB", (64, 64))), strength=0.4)
    gallery.add(run(start=start))
    assert gallery.differences[3] == [{"name": "start", "value": "strength 0.4", "was": "none"}]


def test_thumbnails_are_sent_when_asked_for_and_no_larger_than_256_pixels(gallery):
    page = FrontEnd(gallery)
    assert not page.heard
    page.post("want", numbers=[2, 0, 99, -1, "x", True])
    thumbs = [(content["number"], buffers[0]) for content, buffers in page.heard]
    assert [number for number, _ in thumbs] == [2, 0]
    from io import BytesIO

    assert Image.open(BytesIO(thumbs[0][1])).size == (256, 192)


def test_stars_are_kept_and_give_their_runs(gallery):
    FrontEnd(gallery).write(starred=[2, 0, 2])
    assert gallery.starred == [0, 2]
    assert [one.recipe.prompt for one in gallery.starred_runs] == ["a fox", "a hen"]


@pytest.mark.parametrize(("name", "value"), [("selected", 3), ("selected", -2), ("starred", [7])])
def test_a_number_that_no_run_has_is_refused(gallery, name, value):
    with pytest.raises(BadValue, match="0 to 2"):
        setattr(gallery, name, value)
    FrontEnd(gallery).write(**{name: value})
    assert "0 to 2" in gallery.trouble


def test_seed_or_all_is_used_again_and_a_picture_is_sent_on(gallery):
    used, sent = [], []
    gallery.on_reuse(lambda one, what: used.append((one.recipe.seed, what)))
    gallery.on_send("inpaint", sent.append)
    page = FrontEnd(gallery)
    page.write(selected=1)
    for what in ("seed", "all", "everything"):
        page.post("reuse", what=what)
    page.post("send_to", target="inpaint")
    page.post("send_to", target="nowhere")
    assert used == [(2, "seed"), (2, "all")]
    assert sent == [gallery.runs[1]]
    assert (gallery.reuses, gallery.targets) == (True, ["inpaint"])


def test_an_empty_gallery_has_nothing_selected():
    assert Gallery().selected == -1
    assert Gallery().run is None
