"""The sentence of every step is kept as text and read by a person; CONSULT_GOLDEN=write keeps it anew.

Timeline, log and rehearsal make these sentences from the titles of steps, so that a title which makes a bad sentence is
seen here.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from consult.commands.examination import variants
from tests.house.test_golden import GOLDEN, difference
from tests.procedures import berth
from workflows import Form, catalogue
from workflows.kernel.actors import All, AnyOf, Clock, Each, EachOn, TrackParty
from workflows.kernel.acts import HAND, Act
from workflows.kernel.describe import sentence
from workflows.kernel.describe_words import IRREGULAR, past
from workflows.kernel.fragments import extending, joining, leaving
from workflows.kernel.language import BY_AGREEMENT, PRODUCT, Extension, Period, TimeLimit
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import Step

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NO_VERBS = {"a", "an", "all", "both", "each", "it", "no", "our", "that", "the", "their", "this", "we", "what", "who"}
NAMES = {"JPN": "Japan", "KOR": "the Republic of Korea"}


def told(procedure: Procedure, row: Step) -> Iterator[str]:
    """Say one step as it is told: taken, agreed to where it is joint, and taken by the clock where that may be."""
    whose = row.by.of if isinstance(row.by, AnyOf | All) else (row.by,)
    alone = any(isinstance(one, TrackParty) for one in whose) and not isinstance(row.by, All)
    track = _track(procedure, row.track.set, row.track.key) if row.track and not alone else None
    opened = tuple(("open", o.set, o.set, "KOR", "", "JPN" if o.acting else "KOR", None, "") for o in row.opens[:1])
    act = Act(1, "step", row.key, "JPN", AT, AT, row.frm[0], row.frm[0], track=track, effects=opened)
    if not isinstance(row.by, Clock):
        yield sentence(procedure, act, NAMES)
    if row.hands > 1 or isinstance(row.by, All) or any(isinstance(one, Each | EachOn) for one in whose):
        yield sentence(procedure, replace(act, kind=HAND, effects=(("hand", row.key, "", True),)), NAMES)
    if any(isinstance(one, Clock) for one in whose):
        yield sentence(procedure, replace(act, party="clock"), NAMES)


def _track(procedure: Procedure, of: str, key: str) -> str:
    """Give a track of a set: the one that the step names, else one that has a name, else the first by number, else that
    of a party."""
    named = (f"{of}:{key}",) if key else tuple(one for one in procedure.called if one.startswith(f"{of}:"))
    numbered = any(opens.set == of and opens.numbered for row in procedure.steps for opens in row.opens)
    return next(iter(named), f"{of}:1" if numbered else f"{of}:KOR")


def page(form: Form) -> str:
    """List the sentences of all steps of a procedure, in every variant of its terms, each once."""
    lines: dict[str, str] = {}
    for variant in variants(form)[0]:
        for row in variant.procedure.steps:
            lines |= dict.fromkeys(told(variant.procedure, row), row.key)
    return "".join(f"{key}: {said}\n" for said, key in sorted(lines.items(), key=lambda item: (item[1], item[0])))


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_step_of_a_procedure_makes_the_sentence_that_was_reviewed(key: str) -> None:
    """Read them aloud: they stand in the record of States."""
    write = os.environ.get("CONSULT_GOLDEN") == "write"
    assert "" == difference(page(catalogue()[key]), GOLDEN / f"{key}.said.txt", write=write)


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_the_title_of_what_somebody_does_begins_with_its_verb(key: str) -> None:
    """“This time suits us” is a fine button and no sentence: it was told as “Japan thised time suits us”."""
    for variant in variants(catalogue()[key])[0]:
        for row in variant.procedure.steps:
            if not isinstance(row.by, Clock):
                assert row.title.partition(" ")[0].lower() not in NO_VERBS, (row.key, row.title)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("leave", "Left the talks"),
        ("request_join", "Asked to take part"),
        ("admit_entrant", "Admitted the entrant"),
        ("offer_observer", "Offered the place of an observer"),
        ("refuse_entrant", "Refused the entrant"),
        ("extend_answer", "Extended the period “Answer”"),
    ],
)
def test_a_step_of_a_fragment_that_a_procedure_may_leave_out_is_told_in_the_past(step: str, said: str) -> None:
    """What the procedures use is in their own lists."""
    limit = TimeLimit("answer", Period(days=10), PRODUCT, title="Answer", extend=Extension(BY_AGREEMENT))
    rows = (*leaving("berth", ("asked",), ("served",)), *joining(("asked",), "berth"), *extending((limit,), ("asked",)))
    title = {row.key: row.title for row in rows}[step]
    assert said == past(title).capitalize().replace("“answer”", "“Answer”")


def test_no_sentence_of_a_step_repeats_its_key_or_ends_in_a_command() -> None:
    """A verb with a wrong past, or a key that stands for a title, is found before a person reads it."""
    pages = "".join(page(form) for form in (*catalogue().values(), *berth.FORMS))
    odd = re.findall(r"[a-z]+_[a-z]+(?=[^:]*$)|\b(?:noed|ase?d information|\w+,ed)\b", pages, re.MULTILINE)
    assert [] == odd


def test_irregular_verbs_are_told_apart_from_regular_ones() -> None:
    """A verb in the table would be wrong by the rule."""
    assert [] == [verb for verb, said in IRREGULAR.items() if said == f"{verb}ed"]
