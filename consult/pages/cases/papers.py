"""Papers as they are read, and what a form and a paper link to."""

from collections.abc import Mapping, Sequence
from typing import Any

from consult.citations import address
from consult.forms import DocumentChoice, ReadField, show
from workflows.kernel.fields import FilingSpec
from workflows.kernel.words import Citation


def read_paper(
    spec: FilingSpec, body: Mapping[str, Any], names: Mapping[str, str], documents: Sequence[DocumentChoice] = ()
) -> tuple[ReadField, ...]:
    """Draw up a paper as it is read: answers given, declared unknown or withheld, and no empty questions."""
    lines = show(spec, body, party_names=names, documents=documents, href=address_of)
    return tuple(line for line in lines if line.state != "unanswered")


def address_of(citation: Citation) -> str:
    """Give the place of a provision in the library, for forms and papers."""
    return address(citation.instrument, citation.provision)


def document_choices(ref: str, rows: Sequence[Any]) -> list[DocumentChoice]:
    """Give documents of a case with the address at which they can be fetched."""
    return [
        DocumentChoice(d.digest, d.name, d.media, d.size, d.language, d.level, f"/cases/{ref}/documents/{d.digest}")
        for d in rows
    ]
