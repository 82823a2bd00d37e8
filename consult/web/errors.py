"""Every exception becomes an answer here and nowhere else; a machine gets the same as a problem (`api.frame.problems`).

Unknown and forbidden are one answer, 404, so that nobody learns that a record exists. An unforeseen exception is
logged, and the page says nothing of it.
"""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from consult import clock
from consult.accounts import SlowDown
from consult.api.frame import problems
from consult.citations import cite, law
from consult.db import WRITTEN, Busy, Unsure, is_full
from consult.docket import NotCleared, Refused, Reused, Stale
from consult.docket.attempting import STATUS, note_refusal
from consult.documents import Away, Changed, TooLarge, WrongType
from consult.documents.errors import FULL
from consult.i18n import _, _l, ngettext, write_date
from consult.pages.errors import ErrorPage
from consult.refusals import Closed, Malformed, NotThrough, OnlyReads, Unknown
from consult.web import identity, requests
from consult.web.addresses import nearest_page
from consult.web.clocks import LEAVING
from consult.web.headers import LET_GO
from consult.web.parts import close_reader, forget_reads, parts
from consult.web.rendering import PUBLIC_NOUNS
from consult.web.written import answer_part, is_part, written
from workflows.kernel.guards import Refusal
from workflows.kernel.reckoning import BeyondTable
from workflows.kernel.words import humanise

Answer = Any
"""A page with status and headers, or the answer to a machine."""
KEPT = (Unknown, OnlyReads, Refused, Stale, NotCleared)
"""What is kept as an attempt where something was sent."""

SENTENCES: dict[int, tuple[Any, Any]] = {
    400: (_l("The request could not be read"), _l("Something in the request is missing or is not in its form.")),
    401: (_l("You are signed out"), _l("Your session has ended, and nothing was changed.")),
    403: (_l("Not found"), _l("There is no such page, or it is not open to you.")),
    404: (_l("Not found"), _l("There is no such page, or it is not open to you.")),
    405: (_l("Not possible this way"), _l("This address answers to another kind of request.")),
    409: (_l("Not possible now"), _l("The record has changed in the meantime, and nothing was recorded.")),
    413: (_l("Too large"), _l("What you sent is larger than this installation accepts, and nothing was recorded.")),
    415: (_l("Not an accepted type"), _l("What you sent is of a type that is not accepted, and nothing was recorded.")),
    422: (_l("Something is missing or wrong"), _l("Nothing was recorded. These answers need to be changed:")),
    429: (_l("Too many attempts"), _l("Wait a little before you try again.")),
    500: (
        _l("Something went wrong here"),
        _l("The fault is ours and is logged. Nothing was recorded by this request."),
    ),
    503: (_l("Busy"), _l("The system is busy, and nothing was recorded. Try again in a moment.")),
}


def begin(app: Flask) -> None:
    """Register one handler for each kind of exception."""
    _register(app, HTTPException, _answer_http)
    _register(app, CSRFError, _answer_old_form)
    _register(app, Unknown, lambda _error: _answer(404))
    _register(app, NotThrough, lambda error: _answer(403, error.sentence))
    _register(app, OnlyReads, _answer_only_reads)
    _register(app, Closed, lambda error: _answer(409, error.sentence))
    _register(app, Malformed, _answer_malformed)
    _register(app, Refused, _answer_refused)
    _register(app, Stale, _answer_stale)
    _register(app, NotCleared, lambda error: _answer(409, error.sentence))
    _register(app, Reused, lambda error: _answer(422, str(error)))
    _register(app, BeyondTable, lambda error: _answer(409, str(error)))
    _register(app, TooLarge, lambda error: _answer(413, str(error)))
    _register(app, WrongType, lambda error: _answer(415, str(error)))
    _register(app, Changed, _answer_changed_document)
    _register(app, Away, _answer_no_store)
    _register(app, SlowDown, _answer_slow_down)
    _register(app, Busy, _answer_busy)
    _register(app, Unsure, lambda error: _answer(503, _unsure(error), {"Retry-After": "5"}, perhaps_stored=True))
    _register(app, OperationalError, _answer_no_database)
    _register(app, Exception, _answer_unforeseen)


def _register(app: Flask, kind: type[Exception], page: Callable[[Any], Any]) -> None:
    """Answer an exception with a page, and whatever asked by the API with a problem."""

    def answer(error: Any) -> Any:
        return problems.answer(error) if problems.is_for_machines() else page(error)

    app.register_error_handler(kind, keeping(answer) if kind in KEPT else answer)


