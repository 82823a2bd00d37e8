"""The door of the API: a bearer token (RFC 6750) and nothing else. A session of a browser counts for nothing there, so
that no other site can make a browser act, and no cookie is read or set.

How often a token asks is counted, so that one system does not crowd out the others (`consult.web.limits` says where);
how often an address guesses in vain as well. A token that counts is let in however often its neighbours guess.
"""

import re
from contextlib import suppress

from flask import Flask, Request, Response
from limits import RateLimitItemPerMinute
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests, Unauthorized

from consult import clock
from consult.api.frame.declaring import FORM, TAKES_FILE
from consult.api.frame.problems import is_for_machines
from consult.api.frame.reading import LARGEST
from consult.db import WRITTEN, Busy, Unsure
from consult.people.tokens import find_token, is_use_unnoted, note_use
from consult.web.at_hand import kept, this_app, this_request
from consult.web.limits import Counter
from consult.web.parts import reader, writing

BEARER = re.compile(r"(?i:bearer) +([A-Za-z0-9._~+/-]{1,200}=*)")
REALM = 'Bearer realm="consult"'
A_MINUTE, MINUTE = 600, 60
MISSES_A_MINUTE = 30
VARIES = "Authorization", "Accept-Language"
"""By what an answer is another one."""
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
    app.extensions["consult_api_counter"] = Counter(app.extensions["consult"].settings)
    app.config.setdefault("API_A_MINUTE", A_MINUTE)
    app.config.setdefault("API_MISSES_A_MINUTE", MISSES_A_MINUTE)
    app.after_request(_tell_what_is_left)


def keep() -> None:
    """Let in whoever has a token that counts, in the standing that it gives; raise 401 or 429 for anybody else."""
    here, asked = kept(), this_request()
    here.impersonal, here.signed_in, here.standing = True, None, None
    if asked.mimetype != FORM and not _takes_file(asked):  # before anything looks at what was sent
        asked.max_content_length = LARGEST
    if asked.endpoint in OPEN:
        asked.max_content_length = LARGEST
        count(f"open:{asked.remote_addr}")
        return
    given = BEARER.fullmatch(asked.headers.get("Authorization", ""))
    if given is None:
        raise NoToken(REALM)
    at = clock.now()
    found = find_token(reader(), given[1], at)
    if found is None:
        miss()
        raise NoToken(f'{REALM}, error="invalid_token"')
    count(f"token:{found.row.id}")
    here.standing = found.standing
    if is_use_unnoted(found.row, at):
        # Where it cannot be noted now, for want of room or of a turn, that keeps nobody from reading.
        with suppress(Busy, Unsure, OperationalError), writing() as connection:
            note_use(connection, found.row, at)
        WRITTEN.set(False)  # what is asked for has not begun yet


def _takes_file(asked: Request) -> bool:
    """Say whether the operation that is asked takes a file as its body, which may be as large as an upload."""
    return getattr(this_app().view_functions.get(asked.endpoint or ""), TAKES_FILE, False)


def count(key: str) -> None:
    """Count a request; raise 429 where there were too many in a minute."""
    limit = RateLimitItemPerMinute(this_app().config["API_A_MINUTE"])
    is_in, left = _counter().hit(limit, key)
    kept().api_left = limit.amount, left
    if not is_in:
        raise TooManyRequests(retry_after=MINUTE)


def miss() -> None:
    """Count a guess in vain; raise 429 for an address that guessed too often in a minute."""
    limit = RateLimitItemPerMinute(this_app().config["API_MISSES_A_MINUTE"])
    if not _counter().hit(limit, f"missed:{this_request().remote_addr}")[0]:
        raise TooManyRequests(retry_after=MINUTE)


def _counter() -> Counter:
    found: Counter = this_app().extensions["consult_api_counter"]
    return found


def _tell_what_is_left(response: Response) -> Response:
    """Say what is left of the minute, and by what an answer is another one."""
    if not is_for_machines():
        return response
    if "Vary" in response.headers:
        response.vary.update(VARIES)
    else:
        response.headers["Vary"] = ", ".join(VARIES)
    if left_of := kept().get("api_left"):
        most, left = left_of
        names = "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"
        response.headers.extend(zip(names, (str(most), str(left), str(MINUTE)), strict=True))
    return response
