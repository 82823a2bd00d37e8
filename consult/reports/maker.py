"""Makes reports that were asked for: one file, or a zip of several."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from consult.docket import Docket
from consult.i18n import speaking
from consult.models.cases import CASES
from consult.outputs.makers import File, Progress, Question, within
from consult.outputs.packing import pack
from consult.outputs.rows import outputs_of_case
from consult.refusals import Malformed, Unknown
from consult.reports.building import build_report
from consult.reports.drawings import MEDIA, draw, stem_of
from consult.reports.keeping import scope_from_json, scope_to_json
from consult.reports.machine import machine_form
from consult.reports.scope import Scope
from consult.reports.values import Report
from consult.visibility import Viewer, case_condition
from workflows import Form

REPORT = "report"
ZIP = "application/zip"


class ReportMaker:
    """Makes reports of one installation."""

    def __init__(self, forms: Mapping[str, Form], *, exercise: bool) -> None:
        """Keep its procedures, and whether all of it is an exercise."""
        self.forms, self.exercise = forms, exercise

    def total(self, connection: Connection, question: Question) -> int:
        """Count the acts of the cases that the report may be made from, by the number of the last one of each."""
        counted = select(func.coalesce(func.sum(CASES.c.n + 1), 0)).where(case_condition(viewer_of(question)))
        return int(connection.execute(counted).scalar_one())

    def make(self, connection: Connection, question: Question, folder: Path, progress: Progress) -> File:
        """Build the report, and draw it in the forms that were asked for."""
        report = self.build(connection, question)
        parts = folder / "parts"
        parts.mkdir()
        with speaking(report.scope.language):
            for name, data in draw(report, question["formats"]):
                (parts / name).write_bytes(data)
                progress(0)
        told = {"digest": report.digest, "case": question.get("case") or None, "session": report.scope.session}
        found = sorted(parts.iterdir())
        if len(found) == 1:
            return File(found[0], found[0].name, MEDIA[found[0].suffix[1:]], told)
        file = folder / f"{stem_of(report)}.zip"
        with file.open("wb") as out:
            pack(parts, out)
        return File(file, file.name, ZIP, told)

    def covers(self, question: Question, viewer: Viewer) -> bool:
        """Say whether a mandate covers all procedures and cases that the report was made from; an auditor's does not:
        it is a paper of those who prepare."""
        asked = viewer_of(question)
        within_all = within(viewer.procedures, asked.procedures) and within(viewer.cases, asked.cases)
        return viewer.sees_cases and not viewer.audits and within_all

    def holds(self, connection: Connection, question: Question, told: Mapping[str, Any]) -> bool:
        """Say whether the same is built now."""
        return self.build(connection, question).digest == told["digest"]

    def build(self, connection: Connection, question: Question) -> Report:
        """Build the report that was asked for."""
        return build_report(
            connection,
            scope_from_json(question["scope"]),
            viewer_of(question),
            forms=self.forms,
            exercise=self.exercise,
            previous=question.get("previous"),
        )


def question_of(
    scope: Scope, viewer: Viewer, formats: tuple[str, ...], *, case: str = "", previous: Any = None
) -> dict[str, Any]:
    """Freeze what is asked for: the scope, in which forms, with which mandate."""
    return {
        "scope": scope_to_json(scope),
        "formats": list(formats),
        "case": case,
        "previous": previous,
        "procedures": None if viewer.procedures is None else sorted(viewer.procedures),
        "cases": None if viewer.cases is None else sorted(viewer.cases),
    }


def viewer_of(question: Question) -> Viewer:
    """Give for whom a report is made."""
    procedures, cases = question["procedures"], question["cases"]
    return Viewer(
        question["scope"]["author"],
        None if procedures is None else frozenset(procedures),
        prepares=True,
        cases=None if cases is None else frozenset(cases),
    )


def last_build(connection: Connection, docket: Docket, party: str, ref: str) -> Mapping[str, Any] | None:
    """Give the machine form of the report as it was last made for a party from one case; None before the first, and
    where it cannot be built any more."""
    made = (row for row in outputs_of_case(connection, party, REPORT, ref) if row.told)
    question = next((row.question for row in made), None)
    if question is None:
        return None
    try:
        return machine_form(ReportMaker(docket.forms, exercise=docket.exercise).build(connection, question))
    except (Malformed, Unknown):
        return None
