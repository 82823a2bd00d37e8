"""Which meaning of the treaty's words each side relies on, and whether they differ: on the page of a case and beside
the form of an answer. The product takes no view of any of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import Cited, cite, law
from consult.docket import Seen
from consult.visibility import Membership, Viewer, membership_of
from workflows.kernel.case import STEP
from workflows.kernel.fields import Field, FilingSpec
from workflows.kernel.frozen import dataclass

CHOICE, WORDS = "meaning", "meaning_words"
UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class MeaningLine:
    """What one party relies on: the choice, in words where they are its own, and by which act it said so."""

    party: str
    name: str
    choice: str
    says: str
    words: str
    n: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Meanings:
    """The meanings on which parties rely, as one viewer may read them; `differ` says that they are not the same."""

    lines: tuple[MeaningLine, ...]
    differ: bool
    title: str = ""
    under: tuple[Cited, ...] = ()


NONE_STATED = Meanings((), False)


def meanings(
    conn: Connection, viewer: Viewer, membership: Membership, seen: Seen, names: Mapping[str, str]
) -> Meanings:
    """Give the last meaning that each party stated, in the order in which they were first stated."""
    asking = {row.key: row.filing for row in seen.procedure.steps if row.filing and _asked(row.filing, CHOICE)}
    if not asking:
        return NONE_STATED
    found = casebook.papers_of(conn, viewer, seen.row, asking)
    gone = {n for entry in found for n in entry.act.corrects}
    lines: dict[str, MeaningLine] = {}
    for entry in found:
        spec, paper = asking[entry.act.step], entry.paper
        if entry.act.kind == STEP and entry.act.n not in gone and paper is not None and paper.body:
            body = casebook.readable(paper, spec, viewer, membership)
            _tell(lines, spec, body, entry.act.principal, entry.act.n, viewer, names)
    return _compared(tuple(lines.values()), asking.values())


def meanings_beside(
    conn: Connection, viewer: Viewer, seen: Seen, names: Mapping[str, str], spec: FilingSpec, body: Mapping[str, Any]
) -> Meanings:
    """Give the meanings on which the others rely, compared with what a paper in preparation says, else with what its
    party said before; nothing for a paper that does not ask."""
    if _asked(spec, CHOICE) is None:
        return NONE_STATED
    said = meanings(conn, viewer, membership_of(conn, viewer, seen.row), seen, names)
    lines = {line.party: line for line in said.lines}
    _tell(lines, spec, body, viewer.party, 0, None, {})
    compared = _compared(tuple(lines.values()), (spec,))
    return replace(compared, lines=tuple(line for line in compared.lines if line.party != viewer.party))


def _tell(
    lines: dict[str, MeaningLine],
    spec: FilingSpec,
    body: Mapping[str, Any],
    party: str,
    n: int,
    viewer: Viewer | None,
    names: Mapping[str, str],
) -> None:
    """Note what a paper says of the meaning; one that leaves the question out changes nothing."""
    asked, words = _asked(spec, CHOICE), _asked(spec, WORDS)
    choice = body.get(asked.key) if asked else None
    if asked is None or not isinstance(choice, str) or choice not in dict(asked.options):
        return
    if choice == UNSTATED:
        lines.pop(party, None)
        return
    own = body.get(words.key) if words else None
    says, mine = law(dict(asked.options)[choice]), viewer is None or viewer.party == party
    said = own.strip() if isinstance(own, str) else ""
    lines[party] = MeaningLine(party, names.get(party, party), choice, says, said, n, mine)


def _compared(lines: tuple[MeaningLine, ...], specs: Iterable[FilingSpec]) -> Meanings:
    """Say whether the meanings differ: another choice, or other words where they are a party's own."""
    relied = {(line.choice, line.words if line.choice == "own" else "") for line in lines}
    questions = [asked for spec in specs if (asked := _asked(spec, CHOICE))]
    under = dict.fromkeys(asked.under for asked in questions)
    return Meanings(lines, len(relied) > 1, law(questions[0].label), tuple(cite(one) for one in under))


def _asked(spec: FilingSpec, what: str) -> Field | None:
    """Find the question of a filing that asks for the meaning, or for its words; those asked of edition 1 in free text
    are compared with nothing."""
    found: Sequence[Field] = [one for one in spec.fields if one.fills == what]
    return found[0] if found else None
