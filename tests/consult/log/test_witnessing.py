"""The log and its witnesses over HTTP: what is asked of them, what is believed, and what an absent one delays."""

import json
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

import pytest
from sqlalchemy import Engine, delete, insert, select

from consult import clock
from consult.db import reading, writing
from consult.jobs.couriers import Couriers
from consult.log import tree, witnessing
from consult.log.append import append, split_peaks
from consult.log.head import cosigned_note, latest
from consult.log.nodes import Broken
from consult.log.notes import COSIGNATURE, NOTE, SigningKey, checkpoint_text, sign_note
from consult.log.policy import FILE, Member, addresses, load_policy, log_policy, quorum_of, save_policy, write_policy
from consult.log.verifier import Policy, Rejected, key_number, open_checkpoint, read_policy
from consult.log.visits import last_visit
from consult.log.witness import Witness, create_witness
from consult.log.witness_server import application
from consult.models.audit import audit_checkpoint, audit_cosignature, audit_head, audit_node
from consult.models.base import metadata
from consult.models.logbook import AUDIT_ENTRY
from tests.browser.harness import Quiet, Server
from tests.consult.log.test_verify import unguarded

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
KEY = SigningKey("consult.example.int/audit/1", NOTE, b"l" * 32)
NAMES = ("BRA", "FRA", "JPN", "KOR")
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Hold the clock still."""
    with clock.frozen(AT):
        yield


@dataclass
class Circle:
    """A log, four witnesses that follow it, and what answers at the address of each."""

    engine: Engine
    instance: Path
    chain: int
    stack: ExitStack
    witnesses: dict[str, Witness] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    def grow(self, count: int, act: dict[str, Any], at: datetime = AT) -> str:
        """Append entries, sign what the log has become, and give the note."""
        with writing(self.engine) as connection:
            for _number in range(count):
                append(connection, self.chain, act)
        return self.sign(at)

    def sign(self, at: datetime = AT) -> str:
        """Sign the log as it stands."""
        with writing(self.engine) as connection:
            size, peaks = connection.execute(select(audit_head.c.size, audit_head.c.peaks)).one()
            root = tree.root(split_peaks(peaks))
            note = sign_note(checkpoint_text(KEY.name, size, root), KEY)
            row = {"size": size, "root": root, "note": note, "signed_at": at}
            connection.execute(insert(audit_checkpoint), row)
        return note

    def answer_with(self, name: str, app: Application) -> None:
        """Let an application answer at the address of a witness."""
        self.urls[name] = self.stack.enter_context(served(app))

    @property
    def policy(self) -> Policy:
        """Give the policy: three of the four are enough."""
        found = load_policy(self.instance)
        assert found is not None
        return found

    def collect(self, at: datetime = AT, timeout: float = 4.0) -> dict[str, str]:
        """Collect cosignatures and give what came of it by code."""
        done = witnessing.collect(self.engine, self.policy, at, self.urls, timeout)
        assert done is not None
        return {name: outcome.code for name, outcome in done.outcomes.items()}

    def stored(self) -> list[tuple[int, str]]:
        """Give the sizes and witnesses of the cosignatures that are stored."""
        asked = select(audit_cosignature.c.size, audit_cosignature.c.witness)
        with reading(self.engine) as connection:
            return sorted((size, name) for size, name in connection.execute(asked))

    def attested(self) -> tuple[int, bool, tuple[str, ...]]:
        """Verify the newest note with its cosignatures under the policy: size, whether attested, by whom."""
        with reading(self.engine) as connection:
            newest = latest(connection)
            assert newest is not None
            opened = open_checkpoint(cosigned_note(connection, newest), self.policy)
        return opened.checkpoint.size, opened.attested, opened.witnesses


@contextmanager
def served(app: Application) -> Iterator[str]:
    """Serve on a free port of this machine."""
    server = make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def circle(engine: Engine, chain: int, tmp_path: Path) -> Iterator[Circle]:
    """A log with four witnesses that answer."""
    with writing(engine) as connection:
        metadata.create_all(connection, tables=[AUDIT_ENTRY])
    with ExitStack() as stack:
        made = Circle(engine, tmp_path, chain, stack)
        for name in NAMES:
            witness = create_witness(tmp_path / "w" / name, f"{name.lower()}.example/witness", [KEY.vkey])
            made.witnesses[name] = witness
            made.answer_with(name, application(witness, clock.now))
        members = [Member(name, made.witnesses[name].key.vkey) for name in NAMES]
        save_policy(tmp_path, write_policy([KEY.vkey], members))
        yield made


def test_four_witnesses_cosign_and_the_checkpoint_is_attested(circle: Circle, act: dict[str, Any]) -> None:
    """Growth, growth, and the same size again after ten minutes."""
    circle.grow(3, act)
    assert dict.fromkeys(NAMES, "cosigned") == circle.collect()
    circle.grow(4, act)
    assert dict.fromkeys(NAMES, "cosigned") == circle.collect()
    circle.sign(AT + timedelta(minutes=10))
    with clock.frozen(AT + timedelta(minutes=10)):
        assert dict.fromkeys(NAMES, "cosigned") == circle.collect(AT + timedelta(minutes=10))

    assert (7, True, NAMES) == circle.attested()
    assert 12 == len(circle.stored())


def test_before_the_first_checkpoint_nobody_is_asked(circle: Circle) -> None:
    """There is nothing to cosign."""
    assert witnessing.collect(circle.engine, circle.policy, AT, {}) is None


def test_a_witness_that_stands_elsewhere_is_asked_again_from_there(circle: Circle, act: dict[str, Any]) -> None:
    """It cosigned a checkpoint of which nothing is stored here, as after a restored backup, or a lost answer."""
    note = circle.grow(3, act)
    assert 200 == circle.witnesses["JPN"].add_checkpoint(f"old 0\n\n{note}".encode(), AT).status
    circle.grow(6, act)

    assert dict.fromkeys(NAMES, "cosigned") == circle.collect()
    assert [(9, f"{name.lower()}.example/witness") for name in NAMES] == circle.stored()


def test_a_witness_that_is_ahead_is_told_apart_from_all_others(circle: Circle, act: dict[str, Any]) -> None:
    """The log has lost entries that this witness has cosigned: no proof leads back, and nothing is stored."""
    circle.grow(3, act)
    other = sign_note(checkpoint_text(KEY.name, 50, b"x" * 32), KEY)
    circle.witnesses["JPN"].add_checkpoint(f"old 0\n\n{other}".encode(), AT)

    assert "ahead" == circle.collect()["JPN"]
    assert (3, True, ("BRA", "FRA", "KOR")) == circle.attested()


def test_a_witness_that_saw_another_history_says_so(circle: Circle, act: dict[str, Any]) -> None:
    """Same size and another root, and a smaller size that this log does not continue."""
    circle.grow(3, act)
    for name, size in (("JPN", 3), ("FRA", 2)):
        other = sign_note(checkpoint_text(KEY.name, size, b"x" * 32), KEY)
        circle.witnesses[name].add_checkpoint(f"old 0\n\n{other}".encode(), AT)

    assert {"BRA": "cosigned", "FRA": "conflict", "JPN": "conflict", "KOR": "cosigned"} == circle.collect()
    assert (3, False, ("BRA", "KOR")) == circle.attested()


def lying(lines: Callable[[str], str]) -> Application:
    """Give an application that answers every request with lines made from the text of the checkpoint."""

    def answer(environ: dict[str, Any], start: Any) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        text = body.split("\n\n")[1] + "\n"
        start("200 OK", [("Content-Type", "text/plain")])
        return [lines(text).encode()]

    return answer


def test_an_answer_that_is_no_cosignature_of_the_key_is_not_stored(circle: Circle, act: dict[str, Any]) -> None:
    """Of another tree, by another key, of the wrong time, by nobody, and nonsense."""
    key = circle.witnesses["JPN"].key
    seconds = int(AT.timestamp())
    stranger = SigningKey("jpn.example/witness", COSIGNATURE, b"s" * 32)
    other = checkpoint_text(KEY.name, 3, b"x" * 32)
    lies: dict[str, Callable[[str], str]] = {
        "another tree": lambda _text: key.cosign(other, seconds),
        "another key": lambda text: stranger.cosign(text, seconds),
        "nothing": lambda _text: "",
        "nonsense": lambda _text: "<html>\n\n",
        "another text": lambda text: f"x\n\n{key.cosign(text, seconds)}",
        "a wrong time in the line": lambda text: key.cosign(text, seconds).replace(" ", " A", 2),
    }
    circle.grow(3, act)
    for lie, lines in lies.items():
        circle.answer_with("JPN", lying(lines))
        assert "invalid" == circle.collect()["JPN"], lie
    for wrong in (seconds - 3600, seconds + 3600):
        circle.answer_with("JPN", lying(lambda text, wrong=wrong: key.cosign(text, wrong)))
        assert "clock" == circle.collect()["JPN"]

    assert "jpn.example/witness" not in {name for _size, name in circle.stored()}
    assert (3, True, ("BRA", "FRA", "KOR")) == circle.attested()


def test_lines_of_unknown_keys_are_ignored_beside_the_right_one(circle: Circle, act: dict[str, Any]) -> None:
    """A witness may sign with more keys than the policy knows; only the known line is stored."""
    key, second = circle.witnesses["JPN"].key, SigningKey("jpn.example/new", COSIGNATURE, b"n" * 32)
    seconds = int(AT.timestamp())
    circle.answer_with("JPN", lying(lambda text: second.cosign(text, seconds) + key.cosign(text, seconds)))
    circle.grow(3, act)

    assert "cosigned" == circle.collect()["JPN"]
    with reading(circle.engine) as connection:
        lines = list(connection.execute(select(audit_cosignature.c.line)).scalars())
    assert not any("jpn.example/new" in line for line in lines)
    assert (3, True, NAMES) == circle.attested()


def test_without_the_quorum_the_checkpoint_stays_sealed_and_is_attested_later(
    circle: Circle, act: dict[str, Any]
) -> None:
    """Two of four are away; when one of them is back, three have cosigned."""
    circle.grow(3, act)
    back = dict(circle.urls)
    circle.urls["JPN"] = circle.urls["KOR"] = "http://127.0.0.1:9"

    assert {"BRA": "cosigned", "FRA": "cosigned", "JPN": "unreachable", "KOR": "unreachable"} == circle.collect()
    assert (3, False, ("BRA", "FRA")) == circle.attested()
    circle.urls["JPN"] = back["JPN"]
    circle.collect()
    assert (3, True, ("BRA", "FRA", "JPN")) == circle.attested()


@pytest.mark.parametrize(
    "url", ["", "jpn.example", "ftp://jpn.example", "http://127.0.0.1:port", "http://", "http://127.0.0.1:9/a b"]
)
def test_an_address_that_is_none_is_a_witness_not_reached(circle: Circle, act: dict[str, Any], url: str) -> None:
    """It is told like any other silence, and the others cosign."""
    circle.grow(3, act)
    circle.urls["JPN"] = url

    assert {"BRA": "cosigned", "FRA": "cosigned", "JPN": "unreachable", "KOR": "cosigned"} == circle.collect()


def test_a_witness_with_a_key_of_another_kind_is_told_as_such(circle: Circle, act: dict[str, Any]) -> None:
    """A policy may name keys that this version cannot check yet; they count for nothing here."""
    circle.grow(3, act)
    public = b"m" * 1312
    number = key_number("jpn.example/ml", 6, public).hex()
    text = (circle.instance / FILE).read_text()
    line = f"witness ML jpn.example/ml+{number}+{b64encode(bytes([6]) + public).decode()}\n"
    save_policy(circle.instance, line + text)
    circle.urls["ML"] = circle.urls["JPN"]

    assert {"ML": "unknown-kind", **dict.fromkeys(NAMES, "cosigned")} == circle.collect()
    assert (3, True, NAMES) == circle.attested()


def test_a_tree_with_a_missing_node_is_told_and_not_taken_for_silence(circle: Circle, act: dict[str, Any]) -> None:
    """No proof can be made: the fault is the log's own."""
    circle.grow(4, act)
    circle.collect()
    circle.grow(3, act)
    with unguarded(circle.engine) as connection:
        connection.execute(delete(audit_node).where(audit_node.c.level == 1))

    with pytest.raises(Broken):
        circle.collect()


