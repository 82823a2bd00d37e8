"""Rows on interference, third part: the emission ceases, other victims, the Bureau and the Board, the end.

Law: ITU_RR Article 15 section VI and Article 13 for Bureau and Board, ITU_CS Article 56 for other means. The Bureau
helps and decides nothing between the administrations; when it acts is its own practice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workflows.dispute.beside import dispute_beside
from workflows.kernel import guards as g
from workflows.kernel.checks_of_texts import AnyGiven
from workflows.kernel.fragments import WITHDRAWN, common_steps, joining
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    DRAFT,
    OFFICE,
    OWN,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Flag,
    Is,
    Link,
    Moves,
    Names,
    NotOneself,
    NotToCome,
    On,
    Opens,
    Step,
    WhenThen,
    WithoutRole,
    outcome,
)
from workflows.radio import papers
from workflows.radio.frame import (
    ANSWERING,
    BUREAU,
    ENDED,
    LIVE,
    MEASUREMENTS,
    PERSISTING,
    REPORTED,
    REPORTER,
    SOURCE,
    SOURCES,
    VICTIMS,
    WITH_BUREAU,
)
from workflows.radio.law import BUREAU_TASKS, HANDLING, MEANS, REPORT, InterferenceTerms
from workflows.radio.locating import SHARED
from workflows.radio.reporting import ADDRESSED

OF = VICTIMS.key
SUFFERING = ("reported", "answered", "unanswered", "persisting")
# fmt: off


def ending(terms: InterferenceTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_ceased(), *_victims(), *_where_victims_stand(), *_bureau(terms), *_closing(), *_common())


def _ceased() -> Iterator[Step]:
    ceased: dict[str, Any] = {"checks": (NotToCome("ceased_at"),), "starts": ("clean",), **SHARED,
                              "stops": ("acknowledgement", "reply", "remedy"), "track": On(SOURCES.key, ADDRESSED,
                              "ceased"), "title": "Report that the emission has ceased"}
    effect = "The time of observation runs; nothing is admitted by a remedy."
    yield Step("cease", "investigating", "mitigated_provisional", TRACK_PARTY, DISPATCH, HANDLING, papers.Ceased,
               within="remedy", effect=effect, **ceased)
    yield Step("cease", (*ANSWERING[:2], *PERSISTING), "mitigated_provisional", TRACK_PARTY, DISPATCH, HANDLING,
               papers.Ceased, within="remedy", effect=effect, **ceased,
               added="A remedy may come at once, or late; it is taken whenever it comes.")
    clean = g.Lapsed("clean")
    yield Step("enter_resolved", "mitigated_provisional", "resolved", REPORTER | SOURCE, DISPATCH, HANDLING,
               papers.Clear, when=clean, stops=("*",), starts=("recurrence",), **SHARED,
               title="Record that it did not recur",
               effect="The time of observation has passed without recurrence; the case rests. A recurrence reopens it.")
    again = g.Says(g.Running("recurrence"), "The time in which a recurrence reopens this case has passed; it is a new "
                   "case.", PRODUCT)
    yield Step("reopen", ENDED[:2], "persisting", REPORTER, DISPATCH, HANDLING, papers.GoesOn, when=again,
               stops=("recurrence",), checks=(NotToCome("observed_at"),), **SHARED,
               moves=Moves(SOURCES.key, "persisting", ADDRESSED), flags=(Flag("recurred", on_track=False),),
               title="Reopen the case on a recurrence",
               added="A recurrence soon after the end is the same case.",
               effect="The case goes on as one that persists.")


def _victims() -> Iterator[Step]:
    here = WithoutRole("party", REPORTER.key, "{party} reports this case itself.", HANDLING)
    nor = WithoutRole("party", SOURCE.key, "{party} is told as responsible for the source.", HANDLING)
    yield Step("add_victim", LIVE, STAY, REPORTER | SOURCE, DISPATCH, HANDLING, papers.VictimAdded,
               opens=Opens(OF, "party"), checks=(NotOneself("party"), here, nor), **SHARED,
               title="Name another administration that suffers",
               added="Another administration may suffer from the same source; it has a track of its own.",
               effect="It is told, and may report on its own track, with the full period for an answer.")
    yield Step("report_as_victim", REPORTED, STAY, TRACK_PARTY, DISPATCH, (REPORT, HANDLING), papers.SensitiveReport,
               track=On(OF, ("named", *SUFFERING), "reported"), starts=("victim_answer",), **SHARED,
               checks=(Is("matter", ("interference",), "Infringements have another form.", REPORT),
                       NotToCome("first_observed"), NotToCome("last_observed")),
               title="Report as another administration that suffers",
               added="Whoever suffers from the same source reports for itself.",
               effect="Your report is with the administration responsible; the full period for an answer runs on your "
                      "track.")
    yield Step("answer_victim", (*REPORTED, *ENDED[:2]), STAY, SOURCE, DISPATCH, HANDLING, papers.VictimAnswer,
               track=On(OF, SUFFERING, "answered"), stops=("victim_answer",), within="victim_answer", **SHARED,
               title="Answer the other administration", added="Each administration that suffers is answered.",
               effect="Your answer is on record; nothing is admitted by it.")


def _where_victims_stand() -> Iterator[Step]:
    yield Step("no_answer", LIVE, STAY, CLOCK, under=PRODUCT, track=On(OF, ("reported",), "unanswered"), **SHARED,
               title="No answer recorded", whom="for", added="The period for an answer has to end somehow.",
               effect="The product's target has passed. No answer is recorded; nothing is admitted by silence.")
    for key, to, asks, title in (
        ("report_persisting", "persisting", papers.GoesOn, "Report that the interference goes on"),
        ("state_clear", "clear", papers.Clear, "State that no interference is suffered any more"),
    ):
        yield Step(key, (*LIVE, *ENDED[:2]), STAY, TRACK_PARTY, DISPATCH, HANDLING, asks, **SHARED,
                   track=On(OF, ("named", *SUFFERING), to), stops=("victim_answer",), title=title,
                   added="Where each administration stands is its own to say.",
                   effect="Where you stand is on record; the case of the others goes on.")


def _bureau(terms: InterferenceTerms) -> Iterator[Step]:
    file = AnyGiven("details", ("file",), HANDLING)
    named: dict[str, Any] = {"names": Names(BUREAU.key, parties=(terms.bureau,)), **SHARED}
    yield Step("copy_to_bureau", REPORTED, STAY, REPORTER, DISPATCH, REPORT, papers.Copy, **named,
               title="Send the Bureau a copy", added="A copy may go to the Bureau with the report, or later.",
               effect="The Bureau reads what the parties and those who monitor tell each other; it is asked nothing.")
    yield Step("inform", "persisting", "bureau_informed", REPORTER, DISPATCH, (HANDLING, BUREAU_TASKS),
               papers.ToBureau, **named, checks=(file,), title="Inform the Bureau",
               effect="The Bureau has the details.")
    yield Step("ask_bureau", "bureau_informed", "bureau_assistance", REPORTER, DISPATCH, (HANDLING, BUREAU_TASKS),
               papers.ToBureau, **named, checks=(file,), title="Ask the Bureau to act",
               effect="The Bureau is asked to help; when and how it does is its practice, and no period runs.")
    yield Step("dispute_priority", (*ANSWERING, *PERSISTING[:2]), "bureau_assistance", REPORTER | SOURCE, DISPATCH,
               (HANDLING, BUREAU_TASKS), papers.Priority, **named, flags=(Flag("priority_disputed", on_track=False),),
               stops=("acknowledgement", "reply", "remedy"), title="Dispute the priority of assignments",
               added="Whose assignment comes first is for the Bureau to look at, and not for this product.",
               effect="The Bureau is asked; no view is taken here of whose assignment comes first.")
    for who, capacity in ((BUREAU, OFFICE), (REPORTER, DRAFT)):
        yield Step("record_bureau_action", WITH_BUREAU, STAY, who, capacity, BUREAU_TASKS, papers.BureauAction,
                   **SHARED, title="Record what the Bureau did",
                   added="The Bureau answers in its own time; what it did is laid beside the case.",
                   effect="What the Bureau did is before all who take part.")
        yield Step("board", "bureau_assistance", "board_considered", who, capacity, BUREAU_TASKS, papers.BoardItem,
                   **SHARED, title="Record that the Board considered it",
                   effect="What the Board concluded is before all who take part; the emission is another matter.")


def _closing() -> Iterator[Step]:
    done: dict[str, Any] = {"keeps": ("result",), "stops": ("*",), "title": "Close the case"}
    ends = Is("result", (papers.RESOLVED, papers.UNRESOLVED), "Choose how it ends.", HANDLING)
    to = outcome((g.Fact("result", (papers.RESOLVED,)), "resolved"), (None, "unresolved_closed"))
    yield Step("close", LIVE, to, REPORTER, DISPATCH, HANDLING, papers.Close, checks=(ends,), starts=("recurrence",),
               effect="The case rests; a recurrence soon after reopens it.", **done, **SHARED)
    elsewhere = Is("result", (papers.REFERRED,), "Choose how it ends.", MEANS)
    yield Step("close", REPORTED, "referred", REPORTER, DISPATCH, MEANS, papers.Close, **done, **SHARED,
               checks=(elsewhere, WhenThen("result", (papers.REFERRED,), "means", MEANS)),
               link=Link("referral", field="reference"),
               effect="The case ends here; by which means it is pursued is on record.")
    yield dispute_beside((*REPORTED, *ENDED), SHARED, "A difference over interference may be settled on the stages of "
                         "an agreement, while the handling goes on.")


def _common() -> Iterator[Step]:
    """The universal transitions; a report that is withdrawn leaves the case closed unresolved."""
    for row in (*common_steps(REPORTER, ("draft", *LIVE), ENDED), *joining(LIVE, OF)):
        seen = row if row.tell == OWN else replace(row, file=MEASUREMENTS)
        if row.key != "withdraw" or row.frm == ("draft",):
            yield seen
            continue
        yield replace(seen, frm=tuple(s for s in row.frm if s not in REPORTED), to=WITHDRAWN)
        yield replace(seen, frm=REPORTED, to="unresolved_closed", starts=("recurrence",),
                      effect="The report is withdrawn and the case rests, unresolved; everybody in it is told.")
