"""Rows of a notice, fourth part: what happens to the activity itself: change, beginning, emergency, end.

Law: OST XI for what is told, OST IX first sentence for due regard, OST V for an emergency. That an activity begins
before talks have ended is a fact that is told to all at once; the product draws no conclusion from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.language import (
    DISPATCH,
    DRAFT,
    PRODUCT,
    STAY,
    Flag,
    FromFilingField,
    Link,
    Moves,
    Step,
)
from workflows.kernel.silence_papers import SILENCE
from workflows.lunar import notice_papers as papers
from workflows.lunar.activity import INFORMING, NOTICES, OST, REGARD, REGISTER
from workflows.lunar.notice_arrangement import TAKEN_BACK
from workflows.lunar.notice_exchange import KEPT, OF_A_DESCRIPTION, STANDS, readers
from workflows.lunar.notice_frame import CONCERNED, EARLY, LIVE, NOTIFYING, SIDE, STANDING, TALKS
from workflows.lunar.notice_terms import NoticeTerms

AFTER = ("no_arrangement", "arrangement_ended", "referred")
# fmt: off


def activity(terms: NoticeTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_changes(terms), *_begins(), *_emergency(), *_over())


def _changes(terms: NoticeTerms) -> Iterator[Step]:
    short = Flag("short_notice", g.Nearer("earliest_start", terms.text.lead), on_track=False)
    due = Flag("review_due", g.Flagged(STANDS), on_track=False)
    common: dict[str, Any] = {
        "registers": REGISTER, "keeps": KEPT, "checks": OF_A_DESCRIPTION, "flags": (short, due), "level": "C1",
        "tell": "all", "names": readers(terms), "activity": FromFilingField("activity_status", "planned"),
        "title": "Change the activity",
    }
    again = "The next version stands in the register and the physical clock is counted anew; all participants are told."
    under = (INFORMING, NOTICES)
    yield Step("change_activity", ("no_overlap", "arrangement_in_force", *EARLY), "notified", NOTIFYING, DISPATCH,
               under, papers.CHANGED, starts=("comments", "acknowledgement"), **common,
               moves=Moves(CONCERNED, "named", ("no_reply",)),
               effect=f"{again} Screening begins anew; an arrangement in force holds and is due for review.")
    yield Step("change_activity", ("overlap_identified", "consulting"), STAY, NOTIFYING, DISPATCH, under,
               papers.CHANGED, **common, moves=Moves(CONCERNED, "named", ("no_reply",)),
               added="A change in the midst of talks is told to all at once; the talks go on over the new version.",
               effect=f"{again} The talks go on over the new version.")
    yield Step("change_activity", "arrangement_drafted", "consulting", NOTIFYING, DISPATCH, under, papers.CHANGED,
               **common, moves=TAKEN_BACK, stops=(SILENCE,),
               added="A text on what is planned no more is not adopted: it falls with the change.",
               effect=f"{again} The text that lay before the States falls, and the talks go on.")


def _begins() -> Iterator[Step]:
    title = "Report that the activity has begun"
    waiting = (*EARLY, *TALKS)
    early = (Flag("begun_before_talks_ended", on_track=False), Flag("safety_data_requested", on_track=False))
    common: dict[str, Any] = {"activity": "proceeding", "level": "C1", "tell": "all", "title": title}
    yield Step("report_proceeding", waiting, STAY, NOTIFYING, DISPATCH, (INFORMING, REGARD), papers.Proceeding,
               flags=early, starts=("safety_data",), **common,
               effect="All are told at once. It is on record that exchange or talks had not ended, and you are asked "
                      "for safety data; no conclusion is drawn.")
    yield Step("report_proceeding", ("no_overlap", "arrangement_in_force", *AFTER), STAY, NOTIFYING, DISPATCH,
               (INFORMING, REGARD), papers.Proceeding, **common,
               effect="All are told that the activity has begun.")
    asked = g.Says(g.Flagged("safety_data_requested"), "No safety data were asked for.", REGARD)
    yield Step("supply_safety_data", (*STANDING, *AFTER), STAY, NOTIFYING, DRAFT, REGARD, papers.SafetyData,
               when=asked, stops=("safety_data",), within="safety_data", level="C1", tell="all",
               clears=("safety_data_requested",),
               added="The request for safety data needs an act that answers it.",
               effect="The data are before all participants.")


def _emergency() -> Iterator[Step]:
    yield Step("note_emergency_landing", (*STANDING, *AFTER), STAY, SIDE, DRAFT, (OST("V"), PRODUCT),
               papers.Emergency, link=Link("rescue", field="reference"), starts=("post_notice",), level="C1",
               tell="all", flags=(Flag("emergency_landing", on_track=False),), title="Note an emergency landing",
               added="In an emergency help comes first and the notice afterwards; rescue is a procedure of its own.",
               effect="All are told at once. No zone and no arrangement stands in the way of help or of landing.")
    noted = g.Says(g.Flagged("emergency_landing"), "No emergency is on record.", OST("V"))
    yield Step("file_post_notice", (*STANDING, *AFTER), STAY, SIDE, DISPATCH, INFORMING, papers.PostNotice, when=noted,
               stops=("post_notice",), within="post_notice", level="C1", tell="all", clears=("emergency_landing",),
               title="File the notice after the emergency",
               added="The notice that comes after an emergency needs an act of its own.",
               effect="What was done is before all participants.")


def _over() -> Iterator[Step]:
    yield Step("report_end", (*LIVE, "no_overlap", *AFTER), STAY, NOTIFYING, DISPATCH, INFORMING, papers.Completion,
               activity=FromFilingField("status"), level="C1", tell="all", title="Report that the activity is over",
               flags=(Flag("activity_over", on_track=False),),
               added="That the activity is completed or cancelled is told to all; arrangements follow their own term.",
               effect="All are told that the activity is over; an arrangement runs on until its term or its end.")
