"""What is taken away of an act: its formal paper, and the note under which its organ put its signature."""

from pydantic import Field
from werkzeug.wrappers import Response

from consult import i18n
from consult.api.frame.choosing import require_known
from consult.api.frame.declaring import Asked, Query
from consult.api.frame.nouns import Noun
from consult.documents.formal.files import DRAWINGS
from consult.pages import cases as pages
from consult.web.cases import signed_note
from consult.web.formal import file_of, taken_of_act, taken_of_draft
from consult.web.opening import act_read
from consult.web.parts import parts, reader

noun = Noun("formal", "Formal papers", "What is taken away of an act: its paper, its signed note.")
ENDING = "<any(pdf, docx, html):ending>"
FORMS = ", ".join(one.media for one in DRAWINGS.values())


class PaperQuery(Query):
    """In which language a paper is wanted: that of Accept-Language unless another one is named."""

    language: str = Field("", max_length=10, description="Key of a language that is spoken here.")


class CopyQuery(PaperQuery):
    """The same, and whose copy."""

    copy_of: str = Field("", max_length=80, description="Key of an addressee of an own act: the copy that it reads.")


@noun.get(
    f"/cases/<ref>/acts/<int:n>/paper.{ENDING}",
    query=CopyQuery,
    refuses=(404, 409, 422),
    raw=FORMS,
)
def give(asked: Asked, ref: str, n: int, ending: str) -> Response:
    """Give the formal paper of an act as a file: PDF, Word or HTML.

    Reading an act that was served on the own party proves its receipt. Of an own act also the copy that an addressee
    reads. 404 for an act without a filing, 409 where its words were erased.
    """
    _seen, taken = taken_of_act(ref, n, _language(asked.query), asked.query.copy_of)
    if taken.is_unopened:
        act_read(ref, n)
    return file_of(taken, ending)


@noun.get(
    f"/drafts/<ref>/paper.{ENDING}",
    query=PaperQuery,
    refuses=(404, 409, 422),
    raw=FORMS,
)
def give_draft(asked: Asked, ref: str, ending: str) -> Response:
    """Give a draft as the paper it would be, marked on every page as not filed."""
    _seen, taken = taken_of_draft(ref, _language(asked.query))
    return file_of(taken, ending)


def _language(query: PaperQuery) -> str:
    require_known(query, {"language": i18n.spoken_languages()})
    return query.language or i18n.language()


@noun.get("/cases/<ref>/acts/<int:n>/statement.txt", refuses=(404,), raw="text/plain")
def give_statement(asked: Asked, ref: str, n: int) -> Response:
    """Give the signed note under an act, as its organ signed it.

    404 where there is none to be read. What is to be signed before an act is taken stands in its rehearsal.
    """
    page = pages.act_page(reader(), parts().docket, asked.by, ref, n, asked.at)
    return signed_note(page)
