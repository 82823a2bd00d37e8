"""The examples in docs/api.md are asked as they stand there, and what they say is so."""

import shlex
from base64 import b64encode
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from consult.api import parties
from tests.consult.api.machine import Machine, machine, system_of
from tests.consult.api.places import OPERATIONS
from tests.consult.web.world import MANAGER, OFFICIAL, World

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
HOST = "consult.example.int"


def commands() -> list[list[str]]:
    """Give the commands of the page, each in its words."""
    lines = PAGE.read_text().splitlines()
    return [shlex.split(line) for line in lines if line.startswith("    ") and line.split()[0] == "curl"]


def ask(world: World, words: list[str], asks: Machine) -> int:
    """Ask as a command does, with a token and a client that are there; give the status."""
    handle, headers, form, address = asks.token.split("_")[1], {}, {}, ""
    given = iter(words[1:])
    for word in given:
        if word == "-H":
            name, _colon, value = next(given).partition(": ")
            headers[name] = value.replace("consult_…", asks.token)
        elif word == "-u":
            client = next(given).replace("4be1c0ffee42:consult_4be1c0ffee42_…", f"{handle}:{asks.token}")
            headers["Authorization"] = f"Basic {b64encode(client.encode()).decode()}"
        elif word == "-d":
            name, _is, value = next(given).partition("=")
            form[name] = value
        else:
            address = word
    assert HOST == urlsplit(address).netloc
    client_of = world.app.test_client()
    path = urlsplit(address).path
    return (
        client_of.post(path, data=form, headers=headers) if form else client_of.get(path, headers=headers)
    ).status_code


def test_the_commands_of_the_page_are_answered(berths: World) -> None:
    """A token that is used, and a secret that is traded."""
    asked = commands()
    assert 2 == len(asked)

    statuses = {ask(berths, words, machine(berths, "all@jpn.example")) for words in asked[:1]}
    statuses |= {ask(berths, words, system_of(berths, MANAGER, OFFICIAL, ("clear",))) for words in asked[1:]}
    assert {200} == statuses


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
