"""No output tells a reader more than is his: not in words, and not by what differs when only hidden things differ."""

import fcntl
import json
import re
import zipfile
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult import clock
from tests.consult.web.world import AT, World
from tests.house.drawn_files import text_of
from tests.house.entrusted_world import in_its_name
from tests.house.feeds_world import OWN_FEED, feed_of, give_feeds
from tests.house.outputs import ROWS, WITHOUT_CASE_DATA
from tests.house.outputs_world import ANYBODY, LOOKED, MARK, OTHERS, READERS, Reader, Secrets, build
from tests.house.released_world import TITLE
from tests.house.taken_slowly import holds_a_connection
from tests.house.tokens_world import ask, give_token

TOKEN = re.compile(r'(name="(?:csrf_token|once)" value=")([^"]*)')
# Hashes over random salts, and how far the public log has come: other ones in every world, and known to everybody.
SALTED = re.compile(r'(<(?P<tag>[a-z]+)\b[^>]*\bclass="[^"]*\bsalted\b[^>]*>).*?(</(?P=tag)>)', re.S)
SALTED_MEMBERS = frozenset({"hash", "digest", "tag", "root", "covered_at", "checkpoint"})
OVER_SALTS = frozenset({"prev", "filing", "seen"})
LEAF = re.compile(r'("leaf": ?")[0-9a-f]{64}(")')
"""The hash of a leaf as a file of notices names it: over random salts as well."""
PACKED = frozenset({"application/zip", "application/pdf"})
OF_MACHINE = "/operations"
ACCOUNTS = (*READERS, *OTHERS, ANYBODY)
COMPARED = (*READERS, ANYBODY)


@dataclass(frozen=True)
class Drawn:
    """One answer as a reader got it."""

    asked: str
    status: int
    place: str
    text: str
    salted: bool = False
    headers: str = ""
    """What the answer says beside its body: its type, length, tag and name, and which cookies it sets."""
    held: bool = False
    """Whether a connection of the database was in use while the answer was taken."""

    def differs(self, other: "Drawn") -> bool:
        """Say whether two answers differ in what is not public and random anyhow."""
        if self.salted:
            return (self.asked, self.status, self.place) != (other.asked, other.status, other.place)
        return self != other


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secrets]:
    """Give the world as it is."""
    with clock.frozen(AT):
        built = build(tmp_path_factory.mktemp("outputs"))
    yield built
    built.world.engine.dispose()


def draw(told: Secrets, reader: Reader, asked: Secrets) -> list[Drawn]:
    """Ask for every output in the name of a reader; addresses are those of one world, answers those of another."""
    with clock.frozen(LOOKED):
        client, token = _client(told, reader)
        rows = [(bool(row.salted), one) for row in ROWS for one in row.asked(asked)]
        return [
            _draw_for_machine(told, reader, salted, method, address, form)
            if address.startswith("/api/")
            else _draw(told, client, token, salted, method, address.replace(OWN_FEED, feed_of(reader.email)), form)
            for salted, (method, address, form) in rows
        ]


def _client(told: Secrets, reader: Reader) -> tuple[FlaskClient, str]:
    """Give a browser in which a reader is signed in, and the token of its forms; anybody has neither."""
    if reader is ANYBODY:
        return told.world.app.test_client(), ""
    client = (in_its_name if reader.in_its_name else World.signed_in)(told.world, reader.email).client
    token = TOKEN.search(client.get("/capacity").text)
    assert token is not None
    if not reader.in_its_name:  # feeds and tokens are of the own party, never of the one in whose name somebody acts
        give_feeds(told.world, reader.email)
        give_token(told.world, reader.email)
    return client, token[2]


def _draw_for_machine(
    told: Secrets, reader: Reader, salted: bool, method: str, address: str, form: dict[str, str]
) -> Drawn:
    body = json.loads(form["json"]) if "json" in form else None
    answer = ask(told.world, reader.email, method, address, body)
    held = holds_a_connection(told.world.engine, answer)
    text, headers = LEAF.sub(r"\1\2", answer.text), beside(answer)
    if answer.is_json and address.endswith("/openings"):
        text = _decoded(text)
    elif answer.is_json and ("/log/" in address or "/reports/" in address or address.endswith("/receipt")):
        text = json.dumps(_without_salted(answer.json))
    asked = f"{method} {address} {form or ''}"
    return Drawn(asked, answer.status_code, answer.location or "", text, salted, headers, held)


