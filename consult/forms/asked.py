"""A question at its place in the form, and how its inputs are made."""

from collections.abc import Iterable, Mapping
from typing import Any

from consult.forms.choices import Offered
from consult.forms.names import anchor, as_text, input_name, part_of
from consult.forms.views import Control, Option
from workflows.kernel.fields import Field
from workflows.kernel.frozen import dataclass

Pairs = Iterable[tuple[str, str]]
Controls = tuple[Control, ...]


def options(pairs: Iterable[tuple[str, str]], value: str, blank: str | None = None) -> tuple[Option, ...]:
    """Make the options of a drop-down; a value that is not among them is added, so that it is not lost."""
    given = list(pairs)
    if value and value not in [key for key, _label in given]:
        given.append((value, value))
    empty = [] if blank is None else [("", blank)]
    return tuple(Option(key, str(label), key == value) for key, label in [*empty, *given])


@dataclass(frozen=True, slots=True)
class Asked:
    """One question at its place in the form."""

    spec: Field
    path: str
    value: Any
    offered: Offered

    def control(self, kind: str, part: str = "", label: str = "", value: str | None = None, **rest: Any) -> Control:
        """Make an input; without a value it shows the part of the same name, or the whole value as text."""
        if value is None:
            value = part_of(self.value, part) if part else as_text(self.value)
        return Control(input_name(self.path, part), anchor(self.path, part), kind, part, label, value, **rest)

    def choose(self, part: str, label: str, pairs: Pairs, value: str, blank: str, **rest: Any) -> Control:
        """Make a drop-down with a blank answer."""
        return self.control("select", part, label, value, options=options(pairs, value, blank), **rest)

    def whole_or_part(self, part: str) -> str:
        """Answer a part of the value, or all of a value that has no parts."""
        return part_of(self.value, part) if isinstance(self.value, Mapping) else as_text(self.value)
