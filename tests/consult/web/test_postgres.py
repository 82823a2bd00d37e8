"""The same pages over PostgreSQL."""

from pathlib import Path

import pytest

from tests.consult.web.test_people import INVITATION
from tests.consult.web.world import MANAGER, build


@pytest.mark.postgres
def test_sign_in_pages_and_an_invitation_work_over_postgresql(postgres_url: str, tmp_path: Path) -> None:
    """A manager signs in, looks around, invites, and is refused what cannot be."""
    world = build(tmp_path, database_url=postgres_url)
    visitor = world.signed_in(MANAGER)
    for address in ("/my-party", "/parties", "/parties/JPN", "/capacity", f"/my-party/people/{world.people[MANAGER]}"):
        assert 200 == visitor.get(address).status_code, address

    invited = visitor.post("/my-party/people", organ=str(world.organs["JAXA"]), **INVITATION)
    refused = visitor.post(
        "/my-party/people",
        organ=str(world.organs["JAXA"]),
        **{**INVITATION, "level": "treaty", "capacities": "dispatch"},
    )

    assert (200, 422) == (invited.status_code, refused.status_code)
    assert 303 == visitor.post("/sign-out").status_code
    world.engine.dispose()
