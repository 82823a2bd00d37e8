"""When a consultation before a planned activity, its request, or a declaration of precaution is the one to use.

Law: OST IX second to fourth sentence between its parties; MOON 8(3) and 15(2) between theirs. What is over is for other
procedures. Not modelled: whether the interference is harmful, which is for those who consult.
"""

from __future__ import annotations

from workflows.article_ix.basis import MOON, OST
from workflows.kernel.advice import (
    BOTH,
    CELESTIAL,
    DEEP_SPACE,
    EARTH,
    EARTH_ORBIT,
    IN_SPACE,
    OURS,
    OWN,
    PLANNED,
    SPECTRUM,
    THEIRS,
    UNDER_WAY,
    Advice,
    Caution,
    Ground,
)
from workflows.kernel.language import PRODUCT

TO_COME = (PLANNED, UNDER_WAY)
WHERE = (*IN_SPACE, SPECTRUM)
OVER = (
    "Article IX speaks of what is planned or goes on. What is over is for information (Articles V and XI), for a claim "
    "for damage, or for the settlement of disputes; a planned next activity may be consulted on."
)
ELSEWHERE = "Article IX speaks of activities in outer space, the Moon and other celestial bodies included."
ON_BODIES = "The Moon Agreement speaks of the Moon and the other celestial bodies of the solar system."
NO_VETO = Caution("Nobody has a veto, and no answer is no consent: the duty is to consult before proceeding.", PRODUCT)
THE_DUTY_IS_THEIRS = (
    "The duty to consult is that of the State whose activity it is; the other side may ask it for consultation."
)
THE_REQUEST_IS_THEIRS = "A request is made by another State; the one whose activity it is consults of its own accord."

CONSULTING = Advice(
    grounds=(
        Ground(
            matters=("interference",), stages=TO_COME, places=WHERE, sides=(OURS,), binds=BOTH, under=OST("IX", 3),
            why="A State that has reason to believe that its planned activity would interfere harmfully consults before"
                " it proceeds.",
            not_then=OVER, not_there=ELSEWHERE, not_theirs=THE_DUTY_IS_THEIRS, cautions=(NO_VETO,),
            voluntary="The treaty does not bind both sides on that day: the same consultation is held on a voluntary "
                      "basis, and the record says so.",
        ),
        Ground(
            matters=("interference",), stages=TO_COME, places=(CELESTIAL,), sides=(OURS,), binds=BOTH, special=True,
            under=(MOON("8(3)"), OST("IX", 3)), not_then=OVER, not_there=ON_BODIES, not_theirs=THE_DUTY_IS_THEIRS,
            why="Between parties to the Moon Agreement an activity on a celestial body does not interfere with those of"
                " others, and consultations are held where it may.",
        ),
    )
)  # fmt: skip
REQUESTING = Advice(
    grounds=(
        Ground(
            matters=("interference",), stages=TO_COME, places=WHERE, sides=(THEIRS,), binds=BOTH, under=OST("IX", 4),
            why="A State that has reason to believe that another’s planned activity would interfere harmfully may ask "
                "for consultation; it need not be the one affected.",
            not_then=OVER, not_there=ELSEWHERE, not_theirs=THE_REQUEST_IS_THEIRS, cautions=(NO_VETO,),
            voluntary="The treaty does not bind both sides on that day: consultation may be asked for on a voluntary "
                      "basis, and the record says so.",
        ),
        Ground(
            matters=("interference",), stages=TO_COME, places=(CELESTIAL,), sides=(THEIRS,), binds=BOTH, special=True,
            under=(MOON("15(2)"), OST("IX", 4)), not_then=OVER, not_there=ON_BODIES, not_theirs=THE_REQUEST_IS_THEIRS,
            why="Between parties to the Moon Agreement a request for consultation is answered without delay.",
        ),
    )
)  # fmt: skip
PRECAUTION = Advice(
    grounds=(
        Ground(
            matters=("contamination",), stages=TO_COME, places=(EARTH, EARTH_ORBIT, CELESTIAL, DEEP_SPACE),
            sides=(OURS,), binds=OWN, under=OST("IX", 2),
            why="States avoid harmful contamination of celestial bodies, and adverse changes on Earth from matter "
                "brought back; what is done for it is declared.",
            not_then="A declaration of precaution is made before or while something is done; what has happened is for "
                     "information, consultation on what follows, or a claim.",
            not_there="Contamination here is that of celestial bodies, and of the Earth by matter from beyond it.",
            not_theirs="The declaration is that of the State whose activity it is; another one may ask it for "
                       "consultation.",
            voluntary="The treaty does not bind you on that day: the declaration is made voluntarily.",
            cautions=(Caution("The duty to consult stands beside it; neither waits for the other.", OST("IX", 3)),),
        ),
    )
)  # fmt: skip
