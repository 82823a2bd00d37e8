"""The agenda of a meeting: its items with who put each forward, where it stands, what was said on it, its documents."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from consult.citations import law
from consult.forms import DocumentChoice
from consult.pages.happenings import Found, happens, stands, steps_of
from consult.pages.happenings import title_of as title_of_date
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import (
    Day,
    Moment,
    Paper,
    courses,
    documents,
    entries,
    named,
    papers,
    state_of,
    title_of,
)
from consult.pages.sheets.ways import WayLine, ways_by_track
from workflows.kernel.case import STEP
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets_of_meetings import Agenda

GOOD, WARN = ("concluded", "adopted"), ("objected", "at_gavel")


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What a party said on an item: by which step, its words, when, by which act, with what documents."""

    party: str
    title: str
    words: str
    on: Day
    n: int
    documents: tuple[DocumentChoice, ...]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A document for the meeting: its title, its language, whose it is, and the file where there is one."""

    title: str
    language: str
    party: str
    on: Day
    n: int
    documents: tuple[DocumentChoice, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of the agenda."""

    key: str
    number: str
    words: str
    account: str
    party: str
    n: int | None
    status: str
    tone: str
    put: SaidLine | None
    objections: tuple[SaidLine, ...]
    reservations: tuple[SaidLine, ...]
    said: tuple[SaidLine, ...]
    papers: tuple[PaperLine, ...]
    documents: tuple[DocumentChoice, ...]
    course: tuple[Moment, ...]
    ways: tuple[WayLine, ...]


@dataclass(frozen=True, slots=True)
class WhenLine:
    """When and where the meeting is, as it was stated last."""

    title: str
    date: Found


