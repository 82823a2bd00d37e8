"""Calendar feeds: the page on which they are made, and the addresses at which calendars fetch them without sign-in.

A guessed address, one that was ended and one whose mandate is over are one answer, 404; whoever meets too many of them
has to wait. The limit is counted in each process, which is enough beside a secret of 256 bits.
"""

import hashlib

from flask import Blueprint, Response, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.i18n import _
from consult.pages.calendar_file import Making
from consult.pages.feed_file import FeedFile, feed_file
from consult.pages.feeds import feeds_page
from consult.people import find_person
from consult.people.feeds import Feed, NewFeed, end_feed, find_feed, make_feed, renew_feed
from consult.refusals import Malformed
from consult.web import identity
from consult.web.addresses import start
from consult.web.limits import limiter
from consult.web.parts import parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("feeds", __name__)
MISSES = "60 per hour"


def _was_missed(answer: Response) -> bool:
    return answer.status_code == 404


@bp.get("/feeds/<token>.ics")
@limiter.limit(MISSES, deduct_when=_was_missed)
def give(token: str) -> Response:
    """Give a feed as its person may see it now. 404 where there is none, 304 where nothing changed, 429 after many
    guesses."""
    now = clock.now()
    feed = find_feed(reader(), token, now)
    g.standing = feed.standing  # in whose name papers of level C3 and above are entered as read
    g.language = _language(feed)
    at = start()
    making = Making(now, parts().settings.secret_key, lambda ref: at + url_for("cases.show", ref=ref))
    return _answer(feed_file(reader(), parts().docket, feed, making))


def _language(feed: Feed) -> str:
    """Give the language in which the person of a feed reads."""
    return find_person(reader(), feed.standing.person_id).language


def _answer(file: FeedFile) -> Response:
    tag = hashlib.sha256(file.content).hexdigest()[:32]
    same = request.if_none_match.contains(tag)
    answer = Response("" if same else file.content, 304 if same else 200)
    answer.content_type = "text/calendar; charset=utf-8"
    answer.set_etag(tag)
    if file.changed_at:
        answer.last_modified = file.changed_at
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@bp.get("/my-feeds")
def show() -> tuple[str, int]:
    """Show the feeds of the person who is signed in."""
    return render("feeds/index.html", feeds_page(reader(), identity.acting_for(), clock.now()))


@bp.post("/my-feeds")
def make() -> tuple[str, int]:
    """Make a feed under the mandate in use, and show its address once. 422 with the fields named."""
    by, now, form = identity.acting_for(), clock.now(), request.form
    new = NewFeed(form.get("scope", "")[:10], form.get("ref", "")[:60], form.get("titles") == "yes")
    try:
        with writing() as conn:
            token = make_feed(conn, by, new, now)
    except Malformed as fault:
        return render("feeds/index.html", feeds_page(reader(), by, now, new=new, faults=fault.fields), 422)
    return _shown(token)


@bp.post("/my-feeds/<handle>/renew")
def renew(handle: str) -> tuple[str, int]:
    """Give a feed another address, and show it once. 404 for anybody else's."""
    with writing() as conn:
        token = renew_feed(conn, identity.acting_for(), handle, clock.now())
    return _shown(token)


@bp.post("/my-feeds/<handle>/end")
def end(handle: str) -> AnyResponse:
    """End a feed. 303 to the list; 404 for anybody else's."""
    with writing() as conn:
        end_feed(conn, identity.acting_for(), handle, clock.now())
    flash(_("The feed is ended. Its address gives nothing any more."))
    return redirect(url_for(".show"), code=303)


def _shown(token: str) -> tuple[str, int]:
    address = start() + url_for(".give", token=token)
    return render("feeds/index.html", feeds_page(reader(), identity.acting_for(), clock.now(), address=address))
