"""Rows of the lower half, third part: what happens to the activity, referral, report after the event, precaution.

Law: OST IX third sentence (before proceeding) and second sentence (contamination), UNC 33(1) for referral, MOON
15(2) and 15(3) where that profile is chosen. Going ahead is a fact that is recorded and told to all at once; the
product draws no conclusion from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.article_ix import declarations
from workflows.article_ix.basis import CONSULTATION, MOON, OST, UNC
from workflows.article_ix.frame import CONCLUDED, ENDED, JOINT, PLANNING, WITHOUT_RESULT
from workflows.article_ix.results import running
from workflows.article_ix.shape import Shape
from workflows.article_ix.terms import Consultation
from workflows.kernel import guards as g
from workflows.kernel.language import (
    AGENCY,
    ANY_PARTY,
    CLEAR,
    DISPATCH,
    PRODUCT,
    STAY,
    Actor,
    Flag,
    FromFilingField,
    Is,
    Link,
    Moves,
    OnlyIf,
    Other,
    Step,
)  # fmt: skip

PLANNERS = PLANNING | JOINT
URGENT = ("urgent", "emergency")
REPORT_DUE = Flag("post_event_report_required", g.Fact("urgency", URGENT), on_track=False)
# fmt: off


def activity(s: Shape) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    who = PLANNERS if s.fresh == "open" else PLANNING
    return (
        *_goes_on(s, who), *_changes(s), *_reports(s, who), *_urgency(s), *_adequacy(s), *_referral(s),
        *precaution(s.live, who),
        *_moon(s), *_agency(s),
    )


def _goes_on(s: Shape, who: Actor) -> Iterator[Step]:
    early = Flag("proceeded_before_conclusion", g.AnyTrack(s.of, WITHOUT_RESULT), on_track=False)
    common: dict[str, Any] = {"activity": "proceeding", "when": ~g.Done("report_completed"), "tell": "all"}
    yield Step("report_proceeding", s.live, STAY, who, DISPATCH, s.basis.duty, declarations.Proceeding, flags=(early,),
               **common,
               title="Report that the activity goes ahead",
               effect="All are told at once that the activity goes ahead; consultation on what remains goes on.")
    yield Step("report_proceeding", CONCLUDED, STAY, who, DISPATCH, s.basis.duty, declarations.Proceeding, **common,
               title="Report that the activity goes ahead", effect="All are told that the activity goes ahead.")
    yield Step("cancel_activity", s.live, "activity_cancelled", PLANNING, DISPATCH, PRODUCT, declarations.Cancellation,
               activity="cancelled", stops=("*",),
               title="Cancel the activity", effect="The activity is dropped and the case ends; all are told.")


def _changes(s: Shape) -> Iterator[Step]:
    stops = tuple(k for k in running(s) if k != "reply")
    yield Step("change_activity", s.live, "open", PLANNING, DISPATCH, s.basis.duty, declarations.ChangedActivity,
               tell="all",
               moves=Moves(s.of, "served"), starts=("reply",), stops=stops, keeps=("earliest_start",),
               activity=FromFilingField("new_status", "modified"), when=~g.Done("report_completed"),
               title="Change the activity materially",
               effect="A new version is served on all; their earlier results fall away and a new period for reply "
                      "begins, counted anew from receipt once that is proved.")


def _reports(s: Shape, who: Actor) -> Iterator[Step]:
    states = (*s.live, *CONCLUDED)
    yield Step("report_completed", states, STAY, who, DISPATCH, PRODUCT, declarations.Completion, activity="completed",
               tell="all",
               when=~g.Done("report_completed"), starts=("post_event_report",),
               added="The report after the event runs from completion, which needs an act.",
               title="Report that the activity is completed",
               effect="The activity counts as completed; the period for the report after the event begins.")
    if s.fresh != "open":
        yield Step("record_completion", s.live, STAY, s.filer, DISPATCH, PRODUCT, declarations.SourcedCompletion,
                   activity="completed", when=~g.Done("report_completed"), tell="all",
                   flags=(Flag("completion_by_source", on_track=False),),
                   added="Completion may become known otherwise than from the planning State; the source is kept.",
                   title="Record the completion",
                   effect="The activity counts as completed on your source; the planning State may answer.")
    yield Step("file_post_event_report", states, STAY, who, DISPATCH, PRODUCT, declarations.PostEventReport, tell="all",
               when=g.Done("report_completed"), stops=("post_event_report",), within="post_event_report",
               added="The report after the event needs an act of its own.",
               title="File the post-event report", effect="The report after the event is on record.")


def urgent_if_near(terms: Consultation) -> OnlyIf:
    """Urgent is what starts soon; an emergency is so at any distance."""
    near, least = g.Nearer("earliest_start", terms.urgent_start), terms.urgent_start.text()
    return OnlyIf("urgency", "urgent", near, "emergency",
                  f"Urgent means that the earliest start is less than {least} ahead.")


def _urgency(s: Shape) -> Iterator[Step]:
    raised = Is("urgency", URGENT, "Urgency can only be raised: choose urgent or emergency.")
    who = PLANNING if s.fresh == "open" else s.filer | PLANNING
    yield Step("raise_urgency", s.live, STAY, who, DISPATCH, PRODUCT, declarations.Urgency, keeps=("urgency",),
               flags=(REPORT_DUE,),
               checks=(raised, urgent_if_near(s.terms)), tell="all",
               added="Urgency is raised openly, with its reason; nothing is shortened silently.",
               title="Raise the urgency",
               effect="Periods that begin from now on are those of the new urgency; running ones stay; law is not "
                      "shortened.")


def _adequacy(s: Shape) -> Iterator[Step]:
    yield Step("answer_contest", (*s.live, *ENDED), STAY, Other("contest_adequacy"), DISPATCH, PRODUCT,
               declarations.CounterStatement,
               when=g.Flagged("adequacy_contested"), flags=(Flag("adequacy_answered", on_track=False),), tell="all",
               title="Answer the statement on adequacy",
               added="A statement that the consultation was not appropriate may be answered.",
               effect="Statement and counter-statement stand side by side; the product takes no view.")


def _referral(s: Shape) -> Iterator[Step]:
    for target, procedure, title, terms in (
        ("settlement", "settlement", "Settlement of disputes", (("agreement", "agreement"),)),
        ("lunar", "lunar_decision", "Lunar consultative mechanism", ()),
    ):
        gives = (("level", s.terms.level),) if terms else ()
        chosen = Is("target", (target,), "Choose a procedure that is available here.", UNC("33(1)"))
        yield Step("refer", s.live, "referred", ANY_PARTY, DISPATCH, UNC("33(1)"), declarations.Referral,
                   checks=(chosen,),
                   stops=("*",),
                   link=Link("referral", procedure, title=title, terms=terms, gives=gives),
                   title="Refer the matter to another procedure",
                   effect="The case ends here and a case under the other procedure is opened with it, in your name and "
                          "in preparation. Nobody else sees that one before you serve its first paper.")


def precaution(states: tuple[str, ...], who: Actor) -> Iterator[Step]:
    """Give the duty of precaution as a step that stands beside any consultation."""
    yield Step("declare_precaution", (*states, *CONCLUDED), STAY, who, CLEAR, OST("IX", 2), declarations.Precaution,
               tell="all",
               flags=(Flag("precaution_declared", on_track=False),), title="Declare precaution against contamination",
               added="The duty of precaution stands beside the duty to consult, in the sentence before it.",
               effect="The assessment of contamination, forward and backward, and the measures adopted are on record.")


def _moon(s: Shape) -> Iterator[Step]:
    if s.basis.treaty != "MOON":
        return
    yield Step("report_results", CONCLUDED, STAY, ANY_PARTY, DISPATCH, MOON("15(2)"), declarations.Results, tell="all",
               flags=(Flag("results_reported", on_track=False),), title="Report results to the Secretary-General",
               effect="The results go to the Secretary-General, who passes them on to all States parties concerned.")
    yield Step("seek_assistance", s.live, STAY, ANY_PARTY, DISPATCH, MOON("15(3)"), declarations.Assistance, tell="all",
               flags=(Flag("assistance_sought", on_track=False),), title="Seek the Secretary-General's assistance",
               effect="You ask the Secretary-General for assistance; nobody else's consent is needed.")


def _agency(s: Shape) -> Iterator[Step]:
    if s.terms.level != AGENCY:
        return
    yield Step("raise_to_treaty", (*s.live, *CONCLUDED), STAY, ANY_PARTY, DISPATCH, PRODUCT, declarations.Raising,
               tell="all",
               flags=(Flag("raised_to_treaty", on_track=False),), title="Raise the matter to treaty level",
               link=Link("raised_to", "ost9", field="reference", title=CONSULTATION),
               added="Papers at agency level are no treaty filings; the ministry may open a case between the States.",
               effect="The matter is linked to a case at treaty level; what was filed here stays an agency paper.")
