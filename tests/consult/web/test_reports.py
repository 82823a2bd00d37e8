"""Reports in the browser: an audit log and a report are asked for, made, taken; each refusal by its sentence."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest

from consult import clock
from consult.log.own import Own, record
from consult.log.status import read_status
from consult.log.verifier import check_audit, read_policy
from tests.consult.log.signing import POLICY, sign_at
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.consulted import landing, moment
from tests.consult.web.world import AT, World

JPN, FRA, BRA = "all@jpn.example", "all@fra.example", "all@bra.example"
AUDIT = {"since": "2026-11-20", "until": "2026-11-20", "formats": ["csv", "pdf"]}
SCOPE = (
    "session=LSC-66&item=lsc_treaties&kind=national_report&since=2026-01-01&until=2026-12-31&reach=full_internal"
    "&language=en"
)


@pytest.fixture
def sealed(berths: World) -> tuple[World, str]:
    """A berth that Japan asked of France and Korea, and the log signed and cosigned."""
    ref = serve_berth(berths.signed_in(JPN))
    with berths.writing() as conn:
        record(conn, Own("setting", None, {"name": "x"}, AT))
    with berths.reading() as conn:
        size = read_status(conn).size
    sign_at(berths.engine, size, "JPN", "FRA", "BRA", at=AT)
    return berths, ref


def keys(page: str) -> list[str]:
    """Read the keys of the files that a page lists."""
    return re.findall(r'id="output-([0-9a-f]+)"', page)


def words(page: str) -> str:
    """Give the words of a page's own part."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0]).split())


def ask(world: World, who: str, **more: Any) -> Any:
    """Ask for an audit log."""
    return world.signed_in(who).post("/reports/audit", form_at="/reports/audit", **{**AUDIT, **more})


def test_an_audit_log_is_asked_for_made_and_taken_and_verifies(sealed: tuple[World, str], tmp_path: Any) -> None:
    """Small ones are ready at once; what is taken verifies outside, and the log of Japan says that it was taken."""
    world, ref = sealed
    assert 303 == ask(world, JPN, reach="full_internal").status_code
    japan = world.signed_in(JPN)
    page = japan.get("/reports").text
    (key,) = keys(page)
    assert "ready" in words(page)

    answer = japan.post(f"/reports/files/{key}/take", form_at="/reports")

    assert (200, "application/zip") == (answer.status_code, answer.content_type)
    (tmp_path / "audit.zip").write_bytes(answer.data)
    found = check_audit(tmp_path / "audit.zip", read_policy(POLICY))
    assert ("JPN", True) == (found.party, found.table)
    with zipfile.ZipFile(BytesIO(answer.data)) as packed:
        assert ref.encode() in packed.read("entries.csv")
    assert "An export of the record" in words(japan.get("/audit?kind=export").text)


def test_a_file_is_its_partys_alone(sealed: tuple[World, str]) -> None:
    """France neither sees, takes, tries again nor removes Japan's file, and is answered as if there were none."""
    world, _ref = sealed
    ask(world, JPN, reach="full_internal")
    (key,) = keys(world.signed_in(JPN).get("/reports").text)
    france = world.signed_in(FRA)

    assert [] == keys(france.get("/reports").text)
    for act in ("take", "retry", "remove"):
        assert 404 == france.post(f"/reports/files/{key}/{act}", form_at="/reports").status_code
        assert 404 == france.post(f"/reports/files/0000/{act}", form_at="/reports").status_code
    assert 404 == france.get(f"/reports/files/{key}").status_code


def test_a_removed_file_is_gone(sealed: tuple[World, str]) -> None:
    """Removed by its party: it is listed no more, and cannot be taken."""
    world, _ref = sealed
    ask(world, JPN, reach="parties_C2")
    japan = world.signed_in(JPN)
    (key,) = keys(japan.get("/reports").text)
    assert 303 == japan.post(f"/reports/files/{key}/remove", form_at="/reports").status_code
    assert [] == keys(japan.get("/reports").text)
    assert 404 == japan.post(f"/reports/files/{key}/take", form_at="/reports").status_code


