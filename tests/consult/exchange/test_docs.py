"""The examples of docs/exchange.md are looked at, and say what the page says."""

import json
import re
from datetime import date
from pathlib import Path

from consult.exchange.contacts import COLUMNS, look_at_contacts, read_contacts
from tests.consult.api.machine import machine, standing_of
from tests.consult.exchange.worlds import JAPAN, brought
from tests.consult.web.world import MANAGER, World

PAGE = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    """Give the example of a kind."""
    found = re.search(rf"```{kind}\n(.*?)```", PAGE, re.S)
    assert found is not None
    return found[1]


def test_the_notice_of_the_page_comes_in_as_a_paper_that_lacks_answers(berths: World) -> None:
    """Its case has the title of the file."""
    look = brought(berths, json.loads(block("json")))
    assert (True, "new", "Polar relay") == (look.recorded, look.lines[0].fate, look.lines[0].title)
    assert look.lines[0].missing > 0


def test_the_contact_points_of_the_page_are_new_and_every_column_is_told(berths: World) -> None:
    """Also the telephone number behind its apostrophe."""
    with berths.reading() as conn:
        read = read_contacts(block("csv"))
        look = look_at_contacts(conn, standing_of(berths, MANAGER), "JPN", read, date(2026, 11, 20))
    assert [("new", "night@mofa.example"), ("new", "+81 3 1234 5678")] == [(o.fate, o.address) for o in look.lines]
    assert all(f"`{name}`" in PAGE for name in COLUMNS)


def test_every_address_of_the_page_answers(berths: World) -> None:
    """With a token that may."""
    asks = machine(berths, JAPAN)
    for address in set(re.findall(r"`GET (/api/v1/[a-z/]+)`", PAGE)):
        assert 200 == asks.get(address).status_code
    for address in set(re.findall(r"\*(/[a-z/.]+)\*", PAGE)):
        assert 200 == berths.signed_in(JAPAN).get(address).status_code
