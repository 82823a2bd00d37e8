"""Why two activities are thought to meet, in one sentence of the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consult.i18n import _, ngettext, write_date

from .margins import HERITAGE, KEEP_CLEAR, ORBIT, PLUME, SPECTRUM

if TYPE_CHECKING:
    from .overlaps import Finding

UNITS = ((10**9, "GHz"), (10**6, "MHz"), (10**3, "kHz"))


def sentence(finding: Finding) -> str:
    """Say what meets, by which margin, and when."""
    where = _WHERE.get(finding.about, _physical)(finding)
    return _("%(where)s, %(when)s.", where=where, when=_when(finding))


def hertz(hz: int) -> str:
    """Write a frequency in the largest unit in which it is a whole number or has up to six decimals."""
    for size, unit in UNITS:
        if hz >= size:
            return f"{hz / size:.6f}".rstrip("0").rstrip(".") + f" {unit}" if hz * 10**6 % size == 0 else f"{hz} Hz"
    return f"{hz} Hz"


def kilometres(km: float) -> str:
    """Write a distance with two decimals, as far as they say anything."""
    return f"{km:.2f}".rstrip("0").rstrip(".")


def _names(finding: Finding) -> dict[str, str]:
    return {"mine": finding.mine.label, "theirs": finding.theirs.label}


def _distance(finding: Finding) -> dict[str, str]:
    far = finding.distance_km or 0.0
    return {**_names(finding), "km": kilometres(far), "margin": kilometres(finding.margin_km)}


def _physical(finding: Finding) -> str:
    if not finding.distance_km:
        return _("The places of %(mine)s and %(theirs)s overlap", **_names(finding))
    return _(
        "The places of %(mine)s and %(theirs)s are %(km)s km apart, within the margin of %(margin)s km",
        **_distance(finding),
    )


def _plume(finding: Finding) -> str:
    blown = finding.mine if finding.mine.kind == "plume" else finding.theirs
    hit = finding.theirs if blown is finding.mine else finding.mine
    if not finding.distance_km:
        return _("Plume and ejecta of %(blown)s reach %(hit)s", blown=blown.label, hit=hit.label)
    return _(
        "Plume and ejecta of %(blown)s come within %(km)s km of %(hit)s; the margin is %(margin)s km",
        **{**_distance(finding), "blown": blown.label, "hit": hit.label},
    )


def _asked(finding: Finding, kind: str) -> dict[str, str]:
    area = finding.theirs if finding.theirs.kind == kind else finding.mine
    other = finding.mine if area is finding.theirs else finding.theirs
    return {**_distance(finding), "area": area.label, "other": other.label}


def _keep_clear(finding: Finding) -> str:
    named = _asked(finding, "keep_clear")
    if not finding.distance_km:
        return _("%(other)s touches the area that %(area)s asks to be kept clear", **named)
    return _(
        "%(other)s comes within %(km)s km of the area that %(area)s asks to be kept clear; the margin is %(margin)s km",
        **named,
    )


def _heritage(finding: Finding) -> str:
    named = _asked(finding, "heritage")
    if not finding.distance_km:
        return _("%(other)s touches the heritage or science site %(area)s", **named)
    return _(
        "%(other)s comes within %(km)s km of the heritage or science site %(area)s; the margin is %(margin)s km",
        **named,
    )


def _orbit(finding: Finding) -> str:
    if not finding.distance_km:
        return _("The orbits of %(mine)s and %(theirs)s share heights (coarse)", **_names(finding))
    return _(
        "The orbits of %(mine)s and %(theirs)s are %(km)s km apart in height (coarse); the margin is %(margin)s km",
        **_distance(finding),
    )


def _spectrum(finding: Finding) -> str:
    shared = finding.common_hz
    if shared is not None and shared.width_hz:
        bands = _(
            "%(mine)s and %(theirs)s share %(low)s to %(high)s",
            **_names(finding), low=hertz(shared.low_hz), high=hertz(shared.high_hz),
        )  # fmt: skip
    elif shared is not None:
        bands = _("%(mine)s and %(theirs)s share %(low)s", **_names(finding), low=hertz(shared.low_hz))
    elif not finding.gap_hz:
        bands = _(
            "The bands of %(mine)s and %(theirs)s meet end to end; the guard is %(guard)s",
            **_names(finding), guard=hertz(finding.guard_hz),
        )  # fmt: skip
    else:
        bands = _(
            "The bands of %(mine)s and %(theirs)s are %(gap)s apart; the guard is %(guard)s",
            **_names(finding), gap=hertz(finding.gap_hz), guard=hertz(finding.guard_hz),
        )  # fmt: skip
    return _("%(bands)s, %(where)s", bands=bands, where=_reach(finding))


def _reach(finding: Finding) -> str:
    if finding.distance_km is not None:
        return _(
            "within reach of each other (%(km)s km apart, reach %(margin)s km together)",
            km=kilometres(finding.distance_km), margin=kilometres(finding.margin_km),
        )  # fmt: skip
    if finding.mine.body is None or finding.theirs.body is None:
        return _("at a place that was not told")
    return _("from an orbit in view (coarse)")


_WHERE = {PLUME: _plume, KEEP_CLEAR: _keep_clear, HERITAGE: _heritage, ORBIT: _orbit, SPECTRUM: _spectrum}


def _when(finding: Finding) -> str:
    """Say which days are common, or how near the times come."""
    if finding.near_in_time:
        days = -int(-finding.gap_days // 1)
        return ngettext(
            "not at the same time as stated but no more than %(num)s day apart, and dates may move",
            "not at the same time as stated but no more than %(num)s days apart, and dates may move",
            days,
        )
    first, last, count = finding.first_day, finding.last_day, finding.common_days
    if first and last and count is not None:
        return ngettext(
            "on %(num)s day in common, %(first)s",
            "on %(num)s days in common, from %(first)s to %(last)s",
            count, first=write_date(first), last=write_date(last),
        )  # fmt: skip
    if first:
        return _("from %(first)s on, without a stated end", first=write_date(first))
    return _("up to %(last)s", last=write_date(last)) if last else _("at all times")