def test_a_line_that_is_asked_for_alone_says_how_far_it_is(sealed: tuple[World, str]) -> None:
    """The page asks for it again and again; by hand it leads to the page."""
    world, _ref = sealed
    ask(world, JPN, reach="full_internal")
    japan = world.signed_in(JPN)
    (key,) = keys(japan.get("/reports").text)
    assert 303 == japan.get(f"/reports/files/{key}").status_code
    line = japan.client.get(f"/reports/files/{key}", headers={"HX-Request": "true"})
    assert line.text.lstrip().startswith(f'<tr id="output-{key}">')


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"since": "2026-11-21"}, 422, "The period ends before it begins."),
        ({"since": "yesterday"}, 422, "Give a date as year-month-day"),
        ({"reach": "all"}, 422, "Choose one from the list."),
        ({"formats": ["docx"]}, 422, "Choose from the list."),
        ({"reach": "public_C0"}, 409, "No entry of this period that may stand in this set fits"),
        ({"case": "BERTH-2026-NOSUCH"}, 409, "No entry of this period that may stand in this set fits"),
    ],
)
def test_a_bad_question_is_refused_with_its_sentence(
    sealed: tuple[World, str], given: dict[str, Any], status: int, sentence: str
) -> None:
    """Nothing is made, and what was given stands in the form."""
    world, _ref = sealed
    answer = ask(world, JPN, **{"reach": "full_internal", **given})

    assert (status, True) == (answer.status_code, sentence in answer.text), words(answer.text)
    assert [] == keys(world.signed_in(JPN).get("/reports").text)


def test_a_case_that_one_may_not_know_is_answered_like_one_that_is_none(sealed: tuple[World, str]) -> None:
    """Brazil asks for the berth of others by its reference."""
    world, ref = sealed
    answers = [words(ask(world, BRA, reach="full_internal", case=one).text) for one in (ref, "BERTH-2026-NOSUCH")]
    assert answers[0].replace(ref, "") == answers[1].replace("BERTH-2026-NOSUCH", "")


def test_the_record_leads_to_the_audit_log_with_its_filters(sealed: tuple[World, str]) -> None:
    """What the list was narrowed to is answered already."""
    world, ref = sealed
    page = world.signed_in(JPN).get(f"/audit?case={ref}").text
    link = re.search(r'href="(/reports/audit\?[^"]+)"', page)
    assert link is not None
    assert f'value="{ref}"' in world.signed_in(JPN).get(link[1].replace("&amp;", "&")).text


def test_a_report_leads_from_its_figures_to_their_acts(berths: World) -> None:
    """Japan's own report of December 2026 tells of its landing; the figure of cases leads to the act that opened it."""
    ref = landing(berths)
    with clock.frozen(moment("2026-12-01")):
        japan = berths.signed_in(JPN)
        page = japan.get(f"/reports/new?{SCOPE}").text
        told = words(page)
        assert ref in told.partition("Cases that it tells")[2]
        assert "This is not for everybody" in told
        link = re.search(r'href="(/reports/figure\?key=overview[^"]+)"', page)
        assert link is not None
        figure = japan.get(link[1].replace("&amp;", "&")).text
        assert f'href="/cases/{ref}/acts/' in figure
        assert "not covered yet" in figure
        assert 404 == japan.get(f"/reports/figure?key=nosuch&{SCOPE}").status_code


def test_a_report_is_made_and_taken(berths: World) -> None:
    """As a Word file and a PDF in one zip; without a form it is refused."""
    landing(berths)
    with clock.frozen(moment("2026-12-01")):
        japan = berths.signed_in(JPN)
        scope = dict(pair.split("=") for pair in SCOPE.split("&"))
        refused = japan.post("/reports/new", form_at="/reports/new", **scope)
        assert 422 == refused.status_code
        made = japan.post("/reports/new", form_at="/reports/new", **scope, formats=["docx", "pdf"])
        assert 303 == made.status_code, words(made.text)
        (key,) = keys(japan.get("/reports").text)
        answer = japan.post(f"/reports/files/{key}/take", form_at="/reports")
    with zipfile.ZipFile(BytesIO(answer.data)) as packed:
        assert ["docx", "pdf"] == sorted(name.rpartition(".")[2] for name in packed.namelist())
        assert b"%PDF" == packed.read(next(name for name in packed.namelist() if name.endswith("pdf")))[:4]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ("since=2027-01-01", "before it begins"),
        ("session=LSC-3", "Choose one from the list."),
        ("item=stsc_debris", "has no item"),
        ("cases=OST9-2026-NOSUCH", "None of these cases can be told: OST9-2026-NOSUCH."),
        ("title=" + "x" * 201, "At most 200 characters"),
    ],
)
def test_a_scope_that_cannot_be_is_refused_at_its_question(berths: World, changed: str, sentence: str) -> None:
    """The page is drawn again with the sentence beside the question, and no report."""
    name = changed.partition("=")[0]
    kept = "&".join(pair for pair in SCOPE.split("&") if not pair.startswith(f"{name}="))
    answer = berths.signed_in(JPN).get(f"/reports/new?{kept}&{changed}")

    assert (422, True) == (answer.status_code, sentence in words(answer.text)), words(answer.text)
    assert "As it would be" not in answer.text
