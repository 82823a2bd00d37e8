"""Documents by digest: kept once, verified whenever they are read."""

import hashlib
from pathlib import Path

import pytest

from consult.documents import Changed, FolderStore
from consult.refusals import Unknown

DATA = b"%PDF-1.7 a note"
DIGEST = hashlib.sha256(DATA).hexdigest()


def test_a_document_is_kept_under_its_digest_and_once(tmp_path: Path) -> None:
    """The same bytes twice are one file, and nothing unfinished stays."""
    store = FolderStore(tmp_path / "documents")

    assert DIGEST == store.put(DATA) == store.put(DATA)
    assert DATA == store.open(DIGEST)
    assert [DIGEST] == [path.name for path in (tmp_path / "documents").rglob("*") if path.is_file()]


def test_a_changed_document_is_given_to_nobody_until_it_is_put_again(tmp_path: Path) -> None:
    """The digest finds it."""
    store = FolderStore(tmp_path)
    store.put(DATA)
    path = tmp_path / DIGEST[:2] / DIGEST
    path.chmod(0o600)
    path.write_bytes(b"another note")

    with pytest.raises(Changed) as found:
        store.open(DIGEST)

    assert DIGEST in str(found.value)
    store.put(DATA)
    assert DATA == store.open(DIGEST)


def test_a_lost_document_is_named_and_a_wrong_digest_is_unknown(tmp_path: Path) -> None:
    """A digest is never a path."""
    store = FolderStore(tmp_path)

    with pytest.raises(Changed):
        store.open(DIGEST)
    for wrong in ("../secret", "", DIGEST.upper(), DIGEST[:-1]):
        with pytest.raises(Unknown):
            store.open(wrong)


def test_what_is_removed_is_gone_and_may_be_put_again(tmp_path: Path) -> None:
    """Removing twice, or what never was there, does nothing; a wrong digest reaches no file."""
    store = FolderStore(tmp_path / "documents")
    digest = store.put(b"%PDF-1.7")
    assert store.has(digest)

    for _ in range(2):
        store.remove(digest)
    store.remove("../../etc/passwd")

    assert not store.has(digest)
    assert not store.has("../documents")
    assert digest == store.put(b"%PDF-1.7")
    assert b"%PDF-1.7" == store.open(digest)
