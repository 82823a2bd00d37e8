"""What a list is narrowed to by its address: words under names, of which an empty one narrows nothing."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Self

from workflows.kernel.frozen import dataclass

LONGEST = 80


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Filters by the names that they have in an address; each list adds its own, all of them words."""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """Read filters from an address, a form or a saved view."""
        return cls(**{name: str(given.get(name, "")).strip()[:LONGEST] for name in asdict(cls())})

    @property
    def chosen(self) -> dict[str, str]:
        """Give those that narrow something."""
        return {name: value for name, value in asdict(self).items() if value}
