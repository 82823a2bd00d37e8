"""Who a signed-in person is: for which party and organ, under which mandate, in which capacities.

The only home of permission rules. A mandate counts while it is neither revoked nor outside its dates, reckoned in the
zone of its party. The capacity to dispatch counts at the level of the mandate only: a treaty filing needs the
ministry or the mission, an agency-level filing the mandated liaison of the agency. Whoever stands in for an absent
person of the same party acts under that person's mandate, within the limits of the substitution, while both mandates
count; it covers neither managing nor handing on. A system acts under the mandate of the person responsible for it,
within what its token covers; it dispatches, acts in an office and manages only where that mandate says that it may,
and a token that was narrowed to procedures or cases manages nothing. Not modelled here: visibility of a record
(`consult.visibility`).

Long because: rules of permission are read in one place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, bindparam, select

from consult.digests import digest_secret
from consult.models.absence import SUBSTITUTION
from consult.models.parties import CAPACITIES, MANDATE, ORGAN, PARTY, PERSON, SIGN_IN_SESSION

TREATY_ORGANS = frozenset({"ministry", "mission"})
OFFICE_ORGANS = frozenset({"secretariat", "registry"})
PREPARES = frozenset({"draft", "clear", "dispatch", "office"})
"""Capacities that see what a party is preparing."""
WRITES = frozenset({"draft", "dispatch", "office"})
"""Capacities that change it."""


NOT_HANDED = frozenset({"manage", "audit"})
"""Capacities in which nobody stands in for another: a party that wants a second manager, or auditor, mandates one."""
BY_LEAVE = frozenset({"dispatch", "office", "manage"})
"""Capacities that a system has only where its mandate says that it may: those in which something binds others."""


@dataclass(frozen=True, slots=True)
class InPlaceOf:
    """For whom somebody stands in, under which substitution, from which own office, until which day."""

    substitution_id: int
    person_id: int
    name: str
    own_office: str
    until: date

    @property
    def kept(self) -> tuple[str, str, str]:
        """Answer what the record keeps of it: keys, offices and dates, no name."""
        return f"substitution:{self.substitution_id}", self.own_office, self.until.isoformat()


@dataclass(frozen=True, slots=True)
class Through:
    """Through which token somebody acts: its number, whose it is ("person" or "organ"), and what its system is called;
    the capacities that its mandate alone kept from it; and whether it was narrowed to some procedures or cases."""

    token_id: int
    kind: str
    name: str
    handle: str
    kept_back: frozenset[str] = frozenset()
    narrow: bool = False
    held: frozenset[str] = frozenset()
    """The capacities of its mandate, whatever the token covers of them."""

    @property
    def kept(self) -> tuple[str, str]:
        """Answer what the record keeps of it: keys, no name."""
        return f"token:{self.token_id}", self.kind


@dataclass(frozen=True, slots=True)
class Standing:
    """For whom a person acts, in what office and capacities, and under which mandate; of a substitute office, organ and
    mandate are those of the absent person."""

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
    cases: frozenset[str] | None = None
    in_place_of: InPlaceOf | None = None
    through_systems: bool | None = None
    through: Through | None = None

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

    @property
    def audits(self) -> bool:
        """Tell whether the person audits the party: reads what is its record, and takes no step in its name."""
        return "audit" in self.capacities

    @property
    def opens(self) -> bool:
        """Tell whether the person may open a case that is not there yet; a substitute for some cases alone may not."""
        return self.cases is None

    @property
    def chosen(self) -> tuple[int | None, int | None]:
        """Answer the mandate and the substitution that a session keeps of this choice: one of the two."""
        return (None, self.in_place_of.substitution_id) if self.in_place_of else (self.mandate_id, None)

    @property
    def for_name(self) -> str | None:
        """Answer the name of the absent person in whose place somebody acts, None of one who acts alone."""
        return self.in_place_of.name if self.in_place_of else None

    @property
    def names(self) -> str:
        """Answer who acts, and in whose place, as the record beside the acts keeps it."""
        return f"{self.name}, for {self.in_place_of.name}" if self.in_place_of else self.name

    @property
    def offices(self) -> str:
        """Answer the offices that stand beside what was done: of a substitute the own one and that of the absent."""
        return f"{self.in_place_of.own_office}, for {self.office}" if self.in_place_of else self.office

    @property
    def hand(self) -> dict[str, object]:
        """Answer who did something beside the acts of cases, as the log keeps it."""
        plain: dict[str, object] = {"organ": self.organ_key, "office": self.office, "mandate": self.mandate_id}
        plain |= {"through": list(self.through.kept)} if self.through else {}
        return {**plain, "substitute": list(self.in_place_of.kept)} if self.in_place_of else plain

    def counts_on(self, on: date) -> bool:
        """Tell whether the mandate is within its dates on a day of its party's zone."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


