"""The public register for readers: without sign-in, without a cookie, and the same for everybody whoever asks.

Nobody is recognised here (`open_doors.IMPERSONAL`). The language is that of `?lang=`, else the best that the browser
asks for. An address that leads nowhere and one of what is not public are one answer.
"""

import hashlib
from datetime import datetime

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from consult import i18n
from consult.pages.public.about import about_page
from consult.pages.public.case import public_case_page
from consult.pages.public.figures import figures_page
from consult.pages.public.filters import PublicFilters
from consult.pages.public.listing import public_list_page
from consult.pages.public.lunar import public_lunar_list, public_lunar_sheet
from consult.refusals import Unknown
from consult.visibility import PUBLIC, PUBLIC_EXERCISE, Viewer
from consult.web.limits import limiter, public_reads
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("public", __name__, url_prefix="/public")
limiter.limit(public_reads)(bp)
FRESH = "public, max-age=60"


def anybody() -> Viewer:
    """Answer for whom everything here is drawn."""
    return PUBLIC_EXERCISE if parts().settings.exercise else PUBLIC


def answer(content: str | bytes, media: str, updated: datetime | None, keep: str = FRESH) -> Response:
    """Give what anybody may have and keep; 304 where it is what the asker has."""
    given = Response(content, content_type=media)
    return kept(given, hashlib.sha256(given.get_data()).hexdigest(), updated, keep)


def kept(given: Response, digest: str, updated: datetime | None, keep: str = FRESH) -> Response:
    """Say by which digest an answer is known, and how long it may be kept; 304 where it is what the asker has."""
    given.set_etag(digest[:32])
    if updated:
        given.last_modified = updated
    given.headers["Cache-Control"] = keep
    given.make_conditional(request)
    return given


def _page(template: str, page: object, updated: datetime | None) -> Response:
    g.is_found = True
    return answer(render(template, page)[0], "text/html; charset=utf-8", updated)


@bp.before_request
def choose_language() -> None:
    """Speak the language that the address asks for, if it is one of ours."""
    asked = request.args.get("lang", "")
    g.public_lang = asked if asked in i18n.languages() else ""
    if g.public_lang:
        g.language = g.public_lang


@bp.url_defaults
def keep_language(_endpoint: str, values: dict[str, object]) -> None:
    """Let links go on in the language that the address asked for."""
    if g.get("public_lang"):
        values.setdefault("lang", g.public_lang)


@bp.after_request
def let_be_kept(given: AnyResponse) -> AnyResponse:
    """Tell stores that the language was chosen by what the browser asks for, and search engines what to leave out."""
    given.vary.add("Accept-Language")
    if set(request.args) - {"lang"}:
        given.headers["X-Robots-Tag"] = "noindex, follow"
    return given


@bp.get("")
def index() -> Response:
    """Show a page of the register."""
    asked = PublicFilters.of(request.args)
    page = public_list_page(reader(), parts().docket, anybody(), asked, request.args.get("before", "")[:40])
    return _page("public/index.html", page, page.updated)


@bp.get("/cases/<ref>")
def show(ref: str) -> Response:
    """Show one public case. 404 for any other, and where there is none."""
    page = public_case_page(reader(), parts().docket, anybody(), ref, parts().settings.log.epoch)
    return _page("public/case.html", page, page.updated)


@bp.get("/lunar")
def list_lunar() -> Response:
    """Show a page of the lunar activities that are told to everybody."""
    page = public_lunar_list(reader(), parts().docket, request.args.get("after", "")[:40])
    return _page("public/lunar.html", page, page.updated)


@bp.get("/lunar/<key>")
def show_lunar(key: str) -> Response:
    """Show what everybody may read of one lunar activity. 404 where there is none."""
    before = request.args.get("before", type=int)
    page = public_lunar_sheet(reader(), parts().docket, anybody(), key, before)
    return _page("public/activity.html", page, page.updated)


@bp.get("/figures")
def figures() -> Response:
    """Show the figures over what is public."""
    return _page("public/figures.html", figures_page(reader(), parts().docket, anybody()), None)


@bp.get("/about")
def about() -> Response:
    """Say what stands in the register and what does not."""
    settings = parts().settings
    return _page("public/about.html", about_page(settings.log.epoch, exercise=settings.exercise), None)


@bp.get("/<path:nowhere>")
def lead_nowhere(nowhere: str) -> Response:
    """Answer every other address as one that is not public. 404."""
    raise Unknown
