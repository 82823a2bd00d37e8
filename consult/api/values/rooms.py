"""Rooms of a case and cases beside it, as a machine reads them."""

from collections.abc import Sequence
from datetime import datetime

from consult.pages.cases.beside import BesideLine
from consult.pages.cases.rooms import OpeningLine, RoomLine, RoomNote, Rooms
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class RoomHere:
    """Whose room a case is, who else is there, and who cannot see it."""

    title: str
    warning: str
    everybody: bool
    is_open: bool
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseValue:
    """One thing that may be told elsewhere: in which words, by whom and when it was allowed, whether it still holds."""

    number: str
    words: tuple[str, ...]
    party_name: str
    n: int
    on: datetime
    state: str
    meaning: str
    holds: bool


@dataclass(frozen=True, slots=True)
class RoomItem:
    """A room that the own party is in: a case of its own, with whom."""

    ref: str
    title: str
    who: str
    state: str
    everybody: bool
    href: str


@dataclass(frozen=True, slots=True)
class OpeningValue:
    """A room that the asker may open: send its `room` where `open` of the list says."""

    room: str
    procedure: str
    kind: str
    title: str
    parties: tuple[str, ...]
    everybody: bool
    there: int


@dataclass(frozen=True, slots=True)
class RoomsValue:
    """What stands about rooms with a case: whose room it is itself (`here`, with its matter and what was released),
    which there are, and which may be opened. For whoever is in none and opens none all of it is empty."""

    here: RoomHere | None
    matter: str
    releases: tuple[ReleaseValue, ...]
    rooms: tuple[RoomItem, ...]
    to_open: tuple[OpeningValue, ...]
    open: str


@dataclass(frozen=True, slots=True)
class BesideItem:
    """A case that the asker may open beside another one, by its procedure."""

    procedure: str
    title: str


@dataclass(frozen=True, slots=True)
class BesideValue:
    """What may be opened beside a case, and where."""

    to_open: tuple[BesideItem, ...]
    open: str


@dataclass(frozen=True, slots=True)
class BesideReceipt:
    """A case that was opened beside another one, and the draft of its first paper."""

    ref: str
    href: str
    draft: str
    draft_href: str


def rooms_value(rooms: Rooms, case: str, base: str) -> RoomsValue:
    """Write the rooms of a case."""
    return RoomsValue(
        _here(rooms.here),
        rooms.matter,
        tuple(
            ReleaseValue(one.number, one.words, one.party, one.n, one.on, one.state, one.meaning, one.is_live)
            for one in rooms.releases
        ),
        tuple(_room(one, base) for one in rooms.lines),
        tuple(_opening(one) for one in rooms.to_open),
        f"{case}/rooms",
    )


def _here(note: RoomNote | None) -> RoomHere | None:
    if note is None:
        return None
    return RoomHere(note.title, note.warning, note.everybody, note.is_open, tuple(name for name, _role in note.members))


def _room(line: RoomLine, base: str) -> RoomItem:
    return RoomItem(line.ref, line.title, line.who, line.state, line.everybody, f"{base}/cases/{line.ref}")


def _opening(line: OpeningLine) -> OpeningValue:
    return OpeningValue(
        line.key, line.procedure, line.kind, line.title, line.parties, line.everybody, line.before
    )  # fmt: skip


def beside_value(lines: Sequence[BesideLine], case: str) -> BesideValue:
    """Write what may be opened beside a case."""
    return BesideValue(tuple(BesideItem(one.procedure, one.title) for one in lines), f"{case}/beside")
