"""What the keys of a procedure are called in the reader's language."""

from collections.abc import Iterator
from functools import cached_property

from consult.citations import law
from workflows.kernel.fields import Field
from workflows.kernel.procedure import Procedure
from workflows.kernel.words import humanise


class Names:
    """Words for the keys of one procedure; a key without words is shown as words made of itself."""

    def __init__(self, procedure: Procedure) -> None:
        """Keep the procedure."""
        self.procedure = procedure

    def state(self, key: str, of: str = "") -> str:
        """Name a state of the case, or of a set of tracks."""
        states = self.procedure.track_set(of).states if of else self.procedure.states
        return next((law(one.title) for one in states if one.key == key), humanise(key))

    def step(self, key: str) -> str:
        """Name a step by its first row."""
        rows = self.procedure.rows.get(key, ())
        return law(rows[0].title) if rows else humanise(key)

    def role(self, key: str) -> str:
        """Name a role."""
        found = self.procedure.role(key)
        return law(found.words(self.procedure)) if found else humanise(key)

    def limit(self, key: str) -> str:
        """Name a time limit."""
        found = self.procedure.limit(key)
        return law(found.title) if found and found.title else humanise(key)

    def track(self, of: str) -> str:
        """Name what the tracks of a set stand for."""
        found = next((one for one in self.procedure.tracks if one.key == of), None)
        return law(found.per) if found and found.per else humanise(of).lower()

    def field(self, key: str) -> str:
        """Name a question of some filing, which is also how a fact of the case is called."""
        found = self._fields.get(key)
        return law(found.label) if found else humanise(key)

    def option(self, field: str, value: str) -> str:
        """Name an answer to a question of choice."""
        found = self._fields.get(field)
        label = dict(found.options).get(value) if found else None
        return law(label) if label else humanise(value)

    @cached_property
    def _fields(self) -> dict[str, Field]:
        """All questions by key, the first of each."""
        found: dict[str, Field] = {}
        for one in self._questions():
            found.setdefault(one.key, one)
        return found

    def _questions(self) -> Iterator[Field]:
        """Give every question of every filing, and those within lists and groups."""
        for step in self.procedure.steps:
            waiting = list(step.filing.fields) if step.filing else []
            while waiting:
                one = waiting.pop(0)
                yield one
                waiting += one.of
