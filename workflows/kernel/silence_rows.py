"""The rows of a silence: opening, language versions, the clock, those entitled, the instant, the chair's letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from . import guards as g
from .checks_of_texts import AnyGiven
from .guards import Guard
from .guards_of_silence import Entitled, EntitledReachable, InTime, SomebodyEntitled
from .language import CLOCK, DISPATCH, STAY, Extend, Moves, On, Opens, Step, WhenThen
from .silence_papers import (
    LANGUAGE,
    LANGUAGES,
    LETTER,
    POSTED,
    SILENCE,
    Break,
    Confirmation,
    Explanation,
    Extending,
    LanguageGone,
    LanguageVersion,
    LateObjection,
    Resumption,
    Stop,
)

if TYPE_CHECKING:
    from .silence import Silence


def rows_of(s: Silence) -> Iterator[Step]:
    """Give all rows of a silence, in the order in which a reader meets them."""
    for part in (_opening, _languages, _clock, _members, _ends, _after):
        yield from part(s)


# fmt: off
def _opening(s: Silence) -> Iterator[Step]:
    """Opening, and opening again with another text."""
    reached = SomebodyEntitled(s.freezes, s.under) & EntitledReachable(SILENCE, s.freezes, s.under)
    common: dict[str, Any] = {
        "asks": s.opening, "names": s.names, "freezes": s.freezes, "starts": (SILENCE,),
        "checks": s.checks,
    }
    if s.languages:
        keys, titles = tuple((c, None) for c in s.languages), tuple((c, LANGUAGES[c]) for c in s.languages)
        common["opens"] = Opens(LANGUAGE, keys=keys, titles=titles, anew=True)
        common["moves"] = Moves(LANGUAGE, "posted", field=POSTED)
    yield Step(
        "open_silence", s.frm, s.state, s.chair, s.capacity, s.under, **common,
        when=s.scope & reached if s.scope else reached, title="Put under silence",
        effect="The text is frozen and lies before everybody entitled. Without an objection before the instant it "
               f"is adopted{'; the clock stands as long as a language version is missing' if s.languages else ''}.",
    )
    if s.broken not in s.frm and s.files_text:
        yield Step(
            "amend_and_retry", s.broken, s.state, s.chair, s.capacity, s.under, **common,
            when=reached, title="Put an amended text under silence",
            effect="Another text is frozen and lies before everybody entitled, for the full period anew.",
        )


def _languages(s: Silence) -> Iterator[Step]:
    if not s.languages:
        return
    yield Step("post_language", s.state, STAY, s.clerk, s.capacity, s.under, LanguageVersion,
               track=On(LANGUAGE, ("missing",), "posted"), title="Post a language version",
               effect="The text is there in this language too. A clock that stands does not go on by itself.")
    yield Step("withdraw_language", s.state, STAY, s.clerk, s.capacity, s.under, LanguageGone,
               track=On(LANGUAGE, ("posted",), "missing"), title="Withdraw a language version",
               effect="The text is not there in this language any more, and the clock stops.")
    yield Step("stop_for_language", s.state, STAY, CLOCK, under=s.under, when=g.Running(SILENCE),
               follows=g.AnyTrack(LANGUAGE, ("missing",)), pauses=(SILENCE,),
               title="The clock stands still, as a language version is missing",
               effect="Time stands still, and what is left is kept to the second.")


def _clock(s: Silence) -> Iterator[Step]:
    """Stopping, going on, and more time."""
    there: Guard = EntitledReachable(SILENCE, s.freezes, s.under)
    if s.languages:
        there = g.AllTracks(LANGUAGE, ("posted",)) & there
    yield Step("stop_silence", s.state, STAY, s.clerk, s.capacity, s.under, Stop,
               when=g.Running(SILENCE), pauses=(SILENCE,),
               checks=(WhenThen("precondition", ("other",), "explanation", s.cited),),
               title="Stop the clock of the silence",
               effect="Time stands still, and what is left is kept to the second. An objection is possible.")
    yield Step("resume_silence", s.state, STAY, s.clerk, s.capacity, s.under, Resumption,
               when=g.Stopped(SILENCE) & there, resumes=(SILENCE,), title="Let the silence go on",
               effect=f"A new instant is announced: what is left, from now, and at least {s.least.text()}.")
    yield Step("extend_silence", s.state, STAY, s.entitled, DISPATCH, s.under, Extending,
               when=Entitled(s.under) & g.Running(SILENCE), extends=Extend(SILENCE),
               title="Ask for more time",
               effect=f"The instant moves by {s.extension.text()}, once for this text, whoever asks.")


def _members(s: Silence) -> Iterator[Step]:
    """What those entitled may say, before the instant and after it."""
    mine = Entitled(s.under)
    yield Step("break_silence", s.state, s.broken, s.entitled, DISPATCH, s.under, Break,
               when=mine & (g.Running(SILENCE) | g.Stopped(SILENCE)), stops=(SILENCE,), title="Break the silence",
               effect="The text is not adopted, and everybody is told at once. No reasons are needed. It counts "
                      "if it is received before the instant.")
    yield Step("break_silence", s.adopted, STAY, s.entitled, DISPATCH, s.under, Break,
               when=mine & InTime(SILENCE) & g.InState((s.state,)), title="Break the silence",
               added="Says why an objection that was received at the instant, or after it, is too late.")
    spoken = tuple(dict.fromkeys((s.state, s.adopted, s.broken)))
    yield Step("make_explanation", spoken, STAY, s.entitled, DISPATCH, s.under, Explanation, when=mine,
               title="Explain a position",
               effect="Your statement is on record. It does not break the silence.")
    yield Step("object_late", s.adopted, STAY, s.entitled, DISPATCH, s.under, LateObjection,
               when=mine & g.Lapsed(SILENCE), within=SILENCE, title="Place a late objection on record",
               effect="Your objection is on record as a statement, marked as late. The text stays adopted.")


def _ends(s: Silence) -> Iterator[Step]:
    """The instant: adoption, or a stop where somebody entitled could not be reached."""
    there = EntitledReachable(SILENCE, s.freezes, s.under)
    starts = (LETTER,) if s.letter else ()
    yield Step("expire_silence", s.state, s.adopted, CLOCK, under=s.under, when=there, starts=starts,
               title="The silence was not broken",
               effect="The text is adopted; whoever was entitled and did not object was silent.")
    yield Step("expire_silence", s.state, STAY, CLOCK, under=s.under, when=~there, pauses=(SILENCE,),
               title="The silence was not broken",
               added="At the instant somebody entitled has no contact point that answers: nothing is adopted.",
               effect="The clock stops with nothing left; the text is not adopted.")


def _after(s: Silence) -> Iterator[Step]:
    if s.letter:
        waits = g.Says(g.Running(LETTER) | g.Lapsed(LETTER), "No adoption by silence waits for a letter.")
        yield Step("confirm_adoption", s.adopted, STAY, s.chair, s.capacity, s.under, Confirmation,
                   when=waits, within=LETTER, stops=(LETTER,), flags=("adoption_confirmed",),
                   checks=(AnyGiven("text", ("document",)),), title="Confirm the adoption",
                   effect="The chair's letter gives effect to the adoption.")
# fmt: on
