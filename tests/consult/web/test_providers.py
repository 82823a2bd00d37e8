"""Sign-in through a party's own identity provider: the whole way against a real small provider, what each side may say,
and what is refused."""

import base64
import hmac
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from consult import clock
from consult.models.delivery import MESSAGE
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import INVITATION, MANDATE, ORGAN, PERSON, SIGN_IN_SESSION
from consult.models.providers import IDENTITY_PROVIDER, PROVIDER_LINK, PROVIDER_REQUEST
from consult.people import NewMandate, NewPerson, invite, record_mandate
from consult.settings import Identity
from consult.standing import of_mandate
from tests.consult.accounts.provider_server import CLIENT, SECRET, Provider, raw, running, seconds
from tests.consult.web.test_second_factor import asked, with_passkey
from tests.consult.web.world import AT, FRENCH_MANAGER, LIAISON, MANAGER, OFFICIAL, PASSWORD, Visitor, World, copy

TESTING = Identity(enabled=True, allow_private=True, allow_http=True, allow_any_port=True, timeout_seconds=2.0)
SETTINGS = "/my-party/sign-in/provider"
LATER = AT + timedelta(minutes=20)


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Run the ministry's provider."""
    with running() as one:
        one.people["manager-sub"] = {"email": MANAGER, "email_verified": True, "amr": ["pwd", "mfa"]}
        one.people["official-sub"] = {"email": OFFICIAL, "email_verified": True, "amr": ["pwd"]}
        yield one


@pytest.fixture
def world(template: World, tmp_path: Path) -> Iterator[World]:
    """Give a world whose operator has opened the way to providers."""
    copied = copy(template, tmp_path, identity=TESTING)
    yield copied
    copied.engine.dispose()


def answers_of(provider: Provider, **other: str) -> dict[str, str]:
    """Answer the manager's form."""
    told = {"name": "Sign-in of the ministry", "issuer": provider.issuer, "client_id": CLIENT, "secret": SECRET}
    return {**told, "mail_claim": "email", "domains": "", "second": "mfa hwk", "only": "beside", **other}


def registered(world: World, provider: Provider, by: str = MANAGER, **other: str) -> Visitor:
    """Let a manager register the provider of the party."""
    visitor = world.signed_in(by)
    answer = visitor.post(SETTINGS, form_at=SETTINGS, **answers_of(provider, **other))
    assert 303 == answer.status_code, answer.text
    return visitor


def sent(visitor: Visitor, address: str, form_at: str, **answers: str) -> str:
    """Begin an errand, and give the address to which the browser is led."""
    page = visitor.post(address, form_at=form_at, **answers)
    assert 200 == page.status_code, page.text
    return page.headers["Refresh"].removeprefix("0; url=")


def back(visitor: Visitor, told: dict[str, str]) -> TestResponse:
    """Come back with what the provider gave."""
    return visitor.get(f"/sign-in/providers/back?{urlencode(told)}")


def link(provider: Provider, visitor: Visitor, subject: str, party: str = "JPN") -> TestResponse:
    """Link the account of whoever is signed in."""
    address = sent(visitor, f"/my-sign-in/providers/{party}/link", "/my-sign-in")
    return back(visitor, provider.answer_to(address, subject))


def linked(world: World, provider: Provider, email: str = MANAGER, subject: str = "manager-sub", **other: str) -> None:
    """Register the provider and link somebody."""
    registered(world, provider, **other)
    answer = link(provider, world.signed_in(email), subject)
    assert 303 == answer.status_code, answer.text


def enter(world: World, provider: Provider, subject: str, party: str = "JPN", onward: str = "") -> Any:
    """Sign in through the provider in a fresh browser."""
    visitor = world.visitor()
    page = f"/sign-in/providers/{party}"
    address = sent(visitor, page, page, next=onward)
    return SimpleNamespace(visitor=visitor, answer=back(visitor, provider.answer_to(address, subject)), address=address)


def rows(world: World, table: Any) -> list[Any]:
    """Read a table."""
    with world.reading() as conn:
        return list(conn.execute(select(table)).all())


def told_in_log(world: World, kind: str) -> list[tuple[str | None, dict[str, Any]]]:
    """Give the entries of a kind: party and body."""
    with world.reading() as conn:
        found = conn.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == kind).order_by(AUDIT_ENTRY.c.seq))
        return [(row.party, json.loads(row.body)) for row in found]


def mails(world: World) -> list[tuple[str, str]]:
    """Give whom mail about sign-in went to, and about what."""
    with world.reading() as conn:
        found = conn.execute(select(MESSAGE).where(MESSAGE.c.kind == "sign_in").order_by(MESSAGE.c.id))
        return [(row.address, row.about["event"]) for row in found]


def test_a_manager_registers_the_provider_and_the_secret_is_shown_to_nobody(world: World, provider: Provider) -> None:
    """It stands in the party's record by digest, is told by mail, and the page never has the secret."""
    visitor = registered(world, provider, domains="mofa.example")
    page = visitor.get(SETTINGS).text

    assert "/sign-in/providers/back" in page
    assert provider.issuer in page
    assert SECRET not in page
    assert "of the client" not in rows(world, IDENTITY_PROVIDER)[0].secret
    ((party, body),) = told_in_log(world, "sign_in_setting")
    assert ("JPN", "kept", True, None) == (party, body["provider"], body["secret_changed"], body["before"])
    assert provider.issuer not in json.dumps(body)
    assert [(MANAGER, "provider_changed")] == mails(world)


def test_only_a_manager_registers_a_provider(world: World, provider: Provider) -> None:
    """404 to everybody else, for the page and for the form."""
    visitor = world.signed_in(LIAISON)

    assert 404 == visitor.get(SETTINGS).status_code
    assert 404 == visitor.post(SETTINGS, form_at="/my-sign-in", **answers_of(provider)).status_code
    assert [] == rows(world, IDENTITY_PROVIDER)


