"""Rows of an observation, second part: conditions by agreement, the flight, the observation, its end and results.

Law: OST X second paragraph: what is given, and on which conditions, the States concerned agree. Whoever observes a
flight gains nothing over the object: jurisdiction and control stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.asking import rows
from workflows.asking.papers import Reasons
from workflows.dispute.beside import dispute_beside
from workflows.kernel import guards as g
from workflows.kernel.checks_of_days import NotToCome
from workflows.kernel.fragments import SUSPENDED
from workflows.kernel.language import (
    CLOCK,
    DISPATCH,
    DRAFT,
    PRODUCT,
    STAY,
    EachOn,
    Moves,
    NotBefore,
    Step,
)
from workflows.observing import papers
from workflows.observing.frame import (
    AGREED,
    ASKED,
    CLOSED,
    ENDED,
    LIVE,
    NO,
    NOT_HELD,
    OBSERVED,
    OBSERVER,
    OBSERVING,
    OF,
    OVER,
    REQUESTED,
    RESTS,
    TALKING,
    TALKS,
    YES,
)
from workflows.observing.terms import AGREED as BY_AGREEMENT

PARTIES = OBSERVER | ASKED
SETTLED = g.AllTracks(OF, (TALKING, NO, *rows.SILENT))
# fmt: off


def observation() -> tuple[Step, ...]:
    """Give all rows of this part, in the order of the procedure."""
    return (*_conditions(), *_flight(), *_observed(), *_over(), *_beside())


def _conditions() -> Iterator[Step]:
    waits = g.Says(SETTLED, "A State that was asked has not answered yet.", BY_AGREEMENT)
    yield Step("agree_terms", TALKS, AGREED, OBSERVER & EachOn(OF, (TALKING,)), DISPATCH, BY_AGREEMENT,
               papers.Conditions, when=waits, moves=Moves(OF, YES, (TALKING,)), stops=("window",),
               starts=("terms_end",), checks=(NotBefore("terms_until", None, BY_AGREEMENT),),
               title="Agree on the conditions",
               effect="With the last hand the opportunity is given, under these conditions and until that day.")
    yield Step("renew_terms", OVER, AGREED, OBSERVER & EachOn(OF, (YES,)), DISPATCH, BY_AGREEMENT,
               papers.LongerConditions, starts=("terms_end",), checks=(NotBefore("terms_until", None, BY_AGREEMENT),),
               title="Renew the conditions", added="What was agreed for a time may be agreed for another.",
               effect="With the last hand the conditions stand again, until that day.")
    yield Step("prolong_terms", (AGREED, OBSERVING), STAY, OBSERVER & EachOn(OF, (YES,)), DISPATCH, BY_AGREEMENT,
               papers.LongerConditions, starts=("terms_end",), checks=(NotBefore("terms_until", None, BY_AGREEMENT),),
               title="Prolong the conditions", added="What was agreed for a time may last longer by agreement.",
               effect="With the last hand the conditions last until that day.")


def _flight() -> Iterator[Step]:
    yield Step("change_flight", (REQUESTED, TALKS, AGREED), STAY, PARTIES, DRAFT, BY_AGREEMENT, papers.FlightChanged,
               keeps=("flight_on",), checks=(NotBefore("flight_on"),), tell="all",
               title="Announce a change of the flight",
               added="Flights are put off; what was asked and agreed goes on for the new day.",
               effect="The new day is before all; the conditions run until the day that they name.")


def _observed() -> Iterator[Step]:
    yield Step("begin_observation", AGREED, OBSERVING, PARTIES, DRAFT, BY_AGREEMENT, papers.Begun, tell="all",
               checks=(NotToCome("began_at"),), activity="proceeding", title="Begin the observation",
               effect="The observation is under way, under the conditions agreed.")
    yield Step("end_observation", OBSERVING, OBSERVED, PARTIES, DRAFT, BY_AGREEMENT, papers.Ended, tell="all",
               checks=(NotToCome("ended_at"),), stops=("terms_end",), starts=("results",), activity="completed",
               title="End the observation", effect="The observation has ended; the results go to whom it was agreed.")
    yield Step("share_results", OBSERVED, CLOSED, OBSERVER, DISPATCH, BY_AGREEMENT, papers.Results, stops=("*",),
               within="results", tell="all", title="Share the results",
               effect="The results are with those who agreed on them; the case is closed.")
    yield Step("add_account", OBSERVED, STAY, ASKED, DISPATCH, PRODUCT, papers.Results, tell="all",
               title="Add a separate account", added="The other side may tell what it saw, also where no results come.",
               effect="Your account is on record.")


def _over() -> Iterator[Step]:
    ended: dict[str, Any] = {"stops": ("*",), "activity": "cancelled", "tell": "all"}
    yield Step("end_terms", (AGREED, OBSERVING, SUSPENDED), OVER, PARTIES, DISPATCH, BY_AGREEMENT, papers.EndedEarly,
               when=g.Says(g.Running("terms_end"), "No conditions stand.", BY_AGREEMENT), **ended,
               title="End the conditions before their time",
               added="How either side may end what was agreed stands in the conditions.",
               effect="The conditions end; what was observed until then stays under them.")
    yield Step("expire_terms", (AGREED, OBSERVING), OVER, CLOCK, under=BY_AGREEMENT, **ended,
               title="The time of the conditions has passed",
               effect="The conditions were agreed for a time, which has passed; without others nothing is observed.")
    yield Step("give_up", (REQUESTED, TALKS, AGREED), NOT_HELD, OBSERVER, DISPATCH, PRODUCT, Reasons, **ended,
               title="Give up the observation", added="Whoever asked may wish for it no more.",
               effect="Everybody in the case is told; nothing is observed.")


def _beside() -> Iterator[Step]:
    everywhere = (*LIVE, *ENDED)
    yield rows.link_case(everywhere, "A visit, a notice of transparency, frequencies or technical data are cases of "
                                     "their own.")
    yield dispute_beside((*LIVE, *RESTS), {"tell": "all"}, "How a request was considered, and what was agreed, may be "
                                                           "disputed.")
