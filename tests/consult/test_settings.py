"""Settings: what an installation may choose, and how a wrong choice is refused."""

import stat
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped] # the library has no types
from gunicorn.workers.base import Worker  # type: ignore[import-untyped] # the library has no types

from consult.commands.server import options
from consult.personal.rules import days_of
from consult.settings import CHEAP_HASHING, Retention, Settings, SettingsError, create_secret

SECRET = {"CONSULT_SECRET_KEY": "s" * 32}


@pytest.mark.sqlite("an installation that names no database has a file")
def test_an_instance_with_nothing_but_a_secret_has_defaults(tmp_path: Path) -> None:
    """Database and documents lie in the instance folder unless something else is said."""
    create_secret(tmp_path)

    settings = Settings.load(tmp_path, {})

    assert f"sqlite:///{tmp_path / 'consult.sqlite'}" == settings.database_url
    assert tmp_path / "documents" == settings.documents
    assert (8000, False, False) == (settings.port, settings.https, settings.exercise)


def test_a_file_chooses_and_the_environment_overrides(tmp_path: Path) -> None:
    """Values and tables of config.toml are taken; DATABASE_URL and PORT of the environment win."""
    (tmp_path / "config.toml").write_text(
        'host_name = "consult.esa.int"\nport = 81\nexercise = true\ndocuments = "papers"\n'
        "gate_seconds = 3\n[uploads]\ndocument_bytes = 1000\n[hashing]\ntime_cost = 2\n"
    )

    settings = Settings.load(tmp_path, {**SECRET, "DATABASE_URL": "postgresql:///consult", "PORT": "8080"})

    assert ("consult.esa.int", 8080, True) == (settings.host_name, settings.port, settings.exercise)
    assert ("postgresql:///consult", tmp_path / "papers") == (settings.database_url, settings.documents)
    assert (3, 1000, 2) == (settings.gate_seconds, settings.uploads.document_bytes, settings.hashing.time_cost)


def test_the_environment_names_the_instance(tmp_path: Path) -> None:
    """CONSULT_INSTANCE chooses the folder when no other is given."""
    assert tmp_path == Settings.load(environ={**SECRET, "CONSULT_INSTANCE": str(tmp_path)}).instance


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("port = 80\nprot = 81\n", 2, "'prot' is not a setting; known here are: backups, database, database_url"),
        (
            "[uploads]\ndocument_bytes = 1\n\n[hashing]\nrounds = 2\n",
            5,
            "'rounds' is not a setting; known here are: memory",
        ),
        ("[uplods]\nx = 1\n", 1, "'uplods' is not a setting"),
        ("uploads.size = 1\n", 1, "'size' is not a setting"),
        ('secret_key = "x"\n', 1, "'secret_key' is not a setting"),
        ("uploads = 5\n", 1, "'uploads' is a table, written as [uploads]"),
        ('port = "80"\n', 1, "'port' must be a whole number, not '80'"),
        ("port = true\n", 1, "'port' must be a whole number, not True"),
        ("port = 0\n", 1, "'port' must be greater than zero, not 0"),
        ("port = -1\n", 1, "'port' must be greater than zero, not -1"),
        ("[serving]\nrequest_seconds = 0\n", 2, "'request_seconds' must be greater than zero, not 0"),
        ("[serving]\ndrain_seconds = -0.5\n", 2, "'drain_seconds' must be zero or greater, not -0.5"),
        ("[serving]\nrenewed_after = -1\n", 2, "'renewed_after' must be zero or greater, not -1"),
        ("[retention]\nsessions = -1\n", 2, "'sessions' must be zero or greater, not -1"),
        ("https = 1\n", 1, "'https' must be true or false, not 1"),
        ("documents = 1\n", 1, "'documents' must be a text, not 1"),
        ('[documents]\nbuckets = "b"\n', 2, "'buckets' is not a setting; known here are: addressing, bucket, ca_file"),
        ('[documents]\nsecret_key = "x"\n', 2, "'secret_key' is not a setting"),
        ('[documents]\naccess_key = "x"\n', 2, "'access_key' is not a setting"),
        ('gate_seconds = "1"\n', 1, "'gate_seconds' must be a number, not '1'"),
        ('\nhost_name = "https://x/"\n', 2, "'host_name' must be a plain host name, not 'https://x/'"),
        ('[mail]\nsender = "Consult <a@b.int>"\n', 2, "'sender' must be one mail address, not 'Consult <a@b.int>'"),
        ('[mail]\nbase = "consult.int"\n', 2, "'base' must begin with http:// or https://, not 'consult.int'"),
        ('[mail]\npassword = "x"\n', 2, "'password' is not a setting; known here are: base, host"),
    ],
)
def test_a_wrong_setting_is_refused_with_file_and_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    """Unknown keys, wrong types and impossible values are named where they stand."""
    (tmp_path / "config.toml").write_text(text)

    with pytest.raises(SettingsError) as refusal:
        Settings.load(tmp_path, SECRET)

    assert str(refusal.value).startswith(f"{tmp_path / 'config.toml'}, line {line}: {reason}")


