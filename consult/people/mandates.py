"""Record and revoke mandates; a mandate is never edited.

Treaty filings are dispatched by the ministry or the mission only, so the capacity to dispatch at treaty level is
refused to every other organ; an agency's liaison may hold it at agency level. The neutral capacity "office" belongs
to secretariats and registries. An auditor's mandate holds nothing else, and its person nothing else of that party.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, insert, select, update

from consult.i18n import _
from consult.log.own import Own, record_many
from consult.models.cases import CASES
from consult.models.parties import CAPACITIES, LEVELS, MANDATE, ORGAN, PARTY, PERSON, POWER_KINDS
from consult.people.apart import require_apart, require_independent
from consult.people.authority import require_in_person, require_manager, require_person
from consult.people.delegations import faults_of_delegation, hands_on, require_colleague
from consult.people.doubled import find_alike
from consult.people.entries import mandate_entry
from consult.people.lasting import wait_for_people
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import OFFICE_ORGANS, Standing, may_dispatch_at
from consult.visibility import Viewer, case_condition
from workflows.kernel.frozen import dataclass
from workflows.kernel.powers import DELEGATION, STANDING


@dataclass(frozen=True, slots=True)
class Paper:
    """The document of an instrument, whose content lies in the document store."""

    digest: str
    name: str
    media: str


@dataclass(frozen=True, slots=True)
class NewMandate:
    """What is recorded of a mandate; no procedures means all, no cases all of these, no last day until revoked. A
    delegation, and nothing else, names the mandate that it comes from."""

    organ_id: int
    office: str
    capacities: tuple[str, ...]
    instrument: str
    valid_from: date
    valid_until: date | None = None
    level: str = "treaty"
    procedures: tuple[str, ...] | None = None
    document: Paper | None = None
    through_systems: bool = False
    kind: str = STANDING
    cases: tuple[str, ...] | None = None
    derived_from: int | None = None


def record_mandate(conn: Connection, by: Standing | None, person_id: int, new: NewMandate, at: datetime) -> int:
    """Record a mandate of a known person and answer its number; refuse one that its organ cannot give."""
    organ = _organ(conn, new.organ_id)
    if hands_on(by, new, conn, at):
        require_colleague(conn, by, person_id)
    else:
        require_manager(by, organ.party_key)
        require_person(conn, by, person_id)
    number, entries = insert_mandate(conn, by, person_id, new, at)
    record_many(conn, entries)
    return number


def insert_mandate(
    conn: Connection, by: Standing | None, person_id: int, new: NewMandate, at: datetime
) -> tuple[int, list[Own]]:
    """Record a mandate whose authority was checked by the caller, and answer its number with what the log is to say;
    one that stands alike already is answered again, and there is nothing to say."""
    wait_for_people(conn, by)
    faults = faults_of_mandate(conn, by, new, at)
    faults |= {} if faults else faults_of_delegation(conn, person_id, new, at)
    if faults:
        raise Malformed(faults)
    _require_bounded(by, new)
    party_key = _organ(conn, new.organ_id).party_key
    require_apart(conn, person_id, party_key)
    require_independent(conn, person_id, party_key, new.capacities, at)
    values = _values(person_id, new)
    standing = find_alike(conn, MANDATE, "person_id", values)
    if standing is not None:
        return standing, []
    recorded = {**values, "recorded_by": by.person_id if by else None, "recorded_at": at}
    number = int(conn.execute(insert(MANDATE).values(recorded).returning(MANDATE.c.id)).scalar_one())
    return number, [mandate_entry(conn, by, "mandate_recorded", number, values, at)]


def _require_bounded(by: Standing | None, new: NewMandate) -> None:
    """Refuse a system a mandate by which it could reach further than it does: one that manages, or that lets systems
    dispatch, act in an office or manage."""
    if "manage" in new.capacities or new.through_systems:
        require_in_person(
            by,
            _(
                "A mandate that manages, or that lets systems dispatch, act in an office or manage, is recorded by "
                "somebody signed in: through it a system could give itself more than it has."
            ),
        )


def _values(person_id: int, new: NewMandate) -> dict[str, Any]:
    """Write a mandate as its row, lists in a fixed order."""
    return {
        "person_id": person_id,
        "organ_id": new.organ_id,
        "office": new.office.strip(),
        "level": new.level,
        "capacities": sorted(set(new.capacities), key=CAPACITIES.index),
        "instrument": new.instrument.strip(),
        "document": new.document.digest if new.document else None,
        "document_name": new.document.name[:200] if new.document else None,
        "document_media": new.document.media if new.document else None,
        "kind": new.kind,
        "cases": None if new.cases is None else sorted(set(new.cases)),
        "derived_from": new.derived_from,
        "procedures": None if new.procedures is None else sorted(set(new.procedures)),
        "valid_from": new.valid_from,
        "valid_until": new.valid_until,
        "through_systems": new.through_systems or None,
    }


def faults_of_mandate(conn: Connection, by: Standing | None, new: NewMandate, at: datetime) -> dict[str, str]:
    """Name everything that is wrong with a mandate at an instant, by field; another party's organ is unknown."""
    try:
        organ = _organ(conn, new.organ_id)
        if not hands_on(by, new, conn, at):
            require_manager(by, organ.party_key)
    except Unknown:
        return {"organ": _("Choose one from the list."), **_faults(new)}
    today = at.astimezone(ZoneInfo(organ.zone)).date()
    faults = {**_faults_of_capacities(organ.kind, new), **_faults(new)}
    if new.valid_until is not None and new.valid_until < today:
        faults.setdefault("valid_until", _("The last day is over; a mandate that has ended cannot be recorded."))
    viewer = Viewer(organ.party_key, None if new.procedures is None else frozenset(new.procedures))
    if strange := strange_cases(conn, viewer, new.cases):
        faults.setdefault("cases", _("Your party sees no case with this reference: %(refs)s.", refs=strange))
    return faults


