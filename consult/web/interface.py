"""The page of the API, in our own words and without a script of others."""

import json
from functools import partial

from flask import Blueprint, request

from consult.api.document import written
from consult.api.frame.problems import KINDS
from consult.pages.interface import interface_page
from consult.web.rendering import render

bp = Blueprint("interface", __name__)


@bp.get("/api")
def show() -> tuple[str, int]:
    """Show what machines may ask, and how; with `words`, the operations that have all of them."""
    write = partial(json.dumps, ensure_ascii=False, indent=1)
    words = request.args.get("words", "")[:80]
    return render("interface/index.html", interface_page(written()[0], KINDS, write, words))
