"""A place as a form asks for it: body, shape, position and size; corridor and polygon as one point a line."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.forms.names import as_text, part_of
from consult.forms.views import Control, Option
from consult.i18n import _

Maker = Callable[..., Control]


def body_names() -> dict[str, str]:
    """Name the bodies on which a place may lie."""
    return {"earth": _("Earth"), "moon": _("Moon"), "other": _("another body")}


def shape_names() -> dict[str, str]:
    """Name the shapes of a place."""
    return {
        "point": _("point"),
        "circle": _("circle"),
        "ellipse": _("ellipse"),
        "corridor": _("corridor"),
        "polygon": _("polygon"),
    }


def size_names() -> dict[str, str]:
    """Name the sizes of a place."""
    return {
        "radius_km": _("Radius, km (circle)"),
        "semi_major_km": _("Semi-major axis, km (ellipse)"),
        "semi_minor_km": _("Semi-minor axis, km (ellipse)"),
        "bearing_deg": _("Bearing of the longer axis, degrees east of north (ellipse)"),
        "width_km": _("Width, km (corridor)"),
    }


def place_controls(control: Maker, value: Any) -> tuple[Control, ...]:
    """Make the inputs of a place with a maker of inputs."""
    body, shape = part_of(value, "body"), part_of(value, "shape") or "point"
    if not isinstance(value, Mapping):
        body = as_text(value)
    return (
        control("select", "body", _("Body"), body, options=_options(body_names(), body, _("Choose"))),
        control("select", "shape", _("Shape"), shape, options=_options(shape_names(), shape)),
        control("text", "lat", _("Latitude, degrees"), width="short", mode="decimal"),
        control("text", "lon", _("Longitude, degrees"), width="short", mode="decimal"),
        *(control("text", key, label, width="short", mode="decimal") for key, label in size_names().items()),
        control("textarea", "points", _("Points (corridor, polygon): latitude and longitude, one point a line"),
                points_as_lines(value), width="full"),
    )  # fmt: skip


def points_as_lines(value: Any) -> str:
    """Write the points of a place one a line; what is no list of points is written as it was typed."""
    points = value.get("points") if isinstance(value, Mapping) else None
    if not isinstance(points, list):
        return as_text(points)
    return "\n".join(f"{part_of(one, 'lat')} {part_of(one, 'lon')}" for one in points)


def _options(names: Mapping[str, str], value: str, blank: str | None = None) -> tuple[Option, ...]:
    pairs = [*([("", blank)] if blank is not None else []), *names.items()]
    if value and value not in names:
        pairs.append((value, value))
    return tuple(Option(key, label, key == value) for key, label in pairs)
