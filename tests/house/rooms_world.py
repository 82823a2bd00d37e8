"""A dispute between Japan and France with a mediator, a tribunal and a secretariat, and the mediator's rooms beside it.

Rooms draw their references from a source of their own, and everything happens at given instants, so that worlds with
other rooms, or with none, differ in nothing else.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from consult import people
from consult.db import reading
from consult.docket import Docket, Filed, hand_of
from consult.documents import FolderStore
from consult.documents import rows as documents
from consult.models.cases import CASES
from consult.models.parties import PERSON
from consult.people import NewMandate, NewOrgan, NewParty
from consult.people.persons import NewPerson, add_person
from consult.standing import Standing, choices
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT, PASSWORD, World
from tests.house.outputs_world import more_accounts
from workflows.kernel.editions import digest_of
from workflows.kernel.placeholders import fill
from workflows.kernel.story_cases import row_for
from workflows.kernel.view import View

MEDIATOR, TRIBUNAL = "PCA", "CPA"
BODIES = (
    NewParty(MEDIATOR, "House of mediation", "body", "UTC", "NL", ("en",)),
    NewParty(TRIBUNAL, "House of arbitration", "body", "UTC", "NL", ("en",)),
)
MAIL = {key: f"all@{key.lower()}.example" for key in ("JPN", "FRA", "KOR", "BRA", MEDIATOR, TRIBUNAL)}
START = AT - timedelta(days=60)


@dataclass
class Disputed:
    """The world while it is being filled: cases by name, each with the docket that opens it, and documents by name."""

    world: World
    docket: Docket
    rooms: Docket
    refs: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    entries: dict[str, str] = field(default_factory=dict)
    editions: set[str] = field(default_factory=set)
    exercise: bool = False
    imported: str = ""
    logged: int = 0
    """How many entries of the log are the same ones in every world: none, since rooms come in between."""

    def by(self, party: str) -> Standing:
        """Give the standing of the office of a party that may do everything."""
        with reading(self.world.engine) as conn:
            person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == MAIL[party])).scalar_one()
            return choices(conn, person, AT)[0]

    def open(self, party: str, procedure: str, name: str, at: datetime, **proposed: str) -> str:
        """Open a case under a name."""
        docket = self.rooms if procedure == "room" else self.docket
        receipt = docket.open(self.by(party), procedure, at=at, title=name, proposed=proposed, exercise=self.exercise)
        self.refs[name] = receipt.ref
        return receipt.ref

    def take(
        self,
        party: str,
        name: str,
        step: str,
        at: datetime,
        track: str | None = None,
        /,
        *,
        filing: Any = None,
        **given: Any,
    ) -> int:
        """Take a step, with placeholders for what is not given; give the number of the act."""
        by, ref = self.by(party), self.refs[name]
        body = filing if filing is not None else self.body(by, ref, step, at, track, given)
        filed = Filed(step, track, body, cleared_digest=digest_of(body) if body is not None else None)
        return int(self.docket.take(by, ref, replace(filed, cleared_office="Office"), at=at).n)

    def together(self, name: str, step: str, at: datetime, track: str | None = None, /, **given: Any) -> None:
        """Take a joint step with the hands of both parties on one text."""
        body = self.body(self.by("JPN"), self.refs[name], step, at, track, given)
        for party in ("JPN", "FRA"):
            self.take(party, name, step, at, track, filing=body)

    def body(self, by: Standing, ref: str, step: str, at: datetime, track: str | None, given: Mapping[str, Any]) -> Any:
        """Complete a filing with placeholders."""
        with reading(self.world.engine) as conn:
            seen = self.docket.see(conn, by, ref, at)
            hand = hand_of(by, seen.procedure, at)
            view = View(seen.procedure, seen.case, hand, at, self.docket.world(conn, at, seen.row.id))
            view.track = seen.case.tracks.get(track or "")
            row = row_for(view, step)
            return fill(row, given, view) if row.filing else None

    def attach(self, party: str, name: str, key: str, words: str, level: str = "C2") -> dict[str, Any]:
        """Attach a document; give it as a filing names it."""
        by = self.by(party)
        data = b"%PDF-1.4\n" + words.encode() + b"\n%%EOF\n"
        digest = FolderStore(self.world.app.extensions["consult"].settings.documents).put(data)
        upload = documents.Upload(digest, f"{key}.pdf", "application/pdf", len(data), "en", level)
        with self.world.writing() as conn:
            case = conn.execute(select(CASES.c.id).where(CASES.c.ref == self.refs[name])).scalar_one()
            documents.add_document(conn, case, party, by.person_id, upload, 40, AT)
        self.files[key] = (self.refs[name], digest)
        return {"digest": digest, "kind": "annex", "level": level, "language": "en"}


Telling = Callable[[Disputed], None]


def build_dispute(
    folder: Path, beside: Telling = lambda told: None, after: Telling = lambda told: None, *, exercise: bool = False
) -> Disputed:
    """Build the world: a dispute in mediation before a tribunal too; `beside` tells what happens in rooms meanwhile."""
    world = build_cases(folder)
    add_bodies(world)
    more_accounts(world)
    letters = (random.Random(seed).choice for seed in (9, 10))
    told = Disputed(world, *(Docket(world.engine, folder, world.app.extensions["consult"].settings.procedures, choose)
                             for choose in letters), exercise=exercise)  # fmt: skip
    mediate(told)
    beside(told)
    go_on(told)
    after(told)
    with reading(world.engine) as conn:
        told.editions = set(conn.execute(select(CASES.c.edition)).scalars())
    return told


def add_bodies(world: World) -> None:
    """Record the two bodies, each with an office that signs in."""
    word = world.app.extensions["consult"].passwords.hash(PASSWORD, "")
    with world.app.app_context(), world.writing() as conn:
        for body in BODIES:
            people.add_party(conn, body)
            organ = people.add_organ(conn, None, body.key, NewOrgan("BUREAU", f"Bureau {body.key}", "secretariat"))
            person = add_person(conn, NewPerson(f"Bureau {body.key}", MAIL[body.key]), AT)
            conn.execute(update(PERSON).where(PERSON.c.id == person).values(password_hash=word))
            mandate = NewMandate(organ, "Bureau", ("office",), "Letter", date(2026, 1, 1))
            people.record_mandate(conn, None, person, mandate, AT)


def mediate(told: Disputed) -> None:
    """Notice, receipt, mediation by agreement, and the mediator."""
    at = START
    told.open("JPN", "settlement", "dispute", at, agreement="un-charter-33")
    told.take("JPN", "dispute", "serve_notice_of_dispute", at, dispute_title="Crew time", respondents=["FRA"])
    told.take("FRA", "dispute", "acknowledge", at + timedelta(days=1), "respondent:FRA")
    told.together("dispute", "go_to_stage", at + timedelta(days=2), "stage:mediation")
    told.together("dispute", "nominate_mediator", at + timedelta(days=3), "stage:mediation", neutral=MEDIATOR)
    told.take(MEDIATOR, "dispute", "take_office_as_mediator", at + timedelta(days=4), f"mediator:{MEDIATOR}")


def go_on(told: Disputed) -> None:
    """What happens in the open after the rooms: another case, a statement, a tribunal."""
    at = START + timedelta(days=30)
    told.open("JPN", "berth", "berth", at)
    told.take("JPN", "berth", "ask", at, vehicle="Cargo 7", asked=["FRA", "KOR"])
    told.take("FRA", "dispute", "make_statement", at + timedelta(hours=1), text="We go on talking.")
    told.together("dispute", "submit_jointly", at + timedelta(days=1))
    told.take("FRA", "dispute", "record_receipt", at + timedelta(days=1), "respondent:FRA")
    for party, side in (("JPN", "claimant"), ("FRA", "respondent")):
        told.take(party, "dispute", "appoint_arbitrator", at + timedelta(days=2), f"seat:{side}")
    told.together("dispute", "choose_presiding", at + timedelta(days=3), "seat:presiding", office=TRIBUNAL)


def caucuses(words: str, *parties: str, joint: bool = False) -> Telling:
    """Tell a private room with each of some parties, and perhaps a joint session, in words of a given length."""

    def tell(told: Disputed) -> None:
        at = START + timedelta(days=10)
        told.written.add(words)
        for party in parties:
            name = f"with {party}"
            told.open(MEDIATOR, "room", name, at)
            told.take(MEDIATOR, name, "open_room", at, dispute=told.refs["dispute"], party=party, purpose=words)
            _talk_apart(told, party, name, at, words)
        if joint:
            told.open(MEDIATOR, "room", "together", at, kind="joint")
            both = {"dispute": told.refs["dispute"], "parties": ["JPN", "FRA"], "purpose": words}
            told.take(MEDIATOR, "together", "open_room", at, **both)
            told.take("JPN", "together", "say", at, text=words, document=told.attach("JPN", "together", "said", words))
            told.take("FRA", "together", "make_offer", at, terms=words)

    return tell


def _talk_apart(told: Disputed, party: str, name: str, at: datetime, words: str) -> None:
    """Say something, offer something with a paper, and allow two things to be passed on, of which one is."""
    told.take(party, name, "say", at + timedelta(hours=1), text=words)
    paper = told.attach(party, name, f"{name}: paper", f"{words} {party}")
    told.take(party, name, "make_offer", at + timedelta(hours=2), terms=words, document=paper)
    told.take(MEDIATOR, name, "answer_offer", at + timedelta(hours=3), "offer:1", answer="accept")
    told.take(party, name, "allow_sharing", at + timedelta(hours=4), what=words)
    told.take(MEDIATOR, name, "record_sharing", at + timedelta(hours=5), "release:1", told=words)
    told.take(party, name, "allow_sharing", at + timedelta(hours=6), what=words)
