"""Commitments: what is to be done, by whom and by when, with the evidence and what the other side says of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date

from consult.forms import DocumentChoice
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import (
    Day,
    Item,
    Moment,
    Paper,
    courses,
    documents,
    items,
    named,
    papers,
    state_of,
    title_of,
)
from consult.pages.sheets.ways import WayLine, ways_by_track
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets import Commitments
from workflows.kernel.values import as_date
from workflows.kernel.words import humanise


@dataclass(frozen=True, slots=True)
class Said:
    """A report of performance, or what was said against it: whose, when, its words and documents."""

    party: str
    on: Day
    n: int
    words: str
    documents: tuple[DocumentChoice, ...]


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One commitment as the acts tell it; `late` where its day has passed and nobody confirms performance."""

    key: str
    name: str
    words: str
    party: str
    mine: bool
    due_on: date | None
    n: int | None
    state: str
    status: str
    done: bool
    late: bool
    reports: tuple[Said, ...]
    disputes: tuple[Said, ...]
    course: tuple[Moment, ...]
    ways: tuple[WayLine, ...]


@dataclass(frozen=True, slots=True)
class CommitmentsSheet:
    """All commitments, the first due first."""

    lines: tuple[CommitmentLine, ...]


def commitments_sheet(asked: Asked, sheet: Commitments) -> CommitmentsSheet:
    """Draw up the commitments."""
    put, course, can = items(asked, sheet.set), courses(asked), ways_by_track(asked, sheet.set)
    said = {step: papers(asked, [step]) for step in (sheet.reported, sheet.disputed)}
    known = documents(asked)
    lines = [_line(asked, sheet, key, put.get(key), said, known, course, can) for key in course if _is_of(sheet, key)]
    return CommitmentsSheet(tuple(sorted(lines, key=lambda one: (one.due_on is None, one.due_on or date.max))))


def _is_of(sheet: Commitments, key: str) -> bool:
    return key.partition(":")[0] == sheet.set


def _line(
    asked: Asked,
    sheet: Commitments,
    key: str,
    item: Item | None,
    said: Mapping[str, Sequence[Paper]],
    known: Mapping[str, DocumentChoice],
    course: Mapping[str, list[Moment]],
    can: Mapping[str, tuple[WayLine, ...]],
) -> CommitmentLine:
    """Draw up one commitment.

    Long because: one line a field of the line, in the order in which it is read.
    """
    state, track = state_of(asked, key, course), asked.seen.case.tracks.get(key)
    due = as_date(item.paper.words.get(sheet.due)) if item else None
    party = (track.party if track else None) or ""
    done = state in asked.seen.procedure.track_set(sheet.set).ends
    return CommitmentLine(
        key=key,
        name=humanise(key.partition(":")[2]),
        words=item.words if item else "",
        party=asked.names.get(party, party),
        mine=party == asked.viewer.party,
        due_on=due,
        n=item.paper.n if item else None,
        state=state,
        status=title_of(asked, key, state),
        done=done,
        late=due is not None and not done and due < asked.now.astimezone(UTC).date(),
        reports=_said(asked, said[sheet.reported], key, sheet.words, known),
        disputes=_said(asked, said[sheet.disputed], key, "", known),
        course=tuple(course.get(key, ())),
        ways=can.get(key, ()),
    )


def _said(
    asked: Asked, given: Sequence[Paper], key: str, field: str, known: Mapping[str, DocumentChoice]
) -> tuple[Said, ...]:
    own = [paper for paper in given if paper.entry.act.track == key]
    return tuple(
        Said(asked.names.get(p.party, p.party), p.on, p.n, _text(p, field), named(p, dict(known))) for p in own
    )


def _text(paper: Paper, field: str) -> str:
    """Give a text of a paper: the one named, else its first long one."""
    keys = [field] if field else [f.key for f in paper.spec.fields if f.kind == "long_text"]
    return next((str(paper.words[key]) for key in keys if paper.words.get(key)), "")
