"""Rows of a notice, third part: the arrangement, from its draft to its end.

Law: none makes an arrangement binding beyond what the States say; OST II stands beside it, and it excludes nobody
(OST I). Silence adopts only among those who take part in the talks and are held to the silence procedure; whoever never
answered, came later or stands aside is bound by nothing and may accept later, expressly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workflows.kernel import guards as g
from workflows.kernel.guards import Guard
from workflows.kernel.guards_of_rolls import AllOnRoll
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    EachOn,
    Filing,
    Flag,
    InOrder,
    Moves,
    NamesTracks,
    NotBefore,
    On,
    Roll,
    Step,
    long_text,
)
from workflows.kernel.silence import Silence
from workflows.kernel.silence_papers import SILENCE
from workflows.lunar import notice_papers as papers
from workflows.lunar.activity import NON_APPROPRIATION, NOTICES
from workflows.lunar.notice_exchange import AGREED_TO_SILENCE, STANDS
from workflows.lunar.notice_frame import (
    BOUND_BY_SILENCE,
    CONCERNED,
    ENDINGS,
    MEMBER,
    NOTIFIER,
    OUTSIDE,
    SIDE,
    SIGNED,
    TALKING,
)
from workflows.lunar.notice_talks import on_both
from workflows.lunar.notice_terms import NoticeTerms
from workflows.lunar.roles import PARTICIPATION

OF_A_TEXT = (
    NamesTracks("parties", (NOTIFIER, CONCERNED), TALKING, papers.CHARTER),
    InOrder("slots", "from", "to"),
    NotBefore("term_until"),
)
"""A text names exactly those who take part in the talks: nobody is bound who never answered."""
KEPT = ("term_until",)


class Summary(Filing):
    """Summary of the arrangement for the members."""

    summary = long_text("Summary", NOTICES)


# fmt: off


def arrangement(terms: NoticeTerms) -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_text(), *_silence(terms), *_acceptance(), *_in_force(), *_disagreement(), *_end())


def _both(to: str, frm: tuple[str, ...]) -> tuple[Moves, Moves]:
    return Moves(CONCERNED, to, frm), Moves(NOTIFIER, to, frm)


LAID = _both("revising", ("accepted",))
"""A new text lies before those for whom an arrangement holds."""
TAKEN_BACK = (*_both("talking", ("signed",)), *_both("accepted", ("revising", "revised")),
              Moves(CONCERNED, "talking", ("beside",)))
"""Back to the talks: an earlier arrangement holds as before, and who came later is at the table."""
BOUND: dict[str, Any] = {
    "starts": ("review", "term"), "stops": ("window", *ENDINGS), "clears": ("review_due",),
    "flags": (Flag(STANDS, on_track=False),),
}


def silence(terms: NoticeTerms) -> Silence:
    """Give the silence under which a text may lie; only States in the talks are entitled, and bound."""
    roll = Roll(PARTICIPATION, terms.charter, MEMBER.key)
    among = AllOnRoll((NOTIFIER, CONCERNED), TALKING, roll, AGREED_TO_SILENCE, "a member", papers.DECISIONS)
    agreed = g.Says(among, "A State in the talks is not held to the silence procedure: it agrees to it first, or the "
                           "text is laid open for express acceptance.", papers.DECISIONS)
    some = g.Says(g.AnyTrack(CONCERNED, TALKING), "No State concerned takes part in the talks; silence binds nobody.",
                  papers.DECISIONS)
    return Silence(
        chair=SIDE, entitled=SIDE, under=(papers.DECISIONS, papers.CHARTER), frm=("consulting",),
        period=terms.text.arrangement_silence, adopted="arrangement_in_force", broken="consulting",
        text=papers.Arrangement, state="arrangement_drafted", scope=some & agreed,
        frozen=tuple(f.key for f in papers.Arrangement.spec.fields), capacity=DISPATCH, letter=None, level="C2",
        owner="notifying",
    )


def _silence(terms: NoticeTerms) -> Iterator[Step]:
    """The rows of silence, with what they do to the tracks."""
    for row in silence(terms).steps():
        if row.key == "open_silence":
            yield replace(row, checks=(*row.checks, *OF_A_TEXT), moves=(*row.moves, *LAID),
                          keeps=(*row.keeps, *KEPT), title="Put the arrangement under silence")
        elif row.key == "break_silence" and row.to != STAY:
            yield replace(row, when=_before_it(row), moves=(*row.moves, *TAKEN_BACK))
        elif row.key == "extend_silence":
            yield replace(row, when=_before_it(row))
        elif row.key == "expire_silence" and row.to != STAY:
            yield replace(row, moves=(*row.moves, *_both("accepted", BOUND_BY_SILENCE)), level="C1", **_with(row))
        else:
            yield row


def _before_it(row: Step) -> Guard:
    """Whoever stood aside or left since is bound by nothing, and keeps nobody from the text either."""
    here = g.OwnTrack(NOTIFIER, BOUND_BY_SILENCE) | g.OwnTrack(CONCERNED, BOUND_BY_SILENCE)
    own = g.Says(here, "You take no part in this text any more: it binds you to nothing.", papers.DECISIONS)
    return row.when & own if row.when else own


def _with(row: Step) -> dict[str, Any]:
    """What entry into force does, beside what the row does itself."""
    return {name: (*getattr(row, name), *more) for name, more in BOUND.items()}


def _text() -> Iterator[Step]:
    for on in on_both(*TALKING):
        yield Step("draft_text", "consulting", "arrangement_drafted", TRACK_PARTY, DISPATCH,
                   (papers.CHARTER, NON_APPROPRIATION), papers.Arrangement, track=on, moves=LAID, keeps=KEPT,
                   checks=OF_A_TEXT, tell="all", level="C2", title="Lay a text open for acceptance",
                   effect="The text lies before the States in the talks; each accepts it expressly, or does not. It "
                          "appropriates nothing, excludes nobody and binds nobody who does not accept it.")
    unsilent = g.Says(~(g.Running(SILENCE) | g.Stopped(SILENCE)), "The text lies under silence: break it instead.",
                      papers.DECISIONS)
    alone = (g.Running(SILENCE) | g.Stopped(SILENCE)) & ~g.AnyTrack(CONCERNED, BOUND_BY_SILENCE)
    yield Step("enter_consulting", "arrangement_drafted", "consulting", CLOCK, under=papers.CHARTER, follows=alone,
               moves=TAKEN_BACK, stops=(SILENCE,), tell="all", level="C2", title="The text falls",
               added="Nobody arranges anything alone: once every State concerned left or stands aside, silence binds "
                     "nobody.",
               effect="No State concerned is left before which the text lies; it falls and the talks go on.")
    for on in on_both(*BOUND_BY_SILENCE):
        yield Step("return_text", "arrangement_drafted", "consulting", TRACK_PARTY, DISPATCH, papers.CHARTER,
                   papers.Reasons, track=on, moves=TAKEN_BACK, when=unsilent, tell="all", level="C2",
                   title="Return the text to the talks",
                   added="A text that is laid open for acceptance may be returned, as a silence may be broken.",
                   effect="The text falls and the talks go on; what was accepted of it is void.")


def _acceptance() -> Iterator[Step]:
    before: dict[str, Any] = {"tell": "all", "level": "C2", "title": "Accept the text expressly",
                              "effect": "You accept; the arrangement holds once all who take part have accepted."}
    rows = (*((on, "signed") for on in on_both("talking")), (On(CONCERNED, OUTSIDE), "signed"),
            *((on, "revised") for on in on_both("revising")))
    for on, to in rows:
        yield Step("accept", "arrangement_drafted", STAY, TRACK_PARTY, DISPATCH, papers.CHARTER, papers.Remark,
                   track=replace(on, to=to), stops=("reply",) if on.set == CONCERNED else (), **before)
    yield Step("stand_aside", ("consulting", "arrangement_drafted"), STAY, TRACK_PARTY, DISPATCH, papers.CHARTER,
               papers.Remark, track=On(CONCERNED, (*OUTSIDE[:3], "talking", "signed"), "aside"), tell="all",
               stops=("reply",), title="Declare to stand aside",
               added="Others may agree among themselves where one State does not wish to.",
               effect="You keep nobody from an arrangement and are bound by none; you may accept it later.")
    accepted = g.AllTracks(NOTIFIER, SIGNED) & g.AnyTrack(CONCERNED, SIGNED)
    yield Step("enter_arrangement_in_force", "arrangement_drafted", "arrangement_in_force", CLOCK,
               under=papers.CHARTER, follows=accepted & g.AllTracks(CONCERNED, (*SIGNED, *OUTSIDE)),
               moves=_both("accepted", SIGNED), tell="all", level="C1", title="The arrangement is in force",
               starts=BOUND["starts"], stops=(*BOUND["stops"], SILENCE), clears=BOUND["clears"], flags=BOUND["flags"],
               effect="The arrangement holds between those who accepted it, and nobody else.")


def _in_force() -> Iterator[Step]:
    where = "arrangement_in_force"
    yield Step("accede", where, STAY, TRACK_PARTY, DISPATCH, papers.CHARTER, papers.Remark, tell="all", level="C2",
               track=On(CONCERNED, (*OUTSIDE, "talking"), "accepted"), stops=("reply",),
               title="Accept the arrangement later",
               added="The arrangement stays open for acceptance by every State concerned.",
               effect="From now on the arrangement holds for you too.")
    for on in on_both("accepted"):
        yield Step("circulate_summary", where, STAY, TRACK_PARTY, DISPATCH, NOTICES, Summary, track=on,
                   level="C1", tell="all", title="Circulate a summary",
                   added="Members learn of an arrangement by a summary; its text stays with its parties.",
                   effect="All participants read the summary.")
        yield Step("review", where, STAY, TRACK_PARTY, DISPATCH, papers.CHARTER, papers.Review, track=on, tell="all",
                   level="C2", clears=("review_due",), starts=("review",), title="Record the review",
                   added="A review that is due needs an act by which it is held.",
                   effect="The review is on record, and the next one is counted from it.")
    yield Step("call_review", where, STAY, CLOCK, under=papers.CHARTER, tell="all", level="C2",
               flags=(Flag("review_due", on_track=False),), title="A review of the arrangement is due",
               effect="The parties review the arrangement; it holds meanwhile.")


def _disagreement() -> Iterator[Step]:
    for on in on_both("accepted"):
        yield Step("dispute_on_application", "arrangement_in_force", "consulting", TRACK_PARTY, DISPATCH,
                   papers.CHARTER, papers.Application, track=on, starts=("window",), tell="all", level="C2",
                   title="Dispute the application of the arrangement",
                   effect="The parties talk on how the arrangement is applied; it holds meanwhile.")


def _end() -> Iterator[Step]:
    stands = g.Says(g.Flagged(STANDS), "No arrangement is in force.", papers.CHARTER)
    where = ("notified", "information_exchange", "overlap_identified", "consulting", "arrangement_in_force")
    for on, ending in zip(on_both("accepted"), ENDINGS, strict=True):
        given = g.Says(g.Running(ending), "You gave no notice that runs.", PRODUCT)
        first = g.Says(~g.Running(ending), "Your notice runs already; another one would only make it longer.", PRODUCT)
        yield Step("end", where, STAY, TRACK_PARTY, DISPATCH, papers.CHARTER, papers.Reasons, track=on,
                   when=stands & first, starts=(ending,), tell="all", level="C2",
                   title="Give notice that the arrangement ends",
                   effect="The arrangement ends once your notice has run; until then it holds. No notice of another "
                          "makes yours longer.")
        yield Step("take_back_notice", where, STAY, TRACK_PARTY, DISPATCH, PRODUCT, papers.Remark, track=on,
                   when=given, stops=(ending,), tell="all", level="C2", title="Take back the notice",
                   added="Whoever gave notice may take it back before it has run.",
                   effect="The arrangement goes on, unless another notice runs.")
    yield Step("enter_arrangement_ended", (*where, "arrangement_drafted"), "arrangement_ended", CLOCK,
               under=papers.CHARTER, stops=("*",), clears=(STANDS,), tell="all", level="C1",
               title="The arrangement has ended",
               effect="The arrangement holds no more. What a State undertook under a treaty is as it was.")
    both = EachOn(NOTIFIER, ("accepted",)) & EachOn(CONCERNED, ("accepted",))
    yield Step("end_together", where, "arrangement_ended", both, DISPATCH, papers.CHARTER, papers.Reasons,
               when=stands, stops=("*",), clears=(STANDS,), tell="all", level="C1",
               title="End the arrangement together", added="All parties may end it at once.",
               effect="The arrangement ends today, as all of you record.")
