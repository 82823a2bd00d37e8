"""That somebody with a mandate opened what was served on the party: kept in a short transaction before the page leaves.

It is proof of receipt, so it is kept of a page that is read and of nothing else: not of the headers alone, and not of
what a browser fetches ahead of a reader. Where it cannot be kept the page does not leave: 503.
"""

from flask import request

from consult import clock
from consult.delivery.here import counts_as_reader, open_here
from consult.web import identity
from consult.web.parts import writing


def keep_opening(act_id: int) -> bool:
    """Keep that the reader opened an act served on the party; say whether that was the first time."""
    ahead = "prefetch" in (request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")).lower()
    by = identity.acting_for()
    if request.method != "GET" or ahead or not counts_as_reader(by):
        return False
    with writing() as connection:
        return open_here(connection, by, act_id, clock.now())
