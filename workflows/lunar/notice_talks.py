"""Rows of a notice, second part: talks between the States concerned, good offices of the chair, the end of talks.

Law: OST IX third sentence; nobody has to agree and nobody has a veto. A charter adds periods and the chair's good
offices, and is a proposal. Talks may end without text; the activity may then go on with due regard (OST IX first
sentence). Not modelled: a private room of the chair with one side, for which a dispute has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.fragments import Extending
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    OFFICE,
    STAY,
    TRACK_PARTY,
    Actor,
    Citation,
    EachOn,
    Extend,
    Flag,
    Is,
    Link,
    On,
    Opens,
    Step,
    outcome,
)
from workflows.lunar import notice_papers as papers
from workflows.lunar.notice_exchange import (
    AGREED_TO_SILENCE,
    CONSULTATION,
    EXPRESSLY,
    FRESH,
    OUTSIDE_MECHANISM,
    STANDS,
    member_of,
)
from workflows.lunar.notice_frame import (
    CHAIR,
    CONCERNED,
    EARLY,
    MEMBER,
    NOTIFIER,
    TALKING,
    UNANSWERED,
)
from workflows.lunar.notice_terms import NoticeTerms

REFERRAL = papers.REFERRAL
AT_TABLE: Actor = EachOn(NOTIFIER, TALKING) & EachOn(CONCERNED, TALKING)
"""A hand of each State that takes part in the talks."""
HERE = ("named", "no_reply", "talking", "accepted", "aside", "beside")
# fmt: off


def on_both(*states: str, to: str = STAY) -> tuple[On, On]:
    """Name the track of the State that notifies and those of the States concerned, in the same states."""
    return On(NOTIFIER, states, to), On(CONCERNED, states, to)


def talks(terms: NoticeTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_opening(terms), *_joining(terms), *_good_offices(), *_ends(), *_referral())


def _opening(terms: NoticeTerms) -> Iterator[Step]:
    """How talks begin, and who comes in. Long because: one row a way in."""
    some = g.Says(g.AnyTrack(CONCERNED, HERE), "No State is named as concerned.", CONSULTATION)
    effect = "Talks begin, and the window for them. Nobody has to agree, and nobody has a veto over the activity."
    common: dict[str, Any] = {"when": some, "starts": ("window",), "level": "C1", "tell": "all", "effect": effect}
    outside = Flag(EXPRESSLY, ~member_of(terms))
    frm = (*EARLY, "overlap_identified")
    yield Step("open_talks", frm, "consulting", TRACK_PARTY, DISPATCH, CONSULTATION, papers.Remark, **common,
               track=On(NOTIFIER), stops=("comments", "talks"))
    yield Step("open_talks", frm, "consulting", TRACK_PARTY, DISPATCH, CONSULTATION, papers.Remark, **common,
               track=On(CONCERNED, (*UNANSWERED, "beside", "aside", "talking"), "talking"),
               stops=("comments", "talks", "reply"), flags=(outside,))
    yield Step("open_talks", frm, "consulting", TRACK_PARTY, DISPATCH, CONSULTATION, papers.Remark, **common,
               track=On(CONCERNED, ("accepted",)), stops=("comments", "talks"))
    answered: dict[str, Any] = {"tell": "all", "stops": ("reply",), "flags": (outside,),
                                "title": "Take part in the talks"}
    why = "A State that was named says by an act of its own that it takes part; nothing is taken from its silence."
    yield Step("take_part", ("overlap_identified", "consulting"), STAY, TRACK_PARTY, DISPATCH, CONSULTATION,
               papers.Remark, **answered, added=why,
               track=On(CONCERNED, (*UNANSWERED, "beside", "aside"), "talking"),
               effect="You take part in the talks. Where you are no member, only your express acceptance binds you.")
    yield Step("take_part", ("arrangement_drafted", "arrangement_in_force"), STAY, TRACK_PARTY, DISPATCH,
               CONSULTATION, papers.Remark, **answered, added=why, track=On(CONCERNED, UNANSWERED, "beside"),
               effect="You take part; what lies before the others binds you only if you accept it expressly.")
    yield Step("extend_window", "consulting", STAY, AT_TABLE, DISPATCH, papers.CHARTER, Extending,
               extends=Extend("window"), title="Extend the window for talks",
               effect="The window is longer; a State that is silent need not agree.")


def _joining(terms: NoticeTerms) -> Iterator[Step]:
    where = ("consulting", "arrangement_drafted", "arrangement_in_force")
    for frm, to, more in (where[:1], "talking", ()), (where[1:2], "beside", ()), (where[2:], "beside", ("review_due",)):
        yield Step("join_as_concerned", frm, STAY, MEMBER, DISPATCH, CONSULTATION, papers.NewMission, tell="all",
                   when=FRESH,
                   opens=Opens(CONCERNED, acting=True, to=to), flags=tuple(Flag(one, on_track=False) for one in more),
                   link=Link("mission", field="reference"), title="Join with a new mission",
                   added="A mission that is announced midway gives its State a track of its own; an arrangement in "
                         "force is due for review.",
                   effect="You have a track of your own in the talks. What lies before the others, or holds between "
                          "them, binds you only if you accept it expressly.")
    free = g.Says(~member_of(terms) & ~g.Flagged(AGREED_TO_SILENCE), "You are held to the silence procedure already.",
                  papers.DECISIONS)
    for of, mark in (NOTIFIER, OUTSIDE_MECHANISM), (CONCERNED, EXPRESSLY):
        yield Step("agree_to_silence", "consulting", STAY, TRACK_PARTY, DISPATCH, papers.DECISIONS, papers.Remark,
                   tell="all", track=On(of, TALKING), clears=(mark,), when=free,
                   flags=(AGREED_TO_SILENCE,), title="Agree to the silence procedure",
                   added="Silence binds only those who agreed to it: a State outside the mechanism does so expressly.",
                   effect="In these talks an unbroken silence binds you as it binds members.")


def _good_offices() -> Iterator[Step]:
    where = ("overlap_identified", "consulting", "arrangement_drafted")
    yield Step("offer_good_offices", where, STAY, CHAIR, OFFICE, papers.CHARTER, papers.Offices, level="C1",
               flags=(Flag("good_offices_offered", on_track=False),), tell="all",
               effect="The chair offers to help the States talk; whether they accept is theirs alone.")
    offered = g.Says(g.Flagged("good_offices_offered"), "The chair has offered nothing yet.", papers.CHARTER)
    yield Step("accept_good_offices", "consulting", STAY, AT_TABLE, DISPATCH, papers.CHARTER, papers.Remark,
               when=offered, level="C1", flags=(Flag("good_offices_accepted", on_track=False),), tell="all",
               clears=("good_offices_offered",),
               added="An offer is taken up by all who talk.",
               effect="The chair helps you talk; proposes nothing that binds, and decides nothing.")
    yield Step("decline_good_offices", where, STAY, ANY_PARTY, DISPATCH, papers.CHARTER, papers.Remark, when=offered,
               clears=("good_offices_offered",), level="C1", tell="all",
               added="Any of them may decline; no reason is owed.",
               effect="The offer is declined; the talks go on as they were.")


def _ends() -> Iterator[Step]:
    to = outcome((g.Flagged(STANDS), "arrangement_in_force"), (None, "no_arrangement"))
    for on in on_both(*TALKING):
        yield Step("fail", "consulting", to, TRACK_PARTY, DISPATCH, (papers.CHARTER, CONSULTATION), papers.Reasons,
                   track=on, tell="all", stops=("window",), title="State that the talks have failed",
                   effect="The talks end without text. The activity may go on with due regard; an earlier arrangement "
                          "stays in force until it is ended.")
    both = EachOn(NOTIFIER, ("accepted",)) & EachOn(CONCERNED, ("accepted",))
    yield Step("settle_application", "consulting", "arrangement_in_force", both, DISPATCH, papers.CHARTER,
               papers.Review, when=g.Flagged(STANDS), stops=("window",), clears=("review_due",),
               title="Settle how the arrangement is applied",
               added="Talks on the application of an arrangement may end with the arrangement as it is.",
               effect="The arrangement goes on as it was, understood as you record it.")


def _referral() -> Iterator[Step]:
    for target, procedure, title, under, terms in (
        ("ost9", "ost9", "Consultation before a planned activity", CONSULTATION, ()),
        ("settlement", "settlement", "Settlement of disputes", REFERRAL, (("agreement", "agreement"),)),
        ("plenary", "lunar_decision", "Decision of the mechanism", papers.CHARTER, ()),
    ):
        yield from _refer(target, procedure, title, under, terms)


def _refer(
    target: str, procedure: str, title: str, under: Citation, terms: tuple[tuple[str, str], ...]
) -> Iterator[Step]:
    chosen = Is("target", (target,), "Choose a procedure that is available here.", under)
    common: dict[str, Any] = {"checks": (chosen,), "title": "Refer the matter to another procedure",
                              "link": Link("referral", procedure, title=title, terms=terms)}
    opened = ("a case under the other procedure is opened with it, in your name and in preparation. Nobody else sees "
              "that one before you serve its first paper.")
    for frm, states in ("overlap_identified", HERE), ("consulting", TALKING):
        yield Step("refer", frm, "referred", ANY_PARTY, DISPATCH, under, papers.Referral, stops=("*",), **common,
                   when=_at_stake(*states) & ~g.Flagged(STANDS), effect=f"The notice ends here and {opened}")
    yield Step("refer", ("overlap_identified", "consulting", "arrangement_in_force"), "arrangement_in_force",
               ANY_PARTY, DISPATCH, under, papers.Referral, stops=("comments", "talks", "window"), **common,
               when=_at_stake("accepted") & g.Flagged(STANDS),
               added="What is in force between States does not end because one of them goes elsewhere.",
               effect=f"The arrangement holds until it is ended, and {opened}")


def _at_stake(*states: str) -> g.Guard:
    """The acting party notifies, or is concerned and has not gone."""
    mine = tuple(state for state in states if state in TALKING)
    here = g.OwnTrack(NOTIFIER, mine) | g.OwnTrack(CONCERNED, states)
    return g.Says(here, "Only a State that takes part in the matter refers it, and of an arrangement only its parties.",
                  papers.CHARTER)


__all__ = ["AT_TABLE", "on_both", "talks"]
