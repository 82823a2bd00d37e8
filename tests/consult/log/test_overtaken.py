"""A copy of an installation: what its witnesses have seen keeps it from signing a second log under the same key."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from consult.db import make_engine
from consult.jobs.sealing import Sealing
from consult.log.notes import SigningKey, checkpoint_text, sign_note
from consult.log.policy import Member, save_policy, write_policy
from consult.log.signer import NotSigned
from consult.log.verifier import read_policy
from consult.log.witness import Witness, create_witness
from consult.log.witness_server import application
from consult.log.witnessing import collect
from tests import databases
from tests.consult.log.sealed_world import AT, House, build_house
from tests.consult.log.test_witnessing import served

LATER = AT + timedelta(minutes=1)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An installation of which one witness has cosigned all four entries."""
    (tmp_path / "first").mkdir()
    made = build_house(tmp_path / "first")
    made.record(3)
    made.turn()
    witness = create_witness(tmp_path / "w", "witness.example/jpn", [made.signer.keys[0].vkey])
    with served(application(witness, lambda: AT)) as url:
        agree(made, witness, url)
        cosign(made)
        yield made


def agree(house: House, witness: Witness, url: str) -> None:
    """Put a policy of one witness in place."""
    save_policy(
        house.settings.instance,
        write_policy([house.signer.keys[0].vkey], [Member("JPN", witness.key.vkey, url)]),
    )


def cosign(house: House) -> None:
    """Let the witness cosign the newest checkpoint."""
    policy = read_policy((house.settings.instance / "policy.txt").read_text())
    found = collect(house.engine, policy, AT, policy.urls)
    assert found is not None
    assert ("JPN",) == found.cosigned


def turn(house: House) -> bool:
    """Make one turn of a loop that has just begun, a minute later, and end it."""
    loop = Sealing(house.engine, house.settings)
    try:
        return loop.turn(LATER)
    finally:
        loop.stop()


def copy_of(house: House, folder: Path) -> House:
    """Copy an installation as a whole, the key and the memory of its signer with it."""
    here = house.settings.instance
    shutil.copytree(here, folder, ignore=shutil.ignore_patterns("consult.sqlite*"))
    copied = databases.copy_of(house.engine, here / "consult.sqlite", folder / "consult.sqlite")
    settings = replace(house.settings, instance=folder, database_url=databases.at(copied))
    return House(settings, make_engine(settings.database_url))


def test_a_copy_that_was_overtaken_signs_nothing_more(house: House, tmp_path: Path) -> None:
    """Copied at noon; the first goes on and is cosigned; the copy, with an entry of its own, is refused."""
    copy = copy_of(house, tmp_path / "copy")
    house.record(1)
    turn(house)
    cosign(house)
    before = copy.notes()
    copy.record(2)
    with pytest.raises(NotSigned) as caught:
        turn(copy)

    assert "overtaken" == caught.value.code
    assert "has cosigned" in str(caught.value)
    assert before == copy.notes()
    house.record(1)
    assert turn(house), "the one that the witness follows goes on"


def test_a_witness_cannot_stop_a_log_by_what_the_log_has_not_signed(house: House) -> None:
    """It shows a checkpoint of nine hundred entries under a key of its own: that counts for nothing."""
    other = SigningKey.draw(house.signer.origin)

    def answer(_environ: dict[str, Any], start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return [sign_note(checkpoint_text(house.signer.origin, 900, b"x" * 32), other).encode()]

    with served(answer) as url:
        text = (house.settings.instance / "policy.txt").read_text()
        address = read_policy(text).urls["JPN"]
        save_policy(house.settings.instance, text.replace(address, url))
        house.record(1)
        assert turn(house)


def test_a_witness_that_does_not_answer_keeps_nothing_back(house: House) -> None:
    """Nobody listens at its address."""
    text = (house.settings.instance / "policy.txt").read_text()
    address = read_policy(text).urls["JPN"]
    save_policy(house.settings.instance, text.replace(address, "http://127.0.0.1:9"))
    house.record(1)

    assert turn(house)
