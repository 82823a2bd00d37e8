"""A witness by itself: what it cosigns, what it refuses and with which status, and what it remembers."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from consult.log import tree
from consult.log.notes import COSIGNATURE, NOTE, NoKey, SigningKey, checkpoint_text, save_key, sign_note
from consult.log.verifier import open_note, read_vkey
from consult.log.witness import MOST_EVIDENCE, SIZE_TYPE, Answer, NoWitness, Witness, create_witness

ROOT = Path(__file__).parents[3]
ORIGIN = "consult.example.int/audit/1"
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECONDS = 1795176000


@dataclass
class Log:
    """A log in memory: it may fork and it may lie."""

    key: SigningKey = field(default_factory=lambda: SigningKey(ORIGIN, NOTE, b"l" * 32))
    hashes: list[bytes] = field(default_factory=list)

    def grow(self, *leaves: str) -> "Log":
        """Append leaves."""
        self.hashes += [tree.hash_leaf(leaf.encode()) for leaf in leaves]
        return self

    def fork(self, size: int) -> "Log":
        """Give a log that shares some entries with this one."""
        return Log(self.key, self.hashes[:size])

    def node(self, level: int, index: int) -> bytes:
        """Give a hash of the tree, computed anew."""
        return self.root(self.hashes[index << level : (index + 1) << level])

    def root(self, hashes: Sequence[bytes]) -> bytes:
        """Give the root over leaf hashes."""
        return tree.root(tree.grow(0, (), hashes).peaks)

    def note(self, size: int | None = None, *keys: SigningKey) -> str:
        """Give a signed checkpoint of a size."""
        size = len(self.hashes) if size is None else size
        return sign_note(checkpoint_text(self.key.name, size, self.root(self.hashes[:size])), *(keys or (self.key,)))

    def request(self, old: int, size: int | None = None, note: str = "") -> bytes:
        """Give the request to a witness that stands at a size."""
        new = len(self.hashes) if size is None else size
        proof = tree.prove_consistency(old, new, self.node) if 0 < old < new else []
        lines = [f"old {old}", *(b64encode(each).decode() for each in proof)]
        return ("\n".join(lines) + "\n\n" + (note or self.note(new))).encode()


@pytest.fixture
def log() -> Log:
    """A log of five entries."""
    return Log().grow("a", "b", "c", "d", "e")


@pytest.fixture
def witness(tmp_path: Path, log: Log) -> Witness:
    """A witness that follows it and has seen nothing."""
    return create_witness(tmp_path / "w", "jpn.example/witness", [log.key.vkey])


def said(answer: Answer) -> tuple[int, str]:
    """Give status and first line."""
    return answer.status, answer.body.splitlines()[0]


def seconds_of(witness: Witness, log: Log, answer: Answer, size: int | None = None) -> int | None:
    """Verify a cosignature over the checkpoint of a size, and give its time."""
    assert answer.status == 200, answer
    text = log.note(size).partition("\n\n")[0]
    (signature,) = open_note(f"{text}\n\n{answer.body}", [read_vkey(witness.key.vkey)]).signatures
    return signature.seconds


def test_the_first_checkpoint_of_a_log_is_cosigned_without_a_proof(witness: Witness, log: Log) -> None:
    """200, and one signature line of the witness's key with the time."""
    answer = witness.add_checkpoint(log.request(0), AT)

    assert SECONDS == seconds_of(witness, log, answer)
    assert re.fullmatch(r"— jpn\.example/witness [A-Za-z0-9+/=]+\n", answer.body)


@pytest.mark.parametrize(("old", "new"), [(1, 2), (3, 5), (4, 5), (5, 9)])
def test_a_checkpoint_that_continues_the_last_one_is_cosigned(witness: Witness, log: Log, old: int, new: int) -> None:
    """Whatever the sizes are."""
    log.grow("f", "g", "h", "i")
    witness.add_checkpoint(log.request(0, old), AT)

    answer = witness.add_checkpoint(log.request(old, new), AT + timedelta(seconds=60))

    assert SECONDS + 60 == seconds_of(witness, log, answer, new)


def test_an_empty_log_is_cosigned_and_then_its_first_entries(witness: Witness) -> None:
    """Nothing is a size like any other."""
    log = Log()
    assert SECONDS == seconds_of(witness, log, witness.add_checkpoint(log.request(0), AT))
    log.grow("a", "b", "c")
    assert SECONDS == seconds_of(witness, log, witness.add_checkpoint(log.request(0), AT))


