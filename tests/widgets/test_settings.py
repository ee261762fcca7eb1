import pytest
from fake import FACTS
from front_end import FrontEnd

from sdlab.errors import BadValue, UnknownName
from sdlab.widgets import Settings


def test_settings_begin_with_the_models_own():
    settings = Settings(FACTS)
    assert (settings.num_inference_steps, settings.guidance_scale) == (20, 7.5)
    assert (settings.scheduler, settings.width, settings.height) == ("ddim", 128, 128)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("num_inference_steps", 0, "from 1 to 1000"),
        ("guidance_scale", 51.0, "from 0 to 50"),
        ("width", 130, "multiple of 8"),
        ("height", 100_000, "multiple of 8"),
    ],
)
def test_a_value_out_of_range_is_refused_from_python_and_from_the_page(name, value, words):
    settings = Settings(FACTS)
    before = getattr(settings, name)
    with pytest.raises(BadValue, match=words):
        setattr(settings, name, value)
    FrontEnd(settings).write(**{name: value})
    assert words in settings.trouble
    assert getattr(settings, name) == before


def test_an_unknown_scheduler_is_answered_with_the_nearest():
    with pytest.raises(UnknownName, match="ddim"):
        Settings(FACTS).scheduler = "dddim"
