"""A host that keeps two databases and shows each party another one, with the same key, before four witnesses."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from consult.docket.signing import WrongSignature
from consult.log.notes import SigningKey, sign_note
from consult.log.statements import key_name, read_statement
from consult.log.verifier import (
    Rejected,
    Source,
    Unchecked,
    check_growth,
    compare,
    hash_leaf,
    open_checkpoint,
    read_checkpoint,
    write_hash,
)
from consult.log.witness import create_witness
from tests.consult.docket.signers import THE_DAY, appoint_managers, register, text_of, text_of_note
from tests.consult.log.exports import root_of
from tests.faults.logged import Logged, States, obliging, request, text_and_line

HONEST = ("FRA", "JPN", "KOR")


@pytest.fixture
def other(log: Logged, states: States, tmp_path: Path) -> Iterator[Logged]:
    """The host's second database, from the day on which the first was cosigned by all; both went on by one statement,
    each by one of its own.
    """
    assert {"cosigned"} == set(states.cosign(log).values())
    made = log.second(tmp_path / "second")
    log.state("FRA", text="We accept")
    made.state("FRA", text="We refuse")
    log.turn()
    made.turn()
    yield made
    made.office.engine.dispose()


def test_two_checkpoints_side_by_side_prove_the_fork(log: Logged, other: Logged) -> None:
    """Each by itself is a sound log; the two notes of one size, both signed by the host, are enough for anybody."""
    assert log.sound()
    assert other.sound()
    assert log.size == other.size == log.check().checkpoint.size == other.check().checkpoint.size
    with pytest.raises(Rejected, match="the log has forked") as told:
        compare(log.note, other.note, log.alone)
    assert "fork" == told.value.code

    log.state("JPN")
    log.turn()
    with pytest.raises(Unchecked, match="only the log itself joins them"):
        compare(other.note, log.note, log.alone)
    with pytest.raises(Rejected) as told:
        check_growth(other.note, log.note, Source(log.public), log.alone)
    assert "old-root" == told.value.code


def test_one_witness_that_lies_does_not_give_two_quorums(log: Logged, other: Logged, states: States) -> None:
    """Brazil's witness cosigns both; the first history has four of four, the second one of four, and says why."""
    states.answer_with("BRA", obliging(states.witnesses["BRA"], lambda: states.now))

    assert dict.fromkeys((*HONEST, "BRA"), "cosigned") == states.cosign(log)
    assert {"BRA": "cosigned", **dict.fromkeys(HONEST, "conflict")} == states.cosign(other)
    assert (True, False) == (log.check(states.policy).attested, other.check(states.policy).attested)
    assert ("BRA",) == open_checkpoint(other.note, states.policy).witnesses
    other.state("JPN")
    other.turn()
    assert {"BRA": "cosigned", **dict.fromkeys(HONEST, "conflict")} == states.cosign(other), "growth hides nothing"
    for name in HONEST:
        kept = [path.read_text().split("\n\n", 1)[1] for path in states.evidence(name)]
        assert other.size in {read_checkpoint(text_of_note(note)).size for note in kept}
        assert all(open_checkpoint(note, log.alone).log_signatures for note in kept), "signed by the host itself"


def test_however_the_host_divides_the_witnesses_one_liar_gives_no_two_quorums(
    log: Logged, other: Logged, states: States, tmp_path: Path
) -> None:
    """Each honest witness is shown first one history and then the other, in all eight ways; two liars would suffice,
    and for them a quorum of three of four was not agreed.
    """
    leaves = {one: each.leaves() for one, each in (("first", log), ("second", other))}
    notes = {"first": text_and_line(log.note), "second": text_and_line(other.note)}
    reached = set()
    for round_, order in enumerate(product(("first", "second"), repeat=len(HONEST))):
        agreed = {"first": {"BRA"}, "second": {"BRA"}}
        for name, shown in zip(HONEST, order, strict=True):
            witness = create_witness(tmp_path / f"round {round_}" / name, name.lower(), [log.key.vkey])
            for history in (shown, "second" if shown == "first" else "first"):
                answer = witness.add_checkpoint(request(notes[history], 0, leaves[history]), states.now)
                answers = {answer.status} | {
                    witness.add_checkpoint(request(notes[history], old, leaves[history]), states.now).status
                    for old in range(1, log.size + 1)
                }
                if 200 in answers:
                    agreed[history].add(name)
        assert set(HONEST) == {name for names in agreed.values() for name in names} - {"BRA"}
        assert 1 >= sum(states.policy.attested(names) for names in agreed.values()), order
        reached |= {history for history, names in agreed.items() if states.policy.attested(names)}

    assert {"first", "second"} == reached, "each can be the one that wins, never both"
    assert states.policy.attested({"BRA", "FRA", "JPN"})
    assert states.policy.attested({"BRA", "FRA", "KOR"}), "what two liars could do"


def test_the_first_filing_that_is_exchanged_ends_a_case_under_two_keys(log: Logged, tmp_path: Path) -> None:
    """21 November 2026: Japan lives in one database and France in another since the day before. What Japan signs names
    the act before and the checkpoint that it saw, and France has neither.
    """
    appoint_managers(log.office)
    japan = SigningKey.draw(key_name("localhost", "JPN", "MFA"))
    register(log.office, japan)
    log.turn()
    shown = log.second(tmp_path / "to France")
    log.state("FRA", text="We accept", at=THE_DAY)
    shown.state("FRA", text="We refuse", at=THE_DAY)
    log.turn(THE_DAY)
    shown.turn(THE_DAY)
    filed = {"text": "Since you accept"}
    note = sign_note(text_of(log.office, log.ref, "make_statement", body=filed), japan)
    log.office.take("JPN", log.ref, "make_statement", at=THE_DAY, body=filed, note=note)

    said = read_statement(text_of_note(note))
    hashes = [hash_leaf(leaf) for leaf in shown.leaves()]
    assert said.seen is not None
    assert said.seen.size <= len(hashes)
    assert said.seen.root_bytes != root_of(hashes[: said.seen.size]), "France can compute the root that it never had"
    assert said.prev not in {write_hash(each) for each in hashes}
    assert said.prev in {write_hash(hash_leaf(leaf)) for leaf in log.leaves()}
    with pytest.raises(WrongSignature, match="may prove a second log"):
        shown.office.take("JPN", shown.ref, "make_statement", at=THE_DAY, body=filed, note=note)
    shown.office.engine.dispose()
