"""Checking an export over http: as a folder is checked, and never for ever, elsewhere, or beyond measure."""

import gzip
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from urllib.request import Request

import pytest

from consult.log import verifier
from consult.log.verifier import Rejected, Report, Source, Unchecked
from tests.consult.log import exports


def check(place: str) -> Report:
    """Check an export by the policy that names its log."""
    return verifier.check_export(Source(place), verifier.read_policy(exports.TRUST_LOG))


class Host(BaseHTTPRequestHandler):
    """Serve a folder, and misbehave on the paths it is told."""

    folder: Path
    faults: dict[str, str] = {}

    def do_GET(self) -> None:
        """Answer as a static server would, packed."""
        path = self.path.removeprefix("/audit/1/")
        fault, file = self.faults.get(path, ""), self.folder / path
        if fault.startswith(("http", "/")):
            return self.answer(302, b"", Location=fault)
        if fault in ("plain", "brief"):
            return self.answer(200, file.read_bytes(), short=fault == "brief")
        if fault.isdigit() or not file.is_file():
            return self.answer(int(fault or 404), b"")
        data = gzip.compress(file.read_bytes() + bytes(10**7 if fault == "bomb" else 0))
        data = data[:-9] if fault == "cut" else zlib.compress(file.read_bytes()) if fault == "zlib" else data
        return self.answer(200, data, **{"Content-Encoding": "br" if fault == "br" else "gzip"}, short=fault == "short")

    def answer(self, status: int, data: bytes, short: bool = False, **headers: str) -> None:
        """Send an answer; a short one breaks off."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if short else data)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of an export of 300 entries."""
    exports.write_export(tmp_path, [exports.make_leaf() for _each in range(300)])
    Host.folder, Host.faults = tmp_path, {}
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/audit/1"
        server.shutdown()


def test_an_address_is_checked_as_a_folder_is(address: str) -> None:
    """Packed answers are taken, and a slash at the end of the address changes nothing."""
    assert [300, 300] == [check(each).checkpoint.size for each in (address, f"{address}/")]


@pytest.mark.parametrize("manner", ["plain", "/audit/1/moved"])
def test_an_answer_may_be_unpacked_or_lie_elsewhere_on_the_same_host(address: str, manner: str) -> None:
    """Another path of the same host is followed."""
    path = "tile/entries/001.p/44"
    (Host.folder / "moved").write_bytes((Host.folder / path).read_bytes())
    Host.faults = {path: manner}

    assert 300 == check(address).checkpoint.size


@pytest.mark.parametrize(
    ("fault", "kind", "says"),
    [
        ("404", Rejected, "lacks tile/0/001.p/44"),
        ("410", Rejected, "lacks tile/0/001.p/44"),
        ("500", Unchecked, "cannot be fetched: HTTP Error 500"),
        ("short", Unchecked, "cannot be fetched"),
        ("brief", Unchecked, "cannot be fetched: IncompleteRead"),
        ("cut", Unchecked, "Content-Encoding: gzip"),
        ("br", Unchecked, "Content-Encoding: br"),
        ("bomb", Rejected, "is longer than 8192 bytes"),
        ("zlib", Unchecked, "cannot be fetched: Error -3 while decompressing data: incorrect header check"),
        ("411", Unchecked, "cannot be fetched: HTTP Error 411"),
        ("http://localhost/elsewhere", Unchecked, "points elsewhere, to http://localhost/elsewhere"),
    ],
)
def test_an_answer_that_is_none_is_told_from_one_that_is_wrong(
    address: str, fault: str, kind: type[Exception], says: str
) -> None:
    """Missing or beyond measure is a fault of the log; an unreachable, broken or wandering address tells nothing."""
    Host.faults = {"tile/0/001.p/44": fault}

    with pytest.raises(kind, match=says):
        check(address)


class Answer:
    """An answer that comes in pieces, each after some seconds."""

    def __init__(self, *pieces: bytes, **headers: str) -> None:
        self.pieces, self.headers, self.length = list(pieces), headers, 0

    def read1(self, most: int) -> bytes:
        """Give the next piece."""
        assert 65_536 == most
        return self.pieces.pop(0) if self.pieces else b""


