"""Who may see what: lists, single objects and the rule in plain words agree, whatever a case looks like."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, insert, literal, select

from consult import casebook, migrate, people
from consult.db import make_engine, writing
from consult.models.cases import ACT, CASE_PARTY, CASE_TRACK, CASES, DEADLINE, DOCUMENT, EDITION
from consult.models.levels import ACT_LEVEL, AS_SEEN
from consult.models.listed import PARTY_LIMIT
from consult.people import NewParty
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import (
    Membership,
    Viewer,
    case_condition,
    deadline_is_visible,
    field_condition,
    may_know_case,
    may_see_act,
    may_see_document,
    may_see_field,
    membership_of,
    redact,
)
from tests import databases
from workflows.kernel.fields import keyed, listing, text
from workflows.kernel.words import PRODUCT

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
PARTIES = ("JPN", "FRA", "KOR", "BRA")
LEVELS = ("C0", "C1", "C2", "C3", "C4", "C5")
TRACKS = ("berth:FRA", "berth:KOR", "item:1")
PAPER = json.dumps(
    {
        "n": 1,
        "kind": "step",
        "step": "ask",
        "party": "JPN",
        "on": START.isoformat(),
        "at": START.isoformat(),
        "came": "a",
        "went": "a",
    }
)


@dataclass(frozen=True)
class Told:
    """One case as the database holds it, as far as policy asks."""

    filer: str
    procedure: str
    existence: str
    roles: tuple[tuple[str, bool, int, str, int | None], ...]
    tracks: tuple[tuple[str, str | None], ...]
    acts: tuple[tuple[str, str, str | None, int, bool, str], ...]
    limits: tuple[tuple[str | None, str, str], ...]
    documents: tuple[tuple[str, str, int | None], ...]
    moves: tuple[tuple[int, str, bool], ...] = ()
    """Papers whose level is another one now, by the number of their act; and whether they are struck."""


files = st.sampled_from(("", "mediation", "arbitration"))
reads = st.sampled_from(("", "|mediation|", "|arbitration|", "|mediation|common|"))
parties, track_keys = st.sampled_from(PARTIES), st.none() | st.sampled_from(TRACKS)
days = st.integers(0, 3)
cases = st.builds(
    Told,
    filer=parties,
    procedure=st.sampled_from(("berth", "pier")),
    existence=st.sampled_from(LEVELS),
    roles=st.lists(st.tuples(parties, st.booleans(), days, reads, st.none() | days), max_size=5).map(tuple),
    tracks=st.lists(st.tuples(st.sampled_from(TRACKS), st.none() | parties), max_size=3, unique_by=lambda t: t[0]).map(
        tuple
    ),
    acts=st.lists(
        st.tuples(
            st.sampled_from((*PARTIES, "clock")), st.sampled_from(LEVELS), track_keys, days, st.booleans(), files
        ),
        max_size=6,
    ).map(tuple),
    limits=st.lists(st.tuples(track_keys, st.sampled_from(("C2", "C3")), files), max_size=4).map(tuple),
    documents=st.lists(st.tuples(parties, st.sampled_from(LEVELS), st.none() | st.integers(0, 7)), max_size=4).map(
        tuple
    ),
    moves=st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(LEVELS), st.booleans()), max_size=3, unique_by=lambda m: m[0]
    ).map(tuple),
)
viewers = st.builds(
    Viewer,
    party=parties,
    procedures=st.none() | st.frozensets(st.sampled_from(("berth", "pier"))),
    sees_cases=st.sampled_from((True, True, False)),
    prepares=st.booleans(),
    audits=st.booleans(),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give a database with four parties and no case; examples are written into it and undone."""
    made = make_engine(databases.at(tmp_path_factory.mktemp("policy") / "consult.sqlite"))
    migrate.upgrade(made)
    with writing(made) as conn:
        for key in PARTIES:
            people.add_party(conn, NewParty(key, key, "state", "UTC", "XX", ("en",)))
        conn.execute(
            insert(EDITION), {"digest": "0" * 64, "procedure": "berth", "number": 1, "body": b"", "recorded_at": START}
        )
    yield made
    made.dispose()


