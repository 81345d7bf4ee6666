"""The catalogue refuses what would give one name two meanings."""

import copy

import pytest
from catalogue import Catalogue, c_header, check, cpp_header, load, python_module


@pytest.fixture
def catalogue() -> Catalogue:
    return copy.deepcopy(load())


def test_the_catalogue_is_consistent(catalogue: Catalogue) -> None:
    assert check(catalogue) is None
    assert {entry["name"] for entry in catalogue["outcomes"]} == {
        "success",
        "failure",
        "timeout",
        "cancelled",
        "neutral",
        "permanent",
    }


@pytest.mark.parametrize(
    ("section", "entry", "problem"),
    [
        ("states", {"name": "ajar", "value": 1, "meaning": ""}, "states has the same value twice"),
        ("states", {"name": "open", "value": 77, "meaning": ""}, "states has the same name twice"),
        (
            "reasons",
            {"name": "tired", "value": 77, "meaning": "", "exception": "TiredError"},
            "undeclared exception TiredError",
        ),
    ],
)
def test_an_ambiguous_entry_is_refused(catalogue: Catalogue, section: str, entry: Catalogue, problem: str) -> None:
    catalogue[section].append(entry)
    with pytest.raises(SystemExit, match=problem):
        check(catalogue)


def test_an_appended_entry_reaches_every_language(catalogue: Catalogue) -> None:
    catalogue["states"].append({"name": "operator", "value": 77, "meaning": "a name that C++ keeps for itself"})
    assert "#define BACKSTAY_STATE_OPERATOR ((int32_t)77)" in c_header(catalogue)
    assert "operator_ = 77," in cpp_header(catalogue)
    assert 'OPERATOR = "operator"' in python_module(catalogue)
