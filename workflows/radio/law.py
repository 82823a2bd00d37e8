"""What the handling of harmful radio interference rests on, and its terms: every number is a product default.

Law: ITU_RR Article 15 section VI and Appendix 10 (how administrations handle a case; by the quickest means, and no
number), Article 13 (Bureau and Board), ITU_CS Articles 45 and 56. Soft: SM2149 for what a report on a space service
adds. Membership of the Union is kept in no table here, so that nobody is refused for want of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.language import Binding, ByCase, Grade, Period, Source, by_case
from workflows.kernel.terms import Terms, term

RR, CS = Source("ITU_RR"), Source("ITU_CS")
HANDLING, REPORT, INFRINGEMENT = RR("15 VI"), RR("App. 10"), RR("App. 9")
BUREAU_TASKS, AVOIDING, MEANS = RR("13", grade=Grade.M), CS("45", grade=Grade.M), CS("56")
SPACE_SERVICES = Source("SM2149", Binding.SOFT)("elements")
LUNAR = Source("WRC_LUNAR", Binding.SOFT, Grade.SRC)("item")
SAFETY, OTHER = "safety", "other"


@dataclass(frozen=True)
class InterferenceTerms(Terms):
    """Terms of a case of interference."""

    bureau: str = term("ITU", "Key of the body in which the Radiocommunication Bureau acts.")
    location: Period = term(Period(days=10), "Location of the source, from detection.")
    operator: Period = term(Period(hours=48), "Answer of the operator of the source, from the contact.")
    form: Period = term(Period(hours=24), "The report in writing, after a call on a safety service.")
    acknowledgement: ByCase = term(
        by_case("service", OTHER, {OTHER: Period(working_days=5), SAFETY: Period(hours=24)}),
        "Acknowledgement of the report; the rule says by the quickest means.",
    )
    reply: Period = term(Period(days=15), "Without a word so long after the report, the interference counts as "
                         "persisting.")  # fmt: skip
    remedy: Period = term(Period(days=15), "Remedy, from the acknowledgement.")
    clean: Period = term(Period(days=30), "Observation after the emission has ceased.")
    victim_answer: Period = term(Period(days=15), "Answer to the report of another administration that suffers.")
    recurrence: Period = term(Period(days=90), "So long after the end a recurrence reopens the case.")