def test_zero_is_taken_where_it_means_something(tmp_path: Path) -> None:
    """A server that waits for no proxy and is never renewed, and every kind that may be kept for good; a default that
    is zero may be written too."""
    kinds = [each.name for each in fields(Retention)]
    lines = ["[serving]", "drain_seconds = 0.0", "renewed_after = 0", "[retention]", *(f"{kind} = 0" for kind in kinds)]
    (tmp_path / "config.toml").write_text("\n".join(lines))

    settings = Settings.load(tmp_path, SECRET)

    assert (0.0, 0) == (settings.serving.drain_seconds, settings.serving.renewed_after)
    assert {} == days_of(settings.retention), "whatever is kept has no day on which it goes"
    given = options(settings, "127.0.0.1:0", 1, 1)
    chosen = Config()
    for name in ("max_requests", "max_requests_jitter", "worker_tmp_dir"):
        chosen.set(name, given[name])
    worker = Worker(1, 1, [], None, 1, chosen, None)
    worker.tmp.close()
    assert sys.maxsize == worker.max_requests, "the server renews no process"


def test_every_number_that_is_zero_by_default_may_be_written(tmp_path: Path) -> None:
    """What an operator copies out of the documents is never refused."""
    tables = {name: kind for name, kind in Settings.TABLES.items() if name != "documents"}
    zeros = [(name, each.name) for name, kind in tables.items() for each in fields(kind) if each.default in (0, 0.0)]
    zeros = [(name, key) for name, key in zeros if not isinstance(getattr(tables[name](), key), bool)]

    (tmp_path / "config.toml").write_text("".join(f"{name}.{key} = 0\n" for name, key in zeros))

    assert Settings.load(tmp_path, SECRET)
    assert ("serving", "drain_seconds") in zeros


def test_a_file_that_is_not_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    """A broken file says where it breaks."""
    (tmp_path / "config.toml").write_text("port = 1\nport\n")

    with pytest.raises(SettingsError, match=r"config\.toml: .*line 2"):
        Settings.load(tmp_path, SECRET)


def test_a_port_that_is_no_number_is_refused(tmp_path: Path) -> None:
    """A word in PORT is refused with the word."""
    with pytest.raises(SettingsError, match="PORT: a number is expected, not 'http'"):
        Settings.load(tmp_path, {**SECRET, "PORT": "http"})


def test_without_a_secret_nothing_starts(tmp_path: Path) -> None:
    """An instance without a secret is refused with the way out."""
    with pytest.raises(SettingsError, match="there is no secret; create one or set CONSULT_SECRET_KEY"):
        Settings.load(tmp_path, {})


@pytest.mark.parametrize(("given", "kept"), [(0o755, 0o750), (0o777, 0o770), (0o700, 0o700)])
def test_the_folder_of_a_new_installation_is_closed_to_others(tmp_path: Path, given: int, kept: int) -> None:
    """Before anything lies in it; whoever opens it again later knows why, and it stays so."""
    tmp_path.chmod(given)
    create_secret(tmp_path)
    assert kept == stat.S_IMODE(tmp_path.stat().st_mode)

    tmp_path.chmod(0o755)
    create_secret(tmp_path)
    assert 0o755 == stat.S_IMODE(tmp_path.stat().st_mode)


