"""The practice page where nobody could play the other side."""

from tests.consult.web.world import World


def test_where_nobody_has_an_exercise_desk_the_page_says_so_and_nothing_is_opened(berths: World) -> None:
    """An installation in earnest: no button, and the POST is refused with a sentence."""
    japan = berths.signed_in("all@jpn.example")
    page = japan.get("/practice").text
    assert "There is no practice in this installation." in page
    assert 'action="/practice"' not in page
    refused = japan.post("/practice", form_at="/my-party")
    assert 409 == refused.status_code
    assert "There is no exercise desk here" in refused.text
