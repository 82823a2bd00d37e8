"""Rows on a conjunction, second part: new screenings, intentions, who manoeuvres, the time itself, the note.

Law: none says who moves. OST IX first sentence asks for due regard, LTS B.4 for contact; so each says what it means to
do, both may agree, and that both mean to move, or nobody does, is shown to all at once: it is a danger of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.asking import rows
from workflows.asking.papers import Remark
from workflows.conjunctions import papers
from workflows.conjunctions.frame import (
    AGREED,
    ANSWERED,
    CONCERNED,
    CONTACT,
    ENDED,
    INTENT,
    KEEPS,
    LIVE,
    MOVES,
    NO_REPLY,
    OF,
    PASSED,
    REPORTED,
    SOUGHT,
    STOOD_DOWN,
    TALKING,
    WARNING,
    WORDLESS,
)
from workflows.conjunctions.terms import ASSESS, LC, OST, REGARD
from workflows.conjunctions.warning import STILL_AHEAD
from workflows.dispute.beside import dispute_beside
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import NotToCome
from workflows.kernel.checks_of_parties import IsParty
from workflows.kernel.guards_of_sides import AboutAnother
from workflows.kernel.language import (
    BACK,
    CLOCK,
    DISPATCH,
    DRAFT,
    OWN,
    STAY,
    Ahead,
    EachOn,
    Flag,
    Link,
    Opens,
    Step,
    WhenThen,
    outcome,
)

PARTIES = WARNING | CONCERNED
BOTH, NEITHER = "both_mean_to_manoeuvre", "nobody_means_to_manoeuvre"
OLDER, ALONE = "agreed_on_older_data", "manoeuvred_without_agreement"
# fmt: off


def manoeuvring() -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_screening(), *_intentions(), *_agreement(), *_manoeuvre(), *_passed(), *_beside())


def _screening() -> Iterator[Step]:
    new: dict[str, Any] = {"keeps": ("tca",), "checks": (STILL_AHEAD,), "starts": ("closest_approach",), "tell": "all",
                           "title": "Update the screening"}
    effect = "The new time and distance are before all; what was known before stays on record."
    yield Step("update_screening", TALKING[:2], STAY, PARTIES, DRAFT, ASSESS, papers.Screening,
               voids=("agree_manoeuvre",), **new, effect=effect)
    yield Step("update_screening", AGREED, STAY, PARTIES, DRAFT, ASSESS, papers.Screening,
               flags=(Flag(OLDER, on_track=False),), **new,
               effect=f"{effect} What was agreed rests on older data, and stands until one of you reopens it.")
    yield Step("update_screening", STOOD_DOWN, BACK, PARTIES, DRAFT, ASSESS, papers.Screening, **new,
               added="A risk that was gone may come back; any side may say so.",
               effect="The warning is taken up again.")
    yield Step("stand_down", TALKING, STOOD_DOWN, WARNING, DRAFT, ASSESS, papers.StandDown, stops=("*",), tell="all",
               title="End the warning",
               effect="You see no risk any more. Whoever does may take the warning up again with a screening of its "
                      "own.")


def _intentions() -> Iterator[Step]:
    others_move, others_keep = AboutAnother(INTENT, (MOVES,)), AboutAnother(INTENT, (KEEPS,))
    said: dict[str, Any] = {"tell": "all"}
    yield Step("promise_manoeuvre", TALKING, STAY, PARTIES, DISPATCH, REGARD, papers.Promise,
               opens=Opens(INTENT, acting=True, anew=True, to=MOVES), clears=(NEITHER,),
               flags=(Flag(BOTH, others_move, on_track=False),),
               checks=(Ahead("burn_at", 0, REGARD),), **said, title="Announce a manoeuvre",
               effect="All learn what you mean to do. Where the other side means to manoeuvre too, that is shown at "
                      "once: two manoeuvres may undo each other.")
    resolves = g.OwnTrack(INTENT, (MOVES,)) & ~g.AnyTrack(INTENT, (MOVES,), 3)
    keep: dict[str, Any] = {
        "opens": Opens(INTENT, acting=True, anew=True, to=KEEPS), **said, "title": "Announce that the orbit is kept",
        "flags": (Flag(NEITHER, others_keep & ~others_move, on_track=False),),
        "effect": "All learn that you keep your orbit; where nobody means to manoeuvre, that is shown at once.",
    }
    yield Step("keep_orbit", TALKING, STAY, PARTIES, DISPATCH, REGARD, papers.Keeping, when=resolves,
               clears=(BOTH,), **keep)
    yield Step("keep_orbit", TALKING, STAY, PARTIES, DISPATCH, REGARD, papers.Keeping, when=~resolves, **keep)


def _agreement() -> Iterator[Step]:
    touched = g.AllTracks(OF, (*ANSWERED, *WORDLESS)) & g.AnyTrack(OF, ANSWERED)
    movers = (papers.ONE, papers.SEVERAL)
    yield Step("agree_manoeuvre", TALKING[:2], AGREED, WARNING & EachOn(OF, ANSWERED), DISPATCH, REGARD,
               papers.Agreement, when=touched, clears=(BOTH, NEITHER, OLDER), keeps=("agreed",),
               checks=(WhenThen("agreed", movers, "movers"), IsParty("movers")), title="Agree on who manoeuvres",
               effect="With the last hand it is agreed who manoeuvres, or that nobody does. It settles nothing on "
                      "liability.")
    yield Step("reopen_agreement", AGREED, CONTACT, PARTIES, DISPATCH, REGARD, papers.Reopening, tell="all",
               clears=(OLDER,), title="Reopen what was agreed",
               effect="What was agreed holds no more; tell at once what you mean to do instead.")


def _manoeuvre() -> Iterator[Step]:
    done: dict[str, Any] = {"checks": (NotToCome("carried_out_at"),), "tell": "all",
                            "title": "Report a manoeuvre"}
    yield Step("report_manoeuvre", AGREED, STAY, PARTIES, DRAFT, REGARD, papers.Manoeuvre, **done,
               effect="The manoeuvre and the orbit since are before all; screen anew.")
    yield Step("report_manoeuvre", TALKING[:2], STAY, PARTIES, DRAFT, REGARD, papers.Manoeuvre, **done,
               flags=(Flag(ALONE, on_track=False),), added="Whoever has to move at once moves, and tells it.",
               effect="The manoeuvre and the orbit since are before all; that nothing was agreed is noted, and no "
                      "fault follows from it.")
    yield Step("report_manoeuvre", (SOUGHT, PASSED, STOOD_DOWN), STAY, PARTIES, DRAFT, REGARD, papers.Manoeuvre,
               **done, added="What was done before or after is told too.",
               effect="The manoeuvre and the orbit since are before all.")


def _passed() -> Iterator[Step]:
    yield Step("pass_closest_approach", (SOUGHT, *TALKING), PASSED, CLOCK, under=ASSESS, stops=("*",), starts=("note",),
               tell="all", title="The time of closest approach has passed",
               effect="The time has passed. What came of it is told in a note; the product knows nothing of it.")
    nobody = g.AllTracks(OF, WORDLESS, none=True)
    yield Step("give_note", PASSED, outcome((nobody, NO_REPLY), (None, REPORTED)), WARNING, DISPATCH, ASSESS,
               papers.Note, stops=("*",), within="note", checks=(NotToCome("passed_at"),), tell="all",
               title="Give the note on the closest approach",
               effect="The note is with the States concerned, and the case is closed.")
    yield Step("add_account", (PASSED, NO_REPLY), STAY, CONCERNED, DISPATCH, ASSESS, papers.Note, tell="all",
               checks=(NotToCome("passed_at"),), title="Give a separate account",
               added="A State concerned may tell what it saw, also where no note comes.",
               effect="Your account stands beside the note of the State that warned.")


def _beside() -> Iterator[Step]:
    everywhere = (*LIVE, *ENDED)
    own: dict[str, Any] = {"tell": OWN, "level": "C4"}
    yield rows.link_case(everywhere, "A notice of a manoeuvre, a registration or an earlier warning is a case of its "
                                     "own.")
    yield Step("inform_of_danger", everywhere, STAY, PARTIES, DISPATCH, OST("V(3)"), Remark, **own,
               link=Link("danger", "ost5", title="Information on a dangerous phenomenon"),
               title="Inform of the danger to a crew as well",
               added="What could endanger astronauts is told to the other parties or the Secretary-General.",
               effect="A note under Article V is opened beside this case, in your name and in preparation.")
    yield Step("request_consultation", everywhere, STAY, PARTIES, DISPATCH, OST("IX", 4), Remark, **own,
               link=Link("consultation", "ost9_request", title="Request for consultation on a planned activity"),
               title="Request consultation as well",
               added="Where approaches come again, the activity itself may be consulted on; that is no part of a "
                     "warning.",
               effect="A request for consultation under Article IX is opened beside this case, in your name and in "
                      "preparation. Nobody else sees that before you serve it.")
    yield Step("claim_damage", (PASSED, STOOD_DOWN, NO_REPLY, REPORTED), STAY, PARTIES, DISPATCH, LC("III"),
               papers.Damage, **own, link=Link("damage", "liability", title="Claim for damage"),
               title="Open a claim for damage by the collision",
               added="In space liability follows fault; a claim has limits of its own.",
               effect="A case on the claim is opened with this act, in your name and in preparation. Nobody else sees "
                      "that one, or this act, before you present the claim.")
    yield dispute_beside(everywhere, {"tell": "all"}, "What was warned of, exchanged, agreed or done may be disputed.")
