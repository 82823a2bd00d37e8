"""The published log: static files that anybody may fetch, the same for everybody. No sign-in, no cookie.

The layout is that of C2SP tlog-tiles. What is published holds commitments alone. A path that is not exactly one of the
layout leads nowhere, and the answer is plain text, since programs ask. A partial tile whose full one is published is
cut from it, so that a reader with an older checkpoint goes on.
"""

import re
from pathlib import Path

from flask import Blueprint, Response, request

from consult.i18n import _
from consult.log.publishing import CHECKPOINT, cut_tile
from consult.web.parts import parts

bp = Blueprint("audit", __name__, url_prefix="/audit/<int:epoch>")

FRESH, FOR_GOOD = "public, max-age=2", "public, max-age=31536000, immutable"
_TILE = re.compile(r"(?:entries|0|[1-9]|[1-5][0-9]|6[0-3])/(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/(?:[1-9][0-9]{0,2}))?")


@bp.get("/checkpoint")
def give_checkpoint(epoch: int) -> Response:
    """Give the newest checkpoint that is published. 404 before the first."""
    return _answer(_content(epoch, CHECKPOINT), "text/plain; charset=utf-8", FRESH)


@bp.get("/tile/<path:path>")
def give_tile(epoch: int, path: str) -> Response:
    """Give a tile of hashes or a bundle of leaves. 404 where there is none."""
    found = _content(epoch, f"tile/{path}") if _TILE.fullmatch(path) else None
    return _answer(found, "application/octet-stream", FOR_GOOD)


def _content(epoch: int, name: str) -> bytes | None:
    """Read a published file, or None."""
    folder: Path = parts().settings.instance / "audit" / str(epoch)
    try:
        return (folder / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return cut_tile(folder, name)


def _answer(content: bytes | None, kind: str, keep: str) -> Response:
    """Answer a file, readable from other places too, or 404 in plain text."""
    if content is None:
        answer = Response(_("There is no such file.") + "\n", 404, content_type="text/plain; charset=utf-8")
        keep = "no-store"
    else:
        answer = Response(content, content_type=kind)
        answer.add_etag()
    answer.headers["Cache-Control"] = keep
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.make_conditional(request)
    return answer
