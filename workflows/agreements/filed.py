"""An agreement as its parties filed it: read by the same reader as a file, with the question at fault for each reason.

No law. The words of a filing are those of a file, keys and all; what a form writes otherwise (several matters in lines,
a date as text) is put as a file has it before it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from workflows.agreements import Agreement, agreement_of
from workflows.agreements.clause import CLAUSE_VALUES
from workflows.agreements.clause_reading import stage_of, stages_of
from workflows.agreements.tree import Arrangement, arranged, incomplete, joined, line_under
from workflows.kernel.values import as_date, is_absent
from workflows.parties import parties
from workflows.parties.reading import Entry, InstrumentError

FORM = "this text"
PAIRS = {"lead_partner": "escalate_by"}
"""What is left out together with an answer, since the one belongs to the other."""
Body = Mapping[str, Any]
Fault = tuple[str, str]
"""The path of a question and the reason."""


def agreement_filed(body: Body, ref: str) -> Agreement:
    """Read a filed agreement under the reference of its case; raise InstrumentError with key and reason."""
    top, stages = _entries(body, ref)
    named = top.values.get("parties")
    return agreement_of(top, stages, {*parties(), *(named if isinstance(named, list) else ())})


def arrangement_filed(body: Body, ref: str) -> Arrangement:
    """Give the whole clause of a filed agreement with those above it; InstrumentError where none can be made."""
    return arranged(line_under(agreement_filed(body, ref), ref))


def faults(body: Body) -> tuple[Fault, ...]:
    """Name everything that the reader refuses, by the path of its question; empty where the ladder can be walked."""
    return as_far_as_read(body)[1]


def as_far_as_read(body: Body) -> tuple[Arrangement, tuple[Fault, ...]]:
    """Read what can be read of an agreement on its way, and name what is left out with the reason.

    What the reader refuses is left out and the rest read again, until nothing is refused.
    """
    stages, found = _stages(body)
    left = {**_cleaned(body), "title": body.get("title") or FORM, "stage": [values for _n, values in stages]}
    while True:
        try:
            arrangement = joined(line_under(agreement_filed(left, FORM), FORM))
        except InstrumentError as fault:
            if fault.key not in left:
                raise
            found.append((fault.key, fault.says))
            dropped = (fault.key, PAIRS.get(fault.key))
            left = {"title": FORM} | {key: value for key, value in left.items() if key not in dropped}
        else:
            return arrangement, (*found, *_incomplete(stages, arrangement))


def _stages(body: Body) -> tuple[list[tuple[int, dict[str, Any]]], list[Fault]]:
    """Read the stages one by one; give those that can be meant, each with its number, and what is wrong with others."""
    kept: list[tuple[int, dict[str, Any]]] = []
    found: list[Fault] = []
    filed = body.get("stage")
    for n, values in enumerate(filed if isinstance(filed, list) else []):
        entry = Entry(FORM, _cleaned(_table(values)), (), 0)
        try:
            stages_of((*(Entry(FORM, one, (), 0) for _n, one in kept), entry))
        except InstrumentError as fault:
            found.append((f"stage/{n}/{fault.key}", fault.says))
        else:
            kept.append((n, dict(entry.values)))
    return kept, found


def _incomplete(stages: list[tuple[int, dict[str, Any]]], arrangement: Arrangement) -> Iterator[Fault]:
    """Say why the ladder cannot be walked; a stage that must say something is named by its number."""
    yield from ((fault.key, fault.says) for fault in incomplete(arrangement) if fault.key != "mandatory")
    unsaid = {placed.stage.identity for placed in arrangement.stages if placed.stage.mandatory is None}
    for n, values in stages:
        if stage_of(Entry(FORM, values, (), 0)).identity in unsaid:
            yield f"stage/{n}/mandatory", "is required; say whether it must come first"


def _table(value: Any) -> Body:
    """Take a group of answers; what is none holds none."""
    return value if isinstance(value, Mapping) else {}


def _cleaned(values: Body) -> dict[str, Any]:
    """Leave out what is blank, as a file would."""
    return {key: value for key, value in values.items() if not is_absent(value)}


def _entries(body: Body, ref: str) -> tuple[Entry, tuple[Entry, ...]]:
    """Put a filing as a file has it."""
    given = _cleaned(body)
    stages = tuple(Entry(ref, _cleaned(one), (), 0) for one in given.pop("stage", []))
    clause = {name: _as_written(name, given.pop(name)) for name in CLAUSE_VALUES if name in given}
    day = as_date(given.get("since"))
    top: dict[str, Any] = {
        "kind": "implementing", **given, "key": ref, "instrument": ref, "grade": "V", "binding": "LAW_A",
        "clause": clause, "sheet": _cleaned(_table(given.get("sheet"))),
    }  # fmt: skip
    if isinstance(day, date):
        top["since"] = day
    return Entry(ref, top, (), 0), stages


def _as_written(name: str, value: Any) -> Any:
    """Put matters that a form has one a line as a list."""
    if CLAUSE_VALUES[name]["kind"] == "texts" and isinstance(value, str):
        return [line.strip() for line in value.splitlines() if line.strip()]
    return value
