"""What was signed, compared with the database: a log that fits itself and is not the one that was signed is found."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from consult.db import reading
from consult.log import sealing
from consult.log.rotating import begin_rotation, finish_rotation
from consult.log.signed import signed_findings
from consult.log.signer import NotSigned, key_path, state_of
from consult.log.verify import verify
from tests.consult.log.sealed_world import AT, House, build_house


def codes(house: House, engine: Engine | None = None) -> list[str]:
    """Verify a database against what a signer remembers, and give the codes of what is found."""
    remembered = state_of(house.settings).all_last()
    with reading(engine or house.engine) as connection:
        assert verify(connection).sound
        return [each.code for each in signed_findings(connection, remembered)]


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """An installation whose log was signed at noon on 21 November 2026, and again with three more entries."""
    made = build_house(tmp_path_factory.mktemp("house"))
    made.record(3)
    made.turn()
    made.record(3)
    made.turn()
    return made


def test_a_log_that_was_only_added_to_is_what_was_signed(house: House) -> None:
    """Also while an entry waits to be signed."""
    assert [] == codes(house)
    house.record(1)
    assert [] == codes(house)


def test_a_log_written_anew_is_sound_in_itself_and_not_what_the_signer_signed(
    house: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Another database, whole and unsigned, is put in the place of the one that was signed."""
    other = build_house(tmp_path_factory.mktemp("other"))
    other.record(9, AT)

    assert ["signed-lost", "signed-other"] == codes(house, other.engine)


def test_a_log_that_was_cut_is_found_by_what_was_signed(house: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A shorter one stands in its place: more was signed than is there."""
    other = build_house(tmp_path_factory.mktemp("other"))
    other.record(2, AT)

    assert ["signed-lost", "signed-more"] == codes(house, other.engine)


def test_a_newest_note_of_a_retired_key_alone_is_found_until_one_of_the_new_key_follows(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An earlier version signed so where a machine had kept the old key. While both sign nothing is found."""
    path = key_path(house.settings)
    begin_rotation(house.settings)
    house.turn()
    kept = path.read_text()
    finish_rotation(house.engine, house.settings, AT)
    new = path.read_text()
    path.write_text(kept)
    with pytest.raises(NotSigned, match="was retired"):
        house.turn()
    assert [] == codes(house)
    with monkeypatch.context() as patch:
        patch.setattr(sealing, "refuse_retired", lambda *_given: None)
        house.turn()

    assert ["signed-retired"] == codes(house)
    path.write_text(new)
    house.turn(AT + timedelta(hours=1))  # the heartbeat signs the same entries again
    assert [] == codes(house)
    house.record()
    house.turn(AT + timedelta(hours=1))
    assert [] == codes(house)


OTHER = "SELECT hash FROM audit_leaf WHERE seq = 1"
"""A hash that is no root."""


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (
            "UPDATE audit_checkpoint SET root = (SELECT hash FROM audit_leaf WHERE seq = 1) WHERE id = 1",
            ["signed-text", "signed-other"],
        ),
        ("UPDATE audit_checkpoint SET note = replace(note, '/audit/1', '/audit/9') WHERE id = 1", ["signed-unknown"]),
        ("DELETE FROM audit_checkpoint", ["signed-lost"]),
    ],
)
def test_a_stored_note_that_was_changed_or_removed_is_found(house: House, damage: str, found: list[str]) -> None:
    """Its root, its origin, or all of them."""
    house.tamper(damage)

    assert found == codes(house)
