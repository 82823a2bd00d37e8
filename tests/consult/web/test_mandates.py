"""The desk of a neutral: what it must answer, what it holds, and nothing that its cases do not show to it."""

import re
from collections.abc import Iterator

import pytest

from consult import clock
from tests.consult.web.neutrals_world import ARBITRATOR, MEDIATOR, build_roster, day, nominate, seat
from tests.consult.web.world import AT
from tests.house.rooms_world import MAIL, Disputed


@pytest.fixture
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disputed]:
    """Give a dispute in which a mediator of the roster is nominated."""
    with clock.frozen(AT):
        world = build_roster(tmp_path_factory.mktemp("mandates"))
        nominate(world)
        yield world
    world.world.engine.dispose()


def desk(told: Disputed, party: str) -> str:
    """Give the desk of a party."""
    return re.sub(r"\s+", " ", told.world.signed_in(MAIL[party]).get("/desk").text)


def words_of(page: str) -> str:
    """Give the words of the desk's own part without its marks."""
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    return words[words.index("What ") : words.index("Due from us")]


def test_a_nomination_stands_first_with_the_disclosure_to_make(told: Disputed) -> None:
    """The mandate's words and its end; the facts of the dispute and what parties say are not read yet."""
    told.take("JPN", "dispute", "make_statement", day(4), text="Between us.")
    page = desk(told, MEDIATOR)

    assert "To answer" in page
    assert page.index("take_office_as_mediator") < page.index("decline_to_be_mediator") < page.index("Your mandates")
    assert "Nominated; no disclosure yet" in page
    assert "Crew time of the next two increments." in page
    assert "Nominated on 24 September 2026" in words_of(page)
    assert "31 January 2027" in page
    assert "make_statement" not in page
    assert "Between us." not in page


def test_a_mediator_in_office_reads_since_when_and_the_last_contact_of_each_side(told: Disputed) -> None:
    """Japan spoke last in the private room, France in the joint session; the rooms stand with whom each is held."""
    seat(told)
    told.open(MEDIATOR, "room", "apart", day(5))
    told.take(MEDIATOR, "apart", "open_room", day(5), dispute=told.refs["dispute"], party="JPN", purpose="Hours")
    told.take("JPN", "apart", "say", day(6), text="Forty hours, not more")
    words = words_of(desk(told, MEDIATOR))

    assert "To answer" not in words
    assert "In office, with a disclosure on record" in words
    assert "Since 25 September 2026" in words
    assert re.search(r"Last contact: Japan .*?27 September 2026.*?Private room", words), words
    assert re.search(r"Last contact: France .*?24 September 2026", words), words
    assert "Private room : with Japan Open" in words
    assert "Forty hours" not in words


def test_a_mandate_that_has_ended_says_until_when_and_shows_nothing_later(told: Disputed) -> None:
    """Resigned on the fifth day; what is said on the sixth is not there, and nothing is to be answered."""
    seat(told)
    told.take(MEDIATOR, "dispute", "resign_as_mediator", day(5), f"mediator:{MEDIATOR}")
    before = words_of(desk(told, MEDIATOR))
    told.take("JPN", "dispute", "invite_conciliation", day(6), "stage:conciliation")
    after = words_of(desk(told, MEDIATOR))

    assert "The mandate has ended" in before
    assert re.search(r"Since 25 September 2026 , until 26 September 2026", before), before
    assert before == after


def test_who_has_no_office_reads_that_and_who_is_no_neutral_reads_nothing_of_it(told: Disputed) -> None:
    """An arbitrator whom nobody has named, and the parties themselves."""
    page = desk(told, ARBITRATOR)
    assert "No office is offered to you, and you hold none." in page
    assert "Crew time" not in page
    assert "Your mandates" not in desk(told, "JPN")
