"""The order of cases tells nobody that something happened in one of them that he may not see."""

from datetime import timedelta
from itertools import islice

from consult import casebook
from consult.db import reading
from consult.docket.recorded import recorded_texts
from consult.pages.as_of import AsOf, desk_as_of
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_recorded import SHORTER, WORDS, record, revise
from tests.consult.docket.test_taking import asked

LATER = START + timedelta(hours=2)
DECEMBER = START + timedelta(days=30)


def orders(office: Office) -> list[list[str]]:
    """Give the references of cases in the orders in which France is shown them."""
    france = office.standings["FRA"]
    with reading(office.engine) as conn:
        viewer = Viewer.of(france)
        there = [(casebook.list_cases(conn, viewer).rows[0].edition, "asked", "")]
        page = desk_as_of(conn, office.docket, france, AsOf(DECEMBER.date(), DECEMBER, "UTC", True), LATER)
        return [
            [one.ref for one in casebook.cases_at(conn, viewer, there)],
            [one.ref for one in islice(casebook.cases_at(conn, viewer, there, at_once=1), 1)],
            [one.ref for one in casebook.own_cases(conn, viewer, opened_by=LATER, live=True, most=10)],
            [one.ref for one in casebook.own_cases(conn, viewer, opened_by=LATER, live=True, most=1)],
            [one.ref for one in page.would],
        ]


def test_a_receipt_on_the_relation_of_another_moves_no_case_in_any_order(office: Office) -> None:
    """Korea proves its receipt two hours later in the older case, on a relation that France does not see."""
    refs = [asked(office), asked(office)]
    for ref in refs:
        office.take("FRA", ref, "record_receipt", at=START + timedelta(minutes=5))
    newest_first = [refs[1], refs[0]]
    before = orders(office)
    office.take("KOR", refs[0], "record_receipt", at=LATER)

    assert [newest_first, newest_first[:1]] * 2 == before[:4]
    assert before == orders(office)


def test_recorded_texts_stand_as_their_cases_were_opened_whatever_happens_in_them_later(office: Office) -> None:
    """The older of two agreements of Japan and France gets another edition ten days later."""
    refs = [record(office, WORDS), record(office, WORDS)]
    revise(office, refs[0], SHORTER, START + timedelta(days=10))
    with reading(office.engine) as conn:
        texts = recorded_texts(conn, office.docket.editions, office.standings["FRA"], "agreement")

    assert [(refs[1], 1), (refs[0], 2)] == [(text.case.ref, text.last.number) for text in texts]
