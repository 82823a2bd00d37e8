"""Whom a button names is who sees the act once it is recorded, over the shipped stories: by the conditions that every
page asks, and not by who was told.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from consult import demo, migrate
from consult.audience import Audience
from consult.db import make_engine, reading
from consult.demo.tales import ExerciseDocket, Tale, tales
from consult.demo.telling import tell
from consult.docket import Filed, Receipt, Refused, Seen
from consult.docket.audience import audience_of
from consult.models.cases import ACT, CASE_PARTY, CASES
from consult.models.parties import PARTY
from consult.settings import Settings
from consult.standing import Standing
from consult.visibility import APART, PUBLIC_EXERCISE, Viewer, act_condition, case_condition
from tests.consult.demo.conftest import AT

EVERY_STORY = "CONSULT_EVERY_STORY"
"""Set, the test goes through every story; else through some, drawn by a fixed seed, and through those named here."""
ALWAYS = {"rooms-of-a-mediator", "rescue-card-opened", "notice-released", "four-states", "s2-close-approaches"}
SAMPLE = 6


class Comparing(ExerciseDocket):
    """A docket that says before each act who will see it, and looks afterwards who does."""

    def __init__(self, engine: Engine, folder: Path, procedures: tuple[Path, ...]) -> None:
        """Begin with nothing compared."""
        super().__init__(engine, folder, procedures)
        self.compared, self.levels = 0, set[str]()
        self.raised = self.refused = 0
        self.differences: list[str] = []

    def take(self, standing: Standing, ref: str, filed: Filed, *, at: datetime) -> Receipt:
        """Take the step, between asking and looking."""
        named = None if filed.withdraw else self._named(standing, ref, filed, at)
        receipt = super().take(standing, ref, filed, at=at)
        if named is not None:
            found, knows = named
            self._compare(f"{ref} act {receipt.n} {filed.step}", standing, receipt, found, knows)
        return receipt

    def _named(self, standing: Standing, ref: str, filed: Filed, at: datetime) -> tuple[Audience, Seen] | None:
        with reading(self.engine) as connection:
            seen = self.see(connection, standing, ref, at)
            try:
                after, act = self.rehearse(connection, standing, seen, filed, at)
            except Refused:
                return None
            self._raise(connection, standing, seen, filed, at)
            return audience_of(connection, seen, after, act, Viewer.of(standing)), seen

    def _raise(self, connection: Any, standing: Standing, seen: Seen, filed: Filed, at: datetime) -> None:
        """Raise the act on paper to each level: whoever would be told of it sees it, and nobody more than before."""
        for level in ("C1", "C2", "C3", "C4"):
            try:
                after, act = self.rehearse(connection, standing, seen, replace(filed, level=level), at)
            except Refused as no:
                self.refused += {"raise_to"} == {one.field for one in no.refusals}
                continue
            found = audience_of(connection, seen, after, act, Viewer.of(standing))
            if not found.everybody and not set(act.told) <= set(found.readers):
                self.differences.append(f"{filed.step} at {level}: tells {act.told}, is read by {found.readers}")
            self.raised += act.level == level

    def _compare(self, what: str, standing: Standing, receipt: Receipt, found: Audience, seen: Seen) -> None:
        with reading(self.engine) as connection:
            at = CASE_PARTY.c.case_id == receipt.case_id
            rows = connection.execute(select(CASE_PARTY.c.party, CASE_PARTY.c.reads).where(at)).all()
            members = {row.party for row in rows}
            outside = connection.execute(select(PARTY.c.key).where(PARTY.c.key.not_in(members)).limit(1)).scalar_one()
            sees = {p for p in members if _sees(connection, Viewer(p), receipt)} - {standing.party_key}
            everybody = _sees(connection, Viewer(outside), receipt)
            public = _sees(connection, PUBLIC_EXERCISE, receipt)
        unknown = sees - set(found.readers)
        if (found.others or found.everybody) and unknown <= {row.party for row in rows if row.reads == APART}:
            sees -= unknown
        said = (set(found.readers), found.everybody, found.public)
        if said != (sees, everybody, public):
            self.differences.append(f"{what}: says {said}, is {(sees, everybody, public)}")
        self.compared += 1
        self.levels.add(found.act.level)


def _sees(connection: Any, viewer: Viewer, receipt: Receipt) -> bool:
    query = select(ACT.c.id).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
    here = ACT.c.case_id == receipt.case_id, ACT.c.n == receipt.n
    return connection.execute(query.where(*here, case_condition(viewer), act_condition(viewer))).first() is not None


def _chosen() -> tuple[Tale, ...]:
    every = tuple(tales(AT))
    if os.environ.get(EVERY_STORY):
        return every
    rest = [tale for tale in every if tale.key not in ALWAYS]
    return (*(tale for tale in every if tale.key in ALWAYS), *random.Random(9).sample(rest, SAMPLE))


@pytest.fixture
def comparing(tmp_path: Path) -> Iterator[Comparing]:
    """A docket in which everybody of the demonstration is recorded and nothing has happened."""
    settings = Settings.for_tests(tmp_path, exercise=True)
    engine = make_engine(settings.database_url)
    migrate.upgrade(engine)
    demo._record_people(engine, settings, tuple(tales(AT)), AT)
    yield Comparing(engine, settings.instance, settings.procedures)
    engine.dispose()


def test_whoever_is_named_before_an_act_sees_it_and_nobody_else(comparing: Comparing) -> None:
    """Given the stories, told act by act; then each named audience is the set of those whose pages show the act."""
    told = [tell(comparing, tale) for tale in _chosen()]

    assert "" == "\n".join(comparing.differences)
    assert comparing.compared > sum(one.acts for one in told) * 3 // 4
    assert {"C0", "C1", "C2", "C3", "C4", "C5"} <= comparing.levels
    assert comparing.raised
    assert comparing.refused
