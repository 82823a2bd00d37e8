"""Where information can be: roles, states, tracks, limits, standards without a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows.informing.shape import Shape
from workflows.informing.terms import (
    ACTIVITY,
    DANGER,
    MISSIONS,
    NUCLEAR,
    REENTRY,
    STATIONS,
    ActivityTerms,
    DangerTerms,
    InformingTerms,
)
from workflows.kernel.fragments import common_steps, suspension_limit
from workflows.kernel.language import (
    FINAL,
    OWN,
    Capacity,
    Dispatch,
    FromFact,
    FromFiling,
    Role,
    Standard,
    State,
    Step,
    TimeLimit,
    TrackSet,
)

INFORMING = Role("informing", "the State that informs")
RECIPIENT = Role("recipient", "a State informed directly")
REPLYING = Role("replying", "a State that replied")
READER = Role("reader", "a State that reads what was issued", stake=False)
SECRETARIAT = Role("secretariat", "the secretariat", stake=False, office=True)
SERVED, DISCOVERY, POINT, REPLY = "recipient", "discovery", "point", "reply"
RECALLED = "withdrawn_before_issue"
ENDED = ("closed", RECALLED)

# fmt: off
DRAFT = State("draft", "The note is being prepared; nobody else sees it")
CLEARED = State("cleared", "Cleared for security, export control and press; redactions are on record")
DIRECT = State("disseminated_direct", "States parties were told directly, without the Secretary-General",
               label="Told to States directly")
SHARED = (
    State("transmitted", "Sent by the ministry or mission"),
    State("received", "Receipt by the secretariat is recorded"),
    State("queried", "The secretariat asks for clarification"),
    State("issued", "Published as a document, under a symbol"),
    State("update_due", "The series goes on, and an update is due"),
    State("corrected", "A correction is asked for, and not issued yet", label="Correction under way"),
    State("closed", "No further update", FINAL),
    State(RECALLED, "Recalled before it was issued", FINAL),
)
RECIPIENTS = TrackSet(SERVED, "served", (
    State("served", "Sent; receipt is not proved yet"),
    State("received", "Receipt is proved"),
), "State informed directly", "recipient", passive=("served", "received"), ends=("served", "received"), basis="OST",
    level="C1")
POINTS = TrackSet(POINT, "told", (
    State("told", "Told by the State that informs; others may say what they hold of it"),
), "point", level="C1")
REPLIES = TrackSet(REPLY, "replied", (State("replied", "Has replied on the same subject"),), "State that replied",
                   "replying", passive=("replied",), ends=("replied",), level="C1")
DISCOVERIES = TrackSet(DISCOVERY, "logged", (
    State("logged", "Found, and not told yet"),
    State("told", "Told"),
), "discovery", ends=("told",), level="C3")


def limits_of_danger(terms: DangerTerms) -> tuple[TimeLimit, ...]:
    """Give the limits of information on a phenomenon: two aims of the product beside the text's own word."""
    found = FromFiling("discovered_at")
    return (
        TimeLimit("transmission", terms.transmission, terms.cite("transmission"), found, "Transmission, from discovery",
                  per=DISCOVERY, owner="informing"),
        TimeLimit("operational_call", terms.operational_call, terms.cite("operational_call"), found,
                  "Call over an operational channel, from discovery", per=DISCOVERY, owner="informing"),
        *_shared(terms),
    )


def limits_of_activity(terms: ActivityTerms) -> tuple[TimeLimit, ...]:
    """Give the limits of information on an activity; those of the Moon Agreement are law between its parties."""
    def due(key: str, title: str, before: str = "") -> TimeLimit:
        runs_from = FromFact(before) if before else Dispatch()
        return TimeLimit(key, getattr(terms, key), terms.cite(key), runs_from, title, owner="informing",
                         takes="update", level="C1", backwards=bool(before))

    lunar = (
        TimeLimit("mission_report", terms.mission_report, MISSIONS, title="Report on the mission", owner="informing",
                  takes="update", level="C1"),
        TimeLimit("station_report", terms.station_report, STATIONS, title="Report on the station", owner="informing",
                  takes="update", level="C1"),
    )
    return (
        due("weekly", "Weekly update"), due("first_daily", "First daily update", "predicted_at"),
        due("daily", "Daily update"), due("first_hourly", "First hourly update", "predicted_at"),
        due("hourly", "Hourly update"),
        *(lunar if terms.by_moon else ()), *_shared(terms),
    )


def _shared(terms: InformingTerms) -> tuple[TimeLimit, ...]:
    return (
        TimeLimit("acknowledgement", terms.acknowledgement, terms.cite("acknowledgement"), title="Record of receipt",
                  owner="secretariat", level="C1"),
        TimeLimit("query_answer", terms.query_answer, terms.cite("query_answer"), title="Answer to the secretariat",
                  owner="informing", level="C1"),
        TimeLimit("reply", terms.reply, terms.cite("reply"), title="Replies of other States, none of which is owed",
                  level="C1", zone="UTC"),
        suspension_limit(),
    )


def standards_of_danger(terms: DangerTerms) -> tuple[Standard, ...]:
    """The text's own word on time."""
    return (Standard("immediately", DANGER, "immediately, on discovery", since="discovery_logged",
                     target=terms.transmission),)


def standards_of_activity(terms: ActivityTerms) -> tuple[Standard, ...]:
    """The texts' own words on how far and how soon."""
    return (
        Standard("feasible", ACTIVITY, "to the greatest extent feasible and practicable", since="transmit"),
        Standard("as_soon_as_practicable", REENTRY, "on a re-entry: as soon as practicable, with updates",
                 since="transmit", target=terms.weekly),
        Standard("in_good_time", NUCLEAR, "on a re-entry with a nuclear source: in good time, and ever more often",
                 since="transmit"),
    )


def common(s: Shape) -> Iterator[Step]:
    """The universal transitions; what was sent is recalled before its issue, and not withdrawn after it."""
    for row in common_steps(INFORMING, ("cleared", *s.sent), ENDED):
        if row.key == "withdraw" and row.frm != ("draft",):
            yield replace(row, frm=("cleared",), capacity=Capacity.DRAFT, tell=OWN)
        else:
            yield row
