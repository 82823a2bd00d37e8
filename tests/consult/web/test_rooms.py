"""Pages of rooms: whose room it is stands on every one of them, and only those in it are led there."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from consult import clock
from tests.consult.web.cases_world import begin, fill_in
from tests.consult.web.world import AT, Visitor, masked
from tests.house.rooms_world import MAIL, MEDIATOR, TRIBUNAL, Disputed, build_dispute, caucuses

WORDS = "Forty hours, not more"
BAND = re.compile(r'<aside class="room-band (room-[a-z]+)".*?</aside>', re.S)
UNSEEN = "The other side cannot see that this room exists"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disputed]:
    """Give a dispute with a private room for Japan and a joint session."""
    with clock.frozen(AT):
        world = build_dispute(tmp_path_factory.mktemp("rooms"), caucuses(WORDS, "JPN", joint=True))
        yield world
    world.world.engine.dispose()


def office(told: Disputed, party: str) -> Visitor:
    """Sign in as the office of a party."""
    return told.world.signed_in(MAIL[party])


def band(page: str) -> tuple[str, str]:
    """Give kind and words of the band that says in which room one is."""
    found = BAND.search(page)
    assert found is not None
    return found[1], re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[0])).strip()


@pytest.mark.parametrize("party", [MEDIATOR, "JPN"])
def test_every_page_of_a_private_room_says_whose_it_is_and_that_nobody_else_sees_it(told: Disputed, party: str) -> None:
    """The case, an act, a form and the page before sending."""
    visitor, ref = office(told, party), told.refs["with JPN"]
    draft = begin(visitor, ref, "say")
    fill_in(visitor, draft, do="save", text="Good morning")
    for address in (f"/cases/{ref}", f"/cases/{ref}/acts/2", draft, f"{draft}/send"):
        kind, words = band(visitor.get(address).text)
        assert "room-private" == kind
        assert "Private room with" in words
        assert "In this room: House of mediation (the neutral), Japan (the party in the room). Nobody else." in words
        assert UNSEEN in words


def test_a_document_attached_in_a_room_is_for_those_in_it_or_for_oneself(told: Disputed) -> None:
    """The levels of an open case are not offered there."""
    visitor = office(told, "JPN")
    page = visitor.get(begin(visitor, told.refs["with JPN"], "say")).text
    asked = page[page.index('name="upload_level"') :]
    offered = re.findall(r'<option value="(\w+)"[^>]*>([^<]+)', asked[: asked.index("</select>")])
    assert [("C2", "those in this room"), ("C4", "own delegation")] == offered


def test_a_joint_session_has_other_words_and_another_colour(told: Disputed) -> None:
    """All parties are named."""
    kind, words = band(office(told, "FRA").get(f"/cases/{told.refs['together']}").text)
    assert "room-shared" == kind
    assert "House of mediation (the neutral), Japan" in words
    assert "France" in words
    assert UNSEEN not in words


def test_from_a_private_room_one_changes_to_the_joint_session_and_to_the_dispute(told: Disputed) -> None:
    """And never to another private room: the mediator may be sharing the screen."""
    page = office(told, MEDIATOR).get(f"/cases/{told.refs['with JPN']}").text
    _kind, words = band(page)
    assert f"Change to: Joint session {told.refs['together']}" in words
    assert f"To the case {told.refs['dispute']}" in words
    other = office(told, MEDIATOR).get(f"/cases/{told.refs['together']}").text
    assert told.refs["with JPN"] not in other


def test_what_may_be_passed_on_stands_in_the_room_with_who_allowed_it(told: Disputed) -> None:
    """The last one first, with its state."""
    page = office(told, MEDIATOR).get(f"/cases/{told.refs['with JPN']}").text
    part = page[page.index('id="releases-title"') : page.index('id="limits-title"')]
    assert ["2", "1"] == re.findall(r"<strong>(\d)</strong>", part)
    assert 2 == part.count(WORDS) == part.count("Allowed by <bdi>Japan</bdi>")
    assert part.index("Allowed<") < part.index("Told<")


def test_whoever_took_office_is_not_listed_as_nominated_for_it_too(told: Disputed) -> None:
    """Each once, with the parts that it plays."""
    page = office(told, "JPN").get(f"/cases/{told.refs['dispute']}").text
    listed = re.sub(r"<[^>]+>", "", page[page.index("Who takes part") :])

    assert "House of mediation, the mediator" in listed
    assert "the mediator, nominated" not in listed


def test_only_the_neutral_is_offered_to_open_a_room_and_only_the_neutral_opens_one(told: Disputed) -> None:
    """For the parties, the tribunal and an outsider there is no button, and the request leads nowhere."""
    ref = told.refs["dispute"]
    for party in ("JPN", "FRA", TRIBUNAL, "BRA"):
        visitor = office(told, party)
        assert "rooms" not in re.findall(r'action="[^"]*/(\w+)"', visitor.get(f"/cases/{ref}").text)
        answer = visitor.post(f"/cases/{ref}/rooms", form_at="/cases", room="room caucus FRA")
        assert 404 == answer.status_code
    page = office(told, MEDIATOR).get(f"/cases/{ref}").text
    assert re.search(r"(Open|Open another): Private room with France", page)
    assert "Open another: Private room with Japan" in page


def test_a_neutral_opens_a_room_with_one_press_and_twice_pressed_it_is_one_room(told: Disputed) -> None:
    """The room is open at once, the party is told, and the other side sees nothing new."""
    with clock.frozen(AT + timedelta(minutes=1)):
        ref, mediator = told.refs["dispute"], office(told, MEDIATOR)
        before = {party: office(told, party).get(f"/cases/{ref}").text for party in ("JPN", TRIBUNAL)}
        answers = [
            mediator.post(f"/cases/{ref}/rooms", form_at=f"/cases/{ref}", room=f"room caucus {party}", before=0)
            for party in ("FRA", "FRA")
        ]
        assert [303, 303] == [answer.status_code for answer in answers]
        room = answers[0].location
        assert room == answers[1].location
        page = office(told, "FRA").get(room).text
        assert "Private room: France" in page
        assert "The House of mediation opened the room" in page or "House of mediation opened the room" in page
        for party, text in before.items():
            assert plain(text) == plain(office(told, party).get(f"/cases/{ref}").text)
            assert 404 == office(told, party).get(room).status_code


def plain(page: str) -> str:
    """Leave out what a form carries unseen, and when one was here last."""
    return re.sub("<footer.*</footer>", "", masked(page), flags=re.S)


def test_an_offer_in_the_dispute_is_marked_for_the_parties_and_does_not_exist_for_the_tribunal(told: Disputed) -> None:
    """Neither its act nor its number, its relation, its words nor its step on it; the refusals are the same as for an
    offer that there is not."""
    told.take("JPN", "dispute", "make_offer", AT, terms="Half of it")
    ref = told.refs["dispute"]
    page = office(told, "FRA").get(f"/cases/{ref}").text
    assert "without prejudice" in page
    assert "Offer 1 · Japan" in page
    tribunal = office(told, TRIBUNAL)
    assert "Offer 1" not in tribunal.get(f"/cases/{ref}").text
    for step in ("answer_offer", "withdraw_offer", "lift_prejudice"):
        there, not_there = (tribunal.get(f"/cases/{ref}/steps/{step}?track=offer:{n}") for n in (1, 9))
        assert (404, plain(there.text)) == (not_there.status_code, plain(not_there.text))
        posted = [
            tribunal.post(f"/cases/{ref}/steps/{step}", form_at="/cases", track=f"offer:{n}", seen="999", digest="")
            for n in (1, 9)
        ]
        assert 1 == len({(answer.status_code, plain(answer.text)) for answer in posted})


def test_a_room_is_not_among_the_notices_that_are_opened_by_themselves(told: Disputed) -> None:
    """It has no card, no form, and no request opens it there."""
    for party in ("JPN", MEDIATOR):
        visitor = office(told, party)
        assert "Room of a neutral" not in visitor.get("/notices/new").text
        assert 404 == visitor.get("/notices/new?procedure=room").status_code
        answer = visitor.post("/notices/new", form_at="/notices/new", procedure="room", title="A room")
        assert 404 == answer.status_code
