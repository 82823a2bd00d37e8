"""What the kernel may look up besides a case: treaty status, contact points, linked cases, zones and working days."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, exists, or_, select

from consult.docket.editions import Editions
from consult.docket.levels import paper_of
from consult.docket.rolls import entered, on_roll
from consult.holidays import UnknownPlace, calendar
from consult.lunar import readers
from consult.lunar.faults import Fault
from consult.lunar.screening import affected, screen
from consult.models.cases import CASE_LINK, CASE_PARTY, CASE_TRACK, CASES
from consult.models.parties import CONTACT_POINT, ORGAN, PARTY
from workflows.instruments import binding, instruments, library
from workflows.kernel.procedure import Procedure
from workflows.kernel.reckoning import Calendar
from workflows.kernel.rooms import NO_MATTER, matter_of, stands
from workflows.kernel.summaries import load
from workflows.kernel.view import PLAIN_CALENDAR
from workflows.parties import said

YEARS_BACK, YEARS_AHEAD = 2, 3


@dataclass(frozen=True)
class Places:
    """Zone, holiday place and name of each party, read once; a party added later is read when it is first asked for."""

    known: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def of(self, connection: Connection, party: str) -> tuple[str, str, str]:
        """Give zone, place and the name within a sentence; UTC, no place and the key for anybody else."""
        if party not in self.known:
            row = connection.execute(select(PARTY).where(PARTY.c.key == party)).first()
            if row is None:
                return "UTC", "", party
            self.known[party] = (row.zone, row.place, said(party, row.name))
        return self.known[party]


@dataclass(frozen=True)
class LiveWorld:
    """The world as the database and the shipped tables know it at one moment."""

    connection: Connection
    at: datetime
    case_id: int | None
    available: frozenset[str]
    places: Places
    holidays: Path | None
    stored: Editions
    offered: Callable[[Procedure, datetime], Mapping[str, Procedure]]

    def ask(self, kind: str, *args: str) -> Any:
        """Answer one question of a guard with plain JSON."""
        answer = getattr(self, f"_{kind}", None)
        if answer is None:
            raise LookupError(f"the world knows nothing of “{kind}”")
        return answer(*args)

    def edition(self, digest: str) -> Procedure:
        """The procedure that a stored edition holds; KeyError where there is none."""
        return self.stored.of(self.connection, digest)

    def editions(self, procedure: Procedure) -> Mapping[str, Procedure]:
        """The other editions to which a case of a procedure could be moved now, by how each is chosen."""
        return self.offered(procedure, self.at)

    def name(self, party: str) -> str:
        """What a party is called within a sentence."""
        return self.places.of(self.connection, party)[2]

    def zone(self, party: str | None) -> str:
        """The legal zone of a party."""
        return self.places.of(self.connection, party or "")[0]

    def calendar(self, party: str | None) -> Calendar | None:
        """The working days of a party's place; Saturdays and Sundays only where no table has the place."""
        place = self.places.of(self.connection, party or "")[1]
        years = range(self.at.year - YEARS_BACK, self.at.year + YEARS_AHEAD + 1)
        try:
            return calendar(place, years, self.holidays) if place else PLAIN_CALENDAR
        except UnknownPlace:
            return PLAIN_CALENDAR

    def _bound(self, instrument: str, party: str, day: str) -> dict[str, Any]:
        if instrument not in instruments():
            return {"bound": False, "reason": f"“{instrument}” is no instrument that this installation knows."}
        found = binding(instrument, party, date.fromisoformat(day), self._law_of())
        return {"bound": found.bound, "reason": found.reason, "grade": str(found.grade)}

    def _law_of(self) -> date | None:
        """The day on which the case was opened, whose law decides what is law in it; None while nothing has hardened,
        so that it does not matter."""
        if not library().has_hardened(self.at.date()):
            return None
        query = select(CASES.c.opened_on).where(CASES.c.id == self.case_id)
        opened = self.connection.execute(query).scalar() if self.case_id is not None else None
        return (opened or self.at).date()

    def _reachable(self, party: str) -> bool:
        proved = select(CONTACT_POINT.c.id).select_from(CONTACT_POINT.join(ORGAN))
        used = or_(CONTACT_POINT.c.valid_until.is_(None), CONTACT_POINT.c.valid_until >= self.at.date())
        begun = or_(CONTACT_POINT.c.valid_from.is_(None), CONTACT_POINT.c.valid_from <= self.at.date())
        where = (ORGAN.c.party_key == party, CONTACT_POINT.c.last_proved_on.is_not(None), used, begun)
        return self.connection.execute(proved.where(*where).limit(1)).first() is not None

    def _linked(self, kind: str) -> list[str]:
        if self.case_id is None:
            return []
        other = CASES.alias("other")
        theirs = or_(other.c.id == CASE_LINK.c.other_id, other.c.ref == CASE_LINK.c.other_ref)
        query = select(other.c.state).select_from(CASE_LINK.join(other, theirs))
        rows = self.connection.execute(query.where(CASE_LINK.c.case_id == self.case_id, CASE_LINK.c.kind == kind))
        return [row.state for row in rows]

    def _matter(self, ref: str, party: str) -> Mapping[str, Any]:
        """A case by its reference, for a party that takes part in it; for any other there is none."""
        mine = exists().where(CASE_PARTY.c.case_id == CASES.c.id, CASE_PARTY.c.party == party)
        query = select(CASES.c.edition, CASES.c.summary).where(CASES.c.ref == ref, mine)
        row = self.connection.execute(query).first()
        if row is None:
            return NO_MATTER
        return matter_of(load(self.stored.of(self.connection, row.edition), row.summary), party)

    def _stands(self, ref: str, of: str, party: str) -> list[str]:
        """The states of a party's own tracks of a set in a case by its reference; none where it has no part there."""
        mine = exists().where(CASE_TRACK.c.case_id == CASES.c.id, CASE_TRACK.c.party == party)
        row = self.connection.execute(select(CASES.c.edition, CASES.c.summary).where(CASES.c.ref == ref, mine)).first()
        return [] if row is None else stands(load(self.stored.of(self.connection, row.edition), row.summary), of, party)

    def _offices(self, kind: str, party: str) -> list[str] | None:
        """The offices that a party holds in the cases to which a link leads; None where there is no such link."""
        query = select(CASE_LINK.c.other_ref).where(CASE_LINK.c.case_id == self.case_id, CASE_LINK.c.kind == kind)
        refs = self.connection.execute(query).scalars().all()
        return sorted({office for ref in refs for office in self._matter(ref, party)["offices"]}) if refs else None

    def _roll(self, procedure: str, under: str, of: str) -> list[str]:
        """Who takes part in what is larger than one case, in a class."""
        return on_roll(self.connection, self.stored, procedure, under, of, exercise=self._exercise())

    def _entered(self, procedure: str, under: str, party: str) -> list[list[str]]:
        """The cases by which a party came, or tried, to take part in it."""
        found = entered(self.connection, self.stored, procedure, under, party, exercise=self._exercise())
        return [[ref, state] for ref, state in found]

    def _exercise(self) -> bool:
        """Say whether the case is an exercise; these have rolls of their own."""
        query = select(CASES.c.exercise).where(CASES.c.id == self.case_id)
        return bool(self.connection.execute(query).scalar_one_or_none())

    def _kind(self, party: str) -> str:
        """What a party is: a State, an organisation or a body."""
        return str(self.connection.execute(select(PARTY.c.kind).where(PARTY.c.key == party)).scalar_one_or_none() or "")

    def _available(self, procedure: str) -> bool:
        return procedure in self.available

    def _activity(self) -> None:
        """The activity's status is what the case's own acts have made it; there is no register of activities here."""

    def _papers(self) -> bool:
        """This world has papers on record."""
        return True

    def _paper(self, n: str, party: str) -> dict[str, Any] | None:
        """A paper on record by the number of its act, for a party that may read it; for any other there is none."""
        if self.case_id is None:
            return None
        edition = self.connection.execute(select(CASES.c.edition).where(CASES.c.id == self.case_id)).scalar_one()
        return paper_of(self.connection, self.stored.of(self.connection, edition), self.case_id, int(n), party)

    def _affected(self, party: str, description: str) -> list[dict[str, Any]]:
        """Whom an activity touches, as far as the party that describes it may read of others; nobody where it cannot be
        compared, which the form says by itself."""
        own: dict[str, Any]
        told, own = json.loads(description), {"key": self._entry(), "state": party, "exercises": self._exercise()}
        reader = readers.reader_for(self.connection, self.stored, party)
        try:
            found = screen(self.connection, told, reader=reader, on=self.at.date(), **own)
        except Fault:
            return []
        return affected(found, party)

    def _entry(self) -> str:
        """The key under which the case at hand has its own entry of the register."""
        found = self.connection.execute(select(CASES.c.ref).where(CASES.c.id == self.case_id)).scalar()
        return str(found or "")


