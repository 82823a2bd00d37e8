"""A procedure as a machine reads it: described as in the library, with the schema of every filing."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from consult.citations import law
from consult.forms.schema import filing_example, filing_schema
from workflows import Form
from workflows.kernel.describe import as_json, filings_of
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure


@dataclass(frozen=True, slots=True)
class ProcedureItem:
    """One procedure in the catalogue, with the digest of the edition that a case opened today would run on."""

    key: str
    title: str
    summary: str
    level: str
    edition: str
    href: str


@dataclass(frozen=True, slots=True)
class ProcedureList:
    """Every procedure of this installation."""

    items: tuple[ProcedureItem, ...]


@dataclass(frozen=True, slots=True)
class AskedFiling:
    """What a step asks in writing: its schema, and an example."""

    key: str
    title: str
    schema: Mapping[str, Any]
    example: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TermValue:
    """A term that an opening may choose, and what it may be."""

    key: str
    options: tuple[str, ...]
    default: str


@dataclass(frozen=True, slots=True)
class ProcedureValue:
    """One procedure in one edition: `description` as in the library (states, steps, limits with provisions), the
    filings by key with their schemas, which step asks which, and the terms that an opening may choose."""

    key: str
    title: str
    edition: str
    description: Mapping[str, Any]
    filings: Mapping[str, AskedFiling]
    asks: Mapping[str, str]
    terms: tuple[TermValue, ...]


def procedure_value(procedure: Procedure, digest: str, form: Form | None) -> ProcedureValue:
    """Write a procedure."""
    filings = {
        spec.key: AskedFiling(spec.key, law(spec.title), filing_schema(spec), filing_example(spec))
        for spec in filings_of(procedure)
    }
    asks = {step.key: step.filing.key for step in procedure.steps if step.filing}
    open_terms = [one for one in fields(form.terms) if one.metadata.get("options")] if form else []
    terms = tuple(TermValue(one.name, tuple(one.metadata["options"]), str(one.default)) for one in open_terms)
    return ProcedureValue(procedure.key, law(procedure.title), digest, as_json(procedure), filings, asks, terms)
