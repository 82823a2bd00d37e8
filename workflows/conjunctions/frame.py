"""Where a conjunction can be: roles, states, states of the tracks, limits, dates for the calendar.

The closest approach is no period of the product: it comes whatever anybody agrees, so that nothing here is suspended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows.asking.rows import ACKNOWLEDGED, RECEIVED, SERVED, SILENT, UNANSWERED, Asking
from workflows.conjunctions.terms import CONTACTS, ConjunctionTerms
from workflows.kernel.fragments import COMMON_STATES, SUSPENDED, common_steps, joining
from workflows.kernel.language import (
    FINAL,
    OWN,
    PRODUCT,
    RESTING,
    Happening,
    Role,
    Standard,
    State,
    Step,
    TimeLimit,
    TrackSet,
    Until,
)
from workflows.kernel.limits import PHYSICAL

SEARCH = "search"
"""The file of the case that those read who are asked whose object it is."""
WARNING = Role("warning", "the State that warns")
CONCERNED = Role("concerned", "a State concerned")
SOURCE = Role("source", "whoever is asked whose object it is", stake=False, reads=(SEARCH,))
OF, ASKED, INTENT = "concerned", "source", "intention"
SOUGHT, WARNED, CONTACT, AGREED, PASSED = "operator_sought", "warned", "in_contact", "manoeuvre_agreed", "passed"
STOOD_DOWN, REPORTED, NO_REPLY = "stood_down", "closed_reported", "closed_no_reply"
TALKING = (WARNED, CONTACT, AGREED)
LIVE = (SOUGHT, *TALKING, PASSED)
RESTS = (STOOD_DOWN, NO_REPLY)
ENDED = (*RESTS, REPORTED)
IN_TOUCH, MOVES, KEEPS = "in_contact", "manoeuvres", "keeps_orbit"
NEUTRAL = "No reply is recorded. Silence says nothing of what the other object will do: act as if it did nothing."
# fmt: off

STATES = (
    State("draft", "The warning is being prepared; nobody else sees it"),
    State(SOUGHT, "It is asked whose the other object is; the closest approach is coming on"),
    State(WARNED, "The States concerned are warned"),
    State(CONTACT, "Operators are in contact; orbital data are exchanged"),
    State(AGREED, "It is agreed who manoeuvres, or that nobody does"),
    State(PASSED, "The time of closest approach has passed; the note on it is due", label="Closest approach passed"),
    State(STOOD_DOWN, "Whoever warned sees no risk any more; a new screening takes it up again", RESTING),
    State(NO_REPLY, "Closed with a note; no reply is recorded", RESTING, "Closed: no reply recorded"),
    State(REPORTED, "Closed with a note after the closest approach", FINAL, "Closed: reported"),
    *(state for state in COMMON_STATES if state.key != SUSPENDED),
)
CONCERNS = TrackSet(OF, SERVED, (
    State(SERVED, "Sent; receipt is not proved yet"),
    State(RECEIVED, "Receipt is proved"),
    State(ACKNOWLEDGED, "Has given a first word; nothing is conceded by that"),
    State(IN_TOUCH, "Its operator is in contact", label="Operator in contact"),
    State(SILENT[0], "The period has passed; silence says nothing", label="No reply recorded"),
    State(SILENT[1], "The period of grace has passed too", label="No reply recorded, grace passed"),
    State("not_ours", "Says that the object is not its own"),
), "State concerned", CONCERNED.key, gone=("not_ours",), ends=(IN_TOUCH, SILENT[1]), level="C2")
SOURCES = TrackSet(ASKED, "asked", (
    State("asked", "Is asked whose object it is"),
    State("answered", "Has answered"),
), "State asked about the object", SOURCE.key, ends=("asked", "answered"), level="C2", file=SEARCH)
INTENTIONS = TrackSet(INTENT, MOVES, (
    State(MOVES, "Means to manoeuvre"),
    State(KEEPS, "Means to keep its orbit"),
), "intention", ends=(MOVES, KEEPS), level="C2")
ANSWERED = (ACKNOWLEDGED, IN_TOUCH)
WORDLESS = (*UNANSWERED, *SILENT)
SHAPE = Asking(WARNING, OF, (WARNED,), (*TALKING, PASSED), RESTS, NEUTRAL, ANSWERED, UNANSWERED)


def limits(terms: ConjunctionTerms) -> tuple[TimeLimit, ...]:
    """Give the limits: the closest approach itself, and periods none of which is law."""
    return (
        TimeLimit("closest_approach", Until("tca"), PRODUCT, title="Closest approach", takes="pass_closest_approach",
                  zone="UTC"),
        TimeLimit("enquiry", terms.enquiry, terms.cite("enquiry"), title="Answer whose object it is", per=ASKED),
        TimeLimit("acknowledgement", terms.acknowledgement, terms.cite("acknowledgement"), title="First word", per=OF,
                  takes="no_answer"),
        TimeLimit("grace", terms.grace, terms.cite("grace"), title="Grace", per=OF, takes="enter_silent_closed"),
        TimeLimit("data", terms.data, terms.cite("data"), title="Orbital data of the State concerned", per=OF),
        TimeLimit("data_of_warner", terms.data, terms.cite("data"), title="Orbital data of the State that warned",
                  per=OF, waits_for="warning"),
        TimeLimit("note", terms.note, terms.cite("note"), title="Note after the closest approach", owner="warning"),
    )


def standards(terms: ConjunctionTerms) -> tuple[Standard, ...]:
    """What the guideline asks for without a number."""
    return (Standard("in_time_for_the_approach", CONTACTS, "in time for the approach", until="tca",
                     since="serve_warning", target=terms.lead),)


HAPPENINGS = (Happening("closest_approach", "Closest approach", "tca", kind=PHYSICAL, states=(SOUGHT, *TALKING)),)


def common() -> Iterator[Step]:
    """The universal transitions but suspension, and the joining of a third State; whoever was asked whose object it is
    learns how the case ends."""
    for row in common_steps(WARNING, ("draft", *LIVE), ENDED):
        states = tuple(state for state in row.frm if state != SUSPENDED)
        ends = row.key in ("withdraw", "supersede", "void_error") and row.tell != OWN
        if row.key != "suspend" and states:
            yield replace(row, frm=states, file=SEARCH if ends else row.file)
    yield from joining(TALKING, OF, ("acknowledgement",))
