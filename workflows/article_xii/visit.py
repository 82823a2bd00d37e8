"""Rows of a visit, second part: plan, date, the visit itself, its report, and how it ends without one.

Law: OST XII second sentence; UNC 33(1) for referral, MOON 15(2) and 15(3) where that profile is chosen. Whoever enters
before the plan is signed is recorded as there, and a safety channel is opened; no step lets anybody enter by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.article_ix import declarations
from workflows.article_xii import papers
from workflows.article_xii.frame import CONTESTED, ENDED, EVERY, HOST, OPERATOR, UNDERWAY, VISITING, pre_visit
from workflows.article_xii.terms import MOON, NOTICE, UNC, VisitTerms
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import NotToCome
from workflows.kernel.fragments import SUPERSEDED, Extending
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    PRODUCT,
    STAY,
    Ahead,
    EachOn,
    Extend,
    Flag,
    Is,
    Link,
    Moves,
    Other,
    Step,
)

ALL_HOSTS = EachOn(OPERATOR, EVERY)
"""Every host, whether or not it has answered: none is passed over."""
# fmt: off


def visit(terms: VisitTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_plan(), *_visit(), *_arrival(terms), *_report(), *_not_held(terms), *_adequacy(terms), *_links(terms),
            *_referral(terms), *_moon(terms))


def _plan() -> Iterator[Step]:
    both, answered = VISITING & ALL_HOSTS, g.AllTracks(OPERATOR, ("acknowledged",))
    yield Step("settle_plan", "consulting", "terms_settled", both, DISPATCH, NOTICE, papers.Plan,
               when=answered, moves=Moves(OPERATOR, "joined"), stops=("acknowledgement", "grace", "window"),
               title="Settle the plan",
               effect="The visiting State and every host sign the plan of the visit and of its precautions.")
    yield Step("enter_scheduled", "terms_settled", "scheduled", both, DISPATCH, NOTICE, papers.Go,
               starts=("go_no_go",), keeps=("go_at",), checks=(Ahead("go_at", 0),), title="Fix the moment of the visit",
               effect="The moment is fixed; the host says its last word before it.")
    for frm, who in ("terms_settled", ANY_PARTY), ("scheduled", VISITING):
        yield Step("reopen_plan", frm, "consulting", who, DISPATCH, NOTICE, papers.Abort,
                   moves=Moves(OPERATOR, "acknowledged"), stops=("go_no_go",), starts=("window",),
                   title="Reopen the plan",
                   added="A plan that no longer fits is talked over again before the visit, not during it.",
                   effect="The plan is open again; the talks go on, and their window begins anew.")
    yield Step("extend_window", "consulting", STAY, EVERY_PARTY, DISPATCH, PRODUCT, Extending, extends=Extend("window"),
               title="Extend the window for the talks",
               added="The extension by agreement needs an act of those who talk.",
               effect="The window is longer.")


def _visit() -> Iterator[Step]:
    yield Step("start", "scheduled", "in_progress", HOST, DRAFT, NOTICE, papers.SafetyConfirmation,
               stops=("go_no_go",), activity="proceeding", title="Start the visit", tell="all",
               effect="Safety is confirmed and the visit begins.")
    yield Step("abort", "scheduled", "consulting", HOST, DRAFT, NOTICE, papers.Abort,
               moves=Moves(OPERATOR, "acknowledged"), stops=("go_no_go",), starts=("window",), title="Abort the visit",
               tell="all", effect="The visit does not begin; the talks go on, and their window begins anew.")
    yield Step("end", "in_progress", "completed", VISITING | HOST, DRAFT, PRODUCT, papers.Ended, starts=("report",),
               activity="completed", checks=(NotToCome("left_on"),),
               title="Record the end of the visit", tell="all",
               effect="The visitors have left; the product's period for the report begins.")
    yield Step("report_distress", UNDERWAY[:1], STAY, VISITING | HOST, DRAFT, PRODUCT, papers.Distress, tell="all",
               flags=(Flag("distress", on_track=False),), link=Link("rescue", field="reference"),
               title="Report distress", added="Distress is no visit: what follows is rescue, in a case of its own.",
               effect="All are told at once. Help to persons follows the law on rescue; this case holds nothing up.")


def _arrival(terms: VisitTerms) -> Iterator[Step]:
    before = tuple(state for state in pre_visit(terms) if state != "scheduled")
    yield Step("report_arrival", before, STAY, VISITING | HOST, DRAFT, NOTICE, papers.Arrival, activity="proceeding",
               flags=(Flag("arrived_without_terms", on_track=False),), tell="all",
               link=Link("talks_on_arrival", field="reference"), checks=(NotToCome("arrived_at"),),
               title="Report an arrival before terms were settled",
               added="What happens on the surface is recorded, also where no plan was signed.",
               effect="The arrival and a safety channel are on record, and all are told at once. It settles no terms; "
                      "the talks go on, and a lunar notice or a settlement may be opened beside them.")


def _report() -> Iterator[Step]:
    yield Step("exchange_report", "completed", "closed_reported", VISITING, DISPATCH, PRODUCT, papers.Report,
               stops=("report",), within="report", title="Exchange the report", tell="all",
               effect="The report is with the hosts; the case is closed.")
    yield Step("add_to_report", "completed", STAY, HOST, DISPATCH, PRODUCT, papers.Report, tell="all",
               added="A host may tell its own account before the visitor reports, and where the visitor does not.",
               title="Report as the host", effect="Your account of the visit is on record.")


def _not_held(terms: VisitTerms) -> Iterator[Step]:
    live = pre_visit(terms)
    over: dict[str, Any] = {"stops": ("*",), "activity": "cancelled", "tell": "all"}
    yield Step("decline", live, "not_held", HOST, DISPATCH, PRODUCT, papers.declined(terms), **over,
               title="Decline the visit",
               effect="The visit is not held. Your ground is one of the objections that the text leaves room for; it "
                      "gives no veto, and the visiting State may refer the matter.")
    yield Step("no_agreement", live, "not_held", VISITING, DISPATCH, PRODUCT, papers.NoAgreement, **over,
               title="Record that there is no agreement", effect="The visit is not held.")
    yield Step("no_agreement", "consulting", "not_held", HOST, DISPATCH, PRODUCT, papers.NoAgreement,
               when=g.Lapsed("window"), **over, title="Record that there is no agreement",
               effect="The window for the talks has passed and the visit is not held.")


def _adequacy(terms: VisitTerms) -> Iterator[Step]:
    yield Step("answer_contest", (*pre_visit(terms), *UNDERWAY, *ENDED), STAY, Other("contest_adequacy"), DISPATCH,
               PRODUCT, declarations.CounterStatement, when=g.Flagged("adequacy_contested"),
               flags=(Flag("adequacy_answered", on_track=False),), tell="all",
               title="Answer the statement on adequacy",
               added="A statement that the notice was not reasonable may be answered.",
               effect="Statement and counter-statement stand side by side; the product takes no view.")


def _links(terms: VisitTerms) -> Iterator[Step]:
    live = pre_visit(terms)
    yield Step("link_zone_entry", live, STAY, VISITING, DRAFT, PRODUCT, papers.Reference, tell="all",
               link=Link("zone_entry", field="reference"), title="Link a request to enter a safety zone",
               added="A way through somebody's safety zone is asked for in a case of its own.",
               effect="The two cases point to each other; neither waits for the other.")
    yield Step("merge", live, SUPERSEDED, VISITING & ALL_HOSTS, DISPATCH, PRODUCT, papers.Reference, stops=("*",),
               link=Link("merged_into", field="reference"), title="Merge the visit into another one",
               added="Another State that wishes to come along gives a notice of its own; by consent two become one.",
               effect="This case ends and points to the other visit, which goes on for all.")


def _referral(terms: VisitTerms) -> Iterator[Step]:
    frm = ("consulting", *(() if terms.by_moon else (CONTESTED,)), "not_held")
    for target, procedure, title, given in (
        ("settlement", "settlement", "Settlement of disputes", (("agreement", "agreement"),)),
        ("lunar", "lunar_decision", "Lunar consultative mechanism", ()),
    ):
        under = (MOON("15(2)"), UNC("33(1)")) if terms.by_moon else (UNC("33(1)"),)
        yield Step("refer", frm, "referred", ANY_PARTY, DISPATCH, under, declarations.Referral, stops=("*",),
                   checks=(Is("target", (target,), "Choose a procedure that is available here.", UNC("33(1)")),),
                   link=Link("referral", procedure, title=title, terms=given),
                   title="Refer the matter to another procedure",
                   effect="The case ends here and a case under the other procedure is opened with it, in your name and "
                          "in preparation. Nobody else sees that one before you serve its first paper.")


def _moon(terms: VisitTerms) -> Iterator[Step]:
    if not terms.by_moon:
        return
    common: dict[str, Any] = {"flags": (Flag("assistance_sought", on_track=False),), "tell": "all"}
    yield Step("seek_assistance", (*pre_visit(terms), "not_held"), STAY, ANY_PARTY, DISPATCH, MOON("15(3)"),
               papers.Assistance, **common, title="Seek the Secretary-General's assistance",
               added="Under the Moon Agreement any party may ask, without the other's consent.",
               effect="You ask the Secretary-General for assistance; nobody else's consent is needed.")
