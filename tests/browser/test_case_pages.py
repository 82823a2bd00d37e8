"""Pages of cases in a real browser over the demonstration: every look, right to left, and on paper."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import update

from consult import clock, create_app, demo, migrate
from consult.db import writing
from consult.demo.world import world
from consult.models.parties import PERSON
from consult.settings import Settings
from tests.browser.desks import AT, COUNSELLOR, DESK, LIAISON, Desks, Office, seated
from tests.browser.harness import SIZES

pytestmark = pytest.mark.browser

SERVED, TALKS = "Landing on a ridge near Shackleton crater", "Night traverse past a shared landing zone"
ASSESSED, CONCLUDED = "Impact of a spent stage on the far side", "Four States: from assessment"
DISPUTE = "A dispute under the Outer Space Rules"
NEWCOMER = "exercise@bel.example"
"""Belgium takes part in no case of the demonstration."""
LOOKS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
POST = """([step, seen]) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = `${location.pathname}/steps/${step}`;
    form.append(document.querySelector("input[name=csrf_token]").cloneNode());
    const number = document.createElement("input");
    number.name = "seen";
    number.value = seen;
    form.append(number);
    document.body.append(form);
    form.submit();
}"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Give an application over the demonstration."""
    with clock.frozen(AT):
        settings = Settings.for_tests(tmp_path_factory.mktemp("told"), exercise=True)
        app = create_app(settings)
        engine = app.extensions["consult"].engine
        migrate.upgrade(engine)
        demo.load(engine, settings, AT)
    word = app.extensions["consult"].passwords.hash(world().password, "")
    with writing(engine) as connection:
        connection.execute(update(PERSON).where(PERSON.c.email == NEWCOMER).values(password_hash=word))
    yield app
    engine.dispose()


@pytest.fixture
def desks(browser: Browser, told: Any) -> Iterator[Desks]:
    """Give the desks of the demonstration."""
    with seated(browser, told) as found:
        yield found


def lists(desks: Desks) -> Iterator[Office]:
    """Desk and list with and without cases, and the way to a new one."""
    mission, newcomer = desks.at(COUNSELLOR.format("jpn")), desks.at(NEWCOMER)
    for address in ("/desk", "/cases", "/notices/new", "/notices/new?procedure=ost9"):
        mission.open(address)
        yield mission
    newcomer.open("/capacity").locator(".choice-card button").first.click()
    for address, empty in (
        ("/desk", "Nothing is due from your party."),
        ("/cases?words=nothing+of+the+kind", "No case here."),
    ):
        expect(newcomer.open(address).locator(".empty").last).to_contain_text(empty)
        yield newcomer


def cases(desks: Desks) -> Iterator[Office]:
    """The case as its filer, an addressee and the secretariat see it; one in preparation and one concluded."""
    readers = [(COUNSELLOR.format("jpn"), SERVED), (COUNSELLOR.format("kor"), SERVED), (DESK, SERVED)]
    readers += [(LIAISON.format("fra"), ASSESSED), (COUNSELLOR.format("jpn"), CONCLUDED)]
    for mail, words in readers:
        office = desks.at(mail)
        office.open(office.case(words))
        office.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        yield office


def papers(desks: Desks) -> Iterator[Office]:
    """The form, what is missing, the page before sending, and the receipt with its paper."""
    liaison, mission = desks.at(LIAISON.format("fra")), desks.at(COUNSELLOR.format("jpn"))
    liaison.open(liaison.case(ASSESSED))
    liaison.press("Serve notice")
    yield liaison
    liaison.press("Check what is missing")
    yield liaison
    expect(liaison.go_on().locator(".missing")).to_contain_text("answers are missing")
    yield liaison
    case = mission.case(SERVED)
    mission.open(case)
    mission.press("Supply the information · Republic of Korea")
    mission.file(answers="Ten metres a second, and less below forty metres.")
    yield mission
    mission.open(f"{case}/acts/2")
    yield mission


