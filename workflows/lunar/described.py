"""The description of an activity within a filing that asks for it in other words, such as a notice under OST IX.

What a comparison with other activities needs is taken as it was given: places, orbits, bands and dates. A filing with
one place, one orbit and a list of bands is read as a description with one area and one orbit; what it tells in prose
is left out, since prose is compared with nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflows.kernel.bodies import problems
from workflows.kernel.fields import FilingSpec
from workflows.lunar.activity import DESCRIPTION

PLACE, ORBIT, BANDS = "place", "orbit", "bands"
_AROUND = {
    "moon": ("lunar", "llo", "selenocentric", "moon"),
    "libration": ("cislunar", "nrho", "halo", "libration", "heliocentric"),
}


def described(body: Mapping[str, Any]) -> dict[str, Any]:
    """Give the description that a filing holds, complete or not; answers that are no description are left out."""
    found = {key: value for key, value in body.items() if DESCRIPTION.field(key) and value not in (None, "", [])}
    found |= {key: [*found.get(key, ()), *more] for key, more in _single(body) if isinstance(found.get(key, []), list)}
    wrong = {problem.field.partition("/")[0] for problem in problems(DESCRIPTION, found)}
    return {key: value for key, value in found.items() if key not in wrong}


def names_where_or_when(body: Mapping[str, Any]) -> bool:
    """Say whether a filing holds anything that can be compared: a place, an orbit or a band."""
    found = described(body)
    return any(found.get(key) for key in ("areas", "orbits", "emissions"))


def asks_for_description(spec: FilingSpec) -> bool:
    """Say whether a filing asks for anything that can be compared."""
    return any(spec.field(key) for key in ("areas", "orbits", "emissions", PLACE, ORBIT, BANDS))


def _single(body: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Read single places, orbits and bands as the lists of a description."""
    place, orbit, bands = body.get(PLACE), body.get(ORBIT), body.get(BANDS)
    if isinstance(place, Mapping) and "body" in place:
        yield "areas", [{"kind": "operations", "place": place}]
    if isinstance(orbit, Mapping) and isinstance(orbit.get("regime"), str):
        yield "orbits", [{"around": around(orbit["regime"]), "orbit": orbit}]
    if isinstance(bands, list):
        yield "emissions", [{"band": one["band"]} for one in bands if isinstance(one, Mapping) and "band" in one]


def around(regime: str) -> str:
    """Say what an orbit goes around, by the name of its regime; the Earth where the name says nothing else."""
    named = regime.lower()
    for body in ("libration", "moon"):  # “cislunar” holds the word “lunar”
        if any(word in named for word in _AROUND[body]):
            return body
    return "earth"
