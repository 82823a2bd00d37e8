"""Who may see what, act by act in one case of every kind: parties, offices, strangers, auditors, the public, staff in
an emergency, operators; and what of the log, of imported cases and of one another they may."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, literal, select

from consult import migrate, people
from consult.casebook.lists import list_cases
from consult.db import make_engine, writing
from consult.log.append import start_log
from consult.log.own import Own, record_many
from consult.models.cases import ACT, CASE_PARTY, CASES, DEADLINE, EDITION
from consult.models.imported import IMPORTED
from consult.models.levels import AS_SEEN
from consult.models.logbook import AUDIT_ENTRY
from consult.people import NewParty
from consult.visibility import (
    PUBLIC,
    PUBLIC_EXERCISE,
    Membership,
    Viewer,
    act_condition,
    case_condition,
    deadline_condition,
    deadline_is_visible,
    entry_condition,
    field_condition,
    imported_condition,
    may_know_case,
    may_see_act,
    may_see_contacts,
    may_see_document,
    may_see_field,
    may_see_sheet,
    may_see_track,
    membership_of,
    participant_condition,
    pruned,
    reads_own_chain,
    recorded_condition,
    scope_condition,
    whole_service,
)
from tests import databases
from tests.consult.test_standing import OFFICIAL
from tests.consult.test_visibility import LEVELS, PARTIES, START, Told, _act, _day, now, reads_file, sees_act, write
from workflows.kernel.acts import HAND, HAND_WITHDRAWN
from workflows.kernel.fields import keyed, listing, text
from workflows.kernel.words import PRODUCT

ACTS = tuple(
    (author, level, track, day, basic, file)
    for author, level, track, (day, basic), file in product(
        ("BRA", "KOR"), LEVELS, (None, "berth:KOR"), ((0, False), (0, True), (3, False)), ("", "mediation")
    )
)
"""Papers of a stranger and of a party, at each level, in talks and outside, before and after others joined or left."""
LIMITS = tuple(product((None, "berth:KOR"), LEVELS, ("", "mediation")))
MOVES = tuple((n, LEVELS[n % 6], n % 2 == 0) for n in range(3, 145, 7))
WHOLE = Told(
    "JPN", "berth", "C2",
    (("JPN", True, 0, "", None), ("KOR", True, 1, "", None), ("FRA", False, 0, "|mediation|", 2)),
    (("berth:KOR", "KOR"),), ACTS, LIMITS, (), MOVES,
)  # fmt: skip
"""Japan filed; Korea joined on the second day; France mediated until the third; Brazil has no part."""
STILL = replace(WHOLE, roles=(*WHOLE.roles[:2], ("FRA", False, 0, "|mediation|", None)))
"""The same while France mediates still."""
LEFT = replace(WHOLE, roles=(*WHOLE.roles[:1], ("KOR", True, 1, "", 2), WHOLE.roles[2]), tracks=())
"""The same, when Korea has left too and has no talk."""
STORIES = {f"{told.existence} {name}": told for name, whole in (("over", WHOLE), ("still", STILL), ("left", LEFT))
           for told in (whole, replace(whole, existence="C5"))}  # fmt: skip
VIEWERS = tuple(Viewer(party, prepares=True, audits=audits) for party in PARTIES for audits in (False, True))
ALL_ACTS = select(ACT.c.n).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
DESK = Viewer("OOSA", emergency="CASE-0")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give a database with four parties and a log, and no case; what a test writes is undone."""
    made = make_engine(databases.at(tmp_path_factory.mktemp("others") / "consult.sqlite"))
    with writing(made) as conn:
        migrate.tables().create_all(conn)
        start_log(conn)
        for key in PARTIES:
            people.add_party(conn, NewParty(key, key, "state", "UTC", "XX", ("en",)))
        edition = {"digest": "0" * 64, "procedure": "berth", "number": 1, "body": b"", "recorded_at": START}
        conn.execute(insert(EDITION), edition)
    yield made
    made.dispose()