def write(conn: Connection, told: Told, number: int) -> Any:
    """Write a case and give its row."""
    row = {
        "ref": f"CASE-{number}",
        "procedure": told.procedure,
        "edition": "0" * 64,
        "at_level": "treaty",
        "filer": told.filer,
        "title": f"Case {number}",
        "existence": told.existence,
        "level": "C2",
        "state": "asked",
        "kind": "open",
        "summary": "",
        "version": 0,
        "n": len(told.acts),
        "opened_on": START,
        "changed_at": START,
        "exercise": False,
    }
    case = conn.execute(insert(CASES), row).inserted_primary_key[0]
    rows: list[tuple[Any, list[dict[str, Any]]]] = [
        (
            CASE_PARTY,
            [
                {"case_id": case, "party": p, "role": f"r{i}", "stake": stake, "since": _day(d)}
                | {"reads": reads, "until": None if end is None else _day(end)}
                for i, (p, stake, d, reads, end) in enumerate(told.roles)
            ],
        ),
        (
            CASE_TRACK,
            [
                {"case_id": case, "key": k, "of": "berth", "name": k, "party": p, "state": "served", "basis": ""}
                for k, p in told.tracks
            ],
        ),
        (ACT, [_act(case, n, *act) for n, act in enumerate(told.acts, 1)]),
        (DEADLINE, limits := [_limit(case, i, *limit) for i, limit in enumerate(told.limits)]),
        (PARTY_LIMIT, [_listed(limit, party) for limit in limits for party in PARTIES]),
        (DOCUMENT, [_document(case, i, *document) for i, document in enumerate(told.documents)]),
    ]
    for table, values in rows:
        if values:
            conn.execute(insert(table), values)
    for n, level, struck in told.moves:
        act = conn.execute(select(ACT.c.id).where(ACT.c.case_id == case, ACT.c.n == n)).scalar()
        if act is not None:
            moved = {"act_id": act, "level": level, "before": "", "struck": struck, "by_n": n}
            conn.execute(insert(ACT_LEVEL), moved)
    return conn.execute(select(CASES).where(CASES.c.id == case)).one()


def _day(number: int) -> datetime:
    return START + timedelta(days=number)


def _act(
    case: int, n: int, party: str, level: str, track: str | None, day: int, basic: bool, file: str
) -> dict[str, Any]:
    return {
        "case_id": case,
        "n": n,
        "kind": "step",
        "step": "ask",
        "track": track,
        "party": party,
        "organ": "",
        "office": "",
        "capacity": "",
        "cleared_office": None,
        "on_at": _day(day),
        "recorded_at": _day(day),
        "came": "a",
        "went": "a",
        "digest": "",
        "level": level,
        "basic": basic,
        "file": file,
        "late": False,
        "body": PAPER,
    }


def _limit(case: int, i: int, track: str | None, level: str, file: str) -> dict[str, Any]:
    return {
        "case_id": case,
        "key": f"answer:{i}",
        "limit_key": "answer",
        "track": track,
        "owner": None,
        "binding": "DEFAULT",
        "level": level,
        "file": file,
        "status": "running",
        "length": "P10D",
        "trigger": "",
        "zone": "UTC",
        "expires_at": _day(9),
        "n": 1,
    }


def _listed(limit: dict[str, Any], party: str) -> dict[str, Any]:
    """A limit among those of a party: here of each, so that the policy alone decides who sees it."""
    return {"party": party, "ends_at": limit["expires_at"], "case_id": limit["case_id"], "key": limit["key"]}


def _document(case: int, i: int, party: str, level: str, act_n: int | None) -> dict[str, Any]:
    return {
        "case_id": case,
        "digest": f"{i:064x}",
        "party": party,
        "name": f"{i}.pdf",
        "media": "application/pdf",
        "size": 1,
        "kind": "annex",
        "language": "en",
        "level": level,
        "act_n": act_n,
        "uploaded_at": START,
    }


def now(told: Told, n: int) -> tuple[str, str, str | None, int, bool, str]:
    """Give an act by its number with the level that it has now."""
    author, level, *rest = told.acts[n - 1]
    return author, next((to for number, to, _struck in told.moves if number == n), level), *rest  # type: ignore[return-value] # the rest of a tuple


def sees_act(viewer: Viewer, told: Told, act: tuple[str, str, str | None, int, bool, str]) -> bool:
    """The rule in plain words, from what was written and not from the product."""
    author, level, track, day, basic, file = act
    held = [role[1:] for role in told.roles if role[0] == viewer.party]
    roles = [(stake, since) for stake, since, _reads, _until in held]
    then = [reads for _stake, _since, reads, until in held if until is None or day <= until]
    side = told.filer == viewer.party or (track, viewer.party) in told.tracks
    filed = file != "" and any(file in reads.split("|") for reads in then)
    if viewer.audits and level == "C5":
        return False
    return author == viewer.party or {
        "C0": True,
        "C1": bool(then),
        "C2": any(stake and (basic or since <= day) for stake, since in roles) or filed,
        "C3": track is not None and (side or filed),
        "C5": (told.existence == "C5" and bool(then)) or filed,
    }.get(level, False)


