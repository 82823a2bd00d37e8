"""The pages of agreements: the tree, the clause with its sources, and the ladder between two parties."""

import pytest

from tests.consult.web.world import LIAISON, World
from workflows.agreements import SETTLEMENT, agreements


def test_every_agreement_with_a_clause_is_listed_and_has_a_page(world: World) -> None:
    """With the one above it linked; those who have not signed in see neither."""
    liaison = world.signed_in(LIAISON)
    listed = liaison.get("/agreements").text
    for key, one in agreements().items():
        assert (one.procedure == SETTLEMENT) == (f'href="/agreements/{key}"' in listed)
        assert 200 == liaison.get(f"/agreements/{key}").status_code
    assert 'href="/agreements/iss-iga-1998"' in liaison.get("/agreements/iss-mou-1998-jpn").text
    assert 303 == world.visitor().get("/agreements").status_code
    assert 404 == liaison.get("/agreements/nowhere").status_code


def test_the_ladder_between_two_parties_has_days_and_reasons(world: World) -> None:
    """Received on 1 September 2026 under the Outer Space Rules."""
    text = world.signed_in(LIAISON).get("/agreements/pca-os-2011?a=JPN&b=KOR&on=2026-09-01").text
    assert "2 November 2026" in text
    assert "The parties agreed to arbitration beforehand." in text
    assert "A policy that binds nobody:" not in text
    assert "Between Japan and the Republic of Korea" in text
    assert "PCA Outer Space Rules, 2011" in text.partition("Rules of the arbitration")[2].partition("</tr>")[0]


def test_a_rung_that_does_not_exist_between_two_parties_says_why(world: World) -> None:
    """An organisation does not come before the Court."""
    text = world.signed_in(LIAISON).get("/agreements/un-charter-33?a=JPN&b=ESA").text
    assert "not available" in text
    assert "Only States come before the Court" in text


def test_a_value_that_only_the_product_gives_is_never_shown_as_law(world: World) -> None:
    """The number of arbitrators under the treaty of 1998 comes from the general profile, and says so."""
    text = world.signed_in(LIAISON).get("/agreements/iss-iga-1998").text
    row = text.partition("How many arbitrators")[2].partition("</tr>")[0]
    assert "the general profile of the product" in row
    assert "binding-default" in row
    assert "binding-law" not in row


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("a=JPN&b=JPN", "Choose two different parties."),
        ("a=JPN", "Choose two parties from the lists."),
        ("a=JPN&b=ATLANTIS", "Choose two parties from the lists."),
        ("a=JPN&b=KOR&on=tomorrow", "Give the day as year, month and day."),
    ],
)
def test_a_question_that_cannot_be_read_is_answered_with_a_sentence(world: World, query: str, sentence: str) -> None:
    """422, and the clause as it stands."""
    answer = world.signed_in(LIAISON).get(f"/agreements/gen?{query}")
    assert (422, True) == (answer.status_code, sentence in answer.text)
