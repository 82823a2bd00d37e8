"""The two clocks of a case: what the law says without a number, the date of the thing itself, and which running periods
come too late for it. Told at reading; nothing here expires.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from consult.citations import Cited, cite, law
from consult.docket import Seen
from consult.docket.owing import owners_of
from consult.drawing.chronology import BINDING_CLASS, Mark, Span, TimeWords
from consult.drawing.instants import as_instant
from consult.drawing.timeline import timeline
from consult.i18n import _, ngettext, write_date
from consult.pages.cases.limits import limit_is_visible
from consult.visibility import Membership, Viewer
from workflows.kernel.case import Limit
from workflows.kernel.frozen import dataclass
from workflows.kernel.limits import Standard
from workflows.kernel.two_clocks import Outrun, is_live, outruns, physical_date
from workflows.kernel.words import humanise

Names = Mapping[str, str]
WIDTH = 720


@dataclass(frozen=True, slots=True)
class StandardLine:
    """A standard without a number: the words of the law, the date that it looks to and how far off that is; and where
    it comes too late, a warning with each period that ends after it."""

    words: str
    under: tuple[Cited, ...]
    until: date | None
    says: str
    warning: str = ""
    late: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clocks:
    """The standards of a case, and both clocks in one drawing where a date and a running period are known."""

    standards: tuple[StandardLine, ...]
    svg: str


def visible_limits(seen: Seen, viewer: Viewer, membership: Membership) -> list[Limit]:
    """List the limits of a case that a viewer may see."""
    return [limit for limit in seen.case.limits.values() if limit_is_visible(seen, limit, viewer, membership)]


def clocks(
    seen: Seen, limits: Sequence[Limit], names: Names, now: datetime, direction: str = "ltr", *, drawn: bool = True
) -> Clocks:
    """Draw up the standards of a case beside the limits that a viewer may see."""
    lines = tuple(_line(seen, one, limits, names, now) for one in seen.procedure.standards)
    return Clocks(lines, _drawing(seen, limits, names, now, direction) if drawn else "")


def comes_too_late(seen: Seen, limits: Iterable[Limit]) -> bool:
    """Say whether some of the limits that a viewer may see run past a date that the law looks to."""
    found = tuple(limits)
    return any(outruns(seen.case, standard, found) for standard in seen.procedure.standards)


def _line(seen: Seen, standard: Standard, limits: Sequence[Limit], names: Names, now: datetime) -> StandardLine:
    day = physical_date(seen.case, standard)
    late = outruns(seen.case, standard, limits)
    return StandardLine(
        law(standard.words) or humanise(standard.key),
        tuple(cite(c) for c in standard.under),
        day,
        _two_clocks(day, now),
        _warning(seen, day, late, now),
        tuple(_too_late(seen, one, names) for one in late),
    )


def _two_clocks(day: date | None, now: datetime) -> str:
    if day is None:
        return ""
    left = (day - now.astimezone(UTC).date()).days
    if left > 0:
        return ngettext("%(num)s day until then", "%(num)s days until then", left)
    return (
        _("that day is reached")
        if left == 0
        else ngettext("%(num)s day after that date", "%(num)s days after that date", -left)
    )


def _warning(seen: Seen, day: date | None, late: Sequence[Outrun], now: datetime) -> str:
    """Say what talks can still influence, where that is less than the law looks to."""
    if day is None or not is_live(seen.case):
        return ""
    if day <= now.astimezone(UTC).date() or seen.case.activity == "proceeding":
        return _("That day has come. Consultation can influence only what of the activity is still ahead.")
    if not late:
        return ""
    return _(
        "The date of the activity comes before the end of the talks: what is said after that date can no longer "
        "influence how it begins."
    )


def _too_late(seen: Seen, one: Outrun, names: Names) -> str:
    """Say by how many days a running period comes too late."""
    what, when = _titled(seen, one.limit, names), write_date(one.ends_on)
    if not one.days:
        return _("%(what)s ends on %(when)s, on that day itself", what=what, when=when)
    return ngettext(
        "%(what)s ends on %(when)s, %(num)s day after that date",
        "%(what)s ends on %(when)s, %(num)s days after that date",
        one.days,
        what=what,
        when=when,
    )


def _titled(seen: Seen, limit: Limit, names: Names) -> str:
    """Name a limit, and the party for which it runs."""
    rule = seen.procedure.rule(limit.limit)
    title = law(rule.title) or humanise(rule.key)
    owners = ", ".join(names.get(party, party) for party in owners_of(seen.case, limit))
    return f"“{title}” ({owners})" if owners else f"“{title}”"


def _drawing(seen: Seen, limits: Sequence[Limit], names: Names, now: datetime, direction: str) -> str:
    """Draw running limits above, and the dates of the thing itself below."""
    marks = [
        Mark(day, law(humanise(standard.until or "")), "physical")
        for standard in seen.procedure.standards
        if (day := physical_date(seen.case, standard))
    ]
    spans = list(_spans(seen, limits, names, now))
    if not marks or not spans or not is_live(seen.case):
        return ""
    return timeline(
        marks,
        spans,
        now=now,
        direction="rtl" if direction == "rtl" else "ltr",
        title=_("Two clocks"),
        description=_("Above, the periods that run; below, the date of the activity. The text beside says both."),
        width=WIDTH,
        words=_words(),
        ident="two-clocks",
    )


def _spans(seen: Seen, limits: Sequence[Limit], names: Names, now: datetime) -> Iterator[Span]:
    for one in limits:
        if one.status == "running" and one.starts_on and one.expires_at and one.binding in BINDING_CLASS:
            ends = one.expires_on or one.expires_at
            begins = _drawn_from(one.starts_on, ends, now)
            yield Span(begins, ends, _titled(seen, one, names), BINDING_CLASS[one.binding])


def _drawn_from(starts: datetime, end: date, now: datetime) -> datetime:
    """Give where a period begins on the drawing; one that is counted back from a date to come runs from today."""
    ends = as_instant(end)
    return starts if starts <= ends else min(now, ends)


def _words() -> TimeWords:
    return TimeWords(
        limits=_("Periods that run"),
        events=_("The activity"),
        today=_("now"),
        law=_("law"),
        agreed=_("agreed"),
        soft=_("soft, not binding"),
        default=_("product default, no legal limit"),
        act=_("act"),
        physical=_("date of the activity"),
        ahead=_("still ahead"),
        endless=_("no end"),
        closed=_("closed"),
        say_date=lambda when: write_date(when),
    )
