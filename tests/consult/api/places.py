"""What is there to be named in the addresses of the API: one seeded case, with a paper in preparation and a document.

A new noun whose addresses name something else gets a line in `Places.names`; without one, a name of nothing is asked
for, which is an answer too.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import MetaData, func, select

from consult.api.catalogue import NOUNS
from consult.api.frame.declaring import Operation
from tests.consult.api.machine import Machine, machine
from tests.consult.web.cases_world import BODY
from tests.consult.web.lunar_world import DRILL, record
from tests.consult.web.world import World

OPERATIONS: tuple[Operation, ...] = tuple(one for noun in NOUNS for one in noun.operations)
PLACE = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<choices>[^)]*)\))?:)?(?P<name>\w+)>")
PDF = b"%PDF-1.4\nA relay.\n%%EOF\n"
NOWHERE = "nosuch"
CHARTERS = ("copuos-draft", "open-copuos")


def ids(operation: Operation) -> str:
    """Name an operation in the list of tests."""
    return operation.name


@dataclass(frozen=True)
class Places:
    """A machine that may do everything for Japan, and what it can name."""

    world: World
    asks: Machine
    case: str
    draft: str
    document: str
    edition: str
    activity: str
    view: str

    def names(self, operation: Operation) -> dict[str, str]:
        """Give what stands for each place of an address."""
        ref = self.draft if "/drafts/<ref>" in operation.rule else self.case
        digest = self.edition if operation.rule.startswith("/editions") else self.document
        key = "JPN" if "parties" in operation.rule else "berth"
        texts = {"instrument": "OST", "place": "p-IX-s3", "agreement": "gen", "charter": CHARTERS[0]}
        around = {"against": CHARTERS[1], "activity": self.activity, "party": "FRA", "view": self.view}
        editions = {"one": "berth", "other": "berth"}
        log = {"seq": "2", "epoch": "1", "path": "0/000", "day": "2027-03-01"}
        return {"ref": ref, "n": "1", "digest": digest, "key": key, **texts, **around, **editions, **log}

    def address(self, operation: Operation, **other: str) -> str:
        """Give the address of an operation at what is there."""
        names = {**self.names(operation), **other}
        return "/api/v1" + PLACE.sub(lambda found: names.get(found["name"]) or _any(found), operation.rule)

    def send(self, operation: Operation, data: bytes | None, media: str | None, **headers: str) -> Any:
        """Send bytes to an operation."""
        named = {"Authorization": f"Bearer {self.asks.token}"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.world.app.test_client().open(
            self.address(operation), method=operation.method, data=data, content_type=media, headers=named
        )

    def rows(self) -> dict[str, int]:
        """Count what every table holds."""
        tables = MetaData()
        with self.world.reading() as conn:
            tables.reflect(conn)
            names = sorted(tables.tables)
            return {
                name: conn.execute(select(func.count()).select_from(tables.tables[name])).scalar_one() for name in names
            }


def _any(found: re.Match[str]) -> str:
    if found["kind"] == "int":
        return "1"
    return (found["choices"] or NOWHERE).split(",")[0].strip()


def begin(world: World) -> Places:
    """Serve a case, begin a paper in it, and attach a document."""
    world.app.config.update(API_A_MINUTE=1_000_000, API_MISSES_A_MINUTE=1_000_000, PROPAGATE_EXCEPTIONS=False)
    return afresh(world, machine(world, "all@jpn.example"))


def afresh(world: World, asks: Machine) -> Places:
    """Do the same in another case."""
    ref = asks.made("/api/v1/cases", {"procedure": "berth", "title": "Visit of a cargo vehicle"})["ref"]
    asks.made(f"/api/v1/cases/{ref}/acts", {"step": "ask", "filing": BODY, "seen": 0})
    draft = asks.made(f"/api/v1/cases/{ref}/drafts", {"step": "make_statement", "filing": {"text": "One."}})["ref"]
    sent = world.app.test_client().post(
        f"/api/v1/cases/{ref}/documents",
        data={"upload": (io.BytesIO(PDF), "relay.pdf")},
        headers={"Authorization": f"Bearer {asks.token}"},
        content_type="multipart/form-data",
    )
    assert 201 == sent.status_code, sent.text
    edition = asks.given(f"/api/v1/cases/{ref}")["edition"]
    return Places(world, asks, ref, draft, sent.json["digest"], edition, record(world, "FRA", DRILL), _view(asks))


def _view(asks: Machine) -> str:
    """Give the saved view of the machine's person, saved where there is none."""
    found = asks.given("/api/v1/views")["items"]
    new = {"name": "Open matters", "filters": {"kind": "open"}}
    return str((found[0] if found else asks.made("/api/v1/views", new))["key"])


def writing() -> Iterator[Operation]:
    """Give the operations that change something."""
    return (one for one in OPERATIONS if one.method != "GET")
