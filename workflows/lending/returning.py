"""Rows of the end: return and its confirmation, deletion of data, results, and what a holder owes after it withdrew.

Before the signature an applicant is free to go; after it what was lent goes back at once. Results are deposited after
the return, and are public once published.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.dispute.beside import dispute_beside
from workflows.kernel import guards as g
from workflows.kernel.fragments import Statement
from workflows.kernel.language import ANY_PARTY, DISPATCH, PRODUCT, STAY, Link, NotToCome, Step
from workflows.lending import papers_of_loan as papers
from workflows.lending.frame import (
    APPLICANT,
    BACKWARD,
    BOUND,
    CLOSED,
    CURATOR,
    DISTRIBUTION,
    DUE,
    ENDED,
    HELD,
    INCIDENT,
    LIVE,
    RESULTS,
    RETURNED,
    SIGNED,
    TRANSIT,
)
from workflows.lending.law import INFORMATION, PUBLICATION, RETURN
from workflows.lending.requesting import OF_DATA, OF_SAMPLES, told
from workflows.rounds.papers import Remark

RUNNING = ("loan", "giving_back", "annual_report", "extension_answer")
# fmt: off


def returning() -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _back()
    yield from _results()
    yield from _beside()


def _back() -> Iterator[Step]:
    by: dict[str, Any] = {"by": APPLICANT, "capacity": DISPATCH, **told()}
    yield Step("return_now", (*HELD, TRANSIT), DUE, under=RETURN, asks=papers.Reasons, **by,
               stops=("loan", "extension_answer", "receipt_note"), starts=("giving_back",), title="Withdraw after the "
               "signature", added="Whoever withdraws after the signature gives back at once.",
               effect="The loan ends now; what was lent goes back, or is deleted.")
    yield Step("return_now", (SIGNED, DISTRIBUTION), CLOSED, under=RETURN, asks=papers.Reasons, **by, stops=("*",),
               title="Withdraw after the signature", added="Whoever withdraws before anything left the store has "
               "nothing to give back.", effect="Nothing has left the store; the case is closed.")
    yield Step("enter_return_in_transit", (DUE, *HELD), BACKWARD, under=RETURN, asks=papers.Dispatching, **by,
               when=g.Says(OF_SAMPLES, "These are data: a certificate of deletion is filed.", RETURN),
               checks=(NotToCome("dispatched_on"),), stops=("giving_back", "loan", "extension_answer"),
               within="giving_back", title="Send the samples back", effect="What was lent is on its way to the store.")
    yield Step("enter_returned_accepted", BACKWARD, RETURNED, CURATOR, DISPATCH, RETURN, papers.ReturnConfirmed,
               **told(), stops=RUNNING, starts=("results",), title="Confirm the return",
               effect="The store has confirmed mass and state. Results are due after this.")
    yield Step("certify_deletion", (DUE, *HELD), RESULTS, under=RETURN, asks=papers.Deletion, **by, stops=RUNNING,
               when=g.Says(OF_DATA, "These are samples: they go back to the store.", RETURN), starts=("results",),
               checks=(NotToCome("deleted_on"),), within="giving_back", title="Certify the deletion",
               added="Data are not returned: their deletion is certified.",
               effect="The data are deleted, as you certify. Results are due after this.")


def _results() -> Iterator[Step]:
    deposit: dict[str, Any] = {"by": APPLICANT, "capacity": DISPATCH, "under": PUBLICATION, "asks": papers.Deposit,
                               "within": "results", **told(), "title": "Deposit results"}
    yield Step("results", RETURNED, RESULTS, **deposit, effect="What is deposited is with the curator.")
    yield Step("results", (*HELD, DUE, BACKWARD, RESULTS), STAY, **deposit,
               added="Results may come at any time, and in several parts.",
               effect="What is deposited is with the curator.")
    yield Step("publish_results", (*HELD, DUE, BACKWARD, INCIDENT, RETURNED, RESULTS), STAY, ANY_PARTY, DISPATCH,
               (PUBLICATION, INFORMATION), papers.Publication, level="C0", tell="all", title="Publish results",
               when=g.Says(~g.Running("embargo"), "The embargo that was agreed still runs.", PUBLICATION),
               added="Results are public once they are published.", effect="Everybody may read it.")
    done = g.Says(g.Done("results"), "No results are deposited yet.", PUBLICATION)
    yield Step("enter_closed", RESULTS, CLOSED, CURATOR, DISPATCH, PUBLICATION, Remark, when=done,
               stops=("*",), **told(), title="Close the request", effect="All obligations are done.")


def _beside() -> Iterator[Step]:
    yield Step("state_position", LIVE, STAY, ANY_PARTY, DISPATCH, PRODUCT, Statement, **told(),
               title="State a position on the request", added="Each side may say what it thinks at any time.",
               effect="Your position is on record; it changes nothing.")
    yield Step("name_related_case", (*LIVE, *ENDED), STAY, ANY_PARTY, DISPATCH, PRODUCT, papers.Related, **told(),
               link=Link("related", field="reference"), title="Name a related case",
               added="An earlier request, an information on results, an invention or a dispute may be related.",
               effect="The case is named here; nothing is moved.")
    yield dispute_beside(BOUND, told(), "What an agreement asks of its parties may be disputed, results among it.")
