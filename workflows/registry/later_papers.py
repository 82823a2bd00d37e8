"""What the steps after the publication ask in writing: change of status and of supervision, loss, a second entry,
requests to identify an object, modules and the sheet of a station.

Law: REG IV(2), IV(3), II(2), VI; OST VIII; soft: GA 62/101, LTS. The sheet of a station is voluntary: no text asks for
it.
"""

from __future__ import annotations

from workflows.kernel.language import (
    AS_KNOWN,
    OPTIONAL,
    PRODUCT,
    Field,
    Filing,
    choice,
    contact_field,
    date_field,
    designator_field,
    document_field,
    keyed,
    listing,
    long_text,
    orbit_field,
    parties_field,
    party_field,
    text,
    whole,
)
from workflows.registry.papers import (
    ADD,
    DESIGNATOR,
    HARMONISED,
    IDENTIFY,
    LOST,
    LTS,
    OST,
    REG,
    REGISTRANT,
    STATES,
    SUPERVISED,
    Choice,
    Information,
)

OURS, FOREIGN = "ours", "foreign"
CHANGES = {
    "operational": "Operational",
    "non_functional": "No longer functional",
    "passivated": "Passivated",
    "disposal_orbit": "Moved to a disposal orbit",
    "moved_slot": "Moved to another position",
    "fragmented": "Broken up",
    "separated": "An object separated from it",
    "docked": "Docked or assembled",
    "reentered": "Re-entered",
    "landed": "Landed on a celestial body",
}
MODES = {
    "decayed": "Decayed and burnt up",
    "reentered": "Re-entered, parts may have come down",
    "returned": "Returned",
    "destroyed": "Destroyed",
    "left": "Left the orbit of the Earth",
}
WHOSE = {OURS: "Ours", FOREIGN: "Of another State, which registers it"}
NOW = "The station now"
# fmt: off


def changed() -> Field:
    """Ask what changed, of which object, each by its kind."""
    of = designator_field("Of which object, if not the whole", PRODUCT, need=OPTIONAL)
    return listing("What changed", HARMONISED, keyed("change", choice("Change", CHANGES, HARMONISED)),
                   keyed("designator", of), keyed("detail", text("Detail", HARMONISED, need=OPTIONAL)), least=1)


class StatusChange(Filing):
    """Change of status."""

    changed_on = date_field("Changed on", ADD)
    changes = changed()
    source = long_text("How it is known", PRODUCT, need=OPTIONAL, level="C4")


class StatusFurnished(Filing):
    """Additional information for the Secretary-General."""

    changed_on = date_field("Changed on", ADD)
    changes = changed()
    orbit = orbit_field("Orbit from now on, such as a disposal orbit", HARMONISED, need=OPTIONAL)
    conditions = long_text("Conditions: passivation, expected decay", HARMONISED, need=OPTIONAL)


class Correction(Information):
    """Corrected information."""

    corrected = long_text("What is corrected, and why", ADD, section="Correction")
    new_launchers = parties_field("Launching States that were learned of later", STATES, need=OPTIONAL)


class Transfer(Filing):
    """Change of supervision."""

    transferred_on = date_field("Date of the change", SUPERVISED)
    supervising = party_field("State that supervises from then on", SUPERVISED)
    operator = text("New owner or operator", SUPERVISED)
    orbit = orbit_field("Orbital position", SUPERVISED, need=OPTIONAL)
    function = text("Change of function", SUPERVISED, need=OPTIONAL)


class TransferNote(Filing):
    """Note of the State that supervises from now on."""

    note = long_text("That you supervise the object, and since when", SUPERVISED)
    case = text("Reference of your own case, if there is one", PRODUCT, need=OPTIONAL)


class Unconfirmed(Filing):
    """Change of supervision without a note of the other State."""

    remark = long_text("What was asked, and when", SUPERVISED)


class Loss(Filing):
    """The object is no longer in orbit."""

    lost_on = date_field("No longer in orbit since", LOST)
    mode = choice("How", MODES, LOST)
    detail = long_text("Detail, such as where parts came down", LOST, need=OPTIONAL)
    found = text("Reference of the case on an object that was found", PRODUCT, need=OPTIONAL)


class FinalRecord(Filing):
    """Final record."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class DoubleEntry(Filing):
    """Second entry of the same object."""

    other = party_field("State or organisation that entered it too", REGISTRANT, oneself=True)
    evidence = long_text("Where the other entry is found", REGISTRANT)
    case = text("Reference of the other case, if there is one", PRODUCT, need=OPTIONAL)


class Settled(Choice):
    """Agreement on one entry."""

    annotation = long_text("How the other entry is annotated", REGISTRANT)


class UnregisteredEnquiry(Filing):
    """Enquiry about an object that seems unregistered."""

    question = long_text("What you ask of the other launching States", LTS("A.5(4)"))


class Position(Filing):
    """Position on the registration."""

    position = long_text("Position", REGISTRANT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Contest(Filing):
    """Contest of the registration."""

    reasons = long_text("What you contest, and why", REGISTRANT)
    case = text("Reference of your own case, if there is one", PRODUCT, need=OPTIONAL)


class Enquiry(Filing):
    """Request for help to identify an object."""

    occurred = text("Time and place", IDENTIFY)
    circumstances = long_text("Nature and circumstances of the damage or danger", IDENTIFY)
    found = text("Reference of your case on the object, if there is one", PRODUCT, need=OPTIONAL)


class EnquiryPassedOn(Enquiry):
    """Request for help to identify an object, as it came to the Secretary-General."""

    party = party_field("State that asks", IDENTIFY)


class EnquiryAnswer(Filing):
    """Help to identify an object."""

    answer = long_text("What your data shows", IDENTIFY)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Modules(Filing):
    """Modules of the station."""

    modules = listing("Modules", ADD, keyed("key", text("Name", PRODUCT, most=60)),
                      keyed("designator", designator_field("Designator", DESIGNATOR, need=AS_KNOWN)),
                      keyed("whose", choice("Whose it is", WHOSE, REG("II(1)"))),
                      keyed("registered_by", party_field("State that registers it, if another", REG("II(1)"),
                                                         need=OPTIONAL)),
                      keyed("case", text("Reference of its own registration", PRODUCT, need=OPTIONAL)),
                      keyed("docked_on", date_field("Docked on", HARMONISED)), least=1)
    interface = long_text("Agreement on jurisdiction over a foreign module", OST("VIII", 1), need=OPTIONAL)


class ModuleGone(Filing):
    """A module left the station."""

    left_on = date_field("Left on", HARMONISED)
    detail = long_text("What becomes of it", HARMONISED, need=OPTIONAL)


class StationSheet(Filing):
    """Sheet of the station."""

    as_of = date_field("As of", PRODUCT, section=NOW)
    activity_plan = long_text("Activities planned", PRODUCT)
    supply = long_text("Supply: flights planned, and of whom", PRODUCT)
    persons = whole("Persons aboard", PRODUCT, least=0, most=100)
    persons_most = whole("Persons aboard at most", PRODUCT, least=0, most=100, need=OPTIONAL)
    of_states = parties_field("States of which they are", PRODUCT, need=OPTIONAL, oneself=True)
    life = text("Expected life", PRODUCT, section="End of life")
    end = long_text("Plan for the end of life: where it comes down, and how that is controlled", LTS("B.9"))
    contact = contact_field("Contact, day and night", PRODUCT, need=OPTIONAL, level="C2")
