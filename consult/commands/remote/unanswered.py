"""`consult remote unanswered`: what was sent and had no answer."""

import click

from consult.commands.remote import printing
from consult.commands.remote.sending import receipt
from consult.commands.remote.session import Session, works
from consult.i18n import _
from consult.remote.safe import line


@click.command("unanswered")
@click.option("--send", is_flag=True, help="Send it again under its key: what was recorded is not recorded twice.")
@click.option("--forget", is_flag=True, help="Forget it, whether it was recorded or not.")
@works
def unanswered(at: Session, send: bool, forget: bool) -> None:
    """List what was sent to this instance and had no answer; send it again, or forget it."""
    found = [one for one in at.attempts.all() if one.address == str(at.remote.address)]
    if not found:
        printing.say(_("Everything that was sent was answered."))
        return
    printing.table((_("what"), _("to")), ((one.about, one.path) for one in found))
    for one in found:
        if send and not one.about.startswith("file "):
            receipt(at, at.attempts.send(at.remote, one))
        elif send:
            printing.say(_("%(about)s: repeat that command, which goes on where it was.", about=line(one.about)))
        elif forget:
            at.attempts.forget(one)
