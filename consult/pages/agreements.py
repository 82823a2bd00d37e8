"""The list of agreements, and the page of one: its clause on disputes, and the ladder between two parties."""

from dataclasses import dataclass
from datetime import date

from consult.citations import Cited, cite, law
from consult.i18n import _
from consult.library import agreements as views
from consult.library.rows import Named
from consult.refusals import Unknown
from workflows.agreements import SETTLEMENT, TREE, Agreement, agreements
from workflows.agreements.tree import arrangement
from workflows.parties import parties, said


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement in the list."""

    key: str
    title: str
    kind: str
    above: Named | None
    cited: Cited


@dataclass(frozen=True, slots=True)
class AgreementsPage:
    """Every agreement with a clause on disputes."""

    title: str
    lines: tuple[AgreementLine, ...]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """One agreement; `between` are the parties whose ladder is shown, empty where none were chosen."""

    title: str
    line: AgreementLine
    note: str
    members: tuple[Named, ...]
    above: tuple[AgreementLine, ...]
    below: tuple[AgreementLine, ...]
    between: tuple[Named, ...]
    on: date
    problem: str
    choices: tuple[Named, ...]
    rungs: tuple[views.RungView, ...]
    warnings: tuple[views.Said, ...]
    sheet: tuple[tuple[str, str], ...]
    silences: tuple[views.Said, ...]
    values: tuple[views.ValueView, ...]


def agreements_page() -> AgreementsPage:
    """Draw up the list."""
    return AgreementsPage(_("Agreements"), tuple(_line(one) for one in _settling()))


def agreement_page(key: str, asked: tuple[str, str], on: date, problem: str = "") -> AgreementPage:
    """Draw up one agreement, with the ladder between the parties asked for on a date; Unknown where there is none."""
    one = next((one for one in _settling() if one.key == key), None)
    if one is None:
        raise Unknown
    found = arrangement(key)
    between, problem = _between(asked, problem)
    ladder = views.ladder_between(found, tuple(party.key for party in between), on)
    return AgreementPage(
        title=law(one.title),
        line=_line(one),
        note=law(one.note),
        members=tuple(_party(key) for key in one.parties),
        above=tuple(_line(above) for above in found.line[1:]),
        below=tuple(_line(other) for other in _settling() if other.parent == key),
        between=between,
        on=on,
        problem=problem,
        choices=tuple(sorted((_party(key) for key in parties()), key=lambda party: party.name.casefold())),
        rungs=views.rung_views(ladder, on if between else None),
        warnings=views.warnings(found),
        sheet=views.sheet(one),
        silences=views.silences(one),
        values=views.value_views(found),
    )


def _settling() -> tuple[Agreement, ...]:
    return tuple(one for one in agreements().values() if one.procedure == SETTLEMENT)


def _between(asked: tuple[str, str], problem: str) -> tuple[tuple[Named, ...], str]:
    """Read the two parties: both, different and known, or none."""
    if not any(asked) or problem:
        return (), problem
    if not all(party in parties() for party in asked):
        return (), _("Choose two parties from the lists.")
    if asked[0] == asked[1]:
        return (), _("Choose two different parties.")
    return tuple(Named(key, said(key, parties()[key].name), "") for key in asked), ""


def _party(key: str) -> Named:
    return Named(key, law(parties()[key].name), "")


def _line(one: Agreement) -> AgreementLine:
    above = agreements().get(one.parent)
    return AgreementLine(
        one.key, law(one.title), law(TREE[one.kind]), views.named(above) if above else None, cite(one.cited)
    )
