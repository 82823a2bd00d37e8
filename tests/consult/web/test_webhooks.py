"""Pages of webhooks: who manages endpoints, what bad input gets, and that a secret is shown once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult import clock, people
from consult.delivery import endpoints, messages, webhook_ends, webhooks
from consult.delivery.endpoints import NewEndpoint
from consult.models.delivery import MESSAGE
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE
from consult.visibility import Viewer
from tests.consult.web.world import AT, FRENCH_MANAGER, LIAISON, MANAGER, OFFICIAL, World, masked

HOOK = "https://93.184.216.34/hook"
ASKED = {"url": HOOK, "events": list(endpoints.EVENTS)}
ACTS = ("rotate", "retire", "test", "pause", "resume", "remove", "messages/msg_1/again")


def register(world: World, party: str = "JPN", url: str = HOOK) -> endpoints.Shown:
    """Register an endpoint behind the pages' back."""
    with world.writing() as conn:
        return endpoints.register(conn, None, party, NewEndpoint(url), "a secret for tests only", AT)


def fail(world: World, shown: endpoints.Shown, day: int = 0) -> str:
    """Let a message of a day to an endpoint be given up; give its number."""
    with world.writing() as conn:
        row = endpoints.find(conn, None, shown.endpoint_id)
        number = webhooks.tell_one(conn, row.party, row, "drill", None, None, {"drill": day}, AT)
        messages.keep_try(conn, number, AT, "unreachable", "HTTP 500 <b>out of order</b>", "failed")
        return str(conn.execute(select(MESSAGE.c.reference).where(MESSAGE.c.id == number)).scalar_one())


def test_a_manager_registers_an_endpoint_and_its_secret_is_shown_once(world: World) -> None:
    """It stands in the answer, and on no page after it; the chain of the party has the entry."""
    visitor = world.signed_in(MANAGER)
    answer = visitor.post("/my-party/webhooks", form_at="/my-party/webhooks/new", **ASKED)
    secret = re.search(r"whsec_[A-Za-z0-9+/=]{44}", answer.text)

    assert 200 == answer.status_code
    assert secret is not None
    for address in ("/my-party/webhooks", "/my-party/webhooks/1", "/my-party"):
        shown = visitor.get(address)
        assert (200, False) == (shown.status_code, "whsec_" in shown.text)
    assert HOOK in visitor.get("/my-party/webhooks").text
    with world.reading() as conn:
        entry = conn.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "webhook")).one()
    assert ("JPN", False) == (entry.party, HOOK in entry.body)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "Give an address of at most 500 characters."),
        ("x" * 600, "At most 500 characters"),
        ("http://93.184.216.34/", "begins with https://"),
        ("https://127.0.0.1/", "not public"),
        ("https://[::1]/", "not public"),
        ("https://2130706433/", "four decimal numbers"),
        ("https://169.254.169.254/latest/meta-data/", "not public"),
        ("https://me:secret@93.184.216.34/", "without a name, a password"),
        ("https://93.184.216.34:22/", "Port 22 is not allowed"),
        ("https://localhost/", "cannot be found, or lies in a network that is not public"),
        ("https://a b/", "a blank, a backslash"),
        ("\u202e", "begins with https://"),
    ],
    ids=lambda value: re.sub(r"\W+", "-", ascii(value))[:30],
)
def test_an_address_that_may_not_be_reached_is_refused_beside_its_field(world: World, url: str, sentence: str) -> None:
    """422 with the sentence; what was typed is still there; nothing is recorded."""
    answer = world.signed_in(MANAGER).post("/my-party/webhooks", **{**ASKED, "url": url})

    assert 422 == answer.status_code
    assert sentence in answer.text
    assert 'id="error-url"' in answer.text
    with world.reading() as conn:
        assert [] == endpoints.endpoints_of(conn, "JPN")


@pytest.mark.parametrize("events", [[], ["nonsense"]], ids=["none", "unknown"])
def test_events_are_chosen_from_the_list(world: World, events: list[str]) -> None:
    """422 beside the field."""
    answer = world.signed_in(MANAGER).post("/my-party/webhooks", url=HOOK, events=events)

    assert (422, True) == (answer.status_code, 'id="error-events"' in answer.text)


