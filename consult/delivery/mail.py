"""Mail: a letter as text and HTML, handed to one mail server by SMTP (RFC 5321, 5322; RFC 3834 on automatic mail).

Nothing of a letter's words becomes a header but its subject, on one line; addresses are checked before a server sees
them; the library refuses a line break in any header. What a mail server answered to the text is kept as proof: it is
proof of delivery to that server and not of receipt. Not modelled: signing (DKIM is the mail server's work).
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from threading import Timer
from typing import Any

from jinja2 import Environment, PackageLoader, Template

from consult.delivery.carriers import Letter, NotSetUp, Proof, Refused, Unreachable, carrier
from consult.i18n import _, direction, speaking
from consult.settings import Mail, Settings

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
                      r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+")  # fmt: skip
LONGEST_ADDRESS = 254
PERMANENT = 500
LONGEST_SECONDS = 120.0
"""How long handing over one letter may take in all, however little at a time its server says."""


@carrier("mail")
def carry(settings: Settings, letter: Letter) -> Proof:
    """Hand a letter to the mail server of this installation; its answer is the proof."""
    if not settings.mail.host:
        raise NotSetUp(_("This installation sends no mail: its settings name no mail server."))
    if not is_address(letter.message.address):
        raise Refused(_("%(address)s is not an address of electronic mail.", address=repr(letter.message.address)))
    text = compose(settings, letter)
    try:
        with _reached(settings.mail) as server:
            return _hand_over(server, settings, letter, text)
    except (smtplib.SMTPException, OSError) as fault:
        raise Unreachable(_told(fault)) from fault


def is_address(text: str) -> bool:
    """Say whether a text is one plain address and nothing beside."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None and ".." not in text


def compose(settings: Settings, letter: Letter) -> bytes:
    """Write a letter as it goes over the wire: text and HTML, threaded by its case."""
    host = settings.host_name
    message = EmailMessage(policy=SMTP.clone(max_line_length=78))
    with speaking(letter.language) as language:
        message["From"] = Address(_("Consult"), addr_spec=sender_of(settings))
        message["To"] = Address(addr_spec=letter.message.address)
        message["Subject"] = letter.words.subject
        message["Message-ID"] = f"<{letter.reference}@{host}>"
        if letter.at is not None:
            message["Date"] = format_datetime(letter.at)
        message["Content-Language"] = language
        for name, value in _threading(letter, host):
            message[name] = value
        message["Auto-Submitted"] = "auto-generated"
        if letter.words.decline:
            message["List-Unsubscribe"] = f"<{address_of(settings, letter.words.decline)}>"
        link = address_of(settings, letter.words.path) if letter.words.path else ""
        message.set_content(_text(letter, link), cte="quoted-printable")
        message.add_alternative(_html(letter, link, language), subtype="html", cte="quoted-printable")
    return message.as_bytes()


def sender_of(settings: Settings) -> str:
    """Give the address in whose name the installation writes."""
    return settings.mail.sender or f"consult@{settings.host_name}"


def address_of(settings: Settings, path: str) -> str:
    """Give the full address of a page."""
    base = settings.mail.base or f"http{'s' if settings.https else ''}://{settings.host_name}"
    return base.rstrip("/") + path


def _threading(letter: Letter, host: str) -> list[tuple[str, str]]:
    """Let all mail about a case stand together; the first of the thread is never sent, it only has a name."""
    if not letter.case_ref:
        return []
    root = f"<case-{letter.case_ref}@{host}>"
    return [("In-Reply-To", root), ("References", root)]


def _text(letter: Letter, link: str) -> str:
    lines = [*letter.words.lines, *([link] if link else []), _foot(letter)]
    return "\n\n".join(lines) + "\n"


def _html(letter: Letter, link: str, language: str) -> str:
    drawn: str = _template().render(
        words=letter.words, link=link, foot=_foot(letter), language=language, direction=direction(), open=_("Open")
    )
    return drawn


