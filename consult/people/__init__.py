"""Parties, their organs, people, mandates, contact points and one-time links: the only writer of these tables.

Every function takes an open connection, the standing of whoever asks (`by`, None for the operator of the installation
at the command line) and the instant. A party's own manager writes for his own party only; everything else is
`Unknown` to him. Not modelled here: passwords and sign-in sessions (`consult.accounts`), and what a mandate permits
(`consult.standing`).
"""

from consult.models.neutrals import SERVES_AS
from consult.models.parties import CAPACITIES, CHANNELS, LEVELS, ORGAN_KINDS, PARTY_KINDS
from consult.people.contacts import (
    NewContact,
    add_contact,
    move_contact,
    note_proof,
    prove_contact,
    set_urgent,
    withdraw_contact,
)
from consult.people.directory import (
    contacts_of,
    find_organ,
    find_party,
    find_person,
    find_person_by_mail,
    list_parties,
    mandates_of,
    organs_of,
    people_of,
)
from consult.people.links import Link, issue_link, read_link, redeem_link
from consult.people.mandates import NewMandate, faults_of_mandate, record_mandate, revoke_mandate
from consult.people.neutrals import NewNeutral, add_neutral, find_neutral, list_neutrals, retire_neutral
from consult.people.organs import NewOrgan, NewParty, add_organ, add_party
from consult.people.persons import NewPerson, add_person, close_account, faults_of_person, invite, open_account
from consult.people.reaching import Hours
from consult.people.substitutions import (
    NewSubstitution,
    find_substitution,
    may_end,
    may_record_for,
    record_substitution,
    revoke_substitution,
    substitutions_of,
)

__all__ = [
    "CAPACITIES",
    "CHANNELS",
    "LEVELS",
    "ORGAN_KINDS",
    "PARTY_KINDS",
    "SERVES_AS",
    "Hours",
    "Link",
    "NewContact",
    "NewMandate",
    "NewNeutral",
    "NewOrgan",
    "NewParty",
    "NewPerson",
    "NewSubstitution",
    "add_contact",
    "add_neutral",
    "add_organ",
    "add_party",
    "add_person",
    "close_account",
    "contacts_of",
    "faults_of_mandate",
    "faults_of_person",
    "find_neutral",
    "find_organ",
    "find_party",
    "find_person",
    "find_person_by_mail",
    "find_substitution",
    "invite",
    "issue_link",
    "list_neutrals",
    "list_parties",
    "mandates_of",
    "may_end",
    "may_record_for",
    "move_contact",
    "note_proof",
    "open_account",
    "organs_of",
    "people_of",
    "prove_contact",
    "read_link",
    "record_mandate",
    "record_substitution",
    "redeem_link",
    "retire_neutral",
    "revoke_mandate",
    "revoke_substitution",
    "set_urgent",
    "substitutions_of",
    "withdraw_contact",
]
