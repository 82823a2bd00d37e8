"""Papers of a decision of the lunar mechanism (machine 4C): proposal, discussion, objection, gavel, dropping.

Law: none; the charter is a proposal.
"""

from __future__ import annotations

from workflows.kernel.language import (
    DECISION,
    OPTIONAL,
    PRODUCT,
    Binding,
    Filing,
    Grade,
    Source,
    choice,
    date_field,
    document_field,
    long_text,
    parties_field,
)
from workflows.kernel.silence_papers import TextUnderSilence

DECIDING = Source("LCM", Binding.SOFT, Grade.SRC)("decisions")
MATTER, AGREED = "matter", "silence_agreed"
"""Facts of the case: whether it is a point of procedure, and whether a meeting agreed to silence on it."""
MATTERS = {"procedural": "A point of procedure", "substance": "A point of substance"}
AGREEMENTS = {"agreed": "The meeting agreed that it may lie under silence", "not_agreed": "Not agreed, or not asked"}


class Proposal(TextUnderSilence):
    """Proposal."""

    matter = choice("What it concerns", MATTERS, DECIDING)
    reasons = long_text("Reasons for it", PRODUCT, need=OPTIONAL)


class Discussion(Filing):
    """Discussion in a meeting."""

    held_on = date_field("Day of the meeting", PRODUCT)
    silence_agreed = choice("Silence on this text", AGREEMENTS, DECIDING)
    text = long_text("What was said", PRODUCT, need=OPTIONAL)
    document = document_field("Record of the meeting", PRODUCT, need=OPTIONAL)


class Objection(Filing):
    """Objection in a meeting, or its withdrawal."""

    reasons = long_text("Reasons, if you wish to give them", PRODUCT, need=OPTIONAL)


class Gavel(Filing):
    """Adoption by consensus."""

    on_paper = DECISION
    held_on = date_field("Day of the meeting", PRODUCT)
    present = parties_field("Members present at the moment of decision", DECIDING, oneself=True)
    text = long_text("The text as it was adopted, where it was changed in the meeting", PRODUCT, need=OPTIONAL)
    document = document_field("Record of the meeting", PRODUCT, need=OPTIONAL)


class Drop(Filing):
    """End without adoption."""

    reason = long_text("Why nothing is adopted", PRODUCT)
