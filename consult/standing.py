"""Who a signed-in person is: for which party and organ, under which mandate, in which capacities.

The only home of permission rules. A mandate counts while it is neither revoked nor outside its dates, reckoned in the
zone of its party. The capacity to dispatch counts at the level of the mandate only: a treaty filing needs the
ministry or the mission, an agency-level filing the mandated liaison of the agency. Not modelled here: visibility of a
record (`consult.visibility`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, select

from consult.digests import digest_secret
from consult.models.parties import CAPACITIES, MANDATE, ORGAN, PARTY, PERSON, SIGN_IN_SESSION

TREATY_ORGANS = frozenset({"ministry", "mission"})
OFFICE_ORGANS = frozenset({"secretariat", "registry"})
PREPARES = frozenset({"draft", "clear", "dispatch", "office"})
"""Capacities that see what a party is preparing."""
WRITES = frozenset({"draft", "dispatch", "office"})
"""Capacities that change it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """For whom a person acts, in what office and capacities, and under which mandate."""

    person_id: int
    name: str
    party_key: str
    party_name: str
    party_zone: str
    organ_id: int
    organ_key: str
    organ_name: str
    organ_kind: str
    office: str
    capacities: frozenset[str]
    mandate_id: int
    level: str
    procedures: frozenset[str] | None
    valid_from: date
    valid_until: date | None

    @property
    def ordered_capacities(self) -> tuple[str, ...]:
        """Answer the capacities in the order of their weight."""
        return tuple(one for one in CAPACITIES if one in self.capacities)

    @property
    def manages(self) -> bool:
        """Tell whether the person manages the people and mandates of the party."""
        return "manage" in self.capacities

    @property
    def is_secretariat(self) -> bool:
        """Tell whether the person acts in the office of a secretariat: it drills contact points and registers papers
        that come by other channels."""
        return self.organ_kind == "secretariat" and "office" in self.capacities

    @property
    def speaks(self) -> bool:
        """Tell whether the person may send out what the party says."""
        return "dispatch" in self.capacities

    @property
    def prepares(self) -> bool:
        """Tell whether the person sees what the party is preparing: papers, and documents that are not filed."""
        return bool(self.capacities & PREPARES)

    @property
    def writes(self) -> bool:
        """Tell whether the person may change what the party is preparing."""
        return bool(self.capacities & WRITES)

    def counts_on(self, on: date) -> bool:
        """Tell whether the mandate is within its dates on a day of its party's zone."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


_JOINED: Select[Any] = (
    select(
        MANDATE.c.person_id,
        PERSON.c.name,
        PARTY.c.key.label("party_key"),
        PARTY.c.name.label("party_name"),
        PARTY.c.zone.label("party_zone"),
        ORGAN.c.id.label("organ_id"),
        ORGAN.c.key.label("organ_key"),
        ORGAN.c.name.label("organ_name"),
        ORGAN.c.kind.label("organ_kind"),
        MANDATE.c.office,
        MANDATE.c.capacities,
        MANDATE.c.id.label("mandate_id"),
        MANDATE.c.level,
        MANDATE.c.procedures,
        MANDATE.c.valid_from,
        MANDATE.c.valid_until,
    )
    .select_from(MANDATE.join(PERSON, PERSON.c.id == MANDATE.c.person_id).join(ORGAN).join(PARTY))
    .where(MANDATE.c.revoked_at.is_(None), PERSON.c.active)
)


def current(conn: Connection, token: str, at: datetime) -> Standing | None:
    """Answer the standing chosen in the sign-in session of a token, or None where no counting mandate is chosen."""
    query = _JOINED.where(
        SIGN_IN_SESSION.c.token_hash == digest_secret(token),
        SIGN_IN_SESSION.c.ended_at.is_(None),
        SIGN_IN_SESSION.c.mandate_id == MANDATE.c.id,
        SIGN_IN_SESSION.c.person_id == MANDATE.c.person_id,
    )
    return next(iter(_counting(conn.execute(query), at)), None)


def choices(conn: Connection, person_id: int, at: datetime) -> list[Standing]:
    """Answer every standing that a person may choose now, by party, organ and office."""
    query = _JOINED.where(MANDATE.c.person_id == person_id).order_by(
        PARTY.c.name, ORGAN.c.name, MANDATE.c.office, MANDATE.c.id
    )
    return _counting(conn.execute(query), at)


def of_mandate(conn: Connection, mandate_id: int, at: datetime) -> Standing | None:
    """Answer the standing that a mandate gives now, or None where it does not count."""
    return next(iter(_counting(conn.execute(_JOINED.where(MANDATE.c.id == mandate_id)), at)), None)


def capacities_for(standing: Standing, procedure_key: str, case_level: str, on: date) -> frozenset[str]:
    """Answer the capacities that count for a procedure, at the level of a case, on a day of the party's zone."""
    if not standing.counts_on(on):
        return frozenset()
    if standing.procedures is not None and procedure_key not in standing.procedures:
        return standing.capacities & {"manage"}
    if standing.level != case_level:
        return standing.capacities - {"dispatch"}
    return standing.capacities


def may_dispatch_at(organ_kind: str, level: str) -> bool:
    """Tell whether an organ of a kind may hold the capacity to dispatch at a level."""
    if level == "treaty":
        return organ_kind in TREATY_ORGANS
    return organ_kind not in OFFICE_ORGANS


def _counting(rows: Iterable[Row[Any]], at: datetime) -> list[Standing]:
    """Read rows as standings and keep those whose dates hold in the zone of their party."""
    standings = [_standing(row) for row in rows]
    return [one for one in standings if one.counts_on(at.astimezone(ZoneInfo(one.party_zone)).date())]


def _standing(row: Row[Any]) -> Standing:
    """Read one row as a standing."""
    procedures: Sequence[str] | None = row.procedures
    fields = dict(row._mapping)
    fields["capacities"] = frozenset(row.capacities)
    fields["procedures"] = None if procedures is None else frozenset(procedures)
    return Standing(**fields)
