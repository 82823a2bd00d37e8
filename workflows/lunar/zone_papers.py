"""What the steps on a zone ask in writing: the notice, changes, basis, objections, requests to enter, the end.

Law: OST II, IX and XI; ARTEMIS section 11 for its signatories. The notice is a description of the register of planned
activities, so that a zone is compared with what others plan. What is asked of others is to coordinate; no paper can
keep anybody away.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Field,
    Filing,
    choice,
    date_field,
    document_field,
    instant_field,
    keyed,
    listing,
    long_text,
    parties_field,
    party_field,
    text,
)
from workflows.lunar.activity import DESCRIPTION, STATUSES
from workflows.lunar.zone_terms import (
    ACCESS,
    CONSULTATION,
    HELP,
    INFORMING,
    REGARD,
    VISIT,
)

HAZARDS = {
    "plume": "Plume", "ejecta": "Ejecta", "radio": "Radio emission", "rover": "Moving vehicles",
    "radiation": "Radiation", "other": "Another hazard",
}  # fmt: skip
USES = {"keep_clear": "Zone in which others are asked to coordinate", "plume": "Reach of plume and ejecta"}
GROUNDS = {
    "size": "Its size goes beyond the hazard", "duration": "It lasts longer than the operation",
    "access": "It bears on free access", "appropriation": "It comes near to appropriation",
    "interference": "It interferes with an activity of ours", "other": "Another ground",
}  # fmt: skip
KEPT, ALTERED, ENDED = "kept", "altered", "ended"
SETTLED = {
    KEPT: "The zone stays as it is, for the reasons in the reply", ALTERED: "The zone is altered",
    ENDED: "The zone ends",
}  # fmt: skip
GOING_ON = {key: STATUSES[key] for key in ("planned", "proceeding")}
OVER = {key: STATUSES[key] for key in ("completed", "cancelled", "failed")}
WHEN, EXTENT, WHY, READ = "When", "Extent", "Basis and hazard", "Who may read it"
# fmt: off


def _told(key: str, label: str = "", **rest: Any) -> Field:
    """Take a question of the description of an activity, in the words of a zone."""
    found = DESCRIPTION.field(key)
    if found is None:
        raise KeyError(key)
    return replace(found, key="", label=label or found.label, **rest)


def _areas() -> Field:
    found = _told("areas", "Extent: centre, shape and radius", need="required", least=1, section=EXTENT)
    kinds = (replace(one, options=tuple(USES.items())) if one.key == "kind" else one for one in found.of)
    return replace(found, of=tuple(kinds))


def _status(options: dict[str, str]) -> Field:
    return choice("The operation is", options, INFORMING)


class ZoneNotice(Filing):
    """Notice of a zone."""

    activity_title = _told("activity_title", "Name of the operation")
    operator = _told("operator")
    activity_class = _told("activity_class")
    nature = _told("nature", "The operation: nature, conduct and purpose")
    decided_at = instant_field("Decided at", INFORMING, section=WHEN)
    earliest_start = _told("earliest_start", "First day of the zone", section="")
    latest_end = _told("latest_end", "Last day of the zone, as far as known", help="It ends with the operation.")
    changes_expected = long_text("Changes that are expected", INFORMING, need=OPTIONAL)
    areas = _areas()
    plume_radius = _told("plume_radius")
    emissions = _told("emissions", section="")
    hazards = choice("Hazards", HAZARDS, REGARD, many=True, section=WHY)
    keep_clear_basis = _told("keep_clear_basis", "Basis in short: method and hazard", need="required", section="",
                             under=REGARD, help="It stands in the register, unless it is for participants only.")
    model = long_text("Engineering basis: the model of the hazard", REGARD, level="C1",
                      help="For those who are told; it does not stand in the register.")
    data_on_request = long_text("Data that are given on request", INFORMING, need=OPTIONAL)
    non_appropriation = _told("non_appropriation", need="required",
                              help="A zone is temporary, appropriates nothing and keeps no State away.")
    contact = _told("contact", section=READ)
    members_only = _told("members_only", "For participants of a mechanism only")
    annex = document_field("Technical annex", PRODUCT, need=OPTIONAL, level="C1")


class Publication(Filing):
    """Publication of extent and nature."""

    extent = long_text("Extent and nature, for everybody", INFORMING)
    protected = long_text("What is protected, and as what", INFORMING, need=OPTIONAL)


class ZoneChange(Filing):
    """Altered zone."""

    changes = listing(
        "What changes", INFORMING, keyed("field", text("Item", INFORMING)),
        keyed("before", text("Until now", INFORMING)), keyed("after", text("From now on", INFORMING)), least=1,
    )
    activity_status = _status(GOING_ON)
    earliest_start = _told("earliest_start", "First day of the zone", section=WHEN)
    latest_end = _told("latest_end", "Last day of the zone, as far as known", help="It ends with the operation.")
    areas = _areas()
    keep_clear_basis = _told("keep_clear_basis", "Basis in short: method and hazard", need="required", section=WHY,
                             under=REGARD)
    model = long_text("Engineering basis: the model of the hazard", REGARD, need=OPTIONAL, level="C1")


class Consulted(Filing):
    """States likely to be affected."""

    states = parties_field("States likely to be affected", CONSULTATION)
    grounds = long_text("Why they may be affected", CONSULTATION)


class Comment(Filing):
    """Comment on a zone."""

    comment = long_text("Comment", REGARD)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class BasisAsked(Filing):
    """Request for the basis of a zone."""

    questions = long_text("What you ask", REGARD)


class Basis(Filing):
    """Basis of a zone."""

    basis = long_text("Method, model of the hazard, and what it rests on", REGARD)
    document = document_field("Model", REGARD, need=OPTIONAL)


class Objection(Filing):
    """Objection to a zone."""

    ground = choice("Ground", GROUNDS, ACCESS, many=True)
    reasons = long_text("Reasons", REGARD)


class Reply(Filing):
    """Reply to an objection."""

    reply = long_text("Reply", REGARD)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Dropped(Filing):
    """End of an objection."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Settled(Filing):
    """What becomes of the zone after objections."""

    settled_as = choice("What becomes of the zone", SETTLED, CONSULTATION)
    statement = long_text("Statement", CONSULTATION)
    reference = text("Reference of the consultation, or of the notice of lunar activity", CONSULTATION, need=OPTIONAL)


