"""The daily digest: once a day, at the hour and in the zone that a person chose, what waits for him.

Whatever lies in it is named by reference and date alone; what is above level C2 is counted and named on the desk only,
and exercises are left out. Where there is nothing to say nothing is sent, and the day is over. A day on which no
worker ran has no digest: the next one tells what waits then. It is told again from the record when it is sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from consult import casebook, db
from consult.delivery.exercises import leaves_the_product
from consult.delivery.matter import read_case
from consult.delivery.messages import NewMessage, ask
from consult.delivery.wording import Dropped, Words, words_of
from consult.docket.owing import owners_of
from consult.i18n import _, ngettext, write_date
from consult.people.preferences import addresses_without_wishes, claim_digest, digests_wished, wishes_of
from consult.standing import Standing, choices, standing_in_for
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass

KIND = "digest"
SETTINGS = "/my-settings"
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
    """Ask for the digests whose hour has come, each in a transaction of its own; give how many were asked for. One that
    cannot be asked for holds up nobody's: its fault is raised once the others have had their turn."""
    with db.reading(engine) as connection:
        wished = digests_wished(connection)
    told, faults = 0, list[Exception]()
    for row in wished:
        try:
            told += _ask(engine, row, at) if is_due(row, at) else 0
        except db.Busy:  # there is no turn to be had, for this one or the others
            raise
        except Exception as fault:  # noqa: BLE001 - every fault is raised at the end, once the others are done
            fault.add_note(f"digest of person {row.person_id}")
            faults.append(fault)
    if faults:
        raise ExceptionGroup("some digests could not be asked for", faults)
    return told


def is_due(wishes: Any, at: datetime) -> bool:
    """Say whether the hour of today's digest has come, and it was not taken yet. An hour that a day does not have is
    over with the next one; one that a day has twice was taken the first time."""
    here = at.astimezone(ZoneInfo(wishes.zone))
    return here.time() >= time(wishes.digest_hour) and (wishes.digest_on is None or wishes.digest_on < here.date())


def _ask(engine: Engine, row: Any, at: datetime) -> int:
    on = at.astimezone(ZoneInfo(row.zone)).date()
    with db.writing(engine) as connection:
        if not claim_digest(connection, row.person_id, on):
            return 0
        about = {"since": last_hour(row, at).isoformat(), "zone": row.zone}
        key = f"{KIND}:{row.person_id}:{on.isoformat()}"
        told = _ask_one(connection, key, row, choices(connection, row.person_id, at), about, at)
        for person, places in _substitutes(connection, row.person_id, at):
            about_absent = {**about, "absent": row.person_id}
            told += _ask_one(connection, f"{key}:{person.person_id}", person, places, about_absent, at)
    return told


def _ask_one(
    connection: Connection, key: str, to: Any, standings: Sequence[Standing], about: Mapping[str, Any], at: datetime
) -> int:
    """Ask for one digest, unless nothing waits or nobody acts any more; give how many were asked for."""
    since = datetime.fromisoformat(about["since"])
    if not standings or waiting_for(connection, standings, about["zone"], at, since).is_empty:
        return 0
    whom = {"party": standings[0].party_key, "address": to.email, "person_id": to.person_id}
    ask(connection, NewMessage(key, KIND, "mail", **whom, about=about), at)
    return 1


def _substitutes(connection: Connection, absent_id: int, at: datetime) -> Iterator[tuple[Any, list[Standing]]]:
    """Give who stands in for an absent person and never said whether he or she wishes a digest, with the mandates of
    that person; whoever said so has what waits there in the own digest, or wishes none."""
    parties = dict.fromkeys(one.party_key for one in choices(connection, absent_id, at))
    found = [one for party in parties for one in standing_in_for(connection, absent_id, party, at)]
    silent = addresses_without_wishes(connection, [one.person_id for one in found])
    for person_id, person in silent.items():
        yield person, [one for one in found if one.person_id == person_id]


