"""Every row by which is decided who sees what follows from the acts; one that was changed without an act is named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, Update, insert, select, update

from consult import casebook
from consult.db import reading, writing
from consult.docket.case_rows import new_track
from consult.docket.following import rows_unlike
from consult.docket.listed import enter_party
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import CASE_PARTY, CASE_TRACK, CASES, DEADLINE
from consult.models.listed import PARTY_WAITING
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_levels import answered
from tests.consult.docket.test_taking import asked
from workflows.kernel.case import Act, Track

DAY = datetime(2026, 12, 24, tzinfo=UTC)
BRAZIL = {"party": "BRA", "role": "asked", "stake": True, "since": START, "reads": ""}


def found(engine: Engine) -> list[str]:
    """Give what a replay finds in the log and in the cases."""
    with reading(engine) as connection:
        findings = [*verify(connection, replay=Openings(connection)).findings, *replay_cases(connection)]
    return [one.sentence for one in findings]


def received(office: Office) -> tuple[str, int]:
    """20 November 2026: Japan asks France and Korea for a berth, and France has it; give reference and number."""
    ref = asked(office)
    office.take("FRA", ref, "record_receipt")
    with reading(office.engine) as connection:
        return ref, connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()


def limit(**values: Any) -> Callable[[int], Update]:
    """Change the limits of a case."""
    return lambda case: update(DEADLINE).where(DEADLINE.c.case_id == case).values(**values)


def of_korea(table: Any, **values: Any) -> Callable[[int], Update]:
    """Change the rows of Korea in a case."""
    return lambda case: update(table).where(table.c.case_id == case, table.c.party == "KOR").values(**values)


CHANGED: dict[str, tuple[Callable[[int], Any], str]] = {
    "another filer": (
        lambda case: update(CASES).where(CASES.c.id == case).values(filer="KOR"),
        "filer is stored as KOR and follows from the acts as JPN.",
    ),
    "an exercise": (
        lambda case: update(CASES).where(CASES.c.id == case).values(exercise=True),
        "is stored as an exercise, or as none, unlike entry 0 says.",
    ),
    "a case at another level": (
        lambda case: update(CASES).where(CASES.c.id == case).values(level="C0"),
        "level is stored as C0 and follows from the acts as C2.",
    ),
    "when a limit of the case ends next": (
        lambda case: update(CASES).where(CASES.c.id == case).values(next_at=DAY),
        "next_at is stored as 2026-12-24 00:00:00+00:00 and follows from the acts as 2026-11-30 ",
    ),
    "a stranger with a role": (
        lambda case: insert(CASE_PARTY).values(case_id=case, **BRAZIL),
        "role asked of BRA is stored as party BRA, role asked, stake True, since 2026-11-20 09:00:00+00:00, reads , "
        "until None and follows from the acts as nothing.",
    ),
    "a party with another role": (
        of_korea(CASE_PARTY, role="guest"),
        "role asked of KOR is stored as nothing and follows from the acts as party KOR, ",
    ),
    "a party without a stake": (
        of_korea(CASE_PARTY, stake=False),
        "is stored as stake False and follows from the acts",
    ),
    "a file that a role does not read": (
        of_korea(CASE_PARTY, reads="|bench|"),
        "is stored as reads |bench| and follows from the acts as reads .",
    ),
    "a party that saw it earlier": (of_korea(CASE_PARTY, since=START.replace(year=2020)), "is stored as since 2020-"),
    "an office that has ended": (of_korea(CASE_PARTY, until=DAY), "is stored as until 2026-12-24 00:00:00+00:00 and "),
    "another party of a relation": (
        of_korea(CASE_TRACK, party="BRA"),
        "track berth:KOR is stored as party BRA and follows from the acts as party KOR.",
    ),
    "a relation at another level": (of_korea(CASE_TRACK, level="C0"), "track berth:KOR is stored as level C0 and "),
    "a relation in another file": (of_korea(CASE_TRACK, file="bench"), "track berth:KOR is stored as file bench and "),
    "the level of a limit": (limit(level="C0"), "limit answer:FRA is stored as level C0 and follows from the acts as "),
    "the file of a limit": (limit(file="bench"), "limit answer:FRA is stored as file bench and follows from the acts"),
    "the owner of a limit": (
        limit(owner="BRA"),
        "limit answer:FRA is stored as owner BRA and follows from the acts as owner FRA.",
    ),
    "what binds a limit": (limit(binding="LAW_T"), "limit answer:FRA is stored as binding LAW_T and follows from the "),
    "the zone and the day of a limit": (
        limit(zone="Asia/Tokyo", expires_on=None),
        "limit answer:FRA is stored as zone Asia/Tokyo, expires_on None and follows from the acts as zone ",
    ),
    "a stranger for whom hands wait": (
        lambda case: insert(PARTY_WAITING).values(case_id=case, party="BRA"),
        "1 rows of the lists of parties lead to no limit that ends there, or to a case in which the party has no role.",
    ),
    "a party for whom no hands wait": (
        lambda case: insert(PARTY_WAITING).values(case_id=case, party="FRA"),
        "what its parties' lists do not find is stored as 1 and follows from the acts as 0.",
    ),
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_row_that_was_changed_without_an_act_is_named_by_the_replay(office: Office, what: str) -> None:
    """Whoever has the database changes one row on 20 November, after France received what it was asked."""
    change, sentence = CHANGED[what]
    _ref, case = received(office)
    assert [] == found(office.engine)

    with writing(office.engine) as connection:
        assert connection.execute(change(case)).rowcount

    assert sentence in " ".join(found(office.engine))


def test_a_stranger_that_was_put_among_the_parties_with_its_lists_is_named(office: Office) -> None:
    """Brazil reads then what France answered Japan, and its lists are as they would be: the role alone betrays it."""
    ref, _n = answered(office)
    with writing(office.engine) as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        connection.execute(insert(CASE_PARTY).values(case_id=case, **BRAZIL))
        enter_party(connection, case, "BRA", waits=False)

    with reading(office.engine) as connection:
        row = casebook.list_cases(connection, Viewer("BRA")).rows[0]
        assert len(casebook.entries_of(connection, Viewer("BRA"), row)) > 1
    assert [True] == [f"Case {ref}: role asked of BRA is stored as party BRA" in one for one in found(office.engine)]


def test_another_filer_sees_more_and_is_named(office: Office) -> None:
    """Korea, put in the place of Japan, sees what lies between Japan and France."""
    ref, _case = received(office)

    def seen() -> list[int]:
        viewer = Viewer.of(office.standings["KOR"])
        with reading(office.engine) as connection:
            row = casebook.list_cases(connection, viewer).rows[0]
            return [one.row.n for one in casebook.entries_of(connection, viewer, row)]

    before = seen()
    with writing(office.engine) as connection:
        connection.execute(update(CASES).where(CASES.c.ref == ref).values(filer="KOR"))

    assert set(before) < set(seen())
    assert [f"Case {ref}: filer is stored as KOR and follows from the acts as JPN."] == found(office.engine)


@pytest.mark.parametrize(
    ("roles", "unlike"),
    [
        (("guest",), []),
        (("berth", "guest"), []),
        (("berth",), [("role guest of BRA", "nothing")]),
        (("berth", "guest", "asked"), [("role asked of BRA", "party BRA")]),
    ],
    ids=["one transaction", "two", "neither", "neither, with one role more"],
)
def test_acts_of_one_moment_may_have_been_one_transaction_or_two(
    office: Office, roles: tuple[str, ...], unlike: list[tuple[str, str]]
) -> None:
    """An import records two acts at nine: Brazil gets a relation, and then a role. In one transaction it has the role
    alone, in two it took part by its relation first.
    """
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    opened = office.see("JPN", ref).case
    related = replace(opened, n=1, tracks={"berth:BRA": Track("berth:BRA", "berth", "BRA", "waiting", "BRA")})
    invited = replace(related, n=2, parties={**opened.parties, "guest": ("BRA",)})
    acts = [Act(n, "step", "invite", "JPN", START, START, "", "") for n in range(3)]
    with writing(office.engine) as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        connection.execute(insert(CASE_TRACK).values(new_track(case, related, related.tracks["berth:BRA"])))
        for role in roles:
            connection.execute(insert(CASE_PARTY).values({**BRAZIL, "case_id": case, "role": role, "stake": False}))

        named = list(rows_unlike(connection, case, [opened, related, invited], acts))

    assert unlike == [(what, was.split(",")[0]) for what, _now, was in named]
