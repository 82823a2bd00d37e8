"""What the steps on interference ask in writing: measurements, location, contact, the report, answers, the end.

Law: ITU_RR Appendix 10, whose outline alone was read: station and assignment affected, source, frequency, class of
emission, bandwidth, times, levels, bearings, who measured, what was done and what is asked; SM2149 says that a report
on a space service tells more. A suspicion that somebody jams on purpose is a thing that is said, and no finding.
"""

from __future__ import annotations

from workflows.kernel.language import (
    AS_KNOWN,
    DECISION,
    OPTIONAL,
    PRODUCT,
    Field,
    Filing,
    band_field,
    choice,
    contact_field,
    decimal,
    designator_field,
    document_field,
    instant_field,
    keyed,
    listing,
    long_text,
    orbit_field,
    organ_field,
    parties_field,
    party_field,
    place_field,
    text,
)
from workflows.radio.law import AVOIDING, HANDLING, LUNAR, MEANS, OTHER, REPORT, SAFETY, SPACE_SERVICES

SERVICES = {OTHER: "Another service", SAFETY: "A service on which the safety of life depends"}
EARTH, MOON = "earth", "moon"
WHERE = {EARTH: "On the Earth or around it", MOON: "On the Moon or around it", "elsewhere": "Elsewhere in space"}
PATTERNS = {
    "unknown": "Not known", "fault": "As of a fault or of a spurious emission",
    "assigned": "As of a station in its ordinary use", "suspected": "There is a suspicion of jamming on purpose",
}  # fmt: skip
MATTERS = {"interference": "Harmful interference", "infringement": "An infringement of the rules"}
RESOLVED, UNRESOLVED, REFERRED = "resolved", "unresolved_closed", "referred"
RESULTS = {
    RESOLVED: "The interference has ended", UNRESOLVED: "We pursue it no further",
    REFERRED: "It is pursued by other means",
}  # fmt: skip
WAYS = {
    "negotiation": "Negotiation", "diplomatic": "Diplomatic channels", "treaty": "Procedures of treaties between us",
    "agreed": "Another means agreed on", "arbitration": "Arbitration under the Convention",
    "protocol": "Compulsory settlement under the optional protocol",
}  # fmt: skip
AFFECTED, EMISSION, MEASURED, DONE = "What is affected", "The emission", "Measurements", "What was done and is asked"
# fmt: off


def _service() -> Field:
    return choice("Service affected", SERVICES, HANDLING)


def _observed(**rest: str) -> tuple[Field, Field]:
    return (instant_field("First observed", REPORT, **rest),
            instant_field("Last observed", REPORT, need=AS_KNOWN))


class Detection(Filing):
    """Detection of interference."""

    subject = text("Title of the case", REPORT, fills="title", section=AFFECTED,
                   help="Whoever takes part in the case later reads it.")
    service = _service()
    operator = text("Operator that measured it", HANDLING)
    where = choice("Where", WHERE, LUNAR)
    band = band_field("Frequencies", REPORT, section=EMISSION)
    first_observed = _observed()[0]
    measurements = long_text("Measurements: what, when and with what", HANDLING, need=OPTIONAL,
                             help="Here, or in a file of measurements.")
    log = document_field("File of measurements", HANDLING, need=OPTIONAL)


