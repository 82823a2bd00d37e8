"""The door of the API: a bearer token (RFC 6750) and nothing else. A session of a browser counts for nothing there, so
that no other site can make a browser act, and no cookie is read or set.

How often a token asks is counted in each process, which is enough to keep one system from crowding out the others; how
often an address guesses in vain as well.
"""

import re

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests, Unauthorized

from consult import clock
from consult.api.frame.declaring import FORM
from consult.api.frame.problems import is_for_machines
from consult.api.frame.reading import LARGEST
from consult.people.tokens import find_token, is_use_unnoted, note_use
from consult.web.parts import reader, writing

BEARER = re.compile(r"(?i:bearer) +([A-Za-z0-9._~+/-]{1,200}=*)")
REALM = 'Bearer realm="consult"'
A_MINUTE, MINUTE = 600, 60
MISSES_A_MINUTE = 30
OPEN = frozenset({"api_oauth.grant", "api_document.give"})
"""What answers without a token: getting one, and what the API is."""


class NoToken(Unauthorized):
    """A request without a token, or with one that does not count (RFC 6750, section 3)."""

    def __init__(self, challenge: str) -> None:
        """Keep the challenge."""
        super().__init__()
        self.challenge = challenge

    def get_headers(self, environ: object = None, scope: object = None) -> list[tuple[str, str]]:
        """Give the challenge as a header."""
        return [("WWW-Authenticate", self.challenge)]


def begin(app: Flask) -> None:
    """Count from nothing, and tell each answer how much is left."""
    app.extensions["consult_api_limiter"] = MovingWindowRateLimiter(MemoryStorage())
    app.config.setdefault("API_A_MINUTE", A_MINUTE)
    app.config.setdefault("API_MISSES_A_MINUTE", MISSES_A_MINUTE)
    app.after_request(_tell_what_is_left)


def keep() -> None:
    """Let in whoever has a token that counts, in the standing that it gives; raise 401 or 429 for anybody else."""
    g.impersonal, g.signed_in, g.standing = True, None, None
    if request.mimetype != FORM:  # before anything looks at what was sent
        request.max_content_length = LARGEST
    if request.endpoint in OPEN:
        count(f"open:{request.remote_addr}")
        return
    given = BEARER.fullmatch(request.headers.get("Authorization", ""))
    if given is None:
        raise NoToken(REALM)
    require_patience()
    at = clock.now()
    found = find_token(reader(), given[1], at)
    if found is None:
        miss()
        raise NoToken(f'{REALM}, error="invalid_token"')
    count(f"token:{found.row.id}")
    g.standing = found.standing
    if is_use_unnoted(found.row, at):
        with writing() as connection:
            note_use(connection, found.row, at)


def count(key: str) -> None:
    """Count a request; raise 429 where there were too many in a minute."""
    limit, limiter = RateLimitItemPerMinute(current_app.config["API_A_MINUTE"]), _limiter()
    is_in = limiter.hit(limit, key)
    g.api_left = limit.amount, limiter.get_window_stats(limit, key).remaining
    if not is_in:
        raise TooManyRequests(retry_after=MINUTE)


def require_patience() -> None:
    """Raise 429 for an address that guessed in vain too often in a minute."""
    if not _limiter().test(_misses(), f"missed:{request.remote_addr}"):
        raise TooManyRequests(retry_after=MINUTE)


def miss() -> None:
    """Count a guess in vain."""
    _limiter().hit(_misses(), f"missed:{request.remote_addr}")


def _misses() -> RateLimitItemPerMinute:
    return RateLimitItemPerMinute(current_app.config["API_MISSES_A_MINUTE"])


def _limiter() -> MovingWindowRateLimiter:
    found: MovingWindowRateLimiter = current_app.extensions["consult_api_limiter"]
    return found


def _tell_what_is_left(response: Response) -> Response:
    if is_for_machines() and "api_left" in g:
        most, left = g.api_left
        response.headers["RateLimit-Limit"] = str(most)
        response.headers["RateLimit-Remaining"] = str(left)
        response.headers["RateLimit-Reset"] = str(MINUTE)
    return response
