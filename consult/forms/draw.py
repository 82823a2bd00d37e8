"""From the fields of a filing and its body to a form: sections, questions, inputs, faults and completeness."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType
from typing import Any

from consult.forms.asked import Asked
from consult.forms.choices import DocumentChoice, Offered, no_address, organs_of, parties_of, zones_of
from consult.forms.choosing import is_all_shown
from consult.forms.controls import MAKERS
from consult.forms.names import anchor, declared, input_name
from consult.forms.provisions import provision_view
from consult.forms.sections import completeness_of, sections_of
from consult.forms.tables import columns_of
from consult.forms.views import Control, Fault, FieldView, FormView, Option, ReadField, RowView
from consult.i18n import _
from workflows.kernel.fields import AS_KNOWN, WITHHOLDING, Field, FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.values import is_absent

LAYOUTS = {
    "choices": "ticks",
    "yes_no": "ticks",
    "parties": "parties",
    "document": "document",
    "list": "list",
    "group": "group",
    **dict.fromkeys(("decimal", "money", "period", "band", "instant", "place", "orbit", "person", "contact"), "parts"),
    "provision": "parts",
}
"""The partial that draws a kind; every other kind is a line. A choice of few options shows them all."""

Problems = Sequence[tuple[str, str]]
NO_OTHERS: Mapping[str, ReadField] = MappingProxyType({})


def draw(
    spec: FilingSpec,
    body: Mapping[str, Any],
    problems: Iterable[Sequence[str]] = (),
    *,
    parties: Iterable[Sequence[str]] = (),
    own: str = "",
    organs: Iterable[Sequence[str]] = (),
    documents: Iterable[DocumentChoice] = (),
    zones: Iterable[str] = (),
    language: str = "en",
    href: Any = no_address,
    others: Mapping[str, ReadField] = NO_OTHERS,
) -> FormView:
    """Draw a filing as a form over a body, which may be incomplete or wrong.

    `problems` are pairs of path and sentence; `parties` pairs of key and name or triples with a kind, `own` the key of
    the party that writes; the first of `zones` is its own; `href` answers the address of a citation's page; `others`
    holds by question what another text says there, to be read beside one's own.
    """
    offered = Offered(parties_of(parties), organs_of(organs), tuple(documents), zones_of(zones), language, href, own)
    pairs = tuple((str(one[0]), str(one[1])) for one in problems)
    drawing = _Drawing(offered, pairs, others)
    fields = tuple(drawing.draw(one, body.get(one.key), one.key) for one in spec.fields)
    complete = completeness_of(fields)
    return FormView(
        spec.key, _(spec.title), language, sections_of(fields, _(spec.title)), complete, drawing.faults(fields)
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One form being drawn; what is wrong is put where it belongs."""

    offered: Offered
    problems: Problems
    others: Mapping[str, ReadField]
    placed: set[int] = field(default_factory=set)

    def draw(self, spec: Field, value: Any, path: str) -> FieldView:
        """Draw one question with everything inside it."""
        given, unknown, category = declared(value)
        view = self._view(spec, path, unknown, category, answered=not is_absent(value))
        if spec.kind == "list":
            view = replace(view, rows=self._rows(spec, given, path), add=f"add:{path}")
            if "/" not in path:  # a table fills in a list of the paper, not one inside an entry
                view = replace(view, table=f"table:{path}", columns=tuple(columns_of(spec)))
        elif spec.kind == "group":
            held = given if isinstance(given, Mapping) else {}
            view = replace(view, fields=self._inside(spec, held, path))
        else:
            view = replace(view, controls=self._controls(Asked(spec, path, given, self.offered)))
        wrong = self._wrong(path, deep=spec.kind not in ("list", "group"))
        errors = _contradiction(given, unknown, category, wrong)
        return replace(view, errors=errors) if errors else view

    def _view(self, spec: Field, path: str, unknown: bool, category: str, *, answered: bool) -> FieldView:
        layout = LAYOUTS.get(spec.kind, "line" if spec.kind != "choice" or not is_all_shown(spec) else "ticks")
        return FieldView(
            input_name(path),
            path,
            anchor(path),
            _(spec.label),
            spec.kind,
            layout,
            spec.need,
            provision_view(spec.under, self.offered.href),
            help=_(spec.help) if spec.help else "",
            level=spec.level or "",
            may_be_unknown=spec.need == AS_KNOWN or unknown,
            unknown=unknown,
            withholdable=spec.withholdable or bool(category),
            withheld=category,
            categories=_categories(category),
            answered=answered,
            section=_(spec.section) if spec.section else "",
            other=self.others.get(path),
        )

    def _rows(self, spec: Field, given: Any, path: str) -> tuple[RowView, ...]:
        """Draw the entries of a list; an empty list shows one blank entry."""
        entries = given if isinstance(given, list) and given else [{}]
        rows = []
        for i, entry in enumerate(entries):
            at = f"{path}/{i}"
            fields = self._inside(spec, entry if isinstance(entry, Mapping) else {}, at)
            rows.append(RowView(i + 1, anchor(at), input_name(at, "row"), f"remove:{at}", fields))
        return tuple(rows)

    def _inside(self, spec: Field, held: Mapping[str, Any], path: str) -> tuple[FieldView, ...]:
        return tuple(self.draw(one, held.get(one.key), f"{path}/{one.key}") for one in spec.of)

    def _controls(self, asked: Asked) -> tuple[Control, ...]:
        """Make the inputs of a question, each with what is wrong with it."""
        controls = MAKERS[asked.spec.kind](asked)
        wrong = {one.part: self._wrong(f"{asked.path}/{one.part}", deep=True) for one in controls if one.part}
        return tuple(replace(one, errors=wrong[one.part]) if wrong.get(one.part) else one for one in controls)

    def _wrong(self, path: str, *, deep: bool) -> tuple[str, ...]:
        """Take the sentences that belong to a path and were not taken by a part of it."""
        found = []
        for i, (where, sentence) in enumerate(self.problems):
            if i not in self.placed and (where == path or (deep and where.startswith(path + "/"))):
                self.placed.add(i)
                found.append(sentence)
        return tuple(dict.fromkeys(found))

    def faults(self, fields: tuple[FieldView, ...]) -> tuple[Fault, ...]:
        """List what is wrong in the order of the form, then what belongs to no question."""
        strays = [pair for i, pair in enumerate(self.problems) if i not in self.placed]
        return tuple(_faults(fields, "")) + tuple(Fault(where, sentence) for where, sentence in strays)


