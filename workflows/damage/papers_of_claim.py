"""What is filed with a claim and in the talks on it: claim, answers, extent of the damage, documentation.

Each question cites what asks it; what the Convention does not ask is the product's. Not modelled: proof of damage and
of its amount.
"""

from __future__ import annotations

from workflows.damage.frame import LC
from workflows.damage.papers import ANSWER, HEADS, PLACES
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Filing,
    choice,
    date_field,
    designator_field,
    document_field,
    instant_field,
    keyed,
    listing,
    long_text,
    money,
    parties_field,
    text,
)  # fmt: skip

STANDING = {
    "itself": "The State itself suffered the damage",
    "nationality": "Persons of its nationality did",
    "territory": "The damage was suffered in its territory",
    "residence": "Persons with permanent residence in it did",
}
CHANNELS = {
    "diplomatic": "Diplomatic channels",
    "state": "Through another State, without diplomatic relations",
    "secretary_general": "Through the Secretary-General, without diplomatic relations",
}
REMEDIES = {
    "none": "No other remedy was or is pursued for the same damage",
    "ended": "Another remedy was pursued and has ended without recovery",
    "pending": "The same damage is pursued in another way now",
}
# fmt: off


class Claim(Filing):
    """Claim for compensation."""

    respondents = parties_field("Launching States to which it is presented", LC("V(1)"), section="Who claims from whom",
                                help="Each of several is liable for the whole.")
    channel = choice("Channel", CHANNELS, LC("IX"))
    through = text("Through whom, and that both are Members of the United Nations where it is the Secretary-General",
                   LC("IX"), need=OPTIONAL)
    standing = choice("On what basis you claim", STANDING, LC("VIII"))
    no_other_claim = long_text("That the State of nationality, and that of the territory, has presented no claim, and "
                               "for residence has notified no intention", LC("VIII(3)"), need=OPTIONAL)
    nationality = long_text("Evidence of nationality, territory or residence", LC("VIII"), need=OPTIONAL)
    place_type = choice("Where the damage occurred", PLACES, LC("II"), section="Damage")
    fault = long_text("Fault of the launching State, or of those for whom it answers", LC("III"), need=OPTIONAL)
    designator = designator_field("International designator of the object, if known", PRODUCT, need=OPTIONAL)
    facts = long_text("Incident and damage", LC("I(a)"))
    heads = listing("Heads of damage", LC("I(a)"), keyed("head", choice("Head", HEADS, LC("I(a)"))),
                    keyed("persons", text("Persons represented, or property", PRODUCT)),
                    keyed("amount", money("Amount", LC("XII"), need=OPTIONAL)), least=1)
    amount = money("Amount claimed, in your currency or in that of whoever pays", LC("XIII"), need=OPTIONAL,
                   help="May be left open where the extent of the damage is not known yet.")
    law = long_text("Law relied on", LC("XII"))
    remedies = choice("Other remedies for the same damage", REMEDIES, LC("XI(2)"), section="Statements")
    waivers = long_text("Statement on waivers", PRODUCT)
    assistance = long_text("Assistance received, where there was some", PRODUCT, need=OPTIONAL)
    reserves = choice("Do you reserve to revise the claim?", ANSWER, LC("X(3)"))
    document = document_field("Claim", PRODUCT, need=OPTIONAL)


class Receipt(Filing):
    """Proof of receipt."""

    channel = choice("Channel", {"diplomatic": "Diplomatic note", "courier": "Courier", "email": "E-mail",
                                 "other": "Other"}, PRODUCT)
    received_at = instant_field("Received at", PRODUCT, need=OPTIONAL, help="Left empty: at the moment of this act.")
    proof = document_field("Proof", PRODUCT, need=OPTIONAL)


class JoinedClaim(Filing):
    """Damage of a State that has joined."""

    occurred_on = date_field("When its damage occurred", LC("X(1)"))
    facts = long_text("Damage", LC("I(a)"))
    amount = money("Amount", LC("XIII"), need=OPTIONAL)


class Answer(Filing):
    """Answer to the claim."""

    position = long_text("Position on liability, and on the amount", LC("XII"))
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Denial(Filing):
    """Denial that the State is a launching State."""

    grounds = long_text("Grounds", LC("I(c)"))


class Exoneration(Filing):
    """Plea of exoneration."""

    grounds = long_text("How gross negligence or intent on the claimant's side caused the damage", LC("VI(1)"))
    lawful = choice("Was the activity in conformity with international law, the Charter and the Outer Space Treaty?",
                    ANSWER, LC("VI(2)"), help="Where it was not, there is no exoneration at all.")


class Unliquidated(Filing):
    """Reservation on the extent of the damage."""

    known = long_text("What is not known yet, and why", LC("X(3)"))


class FullExtent(Filing):
    """Day on which the full extent is known."""

    extent_known_on = date_field("Full extent known on", LC("X(3)"))
    how = long_text("How it became known", PRODUCT)


class Revision(Filing):
    """Revised claim."""

    what = long_text("What is revised, or added to the documentation", LC("X(3)"))
    amount = money("Amount now claimed", LC("XIII"), need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Documentation(Filing):
    """Notice that the documentation is submitted."""

    inventory = listing("Inventory", LC("XIV"), keyed("title", text("Document", PRODUCT)),
                        keyed("digest", text("Digest, where it was sent elsewhere", PRODUCT, need=OPTIONAL)), least=1)
    document = document_field("Documentation", PRODUCT, need=OPTIONAL)


class ContestedDocumentation(Filing):
    """View on the day from which the year of talks runs."""

    view_on = date_field("Day from which the year runs, in your view", LC("XIV"),
                         help="The day of a later notice, or one on which you hold the documentation to be complete.")
    grounds = long_text("What was missing", LC("XIV"))


class Danger(Filing):
    """Request for assistance in large-scale danger."""

    needs = long_text("Danger, and the assistance that is needed", LC("XXI"))
    case = text("Reference of a case opened for it", PRODUCT, need=OPTIONAL)


class ParallelRemedy(Filing):
    """Statement that the same damage is pursued in another way."""

    where = text("Where, with its reference", LC("XI(2)"))
    remark = long_text("How far the damage is the same", PRODUCT, need=OPTIONAL)


class Remark(Filing):
    """Remark for the record."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)
