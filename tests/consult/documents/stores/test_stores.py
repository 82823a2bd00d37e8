"""Bytes by digest: the same promises of a folder and of a bucket."""

import hashlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from consult.documents import Changed, Store
from consult.documents.stores import BucketStore, FolderStore, bucket_of
from consult.refusals import Unknown
from tests.s3_server import Bucket, store_now

DATA = b"%PDF-1.7 a note"
DIGEST = hashlib.sha256(DATA).hexdigest()
LARGE = os.urandom(3 * 1024 * 1024 + 7)
WRONG = ("../secret", "", DIGEST.upper(), DIGEST[:-1], "../../etc/passwd")


@dataclass
class Place:
    """A store, what lies there by name, and a hand that writes over it behind its back."""

    store: Store
    names: Callable[[], list[str]]
    harm: Callable[[str, bytes], None]


@pytest.fixture(params=["folder", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A store of each kind."""
    if request.param == "folder":
        return _in_folder(tmp_path / "documents")
    bucket: Bucket = request.getfixturevalue("s3_bucket")
    store = BucketStore(bucket_of(bucket.stored), "documents/")
    return Place(store, bucket.lying, lambda digest, data: bucket.write(_key(digest), data))


def _key(digest: str) -> str:
    return f"record/documents/{digest[:2]}/{digest}"


def _in_folder(folder: Path) -> Place:
    def harm(digest: str, data: bytes) -> None:
        path = folder / digest[:2] / digest
        path.chmod(0o600)
        path.write_bytes(data)

    def names() -> list[str]:
        return sorted(f"record/documents/{path.relative_to(folder)}" for path in folder.rglob("*") if path.is_file())

    return Place(FolderStore(folder), names, harm)


def test_bytes_are_kept_under_their_digest_and_once(kept: Place) -> None:
    """The same bytes twice are one, and nothing unfinished stays."""
    assert DIGEST == kept.store.put(DATA) == kept.store.put(DATA) == kept.store.put_file(BytesIO(DATA))
    assert DATA == kept.store.open(DIGEST)
    assert [_key(DIGEST)] == kept.names()
    assert (True, len(DATA)) == (kept.store.has(DIGEST), kept.store.size(DIGEST))


def test_what_is_large_goes_in_and_out_piece_by_piece(kept: Place) -> None:
    """Three megabytes: as a file, as pieces, and from their midst."""
    digest = kept.store.put_file(BytesIO(LARGE))

    assert LARGE == b"".join(kept.store.pieces(digest)) == kept.store.open(digest)
    with kept.store.lend(digest) as file:
        assert file.seekable()
        file.seek(1_500_000)
        assert LARGE[1_500_000:1_500_100] == file.read(100)


def test_altered_bytes_are_given_to_nobody_until_they_are_put_again(kept: Place) -> None:
    """The digest finds it, before anything can be read of a lent file."""
    kept.store.put(DATA)
    kept.harm(DIGEST, b"%PDF-1.7 another")

    for ask in (kept.store.open, kept.store.lend, lambda digest: b"".join(kept.store.pieces(digest))):
        with pytest.raises(Changed) as found:
            ask(DIGEST)
        assert DIGEST in str(found.value)
    assert DIGEST == kept.store.put(DATA)
    assert DATA == kept.store.open(DIGEST)


def test_what_is_missing_is_named_and_a_wrong_digest_is_unknown(kept: Place) -> None:
    """A digest is never a path."""
    kept.store.put(b"something else")
    for ask in (kept.store.open, kept.store.lend, kept.store.size, lambda digest: b"".join(kept.store.pieces(digest))):
        with pytest.raises(Changed):
            ask(DIGEST)
    for wrong in WRONG:
        with pytest.raises(Unknown):
            kept.store.open(wrong)
        with pytest.raises(Unknown):
            next(kept.store.pieces(wrong))
        assert not kept.store.has(wrong)
        kept.store.remove(wrong)
    assert 1 == len(kept.names())


def test_what_is_removed_is_gone_and_may_be_put_again(kept: Place) -> None:
    """Removing twice, or what never was there, does nothing."""
    kept.store.put(DATA)
    for _ in range(2):
        kept.store.remove(DIGEST)

    assert not kept.store.has(DIGEST)
    assert [] == kept.names()
    assert DIGEST == kept.store.put(DATA)
    assert DATA == kept.store.open(DIGEST)


def test_all_that_is_there_is_listed_in_order_with_size_and_age(kept: Place) -> None:
    """In the order of the digests; what is no document is left out."""
    some = {kept.store.put(f"note {n}".encode()): len(f"note {n}") for n in range(12)}
    now = store_now()

    found = list(kept.store.each())

    assert sorted(some) == [one.digest for one in found]
    assert some == {one.digest: one.size for one in found}
    assert all(abs(one.at - now) < timedelta(minutes=1) for one in found)
    assert found[0] == kept.store.look(found[0].digest)


def test_the_same_bytes_from_many_at_once_are_kept_once_and_whole(kept: Place) -> None:
    """Eight put them together; each is answered the same digest."""
    answers: list[str] = []
    threads = [threading.Thread(target=lambda: answers.append(kept.store.put(LARGE))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [hashlib.sha256(LARGE).hexdigest()] * 8 == answers
    assert 1 == len(kept.names())
    assert LARGE == kept.store.open(answers[0])


def test_whoever_reads_keeps_reading_while_it_is_removed(kept: Place) -> None:
    """A lent file is whole to its end."""
    digest = kept.store.put(LARGE)
    with kept.store.lend(digest) as file:
        kept.store.remove(digest)
        assert LARGE == file.read()


def test_a_store_that_nobody_wrote_to_holds_nothing(kept: Place) -> None:
    """No folder, no object, no fault."""
    assert [] == list(kept.store.each())
    assert 0 == kept.store.drop_unfinished(datetime(2026, 11, 22, tzinfo=UTC))


def test_what_a_kill_left_of_a_file_goes_when_it_is_old(tmp_path: Path) -> None:
    """A folder keeps what was begun and never finished; a bucket has no such thing."""
    store = FolderStore(tmp_path)
    store.put(DATA)
    half = tmp_path / DIGEST[:2] / ".waiting-abc"
    half.write_bytes(b"%PDF")
    os.utime(half, (1_700_000_000, 1_700_000_000))

    assert 0 == store.drop_unfinished(datetime(2020, 1, 1, tzinfo=UTC))
    assert 1 == store.drop_unfinished(datetime(2026, 11, 21, tzinfo=UTC))
    assert not half.exists()
    assert DATA == store.open(DIGEST)
