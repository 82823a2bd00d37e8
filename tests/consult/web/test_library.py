"""The library's pages: complete, linked, and honest about what is law and what was checked."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import get_template_attribute

from consult import clock
from consult.citations import address
from consult.library.texts import treaty_status
from tests.consult.web.world import AT, LIAISON, Visitor, World, copy
from workflows import catalogue, instruments
from workflows.kernel.procedure import Procedure

PROCEDURES = Path(__file__).parents[2] / "procedures"
KEYS = tuple(catalogue(PROCEDURES))
INSTRUMENTS = tuple(instruments.instruments())


@pytest.fixture(scope="module")
def reader(template: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Give a liaison's browser in an installation that has a procedure of its own; nobody writes in it."""
    built = copy(template, tmp_path_factory.mktemp("library"), procedures=(PROCEDURES,))
    with clock.frozen(AT):
        signed_in = built.signed_in(LIAISON)
    yield signed_in
    built.engine.dispose()


def build(key: str) -> Procedure:
    """Build a procedure with its own terms."""
    return catalogue(PROCEDURES)[key].with_defaults()


def ids(page: str) -> list[str]:
    """List the places of a page."""
    return re.findall(r'\sid="([^"]+)"', page)


def section(page: str, row: str) -> str:
    """Cut the table row that has a place out of a page."""
    return page[page.index(f'<tr id="{row}"') :].partition("</tr>")[0]


def test_the_catalogue_lists_every_procedure_with_its_title_and_edition(reader: Visitor) -> None:
    """Nothing that is installed is hidden, and the installation's own procedures stand among the others."""
    page = reader.get("/procedures").text

    missing = [key for key in KEYS if f'href="/procedures/{key}"' not in page or build(key).title not in page]
    assert [] == missing


@pytest.mark.parametrize("key", KEYS)
def test_no_state_step_limit_or_filing_of_a_procedure_is_missing_on_its_page(reader: Visitor, key: str) -> None:
    """Every part of the value has a place of its own on the page."""
    answer, procedure = reader.get(f"/procedures/{key}"), build(key)

    places = set(ids(answer.text))
    expected = {f"state-{one.key}" for one in procedure.states} | {f"step-{one.key}" for one in procedure.steps}
    expected |= {f"state-{of.key}-{one.key}" for of in procedure.tracks for one in of.states}
    expected |= {f"limit-{one.key}" for one in procedure.limits} | {
        f"standard-{one.key}" for one in procedure.standards
    }
    expected |= {f"filing-{step.filing.key}" for step in procedure.steps if step.filing}
    expected |= {f"term-{term}" for term in procedure.terms}
    assert (200, set()) == (answer.status_code, expected - places)


@pytest.mark.parametrize("key", KEYS)
def test_every_row_of_a_step_is_told(reader: Visitor, key: str) -> None:
    """A step that is taken in several ways has a row for each way."""
    page = reader.get(f"/procedures/{key}").text

    told = [place for place in ids(page) if place.startswith("step-") and not place.startswith("step-rows")]
    assert len(build(key).steps) == len(told)


@pytest.mark.parametrize("key", KEYS)
def test_the_places_of_a_procedure_page_are_unique_and_its_links_lead_to_one(reader: Visitor, key: str) -> None:
    """A reader who follows a link within the page arrives."""
    page = reader.get(f"/procedures/{key}").text

    places = ids(page)
    dangling = {place for place in re.findall(r'href="#([^"]+)"', page) if place not in places}
    assert (len(set(places)), set()) == (len(places), dangling)


@pytest.mark.parametrize("key", KEYS)
def test_the_provisions_behind_a_procedure_lead_to_their_place_in_the_library(reader: Visitor, key: str) -> None:
    """Each citation that is a link leads to an instrument's page and to a provision on it."""
    page = reader.get(f"/procedures/{key}").text

    dangling = []
    for link in set(re.findall(r'href="(/instruments/[^"]+)"', page)):
        path, _, place = link.partition("#")
        target = reader.get(path)
        if target.status_code != 200 or (place and place not in ids(target.text)):
            dangling.append(link)
    assert [] == dangling


def test_a_product_default_is_shown_as_no_legal_deadline(reader: Visitor) -> None:
    """Its row says so in words, and never that it expires."""
    page = reader.get("/procedures/berth").text

    row = section(page, "limit-answer")
    assert "product default" in row
    assert "not a legal deadline" in row
    assert "It ends." in row
    assert "expires" not in row


def test_the_passing_of_a_limit_names_the_step_that_follows(reader: Visitor) -> None:
    """What happens by itself is linked to its row, and what becomes late is said to be no refusal."""
    row = section(reader.get("/procedures/berth").text, "limit-answer")

    assert 'By itself: <a href="#step-no_answer">No answer</a>' in row
    assert 'Marks as late, without refusing: <a href="#step-give">Give</a>' in row


def test_a_step_tells_who_takes_it_under_what_and_what_it_asks(reader: Visitor) -> None:
    """The row reads as a sentence of the law."""
    row = section(reader.get("/procedures/berth").text, "step-ask")

    for said in ("Asking agency", "dispatches", "Request for a berth", "ten days from receipt", "Answer", "berth"):
        assert said in row, said


def test_terms_of_the_installation_are_shown_as_such(template: World, tmp_path: Path) -> None:
    """Whoever reads a period sees whether the procedure or this installation gave it."""
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "berth.toml").write_text('answer = "P20D"\n')
    built = copy(template, tmp_path, procedures=(PROCEDURES,))

    page = built.signed_in(LIAISON).get("/procedures/berth").text

    assert "20 days" in section(page, "term-answer")
    assert "this installation" in section(page, "term-answer")
    assert "20 days" in section(page, "limit-answer")
    built.engine.dispose()


