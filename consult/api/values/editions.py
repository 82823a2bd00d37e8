"""Editions of a procedure as a machine reads them, and two of them told apart in words."""

from consult.pages.editions import EditionsComparedPage, EditionsPage, EditionView
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class EditionItem:
    """One edition: `name` is that by which it is compared, `digest` that of its text; `today` says that a case opened
    today would run on it."""

    name: str
    procedure: str
    words: str
    digest: str
    today: bool
    href: str


@dataclass(frozen=True, slots=True)
class EditionList:
    """The editions of a procedure that the asker may know: the one of today first."""

    items: tuple[EditionItem, ...]


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """One line: what it says in the first edition and what in the second; empty where it says nothing."""

    what: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class EditionChange:
    """One state, step, limit or question that was added, removed or changed, in which part of the procedure."""

    part: str
    kind: str
    key: str
    name: str
    lines: tuple[ChangedWords, ...]


@dataclass(frozen=True, slots=True)
class EditionsCompared:
    """Two editions, and what was added, removed and changed from the first to the second."""

    one: EditionItem
    other: EditionItem
    same: bool
    added: int
    removed: int
    changed: int
    changes: tuple[EditionChange, ...]


def edition_list(page: EditionsPage, base: str) -> EditionList:
    """Write the editions of a procedure from their page."""
    href = f"{base}/editions/{page.present}"
    present = EditionItem(page.key, page.key, page.name, page.present, True, href)
    return EditionList((present, *(_item(one, base, one.digest == page.present) for one in page.in_use)))


def _item(one: EditionView, base: str, today: bool) -> EditionItem:
    return EditionItem(one.name, one.key, one.words, one.digest, today, f"{base}/editions/{one.digest}")


def editions_compared(page: EditionsComparedPage, base: str) -> EditionsCompared:
    """Write two editions from the page that tells them apart."""
    changes = (
        EditionChange(
            part.key,
            one.kind,
            one.key,
            one.name,
            tuple(ChangedWords(line.what, line.one, line.other) for line in one.lines),
        )
        for part in page.parts
        for one in part.changes
    )
    one, other = (_item(each, base, "@" not in each.name) for each in (page.one, page.other))
    return EditionsCompared(one, other, page.is_same, page.added, page.removed, page.changed, tuple(changes))
