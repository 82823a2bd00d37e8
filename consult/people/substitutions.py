"""Absences: who stands in for whom, for what, from when to when; recorded and revoked, never edited.

A substitution names two mandates of one party: that of the absent person and the substitute's own. It gives no more
than the first, and never the capacity to manage. A substitute does not hand on: who is away stands in for nobody, and
who stands in is not away at the same time; the refusal shows the whole path. Not modelled here: what a substitution
permits in a case (`consult.standing`).
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, insert, select, update

from consult.i18n import _, write_date
from consult.log.own import Own, record
from consult.models.absence import SUBSTITUTION
from consult.models.cases import CASES
from consult.models.parties import CAPACITIES, MANDATE, ORGAN, PARTY, PERSON
from consult.people.doubled import find_alike
from consult.people.entries import hand
from consult.people.lasting import wait_for_people
from consult.refusals import Closed, Malformed, NotThrough, Unknown
from consult.standing import NOT_HANDED, OWN, OWN_ORGAN, OWNER, STAND_INS, Standing
from consult.visibility import NO_CASES, Viewer, case_condition
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class NewSubstitution:
    """What is recorded of an absence; no procedures means all of the mandate, no cases means all of these."""

    mandate_id: int
    substitute_mandate_id: int
    capacities: tuple[str, ...]
    valid_from: date
    valid_until: date
    procedures: tuple[str, ...] | None = None
    cases: tuple[str, ...] | None = None


_LISTED = select(
    SUBSTITUTION,
    ORGAN.c.party_key,
    PARTY.c.zone,
    MANDATE.c.person_id.label("absent_id"),
    MANDATE.c.office,
    ORGAN.c.name.label("organ_name"),
    PERSON.c.name.label("absent"),
    OWN.c.person_id.label("substitute_id"),
    OWN.c.office.label("own_office"),
    OWN_ORGAN.c.name.label("own_organ"),
    OWNER.c.name.label("substitute"),
).select_from(STAND_INS)
_HELD = (
    select(MANDATE, PERSON.c.name, PERSON.c.active, ORGAN.c.party_key, ORGAN.c.key.label("organ_key"), PARTY.c.zone)
    .add_columns(ORGAN.c.kind.label("organ_kind"))
    .select_from(MANDATE.join(PERSON, PERSON.c.id == MANDATE.c.person_id).join(ORGAN).join(PARTY))
    .where(MANDATE.c.revoked_at.is_(None))
)


def substitutions_of(conn: Connection, party_key: str) -> Sequence[Row[Any]]:
    """Answer every substitution of a party, revoked ones included, the last to end first."""
    query = _LISTED.where(ORGAN.c.party_key == party_key)
    return conn.execute(query.order_by(SUBSTITUTION.c.valid_until.desc(), SUBSTITUTION.c.id.desc())).all()


def find_substitution(conn: Connection, by: Standing | None, substitution_id: int) -> Row[Any]:
    """Find a substitution of one's own party, or refuse as unknown."""
    row = conn.execute(_LISTED.where(SUBSTITUTION.c.id == substitution_id)).first()
    if row is None or (by is not None and by.party_key != row.party_key):
        raise Unknown
    return row


def may_record_for(by: Standing | None, party_key: str, person_id: int) -> bool:
    """Tell whether somebody records absences of a person: that person, and whoever manages the party."""
    return by is None or (by.party_key == party_key and (by.manages or by.person_id == person_id))


def may_end(by: Standing | None, row: Any) -> bool:
    """Tell whether somebody revokes a substitution: whoever may record it, and the substitute."""
    own = by is not None and by.party_key == row.party_key and by.person_id == row.substitute_id
    return own or may_record_for(by, row.party_key, row.absent_id)


