"""The end of a project: before time, samples and equipment, results, closure; and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows.dispute.beside import dispute_beside
from workflows.kernel import guards as g
from workflows.kernel.fragments import common_steps
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    OWN,
    PRODUCT,
    STAY,
    Flag,
    Link,
    NotToCome,
    Step,
    outcome,
)
from workflows.utilising import papers
from workflows.utilising.arranging import shared
from workflows.utilising.frame import (
    ENDED,
    FILE,
    FREEDOM,
    LIVE,
    NONE,
    PARTNER,
    PENDING,
    PROVIDER,
    RESULTS,
    SIGNED,
    USER,
)

FILED, ACCOUNTED = "final_results_filed", "items_accounted_for"
NOTHING = g.Fact("return_kind", (NONE,))
# fmt: off


def ending() -> Iterator[Step]:
    """Give the steps that end a project, and those beside it."""
    yield from _before_time()
    yield from _results()
    yield from _closing()
    yield from _beside()
    yield from _common()


def _before_time() -> Iterator[Step]:
    begun = g.Done("begin_integration")
    for nothing, starts in (True, ("results",)), (False, ("return", "results")):
        yield Step("end_early", SIGNED, outcome((begun, "results_pending"), (None, "ended")), USER | PROVIDER, DISPATCH,
                   PRODUCT, papers.Reasons, when=NOTHING if nothing else ~NOTHING, starts=starts, stops=("*",),
                   flags=(Flag("ended_early", on_track=False),), **shared(), title="End the project before time",
                   added="After the signature a project is not withdrawn: what came to the station is handed over.",
                   effect="What came to the station is handed over and what was found is reported; where nothing came "
                          "yet, the case ends.")


def _results() -> Iterator[Step]:
    outstanding = g.Says(~NOTHING, "Nothing is to be handed over under this arrangement.")
    yield Step("account_for_items", "results_pending", STAY, USER, DISPATCH, PRODUCT, papers.Handed, when=outstanding,
               checks=(NotToCome("received_on"),), flags=(Flag(ACCOUNTED, on_track=False),), stops=("return",),
               within="return", **shared(), title="Account for samples and equipment",
               added="Whoever receives them says what came, and in what state.",
               effect="What came back, or was disposed of, is on record with mass and state.")
    yield Step("file_final_results", "results_pending", STAY, USER | PARTNER, DISPATCH, (RESULTS, FREEDOM),
               papers.FinalResults, flags=(Flag(FILED, on_track=False),), stops=("results",), within="results",
               **shared(), title="File the final results", added="A project ends with its results.",
               effect="The results are before all who take part; publication is an act of its own.")
    yield Step("publish_results", ("results_pending", "closed"), STAY, USER, DISPATCH, RESULTS, papers.Published,
               when=g.Says(g.Flagged(FILED), "The final results are not filed yet."), level="C0", tell="all",
               publishes=True, title="Publish the results", added="Results are open to all once they are published.",
               effect="What stands here is public, and so is that there was the project, and who took part in it.")


def _closing() -> Iterator[Step]:
    items = g.Says(NOTHING | g.Flagged(ACCOUNTED), "Samples and equipment are not accounted for yet.")
    filed = g.Says(g.Flagged(FILED), "The final results are not filed yet.")
    yield Step("close", "results_pending", "closed", PROVIDER, DISPATCH, PRODUCT, papers.Closing, when=items & filed,
               stops=("*",), **shared(), title="Close the project", effect="All obligations of the project are met.")
    yield Step("close_without_results", "results_pending", "closed", PROVIDER, DISPATCH, PRODUCT, papers.Reasons,
               proposed=True, when=g.Lapsed("results") & ~g.Flagged(FILED), stops=("*",), **shared(),
               flags=(Flag("results_outstanding", on_track=False),), title="Close without final results",
               added="Results that never come do not keep a case open for ever.",
               effect="The case is closed; it stays on record that results are outstanding.")


def _beside() -> Iterator[Step]:
    yield Step("give_views", LIVE, STAY, ANY_PARTY, DISPATCH, PRODUCT, papers.Views, **shared(), title="Give views",
               added="Whoever takes part may speak at any time.", effect="Your views are before all who take part.")
    yield Step("name_related_case", (*LIVE, "closed"), STAY, ANY_PARTY, DISPATCH, PRODUCT, papers.RelatedCase,
               link=Link("related", field="case"), **shared(), title="Name a case that belongs to the project",
               added="Inventions, technical data, jurisdiction and damage have procedures of their own.",
               effect="Both cases lead to each other; neither is moved.")
    yield dispute_beside((*SIGNED, "results_pending", "closed"), shared(), "What is owed under the arrangement may be "
                         "disputed.")


def _common() -> Iterator[Step]:
    """The universal transitions, which the office learns of too; what is signed is ended and not withdrawn."""
    for row in common_steps(USER, ("draft", *LIVE), ENDED):
        kept = row if row.tell == OWN else replace(row, file=FILE)
        if row.key == "withdraw" and row.tell != OWN:
            kept = replace(kept, frm=(PENDING,))
        yield kept
