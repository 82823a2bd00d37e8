"""Talks among all partners that a lead partner convenes when it is told that the subject suits them all.

Law: the clause that names the lead partner (IGA98 23(2) has one). Whoever consults tells it; it convenes and invites
all partners at the earliest practicable time, for which the product gives an aim by which nothing lapses. The lead
partner decides nothing. Not modelled: talks that it convenes without having been told.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.dispute import papers
from workflows.dispute.frame import AGAIN, LEAD, PARTNER
from workflows.dispute.limits import runs
from workflows.dispute.shape import Shape
from workflows.kernel import guards as g
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    OPTIONAL,
    PRODUCT,
    STAY,
    Filing,
    Names,
    Step,
    date_field,
    long_text,
    text,
)
from workflows.ladder import BY_CONVENING, Rung

# fmt: off


class SubjectForAll(Filing):
    """Statement that the subject suits all partners."""

    subject = long_text("Why the subject suits all partners", PRODUCT)


class Convening(Filing):
    """Invitation of all partners to talks."""

    meets_on = date_field("Day of the meeting", PRODUCT)
    place = text("Place, or how to take part from afar", PRODUCT)
    agenda = long_text("Agenda", PRODUCT, need=OPTIONAL)


def lead_named(s: Shape) -> tuple[Names, ...]:
    """Give the lead partner its role with the notice of dispute, which it reads too."""
    lead = s.arrangement.clause.lead_partner
    return (Names("lead_partner", parties=(lead,), level="C1"),) if lead and any(s.by_kind(BY_CONVENING)) else ()


def convening(s: Shape) -> Iterator[Step]:
    """Give the steps of every stage that is convened."""
    for rung in s.by_kind(BY_CONVENING):
        yield from _convened(s, rung)


def _convened(s: Shape, rung: Rung) -> Iterator[Step]:
    cited, opening = rung.placed.by.cited, s.opening(rung)
    fresh = s.on(rung, AGAIN, STAY)
    partners = tuple(dict.fromkeys(party for one in s.arrangement.line for party in one.parties))
    yield Step("ask_lead_partner", s.talks, STAY, ANY_PARTY, DISPATCH, (cited, s.cite("lead_partner")), SubjectForAll,
               track=fresh, when=opening, level="C1", tell="all",
               effect="The lead partner is told; it convenes all partners at the earliest practicable time.")
    told = g.Says(g.Done("ask_lead_partner"), "Nobody has told the lead partner yet that the subject suits all.", cited)
    yield Step("convene", s.talks, rung.stage.kind, LEAD, DISPATCH, (cited, s.cite("lead_partner")), Convening,
               track=s.on(rung, AGAIN, "running"), when=told & opening if opening else told, starts=runs(rung),
               stops=("deadlock_review",), names=Names("partner", parties=partners, level="C1"), level="C1", tell="all",
               effect="All partners are invited; the talks among all of them have begun.")
    yield Step("speak_in_talks", s.talks, STAY, PARTNER | LEAD, DISPATCH, cited, papers.Declaration,
               track=s.on(rung, ("running",), STAY), level="C1", tell="all",
               effect="What you say in the talks is on record for all who take part; it binds nobody.")
