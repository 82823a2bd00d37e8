"""Documents of instruments: keeping what a browser sends, and giving it as an attachment."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, request

from consult.documents import sniff
from consult.documents.holding import holding
from consult.i18n import _
from consult.people.mandates import Paper
from consult.refusals import Closed, Unknown
from consult.web.parts import parts
from consult.web.uploads import give_stored, store


def sent_document(name: str = "document") -> Paper | None:
    """Keep the document that was sent along, None where there is none; 413 too large, 415 of a type that is not
    accepted or is mislabelled."""
    sent = request.files.get(name)
    if sent is None or not sent.filename:
        return None
    limit = parts().settings.uploads.document_bytes
    data = sent.stream.read(limit + 1)
    media = sniff(data, sent.filename, limit=limit)
    return Paper(store().put(data), sent.filename[:200], media)


@contextmanager
def held_document(paper: Paper | None) -> Iterator[None]:
    """Have the turn of a document that was kept until it is recorded, since whoever removes the last other one of the
    same content would take it away. Closed where that is done already."""
    with holding(parts().engine, [paper.digest] if paper else []):
        if paper and not store().has(paper.digest):
            raise Closed(_("The document could not be kept. Send it once more."))
        yield


def document_of(digest: str | None, name: str | None, media: str | None) -> Response:
    """Give a document of an instrument as an attachment; Unknown where there is none."""
    if digest is None:
        raise Unknown
    answer = give_stored(digest, media or "application/octet-stream", name or "instrument")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
