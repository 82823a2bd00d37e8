"""How far the log of an installation has come, read without recomputing anything."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from consult.log import tree
from consult.log.append import NoHead, split_peaks
from consult.log.chain import write_hash
from consult.log.head import latest
from consult.log.publishing import NotPublished, public_folder, read_published
from consult.log.signer import origin_of
from consult.models.audit import audit_chain, audit_head, audit_leaf
from consult.models.cases import ACT, CASES
from consult.models.logbook import ATTEMPT, AUDIT_ENTRY
from consult.models.triggers import missing_triggers
from consult.settings import Settings
from workflows.kernel.frozen import dataclass

COUNTED = {
    "leaves": audit_leaf,
    "chains": audit_chain,
    "cases": CASES,
    "acts": ACT,
    "beside": AUDIT_ENTRY,
    "attempts": ATTEMPT,
}


@dataclass(frozen=True, slots=True)
class Status:
    """What the head says, and what it stands over: entries, root, chains, cases and acts, what is recorded beside acts,
    refused attempts, guards that are missing."""

    size: int
    root: str
    leaves: int
    chains: int
    cases: int
    acts: int
    beside: int
    attempts: int
    missing: tuple[str, ...]


def read_status(connection: Connection) -> Status:
    """Read how far the log has come; raises NoHead where it was never started."""
    head = connection.execute(select(audit_head.c.size, audit_head.c.peaks).where(audit_head.c.id == 1)).first()
    if head is None:
        raise NoHead
    counts = {
        name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for name, table in COUNTED.items()
    }
    root = write_hash(tree.root(split_peaks(head.peaks)))
    return Status(head.size, root, missing=tuple(missing_triggers(connection)), **counts)


@dataclass(frozen=True, slots=True)
class Sealed:
    """Of what the log was signed last, under which origin and when, and whether its published files say the same."""

    origin: str
    size: int | None
    signed_at: datetime | None
    published: bool


def sealing_of(connection: Connection, settings: Settings) -> Sealed:
    """Read what was signed last; nothing is checked."""
    origin = origin_of(settings)
    newest = latest(connection, origin)
    if newest is None:
        return Sealed(origin, None, None, published=False)
    try:
        there = read_published(public_folder(settings))
    except NotPublished:
        there = None
    same = there is not None and (there.size, there.root) == (newest.size, newest.root)
    return Sealed(origin, newest.size, newest.signed_at, published=same)
