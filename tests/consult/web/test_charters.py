"""The pages of charters: each says that it is a proposal, shows its rights, and is told apart from the other."""

import re
from collections.abc import Iterator

import pytest

from consult import clock
from tests.consult.web.world import AT, LIAISON, Visitor, World, copy
from workflows.lunar.charters import CLASSES, HEADINGS, charters

PAGES = ("/charters", *(f"/charters/{key}" for key in charters()), "/charters/copuos-draft/against/open-copuos")


@pytest.fixture(scope="module")
def reader(template: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Give a liaison's browser; nobody writes in it."""
    built = copy(template, tmp_path_factory.mktemp("charters"))
    with clock.frozen(AT):
        signed_in = built.signed_in(LIAISON)
    yield signed_in
    built.engine.dispose()


def text_of(page: str) -> str:
    """Give the words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_a_charter_says_that_it_is_a_proposal_and_not_law(reader: Visitor, address: str) -> None:
    """No page of it can be read as law; nothing on it is marked as law."""
    page = reader.get(address)
    assert 200 == page.status_code
    assert "Proposal, not law" in page.text
    assert not re.findall(r'badge[^"]*law', page.text.partition("<main")[2])


def test_the_page_of_a_charter_has_each_class_with_its_rights_and_each_value_with_its_source(reader: Visitor) -> None:
    """Rows of classes, and values in their sections."""
    page = text_of(reader.get("/charters/copuos-draft").text)
    for words in (*CLASSES.values(), *HEADINGS.values(), "Shortest silence", "72 hours", "on invitation"):
        assert words in page
    assert "Algeria, Armenia, Austria" in page


def test_two_charters_stand_side_by_side_with_what_differs_only(reader: Visitor) -> None:
    """What is the same in both has no row."""
    page = reader.get("/charters/copuos-draft/against/open-copuos").text
    rows = text_of("<main" + page[page.index('id="differences"') :].partition("</table>")[0])
    assert "Silence" in rows
    assert "15 working days" in rows
    assert "Notice of leaving" not in rows
    assert "They differ in nothing" in reader.get("/charters/open-copuos/against/open-copuos").text


@pytest.mark.parametrize("address", ["/charters/nosuch", "/charters/copuos-draft/against/nosuch"])
def test_a_charter_that_is_not_there_is_unknown(reader: Visitor, address: str) -> None:
    """As any address that leads nowhere."""
    assert 404 == reader.get(address).status_code
