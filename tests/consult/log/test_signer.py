"""The signer: what it remembers, what it refuses, and how one key follows another."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from consult.db import reading, writing
from consult.log import head, own
from consult.log.nodes import node_reader
from consult.log.notes import NoKey
from consult.log.policy import save_policy, write_policy
from consult.log.rotating import begin_rotation, close_origin, finish_rotation
from consult.log.signer import NotSigned, Signed, State, key_path, make_key, next_key_path, origin_of, state_of
from consult.log.tree import check_consistency, prove_consistency
from consult.log.verifier import Rejected, Source, check_export, read_policy
from consult.models.logbook import AUDIT_ENTRY
from consult.settings import Log
from tests.consult.log.sealed_world import AT, House

ORIGIN = "consult.example.int/audit/1"
ONE, TWO = Signed(1, b"1" * 32, "one", AT), Signed(2, b"2" * 32, "two", AT + timedelta(seconds=1))


def code_of(caught: pytest.ExceptionInfo[NotSigned]) -> str:
    """Give the code of a refusal, which has a sentence."""
    assert str(caught.value).endswith(".")
    return caught.value.code


def test_what_was_signed_is_remembered_on_disk_for_its_owner_alone(tmp_path: Path) -> None:
    """Each origin has its own memory; the folder and the file are closed to others."""
    state = State(tmp_path / "signer" / "state.sqlite")
    assert state.last(ORIGIN) is None
    state.move(ORIGIN, None, ONE)
    state.move(ORIGIN, ONE, TWO)

    again = State(state.path)
    assert TWO == again.last(ORIGIN)
    assert again.last("other.example.int/audit/1") is None
    assert (0o600, 0o700) == (state.path.stat().st_mode & 0o777, state.path.parent.stat().st_mode & 0o777)


@pytest.mark.parametrize("believed", [None, ONE])
def test_whoever_believes_in_an_older_memory_is_refused(tmp_path: Path, believed: Signed | None) -> None:
    """Two processes that read the same memory: the second to write is refused, and the memory is the first one's."""
    state = State(tmp_path / "state.sqlite")
    if believed:
        state.move(ORIGIN, None, believed)
    state.move(ORIGIN, believed, TWO)
    with pytest.raises(NotSigned) as caught:
        state.move(ORIGIN, believed, Signed(3, b"3" * 32, "three", AT))

    assert "state-moved" == code_of(caught)
    assert TWO == state.last(ORIGIN)


@pytest.mark.parametrize(
    ("new", "code"),
    [(Signed(1, b"2" * 32, "less", AT), "head-shorter"), (Signed(2, b"3" * 32, "other", AT), "head-differs")],
)
def test_a_shorter_log_or_another_of_the_same_size_is_never_remembered(tmp_path: Path, new: Signed, code: str) -> None:
    """Whatever its caller checked, the memory itself does not go back."""
    state = State(tmp_path / "state.sqlite")
    state.move(ORIGIN, None, TWO)
    with pytest.raises(NotSigned) as caught:
        state.move(ORIGIN, TWO, new)

    assert code == code_of(caught)
    assert TWO == state.last(ORIGIN)


def test_the_first_start_draws_a_key_that_its_owner_alone_can_read(house: House) -> None:
    """Its name is the origin, and the log names its verifier key in its first entry."""
    house.turn()

    assert 0o600 == key_path(house.settings).stat().st_mode & 0o777
    assert ORIGIN == origin_of(house.settings) == house.signer.keys[0].name
    assert [(house.signer.keys[0].vkey, "added")] == house.keys_named()
    assert 1 == house.check().checkpoint.size


def test_a_key_that_is_lost_is_not_replaced_by_another(house: House) -> None:
    """A log that was signed before goes on under its key or not at all; database or memory tells that it was."""
    house.turn()
    key_path(house.settings).unlink()
    with pytest.raises(NotSigned) as caught:
        house.turn()
    assert "key-missing" == code_of(caught)
    with pytest.raises(NotSigned):
        make_key(house.settings, stored=False)
    state_of(house.settings).path.unlink()
    with pytest.raises(NotSigned):
        make_key(house.settings, stored=True)
    assert not key_path(house.settings).exists()


def test_a_key_that_others_can_read_signs_nothing(house: House) -> None:
    """The sentence says what to do."""
    house.turn()
    key_path(house.settings).chmod(0o644)
    house.record()
    with pytest.raises(NoKey, match="set its mode to 600"):
        house.turn()


def test_one_key_follows_another_under_the_same_origin(house: House) -> None:
    """Both sign for a while, so that whoever knows either accepts; then the new one alone. The log names each."""
    house.turn()
    old = house.signer.keys[0]
    new = begin_rotation(house.settings)
    first = (house.folder / "checkpoint").read_text()
    house.turn(AT + timedelta(minutes=1))
    both = (house.folder / "checkpoint").read_text()
    for key in (old, new):
        policy = read_policy(f"log {key.vkey}\nquorum none\n")
        assert 1 == len(check_export(Source(house.folder), policy).opened.log_signatures)
    assert 2 == len(house.check(old=first).opened.log_signatures)

    assert new == finish_rotation(house.engine, house.settings, AT + timedelta(days=30))
    house.turn(AT + timedelta(days=30))
    assert (new,) == house.signer.keys
    assert not next_key_path(house.settings).exists()
    assert [(old.vkey, "added"), (new.vkey, "added"), (old.vkey, "retired")] == house.keys_named()
    assert 3 == house.check(old=both).checkpoint.size
    with pytest.raises(Rejected) as refused:
        check_export(Source(house.folder), read_policy(f"log {old.vkey}\nquorum none\n"))
    assert "unsigned" == refused.value.code


