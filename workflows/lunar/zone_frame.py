"""Where a zone can be: roles, states, states of tracks, limits, standards without a number.

Case state, the track of each State, and what happens on the surface are three things. No limit here is law.
"""

from __future__ import annotations

from workflows.kernel.fragments import suspension_limit
from workflows.kernel.language import (
    FINAL,
    OUTSIDER,
    Citation,
    FromFiling,
    Period,
    Role,
    Standard,
    State,
    TimeLimit,
    TrackSet,
)
from workflows.kernel.sheets_of_talks import OverlapSheet
from workflows.lunar.zone_terms import ZoneTerms

OPERATING = Role("operating", "the State whose operation it is")
ADDRESSEE = Role("addressee", "a State that the profile addresses", stake=False)
AFFECTED = Role("affected", "a State likely to be affected", stake=False)
OBJECTING = Role("objecting", "a State that objects")
INTERESTED = Role("interested", "a State that asks or enters", stake=False)
SECRETARY_GENERAL = Role("secretary_general", "the Secretary-General, through the Office for Outer Space Affairs",
                         stake=False, office=True)  # fmt: skip
ROLES = (OPERATING, ADDRESSEE, AFFECTED, OBJECTING, INTERESTED, SECRETARY_GENERAL)
ANY_STATE = ADDRESSEE | AFFECTED | OBJECTING | INTERESTED | OUTSIDER
"""Every State but the one whose operation it is, whether or not the profile addresses it."""
NAMED, PAIR, QUESTION, OBJECTION, ENTRY = "named", "pair", "question", "objection", "entry"
STANDING = ("active", "altered", "basis_requested", "contested")
ZONE = ("notified", *STANDING)
LIVE = ("pre_consultation", *ZONE)
ENDED = ("ended", "lapsed_unrenewed")

# fmt: off
STATES = (
    State("draft", "The notice is being prepared; nobody else sees it"),
    State("pre_consultation", "States likely to be affected are consulted before the notice", label="Consultation "
          "before the notice"),
    State("notified", "The zone is told, and has not begun"),
    State("active", "The operation is under way; others are asked to coordinate"),
    State("altered", "A new extent or time is told, and stands after its notice", label="Altered"),
    State("basis_requested", "A State asked for the basis and has no answer yet", label="Basis asked for"),
    State("contested", "An objection is on record; it stops nothing, and the zone binds nobody who objects"),
    State("ended", "The operation has ceased, and the zone with it", FINAL),
    State("lapsed_unrenewed", "The review was missed and the zone is no more", FINAL, "Lapsed: not renewed"),
)
TRACKS = (
    TrackSet(NAMED, "told", (
        State("told", "Was told as likely to be affected"),
        State("commented", "Has commented"),
    ), "State likely to be affected", "affected", ends=("told", "commented"), basis="OST", level="C1"),
    TrackSet(PAIR, "found", (
        State("found", "Its zone overlaps with this one"),
        State("taken_up", "Taken up by a notice of lunar activity, which is linked"),
    ), "zone that overlaps", "affected", ends=("taken_up",), level="C1"),
    TrackSet(QUESTION, "asked", (
        State("asked", "Waits for the basis"),
        State("answered", "Has the basis"),
        State("no_reply", "No answer is recorded", label="No reply recorded"),
    ), "request for the basis", "interested", ends=("answered", "no_reply")),
    TrackSet(OBJECTION, "objected", (
        State("objected", "Objects; no reply is filed yet"),
        State("answered", "Objects, and has a reply"),
        State("no_reply", "Objects; no reply is recorded", label="No reply recorded"),
        State("dropped", "Objects no more"),
    ), "State that objects", "objecting", gone=("dropped",), ends=("answered", "no_reply", "dropped"), basis="OST",
        level="C1"),
    TrackSet(ENTRY, "requested", (
        State("requested", "Was asked for; no answer yet"),
        State("coordinated", "Is coordinated"),
        State("advised_against", "Is advised against; the advice binds nobody"),
        State("no_reply", "No answer is recorded; it may go on with due regard", label="No reply recorded"),
        State("under_way", "Is under way"),
        State("done", "Is over"),
    ), "entry", "interested", ends=("coordinated", "advised_against", "no_reply", "done")),
)
SHEETS = (
    OverlapSheet(
        key="overlaps", title="Overlaps", level="C1",
        says="With which activities and zones of the register this one overlaps, as far as you may read them and as of "
             "today. An overlap is a reason to talk and stops nobody.",
    ),
)


def limits(terms: ZoneTerms) -> tuple[TimeLimit, ...]:
    """Give the limits; none of them is law."""
    def aim(key: str, title: str, takes: str | None = None) -> TimeLimit:
        return TimeLimit(key, getattr(terms, key), terms.cite(key), title=title, owner="operating", takes=takes,
                         level="C1")

    def answer(key: str, title: str, per: str, takes: str) -> TimeLimit:
        return TimeLimit(key, getattr(terms, key), terms.cite(key), title=title, per=per, waits_for="operating",
                         takes=takes)

    ceased = FromFiling("ceased_at")
    return (
        TimeLimit("start", Period(hours=24), terms.cite("lead"), FromFiling("earliest_start"), "First day of the zone",
                  owner="operating", takes="start", backwards=True, level="C1", zone="UTC"),
        aim("alteration", "Notice of the altered zone", "enter_active"),
        answer("basis", "Answer on the basis", QUESTION, "no_answer"),
        answer("objection", "Reply to the objection", OBJECTION, "no_answer_to_objection"),
        answer("entry", "Answer to the request to enter", ENTRY, "no_answer_to_entry"),
        aim("review", "Review of the zone", "call_review"),
        aim("grace", "Grace for the review", "review_missed"),
        TimeLimit("end_notice", terms.end_notice, terms.cite("end_notice"), ceased, "Notice of the end",
                  owner="operating", level="C1"),
        TimeLimit("ending", terms.ending, terms.cite("ending"), ceased, "End of the zone", owner="operating",
                  proposes="end", level="C1"),
        suspension_limit(),
    )


def standards(terms: ZoneTerms) -> tuple[Standard, ...]:
    """The texts' own words on time, beside the product's aims."""
    notify: tuple[Citation, ...] = terms.told.under("notify")
    published: tuple[Citation, ...] = terms.told.under("publish")
    return (
        Standard("first_day", notify, "before the zone begins", until="earliest_start", since="notify",
                 target=terms.lead),
        Standard("promptly", notify, "promptly, or as far as feasible and practicable", since="notify",
                 target=terms.decision),
        Standard("as_soon_as_practicable", published, "extent and nature: as soon as practicable", since="notify"),
    )
