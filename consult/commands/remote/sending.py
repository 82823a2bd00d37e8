"""Send an act and print its receipt; where it is refused, keep what was typed."""

import json
from typing import Any

import click

from consult.commands.remote import printing
from consult.commands.remote.session import Session, is_terminal
from consult.i18n import _
from consult.remote import entries
from consult.remote.asking import Answer
from consult.remote.attempts import Attempt
from consult.remote.faults import Answered, Declined
from consult.remote.safe import line
from consult.remote.said import Said
from consult.remote.steps import Offer, reasons


def confirm(offer: Offer, yes: bool) -> None:
    """Say what a step starts and ask whether it is to be sent, where somebody sits there. Abort where not."""
    if yes or not is_terminal():
        return
    printing.say()
    printing.say(f"{line(offer.said.text('title'))}: {line(offer.said.text('effect'))}")
    if offer.said.text("capacity"):
        printing.say(_("Capacity: %(name)s", name=line(offer.said.text("capacity"))))
    click.confirm(_("Send it?"), abort=True)


def rehearse(at: Session, case: Said, body: dict[str, Any], *, unknown_documents: bool) -> None:
    """Print what would be sent, and what it would do where the instance rehearses; Declined where it is refused."""
    if not at.as_json:
        printing.raw(json.dumps(body, ensure_ascii=False, indent=1).encode())
    links = case.part("hrefs")
    path = links.text("rehearsals") or f"{links.required('self')}/{entries.REHEARSALS}"
    asked: dict[str, Any] = {name: body[name] for name in ("step", "track", "filing", "digest") if name in body}
    answer = None if unknown_documents else _rehearsed(at, path, asked)
    if answer is not None:
        at.show(answer, _tell_rehearsal)
    click.echo(_("Nothing was recorded."), err=True)
    if answer is None:
        click.echo(_("It fits the schema; the rules of the step are judged when it is sent."), err=True)
    elif told := reasons(answer.said.parts("refusals")):
        raise Declined("\n".join(told))


def _rehearsed(at: Session, path: str, asked: dict[str, Any]) -> Answer | None:
    """Ask what a step would do; None of an instance that cannot tell."""
    try:
        return at.remote.send("POST", path, asked)
    except Answered as fault:
        if fault.status in (404, 405):
            return None
        raise


def _tell_rehearsal(told: Said) -> None:
    would = told.part("would")
    if not would.value:
        return
    for words, names in (
        (_("Told: %(names)s"), would.texts("told")),
        (_("Read also: %(names)s"), would.texts("others")),
    ):
        if names:
            printing.say(words % {"names": line(", ".join(names))})
    if would.text("moves_to"):
        printing.say(_("The case would be: %(state)s", state=line(would.text("moves_to"))))
    for one in would.parts("starts"):
        printing.say(
            _("Begins to run: %(limit)s, until %(ends)s")
            % {
                "limit": line(one.text("title")),
                "ends": printing.ends(one),
            }
        )


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
