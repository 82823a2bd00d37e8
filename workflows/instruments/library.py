"""A folder of instruments with its status table, read once and asked often.

No law of its own. A deployment may load another folder; a file that cannot be read stops the load with file, line and
reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from workflows.instruments.binding import binds
from workflows.instruments.facts import Binds, Descent, Hardened, Instrument, Provision, StatusRow
from workflows.instruments.over_time import check_over_time, hardened_by
from workflows.instruments.reader import check_lineage, read_instrument
from workflows.instruments.status import read_status
from workflows.kernel.frozen import dataclass
from workflows.parties import Directory
from workflows.parties import directory as shipped_parties
from workflows.parties.reading import Dated, InstrumentError


@dataclass(frozen=True, slots=True)
class Library:
    """Instruments by key, provisions by (instrument, id), and status rows by (instrument, party)."""

    instruments: Mapping[str, Instrument]
    provisions: Mapping[tuple[str, str], Provision] = field(repr=False)
    rows: Mapping[tuple[str, str], tuple[StatusRow, ...]] = field(repr=False)
    parties: Directory = field(repr=False)
    first_hardened: date | None = None

    def instrument(self, key: str) -> Instrument:
        """Give one instrument; raise KeyError with a sentence where there is none."""
        if key not in self.instruments:
            raise KeyError(f"no instrument {key!r}; known are {', '.join(self.instruments)}")
        return self.instruments[key]

    def provision(self, key: str, id: str) -> Provision:  # noqa: A002  (the word of the citation)
        """Give one provision; raise KeyError with a sentence that lists what the instrument has."""
        found = self.provisions.get((key, id))
        if found is None:
            known = ", ".join(provision.id for provision in self.instrument(key).provisions)
            raise KeyError(f"{key} has no provision {id!r}; known are {known}")
        return found

    def hardened_by(self, key: str, where: str, on: date) -> Hardened | None:
        """Give the record by which a provision of soft law, or what lies around it, is law on a day."""
        return hardened_by(self.instrument(key), where, on)

    def has_hardened(self, on: date) -> bool:
        """Say whether anything at all has hardened by a day."""
        return self.first_hardened is not None and self.first_hardened <= on

    def carried_into(self, key: str, id: str) -> tuple[tuple[Provision, Descent], ...]:  # noqa: A002  (the word of the citation)
        """List the provisions that go back to one, each with the record that says so."""
        here = (key, id)
        pairs = ((part, one) for part in self.provisions.values() for one in part.lineage)
        return tuple((part, one) for part, one in pairs if (one.instrument, one.provision) == here)

    def status(self, key: str, party: str) -> tuple[StatusRow, ...]:
        """Give a party's rows under an instrument, empty where nothing is recorded."""
        self.instrument(key)
        return self.rows.get((key, party), ())

    def binding(self, key: str, party: str, on: date, law_of: date | None = None) -> Binds:
        """Say whether an instrument binds a party on a date, and why; `law_of` is the day whose law decides whether it
        is law at all, where that is another one."""
        known = self.parties.facts.get(party)
        one = self.instrument(key)
        record = hardened_by(one, "", law_of or on)
        if record is not None:
            one = replace(one, force=record.force, in_force=one.in_force or Dated(str(record.on), record.grade))
        return binds(one, known.said if known else party, self.status(key, party), on)


def load(directory: Path, parties: Directory | None = None) -> Library:
    """Read all `*.toml` and `status.csv` of a folder; raise InstrumentError with file, line and reason."""
    paths = sorted(directory.glob("*.toml"))
    if not paths:
        raise InstrumentError(directory.name, None, "holds no instrument")
    instruments = {found.key: found for found in map(read_instrument, paths)}
    check_lineage(instruments)
    table = directory / "status.csv"
    rows: dict[tuple[str, str], tuple[StatusRow, ...]] = {}
    for row in read_status(table, instruments) if table.exists() else ():
        at = (row.instrument, row.party)
        rows[at] = (*rows.get(at, ()), row)
    provisions = {(key, part.id): part for key, found in instruments.items() for part in found.provisions}
    check_over_time(instruments, provisions)
    return Library(
        MappingProxyType(instruments),
        MappingProxyType(provisions),
        MappingProxyType(rows),
        parties or shipped_parties(),
        min((record.on for one in instruments.values() for record in _records(one)), default=None),
    )


def _records(one: Instrument) -> tuple[Hardened, ...]:
    """List every record that something of an instrument hardened."""
    return one.hardened + tuple(record for part in one.provisions for record in part.hardened)
