"""Rows with the secretariat: transmitted, received, asked about, slotted, translated, issued; or the session missed.

The secretariat registers and issues; it judges nothing between States.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.checks_of_symbols import WrittenAs
from workflows.kernel.checks_of_tables import NotMore
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    OFFICE,
    PRODUCT,
    STAY,
    Flag,
    Is,
    Names,
    NotToCome,
    Step,
)
from workflows.reporting import bodies, series_of
from workflows.submitting import papers
from workflows.submitting.consenting import WITHDRAWN_RELEASE
from workflows.submitting.frame import (
    AUTHOR,
    BEFORE_ISSUE,
    CLEARED,
    ENDORSED,
    FILE,
    ISSUED,
    JOINT_AUTHORS,
    MISSED,
    QUERIED,
    READER,
    RECEIVED,
    SECRETARIAT,
    SENT,
    SLOTTED,
    TRANSLATED,
    TRANSMITTED,
)
from workflows.submitting.terms import CALLS, DOCUMENTS, INFORMATION, SubmissionTerms

FORMS = tuple((one.key, tuple(form for found in series_of(one.key) for form in found.forms)) for one in bodies())
WITH_OFFICE: dict[str, Any] = {"level": "C2", "file": FILE, "tell": "all"}
"""What authors and secretariat read."""
IN_OFFICE: dict[str, Any] = {"by": SECRETARIAT, "capacity": OFFICE, **WITH_OFFICE}
# fmt: off


def handling(terms: SubmissionTerms) -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _transmitting(terms)
    yield from _questions()
    yield from _slotting()
    yield from _issuing()
    yield Step("miss_slot", BEFORE_ISSUE, MISSED, CLOCK, under=DOCUMENTS, stops=("*",), level="C1", tell="all",
               title="Miss the session",
               effect="The session is over, and the document was not issued. The author may carry it to another one.")


def _transmitting(terms: SubmissionTerms) -> Iterator[Step]:
    running = g.Says(g.Running("session"), "The session is over: carry the submission to another one.", DOCUMENTS)
    stand = g.Says(g.AllTracks(JOINT_AUTHORS.key, (ENDORSED,), none=True),
                   "A joint author has not said that it stands behind the text.", PRODUCT)
    yield Step("transmit", CLEARED, TRANSMITTED, AUTHOR, DISPATCH, (CALLS, INFORMATION), papers.Transmission,
               when=running & stand, within="slot", stops=("slot", "review", "consent"), **WITH_OFFICE,
               names=Names(SECRETARIAT.key, parties=(terms.secretariat,)),
               flags=(Flag("late_for_slotting", g.Lapsed("slot"), on_track=False),), title="Transmit the document",
               effect="The document is with the secretariat. After the day for slotting it is taken all the same, and "
                      "marked late: the secretariat says whether it can still be translated.")
    yield Step("replace_document", SENT, STAY, AUTHOR, DISPATCH, PRODUCT, papers.Transmission, **WITH_OFFICE,
               clears=(WITHDRAWN_RELEASE,), title="Replace the document",
               added="A release that was taken back changes the document, which says so.",
               effect="The new version takes the place of the former. It says that a release was taken back, where one "
                      "was.")
    yield Step("receive", TRANSMITTED, RECEIVED, asks=papers.Received, under=DOCUMENTS, **IN_OFFICE,
               title="Record receipt", added="Receipt by the secretariat has a state and no trigger of its own.",
               effect="The author knows that the secretariat has it.")


def _questions() -> Iterator[Step]:
    yield Step("query", RECEIVED, QUERIED, asks=papers.Query, under=DOCUMENTS, **IN_OFFICE, starts=("query_answer",),
               title="Query the document", effect="The author is asked to clarify; the secretariat judges nothing.")
    yield Step("answer", QUERIED, RECEIVED, AUTHOR, DISPATCH, DOCUMENTS, papers.Answer, **WITH_OFFICE,
               stops=("query_answer",), within="query_answer", title="Answer the query",
               effect="The question is answered; the document goes on its way.")


def _slotting() -> Iterator[Step]:
    fits = (NotMore("words_counted", "words_allowed", "the document is too long for its slot; query it", DOCUMENTS),
            Is("format_met", ("yes",), "What does not meet the format is not slotted; query the document.", DOCUMENTS))
    yield Step("slot", RECEIVED, SLOTTED, asks=papers.Slotted, under=DOCUMENTS, **IN_OFFICE, checks=fits,
               starts=("translation",), title="Give the document a slot",
               effect="The document is among those of the session; by when it is translated the secretariat says.")
    yield Step("translate", SLOTTED, TRANSLATED, asks=papers.Translated, under=DOCUMENTS, **IN_OFFICE,
               stops=("translation",), title="Record the translation", effect="The document can be issued.")


def _issuing() -> Iterator[Step]:
    clean = g.Says(~g.Flagged(WITHDRAWN_RELEASE), "A party took its consent back after the transmission; the author "
                   "has to replace the document first.", PRODUCT)
    issue: dict[str, Any] = {
        "to": ISSUED, "by": SECRETARIAT, "capacity": OFFICE, "under": (DOCUMENTS, INFORMATION), "asks": papers.Issued,
        "checks": (WrittenAs("symbol", "body", FORMS, DOCUMENTS), NotToCome("dated_on")), "stops": ("*",),
        "names": Names(READER.key, "circulated_to", level="C0"), "level": "C0", "tell": "all", "publishes": True,
        "title": "Issue the document",
        "effect": "The document is public under its symbol, and everybody may know of this case. Consent cannot be "
                  "taken back any more.",
    }
    posted = g.Says(g.Fact("kind", ("room_paper",)), "Only a conference room paper is posted without translation.",
                    DOCUMENTS)
    yield Step("issue", TRANSLATED, when=clean, **issue)
    yield Step("issue", SLOTTED, when=clean & posted, **issue,
               added="A conference room paper is posted in the language in which it was submitted.")
