"""Which of the accepted types a document is, by its content; its name must say the same.

A short list on purpose: signatures, strict UTF-8 for text, and for Office files what `consult.documents.office` says.
Pictures are not decoded, here or anywhere else, so that none can be too large for whoever draws it. Not modelled:
scripts inside a PDF; every document leaves as an attachment that no browser opens in its own page.
"""

import json
from pathlib import PurePosixPath

from consult.documents.errors import TooLarge, WrongType
from consult.documents.naming import clean_name
from consult.documents.office import is_archive_too, office_kind
from consult.i18n import _

OFFICE = "application/vnd.openxmlformats-officedocument."
ACCEPTED = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
    "txt": "text/plain",
    "csv": "text/csv",
    "json": "application/json",
}
"""Media types by the ending of a name."""

SIGNATURES = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
TEXTS = ("txt", "csv", "json")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sniff(data: bytes, name: str, *, limit: int | None = None) -> str:
    """Answer the media type of a document, or raise TooLarge (more bytes than `limit`) or WrongType with the reason."""
    if limit is not None and len(data) > limit:
        raise TooLarge.in_bytes(limit)
    ending = PurePosixPath(clean_name(name)).suffix.lower().lstrip(".")
    if ending not in ACCEPTED:
        named = _("A name ending in “.%(ending)s” is not accepted.", ending=ending)
        raise WrongType(named if ending else _("A name without an ending is not accepted."))
    if not data:
        raise WrongType(_("The file is empty."))
    found = _kind(data, ending)
    if ACCEPTED[found] != ACCEPTED[ending]:
        said = _("The name ends in “.%(ending)s”, but the content is %(found)s.", ending=ending, found=found.upper())
        raise WrongType(said)
    return ACCEPTED[ending]


def _kind(data: bytes, ending: str) -> str:
    """Answer the ending that the content deserves."""
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            _require_one_kind(data)
            return kind
    if data.startswith(b"PK\x03\x04"):
        return office_kind(data)
    if data.startswith(_COMPOUND):
        raise WrongType(_("The file is in an older Office format or protected by a password."))
    _require_text(data)
    if ending == "json":
        _require_json(data)
    return ending if ending in TEXTS else "txt"


def _require_one_kind(data: bytes) -> None:
    """Refuse what another program would take for an archive."""
    if is_archive_too(data):
        raise WrongType(_("The content is of two types at once: an archive stands behind its beginning."))


def _require_text(data: bytes) -> None:
    """Refuse what is not text in strict UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise WrongType(_("The content is of no accepted type and no text in UTF-8.")) from None
    if any(ord(char) < 32 and char not in "\t\n\r\f" for char in text):
        raise WrongType(_("The content is of no accepted type: it holds control characters."))


def _require_json(data: bytes) -> None:
    """Refuse what is not JSON."""
    try:
        json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise WrongType(_("The name ends in “.json”, but the content cannot be read as JSON.")) from None
