"""The way of a project aboard: integration, safety review and crew sheet as papers, operation, more time, incidents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.language import (
    BACK,
    DISPATCH,
    DRAFT,
    PRODUCT,
    STAY,
    Elapsed,
    Flag,
    Future,
    NotToCome,
    Step,
    WhenThen,
)
from workflows.utilising import papers
from workflows.utilising.arranging import shared
from workflows.utilising.frame import EXTENSION_ANSWER, NONE, PARTNER, PROVIDER, RESULTS, USER, YES

REVIEWED, UNDER_REVIEW, CREW = "safety_accepted", "safety_under_review", "crew_sheet_filed"
ABOARD = ("operation", "extension_requested")
TERM = ("operation", "extension_request")
# fmt: off


def aboard() -> Iterator[Step]:
    """Give the steps from the signature to the end of the operation."""
    yield from _integration()
    yield from _safety()
    yield from _crew()
    yield from _operation()
    yield from _more_time()
    yield from _incidents()


def _integration() -> Iterator[Step]:
    yield Step("begin_integration", "agreement_signed", "integration", USER, DISPATCH, PRODUCT, papers.Integration,
               keeps=("planned_on",), starts=("crew_sheet",), **shared(), title="Begin the integration",
               added="What was agreed is built, handed in and tested.",
               effect="The plan is before all; the day by which the crew sheet is due is counted from the planned "
                      "start.")
    yield Step("report_tests", "integration", STAY, USER | PARTNER | PROVIDER, DRAFT, PRODUCT, papers.Tests, **shared(),
               title="Report on integration and tests", added="Integration is reported as it goes.",
               effect="The report is before all who take part.")


def _safety() -> Iterator[Step]:
    held = g.Says(g.Flagged(UNDER_REVIEW), "No safety data are under review.")
    yield Step("file_safety_data", "integration", STAY, USER, DISPATCH, PRODUCT, papers.SafetyData, **shared(),
               starts=("safety_review",), flags=(Flag(UNDER_REVIEW, on_track=False),), clears=(REVIEWED,),
               title="File the safety data", added="What comes aboard is reviewed for safety first.",
               effect="Whoever runs the station reviews them; an earlier acceptance holds no more.")
    common: dict[str, Any] = {"stops": ("safety_review",), "within": "safety_review", "clears": (UNDER_REVIEW,),
                              "when": held, **shared()}
    yield Step("accept_safety", "integration", STAY, PROVIDER, DISPATCH, PRODUCT, papers.SafetyFound,
               flags=(Flag(REVIEWED, on_track=False),), **common, title="Accept the safety data",
               added="A review ends in acceptance, or with items open.",
               effect="The project may come aboard under the conditions that stand here.")
    yield Step("return_safety_data", "integration", STAY, PROVIDER, DISPATCH, PRODUCT, papers.SafetyReturned, **common,
               title="Leave items open", added="A review ends in acceptance, or with items open.",
               effect="The data are filed anew; the period of the review then begins anew.")


def _crew() -> Iterator[Step]:
    yield Step("file_crew_sheet", ("integration", *ABOARD), STAY, USER | PARTNER, DISPATCH, PRODUCT, papers.CrewSheet,
               checks=(WhenThen("subjects", (YES,), "consent"),), flags=(Flag(CREW, on_track=False),),
               stops=("crew_sheet",), within="crew_sheet", **shared(), title="File the crew sheet",
               added="What the crew is to do is known before the operation begins.",
               effect="Whoever runs the station knows the tasks, the time and the consents needed.")


def _operation() -> Iterator[Step]:
    ready = (g.Says(g.Flagged(REVIEWED), "The safety data that were filed last are not accepted yet.")
             & g.Says(g.Flagged(CREW), "The crew sheet is not filed yet."))
    yield Step("begin_operation", "integration", "operation", PROVIDER, DISPATCH, PRODUCT, papers.OperationBegun,
               when=ready, checks=(NotToCome("begun_on"),), starts=(*TERM, "annual_report"), stops=("crew_sheet",),
               **shared(), title="Record the beginning of the operation",
               effect="The project runs aboard; the time that was agreed, and the periods for reports, begin.",
               added="Signed is not aboard: the operation begins with an act of its own.")
    yield Step("report_progress", ABOARD, STAY, USER | PARTNER, DRAFT, RESULTS, papers.Report,
               starts=("annual_report",), within="annual_report", **shared(), title="Report on the running project",
               added="A project that runs is reported on at least once a year.",
               effect="The report is before all; the period for the next one begins.")
    for keeps, starts in (True, ("results",)), (False, ("return", "results")):
        nothing = g.Fact("return_kind", (NONE,))
        yield Step("end_operation", ABOARD, "results_pending", PROVIDER, DISPATCH, PRODUCT, papers.OperationOver,
                   when=nothing if keeps else ~nothing, checks=(NotToCome("ended_on"),), starts=starts,
                   stops=(*TERM, "annual_report", EXTENSION_ANSWER), **shared(),
                   title="Record the end of the operation",
                   effect="Samples, equipment, data and results that were agreed on are outstanding from now on.",
                   added="The passing of the agreed time ends nothing by itself.")


def _more_time() -> Iterator[Step]:
    until = (Future("operation_until"),)
    yield Step("ask_more_time_aboard", "operation", "extension_requested", USER, DISPATCH, PRODUCT,
               papers.MoreTimeAboard, checks=until, starts=(EXTENSION_ANSWER,), stops=("extension_request",),
               within="extension_request", **shared(), title="Ask for more time aboard",
               effect="The project runs on meanwhile; whoever runs the station answers.")
    yield Step("grant_more_time_aboard", "extension_requested", "operation", PROVIDER, DISPATCH, PRODUCT,
               papers.TimeGranted, checks=until, keeps=("operation_until",), starts=TERM, stops=(EXTENSION_ANSWER,),
               within=EXTENSION_ANSWER, **shared(), title="Grant more time aboard",
               effect="The project runs until the day that stands here.")
    yield Step("refuse_more_time_aboard", "extension_requested", "operation", PROVIDER, DISPATCH, PRODUCT,
               papers.Reasons, stops=(EXTENSION_ANSWER,), within=EXTENSION_ANSWER, **shared(),
               title="Refuse more time aboard", effect="The project runs until the day agreed before.")


def _incidents() -> Iterator[Step]:
    yield Step("report_incident", ("integration", *ABOARD), "incident", USER | PARTNER | PROVIDER, DISPATCH, PRODUCT,
               papers.Incident, checks=(NotToCome("occurred_at"),), keeps=("incident",), starts=("incident_report",),
               elapsed=Elapsed("occurred_at", "after the incident"), **shared(), title="Report an incident",
               effect="All are told; whoever runs the station decides when the project goes on.")
    yield Step("file_incident_report", "incident", STAY, USER | PARTNER | PROVIDER, DISPATCH, PRODUCT, papers.Tests,
               stops=("incident_report",), within="incident_report", **shared(), title="File the full report",
               added="A first notice is short; the full report follows.", effect="The full report is before all.")
    yield Step("enter_previous", "incident", BACK, PROVIDER, DISPATCH, PRODUCT, papers.Reasons, **shared(),
               title="Let the project go on", effect="The project goes on where it was.")
