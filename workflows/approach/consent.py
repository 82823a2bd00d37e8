"""Rows on consent: whose object it is, the request, its answers, the end of a consent, another State of registry.

Law: OST VIII first sentence leaves the object to the State of registry, wherever it is and whether or not it still
works; who that is follows from the registry. Consent is given by word: no row leads to it by silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.approach import papers
from workflows.approach.frame import (
    ACCEPTED,
    ASKED,
    ASKING,
    CONSENT_ENDED,
    CONSENTED,
    CONTESTED,
    GIVEN,
    LAPSED,
    NO,
    NO_REPLY,
    OF,
    OTHERS_LEFT,
    REFUSED,
    REGISTRY,
    REQUESTED,
    REQUESTING,
    SEARCH,
    SHAPE,
    SOUGHT,
    STANDS,
    TAKEN_BACK,
    UNDER_WAY,
)
from workflows.approach.terms import CONTROL, ENQUIRY, SUPERVISION, ProximityTerms
from workflows.asking.papers import PRESSING, Reasons, Remark
from workflows.asking.rows import ACKNOWLEDGED, CLOCKS, PENDING, SERVED, SILENT
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import NotToCome
from workflows.kernel.fragments import SUSPENDED
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    STAY,
    TRACK_PARTY,
    Each,
    Flag,
    Is,
    Moves,
    NotBefore,
    NotOneself,
    On,
    Opens,
    Step,
    Taker,
    WhenThen,
    outcome,
)

LACKING = tuple(state for state in SHAPE.every if state != GIVEN)
"""States of a track without a consent that stands."""
OTHERS = g.AnyTrack(OF, LACKING, 2)
"""Whoever gives its consent now is not the last whose consent is lacking."""
ALONE = g.Says(~g.AnyTrack(OF, SHAPE.every, 2), "Several States were asked: let the request be renewed.", CONTROL)
DURING = "consent_ended_during_operation"
# fmt: off


def consent(terms: ProximityTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_whose(), *_request(terms), *_given(terms), *_refused(terms), *_terms(), *_taken_back(), *_lapsed(),
            *_passed_on(), *_added(), *_contested())


def _whose() -> Iterator[Step]:
    common: dict[str, Any] = {"level": "C2", "file": SEARCH, "tell": "all"}
    yield Step("seek_registry", ("draft", SOUGHT), SOUGHT, REQUESTING, DISPATCH, ENQUIRY, papers.Enquiry,
               opens=Opens(ASKED, "asked"), starts=("enquiry",), checks=(NotOneself("asked"),), whom="", **common,
               title="Seek the State of registry",
               effect="Those named are asked whose object it is. Nobody has consented to anything by that.")
    yield Step("answer_enquiry", (SOUGHT, *ASKING), STAY, TRACK_PARTY, DISPATCH, ENQUIRY, papers.EnquiryAnswer,
               track=On(ASKED, ("asked", "answered"), "answered"), stops=("enquiry",), within="enquiry", **common,
               title="Answer the question on the registry", whom="",
               effect="Your answer is on record. It is no consent, and no admission that you launched the object.")


def _request(terms: ProximityTerms) -> Iterator[Step]:
    known = (Is("registry_status", (papers.REGISTERED,), papers.NOT_KNOWN, CONTROL),) if terms.is_treaty else ()
    yield Step("request_consent", ("draft", SOUGHT), REQUESTED, REQUESTING, DISPATCH, terms.asked_under, papers.Request,
               when=terms.applies(), opens=Opens(OF, "registries"), starts=("acknowledgement", "reply"),
               keeps=("urgency", "earliest_start", "latest_end", "operation"), stops=("enquiry",),
               flags=(Flag("short_notice", g.Nearer("earliest_start", terms.lead), on_track=False),),
               checks=(*known, NotOneself("registries"), NotBefore("earliest_start"),
                       NotBefore("latest_end", "earliest_start"),
                       WhenThen("urgency", PRESSING, "urgency_reason")),
               tell="all", title="Request consent", whom="from",
               effect="Every State of registry is asked. Until each of them has consented, nothing begins; silence is "
                      "no consent.")


def _given(terms: ProximityTerms) -> Iterator[Step]:
    given: dict[str, Any] = {
        "within": "reply", "receipt": True, "stops": CLOCKS, "starts": ("validity",), "tell": "all", "whom": "to",
        "checks": (NotBefore("valid_until", None, CONTROL),), "title": "Consent",
        "effect": "You consent to what you name, under your conditions and until the day that you name. You may take "
                  "the consent back at any time.",
    }
    asked = (*PENDING, *SILENT)
    answer = outcome((OTHERS, STAY), (None, CONSENTED))
    late = outcome((OTHERS, REQUESTED), (None, CONSENTED))
    under = terms.asked_under
    yield Step("give_consent", REQUESTED, answer, TRACK_PARTY, DISPATCH, under, papers.Consent,
               track=On(OF, (*asked, *OTHERS_LEFT), GIVEN), **given)
    yield Step("give_consent", NO_REPLY, late, TRACK_PARTY, DISPATCH, under, papers.Consent,
               track=On(OF, asked, GIVEN), added="An answer that comes late is an answer.", **given)
    yield Step("give_consent", REFUSED, CONSENTED, TRACK_PARTY, DISPATCH, under, papers.Consent, when=ALONE,
               track=On(OF, OTHERS_LEFT, GIVEN), added="Whoever refused may think again.", **given)
    yield Step("give_consent", CONSENT_ENDED, answer, TRACK_PARTY, DISPATCH, under, papers.Consent,
               track=On(OF, (*asked, *OTHERS_LEFT), GIVEN), clears=(DURING,),
               added="A consent that ended may be given anew.", **given)
    yield Step("extend_consent", (REQUESTED, *STANDS, UNDER_WAY), STAY, TRACK_PARTY, DISPATCH, under,
               papers.LongerConsent, track=On(OF, (GIVEN,)), starts=("validity",), tell="all",
               checks=(NotBefore("valid_until", None, CONTROL),), title="Set another end of the consent", whom="",
               effect="Your consent runs until the day that you name now.")


def _refused(terms: ProximityTerms) -> Iterator[Step]:
    for state in REQUESTED, NO_REPLY:
        yield Step("refuse_consent", state, REFUSED, TRACK_PARTY, DISPATCH, terms.asked_under, Reasons, within="reply",
                   track=On(OF, (*PENDING, *SILENT), NO), receipt=True, stops=("*",), tell="all",
                   title="Refuse consent", whom="to",
                   effect="You do not consent; no reason is needed. The request rests, and may be made again.")


def _terms() -> Iterator[Step]:
    yield Step("accept_terms", CONSENTED, ACCEPTED, REQUESTING, DISPATCH, CONTROL, Remark, tell="all",
               title="Accept the conditions", effect="You carry out the operation under these conditions or not at "
                                                     "all; it may begin.")
    yield Step("ask_other_terms", STANDS, REQUESTED, REQUESTING, DISPATCH, CONTROL, papers.OtherTerms, tell="all",
               moves=Moves(OF, ACKNOWLEDGED, (GIVEN,)), stops=("validity",), starts=("reply",),
               title="Ask for other conditions",
               effect="The consents that were given stand no more; the States of registry are asked what you name.")


def _ended_by(to: str, **more: Any) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Give the ways in which a consent ends, by where the case is: before, with others still asked, and during."""
    yield STANDS, {"to": CONSENT_ENDED, "track": On(OF, (GIVEN,), to), **more}
    yield (REQUESTED, CONTESTED, CONSENT_ENDED), {"to": STAY, "track": On(OF, (GIVEN,), to), **more}
    yield (UNDER_WAY,), {"to": CONSENT_ENDED, "track": On(OF, (GIVEN,), to), "flags": (Flag(DURING, on_track=False),),
                         **more, "starts": (*more.get("starts", ()), "retreat")}


