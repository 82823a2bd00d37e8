"""Registering a paper as a step of a case: which steps it can be, the form of the chosen one, what is wrong with it,
and the documents that came with it, which are the secretariat's until the act has filed them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import ByPaper, Docket, Seen
from consult.docket.by_paper import lent_hand, require_no_neutral, steps_by_paper, steps_not_by_paper
from consult.documents import papers
from consult.forms import FormView, draw
from consult.i18n import _
from consult.pages.attached import AttachedLine, ask_for_documents, attached_lines
from consult.pages.cases.lines import title_of_case
from consult.pages.cases.offered import party_choices
from consult.pages.cases.papers import address_of, document_choices
from consult.pages.fields import Option
from consult.pages.papers import PaperView, paper_view
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.by_paper import KEPT_APART
from workflows.kernel.fields import OPTIONAL, FilingSpec
from workflows.kernel.frozen import dataclass

LEVELS_BY_PAPER = ("C0", "C1", "C2", "C3")
"""Levels of a document that came with a paper: what is for one delegation alone does not come by way of an office."""


def asked_of_paper(spec: FilingSpec) -> FilingSpec:
    """Leave out what may be left open and is for one delegation alone: only the secretariat could read it there."""
    return replace(spec, fields=tuple(f for f in spec.fields if f.level not in KEPT_APART or f.need != OPTIONAL))


def answered_with(spec: FilingSpec, body: Mapping[str, Any], digest: str) -> dict[str, Any]:
    """Answer the first question for a document that has no answer yet with one that was just attached, so that it is
    not left out by an oversight."""
    first = next((f.key for f in spec.fields if f.kind == "document" and not body.get(f.key)), None)
    return {**body, first: {"digest": digest}} if first else dict(body)


@dataclass(frozen=True, slots=True)
class AttachPage:
    """The form by which a paper becomes a step, or before it the choice of the step."""

    title: str
    paper: PaperView
    case_ref: str
    case_title: str
    steps: tuple[Option, ...]
    step: str
    track: str
    parties: tuple[Option, ...]
    asks_track: bool
    form: FormView | None
    takes_documents: bool
    documents: tuple[AttachedLine, ...]
    levels: tuple[str, ...]
    refused: str
    why_not: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attaching:
    """A paper, the case and the step that it is to be registered as."""

    row: Any
    seen: Seen
    paper: ByPaper
    specs: Mapping[str, FilingSpec]
    titles: Mapping[str, str]
    on_tracks: frozenset[str]
    why_not: tuple[str, ...]


def attaching(conn: Connection, docket: Docket, by: Standing, ref: str, case_ref: str, now: datetime) -> Attaching:
    """Find a paper that is free and a case that its keeper may see and holds no neutral office in; Malformed where
    there is no such case.

    Long because: one line a field of what was found.
    """
    row = papers.find(conn, by, ref)
    if row.direction != papers.IN:
        raise Unknown
    if row.act_id is not None:
        raise Closed(
            _("This paper belongs to act %(number)s of %(ref)s already; a paper stands once only.",
              number=row.n, ref=row.case_ref)
        )  # fmt: skip
    try:
        seen = docket.see(conn, by, case_ref, now)
    except Unknown:
        raise Malformed({"case": _("There is no such case in which the secretariat takes part.")}) from None
    require_no_neutral(seen.case, by)
    paper = ByPaper(row.id, row.digest, row.party)
    hand, world = lent_hand(by, seen.procedure, now, paper), docket.world(conn, now, seen.row.id)
    steps = tuple(steps_by_paper(seen, hand, now, world))
    return Attaching(
        row,
        seen,
        paper,
        {step.key: asked_of_paper(step.filing) for step in steps if step.filing},
        {step.key: law(step.title) for step in steps},
        frozenset(step.key for step in steps if step.track),
        tuple(law(one.sentence) for one in steps_not_by_paper(seen, hand, now, world)),
    )


def attach_page(
    conn: Connection,
    found: Attaching,
    by: Standing,
    now: datetime,
    *,
    step: str = "",
    track: str = "",
    body: Mapping[str, Any] | None = None,
    faults: Sequence[tuple[str, str]] = (),
    refused: str = "",
    language: str = "en",
) -> AttachPage:
    """Draw up the choice of the step, and with a step its form over what was typed, and why a document was `refused`.

    Long because: one line a field of the page, and one an argument of the form.
    """
    parties = party_choices(conn, now, by.party_zone)
    form, mine = None, _documents(conn, by, found.seen.row) if step else []
    if step:
        form = draw(
            found.specs[step],
            body or {},
            faults,
            parties=parties,
            own=found.paper.party,
            organs=casebook.organs_of_party(conn, found.paper.party),
            documents=document_choices(found.seen.row.ref, mine),
            zones=casebook.zones_of(conn, by.party_zone),
            language=language,
            href=address_of,
        )
    return AttachPage(
        title=_("Register as a step of a case"),
        paper=paper_view(found.row),
        case_ref=found.seen.row.ref,
        case_title=title_of_case(found.seen.row),
        steps=tuple(Option(key, title) for key, title in found.titles.items()),
        step=step,
        track=track,
        parties=tuple(Option(str(one[0]), str(one[1])) for one in parties),
        asks_track=step in found.on_tracks,
        form=form,
        takes_documents=bool(step) and ask_for_documents(found.specs[step].fields),
        documents=attached_lines(conn, by, found.seen.row.id, mine),
        levels=LEVELS_BY_PAPER,
        refused=refused,
        why_not=found.why_not if not found.specs else (),
    )


def _documents(conn: Connection, by: Standing, case: Any) -> list[Any]:
    """List the secretariat's own documents in a case, filed ones among them."""
    return [one for one in casebook.documents_of(conn, Viewer.of(by), case) if one.party == by.party_key]
