"""On what a transfer of technical data rests, and where a case of it can be.

Law: IGA98 19(1) to 19(3) between the Partners of the Space Station; elsewhere a clause that the two sides agreed to
(LAW_A), or a model that binds nobody. National law of export control stands beside it and is data (`controls`).
"""

from __future__ import annotations

from typing import Any

from workflows.agreements import agreements
from workflows.exchange.controls import by_licence
from workflows.kernel import guards as g
from workflows.kernel.fragments import suspension_limit
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import Guard
from workflows.kernel.language import (
    FINAL,
    PRODUCT,
    RESTING,
    Binding,
    Citation,
    EndOf,
    FromFiling,
    Period,
    Role,
    Source,
    State,
    TimeLimit,
    TrackSet,
    Until,
)
from workflows.kernel.terms import Terms, term

PARTNERS, CLAUSE, STATION = "iga98", "clause", "iss-iga-1998"
BASES = {PARTNERS: "Agreement on the International Space Station of 1998, Article 19", CLAUSE: "Another agreement"}
FILE = "inside"
"""The file that a State whose item is inside reads: its own part of the matter, and nothing else."""
REQUESTING = Role("requesting", "the requester")
PROVIDER = Role("provider", "the provider")
ORIGIN = Role("origin", "a State whose item is inside", stake=False, reads=(FILE,))
ROLES = (REQUESTING, PROVIDER, ORIGIN)
LICENCE, INSIDE, ONWARD, PANEL = "licence", "origin", "onward_use", "panel"
BEFORE = ("requested", "classification", "licence_pending")
APPROVED = ("approved", "approved_conditions")
HELD = ("transferred", "retransfer_requested")
FROZEN = "access_frozen"
LIVE = (*BEFORE, *APPROVED, *HELD, FROZEN)
ENDED = ("denied", "expired", "revoked", "returned_destroyed")
MARKS = {
    "none": "None",
    "proprietary": "Proprietary",
    "export": "Export-controlled",
    "classified": "Classified",
}
"""From the lowest mark to the highest."""
CONSENTED = g.AllTracks(INSIDE, ("consented",), none=True)
LICENSED = g.AllTracks(LICENCE, ("granted",), none=True)


@dataclass(frozen=True)
class TechnicalDataTerms(Terms):
    """Terms of a request for technical data."""

    basis: str = term(PARTNERS, "Under which rules the data is asked for.", options=BASES)
    agreement: str = term("", "Key or name of the other agreement.")
    clause: str = term("", "The clause of that agreement.")
    acknowledgement: Period = term(Period(working_days=5), "Acknowledgement of the request.")
    classification: Period = term(Period(days=20), "Classification, from the request.")
    licence: Period = term(Period(days=60), "Licence of an authority whose law has no period that is recorded.")
    decision: Period = term(Period(days=15), "Decision of the provider, from the last licence.")
    receipt: Period = term(Period(days=5), "Receipt of what was transferred.")
    retransfer: Period = term(Period(days=30), "Answer on onward use; silence is no.")
    incident: Period = term(Period(hours=24), "Incident file after mishandling, from its discovery.")
    after_revocation: Period = term(Period(days=30), "Return or destruction after a revocation.")
    at_end: Period = term(Period(days=30), "Return or destruction after the end of the consent.")


@dataclass(frozen=True, slots=True)
class Basis:
    """The citations of the acts that matter, and who may take part."""

    hand_over: Citation
    handle: Citation
    mark: Citation
    members: Guard | None


def basis_of(terms: TechnicalDataTerms) -> Basis:
    """Give the citations of the rules that were chosen; a model that nobody agreed to is a default of the product."""
    if terms.basis == PARTNERS:
        iga = Source("IGA98")
        named = "{party} is not a Partner under this agreement."
        members = g.Among(agreements()[STATION].parties, named, iga("19(1)"), "provider")
        return Basis(iga("19(1)"), iga("19(2)"), iga("19(3)"), members)
    clause = Citation(terms.agreement, terms.clause, Binding.LAW_A) if terms.agreement else PRODUCT
    return Basis(clause, clause, clause, None)


