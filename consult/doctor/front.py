"""The front: whether visitors reach this installation by https, and whether it learns who they are and nothing false.

The installation is asked at its own public address. So that it says how it saw the question, the question bears a
stamp that only somebody with the installation's secret can make, good for a minute.
"""

import http.client
import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from itsdangerous import BadData, TimestampSigner
from sqlalchemy import Engine

from consult.doctor.findings import Finding, look, sound, wrong
from consult.doctor.keys import signed_origins
from consult.i18n import _
from consult.log.signer import origin_of
from consult.metrics.token import read_token
from consult.settings import Settings, SettingsError
from workflows.kernel.frozen import dataclass

PART = "front"
STAMP = "Consult-Doctor"
STAMP_SECONDS = 60
WAIT_SECONDS = 10
MOST_BYTES = 65536
FORGED = "192.0.2.77"
"""An address that nobody has (RFC 5737): whoever is seen under it was believed what a visitor may write himself."""
EXAMPLES = ("consult.example.int", "localhost")
MUST_ARRIVE = ("Content-Security-Policy", "X-Content-Type-Options")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the front: its status, its headers with names in lower case, and its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Ask = Callable[[str, Mapping[str, str]], Answered]


def stamp(secret: str) -> str:
    """Make the stamp of a question."""
    return _signer(secret).sign(b"seen").decode()


def is_stamped(secret: str, given: str) -> bool:
    """Tell whether somebody with the secret made a stamp less than a minute ago."""
    try:
        return _signer(secret).unsign(given, max_age=STAMP_SECONDS) == b"seen"
    except BadData:
        return False


def _signer(secret: str) -> TimestampSigner:
    return TimestampSigner(secret, salt="consult-doctor")


def ask(address: str, headers: Mapping[str, str]) -> Answered:
    """Ask an address by GET, without following where it leads. OSError where it does not answer, its certificate is not
    trusted or the answer is none."""
    split = urlsplit(address)
    host, port = split.hostname or "", split.port
    connection = http.client.HTTPConnection(host, port, timeout=WAIT_SECONDS)
    if split.scheme == "https":
        sealing = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, timeout=WAIT_SECONDS, context=sealing)
    try:
        connection.request("GET", split.path or "/", headers=dict(headers))
        answer = connection.getresponse()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return Answered(answer.status, names, answer.read(MOST_BYTES))
    except http.client.HTTPException as fault:
        raise OSError(str(fault) or type(fault).__name__) from None
    finally:
        connection.close()


def examine_front(settings: Settings, engine: Engine, address: str | None, asks: Ask = ask) -> Iterator[Finding]:
    """Look at the settings and then at the front itself, at `address` where that is not the settings' own."""
    yield from _named(settings, engine)
    base = address or f"https://{settings.host_name}"
    try:
        answer = asks(f"{base}/healthz", {STAMP: stamp(settings.secret_key), "X-Forwarded-For": FORGED})
    except OSError as fault:
        says = _("%(address)s does not answer: %(why)s", address=base, why=fault)
        yield wrong(
            PART, says, _("Start the server and the one before it, and look at name, certificate and firewall.")
        )
        return
    yield from _judge(settings, base, answer)
    yield from _figures(settings, base, asks)
    if base.startswith("https:"):
        yield _plain(base, asks)


def _named(settings: Settings, engine: Engine) -> Iterator[Finding]:
    if settings.host_name in EXAMPLES:
        says = _("The host is named %(name)s, which is nobody's name.", name=settings.host_name)
        yield wrong(PART, says, _naming(settings, engine))
    if not settings.https:
        says = _("Cookies may travel unsealed, and what a server in front says of visitors is not read.")
        yield wrong(PART, says, _("Put a server for TLS in front, and set https = true."))
    if settings.exercise:
        says = _("This is an installation for exercises.")
        yield look(PART, says, _("Nothing that counts belongs here; take exercise = true out for anything else."))


