"""Receipts: recorded, sealed and attested; the same bytes for ever; nothing is handed out that leads to no root."""

from base64 import b64decode
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from consult.db import reading, writing
from consult.log import tree
from consult.log.append import append_many
from consult.log.receipts import ATTESTED, RECORDED, SEALED, Receipt, Unprovable, make_receipt, seq_of_act
from consult.log.verifier import check_receipt, read_policy, read_proof, write_proof
from consult.models.audit import audit_checkpoint, audit_leaf
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.log.signing import LOG, POLICY, QUORUM, WITNESSES, cosign, sign_at
from tests.consult.log.test_verify import change, unguarded


@pytest.fixture
def seven(engine: Engine, chain: int, act: dict[str, Any]) -> Engine:
    """A log of seven entries."""
    with writing(engine) as connection:
        append_many(connection, [(chain, act)] * 7)
    return engine


def receipt(engine: Engine, seq: int, policy: Any = QUORUM) -> Receipt:
    """Ask for a receipt."""
    with reading(engine) as connection:
        return make_receipt(connection, seq, policy)


def test_an_entry_that_no_checkpoint_covers_is_recorded_and_has_no_proof_yet(seven: Engine) -> None:
    """At noon the log signed four entries; the fifth came after."""
    sign_at(seven, 4, *WITNESSES)
    made = receipt(seven, 4)

    assert (RECORDED, "", None) == (made.state, made.text, made.size)


def test_the_proof_is_written_as_c2sp_says_line_by_line(seven: Engine) -> None:
    """First line, leaf, number, path from the leaf upwards, an empty line, the note with each cosignature."""
    sign_at(seven, 6, "JPN", "FRA", "KOR")
    made = receipt(seven, 2)
    head, empty, note = made.text.partition("\n\n")
    lines = head.split("\n")
    with reading(seven) as connection:
        stored = connection.execute(select(audit_leaf.c.leaf, audit_leaf.c.hash).where(audit_leaf.c.seq == 2)).one()
        checkpoint = connection.execute(select(audit_checkpoint)).one()

    assert "c2sp.org/tlog-proof@v1" == lines[0]
    assert b"extra " == lines[1][:6].encode()
    assert stored.leaf == b64decode(lines[1][6:], validate=True) == made.leaf
    assert "index 2" == lines[2]
    tree.check_inclusion(2, 6, stored.hash, [b64decode(each, validate=True) for each in lines[3:]], checkpoint.root)
    assert empty
    assert note.startswith(checkpoint.note)
    assert [f"— {WITNESSES[name].name}" for name in ("JPN", "FRA", "KOR")] == [
        line.rpartition(" ")[0] for line in note.splitlines()[5:]
    ]
    assert note.endswith("\n")
    assert ATTESTED == made.state
    assert check_receipt(made.text, QUORUM).attested
    assert made.text == write_proof(
        *[getattr(read_proof(made.text), part) for part in ("extra", "index", "path", "note")]
    )


@pytest.mark.parametrize(("witnesses", "state"), [((), SEALED), (("JPN", "FRA"), SEALED), (WITNESSES, ATTESTED)])
def test_a_quorum_of_witnesses_makes_the_difference(seven: Engine, witnesses: tuple[str, ...], state: str) -> None:
    """Two of four are not enough, and whoever came is named all the same."""
    sign_at(seven, 7, *witnesses)
    made = receipt(seven, 6)

    assert state == made.state
    assert made.witnesses == tuple(name if state == ATTESTED else WITNESSES[name].name for name in [*witnesses][:3])


@pytest.mark.parametrize("policy", [None, read_policy(POLICY.replace("quorum states", "quorum none"))])
def test_where_no_witness_is_asked_for_nothing_is_attested(seven: Engine, policy: Any) -> None:
    """Whose word counts is for a policy to say; a log that only speaks for itself has sealed and no more."""
    sign_at(seven, 7, *WITNESSES)
    made = receipt(seven, 0, policy)

    assert SEALED == made.state
    assert 4 == len(check_receipt(made.text, QUORUM).cosignatures)


def test_a_cosignature_that_does_not_hold_makes_no_quorum(seven: Engine) -> None:
    """Brazil's line is one over another checkpoint; whoever wrote it into the database gains nothing."""
    number = sign_at(seven, 7, "JPN", "FRA")
    with writing(seven) as connection:
        cosign(connection, number, 7, "consult.example.int/audit/1\n7\nAAAA\n\n", ["BRA"], START)

    assert SEALED == receipt(seven, 0).state