def _foot(letter: Letter) -> str:
    if letter.words.decline:
        return _("This message is a courtesy; nothing depends on it. Your preferences say whether you get it.")
    return _("This message was made by a program. An answer to it is not read and is no act: sign in to act.")


@lru_cache(maxsize=1)
def _template() -> Template:
    loader = PackageLoader("consult", "templates/mail")
    return Environment(loader=loader, autoescape=True).get_template("message.html")


class _Timed(smtplib.SMTP):
    """A connection that is cut when its time is over: the library waits so long for each byte, and a server that sends
    one now and then would keep a thread for ever."""

    _timer: Timer | None = None

    def connect(self, *given: Any, **named: Any) -> tuple[int, bytes]:
        """Connect, and let the time run."""
        self._timer = Timer(LONGEST_SECONDS, self._cut)
        self._timer.daemon = True
        self._timer.start()
        try:
            return super().connect(*given, **named)
        except BaseException:
            self._timer.cancel()
            raise

    def close(self) -> None:
        """Close, and let no time run any more."""
        if self._timer is not None:
            self._timer.cancel()
        super().close()

    def _cut(self) -> None:
        with suppress(OSError):
            if self.sock is not None:
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # that of the system: another thread reads


class _TimedSecured(_Timed, smtplib.SMTP_SSL):
    """The same, secured from the first byte."""


@contextmanager
def _reached(mail: Mail) -> Iterator[smtplib.SMTP]:
    """Reach the mail server, and take leave of it. What it answers to that takes back nothing of what it said before:
    the library would raise, and what the server has taken would be sent again and again."""
    server = _connected(mail)
    try:
        yield server
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _connected(mail: Mail) -> smtplib.SMTP:
    """Reach the mail server as the settings say, encrypted and signed in where they say so."""
    secure = ssl.create_default_context()
    if mail.tls:
        server: smtplib.SMTP = _TimedSecured(mail.host, mail.port, timeout=mail.timeout_seconds, context=secure)
    else:
        server = _Timed(mail.host, mail.port, timeout=mail.timeout_seconds)
    try:
        if mail.starttls and not mail.tls:
            server.starttls(context=secure)
        if mail.user:
            server.login(mail.user, mail.password)
    except BaseException:
        server.close()
        raise
    return server


def _hand_over(server: smtplib.SMTP, settings: Settings, letter: Letter, text: bytes) -> Proof:
    """Say from whom and to whom, then the text; give the server's last word. A server that reports returns (RFC 3461)
    is told the number, so that its report names it.

    What a server refuses for good is the addressee or the text. That it does not take this installation as a sender is
    a fault here, which the operator mends: until then every message waits its turn.
    """
    server.ehlo_or_helo_if_needed()
    reports = server.has_extn("dsn")
    answer = server.mail(sender_of(settings), ["RET=HDRS", f"ENVID={letter.reference}"] if reports else [])
    if not _is_good(answer[0]):
        raise smtplib.SMTPResponseException(*answer)
    _require(server.rcpt(letter.message.address, ["NOTIFY=FAILURE"] if reports else []))
    try:
        answer = server.data(text)
    except smtplib.SMTPDataError as fault:
        answer = fault.smtp_code, _as_bytes(fault.smtp_error)
    _require(answer)
    return Proof(f"{answer[0]} {_readable(answer[1])}")


def _require(answer: tuple[int, bytes]) -> None:
    """Tell what will never be taken from what may be later: a server says it by the first digit of its answer."""
    code, said = answer
    if _is_good(code):
        return
    sentence = f"{code} {_readable(said)}"
    raise Refused(sentence) if code >= PERMANENT else Unreachable(sentence)


def _is_good(code: int) -> bool:
    return 200 <= code < 400


def _told(fault: Exception) -> str:
    """Word why a server was not reached, as far as it said anything."""
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_readable(_as_bytes(fault.smtp_error))}"
    return f"{type(fault).__name__}: {fault}"


def _as_bytes(said: bytes | str) -> bytes:
    return said.encode() if isinstance(said, str) else said


def _readable(said: bytes) -> str:
    return " ".join(said.decode("utf-8", "replace").split())
