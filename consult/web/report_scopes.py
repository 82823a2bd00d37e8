"""What a report is asked to cover, read from a form, an address or a body; and the question that its maker is asked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from consult import clock
from consult.i18n import LANGUAGE_NAMES, _
from consult.pages.reports import Drawn, drawn_report, tellable
from consult.refusals import Closed, Malformed, Unknown
from consult.reports.drawings import FORMATS
from consult.reports.from_case import sheet_of_report, submission_of
from consult.reports.maker import REPORT, last_build, question_of
from consult.reports.scope import Reach, Scope
from consult.reports.values import Report
from consult.standing import Standing
from consult.visibility import Viewer
from consult.web.outputs import have_made
from consult.web.parts import parts, reader
from consult.web.reading import Reading
from workflows import reporting


def drawn(by: Standing, scope: Scope, previous: Any = None) -> tuple[Drawn, Report]:
    """Draw up a report as it would be. Raises Malformed for what cannot be."""
    return drawn_report(reader(), parts().docket, scope, Viewer.of(by), previous)


def scope_of(by: Standing, reading: Reading, at: datetime) -> Scope:
    """Read a scope, of the record up to a moment. Raises Malformed."""
    session = reading.one_of("session", [one.key for one in reporting.sessions()])
    item = reading.one_of("item", [one.key for one in reporting.items()])
    kind = reading.one_of("kind", [one.key for one in reporting.kinds()])
    reach = reading.one_of("reach", [str(each) for each in Reach])
    language = reading.one_of("language", LANGUAGE_NAMES)
    since, until = reading.required_day("since"), reading.required_day("until")
    cases = tuple(each.strip().upper() for each in reading.text("cases", most=4000).split(",") if each.strip())
    title = reading.text("title")
    reading.require_readable()
    body = {one.key: one.body for one in reporting.sessions()}[session]
    return Scope(
        by.party_key, kind, body, session, item, since, until, min(at, clock.now()),
        cases=tuple(dict.fromkeys(cases)) or None, reach=Reach(reach), language=language, title=title,
    )  # fmt: skip


def moment_of(text: str) -> datetime:
    """Read up to which moment the record counts, as the links of a page say it; now where they do not."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return clock.now()
    return at if at.tzinfo is not None else clock.now()


def scope_of_case(by: Standing, ref: str) -> tuple[Scope, Any]:
    """Give the scope of a submission, for its author alone, and its last build."""
    docket, now = parts().docket, clock.now()
    seen = docket.see(reader(), by, ref, now)
    sheet = sheet_of_report(seen)
    if sheet is None or seen.row.filer != by.party_key:
        raise Unknown
    return submission_of(reader(), seen, sheet, now).scope, last_build(reader(), docket, by.party_key, ref)


def formats_of(given: Iterable[str]) -> tuple[str, ...]:
    """Read in which forms a report is to leave. Raises Malformed where there is none among them."""
    chosen = set(given)
    found = tuple(each for each in FORMATS if each in chosen)
    if not found:
        raise Malformed({"formats": _("Choose at least one form.")})
    return found


def report_made(by: Standing, asked: Scope, formats: tuple[str, ...]) -> str:
    """Have the files of a report made, and give the key under which they are looked after. Raises Malformed."""
    scope, _facts = tellable(reader(), parts().docket, asked, Viewer.of(by))
    drawn(by, scope)
    return have_made(by, REPORT, _title(scope), question_of(scope, Viewer.of(by), formats))


def report_of_case_made(by: Standing, ref: str, given: Iterable[str]) -> str:
    """Have the files of a submission made, as its case has it. Unknown for whoever is not its author, Closed where
    nothing of it can be told."""
    scope, previous = scope_of_case(by, ref)
    try:
        formats = formats_of(given)
        told, _facts = tellable(reader(), parts().docket, scope, Viewer.of(by))
        drawn(by, told, previous)
    except Malformed as fault:
        raise Closed(" ".join(fault.fields.values())) from None
    question = question_of(told, Viewer.of(by), formats, case=ref, previous=previous)
    return have_made(by, REPORT, _("%(title)s, from case %(ref)s", title=_title(told), ref=ref), question)


def _title(scope: Scope) -> str:
    days = {"since": scope.since.isoformat(), "until": scope.until.isoformat()}
    return _("Report for %(session)s, %(since)s to %(until)s", session=scope.session, **days)


def by_question(fault: Malformed) -> dict[str, str]:
    """Say a fault of the body at the question of the session, from which the body follows."""
    return {"session" if name == "body" else name: sentence for name, sentence in fault.fields.items()}
