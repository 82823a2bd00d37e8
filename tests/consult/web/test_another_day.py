"""Another day: the desk and a case as they stood, or as the clock would leave them; nothing can be done there."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from consult import clock
from consult.models.cases import ACT
from tests.consult.web.cases_world import add_guest, file, serve_berth
from tests.consult.web.world import World

RECEIVED = "record_receipt"


def words(page: str) -> str:
    """Give the words of the middle of a page."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def served(world: World) -> str:
    """Serve a request on 20 November 2026, and let France prove receipt, from which it has ten days."""
    ref = serve_berth(world.signed_in("all@jpn.example"))
    france = world.signed_in("all@fra.example")
    page = f"/cases/{ref}/steps/{RECEIVED}?track=berth:FRA"
    seen = re.search(r'name="seen" value="(\d+)"', france.get(page).text)
    assert seen is not None
    answer = france.post(f"/cases/{ref}/steps/{RECEIVED}", form_at=page, track="berth:FRA", seen=seen[1])
    assert 303 == answer.status_code
    return ref


def acts(world: World) -> int:
    """Count the acts on record."""
    with world.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(ACT)).scalar_one())


def test_the_day_before_the_end_the_day_and_the_day_after(berths: World) -> None:
    """France has ten days from 20 November: until 30 November, 24:00 in Paris. Nothing of it is recorded."""
    ref, count = served(berths), acts(berths)
    japan = berths.signed_in("all@jpn.example")

    for day in ("2026-11-29", "2026-11-30"):
        page = words(japan.get(f"/cases/{ref}?as_of={day}").text)
        assert "nothing is recorded" in page
        assert "France Berth Received" in page
        assert "What the clock would have recorded" not in page
        assert "Answer" in words(japan.get(f"/desk?as_of={day}").text)
    for address in (f"/cases/{ref}?as_of=2026-12-01", "/desk?as_of=2026-12-01"):
        page = words(japan.get(address).text)
        assert "As it would stand on 1 December 2026 if nobody acts; nothing is recorded" in page
        assert "What the clock would have recorded by then" in page
    assert "No limit is running for another party" in words(japan.get("/desk?as_of=2026-12-01").text)
    assert "France Berth Silent" in words(japan.get(f"/cases/{ref}?as_of=2026-12-01").text)
    assert "France Berth Received" in words(japan.get(f"/cases/{ref}").text)
    assert count == acts(berths)


def test_what_the_clock_would_record_is_what_it_records(berths: World) -> None:
    """The case of 1 December seen ahead and the case of that day, when the clock has recorded it, say the same."""
    ref = served(berths)
    ahead = words(berths.signed_in("all@jpn.example").get(f"/cases/{ref}?as_of=2026-12-01").text)
    with clock.frozen(datetime(2026, 12, 1, 14, 59, tzinfo=UTC)):
        while berths.app.extensions["consult"].docket.sweep(clock.now()):
            pass
        then = words(berths.signed_in("all@jpn.example").get(f"/cases/{ref}?as_of=2026-12-01").text)

    for said in ("France Berth Silent", "target passed"):
        assert said in ahead
        assert said in then
    assert "What the clock would have recorded" in ahead
    assert "What the clock would have recorded" not in then


def test_whoever_does_not_see_all_is_told_what_runs_out_and_not_what_it_leads_to(berths: World) -> None:
    """What the clock would do next hangs on relations that France does not see: it is told of its own ten days."""
    ref = served(berths)
    france = berths.signed_in("all@fra.example")
    page, desk = (words(france.get(f"{at}?as_of=2026-12-01").text) for at in (f"/cases/{ref}", "/desk"))

    assert "What would follow hangs on more than what you see of this case." in page
    assert "What runs out by then 30 November 2026 · “Answer” (France) runs out" in page
    assert "Where it is today" in page
    assert "Silent" not in page
    assert "“Answer” (France) runs out" in desk
    assert "Nothing is due from your party." in desk