def _naming(settings: Settings, engine: Engine) -> str:
    """Say how a host gets its name: a log that was signed goes on under another one only where its origin was ended."""
    if origin_of(settings) not in signed_origins(settings, engine):
        return _("Set host_name: the log and every link bear it.")
    return _(
        "Do not change host_name now: the log was signed as %(origin)s, and nothing would be sealed. It goes on under "
        "another name only after consult log rotate-key --compromised; then write host_name together with "
        "epoch = %(epoch)s under [log], and give out the new key.",
        origin=origin_of(settings),
        epoch=settings.log.epoch + 1,
    )


def _judge(settings: Settings, base: str, answer: Answered) -> Iterator[Finding]:
    """Judge one answer: what it says of how the question arrived, and its headers."""
    seen = _seen(answer)
    if not seen:
        says = _(
            "What answers at %(address)s is not this installation (%(status)s).", address=base, status=answer.status
        )
        yield wrong(PART, says, _("Let the server in front hand on to this one, and look that both have one secret."))
        return
    faults = [*_arrived(settings, base, seen), *_headers(base, answer)]
    yield from faults
    if not faults:
        yield sound(PART, _("%(address)s hands questions on as they are.", address=base))


def _seen(answer: Answered) -> dict[str, str]:
    try:
        found = json.loads(answer.body)["seen"]
    except (ValueError, KeyError, TypeError):
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _arrived(settings: Settings, base: str, seen: Mapping[str, str]) -> Iterator[Finding]:
    if seen.get("address") == FORGED:
        says = _("A visitor's own X-Forwarded-For is believed, so that the brake on guessing can be gone round.")
        yield wrong(PART, says, _("Let the server in front write X-Forwarded-For itself: the visitor's address."))
    if base.startswith("https:") and seen.get("scheme") != "https":
        says = _("Questions by https arrive as %(scheme)s.", scheme=seen.get("scheme", ""))
        yield wrong(PART, says, _("Let the server in front set X-Forwarded-Proto, and set https = true here."))
    if seen.get("host", "").partition(":")[0] != (urlsplit(base).hostname or ""):
        says = _("The name of the host arrives as %(host)s.", host=seen.get("host", ""))
        yield wrong(PART, says, _("Let the server in front hand the header Host on unchanged."))


def _headers(base: str, answer: Answered) -> Iterator[Finding]:
    wanted = (*MUST_ARRIVE, *(("Strict-Transport-Security",) if base.startswith("https:") else ()))
    if lost := [name for name in wanted if name.lower() not in answer.headers]:
        says = _("These headers do not reach the visitor: %(names)s.", names=", ".join(lost))
        yield wrong(PART, says, _("Let the server in front hand on what the installation says."))


def _figures(settings: Settings, base: str, asks: Ask) -> Iterator[Finding]:
    """Look that the figures of the processes cannot be had through the server in front, not even with the token."""
    try:
        token = read_token(settings)
        answer = asks(f"{base}/metrics", {"Authorization": f"Bearer {token}"}) if token else None
    except (OSError, SettingsError):
        return  # the part of operations speaks of a token that cannot be used
    if answer is not None and answer.status == 200:
        says = _("%(address)s gives the figures of the processes to whoever has the token.", address=f"{base}/metrics")
        yield wrong(PART, says, _("Let the server in front answer /metrics with 404, and set X-Forwarded-For."))


def _plain(base: str, asks: Ask) -> Finding:
    """Look that a visitor who asks unsealed is led to https or finds nothing."""
    where = "http:" + base.removeprefix("https:")
    try:
        answer = asks(f"{where}/healthz", {})
    except OSError:
        return sound(PART, _("Unsealed nobody answers."))
    if answer.status in (301, 302, 307, 308) and answer.headers.get("location", "").startswith("https:"):
        return sound(PART, _("Whoever asks unsealed is led to https."))
    says = _("%(address)s answers unsealed (%(status)s).", address=where, status=answer.status)
    return wrong(PART, says, _("Let the server in front lead to https, and do nothing else unsealed."))
