"""The list of agreements, and the page of one: its clause on disputes, and the ladder between two parties."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from consult import casebook
from consult.citations import Cited, cite, law
from consult.docket import Docket
from consult.docket.recorded import RecordedText, recorded_text, recorded_texts
from consult.i18n import _
from consult.library import agreements as views
from consult.library.recorded import Change, EditionView, changes, clause_of, edition_views
from consult.library.rows import Named
from consult.refusals import Unknown
from consult.standing import Standing
from workflows.agreements import RECORDING, SETTLEMENT, TREE, Agreement, agreements
from workflows.agreements.tree import Arrangement, arrangement
from workflows.kernel.frozen import dataclass
from workflows.parties import parties, said


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement in the list."""

    key: str
    title: str
    kind: str
    above: Named | None
    cited: Cited
    kind_key: str


@dataclass(frozen=True, slots=True)
class RecordedLine:
    """One agreement that one's party recorded with others."""

    ref: str
    title: str
    parties: tuple[str, ...]
    edition: int
    on: datetime
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementsPage:
    """Every shipped agreement with a clause on disputes, and those that one's party recorded."""

    title: str
    lines: tuple[AgreementLine, ...]
    recorded: tuple[RecordedLine, ...]


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
    opens: str = ""
    case_ref: str = ""
    editions: tuple[EditionView, ...] = ()
    changes: tuple[Change, ...] = ()


def agreements_page(conn: Connection, docket: Docket, standing: Standing) -> AgreementsPage:
    """Draw up the list."""
    texts = recorded_texts(conn, docket.editions, standing, RECORDING)
    names = casebook.party_names(conn)
    recorded = tuple(_recorded_line(text, names) for text in texts)
    return AgreementsPage(_("Agreements"), tuple(_line(one) for one in _settling()), recorded)


def _recorded_line(text: RecordedText, names: Mapping[str, str]) -> RecordedLine:
    keys = tuple(text.last.body.get("parties", ()))
    members = tuple(names.get(key, key) for key in keys)
    return RecordedLine(text.case.ref, text.title, members, text.last.number, text.last.act.on, keys)


def recorded_page(
    conn: Connection, docket: Docket, standing: Standing, ref: str, asked: tuple[str, str], on: date, problem: str = ""
) -> AgreementPage:
    """Draw up an agreement that one's party recorded, in the same way, with its editions; Unknown where there is none
    that it may see."""
    text = recorded_text(conn, docket.editions, standing, RECORDING, ref)
    found = clause_of(text) if text else None
    if text is None or found is None:
        raise Unknown
    return replace(
        _page(found, asked, on, problem),
        opens=found.agreement.procedure,
        case_ref=ref,
        editions=edition_views(text),
        changes=changes(text, casebook.party_names(conn)),
    )


def agreement_page(key: str, asked: tuple[str, str], on: date, problem: str = "") -> AgreementPage:
    """Draw up one agreement, with the ladder between the parties asked for on a date; Unknown where there is none."""
    if not is_shipped(key):
        raise Unknown
    return _page(arrangement(key), asked, on, problem)


def is_shipped(key: str) -> bool:
    """Say whether an agreement with a clause on disputes is shipped under a key."""
    return any(one.key == key for one in _settling())


def _page(found: Arrangement, asked: tuple[str, str], on: date, problem: str) -> AgreementPage:
    one, key = found.agreement, found.agreement.key
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
    return Named(key, law(parties()[key].name) if key in parties() else key, "")


def _line(one: Agreement) -> AgreementLine:
    above = agreements().get(one.parent)
    return AgreementLine(
        one.key, law(one.title), law(TREE[one.kind]), views.named(above) if above else None, cite(one.cited), one.kind
    )
