"""Joint steps that wait for a hand: on the desk and on the page of the case, for those who can lay or prepare it."""

from datetime import UTC, datetime

import pytest

from consult import clock
from tests.consult.web.cases_world import add_guest, begin, clear, file, fill_in, send, serve_berth
from tests.consult.web.world import AT, Visitor, World

PROPOSED = datetime(2026, 11, 23, 9, tzinfo=UTC)
HEADING = "<h2>Waits for us</h2>"


def propose(berths: World) -> str:
    """Japan asks for a berth on 20 November 2026; France proposes on the 23rd to suspend; give the case."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    with clock.frozen(PROPOSED):
        file(berths.signed_in("all@fra.example"), ref, "suspend", reason="Repair of the port", until="2027-01-10")
    return ref


def desk(visitor: Visitor) -> str:
    """Give the list of what waits for us, or nothing where the desk has none."""
    return visitor.get("/desk").text.partition(HEADING)[2].partition("<h2>")[0]


@pytest.mark.parametrize("mail", ["all@jpn.example", "mission@jpn.example", "draft@jpn.example", "all@kor.example"])
def test_a_proposal_that_lacks_our_hand_stands_on_the_desks_of_all_who_can_lay_or_prepare_it(
    berths: World, mail: str
) -> None:
    """With step, case, proposer and date; and on the page of the case."""
    ref = propose(berths)
    with clock.frozen(PROPOSED):
        visitor = berths.signed_in(mail)
        waits, case = desk(visitor), visitor.get(f"/cases/{ref}").text
        page = visitor.get(f"/cases/{ref}/steps/suspend").text

    for text in (waits, case.partition("<h3>Waits for us</h3>")[2]):
        assert f'href="/cases/{ref}/steps/suspend">Suspend the case</a>' in text
        assert "Proposed by France" in text
        assert "23 November 2026" in text
    assert "Cargo 7" in waits
    assert ref in waits
    assert ("you may prepare it" in waits) == (mail == "draft@jpn.example")
    assert "Repair of the port" in page
    assert ("Agree to this text" in page) == mail.startswith("all@")


@pytest.mark.parametrize("mail", ["all@fra.example", "all@bra.example", "desk@oosa.example"])
def test_whoever_has_laid_his_hand_or_has_none_is_told_of_nothing_that_waits(berths: World, mail: str) -> None:
    """France proposed; Brazil is a guest of the case without a part in it; the secretariat has no part at all."""
    ref = propose(berths)
    add_guest(berths, ref, "BRA", AT, stake=False)
    with clock.frozen(PROPOSED):
        visitor = berths.signed_in(mail)

        assert HEADING not in visitor.get("/desk").text
        assert "Waits for us" not in visitor.get(f"/cases/{ref}").text
        if mail == "all@bra.example":
            assert 200 == visitor.get(f"/cases/{ref}").status_code
            assert "Proposed by" not in visitor.get(f"/cases/{ref}").text


def test_a_liaison_prepares_the_hand_an_official_clears_it_and_the_mission_lays_it(berths: World) -> None:
    """Nobody types a word again; with the hands of Japan and Korea nothing waits any more."""
    ref = propose(berths)
    with clock.frozen(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        liaison, official, mission = (berths.signed_in(f"{who}@jpn.example") for who in ("draft", "all", "mission"))
        page = liaison.get(f"/cases/{ref}/steps/suspend").text
        digest = page.partition('name="digest" value="')[2][:64]
        address = f"/cases/{ref}/steps/suspend"
        begun = liaison.post(f"/cases/{ref}/drafts", form_at=address, step="suspend", track="", digest=digest)
        draft = begun.location
        assert 409 == send(liaison, draft).status_code
        assert 'id="sending"' not in liaison.get(f"{draft}/send").text
        assert 303 == clear(official, draft).status_code
        assert 303 == send(mission, draft).status_code

        assert "" == desk(mission)
        assert "Proposed by France" in desk(berths.signed_in("all@kor.example"))
        assert "also agreed by Japan" in desk(berths.signed_in("all@kor.example"))
        assert 303 == _lay(berths.signed_in("all@kor.example"), ref).status_code
        assert "" == desk(berths.signed_in("all@kor.example"))
        case = berths.signed_in("all@fra.example").get(f"/cases/{ref}").text

    assert '<strong class="state-name">Suspended</strong>' in case
    assert "Agreed end of the suspension" in case


def _lay(visitor: Visitor, ref: str) -> object:
    address = f"/cases/{ref}/steps/suspend"
    page = visitor.get(address).text
    seen, digest = (page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("seen", "digest"))
    return visitor.post(address, form_at=address, seen=seen, track="", digest=digest)


def test_a_proposal_that_is_taken_back_or_overtaken_waits_for_nobody(berths: World) -> None:
    """France takes its hand back on 24 November 2026."""
    ref = propose(berths)
    with clock.frozen(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        france, japan = berths.signed_in("all@fra.example"), berths.signed_in("all@jpn.example")
        assert "Proposed by France" in desk(japan)
        address = f"/cases/{ref}/steps/suspend"
        seen = france.get(address).text.partition('name="seen" value="')[2].partition('"')[0]
        assert 303 == france.post(address, form_at=address, seen=seen, track="", do="withdraw").status_code

        assert "" == desk(japan)


def test_who_proposed_and_who_agreed_is_named_with_the_article(berths: World) -> None:
    """Korea proposes on 23 November 2026, on the desk and on the page of the case."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    with clock.frozen(PROPOSED):
        file(berths.signed_in("all@kor.example"), ref, "suspend", reason="Repair of the port", until="2027-01-10")
        japan = berths.signed_in("all@jpn.example")

        assert "Proposed by the Republic of Korea" in desk(japan)
        assert "The Republic of Korea proposed to suspend the case" in japan.get(f"/cases/{ref}").text


def test_the_second_person_of_a_party_is_waited_for_and_the_first_is_not(berths: World) -> None:
    """Voiding a case takes two persons of the filing party."""
    first = berths.signed_in("all@jpn.example")
    ref = serve_berth(first)
    draft = begin(first, ref, "void_error")
    fill_in(first, draft, reason="Wrong vehicle")
    assert 303 == send(first, draft).status_code

    assert "" == desk(first)
    assert "Proposed by Japan" in desk(berths.signed_in("mission@jpn.example"))
    assert "" == desk(berths.signed_in("all@fra.example"))
