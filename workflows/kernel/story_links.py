"""Cases of a story that an act of another one opens: does the case told fit the one that is opened?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .acts import Act, Effect
from .procedure import Procedure
from .story import Event, Part, Story
from .terms import plain_value


def begun(acts: Iterable[Act]) -> Iterator[Effect]:
    """Give what acts open: the kind of link, the procedure and its terms."""
    for act in acts:
        for _word, *told in act.effects_of("begin"):
            yield tuple(told)


def check_fit(story: Story, event: Event, other: tuple[Part, Procedure, bool], told: Effect) -> None:
    """Raise StoryError where the case of the story is not the one that the act opens."""
    part, procedure, is_open = other
    kind, key, terms = told
    if is_open:
        raise story.wrong(event.line_of("step"), f"the {kind} opens a case, and the story has opened it before")
    if key != procedure.key:
        raise story.wrong(part.line_of("procedure", "agreement"), f"the {kind} opens “{key}”, not “{procedure.key}”")
    for term, value in terms:
        now = plain_value(procedure.terms.get(term))
        if now != value:
            why = f"the {kind} opens it with {term} = “{value}”, the case of the story has “{now}”"
            raise story.wrong(part.line_of(term, "terms", "procedure", "agreement"), why)
