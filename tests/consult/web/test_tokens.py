"""The pages of tokens: made, shown once, listed, revoked; a manager makes those of systems."""

import re

import pytest

from tests.consult.api.machine import Machine, standing_of
from tests.consult.web.world import MANAGER, OFFICIAL, World

MAIL = "all@jpn.example"
FORM = {"name": "Registry", "valid_until": "2027-01-31", "capacities": ["draft", "clear"]}


def secret_in(page: str) -> str:
    """Give the token that a page shows."""
    found = re.search(r"consult_[0-9a-f]{12}_[\w-]{43}", page)
    assert found is not None
    return found[0]


def test_a_person_makes_a_token_that_is_shown_once_and_revokes_it(berths: World) -> None:
    """It works at once, and no more once it is revoked; the list tells when it was last used."""
    visitor, mandate = berths.signed_in(MAIL), standing_of(berths, MAIL).mandate_id
    page = visitor.post("/my-tokens", form_at="/my-tokens", mandate=str(mandate), **FORM)
    assert 200 == page.status_code
    assert "This token is shown once." in page.text
    token = secret_in(page.text)
    listed = visitor.get("/my-tokens").text
    assert token not in listed
    assert f"consult_{token.split('_')[1]}…" in listed
    assert "never" in listed

    assert ["draft", "clear"] == Machine(berths, token).given("/api/v1/token")["capacities"]
    assert "never" not in visitor.get("/my-tokens").text
    answer = visitor.post(f"/my-tokens/{token.split('_')[1]}/revoke", form_at="/my-tokens")
    assert 303 == answer.status_code
    assert 401 == Machine(berths, token).get("/api/v1/token").status_code
    over = visitor.get("/my-tokens").text
    assert "revoked" in over
    assert f"/my-tokens/{token.split('_')[1]}/revoke" not in over
    assert 409 == visitor.post(f"/my-tokens/{token.split('_')[1]}/revoke", form_at="/my-tokens").status_code


def test_a_manager_makes_the_token_of_a_system_and_whoever_is_responsible_may_revoke_it(berths: World) -> None:
    """Anybody else is not shown the page, and cannot send it."""
    manager, official = berths.signed_in(MANAGER), berths.signed_in(MAIL)
    mandate = standing_of(berths, MAIL).mandate_id
    page = manager.post(
        "/my-party/tokens", form_at="/my-party/tokens", mandate=str(mandate), **{**FORM, "name": "Registry of Japan"}
    )
    handle = secret_in(page.text).split("_")[1]

    assert "Registry of Japan" in official.get("/my-tokens").text
    assert 404 == official.get("/my-party/tokens").status_code
    refused = official.post("/my-party/tokens", form_at="/my-tokens", mandate=str(mandate), **FORM)
    assert 404 == refused.status_code
    french = berths.signed_in("all@fra.example")
    assert 404 == french.post(f"/my-tokens/{handle}/revoke", form_at="/my-tokens").status_code
    assert 303 == official.post(f"/my-tokens/{handle}/revoke", form_at="/my-tokens").status_code


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Give it a name by which it is known later, of at most 100 characters."),
        ({"mandate": "999"}, "Choose one from the list."),
        ({"capacities": ["office"]}, "A token has no capacity that its mandate does not have."),
        ({"valid_until": "2029-01-01"}, "Give a last day from today on, within a year."),
        ({"cases": "OST9-2026-NOSUCH"}, "There is no case with this reference to be seen: OST9-2026-NOSUCH."),
    ],
)
def test_a_token_that_cannot_be_made_is_told_beside_its_question(
    berths: World, change: dict[str, object], sentence: str
) -> None:
    """422, and what was written stays."""
    mandate = str(standing_of(berths, MAIL).mandate_id)
    page = berths.signed_in(MAIL).post("/my-tokens", form_at="/my-tokens", **{"mandate": mandate, **FORM, **change})

    assert 422 == page.status_code
    assert sentence in page.text
    assert 'value="2027-01-31"' in page.text or "valid_until" in change


def test_a_mandate_says_whether_it_dispatches_through_a_system(berths: World) -> None:
    """It is asked when a mandate is recorded, no unless said, and stands beside the mandate."""
    manager, person = berths.signed_in(MANAGER), berths.people[OFFICIAL]
    form, ministry = f"/my-party/people/{person}/mandates/new", str(berths.organs["MOFA"])
    assert "Through a system" in manager.get(form).text
    given = {"organ": ministry, "capacities": ["dispatch"], "level": "treaty", "valid_from": "2026-11-20"}
    for office, more in (("Envoy", {}), ("Registrar", {"through_systems": "yes"})):
        answer = manager.post(
            f"/my-party/people/{person}/mandates",
            form_at=form,
            office=office,
            kind="standing",
            instrument="Letter",
            **given,
            **more,
        )
        assert 303 == answer.status_code, answer.text
    rows = re.findall(r"<tr.*?</tr>", manager.get(f"/my-party/people/{person}").text, re.S)

    assert [False, True] == ["also through systems" in next(r for r in rows if o in r) for o in ("Envoy", "Registrar")]
