"""The page of exchange: files are taken away, looked at, and brought in; and the ways that lead to it."""

import io
import json
import re
from typing import Any

import pytest

from tests.consult.exchange.worlds import JAPAN, file_of, notice
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.world import LIAISON, MANAGER, Visitor, World

ADVISER = "adviser@jpn.example"


def look(visitor: Visitor, kind: str, content: str | bytes) -> Any:
    """Choose a file and press “Look at it”."""
    data = content.encode() if isinstance(content, str) else content
    return visitor.post(f"/exchange/{kind}", form_at="/exchange", do="look", upload=(io.BytesIO(data), "file"))


def press_import(visitor: Visitor, kind: str, page: str) -> Any:
    """Press “Import it” under a file that was looked at."""
    found = re.search(r'name="text"[^>]*>\n(.*?)</textarea>', page, re.S)
    assert found is not None
    text = found[1].replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")
    return visitor.post(f"/exchange/{kind}", form_at="/exchange", do="import", text=text)


def test_the_page_is_found_from_a_new_notice_and_from_my_party(berths: World) -> None:
    """And says what may be brought in by whom."""
    japan, manager = berths.signed_in(JAPAN), berths.signed_in(MANAGER)
    assert 'href="/exchange"' in japan.get("/notices/new").text
    assert 'href="/exchange#contacts"' in manager.get("/my-party").text
    page = japan.get("/exchange").text
    assert (True, False) == ('action="/exchange/notices#found"' in page, 'action="/exchange/contacts#found"' in page)
    assert "You bring in no contact points." in page
    page = manager.get("/exchange").text
    assert (False, True) == ('action="/exchange/notices#found"' in page, 'action="/exchange/contacts#found"' in page)


def test_notices_are_looked_at_and_brought_in_and_nothing_is_sent(berths: World) -> None:
    """First what becomes of each; then a case with a paper in preparation."""
    japan = berths.signed_in(JAPAN)
    page = look(japan, "notices", json.dumps(file_of(notice(), notice(ref="b", filing={}))))
    assert 200 == page.status_code
    assert "New cases with a paper in preparation: 2; here already: 0. Nothing is imported yet" in page.text
    assert "answers are missing or wrong" in page.text
    assert "No title yet" not in japan.get("/cases").text

    answer = press_import(japan, "notices", page.text)

    assert (303, "/cases") == (answer.status_code, answer.location)
    assert "Nothing was sent." in japan.get("/cases").text
    again = look(japan, "notices", json.dumps(file_of(notice(), notice(ref="b", filing={})))).text
    assert ("here already" in again, "There is nothing in it to import." in again, "Import it" in again) == (
        True,
        True,
        False,
    )


def test_faults_stand_row_by_row_and_there_is_nothing_to_press(berths: World) -> None:
    """422, with the place of each; a file that is no JSON with line and column."""
    japan = berths.signed_in(JAPAN)
    page = look(japan, "notices", json.dumps(file_of(notice(), notice(ref="b", procedure="nosuch"))))
    assert (422, False) == (page.status_code, "Import it" in page.text)
    assert "1 fault was found, and nothing is imported." in page.text
    assert "There is no procedure “nosuch” here." in page.text
    page = look(japan, "notices", '{"format":\n}')
    assert (422, True) == (page.status_code, "line 2, column 1" in page.text)
    page = look(japan, "notices", b"\xff\xfe")
    assert (422, True) == (page.status_code, "The file is no text in UTF-8." in page.text)
    assert 422 == japan.post("/exchange/notices", form_at="/exchange", do="look").status_code


@pytest.mark.parametrize(("email", "kind"), [(ADVISER, "notices"), (MANAGER, "notices"), (LIAISON, "contacts")])
def test_whoever_may_not_bring_it_in_has_no_button_and_is_refused(berths: World, email: str, kind: str) -> None:
    """Twice: on the page, and where the form is sent all the same."""
    visitor = berths.signed_in(email)
    assert f'action="/exchange/{kind}#found"' not in visitor.get("/exchange").text
    for do in ("look", "import"):
        answer = visitor.post(f"/exchange/{kind}", form_at="/exchange", do=do, text=json.dumps(file_of(notice())))
        assert 404 == answer.status_code


def test_notices_and_their_schema_are_taken_away_as_files(berths: World) -> None:
    """Narrowed like the list of cases."""
    japan = berths.signed_in(JAPAN)
    ref = serve_berth(japan)
    answer = japan.get("/exchange/notices.json?role=filer&procedure=berth&documents=yes")
    assert ([ref], "attachment; filename=notices.json") == (
        [one["ref"] for one in answer.json["notices"]],
        answer.headers["Content-Disposition"],
    )
    assert [] == japan.get("/exchange/notices.json?role=addressed").json["notices"]
    strange = japan.get("/exchange/notices.json?due=x&kind=x&procedure=x&role=x&subject=x&exercise=x&before=x")
    assert [ref] == [one["ref"] for one in strange.json["notices"]]
    assert "application/schema+json" == japan.get("/exchange/notices.schema.json").mimetype


def test_contact_points_are_looked_at_and_brought_in(berths: World) -> None:
    """What changes and what is new; a new one is not proved."""
    manager = berths.signed_in(MANAGER)
    file = manager.get("/exchange/contacts.csv").text + "MOFA,,mail,night@mofa.example,yes,en,,,,,,,\r\n"
    page = look(manager, "contacts", file.replace("yes,en,,,,,,,2026", "no,en,,,,,,,2026"))
    assert "New: 1; changed: 1; as they are: 1." in page.text
    assert ("whether it is urgent" in page.text, "new, not yet proved" in page.text) == (True, True)

    answer = press_import(manager, "contacts", page.text)

    assert (303, "/my-party") == (answer.status_code, answer.location)
    page = manager.get("/my-party").text
    assert "New contact points, to be proved: 1; changed: 1; as they are: 1." in page
    assert "night@mofa.example" in page
    wrong = look(manager, "contacts", "organ,channel,address\nMOFA,mail,=cmd\n")
    assert (422, True) == (wrong.status_code, "Give one mail address" in wrong.text)
