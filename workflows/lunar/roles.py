"""Roles in the lunar mechanism, and how a case convenes those who take part in it.

Law: none; the classes are those of the charter. Who is in a class is read from the cases of participation alone, on
the day on which a step is taken. Not modelled: delegations, and credentials beyond a person's mandate.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from workflows.kernel.guards import Guard
from workflows.kernel.guards_of_rolls import Missing
from workflows.kernel.language import OFFICE, STAY, Actor, Citation, Names, Role, Roll, Step
from workflows.lunar.charter_values import ASSOCIATE as ASSOCIATES
from workflows.lunar.charter_values import CLASSES, Charter
from workflows.lunar.charter_values import MEMBER as MEMBERS
from workflows.lunar.charter_values import OBSERVER as OBSERVERS

PARTICIPATION = "lunar_participation"
"""The procedure by which one comes to take part."""
MEMBER = Role(MEMBERS, "a member")
ASSOCIATE = Role(ASSOCIATES, "an associate member", stake=False)
OBSERVER = Role(OBSERVERS, "an observer", stake=False)
CHAIR = Role("chair", "a chair", stake=False, office=True)
SECRETARIAT = Role("secretariat", "the secretariat", stake=False, office=True)
ROLES = (MEMBER, ASSOCIATE, OBSERVER, CHAIR, SECRETARIAT)


def convened(charter: Charter) -> tuple[Names, ...]:
    """Name everybody in a case of the mechanism: each class by its roll, chairs and secretariat by the charter."""
    rolls = tuple(Names(key, roll=Roll(PARTICIPATION, charter.key, key)) for key in CLASSES)
    return (*rolls, *officers(charter))


def newcomers(
    named: tuple[Names, ...], frm: tuple[str, ...], under: Citation, *, by: Actor = SECRETARIAT, file: str = ""
) -> Step:
    """Let whoever came on a roll after the case began take its place in it."""
    late: tuple[Guard, ...] = tuple(Missing(one.roll, one.role) for one in named if one.roll)
    return Step(
        "include_newcomers", frm, STAY, by, OFFICE, under, names=named, when=reduce(or_, late), tell="all", level="C1",
        file=file, title="Name those who came to take part since",
        added="Who came to take part later has the rights of its class in what is still open.",
        effect="Everybody who takes part in the mechanism today is in this case, in its class.",
    )  # fmt: skip


def officers(charter: Charter) -> tuple[Names, ...]:
    """Name the chairs and the secretariat."""
    return Names(CHAIR.key, parties=charter.chairs), Names(SECRETARIAT.key, parties=(charter.secretariat,))