_FIELDS = frozenset(one.name for one in fields(Standing)) - {"cases", "in_place_of", "through"}
_HELD = MANDATE.join(PERSON, PERSON.c.id == MANDATE.c.person_id).join(ORGAN).join(PARTY)
_COLUMNS = (
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
    MANDATE.c.through_systems,
)
_COUNTS = MANDATE.c.revoked_at.is_(None), PERSON.c.active
_JOINED: Select[Any] = select(*_COLUMNS).select_from(_HELD).where(*_COUNTS)


OWN, OWNER, OWN_ORGAN = MANDATE.alias("own"), PERSON.alias("owner"), ORGAN.alias("own_organ")
STAND_INS = (
    _HELD.join(SUBSTITUTION, SUBSTITUTION.c.mandate_id == MANDATE.c.id)
    .join(OWN, OWN.c.id == SUBSTITUTION.c.substitute_mandate_id)
    .join(OWNER, OWNER.c.id == OWN.c.person_id)
    .join(OWN_ORGAN, (OWN_ORGAN.c.id == OWN.c.organ_id) & (OWN_ORGAN.c.party_key == ORGAN.c.party_key))
)
"""Each substitution with the mandate of the absent person, the own one of the substitute, and both persons; two
mandates of one party."""
_STOOD_IN: Select[Any] = (
    select(
        *_COLUMNS,
        SUBSTITUTION.c.id.label("substitution_id"),
        SUBSTITUTION.c.capacities.label("handed"),
        SUBSTITUTION.c.procedures.label("handed_procedures"),
        SUBSTITUTION.c.cases,
        SUBSTITUTION.c.valid_from.label("away_from"),
        SUBSTITUTION.c.valid_until.label("away_until"),
        OWN.c.office.label("own_office"),
        OWN.c.valid_from.label("own_from"),
        OWN.c.valid_until.label("own_until"),
        OWNER.c.id.label("owner_id"),
        OWNER.c.name.label("owner"),
    )
    .select_from(STAND_INS)
    .where(*_COUNTS, SUBSTITUTION.c.revoked_at.is_(None), OWN.c.revoked_at.is_(None), OWNER.c.active)
)
_SESSION = SIGN_IN_SESSION.c.token_hash == bindparam("digest"), SIGN_IN_SESSION.c.ended_at.is_(None)
_OF_SESSION = _JOINED.where(
    *_SESSION,
    SIGN_IN_SESSION.c.substitution_id.is_(None),
    SIGN_IN_SESSION.c.mandate_id == MANDATE.c.id,
    SIGN_IN_SESSION.c.person_id == MANDATE.c.person_id,
)
_STOOD_IN_SESSION = _STOOD_IN.where(
    *_SESSION, SIGN_IN_SESSION.c.substitution_id == SUBSTITUTION.c.id, SIGN_IN_SESSION.c.person_id == OWNER.c.id
)


def current(conn: Connection, token: str, at: datetime) -> Standing | None:
    """Answer the standing chosen in the sign-in session of a token, or None where no counting mandate is chosen."""
    asked = {"digest": digest_secret(token)}
    for query in (_OF_SESSION, _STOOD_IN_SESSION):
        for standing in _counting(conn.execute(query, asked), at):
            return standing
    return None


