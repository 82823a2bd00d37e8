"""The demonstration: real States and organisations, posts for every capacity, and cases that are marked as exercises.

Loading it twice changes nothing: people are recorded in one transaction, and a case that was begun is not begun again.
It is loaded only where the settings say that nothing is meant in earnest.
"""

import json
from datetime import datetime, timedelta
from importlib import resources

from sqlalchemy import Connection, Engine, select

from consult.accounts import Passwords
from consult.db import reading, writing
from consult.delivery.serving import serve
from consult.demo.current import currents, take_up
from consult.demo.seeding import is_seeded, seed
from consult.demo.sites import is_loaded, load_sites
from consult.demo.tales import ExerciseDocket, Tale, tales
from consult.demo.telling import Told, tell
from consult.demo.world import world
from consult.docket import Docket
from consult.i18n import _
from consult.models.cases import CASES, IDEMPOTENCY, OUTBOX
from consult.objects import import_table
from consult.settings import Settings
from workflows.kernel.frozen import dataclass

__all__ = ["Loaded", "Told", "load", "who_may_sign_in"]


DAYS_SWEPT = 90


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading the demonstration did: whether people were recorded, what came of each case, and how many entries
    the register of activities was given."""

    people: bool
    told: tuple[Told, ...]
    entries: int = 0

    @property
    def is_new(self) -> bool:
        """Say whether anything was recorded."""
        return self.people or bool(self.entries) or any(one.acts for one in self.told)


def load(engine: Engine, settings: Settings, at: datetime) -> Loaded:
    """Record what is not there yet: people, exercises after stories, exercises that run now, and what has lapsed."""
    docket = ExerciseDocket(engine, settings.instance, settings.procedures)
    stories = tuple(tales(at))
    with reading(engine) as connection:
        seeded, begun, titles = is_seeded(connection), _begun(connection), _titles(connection)
    if not seeded:
        _record_people(engine, settings, stories, at)
    entries = _record_register(engine, at)
    told = [tell(docket, tale) for tale in stories if tale.key not in begun and not tale.titles & titles]
    told += [take_up(docket, current) for current in currents(at) if current.key not in begun]
    if any(one.acts for one in told):
        _let_time_pass(docket, at)
        _deliver(engine)
    return Loaded(not seeded, tuple(told), entries)


def who_may_sign_in(connection: Connection) -> list[str]:
    """Say line by line who may sign in, and with which password; nothing where the demonstration is not loaded."""
    if not is_seeded(connection):
        return []
    lines = [_("Demonstration: who may sign in, all with the password “%(password)s”", password=world().password)]
    for member in world().members.values():
        accounts = "  ".join(f"{post.mail} ({', '.join(post.capacities)})" for post in member.posts)
        lines.append(f"  {member.name}: {accounts}")
    lines += [f"  {one.name}: {one.mail} (office)" for one in world().neutrals]
    return lines


def _record_people(engine: Engine, settings: Settings, stories: tuple[Tale, ...], at: datetime) -> None:
    """Record everybody; the password's hash is worked out once, before the transaction."""
    password_hash = Passwords(settings.hashing).hash(world().password, "")
    guests = {key: label for tale in stories for label, key in tale.keys.items()}
    with writing(engine) as connection:
        seed(connection, password_hash, guests, at)


def _record_register(engine: Engine, at: datetime) -> int:
    """Record the activities of the demonstration where they are not there yet, and the sample of an index of objects;
    give the number of activities."""
    index = resources.files("consult.demo").joinpath("objects.csv").read_bytes()
    with writing(engine) as connection:
        import_table(connection, index, at)
        return 0 if is_loaded(connection) else load_sites(connection)


def _let_time_pass(docket: Docket, at: datetime) -> None:
    """Record day by day what has lapsed, as a server that was running would have."""
    for days in range(DAYS_SWEPT, -1, -1):
        while docket.sweep(at - timedelta(days=days)):
            pass


def _deliver(engine: Engine) -> None:
    """Deliver what was served, each act at its own moment, as a server that was running would have: else all of it
    would be proved on the day of loading. An exercise is served within this product alone."""
    waiting = select(OUTBOX.c.payload, OUTBOX.c.run_at).where(OUTBOX.c.topic == "serve", OUTBOX.c.done_at.is_(None))
    with writing(engine) as connection:
        for row in connection.execute(waiting.order_by(OUTBOX.c.id)).all():
            serve(connection, int(json.loads(row.payload)["act"]), row.run_at)


def _begun(connection: Connection) -> frozenset[str]:
    """Give the keys of the cases that were begun, from the keys under which their acts were recorded."""
    keys = connection.execute(select(IDEMPOTENCY.c.key).where(IDEMPOTENCY.c.key.like("demo:%"))).scalars()
    return frozenset(key.split(":")[1] for key in keys)


def _titles(connection: Connection) -> frozenset[str]:
    """Give the titles of exercises that were opened and in which nothing was recorded yet."""
    return frozenset(connection.execute(select(CASES.c.title).where(CASES.c.exercise, CASES.c.n == 0)).scalars())
