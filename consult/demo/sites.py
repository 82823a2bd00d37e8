"""The demonstration's register: past and planned lunar activities from public mission data, with source and grade.

`lunar-sites.csv` is the table as it was compiled; the grade covers the coordinates, M is memory and never verified.
What the table does not say is not made up but for these product defaults: a date that is only a year or a month stands
for all of it; a place is uncertain by one kilometre, by ten where the table calls it approximate; an orbiter without a
further word orbits the Moon at any height; places where crews landed are heritage sites from then on. What was of the
Soviet Union stands under the Russian Federation, its successor, and says so. Not modelled: spectrum, which the table
does not have.
"""

import csv
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from typing import Any

from sqlalchemy import Connection, select

from consult import people
from consult.lunar import register
from consult.lunar.register import NewVersion, Origin
from consult.models.lunar import LUNAR_ENTRY
from consult.models.parties import PARTY
from consult.people import NewParty
from workflows import parties

COMPILED = datetime(2026, 3, 1, tzinfo=UTC)
"""When what the table says was last looked at; the age of the data counts from here."""
SUCCESSORS = {"SUN": "RUS"}
STATUSES = {"operating": "proceeding"}
GROUND = {"impactor": "impact", "orbiter": "impact", "rover": "operations"}
"""What the place of an activity is for; of all others it is a landing."""
AROUND = {"orbiter": "lunar", "relay": "lunar"}
LIBRATION = "libration point"
LAST_DAY = "2999-12-31"
Row = Mapping[str, str]


def is_loaded(connection: Connection) -> bool:
    """Say whether the register was loaded."""
    query = select(LUNAR_ENTRY.c.id).where(LUNAR_ENTRY.c.origin == "demonstration").limit(1)
    return connection.execute(query).first() is not None


def load_sites(connection: Connection) -> int:
    """Record every row of the table as an entry, and the States that are not there yet; give the number of entries."""
    rows = sites()
    known = set(connection.execute(select(PARTY.c.key)).scalars())
    for key in dict.fromkeys(state for row in rows for state in states_of(row)):
        if key not in known:
            _add_party(connection, key)
    for row in rows:
        first, *others = states_of(row)
        version = NewVersion(description_of(row), COMPILED, source=row["source"], grade=row["grade"])
        register.record(connection, Origin("demonstration", first, tuple(others)), version)
    return len(rows)


def sites() -> list[Row]:
    """Read the table."""
    text = resources.files("consult.demo").joinpath("lunar-sites.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def states_of(row: Row) -> list[str]:
    """Name who answers for an activity today."""
    return [SUCCESSORS.get(key, key) for key in row["state"].split(";")]


def _add_party(connection: Connection, key: str) -> None:
    fact = parties.find(key)
    if fact is None:
        raise LookupError(f"lunar-sites.csv names {key}, which is not known here")
    new = NewParty(fact.key, fact.name, fact.kind, fact.zone, fact.place, fact.languages)
    people.add_party(connection, new)


def description_of(row: Row) -> dict[str, Any]:
    """Write a row as the description of an activity."""
    starts, last = _first_day(row["start"]), _last_day(row["end"] or _whole(row["start"]))
    operator, nature = row["operator"], row["note"]
    if "SUN" in row["state"].split(";"):
        nature = f"{nature}. Of the Soviet Union; the Russian Federation is its successor"
    return {
        "activity_title": row["name"],
        "operator": operator,
        "activity_class": row["class"],
        "activity_status": STATUSES.get(row["status"], row["status"]),
        "nature": f"{nature}.",
        "earliest_start": starts,
        **({"latest_end": last} if last else {}),
        **_areas(row, last),
        **_orbits(row),
    }


def _areas(row: Row, last: str) -> dict[str, Any]:
    """Give the place of an activity, as uncertain as the table says; and the site that a crew left."""
    if not row["latitude_deg"]:
        return {}
    place = {"body": "moon", "shape": "point", "lat": row["latitude_deg"], "lon": row["longitude_deg"]}
    unsure = "10" if "approximate" in f"{row['note']} {row['source']}" else "1"
    uncertainty = {"uncertainty_km": {"value": unsure, "unit": "km"}}
    kind = GROUND.get(row["class"], "landing")
    days = {"starts": last, "ends": last} if row["class"] == "orbiter" and last else {}
    found: list[dict[str, Any]] = [{"kind": kind, "label": row["name"], "place": place, **uncertainty, **days}]
    if row["class"] == "crewed" and row["status"] == "completed":
        found.append({"kind": "heritage", "label": row["name"], "place": place, "starts": last, "ends": LAST_DAY})
    return {"areas": found}


def _orbits(row: Row) -> dict[str, Any]:
    if row["class"] not in AROUND:
        return {}
    if LIBRATION in row["note"]:
        return {"orbits": [{"around": "libration", "orbit": {"regime": "l2"}}]}
    return {"orbits": [{"around": "moon", "orbit": {"regime": AROUND[row["class"]]}}]}


def _whole(start: str) -> str:
    """A date that is only a year or a month ends with it; a whole day says nothing of the end."""
    return start if len(start) < len("2026-01-01") else ""


def _first_day(text: str) -> str:
    return text + "-01-01"[len(text) - len("2026") :] if len(text) < len("2026-01-01") else text


def _last_day(text: str) -> str:
    """Give the last day of a day, a month or a year; empty where nothing is known."""
    if len(text) == len("2026"):
        return f"{text}-12-31"
    if len(text) == len("2026-01"):
        return f"{text}-{monthrange(int(text[:4]), int(text[5:]))[1]:02d}"
    return text
