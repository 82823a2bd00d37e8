"""No list walks through a table that grows: every page and every list of the API is drawn, and the database is asked
how it carries out each statement. A list that is new tomorrow is drawn here by itself.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from consult import clock
from tests.consult.web.world import AT
from tests.house.feeds_world import OWN_FEED, feed_of
from tests.house.outputs import ROWS
from tests.house.outputs_world import ANYBODY, OTHERS, READERS, Reader, Secrets, build
from tests.house.plans import Asked, listening, walks_of
from tests.house.test_outputs import _client
from tests.house.tokens_world import ask

pytestmark = pytest.mark.sqlite("asks SQLite how it carries statements out")

DRAWN_FOR = ("all@jpn.example", "desk@oosa.example", "operator@jpn.example", "auditor@jpn.example", ANYBODY.email)
FEW = {
    "alembic_version": "one row",
    "audit_head": "one row",
    "contact_point": "a few for each organ",
    "drill": "one a month at most",
    "drill_point": "one for each contact point and drill",
    "edition": "one for each version of a procedure",
    "identity_provider": "one for each organ",
    "imported_case": "cases of old, entered by hand",
    "lunar_current": "activities on the Moon: hundreds",
    "lunar_entry": "activities on the Moon: hundreds",
    "mandate": "one for each person",
    "neutral": "some hundreds",
    "organ": "some for each party",
    "outbox": "work that is done goes after some days",
    "paper": "papers outside the product, registered by hand",
    "party": "as many as there are States and organisations",
    "person": "the people of the parties",
    "representation": "one for each arrangement between two parties",
    "retention_run": "one a day",
    "server_sign": "one for each web server",
    "space_object": "lines of an index that comes with the product",
    "sqlite_master": "what the database itself holds",
    "staff_access": "accesses in emergencies",
    "webhook_endpoint": "some for each party",
    "worker_sign": "one for each process",
}
"""Tables of which there are few rows whatever happens, with the reason."""
ASKED_RARELY = {
    "/my-settings/data": "what is held of one person, looked through when that person asks for it",
    "/my-settings/data.zip": "the same as a file",
    "/operations": "the sizes of all documents are added up for those who run the installation, once in a while",
}
"""Addresses at which everything is meant to be looked through."""
KNOWN = {
    ("act", "/api/v1/reports/figures"): "a report is over all that a party may see, and asked for by hand",
    ("act_level", "/public"): "papers whose level was moved: few, by hand",
    ("audit_checkpoint", "ORDER BY audit_checkpoint.id DESC LIMIT"): "the newest one, by its number",
    ("audit_checkpoint", "/api/v1/reports/figures"): "a report is made by work in the background, and once",
    ("idempotency", "/api/v1/reports/figures"): "keys of requests go after some days",
}
"""Table with the begin of an address or a piece of a statement, and the reason."""
TO_DO = "Make an index for what is looked for, or say in FEW, ASKED_RARELY or KNOWN why it stays few:"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secrets]:
    """Give a world in which each list holds something."""
    with clock.frozen(AT):
        built = build(tmp_path_factory.mktemp("plans"))
    yield built
    built.world.engine.dispose()


def addresses(told: Secrets) -> list[str]:
    """Give every address that names no case, each of its filters once: those of rows, and every route without an
    argument, whether or not a row asks for it."""
    rules = {rule.rule for rule in told.world.app.url_map.iter_rules() if not rule.arguments and "GET" in rule.methods}
    found = {(rule, ()): rule for rule in sorted(rules)}
    for row in ROWS:
        for method, address, _form in row.asked(told):
            parts = urlsplit(address)
            of_case = any(ref in parts.path for ref in (*told.refs.values(), "NOSUCH"))
            if method == "GET" and not of_case:
                path = parts.path if parts.path in rules else row.endpoint
                found.setdefault((path, tuple(sorted(name for name, _ in parse_qsl(parts.query)))), address)
    return [address for (path, _names), address in found.items() if "sign-out" not in path]


def draw(told: Secrets, reader: Reader, asked: Asked) -> None:
    """Draw every list for a reader."""
    client, _token = _client(told, reader)
    for address in addresses(told):
        asked.at = address
        if address.startswith("/api/"):
            ask(told.world, reader.email, "GET", address)
        else:
            client.get(address.replace(OWN_FEED, feed_of(reader.email)) if OWN_FEED in address else address)


def is_known(table: str, address: str, statement: str) -> bool:
    """Say whether it is known that, and why, a table is walked through."""
    path = address.partition("?")[0]
    excused = any(table == one and (path.startswith(what) or what in statement) for one, what in KNOWN)
    return table in FEW or path in ASKED_RARELY or excused


def test_no_list_walks_through_a_table_that_grows(told: Secrets) -> None:
    """Each statement of each list finds its rows by an index, or stops when its page is full."""
    engine = told.world.engine
    readers = [one for one in (*READERS, *OTHERS, ANYBODY) if one.email in DRAWN_FOR]
    with clock.frozen(AT), listening(engine) as asked:
        for reader in readers:
            draw(told, reader, asked)
    walks = {
        f"{table} at {address.partition('?')[0]}: {' '.join(statement.split())}"
        for statement, given, address in asked.heard.values()
        for table in walks_of(engine, statement, given)
        if not is_known(table, address, " ".join(statement.split()))
    }

    assert len(readers) == len(DRAWN_FOR)
    assert len(asked.heard) > 300
    assert not walks, f"{TO_DO}\n" + "\n".join(sorted(walks))


def test_a_walk_through_a_table_is_seen(told: Secrets) -> None:
    """What looks for something without an index is found out; what ends when a page is full is not blamed."""
    engine = told.world.engine

    def walked(statement: str, *given: Any) -> set[str]:
        return walks_of(engine, statement, given)

    assert {"act"} == walked("SELECT n FROM act WHERE office = ?", "Legal")
    assert {"act"} == walked("SELECT n FROM act AS a WHERE a.office = ? ORDER BY a.on_at LIMIT ?", "Legal", 50)
    assert {"audit_leaf"} == walked("SELECT count(*) FROM audit_leaf")
    assert set() == walked("SELECT n FROM act ORDER BY id DESC LIMIT ?", 50)
    assert set() == walked("SELECT count(*) FROM service WHERE state = 'failed'")
    assert set() == walked("SELECT n FROM act WHERE case_id = ?", 1)
