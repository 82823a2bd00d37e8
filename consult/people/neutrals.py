"""The roster of neutrals: who is listed, since when, as what; each a participant of its own with one person.

Whoever acts for a neutral acts for nobody else, and nobody else acts for the neutral: a registry that shared a party
with a mediator would read what was said in a private room. Who is retired stays on the record and finishes what is
under way, and is nominated no more. Not modelled: fees, and the qualifications that a list may ask for.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from consult.i18n import LANGUAGE_NAMES, _
from consult.log.own import record_many
from consult.models.neutrals import NEUTRAL, SERVES_AS
from consult.models.parties import PARTY
from consult.people.authority import parties_of
from consult.people.directory import find_person_by_mail
from consult.people.entries import INVITED, person_entries
from consult.people.mandates import NewMandate, insert_mandate
from consult.people.organs import NewOrgan, NewParty, add_organ, add_party
from consult.people.persons import NewPerson, add_person
from consult.refusals import Closed, Malformed, Unknown
from consult.turns import PEOPLE, wait_turn
from workflows import parties as known
from workflows.kernel.frozen import dataclass

ORGAN = NewOrgan("OFFICE", "Office of the neutral", "registry")
CAPACITIES = ("office",)
Rows = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class NewNeutral:
    """What is recorded of a neutral: as a participant, as a person, and on the roster."""

    key: str
    name: str
    email: str
    serves_as: tuple[str, ...]
    nationalities: tuple[str, ...]
    languages: tuple[str, ...]
    expertise: str
    instrument: str
    listed_from: date
    listed_by: str | None = None
    zone: str = "UTC"
    place: str = ""


def add_neutral(conn: Connection, new: NewNeutral, at: datetime) -> int:
    """List a neutral with party, organ, person and mandate; answer the number of the person.

    Only the operator of the installation keeps the roster, at the command line. No one-time link is made: a person who
    acts for a party already is let in by that party's managers, not by the host.
    """
    wait_turn(conn, PEOPLE)  # somebody may be giving the person a mandate of a party at this moment
    faults = _faults(conn, new)
    if faults:
        raise Malformed(faults)
    add_party(conn, NewParty(new.key, new.name.strip(), "body", new.zone, new.place, new.languages))
    listed = {
        "party_key": new.key,
        "serves_as": sorted(set(new.serves_as), key=SERVES_AS.index),
        "nationalities": sorted({fact.key for key in new.nationalities if (fact := known.find(key))}),
        "expertise": new.expertise.strip(),
        "listed_by": new.listed_by,
        "listed_from": new.listed_from,
    }
    organ = add_organ(conn, None, new.key, ORGAN)
    mandate = NewMandate(organ, "Neutral", CAPACITIES, new.instrument, new.listed_from)
    person_id = add_person(conn, NewPerson(new.name, new.email), at)
    _number, entries = insert_mandate(conn, None, person_id, mandate, at)
    record_many(conn, [*person_entries(conn, None, INVITED, person_id, at, new.key), *entries])
    conn.execute(insert(NEUTRAL).values(listed))
    return person_id


def retire_neutral(conn: Connection, key: str, last_day: date) -> None:
    """Take a neutral off the roster after a last day; a mandate under way goes on to its end."""
    wait_turn(conn, PEOPLE)
    row = find_neutral(conn, key)
    if row is None:
        raise Unknown
    if row.listed_until is not None:
        raise Closed(_("%(name)s is retired from the roster already.", name=row.name))
    if last_day < row.listed_from - timedelta(days=1):
        raise Malformed({"on": _("The last day lies before the first day on the roster.")})
    conn.execute(update(NEUTRAL).where(NEUTRAL.c.party_key == key).values(listed_until=last_day))


_ROWS = select(NEUTRAL, PARTY.c.name, PARTY.c.languages).select_from(
    NEUTRAL.join(PARTY, PARTY.c.key == NEUTRAL.c.party_key)
)


def list_neutrals(conn: Connection, on: date | None = None) -> Rows:
    """Answer the roster by name: everybody who was ever on it, or who is listed on a day."""
    query = _ROWS.order_by(PARTY.c.name, PARTY.c.key)
    if on is not None:
        still = or_(NEUTRAL.c.listed_until.is_(None), NEUTRAL.c.listed_until >= on)
        query = query.where(NEUTRAL.c.listed_from <= on, still)
    return conn.execute(query).all()


def find_neutral(conn: Connection, key: str) -> Row[Any] | None:
    """Find a neutral by the key of the party; None for anybody who never was on the roster."""
    return conn.execute(_ROWS.where(NEUTRAL.c.party_key == key)).first()


def _faults(conn: Connection, new: NewNeutral) -> dict[str, str]:
    """Name what is wrong with a neutral beyond what party, person and mandate say themselves, by field."""
    faults = {}
    if not new.serves_as or not set(new.serves_as) <= set(SERVES_AS):
        faults["serves_as"] = _("Choose at least one of: %(kinds)s.", kinds=", ".join(SERVES_AS))
    states = [known.find(key) for key in new.nationalities]
    if not states or any(fact is None or fact.kind != "state" for fact in states):
        faults["nationalities"] = _("Give at least one State that is known here, such as JPN.")
    if not new.languages or not set(new.languages) <= set(LANGUAGE_NAMES):
        faults["languages"] = _("Choose at least one of: %(codes)s.", codes=", ".join(LANGUAGE_NAMES))
    if len(new.expertise.strip()) > 300:
        faults["expertise"] = _("Say it in up to 300 characters.")
    if (
        new.listed_by is not None
        and conn.execute(select(PARTY.c.key).where(PARTY.c.key == new.listed_by)).first() is None
    ):
        faults["listed_by"] = _("There is no party %(key)s.", key=new.listed_by)
    if _acts_for_others(conn, new.email):
        faults["email"] = _("This person acts for another party. A neutral acts for nobody else.")
    return faults


def _acts_for_others(conn: Connection, email: str) -> bool:
    try:
        person = find_person_by_mail(conn, email)
    except Unknown:
        return False
    return bool(parties_of(conn, person.id, live_only=True))
