"""Rows of the lower half, second part: measures, results of tracks, conclusion.

Law: OST IX third sentence. There is no consent rule and no veto,
so a consultation can end without agreement and the activity may
proceed; the outcome is computed from the tracks and says nothing about breach or approval.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.article_ix import papers
from workflows.article_ix.frame import (
    ANSWERABLE,
    PENDING,
    PLANNING,
    REQUESTING,
    RESULTS,
    SATISFIED,
    SILENT,
    TALKING,
    TALKS,
)  # fmt: skip
from workflows.article_ix.shape import Shape
from workflows.kernel import guards as g
from workflows.kernel.fragments import Extending
from workflows.kernel.guards import Guard
from workflows.kernel.joint_text import drafting, signed
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    EVERY_PARTY,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Actor,
    EachOn,
    Extend,
    Link,
    On,
    Outcome,
    Step,
    outcome,
)  # fmt: skip
from workflows.kernel.sheet_of_text import TextSheet

NEUTRAL = "No reply is recorded. Silence is neither consent nor breach."
OPENED = ("acknowledgement", "reply", "grace", "information", "first_meeting", "window", "comments")
# fmt: off


def draft_of_minute(of: str) -> TextSheet:
    """Give the sheet of the minute that the two sides of each track draft together."""
    return TextSheet(
        key="text", title="Draft of the minute", set=of, signs=("record_agreed",),
        says="The text that two sides draft together: its wording now, who assents to which clause, what changed from "
             "version to version, and what is still needed to sign it.",
    )


def results(s: Shape) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_measures(s), *_extension(s), *_positions(s), *_conclusion(s), *_cooperation(s), *_silence(s))


def running(s: Shape) -> tuple[str, ...]:
    """List the limits that end with the consultation; the report after the event is not among them."""
    return OPENED if s.fresh == "open" else (*OPENED, "answer", "declined_review")


def _measures(s: Shape) -> Iterator[Step]:
    yield Step("table_measures", "consulting", "measures_tabled", PLANNING, DISPATCH, s.basis.regard, papers.Measures,
               starts=("comments",), effect="Measures are proposed; comments on them are invited.")
    yield Step("ask_changes", "measures_tabled", "consulting", s.counter, DISPATCH, s.basis.regard, papers.Changes,
               tell="all",
               track=On(s.of, (*PENDING, "consulting")), stops=("comments",), within="comments",
               title="Ask for changes to the measures", whom="of",
               effect="Talks go on over other measures; the window goes on and does not begin anew.")


def _extension(s: Shape) -> Iterator[Step]:
    talking = EachOn(s.of, TALKING)
    by: Actor = PLANNING & talking if s.fresh == "open" else REQUESTING & talking
    yield Step("extend_window", TALKS, STAY, by, DISPATCH, PRODUCT, Extending, extends=Extend("window"),
               title="Extend the window for consultation",
               added="The extension by agreement needs an act of those who talk.",
               effect="The window is longer; a State that is silent need not agree.")


def _positions(s: Shape) -> Iterator[Step]:
    common: dict[str, Any] = {"stops": (*s.changed.stops, "information", "first_meeting"), "within": s.changed.limit}
    # A draft is for the two who may read the track. It is tabled in talks: before them it would be an answer, which the
    # clock would overlook.
    yield from drafting(s.later, s.filer | TRACK_PARTY, On(s.of, ("consulting",)), whom="with")
    yield Step("record_agreed", s.later, STAY, s.planner & s.counter, DISPATCH, s.basis.duty, papers.Minute, level="C2",
               **common, checks=signed("text"),
               track=On(s.of, ANSWERABLE, "agreed"),
               title="Record the agreement", whom="with", effect="Both sides record what they agreed.")
    yield Step("record_no_objection", s.later, STAY, s.counter, DISPATCH, s.basis.duty, papers.NoObjection, **common,
               track=On(s.of, ANSWERABLE, "no_objection"),
               title="Record that there is no objection", whom="with regard to",
               effect="No objection is recorded; it is no approval.")
    yield Step("record_not_agreed", s.later, STAY, s.counter, DISPATCH, s.basis.duty, papers.Disagreement, **common,
               track=On(s.of, (*ANSWERABLE, "agreed", "no_objection"), "not_agreed"),
               title="Record the disagreement", whom="with", effect="Disagreement is recorded; it gives no veto.")
    yield Step("reopen_track", s.later, STAY, s.counter, DISPATCH, PRODUCT, papers.Reply,
               title="Reopen the concluded track", whom="with",
               track=On(s.of, ("agreed", "no_objection", "not_agreed"), "consulting"), starts=("window",),
               added="A concluded track stays so unless its own party asks to reopen it, as when a further State is "
                     "added.",
               effect="Your result is withdrawn, you are in talks again, and the window for consultation is counted "
                      "anew.")


def has_ended(s: Shape) -> Guard:
    """Every track has a result, or the window has passed; and where all were silent, delivery to each is proved."""
    finished = g.AllTracks(s.of, RESULTS, none=True) | g.Lapsed("window")
    return finished & (proved(s) | ~nobody_answered(s))


def nobody_answered(s: Shape) -> Guard:
    """No reply is recorded from anybody."""
    return g.AllTracks(s.of, ("silent_closed",))


def proved(s: Shape) -> Guard:
    """Ask for proofs of delivery."""
    return g.Proofs(s.of, "record_receipt", s.terms.proofs, s.terms.proof_channels, ("silent_closed",))


def result_of(s: Shape) -> Outcome:
    """Compute the outcome from the tracks of those who still take part."""
    return outcome(
        (nobody_answered(s), "concluded_no_reply"),
        (g.AllTracks(s.of, SATISFIED), "concluded_agreed"),
        (g.AnyTrack(s.of, SATISFIED), "concluded_partial"),
        (None, "concluded_no_agreement"),
    )


def _conclusion(s: Shape) -> Iterator[Step]:
    effect = "The consultation ends; its result is computed from the tracks and approves or condemns nothing."
    yield Step("conclude", s.later, result_of(s), PLANNING, DISPATCH, s.basis.duty, papers.Conclusion,
               when=has_ended(s),
               stops=running(s), title="Conclude the consultation", effect=effect)
    if s.filer is REQUESTING:
        yield Step("conclude", s.later, result_of(s), REQUESTING, DISPATCH, s.basis.request, papers.Conclusion,
                   title="Conclude the consultation", effect=effect,
                   when=g.Lapsed("window") & has_ended(s), stops=running(s),
                   added="After the window the requesting State is not held in talks by the other's inaction.")
    yield Step("close_unanswered", s.fresh, "concluded_no_reply", s.filer, DISPATCH, PRODUCT, papers.Confirmation,
               proposed=True,
               when=nobody_answered(s) & proved(s), stops=running(s),
               title="Close the case without reply", effect=NEUTRAL)
    yield Step("close_inconsistent", s.fresh, "concluded_inconsistent_status", s.filer, DISPATCH, s.basis.duty,
               papers.Confirmation,
               proposed=True, when=g.ActivityIs(("completed",), s.basis.duty[0]), stops=running(s),
               title="Close the case, since the activity is completed",
               effect="The case ends without consultation; information, settlement or a claim remain open as "
                      "procedures.")


def _cooperation(s: Shape) -> Iterator[Step]:
    agreed: dict[str, Any] = {"flags": ("cooperation_agreed",), "link": Link("cooperation", field="reference"),
                              "title": "Record the cooperation agreed"}
    why = "Consultation may end in cooperation; what was agreed is linked."
    yield Step("record_cooperation", TALKS, "cooperation_agreed", EVERY_PARTY, DISPATCH, s.basis.regard,
               papers.Cooperation,
               stops=running(s), added=why,
               effect="All record that they cooperate; the consultation ends in that.",
               **agreed)
    concluded = ("concluded_agreed", "concluded_partial", "concluded_no_agreement")
    yield Step("record_cooperation", concluded, STAY, EVERY_PARTY, DISPATCH, s.basis.regard, papers.Cooperation,
               added=why,
               effect="All record that they cooperate.", **agreed)


def _silence(s: Shape) -> Iterator[Step]:
    states = tuple(k for k in PENDING if k != "info_requested")
    # Whoever has laid a hand on talks or on a minute has answered; to record silence would be untrue.
    spoke = g.HandLaid("enter_consultation", s.changed.who) | g.HandLaid("record_agreed", s.changed.who)
    yield Step("no_answer", s.live, STAY, CLOCK, under=PRODUCT, track=On(s.of, states, "silent"), starts=("grace",),
               when=~spoke, tell="all", title="No reply recorded", whom="from", effect=NEUTRAL)
    yield Step("enter_silent_closed", s.live, STAY, CLOCK, under=PRODUCT, track=On(s.of, ("silent",), SILENT[1]),
               tell="all", title="No reply recorded, grace passed", whom="for", effect=NEUTRAL)