def beside(answer: TestResponse, address: str = "") -> str:
    """Write the headers of an answer, each cookie by its name alone; left out are what is left of a minute, what the
    request is called, and length and tag of files made over random salts and of the page about the machine itself."""
    varies = answer.mimetype in PACKED or address == OF_MACHINE
    left_out = {"Date", "RateLimit-Remaining", "X-Request-Id", *(("Content-Length", "ETag") if varies else ())}
    kept = [(name, value) for name, value in answer.headers if name not in left_out]
    return "\n".join(sorted(f"{k}: {v.partition('=')[0] if k == 'Set-Cookie' else v}" for k, v in kept))


def _without_salted(given: Any) -> Any:
    """Leave out hashes over random salts, and how far the public log has come."""
    if isinstance(given, list):
        return [_without_salted(one) for one in given if not (isinstance(one, dict) and one.get("name") in OVER_SALTS)]
    if isinstance(given, dict):
        return {name: _without_salted(one) for name, one in given.items() if name not in SALTED_MEMBERS}
    return given


def _draw(
    told: Secrets, client: FlaskClient, token: str, salted: bool, method: str, address: str, form: dict[str, str]
) -> Drawn:
    answer = client.get(address) if method == "GET" else client.post(address, data={**form, "csrf_token": token})
    held = holds_a_connection(told.world.engine, answer)
    text = unpacked(answer.data) if answer.mimetype == "application/zip" else text_of(answer)
    text = SALTED.sub(r"\1\3", TOKEN.sub(r"\1", _decoded(text) if answer.is_json else text))
    text, headers = LEAF.sub(r"\1\2", text), beside(answer, address)
    asked = f"{method} {address} {form or ''}"
    return Drawn(asked, answer.status_code, answer.location or "", text, salted, headers, held)


def unpacked(data: bytes) -> str:
    """Put everything that a bundle says into one text: names of files, contents, what openings stand for. Left out is
    what is made over random salts: leaves, proofs, keys of chains, and the digests of these."""
    said = []
    with zipfile.ZipFile(BytesIO(data)) as held:
        for name in held.namelist():
            text = held.read(name).decode("utf-8", "replace")
            if name.startswith("openings/"):
                given = json.loads(text)
                values = [urlsafe_b64decode(one + "=" * (-len(one) % 4)) for one in given["disclosures"].values()]
                opened = [json.loads(one)[1:] for one in values]
                text = json.dumps([_unsalted(opened), given["withheld"], given["erased"]])
            elif name == "chain.json":
                text = str([(each["kind"], each["steps"]) for each in json.loads(text)["chains"]])
            elif name.startswith("receipts/") or name in ("SHA256SUMS", "checkpoint"):
                text = ""
            said.append(f"{name}: {text}")
    return "\n".join(said)


def _unsalted(opened: list[list[Any]]) -> list[list[Any]]:
    """Leave out the hash of the entry before, and what a State signed over it."""
    return [one for one in opened if one[0] not in ("prev", "filing", "seen")]


def _decoded(text: str) -> str:
    """Put what the disclosures of a file say beside it."""
    given = json.loads(text).get("disclosures", {}).values()
    return text + "".join(urlsafe_b64decode(one + "=" * (-len(one) % 4)).decode() for one in given)


class Outputs:
    """What each account gets of the world as it is, drawn when it is first asked for, once for all processes of a run:
    their worlds differ in nothing but salts."""

    def __init__(self, told: Secrets, folder: Path) -> None:
        """Keep the world, and the folder of the run."""
        self.told, self.folder = told, folder

    def __getitem__(self, email: str) -> list[Drawn]:
        """Give every output for an account."""
        kept = self.folder / f"drawn for {email}.json"
        with kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                reader = next(one for one in ACCOUNTS if one.email == email)
                kept.write_text(json.dumps([astuple(one) for one in self._drawn(reader)]))
        return [Drawn(*one) for one in json.loads(kept.read_text())]

    def _drawn(self, reader: Reader) -> list[Drawn]:
        """Draw from a world where nobody else looked at anything: what one account of a party opens, another one of it
        finds opened."""
        folder = self.folder / f"world of {reader.email}"
        folder.mkdir()
        with clock.frozen(AT):
            fresh = build(folder)
        drawn = draw(fresh, reader, self.told)
        fresh.world.engine.dispose()
        return drawn


@pytest.fixture(scope="module")
def drawn(told: Secrets, run_folder: Path) -> Outputs:
    """Give every output of the world for every account."""
    return Outputs(told, run_folder)


