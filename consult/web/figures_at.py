"""`/metrics`: figures for Prometheus, for whoever shows the token of the installation's file and comes by no server in
front. For everybody else there is nothing at this address.
"""

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import NotFound

from consult import clock
from consult.metrics.door import MEDIA
from consult.metrics.token import shows_token
from consult.metrics.writing import Writing
from consult.web.parts import parts

bp = Blueprint("figures_at", __name__)
IN_FRONT = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip")
"""What a server in front says of a question: whoever asks from inside says none of it."""


def writing_of(app: Flask) -> Writing | None:
    """Answer who writes the figures of an application; None where nothing is counted."""
    found: Writing | None = app.extensions["consult_metrics"]
    return found


@bp.get("/metrics")
def give() -> Response:
    """Give the figures. 404 without the token, through a server in front, and where the settings name no token."""
    writing, shown = writing_of(current_app), request.headers.get("Authorization", "")
    came_through = any(name in request.headers for name in IN_FRONT)
    if writing is None or came_through or not shows_token(parts().settings, shown):
        raise NotFound
    return Response(writing.text(clock.now()), content_type=MEDIA)
