"""The table of OWASP ASVS 5.0.0, levels 1 and 2: each item once, each test there, each gap said; and what it says of
the program is so.

`docs/asvs.md` is written from `asvs.txt` beside this file: CONSULT_GOLDEN=write writes it anew.
"""

import ast
import importlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.house import tree

SOURCE, PAGE = Path("tests/house/asvs.txt"), Path("docs/asvs.md")
HOW_MANY = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1
5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1
8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3
12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3
16.5:3 17.1:1 17.2:4 17.3:2
"""
"""Items of levels 1 and 2 in each section of the standard: they come first there, and are counted from one."""
LEVEL_1 = """
1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2
3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1
6.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3
10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
"""
FIRST = frozenset(re.findall(r"\S+", LEVEL_1))
"""Items of level 1."""
CHAPTERS = {
    1: "Encoding and sanitising",
    2: "Validation and business logic",
    3: "The web in the browser",
    4: "API and web service",
    5: "Files",
    6: "Authentication",
    7: "Sessions",
    8: "Authorisation",
    9: "Self-contained tokens",
    10: "OAuth and OIDC",
    11: "Cryptography",
    12: "Communication",
    13: "Configuration",
    14: "Data protection",
    15: "Coding and architecture",
    16: "Logging and errors",
    17: "WebRTC",
}
STATES = {"met": "met", "part": "in part", "not": "not met", "n/a": "does not apply"}


@dataclass(frozen=True)
class Item:
    """One row of the table."""

    number: str
    asks: str
    state: str
    how: str
    tests: tuple[str, ...]

    @property
    def order(self) -> tuple[int, ...]:
        """Give the number as numbers."""
        return tuple(map(int, self.number.split(".")))


@cache
def items() -> tuple[Item, ...]:
    """Read the source."""
    lines = [line for line in tree.text(SOURCE).splitlines() if line and not line.startswith("#")]
    rows = [[cell.strip() for cell in line.split(" | ")] for line in (one.removesuffix(" |") for one in lines)]
    return tuple(Item(row[0], row[1], row[2], row[3], tuple(row[4].split()) if len(row) > 4 else ()) for row in rows)


def place_of(test: str) -> Path:
    """Give the file of a test."""
    name = test.partition("::")[0]
    near = Path("tests/consult") / name
    return near if (tree.ROOT / near).exists() else Path("tests") / name


@cache
def collected(path: Path) -> frozenset[str]:
    """Give the tests that stand in a file, as the collector finds them."""
    found = tree.parsed(path).body if (tree.ROOT / path).exists() and path.name.startswith("test_") else []
    return frozenset(one.name for one in found if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"))


def test_every_item_of_both_levels_stands_there_once_and_in_order() -> None:
    """253 of them: 70 of the first level and 183 of the second."""
    expected = [
        f"{section}.{n}"
        for section, count in (one.split(":") for one in HOW_MANY.split())
        for n in range(1, int(count) + 1)
    ]

    assert expected == [one.number for one in items()]
    assert (253, 70) == (len(expected), len(FIRST))
    assert set(expected) >= FIRST


@pytest.mark.parametrize("item", items(), ids=lambda one: one.number)
def test_each_row_says_what_is_so(item: Item) -> None:
    """Met: how, and a test that is collected. In part or not: what is missing. Does not apply: why."""
    assert item.state in STATES
    assert len(item.asks) > 10
    assert len(item.how) > 3, "say how it is met, what is missing, or why it does not apply"
    assert item.state in ("not", "n/a", "part") or item.tests, "name the test that proves it"
    assert item.state not in ("not", "n/a") or not item.tests, "what is not met or does not apply has no test"
    if refers := re.search(r"see (\d+\.\d+\.\d+)", item.how):
        assert refers[1] in {one.number for one in items()}
    for test in item.tests:
        assert test.partition("::")[2] in collected(place_of(test)), f"there is no test {test}"


def page() -> Iterator[str]:
    """Write the document."""
    count = {state: sum(one.state == state for one in items()) for state in STATES}
    yield "# OWASP ASVS 5.0.0, levels 1 and 2\n"
    yield "<!-- Written from tests/house/asvs.txt by test_asvs.py beside it (CONSULT_GOLDEN=write). -->\n"
    yield (
        f"Of {len(items())} items {count['met']} are met, {count['part']} in part, {count['not']} not, and"
        f" {count['n/a']} do not apply. What is asked is told in our own words; the text of the standard decides. A"
        " test holds that every item stands here once, that every test named is there, and that every gap says what is"
        " missing. Nobody outside has examined this.\n"
    )
    yield "## What is missing\n"
    yield from (
        f"- **{one.number}** ({STATES[one.state]}): {one.asks}. {_sentence(one.how)}"
        for one in items()
        if one.state in ("part", "not")
    )
    for number, title in CHAPTERS.items():
        yield f"\n## V{number} {title}\n"
        yield "| item | level | asked | state | how, or why not | proved by |\n|---|---|---|---|---|---|"
        yield from (_row(one) for one in items() if one.order[0] == number)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."


def _row(item: Item) -> str:
    proved = "<br>".join(
        f"`{place_of(one).as_posix().removeprefix('tests/')}::{one.partition('::')[2]}`" for one in item.tests
    )
    level = 1 if item.number in FIRST else 2
    return f"| {item.number} | {level} | {item.asks} | {STATES[item.state]} | {item.how} | {proved} |"


def test_the_document_is_the_table() -> None:
    """Written from the source, and not by hand."""
    written = "\n".join(page()) + "\n"
    if os.environ.get("CONSULT_GOLDEN") == "write":
        (tree.ROOT / PAGE).write_text(written, encoding="utf-8")

    assert written == tree.text(PAGE)


def test_every_document_that_is_named_is_there() -> None:
    """And says what the table says that it says."""
    named = {name for one in items() for name in re.findall(r"docs/[a-z-]+\.md|[A-Z]+\.md", one.how)}
    for name in named:
        assert (tree.ROOT / name).exists(), name
    text = tree.text(Path("docs/hardening.md"))
    for heading in (
        "## Bounds",
        "## Uploads",
        "## Who is talked to",
        "## Keys and algorithms",
        "## What is told",
        "## What is dear",
        "## Packages",
    ):
        assert heading in text
    assert "within\ntwo days" in text
    assert "| way | what it is | kept as |" in tree.text(Path("docs/sign-in.md"))


def bounds() -> list[tuple[str, str]]:
    """Read what the document says of bounds: number, and where it stands in the program."""
    rows = re.findall(r"^\| [^|]+ \| ([0-9,]+) \| `([\w.]+)` \|$", tree.text(Path("docs/hardening.md")), re.M)
    return [(number, place) for number, place in rows]


def value_at(place: str) -> Any:
    """Give what stands in the program under a dotted name."""
    names = place.split(".")
    for at in range(len(names) - 1, 0, -1):
        try:
            found: Any = importlib.import_module(".".join(names[:at]))
        except ModuleNotFoundError:
            continue
        for name in names[at:]:
            found = getattr(found, name)
        return found
    raise LookupError(place)


def test_the_limits_that_are_written_down_are_those_of_the_program() -> None:
    """Each number of the document is the one that counts; seconds where it is a time."""
    assert len(bounds()) > 25
    for number, place in bounds():
        found = value_at(place)
        plain = found.total_seconds() if isinstance(found, timedelta) else found
        assert number == f"{int(plain):,}", place


def test_every_library_of_cryptography_is_in_the_inventory() -> None:
    """Whoever imports another one writes down what for."""
    known = {
        "cryptography",
        "argon2",
        "webauthn",
        "itsdangerous",
        "pyotp",
        "standardwebhooks",
        "rfc8785",
        "hmac",
        "secrets",
        "hashlib",
        "authlib",
        "joserfc",
    }
    strange = {
        "nacl",
        "Crypto",
        "Cryptodome",
        "jose",
        "jwt",
        "M2Crypto",
        "rsa",
        "ecdsa",
        "passlib",
        "bcrypt",
        "OpenSSL",
    }
    found = set()
    for path in tree.sources("consult", "workflows"):
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.Import):
                found |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    text = tree.text(Path("docs/hardening.md"))

    assert not strange & found
    for name in known & found - {"hmac", "hashlib"}:
        assert name in text, name


def test_weak_hashes_stand_where_they_are_listed_alone() -> None:
    """SHA-1 to look a password up in a list that is published so; MD5 nowhere."""
    listed = {"consult/accounts/breached.py"}
    found = {
        path.as_posix()
        for path in tree.sources("consult", "workflows")
        if re.search(r"\b(sha1|md5)\(", tree.text(path))
    }

    assert listed == found


def test_outgoing_connections_are_sealed_as_the_library_advises() -> None:
    """No certificate goes unread, and no older protocol is allowed."""
    loose = re.compile(
        r"_create_unverified|CERT_NONE|check_hostname\s*=\s*False|verify\s*=\s*False"
        r"|PROTOCOL_(TLSv1|SSLv)|TLSVersion\.TLSv1\b"
    )
    assert [] == [path.as_posix() for path in tree.sources("consult") if loose.search(tree.text(path))]


def test_no_debug_mode_can_be_set_by_the_environment() -> None:
    """The server joins the application itself, and nothing in the program switches a debugger on."""
    switch = re.compile(r"debug\s*=\s*True|\.run\(debug|use_debugger|DebuggedApplication|set_debug_flag=True")
    assert [] == [path.as_posix() for path in tree.sources("consult") if switch.search(tree.text(path))]


LOOSE = (
    "localStorage",
    "sessionStorage",
    "document.cookie",
    "eval(",
    "new Function",
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "postMessage",
    "__proto__",
)


def test_our_scripts_keep_nothing_in_the_browser() -> None:
    """No storage, no cookies, no text run as a script, no HTML of texts, no messages between windows; the signing key
    of an organ lies in one place, made so that no script can read it out."""
    ours = [path for path in tree.files() if path.suffix == ".js" and path.parts[:2] == ("consult", "static")]
    scripts = {path.name: tree.text(path) for path in ours if "vendor" not in path.parts}

    assert {"consult.js", "forms.js", "passkeys.js", "signing.js"} == set(scripts)
    assert [] == [(name, word) for name, text in scripts.items() for word in LOOSE if word in text]
    assert ["signing.js"] == [name for name, text in scripts.items() if "indexedDB" in text]
    assert 'generateKey("Ed25519", false,' in scripts["signing.js"]
