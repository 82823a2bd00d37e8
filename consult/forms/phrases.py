"""Single answers in words, in the reader's language; what cannot be read is shown as it was typed."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.forms.names import as_text, part_of
from consult.forms.periods import as_period, period_words
from consult.forms.places import body_names, points_as_lines, shape_names, size_names
from consult.i18n import _, write_date, write_instant
from workflows.instruments import instruments
from workflows.kernel.fields import Field
from workflows.kernel.values import as_date, as_instant

Lines = tuple[str, ...]


def phrases(spec: Field, value: Any, party_names: Mapping[str, str]) -> Lines:
    """Write one answer as lines of text."""
    if spec.kind in ("party", "parties"):
        keys = value if isinstance(value, list) else [value]
        return tuple(party_names.get(as_text(key), as_text(key)) for key in keys)
    return WRITERS.get(spec.kind, _as_typed)(spec, value)


def _as_typed(_spec: Field, value: Any) -> Lines:
    return tuple(as_text(value).splitlines())


def _options(spec: Field, value: Any) -> Lines:
    names = dict(spec.options)
    keys = value if isinstance(value, list) else [value]
    return tuple(_(names[key]) if isinstance(key, str) and key in names else as_text(key) for key in keys)


def _yes_no(_spec: Field, value: Any) -> Lines:
    if isinstance(value, bool):
        return (_("Yes"),) if value else (_("No"),)
    return (as_text(value),)


def _date(_spec: Field, value: Any) -> Lines:
    day = as_date(value)
    return (write_date(day) if day else as_text(value),)


def _instant(_spec: Field, value: Any) -> Lines:
    """Write an instant in UTC and, where it was given in another zone, in that too."""
    at = as_instant(value)
    if at is None:
        return (as_text(value),)
    zones = dict.fromkeys([value["zone"], "UTC"])
    return tuple(write_instant(at, zone) for zone in zones)


def _period(_spec: Field, value: Any) -> Lines:
    period = as_period(value)
    return (period_words(period) if period else as_text(value),)


def _joined(*keys: str, between: str = " ") -> Callable[[Field, Any], Lines]:
    """Make a writer of parts in one line."""

    def write(_spec: Field, value: Any) -> Lines:
        if not isinstance(value, Mapping):
            return (as_text(value),)
        return (between.join(text for key in keys if (text := part_of(value, key))),)

    return write


def _band(_spec: Field, value: Any) -> Lines:
    if not isinstance(value, Mapping):
        return (as_text(value),)
    low, high, unit = (part_of(value, key) for key in ("from", "to", "unit"))
    return (_("%(low)s to %(high)s %(unit)s", low=low, high=high, unit=unit),)


def _named(value: Any, names: Mapping[str, str]) -> Lines:
    """Write the parts of a value one a line, each with its name."""
    if not isinstance(value, Mapping):
        return (as_text(value),)
    return tuple(f"{label}: {part_of(value, key)}" for key, label in names.items() if part_of(value, key))


def _place(_spec: Field, value: Any) -> Lines:
    if not isinstance(value, Mapping):
        return (as_text(value),)
    body, shape = part_of(value, "body"), part_of(value, "shape") or "point"
    head = f"{body_names().get(body, body)}, {shape_names().get(shape, shape)}"
    names = {"lat": _("Latitude, degrees"), "lon": _("Longitude, degrees"), **size_names()}
    return (head, *_named(value, names), *points_as_lines(value).splitlines())


def _orbit(_spec: Field, value: Any) -> Lines:
    names = {
        "regime": _("Regime"),
        "apogee_km": _("Apogee, km"),
        "perigee_km": _("Perigee, km"),
        "inclination_deg": _("Inclination, degrees"),
        "nodal_period_min": _("Nodal period, minutes"),
    }
    return _named(value, names)


def _provision(_spec: Field, value: Any) -> Lines:
    if not isinstance(value, Mapping):
        return (as_text(value),)
    key = part_of(value, "instrument")
    known = instruments().get(key)
    return (f"{known.short if known else key}, {part_of(value, 'provision')}",)


WRITERS: Mapping[str, Callable[[Field, Any], Lines]] = {
    "choice": _options,
    "choices": _options,
    "yes_no": _yes_no,
    "decimal": _joined("value", "unit"),
    "money": _joined("amount", "currency"),
    "date": _date,
    "instant": _instant,
    "period": _period,
    "person": _joined("name", "office", between=", "),
    "contact": _joined("channel", "address", "hours", between=" · "),
    "place": _place,
    "orbit": _orbit,
    "band": _band,
    "provision": _provision,
}
