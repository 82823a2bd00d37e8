"""Reachability: what contact points answered in the contact tests of the period: the author's own, and those of all
others together where no State can be told from that. A test is no act and has no entry in the log; its results are
those that stood when it was closed. Not told: who did not answer."""

from collections.abc import Iterator, Sequence
from typing import Any

from consult.delivery.drills import ANSWERED
from consult.i18n import _, ngettext
from consult.reports.identifying import Disclosure
from consult.reports.matters import Facts
from consult.reports.sections.telling import plain
from consult.reports.values import Column, Figure, Line, Listing, Section


def draw(facts: Facts, _disclosure: Disclosure) -> Section:
    """Draw the section; empty where nothing was tested."""
    title = _("Reachability of contact points")
    own = [one for one in facts.tests if one.party == facts.scope.author]
    others = [one for one in facts.tests if one.party != facts.scope.author]
    points = {str(one.id): frozenset({one.party}) for one in others}
    safe = others if Disclosure(points).admits(points) else []
    groups = [("own", _("Contact points of the author"), own), ("others", _("Contact points of all others"), safe)]
    figures = tuple(one for key, whose, found in groups if found for one in _figures(key, whose, found))
    counted = (Column("tried", _("Tried"), "number"), Column("answered", _("Answered"), "number"))
    columns = (Column("whose", _("Whose")), *counted)
    lines = tuple(Line((whose, len(found), _answered(found))) for _key, whose, found in groups if found)
    listings = (Listing("reachability.tests", title, columns, lines),) if lines else ()
    return Section("reachability", title, figures, listings)


def _figures(key: str, whose: str, found: Sequence[Any]) -> Iterator[Figure]:
    reckoned = _("One for each contact point and test; tests are no acts and have no entry in the log.")
    tried, answered = len(found), _answered(found)
    said = ngettext("%(whose)s: one was tried.", "%(whose)s: %(num)s were tried.", tried, whose=whose)
    yield plain(f"reachability.{key}.tried", tried, "points", said, reckoned)
    said = ngettext("%(whose)s: one answered.", "%(whose)s: %(num)s answered.", answered, whose=whose)
    yield plain(f"reachability.{key}.answered", answered, "points", said, reckoned)


def _answered(found: Sequence[Any]) -> int:
    return sum(one.result == ANSWERED for one in found)