def reads_file(viewer: Viewer, told: Told, n: int) -> bool:
    """Say whether an office of the viewer's party reads the file in which an act lies."""
    _author, _level, _track, day, _basic, file = told.acts[n - 1]
    held = [role for role in told.roles if role[0] == viewer.party and (role[4] is None or day <= role[4])]
    return file != "" and any(file in role[3].split("|") for role in held)


def sees_case(viewer: Viewer, told: Told) -> bool:
    """The rule on the existence of a case in plain words."""
    covered = viewer.procedures is None or told.procedure in viewer.procedures
    covered = covered and not (viewer.audits and told.existence == "C5")
    return (
        viewer.sees_cases and covered and (told.existence == "C0" or viewer.party in {role[0] for role in told.roles})
    )


@settings(max_examples=150)
@given(st.lists(cases, max_size=4), viewers, st.integers(1, 3))
def test_the_list_of_cases_holds_what_may_be_known_one_by_one(
    engine: Engine, told: list[Told], viewer: Viewer, size: int
) -> None:
    """Page after page, searched or not, the list is the check of each case; nothing is left out or told twice."""
    with engine.connect() as conn, conn.begin() as undone:
        rows = [write(conn, one, i) for i, one in enumerate(told)]
        expected = [row.ref for row, one in zip(rows, told, strict=True) if sees_case(viewer, one)][::-1]
        checked = [row.ref for row in rows if may_know_case(viewer, row, membership_of(conn, viewer, row).takes_part)][
            ::-1
        ]
        condition = (
            conn.execute(select(CASES.c.ref).where(case_condition(viewer)).order_by(CASES.c.id.desc())).scalars().all()
        )
        listed = [pages(conn, viewer, size, words=words) for words in ("", "Case")]
        undone.rollback()

    assert [expected] * 4 == [checked, list(condition), *listed]


def pages(conn: Connection, viewer: Viewer, size: int, **asked: Any) -> list[str]:
    """Read a list to its end, a page at a time."""
    found, before = [], None
    while True:
        page = casebook.list_cases(conn, viewer, before=before, size=size, **asked)
        found += [row.ref for row in page.rows]
        if page.following is None:
            return found
        before = page.following


@settings(max_examples=250)
@given(cases, viewers)
def test_the_acts_of_a_list_are_those_that_may_be_seen_one_by_one(engine: Engine, told: Told, viewer: Viewer) -> None:
    """The condition of a list, the check of one act, the page of one act and the rule in plain words are the same."""
    with engine.connect() as conn, conn.begin() as undone:
        case = write(conn, told, 0)
        membership = membership_of(conn, viewer, case)
        rows = conn.execute(select(*AS_SEEN).where(ACT.c.case_id == case.id)).all()
        checked = {row.n for row in rows if may_see_act(viewer, membership, row)}
        listed = [entry.row.n for entry in casebook.entries_of(conn, viewer, case, newest_first=False)]
        opened = {row.n for row in rows if _opens(conn, viewer, case, row.n)}
        last = casebook.last_seen(conn, viewer, case)
        undone.rollback()
    expected = {n for n in range(1, len(told.acts) + 1) if sees_act(viewer, told, now(told, n))}

    assert expected == checked == opened
    assert sorted(expected) == listed
    assert max(expected, default=0) == last


@settings(max_examples=150)
@given(cases, viewers, st.sampled_from(("", *LEVELS)))
def test_the_words_of_a_level_that_a_list_holds_are_those_that_may_be_read_one_by_one(
    engine: Engine, told: Told, viewer: Viewer, level: str
) -> None:
    """Whatever is filed at a level with an act is searched by those who may read it on the page of the act."""
    with engine.connect() as conn, conn.begin() as undone:
        case = write(conn, told, 0)
        membership = membership_of(conn, viewer, case)
        rows = conn.execute(select(*AS_SEEN).where(ACT.c.case_id == case.id)).all()
        checked = {row.n for row in rows if may_see_field(viewer, membership, level, row.party, row)}
        joined = select(ACT.c.n).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
        listed = joined.where(ACT.c.case_id == case.id, field_condition(viewer, literal(level)))
        found = set(conn.execute(listed).scalars())
        undone.rollback()

    assert checked == found


