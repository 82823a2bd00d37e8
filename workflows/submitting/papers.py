"""What the steps of a submission ask in writing. The scope is built from the tables of reporting, as the terms correct
them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Field,
    Filing,
    choice,
    date_field,
    document_field,
    keyed,
    listing,
    long_text,
    parties_field,
    party_field,
    text,
    whole,
)
from workflows.kernel.words import say_day
from workflows.reporting import Session, bodies, items, kinds
from workflows.submitting.terms import DOCUMENTS

ELSEWHERE = "elsewhere"
UN_LANGUAGES = {"ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "ru": "Russian", "es": "Spanish"}
CLEARED_FOR = (("legal", "Law"), ("security", "Security and export control"), ("press", "Press"))
# fmt: off


def cases_field(label: str, **rest: Any) -> Field:
    """A list of cases by their references."""
    return listing(label, PRODUCT, keyed("case_ref", text("Reference of the case", PRODUCT, most=60)), **rest)


def _session_label(one: Session) -> str:
    days = f"{say_day(one.starts)} to {say_day(one.ends)}"
    return f"{one.title}, {'expected ' if one.expected else ''}{days}"


@lru_cache(maxsize=64)
def scope(known: tuple[Session, ...]) -> type[Filing]:
    """Give what the scope of a submission asks, with these sessions to choose from.

    Long because: the questions of one paper are read as one.
    """
    sessions, agenda = {one.key: _session_label(one) for one in known}, {one.key: one.title for one in items()}

    class Scope(Filing):
        """Scope of the submission."""

        heading = text("Title of the document", PRODUCT, fills="title", most=200,
                       section="What is submitted, and where")
        body = choice("Body", {one.key: one.title for one in bodies()}, DOCUMENTS)
        session = choice("Session", {**sessions, ELSEWHERE: "Another one, which I name"}, DOCUMENTS,
                         help="Expected days follow the usual rhythm and were announced by nobody yet.")
        session_told = text("Name of the session or meeting", PRODUCT, need=OPTIONAL, most=120)
        starts_on = date_field("First day of the session, as announced", PRODUCT, need=OPTIONAL,
                               help="Left empty, the days of the list count.")
        ends_on = date_field("Last day of the session, as announced", PRODUCT, need=OPTIONAL)
        item = choice("Agenda item", {**agenda, ELSEWHERE: "Another one, which I name"}, DOCUMENTS,
                      help="Titles vary by year.")
        item_told = text("Agenda item, in words", PRODUCT, need=OPTIONAL, most=200)
        kind = choice("Kind of submission", {one.key: one.title for one in kinds()}, DOCUMENTS)
        language = choice("Original language", UN_LANGUAGES, PRODUCT)
        joint = parties_field("Joint authors", PRODUCT, need=OPTIONAL, section="Authors",
                              help="States, organisations or entities. Each has to stand behind the text.")
        since = date_field("First day of the period", PRODUCT, section="What the report is drawn from")
        until = date_field("Last day of the period", PRODUCT)
        cases = cases_field("Cases", need=OPTIONAL, level="C4",
                            help="Left empty: all cases in which you take part, and the public ones.")
        affected = parties_field("Whose information is in it, as far as known", PRODUCT, need=OPTIONAL, level="C4",
                                 help="Each is asked for consent to what is told of it. Nobody else reads this.")

    return Scope


class AnsweredCall(Filing):
    """Call that the submission answers."""

    call = text("Reference of the call", DOCUMENTS, most=60)


class Compiled(Filing):
    """Report as compiled."""

    document = document_field("Report, as it was built from the record", PRODUCT, need=OPTIONAL)
    remark = long_text("What was added by hand, or changed since", PRODUCT, need=OPTIONAL)


class Review(Filing):
    """Review for what belongs to others."""

    affected = parties_field("Whose consent has to be asked", PRODUCT, need=OPTIONAL, level="C4",
                             help="Everybody of whom something is told that is not public.")
    findings = long_text("What was found, and what was left out", PRODUCT, need=OPTIONAL)


class AskConsent(Filing):
    """Request for consent."""

    party = party_field("Whom you ask", PRODUCT)
    cases = cases_field("Cases of that party from which something is told", least=1,
                        help="Name cases of that party alone: no other party reads this request.")
    words = long_text("What would be told of it", PRODUCT)
    extract = document_field("Extract", PRODUCT, need=OPTIONAL)


class Consent(Filing):
    """Consent."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class PartConsent(Filing):
    """Consent to some cases."""

    allowed = cases_field("Cases from which may be told", least=1)
    remark = long_text("Remark, such as what may not be told", PRODUCT, need=OPTIONAL)


