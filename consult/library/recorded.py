"""Agreements that parties recorded here: their editions, and in words what the last one changed.

Drawn from the texts that the reader's party may see. A text that a later reader of clauses refuses is shown as its case
alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from consult.citations import law
from consult.docket.recorded import RecordedText
from consult.forms import ReadField, show
from consult.i18n import _
from workflows.agreements.filed import arrangement_filed
from workflows.agreements.tree import Arrangement
from workflows.kernel.frozen import dataclass
from workflows.parties.reading import InstrumentError


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition of a recorded agreement: its number, when it was recorded, and the act that did it."""

    number: int
    on: datetime
    act: int
    digest: str


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs between two editions: the question, what was said, and what is said now."""

    question: str
    before: tuple[str, ...]
    now: tuple[str, ...]


def clause_of(text: RecordedText) -> Arrangement | None:
    """Read the last edition as a whole clause; None where today's reader refuses it."""
    try:
        return arrangement_filed(text.last.body, text.case.ref)
    except InstrumentError:
        return None


def edition_views(text: RecordedText) -> tuple[EditionView, ...]:
    """List the editions, the last one first."""
    return tuple(EditionView(one.number, one.act.on, one.act.n, one.digest) for one in reversed(text.editions))


def changes(text: RecordedText, names: Mapping[str, str]) -> tuple[Change, ...]:
    """Say in words what the last edition changed against the one before it; empty for a first edition."""
    if len(text.editions) < 2:
        return ()
    before, now = (_answers(one.asks, one.body, names) for one in text.editions[-2:])
    questions = dict.fromkeys([*before, *now])
    found = (Change(one, before.get(one, ()), now.get(one, ())) for one in questions)
    return tuple(one for one in found if one.before != one.now)


def _answers(spec: Any, body: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Give every answer in words by its question; an entry of a list by what it is called and its number."""
    return dict(_flat(show(spec, body, party_names=names), ""))


def _flat(fields: Iterable[ReadField], above: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in fields:
        label = f"{above}{law(one.label)}"
        if not one.entries:
            yield label, one.lines
        for number, entry in enumerate(one.entries, 1):
            title = _("%(label)s %(number)s", label=label, number=number) if one.kind == "list" else label
            yield from _flat(entry, f"{title}: ")
