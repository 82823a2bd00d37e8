"""Texts gathered from the record: in the background, act by act in the order of the log, nothing in an act's own
transaction. The log numbers acts as they are committed, so none is passed over; a batch is one transaction with its
cursor, so any number of workers may fill.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from consult import db
from consult.docket.editions import Editions
from consult.documents.rows import digests_in
from consult.models.cases import ACT, ACT_LEAF, CASE_PARTY, CASES, DOCUMENT, FILING, FILING_BODY
from consult.models.parties import PARTY
from consult.models.search import SEARCH_CURSOR
from consult.search.rows import Words, add, remove_cases
from consult.visibility import APART, AS_THE_ACT
from workflows.kernel.fields import Field
from workflows.kernel.procedure import Procedure

BATCH = 200
_DIGEST = re.compile(r"[0-9a-f]{64}")
WITHOUT_WORDS = frozenset(
    (
        "choice",
        "choices",
        "yes_no",
        "whole",
        "decimal",
        "money",
        "date",
        "instant",
        "period",
        "party",
        "parties",
        "place",
        "orbit",
        "band",
        "document",
        "provision",
    )
)
"""Kinds of questions whose answers hold keys and figures, and nothing that somebody wrote."""


def fill(engine: Engine, editions: Editions, batch: int = BATCH) -> int:
    """Gather the texts of the next acts, so many at a time; give how many acts were looked at."""
    with db.reading(engine) as connection:
        if not _next(connection, _cursor(connection), 1):
            return 0
    with db.writing(engine) as connection:
        after = connection.execute(select(SEARCH_CURSOR.c.seq).with_for_update()).scalar_one()
        rows = _next(connection, after, batch)
        if rows:
            _gather(connection, editions, rows)
            connection.execute(update(SEARCH_CURSOR).values(seq=rows[-1].seq))
        return len(rows)


def _cursor(connection: Connection) -> int:
    return int(connection.execute(select(SEARCH_CURSOR.c.seq)).scalar_one())


def _next(connection: Connection, after: int, most: int) -> Sequence[Any]:
    query = (
        select(ACT_LEAF.c.seq, ACT.c.id, ACT.c.case_id, ACT.c.step, ACT.c.party, CASES.c.edition)
        .select_from(ACT_LEAF.join(ACT, ACT.c.id == ACT_LEAF.c.act_id).join(CASES, CASES.c.id == ACT.c.case_id))
        .where(ACT_LEAF.c.seq > after)
        .order_by(ACT_LEAF.c.seq)
    )
    return connection.execute(query.limit(most)).all()


def _gather(connection: Connection, editions: Editions, rows: Sequence[Any]) -> None:
    cases = sorted({row.case_id for row in rows})
    remove_cases(connection, cases)
    add(connection, _cases(connection, cases))
    bodies = _bodies(connection, [row.id for row in rows])
    for row in rows:
        if row.id in bodies:
            body = bodies[row.id]
            add(connection, _filed(editions.of(connection, row.edition), row, body))
            add(connection, _documents(connection, row, body))


def _cases(connection: Connection, case_ids: Sequence[int]) -> Iterator[Words]:
    """Give what a case itself is found by: its reference, its title, and who takes part, but for those apart."""
    names: dict[int, list[str]] = {}
    query = select(CASE_PARTY.c.case_id, PARTY.c.key, PARTY.c.name).distinct()
    joined = query.select_from(CASE_PARTY.join(PARTY, PARTY.c.key == CASE_PARTY.c.party))
    known = joined.where(CASE_PARTY.c.case_id.in_(case_ids), CASE_PARTY.c.reads != APART)
    for row in connection.execute(known.order_by(PARTY.c.key)):
        names.setdefault(row.case_id, []).append(f"{row.name} ({row.key})")
    cases = select(CASES.c.id, CASES.c.ref, CASES.c.title).where(CASES.c.id.in_(case_ids)).order_by(CASES.c.id)
    for row in connection.execute(cases):
        yield Words("case", row.id, "\n".join((row.ref, row.title, *names.get(row.id, ()))))


def _bodies(connection: Connection, act_ids: Sequence[int]) -> dict[int, Any]:
    """Read what was filed, and let whoever erases some of it meanwhile wait: its words go after."""
    query = (
        select(FILING.c.act_id, FILING_BODY.c.body)
        .select_from(FILING_BODY.join(FILING, FILING.c.id == FILING_BODY.c.filing_id))
        .where(FILING.c.act_id.in_(act_ids))
        .with_for_update(read=True, of=FILING_BODY)
    )
    return {row.act_id: json.loads(row.body) for row in connection.execute(query)}


def _filed(procedure: Procedure, row: Any, body: Mapping[str, Any]) -> Iterator[Words]:
    """Give the words of a filing, those of each level apart."""
    fields = {f.key: f for one in procedure.rows.get(row.step, ()) if one.filing for f in one.filing.fields}
    texts: dict[str, list[str]] = {}
    for key, value in body.items():
        field = fields.get(key)
        for level, text in _written(field, value) if field else _apart(AS_THE_ACT, value):
            texts.setdefault(level, []).append(text)
    for level, found in sorted(texts.items()):
        yield Words("filing", row.case_id, "\n".join(found), row.id, level)


def _written(field: Field, value: Any, level: str = AS_THE_ACT) -> Iterator[tuple[str, str]]:
    """Give what somebody wrote in answer to a question, each text with its level: no keys of choices, dates, places or
    figures. A question without a level of its own has that of what it lies in."""
    if field.kind in WITHOUT_WORDS:
        return
    inner, level = {one.key: one for one in field.of}, field.level or level
    if isinstance(value, list) and field.kind == "list":
        for one in value:
            alone = field.of and not field.of[0].key
            yield from _written(field.of[0], one, level) if alone else _parts(inner, one, level)
    else:
        yield from _parts(inner, value, level)


def _parts(inner: Mapping[str, Field], value: Any, level: str) -> Iterator[tuple[str, str]]:
    """Give what is written in the parts of an answer, each by its own question."""
    if not inner or not isinstance(value, Mapping):
        yield from _apart(level, value)
        return
    for key, part in value.items():
        yield from _written(inner[key], part, level) if key in inner else _apart(level, part)


def _apart(level: str, value: Any) -> Iterator[tuple[str, str]]:
    """Give every text of a value with the level of all of it."""
    return ((level, text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """Give every text of a value, however deep, but for digests, which are no words."""
    if isinstance(value, str) and not _DIGEST.fullmatch(value):
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)


def _documents(connection: Connection, row: Any, body: Mapping[str, Any]) -> Iterator[Words]:
    """Give the names of the documents that a filing names, at the level of each."""
    digests = sorted(digests_in(body))
    if not digests:
        return
    here = (DOCUMENT.c.case_id == row.case_id, DOCUMENT.c.party == row.party, DOCUMENT.c.digest.in_(digests))
    for one in connection.execute(select(DOCUMENT.c.name, DOCUMENT.c.level).where(*here).order_by(DOCUMENT.c.id)):
        yield Words("document", row.case_id, one.name, row.id, one.level)
