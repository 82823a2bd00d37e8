"""Reads of papers of level C3 and above: entered before the answer leaves, once a person, paper and hour."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from consult import clock
from consult.db import Busy, gate
from consult.documents import FolderStore
from consult.documents.rows import Upload, add_document
from consult.models.audit import audit_head, audit_opening
from consult.models.cases import CASES
from consult.models.logbook import AUDIT_ENTRY
from tests.consult.web.cases_world import file, open_berth, serve_berth
from tests.consult.web.world import AT, World


def entries(world: World) -> list[Any]:
    """List the entries of reads."""
    with world.reading() as connection:
        query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "read").order_by(AUDIT_ENTRY.c.seq)
        return list(connection.execute(query))


def papers(world: World, party: str) -> list[list[str]]:
    """List the papers that were entered for a party, with their levels."""
    return [paper for row in entries(world) if row.party == party for paper in json.loads(row.body)["papers"]]


def size(world: World) -> int:
    """Give how many leaves the log has."""
    with world.reading() as connection:
        return int(connection.execute(select(audit_head.c.size)).scalar_one())


def told(world: World) -> str:
    """A request is served on France and Korea, and Korea answers to Japan alone (C3)."""
    ref = serve_berth(world.signed_in("all@jpn.example"))
    file(world.signed_in("all@kor.example"), ref, "give", "berth:KOR", text="With pleasure")
    return ref


def test_a_bilateral_answer_that_is_read_is_entered_for_the_party_of_its_reader(berths: World) -> None:
    """On 20 November 2026 Japan opens Korea's answer: one entry in Japan's chain, with the reader's name sealed."""
    ref = told(berths)
    japan, before = berths.signed_in("all@jpn.example"), len(entries(berths))

    page = japan.get(f"/cases/{ref}/acts/2")

    assert "With pleasure" in page.text
    made = entries(berths)
    assert 1 == len(made) - before
    body = json.loads(made[-1].body)
    assert ("JPN", "cases.act", "2026-11-20T09:00:00+00:00") == (made[-1].party, body["output"], body["hour"])
    assert [[f"act:{ref}/2", "C3"]] == body["papers"]
    with berths.reading() as connection:
        name = audit_opening.c.value
        sealed = select(name).where(audit_opening.c.seq == made[-1].seq, audit_opening.c.field == "person")
        assert '"Office all@jpn.example"' == connection.execute(sealed).scalar_one()
        assert "Office" not in made[-1].body


def test_the_same_paper_is_entered_once_an_hour_and_again_in_the_next(berths: World) -> None:
    """Read at 09:00 and 09:59, entered once; read at 10:00, entered again."""
    ref = told(berths)
    japan = berths.signed_in("all@jpn.example")
    found = []
    for minutes in (0, 59, 60):
        with clock.frozen(AT + timedelta(minutes=minutes)):
            japan.get(f"/cases/{ref}/acts/2")
            found.append(papers(berths, "JPN").count([f"act:{ref}/2", "C3"]))

    assert [1, 1, 2] == found


def test_two_people_of_one_party_are_entered_each(berths: World) -> None:
    """The official and the drafter of Japan read the same answer."""
    ref = told(berths)
    for who in ("all@jpn.example", "draft@jpn.example"):
        berths.signed_in(who).get(f"/cases/{ref}/acts/2")

    readers = {json.loads(row.body)["reader"] for row in entries(berths) if row.party == "JPN"}
    assert 2 == len(readers)


def test_what_is_open_to_all_parties_is_not_entered(berths: World) -> None:
    """France reads the request, whose remark for Japan's own eyes it does not get: no entry, not a leaf more."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    france = berths.signed_in("all@fra.example")
    before = size(berths)

    page = france.get(f"/cases/{ref}/acts/1")

    assert "Cargo 7" in page.text
    assert "Own eyes only" not in page.text
    assert before == size(berths)
    assert [] == papers(berths, "FRA")


def test_ones_own_c4_words_are_entered_at_their_level(berths: World) -> None:
    """Japan reads its own remark in the request: the act is entered at C4."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))

    assert "Own eyes only" in berths.signed_in("all@jpn.example").get(f"/cases/{ref}/acts/1").text

    assert [f"act:{ref}/1", "C4"] in papers(berths, "JPN")


@pytest.mark.parametrize("where", ["/cases/{ref}", "/desk"])
def test_every_page_that_draws_an_answer_enters_it(berths: World, where: str) -> None:
    """The page of the case and the desk show the answer as a line: they are read like the act itself."""
    ref = told(berths)
    japan = berths.signed_in("all@jpn.example")
    with clock.frozen(AT + timedelta(hours=2)):
        assert 200 == japan.get(where.format(ref=ref)).status_code

    bodies = [json.loads(row.body) for row in entries(berths) if row.party == "JPN"]
    later = [body for body in bodies if body["hour"] == "2026-11-20T11:00:00+00:00"]
    assert [True] == [[f"act:{ref}/2", "C3"] in body["papers"] for body in later]


