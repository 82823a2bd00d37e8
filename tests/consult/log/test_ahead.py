"""A long log whose openings and chains several processes look at: the report is that of one who looks alone."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from consult.db import reading, writing
from consult.log import verify as module
from consult.log.ahead import looking_ahead
from consult.log.append import append_many
from consult.log.findings import Findings
from consult.log.links import check_links
from consult.log.reckoned import look
from consult.log.verify import Report, verify
from consult.models.audit import audit_opening
from tests.consult.log.test_verify import DAMAGE, change, filled, remove, unguarded

__all__ = ["filled"]
RUN = 3


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a log of thirteen entries be one of four full runs and a rest."""
    monkeypatch.setattr(module, "CHUNK", RUN)


@dataclass
class Beside:
    """Somebody who looks ahead in the same process, and keeps what he said of each run."""

    connection: Connection
    said: list[bool] = field(default_factory=list)
    walked: list[int] = field(default_factory=list)
    """Over how many entries he walked the chains, each time."""

    def is_given(self, first: int, digest: bytes) -> bool:
        """Look at a run."""
        self.said.append(look(self.connection, first, RUN) == digest)
        return self.said[-1]

    def chains(self, size: int) -> int | None:
        """Walk the chains."""
        findings = Findings()
        found = check_links(self.connection, findings)
        self.walked.append(size)
        return None if findings.count else found


def both(connection: Connection) -> tuple[Report, Report, list[bool]]:
    """Verify alone, and with somebody who looks ahead; and what that one said of each run that he was asked for."""
    beside = Beside(connection)
    return verify(connection), verify(connection, ahead=beside), beside.said


def test_of_a_sound_log_every_full_run_but_the_first_is_looked_at_ahead(filled: Engine) -> None:
    """Runs of three: entries 3 to 11. The first might have openings before it, and the last is not full."""
    with reading(filled) as connection:
        alone, helped, said = both(connection)

    assert alone == helped
    assert [True, True, True] == said


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda name: name.replace(" ", "-"))
def test_every_damage_is_found_as_by_one_who_looks_alone(filled: Engine, damage: str) -> None:
    """The same findings in the same order."""
    harm, _codes = DAMAGE[damage]
    with unguarded(filled) as connection:
        harm(connection)

    with reading(filled) as connection:
        alone, helped, _said = both(connection)

    assert not helped.sound
    assert alone == helped


def test_what_is_erased_is_counted_as_by_one_who_looks_alone(filled: Engine) -> None:
    """One opening of entry 4 is gone: its run is looked at by whoever asked."""
    with writing(filled) as connection:
        remove(connection, audit_opening, (audit_opening.c.seq == 4) & (audit_opening.c.field == "person"))

    with reading(filled) as connection:
        alone, helped, said = both(connection)

    assert alone == helped
    assert 1 == helped.erased
    assert [False, True, True] == said


def test_processes_that_look_ahead_find_what_one_finds_alone(filled: Engine, chain: int, act: dict[str, Any]) -> None:
    """Forty entries, two processes: a sound log first, then one in which a word of entry 20 was changed."""
    with writing(filled) as connection:
        append_many(connection, [(chain, act)] * 27)
    with reading(filled) as connection, looking_ahead(connection, 2) as ahead:
        assert ahead is not None
        asked = [ahead.is_given(first, digest_at(connection, first)) for first in (3, 6, 36)]
        sound, walked = verify(connection), [ahead.chains(size) for size in (39, 40, 41)]
    with unguarded(filled) as connection:
        change(connection, audit_opening, (audit_opening.c.seq == 20) & (audit_opening.c.field == "note"), value='"?"')
    with reading(filled) as connection, looking_ahead(connection, 2) as ahead:
        alone, helped = verify(connection), verify(connection, ahead=ahead)

    assert [True, True, True] == asked
    assert sound.sound
    assert [None, sound.chains, None] == walked, "of a log of another length nothing is said"
    assert alone == helped
    assert [("opening-wrong", 20)] == [(each.code, each.seq) for each in helped.findings]


@pytest.mark.parametrize("damage", ["a tag edited", "a step logged twice", "a leaf inserted"])
def test_a_chain_in_which_processes_find_something_is_walked_by_whoever_asked(filled: Engine, damage: str) -> None:
    """They only say that there is something; what it is stands in one report, in its order."""
    with unguarded(filled) as connection:
        DAMAGE[damage][0](connection)
    with reading(filled) as connection, looking_ahead(connection, 2) as ahead:
        assert ahead is not None
        alone, helped = verify(connection), verify(connection, ahead=ahead)

        assert ahead.chains(alone.size) is None
    assert not helped.sound
    assert alone == helped


def digest_at(connection: Connection, first: int) -> bytes:
    """Name the run of leaves that begins with an entry."""
    found = look(connection, first, RUN)
    assert found is not None
    return found


def test_nobody_looks_ahead_where_one_process_is_enough(filled: Engine) -> None:
    """It is the one that verifies."""
    with reading(filled) as connection, looking_ahead(connection, 1) as ahead:
        assert ahead is None


def test_processes_that_fail_leave_everything_to_whoever_asked(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their database cannot be opened: the report is whole all the same."""
    monkeypatch.setattr("consult.log.ahead._address", lambda _connection: "nonsense://nowhere")
    with reading(filled) as connection, looking_ahead(connection, 2) as ahead:
        alone, helped = verify(connection), verify(connection, ahead=ahead)

    assert alone == helped
    assert helped.sound