def _opens(conn: Connection, viewer: Viewer, case: Any, n: int) -> bool:
    try:
        return bool(casebook.entry_of(conn, viewer, case, n).row.n == n)
    except Unknown:
        return False


@settings(max_examples=150)
@given(cases, viewers)
def test_the_limits_of_a_list_are_those_that_may_be_seen_one_by_one(engine: Engine, told: Told, viewer: Viewer) -> None:
    """Limits of the case are for its parties, those of a relation for its sides; the desk has none of unknown cases."""
    with engine.connect() as conn, conn.begin() as undone:
        case = write(conn, told, 0)
        membership = membership_of(conn, viewer, case)
        listed = {row.key for row in casebook.deadlines_of(conn, viewer, case)}
        desk = {row.key for row in casebook.deadlines_for(conn, viewer, START)}
        undone.rollback()
    checked = {f"answer:{i}" for i, limit in enumerate(told.limits) if deadline_is_visible(viewer, membership, *limit)}
    expected = {f"answer:{i}" for i, limit in enumerate(told.limits) if sees_limit(viewer, told, *limit)}

    assert expected == checked == listed
    assert (expected if sees_case(viewer, told) else set()) == desk


def sees_limit(viewer: Viewer, told: Told, track: str | None, level: str, file: str) -> bool:
    """The rule on a time limit in plain words: both sides of its track; where it is for all, parties and its office."""
    held = [role for role in told.roles if role[0] == viewer.party]
    sided = told.filer == viewer.party or (track, viewer.party) in told.tracks
    party = any(stake for _p, stake, _since, _reads, _until in held)
    office = any(file in reads.split("|") for _p, _stake, _since, reads, until in held if file and until is None)
    return sided or (level == "C2" and (party or office))


@settings(max_examples=150)
@given(cases, viewers)
def test_documents_are_had_with_the_act_that_filed_them_and_at_their_own_level(
    engine: Engine, told: Told, viewer: Viewer
) -> None:
    """One's own once it is filed, before that as one who prepares; another's once it is filed, with an act that one may
    see and at a level that one may read."""
    with engine.connect() as conn, conn.begin() as undone:
        case = write(conn, told, 0)
        listed = {row.digest for row in casebook.documents_of(conn, viewer, case)}
        undone.rollback()

    def may_have(party: str, level: str, act_n: int | None) -> bool:
        sealed = {level} | {act[1] for n, act in enumerate(told.acts, 1) if n == act_n}
        if viewer.audits and (act_n is None or "C5" in sealed):
            return False
        if party == viewer.party:
            return viewer.prepares or act_n is not None
        if act_n is None or not 1 <= act_n <= len(told.acts) or not sees_act(viewer, told, now(told, act_n)):
            return False
        if (act_n, True) in {(n, struck) for n, _to, struck in told.moves} and not reads_file(viewer, told, act_n):
            return False
        on_a_track = any(p == viewer.party for _key, p in told.tracks) and any(
            s for p, s, _d, _r, _u in told.roles if p == viewer.party
        )
        _author, of_act, *rest = now(told, act_n)
        shared = level in ("C0", "C1", "C2") and (level <= of_act or sees_act(viewer, told, (party, level, *rest)))
        return shared or (level == "C3" and (told.filer == viewer.party or on_a_track))

    assert {f"{i:064x}" for i, document in enumerate(told.documents) if may_have(*document)} == listed


def test_a_mandate_for_one_procedure_lists_its_old_case_behind_many_newer_ones(engine: Engine) -> None:
    """Sixty newer cases of another procedure do not push the one that may be known off the first page."""
    told = Told("JPN", "berth", "C2", (("JPN", True, 0, "", None),), (), (), (), ())
    with engine.connect() as conn, conn.begin() as undone:
        old = write(conn, told, 0)
        for number in range(1, 61):
            write(conn, replace(told, procedure="pier"), number)
        listed = casebook.list_cases(conn, Viewer("JPN", frozenset({"berth"})), size=2)
        undone.rollback()

    assert [old.ref] == [row.ref for row in listed.rows]


