"""Schedulers by name: what people type is led to the name that is meant."""

import pytest

from sdlab.errors import UnknownName
from sdlab.models.scheduler import SCHEDULERS, scheduling


@pytest.mark.parametrize("name", SCHEDULERS)
def test_diffusers_own_class_names_lead_to_ours(name: str) -> None:
    row = scheduling(name)
    with pytest.raises(UnknownName) as caught:
        scheduling(row.class_name)
    assert SCHEDULERS[caught.value.nearest[0]].class_name == row.class_name


@pytest.mark.parametrize("spelling", ["dpm++ 2m", "DPM++ 2M"])
def test_other_programs_spellings_lead_to_ours(spelling: str) -> None:
    with pytest.raises(UnknownName) as caught:
        scheduling(spelling)
    assert caught.value.nearest[0] == "dpmpp_2m"
    assert spelling in str(caught.value)
