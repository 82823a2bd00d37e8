"""Replay on both databases: cases recomputed from their acts agree with what is stored; differences are named."""

from datetime import UTC, datetime

from sqlalchemy import text

from consult import migrate
from consult.db import reading, writing
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_taking import BODY

LATER = datetime(2026, 12, 1, 12, tzinfo=UTC)


def _told(office: Office) -> str:
    """Open a case, serve it, receive it on one side, answer on the other, and let the first side's time run out."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body=BODY)
    office.take("FRA", ref, "record_receipt")
    office.take("KOR", ref, "give", body={"text": "With pleasure"})
    office.docket.sweep(LATER)
    office.take("JPN", ref, "settle", at=LATER)
    return ref


def test_a_whole_case_replays_to_what_is_stored_beside_it(office: Office) -> None:
    """Tracks, limits, state and summary follow from the acts; every entry of the log opens to its act."""
    _told(office)
    with reading(office.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))


def test_a_state_that_does_not_follow_from_the_acts_is_named(office: Office) -> None:
    """Somebody changed the cached state, a track and a limit behind the record's back."""
    ref = _told(office)
    with writing(office.engine) as connection:
        connection.execute(text("UPDATE cases SET state = 'asked'"))
        connection.execute(text("UPDATE case_track SET state = 'left' WHERE key = 'berth:FRA'"))
        connection.execute(text("UPDATE deadline SET status = 'running' WHERE key = 'answer:FRA'"))
    with reading(office.engine) as connection:
        said = " ".join(finding.sentence for finding in replay_cases(connection))

    assert f"Case {ref}: state is stored as asked and follows from the acts as settled" in said
    assert f"Case {ref}: track berth:FRA is stored as state left and follows from the acts as state " in said
    assert f"Case {ref}: limit answer:FRA is stored as status running and follows from the acts as status " in said


def test_the_migrated_database_is_the_one_that_is_declared(office: Office) -> None:
    """Tables, columns, indexes and triggers of the migrations are those of the models, on both databases."""
    assert [] == migrate.check(office.engine)