def keeping(answer: Callable[[Any], Answer]) -> Callable[[Any], Answer]:
    """Let a refusal of something sent be kept as an attempt before it is answered; a page that was only asked for is
    none. Where it cannot be kept, nobody is told of the refusal either."""

    def kept(error: Any) -> Answer:
        by, asked = identity.acting(), request.view_args or {}
        if request.method == "POST" and by is not None:
            keys = {"ref": str(asked.get("ref", "")), "step": str(asked.get("step") or request.endpoint or "")}
            try:
                close_reader()
                note_refusal(parts().engine, by, error, clock.now(), **keys)
            except (Busy, Unsure, OperationalError) as fault:
                return current_app.handle_user_exception(fault)
        return answer(error)

    return kept


def _answer_busy(error: Busy) -> Answer:
    """Say that others kept the database for too long, or that it went away; of what was written before, that it may be
    on record."""
    return _answer_away(error, "2")


def _answer_no_store(error: Away) -> Answer:
    """Say that documents can neither be kept nor given, or that there is no room for more."""
    title = _("No room for documents") if error.code in FULL else _("Documents are away")
    return _answer(503, str(error), {"Retry-After": "10"}, title=title)


def _unsure(what: object) -> str:
    """Say that nobody knows whether it was recorded; the same form may be sent again, since it is known by its key."""
    return f"{what} " + _("Look before you begin anew; to send the same form again is safe.")


def _perhaps() -> str:
    """Say so where a fault came after something was written; nothing where nothing was."""
    return _unsure(problems.perhaps_recorded()) if WRITTEN.get() else ""


def _answer(status: int, sentence: str = "", headers: dict[str, str] | None = None, **changes: Any) -> Answer:
    """Draw the page of a status; 403 leaves as 404."""
    _ask_nothing()
    title, usual = SENTENCES.get(status) or (HTTPStatus(status).phrase, "")
    shown = 404 if status == 403 else status
    href, action = _way_out()
    page = replace(ErrorPage(shown, str(title), sentence or str(usual), href=href, action=action), **changes)
    if is_part():
        text, _status, told = answer_part(page)
        return text, shown, told | (headers or {})
    page = replace(page, written=written(), perhaps_stored=page.perhaps_stored or WRITTEN.get())
    return render_template("errors/error.html", page=page), shown, headers or {}


def _ask_nothing() -> None:
    """Let whatever stands around the page of a refusal ask the database nothing, since that may be what has failed."""
    forget_reads()
    g.asks_nothing = True


def _way_out() -> tuple[str, str]:
    """Lead whoever pressed a button back to where it stands, and anybody else to the start page."""
    if request.blueprint in PUBLIC_NOUNS:
        return url_for("public.index"), _("Go to the public register")
    back, home = _back(), url_for("home")
    pressed = request.method == "POST" and back != home
    return (back, _("Back")) if pressed else (home, _("Go to the start page"))


def _answer_only_reads(error: OnlyReads) -> Answer:
    """Tell whoever reads alone so; that the address is there is known to everybody, so that 403 may leave."""
    page, _shown, headers = _answer(403, error.sentence, title=_("You read here"))
    return page, 403, headers


def _answer_http(error: HTTPException) -> Answer | HTTPException:
    """Answer what the framework or a route raised by status."""
    if error.code is None or error.code < 400:
        return error
    if error.code == 401:
        return _answer(
            401,
            advice=_("Sign in again, open your form, and send it again."),
            href=url_for("signin.ask", next=urlsplit(_back()).path),
            action=_("Sign in"),
        )
    if error.code == 413:
        limit = parts_limit()
        return _answer(413, advice=_("The limit for one request is %(limit)s MB.", limit=limit))
    if isinstance(error, MethodNotAllowed):
        return _answer_other_way(error)
    return _answer(error.code, _perhaps() if error.code >= 500 else "")


def _answer_other_way(error: MethodNotAllowed) -> Answer:
    """Say that an address answers to another kind of request. Whoever comes to one that only takes in a form, by typing
    it or by loading the page of a refusal anew, is told that nothing was sent, and where the form is."""
    methods = sorted(error.valid_methods or ())
    allowed = {"Allow": ", ".join(methods)}
    if request.method not in ("GET", "HEAD") or "POST" not in methods:
        return _answer(405, headers=allowed)
    sentence = _("This address only takes in what a form sends. Nothing was sent now, and nothing was recorded.")
    action = _("Open the page that it belongs to")
    return _answer(
        405, sentence, allowed, title=_("There is no page here"), href=nearest_page(request.path), action=action
    )


