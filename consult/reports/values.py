"""What a report says: figures and lines with the acts they were reckoned from, in sections; and apart from it what is
withheld, for the author's eyes alone.

An act is named as in the record: `OST9-2026-ABCDEF/3` is act 3 of that case. Whatever stands in a `Section` may leave
in the reach of the report; `Withheld` never does.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from consult.reports.scope import Scope
from workflows.kernel.frozen import dataclass

if TYPE_CHECKING:
    from consult.reports.matters import Facts

Cell = str | int | None
Unit = Literal["cases", "acts", "limits", "seconds", "points", "texts"]
FORMAT = "consult-report/1"
ANNEX = "annex"
"""The key of the annex of sources, which is made of all other sections."""


@dataclass(frozen=True, slots=True)
class Source:
    """An act that something was reckoned from: its case and number, the moment in law, its entry in the log, and the
    size of the first checkpoint of the annex that covers it; None where no such was signed by the report's instant."""

    id: str
    case: str
    act: int
    on: datetime
    entry: int | None = None
    checkpoint: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with the sentence that tells it.

    A count equals the number of its sources, or `reckoned` says how it is made. `is_told` says whether the sentence
    stands as a paragraph; else the number stands in a table. `cases` are those it is about.
    """

    key: str
    value: int
    unit: Unit
    sentence: str
    sources: tuple[str, ...] = ()
    reckoned: str = ""
    is_told: bool = True
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a listing: its key, its heading, and what stands in it; dates are written as RFC 3339 has them."""

    key: str
    heading: str
    kind: Literal["text", "number", "code", "date"] = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a listing, with the acts that it was made from."""

    cells: tuple[Cell, ...]
    sources: tuple[str, ...] = ()
    case: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of a section."""

    key: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report; `is_annex` puts it behind the text. `caveat` says what it does not tell."""

    key: str
    title: str
    figures: tuple[Figure, ...] = ()
    listings: tuple[Listing, ...] = ()
    caveat: str = ""
    is_annex: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A checkpoint of the log in the annex: when it was signed, how many entries it covers, the root in base64."""

    signed_at: datetime
    size: int
    root: str


NO_CONSENT = "no_consent"
"""Why a case is withheld: a State with a stake in it did not consent."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why a case of the author is not told: the reason, and the parties whose consent is missing."""

    case: str
    reason: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """In what a report differs from an earlier one of the same scope, without naming what is told no more: how many
    cases went and came, and the figures that changed, each with its number before and now."""

    since: str
    gone: int
    came: int
    figures: tuple[tuple[str, int, int], ...] = ()

    @property
    def is_any(self) -> bool:
        """Say whether anything differs."""
        return bool(self.gone or self.came or self.figures)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it was built.

    `digest` is the SHA-256 of its machine form without the digest. `withheld` and `facts` are for the author alone and
    stand in no output.
    """

    scope: Scope
    title: str
    author: str
    joint: tuple[str, ...]
    body: str
    session: str
    item: str
    kind: str
    exercise: bool
    sections: tuple[Section, ...]
    marks: tuple[Mark, ...]
    sources: tuple[Source, ...]
    consents: Mapping[str, datetime]
    names: Mapping[str, str]
    digest: str = ""
    changes: Changes | None = None
    withheld: Mapping[str, Withheld] = field(default_factory=dict, repr=False)
    facts: "Facts | None" = field(default=None, repr=False, compare=False)

    def section(self, key: str) -> Section | None:
        """Find a section by its key."""
        return next((one for one in self.sections if one.key == key), None)

    def figure(self, key: str) -> Figure | None:
        """Find a figure by its key."""
        return next((one for section in self.sections for one in section.figures if one.key == key), None)

    @property
    def cases(self) -> frozenset[str]:
        """The references of the cases that it tells of."""
        return frozenset(one.case for one in self.sources)
