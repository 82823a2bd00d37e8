"""Entries of reads on both databases: made once by requests in the same moment, and compared with their marks."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select, text

from consult.db import reading, writing
from consult.docket.replaying import Openings, replay_cases
from consult.log.own import Own, record
from consult.log.reads import Reads, write_reads
from consult.log.verify import verify
from consult.models.logbook import AUDIT_ENTRY, READ_MARK
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.racing import Track
from tests.tampering import unguard

ROUNDS = 40


def test_of_many_who_read_the_same_at_once_one_is_entered(office: Office) -> None:
    """Four requests of one person a round: one entry each round, none lost, and a sound log."""
    japan, drafter = office.standings["JPN"], office.standings["JPN draft"]
    with Track(4) as track:
        for number in range(ROUNDS):
            paper = Reads({f"act:BERTH-2026-AAAAAA/{number}": "C3"})
            racer = partial(write_reads, office.engine, japan, paper, "cases.act", START)
            answers = track.race([racer] * 4)
            assert [False, True, True, True] == sorted(answer is None for answer in answers), answers
    both = Reads({"act:BERTH-2026-AAAAAA/0": "C3", "act:BERTH-2026-AAAAAA/99": "C4"})
    with Track(2) as track:
        racers = [partial(write_reads, office.engine, one, both, "cases.act", START) for one in (japan, drafter)]
        assert None not in track.race(racers)

    with reading(office.engine) as connection:
        reads = connection.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "read")).all()
        marks = connection.execute(select(READ_MARK)).all()
        assert (ROUNDS + 2, ROUNDS + 3) == (len(reads), len(marks))
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))


def test_one_person_who_acts_for_two_parties_is_entered_in_the_chain_of_each(office: Office) -> None:
    """An adviser lent by Japan to France reads the same paper for both within the hour."""
    japan = office.standings["JPN"]
    france = replace(office.standings["FRA"], person_id=japan.person_id)
    paper = Reads({"act:BERTH-2026-AAAAAA/1": "C3"})
    for standing in (japan, france, japan):
        write_reads(office.engine, standing, paper, "cases.act", START)

    with reading(office.engine) as connection:
        entries = select(AUDIT_ENTRY.c.party).where(AUDIT_ENTRY.c.kind == "read").order_by(AUDIT_ENTRY.c.seq)
        assert ["JPN", "FRA"] == connection.execute(entries).scalars().all()


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ("DELETE FROM read_mark WHERE paper = 'act:BERTH-2026-AAAAAA/1'", {"read-differs"}),
        (
            "UPDATE read_mark SET paper = 'act:BERTH-2026-AAAAAA/3' WHERE paper = 'act:BERTH-2026-AAAAAA/1'",
            {"read-differs"},
        ),
        ("UPDATE read_mark SET party = 'FRA'", {"read-differs"}),
        ("UPDATE read_mark SET person_id = 99", {"read-differs"}),
        ("UPDATE read_mark SET hour = '2026-11-20 08:00:00+00:00'", {"read-differs"}),
        ("UPDATE read_mark SET seq = 0", {"read-differs", "read-stray"}),
    ],
)
def test_a_replay_finds_marks_that_are_not_what_was_sealed(office: Office, change: str, codes: set[str]) -> None:
    """Somebody who rules the database removes or changes the mark of a read, or lets it point elsewhere."""
    with writing(office.engine) as connection:
        record(connection, Own("access", None, {"command": "lunar show"}, START))
    papers = Reads({f"act:BERTH-2026-AAAAAA/{number}": "C3" for number in (1, 2)})
    write_reads(office.engine, office.standings["JPN"], papers, "cases.show", START)
    assert set() == _found(office)
    with writing(office.engine) as connection:
        unguard(connection, "read_mark")
        connection.execute(text(change))

    assert codes == _found(office)


def _found(office: Office) -> set[str]:
    with reading(office.engine) as connection:
        return {one.code for one in replay_cases(connection)}
