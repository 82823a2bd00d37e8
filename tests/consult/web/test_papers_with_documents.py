"""Documents that came with a paper: attached by the secretariat, part of the act that the paper becomes, read by those
who see it."""

import io
import re
from typing import Any

from sqlalchemy import func, select

from consult import clock
from consult.models.cases import ACT, DOCUMENT
from consult.pages.attaching import asked_of_paper
from tests.consult.web.cases_world import add_guest, serve_berth
from tests.consult.web.test_papers import DAY, PDF, register
from tests.consult.web.world import AT, SECRETARIAT, Visitor, World

ANNEX = b"%PDF-1.4\nannex to a note verbale\n%%EOF\n"


def put(office: Visitor, paper: str, ref: str, do: str, *, file: bytes | None = None, **more: str) -> Any:
    """Press a button of the form by which a paper becomes the reply of its party."""
    sent: dict[str, Any] = {"case": ref, "step": "give", "track": "", "do": do, "f/text": "The berth is given.", **more}
    if file is not None:
        sent["upload"] = (io.BytesIO(file), "annex.pdf")
    return office.post(f"{paper}/attach", form_at=f"{paper}/attach?case={ref}&step=give", **sent)


def paper_of(world: World) -> tuple[Visitor, str, str]:
    """Give the secretariat with a note of France that it registered on 23 November, and the case of 20 November that
    it answers."""
    with clock.frozen(AT):
        ref = serve_berth(world.signed_in("all@jpn.example"))
    add_guest(world, ref, "OOSA", AT, stake=False)
    office = world.signed_in(SECRETARIAT)
    return office, register(office).location, ref


def filed(world: World) -> int:
    """Count the acts by which somebody gave a berth."""
    with world.reading() as conn:
        return int(conn.execute(select(func.count()).select_from(ACT).where(ACT.c.step == "give")).scalar_one())


def digest_in(page: str) -> str:
    """Find the document that can be removed on a page."""
    found = re.search(r'value="take_out:([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def test_an_annex_of_a_note_is_filed_with_the_act_that_the_note_becomes(berths: World) -> None:
    """Attached, it is the secretariat's alone; with the act of 23 November Japan and France read it, Korea not."""
    with clock.frozen(AT + 3 * DAY):
        office, paper, ref = paper_of(berths)
        page = put(office, paper, ref, "enclose", file=ANNEX)
        assert 200 == page.status_code
        assert "The berth is given." in page.text
        digest = digest_in(page.text)
        assert f'<option value="{digest}" selected>' in page.text
        address = f"/cases/{ref}/documents/{digest}"
        before = {who: berths.signed_in(f"all@{who}.example").get(address).status_code for who in ("jpn", "fra", "kor")}
        assert {"jpn": 404, "fra": 404, "kor": 404} == before
        assert 0 == filed(berths)

        answer = put(office, paper, ref, "attach", **{"f/document:digest": digest})

        assert 303 == answer.status_code, answer.text
        act = answer.location.partition("?")[0]
        for who in ("all@jpn.example", "all@fra.example", SECRETARIAT):
            visitor = berths.signed_in(who)
            assert "annex.pdf" in visitor.get(act).text, who
            with visitor.get(address) as given:
                assert (200, ANNEX) == (given.status_code, given.data), who
        assert 404 == berths.signed_in("all@kor.example").get(address).status_code
    with berths.reading() as conn:
        row = conn.execute(select(DOCUMENT)).one()
        assert ("OOSA", 2) == (row.party, row.act_n)


def test_a_document_can_be_taken_out_again_before_the_act_and_not_after_it(berths: World) -> None:
    """Removed with its content; after the act 409 for a paper that stands once only."""
    with clock.frozen(AT + 3 * DAY):
        office, paper, ref = paper_of(berths)
        digest = digest_in(put(office, paper, ref, "enclose", file=ANNEX).text)
        assert 200 == put(office, paper, ref, f"take_out:{digest}").status_code
        assert 404 == office.get(f"/cases/{ref}/documents/{digest}").status_code

        put(office, paper, ref, "enclose", file=ANNEX)
        put(office, paper, ref, "attach", **{"f/document:digest": digest})
        assert 409 == put(office, paper, ref, f"take_out:{digest}").status_code
        with office.get(f"/cases/{ref}/documents/{digest}") as given:
            assert 200 == given.status_code


def test_a_chosen_file_is_attached_whatever_was_pressed_and_never_lost_in_silence(berths: World) -> None:
    """Whoever chooses a file and registers at once gets the form again, with the file to choose; nothing is filed."""
    with clock.frozen(AT + 3 * DAY):
        office, paper, ref = paper_of(berths)
        page = put(office, paper, ref, "attach", file=ANNEX)

        assert 200 == page.status_code
        assert "annex.pdf" in page.text
        assert 0 == filed(berths)


def test_what_cannot_be_attached_is_refused_and_what_was_typed_stays(berths: World) -> None:
    """No file, a program, a level for one delegation alone, a document that is not there, another party's paper."""
    with clock.frozen(AT + 3 * DAY):
        office, paper, ref = paper_of(berths)
        refused = [
            (422, put(office, paper, ref, "enclose")),
            (415, put(office, paper, ref, "enclose", file=b"MZ\x90\x00")),
            (422, put(office, paper, ref, "enclose", file=ANNEX, upload_level="C4")),
            (422, put(office, paper, ref, "attach", **{"f/document:digest": "0" * 64})),
        ]
        for status, page in refused:
            assert status == page.status_code
            assert "The berth is given." in page.text
        assert 404 == put(office, paper, ref, "take_out:" + "0" * 64).status_code
        assert 404 == put(berths.signed_in("all@fra.example"), paper, ref, "enclose", file=PDF).status_code
    with berths.reading() as conn:
        assert conn.execute(select(DOCUMENT)).first() is None


def test_the_form_of_a_paper_asks_nothing_that_its_party_could_not_read(berths: World) -> None:
    """The remark of a request is for the own delegation: it is not asked, and what is sent for it is not kept."""
    procedure = berths.app.extensions["consult"].docket.procedure("berth", {})
    spec = procedure.rows["ask"][0].filing
    assert spec is not None
    assert {"remark"} == {field.key for field in spec.fields} - {field.key for field in asked_of_paper(spec).fields}
