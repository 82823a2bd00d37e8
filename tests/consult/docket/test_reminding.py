"""Reminders of limits: at their hour, once, of the date that holds, to the organ that acts."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, text, update

from consult import people
from consult.db import Busy, make_engine, reading, writing
from consult.delivery.reminders import words
from consult.delivery.wording import Dropped
from consult.docket.reminding import remind
from consult.models.cases import CASES, DEADLINE, OUTBOX
from consult.models.delivery import MESSAGE
from consult.models.parties import CONTACT_POINT, ORGAN
from consult.models.reminding import REMINDER
from consult.people.contacts import NewContact, add_contact
from tests.consult.docket.conftest import START, Office

BODY: dict[str, Any] = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
HALF, TENTHS, END = (
    datetime(2026, 11, 25, 16, 0, tzinfo=UTC),
    datetime(2026, 11, 29, 21, 36, tzinfo=UTC),
    datetime(2026, 11, 30, 23, 0, tzinfo=UTC),
)
"""Ten days from receipt in Paris on 20 November: 10:00 there to 24:00 on the 30th, half and nine tenths of that."""


def give_mail(office: Office, party: str, *addresses: str) -> None:
    """Give the ministry of a party mail contact points, those that it does not have."""
    with writing(office.engine) as connection:
        organ = connection.execute(select(ORGAN.c.id).where(ORGAN.c.party_key == party)).scalar_one()
        known = set(connection.execute(select(CONTACT_POINT.c.address)).scalars())
        for address in (one for one in addresses if one not in known):
            add_contact(connection, None, organ, NewContact("mail", address))


def received(office: Office) -> str:
    """Open a case and record receipt by France, whose ten days run."""
    give_mail(office, "FRA", "desk@fra.example")
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body=BODY)
    office.take("FRA", ref, "record_receipt")
    return ref


def tick(office: Office, at: datetime) -> None:
    """Record what has lapsed and remind, as a worker does."""
    while office.docket.sweep(at):
        pass
    while remind(office.engine, office.docket.editions, office.docket.places, at):
        pass


def told(office: Office) -> list[tuple[str, str, str]]:
    """Read what was told: the moment, what came of it and why."""
    with reading(office.engine) as connection:
        rows = connection.execute(select(REMINDER).order_by(REMINDER.c.id))
        return [(row.mark, row.outcome, row.reason) for row in rows]


def messages(office: Office) -> list[Any]:
    """Read the messages asked for."""
    with reading(office.engine) as connection:
        return list(connection.execute(select(MESSAGE).order_by(MESSAGE.c.id)))


def test_half_and_nine_tenths_of_a_product_period_its_end_and_the_day_after_are_recalled(office: Office) -> None:
    """A second before each nothing; at it one message. Nine tenths fall at 22:36 in Paris and wait for 08:00."""
    received(office)
    morning = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    after, day_after = datetime(2026, 12, 1, 7, 0, tzinfo=UTC), datetime(2026, 12, 2, 7, 0, tzinfo=UTC)
    counts = []
    for moment in (HALF, TENTHS, morning, END, after, day_after):
        for at in (moment - timedelta(seconds=1), moment):
            tick(office, at)
            counts.append(len(messages(office)))

    assert [0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4] == counts
    assert ["50%", "90%", "end", "+1d"] == [mark for mark, _outcome, _reason in told(office)]
    assert {"desk@fra.example"} == {row.address for row in messages(office)}


def test_a_reminder_and_the_work_of_sending_it_are_one_transaction(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the message cannot be asked for, nothing is kept, and it is tried again an hour later."""
    received(office)
    with monkeypatch.context() as patch:
        patch.setattr("consult.docket.reminding.ask_for", lambda *_given: 1 / 0)
        tick(office, HALF)
    assert ([], []) == (told(office), messages(office))
    assert "Nobody could be reminded of limit answer:FRA" in caplog.text

    tick(office, HALF + timedelta(minutes=59))
    assert [] == told(office)
    tick(office, HALF + timedelta(hours=1))
    assert [("50%", "sent", "")] == told(office)
    with reading(office.engine) as connection:
        assert 1 == len(connection.execute(select(OUTBOX).where(OUTBOX.c.topic == "send")).all())


