"""What an agreement says on disputes: stages and rules, each value with the text that gives it.

Shape: the clause schema of the product. Law: what the parties agreed (LAW_A), what a treaty says (LAW_T), or a default
of the product, as each value's source tells; a level of agreements that is silent on a value has None. Not modelled:
exceptions by subject within one stage, which need a clause of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from typing import Any

from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Citation

NEGOTIATION, GOOD_OFFICES, ENQUIRY, MEDIATION, CONCILIATION = (
    "negotiation", "good_offices", "enquiry", "mediation", "conciliation",
)  # fmt: skip
EXPERT, REGIONAL, OTHER_MEANS, ARBITRATION, COURT = (
    "expert_determination", "regional_agencies", "other_means", "arbitration", "judicial_settlement",
)  # fmt: skip
KINDS: Mapping[str, str] = {
    NEGOTIATION: "Negotiation",
    GOOD_OFFICES: "Good offices",
    ENQUIRY: "Enquiry",
    MEDIATION: "Mediation",
    CONCILIATION: "Conciliation",
    EXPERT: "Expert determination",
    REGIONAL: "Regional agencies or arrangements",
    OTHER_MEANS: "Other peaceful means of the parties' choice",
    ARBITRATION: "Arbitration",
    COURT: "Judicial settlement",
}
DECIDING = (ARBITRATION, COURT)
"""Stages that end in a decision which binds the parties."""
LEVELS: Mapping[str, str] = {
    "agency": "between the agencies",
    "joint_committee": "in a joint committee",
    "government": "between the governments",
    "multilateral": "among all partners",
}
ADVANCE, CASE_BY_CASE = "advance", "case_by_case"


def _value(kind: str, words: str, *options: str, section: str = "") -> Any:
    """Declare one value of a clause: how it is written, what it means, the words that it may have, and the heading of
    the part of the clause that begins with it."""
    return field(default=None, metadata={"kind": kind, "words": words, "options": options, "section": section})


@dataclass(frozen=True, slots=True)
class Stage:
    """One rung of a ladder as one agreement writes it; identical kind, level and title are one stage."""

    kind: str
    level: str
    title: str
    mandatory: bool | None = _value("yes_no", "It must be tried before what comes after it")
    days: int | None = _value("days", "How long it runs; without a number it has no end of its own")
    target_days: int | None = _value("days", "What the product takes “promptly” to aim at; nothing lapses by it")
    start_event: str | None = _value(
        "choice", "What its time runs from", "receipt", "dispatch", "acceptance", "appointment", "first_meeting"
    )
    extend: str | None = _value("choice", "Who may extend it", "by_agreement", "by_neutral", "no")
    extend_times: int | None = _value("times", "How often it may be extended")
    exit_unilateral: str | None = _value("choice", "May one party declare that it failed", "yes", "no", "after_days")
    exit_after_days: int | None = _value("days", "From which day on one party may declare so")
    appoint_days: int | None = _value("days", "Time for choosing the neutral, the commission or the expert")
    reply_days: int | None = _value("days", "Time for the reply to a report with recommended terms")

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes it one stage and not another."""
        return self.kind, self.level, self.title


@dataclass(frozen=True, slots=True)
class Clause:
    """The part on disputes apart from its stages, as one agreement writes it."""

    covers: tuple[str, ...] | None = _value(
        "texts", "Matters covered; silent means interpretation and application", section="Matters of the clause"
    )
    excludes: tuple[str, ...] | None = _value("texts", "Matters excluded")
    carve_outs: tuple[str, ...] | None = _value(
        "choices", "Matters with a regime of their own", "cross_waiver", "intellectual_property", "security"
    )
    level: str | None = _value(
        "choice", "Between whom", "agency", "government", "both_in_sequence", section="From stage to stage"
    )
    escalate_by: str | None = _value(
        "choice", "Who may take it to the next stage", "either", "joint", "claimant_only", "lead_partner"
    )
    lead_partner: str | None = _value("party", "The partner that convenes all others")
    skip_rule: str | None = _value("choice", "How stages are left out", "by_agreement", "any_stage_urgent", "none")
    arb_consent: str | None = _value(
        "choice", "Whether arbitration was agreed beforehand", ADVANCE, CASE_BY_CASE, section="Arbitration"
    )
    arb_rules: str | None = _value("rules", "Rules of the arbitration")
    arbitrators: int | None = _value("seats", "How many arbitrators")
    appointing_authority: str | None = _value("text", "Who appoints where a party does not")
    seat: str | None = _value("text", "Seat of the arbitration")
    language: str | None = _value("text", "Language of the arbitration")
    applicable_law: str | None = _value("text", "Law that the tribunal applies")
    court: str | None = _value("text", "The court of a judicial settlement", section="Judicial settlement")
    court_consent: str | None = _value(
        "choice", "What gives the court its jurisdiction", "clause", "declaration", "special_agreement"
    )
    med_rules: str | None = _value("rules", "Rules of the mediation", section="Mediation")
    med_no_reply_days: int | None = _value("days", "Silence after which the inviter may take it as a rejection")
    interim_measures: bool | None = _value(
        "yes_no", "Whether interim measures may be ordered", section="Conduct meanwhile"
    )
    performance_during: str | None = _value(
        "choice", "Performance of the agreement meanwhile", "continue", "may_suspend"
    )
    third_party_join: str | None = _value("choice", "How a third party joins", "right", "consent", "none")
    admits: tuple[str, ...] | None = _value(
        "choices", "Who may be party to the ladder", "state", "organisation", "agency", "entity"
    )
    confidentiality: str | None = _value(
        "choice", "Level of the case", "C0", "C1", "C2", "C3", "C4", "C5", section="Openness, costs and withdrawal"
    )
    mediation_confidentiality: str | None = _value(
        "choice", "Level of what is said to a neutral", "C0", "C1", "C2", "C3", "C4", "C5"
    )
    publication_award: str | None = _value("choice", "Publication of an award", "consent", "public")
    costs: str | None = _value("choice", "Who bears the costs", "equal_own_costs", "loser_pays", "tribunal_decides")
    withdrawal_effect: str | None = _value(
        "choice", "The clause after a party has left the agreement", "survives_prior_facts", "survives", "ends"
    )


STAGE_VALUES = {f.name: f.metadata for f in fields(Stage) if f.metadata}
CLAUSE_VALUES = {f.name: f.metadata for f in fields(Clause)}


@dataclass(frozen=True, slots=True)
class Given:
    """Where a value comes from: the agreement that gives it, its citation, and who says otherwise and is overruled."""

    by: str
    kind: str
    cited: Citation
    overruled: tuple[tuple[str, Any], ...] = ()
