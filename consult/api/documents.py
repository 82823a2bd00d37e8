"""Documents of a case: attached to what the own party prepares, and had again by the digest of their bytes."""

from typing import Annotated, Literal

from flask import Response
from pydantic import ConfigDict, Field, WithJsonSchema
from werkzeug.datastructures import FileStorage

from consult import casebook, drafts
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.values.cases import DocumentValue, document_value
from consult.refusals import Unknown
from consult.visibility import Viewer
from consult.web import uploads
from consult.web.parts import parts, reader, writing

noun = Noun("documents", "Documents", "Files of a case, by the digest of their bytes (SHA-256).")


class NewDocument(Body):
    """A file with its level and its language; a filing then names it by its digest."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    upload: Annotated[FileStorage, WithJsonSchema({"type": "string", "format": "binary"})]
    level: Literal["C0", "C1", "C2", "C3", "C4", "C5"] = "C2"
    language: str = Field("en", min_length=2, max_length=10, pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$")


@noun.post(
    "/cases/<ref>/documents",
    answers=DocumentValue,
    status=201,
    upload=NewDocument,
    refuses=(404, 409, 413, 415, 422),
    follows={
        name: {"ref": "$request.path.ref", "digest": "$response.body#/digest"}
        for name in ("documents_give", "documents_remove")
    },
)
def attach(asked: Asked, ref: str) -> Answer:
    """Attach a document to what the own party prepares in a case.

    PDF, PNG, JPEG, Word, Excel or text; it is filed with the act whose filing names its digest.
    """
    new = asked.body
    seen = parts().docket.see(reader(), asked.by, ref, asked.at)
    if not asked.by.writes:
        raise Unknown
    digest = uploads.keep_file(asked.by, seen.row.id, asked.at, new.upload, new.level, new.language)
    kept = casebook.documents_of(reader(), Viewer.of(asked.by), seen.row)
    row = next(one for one in kept if one.digest == digest and one.party == asked.by.party_key)
    value = document_value(row, f"{PREFIX}/cases/{ref}")
    return Answer(value, headers={"Location": value.href})


@noun.get("/cases/<ref>/documents/<digest>", refuses=(404, 409), raw="application/octet-stream")
def give(asked: Asked, ref: str, digest: str) -> Response:
    """Give the bytes of a document that may be had.

    409 where it was erased; the record keeps its digest.
    """
    return uploads.give(ref, digest)


@noun.delete("/cases/<ref>/documents/<digest>", status=204, refuses=(404, 409))
def remove(asked: Asked, ref: str, digest: str) -> None:
    """Remove a document of the own party that was not filed.

    409 where it was, or where a draft names it.
    """
    seen = parts().docket.see(reader(), asked.by, ref, asked.at)
    with writing() as connection:
        removed = drafts.remove_document(connection, asked.by, seen.row.id, digest)
    uploads.free_content(removed)
