"""Instruments as a machine reads them: what they say in words of this product, and who is bound by them on a day."""

from collections.abc import Iterable
from datetime import date

from consult.api.values.agreements import named
from consult.api.values.cases import Named
from consult.api.values.law import Under, under_of, under_one
from consult.library import over_time, texts
from consult.pages.instruments import InstrumentLine, InstrumentPage, InstrumentsPage
from consult.pages.provisions import ProvisionPage, RestingView
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A date as precisely as it is known (a year, a month, or a day), in words, and how it was checked."""

    name: str
    on: str
    words: str
    grade: str


@dataclass(frozen=True, slots=True)
class InstrumentItem:
    """One instrument in the list: its layer of law, how it binds, and how that was checked."""

    key: str
    short: str
    title: str
    kind: str
    layer: Named
    binding: str
    grade: str
    in_force: DatedValue | None
    provisions: int
    parties: int
    href: str


@dataclass(frozen=True, slots=True)
class InstrumentList:
    """The instruments, as they are on a day."""

    items: tuple[InstrumentItem, ...]
    next: str | None
    on: date


@dataclass(frozen=True, slots=True)
class ProvisionItem:
    """One provision of an instrument, in words of this product: how they were checked, where they come from, where they
    went, since when they are law, and which procedures rest on them."""

    key: str
    place: str
    cited: str
    title: str
    says: str
    grade: str
    back_to: tuple[Under, ...]
    carried_into: tuple[Under, ...]
    law_since: tuple[DatedValue, ...]
    procedures: tuple[Named, ...]
    href: str


@dataclass(frozen=True, slots=True)
class StatusValue:
    """What one party did under an instrument, on which day or in which year, who says so and how that was checked; and
    whether it is bound on the day that was asked about, with the reason."""

    party: str
    name: str
    status: str
    on: str
    words: str
    depositary: str
    source: str
    grade: str
    verified: bool
    bound: bool
    reason: str


@dataclass(frozen=True, slots=True)
class InstrumentValue:
    """One instrument. `statuses` are of all parties for which something is recorded, or of the one that was asked for;
    where nothing is recorded of that one, `not_recorded` says why."""

    key: str
    short: str
    title: str
    kind: str
    layer: str
    binding: str
    grade: str
    dates: tuple[DatedValue, ...]
    depositaries: tuple[Named, ...]
    bound_from: str
    withdrawal: str
    declaration: Under | None
    reference: str
    reference_grade: str
    note: str
    ancestors: tuple[Named, ...]
    descendants: tuple[Named, ...]
    procedures: tuple[Named, ...]
    provisions: tuple[ProvisionItem, ...]
    statuses: tuple[StatusValue, ...]
    not_recorded: str
    on: date


@dataclass(frozen=True, slots=True)
class LineageValue:
    """One provision of the lineage: how many steps away, and how the link was checked."""

    under: Under
    says: str
    away: int
    grade: str


@dataclass(frozen=True, slots=True)
class BindingValue:
    """What one provision of the lineage is from a day on: as precisely as that is known, and what made it so."""

    under: Under
    is_here: bool
    since: DatedValue | None
    binding: str
    because: str
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class RestingValue:
    """One procedure that rests on the provision: the steps and the limits that cite it, each limit with its binding."""

    procedure: str
    title: str
    steps: tuple[Named, ...]
    limits: tuple[tuple[Named, str], ...]
    href: str


@dataclass(frozen=True, slots=True)
class ProvisionValue:
    """One provision: its words, its force on the day, where it comes from and went, what binds since when, and what
    rests on it."""

    instrument: Named
    place: str
    title: str
    name: str
    says: str
    grade: str
    binding: str
    law_now: Under | None
    back_to: tuple[LineageValue, ...]
    carried_into: tuple[LineageValue, ...]
    over_time: tuple[BindingValue, ...]
    resting: tuple[RestingValue, ...]
    on: date


def instrument_list(page: InstrumentsPage, base: str, layer: str = "") -> InstrumentList:
    """Write the list from its page, of one layer of law where that is asked for."""
    items = (
        _item(one, Named(key, words), base) for key, words, lines in page.layers if layer in ("", key) for one in lines
    )
    return InstrumentList(tuple(items), None, page.on)


def _item(one: InstrumentLine, layer: Named, base: str) -> InstrumentItem:
    dated = _dated(one.in_force) if one.in_force else None
    href = f"{base}/instruments/{one.key}"
    return InstrumentItem(
        one.key, one.short, one.title, one.kind, layer, one.binding, one.grade, dated, one.provisions, one.parties, href
    )


def instrument_value(page: InstrumentPage, base: str) -> InstrumentValue:
    """Write one instrument from its page.

    Long because: one line a field.
    """
    line, here = page.line, f"{base}/instruments/{page.line.key}"
    return InstrumentValue(
        key=line.key,
        short=line.short,
        title=line.title,
        kind=line.kind,
        layer=page.layer,
        binding=line.binding,
        grade=line.grade,
        dates=tuple(map(_dated, page.dates)),
        depositaries=tuple(map(named, page.depositaries)),
        bound_from=page.bound_from,
        withdrawal=page.withdrawal,
        declaration=under_one(page.declaration) if page.declaration else None,
        reference=page.reference,
        reference_grade=page.reference_grade,
        note=page.note,
        ancestors=tuple(map(named, page.ancestors)),
        descendants=tuple(map(named, page.descendants)),
        procedures=tuple(map(named, page.procedures)),
        provisions=tuple(_provision(one, here) for one in page.provisions),
        statuses=tuple(map(_status, page.statuses)),
        not_recorded=page.not_recorded,
        on=page.on,
    )


def _dated(one: texts.DateView) -> DatedValue:
    return DatedValue(one.name, one.machine, one.text, one.grade)


def _provision(one: texts.ProvisionView, here: str) -> ProvisionItem:
    return ProvisionItem(
        one.key,
        one.place,
        one.cited,
        one.title,
        one.says,
        one.grade,
        under_of(one.back_to),
        under_of(one.carried_into),
        tuple(map(_dated, one.law_since)),
        tuple(map(named, one.procedures)),
        f"{here}/{one.place}",
    )


def _status(one: texts.StatusView) -> StatusValue:
    return StatusValue(
        one.party,
        one.party_name,
        one.status,
        one.machine,
        one.on,
        one.depositary,
        one.source,
        one.grade,
        one.verified,
        one.bound,
        one.reason,
    )


def provision_value(page: ProvisionPage, base: str) -> ProvisionValue:
    """Write one provision from its page."""
    return ProvisionValue(
        Named(page.key, page.instrument),
        page.place,
        page.title,
        page.name,
        page.says,
        page.grade,
        page.force,
        under_one(page.law_now) if page.law_now else None,
        _lineage(page.back),
        _lineage(page.forth),
        tuple(map(_binding, page.binding)),
        tuple(_resting(one, base) for one in page.resting),
        page.on,
    )


def _lineage(rows: Iterable[over_time.LineageView]) -> tuple[LineageValue, ...]:
    return tuple(LineageValue(under_one(one.cited), one.says, one.away, one.grade) for one in rows)


def _binding(one: over_time.BindingView) -> BindingValue:
    since = DatedValue("", one.machine, one.on, one.grade) if one.machine else None
    return BindingValue(under_one(one.cited), one.is_here, since, one.binding, one.because, one.is_to_come)


def _resting(one: RestingView, base: str) -> RestingValue:
    limits = tuple((named(limit), binding) for limit, binding in one.limits)
    return RestingValue(one.key, one.title, tuple(map(named, one.steps)), limits, f"{base}/procedures/{one.key}")