def test_the_past_is_what_had_been_recorded_by_then(berths: World) -> None:
    """On 23 November Korea answers; the page of 22 November knows nothing of it, that of 23 November does."""
    ref = served(berths)
    with clock.frozen(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        file(berths.signed_in("all@kor.example"), ref, "give", "berth:KOR", text="You are welcome")
    with clock.frozen(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        japan = berths.signed_in("all@jpn.example")
        before, after = (words(japan.get(f"/cases/{ref}?as_of=2026-11-{day}").text) for day in (22, 23))
        desk = words(japan.get("/desk?as_of=2026-11-22").text)

    assert "As it stood on 22 November 2026; nothing can be done here" in before
    assert "Given" not in before
    assert "Given" in after
    assert "act 3" not in before
    assert "act 3" in after
    assert "As it stood on 22 November 2026" in desk


def test_before_its_opening_a_case_is_not_there(berths: World) -> None:
    """It was opened on 20 November 2026: there it is, and the day before it answers as one that does not exist."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    japan = berths.signed_in("all@jpn.example")

    assert 200 == japan.get(f"/cases/{ref}?as_of=2026-11-20").status_code
    early = japan.get(f"/cases/{ref}?as_of=2026-11-19")
    unknown = japan.get("/cases/BERTH-2026-NOSUCH?as_of=2026-11-19")
    assert (404, words(early.text)) == (unknown.status_code, words(unknown.text))
    assert ref not in japan.get("/desk?as_of=2026-11-19").text


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "20261201", "2026-W10-1", "9999-12-31", "0001-01-01"])
def test_a_day_that_cannot_be_told_is_refused_with_a_sentence(berths: World, day: str) -> None:
    """For the desk and for a case, known or not."""
    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)

    for address in ("/desk", f"/cases/{ref}"):
        answer = japan.get(f"{address}?as_of={day}")
        assert 422 == answer.status_code
        assert "is no date" in answer.text or "can be shown" in answer.text
        assert "<strong>as_of" not in answer.text


def test_nothing_can_be_done_on_another_day(berths: World) -> None:
    """There is no form and no button; whatever is sent from such a page all the same is refused."""
    ref = served(berths)
    france = berths.signed_in("all@fra.example")
    count = acts(berths)

    for address in (f"/cases/{ref}?as_of=2026-12-01", "/desk?as_of=2026-12-01", "/desk?as_of=2026-11-20"):
        main = france.get(address).text.partition("<main")[2].partition("</main>")[0]
        assert not re.search(r"<(form|button|input)|btn", main)
    answer = france.post(f"/cases/{ref}/steps/leave?as_of=2026-12-01", form_at=f"/cases/{ref}", track="berth:FRA")
    assert 409 == answer.status_code
    assert "This is a view of another day" in answer.text
    given = france.post("/desk/seen", form_at="/desk", upto=f"{ref}/1", as_of="2026-12-01")
    assert 409 == given.status_code
    assert count == acts(berths)


def test_another_day_shows_nobody_more_than_today(berths: World) -> None:
    """What the clock would record on the relation with France is no business of Korea; Brazil knows of no case."""
    ref = served(berths)
    korea = words(berths.signed_in("all@kor.example").get(f"/cases/{ref}?as_of=2026-12-01").text)
    brazil = berths.signed_in("all@bra.example")

    assert "What the clock would have recorded" not in korea
    assert "between the two of them" in korea
    assert 404 == brazil.get(f"/cases/{ref}?as_of=2026-12-01").status_code
    assert ref not in brazil.get("/desk?as_of=2026-12-01").text


def test_a_party_that_joined_later_is_told_nothing_of_the_days_before(berths: World) -> None:
    """Brazil comes into the case on 25 November: on the 24th there was none for it, from the 25th on there is. Korea,
    which was there from the first day, looks at both."""
    ref = served(berths)
    add_guest(berths, ref, "BRA", datetime(2026, 11, 25, 9, tzinfo=UTC))
    with clock.frozen(datetime(2026, 11, 27, 9, tzinfo=UTC)):
        brazil, korea = berths.signed_in("all@bra.example"), berths.signed_in("all@kor.example")
        for day, may in (("2026-11-24", False), ("2026-11-25", True), ("2026-11-28", True)):
            page = brazil.get(f"/cases/{ref}?as_of={day}")
            assert (200 if may else 404) == page.status_code
            assert may == (ref in page.text)
            assert 200 == korea.get(f"/cases/{ref}?as_of={day}").status_code
            assert 200 == brazil.get(f"/desk?as_of={day}").status_code