def test_a_rotation_is_begun_once_and_finished_when_the_log_names_the_new_key(house: House) -> None:
    """Each wrong order is refused with its code and leaves the keys as they were."""
    house.turn()
    with pytest.raises(NotSigned) as caught:
        finish_rotation(house.engine, house.settings, AT)
    assert "no-rotation" == code_of(caught)
    begin_rotation(house.settings)
    keys = house.signer.keys
    with pytest.raises(NotSigned) as caught:
        begin_rotation(house.settings)
    assert "rotation-begun" == code_of(caught)
    with pytest.raises(NotSigned) as caught:
        finish_rotation(house.engine, house.settings, AT)
    assert "rotation-unnamed" == code_of(caught)
    assert keys == house.signer.keys


def test_a_rotation_is_not_finished_before_the_agreed_policy_lists_the_new_key(house: House) -> None:
    """By the old policy nothing that the new key signs alone would hold: both keys sign on until the States agree."""
    house.turn()
    old = house.signer.keys[0]
    save_policy(house.settings.instance, write_policy([old.vkey]))
    new = begin_rotation(house.settings)
    house.turn()
    with pytest.raises(NotSigned) as caught:
        finish_rotation(house.engine, house.settings, AT)
    assert "rotation-unlisted" == code_of(caught)
    assert (old, new) == house.signer.keys

    save_policy(house.settings.instance, write_policy([old.vkey, new.vkey]))
    assert new == finish_rotation(house.engine, house.settings, AT)


def test_a_rotation_interrupted_before_the_old_key_is_gone_is_finished_by_asking_again(house: House) -> None:
    """The log names the retirement once; until then both keys sign."""
    house.turn()
    old = house.signer.keys[0]
    begin_rotation(house.settings)
    house.turn()
    with writing(house.engine) as connection:  # what `finish_rotation` does first, before it was stopped
        body = {"vkey": old.vkey, "origin": ORIGIN, "use": "retired"}
        own.record(connection, own.Own("log_key", None, body, AT))
    house.turn()
    assert 2 == len(house.check().opened.log_signatures)

    finish_rotation(house.engine, house.settings, AT)
    house.turn()
    assert 1 == [use for _key, use in house.keys_named()].count("retired")
    assert house.check().checkpoint.size == house.published()


def next_epoch(house: House, epoch: int = 2, **changes: str) -> House:
    """Give the installation as it is after its settings were changed."""
    return House(replace(house.settings, log=Log(epoch=epoch), **changes), house.engine)


def test_a_key_that_others_may_know_ends_its_origin(house: House) -> None:
    """Nothing is signed under the old origin any more. The new one has a new key, proves that it continues the last
    checkpoint of the old, and its first entry names it; the old files stay.
    """
    house.record(4)
    house.turn()
    last = (house.folder / "checkpoint").read_text()
    assert ORIGIN == close_origin(house.settings, AT)
    house.record(2)
    with pytest.raises(NotSigned) as caught:
        house.turn(AT + timedelta(days=1))
    assert "origin-closed" == code_of(caught)
    after = next_epoch(house)
    after.turn(AT + timedelta(days=1))

    assert ORIGIN.removesuffix("1") + "2" == after.signer.keys[0].name
    assert house.signer.keys[0].public != after.signer.keys[0].public
    assert 8 == after.check().checkpoint.size
    assert last == (house.folder / "checkpoint").read_text()
    old = check_export(Source(house.folder), house.policy).checkpoint
    with reading(house.engine) as connection:
        newest = head.latest(connection)
        proof = prove_consistency(old.size, 8, node_reader(connection))
        query = AUDIT_ENTRY.select().order_by(AUDIT_ENTRY.c.seq.desc()).limit(1)
        body = json.loads(connection.execute(query).one().body)
    assert newest is not None
    assert (after.signer.origin, 8) == (newest.origin, newest.size)
    check_consistency(old.size, 8, old.root, newest.root, proof)
    assert {"origin": ORIGIN, "size": old.size, "root": old.root.hex()} == body["follows"]


def test_a_closed_origin_stays_closed(house: House) -> None:
    """Whoever sets the epoch back gets no signature, whatever the log has become."""
    house.turn()
    close_origin(house.settings, AT)
    next_epoch(house).turn()
    house.record()
    for _try in range(2):
        with pytest.raises(NotSigned) as caught:
            house.turn(AT + timedelta(days=1))
        assert "origin-closed" == code_of(caught)
    with pytest.raises(NotSigned) as caught:
        begin_rotation(house.settings)
    assert "origin-closed" == code_of(caught)
    assert not next_key_path(house.settings).exists()


@pytest.mark.parametrize(("epoch", "changes"), [(2, {}), (1, {"host_name": "other.example.int"})])
def test_a_log_is_not_signed_under_another_name_unless_its_own_was_closed(
    house: House, epoch: int, changes: dict[str, str]
) -> None:
    """A changed epoch or host name alone draws no key and signs nothing; put back, the log goes on."""
    house.turn()
    house.record()
    other = next_epoch(house, epoch, **changes)
    keys = sorted(other.settings.instance.rglob("*.key"))
    with pytest.raises(NotSigned) as caught:
        other.turn()
    assert ("origin-changed" if epoch == 2 else "key-other") == code_of(caught)
    assert keys == sorted(other.settings.instance.rglob("*.key"))
    assert 1 == house.published()
    house.turn()
    assert 2 == house.check().checkpoint.size


def test_an_origin_under_which_nothing_was_signed_cannot_be_closed(house: House) -> None:
    """There is nothing to end."""
    with pytest.raises(NotSigned) as caught:
        close_origin(house.settings, AT)

    assert "never-signed" == code_of(caught)
