"""On what a joint invention rests, and where a case of it can be.

Law: the clause of an agreement (LAW_A); on the Space Station IGA98 21(2), by which activity in or on an element counts
as occurring in the territory of its State of registry alone; GA51_122 paragraph 2 (fair terms, soft); PARIS 4(C) for
priority; the law of each State in which a right is sought. No treaty has a period for the talks.
"""

from __future__ import annotations

from typing import Any

from workflows.agreements import agreements
from workflows.kernel import guards as g
from workflows.kernel.fragments import suspension_limit
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import Guard
from workflows.kernel.language import (
    FINAL,
    PRODUCT,
    Binding,
    Citation,
    Extension,
    FromFiling,
    Grade,
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
BASES = {PARTNERS: "Agreement on the International Space Station of 1998, Article 21", CLAUSE: "Another agreement"}
PATENT, MODEL, DESIGN = "patent", "utility_model", "design"
RIGHTS = {PATENT: "Patent", MODEL: "Utility model", DESIGN: "Industrial design"}
ELEMENT, RESOURCES, INVENTOR, LAW = "element", "resources", "inventor", "law"
FACTORS = {
    ELEMENT: "State of registry of the element in which it was made",
    RESOURCES: "Resources that each contributed",
    INVENTOR: "Nationality of the main inventor",
    LAW: "A law that was fixed in advance",
}
EQUAL, OWNERSHIP, TERRITORY, AGREED = "equal", "ownership", "territory", "agreed"
UPKEEP = {
    EQUAL: "Equal parts",
    OWNERSHIP: "By shares of ownership",
    TERRITORY: "Each for the territories in which it wants protection",
    AGREED: "Shares that the plan names",
}
DISCLOSING = Role("disclosing", "the party that reports the invention")
PARTNER = Role("partner", "a partner in the invention")
ROLES = (DISCLOSING, PARTNER)
TALKING, PROTECTED, PLANNED, DISPUTED = "negotiating", "protective_filing", "filing_agreed", "disputed"
ASSESSING, HOLD = "ownership_assessment", "secrecy_hold"
OPEN = ("disclosed", ASSESSING, TALKING, PROTECTED, PLANNED, "filed", "granted", DISPUTED)
LIVE = (*OPEN, HOLD)
ENDED = ("waived_to_partner", "abandoned", "trade_secret_elected", "expired", "referred")
OFFER, PUBLICATION = "offer", "publication"
PARIS, NATIONAL = Source("PARIS", grade=Grade.S)("4(C)"), Source("PATENT_LAW", Binding.LAW_N, Grade.M)
FAIR = Source("GA51_122", Binding.SOFT, Grade.SRC)("para 2")
PRIORITY = {PATENT: Period(months=12), MODEL: Period(months=12), DESIGN: Period(months=6)}


@dataclass(frozen=True)
class InventionTerms(Terms):
    """Terms of a joint invention."""

    basis: str = term(PARTNERS, "Under which rules the invention is shared.", options=BASES)
    agreement: str = term("", "Key or name of the other agreement.")
    clause: str = term("", "The clause of that agreement.")
    right: str = term(PATENT, "Kind of right that is sought.", options=RIGHTS)
    factor: str = term(ELEMENT, "What connects the invention with a State.", options=FACTORS)
    law: str = term("", "The law that was fixed in advance, where one was.")
    upkeep: str = term(OWNERSHIP, "How the upkeep of the right is shared.", options=UPKEEP)
    disclosure: Period = term(Period(days=30), "Report of an invention, from recognising it.")
    assessment: Period = term(Period(days=45), "Assessment of ownership, from the report.")
    first_meeting: Period = term(Period(days=21), "First meeting, from the opening of talks.")
    window: Period = term(Period(days=90), "Window for talks.")
    window_extension: Period = term(Period(days=60), "One extension of the window, by agreement.")
    objection: Period = term(Period(days=30), "Answer to a claim of sole ownership.")
    protection: Period = term(Period(days=10), "Notice before a protective filing.")
    decline: int = term(30, "Days before a date of payment by which a share is declined.")
    abandonment: Period = term(Period(days=30), "Answer to the offer before a right is abandoned.")
    review: Period = term(Period(days=45), "Review of what is to be published.")
    review_extension: Period = term(Period(days=60), "One extension of the review.")


@dataclass(frozen=True, slots=True)
class Basis:
    """The citations of the acts that matter, and who may take part."""

    share: Citation
    connect: Citation
    members: Guard | None


def basis_of(terms: InventionTerms) -> Basis:
    """Give the citations of the rules that were chosen; a model that nobody agreed to is a default of the product."""
    if terms.basis == PARTNERS:
        iga = Source("IGA98")
        named = "{party} is not a Partner under this agreement."
        members = g.Among(agreements()[STATION].parties, named, iga("21"), "partners")
        return Basis(iga("21"), iga("21(2)") if terms.factor == ELEMENT else PRODUCT, members)
    clause = Citation(terms.agreement, terms.clause, Binding.LAW_A) if terms.agreement else PRODUCT
    return Basis(clause, clause, None)


# fmt: off
STATES = (
    State("draft", "The invention is recognised and not reported yet; nobody else sees it"),
    State("disclosed", "The report of the invention is with the partners"),
    State(ASSESSING, "Inventors, shares, and the place or module are assessed"),
    State(TALKING, "Talks in good faith on filing and on sharing the upkeep"),
    State(PROTECTED, "A priority filing is made while the talks go on"),
    State(PLANNED, "The plan is signed: who files, where, and who bears the upkeep"),
    State("filed", "The application is pending"),
    State("granted", "The right is maintained, with shared upkeep"),
    State(HOLD, "Held under an order of an authority", label="Held under an order"),
    State(DISPUTED, "No agreement; a settlement of disputes is offered, and a late agreement is still possible"),
    State("waived_to_partner", "A share was given up to the other party", FINAL),
    State("abandoned", "All owners gave the right up", FINAL),
    State("trade_secret_elected", "Kept as a trade secret", FINAL),
    State("expired", "The right has ended", FINAL),
    State("referred", "Moved to a settlement of disputes, which is linked", FINAL),
)
TRACKS = (
    TrackSet("partner", "told", (
        State("told", "Was told of the invention; receipt is not proved yet"),
        State("received", "Receipt is proved"),
        State("joined", "Was brought in as a further inventor's party"),
    ), "partner", PARTNER.key, ends=("received", "joined"), level="C2"),
    TrackSet(OFFER, "made", (
        State("made", "Put forward; no answer is recorded"),
        State("accepted", "Accepted in principle; the plan still needs every signature"),
        State("declined", "Declined, with reasons"),
        State("countered", "Answered with another offer"),
    ), "offer", ends=("accepted", "declined", "countered"), level="C2"),
    TrackSet(PUBLICATION, "asked", (
        State("asked", "A partner is asked to review what is to be published"),
        State("cleared", "Nothing stands against it"),
        State("objected", "It would disclose the invention"),
        State("unanswered", "No reply is recorded", label="No reply recorded"),
        State("published", "Published"),
    ), "publication", ends=("cleared", "objected", "unanswered", "published"), level="C2"),
)


def limits(terms: InventionTerms) -> tuple[TimeLimit, ...]:
    """Give the limits: priority is a treaty's, fees and orders a national law's, all others aims of the product.

    Long because: one row a limit.
    """
    def aim(key: str, title: str, owner: str | None = None, **rest: Any) -> TimeLimit:
        return TimeLimit(key, getattr(terms, key), terms.cite(key), title=title, owner=owner, **rest)

    return (
        aim("disclosure", "Report of the invention", "disclosing", runs_from=FromFiling("recognised_on")),
        aim("assessment", "Assessment of ownership"),
        aim("first_meeting", "First meeting"),
        aim("window", "Window for talks", extend=Extension(times=1, length=terms.window_extension)),
        aim("objection", "Answer to a claim of sole ownership"),
        aim("protection", "Notice before a protective filing"),
        TimeLimit("priority", PRIORITY[terms.right], PARIS, FromFiling("first_filed_on"), "Filings elsewhere with "
                  "the priority of the first", rolling=True),
        TimeLimit("fee", Until("fee_on"), NATIONAL("fees"), title="Fee for upkeep"),
        TimeLimit("secrecy", Until("until"), NATIONAL("secrecy"), title="End of the order"),
        aim("abandonment", "Answer to the offer before a right is abandoned"),
        aim("review", "Review of what is to be published", per=PUBLICATION, takes="note_no_review",
            extend=Extension(times=1, length=terms.review_extension)),
        suspension_limit(),
    )
