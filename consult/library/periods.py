"""Values of terms, lengths, starts, zones and extensions of time limits in words of the reader's language."""

from typing import Any

from consult.citations import law
from consult.i18n import _, _l, ngettext
from consult.library.names import Names
from workflows.kernel.frozen import dataclass
from workflows.kernel.limits import (
    AllReceived,
    ByCase,
    ByParty,
    ByStep,
    ByTrack,
    Dispatch,
    Earliest,
    EndOf,
    FromFact,
    FromField,
    FromFiling,
    Length,
    Receipt,
    SinceStep,
    Start,
    TimeLimit,
)
from workflows.kernel.reckoning import Period


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long something runs: lines of (how long, in which case), under a heading where several sets differ."""

    lines: tuple[tuple[str, str], ...]
    heading: str = ""


EXTENDED_BY = {
    "agreement": _l("all whom it concerns, by agreement"),
    "office": _l("the neutral, tribunal or secretariat"),
    "owner": _l("the party for which it runs"),
    "other": _l("the other side, on request of the party for which it runs, or for all of its own accord"),
}


def write_period(period: Period) -> str:
    """Write a length of time, such as "10 working days"."""
    amount = period.amount
    match period.unit:
        case "hours":
            return ngettext("%(num)s hour", "%(num)s hours", amount)
        case "days":
            return ngettext("%(num)s day", "%(num)s days", amount)
        case "working_days":
            return ngettext("%(num)s working day", "%(num)s working days", amount)
        case "months":
            return ngettext("%(num)s month", "%(num)s months", amount)
        case _other:
            return ngettext("%(num)s year", "%(num)s years", amount)


def write_lengths(length: Length, names: Names) -> tuple[Lengths, ...]:
    """List how long a limit runs, by case, party, step or track where it differs."""
    match length:
        case Period():
            return _single(write_period(length))
        case ByCase():
            return (Lengths(_by_case(length, names)),)
        case ByStep():
            said = ((_("After “%(step)s”", step=names.step(step)), one) for step, one in length.lengths)
            groups = (*said, (_("In all other cases"), length.default))
            return tuple(Lengths(_of_step(one, names), heading) for heading, one in groups)
        case ByParty() | ByTrack():
            lines = ((write_period(one), key) for key, one in length.lengths)
            return (Lengths((*lines, (write_period(length.default), _("all others")))),)
        case FromField():
            stated = _("as stated under “%(field)s”", field=names.field(length.field))
            return (Lengths(((stated, ""), (write_period(length.default), _("if nothing is stated")))),)
        case _until:
            return _single(_("until the date under “%(field)s”", field=names.field(length.name)))


def _single(text: str) -> tuple[Lengths, ...]:
    """Give one length that holds in every case."""
    return (Lengths(((text, ""),)),)


def _of_step(length: ByCase | Period, names: Names) -> tuple[tuple[str, str], ...]:
    """List the lengths after one step: one, or one by case."""
    return ((write_period(length), ""),) if isinstance(length, Period) else _by_case(length, names)


def _by_case(length: ByCase, names: Names) -> tuple[tuple[str, str], ...]:
    """List the lengths by a fact of the case, the one used without the fact marked; the case by its first words."""
    lines = []
    for value, period in length.lengths:
        label = names.option(length.fact, value).partition(":")[0]
        usual = value == length.default
        lines.append((write_period(period), _("%(case)s, and if not stated", case=label) if usual else label))
    return tuple(lines)


def write_value(value: Any, names: Names) -> tuple[Lengths, ...]:
    """Write the value of a term: a length, a yes or no, a list, a number or a word."""
    match value:
        case Period() | ByCase() | ByStep() | ByParty() | ByTrack() | FromField():
            return write_lengths(value, names)
        case bool():
            return _single(_("yes") if value else _("no"))
        case tuple():
            return _single(", ".join(map(str, value)) or _("none"))
        case _plain:
            return _single(law(str(value)) or "–")


def write_start(start: Start, names: Names) -> str:
    """Say from when a limit runs."""
    match start:
        case Dispatch():
            return _("the act that starts it")
        case Receipt():
            return _("proven receipt")
        case AllReceived():
            return _("proven receipt by the last of those who were served")
        case SinceStep():
            return _("the act “%(step)s”", step=names.step(start.step))
        case FromFiling():
            return _("the date under “%(field)s” in the filing", field=names.field(start.field))
        case FromFact():
            return _("the date under “%(field)s” in the case", field=names.field(start.fact))
        case EndOf():
            return _("the end of “%(limit)s”", limit=names.limit(start.limit))
        case Earliest():
            return _("the earliest of: %(starts)s", starts="; ".join(write_start(one, names) for one in start.of))


def write_zone(limit: TimeLimit) -> str:
    """Say whose days are counted."""
    if limit.zone != "party":
        return str(limit.zone)
    return _("zone of the party whose track it is") if limit.per else _("zone of the party that acts")


def write_extension(limit: TimeLimit, names: Names) -> str:
    """Say who may extend a limit, how often and by how much; empty where nobody may."""
    if limit.extend is None:
        return ""
    said = [str(EXTENDED_BY.get(limit.extend.by, limit.extend.by))]
    if limit.extend.length is not None:
        groups = write_lengths(limit.extend.length, names)
        said += [f"{text} ({case})" if case else text for group in groups for text, case in group.lines]
    if limit.extend.times:
        said.append(ngettext("%(num)s time at most", "%(num)s times at most", limit.extend.times))
    return ", ".join(said)