def test_where_the_operator_has_not_opened_the_way_there_is_none(template: World, provider: Provider) -> None:
    """No button, no address, and a sentence for the manager."""
    visitor = template.signed_in(MANAGER)

    assert "identity provider" not in template.visitor().get("/sign-in").text
    assert 404 == template.visitor().get("/sign-in/providers").status_code
    assert "has not opened" in visitor.get(SETTINGS).text
    assert 409 == visitor.post(SETTINGS, form_at=SETTINGS, **answers_of(provider)).status_code


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"issuer": "ftp://mofa.example"}, "begins with https://"),
        ({"client_id": ""}, "Give the client&#39;s identifier"),
        ({"secret": ""}, "Give the client&#39;s secret"),
        ({"domains": "not/a/domain"}, "Give domains such as mofa.example"),
        ({"domains": "mofa.example", "mail_claim": ""}, "name the claim that holds it"),
        ({"mail_claim": "a claim"}, "Give the name of one claim"),
        ({"name": ""}, "Give it the name that your people know"),
        ({"only": "perhaps"}, "Choose one from the list."),
    ],
)
def test_a_wrong_answer_is_named_at_its_field(
    world: World, provider: Provider, other: dict[str, str], sentence: str
) -> None:
    """422, and nothing is kept."""
    answer = world.signed_in(MANAGER).post(SETTINGS, form_at=SETTINGS, **answers_of(provider, **other))

    assert 422 == answer.status_code
    assert sentence in answer.text
    assert [] == rows(world, IDENTITY_PROVIDER)


@pytest.mark.parametrize(
    ("identity", "sentence"),
    [
        (Identity(enabled=True), "begins with https://"),
        (Identity(enabled=True, allow_http=True, allow_any_port=True), "a network that is not public"),
        (Identity(enabled=True, allow_http=True, allow_private=True), "Port"),
        (
            Identity(True, "login.mofa.example", allow_http=True, allow_private=True, allow_any_port=True),
            "does not let it connect to 127.0.0.1",
        ),
    ],
)
def test_no_address_is_fetched_that_the_operator_does_not_let_through(
    template: World, tmp_path: Path, provider: Provider, identity: Identity, sentence: str
) -> None:
    """A party cannot make this host knock at doors within its network."""
    world = copy(template, tmp_path, identity=identity)
    answer = world.signed_in(MANAGER).post(SETTINGS, form_at=SETTINGS, **answers_of(provider))

    assert 422 == answer.status_code
    assert sentence in answer.text
    assert [] == provider.asked
    world.engine.dispose()


def test_a_provider_cannot_lead_this_host_to_another_place(world: World, provider: Provider) -> None:
    """What its description names passes the same guard."""
    provider.described = {"jwks_uri": "http://169.254.169.254/keys", "token_endpoint": "file:///etc/passwd"}
    answer = world.signed_in(MANAGER).post(SETTINGS, form_at=SETTINGS, **answers_of(provider))

    assert 422 == answer.status_code
    assert [] == rows(world, IDENTITY_PROVIDER)


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:1", "", None])
def test_a_description_of_another_issuer_is_refused(world: World, provider: Provider, issuer: str | None) -> None:
    """When it is registered, and when somebody signs in after it was changed; a slash more is another issuer."""
    provider.described = {"issuer": issuer}
    answer = world.signed_in(MANAGER).post(SETTINGS, form_at=SETTINGS, **answers_of(provider))
    assert (422, True) == (answer.status_code, "names another issuer" in answer.text)
    provider.described = {"issuer": provider.issuer + "/"}
    answer = world.signed_in(MANAGER).post(SETTINGS, form_at=SETTINGS, **answers_of(provider))
    assert (422, True) == (answer.status_code, "names another issuer" in answer.text)
    assert [] == rows(world, IDENTITY_PROVIDER)


def test_somebody_links_the_account_and_signs_in_through_it(world: World, provider: Provider) -> None:
    """The whole way: link with a proof of the own, then in a fresh browser; it is told to party and person."""
    linked(world, provider)
    came = enter(world, provider, "manager-sub", onward="/parties")

    assert (303, "/parties") == (came.answer.status_code, came.answer.location)
    assert 200 == came.visitor.get("/my-party").status_code
    session = rows(world, SIGN_IN_SESSION)[-1]
    assert ("provider", "JPN", True) == (session.proved_by, session.through_party, session.is_strong)
    assert [("JPN", "provider_linked")] == [(party, body["event"]) for party, body in told_in_log(world, "sign_in")]
    assert (MANAGER, "provider_linked") in mails(world)
    assert "linked" in came.visitor.get("/my-party/sign-in").text
    assert [] == rows(world, PROVIDER_REQUEST)


def test_the_browser_is_led_away_by_a_header_and_a_link(world: World, provider: Provider) -> None:
    """The policy of pages lets no form lead elsewhere, and stays as it is."""
    registered(world, provider)
    page = world.visitor().post("/sign-in/providers/JPN", form_at="/sign-in/providers/JPN")

    assert page.headers["Refresh"].startswith(f"0; url={provider.issuer}/authorize?")
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    assert "Sign-in of the ministry" in page.text


def test_an_account_of_the_provider_that_nobody_linked_opens_nothing(world: World, provider: Provider) -> None:
    """The mail address of somebody here, verified, makes neither link nor session."""
    registered(world, provider)
    came = enter(world, provider, "manager-sub")

    assert 422 == came.answer.status_code
    assert "is linked with nobody here" in came.answer.text
    assert [] == rows(world, PROVIDER_LINK)
    assert 303 == came.visitor.get("/my-party").status_code


