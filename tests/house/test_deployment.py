"""The page and the samples for whoever deploys: every command, option, setting, file and unit in them exists, and what
can be run here is run.
"""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import psycopg
import pytest
import yaml
from click.testing import CliRunner
from sqlalchemy.engine import URL

from consult.cli import cli
from consult.commands.server import options
from consult.db import make_engine
from consult.jobs.sealing import Sealing
from consult.settings import Serving, Settings
from consult.web.health import bp as health
from tests import databases
from tests.consult.docket.conftest import START, build_office
from tests.house import tree

FOLDER = tree.ROOT / "docs" / "deployment"
PAGE = (tree.ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
UNITS = sorted((FOLDER / "systemd").iterdir())
SECRET = "a secret of at least thirty-two characters"
NO_SYSTEMD = "no systemd-analyze (make test-system installs it)"
PROGRAMS = {"useradd", "install", "make", "set", "export", "cp", "systemctl", "nginx", "docker", "cd", "consult"}
PUT_THERE = {"./certificates", "./postgres-password"}
"""What the sample for Docker takes from beside it, and whoever deploys puts there."""


def lines_of(language: str, page: str = PAGE) -> list[str]:
    """Give the lines of a page's blocks in a language, each command of a line by itself, without what stands after a
    sign of remark."""
    blocks = re.findall(rf"```{language}\n(.*?)```", page, re.S)
    bare = [line.partition(" #")[0] for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [one.strip() for line in bare for one in line.split(" && ") if one.strip()]


def parse(words: list[str]) -> None:
    """Look that a command of the product exists with these arguments and options; nothing is run."""
    group: click.Command = cli
    while isinstance(group, click.Group) and words and not words[0].startswith("-"):
        found = group.get_command(click.Context(group), words[0])
        assert found is not None, f"there is no command {words[0]}"
        group, words = found, words[1:]
    if words != ["--help"]:
        group.make_context(group.name, list(words), resilient_parsing=False)


def test_every_command_of_the_page_exists() -> None:
    """Those of the product with their options; those of the system are of a short list."""
    found = lines_of("sh")
    ours = [shlex.split(line)[1:] for line in found if line.startswith("consult ")]
    inline = re.findall(r"`consult ((?:run|worker|log|doctor|upgrade|migrate|backup)[^`]*)`", PAGE)
    for words in (*ours, *map(shlex.split, inline)):
        parse(words)

    assert 10 < len(ours)
    assert set() == {shlex.split(line)[0] for line in found} - PROGRAMS


def test_every_command_of_the_page_on_backups_exists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup that is put back is a file that is there."""
    found = lines_of("sh", tree.text(Path("docs/backups.md")))
    ours = [shlex.split(line)[1:] for line in found if line.startswith("consult ")]
    monkeypatch.chdir(tmp_path)
    for words in ours:
        for word in words:
            if word.endswith(".zip"):
                Path(word).touch()
        parse(words)

    assert {"backup", "restore", "log", "run", "migrate-database"} == {words[0] for words in ours}
    assert {"age", "age-keygen", "gpg", "consult"} == {shlex.split(line)[0] for line in found}


def test_every_file_unit_and_setting_that_the_page_names_exists() -> None:
    """Also each door of the health of a process, and each target of make."""
    named = set(re.findall(r"/opt/consult/(docs/[\w./-]+)", PAGE)) | {
        f"docs/{one}" for one in re.findall(r"\]\((\w[\w./-]+)\)", PAGE)
    }
    units = set(re.findall(r"consult-[a-z]+\.(?:service|socket|timer)", PAGE))
    settings = set(re.findall(r"`(\w+_(?:seconds|after))`", PAGE))
    targets = set(re.findall(r"make -C /opt/consult (\w+)", PAGE))

    assert [] == [one for one in named if not (tree.ROOT / one.rstrip("*")).exists()]
    assert units == {path.name for path in UNITS} - {"consult-backup.service"}
    assert settings <= {one.name for one in fields(Serving)}
    assert targets <= set(re.findall(r"^([a-z-]+):", tree.text(Path("Makefile")), re.M))
    assert {"/healthz", "/readyz"} == {f"/{one}" for one in re.findall(r"`/(\w+z)`", PAGE)}
    assert "health" == health.name


def test_the_sample_settings_and_variables_are_those_of_the_product(tmp_path: Path) -> None:
    """They are read as they stand, and the server is set by them."""
    shutil.copy(FOLDER / "config.toml", tmp_path / "config.toml")
    variables = sourced(FOLDER / "consult.env")
    settings = Settings.load(tmp_path, variables)
    set_ = options(settings, "127.0.0.1:8000", 2, 4)

    assert {"DATABASE_URL", "CONSULT_QUEUE", "CONSULT_LOG_MEMORY", "CONSULT_SECRET_KEY"} == set(variables)
    assert (variables["DATABASE_URL"], variables["CONSULT_LOG_MEMORY"]) == (settings.database_url, settings.log.memory)
    assert variables["CONSULT_QUEUE"] == settings.jobs.redis
    assert (Path("/srv/documents"), True) == (settings.documents, settings.serving.machines > 1)
    assert (60, 30, 20000, 2000) == tuple(
        set_[name] for name in ("timeout", "graceful_timeout", "max_requests", "max_requests_jitter")
    )
    assert (False, True, "") == (set_["preload_app"], set_["control_socket_disable"], set_["forwarded_allow_ips"])


def sourced(path: Path) -> dict[str, str]:
    """Give the variables of a file of variables as a shell that reads it passes them on."""
    script = 'set -a; . "$0"; env -0'
    done = subprocess.run(
        ["/bin/sh", "-c", script, str(path)], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=True
    )
    told = dict(one.split("=", 1) for one in done.stdout.split("\0") if one)
    return {name: value for name, value in told.items() if name not in ("PATH", "PWD", "OLDPWD", "SHLVL", "_")}


def test_a_value_of_the_sample_reaches_the_product_with_every_sign_in_it(tmp_path: Path) -> None:
    """A shell takes a bare & for the end of a line, $ for a variable and # for a remark: the address was lost, and the
    record began in SQLite. Quotation marks of this kind say the same to systemd and to Docker."""
    drawn = "a&b$c #d" * 5
    text = (FOLDER / "consult.env").read_text(encoding="utf-8")
    told = re.sub(r"PASSWORD|write-at-least[\w-]+", lambda _found: drawn, text)
    (tmp_path / "consult.env").write_text(told, encoding="utf-8")
    found = sourced(tmp_path / "consult.env")

    assert f"postgresql://consult:{drawn}@database/consult" == found["DATABASE_URL"]
    assert f"postgresql://consult:{drawn}@database/consult_signer" == found["CONSULT_LOG_MEMORY"]
    assert drawn == found["CONSULT_SECRET_KEY"]
    assert [] == [line for line in text.splitlines() if not re.fullmatch(r"#.*|\w+='[^']*'", line)]


def test_the_sample_for_docker_says_nothing_that_does_not_exist() -> None:
    """Commands and their options, services that wait for each other, volumes, files, plain names of images."""
    services = COMPOSE["services"]
    for name, service in services.items():
        assert re.fullmatch(r"[a-z]+(:[0-9.]+)?", service["image"]), name
        if service["image"] == "consult":
            parse([str(word) for word in service["command"]])
            assert (FOLDER / service["env_file"]).is_file()
            assert {"/srv/consult", "/srv/documents"} <= _mounted(service) or ["upgrade"] == service["command"]
        assert set(service.get("depends_on", ())) <= set(services)
        for volume in service.get("volumes", ()):
            place = volume.split(":")[0]
            known = (
                (FOLDER / place).exists() or place in PUT_THERE
                if place.startswith(".")
                else place in COMPOSE["volumes"] or f"{place} " in f"{_made_on_the_host()} "
            )
            assert known, f"{name}: {place}"
    for number in (1, 2):
        assert COMPOSE["x-web"]["command"] == services[f"web{number}"]["command"]
        assert COMPOSE["x-worker"]["command"] == services[f"worker{number}"]["command"]
    told = tree.text(Path("docs/deployment/config.toml"))
    least = sum(float(found[1]) for found in re.finditer(r"^(?:drain|grace)_seconds = ([0-9.]+)", told, re.M))
    assert int(COMPOSE["x-web"]["stop_grace_period"].rstrip("s")) > least
    assert "/readyz" in str(COMPOSE["x-web"]["healthcheck"])


def test_whoever_tells_of_backups_in_docker_sees_them() -> None:
    """23 November 2026: the settings name the files that the timer of the host makes. A container that does not see
    them says that there never was one, and the alert for it never ends."""
    told = re.search(r'^files = "(.+)"', tree.text(Path("docs/deployment/config.toml")), re.M)
    assert told is not None
    folder, services = str(Path(told[1]).parent), COMPOSE["services"]
    blind = {name for name in ("web1", "web2", "worker1", "worker2") if folder not in _mounted(services[name])}

    assert set() == blind
    assert f" {folder}" in _made_on_the_host()
    assert any(line.endswith(f" worker1 backup {folder}") for line in lines_of("sh"))


def _made_on_the_host() -> str:
    """Give the command by which the page makes the folder of backups for the user of the image."""
    user = re.search(r"--uid (\d+)", (FOLDER / "Dockerfile").read_text())
    assert user is not None
    (made,) = (line for line in lines_of("sh") if line.startswith(f"install -d -o {user[1]} "))
    return made


def _mounted(service: dict[str, Any]) -> set[str]:
    """Give where the volumes of a service lie in it."""
    return {volume.split(":")[1] for volume in service["volumes"]}


def test_the_image_is_built_from_what_the_tree_has() -> None:
    """Every file that is copied exists, the command is one of the product, and nobody serves as root."""
    text = (FOLDER / "Dockerfile").read_text()
    copied = [one for line in re.findall(r"^COPY (.+)$", text, re.M) for one in line.split()[:-1]]
    told = re.search(r"^CMD (.+)$", text, re.M)

    assert [] == [one for one in copied if not (tree.ROOT / one).exists()]
    assert told is not None
    parse([str(word) for word in yaml.safe_load(told[1])])
    assert "USER consult" in text
    assert "mkdir -p /srv/consult/signer /srv/documents" in text, "volumes there belong to whoever serves"


def commands_of_units() -> Iterator[tuple[str, list[str]]]:
    """Yield what the units run of the product."""
    for path in UNITS:
        for found in re.finditer(r"^ExecStart=/opt/consult/\.venv/bin/consult (.+)$", path.read_text(), re.M):
            yield path.name, found[1].split()


def test_the_units_run_commands_of_the_product_and_are_hardened() -> None:
    """With the variables of the sample, and nothing that they may write but the installation and its backups."""
    found = dict(commands_of_units())
    for words in found.values():
        parse(words)

    assert {"consult-web.service", "consult-worker.service", "consult-backup.service"} == set(found)
    for name in found:
        text = (FOLDER / "systemd" / name).read_text()
        for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "CapabilityBoundingSet="):
            assert line in text.splitlines(), f"{name}: {line}"
        assert "EnvironmentFile=/etc/consult/consult.env" in text
        assert set(re.findall(r"^ReadWritePaths=(.+)$", text, re.M)) <= {
            "/srv/consult -/srv/documents",
            "/srv/consult /srv/backups",
        }


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason=NO_SYSTEMD)
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """As it would when they are loaded; the program is another one, since that of the product lies elsewhere here."""
    for path in UNITS:
        text = re.sub(r"/opt/consult/\.venv/bin/consult( .*)?", "/bin/true", path.read_text())
        (tmp_path / path.name).write_text(text)
    names = [str(tmp_path / path.name) for path in UNITS]
    variables = {**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True, check=False, env=variables
    )
    ours = [line for line in done.stderr.splitlines() if "consult-" in line]

    assert [] == ours


@pytest.mark.postgres
@pytest.mark.sqlite("the way begins at the file of one machine")
def test_the_way_from_one_machine_to_several_is_the_one_on_the_page(
    postgres_server: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The databases are made by the page's own statements; then its commands are run one after the other over an
    installation whose log was signed, and another machine's signer goes on where the first one was.
    """
    part = PAGE.split("## From one machine to several")[1].split("\n## ")[0]
    name = f"consult_{os.urandom(4).hex()}"
    instance, backups = tmp_path / "instance", tmp_path / "backups"
    for folder in (instance, backups):
        folder.mkdir()
    server = postgres_server.set(drivername="postgresql")
    address, memory = (
        server.set(database=one).render_as_string(hide_password=False) for one in (name, f"{name}_signer")
    )
    office = build_office(databases.at(instance / "consult.sqlite"), instance)
    office.docket.open(office.standings["JPN"], "berth", at=START, title="Visit")
    office.engine.dispose()
    monkeypatch.setenv("CONSULT_INSTANCE", str(instance))
    monkeypatch.setenv("CONSULT_SECRET_KEY", SECRET)
    for variable in ("DATABASE_URL", "CONSULT_LOG_MEMORY"):
        monkeypatch.delenv(variable, raising=False)
    size = _sealed(Settings.load())
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        for line in lines_of("sql"):
            connection.execute(re.sub(r"\bconsult(_signer)?\b", rf"{name}\1", line).encode())
    try:
        for line in lines_of("sh", part):
            if line.startswith("set -a"):
                monkeypatch.setenv("DATABASE_URL", address)
                monkeypatch.setenv("CONSULT_LOG_MEMORY", memory)
                continue
            words = [_here(word, instance, backups, address) for word in shlex.split(line)[1:]]
            done = CliRunner().invoke(cli, words)
            assert done.exit_code == (1 if words[0] == "doctor" else 0), done.output
        assert not (instance / "signer" / "state.sqlite").exists()
        assert size + 1 == _sealed(Settings.load()), "one entry more: that the settings are others"
    finally:
        with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
            for one in (name, f"{name}_signer"):
                connection.execute(f'DROP DATABASE "{one}" WITH (FORCE)'.encode())
            connection.execute(f'DROP ROLE "{name}"'.encode())


def _here(word: str, instance: Path, backups: Path, address: str) -> str:
    """Put the places of this test where the page has those of a machine."""
    word = word.replace("/srv/consult", str(instance)).replace("/srv/backups", str(backups))
    return address if word.startswith("postgresql://") else word


def _sealed(settings: Settings) -> int:
    """Let one entry more be signed as a process of the installation does, and say how many the newest note covers."""
    from consult.db import reading, writing
    from consult.log import head, own

    loop: Any = Sealing(make_engine(settings.database_url), settings)
    with writing(loop.engine) as connection:
        own.record(connection, own.Own("setting", None, {}, START))
    loop.take_part(START)
    with reading(loop.engine) as connection:
        found = head.latest(connection)
    loop.stop()
    loop.engine.dispose()
    assert found is not None
    return found.size
