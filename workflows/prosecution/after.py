"""Rows beside and after the consultation: proceedings, requests for help, outcome, withdrawal, referral.

Law: IGA98 22(1) to 22(4) and 23; the universal transitions of the product, held back where the State of nationality
opened the case, so that it cannot end the request of another State.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workflows.dispute.beside import DisputeBeside
from workflows.kernel.fragments import SUSPENDED, Statement, Withdrawal, common_steps
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DISPATCH,
    PRODUCT,
    STAY,
    Flag,
    Is,
    Link,
    NotToCome,
    On,
    Other,
    Step,
)
from workflows.prosecution import papers
from workflows.prosecution.frame import (
    AFFECTED,
    ALONE,
    ASKED,
    ASSURED,
    BETWEEN,
    ENDED,
    ENTITLED,
    INCIDENT,
    NATIONALITY,
    OURS,
    RELATION,
    REPORTING,
    TALKING,
    THEIRS,
    WINDOW,
    Basis,
)

HERE: dict[str, Any] = {"track": On(RELATION)}
SHARED: dict[str, Any] = {"level": "C2", "file": INCIDENT, "tell": "all"}
EITHER = AFFECTED | NATIONALITY
BEFORE = (ASKED, TALKING, WINDOW, ASSURED, ENTITLED)
# fmt: off


def after(basis: Basis) -> tuple[Step, ...]:
    """Give all rows of this part."""
    return (*_proceedings(basis), *_help(basis), *_endings(basis), *_beside(basis), *_universal())


def _proceedings(basis: Basis) -> Iterator[Step]:
    yield Step("no_request", "incident_logged", "nationality_only", CLOCK, under=PRODUCT, **SHARED,
               title="Note that no affected State has asked",
               effect="No affected State has asked yet; it may still ask, and nothing is barred.")
    begun: dict[str, Any] = {"asks": papers.Submission, "stops": ("submission",),
    "title": "Submit the case for prosecution", "whom": "as assured to", "checks": (NotToCome("submitted_on"),),
                             "effect": "The case is before your own authorities."}
    yield Step("submit_case", "nationality_only", OURS, NATIONALITY, DISPATCH, basis.own, **SHARED, **begun)
    yield Step("submit_case", ASSURED, OURS, NATIONALITY, DISPATCH, basis.own, within="submission", **HERE, **begun)
    yield Step("exercise", ENTITLED, THEIRS, AFFECTED, DISPATCH, basis.consult, papers.Exercise, **HERE,
               checks=(Is("own_law", ("yes",), "Jurisdiction needs a ground in your own law.", basis.consult),),
               title="Exercise jurisdiction", whom="over a national of",
               effect="The case is before your own authorities.")
    yield Step("report_early_proceedings", (ASKED, TALKING, WINDOW), STAY, EITHER, DISPATCH, PRODUCT,
               papers.EarlyProceedings, flags=("proceeded_before_conclusion",), checks=(NotToCome("began_on"),), **HERE,
               title="Report that proceedings have begun", whom="to", added="A State may proceed before the "
               "consultation has "
               "ended; that is noted and judged by nobody here.", effect="It is on record; the consultation goes on.")


def _help(basis: Basis) -> Iterator[Step]:
    for step, limit, under, what in (
        ("ask_extradition", "extradition", basis.extradite, "extradition"),
        ("ask_assistance", "assistance", basis.assist, "assistance"),
    ):
        yield Step(step, BETWEEN, STAY, EITHER, DISPATCH, under, papers.HelpAsked, starts=(limit,), **HERE,
                   title=f"Ask for {what}", whom="from", effect="The request is put; the case stays where it is.")
        yield Step(f"answer_{limit}", BETWEEN, STAY, Other(step), DISPATCH, under, papers.HelpAnswered, stops=(limit,),
                   within=limit, **HERE, title=f"Answer the request for {what}", whom="of",
                   added="What is asked is answered, "
                   "under the law of the State that is asked.", effect="Your answer is on record.")


def _endings(basis: Basis) -> Iterator[Step]:
    for state, who, under in (OURS, NATIONALITY, basis.own), (THEIRS, AFFECTED, basis.consult):
        yield Step("outcome", state, "closed_outcome_recorded", who, DISPATCH, under, papers.ProceedingsEnded,
                   stops=("*",), level="C2", tell="all", title="Record the outcome",
                   effect="What you choose to share is on record, and the case ends.")
    ended: dict[str, Any] = {"asks": Statement, "stops": ("*",), "title": "Take no action", "whom": "towards",
                             "effect": "Your statement is on record, and the case ends."}
    yield Step("no_action", "nationality_only", "closed_no_action", NATIONALITY, DISPATCH, basis.own, **SHARED, **ended)
    yield Step("no_action", ASSURED, "closed_no_action", NATIONALITY, DISPATCH, basis.own, **HERE, **ended)
    yield Step("no_action", ENTITLED, "closed_no_action", AFFECTED, DISPATCH, basis.consult, **HERE, **ended)
    yield Step("withdraw", BEFORE, "withdrawn", AFFECTED, DISPATCH, PRODUCT, Withdrawal, stops=("*",), **HERE,
               title="Withdraw the request", whom="to", effect="The case ends; the State of nationality is told.")
    yield Step("withdraw", ALONE, "withdrawn", REPORTING, DISPATCH, PRODUCT, Withdrawal, stops=("*",), **SHARED,
               title="Withdraw the log", added="Whoever logged an incident may take the log back before anybody asks.",
               effect="The case ends; whoever was told learns of it.")


def _beside(basis: Basis) -> Iterator[Step]:
    dispute: dict[str, Any] = {
        "asks": DisputeBeside, "stops": ("*",), "title": "Refer to a settlement of disputes", "whom": "with",
        "link": Link("dispute", "settlement", title="Settlement of disputes", terms=(("agreement", "agreement"),)),
        "effect": "A settlement of disputes is opened with this act, in your name and in preparation."}
    yield Step("refer", ALONE, "referred", ANY_PARTY, DISPATCH, basis.settle, **SHARED, **dispute)
    yield Step("refer", BETWEEN, "referred", EITHER, DISPATCH, basis.settle, **HERE, **dispute)
    yield Step("state_position", BETWEEN, STAY, ANY_PARTY, DISPATCH, basis.consult, papers.Position, **HERE,
               title="State a position on jurisdiction", whom="to", added="Both States may speak in every state of "
               "the case.",
               effect="Your position is on record for the other State.")
    yield Step("contest_assurance", (ASSURED, OURS), STAY, AFFECTED, DISPATCH, basis.assure, papers.Position,
               flags=(Flag("adequacy_contested", on_track=False),), **HERE, title="Contest the assurance", whom="of",
               added="That an assurance is not genuine is a view, which is recorded and judged by nobody here.",
               effect="Your view is on record; nothing else changes.")


def _universal() -> Iterator[Step]:
    """The universal transitions; once a State has asked, the case is that State's to end."""
    live = (*ALONE, *BETWEEN)
    for row in common_steps(REPORTING, ("draft", *live), ENDED):
        if row.key == "withdraw" and "draft" not in row.frm:
            yield replace(row, frm=(SUSPENDED,), by=AFFECTED)
        elif row.key in ("supersede", "void_error"):
            yield replace(row, frm=ALONE)
            yield replace(row, frm=(*BETWEEN, SUSPENDED), by=AFFECTED)
        else:
            yield row
