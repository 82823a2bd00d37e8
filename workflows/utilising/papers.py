"""Papers of a project aboard a station: the arrangement, clearance at home, integration, safety, crew, results.

Law: OST VI asks a State to authorise and supervise what its own institutions do; OST VIII leaves jurisdiction with the
State of registry; OST XI asks to inform of results. What an arrangement says beyond that is the parties' own choice,
and so is every question here that cites no provision.
"""

from __future__ import annotations

from workflows.article_ix.declarations import LADDERS
from workflows.kernel.language import (
    AS_KNOWN,
    OPTIONAL,
    PRODUCT,
    Filing,
    band_field,
    choice,
    contact_field,
    date_field,
    decimal,
    designator_field,
    document_field,
    instant_field,
    keyed,
    listing,
    long_text,
    parties_field,
    party_field,
    text,
)
from workflows.utilising.frame import CONTROL, FREEDOM, NO, NONE, RESULTS, SUPERVISION, YES

KINDS = {"experiment": "Scientific experiment", "demonstration": "Test of technology",
         "commercial": "Commercial project", "education": "Education and outreach"}  # fmt: skip
RETURNED = {NONE: "Nothing is handed over but data", "returned": "Samples or equipment are handed over",
            "disposed": "What remains is disposed of by whoever runs the station"}  # fmt: skip
KEEPS = {NO: "Keeps; ordinary hand-over", YES: "Does not keep; hand-over as a matter of urgency"}
MODULES = "modules"


# fmt: off
class ArrangementText(Filing):
    """Implementing arrangement."""

    project = text("Project", PRODUCT, fills="title", section="Project")
    kind = choice("Kind", KINDS, PRODUCT)
    institutions = listing("Institutions", SUPERVISION, keyed("name", text("Institution", SUPERVISION)),
                           keyed("state", party_field("State or organisation that authorises it", SUPERVISION,
                                                      oneself=True)),
                           keyed("task", text("Task", PRODUCT, need=OPTIONAL)), least=1)
    objectives = long_text("Objectives", FREEDOM)
    modules = listing("Modules, and the law in each", CONTROL, keyed("module", text("Module or place aboard", CONTROL)),
                      keyed("designator", designator_field("International designator", PRODUCT, need=OPTIONAL)),
                      keyed("state", party_field("State with jurisdiction and control", CONTROL, oneself=True)),
                      keyed("law", text("Law that applies", PRODUCT)),
                      keyed("under", text("Provision that says so", PRODUCT, need=OPTIONAL)),
                      least=1, section="Place aboard, jurisdiction and law",
                      help="As the agreement on the station says. What stands here is shown on a sheet of its own.")
    mass = decimal("Mass", PRODUCT, units=("kg", "g"), section="What the project needs")
    power = decimal("Power", PRODUCT, units=("W", "kW"), need=OPTIONAL)
    crew_time = decimal("Time of the crew", PRODUCT, units=("h", "min"), need=OPTIONAL)
    band = band_field("Frequencies used", PRODUCT, need=OPTIONAL)
    planned_on = date_field("Operation planned from", PRODUCT, section="Time")
    operation_until = date_field("Operation until", PRODUCT)
    return_kind = choice("What is handed over at the end", RETURNED, PRODUCT, section="Samples and equipment")
    short_lived = choice("Does it keep", KEEPS, PRODUCT)
    results = long_text("Results, data and publication", RESULTS, section="Terms")
    property = long_text("Intellectual property", PRODUCT)
    costs = long_text("Costs and services", PRODUCT)
    liability = long_text("Liability and waivers", PRODUCT)
    ladder = choice("Agreement whose stages a dispute follows", LADDERS, PRODUCT, need=OPTIONAL)
    ending = long_text("Ending before time, and what happens then", PRODUCT)
    document = document_field("Text of the arrangement", PRODUCT, need=OPTIONAL)


class Arrangement(ArrangementText):
    """Implementing arrangement, as proposed."""

    provider = party_field("State or organisation that runs the station", CONTROL, section="Who signs beside you")
    partners = parties_field("States whose institutions take part beside yours", SUPERVISION, need=OPTIONAL)


class RevisedArrangement(ArrangementText):
    """Implementing arrangement, as changed."""


class SignedArrangement(ArrangementText):
    """Implementing arrangement, as signed."""


class PartnerAdded(Filing):
    """Further State whose institution takes part."""

    party = party_field("State or organisation", SUPERVISION)
    institution = text("Its institution", SUPERVISION)
    task = long_text("What the institution does", PRODUCT)


class Clearance(Filing):
    """Clearance at home."""

    authority = text("Authority that gives it", SUPERVISION)
    conditions = long_text("Conditions, if any", SUPERVISION, need=OPTIONAL)
    document = document_field("Decision", PRODUCT, need=OPTIONAL)


class ClearanceRefused(Filing):
    """Refusal at home."""

    reason = long_text("Reason, as far as you wish to give it", SUPERVISION, need=OPTIONAL)


