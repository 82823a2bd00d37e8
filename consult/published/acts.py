"""The public acts of cases that are public, each with the public part of what was filed with it."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from consult.casebook.papers import without_documents
from consult.docket.editions import Editions
from consult.docket.values import Seen
from consult.documents.rows import ERASED, digests_in
from consult.log import reads
from consult.models.cases import ACT, ACT_LEAF, CASES, DOCUMENT, FILING, FILING_BODY
from consult.models.levels import LEVEL, STRUCK
from consult.published.pruning import public_fields, public_part
from consult.published.values import PublicAct, PublicCase, PublicDocument, parties_in
from consult.visibility import OPEN, Viewer, act_condition
from workflows.kernel.acts import Act
from workflows.kernel.editions import digest_of
from workflows.kernel.elapsed import ELAPSED
from workflows.kernel.fields import FilingSpec
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import Elapsed, Step
from workflows.kernel.summaries import load

_ACTS = select(
    ACT.c.case_id,
    ACT.c.n,
    LEVEL.label("level"),
    STRUCK.label("struck"),
    ACT.c.body,
    ACT_LEAF.c.seq,
    FILING.c.digest.label("paper"),
    FILING.c.party.label("author"),
    FILING.c.language,
    FILING.c.level.label("paper_level"),
    FILING_BODY.c.body.label("words"),
).select_from(
    ACT.join(CASES, CASES.c.id == ACT.c.case_id)
    .outerjoin(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id)
    .outerjoin(FILING, FILING.c.act_id == ACT.c.id)
    .outerjoin(FILING_BODY, FILING_BODY.c.filing_id == FILING.c.id)
)
_GIVEN = DOCUMENT.c.level == OPEN, DOCUMENT.c.act_n.is_not(None), DOCUMENT.c.name != ERASED
_DOCUMENTS = select(DOCUMENT).where(*_GIVEN).order_by(DOCUMENT.c.id)
Documents = Mapping[tuple[int, str, str], PublicDocument]
"""Documents of level C0 by the number of their case, their party and their digest."""


def acts_of(conn: Connection, viewer: Viewer, editions: Editions, rows: Sequence[Any]) -> list[PublicCase]:
    """Give cases (rows that were read through the policy of visibility) with their public acts, in their order."""
    of = {row.id: row for row in rows}
    query = _ACTS.where(ACT.c.case_id.in_(list(of)), act_condition(viewer)).order_by(ACT.c.case_id, ACT.c.n)
    found = conn.execute(query).all() if of else []
    for one in found:
        reads.note(conn, reads.act_paper(of[one.case_id].ref, one.n), one.level)
    documents = _documents(conn, list(of)) if of else {}
    acts = {
        case_id: _acts(conn, editions, of[case_id], list(group), documents)
        for case_id, group in groupby(found, lambda one: one.case_id)
    }
    return [_case(conn, editions, row, acts[row.id]) for row in rows if row.id in acts]


def _case(conn: Connection, editions: Editions, row: Any, acts: tuple[PublicAct, ...]) -> PublicCase:
    return PublicCase(row.ref, editions.of(conn, row.edition), row.edition, row.filer, row.exercise, acts)


def _documents(conn: Connection, ids: list[int]) -> Documents:
    rows = conn.execute(_DOCUMENTS.where(DOCUMENT.c.case_id.in_(ids)))
    return {
        (row.case_id, row.party, row.digest): PublicDocument(
            row.digest, row.name, row.media, row.size, row.language, row.party
        )
        for row in rows
    }


def _acts(
    conn: Connection, editions: Editions, row: Any, found: Sequence[Any], documents: Documents
) -> tuple[PublicAct, ...]:
    """Count the public acts of a case and draw up each under the edition by which it was taken, with no more in it than
    the public acts of the case tell together."""
    procedure = editions.of(conn, row.edition)
    seen = Seen(row, load(procedure, row.summary), row.edition, partial(editions.of, conn))
    acts = tuple(_act(number, one, seen.procedure_of, documents) for number, one in enumerate(found, 1))
    known = parties_in(row.filer, acts)
    return tuple(replace(one, act=_told(one, known), opened=tuple(_opened(one, known))) for one in acts)


def _act(number: int, row: Any, procedure_of: Callable[[int], Procedure], documents: Documents) -> PublicAct:
    act, procedure = Act.from_json(json.loads(row.body)), procedure_of(row.n)
    step = _step(procedure, act, row.words is not None)
    spec = step.filing if step else None
    filed = row.paper is not None and row.level == OPEN
    words = _words(row, spec, procedure.naming.get(act.step, ""), documents) if filed and spec else None
    digest = digest_of(words) if words is not None else ""
    if row.struck:  # the digest of a part, or of what is not public, would prove a guess of it
        words, digest = None, digest if digest == act.digest else ""
    return PublicAct(
        number,
        act,
        procedure,
        step,
        words,
        replace(spec, fields=public_fields(spec.fields)) if spec else None,
        digest,
        is_part=bool(digest) and digest != act.digest,
        erased=filed and row.words is None,
        struck=filed and bool(row.struck),
        language=row.language or "",
        seq=row.seq,
        documents=tuple(_released(words, row, documents)),
    )


def _words(row: Any, spec: FilingSpec, naming: str, documents: Documents) -> dict[str, Any] | None:
    """Give the public answers of a filing, None where they were erased. By `naming` it names another act by number,
    which would tell how many there are; a document that is not released is not named."""
    if row.words is None:
        return None
    words = public_part(spec.fields, json.loads(row.words))
    words.pop(naming, None)
    hidden = {digest for digest in digests_in(words) if (row.case_id, row.author, digest) not in documents}
    return without_documents(words, hidden)


def _released(words: Mapping[str, Any] | None, row: Any, documents: Documents) -> Iterator[PublicDocument]:
    for digest in sorted(digests_in(words)) if words else ():
        found = documents.get((row.case_id, row.author, digest))
        if found:
            yield found


def _step(procedure: Procedure, act: Act, filed: bool) -> Step | None:
    """Find the row of an act: the one that asks for a filing where one was filed, and leads from where it came."""
    rows = procedure.rows.get(act.step, ())
    fitting = [row for row in rows if bool(row.filing) == filed] or list(rows)
    return next((row for row in fitting if act.came in row.frm), fitting[0] if fitting else None)


def _told(one: PublicAct, known: Collection[str]) -> Act:
    """Leave out of an act all that its sentence would tell beside the public answers: relations with States that are
    not known in public, items, numbers of acts that it disproves, and the time since something that only an answer
    which is not public tells."""
    opened = tuple(effect for effect in one.act.effects_of("open") if effect[5] in known)
    rule = one.step.elapsed if one.step else None
    asked = {field.key for field in one.spec.fields} if one.spec else set()
    passed = [e for e in one.act.effects_of("fact") if e[1] == ELAPSED] if rule and _rule_field(rule) in asked else []
    track = one.act.track if (one.act.track or "").partition(":")[2] in known else None
    nothing: dict[str, Any] = {"corrects": (), "reads": (), "tells": (), "told": (), "substitute": ()}
    return replace(one.act, effects=(*opened, *passed), track=track, person="", mandate="", **nothing)


def _opened(one: PublicAct, known: Collection[str]) -> Iterator[str]:
    """Name the fields of an entry that hold nothing but what is public: the step where its relation is, the actor
    unless somebody stood in, whose absence is nobody's business."""
    if not one.act.track or one.act.track.partition(":")[2] in known:
        yield "act"
    if not one.act.substitute:
        yield "actor"


def _rule_field(rule: Elapsed) -> str:
    """Give the question of a filing from whose answer the time that had passed is counted."""
    return rule.listed or rule.since
