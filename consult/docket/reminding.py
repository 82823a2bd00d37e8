"""Remind those who have to act within a limit: what is due is claimed, kept and asked for in one transaction.

A limit's row names a moment before which nobody has to look. When it has come, the moments of each party that has to
act are counted in that party's own zone: of those that have passed by now the latest is told and the others are kept as
passed over, so that whoever was offline for days gets one reminder and no burst. What was told is a row of its own,
unique by limit, end, moment and party: any number of workers tell it once, and one that is killed tells nothing or all.
Of a limit that changed nothing old is told, because its row was written anew. Exercises are told on the desk alone.
"""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Select, bindparam, or_, select, update

from consult import db
from consult.delivery.reminders import About, ask_for
from consult.docket.editions import Editions
from consult.docket.owing import owners_of
from consult.docket.recalling import RUNS, run_of
from consult.docket.rows import adding
from consult.docket.worlds import Places
from consult.fixed import Fixed
from consult.models.cases import ACT, CASES, DEADLINE
from consult.models.channels import PAPER, PAPER_ACT
from consult.models.reminding import ON_DESK, PASSED_OVER, REMIND_ASKED, REMINDER
from workflows.kernel.case import Case, Limit
from workflows.kernel.reminding import AT_END, DAY_AFTER, Mark, Run, marks
from workflows.kernel.summaries import load

BATCH = 50
LONGEST = 0.1
"""For how long a batch takes up limits, in seconds; then others have their turn."""
PUT_OFF = timedelta(hours=1)
OVERTAKEN, ACTED, EXERCISE, NO_ADDRESS = "overtaken", "acted", "exercise", "no_address"
"""Why nothing was sent: a later moment had come too, the party acted since, the case is an exercise, no address."""
_LOOK_AGAIN = Fixed(
    update(DEADLINE).where(DEADLINE.c.id == bindparam("number")).values(remind_at=bindparam("following"))
)
_DEALT_WITH = Fixed(
    select(REMINDER.c.mark).where(
        REMINDER.c.deadline_id == bindparam("number"),
        REMINDER.c.party == bindparam("party"),
        REMINDER.c.expires_at == bindparam("ends"),
    )
)
_KEPT = adding(REMINDER, "deadline_id", "party", "expires_at", "mark", "due_at", "at", "outcome", "reason")
_IN_ITS_NAME = (
    select(PAPER_ACT.c.act_id)
    .select_from(PAPER_ACT.join(PAPER))
    .where(PAPER.c.party == bindparam("party"), PAPER.c.direction == "in")
)
_SINCE = (
    select(ACT.c.id)
    .where(
        ACT.c.case_id == bindparam("case"),
        ACT.c.n > bindparam("lapse"),
        or_(ACT.c.party == bindparam("party"), ACT.c.id.in_(_IN_ITS_NAME)),
    )
    .limit(1)
)
_ACTED, _ACTED_ON_TRACK = Fixed(_SINCE), Fixed(_SINCE.where(ACT.c.track == bindparam("track")))
log = logging.getLogger("consult.docket")


class Told(NamedTuple):
    """One moment of one party, and what came of it."""

    party: str
    mark: Mark
    outcome: str
    reason: str


def remind(engine: Engine, editions: Editions, places: Places, at: datetime, batch: int = BATCH) -> int:
    """Remind of what is due by a moment, the longest due first, in one transaction; give how many limits were looked
    at. One that cannot be read is put off and holds up no other; where others keep what is to be written, none is. A
    batch ends early where it takes long, since people wait for their turn behind it."""
    with db.reading(engine) as connection:
        if connection.execute(_due(at).limit(1)).first() is None:
            return 0
    with db.writing(engine) as connection:
        ends, looked = time.perf_counter() + LONGEST, 0
        for row in connection.execute(_due(at).limit(batch).with_for_update(skip_locked=True, key_share=True)).all():
            try:
                with connection.begin_nested():
                    following = _remind_of(connection, row, editions, places, at)
            except Exception as fault:
                if db.is_passing(fault):  # nothing is wrong with this limit, and the next would wait as long
                    raise
                log.exception("Nobody could be reminded of limit %s of case %s; tried again later.", row.key, row.ref)
                following = at + PUT_OFF
            _LOOK_AGAIN.run(connection, {"number": row.id, "following": following})
            looked += 1
            if time.perf_counter() > ends:
                break
    return looked