# fmt: off
STATES = (
    State("draft", "The request is being prepared; nobody else sees it"),
    State("requested", "The request is with the provider: need, item and purpose"),
    State("classification", "The provider has classified the item: control lists and marking"),
    State("licence_pending", "An authority decides on a licence"),
    State("approved", "Consent is given"),
    State("approved_conditions", "Consent is given with conditions", label="Approved with conditions"),
    State("transferred", "The data was delivered; it never enters this product"),
    State("retransfer_requested", "Onward use is asked for; without a written consent there is none"),
    State(FROZEN, "Access is frozen: mishandling, or use before a consent"),
    State("denied", "Refused", FINAL),
    State("expired", "The consent ended before anything was transferred", FINAL),
    State("revoked", "The consent is revoked; return or destruction is certified", RESTING),
    State("returned_destroyed", "The data was returned or destroyed, as a certificate says", FINAL,
          "Returned or destroyed"),
)
TRACKS = (
    TrackSet("provider", "asked", (
        State("asked", "Asked; no reply is recorded"),
        State("acknowledged", "Has acknowledged"),
        State("silent", "No reply is recorded; silence is no consent", label="No reply recorded"),
        State("answered", "Has answered"),
    ), "provider", PROVIDER.key, ends=("answered",), level="C3"),
    TrackSet(LICENCE, "pending", (
        State("pending", "The authority has not decided"),
        State("granted", "Granted"),
        State("refused", "Refused"),
    ), "licence", ends=("granted", "refused"), level="C2"),
    TrackSet(INSIDE, "asked", (
        State("asked", "Its consent is asked; none is recorded"),
        State("consented", "Has consented"),
        State("refused", "Has refused"),
    ), "State whose item is inside", ORIGIN.key, ends=("consented", "refused"), level="C2", file=FILE),
    TrackSet(ONWARD, "asked", (
        State("asked", "Asked; nothing is allowed yet"),
        State("consented", "Consented in writing"),
        State("refused", "Refused"),
        State("no_consent", "No consent was recorded in time, which is no"),
    ), "onward use", ends=("consented", "refused", "no_consent"), level="C2"),
    TrackSet(PANEL, "sitting", (
        State("sitting", "Experts of both sides look at it; what was set holds meanwhile"),
        State("concluded", "Both sides have recorded the result"),
    ), "technical panel", ends=("concluded",), level="C2"),
)


def limits(terms: TechnicalDataTerms) -> tuple[TimeLimit, ...]:
    """Give the limits: those of a State's own law by its control regime, all others are aims of the product.

    Long because: one row a limit.
    """
    def aim(key: str, title: str, owner: str, **rest: Any) -> TimeLimit:
        return TimeLimit(key, getattr(terms, key), terms.cite(key), title=title, owner=owner, **rest)

    return (
        aim("acknowledgement", "Acknowledgement of the request", "provider", takes="note_no_reply"),
        aim("classification", "Classification", "provider"),
        TimeLimit("licence", by_licence(terms.licence), terms.cite("licence"), FromFiling("applied_on"), "Licence",
                  per=LICENCE, owner="provider"),
        aim("decision", "Decision of the provider", "provider"),
        TimeLimit("need", Until("needed_until"), PRODUCT, title="Need of the requester", owner="requesting"),
        TimeLimit("validity", Until("valid_until"), PRODUCT, title="End of the consent", owner="requesting",
                  takes="enter_expired"),
        aim("receipt", "Receipt of the data", "requesting"),
        aim("retransfer", "Answer on onward use", "provider", takes="note_no_consent", per=ONWARD),
        TimeLimit("incident", terms.incident, terms.cite("incident"), FromFiling("discovered_at"), "Incident file",
                  owner="requesting"),
        aim("after_revocation", "Return or destruction after the revocation", "requesting"),
        TimeLimit("at_end", terms.at_end, terms.cite("at_end"), EndOf("validity"), "Return or destruction after the "
                  "end of the consent", owner="requesting"),
        suspension_limit(),
    )
