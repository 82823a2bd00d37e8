"""Exercises that run now, read from `current.toml` and `current-lunar.toml`: dates count from the day on which the
demonstration is loaded.

Each event names the address of the post that acts and, where an official cleared the paper before it left, that
official's address. The paper is built here, the rest is the docket's. A draft is a paper that lies there unsent.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from consult import drafts
from consult.db import reading, writing
from consult.demo.seeding import standing_of
from consult.demo.telling import Told
from consult.docket import Docket, Filed, Refused
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from workflows.kernel.editions import digest_of
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import say_day

FILES = tuple(sorted(Path(__file__).parent.glob("current*.toml")))
DAYS = re.compile(r"\{([+-]\d+)\}")
DEFAULT_HOUR = "10:00"


@dataclass(frozen=True, slots=True)
class Move:
    """One event of a current case, with its date and its paper worked out."""

    at: datetime
    by: str
    cleared: str | None
    step: str
    track: str | None
    body: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Current:
    """A case that runs now, and what lies there unsent; without a title of its own it has that of the activity it is
    about."""

    key: str
    procedure: str
    title: str
    terms: Mapping[str, Any]
    moves: tuple[Move, ...]
    drafts: tuple[Move, ...] = ()


def currents(today: datetime) -> tuple[Current, ...]:
    """Read every case that runs now, counted from an instant."""
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES]
    return tuple(_current(given, part.get("shared", {}), today) for part in found for given in part["case"])


def take_up(docket: Docket, current: Current) -> Told:
    """Play a current case through the docket, to its last move or to the first refusal."""
    level = str(current.terms.get("level", "treaty"))
    ref, done = "", 0
    for number, move in enumerate(current.moves):
        try:
            standing = _standing(docket, move.by, level, move.at)
            ref = ref or _open(docket, current, standing, move.at)
            docket.take(standing, ref, _filed(docket, current, number, level), at=move.at)
        except (Refused, Closed, Unknown, ValueError) as refusal:
            return Told(current.key, (ref,), done, f"{move.by}, {move.step}: {refusal}")
        done += 1
    for left in current.drafts:
        _leave(docket, _standing(docket, left.by, level, left.at), ref, left)
    return Told(current.key, (ref,), done)


def _open(docket: Docket, current: Current, standing: Standing, at: datetime) -> str:
    """Open the case, marked as an exercise."""
    title = current.title or next((str(move.body["activity_title"]) for move in current.moves if move.body), "")
    made = docket.open(
        standing, current.procedure, at=at, title=title, proposed=current.terms or None, exercise=True
    )  # fmt: skip
    return str(made.ref)


def _leave(docket: Docket, standing: Standing, ref: str, left: Move) -> None:
    """Leave a paper in preparation."""
    with writing(docket.engine) as connection:
        case_id = docket.see(connection, standing, ref, left.at).row.id
        drafts.start(connection, standing, case_id, left.step, left.track, left.body or {}, left.at)


def _filed(docket: Docket, current: Current, number: int, level: str) -> Filed:
    """Make what is filed, with the clearance of the official named."""
    move = current.moves[number]
    digest = digest_of(move.body) if move.body is not None and move.cleared else None
    office = _standing(docket, move.cleared, level, move.at).office if move.cleared else None
    key = f"demo:{current.key}:{number}"
    return Filed(move.step, move.track, move.body, key=key, cleared_digest=digest, cleared_office=office)


def _standing(docket: Docket, mail: str, level: str, at: datetime) -> Standing:
    """Find who acts under an address."""
    with reading(docket.engine) as connection:
        standing = standing_of(connection, mail, level, at)
    if standing is None:
        raise Unknown
    return standing


def _current(given: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]], today: datetime) -> Current:
    """Make one current case."""
    moves, left = (tuple(_moves(given.get(part, ()), shared, today)) for part in ("event", "draft"))
    return Current(given["key"], given["procedure"], given.get("title", ""), given.get("terms", {}), moves, left)


def _moves(
    events: Sequence[Mapping[str, Any]], shared: Mapping[str, Mapping[str, Any]], today: datetime
) -> Iterator[Move]:
    """Give the events of a case with their dates."""
    for event in events:
        day = (today.astimezone(UTC) + timedelta(days=event["day"])).date()
        at = datetime.combine(day, time.fromisoformat(event.get("hour", DEFAULT_HOUR)), UTC)
        common = {name: value for part in event.get("shared", ()) for name, value in shared[part].items()}
        body = _dated({**common, **event["filing"]}, today) if "filing" in event else None
        yield Move(at, event["by"], event.get("cleared"), event["step"], event.get("track"), body or None)


def _dated(value: Any, today: datetime) -> Any:
    """Write the dates that are counted from today into a value: within a text in words."""
    if isinstance(value, str):
        write = date.isoformat if DAYS.match(value) else say_day
        return DAYS.sub(lambda found: write((today + timedelta(days=int(found[1]))).date()), value)
    if isinstance(value, Mapping):
        return {name: _dated(inner, today) for name, inner in value.items()}
    if isinstance(value, list):
        return [_dated(inner, today) for inner in value]
    return value
