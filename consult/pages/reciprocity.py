"""What passed between one's own State and another one: counts with the acts behind them, and no balance."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import people
from consult.casebook.reciprocity import MOST, acts_between
from consult.citations import law
from consult.docket import Docket
from consult.i18n import _
from consult.pages.cases.lines import title_of_case
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from workflows import Form
from workflows.kernel.frozen import dataclass
from workflows.kernel.reciprocity import KINDS

STATES = frozenset({"state", "igo"})
"""Kinds of party between which something passes; bodies and secretariats have no sheet, and see none."""


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act behind a count."""

    ref: str
    n: int
    title: str
    on: datetime


@dataclass(frozen=True, slots=True)
class KindRow:
    """What is counted, and the acts of either side."""

    title: str
    ours: tuple[ActLine, ...]
    theirs: tuple[ActLine, ...]
    key: str


@dataclass(frozen=True, slots=True)
class ReciprocityPage:
    """The sheet of two States; `counted` says which steps of which procedures count as what."""

    title: str
    key: str
    name: str
    own: str
    rows: tuple[KindRow, ...]
    cut: bool
    counted: tuple[tuple[str, tuple[str, ...]], ...]


def between_us(conn: Connection, by: Standing, key: str) -> Any | None:
    """Find the other party of a sheet that the reader may have; None where there is none."""
    if key == by.party_key or not Viewer.of(by).sees_cases:
        return None
    try:
        own, other = people.find_party(conn, by.party_key), people.find_party(conn, key)
    except Unknown:
        return None
    return other if own.kind in STATES and other.kind in STATES else None


def reciprocity_page(conn: Connection, docket: Docket, by: Standing, key: str) -> ReciprocityPage:
    """Draw up the sheet of one's own party and another one. Unknown where either is no State, and for whoever sees no
    cases."""
    other = between_us(conn, by, key)
    if other is None:
        raise Unknown
    counts = {form.key: form.reciprocal for form in docket.forms.values() if form.reciprocal}
    acts = acts_between(conn, Viewer.of(by), key, counts, exercise=docket.exercise)
    what = {(procedure, one.step): one.what for procedure, counted in counts.items() for one in counted}
    lines: dict[tuple[str, str], list[ActLine]] = {}
    for row in acts:
        line = ActLine(row.ref, row.n, title_of_case(row), row.on_at)
        lines.setdefault((what[row.procedure, row.step], row.party), []).append(line)
    return ReciprocityPage(
        _("What passed between us"),
        key,
        other.name,
        by.party_name,
        tuple(_rows(lines, by.party_key, key)),
        len(acts) == MOST,
        tuple(_counted(docket.forms)),
    )


def _rows(lines: Mapping[tuple[str, str], list[ActLine]], own: str, other: str) -> Iterator[KindRow]:
    for kind, title in KINDS.items():
        ours, theirs = (tuple(lines.get((kind, party), ())) for party in (own, other))
        if ours or theirs:
            yield KindRow(law(title), ours, theirs, kind)


def _counted(forms: Mapping[str, Form]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Say what counts as what: the step, and its procedure."""
    for kind, title in KINDS.items():
        steps = tuple(
            _("%(step)s (%(procedure)s)", step=_step(form, one.step), procedure=law(form.title))
            for form in sorted(forms.values(), key=lambda form: form.title)
            for one in form.reciprocal
            if one.what == kind
        )
        if steps:
            yield law(title), steps


def _step(form: Form, key: str) -> str:
    rows = form.with_defaults().rows.get(key, ())
    return law(rows[0].title) if rows else key
