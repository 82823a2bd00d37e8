"""What is filed in a series: its terms of reference, meetings, an Outline of Cooperation, disputes on the agenda.

No provision asks any of it; the questions are those of the product's text on series of meetings and of the outlines
that joint committees agree on.
"""

from __future__ import annotations

from workflows.kernel.joint_text import clauses_field
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Filing,
    date_field,
    document_field,
    instant_field,
    keyed,
    listing,
    long_text,
    organ_field,
    party_field,
    person_field,
    text,
    whole,
)

# fmt: off


class TermsOfReference(Filing):
    """Terms of reference."""

    series_title = text("What the series is called", PRODUCT, fills="title", section="Terms of reference")
    basis = text("Arrangement on which it rests, with its day", PRODUCT, need=OPTIONAL)
    scope = long_text("What is to be talked of", PRODUCT)
    chair = person_field("Chair of the side that proposes, with office", PRODUCT)
    other_chair = person_field("Chair of the other side, with office", PRODUCT, need=OPTIONAL)
    cycle = whole("Months from one meeting to the next", PRODUCT, least=1)
    hosts = text("Where it meets in turn", PRODUCT, need=OPTIONAL)
    in_language = text("Languages", PRODUCT)
    ending = long_text("How it is suspended and ended", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Invitation(TermsOfReference):
    """Invitation, with terms of reference."""

    partner = party_field("The other government", PRODUCT)


class Decline(Filing):
    """Answer that declines."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


class MeetingCalled(Filing):
    """Meeting of the series."""

    number = whole("Number in the series", PRODUCT, need=OPTIONAL, least=1)
    place = text("Place, or how one takes part from afar", PRODUCT)
    planned_on = date_field("First day, as planned", PRODUCT, help="Where only the month is known, give its first day.")
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class UrgentMeeting(Filing):
    """Unscheduled meeting of the series."""

    starts_at = instant_field("It begins", PRODUCT)
    reason = long_text("Why it cannot wait for a scheduled one", PRODUCT)


class MeetingHeld(Filing):
    """Meeting that was held."""

    held_on = date_field("Held on", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Remark(Filing):
    """Remark for the record."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Notice(Filing):
    """Notice to the other side."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


class Guest(Filing):
    """Observer of the series."""

    observer = party_field("State or organisation that observes", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Agency(Filing):
    """Another agency in the series."""

    agency = organ_field("Agency that joins a side", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Outline(Filing):
    """Outline of Cooperation."""

    outline_title = text("What the outline is called", PRODUCT, section="The outline")
    begins_on = date_field("It holds from", PRODUCT)
    ends_on = date_field("Until", PRODUCT)
    review_on = date_field("Reviewed on", PRODUCT)
    projects = listing(
        "Projects, each under a short name", PRODUCT, keyed("key", text("Short name", PRODUCT, most=40)),
        keyed("what", long_text("What is done", PRODUCT)),
        keyed("party", party_field("Owner", PRODUCT, oneself=True)),
        keyed("until", date_field("Done by", PRODUCT, need=OPTIONAL)), least=1,
    )
    clauses = clauses_field(PRODUCT, OPTIONAL)
    text = long_text("Text, where it is not written as clauses", PRODUCT, need=OPTIONAL)
    document = document_field("Signed text", PRODUCT, need=OPTIONAL)


class Review(Filing):
    """Review of the outline."""

    reviewed_on = date_field("Reviewed on", PRODUCT)
    finding = long_text("What was found, and what changes", PRODUCT)
    review_on = date_field("Next review", PRODUCT)


class ProjectReport(Filing):
    """Report on a project."""

    report = long_text("What was done", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Ended(Filing):
    """End of a project."""

    reason = long_text("Why it is not carried on", PRODUCT)


class Dispute(Filing):
    """Dispute for the agenda of the committee."""

    matter = text("What is disputed", PRODUCT)
    account = long_text("What you hold, and what you ask for", PRODUCT)


class DisputeListed(Dispute):
    """Dispute that runs already, for the agenda of the committee."""

    reference = text("Reference of the case of the dispute", PRODUCT)


class Settled(Filing):
    """Settlement in the committee."""

    terms = long_text("What was settled", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)