@pytest.mark.parametrize(("seconds", "says"), [([0, 119, 120], b"abcdef"), ([0, 60, 121], "timed out")])
def test_an_answer_that_never_ends_is_given_up_after_two_minutes(
    monkeypatch: pytest.MonkeyPatch, seconds: list[int], says: bytes | str
) -> None:
    """However quickly each of its pieces comes."""
    ticks = iter(seconds)
    monkeypatch.setattr(verifier, "time", SimpleNamespace(monotonic=lambda: next(ticks)))  # that of nobody else
    answer = Answer(b"abc", b"def")
    if isinstance(says, bytes):
        assert says == verifier._body(answer, 6)
    else:
        with pytest.raises(TimeoutError, match=f"^{says}$"):
            verifier._body(answer, 6)


def test_an_answer_is_read_to_one_byte_beyond_what_it_may_have() -> None:
    """Packed and unpacked; a packed one of just its measure is whole, and what stands behind it is told."""
    gzipped = gzip.compress(b"abcdef")
    assert b"abcdef" == verifier._body(Answer(gzipped, **{"Content-Encoding": "x-gzip"}), 30)
    assert b"abcdef" == verifier._body(Answer(gzipped, **{"Content-Encoding": "GZIP"}), 30)
    zeros = gzip.compress(bytes(1000))
    assert 1000 == len(verifier._body(Answer(zeros, **{"Content-Encoding": "gzip"}), 1000))
    assert 1000 == len(verifier._body(Answer(zeros, **{"Content-Encoding": "gzip"}), 999))
    assert b"abcabc" == verifier._body(Answer(b"abc", b"abc", b"abc"), 5)
    for data in (zeros + b"more", zeros[:-1]):
        with pytest.raises(ValueError, match=r"^Content-Encoding: gzip$"):
            verifier._body(Answer(data, **{"Content-Encoding": "gzip"}), 1000)
    with pytest.raises(ValueError, match=r"^Content-Encoding: deflate$"):
        verifier._body(Answer(b"x", **{"Content-Encoding": "deflate"}), 9)


def test_nobody_is_waited_for_longer_than_twenty_seconds() -> None:
    """The place is asked for below the address, whatever slashes end it."""
    asked: list[tuple[str, float]] = []

    class Opener:
        """Whoever opens an address."""

        def open(self, address: str, timeout: float) -> object:
            """Say that it cannot be reached."""
            asked.append((address, timeout))
            raise OSError("no route")

    source = Source("http://log.example/audit/1//")
    source.opener = Opener()  # type: ignore[assignment] - it is asked for nothing else
    with pytest.raises(Unchecked) as fault:
        source.read("checkpoint")
    assert "http://log.example/audit/1/checkpoint cannot be fetched: no route" == str(fault.value)
    assert [("http://log.example/audit/1/checkpoint", 20.0)] == asked


def test_an_address_where_nobody_answers_cannot_be_checked() -> None:
    """The sentence names it."""
    with pytest.raises(Unchecked, match=r"http://127\.0\.0\.1:9/checkpoint cannot be fetched"):
        check("http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("to", "followed"),
    [
        ("http://log.example/b", True),
        ("https://log.example/b", True),
        ("https://log.example:444/b", False),
        ("ftp://log.example/b", False),
        ("https://other.example/b", False),
    ],
)
def test_an_answer_may_lead_to_encryption_on_the_same_host_and_nowhere_else(to: str, followed: bool) -> None:
    """Another host, port or scheme could be anybody's."""
    asked, redirects = Request("http://log.example/a"), verifier._Redirects()
    if followed:
        assert to == redirects.redirect_request(asked, None, 302, "Found", {}, to).full_url
    else:
        with pytest.raises(Unchecked, match=f"^http://log.example/a: the answer points elsewhere, to {to}\\.$"):
            redirects.redirect_request(asked, None, 302, "Found", {}, to)
