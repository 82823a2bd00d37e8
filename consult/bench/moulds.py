"""The cases after which a world is made: played by the docket in a database that is thrown away, and read back.

Which rows belong to a case follows from what points at it, table by table, so a table that the product adds later is
found by itself. Left out are work and answers that are kept for a while: drafts, and the keys of requests.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, func, or_, select, update

from consult import migrate
from consult.bench.papers import TITLE, request
from consult.carrying import carried_tables
from consult.db import make_engine, reading, writing
from consult.delivery.serving import serve
from consult.demo.seeding import seed, standing_of
from consult.docket import Docket, Filed
from consult.models.audit import audit_chain, audit_head, audit_leaf, audit_node, audit_opening
from consult.models.cases import ACT, CASES, DRAFT, EDITION, FILING, IDEMPOTENCY, OUTBOX, SERVICE
from consult.models.parties import INVITATION
from consult.standing import Standing
from workflows.kernel.editions import digest_of
from workflows.kernel.frozen import dataclass

Row = Mapping[str, Any]
Rows = Mapping[str, tuple[Row, ...]]

PARTIES = ("JPN", "FRA", "USA", "CHN", "IND", "DEU", "BRA", "KOR", "ARE", "LUX")
DAYS = (8, 9, 10, 11, 12, 13)
DUE_DAY = 4
WITHIN = timedelta(days=7)
STEPS = (0, 1, 1, 2)
"""How far cases are played: only opened, served, or served and acknowledged."""
ACKNOWLEDGED_AFTER = timedelta(hours=6)
LEFT_OUT = frozenset({DRAFT.name, IDEMPOTENCY.name, INVITATION.name})
NUMBERED = frozenset({CASES.name, ACT.name, FILING.name, SERVICE.name, audit_chain.name})
"""Tables whose rows others point at, and are numbered anew in each copy."""
SEALED = frozenset({audit_leaf.name, audit_node.name, audit_opening.name})
"""Tables whose rows are made anew."""
PLAYED_WITH = 1
"""Of what is drawn while moulds are played nothing is left in a copy but the letters of references, which are
replaced."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An entry of the log before it is sealed: its place, its chain, and the text of each field."""

    seq: int
    chain: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mould:
    """A case to be copied: its row's number and reference, its rows by table, its leaves in their order."""

    id: int
    ref: str
    rows: Rows
    leaves: tuple[Leaf, ...]
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Moulds:
    """The people of a world with their leaves; the cases in which a limit passes within a week, and all others."""

    people: Rows
    leaves: tuple[Leaf, ...]
    due: tuple[Mould, ...]
    others: tuple[Mould, ...]


def make_moulds(at: datetime, password_hash: str) -> Moulds:
    """Play the cases as they stand at an instant."""
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder, 'moulds.sqlite')}")
        try:
            return _played(engine, Path(folder), at, password_hash)
        finally:
            engine.dispose()


def _played(engine: Engine, folder: Path, at: datetime, password_hash: str) -> Moulds:
    migrate.upgrade(engine)
    with writing(engine) as connection:
        seed(connection, password_hash, {}, at)
    with reading(engine) as connection:
        people = {table.name: _all(connection, table) for table in _tables() if table.name not in SEALED}
        leaves = tuple(_leaves(connection, 0))
    docket = Docket(engine, folder, choose=Random(PLAYED_WITH).choice, exercise=True)  # noqa: S311 - see there
    for play in _plays(at):
        _play(docket, play)
    while docket.sweep(at):
        pass
    _deliver(engine)
    with reading(engine) as connection:
        cases = connection.execute(select(CASES).order_by(CASES.c.id)).all()
        found = [_mould(connection, row, len(leaves)) for row in cases]
        people[EDITION.name] = _all(connection, EDITION)
        _require_whole(connection, people, found)
    due = tuple(one for one in found if one.ends_at and one.ends_at <= at + WITHIN)
    return Moulds(MappingProxyType(people), leaves, due, tuple(one for one in found if one not in due))


def _require_whole(connection: Connection, people: Rows, moulds: Iterable[Mould]) -> None:
    """Refuse moulds without some rows that the product wrote while they were played: copies would lack them too."""
    read = Counter({name: len(rows) for name, rows in people.items()})
    for mould in moulds:
        read.update({name: len(rows) for name, rows in mould.rows.items()})
    for table in _tables():
        stored = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if table.name not in SEALED and stored != read[table.name]:
            raise RuntimeError(f"{table.name}: of {stored} rows {read[table.name]} belong to a case or to the people")


