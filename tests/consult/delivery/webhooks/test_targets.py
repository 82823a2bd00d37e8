"""Where a webhook may go: every way of writing an inner address is refused, and no name is looked up twice."""

import ipaddress
import socket
import threading
from collections.abc import Sequence

import pytest

from consult.delivery import targets
from consult.delivery.targets import NotAllowed, NotFound, Place, Rules, check, is_allowed, look_up, read_url

USUAL = Rules()
INNER = {
    "loopback": "127.0.0.1",
    "another loopback": "127.8.9.10",
    "private ten": "10.1.2.3",
    "private 172": "172.31.255.255",
    "private 192": "192.168.0.1",
    "shared": "100.64.0.1",
    "link-local": "169.254.1.1",
    "metadata": "169.254.169.254",
    "metadata of one cloud": "100.100.100.200",
    "wire server of another": "168.63.129.16",
    "metadata of a third": "192.0.0.192",
    "this network": "0.0.0.0",
    "this network too": "0.1.2.3",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "documentation": "203.0.113.7",
    "tests of equipment": "198.18.0.1",
    "relay": "192.88.99.1",
    "loopback 6": "::1",
    "unspecified 6": "::",
    "unique local": "fd12:3456::1",
    "metadata 6": "fd00:ec2::254",
    "link-local 6": "fe80::1",
    "site-local 6": "fec0::1",
    "multicast 6": "ff02::1",
    "mapped loopback": "::ffff:127.0.0.1",
    "mapped public": "::ffff:8.8.8.8",
    "compatible": "::7f00:1",
    "6to4 of loopback": "2002:7f00:1::1",
    "6to4 of a public one": "2002:808:808::1",
    "teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "translated loopback": "64:ff9b::7f00:1",
    "translated private": "64:ff9b::a00:1",
    "local translation": "64:ff9b:1::808:808",
    "discard": "100::1",
    "documentation 6": "2001:db8::1",
    "newer documentation 6": "3fff::1",
    "segment routing": "5f00::1",
}
PUBLIC = {"4": "8.8.8.8", "172 outside": "172.32.0.1", "6": "2606:4700::1111", "translated": "64:ff9b::808:808"}
WRITTEN = {
    "empty": ("", "at most 500 characters"),
    "too long": ("https://a.example/" + "x" * 500, "at most 500 characters"),
    "no scheme": ("hooks.example/x", "begins with https://"),
    "http": ("http://hooks.example/", "begins with https://"),
    "ftp": ("ftp://hooks.example/", "begins with https://"),
    "file": ("file:///etc/passwd", "begins with https://"),
    "javascript": ("javascript:alert(1)", "begins with https://"),
    "name and password": ("https://user:word@hooks.example/", "without a name, a password"),
    "name alone": ("https://hooks.example@127.0.0.1/", "without a name, a password"),
    "fragment": ("https://hooks.example/#x", "part after #"),
    "no host": ("https:///x", "with a host"),
    "blank": ("https://hooks.example/a b", "a blank, a backslash"),
    "line break": ("https://hooks.example/\r\nHost: x", "a blank, a backslash"),
    "null": ("https://hooks.example/\x00", "a blank, a backslash"),
    "backslash": ("https://hooks.example\\@127.0.0.1/", "a blank, a backslash"),
    "port of mail": ("https://hooks.example:25/", "Port 25 is not allowed"),
    "port null": ("https://hooks.example:0/", "Port 0 is not allowed"),
    "port too large": ("https://hooks.example:70000/", "cannot be read"),
    "port of letters": ("https://hooks.example:abc/", "cannot be read"),
    "decimal": ("https://2130706433/", "four decimal numbers"),
    "octal": ("https://0177.0.0.1/", "four decimal numbers"),
    "octal in one": ("https://017700000001/", "four decimal numbers"),
    "hexadecimal": ("https://0x7f.0.0.0x1/", "four decimal numbers"),
    "hexadecimal in one": ("https://0x7f000001/", "four decimal numbers"),
    "short": ("https://127.1/", "four decimal numbers"),
    "with a point behind": ("https://127.0.0.1./", None),
    "in full-width digits": ("https://①②⑦.⓪.⓪.①/", None),
    "wide points": ("https://127。0。0。1/", None),
    "zone": ("https://[fe80::1%25eth0]/", "number of the host cannot be read"),
    "open bracket": ("https://[::1/", "cannot be read"),
    "label of blanks": ("https://..example/", "name of the host cannot be read"),
    "long label": (f"https://{'a' * 64}.example/", "name of the host cannot be read"),
    "percent in host": ("https://127.0.0.1%2f.example/", "name of the host cannot be read"),
    "bad alphabet": ("https://\u2488.example:443/", "name of the host cannot be read"),
}