def _due(at: datetime) -> Select[Any]:
    """Give the limits of which somebody may have to be reminded by a moment, with their cases."""
    columns = (CASES.c.ref, CASES.c.edition, CASES.c.summary, CASES.c.kind, CASES.c.exercise, CASES.c.at_level)
    query = select(DEADLINE.c.id, DEADLINE.c.case_id, DEADLINE.c.key, DEADLINE.c.dated_at, *columns)
    query = query.select_from(DEADLINE.join(CASES)).where(DEADLINE.c.remind_at <= at)
    return query.order_by(DEADLINE.c.remind_at, DEADLINE.c.id)


def _remind_of(conn: Connection, row: Any, editions: Editions, places: Places, at: datetime) -> datetime | None:
    """Tell what is due of one limit, keep it, and give when to look again."""
    case = load(editions.of(conn, row.edition), row.summary)
    limit = case.limits[row.key]
    run = run_of(case, limit)
    if run is None or limit.status not in RUNS or row.kind == "final":
        return None
    following: list[datetime] = []
    for party in owners_of(case, limit):
        ahead = _ahead(conn, row, run, party, places.of(conn, party)[0])
        following += [mark.at for mark in ahead if mark.at > at]
        for told in _told(conn, row, case, limit, party, [mark for mark in ahead if mark.at <= at], at):
            _keep(conn, row, run, told, at)
    return min(following, default=None)


def _ahead(conn: Connection, row: Any, run: Run, party: str, zone: str) -> list[Mark]:
    """List the moments of a party that have not been dealt with, but for those that had passed when the limit got this
    end."""
    of = {"number": row.id, "party": party, "ends": run.expires_at}
    done = {mark for (mark,) in _DEALT_WITH.all(conn, of)}
    return [mark for mark in marks(run, zone) if mark.at >= row.dated_at and mark.key not in done]


def _told(
    conn: Connection, row: Any, case: Case, limit: Limit, party: str, due: list[Mark], at: datetime
) -> Iterator[Told]:
    """Pass over all but the latest of what is due, and ask for messages about that one."""
    for mark in due[:-1]:
        yield Told(party, mark, PASSED_OVER, OVERTAKEN)
    for mark in due[-1:]:
        if mark.key in (AT_END, DAY_AFTER) and _has_acted(conn, row, limit, party):
            yield Told(party, mark, PASSED_OVER, ACTED)
        elif row.exercise:
            yield Told(party, mark, ON_DESK, EXERCISE)
        else:
            about = About(row.id, row.case_id, row.at_level, limit.expires_at or at, mark.key)
            asked = ask_for(conn, about, party, at)
            yield Told(party, mark, REMIND_ASKED, "") if asked else Told(party, mark, ON_DESK, NO_ADDRESS)


def _has_acted(conn: Connection, row: Any, limit: Limit, party: str) -> bool:
    """Say whether a party has acted, itself or by a paper that an office registered in its name, on the track of a
    limit where it has one, since that lapsed."""
    if limit.lapse_n is None:
        return False
    asked = {"case": row.case_id, "lapse": limit.lapse_n, "party": party}
    if limit.track:
        return _ACTED_ON_TRACK.first(conn, {**asked, "track": limit.track}) is not None
    return _ACTED.first(conn, asked) is not None


def _keep(conn: Connection, row: Any, run: Run, told: Told, at: datetime) -> None:
    """Keep what came of one moment."""
    values = {"deadline_id": row.id, "party": told.party, "expires_at": run.expires_at, "mark": told.mark.key}
    came = {"due_at": told.mark.at, "at": at, "outcome": told.outcome, "reason": told.reason}
    _KEPT.run(conn, values | came)