def _plays(at: datetime) -> Iterator[tuple[datetime, str, str, int]]:
    """Give when a case is opened, by whom, to whom, and how far it is played."""
    for number in range(len(DAYS) * len(STEPS)):
        filer, addressee = PARTIES[number % len(PARTIES)], PARTIES[(number + 3 + number // 10) % len(PARTIES)]
        yield at - timedelta(days=DAYS[number // len(STEPS)]), filer, addressee, STEPS[number % len(STEPS)]
    for number, filer in enumerate(PARTIES):
        yield at - timedelta(days=DUE_DAY), filer, PARTIES[(number + 3) % len(PARTIES)], 1


def _play(docket: Docket, play: tuple[datetime, str, str, int]) -> None:
    """Play one case; a step that is refused is a fault of these moulds, and is raised."""
    at, filer, addressee, steps = play
    paper, adviser = request(filer, addressee, at.date()), _standing(docket, f"adviser@{filer.lower()}.example", at)
    counsellor = _standing(docket, f"counsellor@{filer.lower()}.example", at)
    ref = docket.open(counsellor, "ost9_request", at=at, title=TITLE, exercise=True).ref
    if steps > 0:
        filed = Filed("serve_request", body=paper, cleared_digest=digest_of(paper), cleared_office=adviser.office)
        docket.take(counsellor, ref, filed, at=at)
    if steps > 1:
        liaison = _standing(docket, f"liaison@{addressee.lower()}.example", at)
        docket.take(liaison, ref, Filed("acknowledge", f"planning:{addressee}", {}), at=at + ACKNOWLEDGED_AFTER)


def _standing(docket: Docket, mail: str, at: datetime) -> Standing:
    with reading(docket.engine) as connection:
        found = standing_of(connection, mail, "treaty", at) or standing_of(connection, mail, "agency", at)
    if found is None:
        raise LookupError(mail)
    return found


def _deliver(engine: Engine) -> None:
    """Deliver what was served, each act at its own moment, and let nothing wait to be done, as a worker would."""
    waiting = select(OUTBOX.c.payload, OUTBOX.c.run_at).where(OUTBOX.c.topic == "serve").order_by(OUTBOX.c.id)
    with writing(engine) as connection:
        for row in connection.execute(waiting).all():
            serve(connection, int(json.loads(row.payload)["act"]), row.run_at)
        connection.execute(update(OUTBOX).values(done_at=OUTBOX.c.run_at))


def _tables() -> list[Table]:
    """Give the tables whose rows are copied, parents before what points at them; work names its act in a text."""
    found = [table for table in carried_tables() if table is not audit_head and table.name not in LEFT_OUT]
    return sorted(found, key=lambda table: table is OUTBOX)


def _all(connection: Connection, table: Table) -> tuple[Row, ...]:
    rows = connection.execute(select(table).order_by(*table.primary_key.columns))
    return tuple(dict(row) for row in rows.mappings())


def _mould(connection: Connection, case: Any, first: int) -> Mould:
    """Read a case with all that belongs to it; its leaves come after those of the people, which end before `first`."""
    rows: dict[str, tuple[Row, ...]] = {}
    for table in _tables():
        if table.name not in SEALED and (held := tuple(_belonging(connection, table, rows, case.id))):
            rows[table.name] = held
    leaves = tuple(_leaves(connection, first, [row["id"] for row in rows[audit_chain.name]]))
    if sum(len(rows[table.name]) for table in (ACT,)) != len(leaves):
        raise RuntimeError("an act of a mould has no leaf, or a leaf no act")
    return Mould(case.id, case.ref, MappingProxyType(rows), leaves, case.next_at)


def _belonging(connection: Connection, table: Table, rows: Rows, case_id: int) -> Iterable[Row]:
    """Give the rows of a table that belong to a case: its own, or those that point at a row that belongs to it."""
    if table is CASES:
        conditions = [CASES.c.id == case_id]
    elif table is audit_chain:
        conditions = [audit_chain.c.case_id == case_id]
    elif table is OUTBOX:
        conditions = [OUTBOX.c.key.in_([f"serve:{row['id']}" for row in rows.get(ACT.name, ())])]
    else:
        conditions = [
            column.in_([row[target.name] for row in rows[target.table.name]])
            for column, target in pointing(table)
            if target.table.name in rows and target.name in rows[target.table.name][0]
        ]
    if not conditions:
        return []
    found = connection.execute(select(table).where(or_(*conditions)).order_by(*table.primary_key.columns))
    return [dict(row) for row in found.mappings()]


def pointing(table: Table) -> Iterator[tuple[Column[Any], Column[Any]]]:
    """Give the columns of a table that point at a number that changes with each copy, each with what it points at."""
    for column in table.columns:
        for key in column.foreign_keys:
            if key.column.table.name in NUMBERED:
                yield column, key.column


def _leaves(connection: Connection, first: int, chains: Iterable[int] | None = None) -> Iterator[Leaf]:
    """Read what is sealed from a place on, in these chains or all."""
    found = select(audit_leaf.c.seq, audit_leaf.c.chain_id).where(audit_leaf.c.seq >= first).order_by(audit_leaf.c.seq)
    found = found if chains is None else found.where(audit_leaf.c.chain_id.in_(list(chains)))
    for seq, chain in connection.execute(found).all():
        opened = connection.execute(
            select(audit_opening.c.field, audit_opening.c.value).where(audit_opening.c.seq == seq)
        )
        kept = {name: value for name, value in opened if name not in ("n", "prev")}
        yield Leaf(seq, chain, MappingProxyType(kept))
