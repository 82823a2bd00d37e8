"""Filings as a machine reads them: the list without words, and one with its words and the schema of its edition."""

from collections.abc import Mapping
from typing import Any

from consult.api.values.acts import FilingValue
from consult.api.values.cases import ActLine, act_line
from consult.pages.cases.filed import FilingLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FilingItem:
    """One paper of a case: of which kind, in which language, whose, and the act by which it was filed; `href` leads to
    its words. To list it receives nothing."""

    n: int
    kind: str
    title: str
    language: str
    party: str
    act: ActLine
    href: str


@dataclass(frozen=True, slots=True)
class FilingList:
    """A page of papers in the order of recording; `next` is the address of the page that follows."""

    items: tuple[FilingItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class FilingOfAct:
    """What was filed with an act, and the schema of what its step asks: in the edition under which it was taken."""

    case: str
    n: int
    step: str
    filing: FilingValue
    schema: Mapping[str, Any]
    hrefs: Mapping[str, str]


def filing_item(line: FilingLine, case: str, tracks: frozenset[str]) -> FilingItem:
    """Write one paper of the list."""
    href, n = f"{case}/acts/{line.entry.n}/filing", line.entry.n
    return FilingItem(
        n, line.kind, line.title, line.language, line.author, act_line(line.entry, case, tracks), href
    )  # fmt: skip
