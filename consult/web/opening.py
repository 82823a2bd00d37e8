"""That somebody with a mandate opened what was served on the party: kept in a short transaction before the page leaves.

It is proof of receipt, so it is kept of a page that is read and of nothing else: not of the headers alone, of what a
browser fetches ahead of a reader, or of a page to which another site sent a browser without anybody's press. Who opens
it in one of these ways is not shown it either, but a page with a link to it: otherwise an addressee could read without
receipt, or a filer could make somebody else's browser receive. Where it cannot be kept the page does not leave: 503.
"""

from flask import request

from consult import clock
from consult.delivery.here import counts_as_reader, open_here
from consult.pages.cases import ActPage, act_page
from consult.web import identity
from consult.web.parts import parts, reader, writing


def keep_opening(act_id: int) -> bool:
    """Keep that the reader opened an act served on the party; say whether that was the first time."""
    by = identity.acting_for()
    if request.method != "GET" or not counts_as_reader(by):
        return False
    with writing() as connection:
        return open_here(connection, by, act_id, clock.now())


def act_read(ref: str, n: int) -> ActPage:
    """Give the page of an act to a system that reads it: where that is the first opening of its party, with the receipt
    that this proves."""
    page = _page(ref, n)
    return _page(ref, n) if page.service.is_unopened and keep_opening(page.act_id) else page


def _page(ref: str, n: int) -> ActPage:
    return act_page(reader(), parts().docket, identity.acting_for(), ref, n, clock.now())


def is_by_nobody() -> bool:
    """Say whether a page was asked for by a browser and not by its reader: ahead of a press, or sent from another site
    without one. A browser that says nothing of it is believed."""
    said = request.headers
    ahead = "prefetch" in f"{said.get('Sec-Purpose', '')} {said.get('Purpose', '')}".lower()
    sent = said.get("Sec-Fetch-Site") == "cross-site" and said.get("Sec-Fetch-User") != "?1"
    return (ahead or sent) and counts_as_reader(identity.acting_for())
