"""The world of random users: the world of secrets, with a mediator, rooms, and somebody who acts for two parties."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from huey import MemoryHuey
from sqlalchemy import select, update

from consult import clock, people
from consult.delivery.events import place_all
from consult.delivery.sending import Sender
from consult.docket import Docket
from consult.jobs import Jobs
from consult.jobs.receipts import Receipts
from consult.models.parties import ORGAN, PERSON
from consult.outputs.keeping import OutputStore
from consult.outputs.making import Making
from consult.outputs.rows import TOPIC
from consult.pages.makers import makers
from consult.people import NewMandate
from consult.people.persons import NewPerson, add_person
from consult.people.tokens import NewToken, issue_token
from consult.standing import choices
from tests.consult.web.cases_world import PROCEDURES, build_cases
from tests.consult.web.world import AT, PASSWORD, World, copy
from tests.house import outputs_world
from tests.house.outputs_world import Secrets, build
from tests.house.rooms_world import MEDIATOR, add_bodies
from tests.scratch import scratch

DOUBLE = "double@people.example"
PEOPLE = (
    "all@jpn.example",
    "all@fra.example",
    "all@kor.example",
    "all@bra.example",
    "desk@oosa.example",
    "all@pca.example",
    "all@cpa.example",
    "draft@jpn.example",
    "mission@jpn.example",
    "adviser@jpn.example",
    "limited@jpn.example",
    "operator@jpn.example",
    "expired@jpn.example",
    "manager@mofa.example",
    "manager@meae.example",
    "liaison@jaxa.example",
    DOUBLE,
    "",
)
"""Who there is; the last one is not signed in."""


@dataclass
class Told:
    """A world and what there is in it by name, with a token of each account."""

    secrets: Secrets
    refs: dict[str, str]
    tokens: dict[str, str] = field(default_factory=dict)


@cache
def told() -> Told:
    """Build the world once in a process, and close it: nobody touches this one."""
    return tell(scratch())


def tell(folder: Path, **settings: Any) -> Told:
    """Build the world in a folder; `settings` change those of the installation."""
    with clock.frozen(AT), patch.object(outputs_world, "build_cases", partial(build_cases, **settings)):
        secrets = build(folder)
        add_bodies(secrets.world)
        _mediate(secrets)
        _add_double(secrets.world)
        place_all(secrets.world.engine)
        tokens = {email: token for email in PEOPLE if email for token in _tokens(secrets.world, email)}
    secrets.world.engine.dispose()
    return Told(secrets, dict(secrets.refs), tokens)


def fresh(folder: Path) -> World:
    """Copy the world, with its documents, into a folder."""
    original = told().secrets.world
    shutil.copytree(original.app.instance_path, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sqlite*"))
    made = copy(original, folder, procedures=(PROCEDURES,))
    made.app.config.update(API_A_MINUTE=1_000_000, API_MISSES_A_MINUTE=1_000_000)
    return made


def worker(world: World) -> Jobs:
    """Give the background work of a world, done where it is asked for."""
    parts = world.app.extensions["consult"]
    making = Making(world.engine, OutputStore.of(parts.settings), makers(parts.settings, parts.docket))
    errands: dict[str, Any] = {"send": Sender(world.engine, parts.settings), TOPIC: making}
    errands["receipt"] = Receipts(world.engine, parts.docket)
    return Jobs(world.engine, parts.docket, MemoryHuey("random", immediate=True, results=False), errands=errands)


def _mediate(told: Secrets) -> None:
    """A dispute in mediation, and a room of the mediator with each side."""
    docket = Docket(told.world.engine, told.docket.instance, (PROCEDURES,), random.Random(11).choice)
    two, ref = told.mark("settlement", "C2", "JPN", "FRA", MEDIATOR), ""
    ref = docket.open(told.by("JPN"), "settlement", at=AT, title=two, proposed={"agreement": "un-charter-33"}).ref
    told.refs["mediated"] = ref
    told.take("JPN", "mediated", "serve_notice_of_dispute", dispute_title=two, respondents=["FRA"])
    told.take("FRA", "mediated", "acknowledge", "respondent:FRA")
    told.together(("JPN", "FRA"), "mediated", "go_to_stage", "stage:mediation")
    told.together(("JPN", "FRA"), "mediated", "nominate_mediator", "stage:mediation", neutral=MEDIATOR)
    told.take(MEDIATOR, "mediated", "take_office_as_mediator", f"mediator:{MEDIATOR}")
    for party in ("JPN", "FRA"):
        name, word = f"room-{party}", told.mark("settlement", "C5", party, MEDIATOR)
        told.refs[name] = docket.open(told.by(MEDIATOR), "room", at=AT, title=name).ref
        told.take(MEDIATOR, name, "open_room", dispute=ref, party=party, purpose=word)
        told.take(party, name, "say", text=word)
        told.take(party, name, "make_offer", terms=word)
        told.draft(party, name, f"offer-{party}", "make_offer", terms=word)


def _add_double(world: World) -> None:
    """Record somebody who drafts for Japan and for Korea."""
    with world.app.app_context(), world.writing() as conn:
        person = add_person(conn, NewPerson("Double office", DOUBLE), AT)
        word = world.app.extensions["consult"].passwords.hash(PASSWORD, "")
        conn.execute(update(PERSON).where(PERSON.c.id == person).values(password_hash=word))
        for key in ("JPN", "KOR"):
            organ = select(ORGAN.c.id).where(ORGAN.c.party_key == key, ORGAN.c.key == "MFA")
            new = NewMandate(conn.execute(organ).scalar_one(), "Double", ("draft",), "Letter", date(2026, 1, 1))
            people.record_mandate(conn, None, person, new, AT)


def _tokens(world: World, email: str) -> Iterator[str]:
    """Issue a token on the first mandate of an account that counts, with all that it has."""
    with world.writing() as conn:
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == email)).scalar_one()
        for by in choices(conn, person, AT)[:1]:
            last = min(by.valid_until or date.max, (AT + timedelta(days=200)).date())
            new = NewToken("person", "Registry", by.mandate_id, tuple(sorted(by.capacities)), last)
            yield issue_token(conn, by, new, AT)
