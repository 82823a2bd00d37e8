"""Rows from the claim to the end of the year of talks: presentation, answers, documentation, settlement, withdrawal.

Law: LC II to VI, VIII, IX, X(3), XIV, XVII, XXI and XXII(4). Presentation and the notice of documentation are two
events: the first ends the dates for presenting, the second begins the year of talks. Silence admits nothing. Not
modelled: who is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workflows.damage import papers_of_claim as papers
from workflows.damage import papers_of_commission as later
from workflows.damage.frame import (
    CLAIM,
    CLAIMANT,
    IMPLEMENTING,
    LC,
    MAY_PRESENT,
    PREPARING,
    PRESENTED,
    RESPONDENT,
    UNDECIDED,
)
from workflows.damage.limits import answer_limit
from workflows.damage.papers import ELSEWHERE, RemedyEnded
from workflows.damage.preparing import APART, FROM_KNOWLEDGE, PREPARED, WINDOW, over
from workflows.damage.terms import LiabilityTerms
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import HeldSince
from workflows.kernel.checks_of_parties import AmongTracks
from workflows.kernel.fragments import joining
from workflows.kernel.guards_of_sides import AboutAnother
from workflows.kernel.language import (
    ANY_PARTY,
    CLOCK,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Each,
    Flag,
    Is,
    Link,
    Moves,
    NotBefore,
    NotOneself,
    On,
    Opens,
    Proof,
    Step,
    WhenThen,
    outcome,
)  # fmt: skip
from workflows.kernel.more_time import MoreTimeOn
from workflows.kernel.steps import OPENED

SHARED: dict[str, Any] = {"tell": "all", "file": CLAIM}
UNSENT, WAITING = ("served",), ("served", "received")
# fmt: off


def presenting(terms: LiabilityTerms) -> tuple[Step, ...]:
    """Give all rows of this part."""
    more = MoreTimeOn(answer_limit(terms), UNDECIDED, "respondent", WAITING, CLAIMANT).steps()
    return (*_claim(), *_receipt(), *_answers(), *_extent(), *_documentation(), *_beside(terms), *_joining(),
            *_ending(), *more)


STATE_ONLY = g.OfKind(("state",), "{party} is an organisation: its claim is presented by a member State that is a "
                      "party.", LC("XXII(4)"))
BOUND = g.Bound("LC", LC("XXIV(4)"), "respondents", on="occurred_on",
                advice="Another basis than this Convention is then needed.")
EXAMINED = g.Says(g.AllTracks("launcher", ("free", "barred", "overridden", "addressed")),
                  "Go through the bars for each launching State first.", LC("VII"))
ONE_WAY = Is("remedies", ("none", "ended"), "While the same damage is pursued in another way no claim is presented "
             "here.", LC("XI(2)"))
FREE = AmongTracks("respondents", "launcher", (*MAY_PRESENT, "addressed"), "{party} is no launching State to which "
                   "this claim may be presented: it was not named, or a bar stands.", LC("VII"))


def _claim() -> Iterator[Step]:
    """Row 6; the guards of the Convention stand before it and refuse with their article."""
    rest: dict[str, Any] = {
        "asks": papers.Claim, "opens": Opens("respondent", "respondents", anew=True),
        "moves": Moves("launcher", "addressed", MAY_PRESENT, field="respondents"), "keeps": ("place_type",),
        "stops": WINDOW, "starts": ("answer",), **SHARED, "title": "Present the claim", "whom": "to",
        "flags": (Flag("presented_after_a_year_from_the_damage", ~g.Running("presentation"), on_track=False),),
        "checks": (NotOneself("respondents"), FREE, ONE_WAY,
                   WhenThen("channel", ("state", "secretary_general"), "through", LC("IX")),
                   WhenThen("standing", ("territory", "residence"), "no_other_claim", LC("VIII(3)")),
                   WhenThen("place_type", (ELSEWHERE,), "fault", LC("III"))),
        "effect": "The launching States named are served, and the dates for presenting are kept. The year of talks "
                  "begins later, with the notice that the documentation is submitted."}
    another = AboutAnother("launcher", (*MAY_PRESENT, "addressed"), LC("VII"))
    yield Step("present", PREPARED, "claim_presented", CLAIMANT, DISPATCH, LC("IX"),
               when=STATE_ONLY & EXAMINED & another & BOUND, **rest)
    left = g.Says(~over(), "No date for presenting is left.", LC("X(1)"))
    yield Step("present_again", "closed_withdrawn", "claim_presented", CLAIMANT, DISPATCH, LC("IX"),
               when=left & g.Done("present") & another & BOUND,
               added="A claim that was withdrawn may be presented again while the dates run.",
               **rest | {"title": "Present the claim again"})
    back = outcome((g.Done("identify"), PREPARED), (None, "incident_recorded"))
    yield Step("prepare_again", "closed_withdrawn", back, CLAIMANT, DRAFT, LC("X(1)"), when=left & ~g.Done("present"),
               **APART, title="Take up the claim again",
               added="A claim that was dropped before it was presented may be taken up again while the dates run.",
               effect="The claim is prepared again, for your own State alone.")


def _receipt() -> Iterator[Step]:
    on: dict[str, Any] = {"track": On("respondent", UNSENT, "received"), "receipt": True, "whom": "by", **SHARED}
    yield Step("acknowledge", UNDECIDED, STAY, TRACK_PARTY, DRAFT, PRODUCT, title="Acknowledge receipt", **on,
               added="Receipt is proved by whoever received.", effect="Receipt is acknowledged; nothing is admitted.")
    said: dict[str, Any] = {"title": "Record proof of receipt", "added": "The day of receipt is stored."}
    yield Step("record_receipt", UNDECIDED, STAY, CLAIMANT, DRAFT, LC("IX"), papers.Receipt, collects=("channel",),
               **on, **said, effect="Proof of delivery is on record; the product's aim for an answer runs from it.")
    yield Step("record_receipt", UNDECIDED, STAY, CLOCK, under=PRODUCT, proof=Proof(OPENED, "portal"), **on, **said,
               effect="Somebody with a mandate of the launching State opened the claim here.")


def _answers() -> Iterator[Step]:
    """What a launching State may say; it may also say nothing, and no clock of the Convention waits for it."""
    spoken: dict[str, Any] = {"track": On("respondent", (*WAITING, "silent", "answered"), "answered"), "receipt": True,
                              "stops": ("answer",), **SHARED}
    answer: dict[str, Any] = {"within": "answer", "added": "A launching State answers the claim, or does not."}
    yield Step("answer_claim", (*UNDECIDED, IMPLEMENTING), STAY, TRACK_PARTY, DISPATCH, LC("XIV"), papers.Answer,
               **spoken, **answer, title="Answer the claim", effect="Your position is on record; a late one too.")
    yield Step("deny_launching_state", UNDECIDED, STAY, TRACK_PARTY, DISPATCH, LC("I(c)"), papers.Denial, **spoken,
               flags=(Flag("launching_state_denied"),), title="Deny being a launching State",
               added="Whether a State is a launching State may itself be in dispute.",
               effect="The denial is on record beside your track. The case stays where it is, and its clocks run on.")
    yield Step("plead_exoneration", UNDECIDED, STAY, TRACK_PARTY, DISPATCH, (LC("VI(1)"), LC("VI(2)")),
               papers.Exoneration, **spoken, flags=(Flag("exoneration_pleaded"),), title="Plead exoneration",
               added="Absolute liability has its exceptions, which the launching State has to show.",
               effect="The plea is on record; it is for talks or for the Commission.")
    yield Step("note_silence", UNDECIDED, STAY, CLOCK, under=PRODUCT, track=On("respondent", WAITING, "silent"),
               title="Note that no reply is recorded", **SHARED,
               added="A product aim that passes is noted; it has no effect in law.",
               effect="No reply is recorded. Silence admits nothing and stops no clock; a late answer is taken.")


def _extent() -> Iterator[Step]:
    """Row 7, and what follows when the extent becomes known."""
    live = (*UNDECIDED,)
    yield Step("extent_unknown", live, STAY, CLAIMANT, DISPATCH, LC("X(3)"), papers.Unliquidated, **SHARED,
               flags=("provisional_amount",), title="Reserve the amount until the extent is known",
               effect="The amount is provisional. The claim may be revised until one year after the full extent is "
                      "known.")
    yield Step("record_full_extent", live, STAY, CLAIMANT, DISPATCH, LC("X(3)"), papers.FullExtent, **SHARED,
               when=g.Flagged("provisional_amount"), starts=("revision",),
               checks=(HeldSince("extent_known_on", (), LC("X(3)")),), title="Record that the full extent is known",
               added="The year for revision begins with a day that is put on record.",
               effect="A year for revising the claim runs from that day.")
    revised: dict[str, Any] = {"title": "Revise the claim", **SHARED,
                               "added": "A claim may be revised and its documentation added to.",
                               "effect": "The revision is on record for all parties."}
    yield Step("revise_claim", live, STAY, CLAIMANT, DISPATCH, LC("X(3)"), papers.Revision, within="revision",
               when=g.Flagged("provisional_amount"), **revised)


def _documentation() -> Iterator[Step]:
    """Rows 8 and 11: the second event and the clock that it starts; the other side may count from another day."""
    yield Step("documentation_notice", "claim_presented", "documentation_notified", CLAIMANT, DISPATCH, LC("XIV"),
               papers.Documentation, starts=("negotiation_year",), **SHARED, title="Notify the documentation",
               effect="The launching States are told that the documentation is submitted, and the year of talks runs "
                      "from this day.")
    yield Step("enter_negotiation", "documentation_notified", "negotiation", CLOCK, under=LC("XIV"), **SHARED,
               follows=g.Done("documentation_notice"), title="Open the talks",
               effect="The talks are open; their year runs.")
    talks = ("negotiation", "commission_available")
    yield Step("further_documentation_notice", talks, STAY, CLAIMANT, DISPATCH, LC("XIV"), papers.Documentation,
               **SHARED, flags=("several_documentation_notices",), title="Notify further documentation",
               added="Documentation may come in several parts; the year keeps running from the first notice.",
               effect="The notice is on record. The year runs from the first one; the other side may record another "
                      "view.")
    yield Step("contest_documentation", talks, STAY, RESPONDENT, DISPATCH, LC("XIV"), papers.ContestedDocumentation,
               **SHARED, flags=("start_of_the_year_contested",), starts=("contested_year",),
               checks=(HeldSince("view_on", (), LC("XIV")),), title="Contest the start of the year",
               added="Where documentation is said to be incomplete both days are shown.",
               effect="Your day stands beside the first notice, each with the end of its year. No clock is stopped.")
    yield Step("year_passes", "negotiation", "commission_available", CLOCK, under=LC("XIV"), **SHARED,
               title="Year of talks passed",
               effect="No settlement was recorded within the year: either side may ask for a Claims Commission, and "
                      "nobody has to.")


def _beside(terms: LiabilityTerms) -> Iterator[Step]:
    """Row 9, under the agreement of the waiver where there is one; and what else may stand beside a claim."""
    agreement = terms.tested.agreement if terms.tested else ""
    yield Step("consult_co_launchers", PRESENTED, STAY, RESPONDENT, DISPATCH, LC("V(2)"), **APART,
               link=Link("apportionment", "apportionment", title="Apportionment among launching States",
                         gives=(("agreement", agreement),) if agreement else ()),
               title="Consult co-launching States",
               effect="A case among those who may be liable together is opened in your name. The claimant learns of "
                      "nothing: neither of this act nor of that case.")
    yield Step("request_assistance", PRESENTED, STAY, CLAIMANT, DISPATCH, LC("XXI"), papers.Danger, **SHARED,
               link=Link("assistance", field="case"), flags=("large_scale_danger",), title="Ask for assistance",
               added="Large-scale danger is met beside the claim and not after it.",
               effect="Your request is put to the launching States; the claim is not moved by it.")
    yield Step("report_parallel_remedy", UNDECIDED, STAY, ANY_PARTY, DISPATCH, LC("XI(2)"), papers.ParallelRemedy,
               flags=("parallel_remedy",), **SHARED, title="Report another remedy for the same damage",
               added="What bars a presentation may also come up after it.",
               effect="All are warned; what follows from it is for the parties or for the Commission.")
    yield Step("end_parallel_remedy", UNDECIDED, STAY, ANY_PARTY, DISPATCH, LC("XI(2)"), RemedyEnded,
               when=g.Flagged("parallel_remedy"), clears=("parallel_remedy",), **SHARED,
               title="Report that the other remedy has ended",
               added="A warning is taken back when its reason is gone.", effect="The warning is taken back.")


def _joining() -> Iterator[Step]:
    """A further victim State: it joins where all agree, with a date of its own, or claims in a case of its own."""
    yield from (replace(row, file=CLAIM) for row in joining(UNDECIDED, "co_claimant"))
    yield Step("put_joined_claim", UNDECIDED, STAY, TRACK_PARTY, DISPATCH, (LC("XVII"), LC("X(1)")),
               papers.JoinedClaim, track=On("co_claimant", ("joined",), "put"), starts=("joined_presentation",),
               flags=(Flag("joined_after_its_year", g.Lapsed("joined_presentation")),), **SHARED,
               title="Put the damage of a further claimant", added="Each State has its own date for presenting.",
               effect="Your damage is on record with the end of your own year; whether you came in time is for the "
                      "parties or for the Commission.")
    yield Step("leave_claim", UNDECIDED, STAY, TRACK_PARTY, DISPATCH, PRODUCT,
               track=On("co_claimant", ("joined", "put"), "left"), **SHARED, title="Leave the claim",
               added="Whoever joined may leave; the claim goes on.", effect="You leave; the claim goes on.")


def _ending() -> Iterator[Step]:
    """Rows 10 and 22."""
    yield Step("settle", PRESENTED, "closed_settled", EVERY_PARTY, DISPATCH, LC("XIV"), later.Settlement, stops=("*",),
               starts=("payment",), checks=(NotBefore("payment_on"),), tell="all", title="Settle the claim",
               effect="The claim is settled by the parties' own agreement, which may be without admission.")
    given_up: dict[str, Any] = {
        "asks": later.Withdrawing, "stops": ("*",), "tell": "all", "title": "Withdraw the claim",
        "effect": "The claim ends. It may be presented again only while the dates for presenting run."}
    learned, claimants = g.Flagged(FROM_KNOWLEDGE), Each("claimant")
    yield Step("withdraw", PRESENTED, "closed_withdrawn", claimants, DISPATCH, PRODUCT, when=learned, starts=WINDOW,
               **given_up)
    yield Step("withdraw", PRESENTED, "closed_withdrawn", claimants, DISPATCH, PRODUCT, when=~learned,
               starts=WINDOW[:2], **given_up)
    yield Step("drop", PREPARING, "closed_withdrawn", CLAIMANT, DISPATCH, PRODUCT, later.Withdrawing, **APART,
               title="Drop the claim before it is presented",
               effect="Nothing was presented. It may still be, only while the dates for presenting run.")
