"""Agreements for a page: their place in the tree, what their clause says and who says it, and the ladder between two.

Every value carries the agreement that gives it, the provision and how it was checked.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from consult.citations import Cited, cite, law
from consult.i18n import _, ngettext
from consult.library.rows import Named
from workflows import ladder as ladders
from workflows.agreements import SHEET, Agreement
from workflows.agreements.clause import CLAUSE_VALUES, Given
from workflows.agreements.known import Known
from workflows.agreements.rules import rules
from workflows.agreements.traps import silent, traps
from workflows.agreements.tree import Arrangement, Placed
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import humanise
from workflows.ladder import Ladder, Opening, Rung
from workflows.parties import parties


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence or value, and what it rests on."""

    text: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value of a clause: its name, the value, who gives it, and who says otherwise and is overruled."""

    name: str
    value: str
    given_by: Named
    cited: Cited
    overruled: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class RungView:
    """One rung between two parties, or of a clause as it stands where no parties are named."""

    title: str
    between: str
    entry: str
    is_open: bool
    after: tuple[str, ...]
    times: tuple[Said, ...]
    reasons: tuple[Said, ...]
    policies: tuple[Said, ...]
    given_by: Named
    cited: Cited
    opens_on: date | None
    alone: bool
    why_no_day: str
    key: str


def named(agreement: Agreement) -> Named:
    """Name an agreement."""
    return Named(agreement.key, law(agreement.title), "")


def rung_views(ladder: Ladder, received_on: date | None) -> tuple[RungView, ...]:
    """Draw up the rungs of a ladder, with a day for each where a day of receipt is given."""
    days = {one.rung.key: one for one in ladders.openings(ladder, received_on)} if received_on else {}
    return tuple(_rung(ladder, rung, days.get(rung.key)) for rung in ladder.rungs)


def _rung(ladder: Ladder, rung: Rung, day: Opening | None) -> RungView:
    waits = [found.title for key in rung.after if (found := ladder.rung(key))] if rung.open else []
    return RungView(
        title=law(rung.title),
        between=law(rung.between),
        entry=law(ladders.ENTRIES[rung.entry]),
        is_open=rung.open,
        after=tuple(map(law, waits)),
        times=tuple(_times(rung.placed)),
        reasons=tuple(Said(law(one.says), cite(one.cited)) for one in rung.reasons),
        policies=tuple(Said(law(one.says), cite(one.cited)) for one in rung.policies),
        given_by=_giver(ladder.arrangement, rung.placed.by),
        cited=cite(rung.placed.by.cited),
        opens_on=day.on if day else None,
        alone=rung.alone,
        why_no_day=law(day.why) if day and rung.open and day.on is None else "",
        key=rung.key,
    )


def _times(placed: Placed) -> Iterator[Said]:
    stage, given = placed.stage, placed.given
    if stage.days:
        yield Said(ngettext("Lasts %(num)s day.", "Lasts %(num)s days.", stage.days), cite(given["days"].cited))
    if stage.target_days:
        text = ngettext(
            "Aim of %(num)s day; nothing lapses by it.", "Aim of %(num)s days; nothing lapses by it.", stage.target_days
        )
        yield Said(text, cite(given["target_days"].cited))
    if stage.exit_after_days:
        text = ngettext(
            "One party may declare it failed after %(num)s day.",
            "One party may declare it failed after %(num)s days.",
            stage.exit_after_days,
        )
        yield Said(text, cite(given["exit_after_days"].cited))


def value_views(found: Arrangement) -> tuple[ValueView, ...]:
    """List every value of a clause that holds, with who gives it."""
    return tuple(_value(found, name, given) for name, given in found.given.items())


def _value(found: Arrangement, name: str, given: Given) -> ValueView:
    titles = {one.key: law(one.title) for one in found.line}
    return ValueView(
        law(CLAUSE_VALUES[name]["words"]),
        written(name, getattr(found.clause, name)),
        _giver(found, given),
        cite(given.cited),
        tuple(_("%(who)s: %(what)s", who=titles.get(by, by), what=written(name, said)) for by, said in given.overruled),
        name,
    )


def written(name: str, value: Any) -> str:
    """Write a value of a clause for a reader; free texts stay as the agreement has them."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return ", ".join(written(name, one) for one in value)
    match CLAUSE_VALUES[name]["kind"]:
        case "days":
            return ngettext("%(num)s day", "%(num)s days", value)
        case "rules":
            return law(rules()[value].title)
        case "party":
            return law(parties()[value].name)
    return law(humanise(value)) if CLAUSE_VALUES[name]["options"] else str(value)


def _giver(found: Arrangement, given: Given) -> Named:
    one = next((one for one in found.line if one.key == given.by), None)
    return named(one) if one else Named("", _("the general profile of the product"), "")


def ladder_between(found: Arrangement, parties: tuple[str, ...], on: date) -> Ladder:
    """Give the ladder between parties as the shipped tables know them."""
    return ladders.rungs(found, parties, on, Known())


def warnings(found: Arrangement) -> tuple[Said, ...]:
    """List the traps of a clause."""
    return tuple(Said(law(one.says), cite(one.cited)) for one in traps(found))


def silences(agreement: Agreement) -> tuple[Said, ...]:
    """List what the sheet of an agreement does not record."""
    return tuple(Said(law(one.says), cite(one.cited)) for one in silent(agreement))


def sheet(agreement: Agreement) -> tuple[tuple[str, str], ...]:
    """List what the sheet of an agreement records."""
    return tuple((law(SHEET[key]), law(text)) for key, text in agreement.sheet.items())
