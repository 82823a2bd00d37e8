"""`consult remote feed` and `watch`: what happened, in its order, from a place on, without a gap or a repeat."""

import click

from consult.commands.remote import printing
from consult.commands.remote.reading import WHERE, address
from consult.commands.remote.session import Session, works
from consult.i18n import _
from consult.remote import entries
from consult.remote.places import Places
from consult.remote.safe import line
from consult.remote.said import Said

AFTER = click.option("--after", help="The cursor up to which all is known; empty: from the beginning.")


@click.command("feed")
@AFTER
@click.option("--size", type=int, help="How many.")
@WHERE
@works
def feed(at: Session, after: str | None, size: int | None, where: tuple[str, ...]) -> None:
    """Show what happened after a place, and the cursor from which to read on. Reading it is no receipt of anything."""
    answer = at.remote.get(address(entries.EVENTS, where, after=after, size=size))
    at.show(answer, _tell)
    if not at.as_json:
        printing.say(_("Read on with: --after %(cursor)s", cursor=line(answer.said.text("cursor"))))


def _tell(told: Said) -> None:
    names = (_("cursor"), _("at"), _("type"), _("case"), _("what"))
    printing.table(names, (_row(one) for one in told.parts("items")))


def _row(one: Said) -> tuple[str, ...]:
    data = one.part("data")
    case = data.value.get("case")
    ref = case if isinstance(case, str) else data.part("case").text("ref") if isinstance(case, dict) else ""
    words = data.text("title") or data.text("sentence") or data.text("summary")
    return one.text("cursor"), printing.moment(one.text("timestamp")), one.text("type"), ref, words


@click.command("watch")
@AFTER
@click.option("--every", type=click.FloatRange(min=1), default=10.0, show_default=True, help="Seconds between looks.")
@click.option("--rounds", type=int, default=0, help="Stop after so many looks; without it at Ctrl-C.")
@WHERE
@works
def watch(at: Session, after: str | None, every: float, rounds: int, where: tuple[str, ...]) -> None:
    """Follow what happens, from where the last watch ended; the place is kept here as soon as it was printed.

    With --json each event is printed on a line of its own.
    """
    places, n = Places(at.folder, at.remote, where), 0
    cursor = places.last() if after is None else after
    while True:
        answer = at.remote.get(address(entries.EVENTS, where, after=cursor))
        told = answer.said
        _print(at, told)
        before, cursor = cursor, told.text("cursor") or cursor
        places.keep(cursor)
        if told.yes("more") and cursor != before:
            continue
        n += 1
        if rounds and n >= rounds:
            return
        at.remote.wait(every)


def _print(at: Session, told: Said) -> None:
    if not at.as_json:
        _tell(told)
        return
    for one in told.parts("items"):
        printing.raw_line(one.value)