class Refusal(Filing):
    """Refusal of consent."""

    reason = long_text("Reason", PRODUCT)


class Reason(Filing):
    """Reason."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


class Clearance(Filing):
    """Clearance."""

    office = text("Office that cleared it", PRODUCT, most=120)
    redactions = long_text("What was redacted and why, or that nothing was", PRODUCT, need=OPTIONAL)


class Withheld(Filing):
    """Clearance withheld."""

    office = text("Office that withholds it", PRODUCT, most=120)
    reason = long_text("What stands against it", PRODUCT)


class ClearedText(Filing):
    """Text as cleared."""

    document = document_field("Document, as cleared", PRODUCT, need=OPTIONAL)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Transmission(Filing):
    """Transmission to the secretariat."""

    document = document_field("Document", DOCUMENTS, need=OPTIONAL)
    summary = long_text("Summary", PRODUCT, need=OPTIONAL)
    words_counted = whole("Length in words", PRODUCT, need=OPTIONAL, least=1)


class Received(Filing):
    """Receipt by the secretariat."""

    reference = text("Reference of the secretariat", PRODUCT, need=OPTIONAL, most=60)


class Query(Filing):
    """Question of the secretariat."""

    question = long_text("What is to be clarified", PRODUCT)


class Answer(Filing):
    """Answer to the secretariat."""

    answer = long_text("Answer", PRODUCT)
    document = document_field("Document, where it was changed", PRODUCT, need=OPTIONAL)


class Slotted(Filing):
    """Slot among the documents of the session."""

    words_counted = whole("Length in words", DOCUMENTS, least=1)
    words_allowed = whole("Length that the secretariat allows", DOCUMENTS, least=1)
    format_met = choice("Is the format met?", {"yes": "Yes", "no": "No"}, DOCUMENTS)
    translated_by = date_field("Translated by, as planned", PRODUCT, need=OPTIONAL)


class Translated(Filing):
    """Translation."""

    languages = choice("Languages", UN_LANGUAGES, DOCUMENTS, many=True)


class Issued(Filing):
    """Issue as a document."""

    symbol = text("Symbol", DOCUMENTS, most=60, help="Such as A/AC.105/1262 or A/AC.105/C.2/2012/CRP.9.")
    dated_on = date_field("Date of the document", DOCUMENTS)
    circulated_to = parties_field("Who is to find it here", PRODUCT, need=OPTIONAL,
                                  help="It is open to everybody; those named find it among their cases.")
    link = text("Where it is published", PRODUCT, need=OPTIONAL)


class Days(Filing):
    """Days of the session as announced."""

    starts_on = date_field("First day", DOCUMENTS)
    ends_on = date_field("Last day", DOCUMENTS)
    announced = text("Where they were announced", DOCUMENTS, most=200)


class Correction(Filing):
    """Correction of the document."""

    kind = choice("Kind", {"corrigendum": "Corrigendum (/Corr.)", "revision": "Revision (/Rev.)",
                           "addendum": "Addendum (/Add.)"}, DOCUMENTS)
    text = long_text("What stands there, and what should stand there", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class CorrectionIssued(Filing):
    """Issue of a correction."""

    symbol = text("Symbol", DOCUMENTS, most=60, help="Such as A/AC.105/1262/Corr.1.")
    dated_on = date_field("Date of the document", DOCUMENTS)
    link = text("Where it is published", PRODUCT, need=OPTIONAL)


class Objection(Filing):
    """Objection to the wording."""

    passage = text("Paragraph or passage", PRODUCT, need=OPTIONAL, most=200)
    words = long_text("What you hold of it", PRODUCT, help="Your words stand in the report, beside its author's.")
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Reply(Filing):
    """Reply to an objection."""

    words = long_text("What you hold of the objection", PRODUCT, help="Both texts stand; neither takes the other away.")
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Presented(Filing):
    """Presentation under the item."""

    held_on = date_field("Day on which the item was held", DOCUMENTS)
    statement = long_text("What was said", PRODUCT, need=OPTIONAL)
    document = document_field("Statement", PRODUCT, need=OPTIONAL)


class Reflected(Filing):
    """Paragraph of the report."""

    report = text("Symbol of the report", DOCUMENTS, most=60, help="Such as A/79/20.")
    paragraph = text("Paragraph", DOCUMENTS, most=40, help="Its number, or numbers.")
    says = long_text("What it says, in your words", PRODUCT, need=OPTIONAL)


class Remark(Filing):
    """Remark."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)
