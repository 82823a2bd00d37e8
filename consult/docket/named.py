"""Does everything that a paper names exist here: parties of the directory, documents that its party attached, cases
that may be linked to this one?

The kernel reads the form of a name and knows no directory. A party that nobody knows could never be served, a body
is no party to a case, and a document that is not there could never be read. Not modelled: organs, which a paper may
name in words.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.docket.exercises import linked_faults
from consult.docket.values import Filed
from consult.documents.rows import digests_in
from consult.i18n import _
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.editions import digest_of
from workflows.kernel.fields import OFFERED, Field
from workflows.kernel.guards import CONTENT, Refusal, Refused
from workflows.kernel.procedure import Procedure
from workflows.kernel.reckoning import local_date
from workflows.kernel.words import capital
from workflows.parties import said

SEATED = ("state", "igo")
Asked = tuple[Field, Field, Any]


def require_known(
    connection: Connection, standing: Standing, case: Any, procedure: Procedure, filed: Filed, at: datetime
) -> None:
    """Raise Refused (422) with the question at fault where a paper names a party or a document that is not there, or a
    case that is never linked to this one."""
    body = filed.body or {}
    fields = next((row.filing.fields for row in procedure.rows.get(filed.step, ()) if row.filing), ())
    asked = list(answers(fields, body))
    faults = [
        *_parties(connection, asked, _seats(procedure, filed.step), local_date(at, standing.party_zone)),
        *_documents(connection, standing, case, asked, body),
        *linked_faults(connection, standing, case, procedure, filed.step, body),
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


def _parties(connection: Connection, asked: Sequence[Asked], seats: Collection[str], on: date) -> Iterator[Refusal]:
    named = [
        (field, question, key)
        for field, question, value in asked
        if question.kind in ("party", "parties")
        for key in (value if isinstance(value, list) else [value])
        if isinstance(key, str)
    ]
    if not named:
        return
    known = casebook.kinds_of(connection, {key for _field, _question, key in named}, on)
    for field, question, key in named:
        sentence = _wrong(question, known.get(key), key, field.key in seats)
        if sentence:
            yield fault(field, sentence, is_slip=True)


def _wrong(question: Field, row: Any, key: str, is_seat: bool) -> str:
    """Say what is wrong with a party that a paper names; nothing where all is well."""
    if row is None:
        return _("“%(key)s” is no party or body that this installation knows.", key=key)
    name = capital(said(key, row.name))
    if is_seat and row.kind not in SEATED:
        return _("%(name)s is a body, and no State or organisation.", name=name)
    if row.kind in OFFERED[question.offers]:
        return ""
    if row.kind == "retired":
        return _("%(name)s is not on the roster of neutrals on this day.", name=name)
    return _("%(name)s is a State, and cannot stand between the parties. Name a neutral or a body.", name=name)


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
            yield fault(field, _("This document is not attached to the case. Attach it first."), is_slip=True)


def fault(field: Field, sentence: str, *, is_slip: bool = False) -> Refusal:
    """Refuse an answer by its question."""
    return Refusal(f"{_(field.label)}: {sentence}", (field.under,), kind=CONTENT, field=field.key, is_slip=is_slip)
