"""`consult mail`: what a mail server says of mail that was sent, handed in by its pipe."""

import sys

import click
from flask.cli import AppGroup, with_appcontext

from consult import clock
from consult.commands.installation import refusals_as_sentences
from consult.delivery.kinds import register_all
from consult.delivery.returned import MOST_BYTES, enter_return, read_report
from consult.i18n import _
from consult.web.parts import writing

mail = AppGroup("mail", help="Mail that this installation sent.")


@mail.command("returned")
@with_appcontext
def returned() -> None:
    """Read the report of a mail server (RFC 3464) from standard input and enter that the message came back."""
    register_all()
    unknown = _("No message with the number that the report names was sent from here; nothing is entered.")
    with refusals_as_sentences(unknown):
        report = read_report(sys.stdin.buffer.read(MOST_BYTES + 1))
        with writing() as connection:
            party = enter_return(connection, report, clock.now())
    click.echo(_("The message to %(party)s is entered as returned: %(said)s", party=party, said=report.said))
