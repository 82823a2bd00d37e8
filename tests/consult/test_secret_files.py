"""Changing the installation's secret: what was kept stays readable, sessions go on, a break leaves no gap."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import select

from consult import clock, create_app, kept_secrets, secret_files
from consult.accounts import codes
from consult.cli import cli
from consult.commands import installation
from consult.db import writing
from consult.delivery import endpoints
from consult.models.signin import CODE_GENERATOR
from consult.models.webhooks import WEBHOOK_SECRET
from consult.refusals import Closed
from consult.settings import Settings
from tests.consult.web.world import AT, LIAISON, MANAGER, World, build
from tests.house import tree

PURPOSES = {"consult one-time codes", "consult webhooks"}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Give a world whose secret lies in a file, with a secret of one-time codes kept under it."""
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    for name in ("CONSULT_SECRET_KEY", "CONSULT_SECRET_KEY_PREVIOUS", "DATABASE_URL", "PORT"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "config.toml").write_text("[hashing]\ntime_cost = 1\nmemory_kib = 8\nparallelism = 1\n")
    installation.load_settings()
    world = build(tmp_path, secret_key=Settings.load().secret_key)
    with world.writing() as conn:
        codes.begin_codes(conn, world.people[LIAISON], Settings.load().secret_key, AT)
    return world


def secret_under(world: World, key: str) -> str:
    """Read the secret of one-time codes under a secret of the installation."""
    with world.reading() as conn:
        return codes.secret_begun(conn, world.people[LIAISON], key)


def run(*arguments: str) -> str:
    """Run a command; give what it says."""
    info = ScriptInfo(create_app=installation.open_application, set_debug_flag=False)
    return CliRunner().invoke(cli, ["secret", *arguments], obj=info).output


def test_what_was_kept_is_read_under_the_new_secret_and_not_under_the_old(house: World) -> None:
    """The files change places, each for its owner only; asked twice without forgetting it is refused."""
    old = Settings.load()
    before = secret_under(house, old.secret_key)
    with clock.frozen(AT):
        assert "1 kept secrets were moved" in run("rotate")
        assert "Forget it first" in run("rotate")
    new = Settings.load()

    assert (before, old.secret_key) == (secret_under(house, new.secret_key), new.previous_secret)
    assert new.secret_key != old.secret_key
    with pytest.raises(kept_secrets.Unreadable):
        secret_under(house, old.secret_key)
    folder = Path(house.app.instance_path)
    assert [0o600, 0o600] == [(folder / name).stat().st_mode & 0o777 for name in ("secret", "secret.previous")]
    assert not (folder / "secret.next").exists()
    with clock.frozen(AT):
        assert "is forgotten" in run("forget")
        assert "There is no earlier secret" in run("forget")
    assert "" == Settings.load().previous_secret
    house.engine.dispose()


def test_a_session_goes_on_under_the_old_secret_until_it_is_forgotten(house: World) -> None:
    """The cookie was signed before; a process of after the change takes it, one of after the forgetting does not."""
    with clock.frozen(AT):
        cookie = house.signed_in(MANAGER).client.get_cookie("consult")
        run("rotate")
        answers = []
        for _each in range(2):
            client = create_app(replace(Settings.load(), public_reads=1_000_000)).test_client()
            assert cookie is not None
            client.set_cookie("consult", cookie.value)
            answers.append(client.get("/my-party").status_code)
            run("forget")
    house.engine.dispose()

    assert [200, 303] == answers


def test_what_breaks_off_is_finished_by_asking_again(house: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the rows were changed and before the files were: nothing is under a secret that no file holds."""
    settings = Settings.load()
    before = secret_under(house, settings.secret_key)

    def kill(*_places: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(secret_files.os, "link", kill)
        with pytest.raises(KeyboardInterrupt):
            secret_files.rotate(settings, lambda: writing(house.engine), in_environment=False)
    kept = (settings.instance / secret_files.NEXT).read_text().strip()
    assert before == secret_under(house, kept)

    secret_files.rotate(Settings.load(), lambda: writing(house.engine), in_environment=False)

    assert (kept, before) == (Settings.load().secret_key, secret_under(house, kept))
    house.engine.dispose()


def test_what_an_old_process_kept_meanwhile_is_moved_when_the_secret_is_forgotten(house: World) -> None:
    """A server that was not restarted yet kept something under the old secret after the change."""
    old = Settings.load().secret_key
    with clock.frozen(AT):
        run("rotate")
        with house.writing() as conn:
            codes.begin_codes(conn, house.people[LIAISON], old, AT)
        run("forget")

    assert secret_under(house, Settings.load().secret_key)
    house.engine.dispose()


def test_a_secret_of_the_environment_is_changed_there_and_what_was_kept_follows(
    house: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the earlier one there is nothing to read by: a sentence says what to set."""
    old, new = Settings.load().secret_key, "n" * 40
    monkeypatch.setenv("CONSULT_SECRET_KEY", new)
    with clock.frozen(AT):
        assert "CONSULT_SECRET_KEY_PREVIOUS" in run("rotate")
        monkeypatch.setenv("CONSULT_SECRET_KEY_PREVIOUS", old)
        assert "1 kept secrets were moved" in run("rotate")

    assert secret_under(house, new)
    house.engine.dispose()


def test_every_place_in_which_secrets_are_kept_is_known(house: World) -> None:
    """Whoever locks a secret says where it lies; otherwise it would be lost with the next change."""
    lockers = {path.as_posix() for path in tree.sources("consult") if "kept_secrets.lock(" in tree.text(path)}
    remembered = {path.as_posix() for path in tree.sources("consult") if "kept_secrets.remember(" in tree.text(path)}

    assert PURPOSES <= set(kept_secrets.places())
    assert (CODE_GENERATOR.c.secret, WEBHOOK_SECRET.c.kept) == tuple(
        kept_secrets.places()[one] for one in sorted(PURPOSES)
    )
    assert endpoints.MOST
    assert len(lockers) <= len(remembered)
    with house.reading() as conn:
        assert 1 == len(conn.execute(select(CODE_GENERATOR)).all())
    house.engine.dispose()


def test_a_change_is_refused_while_an_earlier_one_is_not_forgotten(house: World) -> None:
    """Two old secrets at once would let none go."""
    settings = Settings.load()
    (settings.instance / "secret.previous").write_text("x" * 40)
    with pytest.raises(Closed):
        secret_files.rotate(settings, lambda: writing(house.engine), in_environment=False)
    house.engine.dispose()