def test_a_second_factor_of_the_own_is_asked_where_the_provider_proved_none(world: World, provider: Provider) -> None:
    """As after a password: half a sign-in, which the passkey completes, for that party alone."""
    made = with_passkey(world, OFFICIAL)
    registered(world, provider)
    assert 303 == link(provider, made.visitor, "official-sub").status_code
    came = enter(world, provider, "official-sub")
    assert "/sign-in/second" == came.answer.location
    assert "/sign-in?next=/my-party" == came.visitor.get("/my-party").location

    answer = made.device.use(asked(came.visitor, "/sign-in/second/challenge", "/sign-in/second"))
    done = came.visitor.post("/sign-in/second", form_at="/sign-in/second", passkey=answer)

    assert 303 == done.status_code
    session = rows(world, SIGN_IN_SESSION)[-1]
    assert ("passkey", "JPN") == (session.proved_by, session.through_party)


def test_what_a_party_asks_is_met_by_what_its_provider_proved(world: World, provider: Provider) -> None:
    """A passkey is asked: a sign-in with a value that counts opens all, one without leads to set it up."""
    registered(world, provider)
    made = with_passkey(world)
    link(provider, made.visitor, "manager-sub")
    link(provider, world.signed_in(OFFICIAL), "official-sub")
    made.visitor.post("/my-party/sign-in", form_at="/my-party/sign-in", needs="passkey", proof_minutes="15")

    assert 200 == enter(world, provider, "manager-sub").visitor.get("/my-party").status_code
    weak = enter(world, provider, "official-sub")
    assert "/my-sign-in" == weak.visitor.get("/my-party").location


def wrong(world: World, provider: Provider, sentence: str, subject: str = "manager-sub") -> None:
    """Sign in and be refused with a sentence; nothing is opened."""
    before = len(rows(world, SIGN_IN_SESSION))
    came = enter(world, provider, subject)
    assert 422 == came.answer.status_code, came.answer.text
    assert sentence in came.answer.text, came.answer.text
    assert "Other ways to sign in" in came.answer.text
    assert before == len(rows(world, SIGN_IN_SESSION))


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"iss": "http://127.0.0.1:1"}, "of another issuer"),
        ({"iss": None}, "of another issuer"),
        ({"aud": "somebody-else"}, "for another client"),
        ({"aud": [CLIENT, "somebody-else"]}, "for another client"),
        ({"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"}, "for another client"),
        ({"aud": None}, "for another client"),
        ({"azp": "somebody-else"}, "for another client"),
        ({"nonce": "another"}, "answers another sign-in"),
        ({"nonce": None}, "answers another sign-in"),
        ({"nonce": 7}, "answers another sign-in"),
        ({"exp": seconds(AT) - 61}, "is over, not yet good, or incomplete"),
        ({"exp": None}, "is over, not yet good, or incomplete"),
        ({"exp": "tomorrow"}, "is over, not yet good, or incomplete"),
        ({"iat": seconds(AT) + 120}, "is over, not yet good, or incomplete"),
        ({"iat": None}, "is over, not yet good, or incomplete"),
        ({"nbf": seconds(AT) + 120}, "is over, not yet good, or incomplete"),
        ({"sub": None}, "is over, not yet good, or incomplete"),
        ({"sub": ""}, "is over, not yet good, or incomplete"),
        ({"sub": ["manager-sub"]}, "is over, not yet good, or incomplete"),
        ({"sub": "somebody-else"}, "is linked with nobody here"),
        ({"events": {}}, "is no ID token"),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(
    world: World, provider: Provider, claims: dict[str, Any], sentence: str
) -> None:
    """Each with its sentence; a good one opens a session beside it."""
    linked(world, provider)
    provider.claims = claims
    wrong(world, provider, sentence)

    provider.claims = {}
    assert 303 == enter(world, provider, "manager-sub").answer.status_code


def test_a_token_that_is_over_is_refused_by_the_clock_of_the_installation(world: World, provider: Provider) -> None:
    """A minute is let pass between two clocks, and no more: the second before and the second itself."""
    linked(world, provider)
    provider.claims = {"exp": seconds(AT) - 59}
    assert 303 == enter(world, provider, "manager-sub").answer.status_code

    provider.claims = {"exp": seconds(AT) - 60}
    wrong(world, provider, "is over")


NOT_SIGNED = "is not signed by a key"


def test_a_token_without_signature_is_refused(world: World, provider: Provider) -> None:
    """`none` is no algorithm here, however it is spelt."""
    linked(world, provider)
    for spelt in ("none", "None", "NONE"):
        provider.sign = lambda header, claims, spelt=spelt: raw({**header, "alg": spelt}, claims)
        wrong(world, provider, NOT_SIGNED)


def test_a_token_signed_with_the_public_key_as_a_shared_secret_is_refused(world: World, provider: Provider) -> None:
    """HS256 over the public key, which everybody has; also where it is published as a shared one."""
    linked(world, provider)
    public = provider.keys[0].as_pem(private=False)
    shared = base64.urlsafe_b64encode(public).decode().rstrip("=")

    def forged(header: dict[str, Any], claims: dict[str, Any]) -> str:
        signed = raw({**header, "alg": "HS256"}, claims).removesuffix(".")
        return (
            f"{signed}.{base64.urlsafe_b64encode(hmac.digest(public, signed.encode(), 'sha256')).decode().rstrip('=')}"
        )

    provider.sign = forged
    wrong(world, provider, NOT_SIGNED)
    provider.published = [{"kty": "oct", "k": shared, "kid": provider.keys[0].kid, "use": "sig"}]
    with clock.frozen(AT + timedelta(hours=2)):
        wrong(world, provider, NOT_SIGNED)


