"""The schema of a file of notices (JSON Schema 2020-12), generated from what a file is made of and from what each step
that may begin a case asks in writing.

A file that fits it can be imported, and its papers sent. An import takes papers that still lack answers too, as any
paper in preparation may, and judges besides what a schema cannot say.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from consult.exchange.notices.firsts import notice_steps, usual_step
from consult.exchange.notices.values import FORMAT, NoticesFile
from consult.forms.schema import DIALECT, filing_schema
from workflows.kernel.procedure import Procedure

Schema = dict[str, Any]


def notices_schema(procedures: Iterable[Procedure]) -> Schema:
    """Give the schema for the procedures of an installation, as cases opened today run on them."""
    known = [one for one in procedures if notice_steps(one)]
    found = NoticesFile.model_json_schema()
    filings = {f"{one.key}.{step}": filing_schema(spec) for one in known for step, spec in notice_steps(one).items()}
    notice = found["$defs"]["NoticeValue"]
    notice["properties"]["procedure"] = {"enum": [one.key for one in known]}
    notice["allOf"] = [rule for one in known for rule in _rules(one)]
    return {"$schema": DIALECT, "$id": f"urn:{FORMAT.replace('/', ':')}", **found,
            "$defs": {**found["$defs"], **filings}}  # fmt: skip


def _rules(procedure: Procedure) -> Iterator[Schema]:
    """Say which step may be named, and what the filing of each answers."""
    of, steps, usual = {"const": procedure.key}, list(notice_steps(procedure)), usual_step(procedure)
    named = {"enum": [*steps, ""] if usual else steps}
    needed = {} if usual else {"required": ["step"]}
    yield {"if": _is(procedure=of), "then": {"properties": {"step": named}, **needed}}
    for step in steps:
        then = {"properties": {"filing": {"$ref": f"#/$defs/{procedure.key}.{step}"}}}
        yield {"if": _is(procedure=of, step={"const": step}), "then": then}
        if step == usual:
            unsaid = {"properties": {"procedure": of, "step": {"const": ""}}, "required": ["procedure"]}
            yield {"if": unsaid, "then": then}


def _is(**members: Schema) -> Schema:
    return {"properties": members, "required": list(members)}
