"""The parties, organs, people, mandates and contact points of the demonstration, written in one transaction.

Besides the posts in which somebody signs in, each party has an exercise desk: nobody signs in as it, and its mandates
reach back to the first launch, so that exercises after historical cases can be played on their own dates.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from consult import people
from consult.demo.world import Listed, Member, Post, World, world
from consult.people import NewContact, NewMandate, NewNeutral, NewOrgan, NewParty, NewPerson
from consult.refusals import Unknown
from consult.standing import OFFICE_ORGANS, TREATY_ORGANS, Standing, choices
from workflows import parties as known

FIRST_DAY = date(1957, 10, 4)
DAYS_IN_OFFICE = 400
ALL = ("draft", "clear", "dispatch")


def is_seeded(connection: Connection) -> bool:
    """Say whether the people of the demonstration are recorded."""
    _member, post = next(world().posts())
    try:
        people.find_person_by_mail(connection, post.mail)
    except Unknown:
        return False
    return True


def seed(connection: Connection, password_hash: str, guests: Mapping[str, str], at: datetime) -> None:
    """Record everybody; `guests` are further parties of stories, by key with their label: exercise desks only."""
    found = world()
    for member in found.members.values():
        _seed_member(connection, member, at)
    for key, label in guests.items():
        if key not in found.members:
            _add_party(connection, key, label)
            _seed_desk(connection, key, at)
    for listed in found.neutrals:
        _list_neutral(connection, listed, at)
    _set_passwords(connection, found, password_hash, at)


def desk_of(connection: Connection, key: str, level: str, at: datetime) -> Standing | None:
    """Give the standing of a party's exercise desk at a level on a date; None for a party that has none."""
    return standing_of(connection, _desk_mail(key), level, at)


def standing_of(connection: Connection, mail: str, level: str, at: datetime) -> Standing | None:
    """Give the standing in which an address acts at a level on a date: that of the level, else any it has."""
    try:
        person = people.find_person_by_mail(connection, mail)
    except Unknown:
        return None
    found = choices(connection, person.id, at)
    return next((one for one in found if one.level == level), next(iter(found), None))


def _seed_member(connection: Connection, member: Member, at: datetime) -> None:
    """Record one party with its organs, contact points and posts."""
    _add_party(connection, member.key)
    numbers = {}
    for organ in member.organs:
        new = NewOrgan(organ.key, organ.name, organ.kind)
        numbers[organ.key] = people.add_organ(connection, None, member.key, new)
    for contact in member.contacts:
        made = NewContact(contact.channel, contact.address, contact.urgent, ("en",))
        number = people.add_contact(connection, None, numbers[contact.organ], made)
        people.prove_contact(connection, None, number, (at - timedelta(days=contact.proved)).date(), at.date())
    for post in member.posts:
        _add_post(connection, numbers[post.organ], post, at)
    _seed_desk(connection, member.key, at)


def _add_party(connection: Connection, key: str, label: str = "") -> None:
    """Record a party as it is known; one that is not known is a State of the exercise, in UTC and without holidays."""
    fact = known.parties().get(key)
    new = NewParty(key, f"{label} (exercise)", "state", "UTC", "")
    if fact is not None:
        new = NewParty(fact.key, fact.name, fact.kind, fact.zone, fact.place, fact.languages)
    people.add_party(connection, new)


def _add_post(connection: Connection, organ_id: int, post: Post, at: datetime) -> None:
    """Record a person called by the post, with the mandate of the post."""
    person_id = people.add_person(connection, NewPerson(post.office, post.mail), at)
    first = (at - timedelta(days=DAYS_IN_OFFICE)).date()
    mandate = NewMandate(organ_id, post.office, post.capacities, "Standing mandate, exercise", first, level=post.level)
    people.record_mandate(connection, None, person_id, mandate, at)


def _list_neutral(connection: Connection, listed: Listed, at: datetime) -> None:
    """Record a neutral with its own party and person, listed by the installation."""
    first = (at - timedelta(days=DAYS_IN_OFFICE)).date()
    given = (listed.serves_as, listed.nationalities, listed.languages, listed.expertise)
    new = NewNeutral(listed.key, listed.name, listed.mail, *given, "Listing of the exercise", first)
    people.add_neutral(connection, new, at)


def _seed_desk(connection: Connection, key: str, at: datetime) -> None:
    """Record the exercise desk of a party, at both levels or, for a secretariat, in its office."""
    organs = people.organs_of(connection, key)
    organ = next((one for one in organs if one.kind in (*TREATY_ORGANS, *OFFICE_ORGANS)), None)
    party = people.find_party(connection, key)
    neutral = organ.kind in OFFICE_ORGANS if organ else party.kind == "body"
    new = NewOrgan("EXERCISE", "Exercise desk", "secretariat" if neutral else "ministry")
    organ_id = organ.id if organ else people.add_organ(connection, None, key, new)
    office = f"Exercise desk, {party.name}"
    person_id = people.add_person(connection, NewPerson(office, _desk_mail(key)), at)
    for level in ("treaty",) if neutral else ("treaty", "agency"):
        capacities = ("draft", "office") if neutral else ALL
        mandate = NewMandate(organ_id, office, capacities, "Exercises after historical cases", FIRST_DAY, level=level)
        people.record_mandate(connection, None, person_id, mandate, at)


def _set_passwords(connection: Connection, found: World, password_hash: str, at: datetime) -> None:
    """Give every post and neutral the one password of the demonstration, through a one-time link as everybody gets."""
    for mail in (*(post.mail for _member, post in found.posts()), *(one.mail for one in found.neutrals)):
        person = people.find_person_by_mail(connection, mail)
        link = people.issue_link(connection, None, person.id, at)
        people.redeem_link(connection, link.token, password_hash, at)


def _desk_mail(key: str) -> str:
    """Give the address under which a party's exercise desk is recorded."""
    return f"exercise@{key.lower()}.example"
