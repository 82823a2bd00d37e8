"""A dispute told up to a day, over the people of the demonstration: Japan against Korea, under their agreement."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from consult import create_app, migrate
from consult.db import reading, writing
from consult.demo.seeding import desk_of, seed
from consult.demo.tales import ExerciseDocket, tale
from consult.demo.telling import tell
from consult.docket import Filed
from consult.models.parties import PERSON
from consult.settings import Settings
from tests.consult.web.world import PASSWORD, World
from workflows.stories import shipped

BEGINNING = datetime(2026, 8, 20, 9, 0, tzinfo=UTC)
EVER = datetime(2040, 1, 1, tzinfo=UTC)
JAPAN, KOREA, FRANCE = "counsellor@jpn.example", "counsellor@kor.example", "counsellor@fra.example"
COURT = "exercise@pca.example"
"""The office that appoints and then sits."""


def dispute(folder: Path, until: datetime, story: str = "dispute-to-award") -> tuple[World, str]:
    """Tell a story up to a moment, on its own dates; give the world, and the reference of the case."""
    app = create_app(Settings.for_tests(folder, exercise=True))
    parts = app.extensions["consult"]
    migrate.upgrade(parts.engine)
    told = tale(next(path for path in shipped() if path.stem == story), EVER)
    word = parts.passwords.hash(PASSWORD, "")
    with writing(parts.engine) as connection:
        seed(connection, word, {key: label for label, key in told.keys.items()}, BEGINNING)
        connection.execute(update(PERSON).where(PERSON.c.email == COURT).values(password_hash=word))
    events = tuple(event for event in told.story.events if event.at <= until)
    docket = ExerciseDocket(parts.engine, parts.settings.instance)
    done = tell(docket, replace(told, story=replace(told.story, events=events)))
    assert done.stopped == "", done.stopped
    while docket.sweep(until):
        pass
    return World(app, {}, {}), done.refs[0]


def file(world: World, ref: str, party: str, step: str, at: datetime, track: str | None = None, **body: object) -> int:
    """Take a step at a moment as the desk of a party does; give the number of the act."""
    docket = world.app.extensions["consult"].docket
    with reading(world.engine) as connection:
        standing = desk_of(connection, party, "treaty", at)
    assert standing is not None
    return int(docket.take(standing, ref, Filed(step, track, body), at=at).n)


def together(
    world: World, ref: str, parties: tuple[str, ...], step: str, at: datetime, track: str | None = None, **body: object
) -> None:
    """Take a joint step at a moment: the desks of all parties agree to the same text."""
    for party in parties:
        file(world, ref, party, step, at, track, **body)
