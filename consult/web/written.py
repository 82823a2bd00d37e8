"""What somebody wrote is not lost with the request that failed: the page of the refusal gives it back, and a form that
saves itself is told in its own place why it was not saved.

Pages are not kept by browsers (`no-store`), so that going back loads a form anew, without what was typed into it.
Given back is only what a page of this installation sent just now, to the browser that sent it, and never a password.
"""

import re
from typing import Any

from flask import render_template, request
from werkzeug.exceptions import HTTPException

from consult.db import WRITTEN
from consult.forms.names import GIVEN, PREFIX, ROW
from consult.i18n import _
from consult.pages.errors import ErrorPage
from workflows.kernel.words import humanise

WORDS = frozenset({"words", "reason", "reasons", "comment", "remark", "message"})
"""Inputs beside those of a filing into which sentences are written."""
ENTRY = re.compile(r"[0-9]{1,6}")
AGAIN = (429, 500, 503)
"""Answers after which a form that saves itself tries once more by itself."""
SIGNED_OUT = (400, 401)
"""Answers to a form that an ended session or an earlier one left behind."""


def is_part() -> bool:
    """Say whether a page that stands open asked for a part of itself."""
    return request.headers.get("HX-Request") == "true"


def written() -> tuple[tuple[str, str], ...]:
    """List what was written into the form of this request, by question; nothing where no page of our own sent it, and
    of a paper in preparation nothing where that took the words before the fault came."""
    in_its_paper = request.endpoint == "drafts.save" and WRITTEN.get()
    if request.method != "POST" or in_its_paper or not _is_from_own_page():
        return ()
    try:
        sent = list(request.form.items(multi=True))
    except (HTTPException, OSError):  # too large, or broken off: there is nothing to give back
        return ()
    return tuple((_question(name), value) for name, value in sent if _is_asked(name) and value.strip())


def _is_asked(name: str) -> bool:
    return (name.startswith(PREFIX) and name.rpartition(":")[2] not in (ROW, GIVEN)) or name in WORDS


def _is_from_own_page() -> bool:
    """Say whether the browser says so. One that says nothing is not believed: another site may be behind it."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def _question(name: str) -> str:
    """Name a question as well as can be known where the form is not at hand: "Stations, 2, band"."""
    steps = name.removeprefix(PREFIX).replace(":", "/").replace("--", "/").split("/")
    return ", ".join(str(int(one) + 1) if ENTRY.fullmatch(one) else humanise(one) for one in steps if one)


def answer_part(page: ErrorPage) -> tuple[str, int, dict[str, str]]:
    """Answer a page that asked for a part of itself, which a whole page would tear apart: a form that saves itself is
    told; a line stays as it is, or its page is loaded anew where it is no more there."""
    if request.endpoint == "drafts.save":
        told = {"sentence": _why(page), "again": page.status in AGAIN, "renews": page.status in SIGNED_OUT}
        return render_template("drafts/not_saved.html", page=told), page.status, {}
    anew = {"HX-Refresh": "true"} if page.status in (401, 404) else {"HX-Reswap": "none"}
    return "", page.status, anew


def _why(page: ErrorPage) -> Any:
    if page.status in SIGNED_OUT:
        return _(
            "Not saved: your session has ended. Sign in again in another window, then come back to this one: it saves "
            "what stands here."
        )
    if page.status in AGAIN:
        return _(
            "Not saved: the installation cannot take it in at this moment. What you typed still stands here; it is "
            "tried again by itself."
        )
    return _("Not saved: %(why)s What you typed still stands here; copy it before you leave.", why=page.sentence)
