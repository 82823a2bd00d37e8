"""Courtesy mail about clearance inside a party: to whoever holds the stage where a paper waits, when it comes there, at
half and nine tenths of the stage's target and when that is over.

It names neither case, step nor stage and holds nothing of the paper: a link to the queue, which shows it to those who
may read it. A person may switch it off; of exercises nothing leaves. What was asked for and is no longer true when it
is sent is dropped.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from consult import db
from consult.clearing.lanes import Stage, holders_among
from consult.clearing.standing_at import Place, paper_of, place_of
from consult.clearing.writing import HALF, NEARLY, OVER, marks_of, next_mark
from consult.delivery.exercises import case_leaves_the_product
from consult.delivery.messages import NewMessage, ask
from consult.delivery.wording import Dropped, Words, words_of
from consult.i18n import _
from consult.models.cases import DRAFT
from consult.models.clearing import DRAFT_LANE
from consult.models.parties import PERSON
from consult.people.preferences import wants
from consult.standing import Standing, all_of_party

KIND = "clearance"
WAITS = "waits"
PAGE, SETTINGS = "/clearance", "/my-settings"
BATCH = 50
PUT_OFF = timedelta(hours=1)
log = logging.getLogger("consult.delivery")


def tell_holders(conn: Connection, by: Standing, draft: Any, place: Place, at: datetime) -> int:
    """Tell whoever holds the stage where a paper has come, but for whoever moved it there; give how many are told."""
    if place.stage is None:
        return 0
    return _ask(conn, draft, place, WAITS, _holding(conn, draft, place, at) - {by.person_id}, at)


def remind_holders(engine: Engine, at: datetime, batch: int = BATCH) -> int:
    """Remind the holders of papers that wait for long, the longest due first; give how many papers were looked at. Of
    several moments that have come the last one is told. A paper that cannot be read is put off and holds up no
    other."""
    query = select(DRAFT_LANE.c.draft_id).where(DRAFT_LANE.c.remind_at <= at).order_by(DRAFT_LANE.c.remind_at)
    with db.reading(engine) as connection:
        if connection.execute(query.limit(1)).first() is None:
            return 0
    with db.writing(engine) as connection:
        found = connection.execute(query.limit(batch).with_for_update(skip_locked=True)).scalars().all()
        for number in found:
            try:
                with connection.begin_nested():
                    following = _remind_of(connection, number, at)
            except Exception as fault:
                if db.is_passing(fault):  # nothing is wrong with this paper, and the next would wait as long
                    raise
                log.exception("Nobody could be reminded of draft %s; tried again later.", number)
                following = at + PUT_OFF
            mine = DRAFT_LANE.c.draft_id == number
            connection.execute(update(DRAFT_LANE).where(mine).values(remind_at=following))
    return len(found)


def _remind_of(conn: Connection, number: int, at: datetime) -> datetime | None:
    """Tell what is due of one paper, and give when to look again."""
    draft = conn.execute(select(DRAFT).where(DRAFT.c.id == number)).one()
    place, following = place_of(conn, draft, paper_of(conn, draft.case_id)), None
    if draft.closed_at is None and place.stage is not None:
        come = [name for name, moment in marks_of(place.stage, place.since) if moment <= at]
        for mark in come[-1:]:
            _ask(conn, draft, place, mark, _holding(conn, draft, place, at), at)
        following = next_mark(place.stage, place.since, at)
    return following


def _holding(conn: Connection, draft: Any, place: Place, at: datetime) -> set[int]:
    """Give the persons with whom a paper is: whoever took it over, else all who hold its stage; those who could take a
    stage that nobody holds."""
    return _persons(all_of_party(conn, draft.party, at), place, place.stage)


def _persons(standings: list[Standing], place: Place, stage: Stage | None) -> set[int]:
    if stage is None:
        return set()
    took = {one.person_id for one in standings if place.taken_by == one.mandate_id}
    found = holders_among(standings, stage, place.paper)
    return took or {one.person_id for one in (*found.living, *found.could_take)}


def _ask(conn: Connection, draft: Any, place: Place, mark: str, persons: Iterable[int], at: datetime) -> int:
    if not case_leaves_the_product(conn, draft.case_id):
        return 0
    told, about = 0, {"draft": draft.id, "turn": place.turn, "mark": mark}
    for person in sorted(persons):
        mine = select(PERSON.c.email).where(PERSON.c.id == person, PERSON.c.active)
        address = conn.execute(mine).scalar() if wants(conn, person, KIND) else None
        if address:
            key = f"{KIND}:{draft.id}:{place.turn}:{mark}:{person}"
            ask(conn, NewMessage(key, KIND, "mail", draft.party, address, person_id=person, about=about), at)
            told += 1
    return told


@words_of(KIND)
def word(connection: Connection, message: Any, at: datetime) -> Words:
    """Say that a paper waits, where it still does and is still this person's."""
    if not wants(connection, message.person_id, KIND):
        raise Dropped(_("The person does not wish such messages any more."))
    draft = connection.execute(select(DRAFT).where(DRAFT.c.id == message.about["draft"])).first()
    place = place_of(connection, draft, paper_of(connection, draft.case_id)) if draft is not None else None
    if draft is None or place is None or draft.closed_at is not None or place.turn != message.about["turn"]:
        raise Dropped(_("The paper was moved, sent or discarded in the meantime."))
    if message.person_id not in _holding(connection, draft, place, at):
        raise Dropped(_("The paper waits for somebody else by now."))
    said = {
        HALF: _("Half of the time that your party gave itself for it is over."),
        NEARLY: _("Nine tenths of the time that your party gave itself for it are over."),
        OVER: _("The time that your party gave itself for it is over."),
    }.get(message.about["mark"])
    first = _("A paper of your party waits for you in its clearance.")
    target = (_("That time is a target of your own party, and no period of law."),) if said else ()
    more = _("Which one, what it commits you to and what happens if nobody acts stands in the queue.")
    return Words(
        _("A paper waits for you in clearance"), (first, *([said] if said else ()), *target, more), PAGE, SETTINGS
    )
