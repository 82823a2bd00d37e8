"""The public register as a list: what was released, by whom, under which procedure, and where it stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from consult import casebook, published
from consult.citations import law
from consult.docket import Docket
from consult.i18n import _
from consult.pages.public.filters import Choices, PublicFilters, choices, fitted
from consult.published import PublicCase
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import AGENCY


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One public case in a list; languages are those of its documents and papers."""

    ref: str
    heading: str
    symbol: str
    procedure: str
    agency: bool
    filer: str
    stage: str
    kind: str
    since: datetime
    updated: datetime
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicListPage:
    """A page of the register; `updated` is the newest moment on it."""

    title: str
    lines: tuple[PublicLine, ...]
    following: str | None
    filters: PublicFilters
    choices: Choices
    misfits: tuple[str, ...]
    updated: datetime | None
    exercise: bool


def public_list_page(
    conn: Connection, docket: Docket, viewer: Viewer, given: PublicFilters, before: str
) -> PublicListPage:
    """Draw up a page of the register."""
    filters, misfits = fitted(given, docket.forms)
    listed = published.list_cases(conn, viewer, docket.editions, filters.asked(docket.forms), before=before)
    names = casebook.party_names(conn)
    return PublicListPage(
        _("Public register"),
        tuple(public_line(one, names) for one in listed.cases),
        listed.following,
        filters,
        choices(filters, docket.forms),
        misfits,
        newest(listed.cases),
        docket.exercise,
    )


def newest(cases: Sequence[PublicCase]) -> datetime | None:
    """Give the last moment at which something public was recorded in some cases; None of none."""
    return max((one.updated for one in cases), default=None)


def public_line(case: PublicCase, names: Mapping[str, str]) -> PublicLine:
    """Draw up one public case in a list."""
    state = case.procedure.state(case.stage)
    return PublicLine(
        ref=case.ref,
        heading=heading_of(case),
        symbol=case.symbol,
        procedure=law(case.procedure.title),
        agency=case.procedure.level == AGENCY,
        filer=names.get(case.filer, case.filer),
        stage=law(state.title),
        kind=state.kind,
        since=case.since,
        updated=case.updated,
        languages=languages_of(case),
    )


def heading_of(case: PublicCase) -> str:
    """Give the title that is public, else the symbol, else the name of the procedure."""
    return case.title or case.symbol or law(case.procedure.title)


def languages_of(case: PublicCase) -> tuple[str, ...]:
    """List the languages in which there is something to read: released documents and public papers."""
    papers = {one.language for one in case.acts if one.words and one.language}
    return tuple(sorted(papers | {one.language for act in case.acts for one in act.documents if one.language}))
