"""The inputs of one question by its kind; every input shows again what was typed, whether it can be read or not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from consult import words
from consult.forms import places
from consult.forms.choices import Offered, PartyChoice
from consult.forms.instants import readings, taken_apart
from consult.forms.names import anchor, as_text, input_name, part_of
from consult.forms.reading import PERIOD_UNITS
from consult.forms.views import Control, Option
from consult.i18n import _, ngettext
from workflows.instruments import instruments
from workflows.kernel.bodies import BAND_UNITS
from workflows.kernel.fields import OPTIONAL, Field
from workflows.kernel.reckoning import Period
from workflows.kernel.values import as_date
from workflows.kernel.words import LEVELS

Pairs = Iterable[tuple[str, str]]

FEW = 4
"""Up to so many options of a choice are all shown; more stand in a drop-down."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question at its place in the form."""

    spec: Field
    path: str
    value: Any
    offered: Offered

    def control(self, kind: str, part: str = "", label: str = "", value: str | None = None, **rest: Any) -> Control:
        """Make an input; without a value it shows the part of the same name, or the whole value as text."""
        if value is None:
            value = part_of(self.value, part) if part else as_text(self.value)
        return Control(input_name(self.path, part), anchor(self.path, part), kind, part, label, value, **rest)

    def choose(self, part: str, label: str, pairs: Pairs, value: str, blank: str, **rest: Any) -> Control:
        """Make a drop-down with a blank answer."""
        return self.control("select", part, label, value, options=options(pairs, value, blank), **rest)


Controls = tuple[Control, ...]


def options(pairs: Iterable[tuple[str, str]], value: str, blank: str | None = None) -> tuple[Option, ...]:
    """Make the options of a drop-down; a value that is not among them is added, so that it is not lost."""
    given = list(pairs)
    if value and value not in [key for key, _label in given]:
        given.append((value, value))
    empty = [] if blank is None else [("", blank)]
    return tuple(Option(key, str(label), key == value) for key, label in [*empty, *given])


def _line(asked: Asked) -> Controls:
    return (asked.control("text", width="full"),)


def _long_text(asked: Asked) -> Controls:
    return (asked.control("textarea", width="full"),)


def _organ(asked: Asked) -> Controls:
    return (asked.control("text", width="full", suggestions=tuple(one.name for one in asked.offered.organs)),)


def _short(asked: Asked) -> Controls:
    return (asked.control("text", width="short"),)


def _whole(asked: Asked) -> Controls:
    return (asked.control("text", width="short", mode="numeric"),)


def _date(asked: Asked) -> Controls:
    value = as_text(asked.value)
    return (asked.control("date" if not value or as_date(value) else "text", width="short"),)


def is_all_shown(spec: Field) -> bool:
    """Say whether a choice shows all its options at once."""
    return spec.kind != "choice" or len(spec.options) <= FEW


def _choice(asked: Asked) -> Controls:
    value = as_text(asked.value)
    if not is_all_shown(asked.spec):
        return (asked.control("select", options=options(asked.spec.options, value, _("Choose")), width="full"),)
    shown = options(asked.spec.options, value)
    if asked.spec.need == OPTIONAL:
        shown += (Option("", _("No answer"), not value),)
    return (asked.control("radios", options=shown),)


def _choices(asked: Asked) -> Controls:
    given = asked.value if isinstance(asked.value, list) else [asked.value]
    chosen = [as_text(one) for one in given if one]
    known = [key for key, _label in asked.spec.options]
    shown = [Option(key, label, key in chosen) for key, label in asked.spec.options]
    shown += [Option(key, key, chosen=True) for key in dict.fromkeys(chosen) if key not in known]
    return (asked.control("ticks", value="", options=tuple(shown)),)


def _yes_no(asked: Asked) -> Controls:
    value = {True: "yes", False: "no"}[asked.value] if isinstance(asked.value, bool) else as_text(asked.value)
    shown = options((("yes", _("Yes")), ("no", _("No"))), value)
    if asked.spec.need == OPTIONAL:
        shown += (Option("", _("No answer"), not value),)
    return (asked.control("radios", value=value, options=shown),)


def _number_and(asked: Asked, part: str, label: str, units: Iterable[tuple[str, str]], unit: str) -> Controls:
    """Ask for a number and its unit; a sole unit is only said."""
    given, pairs = part_of(asked.value, unit), list(units)
    number = asked.control("text", part, label, width="short", mode="decimal")
    if not isinstance(asked.value, Mapping):
        number = asked.control("text", part, label, as_text(asked.value), width="short", mode="decimal")
    if len(pairs) == 1 and given in ("", pairs[0][0]):
        return number, asked.control("static", unit, _("Unit"), pairs[0][1])
    return number, asked.choose(unit, _("Unit"), pairs, given, _("Choose"))


