"""What one row of an exchange says: an activity with its State, key and source; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from consult.i18n import _
from consult.lunar.faults import Fault
from consult.lunar.features import features_of
from consult.lunar.levels import comparable
from workflows.kernel.bodies import UNFILEABLE, problems
from workflows.kernel.fields import OPTIONAL
from workflows.kernel.frozen import dataclass
from workflows.lunar.activity import of_state

FORMATS = ("csv", "geojson")
MOST_ROWS = 20_000
UNTOLD = ("contact",)
"""What public sources do not tell: asked of a notice, and not of a row."""
SPEC = replace(
    of_state(), fields=tuple(replace(one, need=OPTIONAL) if one.key in UNTOLD else one for one in of_state().fields)
)
KEY, STATE, OTHERS, SOURCE, GRADE = "key", "state", "others", "source", "grade"
EXTERNAL, IS_EXERCISE = "external_reference", "exercise"
ABOUT = (KEY, STATE, OTHERS, SOURCE, GRADE, EXTERNAL, IS_EXERCISE)
"""What a row says besides the description. The last two are the charter under which the State takes part no more, and
whether the entry is an exercise; they are written and never taken in, since the rolls and the case alone say it."""
MOST_ABOUT = 400
SIZES = ("radius_km", "semi_major_km", "semi_minor_km", "bearing_deg", "width_km")
PLACE_KEYS = frozenset(("body", "shape", "lat", "lon", "points", *SIZES))


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a row: its number from 1, the column or path, and a sentence. Row 0 is the file itself."""

    row: int
    path: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """An activity as a file tells it; `parts` are the rows of the file that it was put together from."""

    number: int
    about: Mapping[str, str]
    description: Mapping[str, Any]
    columns: Mapping[str, str]
    """Columns for paths, where the file has flat ones."""

    @property
    def states(self) -> tuple[str, ...]:
        """Everybody who answers for it, the first before the others."""
        named = f"{self.about.get(STATE, '')};{self.about.get(OTHERS, '')}".split(";")
        return tuple(dict.fromkeys(one.strip() for one in named if one.strip()))


def faults_of(row: Row) -> Iterator[RowError]:
    """Yield everything that is wrong with an activity by itself, each with its column or path."""
    states = row.states
    body = {**row.description, STATE: states[0] if states else ""}
    wrong = [(one.field, one.sentence) for one in problems(SPEC, body)]
    wrong += [*_of_about(row.about), *_strays(row.description), *_on_earth(row.description)]
    if not wrong:
        try:
            features_of(comparable(row.description))
        except Fault as fault:
            wrong.append((fault.path, fault.sentence))
    for path, sentence in wrong:
        yield RowError(row.number, column_of(row, path), sentence)


def column_of(row: Row, path: str) -> str:
    """Name the column of a path: the longest one that the file has a column for, else the path itself."""
    parts = path.split("/")
    for end in range(len(parts), 0, -1):
        found = row.columns.get("/".join(parts[:end]))
        if found is not None:
            return found
    return path


def _of_about(about: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Find what cannot be kept of the words beside the description."""
    for key, text in about.items():
        if len(text) > MOST_ABOUT:
            yield key, _("At most %(most)s characters; this has %(count)s.", most=MOST_ABOUT, count=len(text))
        elif UNFILEABLE.search(text) or "\n" in text:
            yield key, _("One line only, without control characters.")


def _strays(description: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name what an entry of a list says in a place where it is not read, so that nothing is lost in silence."""
    for spec in SPEC.fields:
        given = description.get(spec.key)
        for i, item in enumerate(given if spec.kind == "list" and isinstance(given, list) else ()):
            if isinstance(item, Mapping):
                known = {one.key for one in spec.of}
                strays = [f"{spec.key}/{i}/{key}" for key in item if key not in known]
                place = item.get("place")
                strays += [f"{spec.key}/{i}/place/{key}" for key in _of_place(place) if key not in PLACE_KEYS]
                yield from ((path, _("There is no such property.")) for path in strays)


def _of_place(place: Any) -> Iterator[str]:
    """Name what a place and its points say."""
    if isinstance(place, Mapping):
        yield from place
        points = place.get("points")
        for point in points if isinstance(points, list) else ():
            yield from (key for key in (point if isinstance(point, Mapping) else ()) if key not in ("lat", "lon"))


def _on_earth(description: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Find places that do not lie on the Moon."""
    for name in ("areas", "emissions"):
        entries = description.get(name)
        for i, entry in enumerate(entries if isinstance(entries, list) else ()):
            place = entry.get("place") if isinstance(entry, Mapping) else None
            if isinstance(place, Mapping) and place.get("body") != "moon":
                yield (
                    f"{name}/{i}/place/body",
                    _("This place does not lie on the Moon; the register holds lunar places."),
                )
