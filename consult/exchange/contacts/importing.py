"""Import contact points: every row is looked at first, and all of them are recorded, or nothing.

A row is the point of its organ that has the same channel and address, whatever the case of its letters; of those that
are not over. Where there is none, it is a new one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from consult import people
from consult.exchange.contacts.rows import ContactRow, fault_in
from consult.exchange.faults import MOST, Fault
from consult.i18n import LANGUAGE_NAMES, _
from consult.people import Hours, NewContact
from consult.people.authority import require_manager
from consult.people.contacts import faults_of_contact, revise_contact
from consult.standing import Standing
from consult.turns import wait_turn
from workflows.kernel.frozen import dataclass

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True, slots=True)
class ContactLine:
    """What becomes of a row: a new contact point, another wording of one that is there, or nothing; and which columns
    change."""

    row: int
    organ: str
    channel: str
    address: str
    fate: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactLook:
    """What an import did, or would do; with any fault nothing is recorded."""

    rows: int
    lines: tuple[ContactLine, ...] = ()
    faults: tuple[Fault, ...] = ()
    recorded: bool = False

    @property
    def sound(self) -> bool:
        """Say whether nothing stands against it."""
        return not self.faults

    def count(self, fate: str) -> int:
        """Say of how many rows the same becomes."""
        return sum(line.fate == fate for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Found:
    """A row with its organ, the point that it is (None: a new one), and what is to be recorded."""

    line: ContactLine
    organ_id: int
    point: Any | None
    new: NewContact


def look_at_contacts(
    conn: Connection, by: Standing | None, party: str, read: tuple[Sequence[ContactRow], Sequence[Fault]], today: date
) -> ContactLook:
    """Say what an import would do on a day, and record nothing. Unknown for whoever does not manage the party."""
    return _look(conn, by, party, read, today)[0]


def import_contacts(
    conn: Connection, by: Standing | None, party: str, read: tuple[Sequence[ContactRow], Sequence[Fault]], today: date
) -> ContactLook:
    """Record every row, inside the transaction of the connection; with any fault nothing is recorded."""
    wait_turn(conn, *(f"contacts:{row.id}" for row in people.organs_of(conn, party)))  # the same file may come twice
    look, found = _look(conn, by, party, read, today)
    if not look.sound:
        return look
    for one in found:
        if one.point is None:
            people.add_contact(conn, by, one.organ_id, one.new)
        elif one.line.fate == CHANGED:
            revise_contact(conn, by, one.point.id, one.new, today)
    return replace(look, recorded=True)


def _look(
    conn: Connection, by: Standing | None, party: str, read: tuple[Sequence[ContactRow], Sequence[Fault]], today: date
) -> tuple[ContactLook, list[_Found]]:
    require_manager(by, party)
    rows, faults = read[0], list(read[1])
    organs = {row.key: row for row in people.organs_of(conn, party)}
    points = _by_address(conn, party)
    found: list[_Found] = []
    for row in rows:
        organ = organs.get(row.organ)
        if organ is None:
            why = _("Your party has no organ %(key)s here; record it first.", key=row.organ[:40])
            faults += [fault_in(row.number, "organ", why)] if row.organ else []
            continue
        one = _row(row, organ, points.get(_address(organ.id, row.told), ()), today)
        faults += [fault_in(row.number, column, said) for column, said in _wrong(one, today)]
        found.append(one)
    faults += _twice(found)
    if faults:
        return ContactLook(len(rows), (), tuple(sorted(faults, key=lambda one: one.row))[:MOST]), []
    return ContactLook(len(rows), tuple(one.line for one in found)), found


def _twice(found: Sequence[_Found]) -> Iterator[Fault]:
    """Name rows that tell of an address of which another row tells, unless they say what is there."""
    taken: dict[tuple[int, str, str], int] = {}
    for one in found:
        place, row = _address(one.organ_id, one.new), one.line.row
        if one.line.fate != SAME and place in taken:
            yield fault_in(row, "address", _("Row %(row)s tells of this address already.", row=taken[place]))
        taken.setdefault(place, row)


def _by_address(conn: Connection, party: str) -> dict[tuple[int, str, str], list[Any]]:
    found: dict[tuple[int, str, str], list[Any]] = {}
    for point in people.contacts_of(conn, party):
        found.setdefault((point.organ_id, point.channel, point.address.casefold()), []).append(point)
    return found


def _address(organ_id: int, told: NewContact) -> tuple[int, str, str]:
    return organ_id, told.channel, told.address.strip().casefold()


def _row(row: ContactRow, organ: Any, points: Sequence[Any], today: date) -> _Found:
    """Find which point a row is: one that says the same, else the last one that is not over."""
    line = ContactLine(row.number, organ.key, row.told.channel, row.told.address, NEW)
    for point in points:
        if row.over(_kept(point)) == _kept(point):
            return _Found(replace(line, fate=SAME), organ.id, point, _kept(point))
    live = [point for point in points if point.valid_until is None or point.valid_until >= today]
    if not live:
        return _Found(line, organ.id, None, row.over(None))
    kept = _kept(live[-1])
    new = row.over(kept)
    names = ("urgent", "languages", "valid_from", "valid_until", "hours")
    changes = tuple(name for name in names if getattr(new, name) != getattr(kept, name))
    return _Found(replace(line, fate=CHANGED, changes=changes), organ.id, live[-1], new)


def _kept(point: Any) -> NewContact:
    """Write a point that is there as one that is recorded."""
    return NewContact(
        point.channel,
        point.address,
        point.urgent,
        tuple(point.languages),
        point.valid_until,
        point.valid_from,
        Hours.read(point.hours),
    )


def _wrong(one: _Found, today: date) -> Iterator[tuple[str, str]]:
    """Name what cannot be recorded as it stands; of what is there already, nothing."""
    if one.line.fate == SAME:
        return
    yield from faults_of_contact(one.new, today).items()
    if set(one.new.languages) - {*LANGUAGE_NAMES, *(one.point.languages if one.point else ())}:
        yield "languages", _("Choose from: %(choices)s.", choices=", ".join(LANGUAGE_NAMES))