def _taken_back() -> Iterator[Step]:
    yield Step("withdraw_consent", SUSPENDED, CONSENT_ENDED, TRACK_PARTY, DISPATCH, CONTROL, papers.Withdrawn,
               track=On(OF, (GIVEN,), TAKEN_BACK), stops=("validity", "suspension"), resumes=("*",), tell="all",
               title="Withdraw the consent", whom="",
               added="A consent may be taken back at any time, also while the case is suspended.",
               effect="Your consent ends, and the suspension with it; nothing begins without it.")
    for frm, more in _ended_by(TAKEN_BACK, stops=("validity",)):
        to, during = more.pop("to"), frm == (UNDER_WAY,)
        yield Step("withdraw_consent", frm, to, TRACK_PARTY, DISPATCH, CONTROL, papers.Withdrawn, **more, tell="all",
                   title="Withdraw the consent", whom="",
                   effect="Your consent ends now. The other side breaks off and moves away as you ask, as far as that "
                          "is safe." if during else "Your consent ends; nothing begins without it.")


def _lapsed() -> Iterator[Step]:
    for frm, more in _ended_by(LAPSED):
        to = more.pop("to")
        yield Step("expire_consent", frm, to, CLOCK, under=CONTROL, **more, tell="all",
                   title="The time of the consent has passed", whom="for",
                   effect="The consent was given for a time, which has passed; without another one nothing begins or "
                          "goes on.")