def lead_to(*numbers: str) -> "Counting":
    """Look every name up as these numbers."""
    return Counting([numbers])


class Counting:
    """Looks names up as it was told, the last answer again and again, and counts how often it was asked."""

    def __init__(self, answers: Sequence[Sequence[str]]) -> None:
        """Keep the answers."""
        self.answers, self.asked = list(answers), 0

    def __call__(self, _host: str, _port: int) -> Sequence[str]:
        """Answer."""
        self.asked += 1
        return self.answers[min(self.asked, len(self.answers)) - 1]


@pytest.mark.parametrize("number", INNER.values(), ids=INNER)
def test_a_number_that_is_not_public_is_refused_however_it_is_reached(number: str) -> None:
    """Written as it stands, and behind a name, alone and beside a public number."""
    written = f"[{number}]" if ":" in number else number
    with pytest.raises(NotAllowed, match="not public"):
        check(read_url(f"https://{written}/", USUAL), USUAL)
    for numbers in ((number,), ("8.8.8.8", number), (number, "8.8.8.8")):
        with pytest.raises(NotFound, match="cannot be found, or lies in a network that is not public"):
            check(Place(True, "hooks.example", 443, "/"), USUAL, lead_to(*numbers))


@pytest.mark.parametrize("number", PUBLIC.values(), ids=PUBLIC)
def test_a_public_number_is_let_through(number: str) -> None:
    """And it is the number that was checked that is given back."""
    assert (number,) == check(Place(True, "hooks.example", 443, "/"), USUAL, lead_to(number))


@pytest.mark.parametrize(("url", "reason"), WRITTEN.values(), ids=WRITTEN)
def test_an_address_that_could_be_read_in_two_ways_is_refused(url: str, reason: str | None) -> None:
    """With its reason; what is only another spelling of an inner number is refused as that."""
    with pytest.raises(NotAllowed, match=reason or "not public"):
        check(read_url(url, USUAL), USUAL, lead_to("8.8.8.8"))


def test_a_name_of_another_alphabet_is_kept_in_ascii() -> None:
    """Host and path are written as they go over the wire, and the usual port is left out."""
    place = read_url("https://Bücher.Example:443/ä?b=ü", USUAL)

    assert "https://xn--bcher-kva.example/%C3%A4?b=%C3%BC" == place.url
    assert "https://hooks.example:8443/" == read_url("https://hooks.example.:8443", USUAL).url


def test_a_name_that_is_not_found_and_one_that_leads_inside_are_told_alike() -> None:
    """Nobody learns from the sentence which names the inner network has."""
    said = []
    for resolve in (lead_to(), lead_to("10.0.0.1"), lead_to("nonsense")):
        with pytest.raises(NotFound) as refused:
            check(Place(True, "db.inner", 443, "/"), USUAL, resolve)
        said.append(str(refused.value))

    assert 1 == len(set(said))


def test_leave_for_inner_networks_does_not_open_metadata() -> None:
    """Loopback and private numbers are let through; link-local, metadata, multicast and the rest are not."""
    leave = Rules(allow_private=True)

    allowed = {name for name, number in INNER.items() if _is_allowed(number, leave)}
    inner = {"loopback", "another loopback", "private ten", "private 172", "private 192", "shared", "loopback 6"}
    assert inner | {"unique local"} == allowed


def test_leave_for_http_and_any_port_is_leave_for_no_more() -> None:
    """The address is read; where it leads is checked as before."""
    leave = Rules(allow_http=True, allow_any_port=True)
    place = read_url("http://127.0.0.1:8000/hook", leave)

    assert ("127.0.0.1", 8000, False) == (place.host, place.port, place.secured)
    with pytest.raises(NotAllowed, match="not public"):
        check(place, leave)


def test_looking_up_this_machine_gives_its_numbers() -> None:
    """The system is asked, in a thread of its own."""
    assert {"127.0.0.1", "::1"} & set(look_up("localhost", 443))


def test_a_name_that_is_not_found_and_a_look_up_that_hangs_give_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system sets no limit to a look-up; here it ends."""
    ended = threading.Event()

    def fail(*_arguments: object, **_named: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    def hang(*_arguments: object, **_named: object) -> list[object]:
        ended.wait(10)
        return []

    monkeypatch.setattr(targets, "LOOKUP_SECONDS", 0.1)
    for answers in (fail, hang):
        monkeypatch.setattr(socket, "getaddrinfo", answers)
        assert () == look_up("hooks.example", 443)
    ended.set()


def _is_allowed(number: str, rules: Rules) -> bool:
    return is_allowed(ipaddress.ip_address(number), rules)
