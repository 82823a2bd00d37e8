"""Who reads papers of level C3 or above, and whatever staff reads: entered in the log after an answer is drawn and
before it leaves.

One place for every output, since what is read is noted where the record is read. What does not leave is not entered:
a redirect, a page of refusal, and the answer to HEAD, which is its headers alone. A browser that fetches ahead is
given the bytes, and is entered like any other. Answers are kept in no store, so that each reading comes here; a feed
that a calendar has already is not sent again, and not read. Where the log cannot be written nothing leaves: 503.
"""

from flask import Flask, Response, current_app, request

from consult import clock
from consult.log.reads import unmarked, write_reads
from consult.web import identity
from consult.web.parts import close_reader, forget_reads, parts, reader, reads


def begin(app: Flask) -> None:
    """Enter reads before any answer leaves."""
    app.after_request(_enter_reads)


def _enter_reads(answer: Response) -> Response:
    """Enter what the answer was drawn from, or answer that it cannot be given now."""
    noted, by = reads(), identity.acting()
    if by is None or not noted.of(by) or not _leaves(answer):
        return answer
    try:
        at = clock.now()
        if unmarked(reader(), by, noted, at):
            close_reader()
            write_reads(parts().engine, by, noted, request.endpoint or "", at)
    except Exception as fault:  # noqa: BLE001 - whatever kept the entry from being made, the page may not leave
        forget_reads()
        return current_app.make_response(current_app.handle_user_exception(fault))
    return answer


def _leaves(answer: Response) -> bool:
    """Say whether an answer has content of the record in it."""
    return request.method != "HEAD" and not 300 <= answer.status_code < 400
