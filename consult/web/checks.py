"""Checking what somebody holds, comparing two checkpoints, and taking away what checks them elsewhere. Nothing that is
given here is stored.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from consult.log import verifier
from consult.log.given import MOST_BYTES, MOST_TEXT
from consult.pages.log.checking import check_page
from consult.pages.log.comparing import compare_page
from consult.refusals import Unknown
from consult.web.log import send, trusted
from consult.web.parts import reader
from consult.web.rendering import render

bp = Blueprint("record_checks", __name__, url_prefix="/audit")
VERIFIER = Path(verifier.__file__)


@bp.get("/check")
def ask_check() -> tuple[str, int]:
    """Ask for what is to be checked."""
    return render("log/check.html", check_page(trusted(), shipped()[1]))


@bp.post("/check")
def check() -> tuple[str, int]:
    """Check a receipt, a checkpoint or a bundle. 413 too large, 422 where it does not hold or cannot be read."""
    page = check_page(trusted(), shipped()[1], _given(), _text("policy"))
    return render("log/check.html", page, page.status)


@bp.get("/compare")
def ask_compare() -> tuple[str, int]:
    """Ask for two checkpoints."""
    return render("log/compare.html", compare_page(reader(), trusted()))


@bp.post("/compare")
def compare() -> tuple[str, int]:
    """Compare two checkpoints. 422 where they are evidence against the log, or no checkpoints."""
    page = compare_page(reader(), trusted(), _text("first"), _text("second"), _text("policy"))
    return render("log/compare.html", page, page.status)


@bp.get("/consult-verify.py")
def give_verifier() -> Response:
    """Give the stand-alone verifier, the very file by which this installation checks."""
    return send(shipped()[0], "text/x-python; charset=utf-8", "consult-verify.py")


@bp.get("/policy.txt")
def give_policy() -> Response:
    """Give the policy by which this log is to be checked. 404 before there is one."""
    found = trusted()
    if found is None:
        raise Unknown
    return send(found.text, "text/plain; charset=utf-8", "policy.txt")


def _given() -> bytes:
    """Read what is to be checked: the file, which is gone with that, or the text."""
    file = request.files.get("upload")
    if file is None or not file.filename:
        return request.form.get("text", "").encode()
    with file.stream as stream:
        return stream.read(MOST_BYTES + 1)


@lru_cache(maxsize=1)
def shipped() -> tuple[bytes, str]:
    """Read the verifier, and its SHA-256."""
    content = VERIFIER.read_bytes()
    return content, sha256(content).hexdigest()


def _text(name: str) -> str:
    text = request.form.get(name, "")
    if len(text) > MOST_TEXT:
        raise RequestEntityTooLarge
    return text
