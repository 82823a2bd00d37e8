"""Acts that name another act of their case, as a correction does: each is led to from the other.

Which step names an act, and in which answer, is the procedure's to say. A link is drawn for whoever may see both acts
and may read the answer; for anybody else neither end tells that there is another.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field

from sqlalchemy import Connection

from consult import casebook
from consult.casebook import Entry
from consult.citations import law
from consult.docket import Seen
from consult.visibility import Membership, Viewer, membership_of
from workflows.kernel.acts import STEP
from workflows.kernel.describe import named_by
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class NamingLine:
    """One act that names another one: what it did to it, in words, and its number."""

    n: int
    words: str


@dataclass(frozen=True, slots=True)
class Namings:
    """Which act each act names, and by which acts each is named."""

    names: Mapping[int, int] = field(default_factory=dict)
    named_by: Mapping[int, tuple[NamingLine, ...]] = field(default_factory=dict)


def namings_of_case(conn: Connection, seen: Seen, viewer: Viewer) -> Namings:
    """Find who names whom in a case, from the acts of those steps that can."""
    if not seen.procedure.naming:
        return Namings()
    entries = casebook.papers_of(conn, viewer, seen.row, seen.procedure.naming)
    found = dict(_named(seen, entries, viewer, membership_of(conn, viewer, seen.row)))
    return _joined(seen, entries, found, casebook.visible_among(conn, viewer, seen.row, set(found.values())))


def _named(seen: Seen, entries: Iterable[Entry], viewer: Viewer, membership: Membership) -> Iterable[tuple[int, int]]:
    """Pair each act that names another with the number it names; a hand of a joint step names nothing yet."""
    for entry in entries:
        asked = seen.procedure.naming.get(entry.act.step)
        if asked is None or entry.paper is None or entry.act.kind != STEP:
            continue
        specs = (row.filing for row in seen.procedure.rows[entry.act.step])
        spec = next((spec for spec in specs if spec and spec.field(asked)), None)
        number = casebook.readable(entry.paper, spec, viewer, membership).get(asked) if spec else None
        if isinstance(number, int):
            yield entry.act.n, number


def _joined(seen: Seen, entries: Iterable[Entry], found: Mapping[int, int], visible: Collection[int]) -> Namings:
    """Keep the pairs of which both acts may be seen, from both ends and in the order of the record."""
    names = {n: number for n, number in sorted(found.items()) if number in visible}
    steps = {entry.act.n: entry.act.step for entry in entries}
    back: dict[int, list[NamingLine]] = defaultdict(list)
    for n, number in names.items():
        back[number].append(NamingLine(n, law(named_by(seen.procedure.rows[steps[n]][0].title))))
    return Namings(names, {number: tuple(lines) for number, lines in back.items()})
