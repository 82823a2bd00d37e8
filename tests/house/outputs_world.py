"""A seeded world full of secrets: every one carries its procedure, its level and its audience in its own words.

Built once as it is, and once for a reader with everything changed that this reader may not see: other words in every
hidden answer, and more of what is hidden, done later than all the rest. Clock, references and numbers are fixed, so
that two worlds differ in that alone.
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from consult import drafts, people
from consult.db import reading, writing
from consult.delivery.events import place_all
from consult.docket import Docket, Filed, hand_of
from consult.documents import FolderStore
from consult.documents import rows as documents
from consult.log.status import read_status
from consult.models.cases import CASES, DRAFT
from consult.models.parties import PERSON
from consult.people import NewMandate, NewOrgan
from consult.people.persons import NewPerson, add_person
from consult.search import filling
from consult.standing import Standing, choices
from tests.consult.log.signing import POLICY, sign_at
from tests.consult.web.cases_world import PROCEDURES, build_cases
from tests.consult.web.world import AT, PASSWORD, World
from tests.house.clearance_world import put_in_clearance
from tests.house.entrusted_world import ACTING, add_acting, entrust
from tests.house.gatherings_world import gather, gather_more
from tests.house.imports_world import import_case
from tests.house.levels_world import move_levels, move_more
from tests.house.papers_world import register_papers
from tests.house.register_world import register_activities
from tests.house.released_world import release, release_more
from tests.house.webhooks_world import tell_endpoints
from workflows.kernel.placeholders import fill
from workflows.kernel.view import View

MARK = re.compile(r"MARK-(?P<procedure>[a-z0-9]+)-(?P<level>C\d)-(?P<parties>[A-Z]+(?:\.[A-Z]+)*)-[AB]")
PDF = b"%PDF-1.4\n%s\n%%%%EOF\n"
LATER, LOOKED = AT + timedelta(hours=1), AT + timedelta(hours=2)
"""When more of what is hidden is done, so that it comes last where an order goes by it; and when all is looked at."""
KEYS = ("berth", "ost9", "agreement", "settlement", "register", "quiet", "meeting", "import", "tcbm", "levels")
WORDS = {"ost9_request": "ost9request"} | {key: key for key in KEYS}


@dataclass(frozen=True)
class Reader:
    """An account with the party that it reads for, and the procedures that its mandate covers (None: all)."""

    email: str
    party: str
    procedures: tuple[str, ...] | None = None
    reads_cases: bool = True
    in_its_name: bool = False
    """Acts in the name of the party, for another one."""

    def may_read(self, procedure: str, parties: tuple[str, ...]) -> bool:
        """Say whether a secret is for this reader: the rule in plain words."""
        covered = self.procedures is None or procedure in {WORDS[key] for key in self.procedures}
        return self.reads_cases and covered and self.party in parties


READERS = (
    Reader("all@jpn.example", "JPN"),
    Reader("all@fra.example", "FRA"),
    Reader("all@kor.example", "KOR"),
    Reader("all@bra.example", "BRA"),
    Reader("desk@oosa.example", "OOSA"),
    Reader("limited@jpn.example", "JPN", ("ost9_request",)),
    Reader("operator@jpn.example", "JPN", reads_cases=False),
    Reader("expired@jpn.example", "JPN", reads_cases=False),
    Reader(ACTING, "KOR", ("levels",), in_its_name=True),
)
ANYBODY = Reader("whoever is not signed in", "", reads_cases=False)
OTHERS = (
    Reader("draft@jpn.example", "JPN"),
    Reader("mission@jpn.example", "JPN"),
    Reader("manager@mofa.example", "JPN"),
    Reader("liaison@jaxa.example", "JPN"),
    Reader("auditor@jpn.example", "JPN"),
)


@dataclass
class Secrets:
    """The world while it is being filled: names of cases, papers and documents, and every secret that was written."""

    world: World
    docket: Docket
    changed_for: Reader | None
    refs: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    acting: dict[str, Standing] = field(default_factory=dict)
    imported: str = ""
    """The digest of the document of an imported case."""
    asked_about: int = 0
    """The number of the act of a paper that Korea asks Japan to open."""
    editions: set[str] = field(default_factory=set)
    logged: int = 0
    """How many entries the log has that are there in every world."""
    at: datetime = AT
    """When acts are taken."""

    def mark(self, procedure: str, level: str, *parties: str) -> str:
        """Write a secret; its last letter is another one where the reader of this world may not see it."""
        hidden = self.changed_for is not None and not self.changed_for.may_read(WORDS[procedure], parties)
        secret = f"MARK-{WORDS[procedure]}-{level}-{'.'.join(sorted(parties))}-{'B' if hidden else 'A'}"
        self.written.add(secret)
        return secret

    def by(self, party: str) -> Standing:
        """Give the standing of the office of a party that may do everything."""
        if party not in self.acting:
            with reading(self.world.engine) as conn:
                person = conn.execute(
                    select(PERSON.c.id).where(PERSON.c.email == f"all@{party.lower()}.example")
                ).scalar_one()
                self.acting[party] = choices(conn, person, AT)[0]
        return self.acting[party]

    def open(self, party: str, procedure: str, name: str, title: str) -> str:
        """Open a case under a name."""
        self.refs[name] = str(self.docket.open(self.by(party), procedure, at=self.at, title=title).ref)
        return self.refs[name]

    def take(self, party: str, name: str, step: str, track: str | None = None, /, **given: Any) -> int:
        """Take a step, with placeholders for what is not given; give the number of the act."""
        by, ref = self.by(party), self.refs[name]
        body = self._body(by, ref, step, track, given)
        return int(self.docket.take(by, ref, Filed(step, track, body), at=self.at).n)

    def together(self, parties: tuple[str, ...], name: str, step: str, track: str | None = None, **given: Any) -> int:
        """Take a joint step: every party lays its hand on the same text; give the number of the last act."""
        body = self._body(self.by(parties[0]), self.refs[name], step, track, given)
        ref, filed = self.refs[name], Filed(step, track, body)
        acts = [self.docket.take(self.by(one), ref, filed, at=self.at) for one in parties]
        return int(acts[-1].n)

    def _body(self, by: Standing, ref: str, step: str, track: str | None, given: Mapping[str, Any]) -> Any:
        with reading(self.world.engine) as conn:
            seen = self.docket.see(conn, by, ref, self.at)
            hand = hand_of(by, seen.procedure, self.at)
            view = View(seen.procedure, seen.case, hand, self.at, self.docket.world(conn, self.at, seen.row.id))
            view.track = seen.case.tracks.get(track or "")
            row = next(row for row in seen.procedure.rows[step] if seen.case.state in row.frm)
            return fill(row, given, view) if row.filing else None

    def draft(self, party: str, name: str, key: str, step: str, track: str | None = None, **body: Any) -> None:
        """Begin a paper under a fixed address."""
        by = self.by(party)
        with writing(self.world.engine) as conn:
            case = conn.execute(select(CASES.c.id).where(CASES.c.ref == self.refs[name])).scalar_one()
            ref = drafts.start(conn, by, case, step, track, body, AT)
            conn.execute(update(DRAFT).where(DRAFT.c.ref == ref).values(ref=f"paper-{key}"))
        self.drafts[key] = f"paper-{key}"

    def attach(
        self, party: str, name: str, key: str, secret: str, level: str, act_n: int | None = None
    ) -> dict[str, Any]:
        """Attach a document whose name and content are a secret; give it as a filing names it."""
        by, settings = self.by(party), self.world.app.extensions["consult"].settings
        data = PDF.replace(b"%s", secret.encode())
        digest = FolderStore(settings.documents).put(data)
        upload = documents.Upload(digest, f"{secret}.pdf", "application/pdf", len(data), "en", level)
        with writing(self.world.engine) as conn:
            case = conn.execute(select(CASES.c.id).where(CASES.c.ref == self.refs[name])).scalar_one()
            documents.add_document(conn, case, party, by.person_id, upload, 40, AT)
            if act_n is not None:
                documents.mark_filed(conn, case, [digest], act_n)
        self.files[key] = (self.refs[name], digest)
        return {"digest": digest, "kind": "annex", "level": level, "language": "en"}

    def file(self, name: str, key: str, n: int) -> None:
        """Make an attached document part of the act that filed it."""
        with writing(self.world.engine) as conn:
            case = conn.execute(select(CASES.c.id).where(CASES.c.ref == self.refs[name])).scalar_one()
            documents.mark_filed(conn, case, [self.files[key][1]], n)


def build(folder: Path, changed_for: Reader | None = None) -> Secrets:
    """Build the world in a folder; for a reader, with everything changed that this reader may not see."""
    world = build_cases(folder)
    more_accounts(world)
    add_acting(world)
    docket = Docket(world.engine, folder, (PROCEDURES,), random.Random(9).choice)
    told = Secrets(world, docket, changed_for)
    _berth(told)
    _notice(told)
    _request(told)
    _planned(told)
    _minutes(told)
    _settlement(told)
    _closed_and_foreign(told)
    _handed_on(told)
    _agreement(told)
    _dispute(told)
    register_activities(told)
    gather(told)
    register_papers(told)
    tell_endpoints(told)
    import_case(told)
    release(told)
    move_levels(told)
    entrust(told)
    put_in_clearance(told)
    with reading(world.engine) as conn:
        told.editions = set(conn.execute(select(CASES.c.edition)).scalars())
    place_all(world.engine, step=lambda: 1)
    told.logged = _sign(told, folder)
    if changed_for is not None:
        told.at = LATER
        _more_that_is_hidden(told, changed_for)
        place_all(world.engine, step=lambda: 1)
        _sign(told, folder)
    while filling.fill(world.engine, docket.editions):
        pass
    return told


def _sign(told: Secrets, folder: Path) -> int:
    """Sign and cosign the log as it is, under a policy; give how many entries it has."""
    (folder / "policy.txt").write_text(POLICY, encoding="utf-8")
    with reading(told.world.engine) as conn:
        size = read_status(conn).size
    sign_at(told.world.engine, size, "JPN", "FRA", "KOR", at=AT)
    return size


def more_accounts(world: World) -> None:
    """Record an operator, a mandate for one procedure, one that has ended, and an auditor, all of Japan; the operator
    is of those who run this installation."""
    parts = world.app.extensions["consult"]
    settings = replace(parts.settings, operations=replace(parts.settings.operations, organ="JPN/OPS"))
    world.app.extensions["consult"] = replace(parts, settings=settings)
    with world.app.app_context(), world.writing() as conn:
        operator = people.add_organ(conn, None, "JPN", NewOrgan("OPS", "Operator of the vehicle", "operator"))
        ministry = people.add_organ(conn, None, "JPN", NewOrgan("MFA2", "Second ministry for cases", "ministry"))
        word = world.app.extensions["consult"].passwords.hash(PASSWORD, "")
        for name, organ, procedures, until, capacity in (
            ("operator", operator, None, None, "draft"),
            ("limited", ministry, ("ost9_request",), None, "draft"),
            ("expired", ministry, None, date(2026, 11, 19), "draft"),
            ("auditor", ministry, None, None, "audit"),
        ):
            person = add_person(conn, NewPerson(f"Office {name}", f"{name}@jpn.example"), AT)
            conn.execute(update(PERSON).where(PERSON.c.id == person).values(password_hash=word))
            level = "agency" if organ == operator else "treaty"
            mandate = NewMandate(
                organ, name, (capacity,), "Letter", date(2026, 1, 1), until, level, procedures=procedures
            )
            people.record_mandate(conn, None, person, mandate, datetime(2026, 11, 1, tzinfo=UTC))


def _berth(told: Secrets) -> None:
    """A toy case with every level: open and hidden answers, bilateral ones, papers in preparation, a hand laid."""
    three = ("JPN", "FRA", "KOR")
    told.open("JPN", "berth", "berth", told.mark("berth", "C4", "JPN"))
    drawing = told.attach("JPN", "berth", "drawing", told.mark("berth", "C3", *three), "C3")
    n = told.take(
        "JPN",
        "berth",
        "ask",
        vehicle=told.mark("berth", "C2", *three),
        remark=told.mark("berth", "C4", "JPN"),
        asked=["FRA", "KOR"],
        drawing=drawing,
    )
    _file(told, "berth", "drawing", n)
    told.take("FRA", "berth", "record_receipt", "berth:FRA")
    own = told.attach("KOR", "berth", "own", told.mark("berth", "C4", "KOR"), "C4")
    n = told.take("KOR", "berth", "give", "berth:KOR", text=told.mark("berth", "C3", "JPN", "KOR"), document=own)
    _file(told, "berth", "own", n)
    told.take("FRA", "berth", "make_statement", text=told.mark("berth", "C2", *three))
    told.take("JPN", "berth", "suspend", reason=told.mark("berth", "C2", *three), until="2027-01-15")
    told.draft("FRA", "berth", "answer", "give", "berth:FRA", text=told.mark("berth", "C4", "FRA"))
    told.draft("JPN", "berth", "statement", "make_statement", text=told.mark("berth", "C4", "JPN"))
    told.attach("JPN", "berth", "prepared", told.mark("berth", "C4", "JPN"), "C2")


def _file(told: Secrets, name: str, key: str, n: int) -> None:
    told.file(name, key, n)


def _notice(told: Secrets) -> None:
    """The duty to consult: an assessment for own eyes, a notice copied to the secretariat, bilateral answers."""
    three, copied = ("JPN", "FRA", "KOR"), ("JPN", "FRA", "KOR", "OOSA")
    own, open_to = told.mark("ost9", "C4", "JPN"), told.mark("ost9", "C1", *copied)
    told.open("JPN", "ost9", "notice", own)
    told.take("JPN", "notice", "start_assessment", activity_title=own, description=own)
    annex = told.attach("JPN", "notice", "annex", told.mark("ost9", "C3", *three), "C3")
    n = told.take(
        "JPN",
        "notice",
        "serve_notice",
        activity_title=open_to,
        grounds=open_to,
        addressees=["FRA", "KOR"],
        copied_to=["OOSA"],
        annex=annex,
    )
    _file(told, "notice", "annex", n)
    told.take("FRA", "notice", "reply", "addressee:FRA", position=told.mark("ost9", "C3", "JPN", "FRA"))
    told.take("JPN", "notice", "make_statement", text=told.mark("ost9", "C2", *three))
    told.take("KOR", "notice", "acknowledge", "addressee:KOR", remark=told.mark("ost9", "C3", "JPN", "KOR"))
    told.draft("JPN", "notice", "reply", "contest_adequacy", text=told.mark("ost9", "C4", "JPN"))


def _request(told: Secrets) -> None:
    """A request of France to two planning States, one of which asks back in confidence."""
    three = ("FRA", "JPN", "KOR")
    told.open("FRA", "ost9_request", "request", told.mark("ost9_request", "C4", "FRA"))
    word = told.mark("ost9_request", "C2", *three)
    told.take("FRA", "request", "serve_request", activity_title=word, grounds=word, planning=["JPN", "KOR"])
    told.take("JPN", "request", "accept_request", "planning:JPN")
    told.draft("FRA", "request", "asking", "make_statement", text=told.mark("ost9_request", "C4", "FRA"))
    told.take("JPN", "request", "make_statement", text=word)
    bilateral = told.mark("ost9_request", "C3", "FRA", "KOR")
    told.take("KOR", "request", "acknowledge", "planning:KOR", remark=bilateral)
    told.draft(
        "KOR", "request", "joining", "accept_request", "planning:KOR", remark=told.mark("ost9_request", "C4", "KOR")
    )


def _planned(told: Secrets) -> None:
    """A notice in preparation of a landing right where another State keeps its place for participants."""
    own = told.mark("ost9", "C4", "JPN")
    told.open("JPN", "ost9", "planning", own)
    told.take("JPN", "planning", "start_assessment", activity_title=own, description=own)
    place = {"body": "moon", "shape": "circle", "lat": "-89.45", "lon": "-137.2", "radius_km": "3"}
    answers = {"activity_title": own, "earliest_start": "2028-05-01", "place": place, "addressees": ["FRA"]}
    told.draft("JPN", "planning", "affected", "serve_notice", **answers)


def _minutes(told: Secrets) -> None:
    """Two minutes drafted side by side, each between the two sides of its relation."""
    told.open("JPN", "ost9", "minutes", "Two minutes")
    told.take("JPN", "minutes", "start_assessment")
    told.take("JPN", "minutes", "serve_notice", addressees=["FRA", "KOR"])
    for party in ("FRA", "KOR"):
        track, word = f"addressee:{party}", told.mark("ost9", "C3", "JPN", party)
        for hand in ("JPN", party):
            told.take(hand, "minutes", "enter_consultation", track, remark="Let us talk.")
        clauses = [{"key": "1", "heading": word, "text": word}]
        version = told.take(party, "minutes", "table_text", track, clauses=clauses, note=word)
        told.take("JPN", "minutes", "withhold_assent", track, version=version, clauses=[{"key": "1"}], reasons=word)


def _settlement(told: Secrets) -> None:
    """A settlement drafted by its two parties, one of which prepares another version."""
    word = told.mark("settlement", "C2", "JPN", "FRA")
    told.open("JPN", "settlement", "drafted", "A dispute of two")
    told.take("JPN", "drafted", "serve_notice_of_dispute", dispute_title=word, respondents=["FRA"])
    told.take("FRA", "drafted", "acknowledge", "respondent:FRA")
    clauses = [{"key": "1", "heading": word, "text": word}, {"key": "2", "text": word}]
    version = told.take("JPN", "drafted", "table_text", clauses=clauses)
    told.take("FRA", "drafted", "assent_to_clauses", version=version, clauses=[{"key": "2"}], remark=word)
    changed = [{"key": "1", "text": "Words."}]
    told.take("FRA", "drafted", "table_text", clauses=changed, note=word)
    own = told.mark("settlement", "C4", "FRA")
    told.draft("FRA", "drafted", "version", "table_text", note=own)


def _closed_and_foreign(told: Secrets) -> None:
    """A case of two that ended and points to the newer one, and cases in which nobody else takes part."""
    two = told.mark("berth", "C2", "JPN", "FRA")
    told.open("JPN", "berth", "old", told.mark("berth", "C4", "JPN"))
    told.take("JPN", "old", "ask", vehicle=two, asked=["FRA"])
    told.take("JPN", "old", "supersede", newer_case=told.refs["berth"], reason=two)
    for procedure, name in (("berth", "foreign"), ("ost9", "planned")):
        own = told.mark(procedure, "C4", "BRA")
        told.open("BRA", procedure, name, own)
    told.draft("BRA", "foreign", "foreign", "ask", vehicle=told.mark("berth", "C4", "BRA"))


def _handed_on(told: Secrets) -> None:
    """A case of three with a bilateral answer, handed on by one of them to a case with somebody who never saw it."""
    three = ("JPN", "FRA", "KOR")
    told.open("FRA", "berth", "handed", told.mark("berth", "C4", "FRA"))
    told.take("FRA", "handed", "ask", vehicle=told.mark("berth", "C2", *three), asked=["KOR", "JPN"])
    told.take("KOR", "handed", "give", "berth:KOR", text=told.mark("berth", "C3", "FRA", "KOR"))
    told.take("JPN", "handed", "make_statement", text=told.mark("berth", "C2", *three))
    told.take("KOR", "handed", "hand_on")
    with reading(told.world.engine) as conn:
        told.refs["beyond"] = conn.execute(select(CASES.c.ref).order_by(CASES.c.id.desc())).scalars().first() or ""
    now = ("KOR", "JPN", "BRA", "IND")
    told.take("KOR", "beyond", "ask", vehicle=told.mark("berth", "C2", *now), asked=["JPN", "BRA", "IND"], before="")


def _agreement(told: Secrets) -> None:
    """An agreement that France and Korea recorded between them, and a revision that one of them tables."""
    two = told.mark("agreement", "C2", "FRA", "KOR")
    words = {"title": two, "kind": "implementing", "note": two, "parties": ["FRA", "KOR"]}
    told.open("FRA", "agreement", "agreement", told.mark("agreement", "C4", "FRA"))
    told.take("FRA", "agreement", "table_text", **words)
    told.take("FRA", "agreement", "record_text", **words)
    told.take("KOR", "agreement", "record_text", **words)
    told.take("KOR", "agreement", "table_revision", **words)
    told.draft("FRA", "agreement", "agreement", "table_revision", note=told.mark("agreement", "C4", "FRA"))


def _dispute(told: Secrets) -> None:
    """A dispute of two, settled with a commitment that is said not to be performed; and one before a tribunal."""
    two, word = ("JPN", "KOR"), told.mark("settlement", "C2", "JPN", "KOR")
    for name in ("dispute", "tribunal"):
        told.open("JPN", "settlement", name, word)
        claims = [{"key": "data", "claim": word}, {"key": "costs", "claim": word}]
        told.take("JPN", name, "serve_notice_of_dispute", dispute_title=word, respondents=["KOR"], claims=claims)
        told.take("KOR", name, "state_position", "claim:data", stance="denied", reasons=word)
    told.take("KOR", "dispute", "acknowledge", remark=word)
    told.together(two, "dispute", "settle", terms=word)
    owed = [{"key": "hand-over", "party": "KOR", "text": word}]
    told.together(two, "dispute", "record_commitments", commitments=owed, due_on="2027-01-15")
    paper = told.attach("KOR", "dispute", "evidence", word, "C2")
    n = told.take("KOR", "dispute", "report_performance", "commitment:hand-over", text=word, document=paper)
    _file(told, "dispute", "evidence", n)
    told.take("JPN", "dispute", "dispute_performance", "commitment:hand-over", grounds=word)
    told.together(two, "tribunal", "submit_jointly", question=word)
    told.take("KOR", "tribunal", "record_receipt", "respondent:KOR")
    own = told.mark("settlement", "C3", "JPN", "KOR")
    told.take("JPN", "tribunal", "appoint_arbitrator", "seat:claimant", name=own, disclosure=own)


def _more_that_is_hidden(told: Secrets, reader: Reader) -> None:
    """Add what the reader may not see either: cases, papers and documents of others, and acts on others' relations."""
    for party in ("BRA", "FRA"):
        if not reader.may_read("berth", (party,)):
            told.open(party, "berth", f"more-{party}", "One more")
            told.draft(party, f"more-{party}", f"more-{party}", "ask", vehicle="One more")
            told.draft(
                party,
                "berth" if party == "FRA" else "foreign",
                f"too-{party}",
                "correct" if party == "FRA" else "withdraw",
            )
    gather_more(told, reader)
    if not reader.may_read("ost9", ("JPN", "KOR")):
        told.take("KOR", "notice", "ask_information", "addressee:KOR")
        told.take("KOR", "minutes", "table_text", "addressee:KOR")
        told.take("JPN", "minutes", "assent_to_clauses", "addressee:KOR")
    if not reader.may_read("settlement", ("JPN", "FRA")):
        told.take("JPN", "drafted", "table_text")
        told.take("JPN", "drafted", "settle")
    if not reader.may_read("ost9", ("JPN", "FRA", "KOR")):
        told.take("JPN", "notice", "correct", act=2)
    if not reader.may_read("settlement", ("JPN", "KOR")):
        told.take("JPN", "tribunal", "state_position", "claim:costs", stance="reserved")
    if not reader.may_read("berth", ("JPN", "FRA")):
        told.take("FRA", "berth", "give", "berth:FRA")
    if not reader.may_read("ost9", ("JPN", "FRA")):
        told.take("JPN", "notice", "record_receipt", "addressee:FRA")
    if not reader.may_read("ost9request", ("FRA", "KOR")):
        told.take("FRA", "request", "record_receipt", "planning:KOR")
        told.attach("KOR", "request", "more", "One more", "C2")
    if not reader.may_read("levels", ("JPN", "KOR")):
        move_more(told)
    if not reader.may_read("tcbm", ("JPN", "KOR")):
        release_more(told)