def test_the_same_size_and_root_are_cosigned_again_with_the_new_time(witness: Witness, log: Log) -> None:
    """A log that rests still shows that it is there."""
    witness.add_checkpoint(log.request(0), AT)

    answer = witness.add_checkpoint(log.request(5), AT + timedelta(minutes=10))

    assert SECONDS + 600 == seconds_of(witness, log, answer)


def test_signatures_of_unknown_keys_are_ignored(witness: Witness, log: Log) -> None:
    """A second key of the log that the witness was not told of, and another witness's line."""
    stranger, other = SigningKey(ORIGIN, NOTE, b"s" * 32), SigningKey("fra.example/witness", COSIGNATURE, b"o" * 32)
    note = log.note(5, stranger, log.key) + other.cosign(log.note(5).partition("\n\n")[0] + "\n", 1)

    assert SECONDS == seconds_of(witness, log, witness.add_checkpoint(log.request(0, note=note), AT))


def test_either_key_of_a_log_counts_while_one_follows_the_other(tmp_path: Path, log: Log) -> None:
    """Two lines of one origin."""
    following = SigningKey(ORIGIN, NOTE, b"n" * 32)
    witness = create_witness(tmp_path / "w", "jpn.example/witness", [log.key.vkey, following.vkey])

    assert 200 == witness.add_checkpoint(log.request(0, note=log.note(5, following)), AT).status


def test_a_key_that_comes_while_the_witness_runs_is_trusted_from_then_on(witness: Witness, log: Log) -> None:
    """The log's next key; what is no key of a log is not taken."""
    following = SigningKey(ORIGIN, NOTE, b"n" * 32)
    body = log.request(0, note=log.note(5, following))
    assert 403 == witness.add_checkpoint(body, AT).status
    Witness(witness.folder).follow(following.vkey)
    for wrong in ("nonsense", SigningKey("x", COSIGNATURE, b"x" * 32).vkey):
        with pytest.raises(NoWitness):
            witness.follow(wrong)

    assert 200 == witness.add_checkpoint(body, AT).status
    assert 200 == witness.add_checkpoint(log.request(5), AT).status


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: b"",
        lambda body: b"\xff" + body,
        lambda body: body.replace(b"old 0\n", b"old 00\n"),
        lambda body: body.replace(b"old 0\n", b"old -1\n"),
        lambda body: body.replace(b"old 0\n", b"old  0\n"),
        lambda body: body.replace(b"old 0\n", b"old 9223372036854775808\n"),
        lambda body: body.replace(b"old 0\n", b"0\n"),
        lambda body: body.replace(b"old 0\n\n", b"old 0\n"),
        lambda body: body.replace(b"old 0\n", b"old 0\nQUJD\n"),
        lambda body: body.replace(b"old 0\n", b"old 0\n" + b64encode(bytes(32))[:-1] + b"\n"),
        lambda body: body.replace(b"old 0\n", b"old 0\n" + (b64encode(bytes(32)) + b"\n") * 64),
        lambda body: body.replace(b"\n5\n", b"\n05\n"),
        lambda body: body.replace(b"\n5\n", b"\nfive\n"),
        lambda body: body[:-1],
        lambda body: body.partition("—".encode())[0],
    ],
)
def test_a_malformed_request_is_400(witness: Witness, log: Log, spoil: Callable[[bytes], bytes]) -> None:
    """Nothing is stored."""
    assert 400 == witness.add_checkpoint(spoil(log.request(0)), AT).status
    assert 200 == witness.add_checkpoint(log.request(0), AT).status


def test_an_old_size_above_the_size_is_400(witness: Witness, log: Log) -> None:
    """It is refused before the size where the witness stands is told."""
    body = log.request(0).replace(b"old 0\n", b"old 6\n")

    assert (400, "The old size is greater than that of the checkpoint.") == said(witness.add_checkpoint(body, AT))


def test_an_unknown_origin_is_404(witness: Witness, log: Log) -> None:
    """Even if a key that is known has signed it."""
    foreign = SigningKey("other.example.int/audit/1", NOTE, b"l" * 32)
    note = sign_note(checkpoint_text(foreign.name, 5, log.root(log.hashes)), foreign, log.key)

    assert (404, "This witness does not follow a log of this origin.") == said(
        witness.add_checkpoint(log.request(0, note=note), AT)
    )


