"""Figures over what is public: cases by procedure and year, and by stage, each leading to the cases that it counts.

States are not counted: a figure for one State would need its consent, and the list already shows whose a case is.
"""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection

from consult import published
from consult.citations import law
from consult.docket import Docket
from consult.i18n import _
from consult.published import Figure
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class YearFigure:
    """How many cases of a procedure had their first public act in a year."""

    year: int
    cases: int

    @property
    def since(self) -> str:
        """Give the first day that is counted."""
        return f"{self.year:04}-01-01"

    @property
    def until(self) -> str:
        """Give the last day that is counted."""
        return f"{self.year:04}-12-31"


@dataclass(frozen=True, slots=True)
class StageFigure:
    """How many cases of a procedure their last public act left at a stage."""

    key: str
    title: str
    cases: int


@dataclass(frozen=True, slots=True)
class ProcedureFigures:
    """What is counted of one procedure."""

    key: str
    title: str
    cases: int
    acts: int
    years: tuple[YearFigure, ...]
    stages: tuple[StageFigure, ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The figures over all that is public."""

    title: str
    procedures: tuple[ProcedureFigures, ...]
    cases: int
    acts: int
    exercise: bool


def figures_page(conn: Connection, docket: Docket, viewer: Viewer) -> FiguresPage:
    """Draw up the figures over all that is public."""
    by_key: dict[str, list[Figure]] = {}
    for one in published.figures(conn, viewer, docket.editions):
        by_key.setdefault(one.procedure.key, []).append(one)
    titles = {key: law(form.title) for key, form in docket.forms.items()}
    groups = (_of_procedure(several, titles) for several in by_key.values())
    found = sorted(groups, key=lambda one: one.title.casefold())
    cases, acts = sum(one.cases for one in found), sum(one.acts for one in found)
    return FiguresPage(_("Figures"), tuple(found), cases, acts, docket.exercise)


def _of_procedure(several: list[Figure], called: Mapping[str, str]) -> ProcedureFigures:
    """Add up what is counted of one procedure, which goes by its name in the catalogue: editions may have their own."""
    years: Counter[int] = Counter()
    stages: Counter[str] = Counter()
    titles = {}
    for one in several:
        years[one.year] += one.cases
        stages[one.stage] += one.cases
        titles[one.stage] = law(one.procedure.state(one.stage).title)
    procedure = several[-1].procedure
    return ProcedureFigures(
        procedure.key,
        called.get(procedure.key, law(procedure.title)),
        sum(years.values()),
        sum(one.acts for one in several),
        tuple(YearFigure(year, cases) for year, cases in sorted(years.items(), reverse=True)),
        tuple(StageFigure(key, titles[key], stages[key]) for key in sorted(stages, key=lambda key: titles[key])),
    )