def _faults(fields: tuple[FieldView, ...], above: str) -> Iterable[Fault]:
    for one in fields:
        label = f"{above}{one.label}"
        yield from (Fault(label, sentence, one.anchor) for sentence in one.errors)
        for part in one.controls:
            name = f"{label}, {part.label}" if part.label else label
            yield from (Fault(name, sentence, part.id) for sentence in part.errors)
        yield from _faults(one.fields, f"{label}: ")
        for row in one.rows:
            yield from _faults(row.fields, f"{label} {row.number}: ")


def _categories(category: str) -> tuple[Option, ...]:
    named = {"security": _("security"), "proprietary": _("proprietary"), "unavailable": _("unavailable")}
    keys = [*WITHHOLDING, *([category] if category and category not in WITHHOLDING else [])]
    blank = Option("", _("not withheld"), not category)
    return (blank, *(Option(key, named.get(key, key), key == category) for key in keys))


def _contradiction(given: Any, unknown: bool, category: str, wrong: tuple[str, ...]) -> tuple[str, ...]:
    """Say it plainly where a question is answered and declared unknown or withheld at once."""
    if is_absent(given) or not (unknown or category):
        return wrong
    if unknown:
        return (_("An answer is given and also declared not known. Keep one of the two."),)
    return (_("An answer is given and also withheld. Keep one of the two."),)
