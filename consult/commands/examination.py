"""What `consult procedures check` asks of each procedure beside its own self-checks, in every variant of its terms.

Found here: choices of terms that build no procedure, editions that do not come back as written, provisions that the
library of instruments does not have, filings that no step asks for, and procedures that do not say when to use them.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from types import ModuleType
from typing import Any

from workflows import Form
from workflows.advising import matters
from workflows.instruments import Library
from workflows.kernel.describe import filings_of
from workflows.kernel.editions import EditionError, freeze, thaw
from workflows.kernel.fields import Filing
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure, ProcedureError
from workflows.kernel.subjects import SUBJECTS
from workflows.kernel.terms import DEFAULTS, TermsError
from workflows.kernel.words import Binding, Citation

KERNEL = "workflows.kernel"
BESIDE = (KERNEL, "workflows.instruments", "workflows.parties", "workflows.national", "workflows.agreements")


@dataclass(frozen=True, slots=True)
class Variant:
    """A procedure built with one choice of one term, or with the defaults."""

    name: str
    procedure: Procedure


def variants(form: Form) -> tuple[tuple[Variant, ...], tuple[str, ...]]:
    """Build a form with its defaults and with each option of each term; give what was built and what could not be."""
    built: list[Variant] = []
    findings: list[str] = []
    for name, values in (("", {}), *_choices(form)):
        try:
            terms = form.terms().layered(DEFAULTS, values)
            built.append(Variant(name, form.build(terms)))
        except ProcedureError as fault:
            findings += [f"{_called(name)}{finding}" for finding in fault.findings]
        except (TermsError, ValueError) as fault:
            findings.append(f"{_called(name)}{fault}")
    return tuple(built), tuple(findings)


def _choices(form: Form) -> Iterator[tuple[str, dict[str, Any]]]:
    for term in fields(form.terms):
        yield from ((f"{term.name} = {value}", {term.name: value}) for value in term.metadata.get("options", ()))


def _called(name: str) -> str:
    return f"({name}) " if name else ""


def examine(forms: Iterable[Form], library: Library) -> dict[str, tuple[str, ...]]:
    """List the findings of each procedure by key; all forms together answer for the filings of their modules."""
    found: dict[str, list[str]] = {}
    asked: set[str] = set()
    for form in forms:
        built, findings = variants(form)
        found[form.key] = [*findings]
        for variant in built:
            found[form.key] += [_called(variant.name) + f for f in _of(variant.procedure, library)]
            asked.update(spec.key for spec in filings_of(variant.procedure))
        if built and form.key != built[0].procedure.key:
            found[form.key].append(f"the catalogue calls it “{form.key}”, it calls itself “{built[0].procedure.key}”")
        found[form.key] += _advised(form, library)
        found[form.key] += _counted(form, built)
    for form in forms:
        unasked = sorted(filings_of_module(form.module) - asked)
        found[form.key] += [f"no step asks for the filing “{key}”" for key in unasked]
        asked.update(unasked)
    return {key: tuple(dict.fromkeys(findings)) for key, findings in found.items()}


def _of(procedure: Procedure, library: Library) -> Iterator[str]:
    yield from _round_trip(procedure)
    yield from _cited(procedure, library)


def _cited(value: Any, library: Library) -> Iterator[str]:
    for citation in dict.fromkeys(citations(value)):
        if citation.is_product or (
            citation.binding is Binding.LAW_A and citation.instrument not in library.instruments
        ):
            continue
        if citation.instrument not in library.instruments:
            yield f"{citation} is cited, and there is no instrument {citation.instrument}"
        elif citation.provision and (citation.instrument, citation.provision) not in library.provisions:
            yield f"{citation} is cited, and the library has no such provision"


def _advised(form: Form, library: Library) -> Iterator[str]:
    """Find what keeps a procedure from being advised or found: nothing said, or matters, provisions and legal subjects
    that are not there."""
    yield from (
        f"its cases are about “{key}”, which is no legal subject" for key in form.subjects if key not in SUBJECTS
    )
    if form.advice is None:
        yield "it does not say when it is the one to use, nor that it is not used by itself"
        return
    yield from (
        f"it is for the matter “{key}”, and there is none" for key in form.advice.matters if key not in matters()
    )
    yield from _cited(form.advice, library)


def _counted(form: Form, built: tuple[Variant, ...]) -> Iterator[str]:
    """Find steps that are counted between two States, and roles that receive them, which no variant has."""
    steps = {key for variant in built for key in variant.procedure.rows}
    roles = {role.key for variant in built for role in variant.procedure.roles}
    for one in form.reciprocal:
        if built and one.step not in steps:
            yield f"it counts the step “{one.step}”, and has none"
        if built and one.toward and one.toward not in roles:
            yield f"it counts “{one.step}” toward the role “{one.toward}”, and has none"


def _round_trip(procedure: Procedure) -> Iterator[str]:
    text = freeze(procedure)
    try:
        back = thaw(text)
    except EditionError as fault:
        yield str(fault)
        return
    if freeze(back) != text:
        yield "its edition does not come back as it was written"


def citations(value: Any) -> Iterator[Citation]:
    """Walk a value and give every citation in it."""
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from citations(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from citations(getattr(value, field.name))


def filings_of_module(name: str) -> set[str]:
    """List the filings that a module and those it draws on define, without bases of others and the kernel's own."""
    held = {cls for module in _drawn_on(name) for cls in vars(module).values() if _is_filing(cls)}
    return {cls.spec.key for cls in held if not any(cls is not other and issubclass(other, cls) for other in held)}


def _is_filing(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, Filing) and not value.__module__.startswith(KERNEL)


def _drawn_on(name: str) -> Iterator[ModuleType]:
    """Walk from a module to those whose values it uses, within the law and without the kernel and the tables."""
    seen, todo = {name}, [name]
    while todo:
        module = sys.modules.get(todo.pop())
        if module is None:
            continue
        yield module
        used = {_home(value) for value in vars(module).values()}
        fresh = {other for other in used - seen if other.startswith("workflows.") and not other.startswith(BESIDE)}
        seen |= fresh
        todo += sorted(fresh)


def _home(value: Any) -> str:
    return value.__name__ if isinstance(value, ModuleType) else str(getattr(value, "__module__", ""))
