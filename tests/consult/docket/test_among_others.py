"""What is a party's own is not lost among what is of others: in its calendar and feeds, on its desk, on its overview
and in its mail; and no list of others is short because of it."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from consult import casebook
from consult.db import reading
from consult.delivery.digests import waiting_for
from consult.log.reads import Reads, act_paper, draw_from
from consult.pages import calendar_entries, due, feed_file, overview
from consult.pages.calendar_entries import CalendarEntry, entries_of
from consult.pages.cases import waiting
from consult.pages.cases.preparing import DISPATCH, DraftLine
from consult.pages.deadlines import Narrowed, deadlines_page
from consult.people.feeds import Feed
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_levels import day
from tests.consult.docket.test_own_limits import SECOND, THIRD, asked_of_japan, asked_of_others
from tests.consult.docket.test_shared_limits import ask
from tests.consult.docket.test_taking import BODY, asked

SHARED = Path(__file__).parents[2] / "procedures_shared"


@pytest.fixture
def beside() -> tuple[Path, ...]:
    """Name the folder of procedures whose limits several have to meet."""
    return (SHARED,)


def shown(office: Office, who: str, at: datetime = THIRD, **asked_for: Any) -> tuple[CalendarEntry, ...]:
    """Give the calendar of a party, of November and December 2026 and of what comes."""
    with reading(office.engine) as conn:
        span = date(2026, 11, 1), date(2026, 12, 31)
        return entries_of(conn, office.docket, office.standings[who], at, *span, **asked_for)


@pytest.mark.parametrize("ended", [False, True])
def test_an_own_limit_is_in_the_calendar_behind_any_number_of_others(
    office: Office, monkeypatch: pytest.MonkeyPatch, ended: bool
) -> None:
    """Nine limits of others end before it, and two are asked for; after it has passed as before."""
    monkeypatch.setattr(calendar_entries, "MOST", 2)
    asked_of_others(office, 3)
    mine = asked_of_japan(office)
    for at in (THIRD, THIRD + timedelta(days=20)):
        office.docket.sweep_all(at)
        found = shown(office, "JPN", at, ended=ended)
        assert [(mine, at != THIRD)] == [(one.ref, one.over) for one in found if one.mine]
        assert 3 == len(found) == len({(one.ref, one.key) for one in found})


def test_a_limit_of_several_is_in_the_calendar_of_each_behind_any_number_of_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Korea asks three States twice; it has to answer with France, which the row names, a day later."""
    monkeypatch.setattr(calendar_entries, "MOST", 2)
    for _n in range(2):
        ref = str(office.docket.open(office.standings["KOR"], "berth", at=START, title="").ref)
        office.take("KOR", ref, "ask", body={**BODY, "asked": ["JPN", "FRA", "BRA"]})
        for who in ("JPN", "FRA", "BRA"):
            office.take(who, ref, "record_receipt")
    ref = str(office.docket.open(office.standings["JPN"], "together", at=SECOND, title="").ref)
    office.take("JPN", ref, "gather", at=SECOND, body={"members": ["FRA", "KOR"]})

    assert [ref] == [one.ref for one in shown(office, "KOR") if one.mine]


