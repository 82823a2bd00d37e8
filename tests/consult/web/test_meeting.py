"""The pages of a meeting: its sheets, what may be done from them, and what is refused."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web.dispute_world import FRANCE, JAPAN, KOREA, dispute, file
from tests.consult.web.world import World, masked
from workflows.kernel.guards import Refused

NOW = datetime(2027, 7, 1, 9, 5, tzinfo=UTC)
ITEM = "item:1"
NUMBER = 12
"""The last act of the case as it stands then."""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[tuple[World, str]]:
    """Give the meeting in session on 1 July 2027, a conclusion on the first item before the gavel."""
    with clock.frozen(NOW):
        world, ref = dispute(tmp_path, NOW, "consultation-meeting")
        yield world, ref
        world.engine.dispose()


def test_the_agenda_shows_items_conclusion_and_what_each_side_may_do(session: tuple[World, str]) -> None:
    """Time in the reader's zone and in UTC, who put which item forward, and the words before the gavel."""
    world, ref = session
    page = world.signed_in(JAPAN).get(f"/cases/{ref}/sheets/agenda").text
    for text in ("Frequencies of the relay", "Costs of measurements", "Before the gavel", "Raised by one",
                 "The relay keeps ten megahertz", "16:00 Asia/Tokyo", "07:00 UTC"):  # fmt: skip
        assert text in page
    assert 'value="object"' in page


def test_a_period_that_is_counted_back_says_so_and_names_the_day_as_it_was_asked(session: tuple[World, str]) -> None:
    """Forty-five days before the first day; its key is shown to nobody."""
    world, ref = session
    page = world.signed_in(JAPAN).get(f"/cases/{ref}").text
    assert "45 days before: “First day, as planned”" in page
    assert "planned on" not in page


def test_the_title_of_an_item_stands_before_its_account(session: tuple[World, str]) -> None:
    """An item has the heading that was asked for first, whatever else was said of it."""
    world, ref = session
    given = {"words": "Access to the relay", "account": "A third agency has asked for hours."}
    file(world, ref, "FRA", "add_item", NOW, **given)
    page = world.signed_in(JAPAN).get(f"/cases/{ref}/sheets/agenda").text
    assert f'<span dir="auto">{given["words"]}</span>' in page
    assert f'<p class="item-said" dir="auto">{given["account"]}</p>' in page


def test_an_objection_is_recorded_and_the_conclusion_cannot_be_agreed(session: tuple[World, str]) -> None:
    """The button is gone and the act is refused by hand, with the state of the item in the sentence."""
    world, ref = session
    file(world, ref, "FRA", "object", NOW, ITEM, reasons="Five are enough.")
    page = world.signed_in(JAPAN).get(f"/cases/{ref}/sheets/agenda").text

    assert ("Five are enough." in page, "No consensus" in page, 'value="gavel"' in page) == (True, True, False)
    with pytest.raises(Refused) as refused:
        file(world, ref, "JPN", "gavel", NOW, ITEM, conclusion="The relay keeps ten megahertz away.")
    assert "Agenda item 1 is “No consensus”; this step does not apply." == str(refused.value)


def test_an_objection_without_reasons_stands_on_the_agenda_too(session: tuple[World, str]) -> None:
    """Nobody owes reasons; who objected is shown all the same."""
    world, ref = session
    file(world, ref, "FRA", "object", NOW, ITEM)
    page = world.signed_in(JAPAN).get(f"/cases/{ref}/sheets/agenda").text
    assert "<bdi>France</bdi>" in page.partition("<h3>Objections</h3>")[2].partition("</ul>")[0]


def test_a_seat_that_is_taken_is_not_taken_twice_and_nobody_takes_the_seat_of_another(
    session: tuple[World, str],
) -> None:
    """Neither button is there, and both acts are refused: the one by where the seat is, the other as another's."""
    world, ref = session
    liaison, at = world.signed_in(FRANCE), f"/cases/{ref}"
    sheet = liaison.get(f"{at}/sheets/participants").text
    assert f"/cases/{ref}/steps/leave_room" in sheet
    assert f"/cases/{ref}/steps/take_seat" not in sheet
    seen = {"seen": str(NUMBER), "digest": ""}
    twice = liaison.post(f"{at}/steps/take_seat", form_at=at, track="delegation:FRA", **seen)
    others = liaison.post(f"{at}/steps/leave_room", form_at=at, track="delegation:JPN", **seen)
    assert [409, 403] == [answer.status_code for answer in (twice, others)]
    assert "this step does not apply" in twice.text


def test_the_participants_sheet_counts_those_present(session: tuple[World, str]) -> None:
    """Both delegations sit; the finding on credentials stands beside them."""
    world, ref = session
    page = world.signed_in(FRANCE).get(f"/cases/{ref}/sheets/participants").text
    assert ("2 delegations present" in page, "no finding" in page) == (True, True)


def test_a_meeting_of_others_is_unknown(session: tuple[World, str]) -> None:
    """Korea is not called: its sheets answer as those of a case that does not exist."""
    world, ref = session
    visitor = world.signed_in(KOREA)
    found = visitor.get(f"/cases/{ref}/sheets/agenda"), visitor.get("/cases/MEET-2027-NOSUCH/sheets/agenda")
    assert [404, 404] == [answer.status_code for answer in found]
    assert masked(found[0].text) == masked(found[1].text)
