"""The log of an instance, checked by what is kept here: a host that lies is found out."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from consult.db import reading
from consult.log.notes import checkpoint_text, sign_note
from consult.log.publishing import publish as bring_out
from consult.log.status import read_status
from tests.consult.log.signing import LOG, ORIGIN, POLICY, sign_at
from tests.consult.remote.conftest import Line, Served
from tests.consult.remote.test_consultation import opened
from tests.consult.web.world import AT

File = Callable[[str, str], str]
STATES = ("JPN", "FRA", "KOR")


def publish(instance: Served, size: int | None = None, cosigned: tuple[str, ...] = STATES) -> int:
    """Sign the log at a size, or as it is, let States cosign, and publish; give the size."""
    with reading(instance.world.engine) as conn:
        size = size or read_status(conn).size
    sign_at(instance.world.engine, size, *cosigned, at=AT)
    put(instance)
    return size


def put(instance: Served) -> None:
    """Publish the newest checkpoint, with those who cosigned it."""
    bring_out(instance.world.engine, folder(instance), ORIGIN)


def folder(instance: Served) -> Path:
    """Give the folder of the published log."""
    return Path(instance.world.app.instance_path) / "audit" / "1"


@pytest.fixture
def policy(file_of: File) -> str:
    """Give the policy of four States, as they have it from each other."""
    return file_of("policy.txt", POLICY)


@pytest.fixture
def case(instance: Served, japan: Line, file_of: File, policy: str) -> str:
    """Give a case on record, and a policy that Japan trusts."""
    ref = opened(japan, file_of)
    japan.run("trust", policy)
    return ref


def say_more(japan: Line, case: str, times: int = 1) -> None:
    """Put more on record."""
    for n in range(times):
        japan.run("take", case, "make_statement", "--set", f"text=Statement {n}")


def receipt(instance: Served, japan: Line, case: str, n: int) -> str:
    """Fetch the receipt of an act as its page gives it."""
    entry = json.loads(japan.run("act", case, str(n), "--json").output)["log_entry"]
    return str(instance.world.signed_in("all@jpn.example").get(f"/audit/entries/{entry}/receipt").text)


def test_a_log_that_grows_is_believed_from_checkpoint_to_checkpoint(instance: Served, japan: Line, case: str) -> None:
    """With hashes of its tiles alone, or every entry of it."""
    first = publish(instance)
    told = japan.says("verify")
    say_more(japan, case, 3)
    second = publish(instance)
    again = japan.says("verify")
    whole = japan.says("verify", "--whole")

    assert f"{ORIGIN}: {first} entries" in told
    assert f"{ORIGIN}: {second} entries" in again
    assert "Cosigned by JPN, FRA, KOR." in again
    assert "It continues what was seen here before" in again
    assert "Every entry was read: together they give this root." in whole
    assert all(one.endswith("It holds.") for one in (told, again, whole))


def test_without_a_policy_nothing_is_checked(instance: Served, japan: Line, file_of: File) -> None:
    """It is to come from somebody other than the host; the host's own is taken only if that is said."""
    opened(japan, file_of)
    publish(instance)
    none = japan.says("verify", code=2)
    Path(instance.world.app.instance_path, "policy.txt").write_text(POLICY)
    taken = japan.says("trust", "--from-host")

    assert "No policy says whose signatures count. Get it from somebody other than the host" in none
    assert f"Log {LOG.vkey}" in taken
    assert "Compare these keys with somebody other than the host" in taken
    assert "It holds." in japan.says("verify")


def test_a_log_that_no_quorum_cosigned_is_not_proven_yet(instance: Served, japan: Line, case: str) -> None:
    """The host has signed, two of four States have."""
    publish(instance, cosigned=("JPN", "FRA"))
    assert "the quorum of the policy has not cosigned yet. [not-attested]" in japan.says("verify", code=2)


def test_a_receipt_holds_where_the_log_goes_on_from_it(instance: Served, japan: Line, case: str, file_of: File) -> None:
    """The checkpoint of the receipt, the one that was seen last and the newest are of one log."""
    publish(instance)
    held = file_of("receipt", receipt(instance, japan, case, 2))
    japan.run("verify")
    say_more(japan, case, 5)
    publish(instance)

    told = japan.says("verify", held)
    assert "Entry " in told
    assert told.endswith("It holds.")
    assert "whether its log goes on from this is not checked" in japan.says("verify", held, "--offline")