@pytest.mark.parametrize("who", [LIAISON, OFFICIAL, FRENCH_MANAGER])
def test_the_endpoints_of_a_party_do_not_exist_for_others(world: World, who: str) -> None:
    """Pages and acts answer 404, and nothing leads there."""
    shown, visitor = register(world), world.signed_in(who)
    if who == OFFICIAL:
        visitor.post("/capacity", form_at="/capacity", mandate=_mandate(world, who))
    address = f"/my-party/webhooks/{shown.endpoint_id}"
    assert [404] * len(ACTS) == [visitor.post(f"{address}/{act}").status_code for act in ACTS]
    assert 404 == visitor.get(address).status_code
    if who != FRENCH_MANAGER:
        assert 404 == visitor.post("/my-party/webhooks", **ASKED).status_code
        assert (404, 404) == tuple(visitor.get(f"/my-party/webhooks{more}").status_code for more in ("", "/new"))
        assert "/my-party/webhooks" not in visitor.get("/my-party").text
    assert HOOK not in visitor.get("/my-party/webhooks").text
    assert "/my-party/webhooks" in world.signed_in(MANAGER).get("/my-party").text


def _mandate(world: World, who: str) -> str:
    with world.reading() as conn:
        found = conn.execute(select(MANDATE.c.id).where(MANDATE.c.person_id == world.people[who])).scalars().first()
    return str(found)


def test_a_manager_for_some_procedures_alone_is_told_why_not(world: World) -> None:
    """409 with the reason on every page, and no link; another manager has one."""
    with world.writing() as conn:
        mandate = people.NewMandate(world.organs["MOFA"], "Manager", ("manage",), "Letter", AT.date())
        limited = people.NewMandate(**{**_values(mandate), "procedures": ("ost9",)})
        people.record_mandate(conn, None, world.people[LIAISON], limited, AT)
    visitor = world.signed_in(LIAISON)
    with world.reading() as conn:
        chosen = conn.execute(select(MANDATE.c.id).where(MANDATE.c.person_id == world.people[LIAISON])).scalars().all()
    visitor.post("/capacity", form_at="/capacity", mandate=str(max(chosen)))

    for answer in (
        visitor.get("/my-party/webhooks"),
        visitor.get("/my-party/webhooks/new"),
        visitor.post("/my-party/webhooks", **ASKED),
    ):
        assert 409 == answer.status_code
        assert "for some procedures alone" in answer.text
    assert "/my-party/webhooks" not in visitor.get("/my-party").text


def _values(mandate: people.NewMandate) -> dict[str, object]:
    return {name: getattr(mandate, name) for name in type(mandate).__slots__}


def test_an_endpoint_is_paused_resumed_rotated_and_removed_by_its_buttons(world: World) -> None:
    """Each act once; out of turn it is refused with its reason, and its button is not there."""
    visitor, address = world.signed_in(MANAGER), f"/my-party/webhooks/{register(world).endpoint_id}"
    for act, refused, sentence in (
        ("", "retire", "there is no old one"),
        ("rotate", "rotate", "Two secrets sign already"),
        ("retire", "retire", "there is no old one"),
        ("pause", "pause", "paused already"),
        ("resume", "resume", "is not paused"),
        ("remove", "pause", "was removed"),
    ):
        if act:
            assert f'action="{address}/{act}"' in visitor.get(address).text
            assert visitor.post(f"{address}/{act}").status_code in (200, 303), act
        answer = visitor.post(f"{address}/{refused}")
        assert (409, True) == (answer.status_code, sentence in answer.text), act
        assert f'action="{address}/{refused}"' not in visitor.get(address).text
    assert "removed" in visitor.get("/my-party/webhooks").text


