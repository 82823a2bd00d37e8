"""Cases of the toy procedure whose levels are terms, every value of which says in its own words at which level it
stands; and what anybody gets of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from consult.docket import Filed
from consult.documents import FolderStore
from consult.documents import rows as documents
from consult.models.cases import CASES
from tests.consult.web.cases_world import PROCEDURES, build_cases
from tests.consult.web.consulted import FRANCE, JAPAN, KOREA, acting, docket
from tests.consult.web.world import AT, World

LEVELED = Path(__file__).parent / "public_procedures"
MARK = re.compile(r"MARK-(C\d)-")
PDF = b"%PDF-1.4\n%s\n%%%%EOF\n"
OF = {"JPN": JAPAN, "FRA": FRANCE, "KOR": KOREA}
ADDRESSES = ("/public", "/public/cases.json", "/public/feed.atom", "/public/figures", "/public/figures.json")
"""What anybody gets without knowing of any case."""


def build_leveled(folder: Path, **settings: Any) -> World:
    """Build the world of cases with the toy procedure beside the usual ones."""
    return build_cases(folder, procedures=(PROCEDURES, LEVELED), **settings)


@dataclass
class Told:
    """A case of the toy procedure: its terms, its reference, its documents by digest, and how often it was written."""

    world: World
    terms: Mapping[str, str]
    ref: str = ""
    digests: dict[str, str] = field(default_factory=dict)
    written: int = 0

    def mark(self, *levels: str) -> str:
        """Write a value that says at which level it stands: the narrowest of those around it."""
        self.written += 1
        return f"MARK-{max(level or 'C0' for level in levels)}-{self.ref}-{self.written}"

    def open(self, exercise: bool = False) -> None:
        """Open the case in the name of Japan, under a title for its own eyes."""
        by = acting(self.world, JAPAN, AT)
        proposed = dict(self.terms)
        self.ref = docket(self.world).open(
            by, "leveled", at=AT, title=self.mark("C4"), proposed=proposed, exercise=exercise
        ).ref  # fmt: skip

    def take(self, party: str, step: str, act: str, track: str | None = None, paper: str = "C0") -> None:
        """Take a step that files everything; `act` is the level of the act, `paper` that of its documents."""
        by = acting(self.world, OF[party], AT)
        docket(self.world).take(by, self.ref, Filed(step, track, self.body(party, act, paper)), at=AT)

    def state(self, party: str, act: str) -> None:
        """Go on by a statement, which leads elsewhere."""
        by = acting(self.world, OF[party], AT)
        docket(self.world).take(by, self.ref, Filed("go_on", None, {"text": self.mark(act)}), at=AT)

    def end(self) -> None:
        """End the case in public, without words."""
        docket(self.world).take(acting(self.world, JAPAN, AT), self.ref, Filed("end"), at=AT)

    def body(self, party: str, act: str, paper: str) -> dict[str, Any]:
        """Answer every question, each with its level in its words."""
        t = self.terms
        person = (act, t["person"])
        return {
            "heading": self.mark(act, t["title"]),
            "words": self.mark(act, t["words"]),
            "addressed": ["FRA", "KOR"],
            "who": {"name": self.mark("C9"), "office": self.mark(*person)},
            "reached": {"channel": "mail", "address": self.mark(*person)},
            "document": self.attach(party, paper, act, t["document"]),
            "items": [
                {
                    "open": self.mark(act, t["words"]),
                    "inner": self.mark(act, t["words"], t["inner"]),
                    "paper": self.attach(party, paper, act, t["words"], t["inner"]),
                }
            ],
            "group": {"inner": self.mark(act, t["inner"])},
        }

    def attach(self, party: str, paper: str, *levels: str) -> dict[str, str]:
        """Attach a document whose name and content say its level; give it as a filing names it."""
        mark = self.mark(paper, *levels)
        by, settings = acting(self.world, OF[party], AT), self.world.app.extensions["consult"].settings
        data = PDF.replace(b"%s", mark.encode())
        digest = FolderStore(settings.documents).put(data)
        upload = documents.Upload(digest, f"{mark}.pdf", "application/pdf", len(data), "fr", paper)
        with self.world.writing() as conn:
            case = conn.execute(select(CASES.c.id).where(CASES.c.ref == self.ref)).scalar_one()
            documents.add_document(conn, case, party, by.person_id, upload, 40, AT)
        self.digests[digest] = max(paper, *(level or "C0" for level in levels))
        return {"digest": digest, "kind": "annex", "level": paper, "language": "fr"}

    def addresses(self) -> list[str]:
        """Give every public address that the case could have."""
        of = f"/public/cases/{self.ref}"
        acts = [f"{of}/acts/{n}/{what}" for n in range(4) for what in ("receipt", "openings.json")]
        return [of, f"{of}.json", *acts, *(f"{of}/documents/{digest}" for digest in self.digests)]


def fetched(client: FlaskClient, address: str) -> tuple[int, str]:
    """Give status and everything that is sent for an address: headers, and the body as text."""
    with client.get(address) as answer:
        told = "\n".join(f"{name}: {value}" for name, value in answer.headers if name not in ("Date", "X-Request-Id"))
        return answer.status_code, f"{told}\n{answer.data.decode('latin-1')}"
