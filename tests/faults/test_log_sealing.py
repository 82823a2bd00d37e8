"""The log as programs sign it: within two seconds of an act, and across a kill at any moment."""

import random
import time
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select

from consult.db import make_engine, reading, writing
from consult.jobs.sealing import Sealing
from consult.log import own
from consult.log.nodes import root_at
from consult.log.publishing import public_folder
from consult.log.signer import open_signer
from consult.log.verifier import Source, check_export, check_growth, read_policy
from consult.models.audit import audit_checkpoint
from consult.settings import Settings
from tests import databases
from tests.consult.commands.test_serving import answer, free_port, started, wait_for
from tests.consult.docket.conftest import START, build_office
from tests.consult.log.sealed_world import AT, House, build_house
from tests.faults.processes import PROCESSES

WITHIN = 2.0  # seconds from the commit of an act to a published checkpoint that covers it
ACTS = 8
KILLS = 12


def covered(port: int) -> int:
    """Ask the server how many entries its checkpoint covers."""
    status, text = answer(port, "/audit/1/checkpoint")
    return int(text.split("\n")[1]) if status == 200 else -1


def test_an_act_is_covered_by_a_published_checkpoint_within_two_seconds(tmp_path: Path) -> None:
    """Eight acts at odd moments while a server with two processes runs; anybody checks what it gives out."""
    folder, port = tmp_path / "instance", free_port()
    folder.mkdir()
    office = build_office(databases.at(folder / "consult.sqlite"), folder)
    took, notes, chance = [], [], random.Random(20261121)
    with started(tmp_path, "run", "--port", str(port)) as server:
        wait_for(lambda: covered(port) > 0, server)
        for _act in range(ACTS):
            before = covered(port)
            office.docket.open(office.standings["JPN"], "berth", at=START, title="Sealed")
            committed = time.perf_counter()
            wait_for(lambda least=before + 1: covered(port) >= least, server)
            took.append(time.perf_counter() - committed)
            notes.append(answer(port, "/audit/1/checkpoint")[1])
            time.sleep(chance.uniform(0, 1))
        settings = Settings.load(folder, {})
        policy = read_policy(f"log {open_signer(settings).keys[0].vkey}\nquorum none\n")
        source = Source(f"http://127.0.0.1:{port}/audit/1")
        assert ACTS < check_export(source, policy).checkpoint.size
        for old, new in pairwise(notes):
            check_growth(old, new, source, policy)
    office.engine.dispose()

    assert WITHIN >= sorted(took)[-2], f"seconds: {took}; one may fall on a moment in which the machine was busy"


def seal_without_end(folder: Path) -> None:
    """Append and turn, one after the other, until killed."""
    settings = Settings.for_tests(folder)
    house = House(settings, make_engine(settings.database_url))
    loop = Sealing(house.engine, settings)
    while True:
        with writing(house.engine) as connection:
            own.record(connection, own.Own("setting", None, {}, AT))
        loop.turn(AT)


def test_a_signer_killed_at_any_moment_goes_on_with_the_same_log(tmp_path: Path) -> None:
    """Twelve kills; after each, what lies in the folder holds, and the next process continues it."""
    house, chance, old = build_house(tmp_path), random.Random(20261121), None
    house.turn()
    for _kill in range(KILLS):
        process = PROCESSES.Process(target=seal_without_end, args=(tmp_path,))
        process.start()
        least = house.published() + chance.randint(1, 20)
        end = time.perf_counter() + 60
        while house.published() < least:
            assert time.perf_counter() < end, "the process does not publish"
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        process.join()
        report = check_export(Source(public_folder(house.settings)), house.policy, old)
        old = (house.folder / "checkpoint").read_text()
        assert least <= report.checkpoint.size
    house.turn()
    with reading(house.engine) as connection:
        rows = connection.execute(select(audit_checkpoint)).all()
        assert all(root_at(connection, row.size) == row.root for row in rows)
    last = house.signer.state.last("consult.example.int/audit/1")

    assert last is not None
    assert last.size == house.check(old).checkpoint.size
    assert last.note in {row.note for row in rows}
    house.engine.dispose()
