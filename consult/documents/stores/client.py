"""The way to a bucket: one client for each process, with its own timeouts, a bounded number of tries, and no way but
the one that the settings name.

The address is the operator's and not a party's, so that it does not go through the guard of webhooks; nothing that a
party writes reaches it but the digest of bytes. Keys come from the settings alone: no profile of a user, no service of
the machine. After a failure to reach the store nobody asks it for some seconds, so that requests are refused at once
instead of waiting one behind the other. Nothing that a library says of a request is put on a line below a warning.
"""

import logging
import os
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from time import monotonic
from typing import Any

from consult.documents.errors import Away
from consult.documents.stores.values import PIECE
from consult.i18n import _
from consult.settings import Documents, SettingsError

TRIES = 2
"""How often one question is put, waiting a moment between, before the store is taken to be away."""
QUICK_SECONDS = 3.0
"""How long a question may take that is asked while others wait for a transaction; it is put once."""
NO_KEY = frozenset({"NoSuchKey", "NotFound", "404"})
TAKEN = frozenset({"PreconditionFailed", "412"})
AT_ONCE = frozenset({"ConditionalRequestConflict", "409"})
UNKNOWN_HERE = frozenset({"NotImplemented", "501", "MethodNotAllowed", "405"})
log = logging.getLogger("consult.documents")


class Said(Exception):
    """The store answered no: its own word for why, and the status."""

    def __init__(self, code: str, status: int) -> None:
        """Keep both."""
        super().__init__(code)
        self.code, self.status = code, status


class Bucket:
    """A bucket, and how it is asked. Any thread may ask."""

    def __init__(self, settings: Documents) -> None:
        """Keep where it is; nothing is asked yet. SettingsError where the library is not installed."""
        if find_spec("boto3") is None:
            raise SettingsError(_("[documents] store: boto3 is not installed here; install consult with its extra s3."))
        self.settings, self.name = settings, settings.bucket
        prefix = settings.prefix.strip("/")
        self.prefix = f"{prefix}/" if prefix else ""
        self._guard, self._clients, self._awake_at = threading.Lock(), dict[tuple[int, bool], Any](), 0.0

    @property
    def place(self) -> str:
        """Name the bucket and what stands before every name in it."""
        return f"s3://{self.name}/{self.prefix}"

    def ask(self, what: str, *, quick: bool = False, needs: tuple[str, ...] = (), **given: Any) -> dict[str, Any]:
        """Ask the store one thing about this bucket; `needs` is what every whole answer holds. Said where it answers
        no, Away where it does not answer, or only in part."""
        from botocore.exceptions import BotoCoreError, ClientError

        if monotonic() < self._awake_at:
            raise Away("resting")
        try:
            answer: dict[str, Any] = getattr(self._client(quick), what)(Bucket=self.name, **given)
        except ClientError as fault:
            status = int(fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
            raise Said(str(fault.response.get("Error", {}).get("Code", status)), status) from None
        except BotoCoreError as fault:
            raise self._unreached(type(fault).__name__) from None
        if not answer.keys() >= set(needs):  # a line that breaks among the headers looks like an answer of nothing
            raise self._unreached("ConnectionClosedError")
        return answer

    def read(self, body: Any) -> Iterator[bytes]:
        """Yield what the store sends, piece by piece; Away where it stops before the end."""
        from botocore.exceptions import BotoCoreError

        try:
            yield from body.iter_chunks(PIECE)
        except BotoCoreError as fault:
            raise self._unreached(type(fault).__name__) from None
        finally:
            body.close()

    def refused(self, said: Said) -> Away:
        """Turn a no that nobody foresaw into a store that is away, and tell whoever runs the installation."""
        log.error("The store of documents %s refuses: %s (%s).", self.place, said.code, said.status)
        return Away(said.code)

    def wake(self) -> None:
        """Let the store be asked at once again."""
        self._awake_at = 0.0

    def unsigned(self) -> Any:
        """Give a client of somebody who has no key, to see what such a one is given."""
        return self._make(quick=True, signed=False)

    def _unreached(self, code: str) -> Away:
        self._awake_at = monotonic() + self.settings.pause_seconds
        log.error("The store of documents %s does not answer: %s.", self.place, code)
        return Away(code)

    def _client(self, quick: bool) -> Any:
        """Give the client of this process: one that another process made is not shared with a child."""
        key = os.getpid(), quick
        with self._guard:
            if key not in self._clients:
                self._clients[key] = self._make(quick=quick)
            return self._clients[key]

    def _make(self, *, quick: bool, signed: bool = True) -> Any:
        """Make a client that knows what the settings say, and nothing of the user's own files for such clients."""
        import boto3
        from botocore.session import Session

        for library in ("boto3", "botocore", "s3transfer", "urllib3"):  # below a warning they tell of keys and names
            logging.getLogger(library).setLevel(logging.WARNING)
        settings, core = self.settings, Session()
        for file in ("config_file", "credentials_file"):
            core.set_config_variable(file, os.devnull)
        session = boto3.session.Session(
            aws_access_key_id=settings.access_key or "none",
            aws_secret_access_key=settings.secret_key or "none",
            aws_session_token=settings.session_token or None,
            region_name=settings.region or "us-east-1",
            botocore_session=core,
        )
        where = {"endpoint_url": settings.endpoint or None, "verify": settings.ca_file or None}
        return session.client("s3", config=_manners(settings, quick, signed), **where)


def _manners(settings: Documents, quick: bool, signed: bool) -> Any:
    """Say how long a client waits, how often it asks, and how it names and signs."""
    from botocore import UNSIGNED
    from botocore.config import Config

    seconds = min(settings.timeout_seconds, QUICK_SECONDS) if quick else settings.timeout_seconds
    return Config(
        signature_version="s3v4" if signed else UNSIGNED,
        connect_timeout=min(seconds, QUICK_SECONDS),
        read_timeout=seconds,
        retries={"mode": "standard", "total_max_attempts": 1 if quick else TRIES},
        s3={"addressing_style": settings.addressing},
        request_checksum_calculation="when_required",  # not every store knows the newer ones; ours is in the name
        response_checksum_validation="when_required",
        ignore_configured_endpoint_urls=True,
        max_pool_connections=20,
    )
