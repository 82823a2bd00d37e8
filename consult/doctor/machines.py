"""What has to be shared where an installation runs on several machines, and whether somebody has the lease to sign."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError

from consult.db import Busy, reading
from consult.doctor.findings import Finding, instant, look, sound, wrong
from consult.i18n import _
from consult.leases import SIGNER, read_lease
from consult.log.signer import NotSigned, state_of
from consult.settings import FOLDER, Settings
from consult.signs import SILENT, Sign, own_name, servers, versions, workers

PART = "machines"


def examine_machines(settings: Settings, engine: Engine, at: datetime, *, thorough: bool = False) -> Iterator[Finding]:
    """Look at what is shared, and at the lease of the signer; a `thorough` look asks a memory that is elsewhere."""
    asks = thorough or not settings.log.memory
    known, unread = _highest_term(settings) if asks else (0, None)  # before the lease, which is taken first
    try:
        with reading(engine) as connection:
            signs, row = (*servers(connection), *workers(connection)), read_lease(connection, SIGNER)
    except (DBAPIError, Busy):
        return  # the database speaks for itself
    yield _lease(row, at) or _holder(row, known)
    if unread is not None:
        yield unread
    if max(settings.serving.machines, len({one.machine for one in signs if one.lives(at)})) > 1:
        yield from _shared(settings)
    yield from _versions(signs, at)
    yield from _memory(settings)


def works_here(engine: Engine, at: datetime) -> bool:
    """Tell whether a worker gives signs of life from this machine; False where the database does not say."""
    here = Sign(own_name(), at, at).machine
    try:
        with reading(engine) as connection:
            return any(one.machine == here and one.lives(at) for one in workers(connection))
    except (DBAPIError, Busy):
        return False


def _lease(row: Any, at: datetime) -> Finding | None:
    """Look whether a process has the lease and renews it; None if so."""
    if row is None:
        says = _("No process has ever had the lease of the signer.")
        return look(PART, says, _("The background work takes it at its start: consult run, or consult worker."))
    if at - row.at > SILENT:
        says = _("Nobody has renewed the lease of the signer since %(when)s: nothing is sealed.", when=instant(row.at))
        return wrong(
            PART, says, _("Start a worker on a machine that has the key of the log; its own log says why not.")
        )
    return None


def _highest_term(settings: Settings) -> tuple[int, Finding | None]:
    """Ask the memory of the signer for the highest term that was taken; 0 and a finding where it does not answer."""
    try:
        return state_of(settings).highest_term(), None
    except (NotSigned, sqlite3.Error, OSError) as fault:
        says = _("What the signer remembers cannot be read here: %(why)s", why=fault)
        return 0, look(PART, says, _("Look at signer/state.sqlite, or at the database that [log] names as memory."))


def _holder(row: Any, known: int) -> Finding:
    """Look whether the memory of the signer takes what the holder of the lease signs."""
    if known <= row.term or not row.holder:
        return sound(PART, _("The log is signed by %(holder)s.", holder=row.holder or "-"))
    says = _(
        "%(holder)s has the lease of the signer and signs nothing: another process has taken over the memory.",
        holder=row.holder,
    )
    mends = _(
        "The next signature takes it back. If this stays or comes again, another installation or an earlier "
        "database signs with the same memory: stop it."
    )
    return wrong(PART, says, mends)


def _versions(signs: Iterable[Sign], at: datetime) -> Iterator[Finding]:
    """Look whether workers and web servers run one version."""
    found = versions(signs, at)
    if len(found) < 2:
        return
    told = ((runs or _("one that does not tell its name"), ", ".join(machines)) for runs, machines in found.items())
    listed = "; ".join(_("%(version)s on %(machines)s", version=runs, machines=machines) for runs, machines in told)
    says = _("Different versions run: %(versions)s.", versions=listed)
    yield look(PART, says, _("This is meant during an update; then restart what still runs the earlier one."))


def _shared(settings: Settings) -> Iterator[Finding]:
    """Look at what each machine of several would have to itself."""
    if settings.database_url.startswith("sqlite"):
        says = _("Several machines are set up, and the record lies in a file of this one.")
        yield wrong(PART, says, _("Carry it to PostgreSQL: consult migrate-database."))
    if settings.jobs.queue == "sqlite":
        says = _("Several machines are set up, and each has a queue of its own: one does not help out another.")
        yield look(PART, says, _("Name a PostgreSQL database or a Redis server as queue under [jobs]."))
    if settings.jobs.redis is None:
        says = _("Each process counts for itself how often somebody asks, so that several allow several times as much.")
        yield look(PART, says, _("Name a Redis server as queue under [jobs], or halve the limits."))
    if settings.stored.store == FOLDER and settings.documents.is_relative_to(settings.instance):
        says = _("Several machines are set up, and documents lie in a folder of this one.")
        yield wrong(PART, says, _("Name a folder that all machines share as documents in config.toml, or a store."))
    if not settings.log.memory:
        says = _("Several machines are set up, and the signer remembers in a file of this one: no other can go on.")
        yield look(PART, says, _("Name a PostgreSQL database as memory under [log], then: consult log share-memory."))


def _memory(settings: Settings) -> Iterator[Finding]:
    """Look that the memory of the signer is not restored together with the record."""
    if not settings.log.memory or settings.database_url.startswith("sqlite"):
        return
    record, memory = make_url(settings.database_url), make_url(settings.log.memory)
    if (record.host, record.port, record.database) == (memory.host, memory.port, memory.database):
        says = _("The signer remembers in the database of the record: a restored backup would make it forget.")
        yield wrong(PART, says, _("Give it a database of its own, which no backup puts back."))
    elif (record.host, record.port) == (memory.host, memory.port):
        says = _(
            "The memory of the signer lies on the server of the record: putting back the whole server, it forgets."
        )
        yield look(PART, says, _("Keep it on another server, or never put it back with the record."))
