"""Who witnesses the log: a page for everybody, signed in or not."""

from flask import Blueprint

from consult import clock
from consult.pages.witnesses import witnesses_page
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("witnesses", __name__, url_prefix="/audit")


@bp.get("/witnesses")
def show() -> tuple[str, int]:
    """Show the witnesses, and who cosigned the last checkpoints when."""
    return render("witnesses/index.html", witnesses_page(reader(), parts().settings, clock.now()))
