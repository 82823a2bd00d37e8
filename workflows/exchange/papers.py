"""What the steps on technical data ask in writing. The data itself is asked for nowhere: only its digest and custodian.

Law: IGA98 19 gives no form. No question here takes a document, so that nothing controlled enters by way of a form.
"""

from __future__ import annotations

from workflows.exchange.controls import controls
from workflows.exchange.frame import MARKS
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Field,
    Filing,
    Source,
    choice,
    date_field,
    instant_field,
    keyed,
    listing,
    long_text,
    parties_field,
    party_field,
    text,
    yes_no,
)

IGA = Source("IGA98")
HAND_OVER, HANDLE, MARK = IGA("19(1)"), IGA("19(2)"), IGA("19(3)")
REGIMES = {key: one.title for key, one in controls().items()}
YES_NO = {"yes": "Yes", "no": "No"}
APPROVED, CONDITIONS, DENIED = "approved", "conditions", "denied"
DECISIONS = {APPROVED: "Consent", CONDITIONS: "Consent with conditions", DENIED: "No consent"}
ONWARD = {"consent": "Written consent", "refuse": "No"}
GRANTED, REFUSED = "granted", "refused"
# fmt: off


def _items() -> Field:
    return listing(
        "Items", HAND_OVER,
        keyed("name", text("Designation, without content", HAND_OVER)),
        keyed("digest", text("SHA-256 digest of the item", PRODUCT)),
        keyed("custodian", text("Who keeps it, and where", PRODUCT)),
        keyed("mark", choice("Mark on the item", MARKS, MARK)), least=1,
        help="The item itself stays with its custodian; it is never uploaded here.")


class DataRequest(Filing):
    """Request for technical data."""

    subject = text("What is asked for, in a few words and without content", HAND_OVER, fills="title")
    provider = party_field("Provider", HAND_OVER)
    item = long_text("Items asked for", HAND_OVER, section="Need")
    purpose = long_text("Why both sides to the transfer need it", HAND_OVER)
    end_use = long_text("End use", HANDLE)
    end_user = text("End user", HANDLE)
    place = text("Place of use", HANDLE)
    nationalities = parties_field("Nationalities of the persons with access", HANDLE, oneself=True)
    needed_until = date_field("Needed until", PRODUCT)
    duration = text("For how long it is to be used", HANDLE)
    company = choice("From company to company?", YES_NO, HANDLE, help="For these best efforts are owed, and no more.")


class Classification(Filing):
    """Classification of the item."""

    marking = choice("Marking", MARKS, MARK)
    listed = choice("Does it stand on a control list that asks for a licence?", YES_NO, PRODUCT)
    regimes = choice("Control regimes looked at", REGIMES, PRODUCT, many=True)
    reasons = long_text("Reasons, without content", MARK)


class LicenceApplications(Filing):
    """Applications for licences."""

    applied_on = date_field("Applied on", PRODUCT)
    licences = listing("Licences", PRODUCT, keyed("key", choice("Regime", REGIMES, PRODUCT)),
                       keyed("authority", text("Authority", PRODUCT)), least=1)


class LicenceDecision(Filing):
    """Decision of an authority."""

    result = choice("Decision", {GRANTED: "Granted", REFUSED: "Refused"}, PRODUCT)
    number = text("Number of the licence", PRODUCT, need=OPTIONAL)
    conditions = long_text("Conditions", PRODUCT, need=OPTIONAL)
    decided_on = date_field("Decided on", PRODUCT)


class Consent(Filing):
    """Consent of the provider."""

    text = long_text("Consent: to what, for whom and for what use", HAND_OVER)
    valid_until = date_field("Valid until", PRODUCT)


class Decision(Filing):
    """Decision on the request."""

    decision = choice("Decision", DECISIONS, HANDLE)
    conditions = long_text("Conditions", HANDLE, need=OPTIONAL)
    valid_until = date_field("Valid until", PRODUCT, need=OPTIONAL)
    reasons = long_text("Reasons", HANDLE, need=OPTIONAL)


class Refusal(Filing):
    """Refusal of the request."""

    reasons = long_text("Reasons, where they can be given", HANDLE, need=OPTIONAL)


class ThirdItem(Filing):
    """Item of a third State inside what is asked for."""

    party = party_field("State whose item is inside", HAND_OVER)
    what = long_text("What of it is asked for, by whom and for what use, without content", HAND_OVER)


class ThirdAnswer(Filing):
    """Answer of a State whose item is inside."""

    text = long_text("Answer, with conditions where there are any", HAND_OVER)


class NeedConfirmed(Filing):
    """Confirmation that the need persists."""

    needed_until = date_field("Needed until", PRODUCT)
    reason = long_text("Why it is still needed", HAND_OVER)


class Transfer(Filing):
    """Transfer of the data."""

    items = _items()
    marked = choice("Does each item bear its mark, as classified?", YES_NO, MARK)
    channel = text("Over which channel it was delivered", PRODUCT)


class Receipt(Filing):
    """Receipt of the data."""

    items = _items()
    complete = yes_no("Is everything there, with the same digests?", PRODUCT)


class SafetyTransfer(Filing):
    """The least data that the safety of the crew needs."""

    danger = long_text("Danger to the crew, and why it cannot wait", HAND_OVER)
    items = _items()
    exemption = text("Exemption on which it rests", PRODUCT)


class OnwardUse(Filing):
    """Request for onward use."""

    new_user = choice("Is the end user another one?", YES_NO, PRODUCT)
    user = text("Who is to have it", HANDLE)
    use = long_text("For what use, where and by whom", HANDLE)
    items = _items()


class OnwardDecision(Filing):
    """Answer on onward use."""

    onward = choice("Answer", ONWARD, HANDLE)
    text = long_text("Consent in writing, or reasons", HANDLE)


class Mishandling(Filing):
    """Mishandling, or use before a consent."""

    discovered_at = instant_field("When it was discovered", PRODUCT)
    what = long_text("What happened, without content", PRODUCT)


class IncidentFile(Filing):
    """Incident file."""

    findings = long_text("What happened, who had access, what was done", PRODUCT)
    items = _items()


class Release(Filing):
    """End of the freeze."""

    reason = long_text("Why access may go on", PRODUCT)


class Revocation(Filing):
    """Revocation of the consent."""

    safety = choice("Does the safety of persons or of the station depend on the data?", YES_NO, MARK)
    reason = long_text("Reason", HANDLE)


class Certificate(Filing):
    """Certificate of return or destruction."""

    items = _items()
    how = choice("What was done", {"returned": "Returned", "destroyed": "Destroyed", "both": "Both"}, HANDLE)
    done_on = date_field("When", HANDLE)


class Objection(Filing):
    """Objection to the classification."""

    reasons = long_text("Reasons, without content", MARK)
    claimed = choice("Mark that you hold to be right", MARKS, MARK)


class PanelResult(Filing):
    """Result of the technical panel."""

    marking = choice("Marking", MARKS, MARK)
    listed = choice("Does it stand on a control list that asks for a licence?", YES_NO, PRODUCT)
    reasons = long_text("Findings of the experts of both sides", MARK)


class HigherMark(Filing):
    """Higher mark."""

    higher = choice("Higher mark", MARKS, MARK)
    reasons = long_text("Reasons", MARK)


class View(Filing):
    """View on the request."""

    text = long_text("View", PRODUCT)
