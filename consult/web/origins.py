"""Where a request comes from: it is for this host, and no other site made a browser send it.

The second line beside the token of every form. Browsers say with each request by whom it was made (Fetch Metadata,
`Sec-Fetch-Site`), and of a form from which origin it comes; a program says neither, carries no cookie of anybody, and
is judged by its token. What another site may do is what a link does: open a page in a window of its own.
"""

from urllib.parse import urlsplit

from flask import Flask, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest, Forbidden

from consult.api.frame.problems import is_for_machines
from consult.web.at_hand import this_request
from consult.web.parts import parts

SAFE = ("GET", "HEAD", "OPTIONS")
OWN = ("same-origin", "none")
"""Made by a page of this origin, or by the person at the browser."""
OF_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
WHATEVER_NAME = frozenset({"health.live", "health.ready", "figures_at.give"})
"""Asked by whatever stands in front, by the number of a machine perhaps; nothing of them depends on the name."""


def begin(app: Flask, for_everybody: frozenset[str]) -> None:
    """Look at every request but what machines ask; pages that are the same for everybody may stand anywhere."""

    def look() -> None:
        require_own_name()
        if is_for_machines() or (request.endpoint in for_everybody and request.method in SAFE):
            return
        require_own_pages()

    app.before_request(look)


def require_own_name() -> None:
    """Refuse a request for another host where the settings say which this is. 400."""
    settings = parts().settings
    asked = this_request()
    if not settings.https or asked.endpoint in WHATEVER_NAME:
        return
    if name_of(asked.host) not in (settings.host_name, *OF_THIS_MACHINE):
        raise BadRequest


def require_own_pages() -> None:
    """Refuse what a page of another site made a browser send: a form with 400, anything but a plain link with 404."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if request.method not in SAFE:
        if (site and site not in OWN) or not _is_own_origin(request.headers.get("Origin")):
            raise CSRFError
    elif site and site not in OWN and not _is_plain_link():
        raise Forbidden


def name_of(host: str) -> str:
    """Give the host of a header without its port, in small letters."""
    return host.lower().rpartition("]")[0] + "]" if host.startswith("[") else host.lower().partition(":")[0]


def _is_own_origin(origin: str | None) -> bool:
    """Say whether an origin is this one; a browser that says none is judged by the token alone."""
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == request.host.lower()
    except ValueError:
        return False


def _is_plain_link() -> bool:
    """Say whether a browser opens a page in a window, not in a frame and not as a part of another page."""
    asked = request.headers.get("Sec-Fetch-Mode", "navigate"), request.headers.get("Sec-Fetch-Dest", "document")
    return asked == ("navigate", "document")
