"""Nobody outside a room can infer it: not from words, counts, search, offers, documents, queries or the log.

Worlds with the same letters for references and the same instants differ in what is said in rooms, or in whether there
is a room at all. Whoever is not in it gets the same bytes by the same queries.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from sqlalchemy import select, text

from consult import clock
from consult.casebook import links_of
from consult.delivery.events import place_all
from consult.models.audit import audit_chain, audit_leaf
from consult.models.cases import ACT, CASES, DEADLINE, OUTBOX, SERVICE
from consult.visibility import Viewer
from tests.consult.web.world import AT
from tests.house.heard import statements
from tests.house.outputs_world import Reader
from tests.house.rooms_world import MEDIATOR, START, TRIBUNAL, Disputed, Telling, build_dispute, caucuses
from tests.house.test_outputs import Drawn, draw

PLACE_IN_LOG = re.compile(r"(/(?:audit|log)/entries/)\d+(?:(\">)\d+)?|(\"log_entry\": ?)\d+")
IN_BUNDLE = re.compile(r"^openings/(\d+)\.json: ", re.M)
NUMBERED = re.compile(r"""((?:openings|parts|receipts)/|"(?:seq|entry)": ?|>|^)(\d+)(?=[.,<}]|$)""", re.M)
# Feed and log number what they tell by where it stands in the log.
IN_FEED = re.compile(r"""("(?:cursor|next)": ?")[^"]*|("(?:entry|seq)": ?)\d+""")
OF_LOG = re.compile(r" /api/v1/(?:events|log/)")
ONE, TWO = "Forty hours, not more", "Sixty hours, not less"
APART = ("JPN", "FRA")
READERS = (
    (Reader("all@fra.example", "FRA"), caucuses(ONE, "JPN"), caucuses(TWO, "JPN")),
    (Reader("all@jpn.example", "JPN"), caucuses(ONE, "FRA"), caucuses(TWO, "FRA")),
    (Reader("draft@jpn.example", "JPN"), caucuses(ONE, "FRA"), caucuses(TWO, "FRA")),
    (Reader("auditor@jpn.example", "JPN"), caucuses(ONE, *APART, joint=True), caucuses(TWO, *APART, joint=True)),
    (Reader("all@cpa.example", TRIBUNAL), caucuses(ONE, *APART, joint=True), caucuses(TWO, *APART, joint=True)),
    (Reader("desk@oosa.example", "OOSA"), caucuses(ONE, *APART, joint=True), caucuses(TWO, *APART, joint=True)),
    (Reader("all@bra.example", "BRA"), caucuses(ONE, *APART, joint=True), caucuses(TWO, *APART, joint=True)),
)
WHO = [reader.email for reader, _one, _two in READERS]


@contextmanager
def built(folder: Path, telling: Telling | None = None) -> Iterator[Disputed]:
    """Build a world, and close its database in the end."""
    with clock.frozen(AT):
        told = build_dispute(folder, *((telling,) if telling else ()))
        place_all(told.world.engine)  # else the first one who reads the feed does it
    try:
        yield told
    finally:
        told.world.engine.dispose()


def masked(drawn: list[Drawn]) -> list[Drawn]:
    """Leave out where an act stands in the log, which every act of anybody moves, and what is public and random in any
    world; nothing else."""
    return [replace(one, text="" if one.salted else _masked(one), salted=False, headers="") for one in drawn]


def _masked(one: Drawn) -> str:
    text = PLACE_IN_LOG.sub(r"\1\2\3", one.text)
    return ranked(IN_FEED.sub(r"\1\2", text) if OF_LOG.search(one.asked) else text)


def ranked(text: str) -> str:
    """Number the entries in the bundle of a case by their order in it, and not by their places in the log."""
    places = sorted({int(seq) for seq in IN_BUNDLE.findall(text)})
    if not places:
        return text
    ranks = {str(place): f"entry {rank}" for rank, place in enumerate(places)}
    return NUMBERED.sub(lambda found: found[1] + ranks.get(found[2], found[2]), text)


def asked_of(told: Any, reader: Reader, asked: Any) -> tuple[list[Drawn], list[str]]:
    """Draw every output for a reader; give the answers and the statements by which they were made."""
    with statements(told.world.engine) as heard:
        return masked(draw(told, reader, asked)), heard


@pytest.mark.parametrize(("reader", "one", "two"), READERS, ids=WHO)
def test_whoever_is_not_in_a_room_gets_the_same_bytes_by_the_same_queries_with_any_room_or_none(
    tmp_path_factory: pytest.TempPathFactory, reader: Reader, one: Telling, two: Telling
) -> None:
    """Every page, list, search, paper, document and refusal, for addresses of rooms too."""
    with built(tmp_path_factory.mktemp("one"), one) as told:
        answers, heard = asked_of(told, reader, told)
        with built(tmp_path_factory.mktemp("two"), two) as other:
            others, their = asked_of(other, reader, told)
        with built(tmp_path_factory.mktemp("none")) as none:
            nothing, fewest = asked_of(none, reader, told)

    assert [] == [a.asked for a, b in zip(answers, others, strict=True) if a != b]
    assert [] == [a.asked for a, b in zip(answers, nothing, strict=True) if a != b]
    assert heard == their == fewest
    told_of = {a.asked for a in answers for word in (ONE, "ROOM-") if word in a.text and word not in unquote(a.asked)}
    assert set() == told_of


def test_those_in_a_room_read_it_and_the_dispute_leads_them_there(tmp_path: Path) -> None:
    """The worlds above do differ: the party in the room, and the mediator, see every word."""
    with built(tmp_path, caucuses(ONE, "JPN")) as told, clock.frozen(AT):
        for mail in ("all@jpn.example", "all@pca.example"):
            page = told.world.signed_in(mail)
            assert ONE in page.get(f"/cases/{told.refs['with JPN']}").text
            assert told.refs["with JPN"] in page.get(f"/cases/{told.refs['dispute']}").text
            assert told.refs["with JPN"] in page.get("/cases").text


def offered(told: Disputed) -> None:
    """An offer without prejudice in the dispute, and its answer."""
    told.take("JPN", "dispute", "make_offer", START + timedelta(days=10), terms=ONE)
    told.take("FRA", "dispute", "answer_offer", START + timedelta(days=11), "offer:1", answer="decline", text=ONE)


def stated(told: Disputed) -> None:
    """Two statements among the parties in the same places of the record."""
    told.take("JPN", "dispute", "make_statement", START + timedelta(days=10), text=TWO)
    told.take("FRA", "dispute", "make_statement", START + timedelta(days=11), text=TWO)


@pytest.mark.parametrize("party", [TRIBUNAL, "BRA"])
def test_an_offer_in_the_dispute_is_to_a_tribunal_what_any_other_act_is_that_it_may_not_read(
    tmp_path_factory: pytest.TempPathFactory, party: str
) -> None:
    """Acts keep their numbers, so that somebody may see that something lies between two of them; never what."""
    reader = Reader(f"all@{party.lower()}.example", party)
    with built(tmp_path_factory.mktemp("offer"), offered) as told:
        answers, _heard = asked_of(told, reader, told)
        with built(tmp_path_factory.mktemp("statement"), stated) as other:
            others, _their = asked_of(other, reader, told)

    assert [] == [a.asked for a, b in zip(answers, others, strict=True) if a != b]
    assert not any(word in a.text for a in answers for word in (ONE, TWO, "Offer 1"))


def rows_of(told: Disputed, table: Any, *left_out: str) -> list[tuple[Any, ...]]:
    """Give the rows of the dispute in a table, without their numbers."""
    case = select(CASES.c.id).where(CASES.c.ref == told.refs["dispute"]).scalar_subquery()
    which = table.c.id if table is CASES else table.c.case_id
    columns = [c for c in table.c if c.name not in ("id", "case_id", "act_id", *left_out)]
    with told.world.reading() as conn:
        return [tuple(row) for row in conn.execute(select(*columns).where(which == case).order_by(table.c.id))]


def test_nothing_that_happens_in_a_room_leaves_a_trace_in_the_dispute(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No act, no version, no date of change, no service, no limit; and nothing is sent to anybody outside."""
    with built(tmp_path_factory.mktemp("a"), caucuses(ONE, *APART, joint=True)) as told:
        with built(tmp_path_factory.mktemp("b")) as none:
            for table in (CASES, ACT, SERVICE, DEADLINE):
                assert rows_of(none, table) == rows_of(told, table)
        with told.world.reading() as conn:
            rooms = select(CASES.c.id).where(CASES.c.procedure == "room")
            served = select(SERVICE.c.party, CASES.c.ref).join_from(SERVICE, CASES).where(CASES.c.id.in_(rooms))
            told_in = {ref: {p for p, r in conn.execute(served) if r == ref} for ref in told.refs.values()}
            sent = conn.execute(select(OUTBOX.c.payload)).scalars().all()
    assert {"JPN", MEDIATOR} == told_in[told.refs["with JPN"]]
    assert {"FRA", MEDIATOR} == told_in[told.refs["with FRA"]]
    assert {"JPN", "FRA", MEDIATOR} == told_in[told.refs["together"]]
    assert not any(word in payload for payload in sent for word in (ONE, *told.refs.values()))


