"""Signing in, choosing a capacity, one-time links, signing out."""

import html
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from consult import clock, people
from consult.models.parties import PERSON, SIGN_IN_SESSION
from consult.people import NewMandate, NewPerson
from tests.consult.web.world import AT, FORMER, LIAISON, MANAGER, OFFICIAL, PASSWORD, World

WRONG = "Mail address and password do not belong together."


def test_a_sole_mandate_is_chosen_at_once(world: World) -> None:
    """The next page says for whom, in what office and capacity, and until when one acts."""
    page = world.signed_in(LIAISON).get("/my-party").text

    for shown in ("Acting for", "Japan", "Liaison", "Japan Aerospace Exploration Agency", "drafts", "15 December 2026"):
        assert shown in page
    assert "25 days left" in page
    assert "agency level only" in page


def test_with_two_mandates_the_capacity_is_chosen_before_anything_else(world: World) -> None:
    """Pages send to the choice and back again."""
    visitor = world.signed_in(OFFICIAL)
    sent = visitor.get("/parties")
    assert (303, "/capacity?next=/parties") == (sent.status_code, sent.location)
    choice = visitor.get("/capacity").text
    assert "Director, Ministry of Foreign Affairs" in choice.replace("<bdi>", "").replace("</bdi>", "")
    with world.reading() as conn:
        mandates = people.mandates_of(conn, "JPN", world.people[OFFICIAL])
    chosen = next(one.id for one in mandates if one.organ_key == "VIENNA")

    taken = visitor.post("/capacity", form_at="/capacity", mandate=str(chosen), next="/parties")

    assert (303, "/parties") == (taken.status_code, taken.location)
    assert "Permanent Mission, Vienna" in visitor.get("/parties").text


def test_nobody_chooses_the_mandate_of_another_or_one_that_has_ended(world: World) -> None:
    """Both are unknown."""
    with world.reading() as conn:
        others = people.mandates_of(conn, "FRA")[0].id
        ended = people.mandates_of(conn, "JPN", world.people[FORMER])[0].id
    assert 404 == world.signed_in(MANAGER).post("/capacity", form_at="/capacity", mandate=str(others)).status_code

    with clock.frozen(AT + timedelta(hours=8)):
        visitor = world.signed_in(FORMER)
        answer = visitor.post("/capacity", form_at="/capacity", mandate=str(ended))

        assert 404 == answer.status_code
        assert "You hold no mandate that counts today." in visitor.get("/capacity").text


def test_a_mandate_that_ends_during_a_session_ends_its_acts(world: World) -> None:
    """A page asks for another capacity; a form is refused with the reason."""
    visitor = world.signed_in(FORMER)
    assert 200 == visitor.get("/my-party").status_code

    with clock.frozen(AT + timedelta(hours=7)):
        assert 303 == visitor.get("/my-party").status_code
        refused = visitor.post("/my-party/organs", form_at="/capacity", key="X")

    assert 409 == refused.status_code
    assert "the one chosen has ended" in refused.text


@pytest.mark.parametrize("email", [MANAGER, "nobody@mofa.example"])
def test_unknown_account_and_wrong_password_get_the_same_answer(world: World, email: str) -> None:
    """Apart from what was typed, the two pages are equal byte by byte."""
    answer = world.visitor().post("/sign-in", form_at="/sign-in", email=email, password="wrong wrong wrong")

    assert 422 == answer.status_code
    assert WRONG in answer.text
    assert email in answer.text


def test_the_sixth_attempt_has_to_wait(world: World) -> None:
    """429 with a sentence and a Retry-After, even with the right password."""
    visitor = world.visitor()
    for _ in range(5):
        visitor.post("/sign-in", form_at="/sign-in", email=MANAGER, password="wrong wrong wrong")
    answer = visitor.post("/sign-in", form_at="/sign-in", email=MANAGER, password=PASSWORD)

    assert (429, "15") == (answer.status_code, answer.headers["Retry-After"])
    assert "Try again in 1 minute." in answer.text


def test_the_day_after_one_signs_in_again_in_the_same_browser(world: World) -> None:
    """The cookie of a session that is over neither helps nor hinders."""
    visitor = world.signed_in(LIAISON)
    with clock.frozen(AT + timedelta(days=1)):
        assert 303 == visitor.get("/my-party").status_code
        answer = visitor.post("/sign-in", form_at="/sign-in", email=LIAISON, password=PASSWORD)

        assert 303 == answer.status_code
        assert 200 == visitor.get("/my-party").status_code


def test_signing_in_leaves_nothing_of_the_earlier_session(world: World) -> None:
    """A session planted before sign-in is worth nothing after it: cookie, token and form token are fresh."""
    visitor = world.visitor()
    visitor.get("/sign-in")
    before = visitor.client.get_cookie("consult")
    visitor.post("/sign-in", form_at="/sign-in", email=MANAGER, password=PASSWORD)
    first = visitor.client.get_cookie("consult")
    assert before is not None
    assert first is not None
    assert before.value != first.value
    with visitor.client.session_transaction() as kept:
        tokens = {kept["_user_id"]}
    visitor.post("/sign-out")
    visitor.post("/sign-in", form_at="/sign-in", email=MANAGER, password=PASSWORD)
    with visitor.client.session_transaction() as kept:
        tokens.add(kept["_user_id"])

    assert 2 == len(tokens)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    """HttpOnly and SameSite=Lax always; Secure where the installation says https."""
    answer = world.visitor().get("/sign-in")

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(world: World) -> None:
    """A stolen cookie opens nothing after sign-out."""
    visitor = world.signed_in(MANAGER)
    with visitor.client.session_transaction() as kept:
        stolen = dict(kept)
    answer = visitor.post("/sign-out")
    assert (303, "/sign-in") == (answer.status_code, answer.location)

    thief = world.visitor()
    with thief.client.session_transaction() as planted:
        planted.update(stolen)

    assert 303 == thief.get("/my-party").status_code


