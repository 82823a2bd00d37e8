"""The directory of parties: who is bound by what today, and how each is reached."""

from tests.consult.web.world import LIAISON, SECRETARIAT, World


def test_every_party_is_listed_for_everybody(world: World) -> None:
    """States, organisations and bodies."""
    for who in (LIAISON, SECRETARIAT):
        page = world.signed_in(who).get("/parties").text

        for name in ("Japan", "France", "European Space Agency", "Office for Outer Space Affairs"):
            assert name in page


def test_a_treaty_is_shown_with_the_reason_and_how_it_was_checked(world: World) -> None:
    """A signature is not shown as consent to be bound."""
    page = world.signed_in(LIAISON).get("/parties/FRA").text

    assert "Outer Space Treaty" in page
    assert "is not bound by a signature" in page
    assert "read in the text" in page


def test_contact_points_are_shown_without_the_acts_of_a_manager(world: World) -> None:
    """Another party sees the urgent number and when it was last proved."""
    page = world.signed_in(SECRETARIAT).get("/parties/JPN").text

    assert "+81 50 0000 0000" in page
    assert "2 November 2026" in page
    assert "never proved" in page
    assert "Withdraw" not in page


def test_a_body_has_no_treaty_status(world: World) -> None:
    """A body is not a party."""
    assert "Bound by what" not in world.signed_in(LIAISON).get("/parties/OOSA").text


def test_an_unknown_party_is_not_found(world: World) -> None:
    """404."""
    assert 404 == world.signed_in(LIAISON).get("/parties/ATL").status_code
