"""The front of an installation: a server in front that is right, and each way in which it is wrong."""

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from sqlalchemy import Engine

from consult import clock, create_app, migrate
from consult.db import make_engine
from consult.doctor.clockwork import examine_clock
from consult.doctor.findings import Degree, Finding
from consult.doctor.front import FORGED, STAMP, Answered, ask, examine_front, is_stamped, stamp
from consult.jobs.sealing import Sealing
from consult.log.rotating import close_origin
from consult.log.sealing import seal
from consult.log.signer import NotSigned, make_key, open_signer
from consult.settings import Log, Settings
from tests.browser.harness import served
from tests.consult.test_commands import call
from tests.consult.test_commands import instance as instance
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT

Wsgi = Callable[[dict[str, Any], Any], Any]
HOST = "consult.mofa.example"
VISITOR = "198.51.100.4"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give the settings of an installation behind a server for TLS."""
    return Settings.for_tests(tmp_path, https=True, host_name=HOST)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """Give its database, brought up."""
    found = make_engine(settings.database_url)
    migrate.upgrade(found)
    yield found
    found.dispose()


def front(app: Flask, *, believes: bool = False, tells_scheme: bool = True, keeps: bool = True) -> Wsgi:
    """Stand before an application as a server for TLS does, or as one that is set wrongly does."""
    inner: Any = app.wsgi_app

    def handle(environ: dict[str, Any], begin: Any) -> Any:
        if not (believes and "HTTP_X_FORWARDED_FOR" in environ):
            environ["HTTP_X_FORWARDED_FOR"] = VISITOR
        environ.pop("HTTP_X_FORWARDED_PROTO", None)
        environ["wsgi.url_scheme"] = "http"  # between the two it is unsealed
        if tells_scheme:
            environ["HTTP_X_FORWARDED_PROTO"] = "https"

        def began(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return begin(status, headers if keeps else [one for one in headers if "Policy" not in one[0]], *rest)

        return inner(environ, began)

    return handle


def asks_by(app: Flask, plain: Answered | None = None, **how: bool) -> Callable[[str, Mapping[str, str]], Answered]:
    """Ask as somebody outside does: sealed by the front, unsealed by whatever answers there (None: nobody)."""
    app.wsgi_app = front(app, **how)  # type: ignore[method-assign, assignment]  # the way that Flask names for it

    def asking(address: str, headers: Mapping[str, str]) -> Answered:
        if address.startswith("http:"):
            if plain is None:
                raise ConnectionRefusedError("refused")
            return plain
        got = app.test_client().get("/healthz", base_url=f"https://{HOST}", headers=dict(headers))
        return Answered(got.status_code, {name.lower(): value for name, value in got.headers}, got.data)

    return asking


def wrongs(found: Iterator[Finding]) -> list[str]:
    """Give what is wrong; each says how to mend it."""
    listed = [one for one in found if one.degree is Degree.WRONG]
    assert all(one.mends for one in listed)
    return [one.says for one in listed]


def test_a_front_that_is_right_is_sound(settings: Settings, engine: Engine) -> None:
    """It writes the visitor's address itself, says https, hands host and headers on, and leads to https."""
    leads = Answered(308, {"location": f"https://{HOST}/healthz"}, b"")
    for plain in (None, leads):
        found = list(examine_front(settings, engine, None, asks_by(create_app(settings), plain)))
        assert {Degree.SOUND} == {one.degree for one in found}


def test_a_front_that_hands_on_what_a_visitor_wrote_is_wrong(settings: Settings, engine: Engine) -> None:
    """Anybody could guess passwords under a new address each time."""
    says = wrongs(examine_front(settings, engine, None, asks_by(create_app(settings), believes=True)))
    assert ["A visitor's own X-Forwarded-For is believed, so that the brake on guessing can be gone round."] == says


def test_a_front_that_does_not_say_https_is_wrong(settings: Settings, engine: Engine) -> None:
    """Links would lead to http, and browsers would not be told to stay with https."""
    unsealed = replace(settings, https=False)
    says = wrongs(examine_front(unsealed, engine, None, asks_by(create_app(unsealed), tells_scheme=False)))
    assert "Cookies may travel unsealed, and what a server in front says of visitors is not read." in says
    assert any(one.startswith("These headers do not reach the visitor: Strict-Transport") for one in says)


def test_a_front_that_takes_headers_away_is_wrong(settings: Settings, engine: Engine) -> None:
    """The policy on content is one of them."""
    says = wrongs(examine_front(settings, engine, None, asks_by(create_app(settings), keeps=False)))
    assert ["These headers do not reach the visitor: Content-Security-Policy."] == says


def test_a_front_that_serves_unsealed_is_wrong(settings: Settings, engine: Engine) -> None:
    """What it serves there can be read on the way."""
    says = wrongs(examine_front(settings, engine, None, asks_by(create_app(settings), Answered(200, {}, b"{}"))))
    assert [f"http://{HOST} answers unsealed (200)."] == says


def test_another_program_at_the_address_is_told(settings: Settings, engine: Engine) -> None:
    """So is this one with another secret: it does not know the stamp."""
    strange = replace(settings, secret_key="another secret, for tests only")
    says = wrongs(examine_front(strange, engine, None, asks_by(create_app(settings))))
    assert [f"What answers at https://{HOST} is not this installation (200)."] == says


