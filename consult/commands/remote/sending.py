"""Send an act and print its receipt; where it is refused, keep what was typed."""

import json
from typing import Any

import click

from consult.commands.remote import printing
from consult.commands.remote.session import Session, is_terminal
from consult.i18n import _
from consult.remote.asking import Answer
from consult.remote.attempts import Attempt
from consult.remote.faults import Answered
from consult.remote.safe import line
from consult.remote.said import Said
from consult.remote.steps import Offer


def confirm(offer: Offer, yes: bool) -> None:
    """Say what a step starts and ask whether it is to be sent, where somebody sits there. Abort where not."""
    if yes or not is_terminal():
        return
    printing.say()
    printing.say(f"{line(offer.said.text('title'))}: {line(offer.said.text('effect'))}")
    if offer.said.text("capacity"):
        printing.say(_("Capacity: %(name)s", name=line(offer.said.text("capacity"))))
    click.confirm(_("Send it?"), abort=True)


def tell_dry(body: dict[str, Any]) -> None:
    """Print what would be sent."""
    printing.raw(json.dumps(body, ensure_ascii=False, indent=1).encode())
    click.echo(_("Nothing was sent. It fits the schema; the rules of the step are judged when it is sent."), err=True)


def send_act(at: Session, offer: Offer, place: str, asks: Any, body: dict[str, Any]) -> Answer:
    """Send an act, kept on disk until it is answered; where it is refused, the filing is kept in a file."""
    attempt = at.attempts.begin(at.remote, offer.said.required("take"), place, place, asks, body)
    try:
        return at.attempts.send(at.remote, attempt)
    except Answered:
        if is_terminal() and body.get("filing"):
            path = at.folder.keep_json(f"refused/{attempt.key}.json", body["filing"])
            click.echo(_("What you filed lies in %(path)s: mend it and give it with --filing.", path=path), err=True)
        raise


def send_again(at: Session, attempt: Attempt) -> Answer:
    """Send once more what had no answer."""
    click.echo(
        _("An earlier attempt (%(about)s) had no answer; it is sent again.", about=line(attempt.about)), err=True
    )
    return at.attempts.send(at.remote, attempt)


def receipt(at: Session, answer: Answer) -> None:
    """Print the receipt of an act."""
    at.show(answer, tell_receipt)


def tell_receipt(told: Said) -> None:
    """Say what was recorded."""
    if told.value.get("n") is None:
        printing.say(_("Opened: %(case)s", case=line(told.text("ref"))))
        return
    printing.say(
        _("Recorded: act %(n)s of %(case)s, entry %(seq)s of the log, %(at)s.")
        % {
            "n": told.count("n"),
            "case": line(told.text("case")),
            "seq": told.whole("log_entry"),
            "at": printing.moment(told.text("recorded_at")),
        }
    )
    if told.yes("repeated"):
        printing.say(_("It had been recorded before; this is the first answer."))
