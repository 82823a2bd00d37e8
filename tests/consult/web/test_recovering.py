"""What a party asks of sign-in, and letting people in again: by its managers, never by the host alone."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask.testing import FlaskCliRunner
from sqlalchemy import select, update

from consult import clock, people
from consult.cli import cli
from consult.delivery.kinds import register_all
from consult.delivery.wording import WORDS
from consult.models.delivery import MESSAGE
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE
from consult.people import NewMandate
from consult.settings import Settings, SettingsError, SignIn
from consult.web.parts import passwords_of
from tests.consult.web.test_second_factor import PAGE, told, with_codes, with_passkey
from tests.consult.web.world import AT, FRENCH_MANAGER, LIAISON, MANAGER, OFFICIAL, PASSWORD, World

ASKED, REASON = "/my-party/sign-in", "Telephone call of 20 November, device lost"


def call(world: World, *arguments: str) -> Result:
    """Call `consult` as the operator does."""
    return FlaskCliRunner(world.app).invoke(cli, list(arguments))


def entries(world: World, kind: str) -> list[tuple[str | None, dict[str, object]]]:
    """Give what the log says of a kind: party and body."""
    with world.reading() as conn:
        rows = conn.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == kind).order_by(AUDIT_ENTRY.c.seq))
        return [(row.party, json.loads(row.body)) for row in rows]


def mails(world: World) -> list[tuple[str, str, str]]:
    """Give which persons were told what, done by whom."""
    with world.reading() as conn:
        rows = conn.execute(select(MESSAGE).where(MESSAGE.c.kind == "sign_in").order_by(MESSAGE.c.id))
        return [(row.address, row.about["event"], row.about["by"]) for row in rows]


def test_a_party_asks_for_a_second_factor_at_the_next_sign_in(world: World) -> None:
    """Who is signed in goes on; who comes next sets it up before anything else, and can leave."""
    manager, before = with_passkey(world).visitor, world.signed_in(LIAISON)
    done = manager.post(ASKED, form_at=ASKED, needs="any", proof_minutes="30")
    assert (303, ASKED) == (done.status_code, done.location)
    assert 200 == before.get("/my-party").status_code
    assert [
        ("JPN", {"needs": "any", "proof_minutes": 30, "before": {"needs": "none", "proof_minutes": 15}})
    ] == entries(world, "sign_in_setting")

    visitor = world.signed_in(LIAISON)
    for address in ("/my-party", "/parties", "/desk", "/capacity", "/"):
        assert PAGE == visitor.get(address).location, address
    refused = visitor.post("/my-settings", form_at=PAGE, language="fr")
    assert (409, True) == (refused.status_code, "Something is to be set up under Sign-in first" in refused.text)
    assert "Your party asks for more than a password." in visitor.get(PAGE).text
    assert "lacks what is asked" in manager.get(ASKED).text
    assert "/sign-in" == visitor.post("/sign-out", form_at=PAGE).location

    made = with_codes(world, LIAISON)
    assert 200 == made.visitor.get("/my-party").status_code
    assert "lacks what is asked" not in manager.get(f"/my-party/people/{world.people[LIAISON]}/sign-in").text


def test_where_a_passkey_is_asked_codes_do_not_do(world: World) -> None:
    """With codes alone one gets in as far as to register a passkey; with a passkey the codes are not taken any more."""
    made = with_codes(world, LIAISON)
    manager = with_passkey(world).visitor
    manager.post(ASKED, form_at=ASKED, needs="passkey", proof_minutes="15")
    visitor = world.visitor()
    visitor.post("/sign-in", form_at="/sign-in", email=LIAISON, password=PASSWORD)
    visitor.post("/sign-in/second", form_at="/sign-in/second", code=made.totp.at(AT))

    assert PAGE == visitor.get("/my-party").location
    refused = made.visitor.post("/my-sign-in/codes/remove", form_at=PAGE)
    assert (409, True) == (refused.status_code, "Set up another one first" in refused.text)


def test_the_last_factor_that_is_asked_for_stays(world: World) -> None:
    """Its person cannot remove it before there is another."""
    made = with_passkey(world)
    made.visitor.post(ASKED, form_at=ASKED, needs="passkey", proof_minutes="15")
    number = re.search(r"/passkeys/(\d+)/remove", made.visitor.get(PAGE).text)
    assert number is not None
    refused = made.visitor.post(f"{PAGE}/passkeys/{number[1]}/remove", form_at=PAGE)

    assert 409 == refused.status_code
    assert "Set up another one first" in refused.text
    assert "laptop" in made.visitor.get(PAGE).text


def test_nobody_asks_of_others_what_he_does_not_have(world: World) -> None:
    """A manager without a passkey would shut out himself, and with him the party."""
    refused = world.signed_in(MANAGER).post(ASKED, form_at=ASKED, needs="passkey", proof_minutes="15")

    assert 409 == refused.status_code
    assert "Set it up first" in refused.text


@pytest.mark.parametrize(
    ("needs", "minutes"), [("all", "15"), ("any", "16"), ("any", "x"), ("any", ""), ("any", "-5"), ("", "15")]
)
def test_what_is_not_on_the_list_is_not_kept(world: World, needs: str, minutes: str) -> None:
    """422 with the fields named, and nothing in the log."""
    visitor = with_passkey(world).visitor
    refused = visitor.post(ASKED, form_at=ASKED, needs=needs, proof_minutes=minutes)

    assert 422 == refused.status_code
    assert "Choose one from the list." in refused.text
    assert [] == entries(world, "sign_in_setting")


def test_only_managers_see_and_say_what_is_asked(world: World) -> None:
    """Anybody else gets 404, and no button."""
    visitor = world.signed_in(LIAISON)

    assert 404 == visitor.get(ASKED).status_code
    assert 404 == visitor.post(ASKED, form_at=PAGE, needs="any", proof_minutes="15").status_code
    assert f'href="{ASKED}"' not in visitor.get("/my-party").text


def test_whoever_acts_for_two_parties_meets_the_strictest(world: World) -> None:
    """France asks for a passkey; a Japanese official with a French mandate is led to it."""
    with world.writing() as conn:
        new = NewMandate(world.organs["CNES"], "Guest", ("draft",), "Letter", date(2026, 1, 1), level="agency")
        people.record_mandate(conn, None, world.people[LIAISON], new, AT)
    french = with_passkey(world, FRENCH_MANAGER).visitor
    french.post(ASKED, form_at=ASKED, needs="passkey", proof_minutes="15")

    assert PAGE == world.signed_in(LIAISON).get("/my-party").location


def test_a_manager_takes_away_lost_factors_and_the_person_is_told(world: World) -> None:
    """Sessions end, recovery codes are void, log and mail say who did it; the password alone opens once more."""
    made, manager = with_codes(world, LIAISON), world.signed_in(MANAGER)
    member = f"/my-party/people/{world.people[LIAISON]}/sign-in"
    assert "Take away every second factor" in manager.get(member).text
    done = manager.post(f"{member}/factors/remove", form_at=member)

    assert (303, member) == (done.status_code, done.location)
    assert 303 == made.visitor.get("/my-party").status_code
    assert ("JPN", "factors_removed") in told(world)
    assert (LIAISON, "factors_removed", "manager") in mails(world)
    assert 200 == world.signed_in(LIAISON).get("/my-party").status_code
    assert "Take away every second factor" not in manager.get(member).text
    again = manager.post(f"{member}/factors/remove", form_at=member)
    assert (409, True) == (again.status_code, "no second factor to take away" in again.text)


def test_a_manager_takes_nothing_away_from_himself_or_from_strangers(world: World) -> None:
    """409 for himself, 404 for others, and no button."""
    made = with_passkey(world)
    own, other = (f"/my-party/people/{world.people[one]}/sign-in" for one in (MANAGER, FRENCH_MANAGER))

    assert "Take away every second factor" not in made.visitor.get(own).text
    refused = made.visitor.post(f"{own}/factors/remove", form_at=PAGE)
    assert (409, True) == (refused.status_code, "Ask another manager" in refused.text)
    assert 404 == made.visitor.post(f"{other}/factors/remove", form_at=PAGE).status_code
    assert 404 == world.signed_in(LIAISON).post(f"{own}/factors/remove", form_at=PAGE).status_code


def test_a_reset_link_is_told_by_mail_and_leaves_the_second_factor(world: World) -> None:
    """Whoever gets hold of a link has one factor of two."""
    with_codes(world, LIAISON)
    manager = world.signed_in(MANAGER)
    page = manager.post(f"/my-party/people/{world.people[LIAISON]}/link", form_at="/my-party")
    link = re.search(r"/link/[\w-]{43}", page.text)
    assert link is not None
    new = "another path between craters"
    visitor = world.visitor()
    visitor.post(link[0], form_at=link[0], password=new, repeat=new)
    entered = visitor.post("/sign-in", form_at="/sign-in", email=LIAISON, password=new)

    assert "/sign-in/second" == entered.location
    assert [(LIAISON, "reset", "manager"), (LIAISON, "password_changed", "link")] == mails(world)[-2:]


def test_the_host_asks_a_named_manager_and_gets_no_link(world: World) -> None:
    """The wish waits on the party's page with its reason; the manager confirms it and gets the link."""
    asked = call(world, "people", "reset", LIAISON, "--manager", MANAGER, "--reason", REASON)
    assert 0 == asked.exit_code, asked.output
    assert "It waits on the page My party of: JPN. Nothing was changed." in asked.output
    assert "/link/" not in asked.output
    assert 303 == world.visitor().post("/sign-in", form_at="/sign-in", email=LIAISON, password=PASSWORD).status_code

    manager = world.signed_in(MANAGER)
    page = manager.get("/my-party").text
    assert REASON in page
    number = re.search(r"/host-asks/(\d+)/confirm", page)
    assert number is not None
    assert "/host-asks/" not in world.signed_in(LIAISON).get("/my-party").text
    done = manager.post(f"/my-party/host-asks/{number[1]}/confirm", form_at="/my-party")

    assert re.search(r"/link/[\w-]{43}", done.text)
    assert "confirmed by a manager" in manager.get("/my-party").text
    assert ["asked", "confirmed"] == [body["event"] for _party, body in entries(world, "host_access")]
    assert REASON not in json.dumps(entries(world, "host_access"))  # the log holds its digest
    assert [(LIAISON, "recovery_asked", "host"), (LIAISON, "reset", "manager")] == mails(world)
    assert 404 == manager.post(f"/my-party/host-asks/{number[1]}/confirm", form_at="/my-party").status_code