def strange_cases(conn: Connection, viewer: Viewer, cases: tuple[str, ...] | None) -> str:
    """Name the references of a list under which a viewer sees no case."""
    known = select(CASES.c.ref).where(CASES.c.ref.in_(cases or ()), case_condition(viewer))
    return ", ".join(sorted(set(cases or ()) - set(conn.execute(known).scalars())))


def revoke_mandate(conn: Connection, by: Standing | None, mandate_id: int, at: datetime) -> None:
    """Revoke a mandate from now on; refuse to leave a party without anybody who manages it."""
    wait_for_people(conn, by)
    query = select(MANDATE, ORGAN.c.party_key).select_from(MANDATE.join(ORGAN)).where(MANDATE.c.id == mandate_id)
    mandate = conn.execute(query).first()
    if mandate is None:
        raise Unknown
    if not _is_own_delegation(conn, by, mandate):
        require_manager(by, mandate.party_key)
    if mandate.revoked_at is not None:
        raise Closed(_("This mandate was revoked already."))
    if by is not None and "manage" in mandate.capacities:
        _require_another_manager(conn, mandate, at)
    revoked = {"revoked_at": at, "revoked_by": by.person_id if by else None}
    conn.execute(update(MANDATE).where(MANDATE.c.id == mandate_id).values(revoked))
    record_many(conn, [mandate_entry(conn, by, "mandate_revoked", mandate_id, mandate._asdict(), at)])


def may_take_back(conn: Connection, by: Standing, mandate_id: int) -> bool:
    """Say whether somebody revokes a mandate that was delegated out of an own one."""
    query = select(MANDATE, ORGAN.c.party_key).select_from(MANDATE.join(ORGAN)).where(MANDATE.c.id == mandate_id)
    mandate = conn.execute(query).first()
    return mandate is not None and _is_own_delegation(conn, by, mandate)


