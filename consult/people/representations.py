"""Parties that act in another's name: recorded by the represented party, accepted by the acting one, ended by either.

Where the represented party has nobody here who manages it, the acting party records the arrangement itself, with the
document, and has thereby accepted it. Every step stands in the chains of both. The law, that is which instrument lets
which procedure be followed so, is asked of `law` (`consult.docket.represented`). Not modelled: whether the two other
States maintain diplomatic relations, and which persons of the acting party are to act; its own mandates say that.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, insert, or_, select, update

from consult.digests import digest_secret
from consult.i18n import _
from consult.log.own import Own, record_many
from consult.models.parties import CAPACITIES, MANDATE, ORGAN, PARTY, PERSON
from consult.models.representation import REPRESENTATION
from consult.people.authority import require_in_person
from consult.people.doubled import find_alike
from consult.people.lasting import wait_for_people
from consult.people.mandates import Paper, strange_cases
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import IN_ANOTHERS_NAME, Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass
from workflows.kernel.representation import OFFICE_OF_THE_SECRETARY_GENERAL, SECRETARY_GENERAL, WAYS

RECORDED, ACCEPTED, REVOKED = "representation_recorded", "representation_accepted", "representation_revoked"


@dataclass(frozen=True, slots=True)
class NewRepresentation:
    """What is recorded of an arrangement; no cases means all of the procedures, no last day until revoked."""

    represented: str
    acting: str
    way: str
    under: str
    instrument: str
    capacities: tuple[str, ...]
    procedures: tuple[str, ...]
    valid_from: date
    valid_until: date | None = None
    cases: tuple[str, ...] | None = None
    document: Paper | None = None


Law = Callable[[Connection, NewRepresentation], Mapping[str, str]]
_FOR, _BY = PARTY.alias("of_represented"), PARTY.alias("of_acting")
_LISTED = select(
    REPRESENTATION, _FOR.c.name.label("represented_name"), _BY.c.name.label("acting_name"), _FOR.c.zone
).select_from(
    REPRESENTATION.join(_FOR, _FOR.c.key == REPRESENTATION.c.represented).join(
        _BY, _BY.c.key == REPRESENTATION.c.acting
    )
)


def representations_of(conn: Connection, party_key: str) -> Sequence[Row[Any]]:
    """Answer every arrangement in which a party is one of the two, the last recorded first."""
    either = or_(REPRESENTATION.c.represented == party_key, REPRESENTATION.c.acting == party_key)
    return conn.execute(_LISTED.where(either).order_by(REPRESENTATION.c.id.desc())).all()


def find_representation(conn: Connection, by: Standing, number: int) -> Row[Any]:
    """Find an arrangement of one's own party, or refuse as unknown; in another party's name there is none."""
    row = conn.execute(_LISTED.where(REPRESENTATION.c.id == number)).first()
    if row is None or by.in_name_of or by.party_key not in (row.represented, row.acting):
        raise Unknown
    return row


def has_nobody(conn: Connection, party_key: str, at: datetime) -> bool:
    """Say whether a party has nobody here who could manage it, and so record an arrangement itself."""
    query = (
        select(MANDATE.c.capacities, MANDATE.c.valid_from, MANDATE.c.valid_until, PARTY.c.zone)
        .select_from(MANDATE.join(ORGAN).join(PARTY).join(PERSON, PERSON.c.id == MANDATE.c.person_id))
        .where(ORGAN.c.party_key == party_key, MANDATE.c.revoked_at.is_(None), PERSON.c.active)
    )
    return not any(
        "manage" in row.capacities and (row.valid_until is None or on <= row.valid_until)
        for row in conn.execute(query)
        for on in (at.astimezone(ZoneInfo(row.zone)).date(),)
    )


def record_representation(conn: Connection, by: Standing, new: NewRepresentation, law: Law, at: datetime) -> int:
    """Record an arrangement and answer its number. Unknown for whoever manages neither party, Malformed with the fields
    that are wrong, NotThrough for a system: it would let others act for its party."""
    _require_manager(by, by.party_key)
    require_in_person(by, _in_person())
    wait_for_people(conn, by)
    if by.party_key not in (new.represented, new.acting):
        raise Unknown
    faults = faults_of_representation(conn, by, new, law, at)
    if faults:
        raise Malformed(faults)
    values = _values(new)
    alike = find_alike(conn, REPRESENTATION, "represented", values)
    if alike is not None:
        return alike
    by_itself = by.party_key == new.acting
    made = _enter(conn, RECORDED, by, values, at)
    stored = {**values, "recorded_party": by.party_key, "recorded_by": by.person_id, "recorded_at": at}
    stored |= {"document_name": new.document.name[:200], "document_media": new.document.media} if new.document else {}
    stored |= {"seq": made[0], "acting_seq": made[1]}
    if by_itself:
        stored |= {"accepted_by": by.person_id, "accepted_at": at}
        stored |= {"accepted_seq": made[0], "accepted_acting_seq": made[1]}
    return int(conn.execute(insert(REPRESENTATION).values(stored).returning(REPRESENTATION.c.id)).scalar_one())


def accept_representation(conn: Connection, by: Standing, number: int, at: datetime) -> None:
    """Accept an arrangement as the party that is to act; from now on its people may choose it."""
    wait_for_people(conn, by)
    row = find_representation(conn, by, number)
    _require_manager(by, row.acting)
    require_in_person(by, _in_person())
    if row.revoked_at is not None:
        raise Closed(_("This arrangement was revoked already."))
    if row.accepted_at is not None:
        raise Closed(_("This arrangement was accepted already."))
    made = _enter(conn, ACCEPTED, by, row._asdict(), at)
    accepted = {"accepted_by": by.person_id, "accepted_at": at}
    accepted |= {"accepted_seq": made[0], "accepted_acting_seq": made[1]}
    conn.execute(update(REPRESENTATION).where(REPRESENTATION.c.id == number).values(accepted))


def revoke_representation(conn: Connection, by: Standing, number: int, at: datetime) -> None:
    """End an arrangement at once, as either party; what was done under it stays."""
    wait_for_people(conn, by)
    row = find_representation(conn, by, number)
    _require_manager(by, by.party_key)
    require_in_person(by, _in_person())
    if row.revoked_at is not None:
        raise Closed(_("This arrangement was revoked already."))
    made = _enter(conn, REVOKED, by, row._asdict(), at)
    revoked = {"revoked_party": by.party_key, "revoked_by": by.person_id, "revoked_at": at}
    revoked |= {"revoked_seq": made[0], "revoked_acting_seq": made[1]}
    conn.execute(update(REPRESENTATION).where(REPRESENTATION.c.id == number).values(revoked))


def _in_person() -> str:
    return _("That one party acts in another's name is arranged by somebody signed in, never by a system.")


def _require_manager(by: Standing, party_key: str) -> None:
    """Refuse as unknown whoever does not manage a party; a mandate for some procedures does not reach so far."""
    if by.party_key != party_key or not by.manages or by.procedures is not None or by.in_name_of:
        raise Unknown


def sealed_body(row: Mapping[str, Any], by_party: str) -> dict[str, Any]:
    """Give what the log seals of an arrangement, a row of its columns: keys and dates; of words and document the
    digest; and which of the two parties did what the entry says.

    Long because: one line a member.
    """
    until = row["valid_until"]
    return {
        "represented": row["represented"],
        "acting": row["acting"],
        "way": row["way"],
        "under": row["under"],
        "instrument": digest_secret(row["instrument"]),
        "document": row["document"],
        "capacities": list(row["capacities"]),
        "procedures": list(row["procedures"]),
        "cases": None if row["cases"] is None else list(row["cases"]),
        "valid_from": row["valid_from"].isoformat(),
        "valid_until": until.isoformat() if until else None,
        "by": by_party,
    }


def _enter(conn: Connection, kind: str, by: Standing, row: Mapping[str, Any], at: datetime) -> tuple[int, int]:
    """Enter what one of the two did in the chains of both; the name of who did it in its own alone."""
    body = sealed_body(row, by.party_key)
    entries = [
        Own(kind, party, body, at, by=by.hand, person=by.name if party == by.party_key else "")
        for party in (row["represented"], row["acting"])
    ]
    made = record_many(conn, entries)
    return made[0].seq, made[1].seq


def _values(new: NewRepresentation) -> dict[str, Any]:
    """Write an arrangement as its row, lists in a fixed order."""
    return {
        "represented": new.represented,
        "acting": new.acting,
        "way": new.way,
        "under": new.under,
        "instrument": new.instrument.strip(),
        "document": new.document.digest if new.document else None,
        "capacities": sorted(set(new.capacities), key=CAPACITIES.index),
        "procedures": sorted(set(new.procedures)),
        "cases": None if new.cases is None else sorted(set(new.cases)),
        "valid_from": new.valid_from,
        "valid_until": new.valid_until,
    }


def faults_of_representation(
    conn: Connection, by: Standing, new: NewRepresentation, law: Law, at: datetime
) -> dict[str, str]:
    """Name everything that is wrong with an arrangement, by field."""
    faults = {**law(conn, new), **_faults_of_limits(conn, new, at), **_faults_of_parties(conn, new)}
    if by.party_key == new.acting and by.party_key != new.represented:
        if not has_nobody(conn, new.represented, at):
            faults["represented"] = _("This party has people here who manage it: it records the arrangement itself.")
        elif new.document is None:
            faults["document"] = _("The represented party has nobody here: add the document by which it entrusts you.")
    return faults


def _faults_of_parties(conn: Connection, new: NewRepresentation) -> dict[str, str]:
    keys = (new.represented, new.acting)
    kinds = {row.key: row.kind for row in conn.execute(select(PARTY).where(PARTY.c.key.in_(keys)))}
    field = "represented" if new.represented not in kinds else "acting"
    if len(kinds) != 2:
        return {field: _("Choose another party from the list.")}
    if kinds[new.represented] == "body":
        return {"represented": _("Only a State or an organisation is represented.")}
    through_office = new.acting == OFFICE_OF_THE_SECRETARY_GENERAL
    if new.way == SECRETARY_GENERAL and not through_office:
        return {"acting": _("The Secretary-General acts here through the Office for Outer Space Affairs.")}
    if new.way != SECRETARY_GENERAL and kinds[new.acting] != "state":
        return {"acting": _("Choose a State: no other party represents a State in this way.")}
    return {}


def _faults_of_limits(conn: Connection, new: NewRepresentation, at: datetime) -> dict[str, str]:
    zone = conn.execute(select(PARTY.c.zone).where(PARTY.c.key == new.represented)).scalar() or "UTC"
    today = at.astimezone(ZoneInfo(zone)).date()
    faults = {}
    if not new.instrument.strip():
        faults["instrument"] = _("Name the arrangement, such as a note and its date.")
    if not new.capacities or not set(new.capacities) <= IN_ANOTHERS_NAME:
        faults["capacities"] = _(
            "Choose at least one: draft, clear or dispatch. Nothing else is done in another's name."
        )
    if new.valid_until is not None and new.valid_until < new.valid_from:
        faults["valid_until"] = _("The last day lies before the first day.")
    elif new.valid_until is not None and new.valid_until < today:
        faults["valid_until"] = _("The last day is over; an arrangement that has ended cannot be recorded.")
    if new.way not in WAYS:
        faults["way"] = _("Choose one from the list.")
    if strange := strange_cases(conn, Viewer(new.represented, frozenset(new.procedures)), new.cases):
        faults["cases"] = _("The represented party has no such case: %(refs)s.", refs=strange)
    return faults
