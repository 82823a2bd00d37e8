"""A paper in preparation gives back what was typed, tells everything that is wrong, and keeps no file that nobody
needs."""

import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from consult import clock
from consult.settings import Uploads
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, open_berth, send, serve_berth, version_of
from tests.consult.web.world import AT, FRENCH_MANAGER, MANAGER, Visitor, World


@pytest.fixture
def berths(tmp_path: Path) -> Iterator[World]:
    """Give a world with the toy procedure."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        yield world
    world.engine.dispose()


def faults_on(page: str) -> list[str]:
    """Read the list of faults above a form, each with the question that it leads to."""
    box = re.search(r'<div class="faults f-faults".*?</div>', page, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", box[0], re.DOTALL) if box else []
    return [re.sub(r'<a href="#([^"]+)">.*?</a>', r"\1", line).strip() for line in lines]


def test_the_check_names_what_the_rules_say_between_answers_at_their_question(berths: World) -> None:
    """A last day before today is as wrong on the form as before sending, where it cannot be sent."""
    japan = berths.signed_in("all@jpn.example")
    draft = begin(japan, serve_berth(japan), "suspend")
    fill_in(japan, draft, do="check", reason="The pad is flooded", until="2026-11-19")
    page = japan.get(f"{draft}?check").text

    said = "“Last day” (19 November 2026) lies before the date of this act (20 November 2026)."
    assert [f"f-until: {said}"] == faults_on(page)
    assert f'id="f-until-error"><span class="visually-hidden">Error: </span>{said}' in page
    assert "Everything that is asked has been answered." not in page
    assert said in japan.get(f"{draft}/send").text
    sent = japan.post(f"{draft}/send", form_at=draft, seen="1", version=version_of(japan, draft))
    assert (422, True) == (sent.status_code, said in sent.text)


def test_the_check_names_single_answers_and_rules_at_once(berths: World) -> None:
    """Who addresses his own party and leaves the day out learns both in one look; without the check nothing is said."""
    japan = berths.signed_in("all@jpn.example")
    draft = begin(japan, open_berth(japan), "ask")
    fill_in(japan, draft, do="save", **{**BODY, "asked": ["JPN"], "from_day": ""})

    assert ["f-from_day: This must be answered.", "f-asked: A party does not address itself."] == faults_on(
        japan.get(f"{draft}?check").text
    )
    assert [] == faults_on(japan.get(draft).text)


def attach(visitor: Visitor, draft: str, name: str, data: bytes) -> str:
    """Attach a file to a paper; give its digest."""
    answer = visitor.post(
        draft, form_at=draft, do="attach", version=version_of(visitor, draft), upload=(BytesIO(data), name)
    )
    assert 303 == answer.status_code, answer.text
    return sha256(data).hexdigest()


def kept(world: World) -> list[str]:
    """Give the digests that lie in the store of an installation."""
    folder = world.app.extensions["consult"].settings.documents
    return sorted(path.name for path in folder.glob("??/*"))


def test_a_document_that_no_act_filed_is_removed_with_its_name_and_its_content(berths: World) -> None:
    """The words around it stay; the answer that named it is open again; the file is gone from the store."""
    japan = berths.signed_in("all@jpn.example")
    ref = open_berth(japan)
    draft = begin(japan, ref, "ask")
    digest = attach(japan, draft, "drawing.txt", b"drawing")
    fill_in(japan, draft, do="save", **{**BODY, "drawing:digest": digest})
    assert [digest] == kept(berths)
    assert f'value="detach:{digest}"' in japan.get(draft).text

    answer = fill_in(japan, draft, do=f"detach:{digest}", **{**BODY, "vehicle": "Cargo 8", "drawing:digest": digest})
    page = japan.get(draft).text

    assert (303, True) == (answer.status_code, answer.location.endswith("#attached"))
    assert "Cargo 8" in page
    assert digest not in page
    assert 404 == japan.get(f"/cases/{ref}/documents/{digest}").status_code
    assert [] == kept(berths)
    assert 404 == fill_in(japan, draft, do=f"detach:{digest}", **BODY).status_code
    assert 404 == fill_in(japan, draft, do="detach:nonsense", **BODY).status_code


def test_a_filed_document_is_not_removed(berths: World) -> None:
    """The form names the act and has no button; pressed all the same, the answer is 409, what was typed is stored."""
    japan = berths.signed_in("all@jpn.example")
    ref = open_berth(japan)
    draft = begin(japan, ref, "ask")
    digest = attach(japan, draft, "drawing.txt", b"drawing")
    fill_in(japan, draft, **{**BODY, "drawing:digest": digest})
    assert 303 == send(japan, draft).status_code
    statement = begin(japan, ref, "make_statement")
    page = japan.get(statement).text
    assert "filed with act 1" in page
    assert "detach:" not in page

    refused = fill_in(japan, statement, do=f"detach:{digest}", text="As drawn")

    assert (409, True) == (refused.status_code, "was filed with act 1 and stays in the case" in refused.text)
    assert "As drawn" in japan.get(statement).text
    assert b"drawing" == japan.get(f"/cases/{ref}/documents/{digest}").data


def test_a_document_that_another_open_paper_names_stays_until_that_one_lets_it_go(berths: World) -> None:
    """Two papers name one annex: removing it from one is refused; discarding one keeps it, discarding both frees it."""
    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    first, second = begin(japan, ref, "make_statement"), begin(japan, ref, "supplement")
    annex, loose = attach(japan, first, "annex.txt", b"annex"), attach(japan, first, "loose.txt", b"loose")
    for draft in (first, second):
        fill_in(japan, draft, do="save", **{"text": "As annexed", "document:digest": annex})
    page = japan.get(first).text
    assert "named in another paper in preparation" in page
    assert (False, True) == (f"detach:{annex}" in page, f"detach:{loose}" in page)

    refused = fill_in(japan, first, do=f"detach:{annex}", **{"text": "Still annexed", "document:digest": annex})
    assert (409, True) == (refused.status_code, "Another paper in preparation" in refused.text)
    assert "Still annexed" in refused.text

    assert 303 == fill_in(japan, second, do="discard").status_code
    assert sorted([annex, loose]) == kept(berths)
    assert 303 == fill_in(japan, first, do="discard").status_code
    assert [] == kept(berths)


def test_content_that_another_party_s_document_names_stays(berths: World) -> None:
    """The same file lies on a paper of Japan and on one of France: Japan's discarding takes nothing from France."""
    japan, france = berths.signed_in("all@jpn.example"), berths.signed_in("all@fra.example")
    ref = serve_berth(japan)
    ours, theirs = begin(japan, ref, "make_statement"), begin(france, ref, "make_statement")
    digest = attach(japan, ours, "same.txt", b"same")
    attach(france, theirs, "same.txt", b"same")
    fill_in(japan, ours, do="discard")

    assert 404 == japan.get(f"/cases/{ref}/documents/{digest}").status_code
    assert b"same" == france.get(f"/cases/{ref}/documents/{digest}").data
    fill_in(france, theirs, do="discard")
    assert [] == kept(berths)


