"""A store that does not answer, answers no, or breaks off: nothing is lost, nothing wrong is given, it is said."""

import errno
import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from consult.documents import Away, Changed
from consult.documents.stores import BucketStore, FolderStore, bucket_of
from tests.s3_server import KEYS, Bucket, Server, Way, make_bucket

DATA = os.urandom(2 * 1024 * 1024)
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def mortal() -> Iterator[Server]:
    """A server that may be killed."""
    server = Server()
    yield server
    server.kill()
    bucket_of.cache_clear()


def over(bucket: Bucket, way: Way | None = None, **changes: Any) -> BucketStore:
    """Give the store of documents in a bucket, by a way of its own."""
    stored = replace(bucket.stored, **({"endpoint": way.address} if way else {}), **changes)
    return BucketStore(bucket_of(stored), "documents/")


def test_a_server_that_dies_in_mid_upload_has_kept_nothing_and_the_next_one_takes_it(mortal: Server) -> None:
    """Killed after half a megabyte of two; it comes back, and the same bytes are put."""
    way = Way(mortal.port)
    bucket = make_bucket(mortal)
    store = over(bucket, way)
    way.up, way.on_cut = 500_000, mortal.kill

    with pytest.raises(Away, match="No document was kept or given; everything else goes on"):
        store.put(DATA)

    way.up, way.on_cut = None, lambda: None
    mortal.start()
    mortal.client().create_bucket(Bucket=bucket.name, CreateBucketConfiguration={"LocationConstraint": "eu-test-1"})
    store.bucket.wake()
    assert (False, DIGEST) == (store.has(DIGEST), store.put(DATA))
    assert DATA == store.open(DIGEST)
    way.close()


def test_a_server_that_dies_in_mid_download_gives_nothing_of_it(mortal: Server) -> None:
    """Not a byte of half a document."""
    way = Way(mortal.port)
    store = over(make_bucket(mortal), way)
    store.put(DATA)
    way.down, way.on_cut = 700_000, mortal.kill

    with pytest.raises(Away):
        store.lend(DIGEST)
    assert way.cuts
    way.close()


def test_a_download_that_is_cut_once_is_read_again_from_the_start(s3_bucket: Bucket, s3_way: Way) -> None:
    """The line breaks after 700 kB; the second time it holds."""
    store = over(s3_bucket, s3_way)
    store.put(DATA)
    s3_way.down = 700_000

    def mend() -> None:
        s3_way.down = None

    s3_way.on_cut = mend

    assert DATA == store.open(DIGEST)
    assert 1 == s3_way.cuts


def test_a_store_that_answers_too_slowly_is_away_and_is_left_alone_for_a_while(s3_bucket: Bucket, s3_way: Way) -> None:
    """Its answer takes longer than the settings allow; the next question is not even put."""
    store = over(s3_bucket, s3_way, timeout_seconds=0.3, pause_seconds=60.0)
    store.put(b"a note")
    s3_way.wait = 1.0

    with pytest.raises(Away) as slow:
        store.put(DATA)
    with pytest.raises(Away) as resting:
        store.open(DIGEST)

    assert ("ReadTimeoutError", "resting") == (slow.value.code, resting.value.code)
    s3_way.wait = 0.0
    store.bucket.wake()
    assert DIGEST == store.put(DATA)


