"""Where a rescue of persons can be: terms, roles, states, offers of help, time limits.

Law: ARRA 1 to 4 set standards without a number; every period here is a product default.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.fragments import suspension_limit
from workflows.kernel.language import (
    FINAL,
    PRODUCT,
    Exempt,
    FromFiling,
    Period,
    Role,
    Standard,
    State,
    TimeLimit,
    TrackSet,
)
from workflows.kernel.terms import Terms, term
from workflows.rescue.law import ARRA_BASIS, BASES, OPERATION, Basis

REPORTING = Role("reporting", "the State that learned of it")
DIRECTING = Role("directing", "the State that directs the operation")
HELPER = Role("helper", "a State that helps", stake=False, reads=(OPERATION,))
REGISTRY = Role("registry", "the State of registry of the craft", stake=False, reads=(OPERATION,))
OWNER = Role("owner", "whoever owns equipment that was used", stake=False, reads=(OPERATION,))
ACTING = REPORTING | DIRECTING
RUNNING = ("notified", "search_rescue", "persons_found", "returning")
LIVE = ("alert", *RUNNING, "returned")
ENDED = ("closed", "stood_down")
DUE = "public_announcement_due"


@dataclass(frozen=True)
class RescuePersonsTerms(Terms):
    """Terms of rescue and return of persons."""

    basis: str = term(ARRA_BASIS, "The treaty on which the case rests.", options=BASES)
    call: Period = term(Period(hours=1), "Word by telephone to the launching authority, from learning of it.")
    note: Period = term(Period(hours=24), "Notice in writing, from learning of it.")
    progress: Period = term(Period(hours=6), "Report on progress; recurs while the operation runs.")
    hand_over: Period = term(Period(hours=72), "Return of the persons, from finding them.")
    final_report: Period = term(Period(days=7), "Final report, from the return.")


# fmt: off
STATES = (
    State("draft", "Nothing is recorded yet; nobody else sees it"),
    State("alert", "Information was received, or a discovery made"),
    State("notified", "Launching authority and Secretary-General are told, or a public announcement is made"),
    State("search_rescue", "Search and rescue are under way under the direction of a State", label="Search and rescue"),
    State("persons_found", "The persons are located and in care"),
    State("returning", "The hand-over is arranged"),
    State("returned", "The persons were handed to representatives; the final report is due"),
    State("closed", "The final report is on record", FINAL),
    State("stood_down", "It was a false alarm, or the persons recovered by themselves", FINAL),
)
OFFERS = TrackSet("offer", "offered", (
    State("offered", "Help was offered"),
    State("accepted", "The help is accepted and directed"),
    State("declined", "The help is not needed now"),
), "offer of help", ends=("offered", "accepted", "declined"), level="C2", file=OPERATION)


def limits(terms: RescuePersonsTerms) -> tuple[TimeLimit, ...]:
    """Give the limits; none of them is law."""
    learned = FromFiling("learned_at")
    return (
        TimeLimit("call", terms.call, terms.cite("call"), learned, "Word by telephone", owner="reporting"),
        TimeLimit("note", terms.note, terms.cite("note"), learned, "Notice in writing", owner="reporting"),
        TimeLimit("progress", terms.progress, terms.cite("progress"), title="Report on progress", owner="directing",
                  every=True),
        TimeLimit("hand_over", terms.hand_over, terms.cite("hand_over"), FromFiling("found_at"),
                  title="Return of the persons", owner="directing"),
        TimeLimit("final_report", terms.final_report, terms.cite("final_report"), title="Final report",
                  owner="directing"),
        suspension_limit(),
    )


def standards(terms: RescuePersonsTerms, basis: Basis) -> tuple[Standard, ...]:
    """Give the two standards without a number."""
    return (
        Standard("immediately", basis.inform, "immediately", since="information", target=terms.call),
        Standard("promptly", basis.hand_over, "safely and promptly", since="find", target=terms.hand_over),
    )


def exempt() -> tuple[Exempt, ...]:
    """Nobody directs before the operation begins."""
    early, why = ("draft", "alert", "notified"), "Nobody directs an operation that has not begun."
    return tuple(Exempt("nobody_is_stranded", f"{state}/directing", PRODUCT, why) for state in early)
