"""Worlds to measure in: an installation of the size that is asked for, the same bytes for the same seed.

A few cases are played by the docket itself, in a database of their own that is thrown away. All others are copies of
them under numbers, references and chains of their own: every leaf is sealed anew, so that the log of a world verifies
and its cases replay, whatever its size. The people are those of the demonstration. What is drawn by lot is drawn from
the seed, keys and salts too: nothing secret may ever lie in such an installation.
"""

from collections.abc import Callable
from datetime import datetime
from random import Random

from sqlalchemy import Connection, Engine, exists, select

from consult.bench.casting import World
from consult.bench.filling import finish, sink_for
from consult.bench.moulds import Moulds, make_moulds
from consult.bench.people import write_people
from consult.db import reading
from consult.i18n import _
from consult.models.cases import CASES, EDITION
from consult.models.parties import PARTY, PERSON
from workflows.kernel.frozen import dataclass

__all__ = ["AT_ONCE", "NotNew", "Seeded", "require_new", "seed_world"]

AT_ONCE = 2000
"""Cases that are written in one transaction."""


class NotNew(Exception):
    """The database holds something already; nothing was written. The text says what."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a world holds: cases, their acts, leaves of the log, and cases in which a limit passes within a week."""

    cases: int
    acts: int
    leaves: int
    due: int


def require_new(connection: Connection) -> None:
    """Raise NotNew where anybody or anything is recorded."""
    for table, what in ((PARTY, _("parties")), (PERSON, _("people")), (CASES, _("cases")), (EDITION, _("procedures"))):
        if connection.execute(select(exists().select_from(table))).scalar():
            raise NotNew(_("This installation holds %(what)s already. A world is made in a new one only.", what=what))


def seed_world(
    engine: Engine,
    cases: int,
    *,
    at: datetime,
    password_hash: str,
    seed: int = 1,
    due: int | None = None,
    told: Callable[[int], None] = lambda _done: None,
) -> Seeded:
    """Fill a database that is at the newest revision and holds nothing with so many cases as they stand at an instant.

    In `due` of them (a thousandth, at least one) a limit passes within a week of it. `told` hears how many are written.
    """
    with reading(engine) as connection:
        require_new(connection)
    few = max(1, cases // 1000) if due is None else due
    if not 0 <= few <= cases:
        raise ValueError(_("Of %(cases)s cases no %(due)s can be due.", cases=cases, due=few))
    random = Random(seed)  # noqa: S311 - a world is the same for the same seed, and holds no secret
    moulds = make_moulds(at, password_hash)
    with sink_for(engine) as sink:
        world = World.begun(sink, random)
        write_people(world, moulds)
        _write_cases(world, moulds, cases, few, told)
    finish(engine)
    return Seeded(cases, world.acts, world.size, few)


def _write_cases(world: World, moulds: Moulds, cases: int, due: int, told: Callable[[int], None]) -> None:
    """Write the cases in their order, those that are due spread among the others."""
    for number in range(cases):
        is_due = (number + 1) * due // cases > number * due // cases
        of = moulds.due if is_due else moulds.others
        world.cast(of[number % len(of)])
        if (number + 1) % AT_ONCE == 0 or number + 1 == cases:
            world.flush()
            told(number + 1)
