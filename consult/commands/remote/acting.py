"""`consult remote offers` and `take`: what may be done in a case, and doing it."""

from typing import Any

import click

from consult.commands.remote import printing
from consult.commands.remote.filing import Given, filing_options, put_together
from consult.commands.remote.sending import confirm, receipt, rehearse, send_act, send_again
from consult.commands.remote.session import Session, read_text, works
from consult.i18n import _
from consult.remote import entries
from consult.remote.faults import Unfit
from consult.remote.safe import line
from consult.remote.said import Said
from consult.remote.schemas import Question
from consult.remote.steps import Offer, act_of, find_offer, offers_of, reasons, require_open


@click.command("offers")
@click.argument("case")
@click.option("--step", default="", help="This step alone.")
@works
def offers(at: Session, case: str, step: str) -> None:
    """List what may be done in a case: what each step asks in writing, and why others are closed.

    Fields: * must be answered; ? may be declared unknown; ! may be withheld under the categories that are named.
    """
    answer = at.remote.get(entries.under(entries.CASES, case))
    at.show(answer, lambda told: _offers(told, step))


def _offers(told: Said, step: str) -> None:
    found = [one for one in offers_of(told) if step in ("", one.step)]
    if not found:
        raise Unfit(_("%(case)s does not offer that step.", case=line(told.text("ref"))))
    for offer in found:
        _offer(offer)


def _offer(offer: Offer) -> None:
    said = offer.said
    words = {
        "open": _("open"),
        "waiting": _("waits for your hand"),
        "prepare": _("to be prepared; others of your side send it"),
        "closed": _("closed"),
    }
    printing.heading(f"{offer.place}: {line(said.text('title'))} ({words.get(offer.way, line(offer.way))})")
    about = [line(said.text("effect")), printing.provisions(said.parts("under"))]
    about += [_("Capacity: %(name)s", name=line(said.text("capacity")))] if said.text("capacity") else []
    for one in filter(None, about):
        printing.say(f"  {one}")
    for reason in reasons(said.parts("refusals")):
        printing.say(f"  - {reason}")
    if offer.way != "closed":
        printing.table(("", _("asks"), _("type"), _("what")), fields(offer.asked))


def fields(asked: tuple[Question, ...], depth: int = 0) -> list[tuple[str, str, str, str]]:
    """Write what a filing asks, as rows: marks, name, type with choices, title."""
    rows = []
    for one in asked:
        marks = ("*" if one.required else "") + ("?" if one.unknown else "") + ("!" if one.withheld else "")
        kind = _("list of %(kind)s", kind=one.kind) if one.many else one.kind
        choices = f": {', '.join(one.choices)}" if one.choices else ""
        withheld = f" (!{', !'.join(one.withheld)})" if one.withheld else ""
        rows.append((marks, one.name, kind + choices + withheld, one.title))
        if one.kind != "document" and depth < 3:
            rows += fields(one.of, depth + 1)
    return rows


@click.command("take")
@click.argument("case")
@click.argument("step")
@click.option("--track", help="Relation on which it is taken, where there are several.")
@filing_options
@click.option("--seen", type=int, help="The last act that you saw, as show says; nothing is recorded if more came.")
@click.option("--concur", is_flag=True, help="Lay your hand on the text on which others laid theirs.")
@click.option("--withdraw", is_flag=True, help="Take back your hand from a joint step.")
@click.option("--signature", help="File with the signed note, where the organ has a key.")
@click.option("--language", default="", help="Language of the paper.")
@click.option("--yes", is_flag=True, help="Do not ask before it is sent.")
@click.option("--dry-run", is_flag=True, help="Show what would be sent; send nothing.")
@works
def take(
    at: Session, case: str, step: str, track: str | None, given: Given, yes: bool, dry_run: bool, **more: Any
) -> None:
    """Take a step of a case.

    What it asks in writing comes from a file, from --set, or is asked here, field by field, as the instance says. If
    the connection breaks, repeat the command: nothing is done twice.
    """
    place, asks = " ".join(filter(None, (case, step, track))), {"given": given.as_json(), **more}
    before = at.attempts.find(at.remote, place)
    if before is not None and not dry_run:
        receipt(at, send_again(at, at.attempts.require_same(before, asks)))
        return
    read = at.case(case)
    offer = require_open(find_offer(read, step, track))
    body = _act(at, read, offer, given, more, dry_run)
    if dry_run:
        rehearse(at, read, body, unknown_documents=bool(given.documents))
        return
    confirm(offer, yes)
    receipt(at, send_act(at, offer, place, asks, body))


def _act(at: Session, case: Said, offer: Offer, given: Given, more: dict[str, Any], dry_run: bool) -> dict[str, Any]:
    """Write the act as it is sent."""
    wordless = more["concur"] or more["withdraw"]
    if wordless and not given.is_empty:
        raise Unfit(_("A hand is laid on a text that is there, or taken back: give no filing with it."))
    body = act_of(
        case,
        offer,
        None if wordless else put_together(at, case, offer, given, dry_run=dry_run),
        digest=offer.said.required("digest") if more["concur"] else "",
        withdraw=more["withdraw"],
        signature=read_text(more["signature"]) if more["signature"] else "",
        language=more["language"],
    )
    return body if more["seen"] is None else body | {"seen": more["seen"]}
