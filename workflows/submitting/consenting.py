"""Rows of consent: asked one party at a time, given, given in part, refused or taken back; silence refuses.

Each request lies on the track of its party: no other party reads it, or learns that there is one. Consent is for this
report alone and concerns only what would be told of that party.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.language import (
    CLEAR,
    CLOCK,
    DISPATCH,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Flag,
    NotOneself,
    On,
    Opens,
    Step,
)
from workflows.submitting import papers
from workflows.submitting.frame import (
    AFFECTED_PARTIES,
    ASKED,
    AUTHOR,
    CLEARED,
    COMPILED,
    CONSENT,
    GIVEN,
    PART,
    PUBLIC,
    REFUSED,
    REVIEWED,
    SENT,
    SILENT,
    TAKEN_BACK,
    TOLD,
)

WITHDRAWN_RELEASE = "release_withdrawn"
HERE = (COMPILED, REVIEWED, CONSENT, CLEARED, *SENT)
"""Where whoever was asked may still speak: until the issue."""
OPEN_TO = (ASKED, REFUSED, SILENT, TAKEN_BACK)
# fmt: off


def consenting() -> Iterator[Step]:
    """Give all rows of this part."""
    yield from _asking()
    yield from _answering()
    yield from _taking_back()


def _asking() -> Iterator[Step]:
    asked: dict[str, Any] = {"by": AUTHOR, "capacity": CLEAR, "under": PRODUCT, "asks": papers.AskConsent,
                             "level": "C3",
                             "tell": "track", "opens": Opens(AFFECTED_PARTIES.key, "party", anew=True, here=True),
                             "checks": (NotOneself("party"),), "starts": ("consent",), "whom": "of",
                             "title": "Ask for consent",
                             "effect": "The party named reads what would be told of it, and nobody else does. It has "
                                       "the whole period to answer; its silence refuses."}
    yield Step("ask_consent", REVIEWED, CONSENT, **asked)
    yield Step("ask_consent", CONSENT, STAY, **asked)
    yield Step("ask_consent", CLEARED, CONSENT, **asked)


def _answering() -> Iterator[Step]:
    answer: dict[str, Any] = {"by": TRACK_PARTY, "capacity": DISPATCH, "under": PRODUCT, "level": "C3",
                              "stops": ("consent",), "within": "consent"}
    late = "An answer after the period is taken until the issue, and marked late."
    yield Step("consent", HERE, STAY, asks=papers.Consent, track=On(AFFECTED_PARTIES.key, (*OPEN_TO, PART), GIVEN),
               **answer, title="Consent", added=late,
               effect="What you were asked about may be told in this report, and in no other.")
    yield Step("consent_in_part", (COMPILED, REVIEWED, CONSENT), STAY, asks=papers.PartConsent,
               track=On(AFFECTED_PARTIES.key, (*OPEN_TO, GIVEN), PART), **answer, title="Consent to some cases",
               added=late, effect="What concerns the cases that you name may be told in this report; nothing else.")
    yield Step("refuse_consent", HERE, STAY, asks=papers.Refusal, **answer, title="Refuse consent",
               track=On(AFFECTED_PARTIES.key, (ASKED, SILENT), REFUSED), added=late,
               effect="Nothing of you is told in this report but what is public already. No reason is judged.")
    yield Step("exclude", HERE, STAY, CLOCK, under=PRODUCT, track=On(AFFECTED_PARTIES.key, (ASKED,), SILENT),
               level="C3", title="Leave out whoever was silent",
               added="Silence refuses.",
               effect="No reply is recorded; what would be told of that party is left out.")


def _taking_back() -> Iterator[Step]:
    back: dict[str, Any] = {"by": TRACK_PARTY, "capacity": DISPATCH, "under": PRODUCT, "asks": papers.Reason,
                            "track": On(AFFECTED_PARTIES.key, TOLD, TAKEN_BACK), "level": "C3",
                            "title": "Take consent back",
                            "added": "Consent may be taken back until the issue; the report changes and says so."}
    yield Step("take_consent_back", (COMPILED, REVIEWED, CONSENT), STAY, **back,
               effect="Nothing of you is told in this report; the author compiles it anew.")
    yield Step("take_consent_back", CLEARED, CONSENT, **back,
               effect="The document is cleared no more: the author compiles it anew, without you.")
    yield Step("take_consent_back", SENT, STAY, **back, flags=(Flag(WITHDRAWN_RELEASE, on_track=False),),
               effect="The document is not issued before the author has replaced it by one that tells nothing of you.")
    gone = "The document is public since its issue: what it tells can be corrected, and not be taken back."
    yield Step("take_consent_back", PUBLIC, STAY, **back, when=g.Says(~g.Done("issue"), gone, PRODUCT),
               effect="After the issue nothing is taken back; the refusal says so.")
