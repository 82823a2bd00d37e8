"""When information to other States or the Secretary-General is what to give. Law: OST V third paragraph, OST XI; MOON 5
between its parties; LTS B.9 and NPS principle 5, which bind nobody."""

from __future__ import annotations

from workflows.informing.terms import LTS, MOON, NPS, OST
from workflows.kernel.advice import CELESTIAL, IN_SPACE, OURS, OWN, Advice, Caution, Ground

IN_OUTER_SPACE = "The provision speaks of outer space, the Moon and other celestial bodies included."
THEIR_ACTIVITY = "Each State informs of its own activities; of another’s one asks, or consults."

DANGER = Advice(
    grounds=(
        Ground(
            matters=("danger",), places=IN_SPACE, binds=OWN, under=OST("V(3)"),
            why="Any phenomenon found in space that could endanger the life or health of astronauts is told at once, to"
                " the other parties or to the Secretary-General; whose it is does not matter.",
            not_there="The duty is for phenomena in outer space; for people in distress anywhere there is rescue.",
            voluntary="The treaty does not bind you on that day: the same is told voluntarily.",
        ),
    )
)  # fmt: skip
ACTIVITY = Advice(
    grounds=(
        Ground(
            matters=("information", "lunar_activity"), places=IN_SPACE, sides=(OURS,), binds=OWN, under=OST("XI"),
            why="A State informs the Secretary-General, the public and science of the nature, conduct, locations and "
                "results of its activities, to the greatest extent feasible and practicable.",
            not_there=IN_OUTER_SPACE, not_theirs=THEIR_ACTIVITY,
            voluntary="The treaty does not bind you on that day: information is given voluntarily.",
        ),
        Ground(
            matters=("information", "lunar_activity"), places=(CELESTIAL,), sides=(OURS,), binds=OWN, special=True,
            under=MOON("5(1)"), not_there="The Moon Agreement speaks of the Moon and other celestial bodies.",
            not_theirs=THEIR_ACTIVITY,
            why="A party to the Moon Agreement reports each mission soon after launch and every thirty days, and what "
                "it found on completion.",
        ),
        Ground(
            matters=("reentry",), under=(LTS("B.9"), NPS("principle 5")),
            why="What is known of an uncontrolled re-entry is told as soon as practicable, with updates; with a nuclear"
                " source aboard in good time and more often.",
            cautions=(Caution("Both texts bind nobody; the duty to inform of one’s activities stands behind them.",
                              OST("XI")),),
        ),
    )
)  # fmt: skip
