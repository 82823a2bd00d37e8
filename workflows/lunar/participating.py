"""Papers and parts of participation in the lunar mechanism (machine 4B): application, circulation, plenary, leaving.

Law: none; the charter is a proposal. What cannot be known here (that a State plans lunar activity, or takes an active
part in it) is stated by the applicant and judged by the members.
"""

from __future__ import annotations

from workflows.kernel.language import (
    DECISION,
    OPTIONAL,
    PRODUCT,
    Binding,
    Filing,
    FilingSpec,
    Grade,
    Source,
    State,
    choice,
    date_field,
    document_field,
    keyed,
    long_text,
)
from workflows.lunar.charter_values import CLASSES, Charter

MECHANISM = Source("LCM", Binding.SOFT, Grade.SRC)
TAKING_PART, DECIDING = MECHANISM("participation"), MECHANISM("decisions")
SOUGHT, HELD = "class_sought", "class_held"
"""The class that is asked for, and the one in which a participant is: facts of the case."""
ONCE = "no_consensus"
"""The mark that a plenary found no consensus once."""
INCOMPLETE = "application_incomplete"
"""The mark that the applicant was asked for what is missing and has not answered yet."""

STATES = (
    State("draft", "The application is being prepared; nobody else sees it"),
    State("applied", "The application is lodged; the secretariat checks that it is complete"),
    State("under_review", "Members have it before them, under silence or for a plenary"),
    State("deferred", "A member objected, or no consensus was found; it is put to a later plenary"),
    State("admitted", "Takes part in the class that is on record"),
    State("leaving", "Gave notice of leaving; takes part until the notice takes effect"),
    State("left", "Takes part no more; a later application is a case of its own", "final"),
    State("refused", "No consensus to admit, twice; may apply again after the period", "resting"),
)


class Completion(Filing):
    """What the application lacked."""

    text = long_text("What is added", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Missing(Filing):
    """What the application lacks."""

    text = long_text("What is missing", PRODUCT)


class Circulation(Filing):
    """Circulation of the application under silence."""

    remark = long_text("Remark of the secretariat on the application", PRODUCT, need=OPTIONAL)


class ForPlenary(Filing):
    """Plenary to which it is put."""

    plenary_on = date_field("Day of the plenary", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Objection(Filing):
    """Objection in writing."""

    reasons = long_text("Reasons, if you wish to give them", PRODUCT, need=OPTIONAL)
    document = document_field("Letter", PRODUCT, need=OPTIONAL)


class OfPlenary(Filing):
    """What the plenary found."""

    on_paper = DECISION
    held_on = date_field("Day of the plenary", PRODUCT)
    text = long_text("What the record of the plenary says", PRODUCT, need=OPTIONAL)


class Leaving(Filing):
    """Notice of leaving."""

    text = long_text("Statement, if you wish to make one", PRODUCT, need=OPTIONAL)
    document = document_field("Note", PRODUCT, need=OPTIONAL)


def application(charter: Charter, title: str, *classes: str) -> FilingSpec:
    """Ask for a class of a charter, with what the charter wants to know of whoever may be in it."""
    options = {key: f"{CLASSES[key]}: {charter.of(key).who}" for key in classes or CLASSES}
    return FilingSpec("application", title, (
        keyed(SOUGHT, choice("Class", options, TAKING_PART)),
        keyed("activity", long_text(
            "Lunar activity that you conduct, plan or take part in, or the work by which you contribute", TAKING_PART,
            help="The members judge it; nothing here is checked against a register.",
        )),
        keyed("document", document_field("Letter of application", PRODUCT, need=OPTIONAL)),
    ))  # fmt: skip


def acceptance(charter: Charter) -> FilingSpec:
    """Ask a founding member for the deposit of its acceptance."""
    options = {"member": f"{CLASSES['member']}: {charter.of('member').who}"}
    return FilingSpec("acceptance", "Acceptance of the charter", (
        keyed(SOUGHT, choice("Class in which you take your place", options, TAKING_PART)),
        keyed("text", long_text("Declaration, if you wish to make one", PRODUCT, need=OPTIONAL)),
        keyed("document", document_field("Instrument or note", PRODUCT, need=OPTIONAL)),
    ))  # fmt: skip
