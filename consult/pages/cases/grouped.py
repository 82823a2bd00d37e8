"""The procedures under which a case may be opened, in the groups of what can have happened.

The group of a procedure is that of the matter it is first used for, as its own advice says; one that is opened from
within another case stands apart, since hardly anybody begins with it.
"""

from collections.abc import Iterable

from consult.citations import law
from consult.i18n import _
from workflows import Form
from workflows.advising import matters
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FormChoice:
    """One procedure under which a case may be opened; `within` says why it is hardly ever opened by itself."""

    key: str
    title: str
    summary: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class FormGroup:
    """Procedures for matters of one kind."""

    key: str
    title: str
    choices: tuple[FormChoice, ...]


def choice_of(form: Form) -> FormChoice:
    """Draw up one procedure."""
    within = law(form.advice.not_by_itself) if form.advice else ""
    return FormChoice(form.key, law(form.title), law(form.with_defaults().summary), within)


def grouped(forms: Iterable[Form]) -> tuple[FormGroup, ...]:
    """Group procedures in the order of the list of matters, within a group by title."""
    known = matters()
    held: dict[str, list[FormChoice]] = {group: [] for group in (*(one.group for one in known.values()), "")}
    for form in sorted(forms, key=lambda one: law(one.title).casefold()):
        grounds = form.advice.grounds if form.advice else ()
        held[known[grounds[0].matters[0]].group if grounds else ""].append(choice_of(form))
    titles = {group: law(group) if group else _("Opened from within another case") for group in held}
    return tuple(
        FormGroup(f"group-{i}", titles[group], tuple(choices))
        for i, (group, choices) in enumerate(held.items(), 1)
        if choices
    )
