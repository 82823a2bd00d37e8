"""Where a webhook may go: an address given by a party is checked before this host connects to it.

The host of an installation stands inside a network, so a party could otherwise make it knock at doors that only that
network reaches. An address is read strictly, its name is looked up once, every answer must be public, and the caller
connects to the very number that was checked: looking up again could give another one. What a name leads to is not
told, since that would let a party read the names of the inner network.
"""

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from consult.i18n import _
from workflows.kernel.frozen import dataclass

LONGEST = 500
PORTS = frozenset({80, 443, 8443})
LOOKUP_SECONDS = 5.0
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
_PRINTABLE = re.compile(r"[!-~\u00a1-\U0010ffff]+")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_INNER = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7")
# Beside the inner networks: this network, link-local, protocol assignments, documentation, relays of 6to4, tests of
# equipment, multicast and reserved; and the numbers in public space where clouds keep what only their guests may read.
_NEVER_4 = """0.0.0.0/8 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24
192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32
100.100.100.200/32"""
# Of the sixth version only global unicast is let through, and of it neither protocol assignments (with Teredo),
# documentation nor 6to4; mapped and compatible numbers lie outside it.
_NEVER_6 = "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20 fd00:ec2::254/128"
_INNER_NETWORKS = tuple(ipaddress.ip_network(one) for one in _INNER)
_NEVER = tuple(ipaddress.ip_network(one) for one in f"{_NEVER_4} {_NEVER_6}".split())
_GLOBAL_6, _NAT64 = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("64:ff9b::/96")


class NotAllowed(ValueError):
    """An address to which nothing is sent; the sentence says why."""


class NotFound(NotAllowed):
    """A name that leads nowhere, or not where it may; it may lead elsewhere later."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What an installation lets through beyond https to public addresses on the usual ports."""

    allow_private: bool = False
    allow_http: bool = False
    allow_any_port: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """An address as it was read: whether it is secured, its host in ASCII, its port, and what is asked for there."""

    secured: bool
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """Give the host as a request names it, with brackets and port where they are needed."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secured else 80) else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """Give the address in the one spelling in which it is kept."""
        return f"{'https' if self.secured else 'http'}://{self.name}{self.path}"


def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the system for the numbers of a host, and wait no longer than some seconds, since it knows no limit."""
    found: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(answer[4][0]) for answer in answers)
        except (OSError, UnicodeError):
            return

    asking = threading.Thread(target=ask, name="look-up", daemon=True)
    asking.start()
    asking.join(LOOKUP_SECONDS)
    return tuple(dict.fromkeys(found))


def read_url(url: str, rules: Rules) -> Place:
    """Read an address, or raise NotAllowed with the reason; nothing is looked up."""
    if not url or len(url) > LONGEST:
        raise NotAllowed(_("Give an address of at most %(most)s characters.", most=LONGEST))
    if not _PRINTABLE.fullmatch(url) or "\\" in url:
        raise NotAllowed(_("The address holds a blank, a backslash or a sign that cannot be seen."))
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotAllowed(_("This is not an address: its host or port cannot be read.")) from None
    secured = parts.scheme == "https"
    if not secured and not (parts.scheme == "http" and rules.allow_http):
        raise NotAllowed(_("Give an address that begins with https://; what is sent must not be read on its way."))
    if "@" in parts.netloc or parts.fragment or not host:
        raise NotAllowed(_("Give an address with a host, and without a name, a password or a part after #."))
    port = port if port is not None else 443 if secured else 80
    if not (rules.allow_any_port or port in PORTS) or port == 0:
        raise NotAllowed(_("Port %(port)s is not allowed; 443, 8443 and 80 are.", port=port))
    query = f"?{parts.query}" if parts.query else ""
    return Place(secured, _host(host), port, _path((parts.path or "/") + query))


def check(place: Place, rules: Rules, resolve: Resolve = look_up) -> tuple[str, ...]:
    """Give the numbers to connect to, each of which was checked; raise NotAllowed where one of them is not public."""
    literal = _number(place.host)
    if literal is not None:
        if not is_allowed(literal, rules):
            raise NotAllowed(_("This address lies in a network that is not public."))
        return (str(literal),)
    numbers = [_number(one) for one in resolve(place.host, place.port)]
    if not numbers or any(one is None or not is_allowed(one, rules) for one in numbers):
        raise NotFound(_("The host of this address cannot be found, or lies in a network that is not public."))
    return tuple(str(one) for one in numbers)


def is_allowed(number: Address, rules: Rules) -> bool:
    """Say whether a number may be connected to: a public one, or with leave one of the inner networks."""
    if any(number.version == net.version and number in net for net in _NEVER):
        return False
    if any(number.version == net.version and number in net for net in _INNER_NETWORKS):
        return rules.allow_private
    if isinstance(number, ipaddress.IPv4Address):
        return True
    if number in _NAT64:
        inside = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        return is_allowed(inside, Rules())  # a translator outside must not lead back in
    return number in _GLOBAL_6


def _host(host: str) -> str:
    """Give a host in ASCII and small letters: a name, or a number in its one spelling."""
    if ":" in host:
        found = _number(host)
        if found is None or "%" in host:
            raise NotAllowed(_("The number of the host cannot be read."))
        return str(found)
    try:
        plain = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        raise NotAllowed(_("The name of the host cannot be read.")) from None
    labels = plain.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # system libraries read 0x7f.1, 017700000001 and 2130706433 as numbers too
        found = _number(plain)
        if found is None:
            raise NotAllowed(_("Write the number of the host as four decimal numbers with points."))
        return str(found)
    if len(plain) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise NotAllowed(_("The name of the host cannot be read."))
    return plain


def _path(path: str) -> str:
    """Give what is asked for, in ASCII; signs of other alphabets are written by their bytes."""
    return "".join(sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in path)


def _number(text: str) -> Address | None:
    """Read a number of either version; a zone, a leading zero and shortened forms are none."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return None if getattr(found, "scope_id", None) else found
