"""The report of Japan on the demonstration's year, reviewed as text and recounted by plain SQL."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from consult.db import reading
from consult.reports.building import about, build_report
from consult.reports.scope import Objection, Scope
from consult.reports.values import Report
from consult.reports.writing import write_document
from consult.visibility import Viewer
from tests.consult.demo.conftest import AT, Demonstration
from tests.consult.reports.told import as_text
from tests.house.test_golden import GOLDEN, difference

CONSENTED = datetime(2026, 11, 12, 9, tzinfo=UTC)
WHO = ("ESA", "IND", "KOR", "LUX", "USA")
SCOPE = Scope(
    author="JPN",
    kind="national_report",
    body="STSC",
    session="64",
    item="stsc_exchange",
    since=date(2026, 1, 1),
    until=date(2026, 11, 19),
    at=AT,
    consents=dict.fromkeys(WHO, CONSENTED),
    objections=(
        Objection(
            "IND",
            "The consultation on the landing was opened after the site had been chosen.",
            datetime(2026, 11, 14, 10, tzinfo=UTC),
            "The site was chosen on 20 December 2025 subject to consultation.",
        ),
    ),
)


@pytest.fixture(scope="session")
def report(demonstration: Demonstration) -> Report:
    """Give the report; the demonstration is an exercise as a whole."""
    with reading(demonstration.engine) as connection:
        return build_report(connection, SCOPE, Viewer("JPN"), exercise=True)


def test_the_report_of_the_demonstrations_year_is_the_one_that_was_reviewed(report: Report) -> None:
    """What changed in a report is read before it is told to a committee."""
    new = as_text(write_document(report))
    write = os.environ.get("CONSULT_GOLDEN") == "write"
    assert "" == difference(new, GOLDEN / "report-demo-year.txt", write=write)


RELEASED = """
WITH mine AS (
    SELECT c.id, c.ref, MIN(CASE WHEN p.stake THEN p.since END) AS since
    FROM cases c JOIN case_party p ON p.case_id = c.id AND p.party = 'JPN'
    WHERE c.existence NOT IN ('C0', 'C5') AND c.procedure NOT IN ('room', 'rescue_card') GROUP BY c.id
), needed AS (
    SELECT p.case_id, p.party FROM case_party p WHERE p.stake
    UNION SELECT t.case_id, t.party FROM case_track t JOIN party q ON q.key = t.party AND q.kind <> 'body'
), told AS (
    SELECT m.ref, a.* FROM mine m JOIN act a ON a.case_id = m.id
    WHERE a.kind NOT IN ('hand', 'hand_withdrawn') AND a.level IN ('C0', 'C1', 'C2')
      AND (a.party = 'JPN' OR a.level <> 'C2' OR (m.since IS NOT NULL AND a.basic) OR m.since <= a.recorded_at)
      AND NOT EXISTS (SELECT 1 FROM needed n WHERE n.case_id = m.id AND n.party NOT IN ('JPN', {who}))
)
"""
OFFERS = frozenset({"make_offer", "withdraw_offer"})
"""Steps without prejudice, whose acts are not told."""


def asked(demonstration: Demonstration, question: str) -> Iterator[Any]:
    """Ask the tables of the demonstration about the cases that are not public and were consented to."""
    who = ", ".join(f"'{party}'" for party in WHO)
    with reading(demonstration.engine) as connection:
        yield from connection.execute(text(RELEASED.format(who=who) + question)).all()


def test_the_acts_of_the_demonstrations_year_are_those_that_plain_sql_finds(
    demonstration: Demonstration, report: Report
) -> None:
    """For each released case that is not public: how many acts of the period; asked of the tables as they are."""
    question = """SELECT ref, step FROM told WHERE on_at >= '2026-01-01' AND on_at < '2026-11-20' ORDER BY ref, n"""
    assert report.facts is not None
    apart = {one.ref: one.procedure.without_prejudice for one in report.facts.told}
    found: dict[str, int] = {}
    for row in asked(demonstration, question):
        if row.step not in apart.get(row.ref, OFFERS):
            found[row.ref] = found.get(row.ref, 0) + 1

    public = {one.ref for one in report.facts.told if one.is_public}
    figure = report.figure("overview.acts")
    assert figure is not None
    told: dict[str, int] = {}
    for act in figure.sources:
        ref = act.rpartition("/")[0]
        if ref not in public:
            told[ref] = told.get(ref, 0) + 1
    assert found == told
    assert 10 < len(told)


def test_the_stages_of_the_demonstrations_year_are_those_of_the_cases(
    demonstration: Demonstration, report: Report
) -> None:
    """Nothing was recorded after the report's instant, so that the stage of today is the one that is told."""
    assert report.facts is not None
    with reading(demonstration.engine) as connection:
        rows = connection.execute(text("SELECT ref, state, kind, procedure FROM cases")).all()
    stored = {row.ref: (row.state, row.kind, row.procedure) for row in rows}
    for one in (*report.facts.told, *report.facts.withheld):
        assert stored[one.ref] == (one.stage, one.kind, one.key)
    counted: dict[str, int] = {}
    for one in report.facts.told:
        key = f"{one.section}.{one.key}.stage.{stored[one.ref][0]}"
        counted[key] = counted.get(key, 0) + 1
    assert counted == {key: figure.value for key in counted if (figure := report.figure(key))}


def test_limits_that_the_fold_knows_are_those_that_the_docket_keeps(
    demonstration: Demonstration, report: Report
) -> None:
    """For every case, the last run of each limit that may be told has the status and the end that its row has."""
    assert report.facts is not None
    question = text("SELECT d.key, d.status, d.binding, c.ref FROM deadline d JOIN cases c ON c.id = d.case_id")
    with reading(demonstration.engine) as connection:
        stored = {(row.ref, row.key): (row.status, row.binding) for row in connection.execute(question)}
    likely = {"kept": {"stopped"}, "ended": {"stopped"}, "passed": {"lapsed", "running"}}
    likely["running"] = {"running", "armed", "paused"}
    count = 0
    for one in (*report.facts.told, *report.facts.withheld):
        last = {run.key: run for run in one.runs}
        for key, run in last.items():
            status, binding = stored[one.ref, key]
            assert status in likely[run.outcome], (one.ref, key)
            assert binding == run.binding
            count += 1
    assert 100 < count


def test_each_consenting_state_is_shown_its_own_cases_alone(report: Report) -> None:
    """What India is shown holds no case in which it takes no part, and every one in which it does."""
    assert report.facts is not None
    for party in WHO:
        own = {one.ref for one in report.facts.told if party in one.parties}
        assert own == about(report, party).cases
