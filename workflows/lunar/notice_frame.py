"""Where a notice of lunar activity can be: roles, states, states of tracks, time limits.

Case state, the track of each State and the status of the activity are three things. No limit here is law: the mechanism
is a proposal, and its periods are those of a charter.
"""

from __future__ import annotations

from dataclasses import replace

from workflows.kernel.fragments import entrants, suspension_limit
from workflows.kernel.language import (
    FINAL,
    PRODUCT,
    RESTING,
    ByStep,
    Extension,
    Length,
    Role,
    Standard,
    State,
    Step,
    TimeLimit,
    TrackSet,
    Until,
)
from workflows.kernel.more_time import MoreTimeOn, extension_of
from workflows.kernel.sheets_of_talks import ArrangementSheet, OverlapSheet
from workflows.lunar import roles
from workflows.lunar.activity import INFORMING
from workflows.lunar.notice_terms import NoticeTerms

NOTIFYING = Role("notifying", "the State that notifies")
SIDE = Role("side", "a State notifying or concerned")
MEMBER = replace(roles.MEMBER, stake=False)
"""A member reads and asks; it has a stake in this matter once it is concerned."""
ASSOCIATE, CHAIR, SECRETARIAT = roles.ASSOCIATE, roles.CHAIR, roles.SECRETARIAT
CONCERNED, NOTIFIER, QUESTION = "concerned", "notifier", "question"
ENDINGS = ("ending_of_notifying", "ending")
"""Each notice that an arrangement ends runs by itself: that of the State that notifies, and those of others."""

EARLY = ("notified", "information_exchange")
TALKS = ("overlap_identified", "consulting", "arrangement_drafted")
LIVE = (*EARLY, *TALKS, "arrangement_in_force")
STANDING = (*LIVE, "no_overlap")
"""The activity is ahead or under way, and the notice can still be moved."""
ENDED = ("no_overlap", "arrangement_ended", "no_arrangement", "referred")

UNANSWERED = ("named", "no_reply")
TALKING = ("talking", "accepted")
"""Takes part in talks, whether or not an earlier arrangement holds for it."""
BEFORE_TEXT = ("talking", "revising")
SIGNED = ("signed", "revised")
BOUND_BY_SILENCE = (*BEFORE_TEXT, *SIGNED)
OUTSIDE = (*UNANSWERED, "beside", "aside")
"""Not bound by what lies before the others: no answer, came later, or stood aside."""

# fmt: off
STATES = (
    State("draft", "The notice is being prepared; nobody else sees it"),
    State("notified", "Notified, or notified anew in a changed version; the secretariat registers it"),
    State("information_exchange", "Members ask and comment; the activity is compared with the register"),
    State("no_overlap", "Screening and comments are clear, until the activity changes or a concern is raised", RESTING),
    State("overlap_identified", "An overlap of place, time, frequency or plume was found, or a concern was raised"),
    State("consulting", "The States concerned talk; nobody has a veto over the activity"),
    State("arrangement_drafted", "A text lies before the States in the talks, under silence or for signature"),
    State("arrangement_in_force", "The States that accepted the arrangement keep to it; it binds nobody else"),
    State("arrangement_ended", "The arrangement has run out, was ended or was replaced", FINAL),
    State("no_arrangement", "The talks ended without an arrangement", FINAL),
    State("referred", "Moved to another procedure, which is linked", FINAL),
)
AT_TABLE = (
    State("talking", "Takes part in the talks"),
    State("signed", "Has accepted the text, which waits for the others"),
    State("accepted", "The arrangement holds for it"),
    State("revising", "An arrangement holds for it, and a new text lies before it"),
    State("revised", "Has accepted the new text; the earlier arrangement holds until the others do"),
)
OF_CONCERNED = (
    State("named", "Was named as concerned and has not answered"),
    State("no_reply", "No reply is recorded; silence is neither consent nor breach", label="No reply recorded"),
    *AT_TABLE,
    State("beside", "Came when a text lay before the others; is not bound by it"),
    State("aside", "Stands aside: takes part in no arrangement and keeps nobody from one"),
    State("not_concerned", "Says that it is not concerned"),
    State("left", "Left the talks"),
)
TRACKS = (
    TrackSet(CONCERNED, "named", OF_CONCERNED, "concerned State", "side", gone=("not_concerned", "left"),
             passive=OUTSIDE, ends=("no_reply", "accepted", "aside", "not_concerned", "left"), basis="OST"),
    TrackSet(NOTIFIER, "talking", AT_TABLE, "State that notifies", "side", ends=("accepted",)),
    TrackSet(QUESTION, "asked", (
        State("asked", "Questions wait for an answer"),
        State("answered", "Questions were answered, or the answer was refused with a category"),
    ), "question", ends=("answered",), level="C1"),
    entrants(),
)