def test_a_document_is_entered_when_it_is_taken_away_and_not_when_its_name_is_open_to_all(berths: World) -> None:
    """A document for Japan's own delegation (C4), still unfiled, and one for all parties (C2)."""
    ref = open_berth(berths.signed_in("all@jpn.example"))
    japan, digests = berths.signed_in("all@jpn.example"), {}
    store = FolderStore(berths.app.extensions["consult"].settings.documents)
    for level in ("C2", "C4"):
        digests[level] = store.put(f"A drawing of level {level}".encode())
    with berths.writing() as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        for level in ("C2", "C4"):
            upload = Upload(digests[level], f"{level}.txt", "text/plain", 24, "en", level)
            add_document(connection, case, "JPN", None, upload, 5, AT)
    for level, digest in digests.items():
        assert level.encode() in japan.get(f"/cases/{ref}/documents/{digest}").data

    entered = [paper for paper in papers(berths, "JPN") if paper[0].startswith("document:")]
    assert [[f"document:{digests['C4']}", "C4"]] == entered


def test_a_limit_between_two_is_entered_where_a_calendar_or_its_file_shows_it(berths: World) -> None:
    """France's ten days run between France and Japan alone: the month and the file name the act that started them."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    france = berths.signed_in("all@fra.example")
    _receive(france, ref)
    for number, address in enumerate(("/calendar?month=2026-11", "/calendar.ics?month=2026-11"), 1):
        with clock.frozen(AT + timedelta(hours=number)):
            assert ref in france.get(address).text
            hours = {json.loads(row.body)["hour"] for row in entries(berths) if row.party == "FRA"}
            assert (AT + timedelta(hours=number)).isoformat() in hours, address


def _receive(france: Any, ref: str) -> None:
    """Let France prove receipt, which starts its limit."""
    answer = france.post(f"/cases/{ref}/steps/record_receipt", form_at=f"/cases/{ref}", seen="1", track="berth:FRA")
    assert 303 == answer.status_code, answer.text


def test_asking_for_the_headers_alone_enters_nothing(berths: World) -> None:
    """HEAD gives no content, so there is nothing that was read; GET of the same does."""
    ref = told(berths)
    japan = berths.signed_in("all@jpn.example")
    before = size(berths)

    assert b"" == japan.client.head(f"/cases/{ref}/acts/2").data
    assert before == size(berths)
    japan.get(f"/cases/{ref}/acts/2")
    assert before + 1 == size(berths)


def test_a_page_that_is_refused_enters_nothing(berths: World) -> None:
    """Brazil asks for an act of others, and Japan for one that does not exist: 404, and no leaf."""
    ref = told(berths)
    before = size(berths)

    assert 404 == berths.signed_in("all@bra.example").get(f"/cases/{ref}/acts/2").status_code
    assert 404 == berths.signed_in("all@jpn.example").get(f"/cases/{ref}/acts/99").status_code

    assert before == size(berths)


@pytest.mark.sqlite("writers wait at a gate")
def test_nothing_leaves_when_the_log_cannot_be_written(berths: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else keeps the database: 503 without a word of the answer; later the page is there, and entered."""
    ref = told(berths)
    japan = berths.signed_in("all@jpn.example")
    monkeypatch.setattr(gate(berths.engine), "seconds", 0.05)
    with gate(berths.engine).held():
        refused = japan.get(f"/cases/{ref}/acts/2")

    assert 503 == refused.status_code
    assert "With pleasure" not in refused.text
    assert "2" == refused.headers["Retry-After"]
    assert "default-src 'none'" in refused.headers["Content-Security-Policy"]
    assert "With pleasure" in japan.get(f"/cases/{ref}/acts/2").text
    assert 1 == papers(berths, "JPN").count([f"act:{ref}/2", "C3"])


def test_a_page_whose_papers_are_entered_already_needs_no_writer(
    berths: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within the hour the page is answered while somebody else keeps the database."""
    ref = told(berths)
    japan = berths.signed_in("all@jpn.example")
    japan.get(f"/cases/{ref}/acts/2")
    monkeypatch.setattr(gate(berths.engine), "seconds", 0.05)
    with gate(berths.engine).held():
        assert "With pleasure" in japan.get(f"/cases/{ref}/acts/2").text


def test_an_entry_that_never_committed_lets_nothing_leave(berths: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong while the entry is made, the answer is a page of error."""
    ref = told(berths)
    japan = berths.signed_in("all@jpn.example")

    def broken(*_given: Any) -> None:
        raise Busy("no room on the disk")

    monkeypatch.setattr("consult.web.noting.write_reads", broken)
    assert 503 == japan.get(f"/cases/{ref}/acts/2").status_code
    monkeypatch.setattr("consult.web.noting.write_reads", lambda *_given: 1 // 0)
    answer = japan.get(f"/cases/{ref}/acts/2")
    assert (500, False) == (answer.status_code, "With pleasure" in answer.text)
