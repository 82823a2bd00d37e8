"""What `consult procedures check` asks of each procedure beside its own self-checks, in every variant of its terms.

Found here: choices of terms that build no procedure, editions that do not come back as written, provisions that the
library of instruments does not have, and filings that no step asks for.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from workflows import Form
from workflows.instruments import Library
from workflows.kernel.describe import filings_of
from workflows.kernel.editions import EditionError, freeze, thaw
from workflows.kernel.fields import Filing
from workflows.kernel.procedure import Procedure, ProcedureError
from workflows.kernel.terms import DEFAULTS, TermsError
from workflows.kernel.words import Binding, Citation


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
    """List the findings of each procedure by key; forms of one module answer together for its filings."""
    found: dict[str, list[str]] = {}
    asked: dict[str, set[str]] = {}
    for form in forms:
        built, findings = variants(form)
        found[form.key] = [*findings]
        for variant in built:
            found[form.key] += [_called(variant.name) + f for f in _of(variant.procedure, library)]
            asked.setdefault(form.module, set()).update(spec.key for spec in filings_of(variant.procedure))
        if not findings and form.key != built[0].procedure.key:
            found[form.key].append(f"the catalogue calls it “{form.key}”, it calls itself “{built[0].procedure.key}”")
    for form in forms:
        unasked = sorted(filings_of_module(form.module) - asked.get(form.module, set()))
        found[form.key] += [f"no step of {form.module} asks for the filing “{key}”" for key in unasked]
    return {key: tuple(dict.fromkeys(findings)) for key, findings in found.items()}


def _of(procedure: Procedure, library: Library) -> Iterator[str]:
    yield from _round_trip(procedure)
    for citation in dict.fromkeys(citations(procedure)):
        if citation.is_product or (
            citation.binding is Binding.LAW_A and citation.instrument not in library.instruments
        ):
            continue
        if citation.instrument not in library.instruments:
            yield f"{citation} is cited, and there is no instrument {citation.instrument}"
        elif citation.provision and (citation.instrument, citation.provision) not in library.provisions:
            yield f"{citation} is cited, and the library has no such provision"


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
    """List the filings a module defines or imports from its own parts; bases of others and shared ones are left out."""
    module = sys.modules.get(name)
    held = [v for v in vars(module).values() if isinstance(v, type) and issubclass(v, Filing)] if module else []
    own = [cls for cls in held if not cls.__module__.startswith("workflows.kernel")]
    return {cls.spec.key for cls in own if not any(cls is not other and issubclass(other, cls) for other in own)}
