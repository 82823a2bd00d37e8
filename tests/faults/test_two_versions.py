"""Two processes over one database, one with an older and one with a newer version of a procedure, as while machines are
brought up one after the other: a case runs on the edition it was opened on in both, so that it never lands in a state
that one of them does not know; and what one cannot read at all it refuses in words.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from consult.db import make_engine, reading, writing
from consult.docket import Docket, Filed
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.standing import Standing
from tests.consult.docket.conftest import PROCEDURES, START, Office
from tests.consult.docket.test_taking import BODY
from tests.faults.conftest import Seen
from tests.faults.processes import PROCESSES

CHANGES = {
    "edition=1,": "edition=2,",
    'State("asked", "Served"),\n            State("settled"': (
        'State("asked", "Served"),\n            State("moored", "Moored"),\n            State("settled"'
    ),
    'live = ("draft", "asked")': 'live = ("draft", "asked", "moored")',
    '            Step(\n                "record_receipt",': (
        '            Step("moor", "asked", "moored", ASKING, DRAFT, PRODUCT),\n'
        '            Step("cast_off", "moored", "asked", ASKING | ASKED, DRAFT, PRODUCT),\n'
        '            Step(\n                "record_receipt",'
    ),
}
"""What the newer version has beside the older one: a state, and the steps into it and out of it."""


def newer(folder: Path) -> Path:
    """Write the newer version of the toy procedure."""
    source = (PROCEDURES / "berth.py").read_text()
    for old, new in CHANGES.items():
        assert 1 == source.count(old), old
        source = source.replace(old, new)
    folder.mkdir()
    (folder / "berth.py").write_text(source)
    return folder


def serve(url: str, folder: Path, procedures: Path, pipe: Pipe) -> None:
    """Do what is asked in a process with a version of its own, and tell what came of it."""
    docket = Docket(make_engine(url), folder, (procedures,))
    while (asked := pipe.recv()) is not None:
        what, by, ref, step = asked
        try:
            pipe.send(_done(docket, what, by, ref, step))
        except Exception as fault:  # noqa: BLE001 - what is refused is what the test looks at
            pipe.send((type(fault).__name__, str(getattr(fault, "sentence", fault))))


def _done(docket: Docket, what: str, by: Standing, ref: str, step: str) -> Any:
    if what == "open":
        return docket.open(by, "berth", at=START, title="").ref
    if what == "take":
        return docket.take(by, ref, Filed(step, body=BODY if step == "ask" else None), at=START).n
    with reading(docket.engine) as connection:
        seen = docket.see(connection, by, ref, START)
        return seen.case.state, sorted({one.step.key for one in docket.offers(connection, by, seen, START)})


class Version:
    """A process with one version."""

    def __init__(self, office: Office, folder: Path, procedures: Path) -> None:
        """Start it."""
        self.pipe, theirs = PROCESSES.Pipe()
        url = office.engine.url.render_as_string(hide_password=False)
        self.by = office.standings["JPN"]
        self.process = PROCESSES.Process(target=serve, args=(url, folder, procedures, theirs))
        self.process.start()
        theirs.close()

    def ask(self, what: str, ref: str = "", step: str = "") -> Any:
        """Let it open a case, take a step or look, in the name of Japan."""
        self.pipe.send((what, self.by, ref, step))
        return self.pipe.recv()

    def end(self) -> None:
        """End it."""
        self.pipe.send(None)
        self.process.join()
        self.pipe.close()


@contextmanager
def both(office: Office, folder: Path) -> Iterator[tuple[Version, Version]]:
    """Start the older and the newer one."""
    versions = Version(office, folder, PROCEDURES), Version(office, folder, newer(folder / "newer"))
    try:
        yield versions
    finally:
        for one in versions:
            one.end()


def test_a_case_runs_on_its_edition_in_both_versions_and_what_is_not_in_it_is_in_neither(
    office: Office, tmp_path: Path, seen: Seen
) -> None:
    """The newer one opens a case and moors it; the older one sees it moored, and casts off. In a case that the older
    one opened nobody moors."""
    with both(office, tmp_path) as (old, new):
        theirs, ours = new.ask("open"), old.ask("open")
        assert [1, 2] == [new.ask("take", theirs, "ask"), new.ask("take", theirs, "moor")]
        in_old, in_new = old.ask("look", theirs), new.ask("look", theirs)
        assert 3 == old.ask("take", theirs, "cast_off")
        assert "asked" == new.ask("look", theirs)[0]
        assert 1 == new.ask("take", ours, "ask")
        refused = new.ask("take", ours, "moor")
        offered = new.ask("look", ours)

    assert "moored" == in_old[0] == in_new[0]
    assert {"propose_edition"} >= set(in_old[1]) ^ set(in_new[1]), "to move a case to the edition of one's own is new"
    assert "cast_off" in in_old[1]
    assert "Refused" == refused[0]
    assert refused[1], "the sentence says why"
    assert ("asked", False) == (offered[0], "moor" in offered[1])
    with reading(office.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))
    seen(21, f"{office.engine.dialect.name}: two processes, two versions: each case on its own edition in both")


@pytest.mark.parametrize(
    ("there", "written"),
    [('"format":1', '"format":2'), ('"$":"procedure.Procedure"', '"$":"procedure.ProcedureOfTomorrow"')],
    ids=["another format", "a class of tomorrow"],
)
def test_what_a_version_cannot_read_it_refuses_in_words(
    office: Office, tmp_path: Path, there: str, written: str
) -> None:
    """An edition that a later program wrote: the case is neither shown nor changed, and the sentence says why."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    with reading(office.engine) as connection:
        body = bytes(connection.execute(text("SELECT body FROM edition")).scalar_one())
        before = connection.execute(text("SELECT count(*) FROM act")).scalar_one()
    assert body.count(there.encode()) == 1
    later = body.replace(there.encode(), written.encode())
    values = {"digest": "later", "body": later, "at": "2026-11-20 09:00:00+00:00"}
    with writing(office.engine) as connection:
        columns = "digest, procedure, number, body, recorded_at"
        connection.execute(text(f"INSERT INTO edition ({columns}) VALUES (:digest, 'berth', 3, :body, :at)"), values)
        connection.execute(text("UPDATE cases SET edition = 'later'"))
    with both(office, tmp_path) as (old, _new):
        told = [old.ask("look", ref), old.ask("take", ref, "ask")]

    assert ["NewerEdition", "NewerEdition"] == [one[0] for one in told], told
    for _kind, sentence in told:
        assert sentence.startswith("This case runs on an edition of its procedure that a later version wrote"), sentence
        assert "Nothing was recorded" in sentence
    with reading(office.engine) as connection:
        assert before == connection.execute(text("SELECT count(*) FROM act")).scalar_one()
