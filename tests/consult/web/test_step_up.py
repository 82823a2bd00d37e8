"""Before what binds, a person proves again who is there; the form goes on with the proof, and the table knows every
address that takes a form."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from consult import clock
from consult.accounts.needs import Asked, ask_of
from consult.models.parties import MANDATE
from consult.models.tokens import API_TOKEN
from consult.standing import choices
from consult.web import open_doors
from consult.web.proving import BINDING
from tests.consult.accounts.device import Device
from tests.consult.web.test_second_factor import asked, with_codes, with_passkey
from tests.consult.web.test_security import fill
from tests.consult.web.world import AT, LIAISON, MANAGER, PASSWORD, Visitor, World, masked

LATER = AT + timedelta(minutes=15)
JUST = AT + timedelta(minutes=14, seconds=59)
# Addresses that take a form and bind nobody: each with its reason. A new route is a line here or in BINDING.
FREE = {
    "audit_log.make": "an export of what one sees",
    "cases.start_draft": "a draft is work, not record",
    "clearance.move": "brings a paper back or to somebody else inside the party; clears nothing",
    "clearance.say": "a comment inside the party",
    "clearance.settle": "a mark on a comment inside the party",
    "desk.mark": "a mark for oneself",
    "drafts.save": "a draft is work, not record",
    "drills.answer_here": "says that a contact point is read",
    "drills.record": "what a secretariat heard in a drill",
    "drills.start": "a drill serves nothing",
    "exchange.bring_notices": "makes papers in preparation",
    "factors.confirm_codes": "the second half of what was begun with a proof",
    "factors.end_others": "closes doors and opens none",
    "factors.end_session": "closes doors and opens none",
    "factors.name_passkey": "a name for oneself",
    "feeds.end": "closes a door",
    "handing.hand_on": "a draft is work, not record",
    "imports.bring_in": "a case of another installation, to be read",
    "imports.check": "checks a file and keeps nothing",
    "imports.remove": "a case of another installation, to be read",
    "lunar.run_screen": "looks and keeps nothing",
    "lunar_exchange.run_import": "makes drafts",
    "keeping.refuse": "keeps what is there",
    "members.end_link": "closes a door and opens none",
    "members.end_session": "closes doors and opens none",
    "members.end_sessions": "closes doors and opens none",
    "members.refuse": "keeps a door shut",
    "my_data.take": "a file of one's own, made with a proof",
    "organs.add_organ": "an office of the own party; shown to everybody",
    "organs.prove_contact": "a date beside a contact point",
    "outputs.remove": "a file of one's own",
    "outputs.retry": "a file of one's own",
    "outputs.take": "a file of one's own",
    "papers.register": "a secretariat files what came by another channel; it sends nothing",
    "practice.begin": "an exercise with nobody",
    "preferences.change": "a wish of one's own",
    "proving.challenge": "asks for the proof",
    "providers.begin_proof": "asks for the proof",
    "providers.unlink": "closes a door",
    "proving.prove": "gives the proof",
    "record.take_own": "an export of what one sees",
    "record_checks.check": "checks and keeps nothing",
    "record_checks.compare": "checks and keeps nothing",
    "reports.make": "an export of what one sees",
    "reports.make_of_case": "an export of what one sees",
    "secretariat.retry": "work is tried once more",
    "signin.choose_capacity": "whoever is signed in says for whom",
    "signin.leave": "closes a door",
    "taking.take": "an export of what one sees",
    "tokens.revoke": "closes a door",
    "views.change": "a wish of one's own",
    "views.save": "a wish of one's own",
    "webhooks.retire": "closes a door",
    "webhooks.send_again": "tells keys and links alone",
    "webhooks.send_test": "tells keys and links alone",
}


def forms_of(world: World) -> dict[str, str]:
    """Give every route of a person's pages that takes a form, with an address of it."""
    rules = (rule for rule in world.app.url_map.iter_rules() if "POST" in (rule.methods or set()))
    return {
        rule.endpoint: fill(rule)
        for rule in rules
        if rule.endpoint not in open_doors.OPEN and not rule.rule.startswith("/api/")
    }


def test_every_address_that_takes_a_form_binds_or_says_why_not(world: World) -> None:
    """A route that nobody thought of fails here."""
    assert set() == FREE.keys() & BINDING
    assert set(forms_of(world)) == FREE.keys() | BINDING