def test_a_token_signed_by_another_key_is_refused(world: World, provider: Provider) -> None:
    """Of the same number, and brought along in the header itself."""
    linked(world, provider)
    other = RSAKey.generate_key(2048)
    kid = provider.keys[0].kid

    provider.sign = lambda _header, claims: jwt.encode({"alg": "RS256", "kid": kid}, claims, other)
    wrong(world, provider, NOT_SIGNED)
    header = {"alg": "RS256", "jwk": other.as_dict(private=False)}
    provider.sign = lambda _header, claims: jwt.encode(header, claims, other)
    wrong(world, provider, NOT_SIGNED)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "..", "e30.e30.", 7, None, ["x"], "x" * 30_000])
def test_what_is_no_token_is_refused(world: World, provider: Provider, token: Any) -> None:
    """Whatever stands in its place, the answer is a sentence."""
    linked(world, provider)
    provider.says["/token"] = 200, json.dumps({"id_token": token}).encode()
    wrong(world, provider, "token")


@pytest.mark.parametrize("kind", ["RSA", "EC", "OKP"])
def test_a_key_that_the_provider_took_a_moment_ago_is_found(world: World, provider: Provider, kind: str) -> None:
    """The day before by the old key, the day after by the new one; the old one signs nothing any more."""
    linked(world, provider)
    assert 303 == enter(world, provider, "manager-sub").answer.status_code
    old = provider.keys[0]
    provider.rotate(kind)
    with clock.frozen(AT + timedelta(days=1)):
        assert 303 == enter(world, provider, "manager-sub").answer.status_code
        provider.sign = lambda _header, claims: jwt.encode({"alg": "RS256", "kid": old.kid}, claims, old)
        wrong(world, provider, NOT_SIGNED)


def test_unknown_keys_do_not_make_this_host_ask_without_end(world: World, provider: Provider) -> None:
    """Within half a minute the keys are fetched once, however many forged tokens come."""
    linked(world, provider)
    enter(world, provider, "manager-sub")
    other = RSAKey.generate_key(2048, auto_kid=True)
    provider.sign = lambda _header, claims: jwt.encode({"alg": "RS256", "kid": other.kid}, claims, other)
    with clock.frozen(AT + timedelta(minutes=5)):
        before = provider.asked.count("/keys")
        for _each in range(3):
            wrong(world, provider, NOT_SIGNED)

        assert before + 1 == provider.asked.count("/keys")


def test_an_answer_is_taken_once_and_by_its_own_browser(world: World, provider: Provider) -> None:
    """Replayed, in another browser, with a foreign state, or too late: one refusal."""
    linked(world, provider)
    visitor, page = world.visitor(), "/sign-in/providers/JPN"
    told = provider.answer_to(sent(visitor, page, page), "manager-sub")
    sentence = "belongs to no sign-in of this browser"
    for given in (told, {**told, "state": "another"}, {"code": told["code"]}):
        foreign = back(world.visitor(), given)
        assert (422, True) == (foreign.status_code, sentence in foreign.text)

    assert 303 == back(visitor, told).status_code
    again = back(visitor, told)
    assert (422, True) == (again.status_code, sentence in again.text)
    late = world.visitor()
    told = provider.answer_to(sent(late, page, page), "manager-sub")
    with clock.frozen(AT + timedelta(minutes=10)):
        assert sentence in back(late, told).text


def test_a_code_that_was_redeemed_before_opens_nothing(world: World, provider: Provider) -> None:
    """The provider refuses it, and the page says so."""
    linked(world, provider)
    visitor, page = world.visitor(), "/sign-in/providers/JPN"
    told = provider.answer_to(sent(visitor, page, page), "manager-sub")
    provider.redeemed.clear()
    answer = back(visitor, told)

    assert (422, True) == (answer.status_code, "answered with status 400" in answer.text)


def test_an_answer_must_name_the_issuer_that_was_asked(world: World, provider: Provider) -> None:
    """RFC 9207: another issuer, or none where the provider says that it names itself."""
    linked(world, provider)
    page = "/sign-in/providers/JPN"
    for change in ({"iss": "http://127.0.0.1:1"}, {"iss": None}):
        visitor = world.visitor()
        told = {**provider.answer_to(sent(visitor, page, page), "manager-sub"), **change}
        answer = back(visitor, {name: value for name, value in told.items() if value is not None})
        assert (422, True) == (answer.status_code, "names another issuer" in answer.text)


def test_a_provider_that_says_no_is_told_without_its_words(world: World, provider: Provider) -> None:
    """What stands in the address is shown to nobody."""
    registered(world, provider)
    visitor, page = world.visitor(), "/sign-in/providers/JPN"
    told = provider.answer_to(sent(visitor, page, page), "manager-sub")
    answer = back(visitor, {"state": told["state"], "iss": told["iss"], "error": "<b>call this number</b>"})

    assert (422, True) == (answer.status_code, "did not sign you in." in answer.text)
    assert "call this number" not in answer.text