def test_terms_that_do_not_fit_are_named_and_left_aside(template: World, tmp_path: Path) -> None:
    """The page says what is wrong with the file and shows the procedure's own terms."""
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "berth.toml").write_text("patience = 3\n")
    built = copy(template, tmp_path, procedures=(PROCEDURES,))

    page = built.signed_in(LIAISON).get("/procedures/berth").text

    assert "patience: these terms have no such key" in page
    assert "10 days" in section(page, "term-answer")
    built.engine.dispose()


@pytest.mark.parametrize(
    ("form", "kind", "begins"),
    [("mermaid", "text/plain", "stateDiagram-v2"), ("dot", "text/plain", "digraph"), ("json", "application/json", "{")],
)
def test_a_procedure_can_be_taken_away(reader: Visitor, form: str, kind: str, begins: str) -> None:
    """Other programs get it as a file named after its edition."""
    answer = reader.get(f"/procedures/berth/{form}")

    assert kind == answer.mimetype
    assert answer.text.startswith(begins)
    assert "attachment; filename=berth-edition-1." in answer.headers["Content-Disposition"]


def test_the_json_of_a_procedure_names_the_edition_that_the_page_shows(reader: Visitor) -> None:
    """Digest and steps are those of the page."""
    held = json.loads(reader.get("/procedures/berth/json").text)

    assert held["digest"] in reader.get("/procedures/berth").text
    assert [step.key for step in build("berth").steps] == [step["step"] for step in held["steps"]]


@pytest.mark.parametrize(
    "path", ["/procedures/none", "/procedures/none/json", "/procedures/berth/pdf", "/instruments/NONE"]
)
def test_what_the_library_does_not_hold_is_not_found(reader: Visitor, path: str) -> None:
    """An unknown key is answered as any unknown page."""
    assert 404 == reader.get(path).status_code


@pytest.mark.parametrize("path", ["/procedures", "/procedures/berth", "/instruments", "/instruments/OST"])
def test_the_library_is_closed_to_those_who_are_not_signed_in(world: World, path: str) -> None:
    """They are sent to sign in."""
    assert 303 == world.visitor().get(path).status_code


def test_every_instrument_is_listed_once(reader: Visitor) -> None:
    """No layer of law is left out."""
    page = reader.get("/instruments").text

    assert sorted(INSTRUMENTS) == sorted(re.findall(r'href="/instruments/([^"#?]+)"', page))


@pytest.mark.parametrize("key", INSTRUMENTS)
def test_an_instrument_shows_every_provision_at_its_place(reader: Visitor, key: str) -> None:
    """The address that a citation leads to is on the page."""
    answer = reader.get(f"/instruments/{key}")

    places = set(ids(answer.text))
    expected = {address(key, one.id).partition("#")[2] for one in instruments.instrument(key).provisions}
    assert (200, set()) == (answer.status_code, expected - places)


def test_lineage_is_linked_both_ways(reader: Visitor) -> None:
    """A treaty names the resolution it came from, and the resolution the treaty."""
    assert 'href="/instruments/GA1962"' in reader.get("/instruments/OST").text
    assert 'href="/instruments/OST"' in reader.get("/instruments/GA1962").text


def test_a_status_from_memory_is_never_shown_as_verified(reader: Visitor) -> None:
    """Every such row says so in words, beside the answer and beside the source."""
    page = reader.get("/instruments/OST?party=JPN").text

    rows = re.findall(r'<tr class="row-unverified">.*?</tr>', page, re.S)
    grades = [row.grade for row in instruments.status("OST", "JPN")]
    assert grades.count("M") == len(rows)
    assert all("bound, not verified" in row and "from memory, not verified" in row for row in rows)


def test_the_table_of_parties_narrows_to_one_without_script(reader: Visitor) -> None:
    """A plain form asks for one party, and its rows alone are shown."""
    page = reader.get("/instruments/OST?party=AUT").text

    table = page[page.index('id="party-rows"') :].partition("</table>")[0]
    assert "Austria" in table
    assert "Algeria" not in table
    assert '<option value="AUT" selected>' in page


@pytest.mark.parametrize(
    ("party", "sentence"),
    [
        ("IRL", "No status of Ireland under the Outer Space Treaty is recorded"),
        ("XYZ", "There is no party “XYZ” in the directory."),
    ],
)
def test_a_party_without_a_row_is_told_why_nothing_is_shown(reader: Visitor, party: str, sentence: str) -> None:
    """Nothing recorded and nobody of that key are two answers."""
    assert sentence in reader.get(f"/instruments/OST?party={party}").text


def test_the_section_for_a_party_page_links_each_instrument_and_marks_what_is_from_memory(world: World) -> None:
    """The partial tells what one party did under every instrument, from what the library answers."""
    with world.app.test_request_context():
        draw = get_template_attribute("library/_treaty_status.html", "treaty_status")
        section_of_party = draw(treaty_status("JPN", AT.date()))
        nothing = draw(())

    assert 'href="/instruments/OST"' in section_of_party
    assert "bound, not verified" in section_of_party
    assert "No status under any instrument is recorded." in nothing


def test_a_key_in_the_address_is_shown_as_text_and_not_as_markup(reader: Visitor) -> None:
    """What somebody writes into the address does not become part of the page."""
    assert "<script>" not in reader.get("/instruments/OST?party=<script>").text.partition("</head>")[2]