def test_every_address_that_binds_asks_for_a_fresh_proof(world: World) -> None:
    """Whatever is sent there, a quarter of an hour after the last proof: 403 with a sentence, before the route runs."""
    addresses = forms_of(world)
    visitor = world.signed_in(MANAGER)
    with clock.frozen(LATER):
        for endpoint in sorted(BINDING):
            answer = visitor.post(addresses[endpoint], form_at="/my-sign-in")

            assert 403 == answer.status_code, endpoint
            assert "Prove that it is you" in answer.text, endpoint
            assert "Nothing is recorded yet" in answer.text, endpoint


def test_a_route_that_writes_a_case_binds() -> None:
    """Whoever writes a route that calls the docket learns it here."""
    writers = {"cases.take", "drafts.send", "notices.open_case", "papers.attach", "rooms.open_room", "beside.begin"}

    assert writers <= BINDING


def invitation(visitor: Visitor, world: World, **more: str) -> TestResponse:
    """Invite somebody to act for the ministry."""
    answers = {
        "name": "Deputy, MOFA",
        "email": "deputy@mofa.example",
        "language": "en",
        "organ": str(world.organs["MOFA"]),
        "office": "Deputy",
        "capacities": ["draft", "clear"],
        "level": "treaty",
        "kind": "standing",
        "instrument": "Letter of\n20 November 2026 <b>&",
        "valid_from": "2026-11-20",
    }
    return visitor.client.post("/my-party/people", data={"csrf_token": token_of(visitor), **answers, **more})