def _passed_on() -> Iterator[Step]:
    """The object changes registry: the successor is asked anew, for nobody's consent passes to another State."""
    successor = (Opens(OF, "successor"),)
    common: dict[str, Any] = {
        "opens": successor, "checks": (NotOneself("successor"), NotToCome("passed_on")), "tell": "all", "whom": "",
        "added": "A consent is that of one State; who comes after it decides anew.",
        "title": "Record that the object passed to another registry",
        "effect": "The other State is asked anew, with the full period; the consent that was given stands no more.",
    }
    on: dict[str, Any] = {"track": On(OF, SHAPE.every, "passed_on"), "stops": (*CLOCKS, "validity")}
    clocks = ("acknowledgement", "reply")
    who = REQUESTING | TRACK_PARTY
    for frm, to in (STANDS, REQUESTED), ((REQUESTED, CONTESTED, CONSENT_ENDED), STAY):
        yield Step("record_transfer", frm, to, who, DISPATCH, SUPERVISION, papers.Transfer, starts=clocks, **on,
                   **common)
    yield Step("record_transfer", UNDER_WAY, CONSENT_ENDED, who, DISPATCH, SUPERVISION, papers.Transfer,
               starts=(*clocks, "retreat"), flags=(Flag(DURING, on_track=False),), **on, **common)


def _added() -> Iterator[Step]:
    common: dict[str, Any] = {"opens": Opens(OF, "party"), "starts": ("acknowledgement", "reply"), "tell": "all",
                              "checks": (NotOneself("party"),), "title": "Ask a further State of registry",
                              "effect": "It is asked like the others, with the full period; nothing begins without "
                                        "its consent."}
    yield Step("add_registry", (REQUESTED, CONSENT_ENDED), STAY, REQUESTING, DISPATCH, CONTROL, papers.Added, **common)
    yield Step("add_registry", (CONTESTED, *STANDS), REQUESTED, REQUESTING, DISPATCH, CONTROL, papers.Added, **common)
    yield Step("add_registry", UNDER_WAY, CONSENT_ENDED, REQUESTING, DISPATCH, CONTROL, papers.Added,
               flags=(Flag(DURING, on_track=False),),
               **(common | {"starts": (*common["starts"], "retreat")}))


def _contested() -> Iterator[Step]:
    last = ~g.AnyTrack(OF, SHAPE.every, 2)
    yield Step("deny_registry", (REQUESTED, CONTESTED, *STANDS), outcome((last, CONTESTED), (None, STAY)), TRACK_PARTY,
               DISPATCH, CONTROL, papers.Denied, track=On(OF, SHAPE.every, "not_registry"), receipt=True,
               stops=(*CLOCKS, "validity"), tell="all", title="Disclaim the object", whom="",
               effect="You take no part any more. Where nobody else was asked, it is in doubt whose object it is.")
    yield Step("contest_registry", (REQUESTED, *STANDS), CONTESTED, REGISTRY, DISPATCH, CONTROL, papers.Contested,
               stops=("*",), moves=Moves(OF, ACKNOWLEDGED, (GIVEN,)), tell="all",
               flags=(Flag("registry_disputed", on_track=False),), title="Contest the registry",
               effect="It is in doubt on whose registry the object is. Consents that were given stand no more, and "
                      "nobody can give one until that is settled.")
    both: dict[str, Any] = {"starts": ("acknowledgement", "reply"), "moves": Moves(OF, SERVED), "tell": "all",
                            "clears": ("registry_disputed",)}
    yield Step("settle_registry", CONTESTED, REQUESTED, REQUESTING & Each(REGISTRY.key), DISPATCH, CONTROL,
               papers.Settled, **both, title="Settle the registry",
               effect="All who are left agree on whose registry it is; each of them is asked for its consent.")
    yield Step("drop_contest", CONTESTED, REQUESTED, Taker("contest_registry"), DISPATCH, CONTROL, Reasons, **both,
               title="Drop the doubt about the registry", added="Whoever raised a doubt may let it go.",
               effect="The request goes on; every State of registry is asked for its consent.")
