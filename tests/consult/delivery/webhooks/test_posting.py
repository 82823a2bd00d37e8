"""One webhook is posted: to the number that was checked, within its limit, following nothing."""

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from consult.delivery.posting import MOST_READ, NoAnswer, Request, ask, post
from consult.delivery.targets import NotFound, Place, Rules, read_url
from tests.consult.delivery.webhooks.receiver import HERE, beside, dripping, receiving
from tests.consult.delivery.webhooks.test_targets import Counting, lead_to

PUBLIC_ONLY = Rules(allow_http=True, allow_any_port=True)


def test_what_is_posted_arrives_with_its_headers_and_the_answer_is_kept() -> None:
    """One line: status, reason and the beginning of the body, without signs that cannot be seen."""
    with receiving() as receiver:
        receiver.said = b"queued\x1b[31m\r\nas 7"
        answer = post(read_url(receiver.url, HERE), HERE, {"webhook-id": "msg_1"}, b"{}", 2.0)

    [(headers, body)] = receiver.got
    assert (b"{}", "msg_1", "application/json") == (body, headers["webhook-id"], headers["content-type"])
    assert f"127.0.0.1:{receiver.port}" == headers["host"]
    assert answer.is_taken
    assert "HTTP 200 OK queued?[31m as 7" == str(answer)


def test_a_redirect_is_not_followed() -> None:
    """It is the answer; the place to which it leads is not asked."""
    with receiving() as other, receiving() as receiver:
        receiver.status, receiver.headers = 307, {"Location": other.url}
        answer = post(read_url(receiver.url, HERE), HERE, {}, b"{}", 2.0)

    assert (307, False, []) == (answer.status, answer.is_taken, other.got)


def test_a_name_is_looked_up_once_and_the_connection_goes_to_what_was_checked() -> None:
    """A name that leads outside when it is checked and inside a moment later is never asked a second time."""
    rebinding = Counting([["8.8.8.8"], ["127.0.0.1"]])
    with receiving() as receiver:
        place = Place(False, "rebinds.example", receiver.port, "/")
        with pytest.raises(RuntimeError, match=r"8\.8\.8\.8"):  # the guard of the tests: it was the checked number
            post(place, PUBLIC_ONLY, {}, b"{}", 1.0, resolve=rebinding)
        assert 1 == rebinding.asked
        with pytest.raises(NotFound):
            post(place, PUBLIC_ONLY, {}, b"{}", 1.0, resolve=rebinding)

    assert [] == receiver.got


def test_the_next_number_is_tried_where_one_does_not_answer() -> None:
    """A name with two numbers is reached by the second."""
    with receiving() as receiver:
        place = Place(False, "two.example", receiver.port, "/")
        answer = post(place, HERE, {}, b"{}", 2.0, resolve=lead_to("127.0.0.2", "127.0.0.1"))

    assert answer.is_taken


def test_a_receiver_that_hangs_is_left_when_the_limit_is_reached() -> None:
    """Within the limit, not after it."""
    with receiving() as receiver:
        receiver.hangs = 1.5
        begun = time.perf_counter()
        with pytest.raises(NoAnswer, match=r"within 0\.3 seconds"):
            post(read_url(receiver.url, HERE), HERE, {}, b"{}", 0.3)

        assert time.perf_counter() - begun < 1.2


def test_a_receiver_that_sends_a_byte_now_and_then_is_left_as_well() -> None:
    """Each byte alone would be in time; all of it together has one limit."""
    with dripping(0.05) as port:
        begun = time.perf_counter()
        with pytest.raises(NoAnswer, match="within"):
            post(read_url(f"http://127.0.0.1:{port}/", HERE), HERE, {}, b"{}", 0.4)

        assert time.perf_counter() - begun < 1.2


def test_no_more_than_a_thousand_bytes_of_an_answer_are_read() -> None:
    """The rest stays where it is, and the line that is kept is short."""
    with receiving() as receiver:
        receiver.said = b"x" * 5_000_000
        answer = post(read_url(receiver.url, HERE), HERE, {}, b"{}", 2.0)

    assert len(str(answer)) < MOST_READ
    assert answer.is_taken


