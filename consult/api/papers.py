"""Papers by other channels: registered by a secretariat, made a step of a case or the proof of a service, and objected
to by the party in whose name they were registered.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from flask import Response
from pydantic import ConfigDict, Field, WithJsonSchema
from werkzeug.datastructures import FileStorage

from consult.api.acts import receipted
from consult.api.frame.choosing import Day
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body, Query
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Keyed, following, nowhere
from consult.api.frame.reading import Misfit
from consult.api.values.acts import ActValue, act_value
from consult.api.values.papers import Attachable, PaperList, PaperValue, attachable, paper_item, paper_value
from consult.api.values.receipts import ActReceipt
from consult.docket import Filed
from consult.documents import papers
from consult.documents.papers import NewPaper
from consult.i18n import _
from consult.pages import papers as pages
from consult.pages.attaching import Attaching, attaching
from consult.refusals import Malformed, Unknown
from consult.web.opening import act_read
from consult.web.papers import keep_objection, keep_paper, keep_scan, scan_beside, scan_of
from consult.web.parts import close_reader, parts, reader, writing

noun = Noun(
    "papers", "Papers", "Notes, letters, faxes and calls outside this product, in the register of a secretariat."
)


class PaperQuery(Keyed):
    """Where the register of papers goes on."""

    sort: Literal["-registered"] = Field("-registered", description="The last registered first.")


class PaperToRegister(Body):
    """A paper that came in or went out, with its scan where there is one. `came_at` is when it was received or
    delivered: for a reply that is its date in law."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    direction: Literal["in", "out"]
    channel: Literal["note_verbale", "letter", "fax", "telephone", "other"]
    party: str = Field(max_length=40)
    organ: str = Field(max_length=200)
    came_at: Annotated[str, Field(max_length=40), WithJsonSchema({"type": "string", "format": "date-time"})]
    summary: str = Field(max_length=4000)
    number: str = Field("", max_length=100)
    dated_on: Day | None = None
    language: str = Field("en", max_length=10)
    scan: Annotated[FileStorage | None, WithJsonSchema({"type": "string", "format": "binary"})] = None


class AsAct(Body):
    """The step of a case as which a paper is registered, on which relation, with what it says in the form of the
    step."""

    case: str = Field(max_length=40)
    step: str = Field(max_length=80)
    track: str | None = Field(None, max_length=200)
    filing: dict[str, Any]


class ServiceProved(Body):
    """The act whose service an outgoing paper proves."""

    case: str = Field(max_length=40)
    act: int = Field(ge=0, le=2**31 - 1)


class Objection(Body):
    """What is wrong with an act that was registered in the own party's name."""

    words: str = Field(min_length=1, max_length=4000)


NOTE = {
    "direction": "in",
    "channel": "note_verbale",
    "party": "FRA",
    "organ": "Ministry for Europe and Foreign Affairs",
    "number": "NV 17/2026",
    "dated_on": "2026-11-21",
    "came_at": "2026-11-22T09:30:00Z",
    "language": "fr",
    "summary": "France gives the berth for ten days.",
}
REPLY = {"case": "BERTH-2026-ABC234", "step": "give", "filing": {"text": "The berth is given for ten days."}}


class CaseQuery(Query):
    """The case to which a paper belongs."""

    case: str = Field(max_length=40, description="Reference of the case.")


@noun.get("/papers", answers=PaperList, query=PaperQuery, refuses=(403, 404, 422))
def index(asked: Asked) -> Answer:
    """List the papers of the own secretariat, the last registered first.

    404 for whoever is no secretariat.
    """
    papers.require_secretariat(asked.by)
    query = asked.query
    try:
        lines = pages.papers_after(reader(), asked.by, query.after, query.size + 1)
    except Unknown:
        raise nowhere() from None
    onward, headers = following(lines[query.size - 1].ref if len(lines) > query.size else None)
    return Answer(PaperList(tuple(paper_item(one, PREFIX) for one in lines[: query.size]), onward), headers=headers)


@noun.post(
    "/papers",
    answers=PaperValue,
    status=201,
    upload=PaperToRegister,
    refuses=(403, 404, 409, 413, 415, 422),
    example=NOTE,
    follows={"papers_show": {"ref": "$response.body#/ref"}},
)
def register(asked: Asked) -> Answer:
    """Register a paper with its scan.

    409 with the reference of the first where it stands in the register already, so that a request may be repeated.
    """
    papers.require_secretariat(asked.by)
    given, came_at = asked.body, _instant(asked.body.came_at)
    new = NewPaper(
        given.direction,
        given.channel,
        given.number.strip(),
        given.dated_on,
        came_at,
        given.party,
        given.organ.strip(),
        given.language,
        given.summary.strip(),
    )
    faults = papers.faults_of(reader(), new, asked.at)
    if faults:  # before anything of its scan is kept
        raise Malformed(faults)
    ref = keep_paper(asked.by, replace(new, scan=keep_scan(given.scan)) if given.scan else new, asked.at)
    value = _paper(asked, ref)
    return Answer(value, headers={"Location": value.hrefs["self"]})


