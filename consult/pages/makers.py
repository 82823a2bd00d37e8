"""Who makes the files that are asked for: reports and audit logs, and bundles of cases and of the own log, which hold
their papers as pages show them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Docket
from consult.documents import stores_of
from consult.i18n import speaking
from consult.log.bundles import write_bundle
from consult.log.evidence import Evidence, evidence_of_party
from consult.log.exporting import told_of_bundle, whole
from consult.log.trust import trust
from consult.outputs.makers import File, Maker, Progress, Question, within
from consult.pages.cases.taking import case_evidence, taken_by
from consult.personal.maker import PERSONAL, PersonMaker
from consult.refusals import Closed, Unknown
from consult.reports.makers import makers as makers_of_reports
from consult.reports.scope import Reach
from consult.settings import Settings
from consult.visibility import Viewer, reads_own_chain

BUNDLE = "bundle"
ZIP = "application/zip"


def makers(settings: Settings, docket: Docket) -> Mapping[str, Maker]:
    """Give who makes what in an installation, by the word under which it is asked for."""
    own: dict[str, Maker] = {BUNDLE: BundleMaker(settings, docket), PERSONAL: PersonMaker(settings.retention)}
    return {**makers_of_reports(settings.instance, docket), **own}


def bundle_question(viewer: Viewer, at: datetime, language: str, ref: str = "", reach: Reach = Reach.FULL) -> Question:
    """Freeze what is asked for: a case in a set, or the own log where none is named, with what the mandate covers."""
    return {
        "case": ref,
        "set": str(reach),
        "party": viewer.party,
        "procedures": None if viewer.procedures is None else sorted(viewer.procedures),
        "cases": None if viewer.cases is None else sorted(viewer.cases),
        "prepares": viewer.prepares,
        "manages": viewer.manages,
        "at": at.isoformat(),
        "language": language,
    }


class BundleMaker:
    """Makes bundles of one installation."""

    def __init__(self, settings: Settings, docket: Docket) -> None:
        """Keep its cases, where its documents lie, and whose log it is."""
        self.docket, self.host, self.instance = docket, settings.host_name, settings.instance
        self.store = stores_of(settings).documents

    def total(self, connection: Connection, question: Question) -> int:
        """Count entries and documents."""
        with whole():
            held = self._evidence(connection, question)
        return len(held.lines) + len(held.attachments)

    def make(self, connection: Connection, question: Question, folder: Path, progress: Progress) -> File:
        """Write the bundle."""
        at, trusted = datetime.fromisoformat(question["at"]), trust(connection, self.instance)
        with whole(), speaking(question["language"]):
            held = self._evidence(connection, question)
            progress(len(held.lines))
            file = folder / _name(question)
            taken = taken_by(connection, question["party"], self.host, at)
            with file.open("wb") as out:
                write_bundle(out, connection, held, self.store, taken, trusted.text if trusted else "")
        return File(file, file.name, ZIP, {**told_of_bundle(held), "last": max(_numbers(held), default=None)})

    def covers(self, question: Question, viewer: Viewer) -> bool:
        """Say whether a mandate covers the case, or the whole log, and reads what the party prepares where that is in
        it. A bundle that others asked for may hold what is sealed to an auditor, who takes one of the own."""
        if viewer.audits:
            return False
        if not question["case"]:
            return reads_own_chain(viewer)
        asked = _viewer(question)
        covered = within(viewer.procedures, asked.procedures) and within(viewer.cases, asked.cases)
        inside = viewer.prepares or not asked.prepares, viewer.manages or not asked.manages
        return viewer.sees_cases and covered and all(inside)

    def holds(self, connection: Connection, question: Question, told: Mapping[str, Any]) -> bool:
        """Say whether all that is in it may be had now: what came later does not count."""
        try:
            held = self._evidence(connection, question)
        except (Closed, Unknown):
            return False
        until = -1 if told["last"] is None else told["last"]
        there = sum(number <= until for number in _numbers(held))
        before = [one for one in held.attachments if all(number <= until for number in one.entries)]
        return there == told["entries"] and len(before) >= told["documents"]

    def _evidence(self, connection: Connection, question: Question) -> Evidence:
        viewer = _viewer(question)
        if not question["case"]:
            return evidence_of_party(connection, viewer)
        row = casebook.find_case(connection, viewer, question["case"])
        seen = self.docket.seen(connection, row, datetime.fromisoformat(question["at"]))
        return case_evidence(connection, viewer, seen, Reach(question["set"]))


def _viewer(question: Question) -> Viewer:
    """Give for whom a bundle is made."""
    procedures, cases = question["procedures"], question["cases"]
    return Viewer(
        question["party"],
        None if procedures is None else frozenset(procedures),
        prepares=question["prepares"],
        manages=question["manages"],
        cases=None if cases is None else frozenset(cases),
    )


def _numbers(held: Evidence) -> Iterator[int]:
    return (line.given.seq for line in held.lines)


def _name(question: Question) -> str:
    """Give the name under which a bundle leaves."""
    if not question["case"]:
        return f"{question['party']}-evidence.zip"
    return f"{question['case']}-{question['set'].replace('_', '-')}.zip"