@dataclass(frozen=True, slots=True)
class AgendaSheet:
    """When the meeting is, the items in order, and the documents that name none."""

    when: tuple[WhenLine, ...]
    zone: str
    items: tuple[ItemLine, ...]
    papers: tuple[PaperLine, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the drawing of each item looks up."""

    asked: Asked
    sheet: Agenda
    put: Mapping[str, tuple[Paper, Mapping[str, Any]]]
    on_items: Mapping[str, Sequence[Paper]]
    papers: Sequence[Paper]
    course: Mapping[str, list[Moment]]
    can: Mapping[str, tuple[WayLine, ...]]
    files: Mapping[str, DocumentChoice]


def agenda_sheet(asked: Asked, sheet: Agenda) -> AgendaSheet:
    """Draw up the agenda."""
    steps = (sheet.put, sheet.objected, sheet.reserved, *sheet.said)
    course = courses(asked)
    known = _Known(
        asked=asked,
        sheet=sheet,
        put=dict(_put(asked, sheet)),
        on_items={step: papers(asked, [step]) for step in steps},
        papers=papers(asked, [sheet.papers]),
        course=course,
        can=ways_by_track(asked, sheet.set),
        files=documents(asked),
    )
    lines = tuple(_item(known, key) for key in course if key.partition(":")[0] == sheet.set)
    numbers = {line.number for line in lines}
    return AgendaSheet(
        _when(asked), asked.standing.party_zone, lines, tuple(_papers(known, lambda number: number not in numbers))
    )


def _when(asked: Asked) -> tuple[WhenLine, ...]:
    """Give the dates of the meeting that stand now."""
    procedure, zone = asked.seen.procedure, ZoneInfo(asked.standing.party_zone)
    standing = [one for one in procedure.happenings if stands(one, asked.seen.case.state)]
    given = [paper.words for paper in reversed(papers(asked, steps_of(procedure, standing)))] if standing else []
    found = ((one, happens(one, given, zone)) for one in standing)
    return tuple(WhenLine(title_of_date(procedure, one), date) for one, date in found if date)


def _put(asked: Asked, sheet: Agenda) -> Iterator[tuple[str, tuple[Paper, Mapping[str, Any]]]]:
    """Give the words with which each item was put forward: an entry of a list, or a paper of its own."""
    for paper in papers(asked, sheet.proposed):
        keys = [effect[1] for effect in paper.entry.act.effects_of("open") if effect[2] == sheet.set]
        listed = paper.words.get(sheet.listed)
        several = listed if isinstance(listed, list | tuple) else [paper.words]
        for key, words in zip(keys, several, strict=False):
            yield key, (paper, words)


def _item(known: _Known, key: str) -> ItemLine:
    """Draw up one item.

    Long because: one line a field of the line, in the order in which it is read.
    """
    asked, sheet = known.asked, known.sheet
    paper, words = known.put.get(key, (None, {}))
    state, number = state_of(asked, key, known.course), key.partition(":")[2]
    texts = _texts(paper, words, sheet.listed)
    put = _said(known, sheet.put, key)
    return ItemLine(
        key=key,
        number=number,
        words=texts[0],
        account=texts[1],
        party=asked.names.get(paper.party, paper.party) if paper else "",
        n=paper.n if paper else None,
        status=title_of(asked, key, state),
        tone="good" if state in GOOD else "warn" if state in WARN else "plain",
        put=put[-1] if put else None,
        objections=_since(_objections(known, key), put),
        reservations=_said(known, sheet.reserved, key),
        said=tuple(sorted((one for step in sheet.said for one in _said(known, step, key)), key=lambda one: one.n)),
        papers=tuple(_papers(known, lambda given: given == number)),
        documents=named(paper, dict(known.files)) if paper and words is paper.words else (),
        course=tuple(known.course.get(key, ())),
        ways=known.can.get(key, ()),
    )


def _texts(paper: Paper | None, words: Mapping[str, Any], listed: str) -> tuple[str, str]:
    """Give the title of an item, which its paper or the entry of a list asks first, and what else is said of it."""
    if paper is None:
        return "", ""
    entries = paper.spec.field(listed)
    asked = entries.of if entries and words is not paper.words else paper.spec.fields
    found = [str(value) for field in asked if isinstance(value := words.get(field.key), str) and value]
    return (found[0] if found else ""), ("\n".join(found[1:]))


def _since(objections: tuple[SaidLine, ...], put: tuple[SaidLine, ...]) -> tuple[SaidLine, ...]:
    """Keep the objections to the conclusion that was put last."""
    return tuple(one for one in objections if put and one.n > put[-1].n)


def _said(known: _Known, step: str, key: str) -> tuple[SaidLine, ...]:
    given = (paper for paper in known.on_items[step] if paper.entry.act.track == key)
    return tuple(_line(known, step, paper) for paper in given)


def _objections(known: _Known, key: str) -> tuple[SaidLine, ...]:
    """Give every objection, with or without reasons: one that gives none prevents consensus all the same."""
    asked, step = known.asked, known.sheet.objected
    reasons = {one.n: one for one in _said(known, step, key)}
    acts = [e.act for e in entries(asked) if e.act.step == step and e.act.kind == STEP and e.act.track == key]
    title = law(asked.seen.procedure.rows[step][0].title)
    names = asked.names
    return tuple(
        reasons.get(a.n) or SaidLine(names.get(a.principal, a.principal), title, "", Day(a.on, a.day), a.n, ())
        for a in acts
    )


def _line(known: _Known, step: str, paper: Paper) -> SaidLine:
    asked = known.asked
    texts = (paper.words.get(field.key) for field in paper.spec.fields if field.kind == "long_text")
    return SaidLine(
        asked.names.get(paper.party, paper.party),
        law(asked.seen.procedure.rows[step][0].title),
        next((str(one) for one in texts if one), ""),
        paper.on,
        paper.n,
        named(paper, dict(known.files)),
    )


def _papers(known: _Known, of: Any) -> Iterator[PaperLine]:
    """Give the documents whose number of an item is meant."""
    for paper in known.papers:
        number = paper.words.get(known.sheet.number)
        if of(str(number) if number is not None else ""):
            texts = [str(paper.words.get(f.key) or "") for f in paper.spec.fields if f.kind == "text"]
            title, language = (*texts, "", "")[:2]
            whose = known.asked.names.get(paper.party, paper.party)
            yield PaperLine(title, language, whose, paper.on, paper.n, named(paper, dict(known.files)))