def last_hour(wishes: Any, at: datetime) -> datetime:
    """Give the hour of the digest before, from which on this one tells; a day ago where there was none."""
    if wishes.digest_on is None:
        return at - DAY
    return datetime.combine(wishes.digest_on, time(wishes.digest_hour), ZoneInfo(wishes.zone)).astimezone(UTC)


@words_of(KIND)
def word(connection: Connection, message: Any, at: datetime) -> Words:
    """Say what waits for the person now, under the mandates that count now."""
    standings = [one for one in choices(connection, message.person_id, at) if _is_for(one, message.about)]
    zone = str(message.about.get("zone") or wishes_of(connection, message.person_id).zone)
    if "absent" in message.about and not standings:
        raise Dropped(_("Nobody is stood in for any more."))
    found = waiting_for(connection, standings, zone, at, datetime.fromisoformat(str(message.about["since"])))
    more = ngettext("%(num)s more stands on your desk alone.", "%(num)s more stand on your desk alone.", found.more)
    nothing = (_("Nothing waits for you any more."),) if found.is_empty else ()
    day = write_date(at.astimezone(ZoneInfo(zone)).date())
    lines = (*found.lines, *((more,) if found.more else ()), *nothing)
    if "absent" in message.about:
        return Words(
            _("What waits for %(names)s, %(day)s", names=standings[0].names, day=day), lines, "/desk", SETTINGS
        )
    return Words(_("What waits for you, %(day)s", day=day), lines, "/desk", SETTINGS)


def _is_for(standing: Standing, about: Mapping[str, Any]) -> bool:
    """Say whether a digest is about a standing: all of one's own, or those in the place of the absent person."""
    place = standing.in_place_of
    return "absent" not in about or (place is not None and place.person_id == about["absent"])


def waiting_for(
    connection: Connection, standings: Sequence[Standing], zone: str, at: datetime, since: datetime
) -> Waiting:
    """List what waits for a person in all standings that count, each thing once, and what was served since; what waits
    for an absent person alone stands under both names."""
    lines: dict[str, None] = {}
    more = 0
    for standing in standings:
        heading = _in_place(standing)
        for level, line in _all(connection, standing, ZoneInfo(zone), at, since):
            if level in NAMED and len(lines) < MOST:
                if heading and line not in lines:
                    lines[heading] = None
                lines[line] = None
            elif line not in lines:
                more += 1
    return Waiting(tuple(lines), more)


def _in_place(standing: Standing) -> str:
    """Say for whom somebody stands in, and until when; nothing of one who acts alone."""
    place = standing.in_place_of
    return _("%(names)s, until %(day)s:", names=standing.names, day=write_date(place.until)) if place else ""


def _all(
    connection: Connection, standing: Standing, zone: ZoneInfo, at: datetime, since: datetime
) -> Iterator[tuple[str, str]]:
    viewer = Viewer.of(standing)
    for row in casebook.owed_until(connection, viewer, at, at + AHEAD):
        if leaves_the_product(row) and _is_ours(connection, row, standing.party_key):
            on = write_date(row.expires_on or row.expires_at.astimezone(zone).date())
            yield max(row.limit_level, row.existence), _("%(ref)s: a time limit ends on %(day)s", ref=row.ref, day=on)
    for row in casebook.served_since(connection, viewer, since):
        if leaves_the_product(row):
            on = write_date(row.recorded_at.astimezone(zone).date())
            yield max(row.level, row.existence), _("%(ref)s: served on %(day)s", ref=row.ref, day=on)


def _is_ours(connection: Connection, row: Any, party: str) -> bool:
    """Say whether a party has to act within a limit, alone or among others: the row names but the first of them."""
    if row.owner is None or row.owner == party:
        return row.owner == party
    case = read_case(connection, row)
    limit = case.limits.get(row.key)
    return limit is not None and party in owners_of(case, limit)