def parts_limit() -> int:
    """Answer the size limit of one request in full megabytes."""
    return int(current_app.config["MAX_CONTENT_LENGTH"]) // (1024 * 1024)


def _answer_old_form(_error: CSRFError) -> Answer:
    """Say that a form belongs to an earlier session."""
    sentence = _("This form belongs to an earlier session or was not opened in this browser. Nothing was recorded.")
    return _answer(400, sentence, advice=_("Load the page of the form again, and send it from there."))


def _answer_malformed(error: Malformed) -> Answer:
    """Say what is wrong; pages with a form of their own draw it again instead, each sentence beside its question."""
    return _answer(422, fields=tuple(("", sentence) for sentence in error.fields.values()))


def _back() -> str:
    """Give the page of this installation that the reader came from, else the start page."""
    came_from = request.referrer or ""
    return came_from if came_from.startswith(request.host_url) else url_for("home")


def _answer_refused(error: Refused) -> Answer:
    """Say why a step was not taken: the sentence, its provision, and from when it is open."""
    status = STATUS[error.kind]
    if status == 404:
        return _answer(404)
    _ask_nothing()
    lines = tuple((refusal.field or "", _reason(refusal)) for refusal in error.refusals)
    title = _("Not yours to take") if status == 403 else str(SENTENCES[status][0])
    sentence = _("The step was not taken, and nothing of it was recorded.")
    page = ErrorPage(status, title, sentence, fields=lines, href=_back(), action=_("Back"))
    return render_template("errors/error.html", page=page), status, {}


def _reason(refusal: Refusal) -> str:
    """Write one refusal with its provisions and its opening date."""
    opens = " " + _("Open from %(day)s.", day=write_date(refusal.opens_on)) if refusal.opens_on else ""
    under = "; ".join(cite(c).long for c in refusal.under)
    return f"{law(refusal.sentence)}{opens}" + (f" ({under})" if under else "")


def _answer_stale(error: Stale) -> Answer:
    """Say that somebody was first, and where the case is now; what was written lies in the draft."""
    return _answer(
        409,
        error.sentence,
        advice=_("The case is now: %(state)s. A paper in preparation is kept.", state=humanise(error.state).lower()),
        href=_back(),
        action=_("Look again"),
    )


def _answer_changed_document(error: Changed) -> Answer:
    """Say that a document is not what was filed, and log it: somebody has to restore it."""
    current_app.logger.error("document store: %s", error)
    return _answer(500, str(error))


def _answer_slow_down(error: SlowDown) -> Answer:
    """Say how long to wait."""
    sentence = ngettext(
        "Too many attempts have failed. Try again in %(num)s minute.",
        "Too many attempts have failed. Try again in %(num)s minutes.",
        error.minutes,
    )
    return _answer(429, sentence, {"Retry-After": str(max(1, int(error.wait.total_seconds())))})


def _answer_no_database(error: Exception) -> Answer:
    """Say that the database cannot be reached, or that a disk is full, and log why."""
    current_app.logger.error(problems.FAILED, error.__class__.__name__, exc_info=error)
    return _answer_away(error, "5")


def _answer_away(error: Exception, seconds: str) -> Answer:
    """Say that the database takes nothing or is away, under a title that does not call that haste. Whoever signs out
    is signed out of the browser all the same: that the form is one of ours was looked at before."""
    if request.endpoint == LEAVING:
        return _answer(503, identity.forget_unasked(), {"Clear-Site-Data": LET_GO}, title=_("You are signed out"))
    sentence = problems.without_database(error)
    titles = {"title": _("Not possible now")} if sentence else {}
    return _answer(503, _perhaps() or sentence, {"Retry-After": seconds}, **titles)


def _answer_unforeseen(error: Exception) -> Answer:
    """Log an exception that nobody foresaw, and say nothing of it; in tests it is raised. A full disk is told."""
    if is_full(error):
        return _answer_no_database(error)
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS", True):
        raise error
    current_app.logger.error("unforeseen in %s", request.endpoint, exc_info=error)
    advice = _("Whoever runs this installation finds it in the log under %(number)s.", number=requests.identifier())
    return _answer(500, _perhaps(), advice=advice)
