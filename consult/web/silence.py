"""The silence board."""

from flask import Blueprint

from consult import clock
from consult.pages.silence_board import board_page
from consult.web import identity
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("silence", __name__, url_prefix="/silence")


@bp.get("")
def board() -> tuple[str, int]:
    """Show every text under silence that the reader may see."""
    return render("silence/board.html", board_page(reader(), parts().docket, identity.acting_for(), clock.now()))
