"""What is filed for a meeting: the call, items, documents, delegations, statements, conclusions, action items.

No provision asks any of it; the questions are those of the product's text on series of meetings.
"""

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
    organ_field,
    parties_field,
    party_field,
    person_field,
    text,
    whole,
    yes_no,
)  # fmt: skip

ITEM = "Item of the agenda"
LANGUAGE = "Language of the document"
ZONED = "Give it in the zone of the place of the meeting; every reader sees it in his own zone and in UTC as well."


class Call(Filing):
    """Call of the meeting."""

    meeting_title = text("What the meeting is called", PRODUCT, fills="title", help="Such as: third meeting, Beijing.")
    number = whole("Number in the series", PRODUCT, need=OPTIONAL, least=1)
    place = text("Place, or how one takes part from afar", PRODUCT)
    planned_on = date_field("First day, as planned", PRODUCT, help="Where only the month is known, give its first day.")
    serves = text("Reference of the case that the meeting serves", PRODUCT, need=OPTIONAL)
    items = listing(
        "Provisional agenda", PRODUCT, keyed("text", text(ITEM, PRODUCT)),
        keyed("paper", text("Papers for it", PRODUCT, need=OPTIONAL)), need=OPTIONAL,
    )  # fmt: skip


class CallOfParties(Call):
    """Call of the meeting, between parties."""

    title = "Call of the meeting"
    parties = parties_field("Who is to meet with you", PRODUCT)


class CallOfDialogue(Call):
    """Call of the meeting, in a dialogue."""

    title = "Call of the meeting"
    parties = party_field("The other party to the dialogue", PRODUCT)


class CallAtOnce(CallOfParties):
    """Unscheduled meeting."""

    starts_at = instant_field("It begins", PRODUCT, help=ZONED)
    reason = long_text("Why it cannot wait for a scheduled one", PRODUCT)


class HotlineCall(CallOfDialogue):
    """Unscheduled meeting of a dialogue."""

    title = "Unscheduled meeting"
    starts_at = instant_field("It begins", PRODUCT, help=ZONED)
    reason = long_text("Why it cannot wait for a scheduled one", PRODUCT)


class ProposedTime(Filing):
    """Time proposed for the meeting."""

    starts_at = instant_field("It would begin", PRODUCT, help=ZONED)
    ends_at = instant_field("It would end", PRODUCT, need=OPTIONAL)


class Item(Filing):
    """Item for the agenda."""

    words = text(ITEM, PRODUCT)
    account = long_text("What is to be talked of", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Reservation(Filing):
    """Reservation on an item."""

    position = long_text("What your party reserves", PRODUCT)


class Remark(Filing):
    """Remark."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class MeetingDocument(Filing):
    """Document for the meeting."""

    document_title = text("Title of the document", PRODUCT)
    item_number = whole("Number of the agenda item", PRODUCT, need=OPTIONAL, least=1)
    in_language = text(LANGUAGE, PRODUCT, help="Such as: English, Chinese.")
    document = document_field("Document", PRODUCT, need=OPTIONAL, help="A document may also be announced first.")


class Delegation(Filing):
    """Delegation."""

    head = person_field("Head of the delegation, with office", PRODUCT)
    delegates = long_text("Other delegates and advisers, one a line", PRODUCT, need=OPTIONAL)
    organ = organ_field("Organ that sends it", PRODUCT, need=OPTIONAL)
    afar = yes_no("It takes part from afar", PRODUCT, need=OPTIONAL)


class Credentials(Filing):
    """Credentials."""

    issued_by = text("Issued by", PRODUCT)
    issued_on = date_field("Issued on", PRODUCT)
    document = document_field("Credentials", PRODUCT, need=OPTIONAL)


class Finding(Filing):
    """Finding on credentials."""

    finding = choice("Finding", {"in_order": "In order", "missing": "Missing, or not in order"}, PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Dates(Filing):
    """Dates of the meeting."""

    starts_at = instant_field("The meeting begins", PRODUCT, help=ZONED)
    ends_at = instant_field("It is to end", PRODUCT, need=OPTIONAL)
    place = text("Place, or how one takes part from afar", PRODUCT)
    host = party_field("Host", PRODUCT, need=OPTIONAL, oneself=True)
    cleared = yes_no(
        "Domestic clearances that the meeting needs are there", PRODUCT, need=OPTIONAL,
        help="Some parties need a clearance of their own for each contact between agencies.",
    )  # fmt: skip


class Postponement(Filing):
    """Postponement."""

    reason = long_text("Reason", PRODUCT)
    planned_on = date_field("New first day, where one is known", PRODUCT, need=OPTIONAL)


class NewDay(Filing):
    """New first day."""

    planned_on = date_field("New first day, as planned", PRODUCT)
    place = text("Place, or how one takes part from afar", PRODUCT)


class Cancellation(Filing):
    """Cancellation."""

    reason = long_text("Reason", PRODUCT)


class Attendance(Filing):
    """Opening of the meeting."""

    present = parties_field("Delegations present", PRODUCT, oneself=True)
    remark = long_text("Remark on attendance", PRODUCT, need=OPTIONAL)


class Spoken(Filing):
    """Statement on the item."""

    in_language = text("Language in which it was made", PRODUCT, need=OPTIONAL)
    text = long_text("Statement", PRODUCT)
    document = document_field("Written version", PRODUCT, need=OPTIONAL)


class Explanation(Filing):
    """Explanation of position."""

    text = long_text("Explanation of position", PRODUCT)
    document = document_field("Written version", PRODUCT, need=OPTIONAL)


class Conclusion(Filing):
    """Conclusion put to the meeting."""

    conclusion = long_text("Conclusion, in the words that are put to the meeting", PRODUCT)


class Objection(Filing):
    """Objection."""

    reasons = long_text("Reasons, if you wish to give any", PRODUCT, need=OPTIONAL)


class OwnRecord(Filing):
    """Record of one party."""

    text = long_text("The record as your party keeps it", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class JointStatement(Filing):
    """Statement for the public."""

    text = long_text("Text of the statement", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class ActionItem(Filing):
    """Action item."""

    owner = party_field("Owner", PRODUCT, oneself=True)
    task = long_text("What is to be done", PRODUCT)
    due_on = date_field("By", PRODUCT)


class ActionReport(Filing):
    """Report on an action item."""

    report = long_text("What was done", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class MovedOn(Filing):
    """Action item taken up elsewhere."""

    where = text("Where it is taken up now", PRODUCT)


class Guest(Filing):
    """Observer at the meeting."""

    observer = party_field("State or organisation that observes", PRODUCT)


class Agency(Filing):
    """Another agency at the meeting."""

    agency = organ_field("Agency that joins a delegation", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)
