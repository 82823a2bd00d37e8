"""A file that a browser sends to be looked at, as text; or the text of one that was looked at, sent again."""

from flask import request

from consult.i18n import _
from consult.web.bounds import NUL
from consult.web.parts import parts


class Unreadable(Exception):
    """A file that is no text that can be taken; the sentence says why."""


def text_sent() -> tuple[str, str]:
    """Give the text that was sent and the name of its file; no name where it was looked at before, no text where
    nothing was sent. Raises Unreadable."""
    file = request.files.get("upload")
    if file is None or not file.filename:
        return request.form.get("text", "").replace("\r\n", "\n"), ""
    most = parts().settings.uploads.document_bytes
    data = file.stream.read(most + 1)
    if len(data) > most:
        raise Unreadable(_("The file is larger than this installation accepts."))
    return _as_text(data), file.filename


def _as_text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Unreadable(_("The file is no text in UTF-8.")) from None
    if NUL in text:
        raise Unreadable(_("The file holds a character that no text needs, and cannot be read."))
    return text
