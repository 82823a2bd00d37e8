"""Precaution against harmful contamination, declared without a consultation (``ost9_precaution``).

Law: OST IX second sentence (harmful contamination of celestial bodies, and adverse changes on Earth from matter brought
back, are avoided; measures are adopted where necessary). Soft: the COSPAR policy, where it is the standard relied on.
The duty stands beside the duty to consult, in the sentence before it, and neither waits for the other. Not modelled:
whether the measures suffice.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows import Form
from workflows.article_ix import declarations, papers
from workflows.article_ix.advice import PRECAUTION
from workflows.article_ix.basis import CONSULTATION, OST
from workflows.article_ix.terms import days
from workflows.kernel import guards as g
from workflows.kernel.fragments import COMMON_STATES, common_steps, suspension_limit
from workflows.kernel.language import (
    CLEAR,
    DISPATCH,
    DRAFT,
    FINAL,
    OPTIONAL,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Link,
    NotOneself,
    On,
    Opens,
    Period,
    Procedure,
    Role,
    State,
    Step,
    TimeLimit,
    TrackSet,
    parties_field,
    text,
)
from workflows.kernel.terms import Terms, term

DUTY = OST("IX", 2)
DECLARING = Role("declaring", "the declaring State")
INFORMED = Role("informed", "a State informed")
ADVICE = "Outside the treaty, declare under the policy or rule relied on in a statement of your own."


@dataclass(frozen=True)
class PrecautionTerms(Terms):
    """Terms of a declaration on precaution."""

    information: Period = term(days(15), "Answer to questions on a declaration.")


class Declaration(declarations.Precaution):
    """Declaration on precaution, and whom it informs."""

    informed = parties_field("States to inform", DUTY, need=OPTIONAL)


class LinkedConsultation(papers.Acceptance):
    """Consultation that is opened beside this declaration."""

    reference = text("Reference of the consultation, once there is one", PRODUCT, need=OPTIONAL)


# fmt: off
STATES = (
    State("draft", "Assessment and measures are being prepared; nobody else sees them"),
    State("assessed", "The assessment of contamination is cleared and may be declared"),
    State("declared", "Assessment, measures and standard are on record; they can be renewed at any time"),
    State("closed", "The activity and the measures are over", FINAL),
)
QUESTIONS = TrackSet("informed", "told", (
    State("told", "Was told of the declaration"),
    State("asking", "Has put questions"),
    State("answered", "Questions were answered, or the answer was refused with a category"),
), "State informed", "informed", ends=("told", "answered"), basis="OST")
STEPS = (
    Step("assess_contamination", "draft", "assessed", DECLARING, CLEAR, DUTY, declarations.Precaution, tell="own",
         level="C4",
         added="Who clears the assessment is not who dispatches the declaration.",
         effect="The assessment is cleared inside your own State; nobody else learns of it."),
    Step("declare_precaution", ("draft", "assessed"), "declared", DECLARING, DISPATCH, DUTY, Declaration, tell="all",
         when=g.Bound("OST", DUTY, advice=ADVICE), opens=Opens("informed", "informed"),
         checks=(NotOneself("informed"),),
         title="Declare precaution against contamination", whom="to",
         effect="Assessment, measures and standard are on record and the States named are told. No consultation "
                "begins."),
    Step("renew_declaration", "declared", STAY, DECLARING, DISPATCH, DUTY, declarations.Precaution, tell="all",
         added="Measures change with the mission; each version is declared anew.",
         title="Renew the declaration", effect="A new version of the declaration is on record."),
    Step("ask_information", "declared", STAY, TRACK_PARTY, DISPATCH, OST("IX", 1), papers.Questions,
         track=On("informed", ("told", "answered"), "asking"), starts=("information",),
         title="Ask for information", effect="Your questions are put to the declaring State."),
    Step("supply_information", "declared", STAY, DECLARING, DRAFT, OST("IX", 1), papers.Information,
         within="information",
         track=On("informed", ("asking",), "answered"), stops=("information",),
         title="Supply the information", whom="to", effect="The questions are answered."),
    Step("refuse_information", "declared", STAY, DECLARING, DRAFT, PRODUCT, papers.RefusedInformation,
         track=On("informed", ("asking",), "answered"), stops=("information",), within="information",
         title="Refuse the information", whom="to", effect="The refusal is recorded with its category."),
    Step("open_consultation", "declared", STAY, DECLARING, DISPATCH, OST("IX", 3), LinkedConsultation, tell="all",
         link=Link("consultation", "ost9", field="reference", title=CONSULTATION),
         added="Where there is reason to believe in harmful interference, the duty to consult stands beside this one.",
         title="Open a consultation",
         effect="A consultation before the activity is linked; this declaration stays as it is."),
    Step("close_declaration", "declared", "closed", DECLARING, DISPATCH, PRODUCT, declarations.Completion,
         stops=("information",),
         added="A declaration ends with the activity.",
         title="Close the declaration", effect="The declaration is closed; the record stays."),
)
# fmt: on


def precaution(terms: PrecautionTerms) -> Procedure:
    """Build the declaration on precaution for its terms."""
    return Procedure(
        key="ost9_precaution",
        edition=1,
        title="Precaution against harmful contamination",
        under=DUTY,
        opens="draft",
        filer="declaring",
        prefix="OST9P",
        roles=(DECLARING, INFORMED),
        states=(*STATES, *COMMON_STATES),
        tracks=(QUESTIONS,),
        steps=(*STEPS, *common_steps(DECLARING, ("assessed", "declared"), ("closed",))),
        limits=(
            TimeLimit("information", terms.information, terms.cite("information"), title="Answer", per="informed"),
            suspension_limit(),
        ),
        summary="A State declares how it avoids contamination, forward and backward, and on which standard it relies.",
        not_modelled=("Whether the measures suffice: no text gives the product a measure for that.",),
        terms=terms.plain(),
    )


FORMS = (
    Form(
        "ost9_precaution",
        "Precaution against harmful contamination",
        PrecautionTerms,
        precaution,
        advice=PRECAUTION,
        subjects=("safety",),
        reported="consultations",
    ),
)
