"""`consult access`: let one person of the staff read one case in an emergency, for hours, with a reason that every
party of the case reads at once.
"""

import click
from flask.cli import AppGroup, with_appcontext
from rich.console import Console
from rich.table import Table

from consult import clock
from consult import people as register
from consult.commands.installation import refusals_as_sentences
from consult.i18n import _, write_instant
from consult.people import emergency
from consult.web.parts import reader, writing

access = AppGroup("access", help="Access of staff to one case in an emergency.")


@access.command("open")
@click.argument("ref")
@click.argument("email")
@click.option("--reason", required=True, help="Why; every party of the case reads it at once.")
@click.option("--hours", default=emergency.HOURS, show_default=True, help="For how long, at most 72.")
@with_appcontext
def open_(ref: str, email: str, reason: str, hours: int) -> None:
    """Let EMAIL, one of the staff, read case REF: what is C0 to C2 of it, and no sealed room.

    The case does not appear in any list of theirs: they read it on the page /emergency.
    """
    with refusals_as_sentences(_("There is no case %(ref)s, or no person %(email)s.", ref=ref, email=email)):
        person = register.find_person_by_mail(reader(), email)
        with writing() as conn:
            number = emergency.open_access(conn, ref, person.id, reason, hours, clock.now())
    click.echo(_("Access %(number)s is open. It stands in the record of every party, who are told by mail. "
                 "It is read on the page /emergency/%(number)s.", number=number))  # fmt: skip


@access.command("end")
@click.argument("number", type=int)
@with_appcontext
def end(number: int) -> None:
    """End access NUMBER before its time."""
    with refusals_as_sentences(_("No access %(number)s is open.", number=number)), writing() as conn:
        emergency.end_access(conn, number, clock.now())
    click.echo(_("Access %(number)s has ended; every party is told.", number=number))


@access.command("list")
@with_appcontext
def show() -> None:
    """List every access there ever was, the newest first."""
    table = Table("number", "case", "person", "from", "until", "ended", "reason", box=None)
    for row in emergency.every_access(reader()):
        ended = write_instant(row.ended_at) if row.ended_at else ""
        when = write_instant(row.opened_at), write_instant(row.until), ended
        table.add_row(str(row.id), row.ref, row.email, *when, row.reason)
    Console(soft_wrap=True).print(table)
