"""Consultations among those who may be liable together for one claim (``apportionment``).

Law: IGA98 17(2): on a claim under the Liability Convention the Partner States (and ESA where appropriate) consult
promptly on liability, its apportionment and the defence; IGA98 17(3): separate agreements on launch and return
services. Outside an agreement LC V(2): those who launched together may agree on shares beforehand; towards the claimant
each stays liable for the whole. The claimant learns of nothing here. Not modelled: how shares follow from fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflows import Form
from workflows.agreements import agreements
from workflows.damage.advice import APPORTIONING as ADVICE
from workflows.damage.frame import LC
from workflows.damage.waivers import waivers
from workflows.kernel import guards as g
from workflows.kernel.fragments import COMMON_STATES, Statement, common_steps, leaving, suspension_limit
from workflows.kernel.guards import Guard
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    DRAFT,
    EVERY_PARTY,
    OPTIONAL,
    PRODUCT,
    RESTING,
    STAY,
    TRACK_PARTY,
    Binding,
    Citation,
    Exempt,
    Filing,
    Levels,
    Link,
    NotOneself,
    On,
    Opens,
    Period,
    Procedure,
    Role,
    Source,
    Standard,
    State,
    Step,
    TimeLimit,
    TrackSet,
    choice,
    date_field,
    decimal,
    document_field,
    keyed,
    listing,
    long_text,
    parties_field,
    party_field,
    text,
)  # fmt: skip
from workflows.kernel.terms import Terms, term

EDITION = 1
JOINT_LAUNCH = "joint_launch"
SHARES = LC("V(2)")
CONVENING = Role("convening", "whoever convenes the consultations")
PARTNER = Role("partner", "a Partner or co-launching State consulted")
NOT_MODELLED = (
    "How shares follow from fault, and insurance between Partners.",
    "Which related entity of a Partner bears a share.",
)
NOTES = (
    "Towards the claimant each launching State stays liable for the whole, whatever is agreed here.",
    "The claimant does not take part and learns of nothing here.",
)


def _agreements() -> Mapping[str, str]:
    """Name the agreements of a shipped waiver, under which Partners consult, and the joint launch without one."""
    known = {one.agreement: agreements()[one.agreement].title for one in waivers().values() if one.agreement}
    return {**known, JOINT_LAUNCH: "A joint launch, without such an agreement"}


@dataclass(frozen=True)
class ApportionmentTerms(Terms):
    """Terms of the consultations."""

    agreement: str = term(JOINT_LAUNCH, "Under what those liable together consult.", options=_agreements())
    consultation: Period = term(Period(days=14), "First consultation, from the convening.")


# fmt: off
class Convening(Filing):
    """Convening of the consultations."""

    subject = text("Claim, in a few words", PRODUCT, fills="title")
    claim = text("Reference of the claim, where there is a case of it", PRODUCT, need=OPTIONAL)
    partners = parties_field("Who may be liable with you", SHARES)
    account = long_text("What is claimed, by whom, and on what facts", PRODUCT)
    planned_on = date_field("Proposed day of the first consultation", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Views(Filing):
    """Views on liability, shares and defence."""

    liability = long_text("On liability", PRODUCT)
    shares = long_text("On the shares", PRODUCT, need=OPTIONAL)
    defence = long_text("On the defence", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Shares(Filing):
    """Shares agreed among those liable together."""

    shares = listing("Shares", SHARES, keyed("party", party_field("Who bears it", SHARES)),
                     keyed("share", decimal("Share", SHARES, units=("%",))), least=1)
    basis = choice("On what they rest", {"fault": "Degree of fault", "equal": "Equal parts", "before": "An agreement "
                                         "from before", "other": "Something else"}, SHARES)
    without_prejudice = choice("Without prejudice towards the claimant?", {"yes": "Yes", "no": "No"}, PRODUCT)
    document = document_field("Agreement", PRODUCT, need=OPTIONAL)


class Defence(Filing):
    """Agreement on the defence."""

    text = long_text("Who answers the claim, and how", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


STATES = (
    State("draft", "The consultations are being prepared; nobody else sees them"),
    State("consulting", "Those who may be liable together consult"),
    State("apportioned", "Shares are agreed among them; towards the claimant each stays liable for the whole",
          RESTING),
    State("not_apportioned", "No shares are agreed; consultations may be taken up again", RESTING),
)
PARTNERS = TrackSet("partner", "convened", (
    State("convened", "Was asked to consult; receipt is not proved yet"),
    State("received", "Receipt is proved"),
    State("consulted", "Has given its views"),
    State("left", "Has left the consultations"),
), "Partner or co-launching State", PARTNER.key, gone=("left",), ends=("received", "consulted"), level="C2")


def apportionment(terms: ApportionmentTerms) -> Procedure:
    """Build the consultations for their basis."""
    found = agreements().get(terms.agreement)
    duty = SHARES if found is None else Source(found.cited.instrument)("17(2)")
    return Procedure(
        key="apportionment", edition=EDITION, title="Apportionment of liability among launching States", under=duty,
        opens="draft", filer="convening", prefix="APP", roles=(CONVENING, PARTNER), states=(*STATES, *COMMON_STATES),
        tracks=(PARTNERS,), steps=(*_steps(duty, _members(terms, duty)), *_results(duty),
        *leaving("partner", ("consulting",), ("convened", "received", "consulted")),
        *common_steps(CONVENING, ("draft", "consulting"), ("apportioned", "not_apportioned"))),
        limits=(TimeLimit("consultation", terms.consultation, terms.cite("consultation"), title="First consultation"),
                suspension_limit()),
        standards=_standards(duty), levels=Levels(existence="C2", case="C2", track="C2", own="C4"),
        exempt=_exempt(), not_modelled=NOT_MODELLED, notes=NOTES, terms=terms.plain(),
        summary="Those who may be liable together for one claim consult on liability, shares and defence, apart from "
                "the claimant.",
    )


def _exempt() -> tuple[Exempt, ...]:
    """The convening leads out of the first state; it names the claim, and is left out for that."""
    why = "Consultations are convened by one party alone and at any time; the claim that is named holds up nothing."
    draft = ("no_traps", "draft"), ("nobody_is_stranded", "draft/convening")
    return tuple(Exempt(check, subject, PRODUCT, why) for check, subject in draft)


def _standards(duty: Citation) -> tuple[Standard, ...]:
    """Between Partners the agreement says promptly; a joint launch has no such word."""
    binding = Binding.LAW_T if duty is not SHARES else Binding.DEFAULT
    cited = duty if binding is Binding.LAW_T else PRODUCT
    return (Standard("promptly", cited, "Consulted promptly", since="consult_co_launchers"),)


def _members(terms: ApportionmentTerms, duty: Citation) -> Guard:
    found = agreements().get(terms.agreement)
    if found is None:
        return g.Bound("LC", LC("XXIV(4)"), "partners", advice="Without the Convention there is no joint liability "
                       "under it to share.")
    return g.Among(found.parties, "{party} is not a Partner under this agreement.", duty, "partners")


def _steps(duty: Citation, members: Guard) -> Iterator[Step]:
    shared: dict[str, Any] = {"tell": "all"}
    yield Step("consult_co_launchers", "draft", "consulting", CONVENING, DISPATCH, duty, Convening, when=members,
               opens=Opens("partner", "partners"), starts=("consultation",), link=Link("apportioned_claim",
               field="claim"), checks=(NotOneself("partners"),), **shared, title="Convene consultations",
               whom="with", effect="Those named are asked to consult on liability, shares and defence. The claimant "
                                 "learns of nothing.")
    yield Step("acknowledge", "consulting", STAY, TRACK_PARTY, DRAFT, PRODUCT, track=On("partner", ("convened",),
               "received"), receipt=True, **shared, title="Acknowledge receipt",
               added="Receipt is proved by whoever received.", effect="Receipt is acknowledged; nothing is admitted.")
    views: dict[str, Any] = {"asks": Views, **shared, "title": "Give views", "added": "Views on liability, shares and "
                             "defence are what the consultations consist of.",
                             "effect": "Your views are on record for those consulted, and for nobody else."}
    yield Step("give_views", "consulting", STAY, TRACK_PARTY, DISPATCH, duty, track=On("partner", (), "consulted"),
               receipt=True, stops=("consultation",), **views)
    yield Step("put_views", "consulting", STAY, CONVENING, DISPATCH, duty, **{**views, "title": "Put further views"})


def _results(duty: Citation) -> Iterator[Step]:
    shared: dict[str, Any] = {"tell": "all"}
    yield Step("agree_defence", "consulting", STAY, EVERY_PARTY, DISPATCH, duty, Defence, **shared,
               flags=("defence_agreed",), title="Agree on the defence", added="A defence may be agreed with or without "
               "shares.", effect="All who consult agree on who answers the claim, and how.")
    yield Step("agree_shares", ("consulting", "not_apportioned"), "apportioned", EVERY_PARTY, DISPATCH,
               (SHARES, duty) if duty is not SHARES else SHARES, Shares, stops=("*",), **shared,
               title="Agree on shares",
               added="Shares may be agreed before anybody has paid.",
               effect="Shares are agreed among you. Towards the claimant each stays liable for the whole.")
    yield Step("end_without_shares", "consulting", "not_apportioned", ANY_PARTY, DISPATCH, PRODUCT, Statement,
               stops=("*",), **shared, title="End the consultations without shares", added="Nobody has to agree.",
               effect="No shares are agreed; whoever pays may still claim from the others.")
    yield Step("consult_again", ("apportioned", "not_apportioned"), "consulting", ANY_PARTY, DISPATCH, duty, Statement,
               starts=("consultation",), **shared, title="Take the consultations up again",
               added="A claim may grow, or a Partner come to light later.", effect="The consultations are open again.")


TITLE = "Apportionment among launching States"
FORMS = (Form("apportionment", TITLE, ApportionmentTerms, apportionment, advice=ADVICE, subjects=("liability",),
              reported="disputes"),)
