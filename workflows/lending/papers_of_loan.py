"""What the steps ask in writing once the agreement is signed: custody, incidents, consents, return and results."""

from __future__ import annotations

from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Filing,
    choice,
    date_field,
    decimal,
    document_field,
    instant_field,
    keyed,
    listing,
    long_text,
    party_field,
    place_field,
    text,
)
from workflows.lending.law import CARE, HANDLING, INCIDENTS, INFORMATION, LOAN, PUBLICATION, RETURN, TERM, TRANSFERS
from workflows.lending.request import MASS

KINDS = {
    "loss": "Loss", "damage": "Damage", "contamination": "Contamination", "transfer": "Transfer without consent",
    "beyond": "Use beyond the plan",
}  # fmt: skip
# fmt: off


class Certificate(Filing):
    """Certificate of the loan."""

    number = text("Number of the certificate", HANDLING)
    packing = long_text("Packing, and its specification", HANDLING)
    papers = long_text("Customs and transport papers", HANDLING, need=OPTIONAL)
    document = document_field("Certificate", PRODUCT, need=OPTIONAL)


class Handover(Filing):
    """Entry in the chain of custody."""

    handed_at = instant_field("Handed over at", CARE)
    handed_by = text("From whom", CARE)
    handed_to = text("To whom: carrier, customs, holder or store", CARE)
    place = place_field("Where", CARE, need=OPTIONAL)
    seals = text("Seals", CARE, need=OPTIONAL)
    condition = long_text("State of the packing", CARE, need=OPTIONAL)


class Dispatching(Filing):
    """Dispatch."""

    carrier = text("Carrier", CARE)
    seals = text("Seals", CARE)
    customs = text("Customs papers", HANDLING)
    dispatched_on = date_field("Handed to the carrier on", CARE)
    expected_on = date_field("Expected on", PRODUCT, need=OPTIONAL)


class Arrival(Filing):
    """Arrival."""

    arrived_on = date_field("Arrived on", CARE)
    seals = text("Seals on arrival", CARE, need=OPTIONAL)


class ReceiptNote(Filing):
    """Receipt note."""

    masses = listing(
        "What came",
        CARE,
        keyed("number", text("Number of the sample", CARE)),
        keyed("mass", decimal("Mass", CARE, units=MASS)),
        keyed("condition", text("State", CARE, need=OPTIONAL)),
        least=1,
    )
    document = document_field("Receipt", PRODUCT, need=OPTIONAL)


class DataDelivery(Filing):
    """Delivery of data."""

    data = long_text("Data sets, and how they were delivered", LOAN("data"))


class Alarm(Filing):
    """Incident."""

    kind = choice("What happened", KINDS, INCIDENTS)
    discovered_at = instant_field("Discovered at", INCIDENTS)
    account = long_text("What is known", INCIDENTS)


class IncidentReport(Filing):
    """Report of the incident."""

    account = long_text("What happened, and to what", INCIDENTS)
    measures = long_text("What was done at once", INCIDENTS)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class FullReport(IncidentReport):
    """Full report of the incident."""

    cause = long_text("Cause", INCIDENTS)
    remaining = listing(
        "What is left",
        INCIDENTS,
        keyed("number", text("Number of the sample", INCIDENTS)),
        keyed("mass", decimal("Mass", INCIDENTS, units=MASS)),
        need=OPTIONAL,
    )


class Resolution(Filing):
    """Decision on the incident."""

    reasons = long_text("What was decided, and why", INCIDENTS)


class LongerLoan(Filing):
    """Request for a longer loan."""

    wanted_until = date_field("Wanted until", TERM)
    reasons = long_text("Reasons", TERM)


class LoanExtended(Filing):
    """Longer loan."""

    returns_on = date_field("To be returned, or deleted, by", TERM)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Reasons(Filing):
    """Reasons."""

    reasons = long_text("Reasons", PRODUCT)


class TransferAsked(Filing):
    """Request to transfer to a third institution."""

    institution = text("Third institution", TRANSFERS)
    state = party_field("Its State", TRANSFERS, oneself=True)
    what = long_text("What is to be transferred, for what and how long", TRANSFERS)


class AnalysisAsked(Filing):
    """Request for a destructive analysis."""

    number = text("Number of the sample", LOAN("analysis"))
    mass = decimal("Mass to be used up", LOAN("analysis"), units=MASS)
    analysis = long_text("Method", LOAN("analysis"))


class Consent(Filing):
    """Consent in writing."""

    conditions = long_text("Conditions", LOAN("consent"), need=OPTIONAL)
    mass = decimal("Mass that may be used up", LOAN("analysis"), units=MASS, need=OPTIONAL)
    document = document_field("Consent", PRODUCT, need=OPTIONAL)


class ConsentUsed(Filing):
    """What was done with the consent."""

    done_on = date_field("Done on", LOAN("consent"))
    account = long_text("What was done", LOAN("consent"))


class YearlyReport(Filing):
    """Yearly report."""

    account = long_text("Use, results and state of what is held", CARE)
    document = document_field("Report", PRODUCT, need=OPTIONAL)


class ReturnConfirmed(Filing):
    """Confirmation of the store."""

    masses = listing(
        "What came back",
        RETURN,
        keyed("number", text("Number of the sample", RETURN)),
        keyed("mass", decimal("Mass", RETURN, units=MASS)),
        keyed("condition", text("State", RETURN)),
        least=1,
    )
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Deletion(Filing):
    """Certificate of deletion."""

    deleted_on = date_field("Deleted on", RETURN)
    certified = long_text("What was deleted, where, and who certifies it", RETURN)
    document = document_field("Certificate", PRODUCT, need=OPTIONAL)


class Deposit(Filing):
    """Deposit of results."""

    papers = long_text("Papers", PUBLICATION)
    data = long_text("Data", PUBLICATION)
    thanks = long_text("Text of thanks", PUBLICATION)
    numbers = text("Numbers of the samples used", PUBLICATION)
    outstanding = long_text("What is still outstanding", PUBLICATION, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Publication(Filing):
    """Publication of results."""

    published = long_text("What is published, and where", INFORMATION)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Related(Filing):
    """Related case."""

    reference = text("Reference of the case", PRODUCT)
    remark = long_text("How it is related", PRODUCT, need=OPTIONAL)