def test_a_look_at_the_headers_takes_nothing(world: World, provider: Provider) -> None:
    """HEAD, as programs that look at links send it."""
    linked(world, provider)
    visitor, page = world.visitor(), "/sign-in/providers/JPN"
    told = provider.answer_to(sent(visitor, page, page), "manager-sub")
    address = f"/sign-in/providers/back?{urlencode(told)}"

    assert 204 == visitor.client.head(address).status_code
    assert 303 == visitor.get(address).status_code


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere_after_signing_in(world: World, provider: Provider, onward: str) -> None:
    """An address of another site is dropped."""
    linked(world, provider)
    answer = enter(world, provider, "manager-sub", onward=onward).answer

    assert (303, "/") == (answer.status_code, answer.location)


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ({"/token": (200, b"[" * 300_000)}, "more than is read"),
        ({"/token": (200, b"{" * 50_000)}, "what is no JSON"),
        ({"/token": (200, b"[]")}, "what is no JSON"),
        ({"/token": (500, b"secret of the inside")}, "answered with status 500"),
        ({"/token": (302, b"")}, "answered with status 302"),
    ],
)
def test_a_provider_that_answers_amiss_is_told_in_a_sentence(
    world: World, provider: Provider, says: dict[str, tuple[int, bytes]], sentence: str
) -> None:
    """No fault of ours, nothing of what came is shown, no redirect is followed, and other ways remain."""
    linked(world, provider)
    provider.says = says
    wrong(world, provider, sentence)
    assert "/elsewhere" not in provider.asked

    assert 200 == world.signed_in(MANAGER).get("/my-party").status_code


def test_a_provider_that_is_slow_or_down_keeps_nobody_waiting(template: World, tmp_path: Path) -> None:
    """Within the limit a sentence comes, and the password still signs in."""
    world = copy(template, tmp_path, identity=Identity(True, "", True, True, True, timeout_seconds=0.3))
    with running() as provider:
        provider.people["manager-sub"] = {"email": MANAGER, "email_verified": True}
        linked(world, provider)
        provider.waits = 1.0
        with clock.frozen(AT + timedelta(hours=2)):
            page = world.visitor().post("/sign-in/providers/JPN", form_at="/sign-in/providers/JPN")
        assert (422, True) == (page.status_code, "No answer came within 0.3 seconds" in page.text)
    with clock.frozen(AT + timedelta(hours=2)):
        page = world.visitor().post("/sign-in/providers/JPN", form_at="/sign-in/providers/JPN")

        assert (422, True) == (page.status_code, "cannot be reached" in page.text)
        assert 200 == world.signed_in(MANAGER).get("/my-party").status_code
    world.engine.dispose()


def test_a_mail_address_that_is_not_verified_links_nothing(world: World, provider: Provider) -> None:
    """Nor one of somebody else; whoever is linked is known by issuer and subject."""
    registered(world, provider)
    visitor = world.signed_in(MANAGER)
    for claims in ({"email_verified": False}, {"email_verified": "true"}, {"email": OFFICIAL}, {"email": None}):
        provider.claims = claims
        answer = link(provider, visitor, "manager-sub")
        assert (422, True) == (answer.status_code, "does not name your mail address" in answer.text)
    assert [] == rows(world, PROVIDER_LINK)

    provider.claims = {}
    assert 303 == link(provider, visitor, "manager-sub").status_code
    provider.claims = {"email": "renamed@mofa.example"}
    assert 303 == enter(world, provider, "manager-sub").answer.status_code


def test_domains_hold_at_each_sign_in(world: World, provider: Provider) -> None:
    """A verified address of a domain that is named, when linking and later."""
    linked(world, provider, domains="mofa.example gov.example")
    assert 303 == enter(world, provider, "manager-sub").answer.status_code
    for claims in ({"email": "m@evil.example"}, {"email_verified": False}, {"email": "m@sub.mofa.example"}):
        provider.claims = claims
        wrong(world, provider, "of a domain that is not let in")


def test_one_account_of_the_provider_is_one_person(world: World, provider: Provider) -> None:
    """Somebody else is not linked with it, nor the same person with a second one."""
    linked(world, provider)
    provider.claims = {"email": OFFICIAL}
    other = link(provider, world.signed_in(OFFICIAL), "manager-sub")
    assert (422, True) == (other.status_code, "linked with somebody else" in other.text)

    provider.claims = {"email": MANAGER, "email_verified": True}
    twice = link(provider, world.signed_in(MANAGER), "another-sub")
    assert (422, True) == (twice.status_code, "linked with this provider already" in twice.text)
    assert 1 == len(rows(world, PROVIDER_LINK))


def test_nobody_links_with_the_provider_of_a_party_for_which_he_does_not_act(world: World, provider: Provider) -> None:
    """404, and no button."""
    registered(world, provider)
    visitor = world.signed_in(FRENCH_MANAGER)

    assert 404 == visitor.post("/my-sign-in/providers/JPN/link", form_at="/my-sign-in").status_code
    assert "Sign-in of the ministry" not in visitor.get("/my-sign-in").text


def test_a_link_belongs_to_the_session_in_which_it_was_begun(world: World, provider: Provider) -> None:
    """Whoever signed in meanwhile in this browser is not linked with another's account."""
    registered(world, provider)
    visitor = world.signed_in(MANAGER)
    address = sent(visitor, "/my-sign-in/providers/JPN/link", "/my-sign-in")
    told = provider.answer_to(address, "manager-sub")
    with visitor.client.session_transaction() as kept:
        browser = kept["provider"]
    visitor.post("/sign-out", form_at="/my-sign-in")
    visitor.post("/sign-in", form_at="/sign-in", email=OFFICIAL, password=PASSWORD)
    with visitor.client.session_transaction() as kept:
        kept["provider"] = browser
    answer = back(visitor, told)

    assert (422, True) == (answer.status_code, "You were signed out meanwhile" in answer.text)
    assert [] == rows(world, PROVIDER_LINK)


def also_french(world: World, email: str = OFFICIAL) -> None:
    """Let a person of Japan act for France, too."""
    new = NewMandate(world.organs["MEAE"], "Adviser", ("draft",), "Letter of 6 January 2026", AT.date(), None, "treaty")
    with world.writing() as conn:
        record_mandate(conn, None, world.people[email], new, AT)


