"""The daily digest: once a day, at the hour and in the zone that a person chose, what waits for him.

Whatever lies in it is named by reference and date alone; what is above level C2 is counted and named on the desk only,
and exercises are left out. Where there is nothing to say nothing is sent, and the day is over. A day on which no
worker ran has no digest: the next one tells what waits then. It is told again from the record when it is sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from consult import casebook, db
from consult.delivery.exercises import leaves_the_product
from consult.delivery.messages import NewMessage, ask
from consult.delivery.wording import Words, words_of
from consult.i18n import _, ngettext, write_date
from consult.people.preferences import claim_digest, digests_wished, wishes_of
from consult.standing import Standing, choices
from consult.visibility import Viewer

KIND = "digest"
AHEAD = timedelta(days=14)
DAY = timedelta(days=1)
NAMED = frozenset({"C0", "C1", "C2"})
"""Levels at which a reference may stand in a mail."""
MOST = 40


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person: lines by reference and date, and how many more stand on the desk alone."""

    lines: tuple[str, ...]
    more: int

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to say."""
        return not self.lines and not self.more


def due(engine: Engine, at: datetime) -> int:
    """Ask for the digests whose hour has come, each in a transaction of its own; give how many were asked for."""
    with db.reading(engine) as connection:
        wished = [row for row in digests_wished(connection) if is_due(row, at)]
    return sum(_ask(engine, row, at) for row in wished)


def is_due(wishes: Any, at: datetime) -> bool:
    """Say whether the hour of today's digest has come, and it was not taken yet. An hour that a day does not have is
    over with the next one; one that a day has twice was taken the first time."""
    here = at.astimezone(ZoneInfo(wishes.zone))
    return here.time() >= time(wishes.digest_hour) and (wishes.digest_on is None or wishes.digest_on < here.date())


def _ask(engine: Engine, row: Any, at: datetime) -> bool:
    on = at.astimezone(ZoneInfo(row.zone)).date()
    with db.writing(engine) as connection:
        if not claim_digest(connection, row.person_id, on):
            return False
        standings = choices(connection, row.person_id, at)
        since = last_hour(row, at)
        if not standings or waiting_for(connection, standings, row.zone, at, since).is_empty:
            return False
        key = f"{KIND}:{row.person_id}:{on.isoformat()}"
        to = {"party": standings[0].party_key, "address": row.email, "person_id": row.person_id}
        ask(connection, NewMessage(key, KIND, "mail", **to, about={"since": since.isoformat()}), at)
    return True


def last_hour(wishes: Any, at: datetime) -> datetime:
    """Give the hour of the digest before, from which on this one tells; a day ago where there was none."""
    if wishes.digest_on is None:
        return at - DAY
    return datetime.combine(wishes.digest_on, time(wishes.digest_hour), ZoneInfo(wishes.zone)).astimezone(UTC)


@words_of(KIND)
def word(connection: Connection, message: Any, at: datetime) -> Words:
    """Say what waits for the person now, under the mandates that count now."""
    standings = choices(connection, message.person_id, at)
    zone = wishes_of(connection, message.person_id).zone
    found = waiting_for(connection, standings, zone, at, datetime.fromisoformat(str(message.about["since"])))
    more = ngettext("%(num)s more stands on your desk alone.", "%(num)s more stand on your desk alone.", found.more)
    nothing = (_("Nothing waits for you any more."),) if found.is_empty else ()
    day = write_date(at.astimezone(ZoneInfo(zone)).date())
    lines = (*found.lines, *((more,) if found.more else ()), *nothing)
    return Words(_("What waits for you, %(day)s", day=day), lines, "/desk")


def waiting_for(
    connection: Connection, standings: Sequence[Standing], zone: str, at: datetime, since: datetime
) -> Waiting:
    """List what waits for a person in all standings that count, each thing once, and what was served since."""
    lines: dict[str, None] = {}
    more = 0
    for standing in standings:
        for level, line in _all(connection, standing, ZoneInfo(zone), at, since):
            if level in NAMED and len(lines) < MOST:
                lines[line] = None
            elif line not in lines:
                more += 1
    return Waiting(tuple(lines), more)


def _all(
    connection: Connection, standing: Standing, zone: ZoneInfo, at: datetime, since: datetime
) -> Iterator[tuple[str, str]]:
    viewer = Viewer.of(standing)
    for row in casebook.deadlines_for(connection, viewer):
        ours = row.owner == standing.party_key and row.expires_at is not None
        if ours and leaves_the_product(row) and at <= row.expires_at <= at + AHEAD:
            on = write_date(row.expires_on or row.expires_at.astimezone(zone).date())
            yield max(row.limit_level, row.existence), _("%(ref)s: a time limit ends on %(day)s", ref=row.ref, day=on)
    for row in casebook.served_on(connection, viewer):
        if leaves_the_product(row) and row.recorded_at >= since:
            on = write_date(row.recorded_at.astimezone(zone).date())
            yield max(row.level, row.existence), _("%(ref)s: served on %(day)s", ref=row.ref, day=on)
