"""A provision over time: to which others it goes back, into which it was carried, and what binds since when.

A date is shown as precisely as it is known and with its grade; a text without one stands last. Nothing is bound by a
lineage: that a rule came from another is history, and who is bound by each is for the table of its instrument.
"""

from collections.abc import Iterator
from datetime import date

from consult.citations import Cited, cite, law
from consult.i18n import _, write_date
from consult.library.texts import cited_whole, write_dated
from workflows import instruments
from workflows.instruments import Instrument, Provision
from workflows.instruments.over_time import around
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Binding, Citation, Grade

BACK, FORTH = "back", "forth"


@dataclass(frozen=True, slots=True)
class LineageView:
    """One provision of the lineage: how many steps away, how the link was checked, and from which part it follows."""

    cited: Cited
    says: str
    away: int
    grade: str


@dataclass(frozen=True, slots=True)
class BindingView:
    """What one provision is from a day on: as precisely as the day is known, with what made it so and its grade."""

    cited: Cited
    is_here: bool
    on: str
    machine: str
    binding: str
    grade: str
    because: str
    is_to_come: bool


def lineage(part: Provision, way: str) -> tuple[LineageView, ...]:
    """List what a provision goes back to, or what it was carried into, the nearest first; what holds of the article
    around it holds of it where it has no record of its own."""
    found: dict[tuple[str, str], LineageView] = {}
    waiting = [(part, 0)]
    while waiting:
        one, away = waiting.pop(0)
        for other, grade in _next(one, way):
            at = (other.instrument, other.id)
            if at not in found and at != (part.instrument, part.id):
                found[at] = LineageView(_cited(other), law(other.says), away + 1, grade)
                waiting.append((other, away + 1))
    return tuple(found.values())


def _next(part: Provision, way: str) -> Iterator[tuple[Provision, str]]:
    """Give what lies one step away, by the records of the provision, else of what lies around it."""
    held = instruments.library()
    for name in around(part.id):
        here = held.provisions.get((part.instrument, name))
        if here is None:
            continue
        if way == BACK:
            found = [(held.provision(one.instrument, one.provision), one.grade) for one in here.lineage]
        else:
            found = [(other, how.grade) for other, how in held.carried_into(part.instrument, name)]
        if found:
            yield from found
            return


def binding_over_time(part: Provision, on: date) -> tuple[BindingView, ...]:
    """Say what binds since when, along the whole lineage, in order of time; what is not dated stands last."""
    chain = [_of(view.cited) for way in (BACK, FORTH) for view in lineage(part, way)]
    rows = [row for one in (part, *chain) for row in _rows(one, one is part, on)]
    return tuple(sorted(rows, key=lambda row: (not row.machine, row.machine)))


def _of(cited: Cited) -> Provision:
    return instruments.provision(cited.instrument, cited.provision)


def _rows(part: Provision, here: bool, on: date) -> Iterator[BindingView]:
    """The day of the text itself, then each day on which it hardened."""
    one = instruments.instrument(part.instrument)
    yield _first(one, part, here, on)
    for record in _hardened_around(part) or one.hardened:
        named, _space, provision = record.by.partition(" ")
        yield BindingView(
            cited=_cited(part),
            is_here=here,
            on=write_date(record.on),
            machine=record.on.isoformat(),
            binding=record.force,
            grade=record.grade,
            because=_("hardened by %(text)s", text=cite(cited_whole(named, provision)).long),
            is_to_come=record.on > on,
        )


def _hardened_around(part: Provision) -> tuple[instruments.Hardened, ...]:
    held = instruments.library().provisions
    outer = (held.get((part.instrument, name)) for name in around(part.id))
    return next((one.hardened for one in outer if one is not None and one.hardened), ())


def _first(one: Instrument, part: Provision, here: bool, on: date) -> BindingView:
    binds = one.force != "SOFT"
    known = (one.in_force if binds else None) or one.adopted or one.opened
    because = _("in force") if binds and one.in_force else _("adopted") if known else _("not dated here")
    return BindingView(
        cited=_cited(part),
        is_here=here,
        on=write_dated(known) if known else "",
        machine=known.on if known else "",
        binding=one.force,
        grade=known.grade if known else "",
        because=because,
        is_to_come=bool(known and known.day and known.day > on),
    )


def _cited(part: Provision) -> Cited:
    force = Binding(instruments.instrument(part.instrument).force)
    return cite(Citation(part.instrument, part.id, force, Grade(part.grade)))
