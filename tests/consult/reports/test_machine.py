"""The machine form holds to its schema, names itself by its digest, and has no field that the schema does not."""

import hashlib
import json
from dataclasses import fields
from datetime import timedelta
from typing import Any

import jsonschema
import pytest

from consult.documents.official.values import Chart, Paragraph, Table
from consult.reports.charts import KINDS
from consult.reports.machine import machine_form, schema, write_json
from consult.reports.scope import Objection, Reach
from consult.reports.values import Changes, Column, Figure, Line, Listing, Mark, Report, Section, Source
from consult.reports.writing import tables_of, write_document
from tests.consult.reports.parleys import AT, OPENED, Parleys
from workflows.kernel.editions import canonical


def judge(form: Any) -> list[str]:
    """Judge a machine form by the schema, with its formats."""
    kind = jsonschema.Draft202012Validator
    given = json.loads(schema())
    kind.check_schema(given)
    judging = kind(given, format_checker=kind.FORMAT_CHECKER)
    return [f"{list(one.absolute_path)}: {one.message}" for one in judging.iter_errors(form)]


def full(parleys: Parleys) -> Report:
    """Build a report that has something of everything."""
    parleys.open("korea", "JPN", ["KOR"])
    parleys.say("korea", "JPN", "talk", OPENED + timedelta(days=3))
    parleys.take("korea", "JPN", "agree", OPENED + timedelta(days=9))
    parleys.open("france", "JPN", ["FRA"])
    before = machine_form(parleys.report(consents=["KOR", "FRA"]))
    objection = Objection("KOR", "No.", OPENED + timedelta(days=30), "Yes.")
    return parleys.report(consents=["KOR"], joint=("KOR",), objections=(objection,), previous=before)


@pytest.mark.parametrize("reach", list(Reach))
def test_every_reach_of_a_report_holds_to_the_schema(parleys: Parleys, reach: Reach) -> None:
    """Read back from its bytes."""
    full(parleys)
    report = parleys.report(consents=["KOR"], reach=reach)
    assert [] == judge(json.loads(write_json(report)))


def test_a_report_with_changes_and_objections_holds_to_the_schema(parleys: Parleys) -> None:
    """Everything optional is there."""
    report = full(parleys)
    form = json.loads(write_json(report))
    assert [] == judge(form)
    assert form == machine_form(report)
    assert form["changes"]["gone"] == 1


def test_the_schema_refuses_what_is_no_report() -> None:
    """A field too many, a day that is none."""
    assert judge({"format": "consult-report/1"})


def test_the_digest_is_that_of_the_canonical_form_without_it(parleys: Parleys) -> None:
    """Whoever holds the bytes can reckon it."""
    form = json.loads(write_json(full(parleys)))
    digest = form.pop("digest")
    assert hashlib.sha256(canonical(form)).hexdigest() == digest


@pytest.mark.parametrize(
    ("kind", "name", "renamed", "inner"),
    [
        (Figure, "figure", {}, {"is_told", "cases"}),
        (Listing, "listing", {}, set()),
        (Column, "column", {}, set()),
        (Line, "line", {}, {"case"}),
        (Section, "section", {"is_annex": "annex"}, set()),
        (Source, "source", {}, set()),
        (Mark, "checkpoint", {}, set()),
        (Changes, "changes", {}, set()),
    ],
)
def test_the_schema_has_the_fields_of_the_values(
    kind: Any, name: str, renamed: dict[str, str], inner: set[str]
) -> None:
    """A field that is added to a value is added to the schema, or said to be inner."""
    held = {renamed.get(one.name, one.name) for one in fields(kind)} - inner
    found = json.loads(schema())["$defs"][name]
    assert held == set(found["properties"]) == set(found["required"])


def test_a_document_says_every_told_figure_and_points_to_its_row(parleys: Parleys) -> None:
    """Each paragraph of a figure has a place in the annex to point to."""
    report = full(parleys)
    document = write_document(report)
    places = {place for table in document.tables for place in table.places}
    runs = [run for block in document.blocks if isinstance(block, Paragraph) for run in block.words if block.place]
    pointed = {run.to for run in runs if not isinstance(run, str) and run.to}
    told = [figure for one in report.sections for figure in one.figures if figure.is_told]
    assert len(told) == len(pointed)
    assert pointed <= places
    assert report.digest == document.digest


def test_every_listing_is_a_table_and_charts_carry_theirs(parleys: Parleys) -> None:
    """The charts of the months, of the stages and of the period; nothing is drawn without its table."""
    document = write_document(full(parleys))
    charts = {block.key: block for block in document.blocks if isinstance(block, Chart)}
    assert {"overview.months.chart", "overview.timeline.chart", "consultations.times.chart"} == set(charts)
    keys = [table.key for table in document.tables]
    assert len(keys) == len(set(keys))
    alone = {block.key for block in document.blocks if isinstance(block, Table)}
    assert {one.table.key for one in charts.values()} & alone == set()
    assert ("open", "resting", "final") == KINDS
    assert AT.date() == document.header.dated


def test_the_tables_of_a_report_leave_by_themselves(parleys: Parleys) -> None:
    """All but those that stand in the document as quotations are in it too."""
    report = full(parleys)
    inside = {table.key for table in write_document(report).tables}
    assert {"objections.texts"} == {table.key for table in tables_of(report)} - inside
