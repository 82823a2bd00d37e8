"""The page on which two editions of procedures are told apart in words."""

from sqlalchemy import Connection

from consult.casebook.editions import EditionInUse, editions_in_use
from consult.citations import law
from consult.docket import Docket
from consult.i18n import _
from consult.library.differences import ChangedPart, counted, differences
from consult.library.editions import ChosenEdition, Kept, NoEdition, choose_edition
from consult.library.shelf import Shelf
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class EditionView:
    """One of the two: its procedure, how it is called, its digest, and the name by which it is asked for."""

    key: str
    title: str
    words: str
    digest: str
    name: str


@dataclass(frozen=True, slots=True)
class EditionsComparedPage:
    """Two editions, and what was added, removed and changed from the first to the second."""

    title: str
    one: EditionView
    other: EditionView
    added: int
    removed: int
    changed: int
    parts: tuple[ChangedPart, ...]
    is_same: bool


@dataclass(frozen=True, slots=True)
class EditionsPage:
    """The editions of a procedure that can be compared: the one of today, and those of one's own cases."""

    title: str
    key: str
    name: str
    present: str
    in_use: tuple[EditionView, ...]


def editions_page(conn: Connection, docket: Docket, shelf: Shelf, standing: Standing, key: str) -> EditionsPage:
    """List the editions of a procedure, or refuse as unknown."""
    volume = shelf.find(key)
    title = law(volume.procedure.title)
    found = [_view(_opened(conn, docket, key, one)) for one in editions_in_use(conn, Viewer.of(standing), key)]
    others = tuple(one for one in found if one.digest != volume.digest)
    return EditionsPage(_("Editions of “%(title)s”", title=title), key, title, volume.digest, others)


def compared_page(
    conn: Connection, docket: Docket, shelf: Shelf, standing: Standing, one: str, other: str
) -> EditionsComparedPage:
    """Tell two editions apart, or refuse as unknown."""
    first, second = (_chosen(conn, docket, shelf, standing, asked) for asked in (one, other))
    parts = differences(first.procedure, second.procedure)
    return EditionsComparedPage(
        _("Two editions compared"),
        _view(first),
        _view(second),
        **counted(parts),
        parts=parts,
        is_same=first.digest == second.digest,
    )


def _chosen(conn: Connection, docket: Docket, shelf: Shelf, standing: Standing, asked: str) -> ChosenEdition:
    """Find one edition among those that the reader's party may know."""

    def stored(key: str) -> list[Kept]:
        return [Kept(*each) for each in editions_in_use(conn, Viewer.of(standing), key)]

    try:
        return choose_edition(shelf, asked, stored, lambda digest: docket.editions.of(conn, digest))
    except NoEdition:
        raise Unknown from None


def _opened(conn: Connection, docket: Docket, key: str, one: EditionInUse) -> ChosenEdition:
    return ChosenEdition(f"{key}@{one.digest}", one.digest, one.since, docket.editions.of(conn, one.digest))


def _view(chosen: ChosenEdition) -> EditionView:
    found = chosen.procedure
    return EditionView(found.key, law(found.title), chosen.words, chosen.digest, chosen.name)
