"""Time limits that were kept or passed in the period, apart for each binding: what a treaty, a national law or an
agreement sets is never counted with what a text recommends or the product proposes. Only a limit of law expires; the
passing of any other is a target that passed, and says nothing of a duty. Not told: limits of one relation alone."""

from collections.abc import Iterator

from consult.i18n import _, _l, ngettext
from consult.reports.identifying import Disclosure
from consult.reports.matters import ENDED, KEPT, PASSED, Entry, Facts, Matter, Run
from consult.reports.naming import general_title, limit_key, limit_title
from consult.reports.values import Column, Figure, Line, Listing, Section
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Binding

TITLES = {
    Binding.LAW_T: _l("Time limits set by treaties"),
    Binding.LAW_N: _l("Time limits set by national law"),
    Binding.LAW_A: _l("Time limits agreed by the parties"),
    Binding.SOFT: _l("Periods recommended by texts that do not bind"),
    Binding.DEFAULT: _l("Targets of the product, without provision"),
}


@dataclass(frozen=True, slots=True)
class Ended:
    """A run of a limit that ended in the period, with its case."""

    matter: Matter
    run: Run

    @property
    def acts(self) -> Iterator[Entry]:
        """Give its acts that may be named."""
        numbers = {act.n for act in self.matter.told}
        both = (self.run.started, *((self.run.ended,) if self.run.ended else ()))
        return (act for act in both if act.n in numbers)


def draw(facts: Facts, _disclosure: Disclosure) -> Section:
    """Draw the section."""
    figures: list[Figure] = []
    listings: list[Listing] = []
    ended = list(ended_in_period(facts))
    for binding in Binding:
        found = [one for one in ended if one.run.binding == binding]
        if found:
            figures += _figures(binding, found)
            listings.append(_listing(binding, facts, found))
    caveat = _(
        "A limit is kept where a party took in time the step that it waits for, and passed where its end came first. "
        "Limits that ended because the case moved on are in the tables alone. That a period was over says nothing of a "
        "breach."
    )
    return Section("deadlines", _("Deadlines met and passed"), tuple(figures), tuple(listings), caveat)


def ended_in_period(facts: Facts) -> Iterator[Ended]:
    """Give the runs that were kept, passed or otherwise over in the period."""
    for one in facts.told:
        for run in one.runs:
            over = run.day or (run.ended.day if run.outcome == ENDED and run.ended else None)
            if run.outcome in (KEPT, PASSED, ENDED) and facts.within(over):
                yield Ended(one, run)


def _figures(binding: Binding, found: list[Ended]) -> Iterator[Figure]:
    title = str(TITLES[binding])
    for outcome in (KEPT, PASSED):
        here = [one for one in found if one.run.outcome == outcome]
        sources = tuple(dict.fromkeys(act.id for one in here for act in one.acts))
        reckoned = _(
            "One for each run of a limit; the acts are those that began and ended it, where they may be named."
        )
        cases = tuple(dict.fromkeys(one.matter.ref for one in here))
        sentence = _sentence(binding, outcome, title, len(here))
        yield Figure(f"deadlines.{binding}.{outcome}", len(here), "limits", sentence, sources, reckoned, cases=cases)


def _sentence(binding: Binding, outcome: str, title: str, n: int) -> str:
    """Say how many were kept or passed; only what is law expires."""
    if not n:
        return (_("%(title)s: none was kept.") if outcome == KEPT else _("%(title)s: none passed.")) % {"title": title}
    if outcome == KEPT:
        return ngettext("%(title)s: one was kept.", "%(title)s: %(num)s were kept.", n, title=title)
    if binding.is_law:
        return ngettext("%(title)s: one expired.", "%(title)s: %(num)s expired.", n, title=title)
    return ngettext(
        "%(title)s: one passed, without effect in law.",
        "%(title)s: %(num)s passed, without effect in law.",
        n,
        title=title,
    )


def _listing(binding: Binding, facts: Facts, found: list[Ended]) -> Listing:
    held: dict[tuple[str, str], list[Ended]] = {}
    for one in found:
        held.setdefault((one.matter.key, limit_key(facts, one.matter, one.run.limit)), []).append(one)
    lines = tuple(_line(facts, held[key]) for key in sorted(held))
    columns = (
        Column("procedure", _("Procedure")),
        Column("limit", _("Time limit")),
        Column("kept", _("Kept"), "number"),
        Column("passed", _("Expired") if binding.is_law else _("Passed"), "number"),
        Column("ended", _("Ended otherwise"), "number"),
    )
    return Listing(f"deadlines.{binding}", str(TITLES[binding]), columns, lines)


def _line(facts: Facts, found: list[Ended]) -> Line:
    first, limit = found[0].matter, found[0].run.limit
    counts = (sum(one.run.outcome == outcome for one in found) for outcome in (KEPT, PASSED, ENDED))
    sources = tuple(dict.fromkeys(act.id for one in found for act in one.acts))
    return Line((general_title(facts, first), limit_title(facts, first, limit), *counts), sources)
