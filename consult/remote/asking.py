"""Ask an instance, and hear its answer: one request a connection, in so much time, of so many bytes.

Certificates are checked always. No redirect is followed and no proxy used, so that the token goes to the host that was
named and nowhere else. Where the instance says “later” (429, 503), it is asked again when it said, for a while.
"""

import http.client
import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from consult.i18n import _
from consult.log.verifier import read_json
from consult.remote.addresses import Address
from consult.remote.faults import Answered, Declined, NotReached, Unfit
from consult.remote.safe import line
from consult.remote.said import Said

MOST_JSON = 64 * 1024 * 1024
MOST_FILE = 4 * 1024**3
LONGEST_NAME = 100
LATER = frozenset({429, 503})
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: the status, the headers by names in lower case, the bytes."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def said(self) -> Said:
        """Give the object that it holds."""
        return Said(self.value)

    @property
    def value(self) -> Any:
        """Read it as JSON in UTF-8 in which nothing is said twice."""
        try:
            return read_json(self.raw.decode())
        except ValueError:
            raise NotReached(_("What came is no JSON: this is not an answer of an instance of Consult.")) from None

    @property
    def tag(self) -> str:
        """Give its tag, as it is sent back in If-Match."""
        return self.headers.get("etag", "")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one answer may take in all, and how long to wait where the instance says “later”; in seconds."""

    seconds: float = 60.0
    patience: float = 90.0


@dataclass(frozen=True, slots=True)
class Remote:
    """An instance, the token that is used there, and whose certificates count."""

    address: Address
    token: str = field(default="", repr=False)
    ca: Path | None = None
    limits: Limits = Limits()
    wait: Callable[[float], None] = time.sleep

    def get(self, path: str, *, most: int = MOST_JSON, accept: str = "application/json") -> Answer:
        """Read something that is there; Answered where it is refused."""
        return self._settled("GET", path, None, {"Accept": accept}, most)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send JSON; Answered where it is refused. Names of headers have underscores for hyphens."""
        return self.send_bytes(method, path, None if body is None else written(body), **headers)

    def send_bytes(self, method: str, path: str, content: bytes | None, **headers: str) -> Answer:
        """Send a body as it is: JSON unless a header says otherwise."""
        named = {name.replace("_", "-"): value for name, value in headers.items() if value}
        if content is not None:
            named.setdefault("Content-Type", "application/json")
        return self._settled(method, path, content, {"Accept": "application/json", **named}, MOST_JSON)

    def save(self, path: str, out: BinaryIO) -> Mapping[str, str]:
        """Write the bytes of a file that is there to a stream, piece by piece, and give the headers."""
        return self._settled("GET", path, None, {"Accept": "*/*"}, MOST_FILE, out).headers

    def public(self, path: str, most: int) -> bytes | None:
        """Read what everybody may read there, without the token; None where it is not there."""
        answer = Remote(self.address, "", self.ca, self.limits, self.wait)._patient(
            "GET", path, None, {"Accept": "*/*"}, most, None
        )
        if answer.status in (404, 410):
            return None
        if answer.status != 200:
            raise NotReached(
                _("%(host)s answers %(status)s for %(path)s.", host=self.address, status=answer.status, path=line(path))
            )
        return answer.raw

    def _settled(
        self, method: str, path: str, content: bytes | None, headers: dict[str, str], most: int, out: Any = None
    ) -> Answer:
        answer = self._patient(method, path, content, headers, most, out)
        if 200 <= answer.status < 300:
            return answer
        raise self._refused(answer)

    def _patient(self, method: str, path: str, content: bytes | None, headers: Any, most: int, out: Any) -> Answer:
        """Ask, and ask again as often as the instance says “later”, as long as patience lasts."""
        left, named = self.limits.patience, dict(headers)
        while True:
            answer = self._ask(method, self.address.path_of(path), content, named, most, out)
            said = answer.headers.get("retry-after", "")
            if answer.status not in LATER or not said.isascii() or not said.isdecimal() or len(said) > 6:
                return answer
            if int(said) > left:
                return answer
            left -= max(int(said), 1)
            self.wait(max(int(said), 1))

    def _ask(self, method: str, path: str, content: bytes | None, named: Any, most: int, out: Any) -> Answer:
        """Ask once."""
        until = time.monotonic() + self.limits.seconds
        connection = self._connection()
        try:
            connection.request(method, path, content, {**self._headers(), **named})
            with connection.getresponse() as answer:
                return self._heard(answer, until, most, out)
        except ssl.SSLCertVerificationError as fault:
            raise NotReached(
                _(
                    "The certificate of %(host)s is not trusted: %(why)s. Nothing was sent.",
                    host=self.address.name,
                    why=line(fault.verify_message),
                )
            ) from None
        except (TimeoutError, OSError, http.client.HTTPException) as fault:
            raise NotReached(self._lost(fault)) from None
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        """Give what stands in every request."""
        found = {"Host": self.address.name, "User-Agent": "consult-remote", "Accept-Encoding": "identity"}
        return found | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    def _lost(self, fault: Exception) -> str:
        """Say that a connection came to nothing."""
        if isinstance(fault, TimeoutError):
            seconds = f"{self.limits.seconds:g}"
            return _("%(host)s did not answer within %(seconds)s seconds.", host=self.address, seconds=seconds)
        why = getattr(fault, "strerror", None) or type(fault).__name__
        return _("%(host)s was not reached, or broke off: %(why)s.", host=self.address, why=line(why))

    def _connection(self) -> http.client.HTTPConnection:
        address, seconds = self.address, self.limits.seconds
        if address.scheme == "http":
            return http.client.HTTPConnection(address.host, address.port, timeout=seconds)
        try:
            context = ssl.create_default_context(cafile=None if self.ca is None else str(self.ca))
        except (OSError, ssl.SSLError):
            raise Unfit(_("%(path)s does not hold certificates that can be read.", path=line(self.ca))) from None
        return http.client.HTTPSConnection(address.host, address.port, timeout=seconds, context=context)

    def _heard(self, answer: http.client.HTTPResponse, until: float, most: int, out: BinaryIO | None) -> Answer:
        """Read an answer to its end. NotReached for one that points elsewhere, is too long or too slow."""
        headers = {name.lower(): value for name, value in answer.getheaders()}
        if 300 <= answer.status < 400:
            to = line(headers.get("location", ""), 200)
            raise NotReached(
                _("%(host)s points elsewhere (%(to)s); the token is not sent there.", host=self.address, to=to)
            )
        if headers.get("content-encoding", "identity") != "identity":
            raise NotReached(_("%(host)s answers in an encoding that was not asked for.", host=self.address))
        kept: list[bytes] = []
        store = kept.append if out is None or not 200 <= answer.status < 300 else out.write
        length = 0
        while piece := answer.read1(_PIECE):
            length += len(piece)
            if length > most:
                raise NotReached(_("%(host)s answers more than %(most)s bytes.", host=self.address, most=most))
            if time.monotonic() > until and out is None:
                raise TimeoutError
            store(piece)
        if getattr(answer, "length", None):
            raise http.client.IncompleteRead(b"")
        return Answer(answer.status, headers, b"".join(kept))

    def _refused(self, answer: Answer) -> Declined:
        """Put what the instance says against it into a fault. NotReached where that is nothing it would say."""
        try:
            problem = read_json(answer.raw.decode())
        except ValueError:
            problem = None
        if not isinstance(problem, dict) or "status" not in problem:
            raise NotReached(
                _("%(host)s answers %(status)s, and not as an instance would.", host=self.address, status=answer.status)
            )
        if answer.status >= 500:
            raise NotReached(line(problem.get("detail") or problem.get("title") or answer.status))
        said = line(problem.get("detail") or problem.get("title") or "")
        return Answered(said, answer.status, problem, answer.raw)


def written(body: Any) -> bytes:
    """Write a body as it is sent: the same value gives the same bytes."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
