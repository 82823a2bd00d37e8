"""`consult remote draft`: papers in preparation, which nobody else sees, until they are sent."""

from typing import Any

import click

from consult.commands.remote import printing
from consult.commands.remote.case import values
from consult.commands.remote.filing import Given, filing_options, put_together, require_fit
from consult.commands.remote.reading import PAPERS, drafts
from consult.commands.remote.sending import confirm, receipt, send_again
from consult.commands.remote.session import Session, works
from consult.i18n import _
from consult.remote import entries
from consult.remote.asking import Answer
from consult.remote.faults import Unfit
from consult.remote.safe import line
from consult.remote.said import Said
from consult.remote.steps import Offer, find_offer

REF = click.argument("ref")


@click.group("draft")
def draft() -> None:
    """Prepare papers: list, show, begin, put, clear, send, discard.

    A text is changed, cleared and sent only as it was read: where somebody changed it meanwhile, that is refused.
    """


@draft.command("list")
@click.argument("case", required=False)
@works
def list_drafts(at: Session, case: str | None) -> None:
    """List papers in preparation, of a case or of your desk."""
    entry = entries.DESK if case is None else entries.under(entries.CASES, case)
    at.show(at.remote.get(entry), _list)


def _list(told: Said) -> None:
    for part, title in PAPERS:
        drafts(str(title), told.parts(part))


@draft.command("show")
@REF
@works
def show(at: Session, ref: str) -> None:
    """Show a paper, and what it still lacks."""
    at.show(_read(at, ref), tell)


def _read(at: Session, ref: str) -> Answer:
    return at.remote.get(entries.under(f"{entries.API}/drafts", ref))


def tell(told: Said) -> None:
    """Print a draft."""
    printing.say(f"{line(told.text('ref'))}  {line(told.text('case'))} {line(told.text('step'))}", "bold")
    printing.say(
        _("Version %(n)s, changed %(at)s by %(author)s")
        % {
            "n": told.whole("version"),
            "at": printing.moment(told.text("changed_at")),
            "author": line(told.text("author")),
        }
    )
    values(told.part("filing").value)
    for one in told.parts("missing"):
        printing.say(f"  - {line(one.text('pointer'))}: {line(one.text('sentence'))}")
    if told.text("cleared_office"):
        printing.say(_("Cleared by %(office)s.", office=line(told.text("cleared_office"))))
    elif told.yes("needs_clearance"):
        printing.say(_("It needs clearance."))


@draft.command("begin")
@click.argument("case")
@click.argument("step")
@click.option("--track", help="Relation of the step, where there are several.")
@filing_options
@works
def begin(at: Session, case: str, step: str, track: str | None, given: Given) -> None:
    """Begin the paper that a step asks for; without a filing with what its form begins with."""
    read = at.case(case)
    offer = find_offer(read, step, track)
    body: dict[str, Any] = {"step": offer.step, "track": offer.track or None}
    if not given.is_empty:
        body["filing"] = put_together(at, read, offer, given, partly=True)
    at.show(at.remote.send("POST", read.part("hrefs").required("drafts"), body), tell)


@draft.command("put")
@REF
@filing_options
@works
def put(at: Session, ref: str, given: Given) -> None:
    """Change a paper: a --filing replaces its text, --set and --attach change answers of it."""
    answer = _read(at, ref)
    told = answer.said
    if given.is_empty:
        raise Unfit(_("Say what changes: --filing, --set or --attach."))
    schema = dict(told.part("schema").value)
    case = at.case(told.required("case")) if given.documents else Said({})
    offer = Offer(Said({"step": told.text("step")}), schema)
    changed = put_together(at, case, offer, given, partly=True, over=dict(told.part("filing").value))
    require_fit(schema, changed, partly=True)
    at.show(at.remote.send("PUT", told.required("href"), {"filing": changed}, If_Match=answer.tag), tell)


@draft.command("clear")
@REF
@click.option("--version", type=int, help="The version that you read; without it, the one that is there now.")
@works
def clear(at: Session, ref: str, version: int | None) -> None:
    """Clear a complete text for dispatch, with the capacity to clear."""
    answer = _read(at, ref)
    tag = answer.tag if version is None else f'"{version}"'
    at.show(at.remote.send("POST", f"{answer.said.required('href')}/clearance", If_Match=tag), tell)


@draft.command("discard")
@REF
@works
def discard(at: Session, ref: str) -> None:
    """Discard a paper, and the documents that nothing needs any more."""
    answer = _read(at, ref)
    at.remote.send("DELETE", answer.said.required("href"), If_Match=answer.tag)
    printing.say(_("%(ref)s is discarded.", ref=line(ref)))


@draft.command("send")
@REF
@click.option("--version", type=int, help="The version that you read; without it, the one that is there now.")
@click.option("--yes", is_flag=True, help="Do not ask before it is sent.")
@works
def send(at: Session, ref: str, version: int | None, yes: bool) -> None:
    """Send a paper as it stands: its step is taken. If the connection breaks, repeat the command."""
    place, asks = f"draft {ref}", {"version": version}
    before = at.attempts.find(at.remote, place)
    if before is not None:
        receipt(at, send_again(at, at.attempts.require_same(before, asks)))
        return
    told = _read(at, ref).said
    case = at.case(told.required("case"))
    confirm(find_offer(case, told.required("step"), told.text("track")), yes)
    named = {"ref": told.required("ref"), "version": told.count("version") if version is None else version}
    body = {"draft": named, "seen": case.count("seen")}
    acts = case.part("hrefs").required("acts")
    receipt(at, at.attempts.send(at.remote, at.attempts.begin(at.remote, acts, place, place, asks, body)))
