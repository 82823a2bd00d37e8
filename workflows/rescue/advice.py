"""When rescue, the card of a mission, or the return of objects is what to open. Law: ARRA 1 to 5; OST V and VIII
between its parties; MOON 10 and 13 between theirs. No text knows a rescue card."""

from __future__ import annotations

from workflows.kernel.advice import (
    AIRSPACE,
    BOTH,
    CELESTIAL,
    COMPLETED,
    DEEP_SPACE,
    EARTH,
    EARTH_ORBIT,
    IN_SPACE,
    OURS,
    OWN,
    PLANNED,
    UNDER_WAY,
    Advice,
    Caution,
    Ground,
)
from workflows.kernel.language import PRODUCT
from workflows.rescue.law import ARRA, MOON, OST

ANYWHERE = (EARTH, AIRSPACE, *IN_SPACE)
HAPPENED = (UNDER_WAY, COMPLETED)
NOT_YET = "Nothing has happened yet; what rescuers would have to know can be kept ready in a rescue card."
NO_SIGNAL = "People and things are rescued and returned; a disturbed signal is another matter."
ON_BODIES = "The Moon Agreement speaks of the Moon and other celestial bodies."

PERSONS = Advice(
    grounds=(
        Ground(
            matters=("persons_in_distress",), stages=HAPPENED, places=(EARTH, AIRSPACE), binds=OWN,
            under=(ARRA("1"), ARRA("2"), ARRA("4")), not_then=NOT_YET,
            why="Whoever learns of an accident, distress or unintended landing tells the launching authority and the "
                "Secretary-General at once, helps, and returns the people without condition.",
            not_there="The Rescue Agreement speaks of people who have come down; in space the Outer Space Treaty does.",
            voluntary="The Agreement does not bind you on that day: the same help is given, and recorded, voluntarily.",
        ),
        Ground(
            matters=("persons_in_distress",), stages=HAPPENED, places=ANYWHERE, binds=BOTH, under=OST("V"),
            not_then=NOT_YET, not_there=NO_SIGNAL,
            why="Astronauts are given all possible assistance; those of one State help those of another, and they are "
                "returned to the State of registry.",
        ),
        Ground(
            matters=("persons_in_distress",), stages=HAPPENED, places=(CELESTIAL,), binds=BOTH, special=True,
            under=MOON("10"), not_then=NOT_YET, not_there=ON_BODIES,
            why="Parties to the Moon Agreement safeguard the life and health of people on the Moon, and shelter those "
                "in distress.",
        ),
    )
)  # fmt: skip
CARD = Advice(
    grounds=(
        Ground(
            matters=("rescue_preparation",), stages=(PLANNED, UNDER_WAY), places=ANYWHERE, sides=(OURS,),
            under=(PRODUCT, ARRA("2")), not_there=NO_SIGNAL,
            why="What a rescuer has to know is sealed before the launch, and opened on an alert by an act on record.",
            not_then="A card is prepared for a mission that is to come or goes on.",
            not_theirs="A card is kept by the launching authority of the mission.",
        ),
    )
)  # fmt: skip
OBJECTS = Advice(
    grounds=(
        Ground(
            matters=("object_found", "reentry"), stages=HAPPENED, places=(EARTH, AIRSPACE), binds=OWN,
            under=(ARRA("5(1)"), ARRA("5(2)"), ARRA("5(3)")),
            why="Whoever finds a space object that has come down tells the launching authority and the "
                "Secretary-General; it is recovered and returned on request.",
            not_then="Nothing has come down yet; of what is expected one informs.",
            not_there="The Rescue Agreement speaks of objects that have come down to Earth.",
            voluntary="The Agreement does not bind you on that day: the object is told of and returned voluntarily.",
            cautions=(Caution("Where it is thought hazardous the launching authority makes it safe at once, under the "
                              "direction of the State where it lies.", ARRA("5(4)")),),
        ),
        Ground(
            matters=("object_found",), stages=HAPPENED, places=(EARTH, AIRSPACE, EARTH_ORBIT, CELESTIAL, DEEP_SPACE),
            binds=BOTH, under=OST("VIII", 3),
            why="Objects found outside the State of registry are returned to it, and it gives identifying data on "
                "request.",
            not_then="Nothing has been found yet.", not_there=NO_SIGNAL,
        ),
        Ground(
            matters=("object_found",), stages=HAPPENED, places=(CELESTIAL,), binds=BOTH, special=True, under=MOON("13"),
            why="A party to the Moon Agreement that learns of another’s crash or forced landing on the Moon tells it "
                "and the Secretary-General.",
            not_then="Nothing has come down yet.", not_there=ON_BODIES,
        ),
    )
)  # fmt: skip
