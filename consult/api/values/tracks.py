"""Relations of a case as a machine reads them: the list, and one with its parties and limits."""

from collections.abc import Mapping

from consult.api.values.cases import DeadlineValue, Named, TrackValue, deadline_value, track_value
from consult.pages.cases.lines import TrackLine
from consult.pages.cases.tracks import TrackPage
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class TrackItem:
    """One relation in the list."""

    key: str
    track: TrackValue
    href: str


@dataclass(frozen=True, slots=True)
class TrackList:
    """The relations of a case in the order in which they were opened; `next` is the address of the page that
    follows."""

    items: tuple[TrackItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class TrackOfCase:
    """One relation with the parties to it and the limits that run on it; the offers on it stand with the case."""

    case: str
    track: TrackValue
    parties: tuple[Named, ...]
    deadlines: tuple[DeadlineValue, ...]
    hrefs: Mapping[str, str]


def track_item(line: TrackLine, case: str) -> TrackItem:
    """Write one relation of the list."""
    return TrackItem(line.key, track_value(line), f"{case}/tracks/{line.key}")


def track_of_case(page: TrackPage, ref: str, case: str) -> TrackOfCase:
    """Write one relation from its page."""
    here = f"{case}/tracks/{page.line.key}"
    return TrackOfCase(
        ref,
        track_value(page.line),
        tuple(Named(*one) for one in page.parties),
        tuple(deadline_value(one) for one in page.limits),
        {"self": here, "case": case, "filings": f"{case}/filings?track={page.line.key}"},
    )