def test_a_provider_opens_nothing_of_another_party(world: World, provider: Provider) -> None:
    """The rule on which all stands: neither chosen, nor shown, nor kept in the session by force."""
    also_french(world)
    linked(world, provider, OFFICIAL, "official-sub")
    came = enter(world, provider, "official-sub")
    page = came.visitor.get("/capacity").text
    assert "France" not in page
    assert "acts for it alone" in page
    with world.reading() as conn:
        of_france = select(MANDATE.c.id).select_from(MANDATE.join(ORGAN)).where(ORGAN.c.party_key == "FRA")
        mandate = conn.execute(of_france.where(MANDATE.c.person_id == world.people[OFFICIAL])).scalar_one()

    assert 404 == came.visitor.post("/capacity", form_at="/capacity", mandate=str(mandate)).status_code
    with world.writing() as conn:
        conn.execute(update(SIGN_IN_SESSION).values(mandate_id=mandate))
    assert "/capacity?next=/desk" == came.visitor.get("/desk").location


def test_a_provider_does_not_change_the_account(world: World, provider: Provider) -> None:
    """No passkey, and with it no way to another party, without a proof that is the person's own."""
    also_french(world)
    linked(world, provider, OFFICIAL, "official-sub")
    came = enter(world, provider, "official-sub")
    for address in ("codes", "passkeys/challenge", "recovery"):
        answer = came.visitor.post(f"/my-sign-in/{address}", form_at="/my-sign-in")
        assert 403 == answer.status_code, address
        assert "Prove that it is you" in answer.text
        assert "Sign-in of the ministry" not in re.sub(r"<nav.*?</nav>", "", answer.text, flags=re.S)

    own = came.visitor.post("/my-sign-in/codes", form_at="/my-sign-in", proof_password=PASSWORD)
    assert (303, "/my-sign-in/codes") == (own.status_code, own.location)


def test_an_account_that_serves_two_parties_and_has_no_proof_of_its_own_is_changed_by_no_provider(
    world: World, provider: Provider
) -> None:
    """Else the provider of one would set a passkey, and act by it for the other; what the person does under My data
    is closed as well, and the way on is said."""
    also_french(world)
    linked(world, provider, OFFICIAL, "official-sub")
    with world.writing() as conn:
        conn.execute(update(PERSON).where(PERSON.c.id == world.people[OFFICIAL]).values(password_hash=None))
    visitor = enter(world, provider, "official-sub").visitor
    for address in ("/my-sign-in/codes", "/my-sign-in/passkeys/challenge", "/my-sign-in/providers/FRA/link"):
        answer = visitor.post(address, form_at="/my-sign-in")
        assert (409, True) == (answer.status_code, "the managers of all your parties confirm it" in answer.text)
    for address in ("/my-settings/data", "/my-feeds"):
        page = visitor.get(address)
        assert (409, True) == (page.status_code, "for one party alone" in page.text), address

    with world.writing() as conn:
        french = select(MANDATE.c.id).select_from(MANDATE.join(ORGAN)).where(ORGAN.c.party_key == "FRA")
        of_official = MANDATE.c.id.in_(french), MANDATE.c.person_id == world.people[OFFICIAL]
        conn.execute(update(MANDATE).where(*of_official).values(revoked_at=AT))
    assert 303 == visitor.post("/my-sign-in/codes", form_at="/my-sign-in").status_code
    assert "/capacity?next=/my-feeds" == visitor.get("/my-feeds").location
    with clock.frozen(LATER):
        late = visitor.post("/my-sign-in/passkeys/challenge", form_at="/my-sign-in")
        assert (403, True) == (late.status_code, "your identity provider asks you again" in late.text)


def test_what_was_begun_with_a_proof_is_not_completed_on_the_word_of_a_provider(
    world: World, provider: Provider
) -> None:
    """A secret of one-time codes that waits for its first code is neither shown nor taken."""
    linked(world, provider, OFFICIAL, "official-sub")
    own = world.signed_in(OFFICIAL)
    assert 303 == own.post("/my-sign-in/codes", form_at="/my-sign-in").status_code
    visitor = enter(world, provider, "official-sub").visitor
    page = visitor.get("/my-sign-in/codes")
    assert (409, True) == (page.status_code, "changes your account" in page.text)
    assert 409 == visitor.post("/my-sign-in/codes/confirm", form_at="/my-sign-in", code="123456").status_code
    assert 200 == own.get("/my-sign-in/codes").status_code


def test_a_session_of_one_partys_provider_ends_no_link_with_anothers(world: World, provider: Provider) -> None:
    """Refused as unknown, and not offered; in a session of the person's own it is."""
    also_french(world)
    linked(world, provider, OFFICIAL, "official-sub")
    with running() as french:
        french.people["official-at-meae"] = {"email": OFFICIAL, "email_verified": True}
        registered(world, french, FRENCH_MANAGER)
        own = world.signed_in(OFFICIAL)
        assert 303 == link(french, own, "official-at-meae", "FRA").status_code
        visitor = enter(world, provider, "official-sub").visitor
        assert "/my-sign-in/providers/FRA/unlink" not in visitor.get("/my-sign-in").text
        assert 404 == visitor.post("/my-sign-in/providers/FRA/unlink", form_at="/my-sign-in").status_code
        assert 2 == len(rows(world, PROVIDER_LINK))
        assert 303 == own.post("/my-sign-in/providers/FRA/unlink", form_at="/my-sign-in").status_code


def test_each_partys_provider_is_asked_with_what_is_its_own(world: World, provider: Provider) -> None:
    """The provider of France, which says the subject of somebody of Japan, opens nothing; nor does its token here."""
    linked(world, provider)
    with running() as french:
        french.people["manager-sub"] = provider.people["manager-sub"]
        registered(world, french, FRENCH_MANAGER)
        came = enter(world, french, "manager-sub", "FRA")
        assert (422, True) == (came.answer.status_code, "is linked with nobody here" in came.answer.text)
        french.claims = {"iss": provider.issuer}
        came = enter(world, french, "manager-sub", "FRA")
        assert (422, True) == (came.answer.status_code, "of another issuer" in came.answer.text)


