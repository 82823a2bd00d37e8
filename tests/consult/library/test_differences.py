"""Two editions told apart in words: what was added, removed and changed, in every part, and nothing else."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from consult.library.differences import ChangedPart, counted, differences
from tests.procedures.berth import ASKED, ASKING, BerthTerms, procedure
from workflows import catalogue
from workflows.kernel.language import DISPATCH, PRODUCT, STAY, Binding, Filing, Grade, Period, Source, State, Step, text

OST = Source("OST")
BERTH = procedure(BerthTerms())


class Letter(Filing):
    """A letter."""

    words = text("Words", PRODUCT)


def told(parts: Iterable[ChangedPart]) -> dict[str, list[tuple[str, str, dict[str, tuple[str, str]]]]]:
    """Give what changed: by part, kind, key and what each line says in both."""
    return {
        part.key: [(c.kind, c.key, {line.what: (line.one, line.other) for line in c.lines}) for c in part.changes]
        for part in parts
    }


def test_an_edition_differs_in_nothing_from_itself() -> None:
    """Not one part of any procedure of the catalogue."""
    for form in catalogue().values():
        assert () == differences(form.with_defaults(), form.with_defaults()), form.key


def test_a_longer_period_is_told_as_the_term_and_as_the_limit_in_words() -> None:
    """Ten days become twelve: one term and one limit, each with both lengths."""
    found = told(differences(BERTH, procedure(BerthTerms(answer=Period(days=12)))))
    assert {
        "terms": [("changed", "answer", {"Value": ("10 days", "12 days")})],
        "limits": [("changed", "answer", {"Length": ("10 days", "12 days")})],
    } == found


def test_a_state_with_its_steps_that_only_one_edition_has_is_added_and_the_other_way_round_removed() -> None:
    """A rest, and two steps with a provision of a treaty and a filing of their own."""
    resting = State("resting", "Nothing is due", "resting")
    ways = (
        Step("rest", "asked", "resting", ASKING, DISPATCH, OST("IX", 3), asks=Letter),
        Step("go_on", "resting", "asked", ASKED, DISPATCH, OST("IX", 3)),
    )
    wider = replace(BERTH, states=(*BERTH.states, resting), steps=(*BERTH.steps, *ways))

    forth, back = told(differences(BERTH, wider)), told(differences(wider, BERTH))
    for part, keys in {
        "states": ["resting"],
        "steps": ["rest", "go_on"],
        "filings": ["letter", "letter words"],
        "citations": ["OST IX s3"],
    }.items():
        assert [("added", key) for key in keys] == [change[:2] for change in forth[part]]
        assert [("removed", key) for key in keys] == [change[:2] for change in back[part]]
    assert ("", "Asked") == forth["steps"][0][2]["From"]
    assert "Outer Space Treaty, Article IX, third sentence (treaty law, read in the text)" in str(forth["steps"])


def test_another_wording_of_a_question_and_another_guard_are_told_with_both_wordings() -> None:
    """The label of one question, and the provision and the actor of one step."""
    steps = []
    for step in BERTH.steps:
        if step.key == "ask":
            spec = step.filing
            assert spec is not None
            fields = tuple(replace(f, label="Name of the vehicle") if f.key == "vehicle" else f for f in spec.fields)
            step = replace(step, asks=replace(spec, fields=fields))
        if step.key == "settle":
            step = replace(step, when=None, under=OST("IX", 3, grade=Grade.M))
        steps.append(step)
    found = told(differences(BERTH, replace(BERTH, steps=tuple(steps))))

    questions = [change for change in found["filings"] if change[1].endswith("vehicle")]
    assert [("changed", questions[0][1], {"Question": ("Vehicle", "Name of the vehicle")})] == questions
    settled = next(change for change in found["steps"] if change[1] == "settle")
    assert settled[2]["Only if"][0]
    assert "" == settled[2]["Only if"][1]
    assert "from memory" in settled[2]["Under"][1]


def test_what_binds_a_limit_is_told_as_what_binds_it() -> None:
    """The same ten days, agreed instead of the product's own."""
    agreed = tuple(
        replace(one, binding=Binding.LAW_A, grade=Grade.V) if one.key == "answer" else one for one in BERTH.limits
    )
    found = told(differences(BERTH, replace(BERTH, limits=agreed)))
    assert ("product default", "agreed") == found["limits"][0][2]["Binding"]


@pytest.mark.parametrize("word", ["safe", "exact"])
def test_what_no_row_of_the_page_says_is_named_by_the_word_of_the_form(word: str) -> None:
    """A limit that is counted to the second, and a step of which no act is evidence."""
    changed: dict[str, Any]
    if word == "exact":
        changed = {"limits": tuple(replace(one, exact=True) if one.key == "answer" else one for one in BERTH.limits)}
    else:
        changed = {"steps": tuple(replace(one, here_only=True) if one.key == "settle" else one for one in BERTH.steps)}
    found = differences(BERTH, replace(BERTH, **changed))
    named = {"exact": "exact", "safe": "here only"}[word]
    assert [("In the form alone", named, named)] == [
        (line.what, line.one, line.other) for part in found for change in part.changes for line in change.lines
    ]


def test_rows_of_one_step_are_paired_with_what_they_resemble_most() -> None:
    """A row more, written before the others of its key, is one addition and no change."""
    more = Step("settle", "draft", STAY, ASKING, DISPATCH, PRODUCT)
    found = differences(BERTH, replace(BERTH, steps=(more, *BERTH.steps)))
    assert {"added": 1, "removed": 0, "changed": 0} == counted(found)


def test_a_limit_of_one_procedure_is_added_or_removed_against_another_procedure() -> None:
    """Two procedures can be told apart as well as two editions of one."""
    forms = catalogue()
    found = differences(forms["ost5"].with_defaults(), forms["ost11"].with_defaults())
    assert {"procedure", "states", "steps", "limits", "filings", "terms"} <= {part.key for part in found}
