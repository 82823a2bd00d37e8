"""Papers that are the same whatever is asked: questions, answers, refusals, references to other cases.

No text gives them a form; what rests on a provision is in the papers of each procedure.
"""

from __future__ import annotations

from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Filing,
    choice,
    document_field,
    keyed,
    listing,
    long_text,
    text,
    whole,
)

ROUTINE, URGENT, EMERGENCY = "normal", "urgent", "emergency"
URGENCIES = {
    ROUTINE: "Normal",
    URGENT: "Urgent: waiting would defeat a purpose of safety",
    EMERGENCY: "Emergency: risk to life, or an event that nobody controls",
}
PRESSING = (URGENT, EMERGENCY)
WITHHELD = {"security": "Security", "proprietary": "Proprietary", "unavailable": "Not available"}
# fmt: off


class Remark(Filing):
    """Remark for the record."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Questions(Filing):
    """Questions before an answer."""

    questions = listing("Questions", PRODUCT, keyed("question", text("Question", PRODUCT)), least=1)


class Answers(Filing):
    """Answers to the questions."""

    answers = long_text("Answers", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class AnswersRefused(Filing):
    """Refusal to answer the questions."""

    category = choice("Category", WITHHELD, PRODUCT)
    explanation = long_text("Explanation", PRODUCT, need=OPTIONAL)


class Renewal(Filing):
    """Renewed request."""

    reason = long_text("What has changed, or why you ask again", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class CounterStatement(Filing):
    """Counter-statement on adequacy."""

    act = whole("Number of the act that this answers", PRODUCT, least=1)
    text = long_text("Statement", PRODUCT)


class Reference(Filing):
    """Reference of another case."""

    reference = text("Reference of that case", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Reasons(Filing):
    """Reasons, where one wishes to give them."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)