def secrets_in(one: Drawn) -> set[tuple[str, tuple[str, ...]]]:
    """Find the secrets in an answer: procedure and audience; what the reader typed into the address does not count."""
    typed = {m.group() for m in MARK.finditer(one.asked)}
    found = (m for m in MARK.finditer(one.text + one.place) if m.group() not in typed)
    return {(m["procedure"], tuple(m["parties"].split("."))) for m in found}


def test_every_route_has_a_row_or_says_why_it_holds_no_case_data(told: Secrets) -> None:
    """A route that draws something is asked for here, or says why there is nothing to find in it."""
    routes = {rule.endpoint for rule in told.world.app.url_map.iter_rules() if rule.methods and "GET" in rule.methods}
    known = {row.endpoint for row in ROWS} | WITHOUT_CASE_DATA.keys()
    missing = sorted(routes - known)
    gone = sorted(WITHOUT_CASE_DATA.keys() - routes - {"pattern.show"})

    assert [] == missing, f"Add a row to tests/house/outputs.py for: {', '.join(missing)}"
    assert [] == gone, f"These routes are no more, remove them from tests/house/outputs.py: {', '.join(gone)}"


@pytest.mark.parametrize("reader", ACCOUNTS, ids=lambda reader: str(reader.email))
def test_no_output_holds_a_secret_that_its_reader_may_not_see(drawn: Outputs, reader: Reader) -> None:
    """Pages, lists, searches, papers, documents, refusals: every secret in them is for the party that reads."""
    answers = drawn[reader.email]
    leaks = [(one.asked, secret) for one in answers for secret in secrets_in(one) if not reader.may_read(*secret)]

    assert [] == leaks
    assert set() == {(one.asked, one.status) for one in answers if one.status >= 500}


@pytest.mark.parametrize("reader", ACCOUNTS, ids=lambda reader: str(reader.email))
def test_no_answer_leaves_out_of_an_open_connection(drawn: Outputs, reader: Reader) -> None:
    """Whoever takes an answer slowly, or not at all, would hold snapshot, connection and journal for as long."""
    assert [] == [one.asked for one in drawn[reader.email] if one.held]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: str(reader.email))
def test_every_secret_is_read_by_everybody_it_is_for(told: Secrets, drawn: Outputs, reader: Reader) -> None:
    """The world is not silent: each secret stands in some output for each party of its audience."""
    answers, unseen = drawn[reader.email], []
    for secret in told.written:
        found = MARK.fullmatch(secret)
        assert found is not None
        if reader.may_read(found["procedure"], tuple(found["parties"].split("."))):
            unseen += [] if any(secret in one.text for one in answers) else [secret]

    assert [] == unseen


def test_whoever_is_signed_in_gets_the_same_public_register_as_anybody(drawn: Outputs) -> None:
    """The same bytes, lists and refusals alike; and the released notice stands in it."""
    anybody, japan = (
        [one for one in drawn[email] if one.asked.startswith("GET /public")]
        for email in (ANYBODY.email, "all@jpn.example")
    )

    assert len(anybody) == len(japan)
    assert [] == [(one.asked, two.asked) for one, two in zip(anybody, japan, strict=True) if one.differs(two)]
    assert [] != [one for one in anybody if TITLE in one.text]


def test_unknown_and_forbidden_are_the_same_answer(drawn: Outputs, told: Secrets) -> None:
    """For Brazil every case of others answers as the one that does not exist."""
    pages = {one.asked: (one.status, one.text) for one in drawn["all@bra.example"]}
    unknown = pages["GET /cases/OST9-2026-NOSUCH "]
    for name in ("berth", "notice", "request", "old"):
        assert unknown == pages[f"GET /cases/{told.refs[name]} "]
    nowhere = pages["GET /public/cases/OST9-2026-NOSUCH "]
    assert {nowhere} == {pages[f"GET /public/cases/{ref} "] for name, ref in told.refs.items() if name != "released"}


@pytest.mark.parametrize("reader", COMPARED, ids=lambda reader: str(reader.email))
def test_two_worlds_that_differ_in_what_a_reader_may_not_see_are_the_same_to_him(
    drawn: Outputs, told: Secrets, reader: Reader, tmp_path: Path
) -> None:
    """The same bytes, statuses and addresses everywhere, once the token of the form is left out."""
    with clock.frozen(AT):
        other = build(tmp_path, reader)
    assert told.refs.items() <= other.refs.items()
    answers = draw(other, reader, told)
    other.world.engine.dispose()
    differing = [
        (one.asked, one.status, two.status)
        for one, two in zip(drawn[reader.email], answers, strict=True)
        if one.differs(two)
    ]

    assert [] == differing