class Location(Filing):
    """Location of the source."""

    station = text("Probable station", HANDLING)
    bearings = long_text("Bearings or location, and how they were taken", HANDLING)
    place = place_field("Place of the source", HANDLING, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class NotLocated(Filing):
    """Search without result."""

    tried = long_text("What was tried, and what is still uncertain", HANDLING)


class MonitoringAsked(Filing):
    """Request for help in monitoring."""

    monitors = parties_field("States or organisations with means of monitoring", HANDLING)
    questions = long_text("What should be measured, where and when", HANDLING)


class Measurements(Filing):
    """Measurements."""

    measured_by = text("Measured by", REPORT)
    findings = long_text("What they show", REPORT)
    document = document_field("Spectrogram or file", REPORT, need=OPTIONAL)


class OperatorContact(Filing):
    """Contact with the operator of the source."""

    source = party_field("Administration responsible for that operator", HANDLING)
    operator = text("Operator of the source", HANDLING)
    contact = contact_field("Whom you reached", HANDLING)
    said = long_text("What was said", AVOIDING)


class Ceased(Filing):
    """Word that the emission has ceased."""

    ceased_at = instant_field("Ceased at", REPORT)
    cause = long_text("What it was, as far as you wish to say", HANDLING, need=OPTIONAL)
    measures = long_text("What was done", HANDLING)


class Call(Filing):
    """Call on a safety service."""

    source = party_field("Administration that was called", HANDLING)
    called_at = instant_field("Called at", HANDLING)
    whom = text("Whom you reached", HANDLING)
    said = long_text("What was said", HANDLING)


class Announcement(Filing):
    """Announcement of a report whose details are for one administration."""

    source = party_field("Administration responsible for the source", HANDLING)


class SensitiveReport(Filing):
    """Report of harmful interference to a station on bands of armed forces."""

    matter = choice("What is reported", MATTERS, REPORT)
    administration = organ_field("Administration that reports", REPORT, section=AFFECTED)
    service = _service()
    station = text("Station affected", REPORT)
    assignment = text("Its assignment, and the reference of its recording", REPORT, need=AS_KNOWN)
    designator = designator_field("International designator, for a station in space", SPACE_SERVICES, need=OPTIONAL)
    orbit = orbit_field("Its orbit", SPACE_SERVICES, need=OPTIONAL)
    where = choice("Where", WHERE, LUNAR)
    source_station = text("Station that is thought to be the source", REPORT, need=AS_KNOWN, section=EMISSION)
    bands = listing("Frequencies", REPORT, keyed("band", band_field("Band", REPORT)), least=1)
    emission_class = text("Class of emission", REPORT, need=AS_KNOWN, help="As in 36M0G7W.")
    bandwidth = decimal("Bandwidth", REPORT, units=("kHz", "MHz", "Hz"), need=AS_KNOWN)
    pattern = choice("How it looks", PATTERNS, REPORT)
    first_observed, last_observed = _observed(section=MEASURED)
    strength = decimal("Level at the station affected", REPORT, need=AS_KNOWN,
                       units=("dBm", "dBµV/m", "dB(W/m²)", "dB(W/(m²·4 kHz))"))
    bearings = long_text("Bearings or location", REPORT, need=AS_KNOWN)
    measured_by = text("Measured by", REPORT)
    spectrogram = document_field("Spectrogram", REPORT, need=OPTIONAL)
    actions = long_text("What was done already", REPORT, section=DONE)
    request = long_text("What is asked", REPORT)
    contact = contact_field("Contact, day and night", HANDLING)


class Report(SensitiveReport):
    """Report of harmful interference."""

    source = party_field("Administration responsible for the source", REPORT)


class Receipt(Filing):
    """Acknowledgement of receipt."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Inquiry(Filing):
    """Word on what is being looked into."""

    steps = long_text("What you look into, and until when", HANDLING)


class Denial(Filing):
    """Denial, with data."""

    reasons = long_text("Why it is not your station", HANDLING)
    data = long_text("Your own data", HANDLING)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class GoesOn(Filing):
    """Word that the emission goes on, or has come back."""

    observed_at = instant_field("Observed at", REPORT)
    findings = long_text("What was measured, and by whom", REPORT)
    document = document_field("Spectrogram or file", REPORT, need=OPTIONAL)


class Clear(Filing):
    """Word that nothing is suffered any more."""

    remark = long_text("What was observed, and how long", HANDLING)


class VictimAdded(Filing):
    """Another administration that suffers from the same source."""

    party = party_field("Administration", HANDLING)
    reason = long_text("How you know that it suffers from the same source", HANDLING)


class VictimAnswer(Filing):
    """Answer to the report of another administration."""

    answer = long_text("Answer", HANDLING)


class ToBureau(Filing):
    """Details for the Bureau."""

    details = long_text("Details of the case", HANDLING, need=OPTIONAL, help="Here, or in a file of the case.")
    file = document_field("File of the case", HANDLING, need=OPTIONAL)
    request = long_text("What is asked of the Bureau, if anything", HANDLING, need=OPTIONAL)


class Copy(Filing):
    """Copy to the Bureau."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Priority(Filing):
    """Difference on the priority of assignments."""

    assignments = long_text("Which assignments, and when each was recorded", HANDLING)
    position = long_text("Your position", HANDLING)
    file = document_field("File for the Bureau", HANDLING, need=OPTIONAL)


class BureauAction(Filing):
    """What the Bureau did."""

    text = long_text("What the Bureau did or found", HANDLING)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class BoardItem(Filing):
    """Consideration by the Board."""

    on_paper = DECISION
    meeting = text("Meeting and item", HANDLING)
    text = long_text("What the Board concluded", HANDLING)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Close(Filing):
    """End of the case for the reporter."""

    result = choice("How it ends", RESULTS, MEANS)
    statement = long_text("Statement", HANDLING)
    means = choice("By which other means", WAYS, MEANS, need=OPTIONAL)
    reference = text("Reference of the case in which it is pursued, if it is one of this product", PRODUCT,
                     need=OPTIONAL)
