"""Where a case of interference can be: roles, states, states of tracks, limits, the standard without a number.

Case state, the track of each administration, and what is on the air are three things; only measurements tell the last.
"""

from __future__ import annotations

from workflows.kernel.fragments import entrants, suspension_limit
from workflows.kernel.language import (
    FINAL,
    RESTING,
    Role,
    Standard,
    State,
    TimeLimit,
    TrackSet,
)
from workflows.radio.law import HANDLING, InterferenceTerms

MEASUREMENTS = "measurements"
"""The file of the case that those who monitor and the Bureau read."""
REPORTER = Role("reporter", "the administration that reports")
SOURCE = Role("source", "the administration responsible for the source")
VICTIM = Role("victim", "another administration that suffers")
MONITOR = Role("monitor", "whoever helps to locate the source", stake=False, reads=(MEASUREMENTS,))
BUREAU = Role("bureau", "the Radiocommunication Bureau", stake=False, office=True, reads=(MEASUREMENTS,))

FOUND = ("source_identified", "operator_contact")
LOCATING = ("detected", "source_unknown", *FOUND)
ANSWERING = ("report_sent", "acknowledged", "investigating")
WITH_BUREAU = ("bureau_informed", "bureau_assistance", "board_considered")
PERSISTING = ("persisting", *WITH_BUREAU)
REPORTED = (*ANSWERING, "mitigated_provisional", *PERSISTING)
LIVE = (*LOCATING, *REPORTED)
ENDED = ("resolved", "unresolved_closed", "referred")
UNHEARD = ("contacted", "announced", "reported", "received", "silent")
HEARD = ("acknowledged", "investigating", "denied", "ceased", "persisting")

# fmt: off
STATES = (
    State("draft", "Nothing is recorded yet; nobody else sees it"),
    State("detected", "Interference is measured and logged"),
    State("source_unknown", "The source is not located; help in monitoring may be asked"),
    State("source_identified", "The probable station is known"),
    State("operator_contact", "The operator of the station is spoken to directly"),
    State("report_sent", "The report is with the administration responsible for the source"),
    State("acknowledged", "Receipt is acknowledged, and nothing is admitted by that", label="Receipt acknowledged"),
    State("investigating", "The administration responsible for the source looks into it, or has said why it is not its "
          "station"),
    State("mitigated_provisional", "The emission has ceased; a time of observation runs", label="Ceased, under "
          "observation"),
    State("persisting", "The interference goes on, or no reply is recorded; nothing is admitted by silence"),
    State("bureau_informed", "The Bureau has the details, for information"),
    State("bureau_assistance", "The Bureau is asked to act", label="Bureau asked to act"),
    State("board_considered", "The Radio Regulations Board has considered the case", label="Considered by the Board"),
    State("resolved", "The interference has ended; a recurrence soon after reopens the case", RESTING),
    State("unresolved_closed", "The reporter pursues it no further; a recurrence soon after reopens the case", RESTING,
          "Closed unresolved"),
    State("referred", "Pursued by other means, which are named", FINAL),
)
SOURCES = TrackSet("administration", "reported", (
    State("contacted", "Knows of the contact with the operator"),
    State("announced", "Was told that a report comes, whose details are for it alone"),
    State("reported", "Was sent the report; receipt is not proved yet"),
    State("received", "Receipt is proved"),
    State("acknowledged", "Has acknowledged receipt, and no more"),
    State("investigating", "Looks into it"),
    State("denied", "Says that it is not its station, and gives its own data"),
    State("ceased", "Says that the emission has ceased"),
    State("persisting", "Was told that the emission goes on"),
    State("silent", "No reply is recorded; silence admits nothing", label="No reply recorded"),
), "administration", "source", ends=(*HEARD, *UNHEARD[:2], "silent"), level="C2", file=MEASUREMENTS)
VICTIMS = TrackSet("victim", "named", (
    State("named", "Suffers from the same source, as is said; has not reported yet"),
    State("reported", "Has reported; its own period for an answer runs"),
    State("answered", "Its report was answered"),
    State("unanswered", "No answer is recorded; silence admits nothing", label="No answer recorded"),
    State("persisting", "Says that the emission goes on"),
    State("clear", "Suffers no more, or never did"),
), "administration that suffers", "victim", gone=("clear",), passive=("named",), ends=("answered", "clear"),
    level="C2", file=MEASUREMENTS)
MONITORS = TrackSet("monitor", "asked", (
    State("asked", "Was asked to measure, or offered to"),
    State("answered", "Has said what its measurements show"),
), "monitoring State", "monitor", ends=("asked", "answered"), level="C2", file=MEASUREMENTS)
TRACKS = (SOURCES, VICTIMS, MONITORS, entrants())


def limits(terms: InterferenceTerms) -> tuple[TimeLimit, ...]:
    """Give the limits; none of them is law."""
    def aim(key: str, title: str, owner: str, takes: str | None = None, proposes: str | None = None) -> TimeLimit:
        return TimeLimit(key, getattr(terms, key), terms.cite(key), title=title, owner=owner, takes=takes,
                         proposes=proposes)

    return (
        aim("location", "Location of the source", "reporter"),
        aim("operator", "Answer of the operator", "source"),
        aim("form", "Report in writing after the call", "reporter"),
        aim("acknowledgement", "Acknowledgement", "source"),
        aim("reply", "Word from the administration responsible", "source", takes="silence"),
        aim("remedy", "Remedy", "source", takes="silence"),
        aim("clean", "Observation", "source", proposes="enter_resolved"),
        TimeLimit("victim_answer", terms.victim_answer, terms.cite("victim_answer"), title="Answer to another report",
                  per=VICTIMS.key, waits_for="source", takes="no_answer"),
        aim("recurrence", "Time in which a recurrence reopens the case", "reporter"),
        suspension_limit(),
    )


def standards(terms: InterferenceTerms) -> tuple[Standard, ...]:
    """The rule's own word on time, beside the product's aim."""
    return (Standard("quickest_means", HANDLING, "by the quickest means available", since="send_report",
                     target=terms.acknowledgement),)
