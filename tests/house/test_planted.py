"""What somebody writes is text in every output: no page, file, feed, mail or table makes anything else of it."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult import clock
from tests.consult.web.test_security import fill
from tests.consult.web.world import AT
from tests.house import tree
from tests.house.drawn_files import text_of
from tests.house.feeds_world import OWN_FEED, feed_of, give_feeds
from tests.house.outputs import ROWS
from tests.house.outputs_world import Secrets
from tests.house.planted_world import FORMULA, PLANTED, PRODUCT, TRACES, build_planted
from tests.house.tokens_world import ask, give_token

READERS = ("all@jpn.example", "desk@oosa.example", "manager@mofa.example")
TOKEN = re.compile(r'name="csrf_token" value="([^"]*)"')
OFFICE = "application/vnd.openxmlformats-officedocument."
STARTS = re.compile(r"[=+@\t\r]|-(?!\d+(\.\d+)?$)")
"""How a cell begins that a spreadsheet calculates; a negative number is none."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secrets]:
    """Give the world in which something is planted everywhere."""
    with clock.frozen(AT):
        built = build_planted(tmp_path_factory.mktemp("planted"))
        built.world.app.config["PROPAGATE_EXCEPTIONS"] = False
    yield built
    built.world.engine.dispose()


class Elements(HTMLParser):
    """Collects what a browser would make of a page: elements, attributes, and where links lead."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.made: list[str] = []
        self.leads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and its attributes."""
        self.made += [tag, *(name for name, _value in attrs)]
        self.leads += [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]


def faults_of(answer: TestResponse) -> list[str]:
    """Name what an answer made of what was planted."""
    faults = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    faults += [f"{name}: {value}" for name, value in answer.headers if _breaks_out(name, value)]
    media = answer.mimetype
    if media == "text/html":
        faults += _faults_of_page(answer.text)
    elif media.endswith("json"):
        json.loads(answer.text)
    elif media.endswith("xml"):
        faults += [one.tag for one in ElementTree.fromstring(answer.data).iter() if "i-planted" in one.tag]
    elif media == "text/csv":
        faults += _faults_of_table(answer.text)
    elif media.startswith(OFFICE):
        faults += _faults_of_office(answer.data)
    elif media == "text/calendar":
        faults += [line for line in answer.text.replace("\r\n ", "").split("\r\n") if re.match(r"[<i]", line)]
    if PRODUCT in words_of(answer):
        faults.append(PRODUCT)
    return faults


def _breaks_out(name: str, value: str) -> bool:
    """Say whether a header holds more than it should: a name of a file stands in it by letters, between two marks."""
    if name == "Content-Disposition":
        return value.count('"') not in (0, 2) or not value.isascii() or "<" in value
    return "i-planted" in value and name != "Location"


def words_of(answer: TestResponse) -> str:
    """Give what an answer says; of packed bytes that are no Office file nothing."""
    packed = answer.mimetype == "application/pdf" or answer.mimetype.startswith(OFFICE)
    return text_of(answer) if packed else answer.data.decode("utf-8", "replace")


def _faults_of_page(text: str) -> list[str]:
    page = Elements()
    page.feed(text)
    leads = [one for one in page.leads if re.match(r"\s*(javascript|data|vbscript):", one, re.I) and "image" not in one]
    return [*(one for one in page.made if one in TRACES), *leads]


def _faults_of_table(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row if STARTS.match(cell)]


def _faults_of_office(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist() if name.endswith((".xml", ".rels"))}
    faults = [
        name for name, part in parts.items() for one in ElementTree.fromstring(part).iter() if "i-planted" in one.tag
    ]
    if "xl/workbook.xml" in parts:
        sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
        faults += [str(box.value) for sheet in sheets for row in sheet for box in row if box.data_type == "f"]
    return faults


def answers(told: Secrets, email: str) -> Iterator[tuple[str, TestResponse]]:
    """Ask for every output in the name of an account."""
    client = told.world.signed_in(email).client
    token = TOKEN.search(client.get("/capacity").text)
    assert token is not None
    give_feeds(told.world, email)
    give_token(told.world, email)
    for row in ROWS:
        for method, address, form in row.asked(told):
            yield f"{method} {address}", _asked(told, client, token[1], email, method, address, form)


def _asked(
    told: Secrets, client: FlaskClient, token: str, email: str, method: str, address: str, form: dict[str, str]
) -> TestResponse:
    if address.startswith("/api/"):
        return ask(told.world, email, method, address, json.loads(form["json"]) if "json" in form else None)
    address = address.replace(OWN_FEED, feed_of(email))
    return client.get(address) if method == "GET" else client.post(address, data={**form, "csrf_token": token})


@pytest.mark.parametrize("email", READERS)
def test_nothing_that_was_planted_becomes_markup_template_formula_or_header(told: Secrets, email: str) -> None:
    """Every output for three accounts: pages, files, tables, calendars, feeds, the API. And it is there, as text."""
    found, seen = {}, set()
    with clock.frozen(AT):
        for asked, answer in answers(told, email):
            if faults := faults_of(answer):
                found[asked[:200]] = faults[:5]
            if "i-planted" in words_of(answer):
                seen.add(answer.mimetype)

    assert not found, json.dumps(found, indent=1)
    assert {"text/html", "application/json"} <= seen


PARAMETERS = sorted(
    {
        name
        for path in tree.sources("consult")
        for name in re.findall(r'(?:args|asked|given)\.get(?:list)?\("([a-z_]+)"', tree.text(path))
    }
)
"""What any page reads from an address."""


def test_nothing_that_is_typed_into_an_address_becomes_markup_a_link_or_a_header(told: Secrets) -> None:
    """Every parameter of every page at once, in the address itself as well, by somebody who is signed in."""
    assert {"q", "next", "words", "before"} <= set(PARAMETERS)
    client, found = told.world.signed_in("all@jpn.example").client, {}
    harms = (
        PLANTED,
        "javascript:alert(1)",
        "x\r\nX-Planted: 1",
        "//elsewhere.example",
        "' OR 1=1 --",
        "../../../etc/passwd",
    )
    with clock.frozen(AT):
        for rule in told.world.app.url_map.iter_rules():
            if rule.rule.startswith("/api/") or "GET" not in (rule.methods or ()):
                continue
            for harm in harms:
                typed = "&".join(f"{name}={quote(harm)}" for name in PARAMETERS)
                place = fill(rule).replace("X", quote(harm, safe="")) if rule.arguments else fill(rule)
                with client.get(f"{place}?{typed}") as answer:
                    faults = faults_of(answer)
                    faults += [name for name, _value in answer.headers if name == "X-Planted"]
                    if answer.status_code in range(300, 400) and urlsplit(answer.location).netloc not in (
                        "",
                        "localhost",
                    ):
                        faults.append(f"to {answer.location}")
                if faults:
                    found[f"{rule.rule} {harm}"] = faults[:3]

    assert not found, json.dumps(found, indent=1)


def test_the_rules_of_this_file_find_what_they_should() -> None:
    """An element, an attribute, a script as a link; a formula; what is text is let through."""
    assert ["i-planted", "onplanted"] == _faults_of_page(f"<p>{PLANTED}</p>")
    assert ["javascript:x"] == _faults_of_page('<a href="javascript:x">')
    assert [] == _faults_of_page("<p>&lt;i-planted onplanted=1&gt;</p>")
    assert [FORMULA] == _faults_of_table(f'a,"{FORMULA.replace(chr(34), chr(34) * 2)}"')
    assert [] == _faults_of_table("a,'=1,b")
