"""Rows on who takes part: added and joining States, joint planning, invited bodies, leaving.

Law: OST IX fourth sentence gives a third State its own right to request; MOON 15(2) lets any other party join.
Otherwise joining is by agreement of all who take part, or the third State files its own request,
which may be merged by consent.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.article_ix import papers
from workflows.article_ix.basis import MOON
from workflows.article_ix.frame import ANSWERABLE, INTERESTED, PLANNING, REQUESTING, TALKS
from workflows.article_ix.shape import Shape
from workflows.kernel import guards as g
from workflows.kernel.fragments import SUPERSEDED, PartyAdded, joining, leaving
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    DRAFT,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    EachOn,
    Flag,
    Link,
    NotOneself,
    On,
    Opens,
    Step,
)  # fmt: skip

NAMED = "A joint notice has one lead; a State that is named confirms it, since each keeps its own duty."
ASKED = "Bodies take part at the invitation of the States and are no parties."
# fmt: off


def participants_of_notice(s: Shape) -> tuple[Step, ...]:
    """Give the rows on participants of the duty to consult."""
    return (*_added(s), *_jointly(s), *invited(s.live), *_joined(s, "addressee", ("acknowledgement", "reply")),
            *leaving("addressee", s.live, ANSWERABLE,
                     ("acknowledgement", "reply", "grace", "information", "first_meeting")))


def participants_of_request(s: Shape) -> tuple[Step, ...]:
    """Give the rows on participants of the request."""
    return (*invited(s.live), *_joined(s, "interested", ()), *_positions(s), *_merger(s),
            *leaving("interested", s.live, ("taking_part",)))


def _added(s: Shape) -> Iterator[Step]:
    soon = Flag("start_before_reply_ends", g.Nearer("earliest_start", s.terms.reply), on_track=False)
    yield Step("add_addressee", s.live, STAY, PLANNING, DISPATCH, s.basis.duty, PartyAdded,
               opens=Opens("addressee", "party"),
               starts=("acknowledgement", "reply"), checks=(NotOneself("party"),), flags=(soon,), tell="all",
               added="A State that turns out to be affected is served later, with the full period on its own track.",
               title="Add an addressee",
               effect="The State is served and has the full period for reply; the tracks of the others stay as they "
                      "are.")


def _jointly(s: Shape) -> Iterator[Step]:
    yield Step("confirm_joint_planning", s.live, STAY, TRACK_PARTY, DISPATCH, s.basis.duty, tell="all", added=NAMED,
               track=On("joint_planning", ("named",), "joined"),
               effect="You plan the activity jointly and keep your own duty to consult; the lead speaks for the "
                      "notice.")
    yield Step("deny_joint_planning", s.live, STAY, TRACK_PARTY, DISPATCH, s.basis.duty, papers.Declining, tell="all",
               added=NAMED,
               track=On("joint_planning", ("named",), "not_joined"), effect="You do not plan this activity jointly.")


def invited(live: tuple[str, ...]) -> Iterator[Step]:
    """Give the rows of organisations and scientific bodies."""
    yield Step("invite", live, STAY, ANY_PARTY, DISPATCH, PRODUCT, papers.Invitation, opens=Opens("invitee", "party"),
               tell="all",
               added=ASKED, title="Invite a body",
               effect="The body is asked for its opinion; it does not become a party.")
    yield Step("attend", live, STAY, TRACK_PARTY, DRAFT, PRODUCT, track=On("invitee", ("invited",), "attending"),
               tell="all",
               added=ASKED, title="Accept the invitation", effect="You take part as an invited body.")
    yield Step("decline_invitation", live, STAY, TRACK_PARTY, DRAFT, PRODUCT,
               track=On("invitee", ("invited", "attending"), "not_attending"),
               added=ASKED, tell="all", title="Decline the invitation", effect="You do not take part.")
    yield Step("give_opinion", live, STAY, TRACK_PARTY, DRAFT, PRODUCT, papers.Opinion, tell="all", added=ASKED,
               track=On("invitee", ("invited", "attending"), "opinion_given"),
               title="Give an opinion", effect="Your opinion is before all parties.")


def _joined(s: Shape, into: str, starts: tuple[str, ...]) -> Iterator[Step]:
    right = MOON("15(2)") if s.basis.treaty == "MOON" else None
    yield from joining(s.live, into, starts, right, g.Bound("MOON", right) if right else None)


def _positions(s: Shape) -> Iterator[Step]:
    yield Step("register_concern", s.live, STAY, INTERESTED, DISPATCH, s.basis.request, papers.Concern, tell="all",
               track=On("interested", ("taking_part",)), flags=("concern_registered",),
               title="Register a concern", effect="Your concern is on record; it is no veto and moves nothing.")


def _merger(s: Shape) -> Iterator[Step]:
    by = REQUESTING & EachOn("planning", (*ANSWERABLE, "agreed", "no_objection", "not_agreed"))
    yield Step("merge", ("request_pending", "open", *TALKS), SUPERSEDED, by, DISPATCH, s.basis.request, papers.Merger,
               stops=("*",),
               link=Link("merged_into", field="case_reference"), title="Merge the case into another consultation",
               added="A third State has its own right to request; its case is merged by consent.",
               effect="This case ends; the requesting State takes part in the other consultation.")
