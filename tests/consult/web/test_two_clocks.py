"""Two clocks on the pages: the legal one beside that of the landing, for every side, as each may see it."""

import re

from sqlalchemy import select

from consult.db import reading
from consult.models.cases import ACT, CASES, OUTBOX, SERVICE
from tests.consult.web.cases_world import open_berth
from tests.consult.web.consulted import BRAZIL, FRANCE, JAPAN, KOREA, landing, page, take
from tests.consult.web.world import World

WARNING = "can no longer influence how it begins"
MARK = "may come too late"


def reads(html: str) -> str:
    """Give the words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def moved(world: World, ref: str, to: str, on: str) -> int:
    """Move the landing."""
    changes = [{"field": "Landing date", "before": "1 June 2027", "after": to}]
    return take(world, JAPAN, on, ref, "change_activity", earliest_start=to, changes=changes)


def test_a_landing_that_moves_warns_every_side_the_day_after_and_none_the_day_before(berths: World) -> None:
    """On 10 December the landing moves from 1 June to 20 December; the new replies are due by the 25th."""
    ref = landing(berths)
    for mail in (JAPAN, KOREA, FRANCE):
        before = page(berths, mail, "2026-12-09", f"/cases/{ref}")
        assert WARNING not in before
        assert "174 days until then" in reads(before)
    moved(berths, ref, "2026-12-20", "2026-12-10")
    for mail in (JAPAN, KOREA, FRANCE):
        after = reads(page(berths, mail, "2026-12-11", f"/cases/{ref}"))
        assert WARNING in after
        assert "9 days until then" in after
        assert "ends on 25 December 2026, 5 days after that date" in after
        assert "OST Art. IX" in after or "Article IX" in after
        assert "expired" not in after


def test_the_move_is_served_on_every_side_with_work_for_its_delivery(berths: World) -> None:
    """One act, told to all: a row of service for each addressee, and one of the outbox that names them."""
    ref = landing(berths)
    n = moved(berths, ref, "2026-12-20", "2026-12-10")
    with reading(berths.engine) as conn:
        act = conn.execute(select(ACT).join(CASES).where(CASES.c.ref == ref, ACT.c.n == n)).one()
        served = conn.execute(select(SERVICE.c.party).where(SERVICE.c.act_id == act.id)).scalars().all()
        work = conn.execute(select(OUTBOX.c.payload).where(OUTBOX.c.key == f"serve:{act.id}")).scalar_one()
    assert ["FRA", "KOR"] == sorted(served)
    assert '"FRA"' in work
    assert '"KOR"' in work
    for mail in (KOREA, FRANCE):
        assert "Change the activity materially" in page(berths, mail, "2026-12-11", f"/cases/{ref}")
        assert f"/cases/{ref}/acts/{n}" in page(berths, mail, "2026-12-11", "/desk")


def test_desk_and_list_mark_what_may_come_too_late_and_nothing_else(berths: World) -> None:
    """The mark stands on both sides' desks and lists from the day of the move, and on no other case."""
    ref = landing(berths)
    for mail in (JAPAN, KOREA):
        assert MARK not in page(berths, mail, "2026-12-09", "/desk")
        assert MARK not in page(berths, mail, "2026-12-09", "/cases")
    moved(berths, ref, "2026-12-20", "2026-12-10")
    open_berth(berths.signed_in(JAPAN))
    for mail in (JAPAN, KOREA):
        assert MARK in page(berths, mail, "2026-12-11", "/desk")
        listed = page(berths, mail, "2026-12-11", "/cases")
        assert 1 == listed.count(MARK)
        assert MARK in listed.partition(ref)[2].partition("</tr>")[0]
    assert MARK not in page(berths, BRAZIL, "2026-12-11", "/cases")


def test_no_side_is_warned_of_a_period_that_it_may_not_see(berths: World) -> None:
    """Korea asks for information on its own track: the period for it is Japan's and Korea's, and not France's."""
    ref = landing(berths, "2026-12-12")
    take(berths, FRANCE, "2026-11-24", ref, "record_no_objection", "addressee:FRA")
    take(berths, KOREA, "2026-12-01", ref, "ask_information", "addressee:KOR")
    told = reads(page(berths, KOREA, "2026-12-02", f"/cases/{ref}"))
    assert "“Supply of information” (Japan) ends on 16 December 2026, 4 days after that date" in told
    for address in (f"/cases/{ref}", "/cases", "/desk", f"/cases/{ref}/sheets/calendar"):
        other = page(berths, FRANCE, "2026-12-02", address)
        assert WARNING not in other
        assert MARK not in other


def test_from_the_date_on_talks_are_said_to_concern_what_is_ahead(berths: World) -> None:
    """On the day itself and later, until the activity is reported as completed."""
    ref = landing(berths, "2026-12-12")
    sentence = "Consultation can influence only what of the activity is still ahead"
    assert sentence not in page(berths, KOREA, "2026-12-11", f"/cases/{ref}")
    assert sentence in page(berths, KOREA, "2026-12-12", f"/cases/{ref}")
    take(berths, JAPAN, "2026-12-14", ref, "report_completed")
    after = page(berths, KOREA, "2026-12-15", f"/cases/{ref}")
    assert sentence not in after
    assert WARNING not in after


def test_the_calendar_of_the_case_warns_in_the_same_words(berths: World) -> None:
    """Both clocks are told there too."""
    ref = landing(berths)
    address = f"/cases/{ref}/sheets/calendar"
    assert WARNING not in page(berths, KOREA, "2026-12-09", address)
    moved(berths, ref, "2026-12-20", "2026-12-10")
    assert WARNING in page(berths, KOREA, "2026-12-11", address)


def test_both_clocks_are_drawn_where_both_are_known(berths: World) -> None:
    """Periods above, the date of the activity below, each in words within the drawing."""
    ref = landing(berths)
    drawn = page(berths, KOREA, "2026-12-09", f"/cases/{ref}").partition('id="two-clocks')[2].partition("</svg>")[0]
    assert "Reply" in drawn
    assert "Earliest start" in drawn
