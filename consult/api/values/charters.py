"""Charters of the lunar mechanism as a machine reads them: rights by class, values with what they rest on."""

from collections.abc import Iterable, Mapping

from consult.api.values.cases import Named
from consult.api.values.law import Heading, Under, under_of, under_one
from consult.library import charters as views
from consult.library.rows import Named as Row
from consult.pages.charters import CharterLine, CharterPage, ChartersPage, ComparisonPage
from consult.pages.lunar.words import Caveat, caveat
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class CaveatValue:
    """What everything of the mechanism says of itself: that it is a proposal and no law, and on what that rests."""

    title: str
    sentence: str
    under: tuple[Under, ...]


@dataclass(frozen=True, slots=True)
class CharterItem:
    """One charter in the list."""

    key: str
    title: str
    says: str
    href: str


@dataclass(frozen=True, slots=True)
class CharterList:
    """Every charter; none of them is law."""

    items: tuple[CharterItem, ...]
    caveat: CaveatValue


@dataclass(frozen=True, slots=True)
class CharterClass:
    """One class of participants: who may be in it, and how each right stands, by key."""

    key: str
    name: str
    who: str
    kinds: str
    rights: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CharterRow:
    """One value of a charter, and what it rests on."""

    key: str
    name: str
    value: str
    under: Under


@dataclass(frozen=True, slots=True)
class CharterValue:
    """One charter: classes with their rights, on what each right rests, values, and what it says under each heading."""

    key: str
    title: str
    says: str
    note: str
    caveat: CaveatValue
    rights: tuple[Named, ...]
    rights_under: Mapping[str, Under]
    classes: tuple[CharterClass, ...]
    values: tuple[CharterRow, ...]
    headings: tuple[Heading, ...]
    others: tuple[CharterItem, ...]


@dataclass(frozen=True, slots=True)
class CharterDifference:
    """One value in which two charters differ."""

    name: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class CharterComparison:
    """Two charters side by side, with every value in which they differ."""

    one: CharterItem
    other: CharterItem
    caveat: CaveatValue
    rights: tuple[Named, ...]
    classes: Mapping[str, tuple[CharterClass, ...]]
    differences: tuple[CharterDifference, ...]


def caveat_value(found: Caveat) -> CaveatValue:
    """Write what the mechanism says of itself."""
    return CaveatValue(found.title, found.sentence, under_of(found.under))


def charter_list(page: ChartersPage, base: str) -> CharterList:
    """Write the list from its page."""
    return CharterList(tuple(_item(one, base) for one in page.lines), caveat_value(caveat()))


def charter_value(page: CharterPage, base: str) -> CharterValue:
    """Write one charter from its page."""
    return CharterValue(
        page.line.key,
        page.title,
        page.line.says,
        page.note,
        caveat_value(caveat()),
        tuple(map(_named, page.rights)),
        {one.key: under_one(cited) for one, (_name, cited) in zip(page.rights, page.cited_rights, strict=True)},
        _classes(page.classes, page.rights),
        tuple(CharterRow(one.key, one.name, one.value, under_one(one.cited)) for one in page.values),
        tuple(Heading(*one) for one in page.headings),
        tuple(_item(one, base) for one in page.others),
    )


def charter_comparison(page: ComparisonPage, base: str) -> CharterComparison:
    """Write two charters from the page that sets them side by side."""
    return CharterComparison(
        _item(page.one, base),
        _item(page.other, base),
        caveat_value(caveat()),
        tuple(map(_named, page.rights)),
        {line.key: _classes(rows, page.rights) for line, rows in page.classes},
        tuple(CharterDifference(one.name, one.one, one.other) for one in page.differences),
    )


def _item(one: CharterLine, base: str) -> CharterItem:
    return CharterItem(one.key, one.title, one.says, f"{base}/charters/{one.key}")


def _classes(rows: Iterable[views.ClassRow], rights: tuple[Row, ...]) -> tuple[CharterClass, ...]:
    keys = [one.key for one in rights]
    return tuple(
        CharterClass(one.key, one.name, one.who, one.kinds, dict(zip(keys, one.rights, strict=True))) for one in rows
    )


def _named(one: Row) -> Named:
    return Named(one.key, one.name)
