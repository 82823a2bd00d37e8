"""Lists of a party with very many cases are found by another way than those of one with few, and are the same lists."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from difflib import unified_diff
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, insert, select

from consult import casebook, clock, migrate
from consult.casebook import near, own
from consult.casebook.deadlines import DUE
from consult.casebook.own import own_ids
from consult.db import reading
from consult.docket.listed import _ENTER, _WAITS, _WAITS_TOO
from consult.docket.replaying import replay_cases
from consult.models.cases import CASE_PARTY, CASE_TRACK, CASES, DEADLINE
from consult.models.listed import FOREVER, PARTY_LIMIT, PARTY_WAITING
from consult.pages import due
from consult.visibility import Viewer, case_condition, deadline_condition
from tests.consult.web.world import AT
from tests.house.outputs_world import OTHERS, READERS, Reader, Secrets, build
from tests.house.plans import listening
from tests.house.test_outputs import _client

BEFORE = "8ac0de44f00d"
LONG_AGO, MOST = datetime(2020, 1, 1, tzinfo=UTC), 1_000
SHOWN = ("/desk", "/calendar", "/calendar?month=2026-12", "/deadlines")
TOKEN = re.compile(r'value="[^"]{40,}"')
"""The token of a form, which holds the second of a clock that cannot be stopped."""
WIDE = (20_000, 20_000)
NARROW = (1, 3)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secrets]:
    """Give a world in which each list holds something, at every level and for every kind of party."""
    with clock.frozen(AT):
        built = build(tmp_path_factory.mktemp("listed"))
    yield built
    built.world.engine.dispose()


def drawn(told: Secrets, reader: Reader, ways: Iterable[Callable[[], None]]) -> list[list[list[str]]]:
    """Draw what lists cases of a party, as its reader sees it in one sitting, in several ways."""
    with clock.frozen(AT):
        client, _token = _client(told, reader)
        found = []
        for way in ways:
            way()
            pages = [client.get(address).text.partition("<main")[2] for address in SHOWN]
            found.append([TOKEN.sub("", page).splitlines() for page in pages])
    return found


@pytest.mark.parametrize("reader", [*READERS, *OTHERS], ids=lambda reader: reader.email)
def test_a_party_is_shown_the_same_however_many_cases_it_has(
    told: Secrets, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked from its cases; along what lies nearest; and along that where it soon ends, so that the cases are asked."""

    def along(short: int, long: int) -> None:
        monkeypatch.setattr(own, "MANY", 0)
        monkeypatch.setattr(due, "NEXT", 1)
        monkeypatch.setattr(near, "OFTEN", 0)
        monkeypatch.setattr(near, "SHORT", short)
        monkeypatch.setattr(near, "LONG", long)

    ways = (lambda: None, lambda: along(*WIDE), lambda: along(*NARROW))
    from_cases, far, near_by = drawn(told, reader, ways)

    for one in (far, near_by):
        for was, now in zip(from_cases, one, strict=True):
            assert [] == list(unified_diff(was, now, n=0))


def limits_by_hand(connection: Connection, viewer: Viewer) -> set[int]:
    """Give the running limits that a viewer may see, by no other table than those of the policy."""
    found = select(DUE[0]).select_from(DEADLINE.join(CASES)).where(DEADLINE.c.status == "running")
    found = found.where(CASES.c.kind == "open", case_condition(viewer), deadline_condition(viewer))
    return set(connection.execute(found.where(DEADLINE.c.case_id.in_(own_ids(viewer)))).scalars())


def test_the_limits_of_a_party_are_all_that_it_may_see_in_its_cases_and_no_others(told: Secrets) -> None:
    """Of every party, whatever it is in a case, and for its auditor too."""
    with reading(told.world.engine) as connection:
        parties = connection.execute(select(CASE_PARTY.c.party).distinct()).scalars().all()
        viewers = [Viewer(party, audits=audits) for party in parties for audits in (False, True)]
        listed = {
            v: {r.deadline_id for r in casebook.deadlines_for(connection, v, LONG_AGO, most=MOST)} for v in viewers
        }
        by_hand = {viewer: limits_by_hand(connection, viewer) for viewer in viewers}

    assert by_hand == listed
    assert any(listed.values())