def test_a_store_that_nobody_listens_for_is_away_with_a_line_and_no_key_in_it(
    s3_bucket: Bucket, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither sentence nor line nor trace holds what the keys are."""
    store = over(s3_bucket, endpoint="http://127.0.0.1:9")
    with caplog.at_level(logging.DEBUG), pytest.raises(Away) as away:
        store.put(DATA)

    told = caplog.text + str(away.value) + repr(store.bucket.settings) + json.dumps(vars(away.value), default=str)
    assert "EndpointConnectionError" == away.value.code
    assert f"The store of documents {store.bucket.place} does not answer" in caplog.text
    assert not any(key in told for key in KEYS.values())


@pytest.mark.parametrize("code", ["AccessDenied", "RequestTimeTooSkewed", "SlowDown", "InvalidAccessKeyId"])
def test_a_store_that_refuses_is_away_and_never_seems_empty(
    s3_bucket: Bucket, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    """403 and 503 say nothing of what is there: no document is taken to be missing."""
    store = over(s3_bucket)
    store.put(DATA)
    _refuse(store, code)

    asks = (store.open, store.has, store.size, store.remove, lambda _digest: list(store.each()))
    for ask in (*asks, lambda _digest: store.put(DATA)):
        with pytest.raises(Away) as away:
            ask(DIGEST)
        assert code == away.value.code
    assert f"refuses: {code} (403)" in caplog.text


def _refuse(store: BucketStore, code: str) -> None:
    """Let the server answer no, as a real one would; the simulator allows everything."""
    for quick in (True, False):
        store.bucket._client(quick).meta.events.register_first("before-send.s3", lambda **_more: _no(code))


def _no(code: str) -> Any:
    from botocore.awsrequest import AWSResponse

    class Raw(BytesIO):
        def stream(self, **_how: Any) -> Iterator[bytes]:
            yield self.read()

    text = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()
    return AWSResponse("http://127.0.0.1", 403, {"content-type": "application/xml"}, Raw(text))


def test_a_bucket_that_is_gone_is_away_and_not_an_empty_one(s3_bucket: Bucket) -> None:
    """A store answers a missing bucket as it does a missing object: they are told apart."""
    store = over(s3_bucket)
    s3_bucket.client.delete_bucket(Bucket=s3_bucket.name)

    for ask in (store.has, store.size, store.open, lambda _digest: list(store.each())):
        with pytest.raises(Away) as away:
            ask(DIGEST)
        assert "NoSuchBucket" == away.value.code


def test_an_object_of_the_record_that_is_gone_is_missing_and_the_store_is_not_away(s3_bucket: Bucket) -> None:
    """404 of one object is a fault of that object alone."""
    store = over(s3_bucket)
    store.put(DATA)
    s3_bucket.client.delete_object(Bucket=s3_bucket.name, Key=s3_bucket.lying()[0])

    with pytest.raises(Changed, match=DIGEST):
        store.open(DIGEST)
    assert store.put(b"another")


def test_objects_bear_no_access_list_and_the_sealing_that_the_settings_name(s3_bucket: Bucket) -> None:
    """The header goes with each object; nobody without a key is given one."""
    store = over(s3_bucket, encryption="aws:kms", encryption_key="key-of-the-ministry")
    store.put(DATA)
    (key,) = s3_bucket.lying()

    head = s3_bucket.client.head_object(Bucket=s3_bucket.name, Key=key)
    grants = s3_bucket.client.get_object_acl(Bucket=s3_bucket.name, Key=key)["Grants"]
    assert ("aws:kms", "key-of-the-ministry") == (head["ServerSideEncryption"], head["SSEKMSKeyId"])
    assert ["CanonicalUser"] == [one["Grantee"]["Type"] for one in grants]
    with pytest.raises(Exception, match="403"):
        store.bucket.unsigned().get_object(Bucket=s3_bucket.name, Key=key)


def test_a_removed_document_goes_with_every_version_that_the_bucket_keeps(s3_bucket: Bucket) -> None:
    """An erasure leaves nothing behind in a bucket with versions."""
    on = {"Status": "Enabled"}
    s3_bucket.client.put_bucket_versioning(Bucket=s3_bucket.name, VersioningConfiguration=on)
    store = over(s3_bucket)
    store.put(DATA)
    s3_bucket.write(s3_bucket.lying()[0], b"altered")
    store.put(DATA)
    store.put(b"another")

    store.remove(DIGEST)

    left = s3_bucket.client.list_object_versions(Bucket=s3_bucket.name)
    assert [hashlib.sha256(b"another").hexdigest()] == [one["Key"][-64:] for one in left["Versions"]]
    assert "DeleteMarkers" not in left


def test_a_full_or_closed_disk_is_a_store_that_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder on a full disk: nothing is there under the digest, and it is said as of a bucket."""
    store = FolderStore(tmp_path)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(Away) as away:
            store.put(DATA)

    assert "ENOSPC" == away.value.code
    assert not store.has(DIGEST)
    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]
    assert DIGEST == store.put(DATA)


@pytest.mark.parametrize("broken", ["open", "stat", "iterdir"])
def test_a_disk_that_breaks_while_it_is_read_is_a_store_that_is_away_and_not_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """Whether bytes are there, what they are, what lies there at all: a backup or a question gets the same sentence."""
    store = FolderStore(tmp_path)
    digest = store.put(b"%PDF-1.7")

    def fault(*_given: object, **_more: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    asks: dict[str, Callable[[], object]] = {
        "open": lambda: list(store.pieces(digest)),
        "stat": lambda: store.has(digest),
        "iterdir": lambda: list(store.each()),
    }
    with monkeypatch.context() as patched:
        patched.setattr(Path, broken, fault)
        with pytest.raises(Away) as away:
            asks[broken]()

    assert "EIO" == away.value.code
    assert store.has(digest)
