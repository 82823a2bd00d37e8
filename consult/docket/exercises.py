"""Cases that are exercises: the same procedures, in a number series of their own, and never linked to what is meant in
earnest.

Where some cases are exercises and others are not, the reference says which: `X-OST9-2026-ABCDEF`. In an installation
in which everything is an exercise there is nothing to be told apart, and references have no mark. Whether two cases may
be linked is told from what its taker may see, else from the form of the reference alone, so that a refusal tells
nobody of a case that is not his.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from consult.i18n import _
from consult.models.cases import CASES
from consult.standing import Standing
from consult.visibility import Viewer, case_condition
from workflows.kernel.fields import Field
from workflows.kernel.guards import CONTENT, Refusal
from workflows.kernel.procedure import Procedure

SERIES = "X-"
_REFERENCE = re.compile(r"[A-Z0-9]+-\d{4}-[2-9A-Z]{6}")


def is_apart(ref: str) -> bool:
    """Say whether a reference is that of an exercise among cases that are meant in earnest."""
    return ref.startswith(SERIES)


def series_of(*, exercise: bool, whole: bool) -> str:
    """Give the beginning of the references of a case; `whole` says that the installation is an exercise as a whole."""
    return SERIES if exercise and not whole else ""


def series_beside(ref: str) -> str:
    """Give the beginning of the reference of a case that another one opens: the series of the first."""
    return SERIES if is_apart(ref) else ""


def linked_faults(
    connection: Connection, standing: Standing, case: Any, procedure: Procedure, step: str, body: Mapping[str, Any]
) -> Iterator[Refusal]:
    """Refuse, at its question, a paper of an exercise that names a case meant in earnest, and the reverse."""
    for row in procedure.rows.get(step, ()):
        name = row.link.field if row.link else None
        named = body.get(name) if name else None
        if not row.filing or not isinstance(named, str):
            continue
        sentence = _unlike(connection, standing, case, named.strip())
        if sentence:
            field = next(one for one in row.filing.fields if one.key == name)
            yield _refusal(field, sentence)


def _refusal(field: Field, sentence: str) -> Refusal:
    return Refusal(f"{_(field.label)}: {sentence}", (field.under,), kind=CONTENT, field=field.key)


def _unlike(connection: Connection, standing: Standing, case: Any, named: str) -> str:
    """Say why a case cannot be linked to the one named; nothing where it can."""
    own = bool(connection.execute(select(CASES.c.exercise).where(CASES.c.id == case.id)).scalar_one())
    known = select(CASES.c.exercise).where(CASES.c.ref == named, case_condition(Viewer.of(standing)))
    other = connection.execute(known).scalar()
    if other is None:
        other = _told_by_form(case.ref, named, own)
    return "" if bool(other) == own else says_unlike(named, is_exercise=own)


def _told_by_form(ref: str, named: str, own: bool) -> bool:
    """Tell from a reference alone whether it is that of an exercise; words that are no reference here link nothing."""
    if is_apart(named):
        return True
    return own and not (is_apart(ref) and _REFERENCE.fullmatch(named))


def says_unlike(named: str, *, is_exercise: bool) -> str:
    """Say that an exercise and a case in earnest are never linked; `is_exercise` is what one's own case is."""
    if is_exercise:
        return _("“%(ref)s” is meant in earnest, and this case is an exercise. The two are never linked.", ref=named)
    return _("“%(ref)s” is an exercise, and this case is meant in earnest. The two are never linked.", ref=named)
