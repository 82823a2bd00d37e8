"""What the last paper of some steps lists, with what it says beside the list and which papers listed it before."""

from collections.abc import Sequence

from consult import casebook
from consult.citations import law
from consult.forms import ReadField
from consult.pages.cases.papers import document_choices, read_paper
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import Day, Paper, papers
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets_of_lists import ListSheet


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A paper that holds the list: by whom, when, by which act."""

    party: str
    on: Day
    n: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The list as it stands, the paper it stands in, the papers before, and the sheet's own sentences."""

    fields: tuple[ReadField, ...]
    paper: ListedLine | None
    earlier: tuple[ListedLine, ...]
    empty: str
    caveat: str


def list_sheet(asked: Asked, sheet: ListSheet) -> Listed:
    """Draw up the list."""
    found = papers(asked, sheet.filed)
    last = found[-1] if found else None
    return Listed(
        fields=_fields(asked, last, (sheet.listed, *sheet.beside)) if last else (),
        paper=_line(asked, last) if last else None,
        earlier=tuple(_line(asked, one) for one in found[:-1]),
        empty=law(sheet.empty),
        caveat=law(sheet.caveat) if sheet.caveat else "",
    )


def _fields(asked: Asked, paper: Paper, keys: Sequence[str]) -> tuple[ReadField, ...]:
    known = document_choices(asked.seen.row.ref, casebook.documents_of(asked.conn, asked.viewer, asked.seen.row))
    return read_paper(paper.spec, {key: paper.words[key] for key in keys if key in paper.words}, asked.names, known)


def _line(asked: Asked, paper: Paper) -> ListedLine:
    return ListedLine(asked.names.get(paper.party, paper.party), paper.on, paper.n)
