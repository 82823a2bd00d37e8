"""What binds over time: from which provision one comes, into which it was carried, and since when it is law.

Law: none of its own. A text that does not bind may harden into law at a date: by entry into a treaty, which is another
provision and its lineage, or as it stands, which is a record of its own: the day, what it is from then on, and the text
that says so. What holds of a provision holds of the parts of it that have no record of their own. Only what is soft
hardens; a record that law goes soft is refused.

Not modelled: provisions that go out of force, and customary law, which no record dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from workflows.instruments.facts import Descent, Hardened, Instrument, Provision
from workflows.parties.reading import GRADES, Entry, InstrumentError

LAWS = ("LAW_T", "LAW_N", "LAW_A")
_LAST_PART = re.compile(r"(?: s?[0-9IVXLC-]+|\([^()]*\)|[^ (]+)$")
Instruments = Mapping[str, Instrument]
Provisions = Mapping[tuple[str, str], Provision]


def around(where: str) -> Iterator[str]:
    """Give a provision's name, then those of what lies around it: “IX s3”, then “IX”."""
    while where:
        yield where
        where = _LAST_PART.sub("", where).strip()


def read_hardened(entry: Entry) -> tuple[Hardened, ...]:
    """Read `hardened = [{ on = 2030-01-01, force = "LAW_T", by = "KEY 3", grade = "V" }]`, the first day first."""
    rows = _tables(entry, "hardened", {"on", "force", "by", "grade"})
    for row in rows:
        if type(row["on"]) is not date:
            raise entry.wrong("hardened", "on must be a date")
        if row["force"] not in LAWS:
            raise entry.wrong("hardened", f"force {row['force']!r} is not one of {', '.join(LAWS)}")
        _graded(entry, "hardened", row)
    found = (Hardened(row["on"], row["force"], str(row["by"]), row["grade"]) for row in rows)
    return tuple(sorted(found, key=lambda one: one.on))


def read_descent(entry: Entry) -> tuple[Descent, ...]:
    """Read `from = [{ instrument = "GA1962", provision = "principle 6", grade = "src" }]` of a provision."""
    rows = _tables(entry, "from", {"instrument", "provision", "grade"})
    for row in rows:
        _graded(entry, "from", row)
    return tuple(Descent(str(row["instrument"]), str(row["provision"]), row["grade"]) for row in rows)


def check_over_time(instruments: Instruments, provisions: Provisions) -> None:
    """Raise InstrumentError where a provision comes from one that is not there, or from itself, or where something
    hardens that is law already."""
    for one in instruments.values():
        file = f"{one.key.lower()}.toml"
        if one.force != "SOFT" and (one.hardened or any(part.hardened for part in one.provisions)):
            raise InstrumentError(file, None, f"hardened: {one.key} is law already")
        for part in one.provisions:
            for source in part.lineage:
                if (source.instrument, source.provision) not in provisions:
                    reason = f"from: no provision {source.instrument} {source.provision}"
                    raise InstrumentError(file, None, reason)
            if (one.key, part.id) in _ancestors(provisions, part):
                raise InstrumentError(file, None, f"from: {one.key} {part.id} would come from itself")


def _ancestors(provisions: Provisions, part: Provision) -> set[tuple[str, str]]:
    """Collect everything from which a provision comes."""
    found: set[tuple[str, str]] = set()
    waiting = [(one.instrument, one.provision) for one in part.lineage]
    while waiting:
        at = waiting.pop()
        if at not in found and at in provisions:
            found.add(at)
            waiting += [(one.instrument, one.provision) for one in provisions[at].lineage]
    return found


def hardened_by(one: Instrument, where: str, on: date) -> Hardened | None:
    """Give the last record by which a provision, or what lies around it, was law on a day; None where it was not."""
    known = {part.id: part.hardened for part in one.provisions}
    for name in (*around(where), ""):
        records = known.get(name, ()) if name else one.hardened
        begun = [record for record in records if record.on <= on]
        if begun:
            return begun[-1]
    return None


def _tables(entry: Entry, name: str, keys: set[str]) -> list[dict[str, Any]]:
    rows = entry.values.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) and set(row) == keys for row in rows):
        raise entry.wrong(name, f"must be a list of tables with exactly the keys {', '.join(sorted(keys))}")
    return rows


def _graded(entry: Entry, name: str, row: Mapping[str, Any]) -> None:
    if row["grade"] not in GRADES:
        raise entry.wrong(name, f"grade {row['grade']!r} is not one of {', '.join(GRADES)}")
