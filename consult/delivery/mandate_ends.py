"""Mail before a mandate ends: to its holder and to whoever manages the party, 30, 7 and 1 days before its last day.

The days are a default of the product, no provision. They are counted in the zone of the party, and the last day itself
still counts. Each is told once; of several that passed while no worker ran the nearest alone is told. A delegation
ends with what it comes from. The mail names no case. It is no courtesy and cannot be switched off.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from consult import db
from consult.delivery.messages import NewMessage, ask
from consult.delivery.wording import Dropped, Words, words_of
from consult.i18n import _, ngettext, write_date
from consult.models.delivery import MESSAGE
from consult.models.parties import MANDATE, ORGAN, PARTY, PERSON
from consult.standing import Standing, of_mandate

KIND = "mandate_ends"
PAGE = "/my-party"
BEFORE = (1, 7, 30)
log = logging.getLogger("consult.delivery")
_NEAR = (
    select(MANDATE.c.id, MANDATE.c.person_id, PARTY.c.key, PARTY.c.zone)
    .select_from(MANDATE.join(ORGAN).join(PARTY).join(PERSON, PERSON.c.id == MANDATE.c.person_id))
    .where(MANDATE.c.revoked_at.is_(None), PERSON.c.active)
)


def warn(engine: Engine, at: datetime) -> int:
    """Ask for the mails that are due, each in a transaction of its own; give how many were asked for. A mandate that
    cannot be read holds up no other."""
    with db.reading(engine) as connection:
        due = [one for one in _due(connection, at) if not _is_asked(connection, one.key)]
    for one in due:
        with db.writing(engine) as connection:
            ask(connection, one, at)
    return len(due)


def _is_asked(connection: Connection, key: str) -> bool:
    return connection.execute(select(MESSAGE.c.id).where(MESSAGE.c.key == key)).first() is not None


def _due(connection: Connection, at: datetime) -> Iterator[NewMessage]:
    """Give the mails that the mandates which end soon ask for."""
    far = (at + timedelta(days=max(BEFORE) + 2)).date()
    near = _NEAR.where(MANDATE.c.valid_until.between((at - timedelta(days=2)).date(), far)).order_by(MANDATE.c.id)
    derived = _NEAR.where(MANDATE.c.derived_from.is_not(None)).order_by(MANDATE.c.id)
    rows = {row.id: row for query in (near, derived) for row in connection.execute(query)}
    for row in rows.values():
        try:
            found = list(_of_mandate(connection, row.id, at))
        except DBAPIError:  # the connection is not to be trusted any more
            raise
        except Exception:
            log.exception("Whether mandate %s ends soon could not be read; tried again later.", row.id)
            continue
        yield from found


def _of_mandate(connection: Connection, number: int, at: datetime) -> Iterator[NewMessage]:
    """Give the mails that one mandate asks for."""
    held = of_mandate(connection, number, at)
    step = _step(held, at) if held else None
    if held is None or step is None or held.valid_until is None:
        return
    for person_id, address in _told(connection, held, at):
        about = {"mandate": held.mandate_id, "days": step, "until": held.valid_until.isoformat()}
        key = f"{KIND}:{held.mandate_id}:{held.valid_until.isoformat()}:{step}:{person_id}"
        yield NewMessage(key, KIND, "mail", held.party_key, address, person_id=person_id, about=about)


def _step(held: Standing, at: datetime) -> int | None:
    """Give which of the days before the end has come; None where none has, and on the last day itself."""
    if held.valid_until is None:
        return None
    left = (held.valid_until - at.astimezone(ZoneInfo(held.party_zone)).date()).days
    return next((days for days in BEFORE if 0 < left <= days), None)


def _told(connection: Connection, held: Standing, at: datetime) -> Iterator[tuple[int, str]]:
    """Give the holder, and whoever manages the party now, each with an address."""
    query = (
        select(MANDATE.c.id, MANDATE.c.person_id, PERSON.c.email, MANDATE.c.capacities)
        .select_from(MANDATE.join(ORGAN).join(PERSON, PERSON.c.id == MANDATE.c.person_id))
        .where(ORGAN.c.party_key == held.party_key, MANDATE.c.revoked_at.is_(None), PERSON.c.active)
        .order_by(MANDATE.c.id)
    )
    told: dict[int, str] = {}
    for row in connection.execute(query):
        manages = "manage" in row.capacities and of_mandate(connection, row.id, at) is not None
        if row.person_id == held.person_id or manages:
            told[row.person_id] = row.email
    yield from told.items()


@words_of(KIND)
def word(connection: Connection, message: Any, at: datetime) -> Words:
    """Say which mandate ends when, and what to do; Dropped where it was revoked meanwhile, or is over."""
    held = of_mandate(connection, int(message.about["mandate"]), at)
    until = date.fromisoformat(str(message.about["until"]))
    if held is None or held.valid_until != until:
        raise Dropped(_("The mandate was revoked or has ended meanwhile."))
    left = (until - at.astimezone(ZoneInfo(held.party_zone)).date()).days
    days = ngettext("in %(num)s day", "in %(num)s days", left) if left else _("today")
    ends = _(
        "The mandate of %(office)s, %(organ)s, ends %(days)s.", office=held.office, organ=held.organ_name, days=days
    )
    last = _("Its last day is %(day)s in %(zone)s, and still counts.", day=write_date(until), zone=held.party_zone)
    after = _(
        "After it nothing is dispatched under it; papers in preparation stay and can be handed on. A manager of your "
        "party records a new mandate."
    )
    return Words(_("A mandate ends soon"), (ends, last, after), PAGE)
