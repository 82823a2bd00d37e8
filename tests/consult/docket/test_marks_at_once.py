"""The first mark of a desk on both databases: pressed twice at once, it is made once and nobody meets a fault."""

from datetime import timedelta
from functools import partial

from consult.db import reading, writing
from consult.desk import find_mark, go_back, mark_seen
from consult.models.desk import DESK_MARK
from consult.refusals import Closed
from consult.standing import Standing
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.racing import Track
from tests.consult.docket.test_reminding import BODY

ROUNDS = 20
LATER = START + timedelta(minutes=1)


def served(office: Office) -> str:
    """Let Japan ask France for a berth; give the reference."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body=BODY)
    return ref


def press(office: Office, who: Standing, ref: str) -> None:
    """Mark the request as seen."""
    with writing(office.engine) as connection:
        mark_seen(connection, who, ref, 1, LATER)


def test_of_two_who_press_at_once_for_the_first_time_one_marks_and_the_other_is_told(office: Office) -> None:
    """Two windows of one person, twenty times from no mark on: one mark, and a sentence for the other."""
    ref, france = served(office), office.standings["FRA"]
    with Track(2) as track:
        for _round in range(ROUNDS):
            answers = track.race([partial(press, office, france, ref)] * 2)
            assert [False, True] == sorted(isinstance(one, Closed) for one in answers), answers
            assert None in answers
            with writing(office.engine) as connection:
                assert find_mark(connection, france).at == LATER
                go_back(connection, france)


def test_one_who_goes_back_while_another_window_marks_meets_no_fault(office: Office) -> None:
    """Whoever comes first, both are answered: what stands is the first mark or none."""
    ref, france = served(office), office.standings["FRA"]

    def back() -> None:
        with writing(office.engine) as connection:
            go_back(connection, france)

    with Track(2) as track:
        for _round in range(ROUNDS):
            answers = track.race([partial(press, office, france, ref), back])
            assert all(one is None or isinstance(one, Closed) for one in answers), answers
    with reading(office.engine) as connection:
        assert len(connection.execute(DESK_MARK.select()).all()) in (0, 1)
