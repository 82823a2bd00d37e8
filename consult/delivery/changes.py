"""Courtesy mail about an absence: to whoever is away and to the substitute, each of whom may switch it off.

It names both persons and the days, and nothing of any case. Whoever recorded or ended the absence is told nothing of
that own act. Not modelled: mail about changes of mandates.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from consult import people
from consult.delivery.messages import NewMessage, ask
from consult.delivery.wording import Dropped, Words, words_of
from consult.i18n import _, write_date
from consult.models.parties import PERSON
from consult.people.preferences import wants
from consult.standing import Standing

KIND = "change"
SETTINGS = "/my-settings"


def record_absence(connection: Connection, by: Standing | None, new: people.NewSubstitution, at: datetime) -> int:
    """Record an absence, tell both persons of it, and answer the number of the substitution."""
    number = people.record_substitution(connection, by, new, at)
    tell_of_absence(connection, by, number, at)
    return number


def end_absence(connection: Connection, by: Standing | None, number: int, at: datetime) -> None:
    """End a substitution at once, and tell both persons."""
    people.revoke_substitution(connection, by, number, at)
    tell_of_absence(connection, by, number, at)


def tell_of_absence(connection: Connection, by: Standing | None, number: int, at: datetime) -> int:
    """Ask for mail to both persons of a substitution that was recorded or ended; give how many were asked for."""
    row = people.find_substitution(connection, by, number)
    told = 0
    for person_id in (row.absent_id, row.substitute_id):
        if (by is not None and by.person_id == person_id) or not wants(connection, person_id, KIND):
            continue
        mine = select(PERSON.c.email).where(PERSON.c.id == person_id, PERSON.c.active)
        address = connection.execute(mine).scalar()
        if address:
            what = "ended" if row.revoked_at else "recorded"
            key, about = f"{KIND}:{number}:{what}:{person_id}", {"substitution": number, "what": what}
            new = NewMessage(key, KIND, "mail", row.party_key, address, person_id=person_id, about=about)
            ask(connection, new, at)
            told += 1
    return told


@words_of(KIND)
def word(connection: Connection, message: Any, _at: datetime) -> Words:
    """Say who stands in for whom, and from when to when, or that it has ended."""
    if not wants(connection, message.person_id, KIND):
        raise Dropped(_("The person does not wish such messages any more."))
    row = people.find_substitution(connection, None, int(message.about["substitution"]))
    names = {"name": row.substitute, "absent": row.absent}
    if message.about["what"] == "ended":
        subject = _("%(name)s does not stand in for %(absent)s any more", **names)
        return Words(
            subject, (_("What was done in this time stays, with both names."),), "/my-party/absences", SETTINGS
        )
    if row.revoked_at is not None:
        raise Dropped(_("The substitution was ended before the message was sent."))
    subject = _("%(name)s stands in for %(absent)s", **names)
    days = _("From %(first)s to %(last)s.", first=write_date(row.valid_from), last=write_date(row.valid_until))
    both = _("Each act shows both names. Legal service goes to the contact points of the organ, as before.")
    return Words(subject, (days, both), "/my-party/absences", SETTINGS)
