"""What procedures, stages, limits and provisions are called in a report.

A case that runs on a text which its parties recorded bears words of theirs in its titles. Outside a full report such a
case is called as its procedure is without them: what the parties wrote is not told.
"""

from collections.abc import Sequence
from typing import Any

from consult.citations import cite, law
from consult.i18n import _
from consult.reports.matters import Facts, Matter
from consult.reports.scope import Reach
from workflows import instruments
from workflows.kernel.procedure import Procedure
from workflows.kernel.words import PRODUCT, Citation

OWN = "own"
"""What stands in a key for what the parties named themselves."""


def procedure_title(facts: Facts, matter: Matter) -> str:
    """Give the title of the procedure of a case."""
    return general_title(facts, matter) if _is_hidden(facts, matter) else law(matter.procedure.title)


def general_title(facts: Facts, matter: Matter) -> str:
    """Give the title of a procedure, whatever terms a case of it runs on."""
    form = facts.forms.get(matter.key)
    return law(form.title if form else matter.procedure.title)


def stage_key(facts: Facts, matter: Matter, stage: str) -> str:
    """Give the key of a stage, as a figure has it."""
    usual = _usual(facts, matter) if _is_hidden(facts, matter) else matter.procedure
    return stage if usual and any(state.key == stage for state in usual.states) else OWN


def limit_key(facts: Facts, matter: Matter, limit: str) -> str:
    """Give the key of a time limit, as a figure has it."""
    usual = _usual(facts, matter) if _is_hidden(facts, matter) else matter.procedure
    return limit if usual and usual.limit(limit) else OWN


def stage_title(facts: Facts, matter: Matter, stage: str) -> str:
    """Give the title of a stage."""
    if not _is_hidden(facts, matter):
        return law(matter.procedure.state(stage).title)
    usual = _usual(facts, matter)
    known = {state.key: state.title for state in usual.states} if usual else {}
    return law(known[stage]) if stage in known else _("A stage of the parties' own text")


def limit_title(facts: Facts, matter: Matter, limit: str) -> str:
    """Give the title of a time limit."""
    usual = _usual(facts, matter) if _is_hidden(facts, matter) else matter.procedure
    found = usual.limit(limit) if usual else None
    return law(found.title) if found else _("A limit of the parties' own text")


def provision(facts: Facts, matter: Matter, under: Sequence[Citation]) -> str:
    """Cite the first provision on which something stands; of a text that the parties recorded only that they agreed."""
    first = next(iter(under), PRODUCT)
    is_known = first.is_product or first.instrument in instruments.instruments()
    return cite(first).long if is_known or not _is_hidden(facts, matter) else _("As the parties agreed")


def _is_hidden(facts: Facts, matter: Matter) -> bool:
    """Say whether the titles of a case bear words of its parties that the report may not tell."""
    recorded: Any = matter.procedure.terms.get("texts")
    return bool(recorded) and facts.scope.reach is not Reach.FULL


def _usual(facts: Facts, matter: Matter) -> Procedure | None:
    """Give the procedure as it is without what parties recorded."""
    form = facts.forms.get(matter.key)
    return form.with_defaults() if form else None
