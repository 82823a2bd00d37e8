"""What the steps of a consultation ask in writing: assessment, answers, information, measures, results."""

from __future__ import annotations

from workflows.article_ix.basis import OST
from workflows.article_ix.notices import INTERFERENCE, QUALITY, WITHHELD, meaning_relied_on, registered
from workflows.kernel.joint_text import clauses_field
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Filing,
    choice,
    date_field,
    document_field,
    instant_field,
    keyed,
    listing,
    long_text,
    parties_field,
    party_field,
    text,
    yes_no,
)

DUTY, REQUEST, REGARD = OST("IX", 3), OST("IX", 4), OST("IX", 1)
# fmt: off
CHANNELS = {
    "note": "Note verbale", "courier": "Courier", "mission": "Handed over at the mission", "portal": "This product",
    "email": "Electronic mail", "fax": "Fax", "telephone": "Telephone", "other": "Other",
}
KINDS_OF_PROOF = {"signature": "Signature", "reply": "Reply", "delivery": "Report of delivery", "log": "Log entry"}
OUTCOMES = {
    "modification": "Modification", "deferral": "Deferral", "exclusion": "Exclusion of a volume or a time",
    "data_sharing": "Sharing of data", "monitoring": "Monitoring", "contact_line": "Contact line",
    "minute": "Agreed minute",
}


class Assessment(Filing):
    """Assessment whether there is reason to believe in harmful interference."""

    activity_title = text("Title of the activity", DUTY, fills="title")
    registered = registered()
    operator = text("Operator, own or national", OST("VI"))
    description = long_text("What is planned", DUTY, level="C4")
    earliest_start = date_field("Earliest start", DUTY, need=OPTIONAL)
    candidates = listing(
        "Activities of others that were looked at", DUTY, keyed("activity", text("Activity", DUTY)),
        keyed("party", party_field("State", DUTY, need=OPTIONAL)), need=OPTIONAL, level="C4",
    )


class NoInterference(Filing):
    """Finding that there is no reason to believe in harmful interference."""

    reasons = long_text("Reasons", DUTY, level="C4")
    method = long_text("Method", DUTY, need=OPTIONAL, level="C4")


class ProofOfReceipt(Filing):
    """Proof that a paper was received."""

    channel = choice("Channel", CHANNELS, PRODUCT)
    received_at = instant_field("Received at", PRODUCT, need=OPTIONAL, help="Left empty: at the moment of this act.")
    proof = choice("Kind of proof", KINDS_OF_PROOF, PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Acknowledgement(Filing):
    """Acknowledgement of receipt."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Reply(Filing):
    """Substantive reply."""

    position = long_text("Position", REGARD)
    wishes_talks = yes_no("Do you wish to consult?", DUTY, need=OPTIONAL)
    meaning, meaning_words = meaning_relied_on()
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Questions(Filing):
    """Questions to the other side."""

    questions = listing("Questions", REGARD, keyed("question", text("Question", REGARD)), least=1)


class Information(Filing):
    """Information in answer to questions."""

    answers = long_text("Answers", REGARD, level="C3")
    document = document_field("Document", PRODUCT, need=OPTIONAL, level="C3")


class RefusedInformation(Filing):
    """Refusal to supply information."""

    category = choice("Category", WITHHELD, PRODUCT)
    explanation = long_text("Explanation", PRODUCT, need=OPTIONAL)


class Acceptance(Filing):
    """Acceptance of consultation."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)
    first_meeting_on = date_field("Proposed day of the first meeting", PRODUCT, need=OPTIONAL)


class Declining(Filing):
    """Statement on declining consultation."""

    statement = long_text("Statement, if you wish to give one", PRODUCT, need=OPTIONAL)


class Meeting(Filing):
    """Record of a meeting."""

    held_on = date_field("Held on", PRODUCT)
    present = parties_field("Who took part", PRODUCT, need=OPTIONAL)
    data = long_text("With which data", DUTY, need=OPTIONAL)


class Measures(Filing):
    """Measures to avoid or lessen interference."""

    measures = listing(
        "Measures", REGARD, keyed("measure", text("Measure", REGARD)),
        keyed("kind", choice("Kind", OUTCOMES, PRODUCT, need=OPTIONAL)), least=1,
    )
    explanation = long_text("Explanation", REGARD, need=OPTIONAL)


class Changes(Filing):
    """Comments on measures, and changes asked for."""

    comments = long_text("Comments", REGARD)
    changes = long_text("Changes asked for", REGARD, need=OPTIONAL)


class Concern(Filing):
    """Registered concern."""

    reasons = long_text("Reasons", DUTY)
    interference = choice("Kinds of interference", INTERFERENCE, DUTY, many=True, need=OPTIONAL)


class Minute(Filing):
    """Agreed minute."""

    clauses = clauses_field(DUTY, OPTIONAL)
    text = long_text("What is agreed, where it is not written as clauses", DUTY, need=OPTIONAL)
    outcomes = choice("What it consists of", OUTCOMES, PRODUCT, many=True)
    public = yes_no("Do both sides agree to make it public?", PRODUCT, need=OPTIONAL)
    document = document_field("Signed text", PRODUCT, need=OPTIONAL)


class NoObjection(Filing):
    """Statement of no objection."""

    conditions = long_text("Understanding on which it rests", PRODUCT, need=OPTIONAL)


class Disagreement(Filing):
    """Record of disagreement."""

    reasons = long_text("Reasons", DUTY, need=OPTIONAL)


class Conclusion(Filing):
    """Conclusion of the consultation."""

    summary = long_text("Who was consulted, when, and with what data", DUTY)


class Confirmation(Filing):
    """Confirmation of a proposed closing."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Cooperation(Filing):
    """Cooperation that was agreed."""

    reference = text("Reference of what was agreed", REGARD)
    text = long_text("What was agreed", REGARD)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Invitation(Filing):
    """Invitation of an organisation or a scientific body."""

    party = party_field("Organisation or body", PRODUCT)
    side = choice("Taking part as", QUALITY, PRODUCT, need=OPTIONAL)
    task = long_text("What it is asked", PRODUCT)


class Opinion(Filing):
    """Opinion of an organisation or a scientific body."""

    opinion = long_text("Opinion", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Merger(Filing):
    """Merger of this request into a consultation on the same activity."""

    case_reference = text("Reference of that consultation", REQUEST)
    terms = long_text("On which terms", PRODUCT, need=OPTIONAL)
