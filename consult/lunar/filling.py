"""What the register says of an activity, as answers to the questions of another filing that asks for it.

A question takes the answer of the same name and type. A filing with one place, one orbit and a list of bands takes the
first place and orbit and all bands; what it asks in prose is told in words. Of another State's activity only facts are
taken: what that State relies on, whom to call there and its annex are its own. Whoever files changes all of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consult.lunar.entries import Listed
from consult.lunar.levels import Description
from workflows.kernel.bodies import problems
from workflows.kernel.fields import Field, FilingSpec
from workflows.kernel.values import as_date
from workflows.kernel.words import say_day
from workflows.lunar.activity import DESCRIPTION
from workflows.lunar.described import BANDS, ORBIT, PLACE

REGISTERED, PLANNER = "registered", "planner"
"""What a question fills: the key of the entry, and the State that answers for the activity."""
OWN = ("contact", "meaning", "meaning_words", "annex", "members_only")


def asked_for(spec: FilingSpec, what: str) -> Field | None:
    """Find the question of a filing that names the entry, or the State that answers for it."""
    return next((one for one in spec.fields if one.fills == what), None)


def answers_of(listed: Listed, description: Description, spec: FilingSpec, party: str) -> dict[str, Any]:
    """Give the answers that the register has for a filing of a party; what would be refused is left out."""
    told = {key: value for key, value in description.items() if party in listed.states or key not in OWN}
    given = dict(_same(told, spec)) | dict(_singles(told, spec)) | dict(_prose(told, spec)) | _named(listed, spec)
    wrong = {problem.field.partition("/")[0] for problem in problems(spec, given)}
    return {key: value for key, value in given.items() if key not in wrong}


def _same(told: Description, spec: FilingSpec) -> Iterator[tuple[str, Any]]:
    for asked in spec.fields:
        of = DESCRIPTION.field(asked.key)
        if of is not None and of.kind == asked.kind and told.get(asked.key):
            yield asked.key, told[asked.key]


def _singles(told: Description, spec: FilingSpec) -> Iterator[tuple[str, Any]]:
    for one, many, part in (PLACE, "areas", "place"), (ORBIT, "orbits", "orbit"):
        found = _items(told, many)
        if spec.field(one) and found and found[0].get(part):
            yield one, found[0][part]
    bands = [{"band": item["band"]} for item in _items(told, "emissions") if item.get("band")]
    if spec.field(BANDS) and bands:
        yield BANDS, bands


def _prose(told: Description, spec: FilingSpec) -> Iterator[tuple[str, str]]:
    """Tell in words what a filing asks in prose."""
    phases = [_dated(str(item.get("name") or ""), item.get("starts"), item.get("ends"))
              for item in _items(told, "phases")]  # fmt: skip
    labels = [str(item.get("label") or item.get("kind") or "") for item in _items(told, "areas")]
    window = _dated("", told.get("earliest_start"), told.get("latest_end"))
    words = {
        "description": _text(told, "nature"), "phases": "\n".join(filter(None, phases)), "activity_window": window,
        "location": "\n".join(filter(None, labels)), "end_of_activity": _text(told, "end_of_use"),
    }  # fmt: skip
    for key, text in words.items():
        asked = spec.field(key)
        if asked is not None and asked.kind in ("text", "long_text") and text:
            yield key, text


def _dated(name: str, starts: Any, ends: Any) -> str:
    days = [say_day(day) for one in (starts, ends) if (day := as_date(one))]
    return ": ".join(filter(None, (name, " – ".join(days))))


def _named(listed: Listed, spec: FilingSpec) -> dict[str, Any]:
    """Name the entry, and its States where the filing asks who plans the activity."""
    entry, planner = asked_for(spec, REGISTERED), asked_for(spec, PLANNER)
    found: dict[str, Any] = {entry.key: listed.key} if entry else {}
    if planner is not None:
        found[planner.key] = list(listed.states) if planner.kind == "parties" else listed.state
    return found


def _text(told: Description, key: str) -> str:
    return told[key].strip() if isinstance(told.get(key), str) else ""


def _items(told: Description, key: str) -> Sequence[Mapping[str, Any]]:
    found = told.get(key)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list | tuple) else ()