def test_discarded_documents_do_not_count_towards_the_limit(tmp_path: Path) -> None:
    """Where two may be attached, two that were discarded make room for two more, and a third is refused."""
    with clock.frozen(AT):
        world = build_cases(tmp_path, uploads=Uploads(documents_a_filing=2))
        japan = world.signed_in("all@jpn.example")
        ref = open_berth(japan)
        for turn in ("a", "b"):
            draft = begin(japan, ref, "ask")
            for number in ("1", "2"):
                attach(japan, draft, f"{turn}{number}.txt", f"{turn}{number}".encode())
            answer = japan.post(
                draft, form_at=draft, do="attach", version=version_of(japan, draft), upload=(BytesIO(b"3"), "c.txt")
            )
            assert (413, True) == (answer.status_code, "At most 2 documents" in answer.text)
            fill_in(japan, draft, do="discard")
    world.engine.dispose()


def test_who_may_not_write_papers_removes_no_document(berths: World) -> None:
    """An official who only clears reads the paper, has no button, and is refused; another party finds nothing."""
    japan, france, clearing = (berths.signed_in(who) for who in ("all@jpn.example", "all@fra.example", FRENCH_MANAGER))
    ref = serve_berth(japan)
    draft = begin(france, ref, "make_statement")
    digest = attach(france, draft, "annex.txt", b"annex")
    page = clearing.get(draft).text
    assert "annex.txt" in page
    assert "detach:" not in page

    assert 409 == fill_in(clearing, draft, do=f"detach:{digest}").status_code
    assert 404 == japan.post(draft, form_at="/desk", do=f"detach:{digest}", version="0").status_code
    assert 400 == france.client.post(draft, data={"do": f"detach:{digest}", "version": "0"}).status_code
    assert b"annex" == france.get(f"/cases/{ref}/documents/{digest}").data


def test_documents_in_preparation_are_for_those_who_prepare(berths: World) -> None:
    """The manager of accounts reads the case; what lies on its papers is none of his until it is filed."""
    japan, manager = berths.signed_in("all@jpn.example"), berths.signed_in(MANAGER)
    ref = open_berth(japan)
    draft = begin(japan, ref, "ask")
    digest = attach(japan, draft, "drawing.txt", b"drawing")
    address = f"/cases/{ref}/documents/{digest}"
    assert "drawing.txt" not in manager.get(f"/cases/{ref}").text
    assert (200, 404) == (japan.get(address).status_code, manager.get(address).status_code)

    fill_in(japan, draft, **{**BODY, "drawing:digest": digest})
    assert 303 == send(japan, draft).status_code

    assert "drawing.txt" in manager.get(f"/cases/{ref}").text
    assert b"drawing" == manager.get(address).data


@pytest.mark.postgres
def test_documents_are_removed_and_discarded_over_postgresql(postgres_url: str, tmp_path: Path) -> None:
    """One is removed by its button, one goes with the draft, one that was filed stays whatever is pressed."""
    with clock.frozen(AT):
        world = build_cases(tmp_path, database_url=postgres_url)
        japan = world.signed_in("all@jpn.example")
        ref = open_berth(japan)
        draft = begin(japan, ref, "ask")
        first, second, drawing = (attach(japan, draft, f"{name}.txt", name.encode()) for name in ("a", "b", "drawing"))
        assert 303 == fill_in(japan, draft, do=f"detach:{first}", **BODY).status_code
        assert sorted([second, drawing]) == kept(world)
        fill_in(japan, draft, **{**BODY, "drawing:digest": drawing})
        assert 303 == send(japan, draft).status_code
        statement = begin(japan, ref, "make_statement")
        assert 409 == fill_in(japan, statement, do=f"detach:{drawing}", text="As drawn").status_code

        assert 303 == fill_in(japan, statement, do="discard").status_code

        assert [drawing] == kept(world)
        assert b"drawing" == japan.get(f"/cases/{ref}/documents/{drawing}").data
    world.engine.dispose()