def test_the_feed_of_one_case_holds_its_dates_however_many_nearer_ones_other_cases_have(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case of Japan that was served last, with three limits of others behind six nearer ones."""
    monkeypatch.setattr(calendar_entries, "MOST", 4)
    asked_of_others(office, 2)
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body={**BODY, "asked": ["FRA", "KOR", "BRA"]})
    for who in ("FRA", "KOR", "BRA"):
        office.take(who, ref, "record_receipt", at=SECOND)
    feed = Feed("case", ref, False, office.standings["JPN"])
    with reading(office.engine) as conn:
        found = feed_file._chosen(conn, office.docket, feed, THIRD)

    assert [ref] * 3 == [one.ref for one in found]


def test_limits_of_several_leave_no_list_of_others_short(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Korea has to answer with France three times before others owe anything; two of these are wanted."""
    monkeypatch.setattr(due, "NEXT", 1)
    for _n in range(3):
        ask(office)
    ref = str(office.docket.open(office.standings["KOR"], "berth", at=START, title="").ref)
    office.take("KOR", ref, "ask", body={**BODY, "asked": ["FRA", "BRA"]})
    for who in ("FRA", "BRA"):
        office.take(who, ref, "record_receipt", at=SECOND)
    with reading(office.engine) as conn:
        found = due.due_lines(conn, office.docket, Viewer("KOR"), casebook.party_names(conn), THIRD, 2)

    assert [ref, ref] == [one.ref for one in found.theirs]
    assert 2 == len(found.by_target)


def test_no_more_of_a_page_of_limits_is_entered_as_read_than_stands_on_it(office: Office) -> None:
    """A page of one out of six bilateral limits of two cases: the next one is of the other case, and is not shown."""
    asked_of_others(office, 2)
    reads = Reads()
    with reading(office.engine) as conn:
        drawing = draw_from(conn, reads)
        page = deadlines_page(drawing, office.docket, office.standings["JPN"], Narrowed(), THIRD, after=None, size=1)

    assert page.following is not None
    assert [act_paper(one.ref, one.n) for one in page.lines] == list(reads.papers)


def test_what_was_served_in_earnest_is_in_the_mail_behind_any_number_of_exercises(office: Office) -> None:
    """One request to France, and thirty-one that are exercises, all of one day."""
    docket, japan = office.docket, office.standings["JPN"]
    for exercise in (False, *[True] * 31):
        ref = docket.open(japan, "berth", at=START, title="", exercise=exercise).ref
        office.take("JPN", ref, "ask", body={**BODY, "asked": ["FRA"]})
    with reading(office.engine) as conn:
        told = waiting_for(conn, [office.standings["FRA"]], "UTC", THIRD, START)
        later = waiting_for(conn, [office.standings["FRA"]], "UTC", THIRD, START + timedelta(seconds=1))

    assert (1, 0) == (len(told.lines) + told.more, len(later.lines) + later.more)


def test_a_paper_for_release_stands_beside_the_next_limit_of_its_case_however_many_end_sooner(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line of each sort is drawn; Japan's answer is in the case whose limit ends second."""
    monkeypatch.setattr(overview, "MOST", 1)
    first, second = asked_of_japan(office), asked_of_japan(office, SECOND + timedelta(days=1))
    line = DraftLine("D1", second, "", "", "", THIRD, "", "", DISPATCH)
    monkeypatch.setattr(overview, "drafts_on_desk", lambda *_given: {DISPATCH: (line,), "clear": ()})
    with reading(office.engine) as conn:
        page = overview.overview_page(conn, office.docket, office.standings["JPN"], THIRD)

    assert [first] == [one.due.ref for one in page.risks]
    (release,) = page.releases
    assert release.risk is not None
    assert second == release.risk.due.ref


def test_no_more_cases_than_so_many_are_asked_whose_hand_they_wait_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Japan voids five cases of its own with nobody else's hand; two are looked at for France."""
    looked, seen = [], type(office.docket).seen
    monkeypatch.setattr(waiting, "MOST_LOOKED", 2)
    monkeypatch.setattr(type(office.docket), "seen", lambda *given: looked.append(1) or seen(*given))
    for _n in range(5):
        office.take("JPN", asked(office), "suspend", day(22), body={"reason": "Repair", "until": "2027-01-10"})
    with reading(office.engine) as conn:
        names = casebook.party_names(conn)
        lines = waiting.waiting_on_desk(conn, office.docket, office.standings["FRA"], names, day(23), 25)

    assert 2 == len(looked) == len(lines)


def test_the_cases_in_which_a_party_has_a_relation_come_before_all_others(office: Office) -> None:
    """France is asked in one case, and has opened two of its own since, which are not listed at all."""
    mine = asked(office)
    for _n in range(2):
        office.docket.open(office.standings["FRA"], "berth", at=START, title="")
    with reading(office.engine) as conn:
        assert [mine] == [one.ref for one in casebook.cases_with_track(conn, Viewer("FRA"), most=1)]
