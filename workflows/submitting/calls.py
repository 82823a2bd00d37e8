"""What a call of a working group, and whoever contributes to it, files."""

from __future__ import annotations

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
    text,
)
from workflows.reporting import bodies, items
from workflows.submitting.papers import UN_LANGUAGES
from workflows.submitting.terms import CALLS, DOCUMENTS

LATE_TOO = "What comes later is marked late, and is not refused."
# fmt: off


class Call(Filing):
    """Call for contributions."""

    call_title = text("Title of the call", CALLS, fills="title", most=200)
    body = choice("Body to which the working group belongs", {one.key: one.title for one in bodies()}, CALLS)
    item = choice("Agenda item", {one.key: one.title for one in items()}, CALLS)
    group = text("Working group", CALLS, most=200)
    mandate = long_text("Mandate", CALLS, help="What the body asked the working group to do, and until when.")
    questions = listing("Questions", CALLS, keyed("key", text("Short name", CALLS, most=40)),
                        keyed("question", long_text("Question", CALLS)), least=1)
    who = long_text("Who is asked", CALLS)
    closes_at = instant_field("Contributions by", CALLS, help=LATE_TOO)
    document = document_field("Call", PRODUCT, need=OPTIONAL)


class Contribution(Filing):
    """Contribution."""

    heading = text("Title of the contribution", PRODUCT, most=200)
    language = choice("Language", UN_LANGUAGES, PRODUCT)
    answers = listing("Answers", CALLS, keyed("key", text("Short name of the question", CALLS, most=40)),
                      keyed("answer", long_text("Answer", CALLS)), need=OPTIONAL)
    submission = text("Reference of your submission, where it runs here", PRODUCT, need=OPTIONAL, most=60)
    document = document_field("Contribution", PRODUCT, need=OPTIONAL)


class Compilation(Filing):
    """Compilation of contributions."""

    symbol = text("Symbol", DOCUMENTS, most=60, help="Such as A/AC.105/C.2/2027/CRP.10.")
    dated_on = date_field("Date of the document", DOCUMENTS)
    summary = long_text("What the contributions say, taken together", PRODUCT, need=OPTIONAL)
    document = document_field("Compilation", PRODUCT, need=OPTIONAL)


class Discussion(Filing):
    """Discussion in the working group."""

    held_on = date_field("Day of the discussion", PRODUCT)
    outcome = long_text("What came of it", PRODUCT, need=OPTIONAL)
    paragraph = text("Paragraph of the report", PRODUCT, need=OPTIONAL, most=60)


class LaterClosing(Filing):
    """Later closing."""

    closes_at = instant_field("Contributions by", CALLS, help=LATE_TOO)
    reason = long_text("Reason", PRODUCT)


class Note(Filing):
    """Note to everybody."""

    text = long_text("Question and answer, or what is made clear", PRODUCT, help="Everybody reads it.")
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Cancelled(Filing):
    """Cancellation of the call."""

    reason = long_text("Reason", PRODUCT)
