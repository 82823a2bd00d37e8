"""The words of maps and bars in the reader's language, and the words for classes, places and stages of activities."""

from collections.abc import Mapping
from datetime import date, datetime

from consult.citations import Cited, cite, law
from consult.drawing.chronology import TimeWords
from consult.drawing.lunar_bands import BandWords
from consult.drawing.lunar_times import BarWords
from consult.drawing.lunar_zones import MapWords
from consult.i18n import _, write_date
from workflows.kernel.frozen import dataclass
from workflows.lunar.activity import CLASSES, MEANINGS, NON_APPROPRIATION, OST, STATUSES

FREE_ACCESS = OST("I")
MORE_STATUSES = {"withdrawn": "Withdrawn", "superseded": "Superseded", "voided_error": "Entered in error"}


@dataclass(frozen=True, slots=True)
class Caveat:
    """What every page of the mechanism says: that it is a proposal, and that no area is closed to anybody."""

    title: str
    sentence: str
    under: tuple[Cited, ...]


def caveat() -> Caveat:
    """Say what the register is not."""
    return Caveat(
        _("A proposal, not law"),
        _(
            "The consultative mechanism to which this register belongs is proposed, not agreed. What is registered is"
            " an announcement: no zone shown here excludes anybody, and none gives a right to a place."
        ),
        (cite(FREE_ACCESS), cite(NON_APPROPRIATION)),
    )


def class_name(key: str) -> str:
    """Name a class of activities."""
    return _named(CLASSES, key)


def status_name(key: str) -> str:
    """Name the stage of an activity."""
    return _named({**STATUSES, **MORE_STATUSES}, key)


def meaning_name(key: str) -> str:
    """Name the meaning of harmful interference that a description relies on; none stated where it is silent."""
    return _named(MEANINGS, key or "unstated")


def _named(table: Mapping[str, str], key: str) -> str:
    return law(table.get(key, key))


def kind_name(kind: str) -> str:
    """Name what overlaps in a finding."""
    return {
        "place": _("place"),
        "time": _("time"),
        "near_time": _("times that may move"),
        "frequency": _("frequency"),
        "plume": _("plume and ejecta"),
        "orbit": _("orbit"),
    }.get(kind, kind)


def map_words() -> MapWords:
    """Give the words of a map."""
    return MapWords(
        site=_("site or area of operations"),
        corridor=_("corridor of descent, ascent or traverse"),
        plume=_("reach of plume and ejecta"),
        keep_clear=_("asked to be kept clear: a request, it excludes nobody"),
        heritage=_("heritage or science site"),
        emission=_("reach of radio use"),
        own=_("this activity"),
        overlaps=_("overlap"),
        past=_("ended"),
        uncertain=_("uncertainty of the place"),
        north=_("N"),
        south=_("S"),
        east=_("E"),
        west=_("W"),
        point=_("point"),
        circle=_("circle, radius {0}"),
        ellipse=_("ellipse, half axes {0} and {1}"),
        corridor_of=_("corridor, {0} wide"),
        polygon=_("polygon of {0} corners"),
        true_at=_("{0}, true at {1}; at {2} the same bar spans {3}"),
        true_at_centre=_("{0}, true at the centre, {1}"),
        say_km=say_km,
    )


def say_km(km: float) -> str:
    """Write a distance, below one kilometre in metres."""
    return _("%(number)s km", number=f"{km:.6g}") if km >= 1 or not km else _("%(number)s m", number=f"{km * 1000:.4g}")


def _tick(at: datetime, unit: str) -> str:
    return str(at.year) if unit == "year" else f"{at:%Y-%m}" if unit == "month" else f"{at:%Y-%m-%d}"


def _day(on: date) -> str:
    return on.isoformat()[:10]


def bar_words() -> BarWords:
    """Give the words of a bar of time."""
    return BarWords(
        own=_("this activity"),
        overlaps=_("overlap"),
        may=_("by how much the dates may move"),
        goes_on=_("no end given"),
        days=_("± {0} days"),
        dates=TimeWords(today=_("today"), say_date=_day, say_tick=_tick),
    )


def band_words() -> BandWords:
    """Give the words of a bar of frequencies."""
    return BandWords(own=_("this activity"), overlaps=_("overlap"), may=_("guard band"), guarded=_("guard band {0}"))


def window_words(starts: date | None, ends: date | None) -> str:
    """Write a window in words."""
    if starts and ends:
        return _("%(first)s to %(last)s", first=write_date(starts), last=write_date(ends))
    if starts:
        return _("from %(first)s, no end given", first=write_date(starts))
    return _("up to %(last)s", last=write_date(ends)) if ends else _("no dates given")
