"""`consult doctor`: look whether a deployment is sound, and say how to mend what is not."""

import json
from dataclasses import asdict

import click

from consult import clock
from consult.commands.installation import present_settings
from consult.db import engine_of
from consult.doctor import Degree, Finding, examine
from consult.i18n import ngettext

MARKS = {Degree.SOUND: "  ok", Degree.LOOK: "look", Degree.WRONG: " !! "}


@click.command("doctor")
@click.option("--address", help="Where visitors reach it, if not at https:// and its host_name.")
@click.option("--outside/--no-outside", default=True, help="Ask the installation at that address too.")
@click.option("--json", "as_json", is_flag=True, help="One finding a line, for programs.")
def doctor(address: str | None, outside: bool, as_json: bool) -> None:
    """Look at keys, files, database, clock, background work, front and backups; nothing is changed.

    Leaves with 1 where something is wrong. Run it as the user that the server runs as.
    """
    settings = present_settings()
    engine = engine_of(settings)
    try:
        found = list(examine(settings, engine, clock.now(), address=address, outside=outside))
    finally:
        engine.dispose()
    for one in found:
        click.echo(json.dumps(asdict(one)) if as_json else _line(one))
    wrong = sum(one.degree is Degree.WRONG for one in found)
    if not as_json:
        click.echo(ngettext("%(num)s thing is wrong.", "%(num)s things are wrong.", wrong))
    raise SystemExit(1 if wrong else 0)


def _line(one: Finding) -> str:
    mending = f"\n          → {one.mends}" if one.mends else ""
    return f"{MARKS[one.degree]}  {one.part}: {one.says}{mending}"
