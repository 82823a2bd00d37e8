"""What a party has declared to stand, as the first answers of its later papers: generic over procedures, by the step
that says so (`Step.stands`).

A question takes the answer of the same key and type, out of the party's own latest paper that stands. One that may be
answered “unknown” asks about what is another's, and is left alone. What was withheld or declared unknown is not
carried; a case that rests, is suspended or has ended carries nothing. Exercises carry to exercises alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from consult.casebook.declared import filed_by_oneself
from consult.docket import Docket, Seen
from consult.log import reads
from consult.visibility import Viewer
from workflows.kernel.bodies import problems
from workflows.kernel.fields import AS_KNOWN, FilingSpec
from workflows.kernel.steps import Step


def answers_that_stand(
    conn: Connection, docket: Docket, viewer: Viewer, seen: Seen, spec: FilingSpec
) -> dict[str, Any]:
    """Give the answers for a filing of a party that it has declared to stand; what would be refused is left out."""
    row, step = _latest(conn, docket, viewer, exercise=bool(seen.row.exercise))
    if step is None:
        return {}
    words, carried = json.loads(row.words), _carried(step)
    alike = (one.key for one in spec.fields if one.need != AS_KNOWN and (one.key, one.kind) in carried)
    given = {key: words[key] for key in alike if words.get(key) and not _is_open(words[key])}
    for level in (carried[one.key, one.kind] for one in spec.fields if one.key in given):
        reads.note(conn, reads.act_paper(row.ref, row.n), max(row.level, level or row.level))
    wrong = {problem.field.partition("/")[0] for problem in problems(spec, given)}
    return {key: value for key, value in given.items() if key not in wrong}


def _latest(conn: Connection, docket: Docket, viewer: Viewer, *, exercise: bool) -> tuple[Any, Step | None]:
    """Find the party's own last paper that stands, and the step by which it was filed."""
    for row in filed_by_oneself(conn, viewer, _standing(docket), exercise=exercise):
        rows = docket.editions.of(conn, row.edition).rows.get(row.step, ())
        step = next((one for one in rows if one.stands), None)
        if step is not None:
            return row, step
    return None, None


def _standing(docket: Docket) -> list[str]:
    """Name the procedures of which some paper stands."""
    forms = docket.forms.items()
    return [key for key, form in forms if any(row.stands for row in form.with_defaults().steps)]


def _carried(step: Step) -> dict[tuple[str, str], str | None]:
    """Give key and type, with their own level, of the questions whose answers may go into other cases: not those that
    say who takes part in the case of the paper, and no document, which lies there."""
    parties = {one.field for one in step.opens} | {one.field for one in step.names}
    asked = step.filing.fields if step.filing else ()
    return {(one.key, one.kind): one.level for one in asked if one.kind != "document" and one.key not in parties}


def _is_open(value: Any) -> bool:
    """Say whether an answer, or a part of it, was withheld or declared unknown."""
    if isinstance(value, Mapping):
        return "unknown" in value or "withheld" in value or any(map(_is_open, value.values()))
    return isinstance(value, list) and any(map(_is_open, value))