def record_substitution(conn: Connection, by: Standing | None, new: NewSubstitution, at: datetime) -> int:
    """Record who stands in for an absent person and answer its number; one that stands alike is answered again.

    Raises Unknown for a mandate that is not one's own or one's party's, Closed for one who acts as a substitute
    himself, Malformed with the fields that are wrong, NotThrough for a system that does not manage: it would hand on
    what its token does not have.
    """
    wait_for_people(conn, by)
    absent = conn.execute(_HELD.where(MANDATE.c.id == new.mandate_id)).first()
    if absent is None or not (by is None or by.party_key == absent.party_key):
        raise Unknown
    _require_hand(by)
    if by is not None and by.in_place_of:
        raise Closed(_hands_on(by.in_place_of.name, by.name, absent.name))
    if not may_record_for(by, absent.party_key, absent.person_id):
        raise Unknown
    own = conn.execute(_HELD.where(MANDATE.c.id == new.substitute_mandate_id)).first()
    faults = _faults(conn, new, absent, own, at)
    if faults:
        raise Malformed(faults)
    values = _values(new)
    alike = find_alike(conn, SUBSTITUTION, "mandate_id", values)
    if alike is not None:
        return alike
    entry = record(conn, _entry("substitution_recorded", by, values, absent, f"{own.name}, for {absent.name}", at))  # type: ignore[union-attr] # one that is not there is a fault
    stored = {**values, "recorded_by": by.person_id if by else None, "recorded_at": at, "seq": entry.seq}
    return int(conn.execute(insert(SUBSTITUTION).values(stored).returning(SUBSTITUTION.c.id)).scalar_one())


def revoke_substitution(conn: Connection, by: Standing | None, substitution_id: int, at: datetime) -> None:
    """End a substitution at once; what was done under it stays. NotThrough for a system that does not manage."""
    wait_for_people(conn, by)
    row = find_substitution(conn, by, substitution_id)
    _require_hand(by)
    if not may_end(by, row):
        raise Unknown
    if row.revoked_at is not None:
        raise Closed(_("This substitution was revoked already."))
    absent = conn.execute(
        select(ORGAN.c.key.label("organ_key"), ORGAN.c.party_key, MANDATE.c.office)
        .select_from(MANDATE.join(ORGAN))
        .where(MANDATE.c.id == row.mandate_id)
    ).one()
    names = f"{row.substitute}, for {row.absent}"
    entry = record(conn, _entry("substitution_revoked", by, row._asdict(), absent, names, at))
    revoked = {"revoked_at": at, "revoked_by": by.person_id if by else None, "revoked_seq": entry.seq}
    conn.execute(update(SUBSTITUTION).where(SUBSTITUTION.c.id == row.id).values(revoked))


def _require_hand(by: Standing | None) -> None:
    """Refuse a system that does not manage: a substitute may get more than its token has."""
    if by is not None and by.through and not by.manages:
        raise NotThrough(
            _(
                "An absence hands on what a mandate gives. A system records and ends one only where its token manages; "
                "a person does so from the pages."
            )
        )


def sealed_body(row: Any, organ_key: str, office: str) -> dict[str, Any]:
    """Give what the log seals of a substitution, a row of its columns: keys, offices and dates, no name."""
    return {
        "mandate": row["mandate_id"],
        "substitute_mandate": row["substitute_mandate_id"],
        "organ": organ_key,
        "office": office,
        "capacities": list(row["capacities"]),
        "procedures": None if row["procedures"] is None else list(row["procedures"]),
        "cases": None if row["cases"] is None else list(row["cases"]),
        "valid_from": row["valid_from"].isoformat(),
        "valid_until": row["valid_until"].isoformat(),
    }


def _entry(kind: str, by: Standing | None, row: Any, absent: Any, names: str, at: datetime) -> Own:
    body = sealed_body(row, absent.organ_key, absent.office)
    return Own(kind, absent.party_key, body, at, by=hand(by), person=names)


def _values(new: NewSubstitution) -> dict[str, Any]:
    """Write a substitution as its row, lists in a fixed order."""
    return {
        "mandate_id": new.mandate_id,
        "substitute_mandate_id": new.substitute_mandate_id,
        "capacities": sorted(set(new.capacities), key=CAPACITIES.index),
        "procedures": None if new.procedures is None else sorted(set(new.procedures)),
        "cases": None if new.cases is None else sorted(set(new.cases)),
        "valid_from": new.valid_from,
        "valid_until": new.valid_until,
    }


