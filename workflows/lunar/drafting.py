"""Papers of a text that a team drafts for a body: invitation, contributions, tabling, silence, forwarding, decision.

Law: none; a body's own practice decides. The checklist of a charter is a list of headings, and what is missing is
pointed out and never refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from workflows.kernel.fields import Problem
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
    text,
    whole,
)
from workflows.kernel.readings import Note, Preview, Reading, Surroundings, register
from workflows.lunar.charter_values import HEADINGS

CHECKLIST = "charter_checklist"
PROCEDURAL, SUBSTANCE = "procedural", "substance"
PROPOSAL = Source("LCM", Binding.SOFT, Grade.SRC)("charter")
MISSING, LEAD = "Headings of the checklist", "What a charter should speak of; nothing is refused for it."
PREVIEWED = (MISSING, LEAD)
"""What the checklist always says in the same words, to be translated."""


class Invitation(Filing):
    """Invitation of contributions."""

    subject = text("Text that is to be drafted", PRODUCT, fills="title")
    mandate = text("Decision that gives the mandate, by its reference", PRODUCT)
    note = long_text("What is asked for", PRODUCT, need=OPTIONAL)


class InvitationOfTeam(Invitation):
    """Invitation of contributions from a team."""

    members = parties_field("Members of the team", PRODUCT, help="Everybody who can block consensus.")
    chairs = parties_field("Chairs of the team", PRODUCT)


class Contribution(Filing):
    """Contribution."""

    text = long_text("Contribution", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Tabling(Filing):
    """Text circulated by the chairs."""

    version = whole("Number of the act that tabled the version", PRODUCT, least=1)
    note = long_text("Note of the chairs", PRODUCT, need=OPTIONAL)


class TablingOfCharter(Tabling):
    """Text of a charter, circulated by the chairs."""

    reading = CHECKLIST

    covers = choice(
        "Headings of which the text speaks", HEADINGS, PROPOSAL, many=True, need=OPTIONAL,
        help="What is missing is pointed out to everybody, and refuses nothing.",
    )  # fmt: skip


class Redraft(Filing):
    """Request for a redraft."""

    reasons = long_text("Reasons, and what should be redrafted", PRODUCT)


class UnderSilence(Filing):
    """Point put under silence."""

    scope = choice(
        "What is put under silence",
        {PROCEDURAL: "A point of procedure; the text stays tabled", SUBSTANCE: "The text itself"}, PRODUCT,
    )  # fmt: skip
    version = whole("Number of the act that tabled the version", PRODUCT, least=1)
    point = long_text("The point, or the recommendation, in the words that are put", PRODUCT)


class Wider(Filing):
    """Agreement that the text itself may lie under silence."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Consensus(Filing):
    """Consensus in a meeting."""

    on_paper = DECISION
    version = whole("Number of the act that tabled the version", PRODUCT, least=1)
    held_on = date_field("Day of the meeting", PRODUCT)
    record = long_text("What the record of the meeting says", PRODUCT, need=OPTIONAL)


class Forwarding(Filing):
    """Text forwarded to the body."""

    session = text("Session, such as the seventieth", PRODUCT)
    session_on = date_field("First day of the session", PRODUCT)
    slot_on = date_field("Last day on which the secretariat takes documents for it", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Decision(Filing):
    """Decision of the body."""

    on_paper = DECISION
    decided_on = date_field("Day of the decision", PRODUCT)
    reference = text("Reference of the record, such as a paragraph of the report", PRODUCT, need=OPTIONAL)
    text = long_text("What the record says", PRODUCT)


class Checklist(Reading):
    """The headings of which a text does not speak."""

    __slots__ = ()

    def problems(self, body: Mapping[str, Any]) -> Iterator[Problem]:
        """Refuse nothing."""
        yield from ()

    def mend(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Leave everything as it is."""
        return body

    def preview(self, body: Mapping[str, Any], on: date, world: Surroundings) -> Preview | None:
        """Point out each heading that is missing."""
        covered = body.get("covers") or ()
        missing = (words for key, words in HEADINGS.items() if key not in covered)
        said = tuple(Note(f"Nothing is said on “{words}”.", PROPOSAL, "covers") for words in missing)
        return Preview(MISSING, LEAD, warnings=said, ladder=False)


register(CHECKLIST, Checklist())
