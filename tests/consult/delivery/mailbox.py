"""A real mail server on this machine, which keeps what it is given or behaves badly, as a test tells it."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from consult.settings import Mail


@dataclass
class Mailbox:
    """What was kept, of what the text came in (`begun`), and how the server behaves: what it answers to an address, to
    the text and when it is left, or that it hangs or breaks off."""

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    to_address: dict[str, str] = field(default_factory=dict)
    to_text: str = "250 2.0.0 kept as 4711"
    to_quit: str = "221 2.0.0 bye"
    hangs: bool = False
    breaks: bool = False

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take an address, or answer what the test says."""
        said = self.to_address.get(address, "250 2.1.5 ok")
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a text, or misbehave."""
        self.begun.append(str(message_from_bytes(cast(bytes, envelope.content))["Message-ID"]))
        if self.hangs:
            await asyncio.sleep(600)
        if self.breaks and server.transport is not None:
            server.transport.abort()
        if self.to_text.startswith("250"):
            self.envelopes.append(envelope)
            text = cast(bytes, envelope.content)
            self.received.append(cast(EmailMessage, message_from_bytes(text, policy=cast(Any, default))))
        return self.to_text

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take leave."""
        return self.to_quit

    @property
    def settings(self) -> Mail:
        """Give the settings with which an installation reaches this server."""
        return Mail(host="127.0.0.1", port=self.port, sender="post@consult.example.int", timeout_seconds=2.0)

    @property
    def numbers(self) -> list[str]:
        """Give the numbers of what arrived."""
        return [str(one["Message-ID"]) for one in self.received]


@contextmanager
def serving() -> Iterator[Mailbox]:
    """Run a mail server for as long as the block."""
    box = Mailbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop(no_assert=True)


def free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
