"""Does everything that a paper names exist here: parties of the directory, documents that its party attached?

The kernel reads the form of a name and knows no directory. A party that nobody knows could never be served, a body
is no party to a case, and a document that is not there could never be read. Not modelled: organs, which a paper may
name in words.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from consult import casebook
from consult.docket.values import Filed
from consult.documents.rows import digests_in
from consult.i18n import _
from consult.models.parties import PARTY
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.editions import digest_of
from workflows.kernel.fields import Field
from workflows.kernel.guards import CONTENT, Refusal, Refused
from workflows.kernel.procedure import Procedure
from workflows.kernel.words import capital
from workflows.parties import said

BODY = "body"
Asked = tuple[Field, Field, Any]


def require_known(connection: Connection, standing: Standing, case: Any, procedure: Procedure, filed: Filed) -> None:
    """Raise Refused (422) with the question at fault where a paper names a party or a document that is not there."""
    body = filed.body or {}
    fields = next((row.filing.fields for row in procedure.rows.get(filed.step, ()) if row.filing), ())
    asked = list(answers(fields, body))
    faults = [
        *_parties(connection, asked, _seats(procedure, filed.step)),
        *_documents(connection, standing, case, asked, body),
    ]
    if faults:
        raise Refused(tuple(faults))


def answers(fields: Sequence[Field], body: Mapping[str, Any]) -> Iterator[Asked]:
    """Give each question of the form, that question or one inside it, and its answer."""
    for field in fields:
        value = body.get(field.key)
        yield field, field, value
        inner = value if isinstance(value, list) else [value]
        for one in inner if field.of else ():
            if isinstance(one, Mapping):
                yield from ((field, deeper, answer) for _outer, deeper, answer in answers(field.of, one))


def _parties(connection: Connection, asked: Sequence[Asked], seats: Collection[str]) -> Iterator[Refusal]:
    named = [
        (field, key)
        for field, question, value in asked
        if question.kind in ("party", "parties")
        for key in (value if isinstance(value, list) else [value])
        if isinstance(key, str)
    ]
    if not named:
        return
    query = select(PARTY.c.key, PARTY.c.kind, PARTY.c.name).where(PARTY.c.key.in_({key for _field, key in named}))
    known = {row.key: row for row in connection.execute(query)}
    for field, key in named:
        if key not in known:
            yield fault(field, _("“%(key)s” is no party or body that this installation knows.", key=key))
        elif known[key].kind == BODY and field.key in seats:
            yield fault(
                field, _("%(name)s is a body, and no State or organisation.", name=capital(said(key, known[key].name)))
            )


def _seats(procedure: Procedure, step: str) -> set[str]:
    """The questions whose answer makes somebody a party to the case."""
    seats = set()
    for row in procedure.rows.get(step, ()):
        for opened in row.opens:
            role = procedure.role(procedure.track_set(opened.set).role or "")
            if opened.field and role is not None and role.stake:
                seats.add(opened.field)
        for named in row.names:
            given = procedure.role(named.role)
            if named.field and given is not None and given.stake:
                seats.add(named.field)
    return seats


def _documents(
    connection: Connection, standing: Standing, case: Any, asked: Sequence[Asked], body: Mapping[str, Any]
) -> Iterator[Refusal]:
    named = [
        (field, digest)
        for field, question, value in asked
        if question.kind == "document"
        for digest in digests_in(value)
    ]
    if not named or casebook.body_by_digest(connection, case, digest_of(body)) is not None:
        return  # nothing attached, or the very text on which others have laid their hand
    here = {row.digest for row in casebook.documents_of(connection, Viewer.of(standing), case)}
    for field, digest in named:
        if digest not in here:
            yield fault(field, _("This document is not attached to the case. Attach it first."))


def fault(field: Field, sentence: str) -> Refusal:
    """Refuse an answer by its question."""
    return Refusal(f"{_(field.label)}: {sentence}", (field.under,), kind=CONTENT, field=field.key)
