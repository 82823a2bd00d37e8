"""The catalogue of procedures, and the page of one procedure."""

from consult.citations import Cited, cite, law
from consult.i18n import _, _l
from consult.library.diagram import Diagram, draw
from consult.library.filings import FilingView, filing_views
from consult.library.limits import LimitRow, StandardRow, limit_rows, standard_rows
from consult.library.names import Names
from consult.library.periods import Lengths, write_value
from consult.library.rows import Named, StateRow, StepRow, state_place, state_rows, step_rows
from consult.library.shelf import Shelf, Term, Volume
from consult.library.texts import cited_whole
from consult.library.used import Use, used
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.sheets import sheets_of
from workflows.kernel.steps import TrackSet
from workflows.kernel.words import Binding, humanise

SOURCES = {
    "procedure": _l("the procedure's own"),
    "installation": _l("this installation"),
    "agreement": _l("agreement"),
    "proposal": _l("proposed on opening"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How large a procedure is; limits as (binding, number)."""

    states: int
    steps: int
    tracks: int
    filings: int
    standards: int
    limits: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """One procedure of the catalogue."""

    key: str
    title: str
    summary: str
    under: tuple[Cited, ...]
    level: str
    edition: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """Every procedure of this installation."""

    title: str
    procedures: tuple[ProcedureLine, ...]


@dataclass(frozen=True, slots=True)
class RoleView:
    """One part that a participant plays."""

    key: str
    name: str
    stake: bool
    office: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class TrackView:
    """One set of tracks: what each stands for, how it begins and ends, and its states."""

    key: str
    name: str
    initial: Named
    role: str
    basis: Cited | None
    ends: tuple[str, ...]
    gone: tuple[str, ...]
    states: tuple[StateRow, ...]


@dataclass(frozen=True, slots=True)
class TermView:
    """One term in force, with the layer that gave it."""

    key: str
    words: str
    values: tuple[Lengths, ...]
    source: str
    binding: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExemptView:
    """One self-check that the law itself makes fail."""

    check: str
    subject: str
    why: str
    under: Cited


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """One procedure as a lawyer reads it, every part from the value that the machine runs."""

    title: str
    line: ProcedureLine
    use: Use | None
    digest: str
    opens: Named
    prefix: str
    diagram: Diagram
    roles: tuple[RoleView, ...]
    states: tuple[StateRow, ...]
    own_steps: tuple[StepRow, ...]
    common_steps: tuple[StepRow, ...]
    limits: tuple[LimitRow, ...]
    standards: tuple[StandardRow, ...]
    tracks: tuple[TrackView, ...]
    filings: tuple[FilingView, ...]
    sheets: tuple[tuple[str, str, str], ...]
    levels: tuple[tuple[str, str], ...]
    exempt: tuple[ExemptView, ...]
    not_modelled: tuple[str, ...]
    notes: tuple[str, ...]
    terms: tuple[TermView, ...]
    fault: str


def catalogue_page(shelf: Shelf) -> CataloguePage:
    """Draw up the catalogue."""
    return CataloguePage(_("Procedures"), tuple(_line(volume) for volume in shelf))


def procedure_page(shelf: Shelf, key: str) -> ProcedurePage:
    """Draw up the page of one procedure, or refuse as unknown.

    Long because: it names each part of the page once, and nothing else happens here.
    """
    volume = shelf.find(key)
    procedure = volume.procedure
    names, line = Names(procedure), _line(volume)
    steps = step_rows(procedure, names)
    return ProcedurePage(
        title=line.title,
        line=line,
        use=used(volume.form.advice),
        digest=volume.digest,
        opens=Named(procedure.opens, names.state(procedure.opens), state_place(procedure.opens)),
        prefix=procedure.prefix,
        diagram=draw(procedure, names),
        roles=tuple(_roles(procedure)),
        states=state_rows(procedure.states),
        own_steps=tuple(one for one in steps if not one.common),
        common_steps=tuple(one for one in steps if one.common),
        limits=limit_rows(procedure, names),
        standards=standard_rows(procedure, names),
        tracks=tuple(_track(one, names) for one in procedure.tracks),
        filings=filing_views(procedure, names),
        sheets=tuple((law(one.title), law(one.says), one.level) for one in sheets_of(procedure)),
        levels=_levels(procedure),
        exempt=tuple(
            ExemptView(humanise(one.check), humanise(one.subject), law(one.why), cite(one.under))
            for one in procedure.exempt
        ),
        not_modelled=tuple(law(one) for one in procedure.not_modelled),
        notes=tuple(law(one) for one in procedure.notes),
        terms=tuple(_term(one, names) for one in volume.terms),
        fault=volume.fault,
    )


def _line(volume: Volume) -> ProcedureLine:
    """Show one procedure in one line."""
    procedure = volume.procedure
    return ProcedureLine(
        key=procedure.key,
        title=law(procedure.title),
        summary=law(procedure.summary),
        under=tuple(cite(one) for one in procedure.under),
        level=procedure.level,
        edition=procedure.edition,
        counts=_count(procedure),
    )


def _count(procedure: Procedure) -> Counts:
    """Count what a procedure has."""
    limits = ((str(binding), sum(one.binding is binding for one in procedure.limits)) for binding in Binding)
    return Counts(
        states=len(procedure.states),
        steps=len({step.key for step in procedure.steps}),
        tracks=len(procedure.tracks),
        filings=len({step.filing.key for step in procedure.steps if step.filing}),
        standards=len(procedure.standards),
        limits=tuple((binding, number) for binding, number in limits if number),
    )


def _roles(procedure: Procedure) -> list[RoleView]:
    """List the parts that participants play."""
    return [
        RoleView(one.key, law(one.words(procedure)), one.stake, one.office, one.key == procedure.filer)
        for one in procedure.roles
    ]


def _track(one: TrackSet, names: Names) -> TrackView:
    """Show one set of tracks."""
    return TrackView(
        key=one.key,
        name=names.track(one.key),
        initial=Named(one.initial, names.state(one.initial, one.key), state_place(one.initial, one.key)),
        role=names.role(one.role) if one.role else "",
        basis=cited_whole(one.basis) if one.basis else None,
        ends=tuple(names.state(key, one.key) for key in one.ends),
        gone=tuple(names.state(key, one.key) for key in one.gone),
        states=state_rows(one.states, one.key),
    )


def _levels(procedure: Procedure) -> tuple[tuple[str, str], ...]:
    """List what is open to whom, from the existence of a case to a party's own papers."""
    levels = procedure.levels
    publishing = dict.fromkeys(step.title for step in procedure.steps if step.publishes)
    usual = (
        (_("That the case exists"), levels.existence),
        *((_("That the case exists, from “%(step)s” on", step=law(title)), "C0") for title in publishing),
        (_("The case and what is told to all in it"), levels.case),
        (_("What passes on one track"), levels.track),
        (_("A party's own papers"), levels.own),
    )
    return (*usual, *((humanise(key), level) for key, level in levels.extra.items()))


def _term(one: Term, names: Names) -> TermView:
    """Show one term."""
    return TermView(
        key=one.key,
        words=law(one.words) or humanise(one.key),
        values=write_value(one.value, names),
        source=str(SOURCES.get(one.source, one.source)),
        binding=one.binding,
        options=one.options,
    )
