"""`consult remote parties` and `procedures`: who is there, and under what a case may be opened."""

import click

from consult.commands.remote import printing
from consult.commands.remote.printing import section
from consult.commands.remote.session import Session, works
from consult.i18n import _
from consult.remote import entries
from consult.remote.safe import line
from consult.remote.said import Said


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
@works
def procedures(at: Session) -> None:
    """List the procedures under which a case may be opened."""
    at.show(at.remote.get(entries.PROCEDURES), _procedures)


def _procedures(told: Said) -> None:
    printing.table((_("procedure"), _("title")), ((one.text("key"), one.text("title")) for one in told.parts("items")))
