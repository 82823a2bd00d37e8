"""The parts of a procedure as lines of (what, said), each beside the value of the form that it was read from.

Long because: each part names its lines once, and they are read beside each other.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from consult.citations import Cited, cite, law
from consult.i18n import _, _l
from consult.library.filings import question_rows
from consult.library.limits import limit_rows, standard_rows
from consult.library.names import Names
from consult.library.periods import Lengths, write_period
from consult.library.rows import Named, StepRow, Target, state_rows, step_rows
from consult.library.shelf import citations_in
from consult.words import BINDING, CAPACITY, GRADE, LEVEL
from workflows.kernel.fields import Field, FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.reckoning import Period
from workflows.kernel.sheets import sheets_of
from workflows.kernel.words import humanise

KINDS = {"open": _l("open"), "resting": _l("resting, can reopen"), "final": _l("final")}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing of a procedure: its key, its name, what its page says of it line by line, and the value itself."""

    key: str
    name: str
    says: Mapping[str, str]
    value: Any


def said(value: Any) -> str:
    """Write what a row holds as one line of text."""
    if isinstance(value, tuple):
        return "; ".join(filter(None, map(said, value)))
    if isinstance(value, Cited):
        return _cited(value)
    if isinstance(value, Target):
        return " ".join(filter(None, (value.to.name, value.condition)))
    if isinstance(value, Lengths):
        lines = ", ".join(f"{text} ({case})" if case else text for text, case in value.lines)
        return f"{value.heading}: {lines}" if value.heading else lines
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value.name if isinstance(value, Named) else str(value)


def _cited(one: Cited) -> str:
    if one.is_product:
        return one.long
    return f"{one.long} ({BINDING.get(one.binding, one.binding)}, {GRADE.get(one.grade, one.grade)})"


def _level(code: str) -> str:
    return f"{code}, {LEVEL[code]}" if code in LEVEL else code


def _of_case(p: Procedure) -> Iterator[Told]:
    """What holds of the whole procedure."""
    names = Names(p)
    says = {
        _("Title"): law(p.title),
        _("Summary"): law(p.summary),
        _("Rests on"): said(tuple(cite(one) for one in p.under)),
        _("Level"): p.level,
        _("Opens as"): names.state(p.opens),
        _("References begin with"): p.prefix,
        _("Opened by"): names.role(p.filer),
    }
    form = (p.title, p.summary, p.under, p.level, p.opens, p.prefix, p.filer, p.activity, p.room, p.enrols)
    yield Told("", _("The procedure"), says, form)


def _terms(p: Procedure) -> Iterator[Told]:
    for key, value in sorted(p.terms.items()):
        yield Told(key, humanise(key), {_("Value"): _plain(value)}, value)


def _plain(value: Any) -> str:
    """Write a term, which an edition keeps as plain JSON: a length of time in words, anything else as it stands."""
    if isinstance(value, Mapping):
        return "; ".join(f"{humanise(str(key))}: {_plain(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    try:
        return write_period(Period.parse(value)) if isinstance(value, str) else str(value)
    except ValueError:
        return str(value)


def _roles(p: Procedure) -> Iterator[Told]:
    for role in p.roles:
        says = {
            _("Party to the matter"): said(role.stake),
            _("Acts as an office"): said(role.office),
            _("Reads the files"): ", ".join(map(humanise, role.reads)),
        }
        yield Told(role.key, law(role.words(p)), says, role)


def _states(p: Procedure) -> Iterator[Told]:
    for row, state in zip(state_rows(p.states), p.states, strict=True):
        yield Told(row.key, row.name, _of_state(row), state)


def _of_state(row: Any) -> dict[str, str]:
    return {_("Name"): row.name, _("Kind"): str(KINDS[row.kind]), _("What it means"): row.meaning}


def _tracks(p: Procedure) -> Iterator[Told]:
    """The sets of tracks, and the states of each."""
    names = Names(p)
    for of in p.tracks:
        ends = ", ".join(names.state(key, of.key) for key in of.ends)
        gone = ", ".join(names.state(key, of.key) for key in of.gone)
        says = {
            _("One for each"): names.track(of.key),
            _("Begins as"): names.state(of.initial, of.key),
            _("Its party becomes"): names.role(of.role) if of.role else "",
            _("Legal basis"): of.basis or "",
            _("Has a result as"): ends,
            _("Its party no longer takes part as"): gone,
            _("Open to"): _level(of.level),
        }
        form = tuple(getattr(of, name) for name in of.__dataclass_fields__ if name != "states")
        yield Told(of.key, names.track(of.key), says, form)
        for row, state in zip(state_rows(of.states, of.key), of.states, strict=True):
            yield Told(f"{of.key} {row.key}", f"{names.track(of.key)}: {row.name}", _of_state(row), state)


def _steps(p: Procedure) -> Iterator[Told]:
    for row, step in zip(step_rows(p, Names(p)), p.steps, strict=True):
        yield Told(row.key, row.name, _of_step(row), step)


def _of_step(row: StepRow) -> dict[str, str]:
    limits = {what: said(named) for what, named in row.limits}
    return {
        _("Name"): row.name,
        _("From"): said(row.come),
        _("To"): said(row.go),
        _("On which track"): row.track,
        _("By whom"): row.by,
        _("Capacity"): str(CAPACITY.get(row.capacity, row.capacity)),
        _("How it is taken"): said(row.marks),
        _("Under"): said(row.under),
        _("Asks"): said(row.asks) if row.asks else "",
        _("Only if"): said(row.conditions),
        **limits,
        _("What it does"): said(row.does),
        _("What the actor is told"): row.effect,
        _("Open to"): _level(row.level),
        _("Added to the table of the law"): row.added,
    }


def _limits(p: Procedure) -> Iterator[Told]:
    for row, limit in zip(limit_rows(p, Names(p)), p.limits, strict=True):
        says = {
            _("Name"): row.name,
            _("On each"): row.per,
            _("Length"): said(row.lengths),
            _("Runs back from") if row.backwards else _("Runs from"): row.start,
            _("How it is counted"): said(row.counting),
            _("Binding"): str(BINDING.get(row.binding, row.binding)),
            _("How it was checked"): str(GRADE.get(row.grade, row.grade)),
            _("Under"): said(row.under),
            _("May be extended by"): row.extension,
            _("A suspension stops it"): said(row.pauses),
            **{what: said(named) for what, named in row.then},
        }
        yield Told(row.key, row.name, says, limit)


def _standards(p: Procedure) -> Iterator[Told]:
    for row, standard in zip(standard_rows(p, Names(p)), p.standards, strict=True):
        says = {
            _("Words"): row.words,
            _("Under"): said(row.under),
            _("What is shown"): said(row.clocks),
            _("The product's own aim"): said(row.aim),
        }
        yield Told(row.key, row.words, says, standard)


def _questions(p: Procedure) -> Iterator[Told]:
    """The filings, and each question with those within it; where steps ask differently under one key, each way."""
    names = Names(p)
    asked: dict[FilingSpec, list[str]] = {}
    for step in p.steps:
        if step.filing:
            asked.setdefault(step.filing, []).append(names.step(step.key))
    for spec, steps in asked.items():
        title = law(spec.title)
        by = ", ".join(dict.fromkeys(steps))
        yield Told(spec.key, title, {_("Title"): title, _("Asked by"): by}, (spec.title, by))
        for row, (path, field) in zip(question_rows(spec), _fields(spec.fields), strict=True):
            says = {
                _("Question"): row.label,
                _("Help"): row.help,
                _("Answer"): row.kind,
                _("Need"): row.need,
                _("Possible answers"): said(row.notes),
                _("Open to"): _level(row.level),
                _("Under"): said(row.under),
            }
            yield Told(f"{spec.key} {path}", f"{title}: {row.label}", says, _without_inner(field))


def _fields(of: tuple[Field, ...], within: str = "") -> Iterator[tuple[str, Field]]:
    for one in of:
        yield f"{within}{one.key}", one
        yield from _fields(one.of, f"{within}{one.key}/")


def _without_inner(one: Field) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in one.__dataclass_fields__ if name != "of")


