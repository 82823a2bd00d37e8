"""When a visit is the procedure to use. Law: OST XII and MOON 15(1); neither reaches a station in orbit."""

from __future__ import annotations

from workflows.article_xii.terms import MOON, OST
from workflows.kernel.advice import BOTH, CELESTIAL, PLANNED, THEIRS, Advice, Caution, Ground

PAST = "Notice is given of a projected visit; what has happened without it is for consultation or for a dispute."
ELSEWHERE = (
    "Article XII reaches what stands on the Moon or another celestial body. A station in orbit, or a site on Earth, is "
    "visited by invitation or under its own agreement."
)
THEIR_NOTICE = "The visitor gives the notice; the State whose facility it is answers in that case."

VISITING = Advice(
    grounds=(
        Ground(
            matters=("visit",), stages=(PLANNED,), places=(CELESTIAL,), sides=(THEIRS,), binds=BOTH, under=OST("XII"),
            why="Stations, installations, equipment and vehicles on celestial bodies are open to representatives of "
                "other parties on a basis of reciprocity, after reasonable advance notice.",
            not_then=PAST, not_there=ELSEWHERE, not_theirs=THEIR_NOTICE,
            cautions=(Caution("A host can name reasons of safety, of operations and of reciprocity; the text knows no "
                              "veto and no entry without terms.", OST("XII")),),
        ),
        Ground(
            matters=("visit",), stages=(PLANNED,), places=(CELESTIAL,), sides=(THEIRS,), binds=BOTH, special=True,
            under=MOON("15(1)"), not_then=PAST, not_there=ELSEWHERE, not_theirs=THEIR_NOTICE,
            why="Between parties to the Moon Agreement a visit does not depend on reciprocity.",
        ),
    )
)  # fmt: skip
