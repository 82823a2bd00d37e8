"""Notice of a design change that affects other partners (``design_change``).

Law: IGA98 23(3): a Partner that plans a significant design change of a flight element which may affect others notifies
them at the earliest opportunity, and a notified Partner may submit the matter to the consultations of 23(1) and (2).
Submitting it opens a dispute on the ladder of the agreement in the same act. Not modelled: what makes a change
significant, and the technical management of the station.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from workflows import Form
from workflows.agreements import agreements
from workflows.kernel import guards as g
from workflows.kernel.advice import BOTH, EARTH_ORBIT, OURS, PLANNED, Advice, Ground
from workflows.kernel.fragments import COMMON_STATES, Statement, common_steps, suspension_limit
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    DRAFT,
    FINAL,
    OPENED,
    OPTIONAL,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Exempt,
    Filing,
    Link,
    Moves,
    NotOneself,
    On,
    Opens,
    Period,
    Procedure,
    Proof,
    Role,
    Source,
    Standard,
    State,
    Step,
    TimeLimit,
    TrackSet,
    date_field,
    document_field,
    long_text,
    parties_field,
    text,
)
from workflows.kernel.more_time import MoreTimeOn, extension_of
from workflows.kernel.terms import AGREEMENT, Terms, term

IGA = Source("IGA98")
NOTICE = IGA("23(3)")
PLANNING = Role("planning", "the Partner that plans the change")
NOTIFIED = Role("notified", "a notified Partner")


@cache
def _treaties() -> dict[str, str]:
    """The agreements of the library that rest on the paragraph."""
    return {key: one.title for key, one in agreements().items() if one.cited.instrument == NOTICE.instrument}


@dataclass(frozen=True)
class DesignChangeTerms(Terms):
    """Terms of a notice of a design change."""

    agreement: str = term("iss-iga-1998", "The agreement between the Partners.", options=_treaties())
    acknowledgement: Period = term(Period(days=10), "Acknowledgement of the notice, from dispatch.")
    acknowledgement_extension: Period = term(Period(days=10), "More time for it, each time that it is granted.")
    acknowledgement_extensions: int = term(1, "How often more time for it may be granted.")


class DesignChange(Filing):
    """Notice of a design change."""

    change_title = text("Flight element and change", NOTICE, fills="title")
    partners = parties_field("Partners that the change may affect", NOTICE)
    description = long_text("What is planned", NOTICE)
    effects = long_text("How it may affect them", NOTICE)
    planned_on = date_field("Decision planned on", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class ChangedDesign(Filing):
    """New version of the change."""

    description = long_text("What is planned now", NOTICE)
    effects = long_text("How it may affect the others", NOTICE)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Submission(Filing):
    """Submission of the matter to consultations."""

    grounds = long_text("How the change affects you, and what you ask for", NOTICE)


class Decision(Filing):
    """What became of the change."""

    outcome = long_text("What was decided", NOTICE)


WAITING = ("served", "received", "content")
# fmt: off
STATES = (
    State("draft", "The notice is being prepared; nobody else sees it"),
    State("notified", "The Partners affected are notified; each may submit the matter to consultations"),
    State("closed", "The change was decided or given up", FINAL),
)
PARTNERS = TrackSet("partner", "served", (
    State("served", "Sent; receipt is not proved yet"),
    State("received", "Receipt is proved"),
    State("content", "Has no objection"),
    State("submitted", "Has submitted the matter to consultations"),
), "Partner", "notified", ends=("received", "content", "submitted"))


def design_change(terms: DesignChangeTerms) -> Procedure:
    """Build the notice for its terms."""
    partners = agreements()[terms.agreement].parties
    named = "{party} is not a Partner under this agreement."
    return Procedure(
        key="design_change", edition=3, title="Notice of a design change", under=NOTICE, opens="draft",
        filer="planning", prefix="DCH", roles=(PLANNING, NOTIFIED), states=(*STATES, *COMMON_STATES),
        tracks=(PARTNERS,), steps=(*_notice(g.Among(partners, named, NOTICE, "partners")), *_steps(terms),
        *MoreTimeOn(_acknowledgement(terms), ("notified",), "partner", ("served",), PLANNING).steps(),
        *common_steps(PLANNING, ("draft", "notified"), ("closed",))),
        limits=(_acknowledgement(terms), suspension_limit()),
        standards=(Standard("earliest", NOTICE, "Notice at the earliest opportunity", since="notify_design_change"),),
        summary="A Partner tells those whom a significant design change may affect; each may take it to consultations.",
        not_modelled=("What makes a change significant.", "The technical management of the station."),
        terms=terms.plain(),
        exempt=(Exempt("nobody_is_stranded", "draft/planning", NOTICE,
                       "Only a Partner notifies a change; a draft of anybody else is withdrawn."),),
    )  # fmt: skip


def _acknowledgement(terms: DesignChangeTerms) -> TimeLimit:
    """Give the one period, which a Partner may ask to be longer."""
    cited, by_clause = terms.cite("acknowledgement"), terms.source_of("acknowledgement_extension") == AGREEMENT
    longer, times = terms.acknowledgement_extension, terms.acknowledgement_extensions
    return TimeLimit("acknowledgement", terms.acknowledgement, cited, title="Acknowledgement", per="partner",
                     extend=extension_of(cited.binding, longer, times, by_clause=by_clause))


def _notice(members: g.Guard) -> tuple[Step, ...]:
    return (
        Step("notify_design_change", "draft", "notified", PLANNING, DISPATCH, NOTICE, DesignChange, tell="all",
             opens=Opens("partner", "partners"), when=members, checks=(NotOneself("partners"),),
             starts=("acknowledgement",), title="Notify the design change", whom="to",
             effect="The Partners named are notified. Each may submit the matter to consultations."),
        Step("acknowledge", "notified", STAY, TRACK_PARTY, DRAFT, PRODUCT, track=On("partner", ("served",), "received"),
             receipt=True, stops=("acknowledgement",), tell="all", title="Acknowledge receipt",
             effect="Receipt is acknowledged; nothing is agreed."),
        Step("record_receipt", "notified", STAY, CLOCK, under=PRODUCT, track=On("partner", ("served",), "received"),
             receipt=True, proof=Proof(OPENED), stops=("acknowledgement",), tell="all", title="Record proof of receipt",
             whom="by", added="Receipt within this product is proved by opening the paper; delivery alone proves none.",
             effect="Somebody with a mandate of the Partner opened the notice here; no acknowledgement is asked."),
        Step("state_no_objection", "notified", STAY, TRACK_PARTY, DISPATCH, PRODUCT, Statement, tell="all",
             track=On("partner", ("served", "received"), "content"), receipt=True, stops=("acknowledgement",),
             title="State that there is no objection", added="A Partner may have nothing against it.",
             effect="You have nothing against the change as it was notified; a new version asks you anew."),
        Step("state_views", "notified", STAY, TRACK_PARTY, DISPATCH, NOTICE, Statement, tell="all",
             track=On("partner"), receipt=True, stops=("acknowledgement",), title="State views on the change",
             added="A notified Partner may comment without taking the matter further.",
             effect="Your views are on record for all who were notified."),
    )


def _steps(terms: DesignChangeTerms) -> tuple[Step, ...]:
    return (
        Step("submit_to_consultation", "notified", STAY, TRACK_PARTY, DISPATCH, NOTICE, Submission, tell="all",
             track=On("partner", WAITING, "submitted"), receipt=True, stops=("acknowledgement",),
             link=Link("submission", "settlement", title="Settlement of disputes",
                       gives=(("agreement", terms.agreement),)),
             title="Submit the matter to consultations",
             effect="A case on the agreement's stages is opened with this act, in your name and in preparation. Nobody "
                    "else sees that one before you serve its first paper."),
        Step("change_design", "notified", STAY, PLANNING, DISPATCH, NOTICE, ChangedDesign, tell="all",
             moves=Moves("partner", "served", WAITING), starts=("acknowledgement",),
             added="What is planned may change; the Partners are notified anew.",
             title="Notify a new version", effect="All are notified of the new version."),
        Step("close_design_change", "notified", "closed", PLANNING, DISPATCH, PRODUCT, Decision, stops=("*",),
             tell="all", added="A notice ends with the decision on the change.", title="Record the decision",
             effect="What was decided is on record and the notice is closed; a matter that was submitted goes on."),
    )


ADVICE = Advice(
    grounds=(
        Ground(
            matters=("design_change",), stages=(PLANNED,), places=(EARTH_ORBIT,), sides=(OURS,), binds=BOTH,
            under=IGA("23(3)"),
            why="A partner that plans a significant design change which may affect others tells them at the earliest "
                "opportunity; they may submit it to consultation.",
            not_then="Notice is given of a change that is planned; on one that was made there is consultation, or a "
                     "dispute.",
            not_there="The agreement is that of a station in orbit around the Earth.",
            not_theirs="The partner that plans the change gives the notice; the others answer in that case.",
        ),
    )
)  # fmt: skip
FORMS = (Form("design_change", "Notice of a design change", DesignChangeTerms, design_change,
              advice=ADVICE, subjects=("safety", "interference"), reported="consultations"),)
