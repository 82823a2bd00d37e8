"""Sessions: listed with what is known of them, ended one by one or all others, by the person and by the manager."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult import clock
from consult.models.parties import SIGN_IN_SESSION
from consult.pages.factors import browser_of
from tests.consult.web.test_second_factor import PAGE, told
from tests.consult.web.world import AT, FRENCH_MANAGER, LIAISON, MANAGER, PASSWORD, Visitor, World

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
NEW = "another path between craters"
NEWEST = select(SIGN_IN_SESSION.c.id).order_by(SIGN_IN_SESSION.c.id.desc()).limit(1)


def entered(world: World, email: str, client: str) -> Visitor:
    """Sign somebody in with a browser."""
    visitor = world.visitor()
    visitor.client.environ_base["HTTP_USER_AGENT"] = client
    visitor.post("/sign-in", form_at="/sign-in", email=email, password=PASSWORD)
    return visitor


def numbers(page: str) -> list[str]:
    """Find the sessions that a page can end."""
    return re.findall(r"/sessions/(\d+)/end", page)


def test_sessions_are_listed_with_browser_begin_and_last_seen(world: World) -> None:
    """This one is marked and has no button; the other is told in words."""
    visitor = entered(world, LIAISON, FIREFOX)
    with clock.frozen(AT + timedelta(minutes=30)):
        entered(world, LIAISON, SAFARI)
        page = visitor.get(PAGE).text

    assert "Firefox, Linux" in page
    assert "Safari, iOS" in page
    assert 1 == page.count("this one</span>")
    assert 1 == len(numbers(page))
    assert "09:30" in page


def test_a_page_notes_every_ten_minutes_that_a_session_was_seen(world: World) -> None:
    """Not every page writes."""
    visitor, seen = world.signed_in(LIAISON), []
    for minutes in (5, 10, 15, 25):
        with clock.frozen(AT + timedelta(minutes=minutes)):
            visitor.get("/my-party")
            with world.reading() as conn:
                seen.append(conn.execute(NEWEST.with_only_columns(SIGN_IN_SESSION.c.last_seen_at)).scalar_one())

    first, third = AT + timedelta(minutes=10), AT + timedelta(minutes=25)
    assert [None, first, first, third] == seen


def test_one_session_or_all_others_are_ended_by_their_person(world: World) -> None:
    """The one that ends them goes on; party's record tells how many."""
    here, lost, third = (entered(world, LIAISON, FIREFOX) for _each in range(3))
    number = numbers(here.get(PAGE).text)[-1]
    assert 303 == here.post(f"{PAGE}/sessions/{number}/end", form_at=PAGE).status_code
    assert 303 == lost.get("/my-party").status_code
    assert 200 == third.get("/my-party").status_code
    assert 404 == here.post(f"{PAGE}/sessions/{number}/end", form_at=PAGE).status_code

    here.post(f"{PAGE}/sessions/end-others", form_at=PAGE)

    assert 303 == third.get("/my-party").status_code
    assert 200 == here.get("/my-party").status_code
    assert "/sessions/end-others" not in here.get(PAGE).text
    assert [("JPN", "sessions_ended")] * 2 == told(world)


def test_nobody_ends_the_session_of_another(world: World) -> None:
    """Neither a colleague nor another party's manager: 404."""
    mine = world.signed_in(LIAISON)
    with world.reading() as conn:
        number = conn.execute(NEWEST).scalar_one()
    colleague, stranger = world.signed_in(MANAGER), world.signed_in(FRENCH_MANAGER)
    member = f"/my-party/people/{world.people[LIAISON]}/sign-in"

    assert 404 == colleague.post(f"{PAGE}/sessions/{number}/end", form_at=PAGE).status_code
    assert 404 == stranger.post(f"{member}/sessions/{number}/end", form_at=PAGE).status_code
    assert 404 == stranger.get(member).status_code
    assert 404 == mine.get(f"/my-party/people/{world.people[MANAGER]}/sign-in").status_code
    assert 200 == mine.get("/my-party").status_code


def test_a_manager_ends_one_session_or_all_of_a_person(world: World) -> None:
    """The person is told by mail, the party in its record."""
    first, second = entered(world, LIAISON, SAFARI), entered(world, LIAISON, FIREFOX)
    manager, member = world.signed_in(MANAGER), f"/my-party/people/{world.people[LIAISON]}/sign-in"
    page = manager.get(member).text
    assert "Safari, iOS" in page

    number = numbers(page)[0]
    assert member == manager.post(f"{member}/sessions/{number}/end", form_at=member).location
    assert {200, 303} == {first.get("/my-party").status_code, second.get("/my-party").status_code}
    manager.post(f"{member}/sessions/end", form_at=member)

    assert [303, 303] == [one.get("/my-party").status_code for one in (first, second)]
    assert "The person is signed in nowhere." in manager.get(member).text
    assert 404 == manager.post(f"{member}/sessions/end", form_at=member).status_code
    assert [("JPN", "sessions_ended")] * 2 == told(world)


def test_a_changed_password_ends_every_other_session(world: World) -> None:
    """The old one opens nothing any more; the new one does."""
    here, other = world.signed_in(LIAISON), world.signed_in(LIAISON)
    done = here.post(f"{PAGE}/password", form_at=PAGE, current=PASSWORD, password=NEW, repeat=NEW)

    assert (303, PAGE) == (done.status_code, done.location)
    assert 200 == here.get("/my-party").status_code
    assert 303 == other.get("/my-party").status_code
    assert 422 == world.visitor().post("/sign-in", form_at="/sign-in", email=LIAISON, password=PASSWORD).status_code
    assert 303 == world.visitor().post("/sign-in", form_at="/sign-in", email=LIAISON, password=NEW).status_code
    assert [("JPN", "password_changed")] == told(world)


@pytest.mark.parametrize(
    ("current", "password", "repeat", "sentence"),
    [
        ("wrong wrong wrong", NEW, NEW, "This is not your password."),
        (PASSWORD, NEW, NEW + "s", "The two differ."),
        (PASSWORD, "short", "short", "at least 12 characters"),
        (PASSWORD, "!qaz2wsx#edc", "!qaz2wsx#edc", "passwords that became known"),
    ],
)
def test_an_unfit_change_changes_nothing(world: World, current: str, password: str, repeat: str, sentence: str) -> None:
    """422 with the reason, no password is sent back, and every session goes on."""
    here, other = world.signed_in(LIAISON), world.signed_in(LIAISON)
    refused = here.post(f"{PAGE}/password", form_at=PAGE, current=current, password=password, repeat=repeat)

    assert 422 == refused.status_code
    assert sentence in refused.text
    assert f'value="{password}"' not in refused.text
    assert 200 == other.get("/my-party").status_code


def test_guesses_at_the_own_password_are_braked(world: World) -> None:
    """Whoever finds an open browser does not find out the password."""
    here = world.signed_in(LIAISON)
    for _each in range(5):
        here.post(f"{PAGE}/password", form_at=PAGE, current="wrong wrong wrong", password=NEW, repeat=NEW)
    slow = here.post(f"{PAGE}/password", form_at=PAGE, current=PASSWORD, password=NEW, repeat=NEW)

    assert 429 == slow.status_code
    assert "Wait 1 min" in slow.text


@pytest.mark.parametrize(
    ("client", "said"),
    [
        (FIREFOX, "Firefox, Linux"),
        (SAFARI, "Safari, iOS"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("<script>", "a browser that does not say what it is"),
    ],
)
def test_a_browser_is_told_in_words(client: str, said: str) -> None:
    """What it says is shown as far as it is known, and nothing else of it."""
    assert said == browser_of(client)