def token_of(visitor: Visitor) -> str:
    """Give the token of a form in this browser."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/my-sign-in").text)
    assert found is not None
    return found[1]


def mandates(world: World) -> int:
    """Count mandates."""
    with world.reading() as conn:
        return int(conn.execute(select(func.count()).select_from(MANDATE)).scalar_one())


def test_what_was_sent_goes_on_with_the_proof_and_nothing_is_lost(world: World) -> None:
    """The page carries every answer, lists and line breaks too; one press proves and records."""
    visitor, before = world.signed_in(MANAGER), mandates(world)
    with clock.frozen(LATER):
        page = invitation(visitor, world)
        assert (403, before) == (page.status_code, mandates(world))
        form = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
        assert [("capacities", "draft"), ("capacities", "clear")] == [one for one in form if one[0] == "capacities"]
        assert ("instrument", "Letter of\n20 November 2026 &lt;b&gt;&amp;") in form
        done = invitation(visitor, world, proof_password=PASSWORD)

    assert 200 == done.status_code
    assert "This link is shown once." in done.text
    assert before + 1 == mandates(world)


def test_a_wrong_proof_records_nothing_and_guesses_are_braked(world: World) -> None:
    """422 five times with the form still carried, then 429, also for the right one."""
    visitor, before = world.signed_in(MANAGER), mandates(world)
    with clock.frozen(LATER):
        for _each in range(5):
            wrong = invitation(visitor, world, proof_password="wrong wrong wrong")
            assert 422 == wrong.status_code
            assert "It was not accepted, and nothing was recorded." in wrong.text
            assert 'value="Deputy, MOFA"' in wrong.text
            assert "wrong wrong" not in wrong.text
        slow = invitation(visitor, world, proof_password=PASSWORD)

    assert 429 == slow.status_code
    assert before == mandates(world)


def test_a_proof_holds_to_the_second(world: World) -> None:
    """One second before the quarter of an hour nothing is asked."""
    visitor = world.signed_in(MANAGER)
    with clock.frozen(JUST):
        assert 200 == invitation(visitor, world).status_code


def test_the_proof_gives_the_session_a_fresh_token_and_the_old_one_opens_nothing(world: World) -> None:
    """Whoever copied the cookie before the proof has nothing after it; forms that were open stay good."""
    visitor = world.signed_in(MANAGER)
    with visitor.client.session_transaction() as kept:
        stolen = dict(kept)
    with clock.frozen(LATER):
        form = token_of(visitor)
        done = visitor.client.post("/prove", data={"csrf_token": form, "proof_password": PASSWORD, "next": "/parties"})
        assert (303, "/parties") == (done.status_code, done.location)
        thief = world.visitor()
        with thief.client.session_transaction() as planted:
            planted.update(stolen)

        assert 303 == thief.get("/my-party").status_code
        assert 200 == visitor.get("/my-party").status_code
        revoked = visitor.client.post("/my-sign-in/recovery", data={"csrf_token": form})
        assert 409 == revoked.status_code  # the form is taken; without a factor there is nothing to recover


def test_without_the_token_of_the_form_no_guess_is_spent(world: World) -> None:
    """Another site cannot make a browser try passwords until its person has to wait."""
    visitor = world.signed_in(MANAGER)
    with clock.frozen(LATER):
        for _each in range(8):
            answer = visitor.client.post("/my-sign-in/recovery", data={"proof_password": "wrong wrong wrong"})
            assert 400 == answer.status_code
        assert 303 == visitor.post("/prove", form_at="/prove", proof_password=PASSWORD).status_code


def test_whoever_has_a_factor_proves_by_it_and_not_by_the_password(world: World) -> None:
    """The page asks for what there is; the password does not count."""
    made = with_codes(world)
    with clock.frozen(LATER):
        page = made.visitor.get("/prove").text
        assert "One-time code" in page
        assert "Your password" not in page
        refused = made.visitor.post("/prove", form_at="/prove", proof_password=PASSWORD)
        assert 422 == refused.status_code

        done = made.visitor.post("/prove", form_at="/prove", proof_code=made.totp.at(LATER), next="/parties")
        assert (303, "/parties") == (done.status_code, done.location)
        again = made.visitor.post("/prove", form_at="/prove", proof_code=made.totp.at(LATER))

    assert 422 == again.status_code


def test_a_passkey_proves(world: World) -> None:
    """The challenge is the person's own; another's key is refused."""
    made = with_passkey(world)
    with clock.frozen(LATER):
        stranger = Device().use(asked(made.visitor, "/prove/challenge"))
        assert 422 == made.visitor.post("/prove", form_at="/prove", proof_passkey=stranger).status_code
        answer = made.device.use(asked(made.visitor, "/prove/challenge"))

        done = made.visitor.post("/my-sign-in/recovery", form_at="/my-sign-in", proof_passkey=answer)

    assert 200 == done.status_code
    assert 10 == done.text.count("<code")


def test_making_a_token_needs_the_proof(world: World) -> None:
    """No token comes from a session that somebody left open."""
    visitor = world.signed_in(LIAISON)
    with world.reading() as conn:
        mandate = choices(conn, world.people[LIAISON], AT)[0].mandate_id
    given = {"name": "console", "mandate": str(mandate), "valid_until": "2026-12-01", "capacities": "draft"}
    with clock.frozen(LATER):
        refused = visitor.post("/my-tokens", form_at="/my-tokens", **given)
        assert 403 == refused.status_code
        with world.reading() as conn:
            assert 0 == conn.execute(select(func.count()).select_from(API_TOKEN)).scalar_one()
        done = visitor.post("/my-tokens", form_at="/my-tokens", **given, proof_password=PASSWORD)

    assert "This token is shown once." in done.text


@pytest.mark.parametrize(("minutes", "status"), [(5, 403), (60, 200)])
def test_a_party_says_how_old_a_proof_may_be(world: World, minutes: int, status: int) -> None:
    """Ten minutes after sign-in: too old for one party, fresh for another."""
    visitor = world.signed_in(MANAGER)
    with world.writing() as conn:
        ask_of(conn, choices(conn, world.people[MANAGER], AT)[0], Asked("none", minutes), AT)
    with clock.frozen(AT + timedelta(minutes=10)):
        assert status == invitation(visitor, world).status_code


def test_a_file_is_not_carried_and_the_page_says_so(world: World) -> None:
    """The proof is given first; then the form is sent again."""
    visitor = world.signed_in(MANAGER)
    with clock.frozen(LATER):
        data = {"csrf_token": token_of(visitor), "document": (BytesIO(b"%PDF-1.4"), "a.pdf")}
        page = visitor.client.post("/my-sign-in/recovery", data=data)

    assert 403 == page.status_code
    assert "A file or a password is not carried on." in page.text
    assert 'action="/prove"' in masked(page.text)


def test_a_password_is_never_sent_back(world: World) -> None:
    """A changed password is asked for again after the proof, and the proof leads back to its form."""
    visitor = world.signed_in(MANAGER)
    new = "another path between craters"
    given = {"current": PASSWORD, "password": new, "repeat": new}
    with clock.frozen(LATER):
        data = {"csrf_token": token_of(visitor), **given}
        page = visitor.client.post(
            "/my-sign-in/password", data=data, headers={"Referer": "http://localhost/my-sign-in"}
        )
        assert 403 == page.status_code
        assert new not in page.text
        assert PASSWORD not in page.text
        assert '<input type="hidden" name="next" value="/my-sign-in">' in page.text
        proved = visitor.post("/prove", form_at="/prove", proof_password=PASSWORD, next="/my-sign-in")
        done = visitor.post("/my-sign-in/password", form_at="/my-sign-in", **given)

    assert "/my-sign-in" == proved.location
    assert (303, "/my-sign-in") == (done.status_code, done.location)
