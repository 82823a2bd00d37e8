"""Instruments for a page: dates with their grade, provisions, lineage both ways, and who is bound.

A row from memory is never shown as verified. Not modelled: reservations and declarations other than of acceptance.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from consult.citations import Cited, anchor_of, cite, law, write_provision
from consult.i18n import _, _l, ngettext, write_date
from consult.library.rows import Named
from consult.library.shelf import Volume
from workflows import instruments, parties
from workflows.instruments import Instrument, Provision, StatusRow
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Binding, Citation, Grade
from workflows.parties.reading import Dated

LAYERS = {
    "general_international_law": _l("General international law"),
    "space_treaty": _l("Space treaties"),
    "station_agreement": _l("Station agreements and their arrangements"),
    "resolution": _l("Resolutions of the General Assembly"),
    "soft_law_in_progress": _l("Soft law and law in progress"),
    "national_law": _l("National law and policy"),
}
KINDS = {
    "treaty": _l("treaty"),
    "agreement": _l("agreement"),
    "arrangement": _l("arrangement"),
    "charter": _l("charter"),
    "code": _l("code"),
    "declaration": _l("declaration"),
    "guidelines": _l("guidelines"),
    "law": _l("law"),
    "policy": _l("policy"),
    "principles": _l("principles"),
    "proposal": _l("proposal"),
    "recommendation": _l("recommendation"),
    "regulations": _l("regulations"),
    "report": _l("report"),
    "resolution": _l("resolution"),
    "rules": _l("rules"),
    "statute": _l("statute"),
}
STATUSES = {
    "R": _l("party"),
    "S": _l("signed only"),
    "D": _l("accepted by declaration"),
    "W": _l("withdrawn"),
    "none": _l("not a party"),
}


@dataclass(frozen=True, slots=True)
class DateView:
    """A date as precisely as it is known, and how it was checked."""

    name: str
    text: str
    machine: str
    grade: str


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """One provision: its place on the page, its words, and the procedures that rest on it."""

    key: str
    place: str
    cited: str
    title: str
    says: str
    grade: str
    depth: int
    procedures: tuple[Named, ...]
    back_to: tuple[Cited, ...]
    carried_into: tuple[Cited, ...]
    law_since: tuple[DateView, ...]


@dataclass(frozen=True, slots=True)
class StatusView:
    """What one party did under an instrument, who says so, and whether it is bound on the day asked about."""

    party: str
    party_name: str
    instrument: str
    instrument_name: str
    status: str
    on: str
    depositary: str
    source: str
    grade: str
    verified: bool
    bound: bool
    reason: str
    machine: str


def date_views(one: Instrument) -> tuple[DateView, ...]:
    """List the dates of an instrument that are known."""
    named = (
        (_("Adopted"), one.adopted),
        (_("Opened for signature"), one.opened),
        (_("In force since"), one.in_force),
    )
    return tuple(DateView(name, write_dated(known), known.on, known.grade) for name, known in named if known)


def write_dated(known: Dated) -> str:
    """Write a date as precisely as it is known."""
    return write_date(known.day) if known.day else known.on


def write_binding_from(one: Instrument) -> str:
    """Say from when a new party is bound; empty where nobody deposits."""
    if one.bound_from is None:
        return ""
    if one.bound_from == 0:
        return _("on deposit")
    return ngettext("%(num)s day after deposit", "%(num)s days after deposit", one.bound_from)


def write_withdrawal(one: Instrument) -> str:
    """Say when a withdrawal takes effect; empty where the text has none."""
    if not one.withdrawal_months:
        return ""
    return ngettext("%(num)s month after notice", "%(num)s months after notice", one.withdrawal_months)


def cited_whole(key: str, provision: str = "") -> Cited:
    """Cite an instrument of the library, or one of its provisions, with its own force and grade."""
    known = instruments.instruments().get(key)
    if known is None:
        return cite(Citation(key, provision))
    return cite(Citation(key, provision, Binding(known.force), Grade(known.grade)))


def provision_views(one: Instrument, volumes: Iterable[Volume]) -> tuple[ProvisionView, ...]:
    """List the provisions in the order of the text."""
    citing = list(volumes)
    return tuple(_provision(part, citing) for part in one.provisions)


def status_views(key: str, on: date, party: str = "") -> tuple[StatusView, ...]:
    """List who did what under an instrument, by name of the party; narrowed to one party where given."""
    held = [row for (of, _who), rows in instruments.library().rows.items() if of == key for row in rows]
    kept = sorted((row for row in held if party in ("", row.party)), key=lambda row: row.on)
    return tuple(sorted((_status(row, on) for row in kept), key=lambda row: row.party_name))


def treaty_status(party: str, on: date) -> tuple[StatusView, ...]:
    """List what one party did under every instrument for which something is recorded."""
    held = [row for (_of, who), rows in instruments.library().rows.items() if who == party for row in rows]
    return tuple(_status(row, on) for row in sorted(held, key=lambda row: (_layer(row.instrument), row.instrument)))


def parties_recorded(key: str) -> tuple[Named, ...]:
    """List the parties for which a status under an instrument is recorded, by name."""
    found = {who for of, who in instruments.library().rows if of == key}
    return tuple(sorted((Named(who, _party_name(who)) for who in found), key=lambda one: one.name))


def ancestors(one: Instrument) -> tuple[Named, ...]:
    """List the instruments from which this one comes."""
    return tuple(_named(instruments.instrument(key)) for key in one.lineage)


def descendants(one: Instrument) -> tuple[Named, ...]:
    """List the instruments that come from this one."""
    return tuple(_named(other) for other in instruments.instruments().values() if one.key in other.lineage)


def depositaries(one: Instrument) -> tuple[Named, ...]:
    """Name the depositaries."""
    return tuple(Named(key, _party_name(key)) for key in one.depositaries)


def procedures_under(key: str, volumes: Iterable[Volume]) -> tuple[Named, ...]:
    """List the procedures that cite an instrument anywhere."""
    return tuple(Named(one.form.key, law(one.procedure.title)) for one in volumes if key in one.cites)


def _named(one: Instrument) -> Named:
    return Named(one.key, law(one.short))


def _party_name(key: str) -> str:
    """Give the name of a party or body, or its key where the directory has none."""
    known = parties.parties().get(key)
    return law(known.name) if known else key


def _provision(part: Provision, citing: list[Volume]) -> ProvisionView:
    """Read one provision."""
    return ProvisionView(
        key=part.id,
        place=anchor_of(part.id),
        cited=write_provision(part.instrument, part.id) or law(part.title),
        title=law(part.title),
        says=law(part.says),
        grade=part.grade,
        depth=min(part.id.count("(") + part.id.count(" s"), 2),
        procedures=tuple(
            Named(one.form.key, law(one.procedure.title))
            for one in citing
            if part.id in one.cites.get(part.instrument, ())
        ),
        back_to=tuple(cited_whole(one.instrument, one.provision) for one in part.lineage),
        carried_into=tuple(
            cited_whole(one.instrument, one.id)
            for one, _how in instruments.library().carried_into(part.instrument, part.id)
        ),
        law_since=tuple(
            DateView(one.force, write_date(one.on), one.on.isoformat(), one.grade) for one in part.hardened
        ),
    )


def _status(row: StatusRow, on: date) -> StatusView:
    """Read one row of the status table."""
    binds = instruments.binding(row.instrument, row.party, on)
    return StatusView(
        party=row.party,
        party_name=_party_name(row.party),
        instrument=row.instrument,
        instrument_name=law(instruments.instrument(row.instrument).short),
        status="; ".join(_status_words(row)),
        on=_written(row.on),
        depositary=_party_name(row.depositary) if row.depositary else "",
        source=row.source,
        grade=row.grade,
        verified=row.verified,
        bound=binds.bound,
        reason=binds.reason,
        machine=row.on,
    )


def _status_words(row: StatusRow) -> Iterator[str]:
    """Say what a party did, and that it gave notice of withdrawal."""
    yield str(STATUSES.get(row.status, row.status))
    if row.denounced:
        yield _("notice of withdrawal received on %(day)s", day=write_date(row.denounced))


def _written(on: str) -> str:
    """Write a recorded date, which may be a year alone or nothing."""
    return write_date(date.fromisoformat(on)) if len(on) == 10 else on


def _layer(key: str) -> int:
    """Give the place of an instrument's layer, so that treaties come in the order of the library."""
    return list(LAYERS).index(instruments.instrument(key).layer)