def _instant(text: str) -> datetime:
    """Read an instant (RFC 3339); Misfit for what is none."""
    try:
        found = datetime.fromisoformat(text).astimezone(UTC) if "T" in text else None
    except (ValueError, OverflowError):
        found = None
    if found is None or datetime.fromisoformat(text).tzinfo is None or not 1900 <= found.year <= 2999:
        raise Misfit([("/came_at", _("Give an instant with its distance from UTC, such as 2026-11-20T09:30:00Z."))])
    return found


def _paper(asked: Asked, ref: str) -> PaperValue:
    close_reader()
    return paper_value(pages.paper_page(reader(), asked.by, ref), PREFIX)


@noun.get("/papers/<ref>", answers=PaperValue, refuses=(403, 404))
def show(asked: Asked, ref: str) -> PaperValue:
    """Show one paper of the own secretariat, and what can be done with it."""
    return _paper(asked, ref)


@noun.get("/papers/<ref>/scan", refuses=(403, 404), raw="application/octet-stream")
def give_scan(asked: Asked, ref: str) -> Response:
    """Give the scan of a paper to its own secretariat."""
    return scan_of(ref)


@noun.get("/cases/<ref>/acts/<int:n>/papers/<paper>", refuses=(404,), raw="application/octet-stream")
def give_scan_of_act(asked: Asked, ref: str, n: int, paper: str) -> Response:
    """Give the scan of a paper beside an act to whoever may see the act."""
    return scan_beside(ref, n, paper)


@noun.get("/papers/<ref>/attach", answers=Attachable, query=CaseQuery, refuses=(403, 404, 409, 422))
def choose(asked: Asked, ref: str) -> Attachable:
    """Show as which steps of a case a paper may be registered, each with the schema of its filing.

    409 where it belongs to an act already, 422 where there is no such case in which the secretariat takes part.
    """
    try:
        return attachable(_found(asked, ref, asked.query.case), PREFIX)
    except Malformed as fault:
        raise Misfit((f"?{where}", sentence) for where, sentence in fault.fields.items()) from None


def _found(asked: Asked, ref: str, case: str) -> Attaching:
    return attaching(reader(), parts().docket, asked.by, ref, case.strip().upper(), asked.at)


@noun.post(
    "/papers/<ref>/attach",
    answers=ActReceipt,
    status=201,
    body=AsAct,
    refuses=(403, 404, 409, 422),
    tagged=True,
    example=REPLY,
    follows={"acts_show": {"ref": "$response.body#/case", "n": "$response.body#/n"}},
)
def attach(asked: Asked, ref: str) -> Answer:
    """Register a paper as a step in the name of its party.

    Its date in law is when the paper came. A paper stands once only: 409 where it belongs to an act already. Documents
    that came with it are attached to the case first, and named by their digest.
    """
    new = asked.body
    found = _found(asked, ref, new.case)
    if new.step not in found.specs:
        raise Unknown
    paper, row = found.paper, found.row
    filed = Filed(new.step, new.track or None, new.filing, on=row.came_at, language=row.language, paper=paper)
    receipt = parts().docket.take(asked.by, found.seen.row.ref, filed, at=asked.at)
    close_reader()
    return receipted(asked, receipt)


@noun.post(
    "/papers/<ref>/serve",
    answers=PaperValue,
    body=ServiceProved,
    refuses=(403, 404, 409, 422),
    example={"case": "BERTH-2026-ABC234", "act": 1},
)
def serve(asked: Asked, ref: str) -> PaperValue:
    """Let an outgoing paper prove the service of an act on its addressee.

    409 where that service is proved by this channel already, 422 where the act is not served on this party.
    """
    case, act = asked.body.case.strip().upper(), asked.body.act
    with writing() as connection:
        papers.prove_service(connection, asked.by, ref, case, act, asked.at)
    return _paper(asked, ref)


@noun.post(
    "/cases/<ref>/acts/<int:n>/objection",
    answers=ActValue,
    status=201,
    body=Objection,
    refuses=(404, 409, 422),
    example={"words": "This note did not come from our ministry."},
)
def object_to(asked: Asked, ref: str, n: int) -> Answer:
    """Say for the own party that an act registered in its name is not its own.

    Once, within the period that the act names, by whoever may dispatch; it stands beside the act for all who see it,
    and changes nothing else.
    """
    keep_objection(ref, n, asked.body.words.strip())
    close_reader()
    return Answer(act_value(act_read(ref, n), PREFIX))
