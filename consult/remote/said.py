"""An answer of an instance, read part by part: each is of the type that is expected, or the answer is refused.

What is not there reads as empty: an instance of another version says less or more. What is there in another type is
not an answer of an instance at all.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from consult.i18n import _
from consult.remote.faults import NotReached
from consult.remote.safe import line


class Said:
    """One object of an answer."""

    def __init__(self, value: Any, where: str = "") -> None:
        """Take an object; anything else is refused."""
        if not isinstance(value, dict):
            raise _strange(where or "/")
        self.value: Mapping[str, Any] = value
        self.where = where

    def _get(self, name: str, kind: type | tuple[type, ...], empty: Any) -> Any:
        found = self.value.get(name)
        if found is None:
            return empty
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            raise _strange(f"{self.where}/{name}")
        return found

    def text(self, name: str) -> str:
        """Give a text; empty where there is none."""
        return str(self._get(name, str, ""))

    def required(self, name: str) -> str:
        """Give a text that has to be there."""
        found = self.text(name)
        if not found:
            raise _strange(f"{self.where}/{name}")
        return found

    def whole(self, name: str) -> int | None:
        """Give a whole number; None where there is none."""
        found: int | None = self._get(name, int, None)
        return found

    def count(self, name: str) -> int:
        """Give a whole number that has to be there."""
        found = self.whole(name)
        if found is None:
            raise _strange(f"{self.where}/{name}")
        return found

    def yes(self, name: str) -> bool:
        """Say whether something is so; not where nothing is said."""
        return bool(self._get(name, bool, False))

    def part(self, name: str) -> "Said":
        """Give an object in it; one without members where there is none."""
        return Said(self._get(name, dict, {}), f"{self.where}/{name}")

    def parts(self, name: str) -> tuple["Said", ...]:
        """Give a list of objects in it."""
        found = self._get(name, list, [])
        return tuple(Said(one, f"{self.where}/{name}/{at}") for at, one in enumerate(found))

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a list of texts in it."""
        found = self._get(name, list, [])
        if not all(isinstance(one, str) for one in found):
            raise _strange(f"{self.where}/{name}")
        return tuple(found)

    def pairs(self, name: str) -> Iterator[tuple[str, "Said"]]:
        """Give the members of an object in it, each an object."""
        part = self.part(name)
        yield from ((key, part.part(key)) for key in part.value)


def _strange(where: str) -> NotReached:
    return NotReached(
        _(
            "What came is not an answer of an instance of Consult: %(where)s is missing or of another type.",
            where=line(where),
        )
    )
