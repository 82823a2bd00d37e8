"""What there is of others to be named in an address: each kind of identifier with one of a victim's and one that nobody
has. A new address with a part of a known name is asked for by itself; one with a new name fails until it is told here.

Long because: one line an identifier.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from werkzeug.routing import Rule

from consult.accounts import recovering
from consult.delivery import drills, endpoints
from consult.desk import save_view
from consult.documents import FolderStore
from consult.documents import rows as documents
from consult.documents.rows import Upload
from consult.models.cases import CASES
from consult.models.outputs import OUTPUT
from consult.models.parties import CONTACT_POINT, MANDATE, ORGAN, PERSON, SIGN_IN_SESSION
from consult.models.signin import PASSKEY
from consult.models.webhooks import WEBHOOK_ENDPOINT
from consult.outputs import rows as outputs
from consult.people import NewSubstitution
from consult.people.emergency import open_access
from consult.people.feeds import NewFeed, feeds_of, handle_of, make_feed
from consult.people.substitutions import record_substitution
from consult.standing import Standing, choices
from tests.consult.web.world import AT, World
from tests.house.imports_world import REF as IMPORT
from tests.house.papers_world import REF as PAPER
from tests.house.random_world import told

NOT_THERE = {
    "case": "OST9-2026-NOSUCH", "draft": "paper-nosuch", "paper": "PAP-2026-NOSUCH", "import": "IMP-2026-NOSUCH",
    "activity": "LUN-9999", "digest": "0" * 64, "number": "99999", "handle": "0" * 12, "key": "nosuch-key",
    "organ": "NOSUCH", "reference": "nosuch", "feed": "0" * 16, "file": "0" * 20,
}  # fmt: skip
COMMON = {
    "agreements", "api_agreements", "api_charters", "api_instruments", "api_procedures", "editions", "library",
    "audit", "public", "public_files", "static", "api_parties", "parties", "api_between", "reciprocity", "lunar",
    "api_lunar",
}  # fmt: skip
"""Law, shipped texts, the register, the list of parties and what is published: for everybody who may ask at
all. Recorded agreements, editions of cases and withheld parts of activities are drawn for every account by
`tests/house/test_outputs.py`."""
SECRETS = {
    "drills.ask",
    "drills.answer",
    "feeds.give",
    "signin.read_link",
    "signin.use_link",
    "providers.begin_invited",
}
"""The address itself is the secret: whoever has it is meant."""
OPEN_NUMBERS = {
    "record.entry", "record.give_leaf", "record.give_receipt", "record.give_openings", "api_log.show_entry",
    "api_log.give_leaf", "api_log.give_receipt", "api_log.give_openings", "api_log.give_checkpoint",
    "api_log.give_tile",
}  # fmt: skip
"""The log is published by number: that an entry is there is for everybody, what it says is drawn for every account."""
SHARED = {
    "api_contacts.show", "api_organ_keys.index", "organ_keys.show",  # how a party is reached, and its keys, are for all
    "api_drills.show", "drills.show",  # a drill is one of the installation, for each of its secretariats
}  # fmt: skip
"""What everybody in such a place may look at, and only look at."""
DAYS = {"api_days.show_desk"}
"""A day names nothing of anybody."""


@dataclass
class Victims:
    """A world in which there is something of each kind to be named, and how it is named."""

    world: World
    named: dict[str, str] = field(default_factory=dict)

    def places(self, rule: Rule) -> Mapping[str, str]:
        """Say, for each variable part of an address, of which kind of identifier it is; KeyError for a new one."""
        return {name: kind_of(rule, name) for name in sorted(rule.arguments)}


def kind_of(rule: Rule, name: str) -> str:
    """Say what a variable part names."""
    noun = rule.endpoint.partition(".")[0].removeprefix("api_")
    if name == "ref":
        by_noun = {"drafts": "draft", "affected": "draft", "imports": "import", "papers": "paper"}
        if noun in by_noun and "/cases/" not in rule.rule:
            return by_noun[noun]
        return "draft" if "/drafts/" in rule.rule else "case"
    if name == "key":
        return {"organs": "organ", "lunar": "activity", "register": "activity", "outputs": "file", "files": "file",
                "contacts": "party", "organ_keys": "party", "views": "view", "sheets": "sheet",
                "cases": "sheet", "my_data": "file"}[noun]  # fmt: skip
    if name == "handle":
        return "feed" if noun == "feeds" else "token"
    if name == "number":
        return {"drills": "drill", "members": "request", "absences": "absence", "secretariat": "given up",
                "people": "mandate" if "/mandates/" in rule.rule else "person", "webhooks": "endpoint",
                "contacts": "contact", "factors": "passkey", "organ_keys": "organ key", "operations": "given up",
                "representations": "arrangement", "keeping": "wish", "clearance": "comment",
                "watched": "access"}[noun]  # fmt: skip
    return PARTS[name]


PARTS = {
    "n": "act", "digest": "digest", "track": "track", "step": "step", "paper": "scan", "day": "day", "ending": "any",
    "form": "any", "person_id": "person", "mandate_id": "mandate", "contact_id": "contact", "point_id": "point",
    "point": "point", "session_id": "session", "endpoint_id": "endpoint", "reference": "reference",
    "key_id": "organ key",
    "organ": "organ", "party": "party", "activity": "activity", "view": "view", "agreement": "agreement",
}  # fmt: skip
ALIKE = {
    "act": "1", "track": "berth:FRA", "step": "ask", "day": "2026-12-01", "any": "", "sheet": "record", "party": "JPN",
    "scan": PAPER, "reference": "nosuch", "organ key": "1", "given up": "1", "arrangement": "1",
    "wish": "1", "comment": "1",
}  # fmt: skip
"""Parts that only mean something within what the others name: the same in both addresses."""
UNKNOWN = {
    "case": "case", "draft": "draft", "paper": "paper", "import": "import", "activity": "activity", "digest": "digest",
    "organ": "organ", "token": "handle", "feed": "feed", "file": "file", "view": "key",
}  # fmt: skip
"""How each kind is named where there is none; any other kind is a number."""


def not_there(kind: str) -> str:
    """Give an identifier of a kind that nobody has."""
    return NOT_THERE[UNKNOWN.get(kind, "number")]


def victims(world: World, folder: Path) -> Victims:
    """Put something of each kind into a world: cases of Brazil, the house of Japan."""
    refs, kept = told().refs, told().secrets
    made = Victims(world)
    made.named = {
        "case": refs["planned"], "draft": kept.drafts["foreign"], "paper": PAPER, "import": IMPORT,
        "activity": kept.entries["kept"], "organ": "MOFA",
    }  # fmt: skip
    with world.app.app_context(), world.writing() as conn:
        manager, official = _standing(conn, "manager@mofa.example"), _standing(conn, "all@jpn.example")
        brazil = _standing(conn, "all@bra.example")
        made.named |= {"person": str(official.person_id), "mandate": str(official.mandate_id)}
        made.named["digest"] = _document(conn, world, refs["planned"], brazil)
        own = select(CONTACT_POINT.c.id).select_from(CONTACT_POINT.join(ORGAN)).where(ORGAN.c.party_key == "JPN")
        made.named["contact"] = str(conn.execute(own.order_by(CONTACT_POINT.c.id)).scalars().first())
        session = {"token_hash": "s" * 64, "person_id": official.person_id, "created_at": AT, "client": "x"}
        made.named["session"] = str(
            conn.execute(insert(SIGN_IN_SESSION).values(session).returning(SIGN_IN_SESSION.c.id)).scalar_one()
        )
        made.named["endpoint"] = str(
            conn.execute(select(WEBHOOK_ENDPOINT.c.id).where(WEBHOOK_ENDPOINT.c.party == "JPN")).scalar_one()
        )
        assert endpoints.find(conn, manager, int(made.named["endpoint"])).party == "JPN"
        made.named["view"] = save_view(conn, official, "Mine", {"kind": "open"}, AT)
        make_feed(conn, official, NewFeed("mine"), AT)
        made.named["feed"] = handle_of(feeds_of(conn, official.person_id)[0])
        made.named["token"] = told().tokens["all@jpn.example"].split("_")[1]
        made.named["absence"] = str(_absence(conn, official))
        recovering.ask_managers(conn, official.person_id, "manager@mofa.example", "Lost the password twice", AT)
        made.named["request"] = "1"
        desk = _standing(conn, "desk@oosa.example")
        made.named["access"] = str(open_access(conn, refs["planned"], desk.person_id, "Nobody answers at all", 4, AT))
        drill = drills.start(conn, None, AT, parties=["JPN"])
        made.named |= {"drill": str(drill), "point": "1"}
        made.named["file"] = outputs.ask(
            conn,
            brazil,
            outputs.New("bundle", "Theirs", _question(refs["planned"]), 1),
            AT,
            run_at=AT + timedelta(days=9),
        )[1]
        key = {
            "person_id": official.person_id,
            "credential_id": "x",
            "public_key": b"x",
            "sign_count": 0,
            "name": "laptop",
            "made_at": AT,
        }
        made.named["passkey"] = str(_passkey(conn, key))
        conn.execute(update(MANDATE).where(MANDATE.c.capacities.is_not(None)).values(through_systems=True))
        conn.execute(update(OUTPUT).values(state="failed"))
    return made


def _question(ref: str) -> dict[str, Any]:
    return {"case": ref, "set": "full", "party": "BRA", "procedures": None, "cases": None, "prepares": True,
            "manages": False, "at": AT.isoformat(), "language": "en"}  # fmt: skip


def _passkey(conn: Any, given: dict[str, Any]) -> int:
    known = {name: value for name, value in given.items() if name in PASSKEY.c}
    for column in PASSKEY.c:
        if column.name not in known and not column.nullable and not column.primary_key and column.default is None:
            known[column.name] = b"x" if "Binary" in type(column.type).__name__ else 0
    return int(conn.execute(insert(PASSKEY).values(known).returning(PASSKEY.c.id)).scalar_one())


def _standing(conn: Any, email: str) -> Standing:
    person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == email)).scalar_one()
    return choices(conn, person, AT)[0]


def _document(conn: Any, world: World, ref: str, by: Standing) -> str:
    data = b"%PDF-1.4\nTheirs\n%%EOF\n"
    digest = FolderStore(world.app.extensions["consult"].settings.documents).put(data)
    case = conn.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
    upload = Upload(digest, "theirs.pdf", "application/pdf", len(data), "en", "C2")
    documents.add_document(conn, case, by.party_key, by.person_id, upload, 40, AT)
    return digest


def _absence(conn: Any, absent: Standing) -> int:
    own = _standing(conn, "mission@jpn.example")
    day = AT.date()
    new = NewSubstitution(absent.mandate_id, own.mandate_id, ("draft",), day, day + timedelta(days=3))
    return record_substitution(conn, None, new, AT)
