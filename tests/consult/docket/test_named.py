"""What a paper names exists: parties of the directory, States where somebody becomes a party, documents attached."""

from pathlib import Path
from typing import Any

import pytest

from consult import clock, people
from consult.db import reading, writing
from consult.docket import Filed, Refused
from consult.documents import rows as documents
from consult.models.cases import ACT
from consult.people import NewParty
from tests.consult.docket.conftest import START, Office
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, open_berth, send
from tests.consult.web.world import AT

OTHER = "ab" * 32


def _opened(office: Office) -> str:
    return str(office.docket.open(office.standings["JPN"], "berth", at=START, title="Cargo 7").ref)


def _refused(office: Office, ref: str, **changed: Any) -> Refused:
    """Send the request with one answer changed; prove that it is refused on paper and for good, and not recorded."""
    by, filed = office.standings["JPN"], Filed("ask", body=BODY | changed)
    with reading(office.engine) as conn, pytest.raises(Refused) as tried:
        office.docket.rehearse(conn, by, office.docket.see(conn, by, ref, START), filed, START)
    with pytest.raises(Refused) as refused:
        office.docket.take(by, ref, filed, at=START)
    with reading(office.engine) as conn:
        assert [0] == list(conn.execute(ACT.select().with_only_columns(ACT.c.n)).scalars())
    assert tried.value.refusals == refused.value.refusals
    return refused.value


def test_a_paper_to_a_party_that_nobody_knows_is_refused_by_its_question(office: Office) -> None:
    """It could be served on nobody, and the record would wait for an answer for ever."""
    refused = _refused(office, _opened(office), asked=["FRA", "ZZZ"])

    assert "content" == refused.kind
    assert [("asked", "Agencies asked: “ZZZ” is no party or body that this installation knows.")] == [
        (one.field, one.sentence) for one in refused.refusals
    ]


def test_a_body_is_no_party_to_a_case(office: Office) -> None:
    """It may be invited; a State's seat is not for it."""
    with writing(office.engine) as conn:
        people.add_party(conn, NewParty("COSPAR", "Committee on Space Research", "body", "Europe/Paris", "FR"))

    refused = _refused(office, _opened(office), asked=["COSPAR"])

    assert ["Agencies asked: The Committee on Space Research is a body, and no State or organisation."] == [
        one.sentence for one in refused.refusals
    ]


@pytest.mark.parametrize("whose", ["nobody", "FRA", "JPN"])
def test_only_a_document_that_its_party_attached_is_filed(office: Office, whose: str) -> None:
    """One of another party is refused in the same words as one that does not exist."""
    ref = _opened(office)
    if whose != "nobody":
        case, upload = office.see("JPN", ref).row.id, documents.Upload(OTHER, "a.pdf", "application/pdf", 9)
        with writing(office.engine) as conn:
            documents.add_document(conn, case, whose, office.standings[whose].person_id, upload, 9, START)
    if whose == "JPN":
        assert 1 == office.take("JPN", ref, "ask", body=BODY | {"drawing": {"digest": OTHER}}).n
        return

    refused = _refused(office, ref, drawing={"digest": OTHER})

    assert [("drawing", "Drawing: This document is not attached to the case. Attach it first.")] == [
        (one.field, one.sentence) for one in refused.refusals
    ]


def test_a_notice_to_a_party_that_nobody_knows_has_no_button_and_its_post_is_answered_422(tmp_path: Path) -> None:
    """The page before sending names the question; the form keeps every word."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        japan = world.signed_in("all@jpn.example")
        paper = begin(japan, open_berth(japan), "ask")
        fill_in(japan, paper, **{**BODY, "asked": ["ZZZ"]})
        page, answer = japan.get(f"{paper}/send").text, send(japan, paper)
    world.engine.dispose()

    assert "no party or body that this installation knows" in page
    assert f'action="{paper}/send"' not in page
    assert (422, True) == (answer.status_code, "Agencies asked" in answer.text)
