"""Races: whoever presses at the same moment, on either database, leaves one act and gets one clear answer."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from consult.db import reading, writing
from consult.docket import Filed, Receipt, Refused, Reused, Stale, case_rows
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT, FILING, IDEMPOTENCY
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.racing import Racer, Track
from tests.consult.docket.test_taking import BODY
from workflows.kernel.summaries import load

ROUNDS, ROUNDS_A_CASE = 1000, 100
LATER = datetime(2026, 12, 1, 12, tzinfo=UTC)


def asked(office: Office) -> str:
    """Open a case and serve its request."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body=BODY)
    return ref


def sound(office: Office) -> bool:
    """Say whether the log verifies and every case follows from its acts."""
    with reading(office.engine) as connection:
        return verify(connection, replay=Openings(connection)).sound and not list(replay_cases(connection))


def acts(office: Office, step: str) -> list[Any]:
    """List the acts of a step."""
    with reading(office.engine) as connection:
        return list(connection.execute(ACT.select().where(ACT.c.step == step).order_by(ACT.c.id)))


def press(office: Office, who: str, ref: str, filed: Filed) -> Racer:
    """Give the racer that takes a step for an office."""
    return lambda: office.docket.take(office.standings[who], ref, filed, at=LATER if filed.on else START)


def kinds(answers: list[Any]) -> list[str]:
    """Name what the racers got, in alphabetical order; what nobody expects is shown as it is."""
    expected = (Receipt, Stale, Refused, Reused)
    return sorted(type(a).__name__ if isinstance(a, expected) else repr(a) for a in answers)


def test_of_two_who_press_at_once_one_is_recorded_and_the_other_learns_where_the_case_is(office: Office) -> None:
    """Hundreds of rounds on one step: one act each, one refusal with the new number each, and a sound log."""
    wrong: Counter[str] = Counter()
    with Track(2) as track:
        for number in range(ROUNDS):
            if number % ROUNDS_A_CASE == 0:
                ref, n = asked(office), 1
            filed = Filed("make_statement", body={"text": f"Round {number}"}, seen_n=n)
            racers = [press(office, who, ref, filed) for who in ("JPN", "FRA")]
            answers = track.race(racers)
            n += 1
            loser = next((a for a in answers if isinstance(a, Stale)), None)
            if kinds(answers) != ["Receipt", "Stale"] or loser is None or (loser.state, loser.n) != ("asked", n):
                wrong[str(kinds(answers))] += 1

    assert Counter() == wrong
    assert ROUNDS == len(acts(office, "make_statement"))
    assert sound(office)


def test_a_step_that_moves_a_relation_is_taken_once_though_no_page_was_seen(office: Office) -> None:
    """Both sides record the same receipt: one act; the other is told that it does not apply any more."""
    with Track(2) as track:
        for _round in range(20):
            ref = asked(office)
            filed = Filed("record_receipt", "berth:FRA")
            racers = [press(office, who, ref, filed) for who in ("JPN", "FRA")]
            answers = track.race(racers)
            assert ["Receipt", "Refused"] == kinds(answers)
            assert "closed" == next(a for a in answers if isinstance(a, Refused)).kind

    assert 20 == len(acts(office, "record_receipt"))


def test_the_same_request_four_times_at_once_is_one_act_with_one_answer(office: Office) -> None:
    """The same key, the same words: the first answer four times, and once more later."""
    ref = asked(office)
    with Track(4) as track:
        for number in range(25):
            filed = Filed("make_statement", body={"text": f"Retried {number}"}, key=f"k-{number}")
            racers = [press(office, "FRA", ref, filed)] * 4
            answers = track.race(racers)
            assert ["Receipt"] * 4 == kinds(answers)
            assert 1 == len({answer.n for answer in answers})
            assert [False, True, True, True] == sorted(answer.repeated for answer in answers)
            assert answers[0].n == office.docket.take(office.standings["FRA"], ref, filed, at=START).n

    assert 25 == len(acts(office, "make_statement"))
    with reading(office.engine) as connection:
        assert 26 == len(connection.execute(FILING.select()).all())
        assert 25 == len(connection.execute(IDEMPOTENCY.select()).all())


def test_one_key_for_two_cases_at_once_serves_one_of_them(office: Office) -> None:
    """The key is the person's, whatever the case: the other request learns that it was used, and leaves nothing."""
    cases = [asked(office), asked(office)]
    with Track(2) as track:
        for number in range(20):
            filed = Filed("make_statement", body={"text": "Once"}, key=f"k-{number}")
            racers = [press(office, "FRA", ref, filed) for ref in cases]
            assert ["Receipt", "Reused"] == kinds(track.race(racers))

    assert 20 == len(acts(office, "make_statement"))
    assert sound(office)


def test_whoever_moves_a_case_from_a_version_that_another_has_moved_changes_no_row(office: Office) -> None:
    """Last guard behind the lock and the number of acts: the row says which version was read, and moves from that one
    alone."""
    ref = asked(office)
    with writing(office.engine) as connection:
        row = case_rows.lock_case(connection, ref, "JPN")
        assert row is not None
        case = load(office.docket.editions.of(connection, row.edition), row.summary)
        moves = [case_rows.move_case(connection, row, case, START, title, row.edition) for title in ("First", "Second")]
        left = case_rows.lock_case(connection, ref, "JPN")

    assert [True, False] == moves
    assert left is not None
    assert ("First", row.version + 1) == (left.title, left.version)


def test_four_sweepers_at_once_record_each_lapse_once(office: Office) -> None:
    """Ten cases with two limits that have run out: twenty acts of the clock, whoever takes them."""
    for _case in range(10):
        ref = asked(office)
        office.take("FRA", ref, "record_receipt")
        office.take("KOR", ref, "record_receipt")
    with Track(4) as track:
        taken = track.race([lambda: office.docket.sweep(LATER)] * 4)

    assert 20 == sum(taken)
    assert 20 == len(acts(office, "no_answer"))
    assert 0 == office.docket.sweep(LATER)
    assert sound(office)


def test_an_answer_and_the_clock_race_and_the_record_tells_one_story(office: Office) -> None:
    """An answer of the last day and a sweep after it, at once: the answer is always kept, whichever comes first."""
    with Track(2) as track:
        for _round in range(20):
            ref = asked(office)
            office.take("FRA", ref, "record_receipt")
            give = Filed("give", body={"text": "In time"}, on=datetime(2026, 11, 30, 12, tzinfo=UTC))
            racers = [press(office, "FRA", ref, give), lambda: office.docket.sweep(LATER)]
            answer, _swept = track.race(racers)
            assert isinstance(answer, Receipt), repr(answer)
            assert "given" == office.see("JPN", ref, LATER).case.tracks["berth:FRA"].state

    assert sound(office)