def steps(desks: Desks) -> Iterator[Office]:
    """A joint step with a hand on it, a closed one, the answer to whoever takes it all the same, and no page."""
    first, second = desks.at("operations@jpn.example"), desks.at("operations@usa.example")
    mission = desks.at(COUNSELLOR.format("jpn"))
    first.open(first.case(TALKS))
    first.press("Enter into consultation · United States of America")
    first.file(remark="By video, please.")
    first.send()
    second.open(second.case(TALKS))
    second.press("Enter into consultation")
    expect(second.page.get_by_role("button", name="Agree to this text")).to_be_visible()
    yield second
    case = mission.case(SERVED)
    mission.open(f"{case}/steps/conclude")
    yield mission
    with mission.open(case).expect_navigation():
        mission.page.evaluate(POST, ["conclude", "6"])
    expect(mission.page.locator("main")).to_contain_text("Answer 409")
    yield mission
    mission.open("/cases/OST9-2026-AAAAAA")
    yield mission


def sheets(desks: Desks) -> Iterator[Office]:
    """Every sheet of a dispute as one side has it, those of a settled one with its commitments, and a plain docket."""
    mission = desks.at(COUNSELLOR.format("jpn"))
    dispute, notice = mission.case(DISPUTE), mission.case(SERVED)
    for key in ("ladder", "positions", "commitments", "tribunal", "calendar", "docket"):
        mission.open(f"{dispute}/sheets/{key}")
        mission.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        yield mission
    mission.open(f"{notice}/sheets/docket")
    mission.page.get_by_label("Filed by").select_option("JPN")
    mission.press("Show")
    expect(mission.page.locator("#docket tbody tr").first).to_be_visible()
    yield mission


@pytest.mark.parametrize("pages", [lists, cases, papers, steps, sheets])
def test_pages_of_cases_are_accessible_in_every_look(desks: Desks, pages: Callable[[Desks], Iterator[Office]]) -> None:
    """No violation and no sideways scrolling, wide and narrow, in light and in dark."""
    for office in pages(desks):
        for size, scheme in LOOKS:
            office.page.set_viewport_size(SIZES[size])
            office.page.emulate_media(color_scheme=scheme)

            assert [] == office.violations(whole=scheme == "light"), (office.page.url, size, scheme)
            assert not office.window.overflows(), (office.page.url, size, scheme)
        office.page.set_viewport_size(SIZES["wide"])
        office.page.emulate_media(color_scheme="light")


def test_a_case_and_a_form_stand_right_to_left(desks: Desks, told: Any) -> None:
    """For a reader of a language that is written so; the texts are not translated yet."""
    told.extensions["consult_languages"] |= {"ar"}
    office = desks.at(LIAISON.format("ind"))
    with writing(told.extensions["consult"].engine) as connection:
        connection.execute(update(PERSON).where(PERSON.c.email == office.mail).values(language="ar"))
    case = office.case(SERVED)
    for address in ("/desk", case, f"{case}/acts/2"):
        office.open(address)

        expect(office.page.locator("html")).to_have_attribute("dir", "rtl")
        for size in SIZES:
            office.page.set_viewport_size(SIZES[size])
            assert [] == office.window.violations(), address
            assert not office.window.overflows(), address


def test_a_receipt_is_printed_without_what_only_a_screen_needs(desks: Desks) -> None:
    """Number, digest and text stand on paper; the way through the product does not."""
    mission = desks.at(COUNSELLOR.format("jpn"))
    mission.open(f"{mission.case(SERVED)}/acts/2")
    mission.page.emulate_media(media="print")

    expect(mission.page.locator(".receipt")).to_be_visible()
    expect(mission.page.locator(".paper-head").first).to_contain_text("Exercise")
    for hidden in (".top-bar", ".acting-change"):
        expect(mission.page.locator(hidden)).to_be_hidden()
    assert mission.page.screenshot(full_page=True).startswith(b"\x89PNG")
