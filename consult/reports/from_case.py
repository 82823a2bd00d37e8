"""The scope of a report as a submission case has it: what it covers, who consented, what is said of its wording.

Everything is read by the names of the case's `ReportSheet`; no procedure is known here. Consent is the last act of its
party on its track, and counts only while that track is in a state in which may be told. What is asked of one party is
drawn as if all others had consented, so that nobody learns from it what another answered.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.casebook import Entry
from consult.docket import Seen
from consult.i18n import _
from consult.log.reads import Reads, draw_from, reads_of
from consult.refusals import Closed
from consult.reports.building import supposing
from consult.reports.scope import Objection, Reach, Scope
from consult.visibility import Viewer
from workflows.kernel.acts import STEP
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets import sheets_of
from workflows.kernel.sheets_of_reports import ReportSheet


@dataclass(frozen=True, slots=True)
class Asking:
    """One party that was asked, or is named by the case: its track, the state of it, and the cases that it was asked
    about."""

    party: str
    track: str
    state: str
    cases: tuple[str, ...]
    allowed: tuple[str, ...] | None
    consented_at: datetime | None
    may_be_told: bool


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission as its case has it: the sheet, the scope of its report, and who was asked."""

    sheet: ReportSheet
    scope: Scope
    asked: tuple[Asking, ...]
    is_ready: bool

    def asking(self, party: str) -> Asking | None:
        """Find what one party was asked."""
        return next((one for one in self.asked if one.party == party), None)


def sheet_of_report(seen: Seen) -> ReportSheet | None:
    """Find the sheet by which a case is a submission; None where it is none."""
    return next((one for one in sheets_of(seen.procedure) if isinstance(one, ReportSheet)), None)


def submission_of(connection: Connection, seen: Seen, sheet: ReportSheet, at: datetime) -> Submission:
    """Read a submission with the eyes of its author. Closed while no scope is chosen, or where it names a session or an
    item that no table has."""
    filed = _Filed(connection, seen, sheet)
    given = filed.last(sheet.scoped)
    if given is None:
        raise Closed(_("The scope of this submission is not chosen yet."))
    asked = tuple(filed.askings())
    return Submission(sheet, _scope(filed, given[1], asked, at), asked, seen.case.state in sheet.ready)


def asked_of(submission: Submission, asking: Asking, parties: Iterable[str]) -> Scope:
    """Give the scope of what one party is asked to release: the cases that it was asked about, as if everybody had
    consented, also whoever was not asked yet."""
    asked = replace(submission.scope, cases=asking.cases, consents={}, limited={}, objections=(), symbol="")
    return supposing(asked, tuple(parties))


@contextmanager
def unnoted(connection: Connection) -> Iterator[Connection]:
    """Read what the reader is not shown: nothing of it is entered as read."""
    kept = reads_of(connection)
    draw_from(connection, Reads())
    try:
        yield connection
    finally:
        draw_from(connection, kept)


class _Filed:
    """The papers of a submission, with its author's eyes."""

    def __init__(self, connection: Connection, seen: Seen, sheet: ReportSheet) -> None:
        self.seen, self.sheet = seen, sheet
        steps = {*sheet.scoped, sheet.asked, *sheet.consented, *sheet.objected, *sheet.answered, *sheet.issued}
        author = Viewer(seen.row.filer, prepares=True)
        with unnoted(connection):
            entries = casebook.papers_of(connection, author, seen.row, steps)
            gone = {n for one in casebook.entries_of(connection, author, seen.row) for n in one.act.corrects}
        self.entries = [one for one in entries if one.act.kind == STEP and one.act.n not in gone]

    def last(self, steps: tuple[str, ...], track: str | None = None) -> tuple[Entry, Mapping[str, Any]] | None:
        """Give the last act of some steps, on a track where one is named, with its words."""
        for entry in reversed(self.entries):
            if entry.act.step in steps and (track is None or entry.act.track == track):
                return entry, (entry.paper.body or {}) if entry.paper else {}
        return None

    def askings(self) -> Iterator[Asking]:
        """Give every party whose information is in it, by the order of its tracks."""
        sheet = self.sheet
        for track in self.seen.case.tracks.values():
            if track.set != sheet.set or track.party is None:
                continue
            asked = self._asked(track.party)
            answer = self.last(sheet.consented, track.key)
            told = track.state in sheet.told and answer is not None
            allowed = self.cases(answer[1].get(sheet.allowed)) if answer and sheet.allowed in answer[1] else None
            at = answer[0].act.at if answer and told else None
            yield Asking(track.party, track.key, track.state, asked, allowed, at, told)

    def _asked(self, party: str) -> tuple[str, ...]:
        """Give the cases about which a party was asked last; the step that asks names the party in its paper."""
        for entry in reversed(self.entries):
            words = (entry.paper.body or {}) if entry.paper else {}
            if entry.act.step == self.sheet.asked and party in words.values():
                return self.cases(words.get(self.sheet.asked_cases))
        return ()

    def cases(self, given: Any) -> tuple[str, ...]:
        """Read the references in a list of cases."""
        listed = given if isinstance(given, list) else []
        found = (str(each.get(self.sheet.case_ref, "")).strip().upper() for each in listed if isinstance(each, Mapping))
        return tuple(dict.fromkeys(one for one in found if one))

    def objections(self) -> Iterator[Objection]:
        """Give what others hold of the wording, each with the answer to it."""
        sheet = self.sheet
        for entry in self.entries:
            if entry.act.step in sheet.objected and entry.paper is not None:
                answer = self.last(sheet.answered, entry.act.track)
                words = entry.paper.body or {}
                said = str(answer[1].get(sheet.words, "")) if answer and answer[0].act.n > entry.act.n else ""
                yield Objection(entry.act.party, str(words.get(sheet.words, "")), entry.act.at, said)


def _scope(filed: _Filed, words: Mapping[str, Any], asked: tuple[Asking, ...], at: datetime) -> Scope:
    """Put the scope together from the answers of its filing.

    Long because: one line a value of the scope.
    """
    sheet, seen = filed.sheet, filed.seen
    issued = filed.last(sheet.issued)
    cases = filed.cases(words.get(sheet.cases))
    body, session = str(words.get(sheet.body, "")), str(words.get(sheet.session, ""))
    item = str(words.get(sheet.item, ""))
    if sheet.elsewhere in (session, item):
        named = words.get(sheet.session_told) if session == sheet.elsewhere else words.get(sheet.item_told)
        raise Closed(
            _(
                "“%(named)s” is in no table of sessions and agenda items, so no report can be drawn up for it here.",
                named=named or "–",
            )
        )
    given = {one.party: one for one in asked if one.may_be_told and one.consented_at is not None}
    return Scope(
        author=seen.row.filer,
        kind=str(words.get(sheet.kind, "")),
        body=body,
        session=session,
        item=item,
        since=date.fromisoformat(str(words[sheet.since])),
        until=date.fromisoformat(str(words[sheet.until])),
        at=at,
        joint=tuple(str(each) for each in words.get(sheet.joint) or ()),
        cases=cases or None,
        consents={party: one.consented_at for party, one in given.items() if one.consented_at is not None},
        limited={
            party: frozenset(one.allowed if one.allowed is not None else one.cases) for party, one in given.items()
        },
        objections=tuple(filed.objections()),
        reach=Reach.PUBLIC,
        language=str(words.get(sheet.language) or "en"),
        symbol=str(issued[1].get(sheet.symbol, "")) if issued else "",
        title=str(words.get(sheet.heading) or ""),
    )
