"""The pages of second factors: set up, used to sign in, removed; told in the log and by mail."""

import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pyotp
import pytest
from sqlalchemy import select

from consult import clock
from consult.models.audit import audit_opening
from consult.models.delivery import MESSAGE
from consult.models.logbook import AUDIT_ENTRY
from tests.consult.accounts.device import Device
from tests.consult.web.world import AT, LIAISON, MANAGER, PASSWORD, Visitor, World

PAGE = "/my-sign-in"
STEP = timedelta(seconds=30)


def asked(visitor: Visitor, address: str, form_at: str = PAGE) -> str:
    """Ask for a challenge as the script of the page does."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get(form_at).text)
    assert token is not None
    answer = visitor.client.post(address, headers={"X-CSRFToken": token[1]})
    assert 200 == answer.status_code, answer.text
    return answer.text


def with_passkey(world: World, email: str = MANAGER) -> SimpleNamespace:
    """Sign somebody in who registers a passkey, and give device and recovery codes."""
    visitor, device = world.signed_in(email), Device()
    answer = device.make(asked(visitor, f"{PAGE}/passkeys/challenge"))
    page = visitor.post(f"{PAGE}/passkeys", form_at=PAGE, name="laptop", passkey=answer)
    codes = re.findall(r'<code dir="ltr">([^<]+)</code>', page.text)
    return SimpleNamespace(visitor=visitor, device=device, page=page, codes=codes)


def with_codes(world: World, email: str = MANAGER) -> SimpleNamespace:
    """Sign somebody in who sets up one-time codes."""
    visitor = world.signed_in(email)
    visitor.post(f"{PAGE}/codes", form_at=PAGE)
    page = visitor.get(f"{PAGE}/codes")
    found = re.search(r'secret-letters" dir="ltr">([^<]+)<', page.text)
    assert found is not None
    totp = pyotp.TOTP(found[1].replace(" ", ""))
    done = visitor.post(f"{PAGE}/codes/confirm", form_at=f"{PAGE}/codes", code=totp.at(AT - STEP))
    return SimpleNamespace(visitor=visitor, totp=totp, page=page, done=done)


def told(world: World) -> list[tuple[str | None, str]]:
    """Give what the log says of sign-in: party and event."""
    with world.reading() as conn:
        rows = conn.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "sign_in").order_by(AUDIT_ENTRY.c.seq))
        return [(row.party, json.loads(row.body)["event"]) for row in rows]


def second(world: World, email: str = MANAGER) -> Visitor:
    """Give a browser in which the password was right and the second factor is still to come."""
    visitor = world.visitor()
    answer = visitor.post("/sign-in", form_at="/sign-in", email=email, password=PASSWORD, next="/parties")
    assert (303, "/sign-in/second?next=/parties") == (answer.status_code, answer.location)
    return visitor


def test_the_first_factor_brings_recovery_codes_and_stands_in_log_and_mail(world: World) -> None:
    """Ten codes are shown once; party and person learn of it, in numbers alone."""
    made = with_passkey(world)

    assert 200 == made.page.status_code
    assert 10 == len(set(made.codes))
    page = made.visitor.get(PAGE).text
    assert "laptop" in page
    assert "10 codes are left." in page
    assert made.codes[0] not in page
    assert [("JPN", "passkey_added")] == told(world)
    with world.reading() as conn:
        mail = conn.execute(select(MESSAGE).where(MESSAGE.c.kind == "sign_in")).one()
    assert (MANAGER, "passkey_added") == (mail.address, mail.about["event"])


def test_after_the_password_the_passkey_is_asked_and_nothing_is_open_before(world: World) -> None:
    """Half a sign-in is no sign-in: pages send back, and forms are refused."""
    made, visitor = with_passkey(world), second(world)
    assert "/sign-in?next=/my-party" == visitor.get("/my-party").location
    page = visitor.get("/sign-in/second").text
    assert "Use a passkey" in page
    assert "One-time code" not in page

    answer = made.device.use(asked(visitor, "/sign-in/second/challenge", "/sign-in/second"))
    done = visitor.post("/sign-in/second", form_at="/sign-in/second", passkey=answer, next="/parties")

    assert (303, "/parties") == (done.status_code, done.location)
    assert 200 == visitor.get("/my-party").status_code


def test_a_passkey_signs_in_alone(world: World) -> None:
    """Without a mail address and without a password."""
    made, visitor = with_passkey(world), world.visitor()
    answer = made.device.use(asked(visitor, "/sign-in/passkey/challenge", "/sign-in"))
    done = visitor.post("/sign-in/passkey", form_at="/sign-in", passkey=answer, next="/parties")

    assert (303, "/parties") == (done.status_code, done.location)
    assert 200 == visitor.get("/my-party").status_code


def test_an_unknown_passkey_and_a_replayed_answer_get_one_refusal(world: World) -> None:
    """Nobody learns from the answer which passkeys exist."""
    made, visitor = with_passkey(world), world.visitor()
    answer = made.device.use(asked(visitor, "/sign-in/passkey/challenge", "/sign-in"))
    world.visitor().post("/sign-in/passkey", form_at="/sign-in", passkey=answer)
    pages = set()
    unknown = Device().use(asked(visitor, "/sign-in/passkey/challenge", "/sign-in"))
    for given in (answer, unknown, ""):
        refused = visitor.post("/sign-in/passkey", form_at="/sign-in", passkey=given)
        assert 422 == refused.status_code
        assert "This passkey was not accepted here." in refused.text
        pages.add(re.sub(r'name="csrf_token" value="[^"]+"', "", refused.text))

    assert 1 == len(pages)


def test_a_passkey_of_this_machine_is_not_offered_under_a_number(world: World) -> None:
    """Without https, browsers have passkeys for localhost alone: nothing is offered that cannot work."""
    with_passkey(world)
    client = world.app.test_client()
    page = client.get("/sign-in", base_url="http://127.0.0.1:8000").text
    assert "passkey" not in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    refused = client.post(
        "/sign-in/passkey/challenge", base_url="http://127.0.0.1:8000", headers={"X-CSRFToken": token[1]}
    )

    assert 404 == refused.status_code


def test_one_time_codes_are_set_up_and_used_and_none_twice(world: World) -> None:
    """The picture stands in the page, and the secret only until its first code."""
    made = with_codes(world)
    assert "<svg" in made.page.text
    assert 200 == made.done.status_code
    assert "recovery" in made.done.text.lower()
    assert 404 == made.visitor.get(f"{PAGE}/codes").status_code

    visitor = second(world)
    code = made.totp.at(AT)
    done = visitor.post("/sign-in/second", form_at="/sign-in/second", code=code)
    assert (303, "/") == (done.status_code, done.location)

    refused = second(world).post("/sign-in/second", form_at="/sign-in/second", code=code)
    assert 422 == refused.status_code
    assert "Each code works once" in refused.text


def test_a_wrong_first_code_sets_nothing_up(world: World) -> None:
    """422 with the picture again."""
    visitor = world.signed_in(MANAGER)
    visitor.post(f"{PAGE}/codes", form_at=PAGE)
    refused = visitor.post(f"{PAGE}/codes/confirm", form_at=f"{PAGE}/codes", code="12")

    assert 422 == refused.status_code
    assert "This code is not right now." in refused.text
    assert "<svg" in refused.text
    assert 200 == world.signed_in(MANAGER).get("/my-party").status_code


def test_guesses_at_the_second_factor_are_braked(world: World) -> None:
    """The sixth is answered 429 with a sentence, in the page itself."""
    with_codes(world)
    visitor = second(world)
    for _each in range(5):
        assert 422 == visitor.post("/sign-in/second", form_at="/sign-in/second", code="1").status_code
    slow = visitor.post("/sign-in/second", form_at="/sign-in/second", code="1")

    assert 429 == slow.status_code
    assert "Wait 1 min before the next one." in slow.text


def test_a_recovery_code_opens_once_and_is_told(world: World) -> None:
    """Party and person learn that one was used."""
    made = with_passkey(world)
    done = second(world).post("/sign-in/second", form_at="/sign-in/second", recovery=made.codes[3].upper())
    assert (303, "/") == (done.status_code, done.location)
    refused = second(world).post("/sign-in/second", form_at="/sign-in/second", recovery=made.codes[3])

    assert 422 == refused.status_code
    assert ("JPN", "recovery_used") in told(world)


def test_a_half_sign_in_ends_after_ten_minutes_with_a_changed_password_and_a_closed_account(world: World) -> None:
    """The form then leads back to the beginning."""
    made = with_codes(world)
    late, closed = second(world), second(world)
    with clock.frozen(AT + timedelta(minutes=11)):
        assert "/sign-in" == late.get("/sign-in/second").location
    new = "another path between craters"
    made.visitor.post(f"{PAGE}/password", form_at=PAGE, current=PASSWORD, password=new, repeat=new)

    assert "/sign-in" == closed.get("/sign-in/second").location


def test_removing_a_factor_ends_every_other_session_and_is_told(world: World) -> None:
    """The session that removes it goes on."""
    made = with_passkey(world)
    other = world.visitor()
    answer = made.device.use(asked(other, "/sign-in/passkey/challenge", "/sign-in"))
    other.post("/sign-in/passkey", form_at="/sign-in", passkey=answer)
    number = re.search(r"/passkeys/(\d+)/remove", made.visitor.get(PAGE).text)
    assert number is not None

    done = made.visitor.post(f"{PAGE}/passkeys/{number[1]}/remove", form_at=PAGE)

    assert (303, PAGE) == (done.status_code, done.location)
    assert 200 == made.visitor.get("/my-party").status_code
    assert 303 == other.get("/my-party").status_code
    assert [("JPN", "passkey_added"), ("JPN", "passkey_removed")] == told(world)
    assert 200 == world.signed_in(MANAGER).get("/my-party").status_code  # the password is all there is again


def test_nobody_touches_the_passkey_of_another(world: World) -> None:
    """Neither its name nor itself: 404, and no button leads there."""
    made = with_passkey(world)
    number = re.search(r"/passkeys/(\d+)/remove", made.visitor.get(PAGE).text)
    assert number is not None
    stranger = world.signed_in(LIAISON)

    assert f"/passkeys/{number[1]}/" not in stranger.get(PAGE).text
    for what in ("remove", "name"):
        answer = stranger.post(f"{PAGE}/passkeys/{number[1]}/{what}", form_at=PAGE, name="mine")
        assert 404 == answer.status_code
    assert "laptop" in made.visitor.get(PAGE).text


def test_a_passkey_is_renamed_and_needs_a_name(world: World) -> None:
    """422 with the question, and the old name stays."""
    made = with_passkey(world)
    number = re.search(r"/passkeys/(\d+)/name", made.visitor.get(PAGE).text)
    assert number is not None
    address = f"{PAGE}/passkeys/{number[1]}/name"
    refused = made.visitor.post(address, form_at=PAGE, name=" ")
    assert 422 == refused.status_code
    assert "Give it a name" in refused.text

    made.visitor.post(address, form_at=PAGE, name="security key 2")
    assert "security key 2" in made.visitor.get(PAGE).text


@pytest.mark.parametrize(("name", "answer"), [("", "{}"), ("laptop", "{}"), ("laptop", "")])
def test_what_the_browser_did_not_make_is_not_registered(world: World, name: str, answer: str) -> None:
    """422 with the reason beside the question."""
    visitor = world.signed_in(MANAGER)
    refused = visitor.post(f"{PAGE}/passkeys", form_at=PAGE, name=name, passkey=answer)

    assert 422 == refused.status_code
    assert "There is no passkey." in refused.text


def test_one_time_codes_are_removed_and_new_recovery_codes_drawn(world: World) -> None:
    """Without a factor there is nothing to recover, and no button for it."""
    made = with_codes(world)
    drawn = made.visitor.post(f"{PAGE}/recovery", form_at=PAGE)
    assert 10 == len(re.findall(r'<code dir="ltr">', drawn.text))
    assert 303 == made.visitor.post(f"{PAGE}/codes/remove", form_at=PAGE).status_code
    assert 404 == made.visitor.post(f"{PAGE}/codes/remove", form_at=PAGE).status_code

    assert f'action="{PAGE}/recovery"' not in made.visitor.get(PAGE).text
    refused = made.visitor.post(f"{PAGE}/recovery", form_at=PAGE)
    assert 409 == refused.status_code
    assert "Set one up first." in refused.text


def test_the_name_of_a_person_is_sealed_apart_from_what_the_log_says(world: World) -> None:
    """The body holds numbers and words of a closed list."""
    with_passkey(world)
    with world.reading() as conn:
        row = conn.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "sign_in")).one()
        names = conn.execute(
            select(audit_opening.c.value).where(audit_opening.c.seq == row.seq, audit_opening.c.field == "person")
        ).scalar_one()

    assert {"person", "event", "passkey"} == json.loads(row.body).keys()
    assert "Manager, MOFA" in str(names)
