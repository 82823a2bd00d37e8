"""Building a report: the scope is checked, the record is read once, and each section is drawn from what may be told.

The same record, scope and viewer give the same report for ever, whatever is recorded later: only acts that were
recorded by the scope's instant are folded, and nothing that today's rows say of a case is read. Not in that: what
parties are called, which is their name of today.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from consult.casebook import party_names, said_names
from consult.docket.editions import Editions
from consult.i18n import speaking
from consult.log.reads import act_paper, note
from consult.reports import record
from consult.reports.identifying import Disclosure
from consult.reports.machine import JSON, changes_between, digest_of_report
from consult.reports.matters import Facts, Matter
from consult.reports.releasing import Releasing, is_sealed
from consult.reports.requiring import require_cases, require_scope
from consult.reports.scope import Reach, Scope
from consult.reports.sections import annex, drawn
from consult.reports.values import NO_CONSENT, Report, Section, Withheld
from consult.visibility import Viewer
from workflows import Form, catalogue, reporting
from workflows.kernel.steps import OPEN


def build_report(
    connection: Connection,
    scope: Scope,
    viewer: Viewer,
    *,
    forms: Mapping[str, Form] | None = None,
    exercise: bool = False,
    previous: Mapping[str, JSON] | None = None,
) -> Report:
    """Build a report in the language of its scope.

    `viewer` acts for its author. `exercise` says that the installation is an exercise as a whole: then its cases are
    told, and every page of the report is marked; else no exercise is. `previous` is the machine form of an earlier
    report of the same scope, with which this one is compared. Raises Malformed with a sentence for each fault of the
    scope, and Unknown for whoever is not the author.
    """
    with speaking(scope.language):
        names = party_names(connection)
        require_scope(scope, viewer, names)
        facts = read_facts(connection, scope, viewer, forms if forms is not None else catalogue(), exercise=exercise)
        require_cases(scope, facts.told, facts.withheld, names)
        report = put_together(facts, reporting.kind(scope.kind).sections)
        if previous is not None:
            report = _digested(replace(report, changes=changes_between(report, previous)))
        _note_reads(connection, report)
        return report


def about(report: Report, party: str) -> Report:
    """Give what a report tells of one party: the same sections, drawn from the cases in which it takes part alone."""
    if report.facts is None:
        raise ValueError("a report that was read back has no facts to draw from")
    with speaking(report.scope.language):
        return put_together(report.facts.only(party), [one.key for one in report.sections])


def supposing(scope: Scope, parties: Collection[str]) -> Scope:
    """Give the scope as it would be had these parties consented too: what they are asked to consent to is drawn from
    it, and nothing of it is issued."""
    return replace(scope, consents={**dict.fromkeys(parties, scope.at), **scope.consents})


def read_facts(
    connection: Connection, scope: Scope, viewer: Viewer, forms: Mapping[str, Form], *, exercise: bool
) -> Facts:
    """Read the record for a scope: the cases of those parts that the kind of submission has."""
    editions, wanted = Editions(), frozenset(reporting.kind(scope.kind).sections)
    asked = record.Asked(viewer, scope.at, scope.cases, exercise, scope.reach is Reach.FULL)
    releasing = Releasing(
        scope,
        lambda digest: editions.of(connection, digest),
        record.kinds_of(connection),
        {key: form.reported for key, form in forms.items()},
        record.visible_limits(connection, asked),
    )
    found = (releasing.matter(read) for read in record.read_cases(connection, editions, asked))
    covered = [one for one in found if one is not None and one.section in wanted and _is_covered(scope, one)]
    covered.sort(key=lambda one: (one.told[0].on, one.id))
    return Facts(
        scope,
        tuple(one for one in covered if releasing.is_released(one)),
        tuple(one for one in covered if not releasing.is_released(one)),
        said_names(party_names(connection)),
        exercise,
        record.signed_by(connection, scope.at),
        record.tests_closed(connection, *_span(scope)),
        forms=forms,
    )


def _span(scope: Scope) -> tuple[datetime, datetime]:
    """Give the first and the last moment of the period, as far as the report's instant knows it."""
    begins, after = (datetime.combine(day, time(), UTC) for day in (scope.since, scope.until + timedelta(days=1)))
    return begins, min(after - timedelta(microseconds=1), scope.at)


def _is_covered(scope: Scope, matter: Matter) -> bool:
    """Say whether a case was under way in the period: something that may be told was done in it, or it is one of the
    author's own that was open then and is so still."""
    if not matter.told or (is_sealed(matter) and scope.reach is not Reach.FULL):
        return False
    if any(scope.since <= act.day <= scope.until for act in matter.told):
        return True
    return matter.is_own and matter.kind == OPEN and matter.told[0].day <= scope.until


def put_together(facts: Facts, wanted: Collection[str]) -> Report:
    """Draw the sections that are wanted and the annex of their sources."""
    scope, names = facts.scope, facts.names
    parties = {one.ref: one.others for one in facts.withheld}
    sections = tuple(drawn(facts, wanted, Disclosure(parties)))
    sources = annex.sources_of(facts, sections)
    marks = annex.marks_of(facts, sources)
    report = Report(
        scope=scope,
        **_header(scope, names),
        exercise=facts.exercise,
        sections=(*sections, *_annex(sections, sources, marks)),
        marks=marks,
        sources=sources,
        consents=_consents(facts),
        names={key: names[key] for key in _named(facts) if key in names},
        withheld={one.ref: _withheld(one) for one in facts.withheld},
        facts=facts,
    )
    return _digested(report)


def _header(scope: Scope, names: Mapping[str, str]) -> dict[str, Any]:
    """Name in words what stands above a report."""
    kind = reporting.kind(scope.kind)
    return {
        "title": scope.title or kind.title,
        "author": names.get(scope.author, scope.author),
        "joint": tuple(names.get(party, party) for party in scope.joint),
        "body": reporting.body(scope.body).title,
        "session": reporting.session(scope.body, scope.session).title,
        "item": reporting.item(scope.item).title,
        "kind": kind.title,
    }


def _annex(sections: Sequence[Section], sources: Any, marks: Any) -> Iterator[Section]:
    section = annex.draw(sections, sources, marks)
    if section.listings:
        yield section


def _digested(report: Report) -> Report:
    return replace(report, digest=digest_of_report(report))


def _withheld(matter: Matter) -> Withheld:
    return Withheld(matter.ref, NO_CONSENT, tuple(sorted(matter.missing)))


def _consents(facts: Facts) -> dict[str, datetime]:
    """Give the consents on which the report rests: those of parties to cases that it tells and that are not public."""
    needed = {party for one in facts.told if not one.is_public for party in one.others}
    given = facts.scope.consents
    return {party: given[party] for party in sorted(needed) if party in given and given[party] <= facts.scope.at}


def _named(facts: Facts) -> list[str]:
    authors = {facts.scope.author, *facts.scope.joint}
    return sorted(authors | {party for one in facts.told for party in one.parties})


def _note_reads(connection: Connection, report: Report) -> None:
    """Note the papers of level C3 or above that the report was drawn from; only a full one has any."""
    for matter in report.facts.told if report.facts else ():
        note(connection, act_paper(matter.ref, 0), matter.existence)
        for act in matter.told:
            note(connection, act_paper(matter.ref, act.n), act.level)