def test_the_lists_of_a_desk_are_the_same_however_few_limits_are_read_whosever_they_are(
    told: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every party, by law, without such force and of others, one a list or many; one within which Japan and Korea
    have to act stands on the desks of both. A party's own are found by index.
    """
    with reading(told.world.engine) as connection, listening(told.world.engine) as asked:
        parties = connection.execute(select(CASE_PARTY.c.party).distinct()).scalars().all()

        def drawn_up(most: int) -> list[due.Due]:
            return [due.due_lines(connection, told.docket, Viewer(one), {}, AT, most) for one in parties]

        whole = [drawn_up(most) for most in (1, 50)]
        monkeypatch.setattr(due, "NEXT", 1)
        apart = [drawn_up(most) for most in (1, 50)]
    both = [one for each in whole[1] for one in each.by_target if len(one.limit.owners) > 1]

    assert whole == apart
    assert {("JPN", "KOR")} == {one.limit.owners for one in both}
    assert len(both) > 1
    assert any(each.by_law and each.by_target and each.theirs for each in whole[1])
    if told.world.engine.dialect.name == "sqlite":
        plans = [plan for one in asked.heard.values() if "deadline.binding =" in one[0] for plan in plan_of(told, one)]
        assert sum("USING INDEX ix_deadline_owed" in plan for plan in plans) >= 2
        assert not any("SCAN" in plan for plan in plans)


def plan_of(told: Secrets, asked: tuple[str, Any, str]) -> list[str]:
    """Give how the database carries out a statement."""
    with told.world.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        return [str(row[3]) for row in raw.execute(f"EXPLAIN QUERY PLAN {asked[0]}", asked[1])]


def test_whoever_filed_a_case_or_has_a_relation_in_it_has_a_role_there(told: Secrets) -> None:
    """So that the roles alone tell which cases are a party's own."""
    with reading(told.world.engine) as connection:
        roles = select(CASE_PARTY.c.case_id).where(
            CASE_PARTY.c.case_id == CASES.c.id, CASE_PARTY.c.party == CASES.c.filer
        )
        filed = select(CASES.c.ref).where(~roles.exists())
        of_track = CASE_PARTY.c.case_id == CASE_TRACK.c.case_id, CASE_PARTY.c.party == CASE_TRACK.c.party
        related = select(CASE_TRACK.c.key).where(
            CASE_TRACK.c.party.is_not(None), ~select(CASE_PARTY.c.case_id).where(*of_track).exists()
        )

        assert [] == connection.execute(filed).scalars().all()
        assert [] == connection.execute(related).scalars().all()


def findings(connection: Connection) -> list[str]:
    """Give what the replay of all cases finds of lists."""
    return [one.sentence for one in replay_cases(connection) if "lists" in one.sentence]


def test_what_the_lists_would_lose_or_find_in_vain_is_found_by_the_replay(told: Secrets) -> None:
    """A limit taken from a party's list, one put where it does not end, and a case that is said to wait."""
    with told.world.engine.connect() as connection, connection.begin() as undone:
        assert [] == findings(connection)
        row = connection.execute(select(PARTY_LIMIT).order_by(PARTY_LIMIT.c.case_id)).first()
        assert row is not None
        ref = connection.execute(select(CASES.c.ref).where(CASES.c.id == row.case_id)).scalar_one()
        here = PARTY_LIMIT.c.party == row.party, PARTY_LIMIT.c.case_id == row.case_id, PARTY_LIMIT.c.key == row.key
        connection.execute(delete(PARTY_LIMIT).where(*here))
        lost = f"Case {ref}: what its parties' lists do not find is stored as 1 and follows from the acts as 0."
        assert [lost] == findings(connection)

        connection.execute(insert(PARTY_LIMIT).values(**{**row._mapping, "ends_at": LONG_AGO}))
        strayed = (
            "1 rows of the lists of parties lead to no limit that ends there, or to a case in which the party has "
        )
        strayed += "no role."
        assert [lost, strayed] == findings(connection)
        undone.rollback()


def test_a_row_that_strayed_into_a_list_keeps_nobody_from_acting(told: Secrets) -> None:
    """A limit that is to be entered where one stands already, and hands that are said to wait: there is one of each
    afterwards, and no act is refused for it.
    """
    with told.world.engine.connect() as connection, connection.begin() as undone:
        row = connection.execute(select(PARTY_LIMIT).where(PARTY_LIMIT.c.ends_at < FOREVER)).first()
        assert row is not None
        held = connection.execute(select(func.count()).select_from(PARTY_LIMIT)).scalar_one()
        _ENTER.run(connection, {"of": row.case_id, "limit": row.key, "ends": row.ends_at})
        assert held == connection.execute(select(func.count()).select_from(PARTY_LIMIT)).scalar_one()

        waits = select(func.count()).select_from(PARTY_WAITING).where(PARTY_WAITING.c.case_id == row.case_id)
        for _time in range(2):
            _WAITS.run(connection, {"of": row.case_id})
        parties = select(func.count(CASE_PARTY.c.party.distinct())).where(CASE_PARTY.c.case_id == row.case_id)
        once = connection.execute(waits).scalar_one()
        _WAITS_TOO.run(connection, {"of": row.case_id, "who": row.party})
        assert connection.execute(parties).scalar_one() == once == connection.execute(waits).scalar_one()
        undone.rollback()


def test_a_migration_fills_the_lists_with_what_the_docket_keeps(told: Secrets) -> None:
    """Down and up again: each party finds the same limits by the same ends, and the same cases that wait."""
    engine = told.world.engine

    def held() -> list[list[tuple[object, ...]]]:
        with reading(engine) as connection:
            return [sorted(map(tuple, connection.execute(select(one)))) for one in (PARTY_LIMIT, PARTY_WAITING)]

    before = held()
    migrate.downgrade(engine, BEFORE)
    migrate.upgrade(engine)

    assert before == held()
    assert len(before[0]) > 20


GATHERS = re.compile(r"IN \(SELECT (\w+\.id \s*FROM \(SELECT )?case_party\.case_id AS id\s+FROM case_party")
"""How a statement names all cases of a party, alone or beside those that are public."""


def test_no_statement_gathers_the_cases_of_a_party_that_has_many(
    told: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the desk and in the calendar; of a party with few they are gathered, for there the page may lie far off."""
    reader = READERS[0]

    def gathered(many: int) -> set[str]:
        monkeypatch.setattr(own, "MANY", many)
        with listening(told.world.engine) as asked:
            drawn(told, reader, [lambda: None])
        return {one for one in asked.heard if GATHERS.search(one)}

    assert len(gathered(own.MANY)) > 2
    assert set() == gathered(0)


def test_no_more_cases_are_counted_than_say_whether_they_are_many(
    told: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A party with as many roles as are few has few, with one more it has many."""
    with reading(told.world.engine) as connection:
        mine = select(func.count()).select_from(CASE_PARTY).where(CASE_PARTY.c.party == "JPN")
        held = connection.execute(mine).scalar_one()
        answers = []
        for many in (held, held - 1):
            monkeypatch.setattr(own, "MANY", many)
            answers.append(own.has_many(connection, Viewer("JPN")))

    assert [False, True] == answers
