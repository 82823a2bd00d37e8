"""Terms of both consultations: every number is a product default, since OST IX knows no time limit.

Urgent means that the start is less than thirty days away and waiting would defeat a purpose of safety; emergency means
a risk to life or an event that is about to happen. Urgency shortens product defaults only. What the parties agree in an
agreement replaces a default and is then law between them.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.language import AGENCY, TREATY, ByCase, Period, by_case
from workflows.kernel.terms import Terms, term

URGENCIES = ("normal", "urgent", "emergency")
PROFILES = {
    "ost": "Outer Space Treaty",
    "moon-agreement": "Moon Agreement",
    "remote-sensing": "Remote Sensing Principles",
    "direct-broadcast": "Direct Broadcasting Principles",
    "nps": "Nuclear Power Source Principles",
    "voluntary": "Voluntary, under no treaty",
}
LEVELS = {TREATY: "Between States, under a treaty", AGENCY: "Between agencies, under their agreement"}


def hours(number: int) -> Period:
    """Give a period in hours."""
    return Period(hours=number)


def days(number: int) -> Period:
    """Give a period in days."""
    return Period(days=number)


def by_urgency(normal: Period, urgent: Period, emergency: Period) -> ByCase:
    """Give a length for each urgency; a case whose urgency nobody stated is normal."""
    return by_case("urgency", "normal", dict(zip(URGENCIES, (normal, urgent, emergency), strict=True)))


@dataclass(frozen=True)
class Consultation(Terms):
    """Terms of the lower half, which notice and request share."""

    profile: str = term("ost", "Under which text the States consult.", options=PROFILES)
    level: str = term(
        TREATY, "Between States under a treaty, or between agencies under their agreement.", options=LEVELS
    )
    agreement: str = term("", "Key or name of the agreement of an agency-level case.")
    clause: str = term("", "The clause of that agreement under which the agencies consult.")
    lead: ByCase = term(
        by_urgency(days(180), days(30), hours(1)),
        "Notice before the planned start; in an emergency as soon as it is known.",
    )
    lead_warning: Period = term(days(90), "A notice that comes later than this before the start is marked as short.")
    urgent_start: Period = term(days(30), "A start less than this ahead may be declared urgent.")
    acknowledgement: ByCase = term(
        by_urgency(Period(working_days=10), hours(72), hours(12)), "Acknowledgement, from dispatch."
    )
    reply: ByCase = term(by_urgency(days(30), days(7), hours(24)), "Substantive reply, from receipt.")
    changed_reply: ByCase = term(by_urgency(days(15), days(7), hours(24)), "Reply to a changed activity, from receipt.")
    reply_extension: ByCase = term(
        by_urgency(days(15), days(4), hours(12)), "More time for a reply or an answer, each time that it is granted."
    )
    reply_extensions: int = term(2, "How often more time for one reply or answer may be granted.")
    information: ByCase = term(by_urgency(days(15), days(4), hours(12)), "Supply of information that was asked for.")
    grace: ByCase = term(
        by_urgency(days(14), hours(48), hours(12)), "Grace after a period for reply or answer has passed."
    )
    first_meeting: ByCase = term(by_urgency(days(14), hours(72), hours(12)), "First meeting after talks were accepted.")
    window: ByCase = term(by_urgency(days(60), days(10), hours(48)), "Window for consultation.")
    window_extension: ByCase = term(
        by_urgency(days(30), days(5), hours(48)), "One extension of the window, by agreement."
    )
    comments: ByCase = term(by_urgency(days(15), days(4), hours(24)), "Comments on measures that were tabled.")
    post_event_report: ByCase = term(
        by_urgency(days(30), days(15), days(7)), "Report after the activity was completed."
    )
    proofs: int = term(2, "Proofs of delivery to each silent party before a case is closed without reply.")
    proof_channels: int = term(2, "Channels over which those proofs came.")


@dataclass(frozen=True)
class NoticeTerms(Consultation):
    """Terms of the duty to consult (filed by the planning State)."""


@dataclass(frozen=True)
class RequestTerms(Consultation):
    """Terms of the request for consultation (filed by any State party)."""

    acknowledgement: ByCase = term(
        by_urgency(Period(working_days=5), hours(72), hours(12)), "Acknowledgement, from dispatch."
    )
    answer: ByCase = term(by_urgency(days(21), days(7), hours(24)), "Answer to the request, from dispatch.")
    declined_review: Period = term(
        days(180), "After this a request that was declined, and on which nothing is pending, is closed."
    )
