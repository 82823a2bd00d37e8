"""No room on the disk: the act fails and leaves nothing, nobody gets a receipt, nothing is signed that cannot be
remembered, what was published still holds, and with room again everything goes on. The kernel refuses, nobody else.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from consult.db import reading
from consult.docket.replaying import Openings
from consult.log.signer import state_of
from consult.log.status import read_status
from consult.log.verify import verify
from consult.models.cases import ACT, IDEMPOTENCY
from tests.consult.web.cases_world import begin, build_cases, fill_in, send, serve_berth
from tests.consult.web.world import World
from tests.faults.full import Disk, files_of_at_most, small_disk
from tests.faults.logged import Logged, States, installed

MOST_PAGES = 400
NO_ROOM = (OSError, OperationalError, sqlite3.OperationalError)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A small disk."""
    with small_disk(tmp_path / "disk") as made:
        yield made


@pytest.fixture
def on_disk(disk: Disk) -> Iterator[Logged]:
    """An installation that has all its files there."""
    with installed(disk.folder / "host") as made:
        yield made


def counted(log: Logged) -> tuple[int, int, int]:
    """Count entries, acts and the keys of requests that were answered."""
    with reading(log.office.engine) as connection:
        acts, keys = (len(connection.execute(table.select()).all()) for table in (ACT, IDEMPOTENCY))
        return read_status(connection).size, acts, keys


def test_a_full_disk_fails_the_act_and_the_turn_and_with_room_again_both_go_on(on_disk: Logged, disk: Disk) -> None:
    """20 November 2026: the disk fills up while Japan files. The same request, sent again, is recorded once."""
    log, before, published = on_disk, counted(on_disk), on_disk.note
    with disk.full():
        with suppress(OperationalError):
            for _act in range(MOST_PAGES):  # what SQLite has set aside already may hold a few
                log.state("JPN")
                before = counted(log)
        with pytest.raises(OperationalError, match=r"full|disk I/O"):
            log.state("JPN")
        assert before == counted(log)
        with suppress(*NO_ROOM):
            log.turn()
        assert log.size == log.check(old=published).checkpoint.size
        assert log.sound()
    receipt = log.office.take("JPN", log.ref, "make_statement", body={"text": "Again"}, key="once")
    again = log.office.take("JPN", log.ref, "make_statement", body={"text": "Again"}, key="once")
    log.turn()

    assert (receipt.n, False, True) == (again.n, receipt.repeated, again.repeated)
    assert before[0] + 1 == log.size == log.check(old=published).checkpoint.size
    assert log.sound()
    assert [] == list(log.public.rglob("*.new"))


def test_wherever_the_room_ends_an_act_is_recorded_whole_or_not_at_all(log: Logged) -> None:
    """One page more of room with each attempt, from none to enough."""
    journal, failed = log.folder / "consult.sqlite-wal", 0
    begin_at = journal.stat().st_size if journal.exists() else 0
    for page in range(MOST_PAGES):
        before = counted(log)
        try:
            with files_of_at_most(begin_at + page * 2048):
                log.office.take("JPN", log.ref, "make_statement", body={"text": "Once"}, key="once")
            break
        except OperationalError:
            failed += 1
            assert before == counted(log), f"{page} pages"
    log.turn()

    assert 3 < failed < MOST_PAGES - 1, "there were attempts with too little room, and one with enough"
    assert (before[0] + 1, before[1] + 1, before[2] + 1) == counted(log)
    assert log.sound()
    assert log.size == log.check().checkpoint.size


def test_wherever_the_room_ends_nothing_is_published_that_the_signer_does_not_remember(log: Logged) -> None:
    """A hundred bytes more with each turn: the memory of the signer, the note in the database, each file."""
    for _each in range(60):
        log.state("JPN")
    log.office.engine.dispose()  # the journal begins anew: with little room every part can fail by itself
    published, memory, failed = log.note, state_of(log.settings), 0
    for step in range(0, 200_000, 1009):
        try:
            with files_of_at_most(step):
                log.turn()
            break
        except NO_ROOM:
            failed += 1
        covered = log.check(old=published).checkpoint.size
        signed = memory.last(log.key.name)
        assert signed is not None
        assert covered <= signed.size, f"{step} bytes"
        assert [] == list(log.public.rglob("*.new"))

    assert 5 < failed
    assert counted(log)[0] == log.size == log.check(old=published).checkpoint.size
    assert log.sound()


def test_a_witness_without_room_does_not_cosign_and_keeps_what_it_had(log: Logged, states: States) -> None:
    """What cannot be stored is not signed. With room again it goes on from where it stood."""
    states.cosign(log)
    stood = {name: each.folder.joinpath("state.sqlite").read_bytes() for name, each in states.witnesses.items()}
    log.state("JPN")
    log.turn()
    with files_of_at_most(0):
        outcomes = states.cosign(log, publish=False)

    assert {"refused", "unreachable"} >= set(outcomes.values())
    assert stood == {name: each.folder.joinpath("state.sqlite").read_bytes() for name, each in states.witnesses.items()}
    assert {"cosigned"} == set(states.cosign(log).values())
    assert log.check(states.policy).attested


def test_whoever_files_while_the_disk_is_full_is_told_and_finds_the_paper_as_it_was(tmp_path: Path) -> None:
    """The button is answered with 503 and a sentence, never with a receipt; the draft is still there, and is sent."""
    world: World = build_cases(tmp_path)
    japan = world.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    draft = begin(japan, ref, "make_statement")
    fill_in(japan, draft, text="We hold to it")
    page = japan.get(f"{draft}/send").text
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.partition(f"{draft}/send")[2]))
    assert {"csrf_token", "seen", "version"} <= form.keys()
    with files_of_at_most(0):
        answer = japan.client.post(f"{draft}/send", data=form)
    assert 503 == answer.status_code, answer.text
    assert "nothing was recorded" in answer.text
    assert "Location" not in answer.headers
    assert "We hold to it" in japan.get(draft).text

    assert 303 == send(japan, draft).status_code
    with world.reading() as connection:
        assert 1 == len(connection.execute(ACT.select().where(ACT.c.step == "make_statement")).all())
        assert verify(connection, replay=Openings(connection)).sound
    world.engine.dispose()