def _is_own_delegation(conn: Connection, by: Standing | None, mandate: Any) -> bool:
    """Say whether a mandate was delegated out of one of the asker's own, who may take it back in person."""
    if by is None or by.through or by.in_place_of or by.in_name_of or mandate.derived_from is None:
        return False
    own = select(MANDATE.c.person_id).where(MANDATE.c.id == mandate.derived_from)
    return bool(mandate.party_key == by.party_key and conn.execute(own).scalar() == by.person_id)


def _require_another_manager(conn: Connection, mandate: Row[tuple[object, ...]], at: datetime) -> None:
    """Refuse to end the last mandate by which a party manages itself."""
    query = (
        select(MANDATE.c.capacities, MANDATE.c.valid_until)
        .select_from(MANDATE.join(ORGAN).join(PERSON, PERSON.c.id == MANDATE.c.person_id))
        .where(ORGAN.c.party_key == mandate.party_key, MANDATE.c.id != mandate.id)
        .where(MANDATE.c.revoked_at.is_(None), PERSON.c.active, MANDATE.c.valid_from <= at.date())
    )
    others = (row for row in conn.execute(query) if row.valid_until is None or row.valid_until >= at.date())
    if not any("manage" in row.capacities for row in others):
        raise Closed(_("This is the party's last mandate to manage. Record another one before revoking it."))


def _organ(conn: Connection, organ_id: int) -> Row[tuple[object, ...]]:
    """Find an organ with the zone of its party, or refuse as unknown."""
    query = select(ORGAN, PARTY.c.zone).select_from(ORGAN.join(PARTY)).where(ORGAN.c.id == organ_id)
    organ = conn.execute(query).first()
    if organ is None:
        raise Unknown
    return organ


def _faults(new: NewMandate) -> dict[str, str]:
    """Name what is wrong with a mandate whatever its organ, by field."""
    faults = {} if new.capacities else {"capacities": _("Choose at least one capacity.")}
    if not new.office.strip():
        faults["office"] = _("Give the office in which the person acts.")
    if not new.instrument.strip():
        faults["instrument"] = _("Name the instrument by which the person is mandated.")
    if new.level not in LEVELS:
        faults["level"] = _("Choose treaty level or agency level.")
    if new.valid_until is not None and new.valid_until < new.valid_from:
        faults["valid_until"] = _("The last day lies before the first day.")
    if new.kind not in POWER_KINDS:
        faults["kind"] = _("Choose one of the kinds of instrument.")
    elif (new.kind == DELEGATION) != (new.derived_from is not None):
        faults["derived_from"] = _("A delegation, and no other instrument, names the mandate that it comes from.")
    if new.cases is not None and "manage" in new.capacities:
        faults["cases"] = _("A mandate that manages people is for all cases: give none.")
    return faults


def _faults_of_capacities(kind: str, new: NewMandate) -> dict[str, str]:
    """Name what is wrong with the capacities of a mandate of an organ of a kind."""
    sentence = ""
    if set(new.capacities) - set(CAPACITIES):
        sentence = _("Choose capacities from the list.")
    elif "audit" in new.capacities and set(new.capacities) != {"audit"}:
        sentence = _("Whoever audits does nothing else: record a mandate with this capacity alone.")
    elif "office" in new.capacities and kind not in OFFICE_ORGANS:
        sentence = _("Only a secretariat or a registry acts in the capacity of an office.")
    elif "dispatch" in new.capacities and new.level in LEVELS and not may_dispatch_at(kind, new.level):
        sentence = _undispatchable(new.level)
    return {"capacities": sentence} if sentence else {}


def _undispatchable(level: str) -> str:
    """Say why an organ cannot dispatch at a level."""
    if level == "treaty":
        return _(
            "Treaty filings are dispatched by a ministry or a mission only. An agency may dispatch at agency level."
        )
    return _("A secretariat or a registry dispatches no filings of a party.")