def test_a_name_that_is_nobodys_and_an_installation_for_exercises_are_told(settings: Settings, engine: Engine) -> None:
    """Before it is asked."""
    new = replace(settings, host_name="consult.example.int", exercise=True)
    found = list(examine_front(new, engine, f"https://{HOST}", asks_by(create_app(settings))))
    assert "The host is named consult.example.int, which is nobody's name." in wrongs(iter(found))
    assert "This is an installation for exercises." in [one.says for one in found if one.degree is Degree.LOOK]


def test_a_log_that_was_signed_under_a_name_that_is_nobodys_is_not_told_to_change_it(
    settings: Settings, engine: Engine
) -> None:
    """Before the first signature the name is set; after it that would close the sealing, until the origin is ended and
    the name is changed together with the epoch, which goes."""
    named = replace(settings, host_name="consult.example.int")

    def advice() -> str:
        found = examine_front(named, engine, None, asks_by(create_app(named)))
        return next(one.mends for one in found if one.says.endswith("which is nobody's name."))

    before = advice()
    make_key(named, stored=False)
    seal(engine, open_signer(named), AT)

    assert "Set host_name: the log and every link bear it." == before
    assert advice().startswith("Do not change host_name now: the log was signed as consult.example.int/audit/1, and")
    assert "then write host_name together with epoch = 2 under [log]" in advice()
    alone = replace(named, host_name=HOST)
    with pytest.raises(NotSigned, match="The key in the folder is that of consult"):
        Sealing(engine, alone).turn(AT)
    close_origin(named, AT)
    together = replace(alone, log=Log(epoch=2))
    assert Sealing(engine, together).turn(AT)
    assert f"{HOST}/audit/2" == open_signer(together).origin


def test_only_somebody_with_the_secret_is_told_how_a_question_arrived(settings: Settings) -> None:
    """Without a stamp, with one that is false, and with one that is a minute old nothing is told."""
    client = create_app(settings).test_client()
    old = TimestampSigner("x" * 9, salt="consult-doctor").sign(b"seen").decode()
    for given in ({}, {STAMP: "seen"}, {STAMP: old}, {STAMP: "é"}):
        assert b"seen" not in client.get("/healthz", headers=given).data
    told = json.loads(client.get("/healthz", headers={STAMP: stamp(settings.secret_key)}).data)
    assert {"address", "scheme", "host"} == set(told["seen"])


def test_a_stamp_is_good_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second later somebody who overheard it learns nothing."""
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: 1_795_165_200)
    made = stamp("a secret")
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: 1_795_165_260)
    assert is_stamped("a secret", made)
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: 1_795_165_261)
    assert not is_stamped("a secret", made)


def test_a_real_address_is_asked(settings: Settings, engine: Engine) -> None:
    """Over a real connection; where nobody answers, that is told."""
    app = create_app(settings)
    app.wsgi_app = front(app)  # type: ignore[method-assign, assignment]  # the way that Flask names for it
    with served(app) as start:
        answer = ask(f"{start}/healthz", {STAMP: stamp(settings.secret_key), "X-Forwarded-For": FORGED})
        assert VISITOR == json.loads(answer.body)["seen"]["address"]
    says = wrongs(examine_front(settings, engine, start))
    assert 1 == len(says)
    assert says[0].startswith(f"{start} does not answer: ")


def test_a_certificate_that_nobody_trusts_is_told(settings: Settings, engine: Engine) -> None:
    """As of an address that does not answer."""

    def distrust(_address: str, _headers: Mapping[str, str]) -> Answered:
        raise ssl.SSLCertVerificationError("certificate verify failed")

    says = wrongs(examine_front(settings, engine, None, distrust))
    assert [f"https://{HOST} does not answer: ('certificate verify failed',)"] == says


@pytest.mark.sqlite("the server of the tests forgets on purpose, and its clock does not stand still")
def test_a_clock_that_is_behind_the_record_is_wrong(tmp_path: Path) -> None:
    """The newest act was recorded at nine; the clock reads a second before."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        serve_berth(world.signed_in("all@jpn.example"))
    found = wrongs(examine_clock(world.engine, AT - timedelta(seconds=1)))
    assert [one for one in found if one.startswith("The newest act bears a later instant")] == found
    assert 1 == len(found)
    assert [] == wrongs(examine_clock(world.engine, AT))
    world.engine.dispose()


@pytest.mark.sqlite("the server of the tests forgets on purpose, and its clock does not stand still")
def test_the_command_says_each_finding_and_leaves_with_one_where_something_is_wrong(instance: Path) -> None:
    """A new installation does no background work yet; for programs each finding is a line of JSON."""
    instance.chmod(0o700)
    with clock.frozen(AT):
        said = call("doctor", "--no-outside")
        lines = call("doctor", "--no-outside", "--json")
    assert 1 == said.exit_code
    assert "work: Nobody does the background work" in said.output
    assert "1 thing is wrong." == said.output.splitlines()[-1]
    found = [json.loads(line) for line in lines.output.splitlines()]
    assert 1 == sum(one["degree"] == "wrong" for one in found)
    parts = {"keys", "files", "database", "documents", "clock", "work", "machines", "operations", "backups"}
    assert parts == {one["part"] for one in found}


def test_the_command_makes_nothing_where_there_is_no_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so and leaves with two."""
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path / "none"))
    said = call("doctor")
    assert 2 == said.exit_code
    assert "none: there is no installation here." in said.output
    assert not (tmp_path / "none").exists()