def _decimal(asked: Asked) -> Controls:
    return _number_and(asked, "value", _("Number"), zip(asked.spec.units, asked.spec.units, strict=True), "unit")


def _money(asked: Asked) -> Controls:
    typed = None if isinstance(asked.value, Mapping) else as_text(asked.value)
    return (
        asked.control("text", "amount", _("Amount"), typed, width="short", mode="decimal"),
        asked.control("text", "currency", _("Currency (three letters)"), width="tiny"),
    )


def period_units() -> tuple[tuple[str, str], ...]:
    """Name the units of a period."""
    named = (_("hours"), _("days"), _("working days"), _("months"), _("years"))
    return tuple(zip(PERIOD_UNITS, named, strict=True))


def period_words(period: Period) -> str:
    """Write a period in words."""
    counted = {
        "hours": ngettext("%(num)s hour", "%(num)s hours", period.amount),
        "days": ngettext("%(num)s day", "%(num)s days", period.amount),
        "working_days": ngettext("%(num)s working day", "%(num)s working days", period.amount),
        "months": ngettext("%(num)s month", "%(num)s months", period.amount),
        "years": ngettext("%(num)s year", "%(num)s years", period.amount),
    }
    return counted[period.unit]


def as_period(value: Any) -> Period | None:
    """Read the stable form of a period; None when it is not one."""
    try:
        return Period.parse(value)
    except (ValueError, TypeError):
        return None


def _period(asked: Asked) -> Controls:
    period = as_period(asked.value)
    amount = str(period.amount) if period else part_of(asked.value, "amount")
    unit = period.unit if period else part_of(asked.value, "unit")
    if not isinstance(asked.value, Mapping) and period is None:
        amount = as_text(asked.value)
    return (
        asked.control("text", "amount", _("Number"), amount, width="tiny", mode="numeric"),
        asked.choose("unit", _("Unit"), period_units(), unit, _("Choose")),
    )


def _band(asked: Asked) -> Controls:
    unit = part_of(asked.value, "unit")
    low = None if isinstance(asked.value, Mapping) else as_text(asked.value)
    return (
        asked.control("text", "from", _("From"), low, width="short", mode="decimal"),
        asked.control("text", "to", _("To"), width="short", mode="decimal"),
        asked.choose("unit", _("Unit"), zip(BAND_UNITS, BAND_UNITS, strict=True), unit, _("Choose")),
    )


def _instant(asked: Asked) -> Controls:
    typed = taken_apart(asked.value)
    zone = typed["zone"] or asked.offered.zones[0]
    day = "date" if not typed["date"] or as_date(typed["date"]) else "text"
    zones = options(((name, name) for name in asked.offered.zones), zone)
    return (
        asked.control(day, "date", _("Date"), typed["date"], width="short"),
        asked.control("time", "time", _("Time"), typed["time"], width="tiny"),
        asked.control("select", "zone", _("Time zone"), zone, options=zones),
        _offset(asked, typed),
    )


def _offset(asked: Asked, typed: dict[str, str]) -> Control:
    """Ask which of two equal local times is meant, where the clocks go back; else only keep the offset."""
    moments = readings(typed["date"], typed["time"], typed["zone"])
    if len(moments) < 2:
        return asked.control("hidden", "offset", value="")
    named = (_("first, before the clocks go back"), _("second, after the clocks went back"))
    pairs = [(one.isoformat()[-6:], f"{name} ({one:%Z})") for one, name in zip(moments, named, strict=True)]
    shown = options(pairs, typed["offset"])
    return asked.control("select", "offset", _("Which of the two"), typed["offset"], options=shown)


def _party(asked: Asked) -> Controls:
    value = as_text(asked.value)
    known = {one.key for one in asked.offered.parties}
    shown = [Option("", _("Choose"), not value)]
    shown += [] if not value or value in known else [Option(value, value, chosen=True)]
    shown += [_party_option(one, one.key == value) for one in by_kind(asked.offered.parties)]
    return (asked.control("select", options=tuple(shown), width="full"),)