def test_a_party_that_joins_later_sees_what_opened_the_talks_and_what_came_since(engine: Engine) -> None:
    """Korea joins on the second day: the opening paper and later acts are its, what was said between is not."""
    acts = (
        ("JPN", "C2", None, 0, True, ""),
        ("FRA", "C2", None, 1, False, ""),
        ("JPN", "C2", None, 2, False, ""),
        ("FRA", "C3", "berth:FRA", 3, False, ""),
    )
    told = Told(
        "JPN",
        "berth",
        "C2",
        tuple((party, True, day, "", None) for party, day in (("JPN", 0), ("FRA", 0), ("KOR", 2))),
        (("berth:FRA", "FRA"),),
        acts,
        (),
        (),
    )
    with engine.connect() as conn, conn.begin() as undone:
        case = write(conn, told, 0)
        seen = {p: [e.row.n for e in casebook.entries_of(conn, Viewer(p), case, newest_first=False)] for p in PARTIES}
        undone.rollback()

    assert {"JPN": [1, 2, 3, 4], "FRA": [1, 2, 3, 4], "KOR": [1, 3], "BRA": []} == seen


@pytest.mark.parametrize("level", LEVELS)
def test_a_field_is_read_by_whom_its_level_names(level: str) -> None:
    """Up to the level of the act by whoever sees it, C1 and C2 above that as an act of this level, C3 by the two sides
    of relations, C4 and C5 by the author alone."""
    filer, side, other = (
        Membership(takes_part=True, is_party=True, since=START, offices=((frozenset(), None),), is_filer=True),
        Membership(takes_part=True, is_party=True, since=START, offices=((frozenset(), None),), has_track=True),
        Membership(takes_part=True, is_party=True, since=START, offices=((frozenset(), None),)),
    )
    author, reader = Viewer("JPN"), Viewer("FRA")
    shared, public = (
        SimpleNamespace(level=of, struck=False, recorded_at=START, basic=False, file="") for of in ("C2", "C0")
    )

    def read_by(member: Membership, act: Any) -> bool:
        return may_see_field(reader, member, level, "JPN", act)

    assert may_see_field(author, Membership(), level, "JPN", public)
    assert (level < "C4") == read_by(filer, shared) == read_by(side, shared) == read_by(side, public)
    assert (level < "C3") == read_by(other, shared) == read_by(other, public)
    assert (level == "C0") == read_by(Membership(), public)


LIST = keyed(
    "b", listing("B", PRODUCT, keyed("c", text("C", PRODUCT)), keyed("d", text("D", PRODUCT, level="C2")), level="C1")
)


def test_answers_that_one_may_not_read_are_left_out_however_deep_they_lie() -> None:
    """A State outside reads of a public act what is public; the secretariat C1 and not what lies in it at C2."""
    fields = (keyed("a", text("A", PRODUCT)), LIST, keyed("e", text("E", PRODUCT, level="C4")))
    body = {"a": "open", "b": [{"c": "shared", "d": "of parties"}], "e": "own"}
    act = SimpleNamespace(level="C0", struck=False, recorded_at=START, basic=False, file="")
    desk = Membership(takes_part=True, offices=((frozenset(), None),))

    assert {"a": "open"} == redact(fields, body, Viewer("BRA"), Membership(), "JPN", act)
    assert {"a": "open", "b": [{"c": "shared"}]} == redact(fields, body, Viewer("OOSA"), desk, "JPN", act)
    assert body == redact(fields, body, Viewer("JPN"), Membership(), "JPN", act)


def test_a_limit_of_the_operator_organ_is_none(engine: Engine) -> None:
    """An operator's organ supplies data only: whatever its party takes part in, it knows of no case."""
    standing = Standing(
        1,
        "Desk",
        "JPN",
        "Japan",
        "Asia/Tokyo",
        1,
        "OPS",
        "Operator",
        "operator",
        "Desk",
        frozenset({"draft"}),
        1,
        "agency",
        None,
        START.date(),
        None,
    )
    told = Told("JPN", "berth", "C0", (("JPN", True, 0, "", None),), (), (), ((None, "C2", ""),), ())
    with engine.connect() as conn, conn.begin() as undone:
        write(conn, told, 0)
        known = (
            casebook.list_cases(conn, Viewer.of(standing)).rows,
            casebook.deadlines_for(conn, Viewer.of(standing), START),
        )
        undone.rollback()

    assert ([], []) == tuple(map(list, known))


def test_a_document_without_its_act_is_for_those_of_its_party_who_prepare() -> None:
    """What lies on a draft is work."""
    document = type("Row", (), {"party": "JPN", "level": "C0"})

    assert may_see_document(Viewer("JPN", prepares=True), Membership(), document, None)
    assert not may_see_document(Viewer("JPN"), Membership(is_filer=True), document, None)
    assert not may_see_document(Viewer("FRA"), Membership(is_filer=True), document, None)
