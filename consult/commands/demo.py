"""`consult demo`: make an installation whose cases are exercises, and load the demonstration into it."""

import time
from pathlib import Path

import click

from consult import clock
from consult import demo as demonstration
from consult.commands.installation import Refusal, bring_up, load_settings
from consult.db import engine_of, reading
from consult.demo.witnesses import make_witnesses
from consult.i18n import _
from consult.log.policy import FILE
from consult.people import list_parties
from consult.settings import Settings

MARK = """# Nothing in this installation is meant in earnest: its cases are exercises.
exercise = true

[operations]
organ = "OOSA/HOST"
"""


@click.command("demo")
@click.option("--details", is_flag=True, help="Say of each case how far it was played, and why no further.")
def demo(details: bool) -> None:
    """Load the demonstration; doing it twice changes nothing."""
    started = time.perf_counter()
    settings = load_settings()
    bring_up(settings, migrates=settings.exercise)
    settings = _marked(settings)
    engine = engine_of(settings)
    loaded = demonstration.load(engine, settings, clock.now())
    for told in loaded.told if details else ():
        click.echo(_told(told))
    engine.dispose()
    click.echo(_summary(loaded, time.perf_counter() - started))
    if loaded.entries:
        click.echo(
            _("The register of activities has %(count)s entries, each with source and grade.", count=loaded.entries)
        )
    if make_witnesses(settings):
        click.echo(_("Four States witness the log; three are enough: %(path)s says so.", path=settings.instance / FILE))
    click.echo(_("Start it with consult run, which says who may sign in."))


def _told(told: demonstration.Told) -> str:
    """Say how far a case was played."""
    if told.stopped:
        return _("%(key)s: %(acts)s acts, stops at %(why)s", key=told.key, acts=told.acts, why=told.stopped)
    return _("%(key)s: %(acts)s acts", key=told.key, acts=told.acts)


def _summary(loaded: demonstration.Loaded, seconds: float) -> str:
    """Say what was done."""
    if not loaded.is_new:
        return _("The demonstration is loaded already; nothing was changed.")
    cases, acts = sum(len(one.refs) for one in loaded.told), sum(one.acts for one in loaded.told)
    return _(
        "The demonstration is loaded: %(cases)s cases with %(acts)s acts in %(seconds).1f seconds.",
        cases=cases,
        acts=acts,
        seconds=seconds,
    )


def _marked(settings: Settings) -> Settings:
    """Give the settings of an exercise: as they are, or marked now where the installation is new; else refuse."""
    if settings.exercise:
        return settings
    path = settings.instance / "config.toml"
    if _has_parties(settings):
        raise Refusal(_("This installation has parties of its own. The demonstration is loaded into a new one only."))
    if path.exists():
        raise Refusal(_("%(path)s: add the line exercise = true to load the demonstration here.", path=path))
    Path(path).write_text(MARK, encoding="utf-8")
    marked = load_settings()
    bring_up(marked)  # the log says what the settings are now
    return marked


def _has_parties(settings: Settings) -> bool:
    """Say whether any party is recorded."""
    engine = engine_of(settings)
    try:
        with reading(engine) as connection:
            return bool(list_parties(connection))
    finally:
        engine.dispose()