def test_a_manager_refuses_and_nothing_happens(world: World) -> None:
    """No link was made, and the page keeps what the host wanted."""
    call(world, "people", "reset", LIAISON, "--manager", MANAGER, "--reason", REASON)
    manager = world.signed_in(MANAGER)
    number = re.search(r"/host-asks/(\d+)/refuse", manager.get("/my-party").text)
    assert number is not None
    assert 404 == world.signed_in(FRENCH_MANAGER).post(f"/my-party/host-asks/{number[1]}/confirm").status_code
    assert 404 == world.signed_in(LIAISON).post(f"/my-party/host-asks/{number[1]}/confirm").status_code
    done = manager.post(f"/my-party/host-asks/{number[1]}/refuse", form_at="/my-party")

    assert (303, "/my-party") == (done.status_code, done.location)
    assert "refused by a manager" in world.signed_in(LIAISON).get("/my-party").text
    assert [(LIAISON, "recovery_asked", "host")] == mails(world)


def test_what_the_host_asks_is_over_after_a_week(world: World) -> None:
    """An old wish cannot be confirmed."""
    call(world, "people", "reset", LIAISON, "--manager", MANAGER, "--reason", REASON)
    with clock.frozen(AT + timedelta(days=7)):
        manager = world.signed_in(MANAGER)

        assert "/host-asks/" not in manager.get("/my-party").text
        assert "over, nobody answered" in manager.get("/my-party").text


