"""`consult remote parties` and `procedures`: who is there, and under what a case may be opened."""

import json

import click

from consult.commands.remote import printing
from consult.commands.remote.acting import fields
from consult.commands.remote.printing import section
from consult.commands.remote.session import Session, works
from consult.i18n import _
from consult.remote import entries
from consult.remote.faults import Unfit
from consult.remote.safe import line
from consult.remote.said import Said
from consult.remote.schemas import questions


@click.command("parties")
@click.argument("key", required=False)
@works
def parties(at: Session, key: str | None) -> None:
    """List the parties of the instance, or show one with its organs, contact points and treaties."""
    if key is None:
        at.show(at.remote.get(entries.PARTIES), _parties)
    else:
        at.show(at.remote.get(entries.under(entries.PARTIES, key.upper())), _party)


def _parties(told: Said) -> None:
    printing.table(
        (_("party"), _("name"), _("kind"), _("organs"), _("treaties")),
        (
            (one.text("key"), one.text("name"), one.text("kind"), one.whole("organs"), " ".join(one.texts("treaties")))
            for one in told.parts("items")
        ),
    )


def _party(told: Said) -> None:
    printing.say(f"{line(told.text('key'))}  {line(told.text('name'))}, {line(told.text('zone'))}", "bold")
    rows = [
        (organ.text("key"), organ.text("name"), one.text("channel"), one.text("address"), one.text("last_proved_on"))
        for organ in told.parts("organs")
        for one in (organ.parts("contacts") or (Said({}),))
    ]
    section(_("Organs"), (_("organ"), _("name"), _("channel"), _("address"), _("proved")), rows)
    section(
        _("Treaties"),
        (_("treaty"), _("binds"), _("since"), _("why"), _("checked")),
        (
            (
                one.text("treaty"),
                _("yes") if one.yes("bound") else _("no"),
                one.text("since"),
                one.text("reason"),
                one.text("grade"),
            )
            for one in told.parts("treaties")
        ),
    )


@click.command("procedures")
@click.argument("key", required=False)
@click.option("--example", "step", help="Print an example of what this step (or filing) asks, to be changed and filed.")
@works
def procedures(at: Session, key: str | None, step: str | None) -> None:
    """List the procedures under which a case may be opened, or show what the steps of one ask."""
    if key is None:
        at.show(at.remote.get(entries.PROCEDURES), _procedures)
        return
    answer = at.remote.get(entries.under(entries.PROCEDURES, key))
    if step is None:
        at.show(answer, _procedure)
        return
    told = answer.said
    filing = told.part("filings").part(told.part("asks").text(step) or step)
    if not filing.value:
        raise Unfit(_("Nothing is asked under %(name)s.", name=line(step)))
    printing.raw(json.dumps(dict(filing.part("example").value), ensure_ascii=False, indent=1).encode())


def _procedures(told: Said) -> None:
    printing.table((_("procedure"), _("title")), ((one.text("key"), one.text("title")) for one in told.parts("items")))


def _procedure(told: Said) -> None:
    printing.say(f"{line(told.text('key'))}  {line(told.text('title'))}", "bold")
    filings: dict[str, list[str]] = {}
    for step in told.part("asks").value:
        filings.setdefault(told.part("asks").text(step), []).append(step)
    for key, one in told.pairs("filings"):
        printing.heading(f"{line(one.text('title'))} ({', '.join(line(step) for step in filings.get(key, ()))})")
        printing.table(("", _("asks"), _("type"), _("what")), fields(questions(one.part("schema").value)))
