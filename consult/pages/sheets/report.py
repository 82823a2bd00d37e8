"""The sheet of a submission: for its author the scope, the consents and the report as it would be; for whoever was
asked, what of it would be released; for others nothing.
"""

from datetime import datetime
from typing import Any

from markupsafe import Markup

from consult.documents.official.html import write_fragment
from consult.i18n import _
from consult.outputs.rows import outputs_of_case
from consult.pages.fields import Option
from consult.pages.reports import Drawn, drawn_report, formats
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import title_of
from consult.pages.sheets.ways import WayLine, offers_now, ways
from consult.refusals import Closed, Malformed
from consult.reports.building import about, build_report
from consult.reports.from_case import Asking, Submission, asked_of, submission_of, unnoted
from consult.reports.maker import REPORT, last_build
from consult.reports.scope import Scope
from consult.reports.writing import write_document
from consult.visibility import Viewer
from workflows import reporting
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets_of_reports import ReportSheet


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One party that was asked: its answer, since when, and about which cases."""

    party: str
    state: str
    is_given: bool
    since: datetime | None
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BuildLine:
    """An earlier build of the report: when, its digest, and the key of its file."""

    key: str
    asked_at: datetime
    digest: str
    state: str


@dataclass(frozen=True, slots=True)
class ReportBody:
    """What a reader finds on the sheet; `is_author` and `is_asked` say which of the two halves is there."""

    sentence: str = ""
    is_author: bool = False
    is_asked: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    consents: tuple[ConsentLine, ...] = ()
    drawn: Drawn | None = None
    builds: tuple[BuildLine, ...] = ()
    changes: tuple[str, ...] = ()
    formats: tuple[Option, ...] = ()
    released: Markup | None = None
    cases: tuple[str, ...] = ()
    ways: tuple[WayLine, ...] = ()
    state: str = ""


def report_sheet(asked: Asked, sheet: ReportSheet) -> ReportBody:
    """Draw up the sheet."""
    is_author = asked.seen.row.filer == asked.viewer.party
    try:
        submission = submission_of(asked.conn, asked.seen, sheet, asked.now)
    except Closed as fault:
        return ReportBody(sentence=fault.sentence if is_author else nothing(), is_author=is_author)
    if is_author:
        return _for_author(asked, submission)
    asking = submission.asking(asked.viewer.party)
    return _for_asked(asked, submission, asking) if asking else ReportBody(sentence=nothing())


def nothing() -> str:
    """Say that a reader has no business on this sheet."""
    return _("There is nothing here for you: a draft is its author's, and nobody has asked for your consent.")


def _for_author(asked: Asked, submission: Submission) -> ReportBody:
    previous = last_build(asked.conn, asked.docket, asked.viewer.party, asked.seen.row.ref)
    drawn: Drawn | None = None
    changes: tuple[str, ...] = ()
    sentence = ""
    try:
        drawn, report = drawn_report(asked.conn, asked.docket, submission.scope, asked.viewer, previous)
        if report.changes is not None and report.changes.is_any:
            changes = _changed(report.changes)
    except Malformed as fault:
        sentence = " ".join(fault.fields.values())
    return ReportBody(
        sentence=sentence,
        is_author=True,
        facts=_facts(submission.scope),
        consents=tuple(_consent(asked, one) for one in submission.asked),
        drawn=drawn,
        builds=_builds(asked),
        changes=changes,
        formats=formats(),
    )


def _for_asked(asked: Asked, submission: Submission, asking: Asking) -> ReportBody:
    """Show one party what of it would be released, as if all others had consented."""
    released: Markup | None = None
    sentence = ""
    scope, author = asked_of(submission, asking, asked.names), Viewer(submission.scope.author, prepares=True)
    try:
        with unnoted(asked.conn):
            forms, exercise = asked.docket.forms, asked.docket.exercise
            report = build_report(asked.conn, scope, author, forms=forms, exercise=exercise)
            released = write_fragment(write_document(about(report, asked.viewer.party)), 3)
    except Malformed:
        sentence = _("Nothing of you would be told from these cases.")
    offers = [offer for offer in offers_now(asked) if offer.track is not None and offer.track.key == asking.track]
    return ReportBody(
        sentence=sentence,
        is_asked=True,
        facts=_facts(scope),
        released=released,
        cases=asking.cases,
        ways=ways(asked, offers),
        state=title_of(asked, asking.track, asking.state),
    )


def _facts(scope: Scope) -> tuple[tuple[str, str], ...]:
    session = reporting.session(scope.body, scope.session)
    return (
        (_("Session"), session.title),
        (_("Agenda item"), reporting.item(scope.item).title),
        (_("Kind of submission"), reporting.kind(scope.kind).title),
        (_("Period"), _("%(since)s to %(until)s (UTC)", since=scope.since.isoformat(), until=scope.until.isoformat())),
    )


def _consent(asked: Asked, one: Asking) -> ConsentLine:
    name = asked.names.get(one.party, one.party)
    cases = one.allowed if one.allowed is not None and one.may_be_told else one.cases
    return ConsentLine(name, title_of(asked, one.track, one.state), one.may_be_told, one.consented_at, cases)


def _builds(asked: Asked) -> tuple[BuildLine, ...]:
    rows = outputs_of_case(asked.conn, asked.viewer.party, REPORT, asked.seen.row.ref)
    return tuple(BuildLine(row.key, row.asked_at, str(row.told.get("digest", "")), row.state) for row in rows)


def _changed(changes: Any) -> tuple[str, ...]:
    """Say in what the report differs from its last build."""
    said = []
    if changes.gone:
        said.append(
            _("Cases that are told no more: %(n)s. A consent was withdrawn or is not given any more.", n=changes.gone)
        )
    if changes.came:
        said.append(_("Cases that are told now and were not: %(n)s.", n=changes.came))
    said += [
        _("%(key)s: %(before)s before, %(now)s now", key=key, before=old, now=new) for key, old, new in changes.figures
    ]
    return tuple(said)
