"""A party's own time limits stand on its desk and in its mail however many nearer ones are those of others, and no more
of them are entered as read than are shown."""

from datetime import datetime, timedelta

import pytest

from consult import casebook
from consult.casebook import owed
from consult.db import reading
from consult.delivery.digests import AHEAD, Waiting, waiting_for
from consult.log.reads import Reads, act_paper, draw_from
from consult.pages import desk, due
from consult.pages.calendar import calendar_page
from consult.pages.desk import desk_page
from consult.pages.due import Due, due_lines
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_taking import BODY

SECOND, THIRD = (START + timedelta(days=n) for n in (2, 3))
OTHERS = ("FRA", "KOR", "BRA")


def asked_of_others(office: Office, cases: int) -> list[str]:
    """Let Japan ask three States on 20 November 2026 in each of some cases; their ten days run from that day."""
    refs = []
    for _n in range(cases):
        ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
        office.take("JPN", ref, "ask", body={**BODY, "asked": list(OTHERS)})
        for who in OTHERS:
            office.take(who, ref, "record_receipt")
        refs.append(ref)
    return refs


def asked_of_japan(office: Office, at: datetime = SECOND) -> str:
    """Let France ask Japan, which has the paper two days later: its ten days end after those of the others."""
    ref = str(office.docket.open(office.standings["FRA"], "berth", at=START, title="").ref)
    office.take("FRA", ref, "ask", body={**BODY, "asked": ["JPN"]})
    office.take("JPN", ref, "record_receipt", at=at)
    return ref


def drawn(office: Office, most: int = 25, reads: Reads | None = None) -> Due:
    """Draw up what is due for Japan on 23 November 2026."""
    with reading(office.engine) as conn:
        names, viewer = casebook.party_names(conn), Viewer.of(office.standings["JPN"])
        return due_lines(draw_from(conn, reads or Reads()), office.docket, viewer, names, THIRD, most)


def told(office: Office) -> Waiting:
    """Give what the digest of Japan says on 23 November 2026."""
    with reading(office.engine) as conn:
        return waiting_for(conn, [office.standings["JPN"]], "UTC", THIRD, THIRD)


@pytest.mark.parametrize("read", [1, 8, 9])
def test_an_own_limit_is_on_the_desk_and_in_the_mail_behind_any_number_of_others(
    office: Office, monkeypatch: pytest.MonkeyPatch, read: int
) -> None:
    """Nine limits of others end before it; one, eight or nine limits are read whosever they are."""
    monkeypatch.setattr(due, "NEXT", read)
    others, mine = asked_of_others(office, 3), asked_of_japan(office)
    found = drawn(office, most=4)

    assert [mine] == [one.ref for one in (*found.by_law, *found.by_target)]
    assert 4 == len(found.theirs)
    assert {one.ref for one in found.theirs} <= set(others)
    assert Waiting((), 1) == told(office)  # at level C3: it is counted, and named on the desk alone


def test_limits_of_others_are_found_behind_any_number_of_own_ones(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Japan owes three answers before the others owe theirs; one limit is read whosever it is."""
    monkeypatch.setattr(due, "NEXT", 1)
    own = [asked_of_japan(office) for _n in range(3)]
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body={**BODY, "asked": ["FRA"]})
    office.take("FRA", ref, "record_receipt", at=THIRD - timedelta(minutes=1))
    found = drawn(office)

    assert own == [one.ref for one in found.by_target]
    assert [ref] == [one.ref for one in found.theirs]
    monkeypatch.setattr(owed, "SHORT", 3)
    assert () == drawn(office).theirs  # how far is looked for those of others is bounded


def test_the_mail_tells_of_own_limits_that_end_within_a_fortnight_and_of_no_others(office: Office) -> None:
    """The own limit ends on 2 December 2026 in Japan: it is told from the moment fourteen days before it."""
    asked_of_others(office, 1)
    mine = asked_of_japan(office)
    with reading(office.engine) as conn:
        (row,) = casebook.owed_by(conn, Viewer("JPN"), THIRD, most=9)
        viewer, end = Viewer("JPN"), row.expires_at
        before, at_last = (end - AHEAD - timedelta(microseconds=n) for n in (1, 0))

        assert (mine, "JPN") == (row.ref, row.owner)
        assert [] == casebook.owed_until(conn, viewer, before, before + AHEAD)
        assert [mine] == [one.ref for one in casebook.owed_until(conn, viewer, at_last, at_last + AHEAD)]
        assert [mine] == [one.ref for one in casebook.owed_until(conn, viewer, end, end + AHEAD)]
        gone = end + timedelta(microseconds=1)
        assert [] == casebook.owed_until(conn, viewer, gone, gone + AHEAD)


def test_the_desk_enters_as_read_what_it_shows_and_nothing_beyond_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five cases with a bilateral limit of Korea each, which end first: a desk of four lines shows four of them."""
    monkeypatch.setattr(desk, "MOST", 4)
    asked_of_others(office, 5)
    unread, reads = Reads(), Reads()
    assert 15 == len(drawn(office, reads=unread).theirs)
    assert {} == unread.papers

    with reading(office.engine) as conn:
        page = desk_page(draw_from(conn, reads), office.docket, office.standings["JPN"], THIRD)
    shown = {act_paper(one.ref, one.n) for one in page.due.theirs}
    assert 4 == len({one.ref for one in page.due.theirs})
    asked = {paper for paper in reads.papers if paper.endswith("/1")}  # the news shows the receipts, which came later
    assert shown == asked


def test_the_calendar_enters_as_read_the_limits_that_it_shows_and_no_others(office: Office) -> None:
    """Twelve bilateral limits end on 30 November 2026: November shows them, October the next ten, meetings none."""
    asked_of_others(office, 4)

    def noted(month: str, kind: str = "") -> tuple[int, int]:
        reads = Reads()
        with reading(office.engine) as conn:
            page = calendar_page(draw_from(conn, reads), office.docket, office.standings["JPN"], THIRD, month, kind)
        shown = {one.read for one in (*page.entries, *page.ahead)}
        assert shown == set(reads.papers.items())
        return len(page.entries), len(shown)

    assert (12, 4) == noted("2026-11")
    assert (0, 4) == noted("2026-10")
    assert (0, 0) == noted("2026-11", "meeting")
