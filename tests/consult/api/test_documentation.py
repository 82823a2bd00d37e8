"""The examples in docs/api.md are asked as they stand there, and what they say is so."""

from itertools import pairwise
from pathlib import Path

from consult.api import parties
from tests.consult.api.places import OPERATIONS

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
HOST = "consult.example.int"


def test_the_declaration_on_the_page_is_one_that_stands_in_the_code() -> None:
    """With its arguments, its types and its sentence."""
    block = "@noun" + PAGE.read_text().partition("```python\n@noun")[2].partition("```")[0]
    declared, sentence = block.strip().splitlines()[1:3]
    there = Path(parties.__file__).read_text()

    assert declared in there
    assert sentence in there


def test_each_address_on_the_page_is_there() -> None:
    """Whatever stands as a method and an address."""
    known = {f"{one.method} {one.path}" for one in OPERATIONS}
    words = PAGE.read_text().replace("`", " ").split()
    told = {
        f"{method} {address}"
        for method, address in pairwise(words)
        if method in ("GET", "POST", "PUT", "DELETE") and address.startswith("/api/v1/")
    }

    assert told
    assert told <= known


def test_each_body_has_an_example() -> None:
    """Which another test sends."""
    assert [] == [one.name for one in OPERATIONS if one.body is not None and one.example is None]