class OtherCase(Exception):
    """What was asked can only be answered from other cases than the one at hand."""


ABOUT_OTHERS = frozenset({"linked", "matter", "stands", "offices", "roll", "entered", "affected"})
"""Questions that are answered from other cases, or from what these entered in the register."""


@dataclass(frozen=True)
class OneCaseAlone:
    """The same world, which tells nothing of other cases."""

    world: LiveWorld

    def ask(self, kind: str, *args: str) -> Any:
        """Answer a question of a guard; raise OtherCase where another case would have to be looked into."""
        if kind in ABOUT_OTHERS:
            raise OtherCase
        return self.world.ask(kind, *args)

    def edition(self, digest: str) -> Procedure:
        """The procedure that a stored edition holds."""
        return self.world.edition(digest)

    def editions(self, procedure: Procedure) -> Mapping[str, Procedure]:
        """The other editions to which a case of a procedure could be moved now."""
        return self.world.editions(procedure)

    def name(self, party: str) -> str:
        """What a party is called within a sentence."""
        return self.world.name(party)

    def zone(self, party: str | None) -> str:
        """The legal zone of a party."""
        return self.world.zone(party)

    def calendar(self, party: str | None) -> Calendar | None:
        """The working days of a party's place."""
        return self.world.calendar(party)
