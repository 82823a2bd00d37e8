"""Legal subjects that station agreements raise, so that cases can be found, and reported, by what they are about.

A closed list. A procedure declares those that its cases have unless something else is said; a case says so itself when
it is opened, or by an act of a procedure that asks for it. They decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SUBJECTS: Mapping[str, str] = MappingProxyType({
    "registration": "Registration",
    "jurisdiction": "Jurisdiction and control",
    "liability": "Liability",
    "safety": "Safety",
    "debris": "Debris",
    "interference": "Interference",
    "crew": "Crew",
    "rescue": "Rescue",
    "intellectual_property": "Intellectual property",
    "export_control": "Export control",
    "commercial_use": "Commercial use",
    "data": "Data",
})  # fmt: skip


def in_order(subjects: object) -> tuple[str, ...]:
    """Give those of some subjects that the list knows, in its order, each once."""
    given = set(subjects) if isinstance(subjects, (list, tuple, set, frozenset)) else set()
    return tuple(key for key in SUBJECTS if key in given)
