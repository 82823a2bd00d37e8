"""The page of a provision: where it comes from, where it went, what binds since when, and what rests on it."""

from collections.abc import Iterator

import pytest

from consult import clock
from consult.citations import anchor_of
from tests.consult.web.test_charters import text_of
from tests.consult.web.world import AT, LIAISON, Visitor, World, copy
from workflows import instruments


@pytest.fixture(scope="module")
def reader(template: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Give a liaison's browser; nobody writes in it."""
    built = copy(template, tmp_path_factory.mktemp("provisions"))
    with clock.frozen(AT):
        signed_in = built.signed_in(LIAISON)
    yield signed_in
    built.engine.dispose()


def part(page: str, place: str) -> str:
    """Give the words of a section, from its heading to the next."""
    return text_of("<main" + page[page.index(f'<h2 id="{place}"') :].partition("<h2")[2].partition("<h2")[0])


def test_a_sentence_goes_back_to_what_its_article_goes_back_to(reader: Visitor) -> None:
    """The duty to consult comes from the declaration of 1963, through it from the resolution of 1961."""
    page = reader.get("/instruments/OST/p-IX-s3").text
    back = part(page, "lineage")
    assert "1963 Declaration of Legal Principles, Principle 6" in back
    assert "founding document" in back
    assert back.index("Principle 6") < (back + "resolution 1721").index("resolution 1721")
    assert "Moon Agreement, Article 8, paragraph 3" in part(page, "carried")


def test_what_binds_since_when_is_told_along_the_lineage_in_order_of_time(reader: Visitor) -> None:
    """Soft law of 1963, treaty law of 1967, and what came after, each with its grade."""
    told = part(reader.get("/instruments/OST/p-IX-s3").text, "binding")
    days = [told.index(words) for words in ("13 December 1963", "10 October 1967", "11 July 1984")]
    assert sorted(days) == days
    assert "soft law By what adopted from memory, not verified" in told
    assert "treaty law By what in force" in told


def test_procedures_that_rest_on_it_are_named_with_their_steps_and_limits(reader: Visitor) -> None:
    """Each step leads to its row on the procedure's page."""
    page = reader.get("/instruments/OST/p-IX-s3").text
    assert 'href="/procedures/ost9#step-serve_notice"' in page


def test_a_provision_without_lineage_says_that_none_is_recorded(reader: Visitor) -> None:
    """Nothing is invented."""
    page = text_of(reader.get("/instruments/ICJ_36_2").text)
    assert "Goes back to" not in page
    plain = text_of(reader.get("/instruments/OST/p-XVI").text)
    assert "No earlier provision is recorded." in plain
    assert "No later provision is recorded." in plain


@pytest.mark.parametrize("key", sorted(instruments.instruments()))
def test_every_provision_of_an_instrument_has_a_page(reader: Visitor, key: str) -> None:
    """The first and the last of each, with the words that the instrument's page has."""
    for one in {instruments.instruments()[key].provisions[i].id for i in (0, -1)}:
        answer = reader.get(f"/instruments/{key}/{anchor_of(one)}")
        assert 200 == answer.status_code, one


@pytest.mark.parametrize("address", ["/instruments/OST/p-XCIX", "/instruments/NOWHERE/p-IX"])
def test_a_provision_that_is_not_there_is_unknown(reader: Visitor, address: str) -> None:
    """As any address that leads nowhere."""
    assert 404 == reader.get(address).status_code