class Reasons(Filing):
    """Reasons."""

    reason = long_text("Reason", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Views(Filing):
    """Views of a party."""

    views = long_text("Views", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Integration(Filing):
    """Plan of the integration."""

    planned_on = date_field("Operation planned from", PRODUCT)
    hardware = long_text("Equipment and samples, and where and when they are handed in", PRODUCT)
    mass = decimal("Mass as built", PRODUCT, units=("kg", "g"), need=AS_KNOWN)
    tests = long_text("Tests", PRODUCT)
    contact = contact_field("Contact", PRODUCT)


class Tests(Filing):
    """Report on integration and tests."""

    report = long_text("What was done, and with what result", PRODUCT)
    document = document_field("Report", PRODUCT, need=OPTIONAL)


HAZARDS = {"catastrophic": "Catastrophic: loss of life or of the station", "critical": "Critical: injury or damage",
           "marginal": "Marginal"}


class SafetyData(Filing):
    """Safety data."""

    hazards = listing("Hazards", PRODUCT, keyed("hazard", text("Hazard", PRODUCT)),
                      keyed("severity", choice("Severity", HAZARDS, PRODUCT)),
                      keyed("control", text("How it is controlled", PRODUCT)), least=1)
    materials = long_text("Materials, pressure, lasers, batteries, living matter", PRODUCT)
    document = document_field("Safety data package", PRODUCT, need=OPTIONAL)


class SafetyFound(Filing):
    """Result of the safety review."""

    finding = long_text("Finding, and conditions for the operation", PRODUCT)
    document = document_field("Record of the review", PRODUCT, need=OPTIONAL)


class SafetyReturned(Filing):
    """Items open after the safety review."""

    missing = long_text("What is open, and what is needed", PRODUCT)


SUBJECTS = {NO: "No member of the crew is a subject", YES: "Members of the crew are subjects"}


class CrewSheet(Filing):
    """Crew sheet."""

    tasks = listing("What the crew does", PRODUCT, keyed("task", text("Task", PRODUCT)),
                    keyed("time", decimal("Time", PRODUCT, units=("h", "min"))),
                    keyed("training", text("Training needed", PRODUCT, need=OPTIONAL)), least=1)
    procedures = long_text("Procedures, and what to do when something goes wrong", PRODUCT)
    subjects = choice("Are members of the crew subjects of the project", SUBJECTS, PRODUCT)
    consent = long_text("Consent and ethical review, where they are", PRODUCT, need=OPTIONAL,
                        help="Name no member of the crew here; say who reviewed it, and when consent is taken.")
    contact = contact_field("Contact on the ground during operations", PRODUCT)


class OperationBegun(Filing):
    """Beginning of the operation."""

    begun_on = date_field("First day", PRODUCT)
    place = text("Where aboard it stands", PRODUCT)


class Report(Filing):
    """Report on the running project."""

    report = long_text("What was done and found so far", RESULTS)
    document = document_field("Report", PRODUCT, need=OPTIONAL)


INCIDENTS = {"loss": "Loss", "damage": "Damage", "contamination": "Contamination",
             "safety": "Danger to crew or station", "beyond_plan": "Use beyond the plan",
             "transfer": "Transfer to others without consent", "other": "Other"}


class Incident(Filing):
    """Notice of an incident."""

    incident = choice("What kind", INCIDENTS, PRODUCT)
    occurred_at = instant_field("When", PRODUCT)
    account = long_text("What is known, and what was done at once", PRODUCT)


class MoreTimeAboard(Filing):
    """Request for more time aboard."""

    operation_until = date_field("Operation until", PRODUCT)
    reason = long_text("Reason", PRODUCT)


class TimeGranted(Filing):
    """More time aboard."""

    operation_until = date_field("Operation until", PRODUCT)
    conditions = long_text("Conditions", PRODUCT, need=OPTIONAL)


class OperationOver(Filing):
    """End of the operation."""

    ended_on = date_field("Last day", PRODUCT)
    state = long_text("State of payload, samples and data", PRODUCT)


class Handed(Filing):
    """Samples and equipment accounted for."""

    received_on = date_field("On", PRODUCT)
    mass = decimal("Mass", PRODUCT, units=("kg", "g"), need=AS_KNOWN)
    state = long_text("What it is, and in what state", PRODUCT)


class FinalResults(Filing):
    """Final results."""

    results = long_text("What was found", RESULTS)
    data = text("Where the data lie", RESULTS)
    publications = long_text("Publications", PRODUCT, need=OPTIONAL)
    document = document_field("Report", PRODUCT, need=OPTIONAL)


class Published(Filing):
    """Results for the public."""

    results = long_text("Results, in words for the public", RESULTS)
    where = text("Where they are published", RESULTS, need=OPTIONAL)


class Closing(Filing):
    """Closure of the project."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


RELATED = {"invention": "Joint invention", "technical_data": "Technical data and export control",
           "jurisdiction": "Criminal jurisdiction aboard", "registration": "Registration of a module or payload",
           "liability": "Claim for damage", "other": "Other"}


class RelatedCase(Filing):
    """Case that belongs to the project."""

    matter = choice("Matter", RELATED, PRODUCT)
    case = text("Reference of the case", PRODUCT)
