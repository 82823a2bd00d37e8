"""Attachments: keeping what a browser sends, and giving a document to those who may have it."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from flask import Blueprint, Response, request
from werkzeug.datastructures import FileStorage

from consult import casebook, clock
from consult.db import Busy
from consult.documents import Away, Store, disposition, sniff, stores_of
from consult.documents import rows as documents
from consult.documents.holding import free, holding
from consult.i18n import _
from consult.log.reads import document_paper, note
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from consult.web import identity
from consult.web.lending import send_lent
from consult.web.parts import close_reader, parts, reader, writing
from workflows.kernel.words import LEVELS

bp = Blueprint("documents", __name__, url_prefix="/cases/<ref>/documents")


def store() -> Store:
    """Give the document store of the installation."""
    return stores_of(parts().settings).documents


def keep_upload(by: Standing, case_id: int, at: datetime, levels: Collection[str] = LEVELS) -> str:
    """Keep an uploaded file for a case, at one of some levels, and give its digest. 413 too large, 415 of a type that
    is not accepted or is mislabelled, 422 no file."""
    sent = request.files.get("upload")
    if sent is None or not sent.filename:
        raise Malformed({_("Document"): _("Choose a file to attach.")})
    level = request.form.get("upload_level", "C2")
    if level not in levels:
        raise Malformed({_("Level"): _("Choose one of the levels.")})
    return keep_file(by, case_id, at, sent, level, request.form.get("upload_language", "en")[:10])


def keep_file(by: Standing, case_id: int, at: datetime, sent: FileStorage, level: str, language: str) -> str:
    """Keep a file for a case, at a level, and give its digest. 413 too large, 415 of a type that is not accepted or is
    mislabelled."""
    limits, name = parts().settings.uploads, sent.filename or ""
    data = sent.stream.read(limits.document_bytes + 1)
    media = sniff(data, name, limit=limits.document_bytes)
    digest = store().put(data)
    upload = documents.Upload(digest, name, media, len(data), language, level)
    try:
        _name_it(by, case_id, digest, upload, data, at)
    except Closed:  # it was erased from this case: what was just kept goes again
        free_content([digest])
        raise
    return digest


def _name_it(by: Standing, case_id: int, digest: str, upload: documents.Upload, data: bytes, at: datetime) -> None:
    """Attach what lies in the store."""
    most = parts().settings.uploads.documents_a_filing
    close_reader()
    with holding(parts().engine, [digest]):
        if not store().has(digest):  # somebody removed the last other document with this content meanwhile
            store().put(data)
        with writing() as connection:
            documents.add_document(connection, case_id, by.party_key, by.person_id, upload, most, at)


def free_content(digests: Collection[str]) -> None:
    """Take away the content of removed documents, but for what a document of this or another case still names. What
    named it is gone already: where the store is away, the content goes with the next sweep."""
    close_reader()
    with suppress(Away, Busy):
        free(parts().engine, "documents", store(), digests)


def give_stored(digest: str, media: str, name: str) -> Response:
    """Answer with what lies in the store, verified, as an attachment of a name."""
    answer = send_lent(store().lend(digest), media)
    answer.headers["Content-Disposition"] = disposition(name)
    return answer


@bp.get("/<digest>")
def give(ref: str, digest: str) -> Response:
    """Give a document as an attachment. 404 where it may not be had, 409 where it was erased."""
    by = identity.acting_for()
    seen = parts().docket.see(reader(), by, ref, clock.now())
    found = next((d for d in casebook.documents_of(reader(), Viewer.of(by), seen.row) if d.digest == digest), None)
    if found is None:
        raise Unknown
    documents.require_there(reader(), found.id)
    note(reader(), document_paper(digest), max(found.level, found.act_level or ""))
    return give_stored(digest, found.media, found.name)
