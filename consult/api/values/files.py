"""Files that were asked for, and reports with their figures, as a machine reads them."""

from collections.abc import Mapping
from datetime import datetime

from consult.pages.outputs import OutputLine
from consult.pages.reports import CaseLine, Drawn, FigureLine, FigurePage
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FileValue:
    """One file that was asked for: what it is, and how far: `waiting`, `working`, `ready`, `failed` (`reason` says
    why) or `gone`; so many of its pieces are `done`. A ready one has `content`, its digest (SHA-256), its size, and
    until when it lies there."""

    key: str
    what: str
    title: str
    state: str
    done: int
    total: int
    reason: str
    name: str
    media: str
    digest: str
    size: int
    asked_at: datetime
    ready_until: datetime | None
    is_mine: bool
    may_retry: bool
    hrefs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FileList:
    """A page of the files that people of the own party asked for, the newest first."""

    items: tuple[FileValue, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One number of a report: as its annex names it, its key, its sentence, how many acts stand behind it, and how it
    was reckoned."""

    number: str
    key: str
    value: int
    sentence: str
    acts: int
    reckoned: str


@dataclass(frozen=True, slots=True)
class ReportedCase:
    """A case in scope of a report, and whose consent is missing where it is not told."""

    case: str
    procedure: str
    stage: str
    parties: tuple[str, ...]
    is_public: bool
    missing: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class FiguresValue:
    """A report as it would be now, by its digest: its figures, the cases that it tells and withholds, and what whoever
    signs should know before. Asked for with the same `at`, it is the same."""

    digest: str
    at: datetime
    figures: tuple[FigureValue, ...]
    told: tuple[ReportedCase, ...]
    withheld: tuple[ReportedCase, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceValue:
    """An act behind a figure: its day, its entry in the log, and the size of the checkpoint over it."""

    case: str
    act: int
    on: datetime
    entry: int | None
    checkpoint: int | None
    href: str


@dataclass(frozen=True, slots=True)
class FigureWithActs:
    """One figure with the acts from which it was made, and the digest of its report."""

    figure: FigureValue
    digest: str
    acts: tuple[SourceValue, ...]


def file_value(line: OutputLine, base: str) -> FileValue:
    """Write a file from its line on the page.

    Long because: one line a field.
    """
    here, is_ready = f"{base}/files/{line.key}", line.state == "ready"
    hrefs = {"self": here}
    hrefs |= {"content": f"{here}/content"} if is_ready else {}
    hrefs |= {"retry": f"{here}/retry"} if line.may_retry else {}
    return FileValue(
        key=line.key,
        what=line.what,
        title=line.title,
        state=line.state,
        done=line.done,
        total=line.total,
        reason=line.reason,
        name=line.name,
        media=line.media,
        digest=line.digest,
        size=line.size,
        asked_at=line.asked_at,
        ready_until=line.expires_at if is_ready else None,
        is_mine=line.is_mine,
        may_retry=line.may_retry,
        hrefs=hrefs,
    )


def figures_value(drawn: Drawn, base: str) -> FiguresValue:
    """Write a report as it would be."""
    return FiguresValue(
        drawn.digest,
        drawn.at,
        tuple(_figure(one) for one in drawn.figures),
        tuple(_case(one, base) for one in drawn.told),
        tuple(_case(one, base) for one in drawn.withheld),
        drawn.warnings,
    )


def figure_with_acts(page: FigurePage, base: str) -> FigureWithActs:
    """Write one figure from its page."""
    acts = tuple(
        SourceValue(one.case, one.act, one.on, one.entry, one.checkpoint, f"{base}/cases/{one.case}/acts/{one.act}")
        for one in page.acts
    )
    return FigureWithActs(_figure(page.line), page.digest, acts)


def _figure(one: FigureLine) -> FigureValue:
    return FigureValue(one.number, one.key, one.value, one.sentence, one.acts, one.reckoned)


def _case(one: CaseLine, base: str) -> ReportedCase:
    """Write a case in scope."""
    here = f"{base}/cases/{one.ref}"
    return ReportedCase(one.ref, one.procedure, one.stage, one.parties, one.is_public, one.missing, here)
