"""What was found as a machine reads it: cases first; excerpts only of what is open to all who see the act."""

from datetime import datetime

from consult.api.values.cases import Named
from consult.library.rows import Named as Row
from consult.pages.search import ActHit, CaseHit, SearchPage
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FoundCase:
    """One case that was found."""

    ref: str
    title: str
    procedure: str
    state: str
    kind: str
    exercise: bool
    href: str


@dataclass(frozen=True, slots=True)
class ExcerptPiece:
    """A piece of an excerpt, and whether it was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class FoundExcerpt:
    """Words around the first that was looked for: of a filing or of a document."""

    kind: str
    pieces: tuple[ExcerptPiece, ...]


@dataclass(frozen=True, slots=True)
class FoundActValue:
    """One act in whose filing or documents the words stand; no excerpt where they are not open to all who see it."""

    case: str
    n: int
    case_title: str
    sentence: str
    at: datetime
    excerpts: tuple[FoundExcerpt, ...]
    href: str


@dataclass(frozen=True, slots=True)
class SearchValue:
    """What holds some words, of all that the asker may see. `next_cases` and `next_acts` lead on in one list; the
    others are short, and stand only where all is searched."""

    cases: tuple[FoundCase, ...]
    next_cases: str | None
    acts: tuple[FoundActValue, ...]
    next_acts: str | None
    activities: tuple[Named, ...]
    parties: tuple[Named, ...]
    procedures: tuple[Named, ...]
    instruments: tuple[Named, ...]


def search_value(page: SearchPage, next_cases: str | None, next_acts: str | None, base: str) -> SearchValue:
    """Write what was found from its page."""
    return SearchValue(
        tuple(_case(one, base) for one in page.cases),
        next_cases,
        tuple(_act(one, base) for one in page.acts),
        next_acts,
        *(tuple(map(_named, rows)) for rows in (page.activities, page.parties, page.procedures, page.instruments)),
    )


def _case(one: CaseHit, base: str) -> FoundCase:
    return FoundCase(one.ref, one.title, one.procedure, one.state, one.kind, one.exercise, f"{base}/cases/{one.ref}")


def _act(one: ActHit, base: str) -> FoundActValue:
    excerpts = (FoundExcerpt(kind, tuple(ExcerptPiece(*piece) for piece in pieces)) for kind, pieces in one.excerpts)
    href = f"{base}/cases/{one.ref}/acts/{one.n}"
    return FoundActValue(one.ref, one.n, one.case_title, one.sentence, one.at, tuple(excerpts), href)


def _named(one: Row) -> Named:
    return Named(one.key, one.name)