def test_for_a_person_of_two_parties_the_managers_of_both_confirm(world: World) -> None:
    """Neither party alone, and not the host with one of them; the last to confirm gets the link."""
    with world.writing() as conn:
        new = NewMandate(world.organs["CNES"], "Guest", ("draft",), "Letter", date(2026, 1, 1), level="agency")
        people.record_mandate(conn, None, world.people[LIAISON], new, AT)
    japan, france = world.signed_in(MANAGER), world.signed_in(FRENCH_MANAGER)
    alone = japan.post(f"/my-party/people/{world.people[LIAISON]}/link", form_at="/my-party")
    assert (409, True) == (alone.status_code, "none of them changes the account alone" in alone.text)

    call(world, "people", "reset", LIAISON, "--manager", MANAGER, "--reason", REASON)
    found = [re.search(r"/host-asks/(\d+)/confirm", one.get("/my-party").text) for one in (japan, france)]
    first = japan.post(f"/my-party/host-asks/{found[0][1] if found[0] else 0}/confirm", form_at="/my-party")
    assert (303, "/my-party") == (first.status_code, first.location)
    second = france.post(f"/my-party/host-asks/{found[1][1] if found[1] else 0}/confirm", form_at="/my-party")

    assert re.search(r"/link/[\w-]{43}", second.text)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ((), "--manager"),
        (("--manager", MANAGER), "Give a reason of 10 to 500 characters."),
        (("--manager", MANAGER, "--reason", "short"), "The party reads it."),
        (("--manager", FRENCH_MANAGER, "--reason", REASON), "manages no party of this person. These do: manager@mofa"),
        (("--break-glass", "--reason", REASON), "This party is managed by Manager, MOFA (manager@mofa.example)"),
        (("--manager", MANAGER, "--break-glass", "--reason", REASON), "--break-glass"),
    ],
)
def test_the_host_alone_resets_nobody_of_a_managed_party(world: World, more: tuple[str, ...], sentence: str) -> None:
    """A sentence says who can; nothing stands in the log, nobody is told."""
    done = call(world, "people", "reset", LIAISON, *more)

    assert 0 != done.exit_code
    assert sentence in done.output
    assert "/link/" not in done.output
    assert [] == entries(world, "host_access") + [("", {}) for _one in mails(world)]