def test_without_a_valid_signature_of_a_trusted_key_it_is_403(witness: Witness, log: Log) -> None:
    """A stranger's alone, or a trusted key's that does not hold."""
    stranger = SigningKey(ORIGIN, NOTE, b"s" * 32)
    spoiled = log.note().replace("\n5\n", "\n4\n")
    for note in (log.note(5, stranger), spoiled):
        status, sentence = said(witness.add_checkpoint(log.request(0, note=note), AT))

        assert (403, "No key that this witness trusts for the log has signed the checkpoint.") == (status, sentence)


@pytest.mark.parametrize("old", [0, 2, 4])
def test_another_old_size_is_409_with_the_size_of_the_last_checkpoint(witness: Witness, log: Log, old: int) -> None:
    """The body is the number alone, of a type of its own."""
    witness.add_checkpoint(log.request(0, 3), AT)

    assert Answer(409, "3\n", SIZE_TYPE) == witness.add_checkpoint(log.request(old), AT)
    assert "text/x.tlog.size" == SIZE_TYPE


def test_a_smaller_checkpoint_is_never_cosigned(witness: Witness, log: Log) -> None:
    """A restored backup is told where the witness stands."""
    witness.add_checkpoint(log.request(0, 5), AT)

    assert (409, "5") == said(witness.add_checkpoint(log.request(3, 4), AT))
    assert (400, "The old size is greater than that of the checkpoint.") == said(
        witness.add_checkpoint(log.request(0, 4).replace(b"old 0", b"old 5"), AT)
    )


def test_the_same_size_with_another_root_is_409_and_kept_as_evidence(witness: Witness, log: Log) -> None:
    """Two signed notes of one size are the proof of a fork."""
    witness.add_checkpoint(log.request(0), AT)
    forked = log.fork(4).grow("x").request(5)

    assert Answer(409, "5\n", SIZE_TYPE) == witness.add_checkpoint(forked, AT)
    assert [forked] == [path.read_bytes() for path in (witness.folder / "evidence").iterdir()]


def test_a_rewritten_history_is_422_and_kept_as_evidence(witness: Witness, log: Log) -> None:
    """The signature is good, the proof is not, since there is none."""
    witness.add_checkpoint(log.request(0, 3), AT)
    rewritten = log.fork(2).grow("x", "y", "z", "v").request(3)

    status, sentence = said(witness.add_checkpoint(rewritten, AT))

    assert (422, "The path leads to other roots.") == (status, sentence)
    assert [rewritten] == [path.read_bytes() for path in (witness.folder / "evidence").iterdir()]
    assert 200 == witness.add_checkpoint(log.request(3), AT).status


def test_a_proof_where_none_is_needed_is_422(witness: Witness, log: Log) -> None:
    """From nothing, and to the same size."""
    line = b64encode(bytes(32)) + b"\n"
    sentence = "A proof is given where none is needed."
    first = log.request(0).replace(b"old 0\n", b"old 0\n" + line)
    assert (422, sentence) == said(witness.add_checkpoint(first, AT))
    witness.add_checkpoint(log.request(0), AT)

    again = log.request(5).replace(b"old 5\n", b"old 5\n" + line)
    assert (422, sentence) == said(witness.add_checkpoint(again, AT))


def test_evidence_does_not_fill_the_disk(witness: Witness, log: Log) -> None:
    """Whoever repeats bad proofs leaves a bounded number of files."""
    witness.add_checkpoint(log.request(0, 3), AT)
    for number in range(MOST_EVIDENCE + 5):
        line = b64encode(number.to_bytes(32, "big")) + b"\n"
        body = b"old 3\n" + line + b"\n" + log.note().encode()
        assert 422 == witness.add_checkpoint(body, AT).status

    assert MOST_EVIDENCE == len(list((witness.folder / "evidence").iterdir()))


def test_the_time_never_goes_back(witness: Witness, log: Log) -> None:
    """Seconds are bridged; a clock that is wrong by more is told as such."""
    witness.add_checkpoint(log.request(0, 3), AT)

    assert SECONDS == seconds_of(witness, log, witness.add_checkpoint(log.request(3), AT - timedelta(seconds=20)))
    assert (503, "The clock of this witness stands before its last cosignature.") == said(
        witness.add_checkpoint(log.request(5), AT - timedelta(days=1))
    )


def test_monitors_read_the_checkpoint_cosigned_last_with_both_signatures(witness: Witness, log: Log) -> None:
    """By the digest of the origin; nothing of a log that was never seen."""
    digest = hashlib.sha256(ORIGIN.encode()).hexdigest()
    assert witness.read_checkpoint(digest) is None
    answer = witness.add_checkpoint(log.request(0), AT)

    assert log.note() + answer.body == witness.read_checkpoint(digest)


