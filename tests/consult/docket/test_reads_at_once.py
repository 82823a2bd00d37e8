"""Two requests for the same paper in the same moment, on both databases: one entry in the log, one mark."""

from functools import partial

from sqlalchemy import select

from consult.db import reading
from consult.docket.replaying import Openings, replay_cases
from consult.log.reads import Reads, write_reads
from consult.log.verify import verify
from consult.models.logbook import AUDIT_ENTRY, READ_MARK
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.racing import Track

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
