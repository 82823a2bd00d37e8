"""The public part of the register as a feed, open to everybody and the same for everybody."""

import hashlib

from flask import Blueprint, Response, g, request, url_for

from consult.i18n import SOURCE_LANGUAGE
from consult.pages.lunar.atom import TYPE, Places, atom_feed
from consult.web.addresses import start
from consult.web.parts import parts, reader

bp = Blueprint("lunar_atom", __name__, url_prefix="/lunar")


@bp.get("/feed.atom")
def give() -> Response:
    """Give a page of the feed. 304 where it is the one that the asker has."""
    g.language, settings, at = SOURCE_LANGUAGE, parts().settings, start()
    feed, register = at + url_for(".give"), at + url_for("public.list_lunar")
    places = Places(settings.host_name, feed, register, settings.exercise)
    content = atom_feed(reader(), places, request.args.get("after", "")[:40])
    answer = Response(content, content_type=f"{TYPE}; charset=utf-8")
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
    answer.make_conditional(request)
    return answer
