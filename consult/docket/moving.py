"""The editions to which a running case could be moved: the procedure as a case opened today would run on it, with the
terms that the case has, or with those with which a case is opened today.

A text that parties recorded, and which the case took its terms from, stays its own in both. Where a term is law between
the parties, a form of today that would give it another value is none to which the case could be moved.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from consult.docket.opening import build_on, resolve_terms
from workflows import Form
from workflows.kernel.acts import STEP, Act
from workflows.kernel.moving import OWN_TERMS, PROPOSE, PROPOSED, USUAL_TERMS
from workflows.kernel.procedure import Procedure
from workflows.kernel.terms import TermsError, plain_value
from workflows.kernel.view import World
from workflows.kernel.words import Binding


def editions_offered(
    forms: Mapping[str, Form], folder: Path, procedure: Procedure, at: datetime
) -> Mapping[str, Procedure]:
    """Give the editions to which a case of a procedure could be moved at a moment, by how each is chosen; those alone
    that differ from its own, and the second only where it differs from the first."""
    found: dict[str, Procedure] = {}
    form = forms.get(procedure.key)
    for chosen, given in _given(form, procedure) if form else ():
        try:
            made = build_on(form, resolve_terms(form, folder, given), at.date()) if form else procedure
        except TermsError:
            continue
        known = {procedure.digest, *(one.digest for one in found.values())}
        if made.digest not in known and not (form and _changes_law(form, procedure, made)):
            found[chosen] = made
    return found


def _given(form: Form, procedure: Procedure) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give the terms that each way takes over from the case."""
    texts = dict(procedure.terms.get("texts", {}))
    own = {key: procedure.terms[key] for key in _proposable(form) if key in procedure.terms}
    yield OWN_TERMS, {**own, **texts}
    yield USUAL_TERMS, texts


def _proposable(form: Form) -> Iterator[str]:
    """Name the terms that whoever opens a case may propose."""
    free, held = (Binding.DEFAULT, Binding.SOFT), set(form.terms.keys())
    for spec in fields(form.terms):
        if spec.name in held and spec.metadata.get("binding", Binding.DEFAULT) in free:
            yield spec.name


def _changes_law(form: Form, old: Procedure, new: Procedure) -> bool:
    """Say whether a term that is law between the parties would have another value."""
    fixed = set(form.terms.keys()) - set(_proposable(form))
    return any(plain_value(old.terms.get(key)) != plain_value(new.terms.get(key)) for key in fixed)


def proposed_by(world: World, old: Procedure, act: Act) -> Procedure | None:
    """Give the edition that an act proposes, which is stored with it, so that all accept one and the same text."""
    if act.step != PROPOSE or act.kind != STEP:
        return None
    proposed = next(effect[2] for effect in act.effects_of("fact") if effect[1] == PROPOSED)
    return next(one for one in world.editions(old).values() if one.digest == proposed)


def first_edition(present: str, acts: list[Act]) -> str:
    """Name the edition under which a case was opened: the one that its first move left, else its present one."""
    left = (effect[2] for act in acts for effect in act.effects_of("edition"))
    return next(map(str, left), present)
