"""A procedure as the law of a day has it: what it cites as soft law, and has hardened since, binds as law.

A citation of a provision that was law on the day says so, and with it every limit, standard, guard, step and question
that rests on it. A limit that has become law of a treaty or a nation is not extended on request any more, and no
suspension stops it. Cases opened before keep their edition, in which it is what it was.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from workflows.instruments.library import Library
from workflows.kernel.limits import BY_OTHER, TimeLimit
from workflows.kernel.procedure import Procedure
from workflows.kernel.words import Binding, Citation, Grade
from workflows.parties.reading import GRADES


def hardened(procedure: Procedure, library: Library, on: date) -> Procedure:
    """Give a procedure as the law of a day has it; the very same value where nothing that it cites has hardened."""
    if not library.has_hardened(on):
        return procedure
    changed = _Harder(library, on).of(procedure)
    return changed if isinstance(changed, Procedure) else procedure


class _Harder:
    """Walks a value and makes citations anew; a value in which none changes is given back itself."""

    def __init__(self, library: Library, on: date) -> None:
        self.library, self.on = library, on

    def of(self, value: Any) -> Any:
        """Give a value with its citations as they are on the day."""
        if isinstance(value, Citation):
            return self.citation(value)
        if isinstance(value, tuple):
            parts = tuple(self.of(part) for part in value)
            return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
        if not is_dataclass(value) or isinstance(value, type):
            return value
        held = {spec.name: getattr(value, spec.name) for spec in fields(value)}
        made = {name: self.of(one) for name, one in held.items()}
        changes = {name: new for name, new in made.items() if new is not held[name]}
        if not changes:
            return value
        return _limit(value, changes) if isinstance(value, TimeLimit) else replace(value, **changes)

    def citation(self, cited: Citation) -> Citation:
        """Give a soft citation as law where its provision has hardened; with the weaker of the two grades."""
        if cited.binding is not Binding.SOFT or cited.instrument not in self.library.instruments:
            return cited
        record = self.library.hardened_by(cited.instrument, cited.provision, self.on)
        if record is None:
            return cited
        grade = max(record.grade, str(cited.grade), key=GRADES.index)
        return replace(cited, binding=Binding(record.force), grade=Grade(grade))


def _limit(limit: TimeLimit, changes: dict[str, Any]) -> TimeLimit:
    """Let a limit bind as the first provision that it rests on, where that is what made it soft."""
    first = changes["under"][0] if changes.get("under") else None
    if first is not None and limit.binding is Binding.SOFT and first.binding is not Binding.SOFT:
        changes |= {"binding": first.binding, "grade": first.grade}
        if limit.extend is not None and limit.extend.by == BY_OTHER:
            changes["extend"] = None
    return replace(limit, **changes)
