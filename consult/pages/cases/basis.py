"""The provisions on which an act rests: an act keeps what binds, its edition how each was checked."""

from consult.citations import Cited, cite
from workflows.kernel.case import Act
from workflows.kernel.procedure import Procedure
from workflows.kernel.words import Binding, Citation


def basis_of(procedure: Procedure, act: Act) -> tuple[Citation, ...]:
    """Give the provisions of an act, with the grades that the edition under which it was taken gives them."""
    steps = (row.under for row in procedure.rows.get(act.step, ()))
    graded = {(one.instrument, one.provision): one.grade for under in (procedure.under, *steps) for one in under}
    found = (Citation(instrument, provision, Binding(binding)) for instrument, provision, binding in act.basis)
    return tuple(
        Citation(one.instrument, one.provision, one.binding, graded.get((one.instrument, one.provision), one.grade))
        for one in found
    )


def cited_basis(procedure: Procedure, act: Act) -> tuple[Cited, ...]:
    """Give the provisions of an act as a page shows them."""
    return tuple(cite(one) for one in basis_of(procedure, act))
