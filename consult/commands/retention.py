"""`consult retention`: what is kept how long, what a run would remove now, and a run by hand.

The worker runs it once a day by itself. Exit 0 where the run is finished, 1 where the database was busy.
"""

import json
from collections.abc import Iterator
from datetime import datetime

import click
from flask.cli import AppGroup, with_appcontext

from consult import clock
from consult.commands.installation import Refusal
from consult.db import Busy
from consult.i18n import _, ngettext, write_exactly
from consult.personal import retention as keeping
from consult.personal.retention import Count
from consult.personal.rules import BY_KEY
from consult.web.parts import parts, reader

retention = AppGroup("retention", help="How long what is no record is kept: defaults of the product, none of them law.")


@retention.command("show")
@with_appcontext
def show() -> None:
    """Show every rule with its days, how many rows are over now, and the last runs."""
    at = clock.now()
    for line in (*_rules(keeping.due(reader(), parts().settings.retention, at)), *_runs()):
        click.echo(line)


@retention.command("run")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@with_appcontext
def run(dry_run: bool) -> None:
    """Remove what is over, in small batches, and enter in the log what went. One run a day: a second one finds none."""
    at, rules = clock.now(), parts().settings.retention
    if dry_run:
        found = [one for one in keeping.due(reader(), rules, at) if one.number]
        for one in found:
            click.echo(f"{one.key}: {one.number}")
        click.echo(_("Nothing was changed.") if found else _("Nothing is over."))
        return
    total = 0
    try:
        while number := keeping.tend(parts().engine, rules, at):
            total += number
    except Busy as fault:
        raise Refusal(str(fault)) from None
    click.echo(ngettext("%(num)s row went.", "%(num)s rows went.", total))


def _rules(found: list[Count]) -> Iterator[str]:
    for one in found:
        rule = BY_KEY[one.key]
        days = ngettext("%(num)s day", "%(num)s days", one.days) if one.days else _("kept")
        yield f"{one.key}: {days}"
        yield f"  {rule.what}"
        if one.days:
            yield "  " + _("from: %(since)s; then: %(then)s", since=str(rule.since), then=str(rule.then))
            yield "  " + _("over now: %(number)s", number=one.number)


def _runs() -> Iterator[str]:
    rows = keeping.runs(reader())
    for row in rows:
        gone = ", ".join(f"{key} {number}" for key, number in json.loads(row.gone).items()) or _("nothing")
        said = _("entry %(seq)s of the log", seq=row.seq) if row.seq is not None else _("no entry, since nothing went")
        yield f"{row.on_day}: {gone}; {_when(row.done_at)}; {said if row.done_at else _('not finished')}"
    if not rows:
        yield _("There was no run yet; the worker begins one by itself.")


def _when(at: datetime | None) -> str:
    return write_exactly(at) if at else "–"
