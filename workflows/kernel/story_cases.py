"""The cases of a story: which procedure each runs on, with which terms, and which row a hand would take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from .procedure import Procedure, ProcedureError
from .rules import refusals_of
from .steps import Step
from .story import Part, Story
from .story_world import NO_TABLES, Tables
from .terms import AGREEMENT, INSTALLATION, TermsError
from .view import View


class Form(Protocol):
    """What the catalogue holds."""

    @property
    def terms(self) -> Any:
        """The class of the terms."""

    @property
    def build(self) -> Any:
        """The function from terms to procedure."""


def resolve(story: Story, part: Part, catalogue: Mapping[str, Form], tables: Tables = NO_TABLES) -> Procedure:
    """Build the procedure of a case with the terms of the story, laid over those of its agreement."""
    key, layers = part.procedure or "", [(INSTALLATION, part.terms, "")]
    if part.agreement:
        found = tables.agreement(part.agreement)
        if found is None:
            raise story.wrong(part.line_of("agreement"), f"there is no agreement “{part.agreement}”")
        key, terms, clause = found
        layers = [(AGREEMENT, terms, clause), (AGREEMENT, part.terms, clause)]
    if key not in catalogue:
        line = part.line_of("procedure", "agreement")
        raise story.wrong(line, f"there is no procedure “{key}”; there are {', '.join(catalogue) or 'none'}")
    form = catalogue[key]
    try:
        terms = form.terms()
        for layer, values, clause in layers:
            terms = terms.layered(layer, values, clause)
        built: Procedure = form.build(terms)
    except (TermsError, ProcedureError) as fault:
        key = fault.key if isinstance(fault, TermsError) else "terms"
        raise story.wrong(part.line_of(key, "terms"), f"terms: {fault}") from fault
    return built


def row_for(view: View, step: str) -> Step:
    """The row of a step that this hand would take: the first that is open, else the first from the present state."""
    rows = view.procedure.rows[step]
    here = [row for row in rows if view.case.state in row.frm]
    is_open = (row for row in here if not refusals_of(replace(view, step=row), row, filed=False))
    return next(is_open, (*here, *rows)[0])
