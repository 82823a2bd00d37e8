"""What the steps of a procedure ask in writing, question by question."""

from collections.abc import Iterator

from consult.citations import Cited, cite, law
from consult.i18n import _, _l
from consult.library.names import Names
from consult.library.rows import Named, step_place
from workflows.kernel.fields import Field, FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure

KINDS = {
    "text": _l("line of text"),
    "long_text": _l("text"),
    "choice": _l("one of a list"),
    "choices": _l("any of a list"),
    "yes_no": _l("yes or no"),
    "whole": _l("whole number"),
    "decimal": _l("number with unit"),
    "money": _l("sum of money"),
    "date": _l("date"),
    "instant": _l("date and time"),
    "period": _l("length of time"),
    "party": _l("party"),
    "parties": _l("parties"),
    "organ": _l("organ"),
    "person": _l("person and office"),
    "contact": _l("contact point"),
    "place": _l("place"),
    "orbit": _l("orbit"),
    "band": _l("frequency band"),
    "designator": _l("international designator"),
    "provision": _l("provision"),
    "document": _l("document"),
    "list": _l("list"),
    "group": _l("group of questions"),
}
NEEDS = {
    "required": _l("required"),
    "as_known": _l("as known, or declared unknown"),
    "optional": _l("may be left open"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `depth` says how deep it lies in lists and groups."""

    key: str
    label: str
    help: str
    kind: str
    need: str
    level: str
    under: Cited
    notes: tuple[str, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class FilingView:
    """One filing with the steps that ask for it; `common` where only steps that procedures share do."""

    key: str
    title: str
    place: str
    asked_by: tuple[Named, ...]
    common: bool
    questions: tuple[Question, ...]


def filing_views(procedure: Procedure, names: Names) -> tuple[FilingView, ...]:
    """List the filings in the order in which steps ask for them, each once."""
    found: dict[str, FilingSpec] = {}
    asked: dict[str, list[str]] = {}
    for step in procedure.steps:
        if step.filing:
            found.setdefault(step.filing.key, step.filing)
            asked.setdefault(step.filing.key, []).append(step.key)
    return tuple(
        FilingView(
            key,
            law(spec.title),
            f"filing-{key}",
            tuple(Named(step, names.step(step), step_place(step)) for step in dict.fromkeys(asked[key])),
            all(row.common for step in asked[key] for row in procedure.rows[step]),
            question_rows(spec),
        )
        for key, spec in found.items()
    )


def question_rows(spec: FilingSpec) -> tuple[Question, ...]:
    """List the questions of a filing, each before those within it."""
    return tuple(question for one in spec.fields for question in _questions(one))


def _questions(one: Field, depth: int = 0) -> Iterator[Question]:
    """Read a question and those within it."""
    yield Question(
        key=one.key,
        label=law(one.label),
        help=law(one.help),
        kind=str(KINDS.get(one.kind, one.kind)),
        need=str(NEEDS.get(one.need, one.need)),
        level=one.level or "",
        under=cite(one.under),
        notes=tuple(_notes(one)),
        depth=depth,
    )
    for inner in one.of:
        yield from _questions(inner, depth + 1)


def _notes(one: Field) -> Iterator[str]:
    """Say what answers are possible."""
    if one.options:
        yield "; ".join(law(label) for _key, label in one.options)
    if one.units:
        yield _("units: %(units)s", units=", ".join(one.units))
    if one.least is not None:
        yield _("at least %(number)s", number=one.least)
    if one.most is not None:
        yield _("at most %(number)s", number=one.most)
    if one.withholdable:
        yield _("may be withheld, with the reason")
