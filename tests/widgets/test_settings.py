from dataclasses import replace

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


def test_the_memory_a_size_takes_is_said_as_far_as_it_is_known():
    large = replace(FACTS, weights=2.1, working=3.0)
    settings = Settings(large)
    assert settings.memory == "about 2 GB"
    FrontEnd(settings).write(width=1024, height=1024)
    assert settings.memory == "about 5 GB"
    assert Settings(FACTS).memory == "under 1 GB"
    assert Settings(replace(FACTS, weights=0.0)).memory == ""


def test_an_unknown_scheduler_is_answered_with_the_nearest():
    with pytest.raises(UnknownName, match="ddim"):
        Settings(FACTS).scheduler = "dddim"
