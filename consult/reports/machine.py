"""The machine form of a report: plain JSON, described by `schema/report-v1.json`, under the digest that names it.

Numbers are whole, days and instants are written as RFC 3339 has them. What is withheld is no part of it, nor are
consents of parties to cases that it does not tell.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from consult.reports.scope import Scope
from consult.reports.sections.telling import instant
from consult.reports.values import ANNEX, FORMAT, Changes, Column, Figure, Line, Listing, Mark, Report, Section, Source
from workflows.kernel.editions import canonical

JSON = Any


@cache
def schema() -> bytes:
    """Give the JSON Schema (2020-12) of the machine form."""
    return resources.files("consult.reports").joinpath("schema/report-v1.json").read_bytes()


def machine_form(report: Report) -> dict[str, JSON]:
    """Give a report as plain JSON, with its digest."""
    return {**{key: _plain(value) for key, value in _parts(report)}, "digest": report.digest}


def write_json(report: Report) -> bytes:
    """Write the machine form canonically: the same report gives the same bytes."""
    return b"".join(_written(report, report.digest)) + b"\n"


def digest_of_report(report: Report) -> str:
    """Give the SHA-256 of the machine form without its digest, in hex."""
    found = hashlib.sha256()
    for piece in _written(report):
        found.update(piece)
    return found.hexdigest()


def _written(report: Report, digest: str = "") -> Iterator[bytes]:
    """Write the canonical form piece by piece, since a large report is never held twice."""
    parts = sorted([*_parts(report), *([("digest", digest)] if digest else [])])
    for place, (key, value) in enumerate(parts):
        yield (b"," if place else b"{") + canonical(key) + b":"
        if isinstance(value, Iterator):
            yield from _listed(value)
        else:
            yield canonical(value)
    yield b"}"


def _listed(values: Iterator[JSON]) -> Iterator[bytes]:
    yield b"["
    for place, value in enumerate(values):
        yield (b"," if place else b"") + canonical(value)
    yield b"]"


def _plain(value: JSON) -> JSON:
    return list(value) if isinstance(value, Iterator) else value


def _parts(report: Report) -> list[tuple[str, JSON]]:
    """Give the parts of the machine form by key, long ones as iterators. The annex of sources says the same in tables,
    and is none of them."""
    return [
        ("format", FORMAT),
        ("exercise", report.exercise),
        ("header", _header(report)),
        ("scope", _scope(report.scope, report)),
        ("sections", (_section(one) for one in report.sections if one.key != ANNEX)),
        ("sources", (_source(one) for one in report.sources)),
        ("checkpoints", (_mark(one) for one in report.marks)),
        ("changes", _changes(report.changes) if report.changes else None),
    ]


def _header(report: Report) -> dict[str, JSON]:
    return {
        "title": report.title,
        "author": report.author,
        "joint": list(report.joint),
        "body": report.body,
        "session": report.session,
        "item": report.item,
        "kind": report.kind,
        "symbol": report.scope.symbol,
    }


def _scope(scope: Scope, report: Report) -> dict[str, JSON]:
    return {
        "author": scope.author,
        "joint": list(scope.joint),
        "kind": scope.kind,
        "body": scope.body,
        "session": scope.session,
        "item": scope.item,
        "since": scope.since.isoformat(),
        "until": scope.until.isoformat(),
        "at": instant(scope.at),
        "reach": str(scope.reach),
        "language": scope.language,
        "cases": list(scope.cases) if scope.cases is not None else None,
        "consents": {party: instant(at) for party, at in sorted(report.consents.items())},
    }


def _section(one: Section) -> dict[str, JSON]:
    return {
        "key": one.key,
        "title": one.title,
        "annex": one.is_annex,
        "caveat": one.caveat,
        "figures": [_figure(figure) for figure in one.figures],
        "listings": [_listing(listing) for listing in one.listings],
    }


def _figure(one: Figure) -> dict[str, JSON]:
    return {
        "key": one.key,
        "value": one.value,
        "unit": one.unit,
        "sentence": one.sentence,
        "sources": list(one.sources),
        "reckoned": one.reckoned,
    }


def _listing(one: Listing) -> dict[str, JSON]:
    columns = [_column(column) for column in one.columns]
    lines = [_line(line) for line in one.lines]
    return {"key": one.key, "title": one.title, "columns": columns, "lines": lines, "note": one.note}


def _column(one: Column) -> dict[str, JSON]:
    return {"key": one.key, "heading": one.heading, "kind": one.kind}


def _line(one: Line) -> dict[str, JSON]:
    return {"cells": list(one.cells), "sources": list(one.sources)}


def _source(one: Source) -> dict[str, JSON]:
    fixed = {"id": one.id, "case": one.case, "act": one.act, "on": instant(one.on)}
    return {**fixed, "entry": one.entry, "checkpoint": one.checkpoint}


def _mark(one: Mark) -> dict[str, JSON]:
    return {"signed_at": instant(one.signed_at), "size": one.size, "root": one.root}


def _changes(one: Changes) -> dict[str, JSON]:
    figures = [{"key": key, "before": before, "now": now} for key, before, now in one.figures]
    return {"since": one.since, "gone": one.gone, "came": one.came, "figures": figures}


def changes_between(now: Report, before: Mapping[str, JSON]) -> Changes:
    """Say in what a report differs from an earlier one, given in its machine form. What is told no more is counted and
    not named: a figure that is gone is no line here."""
    then = {figure["key"]: figure["value"] for one in before["sections"] for figure in one["figures"]}
    cases_then = {one["case"] for one in before["sources"]}
    changed = tuple(
        (figure.key, then[figure.key], figure.value)
        for section in now.sections
        for figure in section.figures
        if figure.key in then and then[figure.key] != figure.value
    )
    return Changes(before["digest"], len(cases_then - now.cases), len(now.cases - cases_then), changed)
