"""The address of an instance: encrypted, or on this very machine; and links that do not lead away from it."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from consult.i18n import _
from consult.remote.faults import NotReached, Unfit
from consult.remote.safe import line

HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?|[0-9a-f:.]{2,45}")
SCHEMES = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Address:
    """Scheme, host and port of an instance."""

    scheme: str
    host: str
    port: int

    @classmethod
    def read(cls, written: str) -> "Address":
        """Read an address as somebody writes it. Unfit for one that a token must not be sent to."""
        parts, port = _split(written if "://" in written else f"https://{written}")
        host = (parts.hostname or "").lower()
        if parts.scheme not in SCHEMES or not HOST.fullmatch(host) or "@" in parts.netloc:
            raise Unfit(
                _("%(address)s is not the address of an instance, such as https://host.", address=line(written))
            )
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise Unfit(_("Name the instance without a path: %(host)s.", host=line(f"{parts.scheme}://{parts.netloc}")))
        if parts.scheme == "http" and not is_here(host):
            raise Unfit(
                _(
                    "%(host)s is another machine: a token goes there by https alone, or it could be read on the way.",
                    host=line(host),
                )
            )
        return cls(parts.scheme, host, port or SCHEMES[parts.scheme])

    @property
    def name(self) -> str:
        """Write host and port as a request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        """Write the address."""
        return f"{self.scheme}://{self.name}"

    def path_of(self, link: str) -> str:
        """Give the path of a link that the instance gave. NotReached for one that leads to another host."""
        if link.startswith("/") and not link.startswith("//") and link.isascii() and link.isprintable():
            return link.replace(" ", "%20")
        parts, port = _split(link)
        same = parts.scheme == self.scheme and (parts.hostname or "").lower() == self.host
        if not same or (port or SCHEMES[self.scheme]) != self.port or not link.isascii() or not link.isprintable():
            raise NotReached(
                _(
                    "%(host)s gives a link that leads elsewhere (%(link)s); the token is not sent there.",
                    host=self.name,
                    link=line(link),
                )
            )
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _split(written: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(written)
        return parts, parts.port
    except ValueError:
        raise Unfit(_("%(address)s is not an address.", address=line(written))) from None


def is_here(host: str) -> bool:
    """Say whether a host is this machine by its very name or number."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