def _happenings(p: Procedure) -> Iterator[Told]:
    names = Names(p)
    for one in p.happenings:
        says = {
            _("Title"): law(one.title),
            _("Begins"): names.field(one.starts),
            _("Ends"): names.field(one.ends) if one.ends else "",
            _("Where"): names.field(one.where) if one.where else "",
            _("While the case is at"): ", ".join(map(names.state, one.states)),
        }
        yield Told(one.key, law(one.title), says, one)


def _sheets(p: Procedure) -> Iterator[Told]:
    for one in sheets_of(p):
        yield Told(one.key, law(one.title), {_("What it shows"): law(one.says), _("Open to"): _level(one.level)}, one)


def _levels(p: Procedure) -> Iterator[Told]:
    levels = p.levels
    usual = {"existence": levels.existence, "case": levels.case, "track": levels.track, "own": levels.own}
    for key, code in (usual | dict(levels.extra)).items():
        yield Told(key, humanise(key), {_("Open to"): _level(code)}, code)


def _bounds(p: Procedure) -> Iterator[Told]:
    """What the law leaves open, what is not modelled, and notes: each is its own key."""
    for one in p.exempt:
        says = {_("Why"): law(one.why), _("Under"): said(cite(one.under))}
        yield Told(f"{one.check} {one.subject}", humanise(one.subject), says, one)
    for text in (*p.not_modelled, *p.notes):
        yield Told(text, law(text), {}, text)


def _cites(p: Procedure) -> Iterator[Told]:
    """Every provision that some part of the procedure cites."""
    for one in sorted(citations_in(p), key=str):
        shown = cite(one)
        bound = str(BINDING.get(shown.binding, shown.binding))
        says = {_("Binding"): bound, _("How it was checked"): str(GRADE.get(shown.grade, shown.grade))}
        yield Told(str(one), shown.long, says, one)


PARTS: tuple[tuple[str, Any, Callable[[Procedure], Iterator[Told]]], ...] = (
    ("procedure", _l("The procedure"), _of_case),
    ("terms", _l("Terms"), _terms),
    ("roles", _l("Who takes part"), _roles),
    ("states", _l("States"), _states),
    ("tracks", _l("Tracks"), _tracks),
    ("steps", _l("Steps"), _steps),
    ("limits", _l("Time limits"), _limits),
    ("standards", _l("Standards without a number"), _standards),
    ("filings", _l("Filings and their questions"), _questions),
    ("happenings", _l("Dates for the calendar"), _happenings),
    ("sheets", _l("Sheets of a case"), _sheets),
    ("levels", _l("Who sees what"), _levels),
    ("bounds", _l("Exceptions and bounds"), _bounds),
    ("citations", _l("Provisions cited"), _cites),
)
"""The parts in the order of the page: key, title, and how each is read."""
