"""The navigation says where one is, on pages below an entry and beside it too."""

import re

import pytest

from tests.consult.web.cases_world import begin, serve_berth
from tests.consult.web.world import MANAGER, SECRETARIAT, Visitor, World

HERE = {
    (SECRETARIAT, "/desk/secretariat"): ["Desk"],
    (SECRETARIAT, "/papers"): ["Desk"],
    (SECRETARIAT, "/papers/new"): ["Desk"],
    (SECRETARIAT, "/drills/new"): ["Desk"],
    (SECRETARIAT, "/directory"): ["Parties"],
    (MANAGER, "/desk"): ["Desk"],
    (MANAGER, "/directory?state=unproved"): ["Parties"],
    (MANAGER, "/parties/FRA"): ["Parties"],
    (MANAGER, "/instruments"): ["Procedures"],
    (MANAGER, "/audit/witnesses"): ["Record"],
    (MANAGER, "/my-party/webhooks"): ["My party"],
    (MANAGER, "/my-party/absences/new"): ["My party"],
    (MANAGER, "/my-party/organs/new"): ["My party"],
    (MANAGER, "/notices/new"): ["New notice"],
    (MANAGER, "/lunar/import"): ["Lunar activities"],
    (MANAGER, "/my-settings"): [],
    (MANAGER, "/no-such-page"): [],
}


def here(visitor: Visitor, address: str) -> list[str]:
    """Name the entries of the main navigation that a page marks as its own."""
    ways = visitor.get(address).text.partition('<nav class="ways"')[2].partition("</nav>")[0]
    return re.findall(r'aria-current="page">([^<]+)</a>', ways)


@pytest.mark.parametrize(("who", "address"), HERE, ids=[f"{who.partition('@')[0]} {at}" for who, at in HERE])
def test_the_entry_to_which_a_page_belongs_is_marked(world: World, who: str, address: str) -> None:
    """One, or none where the page is a person's own."""
    assert HERE[who, address] == here(world.signed_in(who), address)


def test_papers_acts_and_the_overview_belong_to_cases_and_desk(berths: World) -> None:
    """A paper in preparation, the receipt of an act and its page lie with the cases; the overview is a desk."""
    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)

    assert ["Cases"] == here(japan, begin(japan, ref, "make_statement"))
    assert [["Cases"]] * 2 == [here(japan, f"/cases/{ref}/acts/1{more}") for more in ("", "/receipt")]
    assert ["Desk"] == here(japan, "/overview")
