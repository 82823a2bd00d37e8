"""The annex that lets every number be followed: each figure with its acts, each act with its entry in the log and the
checkpoint that covers it, and the checkpoints. The proof of an entry is its receipt (`consult.log.receipts`), which the
log gives for its number. Of the checkpoints, the last of each day stands here."""

import base64
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from consult.i18n import _
from consult.reports.matters import Facts
from consult.reports.sections.telling import day, instant
from consult.reports.values import ANNEX, Column, Figure, Line, Listing, Mark, Section, Source


def sources_of(facts: Facts, sections: Iterable[Section]) -> tuple[Source, ...]:
    """Give every act that a figure or a line was made from, in the order of cases and acts."""
    used = {act for one in sections for figure in one.figures for act in figure.sources}
    used |= {act for one in sections for listing in one.listings for line in listing.lines for act in line.sources}
    sizes = [mark.size for mark in facts.sealed]
    found = []
    for matter in sorted(facts.told, key=lambda one: (one.told[0].on, one.id)):
        for act in matter.told:
            if act.id in used:
                covering = _covering(sizes, act.seq)
                found.append(Source(act.id, matter.ref, act.n, act.on, act.seq, covering))
    return tuple(found)


def _covering(sizes: Sequence[int], seq: int | None) -> int | None:
    """Give the smallest of some checkpoints that covers an entry; a checkpoint of size n covers the entries below n."""
    place = bisect_right(sizes, seq) if seq is not None else len(sizes)
    return sizes[place] if place < len(sizes) else None


def marks_of(facts: Facts, sources: Iterable[Source]) -> tuple[Mark, ...]:
    """Give the checkpoints of the period, and those that cover an act of the report."""
    needed = {one.checkpoint for one in sources}
    return tuple(_mark(one) for one in facts.sealed if one.size in needed or facts.within(one.signed_at.date()))


def _mark(row: Any) -> Mark:
    return Mark(row.signed_at, row.size, base64.b64encode(bytes(row.root)).decode())


def draw(sections: Sequence[Section], sources: Sequence[Source], marks: Sequence[Mark]) -> Section:
    """Draw the annex."""
    figures = [figure for one in sections for figure in one.figures]
    traced = tuple(_traced(number, one) for number, one in enumerate(figures, 1))
    listings = (
        Listing("annex.figures", _("Figures and their acts"), _of_figures(), traced),
        Listing("annex.acts", _("Acts and their entries"), _of_acts(), tuple(_act(one) for one in sources)),
        Listing("annex.checkpoints", _("Checkpoints of the log"), _of_marks(), tuple(_sealed(one) for one in marks)),
    )
    caveat = _(
        "An act is named by its case and number. Its entry in the log is proved by the receipt that the log gives for "
        "the number of the entry; a checkpoint covers all entries below its size."
    )
    return Section(ANNEX, _("Sources"), (), tuple(one for one in listings if one.lines), caveat, is_annex=True)


def _of_figures() -> tuple[Column, ...]:
    return (
        Column("number", _("No."), "code"),
        Column("figure", _("What is reported")),
        Column("value", _("Number"), "number"),
        Column("acts", _("Acts")),
    )


def _of_acts() -> tuple[Column, ...]:
    return (
        Column("act", _("Act"), "code"),
        Column("on", _("On"), "date"),
        Column("entry", _("Entry of the log"), "number"),
        Column("checkpoint", _("Covered by the checkpoint of size"), "number"),
    )


def _of_marks() -> tuple[Column, ...]:
    return (
        Column("signed_at", _("Signed"), "date"),
        Column("size", _("Entries covered"), "number"),
        Column("root", _("Root"), "code"),
    )


def _traced(number: int, one: Figure) -> Line:
    said = f"{one.sentence} {one.reckoned}".strip()
    return Line((f"F{number}", said, one.value, written(one.sources)))


def _act(one: Source) -> Line:
    return Line((one.id, day(one.on), one.entry, one.checkpoint), case=one.case)


def _sealed(one: Mark) -> Line:
    return Line((instant(one.signed_at), one.size, one.root))


def written(sources: Sequence[str]) -> str:
    """Write acts in short, case by case: `OST9-2026-ABCDEF/1, 3–5; OST9-2026-BCDEFG/1`."""
    held: dict[str, list[int]] = {}
    for one in sources:
        ref, _slash, n = one.rpartition("/")
        held.setdefault(ref, []).append(int(n))
    return "; ".join(f"{ref}/{', '.join(_runs(sorted(set(numbers))))}" for ref, numbers in held.items())


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Write whole numbers in runs."""
    for _gap, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        found = [n for _place, n in run]
        yield str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}"
