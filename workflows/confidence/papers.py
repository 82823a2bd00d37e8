"""What is filed around a notice: its clearance, questions and answers, what changed, what happened, copies."""

from __future__ import annotations

from workflows.confidence.notices import CONSULTATION
from workflows.informing.papers import Clearance as Cleared
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Filing,
    choice,
    document_field,
    instant_field,
    long_text,
    parties_field,
    text,
)

REFUSALS = {"security": "Security", "proprietary": "Proprietary", "unavailable": "Not available"}
CHANGES = {
    "new_data": "New data",
    "new_time": "New time",
    "scrubbed": "Put off",
    "correction": "Correction",
    "other": "Other",
}


class Clearance(Cleared):
    """Clearance of the notice."""


class PlannedClearance(Cleared):
    """Clearance of the notice, with its time."""

    title = "Clearance of the notice"
    begins_at = instant_field("When it is planned", PRODUCT, help="The product counts back from it and reminds you.")


class MoreAddressees(Filing):
    """Further addressees."""

    addressees = parties_field("States and organisations told", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Remark(Filing):
    """Remark for the record."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Question(Filing):
    """Question on the notice."""

    questions = long_text("What is to be clarified, or what you hold to be wrong", CONSULTATION)


class Answer(Filing):
    """Answer to the question."""

    answer = long_text("Answer", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class NoAnswer(Filing):
    """Refusal of an answer."""

    category = choice("Category", REFUSALS, PRODUCT)
    reason = long_text("Reason", PRODUCT)


class Change(Filing):
    """What changes."""

    change = choice("What is new", CHANGES, PRODUCT)
    difference = long_text("What stood there, and what stands there now", PRODUCT)


class Occurrence(Filing):
    """What happened."""

    occurred_at = instant_field("Happened at", PRODUCT)
    account = long_text("What happened, and how it differs from the notice", PRODUCT, need=OPTIONAL)


class PostEventNote(Filing):
    """Note after the event."""

    account = long_text("What came of it", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Cancellation(Filing):
    """Cancellation of the event."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


class CopyRequest(Filing):
    """Request for a copy."""

    grounds = long_text("Why you ask for it", PRODUCT)


class Copies(Filing):
    """Copies of the notice."""

    readers = parties_field("States and organisations that get a copy", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Reference(Filing):
    """Reference of another case."""

    reference = text("Reference of that case", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)