@pytest.fixture
def conn(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose changes are undone."""
    with engine.connect() as given, given.begin() as undone:
        yield given
        undone.rollback()


def found(conn: Connection, case: Any, condition: Any) -> set[int]:
    """Give the numbers of the acts of a case under a condition."""
    return set(conn.execute(ALL_ACTS.where(ACT.c.case_id == case.id, condition)).scalars())


def rows_of(conn: Connection, case: Any) -> list[Any]:
    """Give every act of a case as it is seen."""
    return list(conn.execute(select(*AS_SEEN).where(ACT.c.case_id == case.id).order_by(ACT.c.n)))


@pytest.mark.parametrize("story", STORIES)
def test_each_act_is_listed_for_those_who_may_see_it_by_itself_and_by_the_rule(conn: Connection, story: str) -> None:
    """A hundred and forty-four acts, one of each kind, for eight viewers, by the level in force and by the recorded."""
    told, case = STORIES[story], write(conn, STORIES[story], 0)
    rows = rows_of(conn, case)
    numbers = range(1, len(told.acts) + 1)
    for viewer in VIEWERS:
        membership = membership_of(conn, viewer, case)
        by_rule = {n for n in numbers if sees_act(viewer, told, now(told, n))}
        recorded = {n for n in numbers if sees_act(viewer, told, told.acts[n - 1])}
        assert by_rule == {row.n for row in rows if may_see_act(viewer, membership, row)}
        assert by_rule == found(conn, case, act_condition(viewer))
        assert recorded == found(conn, case, recorded_condition(viewer))


def reads_words(viewer: Viewer, told: Told, n: int, level: str) -> bool:
    """The rule on words filed at a level with an act, in plain words; the act itself may be seen."""
    author, of_act, *rest = now(told, n)
    if viewer.audits and level == "C5":
        return False
    if author == viewer.party:
        return True
    if (n, True) in {(number, struck) for number, _to, struck in told.moves} and not reads_file(viewer, told, n):
        return False
    party = any(role[0] == viewer.party and role[1] for role in told.roles)
    side = told.filer == viewer.party or (party and any(of == viewer.party for _key, of in told.tracks))
    shared = level in ("C1", "C2") and (level <= of_act or sees_act(viewer, told, ("", level, *rest)))  # type: ignore[arg-type] # the rest of a tuple
    return level in ("", "C0") or shared or (level == "C3" and side)


@pytest.mark.parametrize("told", [WHOLE, replace(WHOLE, tracks=(("item:1", None),))], ids=["a side", "no side"])
@pytest.mark.parametrize("level", ["", *LEVELS])
def test_words_of_each_level_are_listed_for_those_who_may_read_them(conn: Connection, level: str, told: Told) -> None:
    """With each act, struck or not; Korea is a party, with a talk of its own or without."""
    case = write(conn, told, 0)
    write(conn, replace(WHOLE, filer="BRA", tracks=(("berth:KOR", "KOR"), ("item:1", "BRA")), acts=()), 1)
    rows = rows_of(conn, case)
    for viewer in VIEWERS:
        membership = membership_of(conn, viewer, case)
        by_rule = {row.n for row in rows if reads_words(viewer, told, row.n, level)}
        assert by_rule == {row.n for row in rows if may_see_field(viewer, membership, level, row.party, row)}
        assert by_rule == found(conn, case, field_condition(viewer, literal(level)))


@pytest.mark.parametrize("level", ["", *LEVELS])
def test_the_public_reads_open_words_and_staff_in_an_emergency_what_is_shared_unless_it_was_struck(
    conn: Connection, level: str
) -> None:
    """What has no level of its own is the act's: open for staff that may see the act, and nothing for the public."""
    case = write(conn, WHOLE, 0)
    rows = rows_of(conn, case)
    whole = {row.n for row in rows if not row.struck}
    for viewer, levels in ((PUBLIC, ("C0",)), (DESK, ("", "C0", "C1", "C2"))):
        expected = whole if level in levels else set()
        assert expected == found(conn, case, field_condition(viewer, literal(level)))
        assert expected == {row.n for row in rows if may_see_field(viewer, Membership(), level, row.party, row)}


def hands_of(conn: Connection, case: Any) -> None:
    """Lay hands on a text in a case, and withdraw one; both are open."""
    acts = [_act(case.id, 200 + n, "JPN", "C0", None, 0, True, "") | {"kind": kind} for n, kind in
            enumerate((HAND, HAND_WITHDRAWN))]  # fmt: skip
    conn.execute(insert(ACT), acts)


def test_the_public_sees_what_is_open_now_and_staff_in_an_emergency_what_is_shared(conn: Connection) -> None:
    """Of the one case that the access names; no hand on a text that waits for others, though it is open."""
    case, other = write(conn, WHOLE, 0), write(conn, WHOLE, 1)
    hands_of(conn, case)
    rows = rows_of(conn, case)
    level = {row.n: row.level for row in rows if row.kind == "step"}
    for viewer, levels in ((PUBLIC, ("C0",)), (DESK, ("C0", "C1", "C2"))):
        expected = {n for n, one in level.items() if one in levels}
        assert expected == found(conn, case, act_condition(viewer))
        assert expected == {row.n for row in rows if may_see_act(viewer, Membership(), row)}
    assert found(conn, other, act_condition(PUBLIC))
    assert set() == found(conn, other, act_condition(DESK))


def test_nobody_takes_part_in_nothing(conn: Connection) -> None:
    """Whoever reads the public register is no member of any case, and sees a service on nobody."""
    case = write(conn, WHOLE, 0)
    assert Membership() == membership_of(conn, PUBLIC, case)
    assert set() == found(conn, case, whole_service(PUBLIC))


def sees_limit(viewer: Viewer, told: Told, track: str | None, level: str, file: str) -> bool:
    """The rule on a time limit of any level, in plain words."""
    held = [role for role in told.roles if role[0] == viewer.party]
    sided = told.filer == viewer.party or (track, viewer.party) in told.tracks
    office = file != "" and any(file in role[3].split("|") for role in held if role[4] is None)
    by_level = {
        "C0": any(role[1] or role[4] is None for role in held),
        "C1": any(role[1] or role[4] is None for role in held),
        "C2": any(role[1] for role in held) or office,
        "C5": told.existence == "C5" and bool(held),
    }
    return not (viewer.audits and level == "C5") and (sided or by_level.get(level, False))


@pytest.mark.parametrize("story", STORIES)
def test_each_limit_is_listed_for_those_whom_it_concerns(conn: Connection, story: str) -> None:
    """Those of the case for its parties, those of talks for both sides, those of a file for its offices."""
    told, case = STORIES[story], write(conn, STORIES[story], 0)
    joined = select(DEADLINE.c.key).select_from(DEADLINE.join(CASES, CASES.c.id == DEADLINE.c.case_id))
    for viewer in VIEWERS:
        membership = membership_of(conn, viewer, case)
        by_rule = {f"answer:{i}" for i, limit in enumerate(told.limits) if sees_limit(viewer, told, *limit)}
        checked = {i for i, limit in enumerate(told.limits) if deadline_is_visible(viewer, membership, *limit)}
        assert by_rule == {f"answer:{i}" for i in checked}
        assert by_rule == set(conn.execute(joined.where(deadline_condition(viewer))).scalars())


@pytest.mark.parametrize("story", STORIES)
def test_where_talks_stand_is_for_both_sides_and_at_lower_levels_for_those_who_share_it(story: str) -> None:
    """As a limit of these talks is."""
    told = STORIES[story]
    for viewer, level, file in product(VIEWERS[::2], LEVELS, ("", "mediation")):
        held = [role for role in told.roles if role[0] == viewer.party]
        membership = Membership(
            bool(held), any(role[1] for role in held), told.filer == viewer.party, START,
            frozenset(key for key, party in told.tracks if party == viewer.party), False,
            tuple((frozenset(role[3].split("|")), None if role[4] is None else _day(role[4])) for role in held),
            bool(held) and told.existence == "C5",
        )  # fmt: skip
        assert sees_limit(viewer, told, "berth:KOR", level, file) is may_see_track(
            viewer, membership, "berth:KOR", level, file
        )
    assert not may_see_track(Viewer("BRA"), Membership(True, True), "berth:KOR")


def test_a_case_is_known_by_whom_its_existence_and_a_mandate_tell_of_it(conn: Connection) -> None:
    """Of two procedures and two levels of existence, in earnest and as an exercise, with nothing released or some."""
    quiet, loud = (("JPN", "C2", None, 0, True, ""),), (("JPN", "C0", None, 0, True, ""),)
    for number, (procedure, existence, acts) in enumerate(
        product(("berth", "pier"), ("C0", "C2", "C5"), (quiet, loud))
    ):
        told = Told("JPN", procedure, existence, (("JPN", True, 0, "", None),), (), acts, (), ())
        write(conn, told, number)
    conn.execute(CASES.update().where(CASES.c.ref == "CASE-1").values(exercise=True))
    rows = conn.execute(select(CASES)).all()

    def known(viewer: Viewer) -> set[str]:
        return set(conn.execute(select(CASES.c.ref).where(case_condition(viewer))).scalars())

    def one_by_one(viewer: Viewer) -> set[str]:
        return {one.ref for one in rows if may_know_case(viewer, one, viewer.party == "JPN")}

    cases = {f"CASE-{n}" for n in range(12)}
    open_, sealed = {"CASE-0", "CASE-1", "CASE-6", "CASE-7"}, {"CASE-4", "CASE-5", "CASE-10", "CASE-11"}
    berths = {f"CASE-{n}" for n in range(6)}
    expected = [
        (Viewer("JPN"), cases),
        (Viewer("BRA"), open_),
        (Viewer("JPN", audits=True), cases - sealed),
        (Viewer("JPN", frozenset({"berth"})), berths),
        (Viewer("BRA", frozenset({"berth"})), open_ & berths),
        (Viewer("JPN", cases=frozenset({"CASE-3", "CASE-9"})), {"CASE-3", "CASE-9"}),
        (Viewer("JPN", frozenset({"berth"}), cases=frozenset({"CASE-3", "CASE-9"})), {"CASE-3"}),
        (Viewer("JPN", sees_cases=False), set()),
        (Viewer("BRA", sees_cases=False), set()),
        *((Viewer("OOSA", emergency=f"CASE-{n}"), {f"CASE-{n}"} - sealed) for n in (0, 2, 4, 99) if n < 12),
        (Viewer("OOSA", emergency="CASE-99"), set()),
    ]
    for viewer, refs in expected:
        assert [refs, refs] == [known(viewer), one_by_one(viewer)]
    assert [{"CASE-7"}, {"CASE-1", "CASE-7"}] == [known(PUBLIC), known(PUBLIC_EXERCISE)]
    assert [open_ - {"CASE-1"}, open_] == [one_by_one(PUBLIC), one_by_one(PUBLIC_EXERCISE)]
    covered = select(CASES.c.ref).where(scope_condition(Viewer("BRA", frozenset({"berth"}))))
    assert berths == set(conn.execute(covered).scalars())
    both = Viewer("BRA", frozenset({"berth"}), cases=frozenset({"CASE-3", "CASE-9"}))
    assert ["CASE-3"] == list(conn.execute(select(CASES.c.ref).where(scope_condition(both))).scalars())


def test_an_auditors_list_leads_on_behind_what_is_sealed(conn: Connection) -> None:
    """Of twelve cases the four that are sealed, the newest among them, are neither shown nor counted: pages of three
    show all others, newest first.
    """
    for number in range(12):
        existence = "C5" if number in (4, 5, 10, 11) else "C2"
        write(conn, Told("JPN", "berth", existence, (("JPN", True, 0, "", None),), (), (), (), ()), number)
    before: str | None = None
    shown: list[str] = []
    for _page in range(5):
        page = list_cases(conn, Viewer("JPN", audits=True), before=before, size=3)
        shown += [row.ref for row in page.rows]
        before = page.following
        if before is None:
            break

    assert [f"CASE-{n}" for n in (9, 8, 7, 6, 3, 2, 1, 0)] == shown


def test_a_case_becomes_public_once_a_paper_of_it_is_lowered_to_open_and_not_by_a_hand(conn: Connection) -> None:
    """Nor by a paper that was open and was raised."""
    quiet = Told("JPN", "berth", "C0", (("JPN", True, 0, "", None),), (), (("JPN", "C2", None, 0, True, ""),), (), ())
    write(conn, replace(quiet, moves=((1, "C0", False),)), 0)
    hands_of(conn, write(conn, quiet, 1))
    write(conn, replace(quiet, acts=(("JPN", "C0", None, 0, True, ""),), moves=((1, "C2", False),)), 2)
    assert ["CASE-0"] == list(conn.execute(select(CASES.c.ref).where(case_condition(PUBLIC))).scalars())


def test_who_takes_part_apart_is_known_to_the_filing_party_to_parties_and_to_whoever_reads_a_file(
    conn: Connection,
) -> None:
    """France is apart: a guest who reads nothing does not know of it, but for a guest that is France."""
    roles = (
        ("KOR", True, 0, "", None),
        ("FRA", False, 0, "|", None),
        ("BRA", False, 0, "", None),
    )
    case = write(conn, Told("JPN", "berth", "C2", roles, (), (), (), ()), 0)
    write(conn, Told("KOR", "berth", "C2", (("BRA", True, 0, "|mediation|", None),), (), (), (), ()), 1)
    joined = select(CASE_PARTY.c.party).select_from(CASE_PARTY.join(CASES, CASES.c.id == CASE_PARTY.c.case_id))

    def told(viewer: Viewer) -> set[str]:
        return set(conn.execute(joined.where(CASE_PARTY.c.case_id == case.id, participant_condition(viewer))).scalars())

    everybody = {"KOR", "FRA", "BRA"}
    assert [everybody] * 3 == [told(Viewer(party)) for party in ("JPN", "KOR", "FRA")]
    assert {"KOR", "BRA"} == told(Viewer("BRA"))
    conn.execute(CASE_PARTY.update().where(CASE_PARTY.c.party == "BRA").values(reads="|mediation|"))
    assert everybody == told(Viewer("BRA"))
    assert set() == told(PUBLIC)


def test_the_public_knows_of_whoever_filed_a_case_and_of_nobody_else_in_it(conn: Connection) -> None:
    """The others it learns from what is public."""
    roles = (("JPN", True, 0, "", None), ("KOR", True, 0, "", None))
    write(conn, Told("JPN", "berth", "C0", roles, (), (), (), ()), 0)
    joined = select(CASE_PARTY.c.party).select_from(CASE_PARTY.join(CASES, CASES.c.id == CASE_PARTY.c.case_id))
    assert ["JPN"] == list(conn.execute(joined.where(participant_condition(PUBLIC))).scalars())


def test_how_far_a_service_came_on_everybody_is_for_its_author_and_the_secretariat_of_the_case(
    conn: Connection,
) -> None:
    """Another office of the case, and a secretariat of another case, see their own."""
    acts = (("JPN", "C2", None, 0, True, ""), ("KOR", "C2", None, 0, True, ""))
    case = write(conn, Told("JPN", "berth", "C2", (("JPN", True, 0, "", None),), (), acts, (), ()), 0)
    other = write(conn, Told("JPN", "berth", "C2", (), (), acts, (), ()), 1)
    row = {"stake": False, "since": START, "reads": ""}
    offices = [(case, "FRA", "secretariat"), (case, "BRA", "mediator"), (other, "BRA", "secretariat")]
    rows = [{**row, "case_id": of.id, "party": party, "role": role} for of, party, role in offices]
    conn.execute(insert(CASE_PARTY), rows)

    seen = [found(conn, case, whole_service(Viewer(party))) for party in ("JPN", "KOR", "FRA", "BRA")]
    assert [{1}, {2}, {1, 2}, set()] == seen
    assert [set(), {1, 2}] == [found(conn, other, whole_service(Viewer(party))) for party in ("FRA", "BRA")]


@pytest.mark.parametrize(
    ("viewer", "kinds"),
    [
        (Viewer("JPN", prepares=True), "host person read sealed named paper"),
        (Viewer("JPN", manages=True), "host person read sealed named paper"),
        (Viewer("JPN", audits=True), "host person read"),
        (Viewer("JPN"), "host"),
        (Viewer("JPN", frozenset({"berth"}), prepares=True), "host person"),
        (Viewer("JPN", prepares=True, cases=frozenset({"CASE-0"})), "host person"),
        (Viewer("FRA", prepares=True), "host"),
        (Viewer("FRA", audits=True), "host"),
        (Viewer("FRA", frozenset({"berth"}), prepares=True), "host"),
        (Viewer("JPN", frozenset({"berth"})), "host"),
        (Viewer("JPN", sees_cases=False, prepares=True), ""),
        (PUBLIC, ""),
    ],
    ids=[
        "who prepares", "who manages", "an auditor", "who does neither", "for a procedure", "for a case",
        "another party", "its auditor", "another for a procedure", "who does neither for a procedure",
        "an operator", "the public",
    ],
)  # fmt: skip
def test_entries_of_the_log_are_read_by_those_whom_they_concern(conn: Connection, viewer: Viewer, kinds: str) -> None:
    """The host's by all parties; a party's by who prepares or manages, by an auditor without what names a sealed paper
    or room, and under a narrow mandate those about people alone."""
    room = replace(STORIES["C5 over"], acts=(), limits=(), documents=(("JPN", "C5", None),), moves=())
    write(conn, room, 0)
    write(conn, replace(room, existence="C2", documents=()), 1)
    write(conn, replace(room, roles=(("KOR", True, 0, "", None),), documents=()), 2)
    bodies: dict[str, dict[str, Any]] = {
        "host": {"a": 1},
        "person": {"a": 2, "of": "CASE-1 and CASE-2"},
        "read": {"a": 3},
        "sealed": {"level": "C5"},
        "named": {"of": "CASE-0"},
        "paper": {"of": f"{0:064x}"},
    }
    own = {name: Own("person" if name == "person" else "read", None if name == "host" else "JPN", body, START)
           for name, body in bodies.items()}  # fmt: skip
    own["host"] = replace(own["host"], kind="person")
    made = record_many(conn, list(own.values()))
    names = {entry.seq: name for entry, name in zip(made, own, strict=True)}

    seen = conn.execute(select(AUDIT_ENTRY.c.seq).where(entry_condition(viewer), AUDIT_ENTRY.c.seq.in_(names)))
    read = {names[seq] for seq in seen.scalars()}
    assert kinds.split() == [name for name in bodies if name in read]


@pytest.mark.parametrize(
    ("viewer", "refs"),
    [
        (Viewer("JPN", prepares=True), {"IMP-1", "IMP-2"}),
        (Viewer("JPN", frozenset({"berth"}), prepares=True), {"IMP-1"}),
        (Viewer("JPN"), set()),
        (Viewer("JPN", manages=True), set()),
        (Viewer("JPN", prepares=True, sees_cases=False), set()),
        (Viewer("JPN", prepares=True, cases=frozenset({"IMP-1"})), set()),
        (Viewer("FRA", prepares=True), {"IMP-4"}),
    ],
)
def test_an_imported_case_is_for_those_of_its_party_who_prepare(
    conn: Connection, viewer: Viewer, refs: set[str]
) -> None:
    """While it was not removed, and for a procedure that the mandate covers."""
    entry = record_many(conn, [Own("person", "JPN", {"a": 1}, START)])[0]
    row = {
        "size": 1, "case_ref": "BER-1", "reach": "whole", "taken_at": START, "attested": False, "trusted": "given",
        "number": 1, "imported_at": START, "seq": entry.seq, "content": "{}",
    }  # fmt: skip
    for n, (party, procedure, removed) in enumerate(
        (("JPN", "berth", None), ("JPN", "pier", None), ("JPN", "berth", START), ("FRA", "berth", None)), 1
    ):
        own = {"ref": f"IMP-{n}", "party": party, "sha256": f"{n:064x}", "procedure": procedure, "removed_at": removed}
        conn.execute(insert(IMPORTED).values({**row, **own}))
    assert refs == set(conn.execute(select(IMPORTED.c.ref).where(imported_condition(viewer))).scalars())


def test_a_sheet_is_for_everybody_for_those_who_take_part_or_for_parties() -> None:
    """By its level; what stands on it passes the policy by itself."""
    stranger, office, party = Membership(), Membership(takes_part=True), Membership(takes_part=True, is_party=True)
    assert {
        "C0": [True, True, True], "C1": [False, True, True], "C2": [False, False, True], "C3": [False, False, True],
    } == {level: [may_see_sheet(who, level) for who in (stranger, office, party)] for level in LEVELS[:4]}  # fmt: skip


def test_how_a_party_is_reached_is_for_itself_and_for_those_who_take_part_in_cases() -> None:
    """An operator knows its own; the public knows none."""
    operator = Viewer("OOSA", sees_cases=False)
    assert [True, True, True, False, False] == [
        may_see_contacts(Viewer("JPN"), "JPN"),
        may_see_contacts(Viewer("JPN"), "FRA"),
        may_see_contacts(operator, "OOSA"),
        may_see_contacts(operator, "FRA"),
        may_see_contacts(PUBLIC, "FRA"),
    ]
    assert not may_see_contacts(PUBLIC, "")


@pytest.mark.parametrize(
    ("viewer", "reads"),
    [
        (Viewer("JPN", prepares=True), True),
        (Viewer("JPN", manages=True), True),
        (Viewer("JPN", audits=True), False),
        (Viewer("JPN"), False),
        (Viewer("JPN", frozenset({"berth"}), prepares=True, manages=True), False),
        (Viewer("JPN", prepares=True, manages=True, cases=frozenset({"CASE-0"})), False),
        (Viewer("JPN", sees_cases=False, prepares=True, manages=True), False),
        (Viewer("", prepares=True, manages=True), False),
    ],
)
def test_the_key_of_a_partys_chain_is_for_whoever_may_read_all_of_it(viewer: Viewer, reads: bool) -> None:
    """Whoever prepares or manages, under a mandate for everything."""
    assert reads is reads_own_chain(viewer)


def test_a_viewer_is_what_its_standing_says() -> None:
    """Nothing of it is lost, and an operator sees no case."""
    standing = replace(
        OFFICIAL, procedures=frozenset({"berth"}), cases=frozenset({"CASE-0"}), emergency="CASE-9",
        capacities=frozenset({"draft"}),
    )  # fmt: skip
    narrow: dict[str, Any] = {"procedures": frozenset({"berth"}), "cases": frozenset({"CASE-0"}), "emergency": "CASE-9"}

    assert Viewer("JPN", prepares=True, **narrow) == Viewer.of(standing)
    managing = replace(standing, capacities=frozenset({"manage"}))
    assert Viewer("JPN", manages=True, **narrow) == Viewer.of(managing)
    auditing = replace(standing, capacities=frozenset({"audit"}), organ_kind="operator")
    assert Viewer("JPN", sees_cases=False, audits=True, **narrow) == Viewer.of(auditing)


def paper(level: str, *, struck: bool = False, **other: Any) -> SimpleNamespace:
    """Write an act as it is looked at."""
    whole = {"level": level, "struck": struck, "party": "JPN", "kind": "step", "track": None, "file": ""}
    return SimpleNamespace(**{**whole, "recorded_at": START, "basic": True, **other})


@pytest.mark.parametrize(
    ("viewer", "of", "act", "had"),
    [
        (PUBLIC, "C0", paper("C0"), True),
        (PUBLIC, "C1", paper("C0"), False),
        (PUBLIC, "C0", paper("C1"), False),
        (PUBLIC, "C0", paper("C0", struck=True), False),
        (PUBLIC, "C0", paper("C0", kind=HAND), False),
        (PUBLIC, "C0", None, False),
        (Viewer("JPN", audits=True), "C4", paper("C4"), True),
        (Viewer("JPN", audits=True), "C5", paper("C4"), False),
        (Viewer("JPN", audits=True), "C4", paper("C5"), False),
        (Viewer("JPN", audits=True), "C0", None, False),
        (Viewer("JPN", audits=True, prepares=True), "C0", None, False),
        (Viewer("JPN"), "C5", paper("C5"), True),
        (Viewer("JPN"), "C0", None, False),
        (Viewer("JPN", prepares=True), "C0", None, True),
        (Viewer("FRA", prepares=True), "C0", None, False),
        (Viewer("FRA"), "C2", paper("C2"), True),
        (Viewer("FRA"), "C4", paper("C2"), False),
        (Viewer("FRA"), "C0", paper("C4"), False),
        (Viewer("FRA"), "C0", paper("C2", struck=True), False),
    ],
)
def test_a_document_is_had_with_its_act_and_at_its_own_level(
    viewer: Viewer, of: str, act: SimpleNamespace | None, had: bool
) -> None:
    """Japan filed it or has it on a draft; France is a party to the case."""
    party = Membership(True, True, since=START, offices=((frozenset(), None),))
    assert had is may_see_document(viewer, party, SimpleNamespace(party="JPN", level=of), act)


LIST = keyed("b", listing("B", PRODUCT, keyed("c", text("C", PRODUCT)), keyed("d", text("D", PRODUCT, level="C2"))))


def test_what_lies_in_an_answer_that_was_given_with_more_is_pruned_too() -> None:
    """And what no question asks goes with the act, as what is said of the answer as a whole."""
    body = {"b": {"given": [{"c": "open", "d": "shared"}], "note": "as told"}, "stray": {"x": 1}, "plain": "text"}
    kept = pruned((LIST,), body, lambda level: level == "")

    assert {**body, "b": {"given": [{"c": "open"}], "note": "as told"}} == kept
    assert body == pruned((LIST,), body, lambda _level: True)
    assert {"b": "not told"} == pruned((LIST,), {"b": "not told"}, lambda _level: True)


def test_an_answer_without_parts_is_kept_or_left_out_as_a_whole() -> None:
    """Whatever it looks like inside."""
    own = keyed("e", text("E", PRODUCT, level="C1"))
    body = {"e": [{"x": 1}], "stray": "words"}
    assert {"e": [{"x": 1}]} == pruned((own,), body, lambda level: level == "C1")
    assert {"stray": "words"} == pruned((own,), body, lambda level: level == "")