def test_signing_out_needs_a_post(world: World) -> None:
    """A picture in a page cannot sign anybody out."""
    assert 405 == world.signed_in(MANAGER).get("/sign-out").status_code


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/a\nb",
        "/\t/evil.example",
    ],
)
def test_after_sign_in_nobody_is_sent_elsewhere(world: World, address: str) -> None:
    """Only an address of this installation is followed."""
    answer = world.visitor().post("/sign-in", form_at="/sign-in", email=MANAGER, password=PASSWORD, next=address)

    assert (303, "/") == (answer.status_code, answer.location)


def test_a_link_sets_the_password_once_and_ends_every_session(world: World) -> None:
    """After a reset the old password and the old session are worth nothing."""
    visitor, other = world.signed_in(LIAISON), world.visitor()
    with world.writing() as conn:
        link = people.issue_link(conn, None, world.people[LIAISON], AT)
    address = f"/link/{link.token}"
    answer = other.post(address, form_at=address, password="three words are fine", repeat="three words are fine")

    assert (303, "/sign-in") == (answer.status_code, answer.location)
    assert 303 == visitor.get("/my-party").status_code
    assert 404 == other.get(address).status_code
    assert 422 == other.post("/sign-in", form_at="/sign-in", email=LIAISON, password=PASSWORD).status_code
    good = other.post("/sign-in", form_at="/sign-in", email=LIAISON, password="three words are fine")
    assert (303, "/") == (good.status_code, good.location)


@pytest.mark.parametrize(
    ("password", "repeat", "sentence"),
    [
        ("three words are fine", "three words are fin", "The two differ."),
        ("short", "short", "at least 12 characters"),
        ("LIAISON@jaxa.example", "LIAISON@jaxa.example", "must differ from the mail address"),
    ],
)
def test_an_unfit_password_leaves_the_link_open(world: World, password: str, repeat: str, sentence: str) -> None:
    """422 with the reason; nothing typed as a password is sent back."""
    with world.writing() as conn:
        link = people.issue_link(conn, None, world.people[LIAISON], AT)
    address = f"/link/{link.token}"
    visitor = world.visitor()
    answer = visitor.post(address, form_at=address, password=password, repeat=repeat)

    assert 422 == answer.status_code
    assert sentence in answer.text
    assert f'value="{password}"' not in answer.text
    assert 200 == visitor.get(address).status_code


def test_unknown_used_and_old_links_get_the_same_answer(world: World) -> None:
    """404 with one sentence that covers all causes."""
    with world.writing() as conn:
        link = people.issue_link(conn, None, world.people[LIAISON], AT)
    pages = {world.visitor().get("/link/nothing").text}
    assert "your party's manager, or whoever runs this installation" in html.unescape(next(iter(pages)))
    with clock.frozen(AT + timedelta(hours=72)):
        old = world.visitor().get(f"/link/{link.token}")
        pages.add(old.text)

    assert 404 == old.status_code
    assert 1 == len(pages)


def test_somebody_without_a_password_yet_cannot_sign_in(world: World) -> None:
    """An invited account has no password, not an empty one."""
    with world.writing() as conn:
        new = NewMandate(world.organs["JAXA"], "Deputy", ("draft",), "Letter", date(2026, 1, 1))
        people.invite(conn, None, NewPerson("Deputy", "deputy@jaxa.example"), new, AT)

    answer = world.visitor().post("/sign-in", form_at="/sign-in", email="deputy@jaxa.example", password="")

    assert 422 == answer.status_code


def test_a_closed_account_cannot_sign_in_and_loses_its_sessions(world: World) -> None:
    """The answer is that of a wrong password."""
    visitor = world.signed_in(LIAISON)
    with world.writing() as conn:
        people.close_account(conn, None, world.people[LIAISON], AT)

    assert 303 == visitor.get("/my-party").status_code
    answer = world.visitor().post("/sign-in", form_at="/sign-in", email=LIAISON, password=PASSWORD)
    assert (422, True) == (answer.status_code, WRONG in answer.text)


def test_looking_at_pages_writes_nothing(world: World) -> None:
    """GET changes neither sessions nor people."""
    visitor = world.signed_in(MANAGER)
    with world.reading() as conn:
        before = conn.execute(select(func.count()).select_from(SIGN_IN_SESSION)).scalar_one()
        people_before = conn.execute(select(PERSON)).all()
    for address in ("/", "/my-party", "/parties", "/parties/FRA", "/capacity"):
        visitor.get(address)

    with world.reading() as conn:
        assert before == conn.execute(select(func.count()).select_from(SIGN_IN_SESSION)).scalar_one()
        assert people_before == conn.execute(select(PERSON)).all()
