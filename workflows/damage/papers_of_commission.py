"""What is filed from the request for a Claims Commission to its award, and after award or settlement."""

from __future__ import annotations

from workflows.damage.frame import LC
from workflows.kernel.language import (
    DECISION,
    OPTIONAL,
    PRODUCT,
    REQUEST,
    Filing,
    choice,
    date_field,
    document_field,
    keyed,
    listing,
    long_text,
    money,
    parties_field,
    party_field,
    text,
)  # fmt: skip

FORCES = {"binding": "It should be final and binding", "recommendatory": "It should be a recommendation",
          "open": "No position yet"}  # fmt: skip
MAJORITIES = {"unanimous": "By all members", "majority": "By a majority", "single": "By a single member"}
# fmt: off


class CommissionRequest(Filing):
    """Request for a Claims Commission."""

    on_paper = REQUEST
    issues = listing("Issues", LC("XIV"), keyed("issue", text("Issue", PRODUCT)), least=1)
    nominee = text("Whom you mean to appoint", PRODUCT, need=OPTIONAL)
    force = choice("Your position on the force of the award", FORCES, LC("XIX(2)"))


class Appointment(Filing):
    """Appointment of a member."""

    on_paper = DECISION
    name = text("Name", LC("XV(1)"))
    member = party_field("The member, where listed on the roster of this installation", PRODUCT, need=OPTIONAL,
                         offers="neutral", help="Then the member signs in and reads the record of the Commission.")


class Chair(Filing):
    """Choice of the chairman."""

    on_paper = DECISION
    name = text("Name", LC("XV(2)"))
    chairman = party_field("The chairman, or the body that acts as office of the Commission", LC("XV(2)"),
                           offers="neutral")


class Deadlock(Filing):
    """Request that the Secretary-General appoint the chairman."""

    on_paper = REQUEST
    remark = long_text("What was tried", PRODUCT, need=OPTIONAL)


class SingleMember(Filing):
    """Request that the chairman sit alone."""

    on_paper = REQUEST
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Vacancy(Filing):
    """Vacancy in the Commission."""

    grounds = long_text("Grounds", LC("XVI(2)"))
    member = party_field("The member who leaves, where listed here", PRODUCT, need=OPTIONAL)


class Order(Filing):
    """Order of the Commission."""

    on_paper = DECISION
    text = long_text("Procedure, place, administration or costs", LC("XVI(3)"))
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Pleading(Filing):
    """Written statement to the Commission."""

    on_paper = REQUEST
    text = long_text("Statement", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class MoreTimeToDecide(Filing):
    """Longer time for the decision."""

    on_paper = DECISION
    until = date_field("Until", LC("XIX(3)"))
    reason = long_text("Reason", LC("XIX(3)"))


class BindingForce(Filing):
    """Agreement that the award is final and binding."""

    document = document_field("Agreement", LC("XIX(2)"), need=OPTIONAL)


class Award(Filing):
    """Decision or award."""

    on_paper = DECISION
    dispositif = long_text("What is decided", LC("XIX(2)"))
    reasons = long_text("Reasons", LC("XIX(2)"))
    amount = money("Compensation, where some is due", LC("XVIII"), need=OPTIONAL)
    majority = choice("How it was decided", MAJORITIES, LC("XVI(5)"))
    costs = long_text("Expenses, where they are not borne equally", LC("XX"), need=OPTIONAL)
    document = document_field("Award", LC("XIX(4)"), need=OPTIONAL)


class Payment(Filing):
    """Payment."""

    paid_on = date_field("Paid on", LC("XII"))
    amount = money("Amount", LC("XIII"))
    document = document_field("Evidence", PRODUCT, need=OPTIONAL)


class Reply(Filing):
    """Reply to the award."""

    position = long_text("What becomes of it", LC("XIX(2)"),
                         help="A recommendation is considered in good faith; a binding award is carried out.")
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Unresolved(Filing):
    """Statement that the claim stays unresolved."""

    statement = long_text("Statement", LC("XIX(2)"))


class Settlement(Filing):
    """Terms of settlement."""

    terms = long_text("Terms", LC("XIV"))
    amount = money("Sum", LC("XIII"), need=OPTIONAL)
    payment_on = date_field("To be paid on", PRODUCT)
    without_admission = choice("Without precedent and without admission?", {"yes": "Yes", "no": "No"}, PRODUCT)
    document = document_field("Signed protocol", PRODUCT, need=OPTIONAL)


class AgainstMembers(Filing):
    """Claim against members of an organisation."""

    members = parties_field("Members that are parties to the Convention", LC("XXII(3)"))
    sum_unpaid = money("Sum that the organisation has not paid", LC("XXII(3)"))
    statement = long_text("How it was agreed or determined", LC("XXII(3)"))


class Withdrawing(Filing):
    """Withdrawal of the claim."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)
