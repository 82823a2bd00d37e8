"""How often an act asks the database: figures that do not depend on the machine, and notice a question in a loop."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from consult import fixed, outbox
from consult.db import reading, writing
from consult.jobs import HANDLERS
from consult.models.cases import OUTBOX
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_taking import BODY

ANSWER = {"text": "Yes"}


@contextmanager
def counted(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect the statements that are sent, those of the library and those that are fixed."""
    sent: list[str] = []
    send = fixed._send

    def noting(connection: Any, form: Any, bound: Any, *how: Any, **more: Any) -> Any:
        sent.append(form.text)
        return send(connection, form, bound, *how, **more)

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    monkeypatch.setattr(fixed, "_send", noting)
    event.listen(office.engine, "before_cursor_execute", note)
    yield sent
    event.remove(office.engine, "before_cursor_execute", note)
    monkeypatch.setattr(fixed, "_send", send)


def asked(office: Office, parties: list[str]) -> str:
    """Serve a request on some parties, and prove its receipt by France."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body={**BODY, "asked": parties})
    office.take("FRA", ref, "record_receipt")
    return ref


def test_an_answer_sends_twenty_three_statements_and_no_more_where_more_parties_take_part(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten tables are written, most of them once, and the mandate is held; nothing more is asked under the lock."""
    refs = [asked(office, ["FRA"]), asked(office, ["FRA"]), asked(office, ["FRA", "KOR", "BRA"])]
    office.take("FRA", refs[0], "give", at=START + timedelta(hours=1), body=ANSWER, key="k-0")
    numbers = []
    for ref in refs[1:]:
        with counted(office, monkeypatch) as sent:
            office.take("FRA", ref, "give", at=START + timedelta(hours=1), body=ANSWER, key=f"k-{ref}")
        numbers.append(len(sent))

    assert max(numbers) <= 23, sent


def test_an_act_is_served_by_as_many_statements_whether_one_party_is_told_of_it_or_three(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve with those of the work itself: what is asked of addressees, and told to them, is asked and told of all at
    once."""
    for parties in (["FRA"], ["FRA"], ["FRA", "KOR", "BRA"]):
        ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
        office.take("JPN", ref, "ask", body={**BODY, "asked": parties})
    with reading(office.engine) as connection:
        works = connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.topic == "serve").order_by(OUTBOX.c.id)).scalars()
        acts = list(works)[-3:]
    numbers = [len(served(office, number, monkeypatch)) for number in acts]

    assert [12, 12] == numbers[1:], numbers


def served(office: Office, number: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Do one piece of service as a worker does; give what was sent."""
    with writing(office.engine) as connection, counted(office, monkeypatch) as sent:
        job = outbox.lock(connection, number)
        assert job is not None
        HANDLERS["serve"](connection, job.payload, START)
        outbox.finish(connection, number, START)
    return sent


def test_a_long_case_is_asked_no_more_than_a_short_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an act needs of the past stands in the summary of the case."""
    ref = asked(office, ["FRA"])
    numbers = []
    for i in range(12):
        with counted(office, monkeypatch) as sent:
            office.take("JPN", ref, "make_statement", body={"text": f"Statement {i}"})
        numbers.append(len([one for one in sent if "audit_node" not in one]))

    assert numbers[1] == numbers[-1]
