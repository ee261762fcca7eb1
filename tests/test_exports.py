"""The public face is complete: every name is listed, sorted, importable and explained."""

import inspect

import sdlab


def test_all_is_sorted_and_has_a_home_for_each_name():
    assert sdlab.__all__ == sorted(sdlab.__all__)
    assert set(sdlab.__all__) == set(sdlab._HOMES)


def test_every_public_name_is_there_and_documented():
    for name in sdlab.__all__:
        assert inspect.getdoc(getattr(sdlab, name)), f"sdlab.{name} has no docstring"


def test_every_public_method_of_a_studio_is_documented():
    methods = {name: method for name, method in inspect.getmembers(sdlab.Studio) if not name.startswith("_")}
    assert methods
    assert not [name for name, method in methods.items() if not inspect.getdoc(method)]
