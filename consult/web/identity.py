"""Who is asking: the signed-in person and the standing chosen, read once a request from the session's own row."""

from contextlib import suppress
from datetime import timedelta
from typing import cast

from flask import Flask, Request, Response, current_app, g, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError

from consult import accounts, clock, standing
from consult.accounts import SignedIn
from consult.accounts.sessions import SESSION_LIFE
from consult.api.frame.problems import is_for_machines
from consult.db import WRITTEN, Busy, Unsure
from consult.i18n import _
from consult.standing import Standing
from consult.web.at_hand import kept
from consult.web.parts import close_reader, reader, writing

COOKIE, COOKIE_OF_HOST = "consult", "__Host-consult"
"""The cookie without https and with it: no neighbouring host can set one of the second name."""
HALF = "half"
"""Where the cookie keeps the token of a sign-in whose second factor is still to come."""


class User(UserMixin):
    """The signed-in person as the sign-in library wants it: its identity is the token of the session."""

    def __init__(self, signed_in: SignedIn) -> None:
        """Keep whoever is signed in."""
        self.signed_in = signed_in

    def get_id(self) -> str:
        """Answer the token that stands in the cookie."""
        return self.signed_in.token


class CookieFollowsScheme(SecureCookieSessionInterface):
    """A session cookie that is marked secure whenever the installation is reached by https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Tell whether the cookie may travel over https only."""
        return bool(app.extensions["consult"].settings.https)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the session of a browser; for machines there is none, whatever is sent."""
        return self.session_class() if is_for_machines() else super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Leave answers that are the same for everybody without a cookie and without a word of one."""
        if not kept().get("impersonal"):
            super().save_session(app, session, response)


def begin(app: Flask) -> None:
    """Join sign-in to the application."""
    app.session_interface = CookieFollowsScheme()
    name = COOKIE_OF_HOST if app.extensions["consult"].settings.https else COOKIE
    app.config.update(SESSION_COOKIE_NAME=name, SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax")
    manager = LoginManager()
    manager.session_protection = "basic"
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)  # it would ask the database with every template


def recognise() -> None:
    """Read who asks and in what standing, and keep both for this request."""
    user = current_user._get_current_object()
    g.signed_in = user.signed_in if isinstance(user, User) else None
    g.standing = standing.current(reader(), g.signed_in.token, clock.now()) if g.signed_in else None
    if g.signed_in:
        g.language = g.signed_in.language
        _note_seen(g.signed_in)


def _note_seen(seen: SignedIn) -> None:
    """Note at most every ten minutes that a session was seen; where the database takes nothing, a later page does."""
    at = clock.now()
    if not seen.is_unseen(at):
        return
    with suppress(Busy, Unsure, OperationalError), writing() as connection:
        accounts.note_seen(connection, seen.session_id, at)
    WRITTEN.set(False)  # what is asked for has not begun yet


def signed_in() -> SignedIn | None:
    """Answer whoever is signed in, or None."""
    return cast(SignedIn | None, kept().get("signed_in"))


def acting() -> Standing | None:
    """Answer the standing chosen for this session while its mandate counts, or None."""
    return cast(Standing | None, kept().get("standing"))


def acting_for() -> Standing:
    """Answer the standing of whoever asks; only for pages that cannot be reached without one."""
    found = acting()
    if found is None:
        raise RuntimeError(f"{current_app.name}: a page was reached without a standing")
    return found


def begin_session(token: str) -> None:
    """Give the browser a fresh session with nothing of the earlier one in it."""
    session.clear()
    found = accounts.find_session(reader(), token, clock.now())
    if found is not None:
        login_user(User(found))


def begin_half(token: str) -> None:
    """Give the browser a sign-in whose second factor is still to come, and nothing else."""
    logout_user()
    session.clear()
    session[HALF] = token


def half() -> accounts.Half | None:
    """Answer the sign-in of this browser whose second factor is still to come, or None."""
    token = session.get(HALF)
    return accounts.find_half(reader(), token, clock.now()) if token else None


def renew_session(token: str) -> None:
    """Give the browser the fresh token of the session that goes on; forms that are open stay good."""
    close_reader()
    found = accounts.find_session(reader(), token, clock.now())
    if found is not None:
        login_user(User(found))
        g.signed_in = found
        g.standing = standing.current(reader(), token, clock.now())


def forget_session() -> None:
    """Take everything out of the browser's session."""
    logout_user()
    session.clear()


def forget_unasked() -> str:
    """Take everything out of the browser's session although nobody can be asked who it is of, and say for how long it
    may stay open elsewhere."""
    session.clear()
    return still_open()


def still_open() -> str:
    """Say that the session goes on elsewhere, and for how long at most."""
    return _(
        "You are signed out in this browser. The record takes nothing for now: elsewhere the session may stay open "
        "until it ends by itself, %(hours)s hours after it began.",
        hours=SESSION_LIFE // timedelta(hours=1),
    )


def _load(token: str) -> User | None:
    """Find the open sign-in session of a token."""
    found = accounts.find_session(reader(), token, clock.now())
    return User(found) if found else None
