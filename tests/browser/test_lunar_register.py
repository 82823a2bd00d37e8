"""What the register of lunar activities serves, in a browser: whom a notice may affect, and import of a file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from consult.lunar.exchange.geojson import CRS
from tests.browser.desks import COUNSELLOR, Desks, Office, furnish, seated
from tests.browser.disputes import looked_at
from tests.browser.lunar_desks import AMBASSADOR, AT, BAND, DRILL, RIM, act, appoint, convene
from tests.browser.test_consultation import ASSESSED, NOTICE

pytestmark = pytest.mark.browser

TITLE, REASON = "Landing beside the drill", "The relay listens on another band while Japan is there."
DATES = {"earliest_start": "2028-03-01", "latest_end": "2028-06-30"}
RELAY: dict[str, Any] = {
    **DRILL,
    "activity_title": "Relay with a receiver",
    "activity_class": "relay",
    "areas": [{"kind": "operations", "label": "Receiver", "place": {**RIM, "lat": "-89.42"}}],
    "emissions": [{"band": BAND, "emits": "receives", "place": RIM}],
}
MISSING = "Name each here, or give under"


@pytest.fixture
def desks(browser: Browser, tmp_path: Path) -> Iterator[Desks]:
    """Give the desks over a mechanism in which Korea and Germany have told of a drill and of a relay near the pole."""
    app = furnish(tmp_path)
    convene(app, "KOR", "DEU")
    appoint(app, "JPN")
    for state, told in (("KOR", DRILL), ("DEU", RELAY)):
        act(app, state, "lunar_notice", "notify", told, AT)
    with seated(browser, app) as found:
        yield found
    app.extensions["consult"].engine.dispose()


def test_a_notice_addresses_whom_the_register_names_or_leaves_out_with_a_reason(desks: Desks) -> None:
    """Japan addresses Korea, leaves Germany out with a reason, adds Brazil, and sends; Germany learns nothing."""
    with desks.on(2026, 11, 20):
        japan = desks.at(AMBASSADOR.format("jpn"))
        paper = prepare(japan)
        decide(japan, paper)
        send(japan, paper)
    for state, told in (("kor", True), ("bra", True), ("deu", False)):
        with desks.on(2026, 11, 23):
            cases = desks.at(COUNSELLOR.format(state)).open("/cases").locator("main").inner_text()
        assert (TITLE in cases) is told, state


def prepare(japan: Office) -> str:
    """Japan records its assessment and fills in the notice; it cannot be sent before each State is decided on."""
    page = japan.open("/notices/new?procedure=ost9")
    page.get_by_label("Working title").fill(TITLE)
    japan.press("Open the case")
    case = "/cases/" + page.url.rpartition("/")[2]
    japan.press("Start the assessment")
    japan.file(**ASSESSED | {"activity_title": TITLE, "earliest_start": DATES["earliest_start"]})
    japan.send()
    japan.begin(case, "Serve notice")
    japan.file(**NOTICE | {"addressees": ["France"], "place": RIM, **DATES})
    assert MISSING in page.locator("main").inner_text()
    assert not page.locator("#sending").count()
    return japan.paper


def decide(japan: Office, paper: str) -> None:
    """Each State stands there with its reasons; leaving one out without a reason is refused at the question."""
    page = japan.open(f"/{paper}/affected")
    korea, germany = page.locator("#state-KOR"), page.locator("#state-DEU")
    expect(korea).to_contain_text("Prospecting drill")
    expect(korea).to_contain_text("Margin: 2 km")
    expect(germany).to_contain_text("Relay with a receiver")
    looked_at(japan, f"/{paper}/affected")
    germany.get_by_role("button", name="Leave out, with this reason").click()
    expect(page.locator("#reason-DEU-error")).to_contain_text("Give the reason why this State is not addressed.")
    page.locator("#reason-DEU").fill(REASON)
    germany.get_by_role("button", name="Leave out, with this reason").click()
    expect(germany).to_contain_text(f"Left out because: {REASON}")
    korea.get_by_role("button", name="Address").click()
    expect(korea.locator(".tag-good")).to_have_text("addressed")
    page.locator("#party").select_option("BRA")
    japan.press("Address this State")
    expect(page.locator("#state-BRA")).to_contain_text("because you say so")


def send(japan: Office, paper: str) -> None:
    """The page before sending names the three that are addressed, and the paper keeps why Germany is not."""
    page = japan.open(f"/{paper}/affected")
    japan.press("Go on: who will see it")
    assert MISSING not in page.locator("main").inner_text()
    button = page.locator("#sending .btn-primary")
    for name in ("Brazil", "France", "Republic of Korea"):
        expect(button).to_contain_text(name)
    expect(button).not_to_contain_text("Germany")
    japan.send()
    assert REASON in page.locator("main").inner_text()


def test_a_file_with_one_bad_row_is_told_row_by_row_and_nothing_of_it_is_imported(desks: Desks) -> None:
    """Korea looks at two sites, one of them beyond the pole; then mends it, and all of the file is imported."""
    with desks.on(2026, 11, 20):
        korea = desks.at(AMBASSADOR.format("kor"))
        page = korea.open("/lunar/import")
        upload(page, -95.0)
        expect(page.locator("#faults")).to_be_visible()
        row = "2 features/1/geometry Latitude lies between -90 and 90 degrees."
        expect(page.get_by_role("row", name=row)).to_be_visible()
        expect(page.get_by_role("row")).to_have_count(2)
        assert not korea.may("Import it")
        assert "Second site" not in korea.open("/lunar").locator("main").inner_text()

        korea.open("/lunar/import")
        upload(page, -85.0)
        assert korea.may("Import it")
        assert [] == korea.violations(whole=True)
        for words in ("First site", "Second site"):
            assert words not in desks.at(COUNSELLOR.format("jpn")).open("/lunar").locator("main").inner_text()
        korea.press("Import it")
        for words in ("First site", "Second site"):
            assert words in desks.at(COUNSELLOR.format("jpn")).open("/lunar").locator("main").inner_text()
        looked_at(korea, "/lunar/import")


def upload(page: Page, latitude: float) -> None:
    """Choose a file of two sites, the second at a latitude, and have it looked at."""
    sites = [site("First site", -80.0), site("Second site", latitude)]
    collection = {"type": "FeatureCollection", "crs": CRS, "features": sites}
    file = {"name": "sites.geojson", "mimeType": "application/geo+json", "buffer": json.dumps(collection).encode()}
    page.locator("#upload").set_input_files(files=[file])
    page.get_by_role("button", name="Look at it").click()


def site(title: str, latitude: float) -> dict[str, Any]:
    """Describe a site as a feature in lunar coordinates."""
    told = {
        "state": "KOR", "activity_title": title, "operator": "KASA", "activity_class": "lander", "nature": "A lander.",
        "earliest_start": "2029-01-01", "area": {"kind": "landing"}, "contact": DRILL["contact"],
    }  # fmt: skip
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [30.0, latitude]}, "properties": told}
