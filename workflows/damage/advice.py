"""When a claim for damage, apportionment or recourse is what to open.

Law: LC II to V, VII to XI; IGA98 16, 17(2). What bars a claim in the end (a waiver, nationality, another remedy) needs
facts that the case itself asks for, and stands here as a caution.
"""

from __future__ import annotations

from workflows.damage.frame import LC
from workflows.kernel.advice import (
    AIRSPACE,
    BOTH,
    COMPLETED,
    EARTH,
    IN_SPACE,
    OURS,
    THEIRS,
    UNDER_WAY,
    Advice,
    Caution,
    Ground,
    Late,
)
from workflows.kernel.language import Period, Source

IGA = Source("IGA98")
HAPPENED = (UNDER_WAY, COMPLETED)
NO_DAMAGE = "No damage has been done yet; before it is, there is consultation."
VICTIM = (
    "A claim is presented by the State that was damaged against a launching State; where that one is not known, help "
    "to identify the object is asked for first."
)
BARS = (
    Caution("Own nationals of the launching State, and foreigners who took part in the operation, are not covered.",
            LC("VII")),
    Caution("No claim while the same damage is pursued before courts or under another binding agreement.", LC("XI(2)")),
    Caution("Between partners of a station a cross-waiver may exclude the claim; its questions are asked before the "
            "claim is presented.", IGA("16")),
)  # fmt: skip
YEAR = Late(
    Period(years=1),
    "More than a year has passed since that day: the claim has to rest on later identification of the launching State, "
    "or on facts that were not known before.",
    LC("X(1)"),
)

CLAIM = Advice(
    grounds=(
        Ground(
            matters=("damage",), stages=HAPPENED, places=(EARTH, AIRSPACE), sides=(THEIRS,), binds=BOTH,
            under=(LC("II"), LC("VIII(1)"), LC("IX")), cautions=BARS, late=YEAR, not_then=NO_DAMAGE, not_theirs=VICTIM,
            why="For damage on the surface of the Earth or to aircraft in flight a launching State is liable whether "
                "or not there was fault.",
            not_there="Absolute liability is for the surface of the Earth and for aircraft in flight; elsewhere fault "
                      "decides.",
        ),
        Ground(
            matters=("damage",), stages=HAPPENED, places=IN_SPACE, sides=(THEIRS,), binds=BOTH,
            under=(LC("III"), LC("VIII(1)"), LC("IX")), cautions=BARS, late=YEAR, not_then=NO_DAMAGE, not_theirs=VICTIM,
            why="For damage elsewhere, to another launching State’s object or the people and property aboard, a "
                "launching State is liable where there was fault.",
            not_there="Liability for fault is for damage elsewhere than on the surface of the Earth.",
        ),
    )
)  # fmt: skip
AMONG_THOSE_LIABLE = "Those who may be liable talk among themselves; whoever was damaged learns of nothing there."
APPORTIONING = Advice(
    grounds=(
        Ground(
            matters=("shared_liability",), sides=(OURS,), binds=BOTH, under=LC("V(2)"), not_theirs=AMONG_THOSE_LIABLE,
            why="Those who launch together may agree on how they share what they are liable for; towards whoever was "
                "damaged each stays liable for the whole.",
        ),
        Ground(
            matters=("shared_liability",), sides=(OURS,), binds=BOTH, under=IGA("17(2)"), special=True,
            not_theirs=AMONG_THOSE_LIABLE,
            why="On a claim, partners of the station consult promptly on liability, its apportionment and the defence.",
        ),
    )
)  # fmt: skip
RECOURSE = Advice(
    grounds=(
        Ground(
            matters=("paid_claim",), stages=(COMPLETED,), binds=BOTH, under=(LC("V(2)"), LC("IV(2)")),
            why="Whoever paid may claim from the others that are liable with it: by what they agreed, by fault, else "
                "in equal parts.",
            not_then="Recourse follows payment; before it those liable consult among themselves.",
        ),
    )
)  # fmt: skip
AWARD = Advice(not_by_itself="An award is put on record from within the claim for which the Commission was set up.")
