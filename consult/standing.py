"""Who a signed-in person is: for which party and organ, under which mandate, in which capacities.

The only home of permission rules. A mandate counts while it is neither revoked nor outside its dates, reckoned in the
zone of its party. The capacity to dispatch counts at the level of the mandate only: a treaty filing needs the ministry
or the mission, an agency-level filing the mandated liaison of the agency. Whoever stands in for an absent person of the
same party acts under that person's mandate, within the limits of the substitution, while both mandates count; it covers
neither managing nor handing on. A delegation gives no more than the mandates from which it comes, and counts while they
do. Whoever acts in the name of another party acts within the arrangement of both, while it is accepted and has not
ended, and within the own mandate; it covers preparing and dispatching alone. A system acts under the mandate of the
person responsible for it, within what its token covers; it dispatches, acts in an office and manages only where that
mandate says that it may, and a token that was narrowed to procedures or cases manages nothing. A session that a party's
identity provider opened uses mandates of that party alone; a party may let its mandates be used in no other session,
but for those that manage (`in_reach`). Not modelled here: visibility of a record (`consult.visibility`). Long because:
rules of permission are read in one place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, bindparam, exists, func, select

from consult.digests import digest_secret
from consult.models.absence import SUBSTITUTION
from consult.models.parties import CAPACITIES, MANDATE, ORGAN, PARTY, PERSON, SIGN_IN_SESSION
from consult.models.providers import IDENTITY_PROVIDER
from consult.models.representation import REPRESENTATION
from workflows.kernel.frozen import dataclass

TREATY_ORGANS = frozenset({"ministry", "mission"})
OFFICE_ORGANS = frozenset({"secretariat", "registry"})
WITHOUT_SECRETARIAT = frozenset({"state"})
"""Kinds of parties that are parties alone: no organ of theirs registers papers of others or drills their contacts."""
PREPARES = frozenset({"draft", "clear", "dispatch", "office"})
"""Capacities that see what a party is preparing."""
WRITES = frozenset({"draft", "dispatch", "office"})
"""Capacities that change it."""


NOT_HANDED = frozenset({"manage", "audit"})
"""Capacities in which nobody stands in for another: a party that wants a second manager, or auditor, mandates one."""
IN_ANOTHERS_NAME = frozenset({"draft", "clear", "dispatch"})
"""Capacities in which one party acts for another."""
DEEPEST = 2
"""How often a mandate is handed on by delegation (PRODUCT: no provision)."""
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
class InNameOf:
    """Which party acts in another's name, under which arrangement, by which provision's instrument, until which day."""

    representation_id: int
    acting_key: str
    acting_name: str
    way: str
    under: str
    instrument: str
    until: date | None

    @property
    def kept(self) -> tuple[str, str]:
        """Answer what the record keeps of it: the arrangement, and the party that acts."""
        return f"representation:{self.representation_id}", self.acting_key


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
    party_kind: str = ""
    power: str = ""
    """Kind of instrument of the mandate (`workflows.kernel.powers`); empty where it was not asked then."""
    comes_from: tuple[int, ...] = ()
    """Of a delegation: the mandates from which it comes, the nearest first."""
    in_name_of: InNameOf | None = None
    """Where party, name and zone are those of another party: who acts for it. The organ is then the acting party's."""
    emergency: str = ""
    """The one case that is read under an access in an emergency; nothing else is then seen, and nothing done."""
    by_provider: bool = False
    """Whether the party lets its mandates be used in sessions of its identity provider alone."""

    @property
    def kept_power(self) -> tuple[str, ...]:
        """Answer what the record keeps of the instrument: its kind, and where a delegation comes from."""
        return (self.power, *(f"mandate:{one}" for one in self.comes_from)) if self.power else ()

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
        that come by other channels, in the names of others. It serves all parties, so that none of a State is one."""
        return self.is_of_secretariat and "office" in self.capacities

    @property
    def is_of_secretariat(self) -> bool:
        """Tell whether the person acts for a secretariat, in whatever capacity."""
        return self.organ_kind == "secretariat" and self.party_kind not in WITHOUT_SECRETARIAT

    @property
    def own_party(self) -> tuple[str, str]:
        """Answer key and name of the party whose mandate it is, also where it acts in another's name."""
        acting = self.in_name_of
        return (acting.acting_key, acting.acting_name) if acting else (self.party_key, self.party_name)

    @property
    def is_staff(self) -> bool:
        """Tell whether the person is staff, whose looks parties see: of a secretariat, in whatever capacity. A registry
        or a neutral is chosen by the parties, and reads in confidence; an organ of a State is none."""
        return self.is_of_secretariat

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
    def chosen(self) -> tuple[int | None, int | None, int | None]:
        """Answer what a session keeps of this choice: a mandate or a substitution, and the arrangement by which the
        mandate is used in another party's name."""
        if self.in_place_of:
            return None, self.in_place_of.substitution_id, None
        return self.mandate_id, None, self.in_name_of.representation_id if self.in_name_of else None

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
        plain |= {"represented_by": list(self.in_name_of.kept)} if self.in_name_of else {}
        return {**plain, "substitute": list(self.in_place_of.kept)} if self.in_place_of else plain

    def counts_on(self, on: date) -> bool:
        """Tell whether the mandate is within its dates on a day of its party's zone."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


def operates(standing: Standing, organ: str) -> bool:
    """Tell whether somebody is of the people who run this installation: of the organ (`OOSA/HOST`) that its settings
    name, which has to be of the kind that sees no case; in person, under the own mandate and for the own party."""
    lent = standing.in_place_of or standing.in_name_of or standing.through or standing.audits
    is_named = bool(organ) and f"{standing.party_key}/{standing.organ_key}" == organ
    return is_named and standing.organ_kind == "operator" and not lent


_FIELDS = frozenset(one.name for one in fields(Standing)) - {
    "cases",
    "in_place_of",
    "through",
    "comes_from",
    "in_name_of",
    "emergency",
    "by_provider",
}
_HELD = MANDATE.join(PERSON, PERSON.c.id == MANDATE.c.person_id).join(ORGAN).join(PARTY)
COLUMNS = (
    MANDATE.c.person_id,
    PERSON.c.name,
    PARTY.c.key.label("party_key"),
    PARTY.c.name.label("party_name"),
    PARTY.c.zone.label("party_zone"),
    PARTY.c.kind.label("party_kind"),
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
    func.coalesce(MANDATE.c.kind, "").label("power"),
    MANDATE.c.cases.label("matters"),
    MANDATE.c.derived_from,
    exists().where(IDENTITY_PROVIDER.c.party_key == ORGAN.c.party_key, IDENTITY_PROVIDER.c.only).label("by_provider"),
)
COUNTS = MANDATE.c.revoked_at.is_(None), PERSON.c.active
"""What a mandate gives by itself is read from these columns, and only where this holds."""
_JOINED: Select[Any] = select(*COLUMNS).select_from(_HELD).where(*COUNTS)


_ONE = _JOINED.where(MANDATE.c.id == bindparam("mandate"))

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
        *COLUMNS,
        SUBSTITUTION.c.id.label("substitution_id"),
        SUBSTITUTION.c.capacities.label("handed"),
        SUBSTITUTION.c.procedures.label("handed_procedures"),
        SUBSTITUTION.c.cases,
        SUBSTITUTION.c.valid_from.label("away_from"),
        SUBSTITUTION.c.valid_until.label("away_until"),
        OWN.c.office.label("own_office"),
        OWN.c.valid_from.label("own_from"),
        OWN.c.valid_until.label("own_until"),
        OWN.c.id.label("own_id"),
        OWNER.c.id.label("owner_id"),
        OWNER.c.name.label("owner"),
    )
    .select_from(STAND_INS)
    .where(*COUNTS, SUBSTITUTION.c.revoked_at.is_(None), OWN.c.revoked_at.is_(None), OWNER.c.active)
)
REPRESENTED = PARTY.alias("represented_party")
_IN_NAME_OF: Select[Any] = (
    select(
        *COLUMNS,
        REPRESENTATION.c.id.label("representation_id"),
        REPRESENTATION.c.way,
        REPRESENTATION.c.under,
        REPRESENTATION.c.instrument,
        REPRESENTATION.c.capacities.label("entrusted"),
        REPRESENTATION.c.procedures.label("entrusted_procedures"),
        REPRESENTATION.c.cases.label("entrusted_cases"),
        REPRESENTATION.c.valid_from.label("entrusted_from"),
        REPRESENTATION.c.valid_until.label("entrusted_until"),
        REPRESENTED.c.key.label("represented"),
        REPRESENTED.c.name.label("represented_name"),
        REPRESENTED.c.zone.label("represented_zone"),
    )
    .select_from(
        _HELD.join(REPRESENTATION, REPRESENTATION.c.acting == ORGAN.c.party_key).join(
            REPRESENTED, REPRESENTED.c.key == REPRESENTATION.c.represented
        )
    )
    .where(*COUNTS, REPRESENTATION.c.accepted_at.is_not(None), REPRESENTATION.c.revoked_at.is_(None))
)
_SESSION = SIGN_IN_SESSION.c.token_hash == bindparam("digest"), SIGN_IN_SESSION.c.ended_at.is_(None)
_THROUGH = select(SIGN_IN_SESSION.c.through_party).where(*_SESSION).scalar_subquery().label("through_party")
_OF_SESSION = _JOINED.add_columns(_THROUGH).where(
    *_SESSION,
    SIGN_IN_SESSION.c.substitution_id.is_(None),
    SIGN_IN_SESSION.c.representation_id.is_(None),
    SIGN_IN_SESSION.c.mandate_id == MANDATE.c.id,
    SIGN_IN_SESSION.c.person_id == MANDATE.c.person_id,
)
_STOOD_IN_SESSION = _STOOD_IN.add_columns(_THROUGH).where(
    *_SESSION, SIGN_IN_SESSION.c.substitution_id == SUBSTITUTION.c.id, SIGN_IN_SESSION.c.person_id == OWNER.c.id
)
_IN_NAME_SESSION = _IN_NAME_OF.add_columns(_THROUGH).where(
    *_SESSION,
    SIGN_IN_SESSION.c.representation_id == REPRESENTATION.c.id,
    SIGN_IN_SESSION.c.mandate_id == MANDATE.c.id,
    SIGN_IN_SESSION.c.person_id == MANDATE.c.person_id,
)


def current(conn: Connection, token: str, at: datetime) -> Standing | None:
    """Answer the standing chosen in the sign-in session of a token, or None where no counting mandate is chosen."""
    asked = {"digest": digest_secret(token)}
    for query in (_OF_SESSION, _STOOD_IN_SESSION, _IN_NAME_SESSION):
        rows = conn.execute(query, asked).all()
        for standing in _counting(conn, rows, at):
            return standing if in_reach(standing, rows[0].through_party) else None
    return None


def in_reach(standing: Standing, through_party: str | None) -> bool:
    """Say whether a session may use a standing, by the party whose identity provider opened it (None: by a proof of the
    person's own). A provider opens what is its party's and nothing else; where a party lets its provider alone, who
    manages keeps the other ways, so that a provider that fails shuts nobody out for good."""
    if through_party is not None:
        return standing.own_party[0] == through_party
    return standing.manages or not standing.by_provider


def choices(conn: Connection, person_id: int, at: datetime) -> list[Standing]:
    """Answer every standing that a person may choose now, by party, organ and office; then those of a substitute,
    and those in the name of other parties."""
    query = _JOINED.where(MANDATE.c.person_id == person_id).order_by(
        PARTY.c.name, ORGAN.c.name, MANDATE.c.office, MANDATE.c.id
    )
    own = _counting(conn, conn.execute(query), at)
    entrusted = conn.execute(_BY_ARRANGEMENT, {"person": person_id})
    return [*own, *stood_in_by(conn, person_id, at), *_counting(conn, entrusted, at)]


_ENDING = SUBSTITUTION.c.valid_until, SUBSTITUTION.c.id
_BY_ARRANGEMENT = _IN_NAME_OF.where(MANDATE.c.person_id == bindparam("person")).order_by(
    REPRESENTED.c.name, REPRESENTATION.c.id, MANDATE.c.id
)
_BY_OTHERS = _STOOD_IN.where(OWNER.c.id == bindparam("person")).order_by(*_ENDING)
_FOR_OTHERS = _STOOD_IN.where(
    MANDATE.c.person_id == bindparam("person"), ORGAN.c.party_key == bindparam("of_party")
).order_by(*_ENDING)


def stood_in_by(conn: Connection, person_id: int, at: datetime) -> list[Standing]:
    """Answer every standing that a person has now in the place of somebody absent, by the end of the absence."""
    return _counting(conn, conn.execute(_BY_OTHERS, {"person": person_id}), at)


def standing_in_for(conn: Connection, person_id: int, party_key: str, at: datetime) -> list[Standing]:
    """Answer who stands in now for a person of a party, by the end of the absence."""
    return _counting(conn, conn.execute(_FOR_OTHERS, {"person": person_id, "of_party": party_key}), at)


def all_of_party(conn: Connection, party_key: str, at: datetime) -> list[Standing]:
    """Answer every standing in which somebody acts for a party now, by mandate; those of substitutes last."""
    of_party = ORGAN.c.party_key == party_key
    own = _counting(conn, conn.execute(_JOINED.where(of_party).order_by(MANDATE.c.id)), at)
    return own + _counting(conn, conn.execute(_STOOD_IN.where(of_party).order_by(*_ENDING)), at)


def holds_stage(
    standing: Standing,
    procedure_key: str,
    case_level: str,
    *,
    organ: str = "",
    capacity: str = "",
    mandates: Sequence[int] = (),
) -> bool:
    """Tell whether somebody may hold a stage of the own party's clearance that names an organ, a capacity or mandates,
    or several of these together, of a paper of a procedure, at the level of its case (empty: any). Whoever sees no
    paper in preparation holds none; a substitute holds what the absent person does."""
    covers = standing.procedures is None or procedure_key in standing.procedures
    if not standing.prepares or not covers or (organ and standing.organ_key != organ):
        return False
    if capacity == "dispatch" and case_level and standing.level != case_level:
        return False
    return (not capacity or capacity in standing.capacities) and (not mandates or standing.mandate_id in mandates)


def of_mandate(conn: Connection, mandate_id: int, at: datetime) -> Standing | None:
    """Answer the standing that a mandate gives now, or None where it does not count."""
    return next(iter(_counting(conn, conn.execute(_ONE, {"mandate": mandate_id}), at)), None)


LATELY = timedelta(days=30)
"""For how long whoever held a mandate that ended by itself may hand on papers in preparation (PRODUCT)."""
_ENDED = _JOINED.where(MANDATE.c.person_id == bindparam("person"), MANDATE.c.valid_until.is_not(None)).order_by(
    MANDATE.c.valid_until.desc(), MANDATE.c.id
)


def ended_lately(conn: Connection, person_id: int, at: datetime) -> tuple[Standing, ...]:
    """Answer the mandates of a person that ended by themselves lately, without any capacity; one that was revoked, or
    whose holder acts in the same office under a newer one, is none."""
    rows = [_standing(row) for row in conn.execute(_ENDED, {"person": person_id})]
    over = [one for one in rows if one.valid_until and -LATELY.days <= _days_left(one, at) < 0]
    held = {(one.organ_id, one.office) for one in choices(conn, person_id, at)} if over else set()
    gone = (one for one in over if (one.organ_id, one.office) not in held)
    return tuple(replace(one, capacities=frozenset()) for one in gone)


def _days_left(one: Standing, at: datetime) -> int:
    """Count the days to the last day of a mandate in its party's zone; negative once it is over."""
    return ((one.valid_until or date.max) - at.astimezone(ZoneInfo(one.party_zone)).date()).days


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
        cases=_both(standing.cases, scope.cases),
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


def _counting(conn: Connection, rows: Iterable[Row[Any]], at: datetime) -> list[Standing]:
    """Read rows as standings and keep those whose dates hold in the zone of their party, and in those of all mandates
    on which they rest."""
    return [found for row in rows if (found := _read(conn, row, at)) is not None]


def _read(conn: Connection, row: Row[Any], at: datetime) -> Standing | None:
    """Read one row as a standing; None where it does not count."""
    found = _within_sources(conn, _standing(row), row.derived_from, at)
    if found is None:
        return None
    if "substitution_id" in row._mapping:
        found = _in_place(found, row) if of_mandate(conn, row.own_id, at) else None
    elif "representation_id" in row._mapping:
        found = _in_name(found, row) if _counts(found, at) else None
    return found if found is not None and _counts(found, at) else None


def _counts(standing: Standing, at: datetime) -> bool:
    return standing.counts_on(at.astimezone(ZoneInfo(standing.party_zone)).date())


def _within_sources(
    conn: Connection, held: Standing, source: int | None, at: datetime, handings: int = DEEPEST
) -> Standing | None:
    """Cut a delegation down to the mandates from which it comes; None where one of them does not count, belongs to
    another party, or the chain is longer than it may be."""
    if source is None:
        return held
    row = conn.execute(_ONE, {"mandate": source}).first() if handings else None
    above = _within_sources(conn, _standing(row), row.derived_from, at, handings - 1) if row is not None else None
    if above is None or above.party_key != held.party_key or not _counts(above, at):
        return None
    handed = (held.capacities & above.capacities) - NOT_HANDED
    return replace(
        held,
        capacities=handed if held.level == above.level else handed - {"dispatch"},
        procedures=_both(held.procedures, above.procedures),
        cases=_both(held.cases, above.cases),
        valid_from=max(held.valid_from, above.valid_from),
        valid_until=_earliest(held.valid_until, above.valid_until),
        through_systems=held.through_systems and above.through_systems,
        comes_from=(above.mandate_id, *above.comes_from),
    )


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """Give what two limits leave; None is no limit."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _as_set(kept: Sequence[str] | None) -> frozenset[str] | None:
    return None if kept is None else frozenset(kept)


def _standing(row: Row[Any]) -> Standing:
    """Read one row as the standing that its mandate alone gives."""
    held = {name: value for name, value in row._mapping.items() if name in _FIELDS}
    held |= {"capacities": frozenset(row.capacities), "procedures": _as_set(row.procedures)}
    return Standing(**held, cases=_as_set(row.matters), by_provider=bool(row.by_provider))


def _in_place(absent: Standing, row: Row[Any]) -> Standing:
    """Answer the standing of a substitute: the absent person's, cut down to the substitution and to all dates."""
    return replace(
        absent,
        person_id=row.owner_id,
        name=row.owner,
        capacities=(absent.capacities & frozenset(row.handed)) - NOT_HANDED,
        procedures=_both(absent.procedures, _as_set(row.handed_procedures)),
        valid_from=max(absent.valid_from, row.away_from, row.own_from),
        valid_until=_earliest(absent.valid_until, row.away_until, row.own_until),
        cases=_both(absent.cases, _as_set(row.cases)),
        in_place_of=InPlaceOf(row.substitution_id, absent.person_id, absent.name, row.own_office, row.away_until),
    )


def _in_name(own: Standing, row: Row[Any]) -> Standing | None:
    """Answer the standing in another party's name: the own one, cut down to the arrangement; None where nothing is
    left. An office has what was entrusted to it; a State needs the capacity in its own mandate, at treaty level."""
    held = IN_ANOTHERS_NAME if "office" in own.capacities else own.capacities & IN_ANOTHERS_NAME
    capacities = held & frozenset(row.entrusted)
    if not capacities or own.level != "treaty":
        return None
    until = _earliest(own.valid_until, row.entrusted_until)
    arrangement = InNameOf(
        row.representation_id, own.party_key, own.party_name, row.way, row.under, row.instrument, until
    )
    return replace(
        own,
        party_key=row.represented,
        party_name=row.represented_name,
        party_zone=row.represented_zone,
        capacities=capacities,
        procedures=_both(own.procedures, frozenset(row.entrusted_procedures)),
        cases=_both(own.cases, _as_set(row.entrusted_cases)),
        valid_from=max(own.valid_from, row.entrusted_from),
        valid_until=until,
        through_systems=False,
        in_name_of=arrangement,
    )
