"""Terms of a notice of transparency: its kind, and the product's own aims of time.

Soft: the expert group's report names the measures and no number; HCOC 4(a)(iii), LTS B.9 and the principles on nuclear
power sources and remote sensing have none either. Every number here is a product default.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.informing.terms import ActivityTerms
from workflows.kernel.language import Period
from workflows.kernel.terms import Terms, term

POLICY, ORBITAL, HAZARD = "space_policy_exchange", "orbital_data", "hazard_forecast"
LAUNCH, MANOEUVRE, REENTRY = "launch_prenotification", "manoeuvre_notice", "high_risk_reentry"
EMERGENCY, BREAKUP, VISIT = "emergency", "intentional_breakup", "visit_invitation"
ENVIRONMENT, DISASTER, TRACKING = "environmental_warning", "disaster_information", "tracking_assistance"
TITLES = {
    POLICY: "Exchange on space policy",
    ORBITAL: "Orbital data",
    HAZARD: "Forecast of a hazard in orbit",
    LAUNCH: "Notice before a launch",
    MANOEUVRE: "Notice of a manoeuvre",
    REENTRY: "Notice of a high-risk re-entry",
    EMERGENCY: "Notice of an emergency",
    BREAKUP: "Notice of an intentional break-up",
    VISIT: "Invitation to visit",
    ENVIRONMENT: "Warning of harm to the environment",
    DISASTER: "Information on a disaster",
    TRACKING: "Help with tracking",
}


@dataclass(frozen=True)
class NoticeTerms(Terms):
    """Terms of a notice of transparency."""

    kind: str = term(LAUNCH, "What kind of notice it is.", options=TITLES)
    secretariat: str = term("OOSA", "Key of the office that notices for the United Nations go to.")
    sending: Period = term(Period(working_days=5), "Sending of the notice, once it is cleared.")
    acknowledgement: Period = term(Period(working_days=3), "Acknowledgement, from dispatch; nothing follows from none.")
    answer: Period = term(Period(days=10), "Answer to a question on the notice.")
    post_event: Period = term(Period(days=14), "Note after the event.")
    exchange: Period = term(Period(years=1), "The next exchange on policy, from the last one.")
    launch_lead: Period = term(Period(days=7), "Notice of a launch, so long before it.")
    manoeuvre_lead: Period = term(Period(hours=72), "Notice of a manoeuvre, so long before it.")
    breakup_lead: Period = term(Period(days=90), "Notice of an intentional break-up, so long before it.")
    visit_lead: Period = term(Period(days=60), "Invitation to a visit, so long before it.")
    weekly: Period = term(ActivityTerms.weekly, "Update on a re-entry that is far off.")
    near: Period = term(ActivityTerms.near, "From this before the predicted re-entry updates are daily.")
    daily: Period = term(ActivityTerms.daily, "Update on a re-entry that is near.")
    first_daily: Period = term(ActivityTerms.first_daily, "The first daily update, counted back from the re-entry.")
    last: Period = term(ActivityTerms.last, "From this before the predicted re-entry updates are hourly.")
    hourly: Period = term(ActivityTerms.hourly, "Update in the last hours before a re-entry.")
    first_hourly: Period = term(ActivityTerms.first_hourly, "The first hourly update, counted back from it.")