def test_the_host_adds_nobody_to_a_managed_party(world: World) -> None:
    """Otherwise it would make itself a manager first."""
    given = ("--name", "Staff", "--party", "JPN", "--organ", "MOFA", "--office", "Manager", "--capacity", "manage")
    done = call(world, "people", "add", "staff@host.example", *given, "--instrument", "none", "--reason", REASON)

    assert (1, True) == (done.exit_code, "This party is managed by Manager, MOFA" in done.output)
    with world.reading() as conn:
        assert 1 == len([one for one in people.mandates_of(conn, "JPN") if "manage" in one.capacities])


def test_where_no_manager_is_left_glass_is_broken_with_a_reason_that_the_party_reads(world: World) -> None:
    """The last mandate to manage has ended: the host prints the link, and its reason stands on the party's page."""
    with_codes(world, OFFICIAL)
    with world.writing() as conn:
        conn.execute(
            update(MANDATE).where(MANDATE.c.person_id == world.people[MANAGER]).values(valid_until=date(2026, 11, 1))
        )
    refused = call(world, "people", "reset", OFFICIAL, "--break-glass")
    assert (2, True) == (refused.exit_code, "Give a reason" in refused.output)
    done = call(world, "people", "reset", OFFICIAL, "--break-glass", "--factors", "--reason", REASON)
    assert re.search(r"/link/[\w-]{43}", done.output), done.output

    page = world.signed_in(LIAISON).get("/my-party").text
    assert REASON in page
    assert "break-glass: there was no manager" in page
    assert [("JPN", "break_glass")] == [(party, body["event"]) for party, body in entries(world, "host_access")]
    assert (OFFICIAL, "break_glass", "host") in mails(world)
    visitor = world.visitor()  # the second factor is gone, the password as it was until the link is used
    entered = visitor.post("/sign-in", form_at="/sign-in", email=OFFICIAL, password=PASSWORD)
    assert "/sign-in/second" not in entered.location


def test_every_event_is_told_in_words(world: World) -> None:
    """A letter names what changed, when and by whom, and leads to the page of sign-in."""
    register_all()
    with_passkey(world)
    with world.reading() as conn, world.app.app_context():
        message = conn.execute(select(MESSAGE).where(MESSAGE.c.kind == "sign_in")).one()
        words = WORDS["sign_in"](conn, message, AT)

    assert "A passkey was added to your account" == words.subject
    assert "It was done from a session of yours." in words.lines
    assert (PAGE, "") == (words.path, words.decline)


def test_a_list_of_known_passwords_is_named_by_the_installation(tmp_path: Path) -> None:
    """A file that cannot be searched stops the start with a sentence."""
    (tmp_path / "known.txt").write_text("a way between two craters\n")
    settings = Settings.for_tests(tmp_path, sign_in=SignIn("known.txt"))
    with pytest.raises(ValueError, match="became known"):
        passwords_of(settings).hash("a way between two craters", "")
    with pytest.raises(SettingsError, match=r"\[sign_in\] breached"):
        passwords_of(Settings.for_tests(tmp_path, sign_in=SignIn("missing.txt")))
