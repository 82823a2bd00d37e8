"""Pages of a claim: what is prepared is the claimant's alone, shares are hidden from it, the award is public."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web.cases_world import begin, fill_in, send
from tests.consult.web.claims_world import AWARD, CLAIM, DECIDED, SECRET, SHARES, at, award, build_claim, present, sit
from tests.consult.web.world import AT, Visitor
from tests.house.rooms_world import MAIL, TRIBUNAL, Disputed

NOW = at(2027, 11, 10)


def told(folder: Path, *parts: object) -> Iterator[Disputed]:
    """Tell the claim so far."""
    with clock.frozen(AT):
        world = build_claim(folder)
    for part in parts:
        part(world)  # type: ignore[operator]  # each is a function that goes on telling
    yield world
    world.world.engine.dispose()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disputed]:
    """Give a claim that Brazil prepares."""
    yield from told(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disputed]:
    """Give the claim with its Commission, its award and what stands beside it."""
    yield from told(tmp_path_factory.mktemp("decided"), present, sit, award)


def office(claim: Disputed, party: str) -> Visitor:
    """Sign in as the office of a party."""
    return claim.world.signed_in(MAIL[party])


def test_a_launching_state_that_is_named_in_preparation_learns_of_nothing(prepared: Disputed) -> None:
    """Neither from a list, nor from a search, nor by the reference; and it can file nothing there."""
    ref = prepared.refs[CLAIM]
    with clock.frozen(at(2026, 2, 20)):
        brazil, japan = office(prepared, "BRA"), office(prepared, "JPN")
        page = brazil.get(f"/cases/{ref}").text
        assert "Present the claim" in page
        assert 200 == brazil.get(f"/cases/{ref}").status_code
        assert 404 == japan.get(f"/cases/{ref}").status_code
        for address in ("/cases", "/search?q=Northeast", "/desk"):
            assert ref not in japan.get(address).text
        assert 404 == japan.post(f"/cases/{ref}/drafts", form_at="/cases", step="answer_claim", track="").status_code


def test_the_claimant_is_told_which_state_a_track_is_about(prepared: Disputed) -> None:
    """By its name, with where it stands."""
    with clock.frozen(at(2026, 2, 20)):
        page = office(prepared, "BRA").get(f"/cases/{prepared.refs[CLAIM]}").text
    assert "Japan" in page
    assert "Free" in page


@pytest.mark.parametrize("party", ["JPN", "FRA", TRIBUNAL])
def test_whom_else_the_claimant_thought_of_is_told_to_nobody(decided: Disputed, party: str) -> None:
    """Korea was examined and a bar stood: no relation, paper or page of the claim names it to anybody but Brazil."""
    with clock.frozen(NOW):
        ref = decided.refs[CLAIM]
        own = office(decided, "BRA").get(f"/cases/{ref}").text
        assert "The Republic of Korea" in own
        assert "the chairman of the Commission" in own
        visitor = office(decided, party)
        for address in (f"/cases/{ref}", f"/cases/{ref}/sheets/docket", f"/cases/{ref}/sheets/calendar"):
            page = visitor.get(address).text
            assert "Korea" not in page
            assert "Launching state" not in page


@pytest.mark.parametrize(("party", "status"), [("JPN", 200), ("FRA", 200), ("BRA", 404), ("KOR", 404), (TRIBUNAL, 404)])
def test_shares_are_seen_by_those_liable_together_and_by_nobody_else(
    decided: Disputed, party: str, status: int
) -> None:
    """The claimant and the Commission find neither the case, nor its words, nor the act that opened it."""
    with clock.frozen(NOW):
        visitor = office(decided, party)
        assert status == visitor.get(f"/cases/{decided.refs[SHARES]}").status_code
        pages = [
            visitor.get(address).text for address in ("/cases", "/search?q=fault", f"/cases/{decided.refs[CLAIM]}")
        ]
        if status == 404:
            assert not any(decided.refs[SHARES] in page or SECRET in page for page in pages)
            assert "Consult co-launching States" not in pages[2]
            answer = visitor.post(
                f"/cases/{decided.refs[SHARES]}/drafts", form_at="/cases", step="give_views", track=""
            )
            assert 404 == answer.status_code


def test_the_case_of_the_shares_and_the_claim_lead_to_each_other_for_who_may_see_both(decided: Disputed) -> None:
    """Japan opened one from the other."""
    with clock.frozen(NOW):
        japan = office(decided, "JPN")
        assert decided.refs[SHARES] in japan.get(f"/cases/{decided.refs[CLAIM]}").text
        assert decided.refs[CLAIM] in japan.get(f"/cases/{decided.refs[SHARES]}").text


@pytest.mark.parametrize("party", ["BRA", "JPN", "KOR"])
def test_the_award_is_read_by_everybody_and_the_claim_by_its_parties_alone(decided: Disputed, party: str) -> None:
    """A State that has no part in the claim finds the award in its list and reads what was decided."""
    with clock.frozen(NOW):
        visitor = office(decided, party)
        assert decided.refs[AWARD] in visitor.get("/cases").text
        assert DECIDED in visitor.get(f"/cases/{decided.refs[AWARD]}/acts/1").text
        assert (404 if party == "KOR" else 200) == visitor.get(f"/cases/{decided.refs[CLAIM]}").status_code


def test_only_the_chairman_is_offered_to_decide_and_only_the_chairman_decides(tmp_path: Path) -> None:
    """For a party there is no button, and the request is refused."""
    for claim in told(tmp_path, present, sit):
        ref = claim.refs[CLAIM]
        with clock.frozen(at(2027, 6, 1)):
            japan, chair = office(claim, "JPN"), office(claim, TRIBUNAL)
            begins = 'name="step" value="decide"'
            assert begins in chair.get(f"/cases/{ref}").text
            assert begins not in japan.get(f"/cases/{ref}").text
            answers = {"dispositif": "Nothing is due.", "reasons": "None.", "majority": "majority"}
            draft = begin(japan, ref, "decide")
            fill_in(japan, draft, **answers)
            assert send(japan, draft).status_code in (403, 409)
            assert "Claims Commission established" in chair.get(f"/cases/{ref}").text


def test_the_commission_has_a_page_of_its_seats(decided: Disputed) -> None:
    """Who sits, on whose appointment, and who appoints where nobody does; no challenge, which the text
    does not know."""
    with clock.frozen(NOW):
        page = office(decided, "BRA").get(f"/cases/{decided.refs[CLAIM]}/sheets/commission").text
    for words in ("The seat of the claimant side", "Another member", "all sides together", "the Secretary-General"):
        assert words in page
    assert "Challenges" not in page
    assert "Disclosure" not in page


def test_each_seat_cites_the_paragraph_that_sets_its_period_and_the_chairman_stands_among_those_who_take_part(
    decided: Disputed,
) -> None:
    """Two months of the first paragraph for a side, four of the second for the chair; nobody stands without a part."""
    with clock.frozen(NOW):
        page = " ".join(
            re.sub(r"<[^>]+>", " ", office(decided, "BRA").get(f"/cases/{decided.refs[CLAIM]}").text).split()
        )
    side, chair = (
        page.split(f"Appointment · {seat}", 1)[1][:300] for seat in ("the seat of the claimant", "the chair ")
    )
    assert "2 months from dispatch, 5 April 2027, 12:00 UTC · LC XV(1) " in side
    assert "4 months from dispatch, 5 April 2027, 12:00 UTC · LC XV(2) " in chair
    assert "House of arbitration , the chairman of the Commission" in page


def test_the_chairman_reads_the_claim_and_nothing_of_the_talks(decided: Disputed) -> None:
    """The papers of the claim lie in a file of the Commission."""
    ref = decided.refs[CLAIM]
    with clock.frozen(NOW):
        chair, brazil = office(decided, TRIBUNAL), office(decided, "BRA")
        acts = {n: brazil.get(f"/cases/{ref}/acts/{n}").text for n in range(2, 20)}
        claim = next(n for n, page in acts.items() if "Presented the claim" in page or "presented the claim" in page)
        assert 200 == chair.get(f"/cases/{ref}/acts/{claim}").status_code
        assert 404 == chair.get(f"/cases/{ref}/acts/2").status_code
