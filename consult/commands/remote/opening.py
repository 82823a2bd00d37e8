"""`consult remote file`: open a case and take its first steps in one command, each of them once."""

from pathlib import Path
from typing import Any

import click

from consult.commands.remote import printing
from consult.commands.remote.filing import LEVELS, Given, put_together
from consult.commands.remote.sending import confirm, tell_receipt
from consult.commands.remote.session import Session, is_terminal, works
from consult.i18n import _
from consult.remote import entries
from consult.remote.attempts import Attempt
from consult.remote.faults import Answered, Unfit
from consult.remote.safe import line
from consult.remote.steps import act_of, find_offer, first_step, require_open


@click.command("file")
@click.argument("procedure")
@click.option("--title", default="", help="Working title, which your side alone sees.")
@click.option(
    "--filing",
    "filings",
    multiple=True,
    metavar="[STEP=]FILE",
    help="A filing (JSON, TOML); again for more.",
)
@click.option("--ask", is_flag=True, help="Be asked, field by field.")
@click.option("--attach", "documents", multiple=True, metavar="[NAME=]FILE", help="A document of the last filing.")
@click.option("--level", default="C2", type=click.Choice(LEVELS), show_default=True, help="Level of documents.")
@click.option("--term", "terms", multiple=True, metavar="NAME=VALUE", help="A term that the procedure leaves open.")
@click.option("--exercise", is_flag=True, help="An exercise, without effect.")
@click.option("--yes", is_flag=True, help="Do not ask before it is sent.")
@works
def file(at: Session, procedure: str, filings: tuple[str, ...], ask: bool, yes: bool, **more: Any) -> None:
    """Open a case under a procedure and file its notice.

    Each --filing is the paper of a step, in their order; without a STEP it is that with which such a case begins. If
    the connection breaks, repeat the command: it goes on where it was, and nothing is done twice.
    """
    if ask == bool(filings):
        raise Unfit(_("Give the notice with --filing, or say --ask and be asked for it: one of both."))
    if ask and not is_terminal():
        raise Unfit(_("Nobody is there to be asked: give the notice with --filing."))
    given = [_given(one, more["documents"] if one == filings[-1] else (), more["level"]) for one in filings]
    steps = given or [("", Given(None, (), (), more["level"]))]
    new = _new(procedure, more)
    asks = {"new": new, "steps": [[step, one.as_json()] for step, one in steps]}
    place = f"file {procedure}"
    attempt = at.attempts.begin(at.remote, entries.CASES, place, place, asks, new)
    ref, raw = _open(at, attempt), b"{}"
    try:
        for step, one in steps[attempt.done :]:
            attempt, raw = _take(at, attempt, ref, step, one, yes)
    except (Answered, Unfit, click.Abort):
        at.attempts.forget(attempt)
        click.echo(_("%(case)s is open. Go on with: consult remote take %(case)s STEP", case=line(ref)), err=True)
        raise
    at.attempts.forget(attempt)
    if at.as_json:
        printing.raw(raw)


def _given(one: str, documents: tuple[str, ...], level: str) -> tuple[str, Given]:
    """Read for which step a file is."""
    step, equals, path = one.partition("=")
    if not equals or Path(one).is_file():
        step, path = "", one
    return step, Given(path, (), documents, level)


def _new(procedure: str, more: dict[str, Any]) -> dict[str, Any]:
    """Write the case that is to be opened."""
    pairs = [one.partition("=") for one in more["terms"]]
    if any(not equals for _name, equals, _value in pairs):
        raise Unfit(_("Set a term as name=value."))
    terms = {name: value for name, _equals, value in pairs}
    new = {"procedure": procedure, "title": more["title"], "terms": terms, "exercise": more["exercise"]}
    return {name: value for name, value in new.items() if value}


def _open(at: Session, attempt: Attempt) -> str:
    """Open the case, or get the one that the same command opened before."""
    answer = at.attempts.send(at.remote, attempt, keep=True)
    if not at.as_json:
        tell_receipt(answer.said)
    return answer.said.required("ref")


def _take(at: Session, attempt: Attempt, ref: str, step: str, given: Given, yes: bool) -> tuple[Attempt, bytes]:
    """Take one of the steps; one that was sent and not answered is sent again as it was."""
    part = at.attempts.kept(attempt.part)
    if part is None:
        case = at.case(ref)
        offer = require_open(find_offer(case, step, None) if step else first_step(case))
        body = act_of(case, offer, put_together(at, case, offer, given))
        confirm(offer, yes)
        place = " ".join(filter(None, (ref, offer.step)))
        part = at.attempts.begin(at.remote, offer.said.required("take"), place, place, given.as_json(), body)
        attempt = at.attempts.go_on(attempt, done=attempt.done, part=part.file)
    answer = at.attempts.send(at.remote, part, keep=True)
    attempt = at.attempts.go_on(attempt, done=attempt.done + 1)
    at.attempts.forget(part)
    if not at.as_json:
        tell_receipt(answer.said)
    return attempt, answer.raw