def _faults(conn: Connection, new: NewSubstitution, absent: Any, own: Any, at: datetime) -> dict[str, str]:
    """Name everything that is wrong with a substitution, by field."""
    today = at.astimezone(ZoneInfo(absent.zone)).date()
    found = [
        *_faults_of_dates(new, absent, today),
        *_faults_of_limits(conn, new, absent),
        *_faults_of_substitute(conn, new, absent, own, today),
    ]
    faults: dict[str, str] = {}
    for field, sentence in found:
        faults.setdefault(field, sentence)
    return faults


def _faults_of_dates(new: NewSubstitution, absent: Any, today: date) -> Iterator[tuple[str, str]]:
    ends = absent.valid_until
    if new.valid_until < new.valid_from:
        yield "valid_until", _("The last day lies before the first day.")
    if new.valid_until < today:
        yield "valid_until", _("The last day is over; an absence that has ended cannot be recorded.")
    if new.valid_from < absent.valid_from:
        yield (
            "valid_from",
            _("The mandate of the absent person begins only on %(day)s.", day=write_date(absent.valid_from)),
        )
    if ends is not None and new.valid_until > ends:
        yield "valid_until", _("The mandate of the absent person ends on %(day)s.", day=write_date(ends))


def _faults_of_limits(conn: Connection, new: NewSubstitution, absent: Any) -> Iterator[tuple[str, str]]:
    there = set(absent.capacities) - NOT_HANDED
    if not new.capacities:
        yield "capacities", _("Choose at least one capacity.")
    elif not set(new.capacities) <= there:
        yield "capacities", _("A substitute has no capacity that the absent person does not have, and never manages.")
    covered = absent.procedures
    beyond = set(new.procedures or ()) - set(covered) if covered is not None else set()
    if beyond:
        keys = ", ".join(sorted(beyond))
        yield "procedures", _("The mandate of the absent person does not cover: %(keys)s.", keys=keys)
    viewer = Viewer(absent.party_key, None if covered is None else frozenset(covered))
    known = select(CASES.c.ref).where(CASES.c.ref.in_(new.cases or ()), case_condition(viewer))
    strange = set(new.cases or ()) - set(conn.execute(known).scalars())
    if strange:
        refs = ", ".join(sorted(strange))
        yield "cases", _("The absent person sees no case with this reference: %(refs)s.", refs=refs)


def _faults_of_substitute(
    conn: Connection, new: NewSubstitution, absent: Any, own: Any, today: date
) -> Iterator[tuple[str, str]]:
    if own is None or own.party_key != absent.party_key or not own.active:
        yield "substitute", _("Choose somebody who acts for the same party.")
        return
    if own.person_id == absent.person_id:
        yield "substitute", _("Nobody stands in for himself or herself. Choose another person.")
        return
    if own.valid_until is not None and own.valid_until < max(new.valid_from, today):
        yield "substitute", _("The substitute's own mandate ends before: on %(day)s.", day=own.valid_until)
    if own.organ_kind in NO_CASES and absent.organ_kind not in NO_CASES:
        sentence = _(
            "An operator supplies data and sees no case; nobody of one stands in for another organ of the party."
        )
        yield "substitute", sentence
    yield from _faults_of_chain(conn, new, absent, own)


def _faults_of_chain(conn: Connection, new: NewSubstitution, absent: Any, own: Any) -> Iterator[tuple[str, str]]:
    """Refuse a substitute who is away himself, and an absent person who stands in for somebody, at the same time."""
    meanwhile = (
        ORGAN.c.party_key == absent.party_key,
        SUBSTITUTION.c.revoked_at.is_(None),
        SUBSTITUTION.c.valid_from <= new.valid_until,
        SUBSTITUTION.c.valid_until >= new.valid_from,
    )
    for row in conn.execute(_LISTED.where(*meanwhile).order_by(SUBSTITUTION.c.id)):
        if row.absent_id == own.person_id:
            yield "substitute", _hands_on(absent.name, own.name, row.substitute)
        if row.substitute_id == absent.person_id:
            yield "substitute", _hands_on(row.absent, absent.name, own.name)


def _hands_on(first: str, second: str, third: str) -> str:
    """Say that a substitute does not hand on, with the path that there would be."""
    path = f"{first} → {second} → {third}"
    return _("A substitute does not hand on: %(path)s. Name somebody who is there in this time.", path=path)
