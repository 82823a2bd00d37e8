"""Rows on interference, second part: the report, its receipt, what the administration responsible says, silence.

Law: ITU_RR Article 15 section VI and Appendix 10: the report goes from one administration to the one responsible, which
acknowledges by the quickest means. To acknowledge is not to answer for it; silence admits nothing; a denial comes with
data. Infringements of the rules have another form, Appendix 9.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.article_ix.papers import ProofOfReceipt
from workflows.kernel import guards as g
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    DRAFT,
    OPENED,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Flag,
    Is,
    Moves,
    NotOneself,
    NotToCome,
    On,
    Opens,
    Proof,
    Step,
)
from workflows.radio import papers
from workflows.radio.frame import ANSWERING, FOUND, HEARD, PERSISTING, REPORTED, REPORTER, SOURCES, UNHEARD
from workflows.radio.law import HANDLING, INFRINGEMENT, REPORT, SPACE_SERVICES
from workflows.radio.locating import ON_THE_MOON, SHARED

OF = SOURCES.key
SENT = UNHEARD[2:]
"""The report is with it, and it has not answered."""
ADDRESSED = (*SENT, *HEARD)
COMPLETE = (
    Is("matter", ("interference",), "Infringements of the rules are reported in another form, that of Appendix 9.",
       INFRINGEMENT),
    NotToCome("first_observed"), NotToCome("last_observed"),
)  # fmt: skip
SUSPECTED = Flag("suspected_jamming", g.Fact("pattern", ("suspected",)), on_track=False)
BEGUN = ("acknowledgement", "reply")
ANSWERED = ("acknowledgement", "reply")
# fmt: off


def reporting() -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_report(), *_receipt(), *_acknowledgement(), *_denial(), *_silence())


def _report() -> Iterator[Step]:
    under = (REPORT, HANDLING, SPACE_SERVICES)
    sent: dict[str, Any] = {"starts": BEGUN, "stops": ("location", "operator", "form"), "within": "form",
                            "keeps": ("service", "where", "pattern"), "flags": (SUSPECTED, ON_THE_MOON)}
    effect = ("The report is with the administration responsible, and its periods begin. A suspicion of jamming is "
              "recorded as yours; what anybody intended is not found.")
    yield Step("send_report", FOUND, "report_sent", REPORTER, DISPATCH, under, papers.Report, **sent, **SHARED,
               opens=Opens(OF, "source", anew=True), checks=(*COMPLETE, NotOneself("source")), title="Send the report",
               whom="to", effect=effect)
    yield Step("announce_report", FOUND, STAY, REPORTER, DISPATCH, HANDLING, papers.Announcement, **SHARED,
               opens=Opens(OF, "source", to="announced", anew=True), checks=(NotOneself("source"),),
               title="Announce a report for one administration alone", whom="to",
               added="On bands of armed forces the details are for the two administrations alone, and need a track.",
               effect="The administration is told that a report comes; nothing else is said.")
    yield Step("send_sensitive_report", FOUND, "report_sent", REPORTER, DISPATCH, under, papers.SensitiveReport,
               **sent, track=On(OF, ("announced", "contacted"), "reported"), checks=COMPLETE, level="C3",
               title="Send the report for one administration alone", whom="to",
               added="On bands of armed forces the report is read by the two administrations and by nobody else.",
               effect=effect)


def _receipt() -> Iterator[Step]:
    common: dict[str, Any] = {"receipt": True, **SHARED, "title": "Record proof of receipt", "whom": "by"}
    for states, to in (("reported",), "received"), ((*SENT[1:], *HEARD), STAY):
        yield Step("record_receipt", REPORTED, STAY, REPORTER | TRACK_PARTY, DRAFT, PRODUCT, ProofOfReceipt,
                   track=On(OF, states, to), collects=("channel",), **common,
                   added="That the report arrived is worth proving; its periods run from dispatch.",
                   effect="Proof of delivery is on record.")
    yield Step("record_receipt", REPORTED, STAY, CLOCK, under=PRODUCT, track=On(OF, ("reported",), "received"),
               proof=Proof(OPENED, "portal"), **common,
               added="Receipt within this product is proved by opening the paper; delivery alone proves none.",
               effect="Somebody with a mandate of the administration opened the report here.")


def _acknowledgement() -> Iterator[Step]:
    common: dict[str, Any] = {"track": On(OF, SENT, "acknowledged"), "receipt": True, "stops": ANSWERED,
                              "within": "acknowledgement", **SHARED, "title": "Acknowledge the report"}
    nothing = "Receipt is acknowledged and nothing is admitted: you do not answer for the station by that."
    yield Step("acknowledge", "report_sent", "acknowledged", TRACK_PARTY, DRAFT, HANDLING, papers.Receipt,
               starts=("remedy",), **common, effect=nothing)
    yield Step("acknowledge", (*ANSWERING[1:], "mitigated_provisional", *PERSISTING), STAY, TRACK_PARTY, DRAFT,
               HANDLING, papers.Receipt, **common, added="A late word is always taken into the record.",
               flags=("replied_late",), effect=nothing)
    yield Step("enter_investigating", "acknowledged", "investigating", TRACK_PARTY, DISPATCH, HANDLING, papers.Inquiry,
               track=On(OF, ("acknowledged",), "investigating"), **SHARED, title="Tell what is looked into",
               effect="You look into it; the target for a remedy goes on.")
    yield Step("enter_investigating", PERSISTING, STAY, TRACK_PARTY, DISPATCH, HANDLING, papers.Inquiry, **SHARED,
               track=On(OF, ADDRESSED, "investigating"), title="Tell what is looked into",
               added="Whoever was silent may still look into it; what was begun with the Bureau goes on.",
               effect="You look into it; the case stays where it is.")


def _denial() -> Iterator[Step]:
    common: dict[str, Any] = {"track": On(OF, ADDRESSED, "denied"), "receipt": True, **SHARED,
                              "title": "Deny that the station is its own"}
    effect = "Your denial and your data are on record; no view is taken of who is right."
    yield Step("deny", "report_sent", "investigating", TRACK_PARTY, DISPATCH, HANDLING, papers.Denial, **common,
               stops=ANSWERED, starts=("remedy",), within="acknowledgement", effect=effect,
               added="An administration may deny, with data of its own; the matter is looked into all the same.")
    yield Step("deny", "acknowledged", "investigating", TRACK_PARTY, DISPATCH, HANDLING, papers.Denial, **common,
               added="A denial may come after the acknowledgement.", effect=effect)
    yield Step("deny", ("investigating", *PERSISTING), STAY, TRACK_PARTY, DISPATCH, HANDLING, papers.Denial, **common,
               stops=ANSWERED, added="A denial may come after inquiry, and late.", effect=effect)


def _silence() -> Iterator[Step]:
    yield Step("silence", ANSWERING, "persisting", CLOCK, under=HANDLING, stops=("acknowledgement", "reply", "remedy"),
               moves=Moves(OF, "silent", ("reported", "received")), **SHARED, title="No remedy recorded",
               effect="The product's target has passed. No remedy is recorded; nothing is admitted by silence.")
    seen: dict[str, Any] = {"checks": (NotToCome("observed_at"),), **SHARED,
                            "title": "Report that the emission goes on",
                            "moves": Moves(OF, "persisting", (*SENT, *HEARD[:2], "ceased"))}
    yield Step("no_effect", "mitigated_provisional", "persisting", REPORTER, DISPATCH, HANDLING, papers.GoesOn, **seen,
               stops=("clean",), effect="The emission has come back; the case goes on as one that persists.")
    yield Step("no_effect", "investigating", "persisting", REPORTER, DISPATCH, HANDLING, papers.GoesOn, **seen,
               stops=("remedy",), effect="The emission goes on in spite of what was done; the case goes on as one that "
                                         "persists.")
