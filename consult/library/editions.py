"""Naming an edition: a procedure as a case opened today would run on it, or a stored edition of it by day or digest.

``ost9`` is the procedure as it is now, ``ost9@2026-11-20`` the stored edition in use at the end of that day in UTC,
``ost9@4b1f09c2`` the stored one whose digest begins so. Whoever asks says which stored ones there are: a command of the
host all of them, a page those under which the reader's own party has cases.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

from consult.i18n import _, write_date
from consult.library.shelf import Shelf
from consult.refusals import Unknown
from workflows.kernel.editions import digest_of_text
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure

LEAST_OF_DIGEST = 6
HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored edition: its digest, its number, and since when it is in use."""

    digest: str
    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class ChosenEdition:
    """An edition that was asked for: under which name, its digest, since when it is in use (None: now), the value."""

    name: str
    digest: str
    since: datetime | None
    procedure: Procedure

    @property
    def words(self) -> str:
        """Name it for a heading."""
        number = _("edition %(number)s", number=self.procedure.edition)
        if self.since is None:
            return _("%(edition)s, as it is now", edition=number)
        return _("%(edition)s, in use since %(day)s", edition=number, day=write_date(self.since.date()))


class NoEdition(LookupError):
    """An edition that is not there; says in a sentence what there is."""


Stored = Callable[[str], Iterable[Kept]]
Opened = Callable[[str], Procedure]


def choose_edition(shelf: Shelf, asked: str, stored: Stored, opened: Opened) -> ChosenEdition:
    """Find the edition that is asked for; `stored` lists those of a procedure, `opened` reads one by its digest."""
    key, _at, which = asked.strip().partition("@")
    if not which:
        try:
            volume = shelf.find(key)
        except Unknown:
            known = ", ".join(sorted(shelf.forms)) or _("none")
            raise NoEdition(_("There is no procedure “%(key)s”; there are: %(known)s.", key=key, known=known)) from None
        return ChosenEdition(key, digest_of_text(volume.procedure.text), None, volume.procedure)
    kept = sorted(stored(key), key=lambda one: (one.since, one.digest))
    found = _of_day(kept, which) or _of_digest(kept, which)
    if found is None:
        raise NoEdition(_none_such(key, which, kept))
    return ChosenEdition(asked.strip(), found.digest, found.since, opened(found.digest))


def _of_day(kept: list[Kept], which: str) -> Kept | None:
    """Give the last one that was in use by the end of a day; None where it is no day, or none was in use."""
    try:
        day = date.fromisoformat(which)
    except ValueError:
        return None
    return next((one for one in reversed(kept) if one.since.astimezone(UTC).date() <= day), None)


def _of_digest(kept: list[Kept], which: str) -> Kept | None:
    """Give the only one whose digest begins so."""
    begins = which.lower()
    if len(begins) < LEAST_OF_DIGEST or set(begins) - HEX:
        return None
    found = [one for one in kept if one.digest.startswith(begins)]
    return found[0] if len(found) == 1 else None


def _none_such(key: str, which: str, kept: list[Kept]) -> str:
    known = ", ".join(f"{one.digest[:12]} ({one.since.date().isoformat()})" for one in kept) or _("none")
    sentence = _(
        "No stored edition of “%(key)s” answers to “%(which)s”: name a day, or the first letters of a digest.",
        key=key,
        which=which,
    )
    return f"{sentence} {_('There are: %(known)s.', known=known)}"