def test_of_two_requests_at_once_one_is_cosigned_and_the_other_told_where_it_stands(witness: Witness, log: Log) -> None:
    """Check and store are one: the smaller size never follows the greater one. Twenty times over."""
    log.grow(*(str(number) for number in range(40)))
    witness.add_checkpoint(log.request(0, 5), AT)
    stands = 5
    for _round in range(20):
        bodies = [log.request(stands, stands + 1), log.request(stands, stands + 2)]
        answers: list[Answer] = []
        gate = threading.Barrier(2)

        def ask(body: bytes, gate: threading.Barrier = gate, answers: list[Answer] = answers) -> None:
            gate.wait()
            answers.append(witness.add_checkpoint(body, AT))

        threads = [threading.Thread(target=ask, args=(body,)) for body in bodies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        refused = next(answer for answer in answers if answer.status != 200)

        assert [200, 409] == sorted(answer.status for answer in answers)
        assert int(refused.body) in (stands + 1, stands + 2)
        stands = int(refused.body)
        note = witness.read_checkpoint(hashlib.sha256(ORIGIN.encode()).hexdigest())
        assert note is not None
        assert str(stands) == note.splitlines()[1]


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from consult.log.notes import SigningKey
from consult.log.witness import Witness
SigningKey.cosign = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Witness(Path(sys.argv[1])).add_checkpoint(sys.stdin.buffer.read(), datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
"""


def test_a_witness_killed_between_store_and_answer_stands_by_what_it_stored(witness: Witness, log: Log) -> None:
    """Kill -9 before the cosignature is made: neither a smaller nor another tree is cosigned afterwards."""
    witness.add_checkpoint(log.request(0, 3), AT)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(witness.folder)], input=log.request(3, 5), cwd=ROOT, check=False
    )
    assert -signal.SIGKILL == killed.returncode
    again = Witness(witness.folder)

    assert (409, "5") == said(again.add_checkpoint(log.request(3, 4), AT))
    assert (409, "5") == said(again.add_checkpoint(log.fork(3).grow("x", "y").request(3), AT))
    assert (409, "5") == said(again.add_checkpoint(log.fork(3).grow("x", "y").request(5), AT))
    assert SECONDS == seconds_of(again, log, again.add_checkpoint(log.request(5), AT))


HAMMERED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from consult.log.witness import Witness
witness = Witness(Path(sys.argv[1]))
for body in sys.stdin.buffer.read().split(b"==\\n"):
    witness.add_checkpoint(body, datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    print(flush=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.003, 0.009])
def test_a_witness_killed_at_any_moment_still_reads_its_state(witness: Witness, log: Log, delay: float) -> None:
    """It stands at one of the sizes it was brought to, at the last one answered or the next."""
    log.grow(*(str(number) for number in range(300)))
    bodies = b"==\n".join(log.request(size, size + 1) for size in range(300))
    command = [sys.executable, "-c", HAMMERED, str(witness.folder)]
    program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(bodies)
    program.stdin.close()
    program.stdout.readline()
    time.sleep(delay)
    os.kill(program.pid, signal.SIGKILL)
    answered = 1 + len(program.stdout.read().splitlines())
    program.wait()
    program.stdout.close()

    answer = Witness(witness.folder).add_checkpoint(log.request(300, 305), AT)

    assert 409 == answer.status
    assert int(answer.body) in (answered, answered + 1)


def test_a_witness_is_made_once_and_needs_its_own_kind_of_key(tmp_path: Path, log: Log) -> None:
    """An existing key is never overwritten; a key of a log is no key of a witness."""
    create_witness(tmp_path / "w", "jpn.example/witness", [log.key.vkey])
    with pytest.raises(NoWitness, match="there is a witness already"):
        create_witness(tmp_path / "w", "jpn.example/witness", [log.key.vkey])
    save_key(tmp_path / "v" / "key", log.key)
    with pytest.raises(NoWitness, match="this key signs notes"):
        Witness(tmp_path / "v")
    with pytest.raises(NoKey):
        Witness(tmp_path / "nowhere")
    with pytest.raises(NoWitness, match="The key of a log is of kind 0x01"):
        create_witness(tmp_path / "u", "u.example", [SigningKey("x", COSIGNATURE, b"x" * 32).vkey])
    assert not (tmp_path / "u" / "key").exists()
