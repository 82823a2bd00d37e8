"""A break and the expiry of a silence at once: the instant of receipt decides, under the lock of the case."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from consult import people
from consult.db import reading, writing
from consult.docket import Filed, Receipt, Refused
from consult.models.cases import ACT, CASES
from consult.models.parties import ORGAN
from consult.people import NewContact
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.racing import Racer, Track
from tests.consult.docket.test_races import sound

INSTANT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ROUNDS = 60
TEXT = {
    "heading": "Hours",
    "text": "Hours are written in UTC.",
    "posted_in": ["en", "fr"],
    "until": {"at": INSTANT.isoformat(), "zone": "UTC"},
}


@pytest.fixture
def reached(office: Office) -> Office:
    """Give every ministry a contact point that answered."""
    with writing(office.engine) as connection:
        for organ in connection.execute(ORGAN.select()).all():
            contact = people.add_contact(connection, None, organ.id, NewContact("mail", "desk@example.int"))
            people.prove_contact(connection, None, contact, date(2026, 11, 19), date(2026, 11, 20))
    return office


def silent(office: Office) -> str:
    """Open a silence of Japan among France, Korea and Brazil, until 24 November 2026, 09:00 UTC."""
    ref = str(office.docket.open(office.standings["JPN"], "quiet", at=START, title="").ref)
    office.take("JPN", ref, "gather", body={"members": ["FRA", "KOR", "BRA"]})
    office.take("JPN", ref, "open_silence", body=TEXT)
    return ref


def breaks(office: Office, ref: str, at: datetime, who: str = "FRA") -> Racer:
    """Give the racer that breaks the silence at a moment."""
    return lambda: office.docket.take(office.standings[who], ref, Filed("break_silence", body={}), at=at)


def sweeps(office: Office, at: datetime) -> Racer:
    """Give the racer that records what has lapsed by a moment."""
    return lambda: office.docket.sweep(at)


def steps(office: Office, ref: str) -> list[str]:
    """List the steps of a case, in order."""
    with reading(office.engine) as connection:
        case = connection.execute(CASES.select().where(CASES.c.ref == ref)).one()
        rows = connection.execute(ACT.select().where(ACT.c.case_id == case.id).order_by(ACT.c.n)).all()
        return [row.step for row in rows]


@pytest.mark.parametrize(
    ("at", "state"),
    [(INSTANT - SECOND, "broken"), (INSTANT, "adopted"), (INSTANT + SECOND, "adopted")],
)
def test_the_second_before_breaks_and_the_instant_and_the_second_after_do_not(
    reached: Office, at: datetime, state: str
) -> None:
    """24 November 2026, 08:59:59, 09:00:00 and 09:00:01 UTC."""
    ref = silent(reached)
    if state == "adopted":
        with pytest.raises(Refused, match=r"ended on 24 November 2026, 09:00:00 UTC: what is received at that instant"):
            breaks(reached, ref, at)()
    else:
        breaks(reached, ref, at)()
    reached.docket.sweep(INSTANT + SECOND)

    assert state == reached.see("FRA", ref, INSTANT + SECOND).case.state


@pytest.mark.parametrize(("at", "state"), [(INSTANT - SECOND, "broken"), (INSTANT, "adopted")])
def test_whoever_has_the_lock_first_the_instant_of_receipt_decides(reached: Office, at: datetime, state: str) -> None:
    """A break and two sweeps at once: received a second before, it wins even where the clock had recorded the expiry,
    which is then taken back by name; received at the instant, it never does."""
    wrong: Counter[str] = Counter()
    with Track(3) as track:
        for _round in range(ROUNDS):
            ref = silent(reached)
            racers = [breaks(reached, ref, at), sweeps(reached, INSTANT), sweeps(reached, INSTANT)]
            answers = track.race(racers)
            if not fits(answers[0], reached, ref, state):
                wrong[f"{answers[0]!r}: {steps(reached, ref)}"] += 1

    assert Counter() == wrong
    assert sound(reached)


def fits(answer: Any, office: Office, ref: str, state: str) -> bool:
    """Say whether the answer to the break, the state of the case and the record agree."""
    told, case = steps(office, ref), office.see("FRA", ref, INSTANT + SECOND).case
    once = told.count("expire_silence") <= 1 and case.state == state
    if state == "broken":
        return isinstance(answer, Receipt) and told.count("break_silence") == 1 and once
    return isinstance(answer, Refused) and answer.kind == "closed" and told[-1] == "expire_silence" and once


def test_of_two_breaks_at_once_one_is_recorded_and_the_other_is_told(reached: Office) -> None:
    """Both objected in time; the record holds the first, and the second is refused with where the case is."""
    with Track(2) as track:
        for _round in range(20):
            ref = silent(reached)
            answers = track.race([breaks(reached, ref, INSTANT - SECOND, who) for who in ("FRA", "KOR")])
            assert ["Receipt", "Refused"] == sorted(type(answer).__name__ for answer in answers)
            assert 1 == steps(reached, ref).count("break_silence")
