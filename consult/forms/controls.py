"""The inputs of one question by its kind; every input shows again what was typed, whether it can be read or not."""

from collections.abc import Callable, Iterable, Mapping

from consult import words
from consult.forms import choosing
from consult.forms.asked import Asked, Controls, options
from consult.forms.instants import offset_of, readings, taken_apart
from consult.forms.names import as_text, part_of
from consult.forms.periods import as_period, period_units
from consult.forms.places import place_controls
from consult.forms.views import Control
from consult.i18n import _
from workflows.kernel.bodies import BAND_UNITS
from workflows.kernel.values import as_date


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
    # A day without a zone is left so: a zone that nobody chose would move the instant.
    zone = typed["zone"] or ("" if typed["date"] or typed["time"] else asked.offered.zones[0])
    day = "date" if not typed["date"] or as_date(typed["date"]) else "text"
    zones = options(((name, name) for name in asked.offered.zones), zone, None if zone else _("Choose"))
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
    pairs = [(offset_of(one), f"{name} ({one:%Z})") for one, name in zip(moments, named, strict=True)]
    shown = options(pairs, typed["offset"])
    return asked.control("select", "offset", _("Which of the two"), typed["offset"], options=shown)


def _person(asked: Asked) -> Controls:
    return (
        asked.control("text", "name", _("Name, where it is to be known"), width="half"),
        asked.control("text", "office", _("Office"), asked.whole_or_part("office"), width="half"),
    )


def _contact(asked: Asked) -> Controls:
    channels = tuple(str(label) for key, label in words.CHANNEL.items() if key != "in_app")
    return (
        asked.control("text", "channel", _("Channel"), width="short", suggestions=channels),
        asked.control("text", "address", _("Address or number"), asked.whole_or_part("address"), width="half"),
        asked.control("text", "hours", _("Hours, with time zone"), width="short"),
    )


def _orbit(asked: Asked) -> Controls:
    regimes = ("LEO", "MEO", "GEO", "HEO", "heliocentric", "lunar", "cislunar", "suborbital")
    numbers = (
        ("apogee_km", _("Apogee, km")),
        ("perigee_km", _("Perigee, km")),
        ("inclination_deg", _("Inclination, degrees")),
        ("nodal_period_min", _("Nodal period, minutes")),
    )
    given = asked.whole_or_part("regime")
    regime = asked.control("text", "regime", _("Regime"), given, width="short", suggestions=regimes)
    return (regime, *(asked.control("text", key, label, width="short", mode="decimal") for key, label in numbers))


MAKERS: Mapping[str, Callable[[Asked], Controls]] = {
    "text": _line,
    "long_text": _long_text,
    "organ": _organ,
    "choice": choosing.choice_controls,
    "choices": choosing.choices_controls,
    "yes_no": choosing.yes_no_controls,
    "whole": _whole,
    "decimal": _decimal,
    "money": _money,
    "date": _date,
    "instant": _instant,
    "period": _period,
    "party": choosing.party_controls,
    "parties": choosing.parties_controls,
    "person": _person,
    "contact": _contact,
    "place": lambda asked: place_controls(asked.control, asked.value),
    "orbit": _orbit,
    "band": _band,
    "designator": _short,
    "provision": choosing.provision_controls,
    "document": choosing.document_controls,
}
