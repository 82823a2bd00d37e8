"""`consult bench`: worlds to measure in."""

from datetime import UTC, datetime

import click

from consult import clock
from consult.accounts import Passwords
from consult.bench import NotNew, Seeded, require_new, seed_world
from consult.commands.demo import MARK
from consult.commands.installation import Refusal, bring_up, load_settings
from consult.db import engine_of, reading
from consult.demo.world import world
from consult.i18n import _
from consult.settings import Settings

MOST = 10_000_000


@click.group("bench")
def bench() -> None:
    """Make worlds to measure in (docs/performance.md)."""


@bench.command("seed")
@click.option("--cases", type=click.IntRange(1, MOST), default=1000, show_default=True, help="How many cases.")
@click.option("--seed", default=1, show_default=True, help="The same seed and day give the same world.")
@click.option("--due", type=click.IntRange(0), help="Cases in which a limit passes within a week; else a thousandth.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day at whose begin (UTC) it stands; else today.")
def seed(cases: int, seed: int, due: int | None, on: datetime | None) -> None:
    """Fill a new installation with cases, all of them exercises; one that holds anything is left alone.

    It has the people of the demonstration, with its password.
    """
    settings = load_settings()
    bring_up(settings, migrates=False)
    engine = engine_of(settings)
    try:
        with reading(engine) as connection:
            require_new(connection)
        _mark(settings)
        at = (on or clock.now()).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
        word = Passwords(settings.hashing).hash(world().password, "")
        done = seed_world(engine, cases, at=at, password_hash=word, seed=seed, due=due, told=_tell)
    except (NotNew, ValueError) as refusal:
        raise Refusal(str(refusal)) from None
    finally:
        engine.dispose()
    click.echo(_summary(done))


def _mark(settings: Settings) -> None:
    """Let the installation say that its cases are exercises; one with settings of its own says so itself."""
    path = settings.instance / "config.toml"
    if settings.exercise:
        return
    if path.exists():
        raise Refusal(_("%(path)s: add the line exercise = true to make a world here.", path=path))
    path.write_text(MARK, encoding="utf-8")
    bring_up(load_settings())  # the log says what the settings are now


def _tell(done: int) -> None:
    """Say from time to time how far it is."""
    if done % 50_000 == 0:
        click.echo(_("%(done)s cases", done=done))


def _summary(done: Seeded) -> str:
    return _(
        "%(cases)s cases with %(acts)s acts, %(leaves)s entries in the log; in %(due)s cases a limit passes within a "
        "week.",
        cases=done.cases,
        acts=done.acts,
        leaves=done.leaves,
        due=done.due,
    )
