"""Rows of what is held: papers and transport, the chain of custody, incidents, a longer loan, consents.

Whatever is done with a sample beyond the agreement needs consent in writing before: a transfer to a third institution,
and each destructive analysis by mass and method. Use beyond the plan is an incident. Data skip transport and return.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import HeldLater
from workflows.kernel.language import (
    BACK,
    CLOCK,
    DISPATCH,
    STAY,
    Elapsed,
    Extend,
    Future,
    NotToCome,
    On,
    Opens,
    Step,
)
from workflows.lending import papers_of_loan as papers
from workflows.lending.frame import (
    APPLICANT,
    BACKWARD,
    CURATOR,
    CUSTODY,
    DISTRIBUTION,
    DUE,
    EXTENSION,
    GIVEN,
    HELD,
    IN_USE,
    INCIDENT,
    REFUSED,
    RESULTS,
    SIGNED,
    TRANSIT,
    USED,
    SamplesTerms,
)
from workflows.lending.law import CARE, HANDLING, INCIDENTS, LOAN, TERM, TRANSFERS
from workflows.lending.requesting import OF_DATA, OF_SAMPLES, told

REPORTED = "incident_reported"
PAPERS_FIRST = g.Says(OF_SAMPLES, "These are data: they are delivered, and not transported.", LOAN("data"))
DATA_ONLY = g.Says(OF_DATA, "These are samples: they are dispatched and received.", HANDLING)
EITHER = APPLICANT | CURATOR
# fmt: off


def holding(terms: SamplesTerms) -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _transport()
    yield from _incidents()
    yield from _longer(terms)
    yield from _consents()


def _transport() -> Iterator[Step]:
    by: dict[str, Any] = {"by": CURATOR, "capacity": DISPATCH, **told()}
    begun = ("loan", "annual_report")
    yield Step("enter_distribution", SIGNED, DISTRIBUTION, under=HANDLING, asks=papers.Certificate, when=PAPERS_FIRST,
               **by, title="Issue the certificate", effect="Certificate, packing and papers are ready.")
    yield Step("dispatch", DISTRIBUTION, TRANSIT, under=HANDLING, asks=papers.Dispatching, **by,
               title="Dispatch the samples", checks=(NotToCome("dispatched_on"),),
               effect="The samples are with the carrier; custody is followed.")
    yield Step("record_custody", (TRANSIT, BACKWARD), STAY, EITHER, DISPATCH, CARE, papers.Handover, **told(),
               checks=(NotToCome("handed_at"),), title="Record a hand-over",
               added="Each hand through which a sample goes is on record.",
               effect="The chain of custody has one more link.")
    yield Step("record_arrival", TRANSIT, STAY, EITHER, DISPATCH, CARE, papers.Arrival, **told(),
               checks=(NotToCome("arrived_on"),), starts=("receipt_note",), title="Record the arrival",
               added="The receipt note is due a few days after the arrival.", effect="The receipt note is awaited.")
    yield Step("receive", TRANSIT, IN_USE, APPLICANT, DISPATCH, CARE, papers.ReceiptNote, **told(),
               stops=("receipt_note",), within="receipt_note", starts=begun, title="Receive the samples",
               effect="What came is confirmed by mass. You hold it from now on.")
    yield Step("deliver_data", SIGNED, IN_USE, under=LOAN("data"), asks=papers.DataDelivery, when=DATA_ONLY, **by,
               starts=begun, title="Deliver the data", added="Data need no transport.",
               effect="The data are with the holder, under the licence that was agreed.")
    yield Step("file_annual_report", (*HELD, DUE), STAY, APPLICANT, DISPATCH, CARE, papers.YearlyReport, **told(),
               title="File the yearly report", added="The holder reports each year.",
               effect="The report is with the curator.")


def _incidents() -> Iterator[Step]:
    """Reported within a day, in full within fifteen; the curator decides what follows."""
    yield Step("incident", CUSTODY, INCIDENT, EITHER, DISPATCH, INCIDENTS, papers.Alarm, **told(),
               checks=(NotToCome("discovered_at"),), starts=("incident_report", "full_report"),
               elapsed=Elapsed("discovered_at", "after the discovery"), clears=(REPORTED,),
               title="Report an incident",
               effect="Holder and curator know of it. The report is due within a day of the discovery.")
    yield Step("file_incident_report", INCIDENT, STAY, EITHER, DISPATCH, INCIDENTS, papers.IncidentReport, **told(),
               stops=("incident_report",), within="incident_report", flags=(REPORTED,),
               title="File the report of the incident", added="The report is filed by whoever held it.",
               effect="The curator may decide on it.")
    yield Step("file_full_report", (INCIDENT, *CUSTODY, RESULTS), STAY, EITHER, DISPATCH, INCIDENTS, papers.FullReport,
               **told(), when=g.Running("full_report") | g.Lapsed("full_report"), stops=("full_report",),
               within="full_report", title="File the full report", added="Cause and remaining mass are told in full.",
               effect="The full report is with the curator.")
    known = g.Says(g.Flagged(REPORTED), "The report of this incident is not filed yet.", INCIDENTS)
    by: dict[str, Any] = {"by": CURATOR, "capacity": DISPATCH, "under": INCIDENTS, "asks": papers.Resolution,
                          "when": known, **told()}
    yield Step("enter_previous", INCIDENT, BACK, **by, title="Let the loan go on",
               effect="The request goes on where it was when the incident was reported.")
    yield Step("enter_return_due", INCIDENT, DUE, **by, stops=("loan", "extension_answer"), starts=("giving_back",),
               title="Order the return", effect="What is left goes back to the store, or is deleted, now.")
    yield Step("write_off", INCIDENT, RESULTS, **by, starts=("results",),
               stops=("loan", "annual_report", "extension_answer", "giving_back"), title="Record the total loss",
               added="What is lost altogether cannot go back.",
               effect="Nothing is left to return; results are still to be deposited.")


def _longer(terms: SamplesTerms) -> Iterator[Step]:
    ahead = g.Says(~g.Nearer("returns_on", terms.extension_ahead), "A longer loan is asked for at least "
                   f"{terms.extension_ahead.text()} before the loan ends.", TERM)
    yield Step("extend", IN_USE, EXTENSION, APPLICANT, DISPATCH, TERM, papers.LongerLoan, when=ahead,
               checks=(Future("wanted_until"),), starts=("extension_answer",), **told(), title="Ask for a longer loan",
               effect="The curator is asked. The loan runs on as it is until the answer.")
    by: dict[str, Any] = {"by": CURATOR, "capacity": DISPATCH, "under": TERM, "stops": ("extension_answer",),
                          "within": "extension_answer", **told()}
    yield Step("enter_in_use", EXTENSION, IN_USE, asks=papers.LoanExtended, keeps=("returns_on",), **by,
               checks=(HeldLater("returns_on", TERM),), extends=Extend("loan", until_field="returns_on"),
               title="Grant the longer loan", effect="The loan ends on the later day.")
    yield Step("refuse_extension", EXTENSION, IN_USE, asks=papers.Reasons, **by, title="Refuse the longer loan",
               added="The curator may leave the term as it was agreed.", effect="The loan ends on the day agreed.")
    yield Step("expire", HELD, DUE, CLOCK, under=TERM, stops=("extension_answer",), starts=("giving_back",), **told(),
               title="Let the loan end", effect="The term has ended: what was lent goes back, data are deleted.")


def _consents() -> Iterator[Step]:
    """A consent is asked for before anything is done; what is done without one is an incident."""
    asked: dict[str, Any] = {"opens": Opens("consent", acting=True, numbered=True), "starts": ("consent_answer",),
                             **told(), "effect": "Nothing may be done before the curator has consented in writing."}
    yield Step("third_party_transfer", (*HELD, SIGNED), STAY, APPLICANT, DISPATCH, TRANSFERS, papers.TransferAsked,
               title="Ask to transfer to a third institution", **asked)
    yield Step("ask_analysis", (*HELD, SIGNED), STAY, APPLICANT, DISPATCH, LOAN("analysis"), papers.AnalysisAsked,
               when=OF_SAMPLES, title="Ask for a destructive analysis",
               added="Destructive analysis needs consent for each mass and method.", **asked)
    by: dict[str, Any] = {"by": CURATOR, "capacity": DISPATCH, "under": LOAN("consent"), "stops": ("consent_answer",),
                          "within": "consent_answer", "whom": "number", **told()}
    where = (SIGNED, *CUSTODY)
    yield Step("consent", where, STAY, asks=papers.Consent, track=On("consent", ("asked",), GIVEN), **by,
               title="Give the consent", added="Consent is given in writing, before.",
               effect="What was asked for may be done, and nothing beyond it.")
    yield Step("refuse_consent", where, STAY, asks=papers.Reasons, track=On("consent", ("asked", GIVEN), REFUSED), **by,
               title="Refuse the consent", added="A consent may be refused, and taken back until it is used.",
               effect="What was asked for may not be done.")
    yield Step("report_use", where, STAY, APPLICANT, DISPATCH, LOAN("consent"), papers.ConsentUsed,
               track=On("consent", (GIVEN,), USED), checks=(NotToCome("done_on"),), whom="number", **told(),
               title="Report what was done with the consent", added="What was consented to is reported when done.",
               effect="What was done is on record.")
