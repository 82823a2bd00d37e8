"""What the rows of a case, of its parties, its tracks and its limits have to say, folded from its acts one after the
other: by these rows is decided who sees what, so that none may be changed without an act.

Each row is made by the functions that write it (`case_rows`), under the edition and among the parties of its moment. A
row is written once for all acts of a transaction, which were recorded at one moment; where a clock stands still, more
transactions than one have that moment. A row is therefore as it must be where it follows moment by moment, or act by
act. What does not follow from the acts is named in `NOT_FROM_ACTS`, each column with the reason.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select

from consult.docket.case_rows import (
    DEADLINE_COLUMNS,
    deadline_values,
    fresh_roles,
    new_deadline,
    new_track,
    next_of,
    offices_moved,
)
from consult.docket.owing import changed_limits
from consult.models.cases import CASE_PARTY, CASE_TRACK, CASES, DEADLINE
from workflows.kernel.case import Act, Case
from workflows.kernel.frozen import dataclass

NUMBER, LOGGED = "a number of this database", "compared with each entry of the log"
NOT_FROM_ACTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        CASES.name: {
            "id": NUMBER,
            "ref": LOGGED,
            "exercise": LOGGED,
            "title": "words of filings, which can be erased",
            "summary": "compared as the text of the whole case",
            "version": "counts the times at which the case was written, and guards nothing but the next one",
        },
        CASE_PARTY.name: {},
        CASE_TRACK.name: {},
        DEADLINE.name: {
            "id": NUMBER,
            "remind_at": "moves on as the parties are reminded",
            "dated_at": "of the reminders; a migration set it where they came later than the limit",
        },
    }
)
"""The columns of each table that do not follow from the acts of a case, each with the reason."""

UNSAID = "C3"
"""The level of a track, and of a limit on it, whose edition is older than levels: migration 0004 wrote it."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose rows follow from the acts of a case: what one is called, what tells it from the others of the case,
    the columns that are compared, and how those that are stored are read."""

    called: str
    table: Table
    told_by: tuple[str, ...]
    columns: tuple[str, ...]
    read: Select[Any]

    @classmethod
    def of(cls, called: str, table: Table, *told_by: str) -> "Kept":
        """Compare every column but those that do not follow from the acts, and the case itself."""
        columns = tuple(c.name for c in table.columns if c.name not in {"case_id", *NOT_FROM_ACTS[table.name]})
        query = select(*(table.c[name] for name in columns)).where(table.c.case_id == bindparam("of"))
        return cls(called, table, told_by, columns, query)


PARTIES = Kept.of("role", CASE_PARTY, "role", "party")
TRACKS = Kept.of("track", CASE_TRACK, "key")
LIMITS = Kept.of("limit", DEADLINE, "key")
KEPT = (PARTIES, TRACKS, LIMITS)


@dataclass(slots=True)
class Beside:
    """The rows beside a case as they follow from its acts, by what tells each from the others."""

    rows: dict[str, dict[tuple[str, ...], dict[str, Any]]] = field(
        default_factory=lambda: {kept.called: {} for kept in KEPT}
    )

    def follow(self, before: Case | None, after: Case, at: datetime) -> None:
        """Let the rows follow a case from where it was to where acts that were recorded at a moment left it."""
        roles = self.rows[PARTIES.called]
        for row in fresh_roles(before, after, at):
            roles[row["role"], row["party"]] = {**row, "until": None}
        if before is not None and after.tracks is not before.tracks:
            for role, party, until in offices_moved(before, after, at):
                if (role, party) in roles:
                    roles[role, party]["until"] = until
        if before is None or after.tracks is not before.tracks:
            self._tracks(before, after)
        self._limits(before, after)

    def _tracks(self, before: Case | None, after: Case) -> None:
        """As `case_rows.write_tracks` does."""
        old, rows = before.tracks if before else {}, self.rows[TRACKS.called]
        for key, track in after.tracks.items():
            if key not in old:
                rows[(key,)] = new_track(0, after, track)
            elif track is not old[key]:
                rows[(key,)] |= {"state": track.state, "basis": track.basis}

    def _limits(self, before: Case | None, after: Case) -> None:
        """As `case_rows.write_deadlines` does."""
        rows = self.rows[LIMITS.called]
        for limit in changed_limits(before, after):
            if before is None or limit.key not in before.limits:
                rows[(limit.key,)] = new_deadline(0, after, limit)
            else:
                rows[(limit.key,)] |= zip(DEADLINE_COLUMNS, deadline_values(after, limit), strict=True)


def replayed(opened: Case, acts: Sequence[Act], editions: Any) -> list[Case]:
    """Give a case as its opening left it and as each later act does."""
    cases = [opened]
    for act in acts[1:]:
        cases.append(cases[-1].after(act, editions))
    return cases


def row_of_case(opened: Case, case: Case, acts: Sequence[Act]) -> dict[str, Any]:
    """Give what the row of a case has to say, column by column."""
    procedure = opened.procedure
    return {
        "procedure": procedure.key,
        "edition": case.procedure.digest,
        "at_level": procedure.level,
        "filer": acts[0].principal,
        "existence": "C0" if case.public_from else procedure.levels.existence,
        "level": procedure.levels.case,
        "state": case.state,
        "kind": case.procedure.state(case.state).kind,
        "activity": case.activity,
        "n": case.n,
        "opened_on": opened.opened_on,
        "changed_at": acts[-1].at,
        "next_at": next_of(case),
    }


def rows_unlike(
    connection: Connection, case_id: int, cases: Sequence[Case], acts: Sequence[Act]
) -> Iterator[tuple[str, str, str]]:
    """Yield the rows beside a case that do not follow from its acts: what it is, what follows, what is stored."""
    by_moment = _folded(cases, acts, _ends(acts))
    by_act: Beside | None = None
    for kept in KEPT:
        stored = {_told_by(kept, row): row for row in _stored(connection, kept, case_id)}
        due = by_moment.rows[kept.called]
        if not _unlike(kept, stored, due, due):
            continue
        by_act = by_act or _folded(cases, acts, range(len(acts)))
        for key in _unlike(kept, stored, due, by_act.rows[kept.called]):
            yield _told(kept, key, due.get(key), stored.get(key))


def _ends(acts: Sequence[Act]) -> Iterator[int]:
    """Give the places of the opening, and of the last act of each moment."""
    for i, act in enumerate(acts):
        if i == 0 or i + 1 == len(acts) or acts[i + 1].at != act.at:
            yield i


def _folded(cases: Sequence[Case], acts: Sequence[Act], ends: Iterable[int]) -> Beside:
    """Fold a case from one of its places to the next."""
    beside, before = Beside(), None
    for i in ends:
        beside.follow(before, cases[i], acts[i].at)
        before = cases[i]
    return beside


def _stored(connection: Connection, kept: Kept, case_id: int) -> Iterator[dict[str, Any]]:
    for row in connection.execute(kept.read, {"of": case_id}):
        yield dict(zip(kept.columns, row, strict=True))


def _told_by(kept: Kept, row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in kept.told_by)


def _unlike(
    kept: Kept, stored: Mapping[tuple[str, ...], Row], due: Mapping[Any, Row], also: Mapping[Any, Row]
) -> list[tuple[str, ...]]:
    """Name the rows that are stored otherwise than they follow in one way or in the other."""
    return [
        key
        for key in sorted({*stored, *due})
        if not _follows(kept, stored.get(key), due.get(key)) and not _follows(kept, stored.get(key), also.get(key))
    ]


def _follows(kept: Kept, row: Row | None, due: Row | None) -> bool:
    if row is None or due is None:
        return row is due
    return all(row[name] == due[name] or _is_unsaid(name, row, due) for name in kept.columns)


def _is_unsaid(name: str, row: Row, due: Row) -> bool:
    """Say whether a level is that of rows from before there were levels, whose edition says nothing of it."""
    return name == "level" and due[name] == "" and row[name] == UNSAID


def _told(kept: Kept, key: tuple[str, ...], now: Row | None, was: Row | None) -> tuple[str, str, str]:
    """Tell a row that is not as it must be by the columns that differ, or all where one of both is not there."""
    unlike = [name for name in kept.columns if now is None or was is None or now[name] != was[name]]
    return f"{kept.called} {' of '.join(key)}", _written(now, unlike), _written(was, unlike)


def _written(row: Row | None, names: Iterable[str]) -> str:
    return ", ".join(f"{name} {row[name]}" for name in names) if row is not None else "nothing"
