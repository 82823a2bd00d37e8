"""The demonstration: real States and organisations, posts for every capacity, and cases that are marked as exercises.

Loading it twice changes nothing: people are recorded in one transaction, and a case that was begun is not begun again.
It is loaded only where the settings say that nothing is meant in earnest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from consult.accounts import Passwords
from consult.db import reading, writing
from consult.demo.current import currents, take_up
from consult.demo.seeding import is_seeded, seed
from consult.demo.telling import Tale, Told, tales, tell
from consult.demo.world import world
from consult.docket import Docket
from consult.i18n import _
from consult.models.cases import IDEMPOTENCY

__all__ = ["Loaded", "Told", "load", "who_may_sign_in"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading the demonstration did: whether people were recorded, and what came of each case."""

    people: bool
    told: tuple[Told, ...]

    @property
    def is_new(self) -> bool:
        """Say whether anything was recorded."""
        return self.people or any(one.acts for one in self.told)


def load(docket: Docket, passwords: Passwords, at: datetime) -> Loaded:
    """Record what is not there yet: people, exercises after stories, exercises that run now, and what has lapsed."""
    stories = tuple(tales())
    with reading(docket.engine) as connection:
        seeded, begun = is_seeded(connection), _begun(connection)
    if not seeded:
        _record_people(docket, passwords, stories, at)
    told = [tell(docket, tale) for tale in stories if tale.key not in begun]
    told += [take_up(docket, current) for current in currents(at) if current.key not in begun]
    if any(one.acts for one in told):
        while docket.sweep(at):
            pass
    return Loaded(not seeded, tuple(told))


def who_may_sign_in(connection: Connection) -> Iterator[str]:
    """Say line by line who may sign in, and with which password; nothing where the demonstration is not loaded."""
    if not is_seeded(connection):
        return
    yield _("Demonstration: who may sign in, all with the password “%(password)s”", password=world().password)
    for member in world().members.values():
        accounts = "  ".join(f"{post.mail} ({', '.join(post.capacities)})" for post in member.posts)
        yield f"  {member.name}: {accounts}"


def _record_people(docket: Docket, passwords: Passwords, stories: tuple[Tale, ...], at: datetime) -> None:
    """Record everybody; the password's hash is worked out once, before the transaction."""
    password_hash = passwords.hash(world().password, "")
    guests = sorted({key for tale in stories for key in tale.keys.values()})
    with writing(docket.engine) as connection:
        seed(connection, password_hash, guests, at)


def _begun(connection: Connection) -> frozenset[str]:
    """Give the keys of the cases that were begun, from the keys under which their acts were recorded."""
    keys = connection.execute(select(IDEMPOTENCY.c.key).where(IDEMPOTENCY.c.key.like("demo:%"))).scalars()
    return frozenset(key.split(":")[1] for key in keys)