def choices(conn: Connection, person_id: int, at: datetime) -> list[Standing]:
    """Answer every standing that a person may choose now, by party, organ and office; those of a substitute last."""
    query = _JOINED.where(MANDATE.c.person_id == person_id).order_by(
        PARTY.c.name, ORGAN.c.name, MANDATE.c.office, MANDATE.c.id
    )
    return [*_counting(conn.execute(query), at), *stood_in_by(conn, person_id, at)]


_ENDING = SUBSTITUTION.c.valid_until, SUBSTITUTION.c.id
_BY_OTHERS = _STOOD_IN.where(OWNER.c.id == bindparam("person")).order_by(*_ENDING)
_FOR_OTHERS = _STOOD_IN.where(
    MANDATE.c.person_id == bindparam("person"), ORGAN.c.party_key == bindparam("of_party")
).order_by(*_ENDING)


def stood_in_by(conn: Connection, person_id: int, at: datetime) -> list[Standing]:
    """Answer every standing that a person has now in the place of somebody absent, by the end of the absence."""
    return _counting(conn.execute(_BY_OTHERS, {"person": person_id}), at)


def standing_in_for(conn: Connection, person_id: int, party_key: str, at: datetime) -> list[Standing]:
    """Answer who stands in now for a person of a party, by the end of the absence."""
    return _counting(conn.execute(_FOR_OTHERS, {"person": person_id, "of_party": party_key}), at)


def of_mandate(conn: Connection, mandate_id: int, at: datetime) -> Standing | None:
    """Answer the standing that a mandate gives now, or None where it does not count."""
    return next(iter(_counting(conn.execute(_JOINED.where(MANDATE.c.id == mandate_id)), at)), None)


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a token reaches: capacities, procedures and cases (None: those of the mandate), until which day."""

    capacities: frozenset[str]
    procedures: frozenset[str] | None
    cases: frozenset[str] | None
    valid_until: date


def through_token(standing: Standing, scope: Scope, through: Through, at: datetime) -> Standing | None:
    """Answer the standing that a token gives, or None where it has ended: that of its mandate within its scope, without
    what the mandate does not let go through a system, and without managing where it was narrowed."""
    narrow = scope.procedures is not None or scope.cases is not None
    capacities = (standing.capacities & scope.capacities) - ({"manage"} if narrow else set())
    kept_back = capacities & BY_LEAVE if not standing.through_systems else frozenset()
    covered = scope.procedures if standing.procedures is None else standing.procedures
    narrowed = replace(
        standing,
        capacities=capacities - kept_back,
        procedures=covered if scope.procedures is None or covered is None else covered & scope.procedures,
        valid_until=min(day for day in (standing.valid_until, scope.valid_until) if day is not None),
        cases=scope.cases,
        through=replace(through, kept_back=kept_back, narrow=narrow, held=standing.capacities),
    )
    return narrowed if narrowed.counts_on(at.astimezone(ZoneInfo(standing.party_zone)).date()) else None


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
    held = {name: value for name, value in row._mapping.items() if name in _FIELDS}
    held["capacities"] = frozenset(row.capacities)
    held["procedures"] = None if procedures is None else frozenset(procedures)
    standing = Standing(**held)
    return _in_place(standing, row) if "substitution_id" in row._mapping else standing


def _in_place(absent: Standing, row: Row[Any]) -> Standing:
    """Answer the standing of a substitute: the absent person's, cut down to the substitution and to all dates."""
    handed = None if row.handed_procedures is None else frozenset(row.handed_procedures)
    covered = absent.procedures
    if handed is not None:
        covered = handed if covered is None else handed & covered
    ends = [day for day in (absent.valid_until, row.away_until, row.own_until) if day is not None]
    return replace(
        absent,
        person_id=row.owner_id,
        name=row.owner,
        capacities=(absent.capacities & frozenset(row.handed)) - NOT_HANDED,
        procedures=covered,
        valid_from=max(absent.valid_from, row.away_from, row.own_from),
        valid_until=min(ends),
        cases=None if row.cases is None else frozenset(row.cases),
        in_place_of=InPlaceOf(row.substitution_id, absent.person_id, absent.name, row.own_office, row.away_until),
    )
