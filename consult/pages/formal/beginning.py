"""What papers of acts and papers in preparation have in common: answers, provisions, marks, annexes."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from consult import casebook, words
from consult.citations import cite, law
from consult.docket import Seen
from consult.documents.formal import Annex, FormalPaper, Writer
from consult.documents.rows import digests_in
from consult.forms import ReadField
from consult.i18n import _
from consult.pages.cases.lines import level_note, title_of_case
from consult.pages.cases.papers import document_choices, read_paper
from consult.pages.formal.values import Asked, Held, Open
from consult.pages.formal.writers import called
from consult.visibility import Viewer
from workflows.kernel.fields import FilingSpec
from workflows.kernel.procedure import AGENCY
from workflows.kernel.words import Citation, Grade


def stakes(conn: Connection, seen: Seen, viewer: Viewer) -> tuple[str, ...]:
    """Name the parties to a case of whom a viewer may know."""
    rows = casebook.participants_of(conn, viewer, seen.row)
    return tuple(dict.fromkeys(row.party for row in rows if row.stake))


def begun(conn: Connection, held: Held, asked: Asked, filed_in: str, language: str) -> FormalPaper:
    """Begin a paper with what a filing says, whoever sends it to whom.

    Long because: one line a field of the paper.
    """
    seen, names = held.seen, casebook.party_names(conn)
    choices = document_choices(seen.row.ref, casebook.documents_of(conn, held.viewer, seen.row))
    answers = read_paper(held.spec, held.body, names, choices)
    level = _highest(held, answers)
    return FormalPaper(
        form=held.form,
        title=law(held.spec.title),
        step=law(held.row.title),
        ref=seen.row.ref,
        number="",
        case_title=title_of_case(seen.row),
        procedure=law(seen.procedure.title),
        sender=Writer("", "", ""),
        addressees=(),
        parties=tuple(called(held.known.get(key), key) for key in stakes(conn, seen, held.viewer)),
        basis=tuple(cited(held.row.under)),
        short=frozenset(map(str, held.row.under)),
        answers=answers,
        sections=_sections(held.spec),
        annexes=(),
        signed=(),
        marks=_marks(seen, asked, level),
        level=_level(level),
        language=language,
        filed_language=filed_in,
        digest="",
        notes=tuple(law(note) for note in seen.procedure.notes),
    )


def _highest(held: Held, answers: Iterable[ReadField]) -> str:
    """Give the level of the paper, or of the most confidential answer in it."""
    return max(held.level, *(one.level for one in answers if one.level), "")


def _level(level: str) -> str:
    return _("%(level)s: %(audience)s", level=level, audience=words.name(words.LEVEL, level))


def _marks(seen: Seen, asked: Asked, level: str) -> tuple[str, ...]:
    """Give what stands on every page: the level, and that nothing of it is meant in earnest or a treaty filing."""
    exercise = seen.row.exercise or asked.exercise
    marks = (
        _level(level),
        _("Exercise: no filing between States") if exercise else "",
        level_note(seen) if seen.procedure.level == AGENCY else "",
    )
    return tuple(mark for mark in marks if mark)


def cited(under: Iterable[Citation]) -> Iterator[tuple[str, str]]:
    """Cite provisions in full, each with what it binds and how it was checked where that was not in its text."""
    for citation in under:
        said = cite(citation)
        grade = "" if said.grade == Grade.V else words.name(words.GRADE, said.grade)
        binds = "" if said.is_product else words.name(words.BINDING, said.binding)
        yield said.long, "; ".join(filter(None, (binds, grade)))


def _sections(spec: FilingSpec) -> dict[str, str]:
    """Give the heading of the part in which each question stands."""
    found, here = {}, ""
    for field in spec.fields:
        here = law(field.section) or here
        found[field.key] = here
    return found


def annexes(conn: Connection, held: Held, opened: Open) -> tuple[Annex, ...]:
    """List the documents that the answers name, in the order in which they were attached, each as it was filed."""
    named = digests_in(held.body)
    rows = {row.digest: row for row in casebook.documents_of(conn, held.viewer, held.seen.row) if row.digest in named}
    for digest in rows:
        opened(digest)
    return tuple(
        Annex(row.name, row.media, row.size, row.digest, row.language, _level(row.level)) for row in rows.values()
    )
