"""How a formal paper is wanted, and what is read of a filing before it is put into words."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.docket import Seen
from consult.documents.official.values import Document
from consult.pages.formal.writers import Known
from consult.visibility import Viewer
from workflows.kernel.fields import FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.steps import Step

Open = Callable[[str], bytes]
"""What gives the bytes of a document by its digest, and raises Changed where they are others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a paper is wanted: in which language, from which host (the beginning of its addresses), what opens documents,
    and whether the whole installation is an exercise."""

    language: str
    host: str
    open: Open
    exercise: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A paper to be taken away: the document, what its file is called before its ending, and whether it was served on
    the reader's party and nobody of it has opened the act yet."""

    document: Document
    name: str
    is_unopened: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What is read of a filing before it is put into words: its row and form, its questions and the answers that this
    reader may read, at which level, and the parties that stand on the paper."""

    seen: Seen
    viewer: Viewer
    row: Step
    form: str
    spec: FilingSpec
    body: Mapping[str, Any]
    level: str
    known: Known


def name_file(ref: str, number: str, step: str, language: str) -> str:
    """Name the file of a paper, without its ending: case, number, step and language."""
    return f"{ref} {number} {step.replace('_', '-')} {language}"
