"""Legal subjects that station agreements raise, so that cases can be found, and reported, by what they are about.

A closed list. A procedure declares those that its cases have unless something else is said; a case says so itself when
it is opened, or by an act of a procedure that asks for it. They decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from .actors import ANY_PARTY
from .fields import OPTIONAL, Filing, choice, long_text
from .steps import STAY, Step
from .words import PRODUCT, Capacity

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


FACT = "subjects"
"""The fact under which a case keeps its own, between bars; without it those of its procedure hold."""


def written(subjects: Iterable[str]) -> str:
    """Write subjects as a case keeps them, each between bars, in the order of the list; raises ValueError for one that
    is not in it."""
    given = set(subjects)
    if strange := given - set(SUBJECTS):
        raise ValueError(f"there is no legal subject “{'”, “'.join(sorted(strange))}”")
    return "|" + "".join(f"{key}|" for key in SUBJECTS if key in given)


def subjects_of(facts: Mapping[str, object], usual: tuple[str, ...]) -> tuple[str, ...]:
    """Give the subjects of a case by its facts, else those that are usual in its procedure."""
    own = facts.get(FACT)
    return usual if own is None else tuple(key for key in SUBJECTS if f"|{key}|" in str(own))


class SubjectsStated(Filing):
    """Legal subjects of the case."""

    subjects = choice("What the case is about, in law", SUBJECTS, PRODUCT, many=True)
    reason = long_text("Why", PRODUCT, need=OPTIONAL)


def stating_subjects(live: Iterable[str]) -> Step:
    """Let any party state what the case is about; the last statement holds, and decides nothing."""
    return Step("state_subjects", tuple(live), STAY, ANY_PARTY, Capacity.DISPATCH, PRODUCT, asks=SubjectsStated,
                keeps=(FACT,), tell="all", level="C2", title="State the legal subjects", common=True,
                added="Cases are found and reported by subject.",
                effect="The case is found under these subjects; nothing is decided by them.")  # fmt: skip
