"""Decisions under silence as a machine reads them: each text that was frozen, its instant, what must be there, who
spoke."""

from collections.abc import Iterable
from datetime import datetime

from consult.api.values.cases import Named
from consult.api.values.instants import in_utc
from consult.api.values.law import Under, under_of
from consult.pages.silence_board import BoardPage
from consult.pages.silence_values import Needed, SilenceView, Spoken
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class SpokenValue:
    """What somebody said or did in a silence, by which act; no party where the clock did it."""

    party: str
    name: str
    at: datetime
    act: int
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class NeededValue:
    """One thing that must be there while silence runs: whether it is, and what is missing."""

    words: str
    met: bool
    missing: str


@dataclass(frozen=True, slots=True)
class SilenceItem:
    """One text under silence. `status` is running, stopped, adopted, broken or ended; it ends at the instant `ends_at`,
    by the rule of `binding`; `zone` is that in which the own party reads instants. `silent` are those entitled who did
    not object."""

    case: str
    case_title: str
    procedure: str
    exercise: bool
    act: int
    opened_at: datetime
    opened_by: Named
    heading: str
    text: str
    digest: str
    status: str
    says: str
    ends_at: datetime | None
    zone: str
    left: str
    binding: str
    under: tuple[Under, ...]
    needed: tuple[NeededValue, ...]
    entitled: tuple[Named, ...]
    silent: tuple[Named, ...]
    broke: tuple[SpokenValue, ...]
    explained: tuple[SpokenValue, ...]
    late: tuple[SpokenValue, ...]
    clock: tuple[SpokenValue, ...]
    letter: SpokenValue | None
    href: str


@dataclass(frozen=True, slots=True)
class SilenceList:
    """Texts under silence, the next instant first, then the results, the last one first; as of a moment."""

    items: tuple[SilenceItem, ...]
    next: str | None
    at: datetime


def silence_list(page: BoardPage, status: str, base: str) -> SilenceList:
    """Write the board from its page, those of one status where that is asked for."""
    found = (one for one in (*page.live, *page.over) if status in ("", one.status))
    return SilenceList(tuple(_item(one, f"{base}/cases/{one.ref}") for one in found), None, page.now)


def _item(one: SilenceView, case: str) -> SilenceItem:
    """Write one silence. Long because: one line a field."""
    return SilenceItem(
        case=one.ref,
        case_title=one.case_title,
        procedure=one.procedure_title,
        exercise=one.exercise,
        act=one.n,
        opened_at=one.opened_at,
        opened_by=Named(one.opener, one.opened_by),
        heading=one.heading,
        text=one.words,
        digest=one.digest,
        status=one.status,
        says=one.says,
        ends_at=in_utc(one.ends_at),
        zone=one.zone,
        left=one.left,
        binding=one.binding,
        under=under_of(one.under),
        needed=tuple(map(_needed, one.needed)),
        entitled=tuple(map(Named, one.entitled_keys, one.entitled)),
        silent=tuple(map(Named, one.silent_keys, one.silent)),
        broke=_spoken(one.broke, case),
        explained=_spoken(one.explained, case),
        late=_spoken(one.late, case),
        clock=_spoken(one.clock, case),
        letter=_spoken((one.letter,), case)[0] if one.letter else None,
        href=case,
    )


def _needed(one: Needed) -> NeededValue:
    return NeededValue(one.words, one.met, one.missing)


def _spoken(lines: Iterable[Spoken], case: str) -> tuple[SpokenValue, ...]:
    return tuple(SpokenValue(one.key, one.party, one.at, one.n, one.words, f"{case}/acts/{one.n}") for one in lines)
