"""A process killed in the middle of a burst of acts loses none that it acknowledged, and doubles none."""

import random
import time
from itertools import count
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from consult.db import make_engine, reading
from consult.docket import Docket, Filed
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT, IDEMPOTENCY
from consult.standing import Standing
from tests.consult.docket.conftest import PROCEDURES, START, Office
from tests.consult.docket.test_races import asked
from tests.faults.processes import PROCESSES

KILLS = 30
ACKNOWLEDGED_AT_MOST = 20  # before a kill
SLOWEST_COMMIT = 0.004  # seconds; the kill falls anywhere in an act


def file_without_end(url: str, folder: Path, by: Standing, ref: str, first: int, told: Pipe) -> None:
    """File one statement after another, each under its own key, and tell its number when it was acknowledged."""
    docket = Docket(make_engine(url), folder, (PROCEDURES,))
    for number in count(first):
        docket.take(by, ref, Filed("make_statement", body={"text": f"No. {number}"}, key=f"key {number}"), at=START)
        told.send(number)


def file_until_killed(office: Office, folder: Path, ref: str, first: int, chance: random.Random) -> int:
    """Kill a process that files, at no particular point; give the number of the first statement not acknowledged."""
    hears, tells = PROCESSES.Pipe(duplex=False)
    url = office.engine.url.render_as_string(hide_password=False)
    given = (url, folder, office.standings["JPN"], ref, first, tells)
    process = PROCESSES.Process(target=file_without_end, args=given)
    process.start()
    tells.close()
    following = first
    for _acknowledged in range(chance.randint(1, ACKNOWLEDGED_AT_MOST)):
        following = hears.recv() + 1
    time.sleep(chance.uniform(0, SLOWEST_COMMIT))
    process.kill()
    process.join()
    while True:
        try:
            following = hears.recv() + 1
        except EOFError:
            return following


def test_what_was_acknowledged_before_a_kill_is_recorded_once(office: Office, tmp_path: Path) -> None:
    """Thirty kills; after each, whoever got no answer asks again with the same key."""
    chance, following = random.Random(20261120), 0
    ref = asked(office)
    for _kill in range(KILLS):
        following = file_until_killed(office, tmp_path, ref, following, chance)

    with reading(office.engine) as connection:
        statements = connection.execute(ACT.select().where(ACT.c.step == "make_statement")).all()
        keys = {row.key for row in connection.execute(IDEMPOTENCY.select())}
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))
    assert len(statements) in {following, following + 1}, "at most the last act, which nobody heard of, is more"
    assert {f"key {number}" for number in range(len(statements))} == keys