@pytest.mark.parametrize("office", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_a_reminder_for_which_the_table_of_messages_was_kept_by_others_comes_with_the_next_tick(office: Office) -> None:
    """An operator makes an index of that table anew just when half of the period is over: nothing is wrong with the
    limit, and it is not put off by the hour for which one that cannot be read is."""
    received(office)
    impatient = make_engine(office.engine.url, gate_seconds=0.2)
    with writing(office.engine) as operator:
        operator.execute(text("LOCK TABLE message IN SHARE MODE"))
        with pytest.raises(Busy):
            remind(impatient, office.docket.editions, office.docket.places, HALF)
    impatient.dispose()
    tick(office, HALF + timedelta(seconds=2))

    assert [("50%", "sent", "")] == told(office)


def test_after_three_days_offline_the_latest_is_told_and_the_others_are_kept_as_passed_over(office: Office) -> None:
    """Nobody ticks from the 25th to the 30th at noon: half is passed over, nine tenths are told, once."""
    received(office)
    for _tick in range(3):
        tick(office, datetime(2026, 11, 30, 12, 0, tzinfo=UTC))

    assert [("50%", "passed_over", "overtaken"), ("90%", "sent", "")] == told(office)
    assert 1 == len(messages(office))


def test_a_clock_that_was_set_back_tells_nothing_twice(office: Office) -> None:
    """An hour back, a day back, a day on: what was told is told."""
    received(office)
    for at in (HALF, HALF - timedelta(hours=1), HALF - timedelta(days=1), HALF, HALF + timedelta(days=1)):
        tick(office, at)

    assert [("50%", "sent", "")] == told(office)


def test_an_answer_by_whatever_way_ends_the_reminders(office: Office) -> None:
    """France answers on 26 November: nothing more is recalled, and what waits is no longer true."""
    ref = received(office)
    tick(office, HALF)
    office.take("FRA", ref, "give", at=HALF + timedelta(hours=1), body={"text": "Yes."})
    tick(office, datetime(2026, 12, 5, 12, 0, tzinfo=UTC))

    assert ["50%"] == [mark for mark, _outcome, _reason in told(office)]
    with reading(office.engine) as connection, pytest.raises(Dropped):
        words(connection, messages(office)[0], HALF + timedelta(hours=2))


def test_a_late_answer_after_the_end_needs_no_reminder_on_the_day_after(office: Office) -> None:
    """The period lapses on the 30th, France answers on 1 December: the reminder of the day after is passed over."""
    ref = received(office)
    tick(office, datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    office.take("FRA", ref, "give", at=datetime(2026, 12, 1, 10, 0, tzinfo=UTC), body={"text": "Yes."})
    tick(office, datetime(2026, 12, 2, 9, 0, tzinfo=UTC))

    assert [("end", "sent", ""), ("+1d", "passed_over", "acted")] == told(office)[-2:]


SUSPEND = {"reason": "Talks about the station", "until": "2026-11-28"}


def suspended(office: Office, ref: str, at: datetime) -> None:
    """Suspend a case by all hands until 28 November."""
    for who in ("JPN", "FRA", "KOR"):
        office.take(who, ref, "suspend", at=at, body=SUSPEND)


def test_a_period_that_stands_still_is_not_recalled_and_afterwards_only_its_new_date_is(office: Office) -> None:
    """Stopped from the 24th to the 28th: nothing on the 25th; the end moves by five days, and so does what is told."""
    ref = received(office)
    suspended(office, ref, datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    tick(office, HALF)
    tick(office, datetime(2026, 11, 28, 22, 0, tzinfo=UTC))
    assert [] == told(office)

    tick(office, datetime(2026, 11, 29, 9, 0, tzinfo=UTC))
    with reading(office.engine) as connection:
        row = connection.execute(select(DEADLINE).where(DEADLINE.c.key == "answer:FRA")).one()
    assert ("running", date(2026, 12, 5)) == (row.status, row.expires_on)
    assert [] == told(office)
    tick(office, datetime(2026, 12, 4, 12, 0, tzinfo=UTC))
    assert [("90%", "sent", "")] == told(office)
    assert messages(office)[0].about["expires_at"].startswith("2026-12-05T23:00")


def test_an_exercise_is_recalled_on_the_desk_alone(office: Office) -> None:
    """No message leaves the product for an exercise."""
    received(office)
    with writing(office.engine) as connection:
        connection.execute(update(CASES).values(exercise=True))
    tick(office, HALF)

    assert ([("50%", "desk", "exercise")], []) == (told(office), messages(office))


def test_without_an_address_the_desk_alone_tells_it_and_says_so(office: Office) -> None:
    """Korea has given no mail contact point: that nothing was sent is kept, with the reason."""
    ref = received(office)
    office.take("KOR", ref, "record_receipt")
    tick(office, HALF)

    assert [("50%", "desk", "no_address"), ("50%", "sent", "")] == sorted(told(office), key=lambda one: one[1])


def test_only_the_organ_that_acts_is_reminded(office: Office) -> None:
    """France has an agency with an address of its own; the ministry recorded receipt, and the ministry is told."""
    received(office)
    with writing(office.engine) as connection:
        organ = people.add_organ(connection, None, "FRA", people.NewOrgan("CNES", "Agency", "agency"))
        add_contact(connection, None, organ, NewContact("mail", "desk@cnes.example"))
        add_contact(connection, None, organ, NewContact("telephone", "+33 1 4317 5353"))
    tick(office, HALF)

    assert ["desk@fra.example"] == [row.address for row in messages(office)]


def test_a_case_that_cannot_be_read_holds_up_no_other(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """One summary is broken: the other case's party is reminded all the same."""
    broken, sound = received(office), received(office)
    with writing(office.engine) as connection:
        connection.execute(update(CASES).where(CASES.c.ref == broken).values(summary="{"))
    remind(office.engine, office.docket.editions, office.docket.places, HALF)

    with reading(office.engine) as connection:
        number = connection.execute(select(CASES.c.id).where(CASES.c.ref == sound)).scalar_one()
    assert {number} == {row.case_id for row in messages(office)}
    assert broken in caplog.text


def _said(connection: Connection, message: Any, at: datetime) -> str:
    found = words(connection, message, at)
    return " ".join((found.subject, *found.lines, found.path))


def test_a_reminder_says_which_case_and_until_when_and_nothing_of_what_it_is_about(office: Office) -> None:
    """Title, step, other parties and papers stay behind the sign-in."""
    ref = received(office)
    tick(office, HALF)
    with reading(office.engine) as connection:
        said = _said(connection, messages(office)[0], HALF)

    assert f"In case {ref} a period within which France is to act ends: 30 November 2026." in said
    assert said.endswith(f"/cases/{ref}")
    assert not [
        word for word in ("Cargo", "berth", "Berth", "Japan", "Korea", "Answer") if word in said.replace(ref, "")
    ]


@pytest.mark.parametrize(("begins", "told_to"), [(date(2026, 11, 25), 2), (date(2026, 11, 26), 1)], ids=str)
def test_an_address_that_is_not_in_use_yet_is_reminded_of_nothing(office: Office, begins: date, told_to: int) -> None:
    """Half of the period passes on 25 November: an address in use from that day on is told, one from the 26th not."""
    received(office)
    with writing(office.engine) as connection:
        organ = connection.execute(select(ORGAN.c.id).where(ORGAN.c.party_key == "FRA")).scalar_one()
        add_contact(connection, None, organ, NewContact("mail", "next@fra.example", valid_from=begins))
    tick(office, HALF)

    assert told_to == len(messages(office))
