"""Values of terms, lengths, starts, zones and extensions of time limits in words of the reader's language."""

from typing import Any

from consult.citations import law
from consult.i18n import _, _l, ngettext
from consult.library.names import Names
from workflows.kernel.limits import (
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
    Start,
    TimeLimit,
)
from workflows.kernel.reckoning import Period

Lengths = tuple[tuple[str, str], ...]
"""Lines of (for what, how long); one line for nothing in particular where there is a single length."""

EXTENDED_BY = {
    "agreement": _l("all whom it concerns, by agreement"),
    "office": _l("the neutral, tribunal or secretariat"),
    "owner": _l("the party for which it runs"),
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


def write_lengths(length: Length, names: Names) -> Lengths:
    """List how long a limit runs, by case, party, step or track where it differs."""
    match length:
        case Period():
            return (("", write_period(length)),)
        case ByCase():
            return tuple(_by_case(length, names))
        case ByStep():
            return tuple(_by_step(length, names))
        case ByParty() | ByTrack():
            others = (_("all others"), write_period(length.default))
            return (*((key, write_period(one)) for key, one in length.lengths), others)
        case FromField():
            stated = (_("as stated under “%(field)s”", field=names.field(length.field)), "")
            return (stated, (_("if nothing is stated"), write_period(length.default)))
        case _until:
            return (("", _("until the date under “%(field)s”", field=names.field(length.name))),)


def _by_case(length: ByCase, names: Names) -> list[tuple[str, str]]:
    """List the lengths by a fact of the case, the one used without the fact marked."""
    lines = []
    for value, period in length.lengths:
        label = names.option(length.fact, value)
        usual = value == length.default
        lines.append((_("%(case)s, and if not stated", case=label) if usual else label, write_period(period)))
    return lines


def _by_step(length: ByStep, names: Names) -> list[tuple[str, str]]:
    """List the lengths by the step that starts the limit, each by its fact."""
    lines = [(_("in all other cases") + ": " + case, text) for case, text in _by_case(length.default, names)]
    for step, by_case in reversed(length.lengths):
        said = _("after “%(step)s”", step=names.step(step))
        lines = [(f"{said}: {case}", text) for case, text in _by_case(by_case, names)] + lines
    return lines


def write_value(value: Any, names: Names) -> Lengths:
    """Write the value of a term: a length, a yes or no, a list, a number or a word."""
    match value:
        case Period() | ByCase() | ByStep() | ByParty() | ByTrack() | FromField():
            return write_lengths(value, names)
        case bool():
            return (("", _("yes") if value else _("no")),)
        case tuple():
            return (("", ", ".join(map(str, value)) or _("none")),)
        case _plain:
            return (("", law(str(value))),)


def write_start(start: Start, names: Names) -> str:
    """Say from when a limit runs."""
    match start:
        case Dispatch():
            return _("the act that starts it")
        case Receipt():
            return _("proven receipt")
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
        said += [text or label for label, text in write_lengths(limit.extend.length, names)]
    if limit.extend.times:
        said.append(ngettext("%(num)s time at most", "%(num)s times at most", limit.extend.times))
    return ", ".join(said)
