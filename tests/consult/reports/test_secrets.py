"""Nothing above C0 leaves in a public report but what was consented to, whatever cases there are at which levels."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from consult.reports.machine import write_json
from consult.reports.scope import Reach
from consult.reports.values import Report
from tests import databases
from tests.consult.reports.parleys import OPENED, Parleys, build_parleys, outputs_of

STATES = ("JPN", "FRA", "KOR", "BRA")
NAMES = {"JPN": "Japan", "FRA": "France", "KOR": "Korea", "BRA": "Brazil"}
STEPS = ("say_openly", "say_to_all", "say_to_parties", "note_for_us", "offer", "talk", "announce", "reply")
CASE = st.tuples(
    st.permutations(STATES).flatmap(lambda order: st.integers(2, 4).map(lambda n: tuple(order[:n]))),
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(STEPS)), max_size=6),
)
Cases = list[tuple[tuple[str, ...], list[tuple[int, str]]]]


@contextmanager
def played(cases: Cases, marker: str = "MARKER") -> Iterator[Parleys]:
    """Play cases; the first State of each hosts it. What the procedure does not allow is left out."""
    with tempfile.TemporaryDirectory() as folder:
        url = databases.at(Path(folder) / "consult.sqlite")
        built = build_parleys(url, Path(folder), choose=random.Random(13).choice)
        built.marker = marker
        for number, (parties, said) in enumerate(cases):
            name = str(number)
            built.open(name, parties[0], parties[1:], OPENED + timedelta(hours=number))
            for turn, (who, step) in enumerate(said):
                _say(built, name, parties, parties[who % len(parties)], step, turn)
        yield built
        built.office.engine.dispose()


def _say(built: Parleys, name: str, parties: tuple[str, ...], who: str, step: str, turn: int) -> None:
    at = OPENED + timedelta(days=1 + turn, hours=2)
    if step == "reply":
        if turn == 0 and who != parties[0]:
            built.say(name, who, step, at, track=f"guest:{who}")
    else:
        built.say(name, parties[0] if step == "announce" else who, step, at)


def may_be_told(case: tuple[tuple[str, ...], list[tuple[int, str]]], consents: set[str]) -> bool:
    """Judge anew whether a case may be told by Japan."""
    parties, said = case
    announced = any(step == "announce" for _who, step in said)
    return announced or ("JPN" in parties and set(parties) - {"JPN"} <= consents)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CASE, min_size=1, max_size=5), st.sets(st.sampled_from(STATES[1:])))
def test_no_word_and_no_name_from_a_case_that_is_not_released_leaves(cases: Cases, consents: set[str]) -> None:
    """No text of any filing at any level, no reference of a case that may not be told, no State that is in none that
    may."""
    with played(cases) as built:
        report = built.report(consents=consents)
        told = {built.refs[str(n)] for n, case in enumerate(cases) if may_be_told(case, consents)}
        named = {"JPN"} | {p for case in cases if may_be_told(case, consents) for p in case[0]}

        assert told == report.cases
        for where, out in outputs_of(report).items():
            assert built.marker not in out, where
            assert not [ref for ref in built.refs.values() if ref not in told and ref in out]
            assert not [name for key, name in NAMES.items() if key not in named and name in out]
            assert not [key for key in STATES if key not in named and f'"{key}"' in out]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CASE, min_size=1, max_size=5), st.sets(st.sampled_from(STATES[1:])))
def test_only_public_acts_of_public_cases_and_shared_acts_of_released_ones_are_named(
    cases: Cases, consents: set[str]
) -> None:
    """The level of each act that is a source, asked of the table."""
    with played(cases) as built:
        for reach, highest in ((Reach.PUBLIC, "C2"), (Reach.PARTIES, "C2")):
            report = built.report(consents=consents, reach=reach)
            for act, level, own in _levels(built, report):
                assert level <= (highest if own else "C0"), act


def _levels(built: Parleys, report: Report) -> Iterator[tuple[str, str, bool]]:
    """Give each act that a report names with its level, and whether Japan takes part in its case."""
    question = text(
        "SELECT a.level, EXISTS (SELECT 1 FROM case_party p WHERE p.case_id = c.id AND p.party = 'JPN') "
        "FROM act a JOIN cases c ON c.id = a.case_id WHERE c.ref = :ref AND a.n = :n"
    )
    with built.office.engine.connect() as connection:
        for one in report.sources:
            level, own = connection.execute(question, {"ref": one.case, "n": one.act}).one()
            yield one.id, level, bool(own)


def _world(silent: str, marker: str) -> Cases:
    """Give a world in which Japan's talks with one silent State are a secret, and who that is."""
    return [
        (("JPN", "KOR"), [(0, "talk"), (1, "say_to_parties"), (0, "note_for_us")]),
        (("JPN", silent), [(0, "talk"), (1, "say_to_parties")]),
        (("KOR", "BRA"), [(0, "announce"), (1, "say_to_all")]),
        (("KOR", silent), [(0, "say_to_parties"), (1, "offer")]),
    ]


def test_two_worlds_that_differ_only_in_secrets_give_the_same_public_bytes() -> None:
    """Another State is silent in Japan's second case, and every word that was filed is another one."""
    made = []
    for silent, marker in (("FRA", "ONE"), ("BRA", "OTHER")):
        with played(_world(silent, marker), marker) as built:
            report = built.report(consents=["KOR"])
            assert 1 == len(report.withheld)
            made.append((write_json(report), outputs_of(report)))
    assert made[0] == made[1]
