"""Acting in the name of another State: which instrument lets a State be represented in a procedure, and by whom.

Law: LC IX lets a State without diplomatic relations with the launching State ask another State to present its claim or
otherwise represent its interests, or present it through the Secretary-General; MOON 15(3) lets a State Party take part
in consultations through another State Party or the Secretary-General. A procedure declares what applies to it, beside
its form. Whether there are diplomatic relations is for the States to say: nothing here decides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from .frozen import dataclass
from .words import Citation, Source

STATE, SECRETARY_GENERAL = "state", "secretary_general"
WAYS: Mapping[str, str] = MappingProxyType({
    STATE: "Through another State",
    SECRETARY_GENERAL: "Through the Secretary-General of the United Nations",
})  # fmt: skip
OFFICE_OF_THE_SECRETARY_GENERAL = "OOSA"
"""The party by which the Secretary-General acts in practice (procedures.md 0.3)."""
_LC, _MOON = Source("LC"), Source("MOON")


@dataclass(frozen=True, slots=True)
class Represents:
    """What lets a party of a procedure act through another: the provision, in which ways, and, where it applies to some
    cases of the procedure alone, which term of theirs says so."""

    under: Citation
    ways: tuple[str, ...] = (STATE, SECRETARY_GENERAL)
    term: str = ""
    value: str = ""

    def __post_init__(self) -> None:
        if strange := set(self.ways) - set(WAYS):
            raise ValueError(f"nobody is represented in these ways: {', '.join(sorted(strange))}")

    def allows(self, terms: Mapping[str, Any]) -> bool:
        """Say whether the provision applies to a case that runs on these terms."""
        return not self.term or terms.get(self.term) == self.value


CLAIMS = Represents(_LC("IX"))
"""A claim under the Liability Convention."""
LUNAR_TALKS = Represents(_MOON("15(3)"), term="profile", value="moon-agreement")
"""Consultations under the Moon Agreement, of cases that run on that profile."""


def may_be_represented(
    allowed: Iterable[Represents], instrument: str, way: str, terms: Mapping[str, Any] | None = None
) -> bool:
    """Say whether an instrument, by its key, lets a procedure be followed in a way; with `terms` in a case on these."""
    return any(
        one.under.instrument == instrument and way in one.ways and (terms is None or one.allows(terms))
        for one in allowed
    )