@pytest.mark.parametrize(
    ("change", "code"), [("index", "path-root"), ("leaf", "path-root"), ("signature", "bad-signature")]
)
def test_an_altered_receipt_is_rejected(
    instance: Served, japan: Line, case: str, file_of: File, change: str, code: str
) -> None:
    """Another index, another leaf, another signature of the log."""
    publish(instance)
    text = receipt(instance, japan, case, 2)
    lines = text.split("\n")
    at = {"index": 2, "leaf": 1}.get(change, next(n for n, one in enumerate(lines) if one.startswith("— consult")))
    if change == "index":
        lines[at] = f"index {int(lines[at].split()[1]) - 1}"
    elif change == "leaf":
        other = receipt(instance, japan, case, 1).split("\n")
        lines[at] = other[at]
    else:
        lines[at] = lines[at][:-6] + ("A" if lines[at][-6] != "A" else "B") + lines[at][-5:]
    assert f"[{code}]" in japan.says("verify", file_of("receipt", "\n".join(lines)), code=1)


def test_a_host_that_shows_another_log_of_the_same_size_is_found_out(instance: Served, japan: Line, case: str) -> None:
    """It signed both: the two notes are kept, and anybody can be shown them."""
    size = publish(instance)
    japan.run("verify")
    forged = sign_note(checkpoint_text(ORIGIN, size, b"\x05" * 32), LOG)
    (folder(instance) / "checkpoint").write_text(forged, encoding="utf-8", newline="")
    told = japan.says("verify", code=1)
    kept = next((japan.folder / "consult" / "logs").rglob("contradiction.txt"))

    assert f"Two checkpoints of {ORIGIN} with {size} entries have different roots: the log has forked. [fork]" in told
    assert "does not continue the one that was seen before" in told
    assert str(kept) in told.replace(" ", "")
    assert 2 == kept.read_text().count(f"{ORIGIN}\n{size}\n")
    put_back = japan.run("verify", code=1)
    assert "[fork]" in put_back.output, "what was seen first stays the measure"


def test_a_host_that_takes_entries_back_is_found_out(instance: Served, japan: Line, case: str) -> None:
    """A checkpoint of fewer entries, however well it is signed."""
    publish(instance)
    older = (folder(instance) / "checkpoint").read_text(encoding="utf-8")
    say_more(japan, case)
    size = publish(instance)
    japan.run("verify")
    (folder(instance) / "checkpoint").write_text(older, encoding="utf-8", newline="")

    told = japan.says("verify", code=1)
    assert f"The log was cut: the older checkpoint has {size} entries" in told
    assert "[shrunk]" in told


def test_a_host_that_grew_from_another_log_is_found_out(instance: Served, japan: Line, case: str) -> None:
    """More entries, signed, but not after those that were seen: no hashes that it gives lead there."""
    size = publish(instance)
    japan.run("verify")
    say_more(japan, case, 2)
    publish(instance)
    forged = sign_note(checkpoint_text(ORIGIN, size + 2, b"\x05" * 32), LOG)
    (folder(instance) / "checkpoint").write_text(forged, encoding="utf-8", newline="")

    told = japan.says("verify", code=1)
    assert "does not continue the one that was seen before" in told


def test_a_receipt_of_a_fork_is_found_out(instance: Served, japan: Line, case: str, file_of: File) -> None:
    """It holds by itself, but the log that everybody sees is another."""
    publish(instance)
    japan.run("verify")
    other = sign_note(checkpoint_text(ORIGIN, 1, b"\x07" * 32), LOG)
    assert "does not continue" in japan.says("verify", file_of("note", other), code=1)


def test_a_published_entry_that_was_changed_is_found_out(instance: Served, japan: Line, case: str) -> None:
    """Whoever reads the whole log sees every byte."""
    publish(instance)
    bundle = next(one for one in (folder(instance) / "tile" / "entries").rglob("*") if one.is_file())
    content = bytearray(bundle.read_bytes())
    content[100] ^= 1
    bundle.chmod(0o644)
    bundle.write_bytes(bytes(content))

    assert japan.says("verify").endswith("It holds.")
    assert "Error:" in japan.says("verify", "--whole", code=1)


def test_what_is_no_file_and_no_act_is_told(japan: Line, case: str) -> None:
    """A case needs the number of the act."""
    assert "is no file here. For a case, name the act too: verify CASE N" in japan.says("verify", case, code=2)
    assert "has no act 99 that you may see." in japan.says("verify", case, "99", code=2)