def test_a_folder_of_another_user_is_left_to_whoever_looks_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its mode is not ours to change: the secret is written, and consult doctor tells of the folder."""

    def forbidden(*_given: object) -> None:
        raise PermissionError

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", forbidden)
    assert create_secret(tmp_path).is_file()
    assert 0o755 == stat.S_IMODE(tmp_path.stat().st_mode)


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """A secret file must belong to its owner alone."""
    create_secret(tmp_path).chmod(0o640)

    with pytest.raises(SettingsError, match="others than its owner may open it; set its mode to 600"):
        Settings.load(tmp_path, {})


@pytest.mark.parametrize("environ", [{}, {"CONSULT_SECRET_KEY": "short"}])
def test_a_short_secret_is_refused(tmp_path: Path, environ: dict[str, str]) -> None:
    """Less than thirty-two characters are no secret, wherever they come from."""
    path = tmp_path / "secret"
    path.write_text("short\n")
    path.chmod(0o600)

    with pytest.raises(SettingsError, match="a secret needs at least 32 characters"):
        Settings.load(tmp_path, environ)


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    """Making it again keeps it, and no two instances have the same."""
    path = create_secret(tmp_path / "a")
    first = path.read_text()

    assert path == create_secret(tmp_path / "a")
    assert first == path.read_text()
    assert first != create_secret(tmp_path / "b").read_text()
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


def test_neither_secret_nor_database_address_is_shown(tmp_path: Path) -> None:
    """Settings can be written to a log without giving anything away."""
    shown = repr(Settings.load(tmp_path, {**SECRET, "DATABASE_URL": "postgresql://a:password@b/c"}))

    assert "password" not in shown
    assert "s" * 32 not in shown


@pytest.mark.sqlite("an installation that names no database has a file")
def test_tests_get_settings_over_a_folder_of_their_own(tmp_path: Path) -> None:
    """Settings for tests hash cheaply and take changes by name."""
    settings = Settings.for_tests(tmp_path, exercise=True)

    assert (True, CHEAP_HASHING) == (settings.exercise, settings.hashing)
    assert str(tmp_path) in settings.database_url


MAIL = '[mail]\nhost = "smtp.example.int"\nport = 587\nstarttls = true\nuser = "consult"\n'


def test_the_password_for_mail_stands_in_a_file_of_its_owner_or_in_the_environment(tmp_path: Path) -> None:
    """The environment wins; a file that others can read is refused; neither is shown."""
    (tmp_path / "config.toml").write_text(MAIL)
    assert "" == Settings.load(tmp_path, SECRET).mail.password
    path = tmp_path / "mail-password"
    path.write_text("between two craters\n")
    path.chmod(0o600)

    found = Settings.load(tmp_path, SECRET)
    assert ("smtp.example.int", 587, True, "between two craters") == (
        found.mail.host,
        found.mail.port,
        found.mail.starttls,
        found.mail.password,
    )
    assert "crater" not in repr(found)
    assert "other" == Settings.load(tmp_path, {**SECRET, "CONSULT_MAIL_PASSWORD": "other"}).mail.password
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="mail-password: others than its owner may open it"):
        Settings.load(tmp_path, SECRET)


BUCKET = '[documents]\nstore = "s3"\nbucket = "papers"\nendpoint = "https://store.example.int"\n'
KEYS = 'access_key = "AKEXAMPLE"\nsecret_key = "nobody-else-knows"\n'


def test_documents_lie_in_a_bucket_by_a_table_and_its_keys_in_a_file_of_their_own(tmp_path: Path) -> None:
    """The keys are taken from the file of mode 600, or from the environment; nothing shows them."""
    (tmp_path / "config.toml").write_text(BUCKET)
    (tmp_path / "s3-credentials").write_text(KEYS)
    (tmp_path / "s3-credentials").chmod(0o600)

    stored = Settings.load(tmp_path, SECRET).stored
    given = {"CONSULT_S3_ACCESS_KEY": "other", "CONSULT_S3_SECRET_KEY": "another", "CONSULT_S3_SESSION_TOKEN": "token"}
    other = Settings.load(tmp_path, {**SECRET, **given}).stored

    assert ("s3", "papers", "AKEXAMPLE", "nobody-else-knows") == (
        stored.store,
        stored.bucket,
        stored.access_key,
        stored.secret_key,
    )
    assert ("other", "another", "token") == (other.access_key, other.secret_key, other.session_token)
    shown = repr(Settings.load(tmp_path, SECRET))
    assert "nobody-else-knows" not in shown
    assert "AKEXAMPLE" not in shown


def test_a_folder_may_be_named_in_the_table_too(tmp_path: Path) -> None:
    """As the plain text does."""
    (tmp_path / "config.toml").write_text('[documents]\nfolder = "papers"\n')

    settings = Settings.load(tmp_path, SECRET)

    assert (tmp_path / "papers", tmp_path / "papers" / "imported") == (settings.documents, settings.imports)


def test_a_bucket_without_keys_or_with_keys_that_others_read_is_refused(tmp_path: Path) -> None:
    """The sentence names the file and quotes nothing of it."""
    (tmp_path / "config.toml").write_text(BUCKET)
    with pytest.raises(SettingsError, match="s3-credentials: give access_key and secret_key there"):
        Settings.load(tmp_path, SECRET)

    path = tmp_path / "s3-credentials"
    path.write_text(KEYS)
    path.chmod(0o640)
    with pytest.raises(SettingsError, match="s3-credentials: others than its owner may open it"):
        Settings.load(tmp_path, SECRET)

    path.write_text("secret_key = nobody-else-knows")
    path.chmod(0o600)
    with pytest.raises(SettingsError, match="s3-credentials: this is not TOML") as refusal:
        Settings.load(tmp_path, SECRET)
    assert "nobody" not in str(refusal.value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('store = "ftp"', "store is “folder” or “s3”"),
        ('store = "s3"\nregion = "eu-1"', "name the bucket"),
        ('store = "s3"\nbucket = "papers"', "name the region, or the endpoint"),
        ('endpoint = "https://user:word@store.example.int"', "with no user in it"),
        ('endpoint = "https://store.example.int/papers"', "nothing behind it"),
        ('prefix = "../papers"', "prefix has letters"),
        ('addressing = "dns"', "addressing is “auto”, “path” or “virtual”"),
        ("sweep_days = 999999", "sweep_days is a number of days from 1 to 36500"),
        ('encryption = "rot13"', "encryption is “AES256” or “aws:kms”"),
    ],
)
def test_a_place_for_documents_that_nobody_can_ask_is_refused(tmp_path: Path, line: str, reason: str) -> None:
    """Each with what would do."""
    (tmp_path / "config.toml").write_text(f"[documents]\n{line}\n")

    with pytest.raises(SettingsError) as refusal:
        Settings.load(tmp_path, SECRET)

    assert str(refusal.value).startswith("[documents]: ")
    assert reason in str(refusal.value)