def test_an_attested_receipt_has_the_same_bytes_for_ever(seven: Engine, chain: int, act: dict[str, Any]) -> None:
    """The fourth State cosigns an hour later, the log grows, is signed again: what was handed out is handed out."""
    number = sign_at(seven, 7, "JPN", "FRA", "BRA")
    before = receipt(seven, 3)
    with writing(seven) as connection:
        note = connection.execute(select(audit_checkpoint.c.note)).scalar_one()
        cosign(connection, number, 7, note, ["KOR", "JPN"], START)
        append_many(connection, [(chain, act)] * 5)
    sign_at(seven, 7, *WITNESSES, at=START)
    sign_at(seven, 12, *WITNESSES, at=START)

    assert before == receipt(seven, 3)


def test_the_smallest_attested_checkpoint_is_taken_though_a_smaller_one_was_signed(seven: Engine) -> None:
    """At five entries two States were away; at six the quorum was there."""
    sign_at(seven, 5, "JPN", "FRA")
    assert (SEALED, 5) == (receipt(seven, 3).state, receipt(seven, 3).size)
    sign_at(seven, 6, "JPN", "FRA", "KOR")
    sign_at(seven, 7, *WITNESSES)

    assert (ATTESTED, 6) == (receipt(seven, 3).state, receipt(seven, 3).size)


def test_cosignatures_of_a_checkpoint_that_was_signed_again_count_together(seven: Engine) -> None:
    """Nothing came for ten minutes, the same seven entries were signed again, and a third State was back."""
    sign_at(seven, 7, "JPN", "FRA")
    sign_at(seven, 7, "BRA", at=START)
    made = receipt(seven, 0)

    assert (ATTESTED, 3) == (made.state, len(made.witnesses))


@pytest.mark.parametrize("size", [1, 2, 5, 7])
def test_every_entry_under_a_checkpoint_is_proved_by_it(seven: Engine, size: int) -> None:
    """Whatever the shape of the tree, each path leads to the one root that was signed."""
    sign_at(seven, size)

    for seq in range(size):
        made = receipt(seven, seq)
        path = [b64decode(each) for each in made.text.partition("\n\n")[0].split("\n")[3:]]
        with reading(seven) as connection:
            root = connection.execute(select(audit_checkpoint.c.root)).scalar_one()
        tree.check_inclusion(seq, size, tree.hash_leaf(made.leaf), path, root)


def test_there_is_no_receipt_of_an_entry_that_is_not_there(seven: Engine) -> None:
    """Asking for the eighth of seven is answered with a sentence."""
    with pytest.raises(Unprovable, match="There is no entry 7"):
        receipt(seven, 7)


def _edit_leaf(connection: Connection) -> None:
    change(connection, audit_leaf, audit_leaf.c.seq == 2, leaf=b"{}")


def _lose_hash(connection: Connection) -> None:
    connection.exec_driver_sql("DELETE FROM audit_node WHERE level = 1 AND idx = 0")


@pytest.mark.parametrize(
    ("damage", "sentence"), [(_edit_leaf, "Entry 2 does not lead to the signed root"), (_lose_hash, "is missing")]
)
def test_no_receipt_is_made_of_what_does_not_lead_to_the_signed_root(seven: Engine, damage: Any, sentence: str) -> None:
    """Somebody changed the database after the checkpoint; a receipt of that would be worth nothing."""
    sign_at(seven, 7, *WITNESSES)
    with unguarded(seven) as connection:
        damage(connection)

    with pytest.raises(Unprovable, match=sentence):
        receipt(seven, 2)


def test_the_receipt_of_an_act_is_found_by_case_and_number(office: Office) -> None:
    """Japan opened a case and asked; the last act is meant where none is named."""
    ref = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    body = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
    office.take("JPN", ref, "ask", body=body)
    with reading(office.engine) as connection:
        assert [0, 1, 1] == [seq_of_act(connection, ref, n) for n in (0, 1, None)]
        with pytest.raises(Unprovable, match=f"no entry of {ref}/2"):
            seq_of_act(connection, ref, 2)


def test_the_log_signs_under_its_own_name(seven: Engine) -> None:
    """The key's name is the origin, so that a signature for one log is good for no other."""
    sign_at(seven, 7)

    assert f"\n— {LOG.name} " in receipt(seven, 0).text
