"""The sections of a report, one file each: what is counted, in which columns, and what it does not tell.

Each is drawn from the same `Facts` and looks at nothing else, so that what a report says of one party is the same
sections drawn from that party's cases alone.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from consult.reports.identifying import Disclosure
from consult.reports.matters import Facts
from consult.reports.sections import deadlines, objections, overview, parts, practice, reachability
from consult.reports.values import Section
from workflows.kernel.reported import PARTS

__all__ = ["DRAWN", "drawn"]

Draw = Callable[[Facts, Disclosure], Section]
DRAWN: Mapping[str, Draw] = MappingProxyType(
    {
        "overview": overview.draw,
        **{part: parts.drawing(part) for part in PARTS},
        "reachability": reachability.draw,
        "deadlines": deadlines.draw,
        "objections": objections.draw,
        "practice": practice.draw,
    }
)
"""The sections in their order; the annex of sources is made of all of them and comes last."""
ALWAYS = frozenset({"overview", "objections"})


def drawn(facts: Facts, wanted: Collection[str], disclosure: Disclosure) -> Iterator[Section]:
    """Draw the sections that are wanted, in their order; one that has nothing to say is left out."""
    for key, draw in DRAWN.items():
        if key in wanted or key in ALWAYS:
            section = draw(facts, disclosure)
            if section.figures or section.listings:
                yield section
