"""The schema of the register's JSON (JSON Schema 2020-12): what a program may count on. Fields may be added, so that
unknown ones are passed over.
"""

import json
from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
ADDRESS: Schema = {"type": "string", "format": "uri"}
DIGEST: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
INSTANT: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
DAY_OR_INSTANT: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$"}


def _or_null(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "null"}]}


def _many(one: Schema) -> Schema:
    return {"type": "array", "items": one}


def _object(**fields: Schema) -> Schema:
    return {"type": "object", "required": list(fields), "properties": fields}


def _of(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


PARTY = _object(key=TEXT, name=TEXT)
PROVISION = _object(instrument=TEXT, provision=TEXT, words=TEXT, binding=TEXT, grade=TEXT)
PROCEDURE = _object(key=TEXT, title=TEXT, edition=DIGEST, level=TEXT, under=_many(_of("provision")))
STAGE = _object(key=TEXT, title=TEXT, kind={"enum": ["open", "resting", "final"]})
CASE = _object(
    ref=TEXT,
    page=ADDRESS,
    json=ADDRESS,
    title=TEXT,
    symbol=_or_null(TEXT),
    procedure=PROCEDURE,
    stage=STAGE,
    filed_by=_of("party"),
    parties=_many(_of("party")),
    subjects=_many(TEXT),
    languages=_many(TEXT),
    public_since=INSTANT,
    updated=INSTANT,
    digest=DIGEST,
)
READ = _object(key=TEXT, label=TEXT, lines=_many(TEXT), entries=_many(_many(_of("read"))))
PAPER = _object(
    title=TEXT,
    language=TEXT,
    digest=_or_null(DIGEST),
    digest_of={"enum": ["whole", "public part"]},
    erased={"type": "boolean"},
    struck={"type": "boolean"},
    answers={"type": "object"},
    read=_many(_of("read")),
)
ACT = _object(
    number={"type": "integer", "minimum": 1},
    page=ADDRESS,
    sentence=TEXT,
    step=TEXT,
    by=_or_null(_of("party")),
    office=_or_null(TEXT),
    capacity=_or_null(TEXT),
    on=DAY_OR_INSTANT,
    recorded=INSTANT,
    under=_many(_of("provision")),
    stage=TEXT,
    paper=_or_null(PAPER),
    documents=_many(ADDRESS),
    log=_object(entry=_or_null(COUNT), receipt=ADDRESS, openings=ADDRESS),
)
DOCUMENT = _object(name=TEXT, media=TEXT, size=COUNT, language=TEXT, sha256=DIGEST, act=COUNT, address=ADDRESS)
HEAD: Schema = {
    "version": {"const": "1"},
    "schema": ADDRESS,
    "self": ADDRESS,
    "register": ADDRESS,
    "host": TEXT,
    "exercise": {"type": "boolean"},
    "updated": _or_null(INSTANT),
}
FIGURES = _object(
    procedure=TEXT,
    title=TEXT,
    cases=COUNT,
    acts=COUNT,
    by_year=_many(_object(year=COUNT, cases=COUNT, of=ADDRESS)),
    by_stage=_many(_object(stage=TEXT, title=TEXT, cases=COUNT, of=ADDRESS)),
)
WHOLE_CASE: Schema = {"allOf": [CASE, _object(acts=_many(ACT), documents=_many(DOCUMENT))]}
LIST = _object(**HEAD, next=_or_null(ADDRESS), filters={"type": "object"}, ignored=_many(TEXT), cases=_many(CASE))
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Public register of Consult: a list of cases, one case, or the figures",
    "anyOf": [
        LIST,
        _object(**HEAD, case=WHOLE_CASE),
        _object(**HEAD, cases=COUNT, acts=COUNT, procedures=_many(FIGURES)),
    ],
    "$defs": {"party": PARTY, "provision": PROVISION, "read": READ},
}


def write_schema() -> bytes:
    """Write the schema as a file."""
    return json.dumps(SCHEMA, indent=1).encode() + b"\n"
