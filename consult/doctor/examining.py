"""The whole examination, part by part."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Engine

from consult.doctor.backups import examine_backups
from consult.doctor.clockwork import examine_clock
from consult.doctor.database import examine_database, examine_revision
from consult.doctor.files import examine_files
from consult.doctor.findings import Finding
from consult.doctor.front import examine_front
from consult.doctor.keys import examine_keys
from consult.doctor.lists import examine_lists
from consult.doctor.machines import examine_machines, works_here
from consult.doctor.operations import examine_operations
from consult.doctor.stored import examine_stored
from consult.doctor.work import examine_work
from consult.leases import elapsed
from consult.settings import Settings


def examine(
    settings: Settings,
    engine: Engine,
    at: datetime,
    *,
    address: str | None = None,
    outside: bool = True,
    thorough: bool = True,
) -> Iterator[Finding]:
    """Look at an installation as it is at an instant; `outside` asks it at its public address, or at `address`. What
    takes long in a large database, or changes a bucket for a moment, is left out where it is not `thorough`."""
    began = elapsed()
    yield from examine_keys(settings, engine, works=works_here(engine, at))
    yield from examine_files(settings)
    yield from examine_database(engine) if thorough else examine_revision(engine)
    if thorough:
        yield from examine_lists(engine, at)
    yield from examine_stored(settings, engine, at, thorough=thorough)
    yield from examine_clock(
        engine, at + timedelta(seconds=elapsed() - began)
    )  # what came before may have taken minutes
    yield from examine_work(settings, engine, at)
    yield from examine_operations(settings, engine)
    yield from examine_machines(settings, engine, at, thorough=thorough)
    if outside:
        yield from examine_front(settings, engine, address)
    yield from examine_backups(settings, at)
