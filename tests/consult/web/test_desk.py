"""Papers on the desk: each under what its reader can do next with it; sent ones lead to their receipt, closed ones say
why.
"""

from datetime import UTC, datetime

from consult import clock
from tests.consult.web.cases_world import begin, clear, file, fill_in, send, serve_berth
from tests.consult.web.world import Visitor, World

LISTS = ("To clear", "To dispatch", "In preparation")


def lists_with(visitor: Visitor, draft: str) -> list[str]:
    """Name the lists of a desk that hold a paper."""
    desk = visitor.get("/desk").text
    return [name for name in LISTS if draft in desk.partition(f"<h2>{name}</h2>")[2].partition("<h2>")[0]]


def offices(world: World) -> tuple[Visitor, Visitor, Visitor]:
    """Give Japan's drafter, its adviser, who clears, and its mission, which dispatches."""
    drafter, adviser, mission = (world.signed_in(f"{who}@jpn.example") for who in ("draft", "adviser", "mission"))
    return drafter, adviser, mission


def test_a_paper_stands_on_each_desk_under_what_can_be_done_next_with_it(berths: World) -> None:
    """The drafter begins a statement; complete it is the adviser's to clear, and cleared the mission's to dispatch."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    drafter, adviser, mission = offices(berths)
    draft = begin(drafter, ref, "make_statement")
    assert [["In preparation"]] * 3 == [lists_with(one, draft) for one in (drafter, adviser, mission)]

    fill_in(drafter, draft, do="save", text="Our view")
    assert [["In preparation"], ["To clear"], ["In preparation"]] == [
        lists_with(one, draft) for one in (drafter, adviser, mission)
    ]
    assert f'href="{draft}/send"' in adviser.get("/desk").text
    assert "To clear" in adviser.get(f"/cases/{ref}").text

    assert 303 == clear(adviser, draft).status_code
    assert [["In preparation"], ["In preparation"], ["To dispatch"]] == [
        lists_with(one, draft) for one in (drafter, adviser, mission)
    ]
    fill_in(drafter, draft, do="save", text="Our other view")
    assert [["In preparation"], ["To clear"], ["In preparation"]] == [
        lists_with(one, draft) for one in (drafter, adviser, mission)
    ]

    assert 303 == clear(adviser, draft).status_code
    assert 303 == send(mission, draft).status_code
    assert [[]] * 3 == [lists_with(one, draft) for one in (drafter, adviser, mission)]


def test_papers_of_a_party_stand_on_no_desk_of_another(berths: World) -> None:
    """Nor does any list or heading tell that there are some."""
    japan, france = berths.signed_in("all@jpn.example"), berths.signed_in("all@fra.example")
    ref = serve_berth(japan)
    draft = begin(japan, ref, "make_statement")
    fill_in(japan, draft, do="save", text="Our view")

    assert ["To clear"] == lists_with(japan, draft)
    assert not [name for name in LISTS if name in france.get("/desk").text]


def test_the_address_of_a_paper_that_was_sent_leads_to_its_receipt(berths: World) -> None:
    """For everybody of the party who may prepare papers; the paper of others and a discarded one are unknown."""
    france = berths.signed_in("all@fra.example")
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    drafter, adviser, mission = offices(berths)
    draft = begin(drafter, ref, "make_statement")
    fill_in(drafter, draft, text="Our view")
    clear(adviser, draft)
    receipt = send(mission, draft).location.partition("?")[0]
    discarded = begin(drafter, ref, "make_statement")
    fill_in(drafter, discarded, do="discard", text="Our view")

    for visitor in (drafter, adviser, mission):
        for address in (draft, f"{draft}/send", f"{draft}?check"):
            answer = visitor.get(address)
            assert (303, receipt) == (answer.status_code, answer.location)
        assert 404 == visitor.get(discarded).status_code
    assert 404 == france.get(draft).status_code
    assert 404 == france.get(f"{draft}/send").status_code


def test_a_paper_whose_step_was_closed_meanwhile_says_so_and_why(berths: World) -> None:
    """France prepares its answer; on 23 November 2026 Japan puts another case in the place of this one."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    france = berths.signed_in("all@fra.example")
    draft = begin(france, ref, "give", "berth:FRA")
    fill_in(france, draft, do="save", text="You are welcome")
    assert ["To clear"] == lists_with(france, draft)
    with clock.frozen(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        file(berths.signed_in("all@jpn.example"), ref, "supersede", newer_case="BERTH-2026-OTHER")
        france = berths.signed_in("all@fra.example")

        said = "This step is closed now: “Give” is not open: the case is at “Superseded”; it is taken from “Asked”."
        assert ["In preparation"] == lists_with(france, draft)
        for address in ("/desk", f"/cases/{ref}", draft, f"{draft}/send"):
            assert said in france.get(address).text
        assert 409 == clear(france, draft).status_code
        assert 'id="sending"' not in france.get(f"{draft}/send").text
        assert 409 == send(france, draft).status_code
        assert 303 == fill_in(france, draft, do="discard", text="You are welcome").status_code
        assert [] == lists_with(france, draft)
