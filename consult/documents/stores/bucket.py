"""A store in a bucket that speaks S3: every object lies under the SHA-256 of its bytes, below a name of its own.

An object is put only where none is (`If-None-Match`), with the digest for the store to compare, and is there whole or
not at all. What is there already is read and compared; altered bytes are replaced only while they are still those that
were found. Objects bear no access list of their own: the bucket's policy is what decides. Reading compares the digest
before anybody has a byte. Removing takes every version. One object has up to 5 GB, the most that one request of S3
may put. Not modelled: objects that must not be removed for a time (object lock), which contradict erasure.
"""

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from consult.documents.errors import Away, Changed
from consult.documents.stores.client import AT_ONCE, NO_KEY, TAKEN, UNKNOWN_HERE, Bucket, Said, log
from consult.documents.stores.values import DIGEST, PIECE, Kept
from consult.refusals import Unknown

IN_MEMORY = PIECE
"""So many bytes of what is lent lie in memory; more lies in a nameless file."""
OBJECT = ("ContentLength", "ETag", "LastModified")
"""What every whole answer about an object holds."""
READS = 2
ROUNDS = 3
FRESH = timedelta(hours=1)


class BucketStore:
    """Bytes by digest in one part of a bucket."""

    def __init__(self, bucket: Bucket, part: str) -> None:
        """Keep the bucket, and what stands before the names of this store."""
        self.bucket, self.above = bucket, f"{bucket.prefix}{part}"

    @property
    def place(self) -> str:
        """Name the bucket and the part of it."""
        return f"s3://{self.bucket.name}/{self.above}"

    def put(self, data: bytes) -> str:
        """Keep the bytes and answer their digest; the same bytes twice are kept once, damaged ones are mended."""
        return self._put(BytesIO(data), hashlib.sha256(data).hexdigest())

    def put_file(self, file: IO[bytes]) -> str:
        """Keep a whole file, read piece by piece from its beginning, and answer its digest."""
        file.seek(0)
        return self._put(file, hashlib.file_digest(file, "sha256").hexdigest())  # type: ignore[arg-type] # it reads any file of bytes

    def open(self, digest: str) -> bytes:
        """Answer the verified bytes of a document; raise Unknown for no digest, Changed for what was altered."""
        with self.lend(digest) as file:
            return file.read()

    def lend(self, digest: str) -> IO[bytes]:
        """Give verified bytes as a nameless file of this machine, at its beginning. Raises what `open` does. What is
        broken off in the midst is read once more from the start."""
        for read in range(READS):
            file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - it is one, and whoever asked closes it
            try:
                for piece in self.pieces(digest):
                    file.write(piece)
            except BaseException as fault:
                file.close()
                if isinstance(fault, Away) and fault.code in BROKEN and read + 1 < READS:
                    self.bucket.wake()
                    continue
                raise
            file.seek(0)
            return file
        raise AssertionError("the last read has an answer or a fault")

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Yield the bytes of a document piece by piece. Raises Changed for what was altered, after the last piece: who
        reads so must not let go of anything before the end."""
        found = hashlib.sha256()
        for piece in self.bucket.read(self._get(digest)["Body"]):
            found.update(piece)
            yield piece
        if found.hexdigest() != digest:
            raise Changed(digest)

    def look(self, digest: str) -> Kept | None:
        """Say what lies under a digest, None where nothing does. That the very bucket is gone is no such answer."""
        if not DIGEST.fullmatch(digest):
            return None
        try:
            answer = self.bucket.ask("head_object", quick=True, needs=OBJECT, Key=self._key(digest))
        except Said as said:
            if said.code not in NO_KEY:
                raise self.bucket.refused(said) from None
            self._require_bucket()
            return None
        return Kept(digest, int(answer["ContentLength"]), _instant(answer))

    def has(self, digest: str) -> bool:
        """Say whether something lies under a digest; what it is worth is seen when it is opened."""
        return self.look(digest) is not None

    def size(self, digest: str) -> int:
        """Answer how many bytes lie under a digest; Changed where there are none."""
        found = self.look(digest)
        if found is None:
            raise Changed(digest)
        return found.size

    def each(self) -> Iterator[Kept]:
        """Yield all that lies here, in the order of the digests."""
        more: dict[str, Any] = {}
        while True:
            try:
                answer = self.bucket.ask("list_objects_v2", needs=("IsTruncated",), Prefix=self.above, **more)
            except Said as said:
                raise self.bucket.refused(said) from None
            for one in answer.get("Contents", ()):
                digest = one["Key"].rpartition("/")[2]
                if one["Key"] == self._key(digest) and DIGEST.fullmatch(digest):
                    yield Kept(digest, int(one["Size"]), _instant(one))
            if not answer.get("IsTruncated"):
                return
            more = {"ContinuationToken": answer["NextContinuationToken"]}

    def remove(self, digest: str) -> None:
        """Take away the bytes of a document that nothing names any more, with every version that the bucket keeps;
        nothing happens where there are none."""
        if not DIGEST.fullmatch(digest):
            return
        try:
            answer = self.bucket.ask("delete_object", quick=True, Key=self._key(digest))
            if "VersionId" in answer or answer.get("DeleteMarker"):
                self._remove_versions(self._key(digest))
        except Said as said:
            if said.code not in NO_KEY:
                raise self.bucket.refused(said) from None

    def drop_unfinished(self, before: datetime) -> int:
        """Nothing is left of what was not finished: an object is there whole or not at all."""
        return 0

    def _remove_versions(self, key: str) -> None:
        """Take away versions and marks of removal, until none is left."""
        while True:
            answer = self.bucket.ask("list_object_versions", quick=True, Prefix=key)
            found = [*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())]
            mine = [one["VersionId"] for one in found if one["Key"] == key]
            if not mine:
                return
            for version in mine:
                self.bucket.ask("delete_object", quick=True, Key=key, VersionId=version)

    def _require_bucket(self) -> None:
        """Raise Away where there is no such bucket: a store answers the same for a missing object."""
        try:
            self.bucket.ask("head_bucket", quick=True)
        except Said as said:
            raise self.bucket.refused(Said("NoSuchBucket" if said.status == 404 else said.code, said.status)) from None

    def _key(self, digest: str) -> str:
        return f"{self.above}{digest[:2]}/{digest}"

    def _get(self, digest: str) -> dict[str, Any]:
        if not DIGEST.fullmatch(digest):
            raise Unknown
        try:
            return self.bucket.ask("get_object", needs=OBJECT, Key=self._key(digest))
        except Said as said:
            if said.code in NO_KEY:
                raise Changed(digest) from None
            raise self.bucket.refused(said) from None

    def _put(self, file: IO[bytes], digest: str) -> str:
        """Put an object where none is; where one is, see that it is the same."""
        said: Said | None = None
        for _round in range(ROUNDS):
            said = self._try(file, digest, {"IfNoneMatch": "*"} if self.bucket.settings.conditional else {})
            if said is None:
                return digest
            if said.code in UNKNOWN_HERE and self._try(file, digest, {}) is None:
                return digest
            if said.code in TAKEN and self._settle(file, digest):
                return digest
            if said.code not in TAKEN | AT_ONCE:
                raise self.bucket.refused(said)
        raise self.bucket.refused(said or Said("Taken", 409))  # others put and removed the same bytes all the while

    def _try(self, file: IO[bytes], digest: str, condition: dict[str, Any]) -> Said | None:
        """Put an object once; give what the store said against it."""
        file.seek(0)
        checksum = base64.b64encode(bytes.fromhex(digest)).decode()
        given: dict[str, Any] = {
            "Key": self._key(digest),
            "Body": file,
            "ContentType": "application/octet-stream",
            **condition,
        }
        try:
            self.bucket.ask("put_object", needs=("ETag",), ChecksumSHA256=checksum, **given, **self._sealing())
        except Said as said:
            return said
        return None

    def _sealing(self) -> dict[str, Any]:
        """Say how the store is to encrypt what it keeps, where the settings say it."""
        settings = self.bucket.settings
        sealing = {"ServerSideEncryption": settings.encryption, "SSEKMSKeyId": settings.encryption_key}
        return {name: value for name, value in sealing.items() if value}

    def _settle(self, file: IO[bytes], digest: str) -> bool:
        """Say whether the object that is there is the same, or was altered and is mended now; False where somebody was
        at it meanwhile."""
        try:
            answer = self._get(digest)
        except Changed:
            return False
        found = hashlib.sha256()
        for piece in self.bucket.read(answer["Body"]):
            found.update(piece)
        if found.hexdigest() != digest:
            log.error("The document %s was altered in the store; it is put there again.", digest)
            return self._try(file, digest, {"IfMatch": answer["ETag"]}) is None
        self._renew(digest, answer)
        return True

    def _renew(self, digest: str, answer: dict[str, Any]) -> None:
        """Let an object count as put now, since it is needed again: nobody takes it for forgotten. Its bytes stay."""
        told = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
        if told and parsedate_to_datetime(told) - _instant(answer) < FRESH:  # by the store's own clock
            return
        key = self._key(digest)
        same: dict[str, Any] = {
            "CopySource": {"Bucket": self.bucket.name, "Key": key},
            "CopySourceIfMatch": answer["ETag"],
        }
        try:
            self.bucket.ask("copy_object", Key=key, MetadataDirective="REPLACE", **same, **self._sealing())
        except Said as said:  # whoever may not copy may still put: the sweep asks the record in any case
            log.warning("The store of documents %s copies nothing onto itself: %s.", self.place, said.code)


BROKEN = frozenset({"IncompleteReadError", "ResponseStreamingError", "ReadTimeoutError", "ConnectionClosedError"})
"""What a download says that was broken off in its midst."""


def _instant(answer: dict[str, Any]) -> datetime:
    at: datetime = answer["LastModified"]
    return at.astimezone(UTC)