def test_a_test_is_asked_for_and_stands_in_the_list(world: World) -> None:
    """303, then 409 within the minute; nothing was sent by the page itself."""
    visitor, address = world.signed_in(MANAGER), f"/my-party/webhooks/{register(world).endpoint_id}"
    with clock.frozen(AT):
        assert 303 == visitor.post(f"{address}/test").status_code
        answer = visitor.post(f"{address}/test")
        page = visitor.get(address).text

    assert (409, True) == (answer.status_code, "less than a minute ago" in answer.text)
    assert "on its way" in page
    assert f'action="{address}/messages/' not in page


def test_what_was_given_up_is_sent_again_by_its_button(world: World) -> None:
    """The answer is shown as text; once on its way there is no button, and asking again is refused."""
    shown, visitor = register(world), world.signed_in(MANAGER)
    address = f"/my-party/webhooks/{shown.endpoint_id}"
    again = f"{address}/messages/{fail(world, shown)}/again"
    with clock.frozen(AT):
        before = visitor.get(address).text
        assert "HTTP 500 &lt;b&gt;out of order" in before
        assert f'action="{again}"' in before
        assert 303 == visitor.post(again).status_code
        assert f'action="{again}"' not in visitor.get(address).text
        assert (409, 404) == tuple(
            visitor.post(one).status_code for one in (again, f"{address}/messages/msg_none/again")
        )


def test_messages_stand_page_by_page(world: World) -> None:
    """Fifty on a page and the rest on the next; another party's number gives an empty page."""
    shown, other, visitor = register(world), register(world, "FRA"), world.signed_in(MANAGER)
    for day in range(51):
        fail(world, shown, day)
    address = f"/my-party/webhooks/{shown.endpoint_id}"
    with clock.frozen(AT):
        first = visitor.get(address).text
        following = re.search(r'rel="next" href="([^"]+)"', first)
        assert following is not None
        second = visitor.get(following[1]).text
    assert (50, 1) == (first.count("HTTP 500"), second.count("HTTP 500"))
    assert 'rel="next"' not in second
    with clock.frozen(AT):
        assert "HTTP 500" not in visitor.get(f"{address}?before={fail(world, other)}x").text


def test_what_others_have_sent_changes_nothing_on_ones_own_pages(world: World) -> None:
    """Neither a number nor a count of the messages of others."""
    mine, theirs, visitor = register(world), register(world, "FRA"), world.signed_in(MANAGER)
    fail(world, mine)
    pages = ("/my-party/webhooks", f"/my-party/webhooks/{mine.endpoint_id}")
    with clock.frozen(AT):
        before = [masked(visitor.get(page).text) for page in pages]
        fail(world, theirs)
        assert before == [masked(visitor.get(page).text) for page in pages]


def test_an_endpoint_that_was_paused_by_nobodys_hand_stands_on_the_managers_desk(world: World) -> None:
    """Not on that of others; and it goes when it is resumed."""
    shown, visitor = register(world), world.signed_in(MANAGER)
    with world.writing() as conn:
        endpoints.stop(conn, endpoints.find(conn, None, shown.endpoint_id), "gone", AT)
    sentence = "1 endpoint for webhooks is paused"
    assert sentence in visitor.get("/desk").text
    assert sentence not in world.signed_in(LIAISON).get("/desk").text
    assert sentence not in world.signed_in(FRENCH_MANAGER).get("/desk").text
    assert "gone for good" in visitor.get("/my-party/webhooks").text

    visitor.post(f"/my-party/webhooks/{shown.endpoint_id}/resume")
    assert sentence not in visitor.get("/desk").text


def test_a_message_older_than_ninety_days_is_not_shown(world: World) -> None:
    """It stays on record."""
    shown, visitor = register(world), world.signed_in(MANAGER)
    fail(world, shown)
    for after, there in ((89, True), (90, False), (91, False)):
        with world.reading() as conn:
            at = AT + timedelta(days=after)
            row = webhook_ends.sent_to(conn, Viewer("JPN"), shown.endpoint_id, at, "", 9)
        assert there == bool(row), after
    assert 200 == visitor.get(f"/my-party/webhooks/{shown.endpoint_id}").status_code