def test_a_party_lets_its_mandates_be_used_through_its_provider_alone(world: World, provider: Provider) -> None:
    """Whoever signs in by password reaches nothing of it and is told the way; managing stays, so that nobody is shut
    out; the other party is not touched."""
    also_french(world)
    linked(world, provider, OFFICIAL, "official-sub")
    manager = world.signed_in(MANAGER)
    refused = manager.post(SETTINGS, form_at=SETTINGS, **answers_of(provider, only="only", secret=""))
    assert (409, True) == (refused.status_code, "Link your own account first" in refused.text)
    link(provider, manager, "manager-sub")
    earlier = world.signed_in(LIAISON)
    assert 200 == earlier.get("/desk").status_code
    assert 303 == manager.post(SETTINGS, form_at=SETTINGS, **answers_of(provider, only="only", secret="")).status_code

    assert 303 == earlier.get("/desk").status_code
    page = world.signed_in(LIAISON).get("/capacity").text
    assert "in sessions of its own identity provider alone" in page
    assert "Act in this capacity" not in page
    both = world.signed_in(OFFICIAL)
    page = both.get("/capacity").text
    assert ("Adviser" in page, "Counsellor" in page) == (True, False)
    assert "Counsellor" in enter(world, provider, "official-sub").visitor.get("/capacity").text
    assert 200 == world.signed_in(MANAGER).get("/my-party").status_code


def test_an_invitation_is_taken_up_by_linking(world: World, provider: Provider) -> None:
    """Without any password: the one-time link leads to the provider, and works once."""
    registered(world, provider)
    with world.writing() as conn:
        by = of_mandate(conn, 1, AT)
        new = NewMandate(world.organs["MOFA"], "Deputy", ("draft",), "Letter", AT.date(), None, "treaty")
        _number, made = invite(conn, by, NewPerson("Deputy", "deputy@mofa.example", "en"), new, AT)
    provider.people["deputy"] = {"email": "deputy@mofa.example", "email_verified": True}
    visitor, page = world.visitor(), f"/link/{made.token}"
    assert "Or without a password" in visitor.get(page).text
    told = provider.answer_to(sent(visitor, f"{page}/provider/JPN", page), "deputy")
    answer = back(visitor, told)

    assert 303 == answer.status_code, answer.text
    assert 200 == visitor.get("/desk").status_code
    assert 404 == world.visitor().get(page).status_code
    assert rows(world, INVITATION)[-1].used_at is not None
    with world.reading() as conn:
        kept = conn.execute(select(PERSON.c.password_hash).where(PERSON.c.email == "deputy@mofa.example")).scalar()
    assert kept is None


def test_a_link_that_resets_a_password_links_nothing(world: World, provider: Provider) -> None:
    """No button, and an address that was made up is refused as unknown."""
    registered(world, provider)
    manager = world.signed_in(MANAGER)
    number = world.people[OFFICIAL]
    shown = manager.post(f"/my-party/people/{number}/link", form_at=f"/my-party/people/{number}").text
    found = re.search(r"/link/([\w-]+)", shown)
    assert found is not None
    visitor, page = world.visitor(), f"/link/{found[1]}"
    assert "Or without a password" not in visitor.get(page).text
    told = provider.answer_to(sent(visitor, f"{page}/provider/JPN", page), "official-sub")

    assert 404 == back(visitor, told).status_code
    assert [] == rows(world, PROVIDER_LINK)


def proof_of(provider: Provider, visitor: Visitor, subject: str = "manager-sub") -> TestResponse:
    """Prove it again at the provider, in another tab."""
    address = sent(visitor, "/prove/provider", "/prove")
    assert "prompt=login" in address
    assert "max_age=0" in address
    return back(visitor, provider.answer_to(address, subject))


def test_before_what_binds_it_is_proved_again_at_the_provider(world: World, provider: Provider) -> None:
    """In a new tab; the form that waits goes on with what was typed."""
    linked(world, provider)
    came = enter(world, provider, "manager-sub").visitor
    answers = {"needs": "none", "proof_minutes": "30"}
    with clock.frozen(LATER):
        asks = came.post("/my-party/sign-in", form_at="/my-party/sign-in", **answers)
        assert 403 == asks.status_code
        assert "Sign-in of the ministry" in asks.text
        assert 'name="proof_minutes" value="30"' in asks.text
        token = rows(world, SIGN_IN_SESSION)[-1].token_hash
        done = proof_of(provider, came)

        assert (200, True) == (done.status_code, "It is proved" in done.text)
        assert token != rows(world, SIGN_IN_SESSION)[-1].token_hash
        assert 303 == came.post("/my-party/sign-in", form_at="/my-party/sign-in", **answers).status_code


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"auth_time": seconds(AT)}, "did not ask you again"),
        ({"auth_time": None}, "did not ask you again"),
        ({"auth_time": seconds(LATER) + 3600}, "did not ask you again"),
        ({"sub": "official-sub", "email": OFFICIAL}, "Another person signed in"),
    ],
)
def test_a_proof_that_is_old_or_of_somebody_else_counts_for_nothing(
    world: World, provider: Provider, claims: dict[str, Any], sentence: str
) -> None:
    """The provider must have asked, now, the very person; the form stays refused."""
    linked(world, provider)
    link(provider, world.signed_in(OFFICIAL), "official-sub")
    came = enter(world, provider, "manager-sub").visitor
    provider.claims = claims
    with clock.frozen(LATER):
        answer = proof_of(provider, came)
        assert (422, True) == (answer.status_code, sentence in answer.text)
        refused = came.post("/my-party/sign-in", form_at="/my-party/sign-in", needs="none", proof_minutes="30")

        assert 403 == refused.status_code


