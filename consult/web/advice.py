"""“Which procedure?”: a question in the address, so that an answer can be sent to a colleague. Nothing is recorded."""

from flask import Blueprint, request

from consult import clock
from consult.pages.advice import advice_page
from consult.web import identity
from consult.web.parts import parts
from consult.web.rendering import render

bp = Blueprint("advice", __name__)


@bp.get("/which-procedure")
def ask() -> tuple[str, int]:
    """Show the question, and the answer where it was put. 422 where it cannot be read."""
    by = identity.acting_for()
    given = {name: [text[:80] for text in request.args.getlist(name)[:20]] for name in request.args}
    page = advice_page(parts().docket.forms, given, by.party_key, clock.today(by.party_zone))
    refused = any(one.error for one in page.asked)
    return render("library/advice.html", page, 422 if refused else 200)
