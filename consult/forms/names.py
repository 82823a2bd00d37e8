"""Names of inputs and anchors, and what a typed value looks like; the two halves of a form agree on it here.

The input of a question at `stations/0/band` is `f/stations/0/band`, its parts are `f/stations/0/band:from` and so on.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from workflows.kernel.values import is_absent

PREFIX = "f/"
UNKNOWN, WITHHELD, GIVEN, ROW = "unknown", "withheld", "given", "row"


class Posted(Protocol):
    """A form as it was sent: several values under one name are possible."""

    def get(self, key: str, default: str) -> str:
        """Answer the first value."""

    def getlist(self, key: str) -> list[str]:
        """Answer all values."""

    def keys(self) -> Iterable[str]:
        """Answer the names."""


def input_name(path: str, part: str = "") -> str:
    """Answer the name of an input."""
    return f"{PREFIX}{path}:{part}" if part else PREFIX + path


def anchor(path: str, part: str = "") -> str:
    """Answer the id of a question or of one of its inputs."""
    stem = "f-" + path.replace("/", "-")
    return f"{stem}--{part}" if part else stem


def as_text(value: Any) -> str:
    """Write any value as it may stand in an input; what is no text is shown as JSON rather than lost."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text.encode("utf-8", "replace").decode()


def part_of(value: Any, key: str) -> str:
    """Write one part of a composed value, empty where the value has no parts."""
    return as_text(value.get(key)) if isinstance(value, Mapping) else ""


def declared(value: Any) -> tuple[Any, bool, str]:
    """Take a value apart: what was given, whether it was declared unknown, the category under which it is withheld."""
    if not isinstance(value, Mapping) or not {UNKNOWN, WITHHELD} & set(value):
        return value, False, ""
    return value.get(GIVEN), bool(value.get(UNKNOWN)), as_text(value.get(WITHHELD))


def declare(given: Any, unknown: bool, category: str) -> Any:
    """Put a value together; one that is given and declared unknown or withheld keeps both, so that nothing is lost."""
    marks: dict[str, Any] = {UNKNOWN: True} if unknown else {}
    if category:
        marks[WITHHELD] = category
    if not marks:
        return given
    return marks if is_absent(given) else {**marks, GIVEN: given}
