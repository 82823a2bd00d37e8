"""What the host's staff read of the register at the command line stands in the log before it is shown."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consult.commands.installation import load_settings
from consult.db import gate, make_engine, reading
from consult.docket.replaying import Openings
from consult.log.verify import verify
from consult.models.logbook import AUDIT_ENTRY
from tests.consult.commands.test_lunar_command import HEADER, ROW, folder, run, written

__all__ = ["folder"]


def told() -> list[tuple[str, str | None, dict[str, Any]]]:
    """List kind, party and body of what was entered."""
    engine = make_engine(load_settings().database_url)
    with reading(engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        rows = connection.execute(select(AUDIT_ENTRY).order_by(AUDIT_ENTRY.c.seq)).all()
    engine.dispose()
    return [(row.kind, row.party, json.loads(row.body)) for row in rows]


def test_an_export_leaves_with_its_digest_in_the_log(folder: Path) -> None:
    """The operator exports all, what is public, and what Japan reads: the last lies in Japan's chain."""
    run("import", written(folder, HEADER + ROW), "--as", "jpn")
    everything, public, ours = run("export"), run("export", "--public"), run("export", "--as", "jpn")

    found = told()
    assert [("export", None), ("export", None), ("export", "JPN")] == [(kind, party) for kind, party, _body in found]
    for answer, (_kind, _party, body) in zip((everything, public, ours), found, strict=True):
        assert 0 == answer.exit_code
        assert hashlib.sha256(answer.output_bytes).hexdigest() == body["digest"]
        assert len(answer.output_bytes) == body["bytes"]
    assert [False, True, False] == [body["public"] for _kind, _party, body in found]


def test_looking_at_entries_is_access_and_names_them(folder: Path) -> None:
    """The list, one entry and a comparison: three entries of the host, each with the keys that were shown."""
    run("import", written(folder, HEADER + ROW), "--as", "jpn")
    run("list")
    run("show", "lun-0001")
    unknown = run("show", "LUN-9999")

    assert 1 == unknown.exit_code
    assert [("access", None, "lunar list", ["LUN-0001"]), ("access", None, "lunar show", ["LUN-0001"])] == [
        (kind, party, body["command"], body["entries"]) for kind, party, body in told()
    ]


@pytest.mark.sqlite("PostgreSQL has no gate that one writer could keep from all others")
@pytest.mark.usefixtures("folder")
def test_nothing_is_exported_while_the_log_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody keeps the database: the command fails, and not a row is printed."""
    run("import", written(folder, HEADER + ROW), "--as", "jpn")
    monkeypatch.setattr("consult.db.GATE_SECONDS", 0.05)
    (load_settings().instance / "config.toml").write_text("gate_seconds = 0.2\n")
    run("list")  # the change of the setting is entered with this start
    engine = make_engine(load_settings().database_url)
    with gate(engine).held():
        refused = run("export")
    engine.dispose()

    assert 0 != refused.exit_code
    assert "LUN-0001" not in refused.output
