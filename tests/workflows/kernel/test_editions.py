"""Editions: canonical text, its digest, and what reads it back or does not."""

import json
from typing import Any

import pytest

from tests.workflows.kernel.hard import commission, dialogue, ladder, registry, samples, silence
from tests.workflows.kernel.toys import toy
from workflows import catalogue
from workflows.kernel import editions
from workflows.kernel.editions import EditionError, canonical, digest_of, freeze, thaw
from workflows.kernel.procedure import Procedure

EVERY = {
    "ladder": ladder.procedure(), "commission": commission.procedure(), "silence": silence.procedure(),
    "samples": samples.procedure(),
    "registry": registry.procedure(), "series": dialogue.series(), "meeting": dialogue.meeting(),
    **{form.key: form.with_defaults() for form in catalogue().values()},
}  # fmt: skip


@pytest.fixture(params=EVERY)
def procedure(request: pytest.FixtureRequest) -> Procedure:
    """Give one procedure after the other."""
    return EVERY[request.param]


def test_an_edition_reads_back_as_the_same_procedure(procedure: Procedure) -> None:
    """Equal in value, and its text is the same to the byte."""
    text = freeze(procedure)

    assert procedure == thaw(text)
    assert text == freeze(thaw(text))


def test_the_text_of_an_edition_is_canonical(procedure: Procedure) -> None:
    """Sorted keys, no spaces, no floats."""
    text = freeze(procedure)

    assert text == canonical(json.loads(text))


def test_a_digest_depends_on_the_values_and_not_on_their_order() -> None:
    """Sixty-four signs of hex."""
    assert digest_of({"a": 1, "b": [1, "é"]}) == digest_of({"b": [1, "é"], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})
    assert 64 == len(digest_of({}))


def test_one_changed_number_is_another_edition() -> None:
    """The digest of the text names it."""
    assert freeze(toy([])) != freeze(toy([], edition=2))


@pytest.mark.parametrize(
    ("value", "part"),
    [({"a": 1.5}, "fraction"), ([{"a": [0.1]}], "fraction"), ({"é": 1}, "not ASCII"), ({1: 2}, "not ASCII")],
)
def test_floats_and_strange_keys_are_refused(value: Any, part: str) -> None:
    """They have no one canonical text."""
    with pytest.raises(TypeError, match=part):
        canonical(value)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b"no json", "cannot be read"),
        (b"{}", "cannot be read"),
        (b'{"format": 99, "procedure": {}}', "this edition has format 99; this kernel reads"),
        (b'{"format": 1, "procedure": {"$": "guards.Sorcery"}}', "cannot be read"),
        (
            b'{"format": 1, "procedure": {"$": "steps.State", "key": "a", "meaning": "b", "colour": "c"}}',
            "cannot be read",
        ),
        (b'{"format": 1, "procedure": {"$": "steps.State", "key": "a", "meaning": "b"}}', "holds no procedure"),
        (b'{"format": 1, "procedure": {"$": "reckoning.Period", "days": 0}}', "cannot be read"),
    ],
)
def test_a_text_that_is_no_edition_is_named(text: bytes, part: str) -> None:
    """Another format, an unknown class, an unknown field, no procedure."""
    with pytest.raises(EditionError, match=part):
        thaw(text)


def test_the_list_of_classes_is_that_of_the_language() -> None:
    """Each name is its module and its class, and nothing else can be read."""
    assert {"guards.Lapsed", "actors.Role", "limits.TimeLimit", "procedure.Procedure"} <= set(editions.CLASSES)
    assert all("." in name for name in editions.CLASSES)
