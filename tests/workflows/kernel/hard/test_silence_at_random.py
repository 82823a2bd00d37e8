"""Silence under any order of acts: what somebody entitled broke before the instant is never adopted."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.kernel.hard.test_silence import BOTH, opened, text
from tests.workflows.kernel.play import Play
from workflows.kernel.frozen_text import frozen_text
from workflows.kernel.guards import Refused

START = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                ("break_silence", "FRA"),
                ("break_silence", "ZAF"),
                ("make_explanation", "CHN"),
                ("stop_silence", "CHAIR"),
                ("resume_silence", "CHAIR"),
                ("extend_silence", "CHN"),
                ("withdraw_language", "OOSA"),
                ("post_language", "OOSA"),
                ("amend_and_retry", "CHAIR"),
                ("object_late", "ZAF"),
            ]
        ),
        st.one_of(st.integers(0, 400_000), st.sampled_from([1, 777_599, 777_600, 777_601])),
    ),
    max_size=14,
)


def attempt(play: Play, step: str, who: str, at: str, words: str) -> bool:
    """Try a step; say whether it was taken."""
    filing = text(words=words, posted=BOTH) if step == "amend_and_retry" else None
    rest = {"track": "language:fr"} if step.endswith("_language") else {}
    try:
        play.take(step, who, at, filing=filing, exact=filing is not None, **rest)
    except Refused:
        return False
    return True


@given(MOVES)
def test_no_order_of_acts_adopts_a_text_that_was_broken_before_its_instant(
    moves: list[tuple[tuple[str, str], int]],
) -> None:
    """Breaks and expiries in the record: each digest that was broken is not the one that lies there when the clock
    adopts, an adoption comes at the instant and not before, and a replay tells the same."""
    play, at, broken = opened(), START, set[str]()
    for number, ((step, who), seconds) in enumerate(moves):
        at += timedelta(seconds=seconds)
        limit, lies = play.case.limits["silence"], frozen_text(play.case).digest
        before = limit.status == "paused" or (limit.expires_at is not None and at < limit.expires_at)
        live = play.case.state == "under_silence"
        taken = attempt(play, step, who, at.strftime("%Y-%m-%dT%H:%M:%S"), f"Words number {number}.")
        if step == "break_silence":
            assert taken == (live and before)
            broken |= {lies} if taken else set()
        assert not (play.case.state == "adopted" and frozen_text(play.case).digest in broken)
        assert len(broken) == sum(act.step == "break_silence" for act in play.acts)

    assert play.case == play.replayed()
