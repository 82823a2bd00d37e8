"""Fields of passwords, and passwords over the years."""

import re
from datetime import timedelta

from consult import clock
from tests.consult.web.world import AT, MANAGER, PASSWORD, World


def test_every_field_of_a_password_is_masked_named_and_may_be_pasted_into(world: World) -> None:
    """Masked by its type, named for managers of passwords, without length and without a script that looks at keys."""
    visitor = world.signed_in(MANAGER)
    pages = [world.visitor().get("/sign-in").text, visitor.get("/my-sign-in").text]
    fields = [one for page in pages for one in re.findall(r'<input[^>]*name="[a-z_]*password[a-z_]*"[^>]*>', page)]

    assert len(fields) >= 2
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field), field
        assert "onpaste" not in field


def test_a_password_does_not_run_out(world: World) -> None:
    """Three years later it opens a session, and nothing asks for another one."""
    with clock.frozen(AT + timedelta(days=3 * 365)):
        answer = world.visitor().post("/sign-in", form_at="/sign-in", email=MANAGER, password=PASSWORD)

    assert 303 == answer.status_code
    assert "my-sign-in" not in answer.location
