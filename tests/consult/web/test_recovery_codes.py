"""After a recovery code: what is lost is removed or renewed before anything else, and managers see what came of it."""

import pyotp
import pytest

from tests.consult.web.test_second_factor import PAGE, asked, second, told, with_passkey
from tests.consult.web.world import LIAISON, MANAGER, Visitor, World


def recovered(world: World, email: str = MANAGER) -> tuple[Visitor, str]:
    """Sign in by a recovery code, and give the browser with the number of the passkey that may be lost."""
    made = with_passkey(world, email)
    number = made.visitor.get(PAGE).text.partition("/my-sign-in/passkeys/")[2].partition("/")[0]
    visitor = second(world, email)
    done = visitor.post("/sign-in/second", form_at="/sign-in/second", recovery=made.codes[0])
    assert 303 == done.status_code
    return visitor, number


def test_a_recovery_code_leads_to_what_is_lost_before_anything_else(world: World) -> None:
    """Every page leads there; a form is refused with the reason; one can leave."""
    visitor, _number = recovered(world)
    for address in ("/my-party", "/desk", "/capacity", "/"):
        assert PAGE == visitor.get(address).location, address
    page = visitor.get(PAGE).text
    assert "You signed in by a recovery code." in page
    assert "Remove what is lost" in page
    refused = visitor.post("/my-settings", form_at=PAGE, language="fr")
    assert (409, True) == (refused.status_code, "under Sign-in first" in refused.text)

    assert 303 == visitor.post("/sign-out", form_at=PAGE).status_code


def test_removing_the_lost_passkey_opens_the_rest(world: World) -> None:
    """It signs nobody in any more; the party's record has both events."""
    visitor, number = recovered(world)
    assert 303 == visitor.post(f"{PAGE}/passkeys/{number}/remove", form_at=PAGE).status_code

    assert 200 == visitor.get("/my-party").status_code
    assert [("JPN", "passkey_added"), ("JPN", "recovery_used"), ("JPN", "passkey_removed")] == told(world)


@pytest.mark.parametrize("way", ["codes", "keep"])
def test_another_factor_or_a_word_that_nothing_is_lost_opens_the_rest(world: World, way: str) -> None:
    """Each is entered, and told by mail."""
    visitor, _number = recovered(world)
    if way == "codes":
        visitor.post(f"{PAGE}/codes", form_at=PAGE)
        letters = visitor.get(f"{PAGE}/codes").text.partition('secret-letters" dir="ltr">')[2].partition("<")[0]
        code = pyotp.TOTP(letters.replace(" ", "")).at(1795165200)  # 20 November 2026, 09:00 UTC
        assert 303 == visitor.post(f"{PAGE}/codes/confirm", form_at=f"{PAGE}/codes", code=code).status_code
    else:
        assert 303 == visitor.post(f"{PAGE}/keep", form_at=PAGE).status_code

    assert 200 == visitor.get("/my-party").status_code
    assert ("JPN", {"codes": "codes_added", "keep": "recovery_kept"}[way]) == told(world)[-1]


def test_nobody_keeps_what_no_recovery_code_was_used_for(world: World) -> None:
    """409 in any other session, and no button."""
    made = with_passkey(world)
    refused = made.visitor.post(f"{PAGE}/keep", form_at=PAGE)

    assert (409, True) == (refused.status_code, "No recovery code was used" in refused.text)
    assert "Nothing is lost" not in made.visitor.get(PAGE).text


def test_managers_see_who_came_by_a_recovery_code_until_it_is_settled(world: World) -> None:
    """On the list of the party and on the page of the person; gone once the passkey was removed."""
    visitor, number = recovered(world, LIAISON)
    manager = world.signed_in(MANAGER)
    page = f"/my-party/people/{world.people[LIAISON]}/sign-in"
    assert "came by a recovery code" in manager.get("/my-party/sign-in").text
    assert "A recovery code was used" in manager.get(page).text
    visitor.post(f"{PAGE}/passkeys/{number}/remove", form_at=PAGE)

    assert "came by a recovery code" not in manager.get("/my-party/sign-in").text
    assert "A recovery code was used" not in manager.get(page).text


def test_challenges_are_counted_by_all_processes_together(world: World) -> None:
    """The sixty-first within a minute from one address: 429, and nothing is kept."""
    visitor = world.visitor()
    for _each in range(60):
        asked(visitor, "/sign-in/passkey/challenge", "/sign-in")
    slow = visitor.post("/sign-in/passkey/challenge", form_at="/sign-in")

    assert (429, "60") == (slow.status_code, slow.headers["Retry-After"])
