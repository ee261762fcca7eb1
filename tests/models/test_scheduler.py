"""Schedulers by name: what people type is led to the name that is meant."""

import pytest
from diffusers import DDIMScheduler

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


def test_every_scheduler_that_diffusers_calls_compatible_is_there_but_two() -> None:
    offered = {row.class_name for row in SCHEDULERS.values()}
    compatible = {scheduler.__name__ for scheduler in DDIMScheduler().compatibles}
    assert compatible - offered <= {"EDMEulerScheduler", "DPMSolverSDEScheduler"}
