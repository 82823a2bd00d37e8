"""The installation's own files at each start: what changed is entered once, with digests and the values of terms."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from consult import migrate
from consult.db import reading
from consult.docket.replaying import Openings
from consult.log.configuration import record_configuration
from consult.log.verify import verify
from consult.models.logbook import AUDIT_ENTRY
from tests.consult.docket.conftest import empty_engine
from tests.consult.docket.racing import Track

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Give a fresh database, once of each kind."""
    on_file = request.param == "sqlite"
    made = empty_engine(f"sqlite:///{tmp_path / 'db.sqlite'}" if on_file else request.getfixturevalue("postgres_url"))
    migrate.upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of an installation with terms of its own for one procedure."""
    instance = tmp_path / "instance"
    (instance / "terms").mkdir(parents=True)
    (instance / "terms" / "berth.toml").write_text('level = "agency"\nfee = 1.5\n')
    return instance


def told(engine: Engine) -> list[Any]:
    """List the bodies of what was entered in the host's name."""
    with reading(engine) as connection:
        rows = connection.execute(select(AUDIT_ENTRY).order_by(AUDIT_ENTRY.c.seq)).all()
        assert verify(connection, replay=Openings(connection)).sound
    assert {("setting", None)} >= {(row.kind, row.party) for row in rows}
    return [json.loads(row.body) for row in rows]


def test_an_installation_without_files_of_its_own_enters_nothing(engine: Engine, tmp_path: Path) -> None:
    """Two starts over an empty folder: the log stays empty."""
    for _start in range(2):
        assert record_configuration(engine, tmp_path / "nothing", AT) is None
    assert [] == told(engine)


def test_terms_that_differ_from_the_last_start_are_entered_with_their_values(engine: Engine, folder: Path) -> None:
    """Terms for berths are there at the first start, changed at the third, and gone at the fourth."""
    terms = folder / "terms" / "berth.toml"
    for text in (None, None, 'level = "treaty"\n', None):
        if text:
            terms.write_text(text)
        record_configuration(engine, folder, AT)
    terms.unlink()
    record_configuration(engine, folder, AT)

    first, changed, gone = told(engine)
    name = "terms/berth.toml"
    digest = hashlib.sha256(b'level = "agency"\nfee = 1.5\n').hexdigest()
    assert ({name: digest}, [name], {"berth": {"level": "agency", "fee": "1.5"}}) == (
        first["files"],
        first["changed"],
        first["terms"],
    )
    assert {"berth": {"level": "treaty"}} == changed["terms"]
    assert ({}, [name], {"berth": None}) == (gone["files"], gone["changed"], gone["terms"])


def test_every_file_of_law_and_settings_counts_and_nothing_else(engine: Engine, folder: Path) -> None:
    """Settings, holidays and own procedures are named with the terms; the secret and the database are not."""
    for name in (
        "config.toml",
        "holidays/JP.toml",
        "procedures/berth.py",
        "secret",
        "consult.sqlite",
        "terms/notes.txt",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("# a file\n")
    record_configuration(engine, folder, AT)

    assert ["config.toml", "holidays/JP.toml", "procedures/berth.py", "terms/berth.toml"] == told(engine)[0]["changed"]


def test_a_file_that_cannot_be_read_as_terms_is_entered_by_its_digest(engine: Engine, folder: Path) -> None:
    """Whatever stands there is what applies from now on, or stops the next opening."""
    (folder / "terms" / "berth.toml").write_text("level = ")
    record_configuration(engine, folder, AT)

    assert {"berth": None} == told(engine)[0]["terms"]


def test_processes_that_start_at_once_enter_a_change_once(engine: Engine, folder: Path) -> None:
    """A server and a worker start together, ten times over."""
    with Track(2) as track:
        for number in range(10):
            (folder / "config.toml").write_text(f"port = {8000 + number}\n")
            answers = track.race([partial(record_configuration, engine, folder, AT)] * 2)
            assert [False, True] == sorted(answer is None for answer in answers), answers
    assert 10 == len(told(engine))
