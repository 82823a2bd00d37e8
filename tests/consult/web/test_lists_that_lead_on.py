"""Lists of a page that are longer than it lead on to all the rest, and a whole one leads nowhere."""

import re
from datetime import timedelta

import pytest

from consult import clock
from consult.pages import papers
from tests.consult.api.test_lists_of_files import DRAFTER, JAPAN, MANY, busy
from tests.consult.web.test_papers import register
from tests.consult.web.test_reports import keys
from tests.consult.web.world import AT, SECRETARIAT, Visitor, World


def pages(visitor: Visitor, address: str) -> list[str]:
    """Open a list, and every page to which it leads."""
    found = []
    while address:
        found.append(visitor.get(address).text)
        onward = re.search(r'rel="next" href="([^"]+)"', found[-1])
        address = onward[1] if onward else ""
    return found


def test_the_register_of_a_secretariat_leads_on_to_its_older_papers(
    berths: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five notes of 23 November 2026, two on a page: the last one stands alone on the third; four fill two pages."""
    monkeypatch.setattr(papers, "LISTED", 2)
    with clock.frozen(AT + timedelta(days=3)):
        office = berths.signed_in(SECRETARIAT)
        refs: list[str] = []
        for number in range(5):
            refs.insert(0, register(office, None, number=f"NV {number}/2026").location.rpartition("/")[2])
            if number == 3:
                of_four = pages(office, "/papers")
        of_five = pages(office, "/papers")

        assert [refs[1:3], refs[3:]] == [re.findall(r'href="/papers/([A-Z][^"/]+)"', one) for one in of_four]
        assert [refs[:2], refs[2:4], refs[4:]] == [re.findall(r'href="/papers/([A-Z][^"/]+)"', one) for one in of_five]
        assert 404 == office.get("/papers?after=nosuch").status_code
        assert 404 == berths.signed_in(JAPAN).get(f"/papers?after={refs[0]}").status_code


def test_the_list_of_files_leads_on_to_older_ones_and_begins_anew_after_one_that_is_gone(berths: World) -> None:
    """Sixty files of the drafter's by 27 November 2026: fifty, then ten; Japan's others are shown none of them."""
    busy(berths, DRAFTER)
    drafter = berths.signed_in(DRAFTER)

    found = [keys(page) for page in pages(drafter, "/reports")]

    assert [50, MANY - 50] == [len(one) for one in found]
    assert MANY == len({key for one in found for key in one})
    assert found[0] == keys(drafter.get("/reports?after=nosuch").text)
    assert [[]] == [keys(page) for page in pages(berths.signed_in(JAPAN), "/reports")]
