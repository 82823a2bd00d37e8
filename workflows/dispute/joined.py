"""The time of a party that joins: a full response of its own, whenever it comes.

Law: the clause on third parties; the period of the rules for a response, from the day on which the party joined
proceedings or, where it had joined before, from the notice that began them. Not modelled: what the tribunal orders on
the case of a party that joins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows.dispute import papers
from workflows.dispute.frame import ARBITRAL
from workflows.dispute.shape import Shape
from workflows.kernel.language import (
    DISPATCH,
    STAY,
    TRACK_PARTY,
    Binding,
    Citation,
    Dispatch,
    Grade,
    On,
    Period,
    Source,
    Step,
    TimeLimit,
)

RULES = Source("UNCITRAL2010", Binding.LAW_A, Grade.M)("17")
RESPONSE = "response_joined"
# fmt: off


def lets_join(s: Shape) -> bool:
    """Say whether the clause lets a third party join."""
    return s.arrangement.clause.third_party_join != "none"


def joined_limit(s: Shape, length: Period, cited: Citation) -> Iterator[TimeLimit]:
    """Give the clock of a party that joined: as long as a respondent's."""
    if lets_join(s):
        yield TimeLimit(RESPONSE, length, cited, Dispatch(), "Response of a party that joined", per="third")


def with_full_time(row: Step) -> Iterator[Step]:
    """Let a row by which a party joins start its clock, where proceedings are under way."""
    if not any(opens.set == "third" for opens in row.opens):
        yield row
        return
    before = tuple(state for state in row.frm if state not in ARBITRAL)
    if before:
        yield replace(row, frm=before)
    yield replace(row, frm=tuple(state for state in row.frm if state in ARBITRAL), starts=(*row.starts, RESPONSE))


def clocks_at_notice(s: Shape) -> tuple[str, ...]:
    """List the clocks that start for parties which had joined when proceedings begin."""
    return (RESPONSE,) if lets_join(s) else ()


def respond_joined(s: Shape) -> Iterator[Step]:
    """Give the response of a party that joined."""
    yield Step("respond_joined", ARBITRAL[:3], STAY, TRACK_PARTY, DISPATCH, (s.cite("third_party_join"), RULES),
               papers.Response, track=On("third", ("taking_part",)), stops=(RESPONSE,), within=RESPONSE, tell="all",
               effect="Your response is on record. Without one the case goes on all the same.")
