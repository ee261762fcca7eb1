import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from sdlab.errors import BadValue, NotOffered

QUICK = {"num_inference_steps": 2, "seed": 3, "width": 64, "height": 64}


@pytest.fixture
def sketch():
    drawing = Image.new("RGB", (64, 64), "black")
    ImageDraw.Draw(drawing).line((8, 8, 56, 30, 20, 56), fill="white", width=2)
    return drawing


def difference(one, other):
    return np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).max()


def test_the_run_shows_the_drawing_it_followed(family_studio, sketch):
    run = family_studio.control(sketch, "a castle", **QUICK)
    assert run.condition.tobytes() == sketch.tobytes()
    assert run.picture.size == (64, 64)


def test_weight_nought_is_the_prompt_alone_and_weight_one_is_not(family_studio, sketch):
    alone = family_studio.text_to_image("a castle", **QUICK)
    assert (
        difference(family_studio.control(sketch, "a castle", weight=0.0, **QUICK).picture, alone.picture) <= 1
    )
    assert (
        difference(family_studio.control(sketch, "a castle", weight=1.0, **QUICK).picture, alone.picture) > 1
    )


def test_dark_lines_on_white_are_the_same_drawing(family_studio, sketch):
    run = family_studio.control(ImageOps.invert(sketch), "a castle", **QUICK)
    assert run.condition.tobytes() == sketch.tobytes()


def test_a_picture_is_drawn_first(family_studio, scene):
    run = family_studio.control(scene, "a castle", **QUICK)
    lines = np.asarray(run.condition.convert("L"))
    assert set(np.unique(lines)) == {0, 255}
    assert 0.02 < (lines == 255).mean() < 0.4


def test_it_combines_with_a_picture_to_start_from(family_studio, scene, sketch):
    settings = {"picture": scene, "strength": 0.6, **QUICK}
    followed = family_studio.control(sketch, "a castle", weight=1.0, **settings)
    ignored = family_studio.control(sketch, "a castle", weight=0.0, **settings)
    plain = family_studio.image_to_image(scene, "a castle", strength=0.6, **QUICK)
    assert followed.recipe.note == "1 of 2 steps"
    assert difference(ignored.picture, plain.picture) <= 1
    assert difference(followed.picture, plain.picture) > 1


def test_a_start_of_strength_nought_is_given_back(family_studio, scene, sketch):
    run = family_studio.control(sketch, "a castle", picture=scene, strength=0, **QUICK)
    assert run.picture.tobytes() == scene.tobytes()


def test_the_drawing_sets_the_shape_where_no_size_is_given(family_studio):
    wide = Image.new("L", (200, 100))
    ImageDraw.Draw(wide).line((0, 0, 200, 100), fill=255, width=3)
    run = family_studio.control(wide, "a castle", num_inference_steps=1, seed=1)
    assert run.picture.size == run.condition.size == (184, 88)


def test_what_a_model_does_not_follow_is_refused(lonely_studio, family_studio, sketch, scene):
    with pytest.raises(NotOffered, match="control"):
        lonely_studio.control(sketch, "a castle")
    with pytest.raises(NotOffered, match="depth"):
        family_studio.control(sketch, "a castle", kind="depth", **QUICK)
    with pytest.raises(NotOffered, match="detector"):
        family_studio.control(scene, "a castle", kind="depth", drawn=False)
    for settings, words in (({"weight": 3.0}, "from 0 to 2"), ({"start": 0.5, "end": 0.5}, "below end")):
        with pytest.raises(BadValue, match=words):
            family_studio.control(sketch, "a castle", **settings, **QUICK)
