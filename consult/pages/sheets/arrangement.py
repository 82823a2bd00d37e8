"""The arrangement between the parties to talks: its text, who accepted it and how, a bar of its slots, review and term.

What is shown is built from acts, tracks and limits that the viewer may see. An arrangement binds those who accepted it;
the page says of everybody else that it does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from consult import casebook
from consult.casebook import Entry
from consult.citations import law
from consult.drawing.chronology import TimeWords
from consult.drawing.lunar_times import BarWords, Stretch, lunar_times
from consult.forms import ReadField
from consult.i18n import _, direction
from consult.pages.cases.limits import LimitLine, limit_is_visible, limit_line
from consult.pages.cases.papers import document_choices, read_paper
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import Day, Moment, Paper, courses, entries, papers, state_of, struck, title_of
from consult.pages.sheets.ways import WayLine, ways_by_track
from workflows.kernel.acts import STEP
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets_of_talks import ArrangementSheet
from workflows.kernel.silence_papers import POSTED, UNTIL
from workflows.kernel.values import as_date

HOLDS, LIES, OVER = "holds", "lies", "over"
"""Where a text stands: it holds, it lies before the parties, or it holds no more or was returned."""


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """A party to the talks: where it stands, and how and by which act it accepted, where it did."""

    party: str
    mine: bool
    status: str
    is_bound: bool
    how: str
    on: Day | None
    n: int | None
    ways: tuple[WayLine, ...]


@dataclass(frozen=True, slots=True)
class SlotLine:
    """Who is where from when to when; whether that is today."""

    party: str
    area: str
    starts: date | None
    ends: date | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class TextLine:
    """One text that was laid before the parties: by whom, when, and what became of it."""

    number: int
    n: int
    party: str
    on: Day
    name: str
    stands: str


@dataclass(frozen=True, slots=True)
class Arranged:
    """The text that matters now, who accepted it, its slots with their picture, and all texts."""

    text: TextLine | None
    since: Day | None
    parties: tuple[AcceptedLine, ...]
    slots: tuple[SlotLine, ...]
    picture: str
    fields: tuple[ReadField, ...]
    review: LimitLine | None
    term: LimitLine | None
    is_due: bool
    texts: tuple[TextLine, ...]


def arrangement_sheet(asked: Asked, sheet: ArrangementSheet) -> Arranged:
    """Draw up the arrangement.

    Long because: one line a field of the sheet, in the order in which it is read.
    """
    found = _of(asked)
    laid = papers(asked, sheet.laid)
    entered, stands = _standing(asked, sheet, found, laid)
    chosen = _chosen(laid, stands)
    slots = _slots(asked, sheet, chosen) if chosen else ()
    texts = tuple(_text(asked, i, one, stands[one.n]) for i, one in enumerate(laid, 1))
    now = next((one for one in texts if chosen and one.n == chosen.n), None)
    return Arranged(
        text=now,
        since=_day(entered) if entered and now and now.stands == HOLDS else None,
        parties=_parties(asked, sheet, found),
        slots=slots,
        picture=_picture(slots, asked.now),
        fields=_fields(asked, chosen, (sheet.slots, UNTIL, POSTED)) if chosen else (),
        review=_limit(asked, sheet.review),
        term=_limit(asked, sheet.term),
        is_due=sheet.due in asked.seen.case.flags,
        texts=texts,
    )


def _of(asked: Asked) -> list[Entry]:
    """Give the steps that were taken and have effect."""
    found = entries(asked)
    gone = struck(found)
    return [one for one in found if one.act.kind == STEP and one.act.n not in gone]


def _standing(
    asked: Asked, sheet: ArrangementSheet, found: Sequence[Entry], laid: Sequence[Paper]
) -> tuple[Entry | None, dict[int, str]]:
    """Give the act by which the last text came to hold, and where each text stands."""
    entered = next(
        (one for one in reversed(found) if one.act.step in sheet.entered and one.act.came != one.act.went), None
    )
    ended = any(one.act.step in sheet.ended for one in found)
    last = max((one.n for one in laid if entered and one.n < entered.act.n), default=0)
    lies = {s for row in asked.seen.procedure.steps if row.key in sheet.laid for s in row.targets}
    stands = dict.fromkeys((one.n for one in laid), OVER)
    if last and not ended:
        stands[last] = HOLDS
    if laid and laid[-1].n != last and asked.seen.case.state in lies:
        stands[laid[-1].n] = LIES
    return entered, stands


def _chosen(laid: Sequence[Paper], stands: Mapping[int, str]) -> Paper | None:
    """Choose the text to show: the one before the parties, else the one that holds, else the last."""
    ordered = [one for wanted in (LIES, HOLDS) for one in laid if stands[one.n] == wanted]
    return ordered[0] if ordered else laid[-1] if laid else None


def _day(entry: Entry) -> Day:
    return Day(entry.act.on, entry.act.day)


def _parties(asked: Asked, sheet: ArrangementSheet, found: Sequence[Entry]) -> tuple[AcceptedLine, ...]:
    course, steps = courses(asked), {one.act.n: one.act.step for one in found}
    means, can = dict(sheet.means), {key: ways for of in sheet.sets for key, ways in ways_by_track(asked, of).items()}
    return tuple(
        _party(asked, sheet, key, course, steps, means, can.get(key, ()))
        for of in sheet.sets
        for key in course
        if key.partition(":")[0] == of
    )


def _party(
    asked: Asked,
    sheet: ArrangementSheet,
    key: str,
    course: Mapping[str, list[Moment]],
    steps: Mapping[int, str],
    means: Mapping[str, str],
    ways: tuple[WayLine, ...],
) -> AcceptedLine:
    state, track = state_of(asked, key, course), asked.seen.case.tracks.get(key)
    party = (track.party if track else None) or ""
    bound = state in sheet.bound
    accepted = next((m for m in reversed(course[key]) if steps.get(m.n) in means), None) if bound else None
    return AcceptedLine(
        party=asked.names.get(party, party),
        mine=party == asked.viewer.party,
        status=title_of(asked, key, state),
        is_bound=bound,
        how=law(means[steps[accepted.n]]) if accepted else "",
        on=accepted.on if accepted else None,
        n=accepted.n if accepted else None,
        ways=ways,
    )


def _slots(asked: Asked, sheet: ArrangementSheet, paper: Paper) -> tuple[SlotLine, ...]:
    whose, where, first, last = sheet.parts
    today = asked.now.date()
    return tuple(
        SlotLine(
            asked.names.get(str(one.get(whose)), str(one.get(whose, ""))),
            str(one.get(where, "")),
            starts := as_date(one.get(first)),
            ends := as_date(one.get(last)),
            bool(starts and ends and starts <= today <= ends),
        )
        for one in _listed(paper.words.get(sheet.slots))
    )


def _listed(value: object) -> Iterator[Mapping[str, object]]:
    yield from (one for one in (value if isinstance(value, list | tuple) else ()) if isinstance(one, Mapping))


def _picture(slots: Sequence[SlotLine], now: datetime) -> str:
    """Draw the slots as bars of time; nothing where no slot has a day."""
    bars = [
        Stretch(i, f"{one.party}: {one.area}", one.starts, one.ends, own=one.is_now)
        for i, one in enumerate(slots, 1)
        if one.starts
    ]
    if not bars:
        return ""
    words = BarWords(own=_("now"), goes_on=_("no end given"), dates=TimeWords(today=_("today")))
    told = _("Who is where from when to when; the table says the same in words.")
    return lunar_times(
        bars, now=now, title=_("Time slots"), description=told, ident="slots",
        direction="rtl" if direction() == "rtl" else "ltr", words=words,
    )  # fmt: skip


def _fields(asked: Asked, paper: Paper, without: Sequence[str]) -> tuple[ReadField, ...]:
    """Give the whole text but what has a table of its own, and what belongs to its silence and not to the text."""
    known = document_choices(asked.seen.row.ref, casebook.documents_of(asked.conn, asked.viewer, asked.seen.row))
    words = {key: value for key, value in paper.words.items() if key not in without}
    return read_paper(paper.spec, words, asked.names, known)


def _limit(asked: Asked, key: str) -> LimitLine | None:
    limit = asked.seen.case.limits.get(key)
    if limit is None or not limit_is_visible(asked.seen, limit, asked.viewer, asked.membership):
        return None
    return limit_line(asked.seen, limit, asked.names, asked.viewer)


def _text(asked: Asked, number: int, paper: Paper, stands: str) -> TextLine:
    first = next((f.key for f in paper.spec.fields if f.kind == "text"), "")
    name = str(paper.words.get(first) or "")
    return TextLine(number, paper.n, asked.names.get(paper.party, paper.party), paper.on, name, stands)
