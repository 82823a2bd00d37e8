"""The public register for programs: JSON, its schema, the feed, released documents, and what proves a public act."""

from flask import Blueprint, Response, g, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import i18n, published
from consult.i18n import SOURCE_LANGUAGE
from consult.log.reads import document_paper, note
from consult.pages.public.atom import TYPE, write_feed
from consult.pages.public.filters import PublicFilters
from consult.pages.public.machine import Given, Site, write_case, write_figures, write_list
from consult.pages.public.schema import write_schema
from consult.published import PublicAct
from consult.refusals import Unknown
from consult.web.addresses import start
from consult.web.limits import limiter, public_reads
from consult.web.log import PROOF, trusted
from consult.web.parts import parts, reader
from consult.web.public import answer, anybody, kept
from consult.web.uploads import give_stored

bp = Blueprint("public_files", __name__, url_prefix="/public")
robots = Blueprint("robots", __name__)
limiter.limit(public_reads)(bp)
JSON, SCHEMA, TEXT = "application/json", "application/schema+json", "text/plain; charset=utf-8"
FOR_A_DAY = "public, max-age=86400"


def _site() -> Site:
    settings = parts().settings
    return Site(start(), settings.host_name, settings.exercise)


@bp.before_request
def choose_language() -> None:
    """Speak English to programs, unless the address asks for another language of ours."""
    asked = request.args.get("lang", "")
    g.language = asked if asked in i18n.languages() else SOURCE_LANGUAGE


@bp.after_request
def open_to_other_places(given: AnyResponse) -> AnyResponse:
    """Let programs that run in other places read what is given, as they may the published log."""
    given.headers["Access-Control-Allow-Origin"] = "*"
    given.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
    given.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return given


def _json(given: Given) -> Response:
    return answer(given.content, JSON, given.updated)


@bp.get("/cases.json")
def give_list() -> Response:
    """Give a page of the register."""
    asked, before = PublicFilters.of(request.args), request.args.get("before", "")[:40]
    return _json(write_list(reader(), parts().docket, anybody(), _site(), asked, before))


@bp.get("/cases/<ref>.json")
def give_case(ref: str) -> Response:
    """Give one public case. 404 for any other, and where there is none."""
    return _json(write_case(reader(), parts().docket, anybody(), _site(), ref))


@bp.get("/figures.json")
def give_figures() -> Response:
    """Give the figures over what is public."""
    return _json(write_figures(reader(), parts().docket, anybody(), _site()))


@bp.get("/schema.json")
def give_schema() -> Response:
    """Give the schema of the JSON."""
    return answer(write_schema(), SCHEMA, None, FOR_A_DAY)


@bp.get("/feed.atom")
def give_feed() -> Response:
    """Give a page of the feed."""
    asked, after = PublicFilters.of(request.args), request.args.get("after", "")[:60]
    given = write_feed(reader(), parts().docket, anybody(), _site(), asked, after, i18n.language())
    return answer(given.content, f"{TYPE}; charset=utf-8", given.updated)


@bp.get("/cases/<ref>/documents/<digest>")
def give_document(ref: str, digest: str) -> Response:
    """Give a released document as an attachment. 404 for any other, and where there is none."""
    case = published.find_case(reader(), anybody(), parts().docket.editions, ref)
    found = published.find_document(case, digest)
    note(reader(), document_paper(digest), "C0")
    return kept(give_stored(digest, found.media, found.name), digest, None)


@bp.get("/cases/<ref>/acts/<int:number>/receipt")
def give_receipt(ref: str, number: int) -> Response:
    """Give the proof that a public act stands in the log. 404 while there is none."""
    now = trusted()
    receipt = published.receipt_of_act(reader(), _act(ref, number), now.quorum if now else None)
    if not receipt.text:
        raise Unknown
    return _file(receipt.text, PROOF, f"{receipt.seq}.tlog-proof")


@bp.get("/cases/<ref>/acts/<int:number>/openings.json")
def give_openings(ref: str, number: int) -> Response:
    """Give what of the entry of a public act anybody may open."""
    opened = published.openings_of_act(reader(), _act(ref, number))
    return _file(opened.text, JSON, f"{opened.seq}.json")


def _act(ref: str, number: int) -> PublicAct:
    case = published.find_case(reader(), anybody(), parts().docket.editions, ref)
    found = next((one for one in case.acts if one.number == number), None)
    if found is None:
        raise Unknown
    return found


def _file(content: str, media: str, name: str) -> Response:
    given = answer(content, media, None)
    given.headers["Content-Disposition"] = f"attachment; filename={name}"
    return given


@robots.get("/robots.txt")
def give_robots() -> Response:
    """Tell search engines that the register is for them, and nothing else."""
    lines = ("User-agent: *", f"Allow: {url_for('public.index')}", "Allow: /static/", "Disallow: /", "")
    return answer("\n".join(lines), TEXT, None, FOR_A_DAY)