def limits(terms: NoticeTerms) -> tuple[TimeLimit, ...]:
    """Give the limits; none of them is law. Long because: one row a limit."""
    c = terms.text
    first: Length = ByStep((("change_activity", c.change),), c.comments)
    talks: Length = ByStep((("dispute_on_application", c.application),), c.consultation)
    return (
        TimeLimit("acknowledgement", c.acknowledgement, c.cite("acknowledgement"), title="Acknowledgement",
                  owner="secretariat"),
        TimeLimit("comments", first, c.cite("comments"), title="Comments and screening", zone="UTC"),
        TimeLimit("answer", terms.answer, terms.cite("answer"), title="Answer", per=QUESTION, waits_for="notifying"),
        TimeLimit("talks", c.talks, c.cite("talks"), title="Opening of talks", owner="notifying"),
        TimeLimit("reply", c.talks, c.cite("talks"), title="Reply of a State concerned", per=CONCERNED,
                  takes="no_answer",
                  extend=extension_of(c.cite("talks").binding, terms.reply_extension, terms.reply_extensions)),
        TimeLimit("window", talks, c.cite("consultation"), title="Window for talks", owner="notifying",
                  extend=Extension(times=1, length=c.consultation_extension)),
        TimeLimit("review", c.arrangement_review, c.cite("arrangement_review"), title="Review of the arrangement",
                  owner="notifying", every=True, takes="call_review"),
        TimeLimit("term", Until("term_until"), PRODUCT, title="Term of the arrangement", owner="notifying",
                  takes="enter_arrangement_ended"),
        TimeLimit(ENDINGS[0], c.arrangement_ending, c.cite("arrangement_ending"), owner="notifying",
                  title="Notice that it ends, of the State that notified", takes="enter_arrangement_ended"),
        TimeLimit(ENDINGS[1], c.arrangement_ending, c.cite("arrangement_ending"), title="Notice that it ends",
                  per=CONCERNED, takes="enter_arrangement_ended"),
        TimeLimit("safety_data", terms.safety_data, terms.cite("safety_data"), title="Safety data",
                  owner="notifying"),
        TimeLimit("post_notice", terms.post_notice, terms.cite("post_notice"), title="Notice after an emergency",
                  owner="notifying"),
        suspension_limit(),
    )


def more_time(terms: NoticeTerms) -> tuple[Step, ...]:
    """Give the steps by which a State concerned asks for more time for its reply."""
    reply = next(limit for limit in limits(terms) if limit.key == "reply")
    return MoreTimeOn(reply, LIVE, CONCERNED, ("named",), NOTIFYING).steps()


SHEETS = (
    ArrangementSheet(
        key="arrangement", title="Arrangement", level="C2",
        says="The text that lies before the States in the talks, or holds between them: who accepted it and how, who "
             "is where and when, and when it is reviewed. It binds nobody else and appropriates nothing.",
        laid=("draft_text", "open_silence"), entered=("enter_arrangement_in_force", "expire_silence"),
        ended=("enter_arrangement_ended", "end_together"), sets=(NOTIFIER, CONCERNED),
        bound=("accepted", "revising", "revised"),
        means=(("accept", "expressly"), ("accede", "later, expressly"), ("expire_silence", "by silence")),
        slots="slots", parts=("party", "area", "from", "to"), review="review", term="term", due="review_due",
    ),
    OverlapSheet(
        key="overlaps", title="Overlaps",
        says="With which activities of the register this one overlaps, as far as you may read them and as of today. A "
             "proposal, not law: an overlap is a reason to talk and stops nobody.",
    ),
)


def standards(terms: NoticeTerms) -> tuple[Standard, ...]:
    """The physical clock: the activity begins on a day, whatever the talks have come to."""
    return (
        Standard("earliest_start", INFORMING, "before the activity begins", until="earliest_start", since="notify",
                 target=terms.text.lead),
    )
