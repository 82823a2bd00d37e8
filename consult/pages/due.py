"""Running limits over all cases of a party: those that it must keep and those of others, the next to expire first."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Docket, Seen
from consult.docket.owing import owners_of
from consult.docket.recalling import run_of
from consult.log.reads import act_paper, note
from consult.pages.cases.clocks import comes_too_late
from consult.pages.cases.limits import LimitLine, limit_line
from consult.pages.cases.lines import title_of_case
from consult.visibility import Viewer
from workflows.kernel.case import Limit
from workflows.kernel.frozen import dataclass
from workflows.kernel.reminding import Run
from workflows.kernel.summaries import load

SOON = timedelta(days=7)
NEXT = 200
"""How many limits are read in their order, whosever they are, before each list is looked for by itself."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """One running limit of a live case: for us, or for the other side; `n` and `level` are those of the act from which
    it is known."""

    ref: str
    case_title: str
    procedure: str
    limit: LimitLine
    soon: bool
    too_late: bool
    exercise: bool
    key: str = ""
    edition: str = ""
    number: int = 0
    run: Run | None = None
    n: int = 0
    level: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """Limits that run for us, those of law and agreement apart from all that has no such force; and those of others."""

    by_law: tuple[DueLine, ...]
    by_target: tuple[DueLine, ...]
    theirs: tuple[DueLine, ...]
    more: frozenset[str] = frozenset()
    """Of which of these lists, by name, more run than stand here."""

    def first(self, most: int) -> "Due":
        """Keep so many lines of each list, and say where there are more; they were drawn up with one line more."""
        lists = {"by_law": self.by_law, "by_target": self.by_target, "theirs": self.theirs}
        more = frozenset(name for name, lines in lists.items() if len(lines) > most)
        return Due(self.by_law[:most], self.by_target[:most], self.theirs[:most], more)

    @property
    def everything(self) -> tuple[DueLine, ...]:
        """All of them, the next to expire first."""
        return tuple(sorted((*self.by_law, *self.by_target, *self.theirs), key=_expiry))


def due_lines(
    conn: Connection, docket: Docket, viewer: Viewer, names: Mapping[str, str], now: datetime, most: int
) -> Due:
    """Draw up what is due, so many of each sort. A case is read once, and none for a list that is full. Whoever shows a
    line notes that it was read (`note_shown`).

    Long because: what is left out is left out before it costs anything.
    """
    lists: dict[str, list[DueLine]] = {"law": [], "target": [], "theirs": []}
    cases: dict[str, Seen] = {}
    for row in _rows(conn, viewer, now, most):
        full = {name for name, lines in lists.items() if len(lines) >= most}
        if len(full) == len(lists):
            break
        if row.owner == viewer.party and _list_of(row.binding, mine=True) in full:
            continue
        if row.ref not in cases:
            cases[row.ref] = Seen(row, load(docket.editions.of(conn, row.edition), row.summary), row.edition)
        seen = cases[row.ref]
        limit = seen.case.limits.get(row.key)
        if limit is None or limit.passed(now):  # what has passed meanwhile is left to the clock
            continue
        binding = limit.binding or str(seen.procedure.rule(limit.limit).binding)
        found = _list_of(binding, mine=viewer.party in owners_of(seen.case, limit))
        if found not in full:
            lists[found].append(due_line(seen, limit, names, viewer, now, row.deadline_id))
    return _due(lists)


def _rows(conn: Connection, viewer: Viewer, now: datetime, most: int) -> Sequence[Any]:
    """Give the limits among which each list finds its next ones, in order: all that run, or the next ones of anybody,
    and where these are not all so many of one's own by law, of one's own without such force, and of others."""
    rows = casebook.deadlines_for(conn, viewer, now, most=NEXT)
    if len(rows) < NEXT:
        return rows
    ours = casebook.owed_by(conn, viewer, now, most=most)
    theirs = casebook.next_of_others(conn, viewer, now, most=most)
    return casebook.in_order({row.deadline_id: row for row in (*rows, *ours, *theirs)}.values())


def note_shown(conn: Connection, lines: Iterable[DueLine]) -> None:
    """Note that limits were read, in that they are shown."""
    for line in lines:
        note(conn, act_paper(line.ref, line.n), line.level)


def sorted_due(lines: Iterable[DueLine], most: int) -> Due:
    """Sort lines of any origin, the next to expire first."""
    lists: dict[str, list[DueLine]] = {"law": [], "target": [], "theirs": []}
    for line in sorted(lines, key=_expiry):
        lists[_list_of(line.limit.binding, mine=line.limit.mine)].append(line)
    return _due(lists).first(most)


def _due(lists: Mapping[str, Sequence[DueLine]]) -> Due:
    return Due(tuple(lists["law"]), tuple(lists["target"]), tuple(lists["theirs"]))


def _expiry(line: DueLine) -> tuple[Any, ...]:
    at = line.limit.expires_at
    return at is None, at.timestamp() if at else 0, line.ref, line.key


def _list_of(binding: str, *, mine: bool) -> str:
    """Say on which list a limit stands."""
    if not mine:
        return "theirs"
    return "law" if binding.startswith("LAW") else "target"


def due_line(
    seen: Seen, limit: Limit, names: Mapping[str, str], viewer: Viewer, now: datetime, number: int = 0
) -> DueLine:
    """Draw up a limit from its case as it stands, with its number where it is known."""
    line = limit_line(seen, limit, names, viewer)
    soon = limit.expires_at is not None and limit.expires_at - now <= SOON
    late = comes_too_late(seen, (limit,))
    row, procedure = seen.row, law(seen.procedure.title)
    run = run_of(seen.case, limit) if limit.is_open else None
    title, key = title_of_case(row), limit.limit
    level, _file = seen.procedure.audience_of(key, limit.track)
    return DueLine(
        row.ref, title, procedure, line, soon, late, row.exercise, key, seen.edition, number, run, limit.n, level
    )
