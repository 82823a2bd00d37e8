"""Cases that are opened from within others, which do not name them: the other case says nothing of it."""

from __future__ import annotations

from .frozen import dataclass


@dataclass(frozen=True, slots=True)
class Beside:
    """How a procedure's cases are opened from within another one: the step that opens the talks, the question for the
    other case's reference, how the button is called, the question for the other parties to that case, and whether the
    party that filed it may open one."""

    step: str
    field: str
    title: str
    whom: str = ""
    filer: bool = False
