"""What the steps of informing ask in writing besides the notes: before them inside a State, and what comes after."""

from __future__ import annotations

from workflows.informing.notes import assessment, contacts, facts, measures, requests, sources
from workflows.informing.terms import (
    DANGER,
    DISSEMINATION,
    RISKS,
)
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Filing,
    choice,
    date_field,
    document_field,
    instant_field,
    long_text,
    parties_field,
    text,
    whole,
    yes_no,
)

# fmt: off
CHANNELS = {"telephone": "Telephone", "email": "Electronic mail", "operations": "Link between control centres",
            "mission": "Permanent mission", "other": "Other"}
CONFIRMED = "confirmed"
STANCES = {
    CONFIRMED: "Confirms it", "disputed": "Disputes it", "otherwise": "States it otherwise", "no_view": "Takes no view",
}
CORRECTIONS = {"corr": "Corrigendum", "rev": "Revision", "add": "Addendum"}
CLEARED = {"security": "Security", "export": "Export control", "press": "Press"}


class Discovery(Filing):
    """Discovery of a phenomenon."""

    phenomenon = text("Phenomenon", DANGER, fills="title")
    discovered_at = instant_field("Discovered at", DANGER)
    crew_at_risk = choice("Crew", RISKS, DANGER)
    what = long_text("What was found, and how", DANGER)


class Clearance(Filing):
    """Record of clearance."""

    cleared_for = choice("Cleared for", CLEARED, PRODUCT, many=True)
    redactions = long_text("What was redacted, why, and by which office; or that nothing was", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class OperationalCall(Filing):
    """Call over an operational channel."""

    channel = choice("Channel", CHANNELS, PRODUCT)
    called_at = instant_field("At", PRODUCT)
    whom = text("Who was reached", PRODUCT)
    said = long_text("What was said", PRODUCT)


class Received(Filing):
    """Record that the note was received."""

    received_at = instant_field("Received at", PRODUCT, need=OPTIONAL)
    reference = text("Reference of the secretariat", PRODUCT, need=OPTIONAL)


class Query(Filing):
    """Question of the secretariat."""

    question = long_text("What is to be clarified", PRODUCT)


class QueryAnswer(Filing):
    """Answer to the secretariat."""

    answer = long_text("Answer", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Issued(Filing):
    """Issue as a document."""

    symbol = text("Symbol", DISSEMINATION, most=60, help="Such as A/AC.105/1262.")
    dated_on = date_field("Date of the document", DISSEMINATION)
    circulated_to = parties_field("Who is to find it here", DISSEMINATION, need=OPTIONAL,
                                  help="It is open to everybody; those named find it among their cases and may reply.")
    link = text("Where it is published", DISSEMINATION, need=OPTIONAL)


class Circulated(Filing):
    """Circulation of what was issued."""

    circulated_to = parties_field("Who is to find it here", DISSEMINATION)


class Correction(Filing):
    """Correction of what was issued."""

    kind = choice("Kind", CORRECTIONS, PRODUCT)
    text = long_text("What stands there, and what should stand there", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class CorrectionIssued(Filing):
    """Issue of a correction."""

    symbol = text("Symbol", DISSEMINATION, most=60, help="Such as A/AC.105/1262/Corr.1.")
    dated_on = date_field("Date of the document", DISSEMINATION)
    link = text("Where it is published", DISSEMINATION, need=OPTIONAL)


class MoreStates(Filing):
    """States that are told directly."""

    states = parties_field("States", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Disseminated(Filing):
    """Record of direct information."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Due(Filing):
    """Notice that an update is coming."""

    reason = long_text("What is new", PRODUCT, need=OPTIONAL)


class Reply(Filing):
    """Reply of another State on the same subject."""

    subject = text("Subject, as you name it", PRODUCT)
    dated_on = date_field("Date of your note", PRODUCT, need=OPTIONAL)
    symbol = text("Symbol under which your note was issued", PRODUCT, need=OPTIONAL, most=60)
    reference = text("Reference of your own case, where it runs here", PRODUCT, need=OPTIONAL)
    facts = facts(PRODUCT, "required")
    assessment = assessment(PRODUCT)
    contacts = contacts(PRODUCT)
    measures = measures(PRODUCT)
    requests = requests(PRODUCT)
    sources = sources(PRODUCT)
    document = document_field("Your note", PRODUCT, need=OPTIONAL)


class Position(Filing):
    """Position on a point."""

    stance = choice("Position", STANCES, PRODUCT)
    words = long_text("In your words", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class PublicSource(Filing):
    """Public source on the subject."""

    published_on = date_field("Published on", PRODUCT)
    whose = text("Whose words", PRODUCT)
    link = text("Where it is published", PRODUCT)
    says = long_text("What it says, in your words", PRODUCT, need=OPTIONAL)


class Reference(Filing):
    """Reference of another case."""

    reference = text("Reference of that case", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Remark(Filing):
    """Remark for the record."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Recall(Filing):
    """Recall of the note."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


class Closing(Filing):
    """Last word on the subject."""

    ended_on = date_field("Day on which it ended", PRODUCT, need=OPTIONAL)
    outcome = long_text("How it ended", PRODUCT, need=OPTIONAL)
    damage = yes_no("Was damage found?", PRODUCT, need=OPTIONAL)
    fragments = whole("Fragments found", PRODUCT, need=OPTIONAL, least=0)
