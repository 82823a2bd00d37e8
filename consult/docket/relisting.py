"""What lists of parties are found by, made anew from the rows that it repeats; and how far it has drifted from them.

The docket keeps these lists with each act (`consult.docket.listed`), so that they drift only where rows were written
past it: by a process of a version before them, or by hand. Roles, limits and cases are taken as they are stored; that
these follow from the acts is for the replay to say.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSON

from consult.docket.listed import ENDS, IS_LISTED, STRAYED, WAITS_STRAYED
from consult.i18n import _
from consult.models.cases import CASE_PARTY, CASES, DEADLINE
from consult.models.listed import PARTY_LIMIT, PARTY_WAITING
from consult.patience import lift
from workflows.kernel.frozen import dataclass

NEAREST, NEAREST_OF_ONE = 10_000, 100
"""In a database of any size: how many running limits and newest cases, and how many limits of one party, are looked
at."""
_ROLES = select(CASE_PARTY.c.party, CASE_PARTY.c.case_id).distinct().subquery()
_RUNS: ColumnElement[bool] = DEADLINE.c.status == literal_column("'running'")
"""In words, so that the index of what runs is taken."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of lists: limits by party and end, and cases by party in which hands wait."""

    limits: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Drift:
    """How many rows of lists are missing, and how many lead nowhere."""

    missing: int
    strayed: int


def told(found: Drift) -> str:
    """Say how far the lists have drifted, and what makes them anew."""
    return _(
        "Rows of the lists of parties: %(missing)s are missing and %(strayed)s lead nowhere; consult relist makes them "
        "anew.",
        missing=found.missing,
        strayed=found.strayed,
    )


def rebuild(connection: Connection) -> Listed:
    """Make both lists anew, inside the transaction of the connection; on PostgreSQL nobody writes a case meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        lift(connection)
        connection.execute(text("LOCK TABLE cases IN EXCLUSIVE MODE"))  # every act writes there first; reading goes on
    limits = select(_ROLES.c.party, ENDS.label("ends_at"), DEADLINE.c.case_id, DEADLINE.c.key).where(IS_LISTED)
    limits = limits.select_from(DEADLINE.join(_ROLES, _ROLES.c.case_id == DEADLINE.c.case_id))
    waiting = select(_ROLES.c.party, CASES.c.id).select_from(CASES.join(_ROLES, _ROLES.c.case_id == CASES.c.id))
    waiting = waiting.where(_waits(connection))
    for table, rows in ((PARTY_LIMIT, limits), (PARTY_WAITING, waiting)):
        connection.execute(delete(table))
        in_order = rows.order_by(*(literal_column(str(place)) for place in range(1, len(table.c) + 1)))
        connection.execute(insert(table).from_select(table.c.keys(), in_order))
    return Listed(_count(connection, select(PARTY_LIMIT.c.key)), _count(connection, select(PARTY_WAITING.c.case_id)))


def drift(connection: Connection) -> Drift:
    """Compare both lists with what they repeat, row by row."""
    missing = _missing(connection, _DUE.where(IS_LISTED), select(CASES.c.id).where(_waits(connection)))
    astray = _count(connection, select(PARTY_LIMIT.c.key).where(STRAYED))
    return Drift(missing, astray + _waits_astray(connection))


def drift_nearby(connection: Connection, at: datetime) -> Drift:
    """Compare, in a time that does not grow with the database, what readers are shown first: the limits that end next,
    the next ones in the list of each party, the newest cases."""
    ends = DEADLINE.c.expires_at.is_not(None)  # what has no end comes after all others
    limits = _DUE.where(_RUNS, ends).order_by(DEADLINE.c.expires_at, DEADLINE.c.id).limit(NEAREST)
    newest = select(CASES.c.id, _waits(connection).label("waits")).order_by(CASES.c.id.desc()).limit(NEAREST).subquery()
    missing = _missing(connection, limits, select(newest.c.id).where(newest.c.waits))
    astray = sum(_count_astray(connection, party, at) for party in _listed_parties(connection))
    return Drift(missing, astray + _waits_astray(connection))


def is_large(connection: Connection) -> bool:
    """Say whether there are so many cases that only a part of the lists is looked at without being asked for all."""
    return _count(connection, select(CASES.c.id).limit(NEAREST + 1)) > NEAREST


_DUE = select(DEADLINE.c.case_id, DEADLINE.c.key, ENDS.label("ends_at"))


def _missing(connection: Connection, limits: Select[Any], waiting: Select[Any]) -> int:
    """Count the rows that are not there for some limits, and for some cases in which hands wait."""
    due, waits = limits.subquery(), waiting.subquery()
    there = exists().where(
        PARTY_LIMIT.c.party == CASE_PARTY.c.party,
        PARTY_LIMIT.c.ends_at == due.c.ends_at,
        PARTY_LIMIT.c.case_id == due.c.case_id,
        PARTY_LIMIT.c.key == due.c.key,
    )
    lost = select(CASE_PARTY.c.party, due.c.case_id, due.c.key).where(CASE_PARTY.c.case_id == due.c.case_id, ~there)
    knows = exists().where(PARTY_WAITING.c.party == CASE_PARTY.c.party, PARTY_WAITING.c.case_id == waits.c.id)
    unasked = select(CASE_PARTY.c.party, waits.c.id).where(CASE_PARTY.c.case_id == waits.c.id, ~knows)
    return _count(connection, lost.distinct()) + _count(connection, unasked.distinct())


def _waits_astray(connection: Connection) -> int:
    """Count the rows that say that hands wait where none do, or to a party that has no role there: few wait at once."""
    waits = select(CASES.c.id).where(CASES.c.id == PARTY_WAITING.c.case_id, _waits(connection)).exists()
    first = select(PARTY_WAITING).limit(NEAREST)
    return _count_true(connection, first.add_columns(or_(WAITS_STRAYED, ~waits).label("astray")))


def _count_astray(connection: Connection, party: str, at: datetime) -> int:
    """Count, among the next limits in the list of a party, those that lead nowhere."""
    first = select(PARTY_LIMIT.c.key, STRAYED.label("astray"))
    first = first.where(PARTY_LIMIT.c.party == party, PARTY_LIMIT.c.ends_at >= at)
    in_order = first.order_by(*(PARTY_LIMIT.c[name] for name in ("ends_at", "case_id", "key")))
    return _count_true(connection, in_order.limit(NEAREST_OF_ONE))


def _listed_parties(connection: Connection) -> Iterator[str]:
    """Give each party that has a list, from one to the next: their rows are not read."""
    query = select(PARTY_LIMIT.c.party).where(PARTY_LIMIT.c.party > bindparam("last"))
    query, last = query.order_by(PARTY_LIMIT.c.party).limit(1), ""
    while (party := connection.execute(query, {"last": last}).scalar()) is not None:
        yield party
        last = party


def _waits(connection: Connection) -> ColumnElement[bool]:
    """Give the condition on `cases` under which hands wait, as each database reads a text of JSON."""
    if connection.dialect.name == "sqlite":
        return func.json_extract(CASES.c.summary, "$.pending").is_not(None)
    return cast(CASES.c.summary, JSON).op("->")("pending").is_not(None)


def _count(connection: Connection, rows: Select[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one())


def _count_true(connection: Connection, rows: Select[Any]) -> int:
    among = rows.subquery()
    return int(connection.execute(select(func.count()).select_from(among).where(among.c.astray)).scalar_one())
