"""Rows of a zone, first part: consultation before, notice, publication, beginning, change, review, end.

Law: OST IX third sentence for who is likely to be affected, OST XI for what is told; ARTEMIS section 11 where that
profile is chosen. A zone is temporary and ends with its operation; one that nobody reviews lapses by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.checks_of_places import PlacedOn
from workflows.kernel.fragments import PartyAdded
from workflows.kernel.guards import Guard
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    DRAFT,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Elapsed,
    Flag,
    FromFilingField,
    InOrder,
    Link,
    Names,
    NotBefore,
    NotOneself,
    NotToCome,
    On,
    Opens,
    Step,
)
from workflows.lunar import zone_papers as papers
from workflows.lunar.activity import REGISTER
from workflows.lunar.zone_frame import (
    ADDRESSEE,
    LIVE,
    NAMED,
    OPERATING,
    SECRETARY_GENERAL,
    STANDING,
    ZONE,
)
from workflows.lunar.zone_terms import CONSULTATION, REGARD, ZoneTerms

FOR_ALL: dict[str, Any] = {"level": "C1", "tell": "all"}
"""What is read by everybody who takes part, the States addressed and the Secretary-General among them."""
KEPT = ("earliest_start", "latest_end")
ELSEWHERE = "A zone of this kind is one on the Moon or another celestial body; on the Earth other law holds."
OF_A_ZONE = (
    NotBefore("latest_end", "earliest_start"), InOrder("areas", "starts", "ends"),
    PlacedOn("areas", ("moon", "other"), ELSEWHERE, REGARD, part="place"),
)  # fmt: skip
"""What every version of a zone satisfies."""
ADVICE = "Tell of the operation by a statement of your own, or by a notice of transparency."
# fmt: off


def notice(terms: ZoneTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_notice(terms), *_before(), *_affected(), *_begins(), *_alters(terms), *_review(), *_end(terms))


def applies(terms: ZoneTerms) -> Guard:
    """Ask that the treaty bind the State, and that it signed the text on which it relies."""
    profile, bound = terms.told, g.Bound("OST", terms.told.under("notify")[-1], advice=ADVICE)
    if not profile.signatories:
        return bound
    sentence = "{party} is not recorded as a signatory; tell of the zone on the treaty alone."
    return bound & g.Among(profile.addressees, sentence, profile.under("notify")[0])


def _before() -> Iterator[Step]:
    yield Step("consult_first", "draft", "pre_consultation", OPERATING, DISPATCH, CONSULTATION, papers.Consulted,
               opens=Opens(NAMED, "states"), checks=(NotOneself("states"),), **FOR_ALL, whom="",
               link=Link("consultation", "ost9", title="Consultation before a planned activity"),
               title="Consult States likely to be affected",
               effect="Those named are told. A case under Article IX is opened with this act, in your name and in "
                      "preparation; its periods run there.")


def _notice(terms: ZoneTerms) -> Iterator[Step]:
    profile = terms.told
    short = Flag("short_notice", g.Nearer("earliest_start", terms.lead), on_track=False)
    told = (Names(ADDRESSEE.key, parties=profile.addressees, others=True),) if profile.addressees else ()
    yield Step("notify", ("draft", "pre_consultation"), "notified", OPERATING, DISPATCH, profile.under("notify"),
               papers.ZoneNotice, registers=REGISTER, keeps=KEPT, flags=(short,), when=applies(terms),
               starts=("start",),
               checks=(*OF_A_ZONE, NotToCome("decided_at")), elapsed=Elapsed("decided_at", "after the decision"),
               names=(*told, Names(SECRETARY_GENERAL.key, parties=(terms.secretariat,))), **FOR_ALL,
               title="Notify the zone",
               effect="The zone stands in the register of activities; the Secretary-General and those whom the profile "
                      "addresses are told. It asks others to coordinate and keeps nobody away.")
    yield Step("publish", ZONE, STAY, OPERATING, DISPATCH, profile.under("publish"), papers.Publication, level="C0",
               tell="all", title="Publish extent and nature", publishes=True,
               added="Extent and nature are for everybody; data that others own stay protected.",
               effect="Everybody reads extent and nature of the zone, and knows of the case.")


def _affected() -> Iterator[Step]:
    yield Step("add_affected", LIVE, STAY, OPERATING, DISPATCH, CONSULTATION, PartyAdded, opens=Opens(NAMED, "party"),
               checks=(NotOneself("party"),), **FOR_ALL, title="Name another State likely to be affected",
               added="That a State is affected may be seen later.",
               effect="It is told, and has the full periods for whatever it asks.")
    yield Step("comment", LIVE, STAY, TRACK_PARTY, DISPATCH, REGARD, papers.Comment, **FOR_ALL,
               track=On(NAMED, ("told", "commented"), "commented"), title="Comment on the zone",
               added="Whoever is named may say what it thinks before it asks or objects.",
               effect="Your comment is before all who take part; it moves nothing.")


def _begins() -> Iterator[Step]:
    begins: dict[str, Any] = {"under": PRODUCT, "activity": "proceeding", "starts": ("review",), **FOR_ALL,
                              "title": "First day of the zone"}
    yield Step("start", "notified", "active", CLOCK, **begins,
               effect="The zone has begun on the day that was told; it is reviewed from now on.")
    yield Step("start", ("basis_requested", "contested"), STAY, CLOCK, **begins,
               added="A request or an objection stops neither the operation nor its day.",
               effect="The zone has begun on the day that was told; the request or the objection stays open.")


def _alters(terms: ZoneTerms) -> Iterator[Step]:
    told: dict[str, Any] = {"registers": REGISTER, "keeps": KEPT, "checks": OF_A_ZONE, **FOR_ALL,
                            "activity": FromFilingField("activity_status"), "title": "Alter the zone"}
    under = terms.told.under("notify")
    yield Step("alter", "active", "altered", OPERATING, DISPATCH, under, papers.ZoneChange, starts=("alteration",),
               **told, effect="What changes is told to all, and stands in the register; the zone stands so after the "
                              "period of notice.")
    yield Step("alter", "notified", STAY, OPERATING, DISPATCH, under, papers.ZoneChange, starts=("start",), **told,
               added="What is planned may change before it begins.",
               effect="What changes is told to all, and stands in the register; the first day is counted anew.")
    yield Step("alter", STANDING[1:], STAY, OPERATING, DISPATCH, under, papers.ZoneChange, starts=("alteration",),
               **told, added="A zone may change more than once, and in answer to an objection.",
               effect="What changes is told to all, and stands in the register.")
    yield Step("enter_active", "altered", "active", CLOCK, under=PRODUCT, **FOR_ALL, title="Zone goes on as told",
               effect="The period of notice has passed; the zone stands as altered.")


def _review() -> Iterator[Step]:
    yield Step("call_review", STANDING, STAY, CLOCK, under=PRODUCT, starts=("grace",), **FOR_ALL,
               flags=(Flag("review_due", on_track=False),), title="Review of the zone due",
               added="A zone is reviewed while it stands; it does not go on by habit.",
               effect="The zone is due for review; where none is recorded it lapses.")
    yield Step("renew", STANDING, STAY, OPERATING, DISPATCH, REGARD, papers.Review, stops=("review", "grace"),
               starts=("review",), clears=("review_due",), **FOR_ALL, title="Renew the zone after review",
               added="A zone that is still needed is renewed by an act with reasons.",
               effect="The reasons are before all who take part; the next review is counted from today.")
    yield Step("review_missed", STANDING, "lapsed_unrenewed", CLOCK, under=PRODUCT, stops=("*",), **FOR_ALL,
               title="Zone lapsed without renewal",
               effect="No review is recorded and the grace has passed: the zone is no more. A new one needs a new "
                      "notice.")


def _end(terms: ZoneTerms) -> Iterator[Step]:
    under, past = terms.told.under("notify"), (NotToCome("ceased_at"),)
    yield Step("report_cessation", ZONE, STAY, OPERATING, DRAFT, under, papers.Ceased, checks=past, **FOR_ALL,
               starts=("end_notice", "ending"), title="Report that the operation has ceased",
               added="The periods for the end run from the moment at which the operation ceased, which is told.",
               effect="All are told; the zone is to end, and the product's periods for that run.")
    for frm, added in (("active",), ""), (("notified", *STANDING[1:]), "A zone ends with its operation, whatever is "
                                                                       "still open, and also before it began."):
        yield Step("end", frm, "ended", OPERATING, DISPATCH, under, papers.End, checks=past, stops=("*",),
                   registers=REGISTER, activity=FromFilingField("activity_status"), within="ending", added=added,
                   elapsed=Elapsed("ceased_at", "after the operation ceased"), **FOR_ALL, title="End the zone",
                   effect="The zone is no more; all are told, and the register has its last day.")