def test_the_public_part_of_the_log_tells_only_that_it_grew(tmp_path_factory: pytest.TempPathFactory) -> None:
    """All leaves have one size and unlike tags; those of a room lie on one chain of its own, and the dispute's chain is
    as long as without any room."""
    sizes: dict[str, dict[str, int]] = {}
    for name, telling in (("rooms", caucuses(ONE, "FRA", joint=True)), ("none", None)):
        with built(tmp_path_factory.mktemp(name), telling) as told, told.world.reading() as conn:
            leaves = conn.execute(select(audit_leaf.c.leaf, audit_leaf.c.tag)).all()
            case = conn.execute(select(CASES.c.id).where(CASES.c.ref == told.refs["dispute"])).scalar_one()
            chains = conn.execute(select(audit_chain.c.kind, audit_chain.c.case_id, audit_chain.c.n)).all()
        assert 1 == len({len(row.leaf) for row in leaves})
        assert len(leaves) == len({row.tag for row in leaves})
        assert not any(ref.encode() in row.leaf for row in leaves for ref in told.refs.values())
        sizes[name] = {kind: n for kind, of, n in chains if of == case}
        rooms = sorted((kind, n) for kind, of, n in chains if kind == "room")
        assert (2 if telling else 0) == len(rooms)
    assert sizes["none"] == sizes["rooms"]


@pytest.mark.sqlite("it reads how SQLite carries a query out; tests/house/test_plans.py does on PostgreSQL")
def test_the_links_of_others_are_not_even_looked_at(tmp_path: Path) -> None:
    """What leads from rooms to a dispute is found by way of one's own cases: no query walks through all links."""
    with built(tmp_path, caucuses(ONE, *APART, joint=True)) as told:
        with statements(told.world.engine) as heard, told.world.reading() as conn:
            dispute = conn.execute(select(CASES).where(CASES.c.ref == told.refs["dispute"])).one()
            assert [] == links_of(conn, Viewer(TRIBUNAL), dispute)
        walks = [one for one in heard if "case_link" in one and one.lstrip().startswith("SELECT")]
        with told.world.reading() as conn:
            plans = [plan(conn, one) for one in walks]
    assert 2 == len(plans)
    assert not any(re.search(r"SCAN case_link\b", line) for lines in plans for line in lines), plans


def plan(conn: Any, statement: str) -> list[str]:
    """Ask how a statement will be carried out."""
    named = re.sub(r"\?", "1", statement)
    return [str(row.detail) for row in conn.execute(text(f"EXPLAIN QUERY PLAN {named}"))]
