"""Official documents in a real browser: the file that stands alone, and the fragment under the product's own policy."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser

from consult.documents.official.html import write_fragment, write_html
from consult.documents.official.values import Document
from consult.web.headers import POLICY
from tests.browser.harness import SIZES, served, watched
from tests.consult.documents.official.samples import hostile, in_language, note_verbale, paper, united_nations

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "consult" / "static"
LOOKS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
MADE: dict[str, Callable[[], Document]] = {
    "un": united_nations,
    "note": note_verbale,
    "paper": paper,
    "ar": lambda: in_language("ar"),
    "zh": lambda: in_language("zh"),
    "hostile": hostile,
}


@pytest.fixture(scope="module")
def shelf() -> Iterator[str]:
    """Serve each document alone, and inside a page with the styles and the policy of the product."""
    app = Flask(__name__, static_folder=str(STATIC), static_url_path="/static")

    @app.get("/alone/<name>")
    def alone(name: str) -> str:
        return write_html(MADE[name]())

    @app.get("/inside/<name>")
    def inside(name: str) -> Response:
        document = MADE[name]()
        turned = "rtl" if document.language == "ar" else "ltr"
        sheets = (f"vendor/bootstrap{'.rtl' if turned == 'rtl' else ''}.min.css", "consult.css", "official.css")
        links = "".join(f'<link rel="stylesheet" href="/static/{sheet}">' for sheet in sheets)
        head = f'<!DOCTYPE html><html lang="{document.language}" dir="{turned}"><title>Paper</title>{links}'
        body = f'<main class="content"><h1>Paper</h1>{write_fragment(document)}</main>'
        return Response(head + body, headers={"Content-Security-Policy": POLICY})

    with served(app) as start:
        yield start


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("where", ["alone", "inside"])
def test_a_document_passes_the_checker_and_fits_its_window(
    browser: Browser, shelf: str, where: str, name: str, size: str, scheme: str
) -> None:
    """Wide and narrow, light and dark; the policy has nothing to refuse."""
    with watched(browser, shelf, size, scheme) as shown:
        shown.open(f"/{where}/{name}")
        assert shown.violations() == []
        assert not shown.overflows()
        assert shown.complaints == []


def test_a_link_leads_to_its_row(browser: Browser, shelf: str) -> None:
    """The row is in sight and marked."""
    with watched(browser, shelf) as shown:
        shown.open("/alone/un")
        shown.page.get_by_role("link", name="row two").click()
        assert shown.page.locator(":target").inner_text().startswith("Consultation 1")


def test_a_printed_file_has_its_marks_and_its_number_on_every_page(
    browser: Browser, shelf: str, tmp_path: Path
) -> None:
    """Printed from the browser, without a product around it."""
    from pypdf import PdfReader

    with watched(browser, shelf) as shown:
        shown.open("/alone/un")
        shown.page.pdf(path=tmp_path / "un.pdf", prefer_css_page_size=True)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "un.pdf").pages]
    assert len(pages) > 1
    for number, words in enumerate(pages, 1):
        assert "Exercise · Draft" in words
        assert f"Page {number} of {len(pages)}" in words
