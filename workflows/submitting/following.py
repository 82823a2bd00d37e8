"""Rows after the issue: corrections, objections with replies, presentation, the paragraph of the report, the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.checks_of_symbols import WrittenAs
from workflows.kernel.language import (
    DISPATCH,
    DRAFT,
    OFFICE,
    OUTSIDER,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Flag,
    NotToCome,
    On,
    Opens,
    Step,
)
from workflows.submitting import papers
from workflows.submitting.consenting import HERE
from workflows.submitting.frame import (
    AFFECTED,
    AFFECTED_PARTIES,
    AUTHOR,
    CLOSED,
    ISSUED,
    JOINT,
    MISSED,
    OBJECTING,
    OBJECTIONS,
    PRESENTED,
    PUBLIC,
    RAISED,
    READER,
    REFLECTED,
    REPLIED,
    SECRETARIAT,
)
from workflows.submitting.handling import FORMS
from workflows.submitting.terms import DOCUMENTS

ASKED_FOR = "correction_asked"
IN_PUBLIC: dict[str, Any] = {"level": "C0", "tell": "all"}
# fmt: off


def following() -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _correcting()
    yield from _objecting()
    yield from _presenting()


def _correcting() -> Iterator[Step]:
    for by, capacity in ((AUTHOR, DISPATCH), (JOINT, DISPATCH), (JOINT, OFFICE)):
        yield Step("correct", PUBLIC, STAY, by, capacity, DOCUMENTS, papers.Correction, **IN_PUBLIC,
                   flags=(Flag(ASKED_FOR, on_track=False),), title="Correct the document",
                   effect="The secretariat is asked to issue a correction, however late; what was issued stays as it "
                          "is.")
    asked = g.Says(g.Flagged(ASKED_FOR), "No correction was asked for.", DOCUMENTS)
    yield Step("issue_correction", PUBLIC, STAY, SECRETARIAT, OFFICE, DOCUMENTS, papers.CorrectionIssued, when=asked,
               checks=(WrittenAs("symbol", "body", FORMS, DOCUMENTS, ended=True), NotToCome("dated_on")),
               clears=(ASKED_FOR,), **IN_PUBLIC, title="Issue a correction",
               added="A correction is a document of its own, under the symbol of what it corrects.",
               effect="The correction is public beside the document; both stand.")


def _objecting() -> Iterator[Step]:
    text: dict[str, Any] = {"capacity": DISPATCH, "under": PRODUCT, "asks": papers.Objection,
                            "title": "Object to the wording"}
    yield Step("object_before_issue", HERE, STAY, TRACK_PARTY, **text, level="C3", track=On(AFFECTED_PARTIES.key),
               added="Whoever is asked for consent reads what would be told of it, and may object to its wording.",
               effect="Your words are before the author, and stand in the report beside its own. They hold nothing up.")
    yield Step("objection_by_other_state", PUBLIC, STAY, OUTSIDER | READER | AFFECTED | OBJECTING, **text, **IN_PUBLIC,
               opens=Opens(OBJECTIONS.key, acting=True, numbered=True, here=True),
               effect="Your words stand in public beside the document. They take nothing out of it.")
    reply: dict[str, Any] = {"by": AUTHOR, "capacity": DISPATCH, "under": PRODUCT, "asks": papers.Reply,
                             "title": "Reply to the objection", "added": "Both texts stand, side by side."}
    raised = g.Says(g.Done("object_before_issue"), "This party has not objected.", PRODUCT)
    yield Step("reply_before_issue", (*HERE, MISSED, *PUBLIC), STAY, **reply, level="C3", when=raised,
               track=On(AFFECTED_PARTIES.key),
               effect="Your reply is before whoever objected, and stands in the report beside the objection.")
    yield Step("reply_to_objection", PUBLIC, STAY, **reply, track=On(OBJECTIONS.key, (RAISED,), REPLIED), **IN_PUBLIC,
               effect="Your reply stands in public beside the objection.")


def _presenting() -> Iterator[Step]:
    yield Step("present", ISSUED, PRESENTED, AUTHOR, DISPATCH, DOCUMENTS, papers.Presented,
               checks=(NotToCome("held_on"),), **IN_PUBLIC, title="Present the document",
               effect="The item was held; what was said is on record.")
    yield Step("reflect", PRESENTED, REFLECTED, AUTHOR, DRAFT, DOCUMENTS, papers.Reflected, **IN_PUBLIC,
               title="Record the paragraph of the report",
               effect="Where the report of the body reflects the document is on record.")
    yield Step("enter_closed", REFLECTED, CLOSED, AUTHOR, DRAFT, PRODUCT, papers.Remark, **IN_PUBLIC, stops=("*",),
               title="Close the submission", effect="Nothing more is to come but a correction.")
    yield Step("close_unpresented", (ISSUED, PRESENTED), CLOSED, AUTHOR, DRAFT, PRODUCT, papers.Remark, **IN_PUBLIC,
               stops=("*",), title="Close without presentation or paragraph",
               added="Many documents are circulated and never presented, or reflected in no paragraph.",
               effect="Nothing more is to come but a correction.")
