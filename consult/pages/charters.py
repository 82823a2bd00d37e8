"""The list of charters of the lunar mechanism, the page of one, and two of them side by side."""

from consult.citations import Cited, law
from consult.i18n import _
from consult.library import charters as views
from consult.library.rows import Named
from consult.refusals import Unknown
from workflows.kernel.frozen import dataclass
from workflows.lunar.charters import Charter, charters


@dataclass(frozen=True, slots=True)
class CharterLine:
    """One charter in the list."""

    key: str
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class ChartersPage:
    """Every charter, and the pairs that can be told apart."""

    title: str
    lines: tuple[CharterLine, ...]
    pairs: tuple[tuple[CharterLine, CharterLine], ...]


@dataclass(frozen=True, slots=True)
class CharterPage:
    """One charter: rights by class, values, and what it says under each heading of the checklist."""

    title: str
    line: CharterLine
    note: str
    rights: tuple[Named, ...]
    classes: tuple[views.ClassRow, ...]
    cited_rights: tuple[tuple[str, Cited], ...]
    values: tuple[views.ValueRow, ...]
    headings: tuple[tuple[str, str], ...]
    others: tuple[CharterLine, ...]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Two charters side by side, and each value in which they differ."""

    title: str
    one: CharterLine
    other: CharterLine
    rights: tuple[Named, ...]
    classes: tuple[tuple[CharterLine, tuple[views.ClassRow, ...]], ...]
    differences: tuple[views.DifferenceRow, ...]


def charters_page() -> ChartersPage:
    """Draw up the list."""
    lines = tuple(_line(one) for one in charters().values())
    pairs = tuple((one, other) for i, one in enumerate(lines) for other in lines[i + 1 :])
    return ChartersPage(_("Charters of the lunar mechanism"), lines, pairs)


def charter_page(key: str) -> CharterPage:
    """Draw up one charter; Unknown where there is none."""
    found = _found(key)
    return CharterPage(
        title=law(found.title),
        line=_line(found),
        note=law(found.note),
        rights=views.rights(),
        classes=views.class_rows(found),
        cited_rights=views.cited_rights(found),
        values=tuple(views.value_rows(found)),
        headings=views.headings(found),
        others=tuple(_line(one) for one in charters().values() if one.key != key),
    )


def comparison_page(key: str, against: str) -> ComparisonPage:
    """Draw up two charters side by side; Unknown where one of them is not there."""
    one, other = _found(key), _found(against)
    return ComparisonPage(
        title=_("Two charters side by side"),
        one=_line(one),
        other=_line(other),
        rights=views.rights(),
        classes=tuple((_line(charter), views.class_rows(charter)) for charter in (one, other)),
        differences=views.difference_rows(one, other),
    )


def _found(key: str) -> Charter:
    if key not in charters():
        raise Unknown
    return charters()[key]


def _line(found: Charter) -> CharterLine:
    return CharterLine(found.key, law(found.title), law(found.says))