def test_a_session_of_the_own_is_not_proved_by_a_provider(world: World, provider: Provider) -> None:
    """Whoever signed in by password and may act for others proves it with what is the own: 404, and no button."""
    linked(world, provider)
    visitor = world.signed_in(MANAGER)

    assert "Sign-in of the ministry" not in visitor.get("/prove").text
    assert 404 == visitor.post("/prove/provider", form_at="/prove").status_code


def test_ending_a_link_ends_what_it_opened(world: World, provider: Provider) -> None:
    """By the person, and by the manager, who does it to nobody else's people; it stands in the record."""
    linked(world, provider, OFFICIAL, "official-sub")
    came = enter(world, provider, "official-sub").visitor
    number = world.people[OFFICIAL]
    assert 404 == world.signed_in(FRENCH_MANAGER).post(f"/my-party/people/{number}/sign-in/provider/unlink").status_code
    manager = world.signed_in(MANAGER)
    page = f"/my-party/people/{number}/sign-in"
    assert "End the link" in manager.get(page).text
    assert 303 == manager.post(f"{page}/provider/unlink", form_at=page).status_code

    assert "/sign-in" in came.get("/desk").location
    assert [] == rows(world, PROVIDER_LINK)
    assert "provider_unlinked" == told_in_log(world, "sign_in")[-1][1]["event"]
    wrong(world, provider, "is linked with nobody here", "official-sub")


def test_another_issuer_or_client_ends_every_link(world: World, provider: Provider) -> None:
    """A subject means somebody else there; the secret is asked again."""
    linked(world, provider)
    manager = world.signed_in(MANAGER)
    answer = manager.post(SETTINGS, form_at=SETTINGS, **answers_of(provider, client_id="another", secret=""))
    assert 422 == answer.status_code
    answer = manager.post(SETTINGS, form_at=SETTINGS, **answers_of(provider, client_id="another"))

    assert 303 == answer.status_code
    assert [] == rows(world, PROVIDER_LINK)
    assert 1 == told_in_log(world, "sign_in_setting")[-1][1]["links_ended"]


def test_removing_the_provider_ends_links_and_sessions(world: World, provider: Provider) -> None:
    """Password and passkeys are there again for everybody."""
    linked(world, provider, OFFICIAL, "official-sub")
    came = enter(world, provider, "official-sub").visitor
    manager = world.signed_in(MANAGER)
    assert 303 == manager.post(f"{SETTINGS}/remove", form_at=SETTINGS).status_code

    assert "/sign-in" in came.get("/desk").location
    assert ([], []) == (rows(world, PROVIDER_LINK), rows(world, IDENTITY_PROVIDER))
    assert 404 == world.visitor().get("/sign-in/providers/JPN").status_code
    assert 404 == manager.post(f"{SETTINGS}/remove", form_at=SETTINGS).status_code


def log_out(world: World, token: str) -> int:
    """Tell this installation that somebody signed out there."""
    return world.app.test_client().post("/sign-in/providers/JPN/logout", data={"logout_token": token}).status_code


def test_who_signs_out_at_the_provider_is_signed_out_here(world: World, provider: Provider) -> None:
    """Its sessions alone; the token that comes again later ends nothing that began after it."""
    linked(world, provider)
    came = enter(world, provider, "manager-sub").visitor
    own = world.signed_in(MANAGER)
    token = provider.log_out_token("manager-sub")

    assert 200 == log_out(world, token)
    assert "/sign-in" in came.get("/desk").location
    assert 200 == own.get("/my-party").status_code
    assert ("JPN", 1) == (
        told_in_log(world, "sign_in")[-1][0],
        told_in_log(world, "sign_in")[-1][1]["sessions_ended"],
    )
    with clock.frozen(AT + timedelta(minutes=1)):
        again = enter(world, provider, "manager-sub").visitor
        assert 200 == log_out(world, token)
        assert 200 == again.get("/my-party").status_code


@pytest.mark.parametrize(
    "other",
    [
        {"aud": "another"},
        {"iss": "http://127.0.0.1:1"},
        {"events": {}},
        {"events": None},
        {"nonce": "x"},
        {"jti": None},
        {"iat": seconds(AT) - 121},
        {"iat": None},
        {"exp": seconds(AT) - 61},
        {"sub": None},
    ],
)
def test_a_logout_token_that_does_not_hold_ends_nothing(
    world: World, provider: Provider, other: dict[str, Any]
) -> None:
    """400, and the session goes on; an ID token is none either."""
    linked(world, provider)
    came = enter(world, provider, "manager-sub").visitor

    assert 400 == log_out(world, provider.log_out_token("manager-sub", **other))
    assert 400 == log_out(world, provider.token({"subject": "manager-sub", "nonce": "x"}))
    assert 400 == log_out(world, "")
    provider.header = {"typ": "JWT"}
    assert 400 == log_out(world, provider.log_out_token("manager-sub"))
    provider.header = {}
    assert 200 == came.get("/my-party").status_code


def test_how_often_somebody_is_sent_away_is_counted_in_the_database(world: World, provider: Provider) -> None:
    """The sixty-first within a minute is refused, with a wait, also by another process."""
    registered(world, provider)
    visitor, page = world.visitor(), "/sign-in/providers/JPN"
    codes = [visitor.post(page, form_at=page).status_code for _each in range(61)]

    assert [200] * 60 + [429] == codes
    with clock.frozen(AT + timedelta(minutes=1)):
        assert 200 == visitor.post(page, form_at=page).status_code
