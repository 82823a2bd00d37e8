"""What the steps from the filing to the end of a right ask in writing: grant, fees, waiver, orders, publications.

Law: PARIS 4 and the law of the State of each office; no text gives these papers a form.
"""

from __future__ import annotations

from workflows.inventing.frame import FAIR
from workflows.inventing.papers import NATIONAL, PARIS, YES_NO
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Filing,
    choice,
    date_field,
    long_text,
    party_field,
    text,
)

# fmt: off


class Filed(Filing):
    """Application filed."""

    first_filed_on = date_field("First filed on", PARIS, help="That of the priority filing, where there was one.")
    office = text("Office and number", NATIONAL("grant"))


class FiledElsewhere(Filing):
    """Filings elsewhere."""

    where = long_text("Where, with numbers", PARIS)
    complete = choice("Are all filings made that are wanted?", YES_NO, PARIS)


class Granted(Filing):
    """Grant by the office."""

    granted_on = date_field("Granted on", NATIONAL("grant"))
    number = text("Office and number", NATIONAL("grant"))
    fee_on = date_field("Next fee for upkeep due on", NATIONAL("fees"))


class FeePaid(Filing):
    """Payment of a fee for upkeep."""

    paid_on = date_field("Paid on", NATIONAL("fees"))
    borne = long_text("Who bore which share", FAIR)
    fee_on = date_field("Next fee for upkeep due on", NATIONAL("fees"))


class Lapse(Filing):
    """End of the right."""

    ended_on = date_field("Ended on", NATIONAL("grant"))
    reason = text("Reason", NATIONAL("grant"))


class ShareDeclined(Filing):
    """Share declined."""

    to = party_field("To whom the share goes", FAIR)
    due_on = date_field("Next date of payment", NATIONAL("fees"))
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class OfferedFirst(Filing):
    """Offer before a right is abandoned."""

    terms = long_text("On what terms the others may take it over", FAIR)


class Abandoned(Filing):
    """Right abandoned."""

    reason = long_text("Reason", PRODUCT)


class SecrecyOrder(Filing):
    """Order of an authority."""

    authority = text("Authority", NATIONAL("secrecy"))
    until = date_field("Until, where it says so", NATIONAL("secrecy"), need=OPTIONAL)


class OrderEnded(Filing):
    """End of the order."""

    ended_on = date_field("Ended on", NATIONAL("secrecy"))


class PublicationAsked(Filing):
    """Intent to publish."""

    title = "Intent to publish"
    paper = text("Paper or talk", PRODUCT)
    place = text("Journal or conference", PRODUCT)
    planned_on = date_field("Planned for", PRODUCT)


class PublicationAnswer(Filing):
    """Review of a publication."""

    reasons = long_text("Reasons", PRODUCT, need=OPTIONAL)


class PublicationMeanwhile(Filing):
    """Publication meanwhile."""

    published_on = date_field("Published on", PRODUCT)
    where = text("Where", PRODUCT)