def slow(seconds: float, app: Application) -> Application:
    """Let an application wait before it answers."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        time.sleep(seconds)
        return app(environ, start)

    return answer


def test_a_slow_witness_keeps_none_of_the_others_back(circle: Circle, act: dict[str, Any]) -> None:
    """All are asked at once, and what has not come in time counts as not reached."""
    circle.answer_with("JPN", slow(3.0, application(circle.witnesses["JPN"], clock.now)))
    circle.grow(3, act)
    started = time.perf_counter()

    codes = circle.collect(timeout=1.0)

    assert time.perf_counter() - started < 2.5
    assert {"BRA": "cosigned", "FRA": "cosigned", "JPN": "unreachable", "KOR": "cosigned"} == codes
    assert (3, True, ("BRA", "FRA", "KOR")) == circle.attested()


def wait_for(holds: Callable[[], bool], seconds: float = 120.0) -> None:
    """Wait until something holds."""
    last = time.perf_counter() + seconds
    while not holds():
        assert time.perf_counter() < last, "waited too long"
        time.sleep(0.02)


def keep_addresses(circle: Circle) -> None:
    """Put the address of each witness where the installation keeps it."""
    for name, url in circle.urls.items():
        folder = circle.instance / "witnesses" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "address").write_text(f"{url}\n")


def test_couriers_bring_each_witness_the_newest_checkpoint_by_itself(circle: Circle, act: dict[str, Any]) -> None:
    """One is away, one slow: the others cosign at once, the slow one when it can, the absent one is remembered so."""
    circle.answer_with("KOR", slow(1.5, application(circle.witnesses["KOR"], clock.now)))
    circle.urls["JPN"] = "http://127.0.0.1:9"
    keep_addresses(circle)
    circle.grow(3, act)
    couriers = Couriers(circle.engine, circle.instance)
    try:
        couriers.follow_policy()
        wait_for(lambda: circle.attested()[2] == ("BRA", "FRA"))
        circle.sign()
        couriers.offer()
        wait_for(lambda: circle.attested()[2] == ("BRA", "FRA", "KOR"))
        key = circle.policy.witnesses["JPN"]
        wait_for(lambda: last_visit(circle.instance, key) is not None)
        visit = last_visit(circle.instance, key)
        assert visit is not None
        assert ("unreachable", AT) == (visit.code, visit.at)
        assert set(NAMES) == set(couriers.names)
    finally:
        couriers.stop()
    assert {} == dict(couriers.names)


def test_couriers_follow_the_policy_and_its_digest_is_recorded_in_the_log(circle: Circle) -> None:
    """A witness that is struck off is visited no more; the same policy is recorded once."""
    couriers = Couriers(circle.engine, circle.instance)
    try:
        couriers.follow_policy()
        couriers.follow_policy()
        members = [Member(name, circle.witnesses[name].key.vkey) for name in NAMES[:3]]
        save_policy(circle.instance, write_policy([KEY.vkey], members))
        couriers.follow_policy()
        assert {"BRA", "FRA", "JPN"} == set(couriers.names)
        (circle.instance / FILE).write_text("quorum nobody\n")
        couriers.follow_policy()
        assert {"BRA", "FRA", "JPN"} == set(couriers.names)
    finally:
        couriers.stop()
    with reading(circle.engine) as connection:
        kinds = list(connection.execute(select(AUDIT_ENTRY.c.kind, AUDIT_ENTRY.c.party).order_by(AUDIT_ENTRY.c.seq)))
    assert [("policy", None), ("policy", None)] == kinds


def test_the_policy_is_recorded_again_when_it_returns_to_an_older_text(circle: Circle) -> None:
    """What counts is what was recorded last."""
    first = (circle.instance / FILE).read_text()
    assert log_policy(circle.engine, circle.instance, AT)
    assert not log_policy(circle.engine, circle.instance, AT)
    save_policy(circle.instance, write_policy([KEY.vkey]))
    assert log_policy(circle.engine, circle.instance, AT)
    save_policy(circle.instance, first)
    assert log_policy(circle.engine, circle.instance, AT)


def test_a_quorum_that_is_lowered_is_read_in_the_chain_of_the_host(circle: Circle) -> None:
    """The same witnesses, and one less of them is enough: all parties see both numbers."""
    members = [Member(name, key.vkey) for name, key in circle.policy.witnesses.items()]
    for enough in (2, 1):
        save_policy(circle.instance, write_policy([KEY.vkey], members, enough))
        assert log_policy(circle.engine, circle.instance, AT)

    with reading(circle.engine) as connection:
        bodies = connection.execute(select(AUDIT_ENTRY.c.body).order_by(AUDIT_ENTRY.c.seq)).scalars().all()
    said = [json.loads(body) for body in bodies]
    assert [(len(members), 2), (len(members), 1)] == [(each["witnesses"], each["enough"]) for each in said]


def test_a_policy_that_is_taken_away_is_recorded_once(circle: Circle) -> None:
    """A host that strikes off all witnesses at once does not do so in silence; where none was agreed none is missed."""
    policy = circle.instance / FILE
    text = policy.read_text()
    policy.unlink()
    assert not log_policy(circle.engine, circle.instance, AT)
    save_policy(circle.instance, text)
    assert log_policy(circle.engine, circle.instance, AT)
    policy.unlink()
    assert log_policy(circle.engine, circle.instance, AT)
    assert not log_policy(circle.engine, circle.instance, AT)


@pytest.mark.parametrize(("count", "enough"), [(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (7, 5), (10, 7)])
def test_the_quorum_tolerates_as_many_as_may_lie(count: int, enough: int) -> None:
    """More than two thirds: two quorums always share a witness that does not lie."""
    assert enough == quorum_of(count)


def test_a_policy_reads_as_it_was_written(tmp_path: Path) -> None:
    """Names, addresses and threshold; without witnesses none is asked for."""
    keys = [SigningKey(f"{name.lower()}.example/witness", COSIGNATURE, name.encode() + b"k" * 29) for name in NAMES]
    members = [Member(name, key.vkey, f"https://{key.name}") for name, key in zip(NAMES, keys, strict=True)]
    policy = read_policy(write_policy([KEY.vkey], members))

    assert NAMES == tuple(policy.witnesses)
    assert policy.attested(NAMES[:3])
    assert not policy.attested(NAMES[:2])
    assert {name: f"https://{name.lower()}.example/witness" for name in NAMES} == addresses(tmp_path, policy)
    assert read_policy(write_policy([KEY.vkey])).attested(())
    with pytest.raises(Rejected):
        save_policy(tmp_path, "quorum nobody\n")
    assert not (tmp_path / FILE).exists()
