"""One act as a machine reads it: what its page shows, with the filing as values, its service and its receipt."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from consult.api.values.cases import ActLine, DeadlineValue, act_line, deadline_value
from consult.api.values.law import Under, under_of
from consult.api.values.papers import BesideActValue, beside_act_value
from consult.pages.cases.act import ActPage, PassedStage
from consult.pages.cases.service import ServiceLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ActList:
    """A page of the timeline; `next` is the address of the page that follows."""

    items: tuple[ActLine, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class FilingValue:
    """What was filed with an act, as far as the asker may read it: `values` by the keys of its questions. `is_part`
    says that there is more; `digest` is that of what is given, of all of it for its author. `erased` words are gone."""

    kind: str
    title: str
    language: str
    digest: str
    is_part: bool
    erased: bool
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MoveValue:
    """One move of a service: what happened, when, and the proof as the other side gave it."""

    state: str
    at: datetime
    said: str


@dataclass(frozen=True, slots=True)
class ServiceValue:
    """How far the service of an act on one addressee came by one channel."""

    party: str
    party_name: str
    channel: str
    state: str
    changed_at: datetime
    waits: bool
    moves: tuple[MoveValue, ...]


@dataclass(frozen=True, slots=True)
class SignatureValue:
    """The signature of the State under an act: the key, whether it holds, and why not."""

    key: str
    holds: bool
    faults: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ActValue:
    """One act of the record: what was done, by whom and in what capacity, on which basis, what was filed, what it
    started, how it was served, and where it stands in the log. `system` is the one through which the own party took
    it; `power` is the kind of instrument under which the person acted, empty where the act does not say. Of an act in
    another party's name `party` is the one whose act it is, `party_name` who took it, `on_behalf_of` for whom.
    `clearance` are the stages of the own party through which its text went."""

    case: str
    n: int
    line: ActLine
    party: str
    party_name: str
    organ: str
    capacity: str
    on_behalf_of: str
    power: str
    cleared_office: str
    clearance: tuple[PassedStage, ...]
    system: str
    basis: tuple[Under, ...]
    effect: str
    filing: FilingValue | None
    deadlines: tuple[DeadlineValue, ...]
    service: tuple[ServiceValue, ...]
    signature: SignatureValue | None
    papers: BesideActValue
    log_entry: int | None
    hrefs: Mapping[str, str]


def act_value(page: ActPage, base: str) -> ActValue:
    """Write an act from its page.

    Long because: one line a field, in the order in which they are read.
    """
    case = f"{base}/cases/{page.ref}"
    return ActValue(
        case=page.ref,
        n=page.line.n,
        line=act_line(page.line, case, page.tracks),
        party=page.line.party,
        party_name=page.party,
        organ=page.organ,
        capacity=page.capacity,
        on_behalf_of=page.on_behalf_of,
        power=page.power,
        cleared_office=page.cleared_office,
        clearance=page.stages,
        system=page.system,
        basis=under_of(page.basis),
        effect=page.effect,
        filing=filing_value(page),
        deadlines=tuple(deadline_value(one) for one in page.limits),
        service=tuple(service_value(one) for one in page.service.lines),
        signature=_signature(page),
        papers=beside_act_value(page.beside, f"{case}/acts/{page.line.n}"),
        log_entry=page.seq,
        hrefs=_hrefs(page, case),
    )


def _hrefs(page: ActPage, case: str) -> dict[str, str]:
    """Say where what belongs to an act is had."""
    here = f"{case}/acts/{page.line.n}"
    found = {"self": here, "case": case, "service": f"{case}/service?n={page.line.n}"}
    found |= {"receipt": f"{here}/receipt"} if page.seq is not None else {}
    found |= {"statement": f"{here}/statement.txt"} if page.signature and page.signature.note else {}
    endings = ("pdf", "docx", "html") if page.text else ()
    filing = {"filing": f"{here}/filing"} if page.filing else {}
    return found | filing | {f"paper_{ending}": f"{here}/paper.{ending}" for ending in endings}


def service_value(one: ServiceLine) -> ServiceValue:
    """Write how far the service of an act on one addressee came by one channel."""
    moves = tuple(MoveValue(move.state, move.at, move.said) for move in one.moves)
    return ServiceValue(one.key, one.party, one.channel, one.state, one.changed_at, one.waits, moves)


def filing_value(page: ActPage) -> FilingValue | None:
    """Write what was filed with an act, as far as the asker may read it."""
    if not page.filing:
        return None
    return FilingValue(
        page.filing, page.paper_title, page.language, page.digest, page.is_part, page.erased, page.values
    )


def _signature(page: ActPage) -> SignatureValue | None:
    signed = page.signature
    if signed is None or not signed.key:
        return None
    return SignatureValue(signed.key, signed.holds, tuple(str(one) for one in signed.faults), signed.note or "")
