"""What passes between two States and is counted: visits, requests and their answers, information, help, returns.

A procedure declares which of its steps count, as what, and in which role the other State receives it. Counts are facts:
reciprocity is defined by no text, and nothing here says what is owed. It stands beside the procedure and not in its
edition, so that older cases are counted too.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .frozen import dataclass

KINDS: Mapping[str, str] = MappingProxyType({
    "visits_asked": "Visits asked for",
    "visits_received": "Visits received",
    "visits_declined": "Visits declined",
    "told_before": "Activities told beforehand",
    "consultations_asked": "Consultations asked for",
    "requests_accepted": "Requests accepted",
    "requests_declined": "Requests declined",
    "information_opened": "Information and data opened",
    "information_refused": "Information refused",
    "help_given": "Help given",
    "help_declined": "Help declined",
    "returned": "People and objects returned",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """A step that counts: as what, and which role the State holds that it was told to; any role where none is named."""

    step: str
    what: str
    toward: str = ""

    def __post_init__(self) -> None:
        if self.what not in KINDS:
            raise ValueError(f"nothing is counted as “{self.what}”; known are {', '.join(KINDS)}")
