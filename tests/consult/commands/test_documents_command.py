"""`consult documents` as an operator runs it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult import clock
from consult.cli import cli
from consult.documents import FolderStore
from tests.consult.docket.conftest import START
from tests.faults.logged import Logged, installed
from tests.s3_server import KEYS, Bucket


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Logged]:
    """An installation that the commands find by its folder."""
    with installed(tmp_path / "host") as made, clock.frozen(START):
        monkeypatch.setenv("CONSULT_INSTANCE", str(made.folder))
        monkeypatch.setenv("CONSULT_SECRET_KEY", "s" * 32)
        monkeypatch.delenv("DATABASE_URL", raising=False)
        yield made


def run(*words: str) -> Result:
    """Run one command."""
    return CliRunner().invoke(cli, ["documents", *words])


def named(log: Logged, bucket: Bucket, store: str, **changes: str) -> None:
    """Name the bucket in config.toml, and its keys beside it."""
    given = {"store": store, "bucket": bucket.name, "endpoint": bucket.server.address, "addressing": "path", **changes}
    lines = [f'{name} = "{value}"' for name, value in given.items()]
    (log.folder / "config.toml").write_text("\n".join(["[documents]", *lines, "timeout_seconds = 1.0"]) + "\n")
    keys = log.folder / "s3-credentials"
    keys.write_text(f'access_key = "{KEYS["aws_access_key_id"]}"\nsecret_key = "{KEYS["aws_secret_access_key"]}"\n')
    keys.chmod(0o600)


def test_documents_are_carried_into_a_bucket_and_looked_after_there(log: Logged, s3_bucket: Bucket) -> None:
    """Named first, carried, carried again, then used: all is there; nothing was removed from the folder."""
    digest = FolderStore(log.settings.documents).put(b"%PDF-1.7 a chart of the berth")
    named(log, s3_bucket, "folder")

    moved, again = run("move", "folder", "s3"), run("move", "folder", "s3")
    named(log, s3_bucket, "s3")
    checked = run("check", "--bytes")

    assert 0 == moved.exit_code, moved.output
    assert "documents: 1 there, 1 carried now, 0.0 MB" in moved.output
    assert "documents: 1 there, 0 carried now, 0.0 MB" in again.output
    assert 0 == checked.exit_code, checked.output
    assert f"documents, s3://{s3_bucket.name}/documents/: 1 there, 0 named, 0 missing, 1 that nothing" in checked.output
    assert FolderStore(log.settings.documents).has(digest)
    assert [f"documents/{digest[:2]}/{digest}"] == s3_bucket.lying()


def test_what_was_altered_is_neither_carried_nor_sound(log: Logged, s3_bucket: Bucket) -> None:
    """Each command names it and leaves with one."""
    named(log, s3_bucket, "folder")
    store = FolderStore(log.settings.documents)
    digest = store.put(b"%PDF-1.7")
    path = log.settings.documents / digest[:2] / digest
    path.chmod(0o600)
    path.write_bytes(b"altered")

    moved, checked, looked = run("move", "folder", "s3"), run("check", "--bytes"), run("check")

    assert (1, True) == (moved.exit_code, f"damaged: {digest}" in moved.output)
    assert (1, True) == (checked.exit_code, f"damaged: {digest}" in checked.output)
    assert 0 == looked.exit_code
    assert [] == s3_bucket.lying()


def test_what_nothing_names_would_go_and_goes(log: Logged) -> None:
    """A week old; first it is only said."""
    digest = FolderStore(log.settings.documents).put(b"left over")
    with clock.frozen(START.replace(year=2999)):
        dry, done = run("sweep", "--dry-run"), run("sweep")

    assert (True, True) == ("documents: 1 of 1 would go." in dry.output, f"would go: {digest}" in dry.output)
    assert "documents: 1 of 1 went." in done.output
    assert not FolderStore(log.settings.documents).has(digest)


def test_a_bucket_that_is_away_and_one_that_is_not_named_are_sentences(log: Logged, s3_bucket: Bucket) -> None:
    """No trace, no key."""
    unnamed = run("move", "folder", "s3")
    named(log, s3_bucket, "s3", endpoint="http://127.0.0.1:9")
    away = run("check")

    assert (1, True) == (unnamed.exit_code, "Name the bucket under [documents] in config.toml" in unnamed.output)
    assert (1, True) == (away.exit_code, "The store of documents cannot be reached now" in away.output)
    assert "test-secret" not in away.output
    assert 2 == run("move", "s3", "s3").exit_code
