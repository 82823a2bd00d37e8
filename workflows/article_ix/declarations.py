"""What is asked in writing about the activity itself: changes, start, end, report, urgency, precaution, referral."""

from __future__ import annotations

from workflows.agreements import SETTLEMENT, agreements
from workflows.article_ix.basis import COSPAR_PP, MOON, OST, UNC
from workflows.article_ix.notices import URGENCY
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Filing,
    choice,
    date_field,
    document_field,
    keyed,
    listing,
    long_text,
    provision_field,
    text,
    whole,
)

DUTY, REGARD, CONTAMINATION = OST("IX", 3), OST("IX", 1), OST("IX", 2)
LADDERS = {key: found.title for key, found in agreements().items() if found.procedure == SETTLEMENT}
# fmt: off
STANDARDS = {
    "cospar": "Category of the COSPAR policy", "national": "National rule", "agreement": "Agreement",
    "own": "Own standard",
}


class ChangedActivity(Filing):
    """Changed activity: a new version of what is planned."""

    changes = listing(
        "What changes", DUTY, keyed("field", text("Item", DUTY)), keyed("before", text("Until now", DUTY)),
        keyed("after", text("From now on", DUTY)), least=1,
    )
    new_status = choice("The activity is", {"modified": "Modified", "deferred": "Deferred"}, DUTY, need=OPTIONAL)
    earliest_start = date_field("Earliest start from now on", DUTY)
    reason = long_text("Reason", DUTY)


class Cancellation(Filing):
    """Cancellation of the activity."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


class Proceeding(Filing):
    """Report that the activity goes ahead."""

    began_on = date_field("Began on", DUTY)
    phase = long_text("What has begun, and which phases remain", DUTY)
    reason = long_text("Why before the end of the consultation", DUTY, need=OPTIONAL)


class Completion(Filing):
    """Report that the activity is completed."""

    completed_on = date_field("Completed on", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class SourcedCompletion(Filing):
    """Record that the activity is completed, as a source says."""

    completed_on = date_field("Completed on, as the source says", PRODUCT, need=OPTIONAL)
    source = long_text("Source", PRODUCT)


class PostEventReport(Filing):
    """Report after the event."""

    effects_seen = long_text("Effects on the activities of others", REGARD)
    measures_taken = long_text("Measures taken", REGARD)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Urgency(Filing):
    """Raising of the urgency."""

    urgency = choice("Urgency", URGENCY, PRODUCT)
    urgency_reason = long_text("Reason", PRODUCT)


class Referral(Filing):
    """Referral to another procedure."""

    target = choice("Where to", {"settlement": "Settlement of disputes", "lunar": "Lunar consultative mechanism"},
                    UNC("33(1)"))
    agreement = choice("Agreement whose stages are followed", LADDERS, UNC("33(1)"), need=OPTIONAL,
                       help="For a settlement of disputes. Left empty: the agreement that this installation names.")
    consent = provision_field("Clause or consent on which it rests", UNC("33(1)"))
    reason = long_text("Reason", UNC("33(1)"), need=OPTIONAL)


class Precaution(Filing):
    """Declaration on precaution against harmful contamination."""

    mission = text("Activity or mission", CONTAMINATION, fills="title")
    bodies = text("Celestial bodies concerned", CONTAMINATION)
    forward = long_text("Assessment of forward contamination", CONTAMINATION)
    backward = long_text("Assessment of harm to Earth from matter brought back", CONTAMINATION)
    measures = long_text("Measures adopted", CONTAMINATION)
    standard = choice("Standard relied on", STANDARDS, COSPAR_PP("categories"))
    category = text("Category or rule of that standard", COSPAR_PP("categories"))
    document = document_field("Plan or review", PRODUCT, need=OPTIONAL)


class CounterStatement(Filing):
    """Counter-statement on adequacy."""

    act = whole("Number of the act that this answers", PRODUCT, least=1)
    text = long_text("Statement", PRODUCT)


class Results(Filing):
    """Results for the Secretary-General."""

    results = long_text("Results", MOON("15(2)"))


class Assistance(Filing):
    """Request for the Secretary-General's assistance."""

    request = long_text("What is asked", MOON("15(3)"))


class Raising(Filing):
    """Raising of an agency-level matter to treaty level."""

    reference = text("Reference of the treaty-level case, once there is one", PRODUCT, need=OPTIONAL)
    reason = long_text("Reason", PRODUCT)
