"""What the sheets read of a case: the papers that a viewer may see, the course of each track, the words of its items.

All of it comes from acts that the viewer may see. An act that lost effect counts for nothing here.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from consult import casebook
from consult.casebook import Entry
from consult.citations import law
from consult.forms import DocumentChoice
from consult.pages.cases.papers import document_choices
from consult.pages.sheets.asked import Asked
from consult.visibility import may_see_track
from workflows.kernel.case import STEP
from workflows.kernel.fields import Field, FilingSpec
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as the viewer may read it: whose, by which act, its questions, and the answers that are not held
    back."""

    entry: Entry
    spec: FilingSpec
    words: Mapping[str, Any]

    @property
    def n(self) -> int:
        """The number of its act."""
        return self.entry.act.n

    @property
    def party(self) -> str:
        """In whose name it was filed."""
        return self.entry.act.principal

    @property
    def on(self) -> "Day":
        """When, in law."""
        return Day(self.entry.act.on, self.entry.act.day)


@dataclass(frozen=True, slots=True)
class Day:
    """A moment in law: the instant, and the day where that is what counts."""

    at: datetime
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A track came to a state: by which act, when."""

    state: str
    title: str
    on: Day
    n: int


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list that opened a track: its words, whose they are, and the day that the same paper names."""

    words: str
    paper: Paper


def entries(asked: Asked) -> list[Entry]:
    """Give the entries that the viewer may see, the first one first."""
    return casebook.entries_of(asked.conn, asked.viewer, asked.seen.row, newest_first=False)


def struck(found: Collection[Entry]) -> dict[int, int]:
    """Say which acts lost effect, and by which."""
    return {n: entry.act.n for entry in found for n in entry.act.corrects}


def papers(asked: Asked, steps: Collection[str]) -> list[Paper]:
    """Give the papers of some steps, the first one first; hands that wait and acts without effect are left out."""
    gone = struck(entries(asked))
    found = casebook.papers_of(asked.conn, asked.viewer, asked.seen.row, steps)
    kept = [entry for entry in found if entry.act.kind == STEP and entry.act.n not in gone and entry.paper]
    return [paper for entry in kept if (paper := _paper(asked, entry)) is not None]


def _paper(asked: Asked, entry: Entry) -> Paper | None:
    rows = asked.seen.procedure.rows.get(entry.act.step, ())
    spec = next((row.filing for row in rows if row.filing and entry.act.came in row.frm), None)
    spec = spec or next((row.filing for row in rows if row.filing), None)
    if spec is None or entry.paper is None:
        return None
    return Paper(entry, spec, casebook.readable(entry.paper, spec, asked.viewer, asked.membership))


def courses(asked: Asked) -> dict[str, list[Moment]]:
    """Give the states through which each track went, as the acts tell that the viewer may see."""
    found = entries(asked)
    gone, course = struck(found), dict[str, list[Moment]]()
    for entry in found:
        if entry.act.n in gone:
            continue
        for key, state in _moved(entry):
            course.setdefault(key, []).append(_moment(asked, key, state, entry))
    return course


def _moved(entry: Entry) -> Iterator[tuple[str, str]]:
    for effect in entry.act.effects:
        if effect[0] == "open":
            yield effect[1], effect[4]
        elif effect[0] == "track":
            yield effect[1], effect[2]


def _moment(asked: Asked, key: str, state: str, entry: Entry) -> Moment:
    return Moment(state, title_of(asked, key, state), Day(entry.act.on, entry.act.day), entry.act.n)


def title_of(asked: Asked, key: str, state: str) -> str:
    """Give the title of a state of a track."""
    found = asked.seen.procedure.track_set(key.partition(":")[0]).state(state)
    return law(found.title) if found else state


def state_of(asked: Asked, key: str, course: Mapping[str, list[Moment]]) -> str:
    """Give where a track stands: as the case has it for whoever may see the track, else as the acts tell."""
    track = asked.seen.case.tracks.get(key)
    if track is not None and may_see_track(
        asked.viewer, asked.membership, key, *asked.seen.procedure.audience_of_track(key)
    ):
        return track.state
    return course[key][-1].state if course.get(key) else ""


def items(asked: Asked, of: str) -> dict[str, Item]:
    """Give the words with which each track of a set was opened, from the lists that opened them."""
    found: dict[str, Item] = {}
    lists = {row.key: o.field for row in asked.seen.procedure.steps for o in row.opens if o.set == of and o.field}
    for paper in papers(asked, lists):
        asked_in = paper.spec.field(lists[paper.entry.act.step] or "")
        for given in paper.words.get(lists[paper.entry.act.step] or "") or ():
            if asked_in is not None and isinstance(given, Mapping):
                found[f"{of}:{given.get('key')}"] = Item(_words(asked_in, given), paper)
    return found


def _words(asked_in: Field, given: Mapping[str, Any]) -> str:
    """Give the longest answer that an entry is: its long text, else its text other than the key."""
    by_kind = sorted((f for f in asked_in.of if f.key != "key"), key=lambda f: f.kind != "long_text")
    texts = [str(given[f.key]) for f in by_kind if f.kind in ("long_text", "text") and given.get(f.key)]
    return texts[0] if texts else ""


def documents(asked: Asked) -> dict[str, DocumentChoice]:
    """Give the documents of the case that the viewer may have, by digest."""
    rows = casebook.documents_of(asked.conn, asked.viewer, asked.seen.row)
    return {one.digest: one for one in document_choices(asked.seen.row.ref, rows)}


def named(paper: Paper, known: Mapping[str, DocumentChoice]) -> tuple[DocumentChoice, ...]:
    """Give the documents that a paper names and the viewer may have."""
    given = (paper.words.get(f.key) for f in paper.spec.fields if f.kind == "document")
    found = (known.get(str(one.get("digest"))) for one in given if isinstance(one, Mapping))
    return tuple(one for one in found if one is not None)
