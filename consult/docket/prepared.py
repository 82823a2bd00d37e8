"""An opening that is put together and not yet written: everything that may be refused is asked before, so that many can
be written in one transaction, or none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import Field, fields
from typing import Any

from workflows import Form
from workflows.kernel.case import Case, Hand
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Opening:
    """A case as it would be opened, by whose hand, and under which title and number series."""

    procedure: Procedure
    case: Case
    by: Hand
    title: str
    exercise: bool
    asked: tuple[Any, ...]
    """What was asked for, as a request that comes again says it."""


def choosable(form: Form) -> tuple[Field[Any], ...]:
    """List the terms that an opening may choose."""
    return tuple(one for one in fields(form.terms) if one.metadata.get("options"))


def chosen_terms(form: Form, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Read the terms that differ from the procedure's own; what may not be chosen is left out."""
    firsts = ((one, next(iter(given.get(one.name, ())), "")) for one in choosable(form))
    return {one.name: value for one, value in firsts if value and value != one.default}
