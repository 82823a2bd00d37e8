"""Papers by other channels as a machine reads them: the register, one paper, what it may become, and what stands beside
an act.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from consult.forms.schema import filing_schema
from consult.pages.attaching import Attaching
from consult.pages.papers import BesideAct, PaperLine, PaperPage, PaperView
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One registered paper in short: whether it came in or went out, and the act that it was registered as or whose
    service it proves."""

    ref: str
    direction: str
    channel: str
    number: str
    party_name: str
    came_at: datetime
    case: str
    act: int | None
    objected: bool
    href: str


@dataclass(frozen=True, slots=True)
class PaperList:
    """The register of papers, the last registered first; `next` is the address of the page that follows."""

    items: tuple[PaperItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class PaperValue:
    """One registered paper with all that was registered of it. `digest` tells it from every other; `objection` is what
    the party in whose name it was registered said of it; `is_free` that it belongs to no act yet."""

    ref: str
    direction: str
    channel: str
    number: str
    party_name: str
    organ: str
    dated_on: date | None
    came_at: datetime
    language: str
    summary: str
    digest: str
    scan: str
    office: str
    registered_at: datetime
    case: str
    act: int | None
    objection: str
    objected_at: datetime | None
    objector: str
    is_free: bool
    hrefs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BesidePaper:
    """A paper beside an act, with the address of its scan where it has one."""

    ref: str
    channel: str
    number: str
    party_name: str
    organ: str
    dated_on: date | None
    came_at: datetime
    digest: str
    objection: str
    objected_at: datetime | None
    objector: str
    scan: str


@dataclass(frozen=True, slots=True)
class BesideActValue:
    """What stands beside an act of its papers: the one it was registered from, those that prove its service, whether
    the asker may say that it is not its party's (`object`), and until when."""

    source: BesidePaper | None
    proofs: tuple[BesidePaper, ...]
    may_object: bool
    until: datetime | None
    object: str


@dataclass(frozen=True, slots=True)
class AsStep:
    """A step as which a paper may be registered: whether it is taken on a relation, and the schema of its filing."""

    step: str
    title: str
    on_track: bool
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attachable:
    """As which steps of a case a paper may be registered, in the name of its party; and why not as others."""

    paper: str
    case: str
    party: str
    steps: tuple[AsStep, ...]
    why_not: tuple[str, ...]
    attach: str


def paper_item(line: PaperLine, base: str) -> PaperItem:
    """Write a paper in short."""
    return PaperItem(
        line.ref,
        "in" if line.is_in else "out",
        line.channel,
        line.number,
        line.party,
        line.came_at,
        line.case_ref,
        line.n,
        line.objected,
        f"{base}/papers/{line.ref}",
    )


def paper_value(page: PaperPage, base: str) -> PaperValue:
    """Write a paper from its page.

    Long because: one line a field.
    """
    view, line, here = page.view, page.view.line, f"{base}/papers/{page.view.line.ref}"
    hrefs = {"self": here} | ({"scan": f"{here}/scan"} if view.has_scan else {})
    if page.is_free:
        hrefs |= {"attach": f"{here}/attach"} if line.is_in else {"serve": f"{here}/serve"}
    return PaperValue(
        line.ref,
        "in" if line.is_in else "out",
        line.channel,
        line.number,
        line.party,
        view.organ,
        view.dated_on,
        line.came_at,
        view.language,
        view.summary,
        view.digest,
        view.scan_name,
        view.office,
        view.registered_at,
        line.case_ref,
        line.n,
        view.words,
        view.objected_at,
        view.objector,
        page.is_free,
        hrefs,
    )


def beside_act_value(beside: BesideAct, act: str) -> BesideActValue:
    """Write what stands beside an act of its papers."""
    source = _beside(beside.source, act) if beside.source else None
    proofs = tuple(_beside(one, act) for one in beside.proofs)
    where = f"{act}/objection" if beside.may_object else ""
    return BesideActValue(source, proofs, beside.may_object, beside.until, where)


def _beside(view: PaperView, act: str) -> BesidePaper:
    line = view.line
    return BesidePaper(
        line.ref,
        line.channel,
        line.number,
        line.party,
        view.organ,
        view.dated_on,
        line.came_at,
        view.digest,
        view.words,
        view.objected_at,
        view.objector,
        f"{act}/papers/{line.ref}" if view.has_scan else "",
    )


def attachable(found: Attaching, base: str) -> Attachable:
    """Write as which steps a paper may be registered."""
    steps = (
        AsStep(
            key,
            found.titles[key],
            key in found.on_tracks,
            filing_schema(found.specs[key]),
        )
        for key in found.specs
    )
    where = f"{base}/papers/{found.row.ref}/attach"
    return Attachable(found.row.ref, found.seen.row.ref, found.row.party, tuple(steps), found.why_not, where)