def test_nobody_there_and_an_answer_that_is_no_http_are_told() -> None:
    """Each with its sentence, and both may be tried again."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NoAnswer, match="ConnectionRefusedError"):
        post(read_url(f"http://127.0.0.1:{port}/", HERE), HERE, {}, b"{}", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: _say(server, b"220 mail.example ESMTP\r\n\r\n"))
        thread.start()
        with pytest.raises(NoAnswer, match="BadStatusLine"):
            post(read_url(f"http://127.0.0.1:{server.getsockname()[1]}/", HERE), HERE, {}, b"{}", 1.0)
        thread.join()


BROKEN = {
    "hangs": b"Content-Length: 9\r\n\r\nkep",
    "says nothing": b"Content-Length: 9\r\n\r\n",
    "breaks off a part": b"Transfer-Encoding: chunked\r\n\r\n9\r\nkep",
    "says what is no part": b"Transfer-Encoding: chunked\r\n\r\nnone\r\n",
}


@pytest.mark.parametrize("rest", BROKEN.values(), ids=BROKEN)
def test_a_receiver_that_has_taken_what_was_sent_and_then_breaks_off_has_taken_it(rest: bytes) -> None:
    """Its status came whole; asked again it would take the same another time."""
    ended, said = threading.Event(), b"HTTP/1.1 200 OK\r\n" + rest
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_server(("127.0.0.1", 0)) as other:
        threads = [threading.Thread(target=_say, args=(one, said, ended)) for one in (server, other)]
        for thread in threads:
            thread.start()
        place, read = (read_url(f"http://127.0.0.1:{one.getsockname()[1]}/", HERE) for one in (server, other))
        answer = post(place, HERE, {}, b"{}", 1.0)
        with pytest.raises(NoAnswer):  # who asks for what is said gets all of it or nothing
            ask(read, HERE, Request("GET", {}, None, 100), 0.3)
        ended.set()
        for thread in threads:
            thread.join()

    assert answer.is_taken


def test_a_certificate_must_be_trusted_and_be_the_hosts(tmp_path: Path) -> None:
    """Trusted and of that name it is taken; of another name, or trusted by nobody, it is not."""
    with _secured(tmp_path, "hooks.example") as port:
        place, here = Place(True, "hooks.example", port, "/"), lead_to("127.0.0.1")
        trusting = lambda: ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))  # noqa: E731 - one line, used thrice
        assert post(place, HERE, {}, b"{}", 10.0, resolve=here, trusted=trusting).is_taken
        with pytest.raises(NoAnswer, match="certificate of the host is not trusted"):
            post(place, HERE, {}, b"{}", 10.0, resolve=here)
        other = Place(True, "other.example", port, "/")
        with pytest.raises(NoAnswer, match="certificate of the host is not trusted"):
            post(other, HERE, {}, b"{}", 10.0, resolve=here, trusted=trusting)


def _say(server: socket.socket, words: bytes, ended: threading.Event | None = None) -> None:
    connection, _address = server.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(words)
        if ended is not None:
            ended.wait(30)


@contextmanager
def _secured(folder: Path, name: str) -> Iterator[int]:
    """Answer 204 over TLS under a certificate of that name; give the port."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    made = made.not_valid_after(datetime.datetime(2060, 1, 1, tzinfo=datetime.UTC))
    certificate = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False).sign(
        key, hashes.SHA256()
    )
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(written)
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server, ended = socket.create_server(("127.0.0.1", 0)), threading.Event()
    server.settimeout(0.1)

    def serve() -> None:
        while not ended.is_set():
            try:
                plain_connection, _address = server.accept()
                with context.wrap_socket(plain_connection, server_side=True) as connection:
                    connection.recv(65536)
                    connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            except OSError:
                continue

    with beside(server, serve, ended) as port:
        yield port
