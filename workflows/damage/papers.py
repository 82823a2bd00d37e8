"""What is filed before a claim: incident, identification, bars, and what may set them aside.

Each question cites what asks it; what the Convention does not ask is the product's. Not modelled: proof of the facts.
"""

from __future__ import annotations

from workflows.damage.frame import LC
from workflows.damage.waivers import Line, Waiver
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Field,
    Filing,
    choice,
    date_field,
    designator_field,
    document_field,
    long_text,
    money,
    parties_field,
    text,
)  # fmt: skip

YES, NO = "yes", "no"
ANSWER = {YES: "Yes", NO: "No"}
SURFACE, AIRCRAFT, ELSEWHERE = "surface", "aircraft", "elsewhere"
PLACES = {
    SURFACE: "On the surface of the Earth",
    AIRCRAFT: "To an aircraft in flight",
    ELSEWHERE: "Elsewhere, to a space object of another launching State or to persons or property on board",
}
HEADS = {
    "life": "Loss of life",
    "injury": "Personal injury",
    "health": "Other impairment of health",
    "property": "Loss of or damage to property",
}
NO_EXCEPTION = "none"
# fmt: off


class Incident(Filing):
    """Damage that was suffered."""

    incident_title = text("What happened, in a few words", PRODUCT, fills="title")
    occurred_on = date_field("When the damage occurred", LC("X(1)"))
    place_type = choice("Where it occurred", PLACES, LC("II"))
    place = text("Place", PRODUCT)
    damage = choice("What was damaged", HEADS, LC("I(a)"), many=True)
    account = long_text("What is known", PRODUCT)
    designator = designator_field("International designator of the object, if known", PRODUCT, need=OPTIONAL)
    document = document_field("Report or evidence", PRODUCT, need=OPTIONAL)


class UnknownLauncher(Filing):
    """Note that the launching State is not known."""

    inquiries = long_text("What was done to find the launching State", LC("X(2)"))
    diligence_on = date_field("Day by which due diligence could reasonably have brought it out, in your own view",
                              LC("X(2)"), need=OPTIONAL,
                              help="The year for presenting ends at the latest one year after this day.")


class HelpToIdentify(Filing):
    """Reference of a request for help to identify the object."""

    case = text("Reference of the case in which help is asked for", PRODUCT, need=OPTIONAL)
    request = long_text("Who was asked for help, and for what", PRODUCT)


class Identification(Filing):
    """Identification of the launching States."""

    launchers = parties_field("All States that may be launching States", LC("I(c)"), oneself=True,
                              help="Whoever launched, procured the launch, or gave territory or facility; several are "
                                   "liable together. Your own State may be among them.")
    identified_on = date_field("Day on which the launching State was identified", LC("X(1)"))
    evidence = long_text("Evidence for each of them", LC("I(c)"))
    designator = designator_field("International designator of the object, if known", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class AddedLaunchers(Filing):
    """Further launching States."""

    launchers = parties_field("States that may be launching States too", LC("I(c)"), oneself=True)
    evidence = long_text("Evidence for each of them", LC("I(c)"))


class LateIdentification(Identification):
    """Identification of the launching States after a search."""

    learned_on = date_field("Day on which your State learned of these facts", LC("X(2)"))
    diligence_on = date_field("Day by which due diligence could reasonably have brought them out, in your own view",
                              LC("X(2)"), need=OPTIONAL)


class Bars(Filing):
    """What may bar a claim to this launching State."""

    own_nationals = choice("Are those harmed nationals of this launching State?", ANSWER, LC("VII(a)"))
    participants = choice("Were they foreigners taking part in the operation, or invited near launch or recovery?",
                          ANSWER, LC("VII(b)"))
    parallel = choice("Is the same damage being pursued in its courts or agencies, or under another binding "
                      "agreement?", ANSWER, LC("XI(2)"))
    parallel_where = text("Where, with its reference", LC("XI(2)"), need=OPTIONAL)
    remark = long_text("Grounds for these answers", PRODUCT, need=OPTIONAL)


def bars_under(waiver: Waiver | None) -> type[Filing]:
    """Give the questions of the bars with those of a cross-waiver, where there is one."""
    if waiver is None:
        return Bars
    asked: dict[str, Field] = {line.key: _asked(line) for line in waiver.tests}
    exceptions = {NO_EXCEPTION: "None", **{line.key: line.says for line in waiver.exceptions}}
    asked["exception"] = choice("Which exception of the waiver applies?", exceptions, waiver.cited)
    return type("BarsUnderWaiver", (Bars,), {"__doc__": Bars.__doc__, **asked})


def _asked(line: Line) -> Field:
    return choice(line.says, ANSWER, line.cited, help=line.help)


class DomesticClaim(Filing):
    """Claim in an agency or court of the launching State."""

    agency = text("Agency or court, with the reference", LC("XI(1)"))
    presented_on = date_field("Presented there on", PRODUCT)
    parallel = choice("Is it for the same damage?", ANSWER, LC("XI(2)"))
    amount = money("Amount, where it is known", PRODUCT, need=OPTIONAL)


class RemedyEnded(Filing):
    """End of another remedy."""

    how = long_text("How it ended, and that nothing was recovered", LC("XI(2)"))
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Intention(Filing):
    """Notice of the intention to claim."""

    notified = parties_field("States that were told of it", LC("VIII(3)"))
    notified_on = date_field("Told on", LC("VIII(3)"))
    note = document_field("Note", PRODUCT, need=OPTIONAL)


OVERRIDES = {
    "waiver_exception": "An exception of the waiver applies",
    "new_facts": "New facts are known",
}


class BarSetAside(Filing):
    """Setting aside of a bar."""

    ground = choice("Ground", OVERRIDES, PRODUCT)
    reason = long_text("Reason", PRODUCT)


class Reopening(Filing):
    """Reopening after the dates for presenting have passed."""

    reason = long_text("Why the facts were not known before", LC("X(2)"))
    learned_on = date_field("Day on which your State learned of the facts", LC("X(2)"))
    diligence_on = date_field("Day by which due diligence could reasonably have brought them out", LC("X(2)"))
