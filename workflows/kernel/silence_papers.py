"""What is filed in a silence: text, language versions, stops, objections, explanations, the letter of the chair."""

from __future__ import annotations

from .fields import OPTIONAL, Filing, choice, document_field, long_text, text
from .words import PRODUCT

SILENCE, LETTER, LANGUAGE = "silence", "letter", "language"
"""The limits of a silence, and the set of its tracks."""
UNTIL, POSTED = "until", "posted_in"
"""What an opening asks beside the text: the instant, and the languages in which the text is posted."""
LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "zh": "Chinese",
}  # fmt: skip
"""The languages in which a text may have to be there, by their codes."""

STOPS = {
    "language": "A language version is missing",
    "contact": "A contact point does not answer",
    "other": "Another precondition",
}


class TextUnderSilence(Filing):
    """Text that is put under silence."""

    heading = text("Title of the text", PRODUCT)
    text = long_text("Text", PRODUCT, need=OPTIONAL, help="The words themselves, or a document that holds them.")
    document = document_field("Document that holds the text", PRODUCT, need=OPTIONAL)


class LanguageVersion(Filing):
    """Language version of the text."""

    document = document_field("The text in this language", PRODUCT, need=OPTIONAL)
    remark = long_text("Where it is posted, or another remark", PRODUCT, need=OPTIONAL)


class LanguageGone(Filing):
    """Language version that is withdrawn."""

    reason = long_text("Why it is withdrawn", PRODUCT)


class Stop(Filing):
    """Stop of the clock."""

    precondition = choice("Precondition that fell", STOPS, PRODUCT)
    explanation = long_text(
        "What happened", PRODUCT, need=OPTIONAL, help="Needed where it is none of those that are named."
    )


class Resumption(Filing):
    """Announcement that the clock goes on."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Extending(Filing):
    """Request for more time."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


class Break(Filing):
    """Objection, which breaks the silence; reasons are not needed."""

    reasons = long_text("Reasons, if you wish to give them", PRODUCT, need=OPTIONAL)
    document = document_field("Letter", PRODUCT, need=OPTIONAL)


class Explanation(Filing):
    """Statement or explanation of position, which does not break the silence."""

    text = long_text("Statement or explanation", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class LateObjection(Filing):
    """Objection that came too late, as a statement."""

    text = long_text("Statement", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Confirmation(Filing):
    """Letter of the chair that confirms the adoption."""

    text = long_text("Letter", PRODUCT, need=OPTIONAL)
    document = document_field("Letter as a document", PRODUCT, need=OPTIONAL)
