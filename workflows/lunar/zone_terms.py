"""Terms of a zone: the profile under which it is told, and periods, of which every one is a product default."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.language import Period
from workflows.kernel.terms import Terms, term
from workflows.lunar.zone_profiles import Profile, cited, profiles

CONSULTATION, REGARD, ACCESS = cited("OST IX s3"), cited("OST IX s1"), cited("OST I(2)")
NON_APPROPRIATION, HELP, VISIT, INFORMING = cited("OST II"), cited("OST V"), cited("OST XII s1"), cited("OST XI s1")
PROFILES = {key: one.title for key, one in profiles().items()}


def _days(number: int) -> Period:
    return Period(days=number)


@dataclass(frozen=True)
class ZoneTerms(Terms):
    """Terms of a zone."""

    profile: str = term("ost-only", "Under what the zone is told, and to whom.", options=PROFILES)
    secretariat: str = term("OOSA", "Key of the office that receives notices for the Secretary-General.")
    lead: Period = term(_days(90), "Notice before the zone begins.")
    decision: Period = term(Period(hours=72), "Notice after the decision; the Accords say: promptly.")
    alteration: Period = term(_days(7), "From the notice of an altered zone until it stands so.")
    basis: Period = term(_days(21), "Answer to a State that asks for the basis.")
    objection: Period = term(_days(21), "Reply to an objection.")
    entry: Period = term(_days(14), "Answer to a request to enter; in an emergency nobody waits.")
    review: Period = term(_days(180), "Review of a zone, each time.")
    grace: Period = term(_days(30), "Grace after a review that was missed; then the zone lapses.")
    ending: Period = term(_days(30), "A zone ends within this after its operation has ceased.")
    end_notice: Period = term(Period(hours=72), "Notice of the end, after the operation has ceased.")

    @property
    def told(self) -> Profile:
        """The profile itself."""
        return profiles()[self.profile]
