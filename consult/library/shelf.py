"""The procedures of an installation, each built with the terms that a case opened today would run on."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from consult.docket.opening import build_on, resolve_terms
from consult.refusals import Unknown
from workflows import Form
from workflows.instruments import library
from workflows.kernel.editions import digest_of_text, freeze
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.terms import NOT_TERMS, Terms, TermsError
from workflows.kernel.words import Citation

Cites = Mapping[str, frozenset[str]]
"""Provisions by instrument."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its key, what it means, its value, the layer that gave it, and what it binds."""

    key: str
    words: str
    value: Any
    source: str
    binding: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """One procedure as it stands in this installation; `fault` says why the installation's terms were left aside."""

    form: Form
    procedure: Procedure
    digest: str
    cites: Cites
    terms: tuple[Term, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every procedure of the catalogue, over the installation's folder of terms, under the law of a day."""

    forms: Mapping[str, Form]
    terms: Path
    on: date = date.min

    def __iter__(self) -> Iterator[Volume]:
        """Give every procedure, in the order of their titles."""
        return iter(sorted((self._volume(form) for form in self.forms.values()), key=lambda one: one.procedure.title))

    def find(self, key: str) -> Volume:
        """Find a procedure, or refuse as unknown."""
        if key not in self.forms:
            raise Unknown
        return self._volume(self.forms[key])

    def _volume(self, form: Form) -> Volume:
        """Build a procedure with the installation's terms, or with its own where those do not fit."""
        on = self.on if library().has_hardened(self.on) else date.min
        terms, fault = form.terms(), ""
        try:
            terms = resolve_terms(form, self.terms, {})
            built = _built(form, terms, on)
        except TermsError as error:
            terms, fault = form.terms(), str(error)
            built = _built(form, terms, on)
        return Volume(form, *built, tuple(_list_terms(terms)), fault)


@lru_cache(maxsize=256)
def _built(form: Form, terms: Terms, on: date) -> tuple[Procedure, str, Cites]:
    """Build a procedure once for the same terms and day, with the digest of its edition and what it cites."""
    procedure = build_on(form, terms, on)
    return procedure, digest_of_text(freeze(procedure)), collect_citations(procedure)


def collect_citations(procedure: Procedure) -> Cites:
    """Collect every provision that any part of a procedure cites, product defaults left out."""
    found: dict[str, set[str]] = {}
    for one in citations_in(procedure):
        found.setdefault(one.instrument, set()).add(one.provision)
    return {key: frozenset(provisions) for key, provisions in found.items()}


def citations_in(procedure: Procedure) -> frozenset[Citation]:
    """Collect every citation of any part of a procedure, product defaults left out."""
    found: set[Citation] = set()
    waiting: list[Any] = [procedure]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Citation):
            found |= set() if one.is_product else {one}
        elif isinstance(one, tuple):
            waiting += one
        elif is_dataclass(one) and not isinstance(one, type):
            waiting += [getattr(one, spec.name) for spec in fields(one)]
    return frozenset(found)


def _list_terms(terms: Terms) -> Iterator[Term]:
    """List terms with their layer and binding."""
    for spec in fields(terms):
        if spec.name not in NOT_TERMS:
            meta = spec.metadata
            yield Term(
                key=spec.name,
                words=str(meta.get("words", "")),
                value=getattr(terms, spec.name),
                source=terms.source_of(spec.name),
                binding=str(meta.get("binding", "DEFAULT")),
                options=tuple(meta.get("options", ())),
            )