def _parties(asked: Asked) -> Controls:
    """Show the chosen ones first, in their order, then all others by kind."""
    given = asked.value if isinstance(asked.value, list) else [asked.value]
    chosen = list(dict.fromkeys(as_text(one) for one in given if one))
    first = [Option(key, asked.offered.party_name(key), chosen=True, group=_("Chosen")) for key in chosen]
    others = [one for one in by_kind(asked.offered.parties) if one.key not in chosen]
    return (asked.control("ticks", value="", options=(*first, *(_party_option(one, False) for one in others))),)


def by_kind(parties: Iterable[PartyChoice]) -> list[PartyChoice]:
    """Put States first, then organisations, then bodies, and keep the order inside each."""
    order = ("state", "igo", "body")
    return sorted(parties, key=lambda one: order.index(one.kind) if one.kind in order else len(order))


def _party_option(one: PartyChoice, chosen: bool) -> Option:
    groups = {"state": _("States"), "igo": _("Intergovernmental organisations")}
    return Option(one.key, one.name, chosen, groups.get(one.kind, _("Bodies")))


def _person(asked: Asked) -> Controls:
    return (
        asked.control("text", "name", _("Name, where it is to be known"), width="half"),
        asked.control("text", "office", _("Office"), _whole_or_part(asked, "office"), width="half"),
    )


def _contact(asked: Asked) -> Controls:
    channels = tuple(str(label) for key, label in words.CHANNEL.items() if key != "in_app")
    return (
        asked.control("text", "channel", _("Channel"), width="short", suggestions=channels),
        asked.control("text", "address", _("Address or number"), _whole_or_part(asked, "address"), width="half"),
        asked.control("text", "hours", _("Hours, with time zone"), width="short"),
    )


def _whole_or_part(asked: Asked, part: str) -> str:
    """Answer the part, or the whole of a value that has no parts."""
    return part_of(asked.value, part) if isinstance(asked.value, Mapping) else as_text(asked.value)


def _orbit(asked: Asked) -> Controls:
    regimes = ("LEO", "MEO", "GEO", "HEO", "heliocentric", "lunar", "cislunar", "suborbital")
    numbers = (
        ("apogee_km", _("Apogee, km")),
        ("perigee_km", _("Perigee, km")),
        ("inclination_deg", _("Inclination, degrees")),
        ("nodal_period_min", _("Nodal period, minutes")),
    )
    given = _whole_or_part(asked, "regime")
    regime = asked.control("text", "regime", _("Regime"), given, width="short", suggestions=regimes)
    return (regime, *(asked.control("text", key, label, width="short", mode="decimal") for key, label in numbers))


def _provision(asked: Asked) -> Controls:
    value = part_of(asked.value, "instrument")
    known = [(one.key, f"{one.short} ({one.key})") for one in instruments().values()]
    known.sort(key=lambda pair: pair[1].casefold())
    return (
        asked.control(
            "select", "instrument", _("Instrument"), options=options(known, value, _("Choose")), width="half"
        ),
        asked.control("text", "provision", _("Provision"), _whole_or_part(asked, "provision"), width="short"),
    )


def _document(asked: Asked) -> Controls:
    digest, level = _whole_or_part(asked, "digest"), part_of(asked.value, "level")
    attached = [(one.digest, _document_name(one.name, one.size)) for one in asked.offered.documents]
    if digest and digest not in [key for key, _name in attached]:
        attached.append((digest, _("not attached to this case: %(digest)s", digest=digest[:12])))
    levels = [(code, f"{code} {words.name(words.LEVEL, code)}") for code in LEVELS]
    kept = [asked.control("hidden", key) for key in ("kind", "language")]
    return (
        asked.choose("digest", _("Document"), attached, digest, _("None"), width="half"),
        asked.choose("level", _("Level"), levels, level, _("as it was attached")),
        *(one for one in kept if one.value),
    )


def _document_name(name: str, size: int) -> str:
    return f"{name} ({max(1, round(size / 1024))} KB)" if size else name


MAKERS: Mapping[str, Callable[[Asked], Controls]] = {
    "text": _line,
    "long_text": _long_text,
    "organ": _organ,
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "whole": _whole,
    "decimal": _decimal,
    "money": _money,
    "date": _date,
    "instant": _instant,
    "period": _period,
    "party": _party,
    "parties": _parties,
    "person": _person,
    "contact": _contact,
    "place": lambda asked: places.place_controls(asked.control, asked.value),
    "orbit": _orbit,
    "band": _band,
    "designator": _short,
    "provision": _provision,
    "document": _document,
}
