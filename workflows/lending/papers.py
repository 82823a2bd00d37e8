"""What the steps of a request ask in writing, up to the signature; what comes after it stands in `papers_of_loan`."""

from __future__ import annotations

from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Filing,
    choice,
    date_field,
    decimal,
    document_field,
    keyed,
    listing,
    long_text,
    party_field,
    text,
)
from workflows.lending.law import CALL, COOPERATION, LOAN, PUBLICATION, RETURN, STORES, TERM, TRANSFERS
from workflows.lending.request import MASS, WHAT, SampleRequest, items

GROUNDS = {
    "export": "Export control", "funding": "A condition of public funding", "both": "Both",
    "none": "No consent is needed under the State's own law", "other": "Another",
}  # fmt: skip
TWELVE_MONTHS = "Research samples are lent for twelve months, as far as is known."
# fmt: off


class Request(SampleRequest):
    """Request for lunar samples or data."""

    heading = text("Title of the project", PRODUCT, section="Who applies", fills="title")
    curator = party_field("State whose agencies keep the samples", COOPERATION, section="To whom")


class Selection(Filing):
    """Selection that is taken up."""

    heading = text("Title of the project", PRODUCT, fills="title")
    round = text("Reference of the round", CALL)
    curator = party_field("State whose agencies keep the samples", COOPERATION)
    wanted = choice("What was selected", WHAT, COOPERATION)
    approved_on = date_field("Announced on", CALL)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Partner(Filing):
    """Partner that is added."""

    state = party_field("State of the partner", PRODUCT)
    institution = text("Institution of the partner", PRODUCT)
    part = long_text("What it is to do, and what its State is asked to clear", PRODUCT)


class Clearance(Filing):
    """Clearance at home."""

    authority = text("Authority or funder", PRODUCT)
    ground = choice("Ground", GROUNDS, PRODUCT)
    conditions = long_text("Conditions", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class ClearanceRefused(Filing):
    """Refusal of clearance at home."""

    authority = text("Authority or funder", PRODUCT)
    ground = choice("Ground", {key: GROUNDS[key] for key in ("export", "funding", "both", "other")}, PRODUCT)
    reasons = long_text("Reasons", PRODUCT, need=OPTIONAL)


class AgainAtHome(Filing):
    """New request for clearance at home."""

    reasons = long_text("What has changed", PRODUCT)


class CommitteeReport(Filing):
    """Report of the committee."""

    report = long_text("Report", COOPERATION)
    recommended = choice("Recommendation", {"yes": "Approve", "part": "Approve in part", "no": "Do not approve"},
                         COOPERATION)
    document = document_field("Report", PRODUCT, need=OPTIONAL)


class Approval(Filing):
    """Approval."""

    institution = text("Institution", COOPERATION)
    granted = listing("Approved", STORES, keyed("number", text("Sample, or data set", STORES)),
                      keyed("mass", decimal("Mass", STORES, units=MASS, need=OPTIONAL)), need=OPTIONAL)
    approved_on = date_field("Announced on", COOPERATION)


class Refusal(Filing):
    """Refusal of the request."""

    reasons = long_text("Reasons", COOPERATION)
    again = long_text("What may be done in a new request", PRODUCT, need=OPTIONAL)


class Agreement(Filing):
    """Agreement."""

    signatories = text("Who signs", LOAN("parties"))
    returns_on = date_field("To be returned, or deleted, by", TERM, help=TWELVE_MONTHS)
    ip = long_text("Intellectual property", LOAN("IP"))
    publication = long_text("Publication and thanks", PUBLICATION)
    incidents = long_text("Incidents", LOAN("incidents"))
    disputes = long_text("Law, and settlement of disputes", LOAN("disputes"))
    termination = long_text("Termination", LOAN("termination"))
    document = document_field("Signed text", PRODUCT, need=OPTIONAL)


class LoanAgreement(Agreement):
    """Loan agreement."""

    items = items("Items lent")
    care = long_text("Care and storage", LOAN("care"))
    transfers = long_text("Transfers to others", TRANSFERS)
    limits = long_text("Limits of destructive analysis: by mass and method", LOAN("analysis"))
    giving_back = long_text("Return", RETURN)


class DataAgreement(Agreement):
    """Data agreement."""

    data = long_text("Data sets", LOAN("data"))
    licence = text("Licence", LOAN("licence"))
    embargo_until = date_field("Embargo until", PUBLICATION, need=OPTIONAL)
    deletion = long_text("Deletion, and its certificate", RETURN)
