"""How often an act asks the database: figures that do not depend on the machine, and notice a question in a loop."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from consult import fixed
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


def test_a_long_case_is_asked_no_more_than_a_short_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an act needs of the past stands in the summary of the case."""
    ref = asked(office, ["FRA"])
    numbers = []
    for i in range(12):
        with counted(office, monkeypatch) as sent:
            office.take("JPN", ref, "make_statement", body={"text": f"Statement {i}"})
        numbers.append(len([one for one in sent if "audit_node" not in one]))

    assert numbers[1] == numbers[-1]