class EntryAsked(Filing):
    """Request to enter a zone."""

    operator = text("Operator that enters", REGARD)
    purpose = long_text("Purpose, and what is done there", REGARD)
    enters_on = date_field("First day", REGARD)
    leaves_on = date_field("Last day", REGARD, need=OPTIONAL)
    measures = long_text("With which measures against the hazard", REGARD, need=OPTIONAL)
    visit = text("Reference of the notice of a visit, where a facility is visited", VISIT, need=OPTIONAL)


class Coordinated(Filing):
    """Terms on which an entry is coordinated."""

    terms = long_text("Times, ways and measures, as coordinated", REGARD)


class Advice(Filing):
    """Advice against an entry."""

    hazard = long_text("Hazard for which you advise against it", REGARD)
    alternative = long_text("Times or ways that are safer", REGARD)


class Entered(Filing):
    """Entry into a zone."""

    entered_on = date_field("Entered on", REGARD)
    regard = long_text("How regard is had to the operation", REGARD)


class EnteredUnasked(Filing):
    """Entry of which nothing was asked before."""

    party = party_field("State that answers for whoever entered", REGARD)
    entered_on = date_field("Entered on", REGARD)
    observed = long_text("What was observed", REGARD)


class Emergency(Filing):
    """Emergency."""

    what = long_text("What has happened, and who is in danger", HELP)
    reference = text("Reference of the case of rescue, once there is one", HELP, need=OPTIONAL)


class EntryOver(Filing):
    """End of an entry."""

    left_on = date_field("Left on", REGARD)
    remark = long_text("What others should know", PRODUCT, need=OPTIONAL)


class Overlap(Filing):
    """Overlap of two zones."""

    party = party_field("State whose zone it is", CONSULTATION)
    other_zone = text("Reference of the other zone, if you know it", CONSULTATION, need=OPTIONAL)
    what = long_text("Where and when they overlap", CONSULTATION)


class Request(Filing):
    """Request for consultation beside the zone."""

    reason = long_text("Why talks are asked for", CONSULTATION)


class ReferenceOfNotice(Filing):
    """Reference of a notice of lunar activity."""

    reference = text("Reference of the notice", INFORMING)


class Review(Filing):
    """Review of a zone."""

    findings = long_text("Why the zone is still needed, and in this extent", REGARD)


class Ceased(Filing):
    """Word that the operation has ceased."""

    ceased_at = instant_field("Ceased at", INFORMING)
    remains = long_text("What stays, and where", INFORMING, need=OPTIONAL)


class End(Filing):
    """End of a zone."""

    ceased_at = instant_field("The operation ceased at", INFORMING)
    activity_status = _status(OVER)
    latest_end = _told("latest_end", "Last day of the zone", need="required", help="")
    remains = long_text("What stays, and where", INFORMING, need=OPTIONAL)
