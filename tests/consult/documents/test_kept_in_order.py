"""What keeps a store in order, over a folder and over a bucket: carrying, comparing with the record, sweeping."""

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from consult.db import writing
from consult.documents import Away, Stores, stores_of
from consult.documents.moving import move
from consult.documents.needed import compare
from consult.documents.stores import stores_in
from consult.documents.sweeping import TOPIC, Sweeping, ask_daily, sweep
from consult.models.cases import OUTBOX
from consult.models.outputs import OUTPUT
from consult.models.parties import PERSON
from consult.outbox import lock
from consult.settings import Settings
from tests.consult.docket.conftest import Office
from tests.consult.docket.conftest import office as office
from tests.s3_server import Bucket, store_now

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2999, 1, 2, tzinfo=UTC)
"""Whatever was put today is old by then."""
EARLIER = datetime(2020, 1, 2, tzinfo=UTC)


@dataclass
class Held:
    """Stores of one kind, and the settings that lead to them."""

    settings: Settings
    engine: Engine

    @property
    def stores(self) -> Stores:
        """Give the stores."""
        return stores_of(self.settings)

    def name(self, *digests: str) -> None:
        """Let rows name what lies in the store of made files."""
        with writing(self.engine) as connection:
            person = connection.execute(select(PERSON.c.id).limit(1)).scalar_one()
            for digest in digests:
                row = {"key": digest[:20], "party": "JPN", "person_id": person, "what": "words", "title": "Words"}
                row |= {"question": {}, "told": {}, "state": "ready", "digest": digest}
                times = {"asked_at": AT, "changed_at": AT, "expires_at": LATER}
                connection.execute(insert(OUTPUT).values({**row, **times}))


@pytest.fixture(params=["folder", "s3"])
def held(request: pytest.FixtureRequest, tmp_path: Path, office: Office) -> Held:
    """Stores of each kind, over a database with a case."""
    settings = Settings.for_tests(tmp_path)
    if request.param == "s3":
        settings = replace(settings, stored=request.getfixturevalue("s3_bucket").stored)
    return Held(settings, office.engine)


def test_what_nothing_names_goes_when_it_is_old_and_nothing_else_does(held: Held) -> None:
    """Three files: one is named, one is old and left over, one will be named by somebody in a moment."""
    outputs = held.stores.outputs
    named, over = outputs.put(b"named"), outputs.put(b"left over")
    held.name(named)

    assert 0 == sweep(held.engine, "outputs", outputs, EARLIER).gone
    found = sweep(held.engine, "outputs", outputs, LATER, dry=True)
    assert (2, [over], 0) == (found.there, [one.digest for one in found.found], found.gone)
    assert outputs.has(over)
    assert 1 == sweep(held.engine, "outputs", outputs, LATER).gone

    assert [named] == [one.digest for one in outputs.each()]


def test_where_a_fifth_of_a_store_would_go_nothing_does(held: Held, caplog: pytest.LogCaptureFixture) -> None:
    """A database from an old backup, or the bucket of somebody else: a line says it."""
    for number in range(110):
        held.stores.imports.put(f"bundle {number}".encode())
    settings = replace(held.settings, stored=replace(held.settings.stored, sweep_days=1))

    found = dict(Sweeping(held.engine, settings).all(LATER))["imported"]

    assert (110, 0, True) == (len(found.found), found.gone, found.is_held_back)
    assert 110 == len(list(held.stores.imports.each()))


def test_the_sweep_is_asked_for_once_a_day_and_done(held: Held) -> None:
    """Two workers ask; there is one piece of work, and it is done once."""
    over = held.stores.outputs.put(b"left over")
    for _worker in range(2):
        ask_daily(held.engine, LATER)
    with writing(held.engine) as connection:
        (number,) = connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.topic == TOPIC)).scalars()
        job = lock(connection, number)
    assert job is not None

    assert Sweeping(held.engine, held.settings)(job, LATER)

    assert not held.stores.outputs.has(over)
    with writing(held.engine) as connection:
        assert lock(connection, number) is None


def test_the_record_is_laid_beside_the_store(held: Held) -> None:
    """One is there and named, one is missing, one is named by nothing."""
    outputs = held.stores.outputs
    there, gone, over = (outputs.put(data) for data in (b"there", b"gone", b"over"))
    held.name(there, gone)
    outputs.remove(gone)

    with writing(held.engine) as connection:
        found = compare(connection, "outputs", outputs)

    assert (2, 2, 1, [gone], 1, 4) == (
        found.there,
        found.named,
        found.missing,
        found.first_missing,
        found.unnamed,
        found.unnamed_bytes,
    )
    assert over not in found.first_missing


def test_all_is_carried_both_ways_and_again(held: Held, s3_bucket: Bucket, tmp_path: Path) -> None:
    """What was altered on the way out is named and not carried; a second time there is nothing to carry."""
    settings = replace(held.settings, stored=replace(s3_bucket.stored, prefix="moved"))
    source, target = held.stores, stores_in(settings, "s3")
    data = {store.put(name.encode()): name for name, store in source.named().items()}
    bad = source.documents.put(b"to be altered")
    _alter(held, s3_bucket, bad, tmp_path)

    first = dict(move(source, target))
    again = dict(move(source, target))

    assert [bad] == first["documents"].damaged == again["documents"].damaged
    assert (3, 0) == (sum(one.carried for one in first.values()), sum(one.carried for one in again.values()))
    for digest, name in data.items():
        assert name.encode() == target.named()[name].open(digest)
    back = stores_in(Settings.for_tests(tmp_path / "back"), "folder")
    assert 3 == sum(one.carried for _name, one in move(target, back))
    assert b"outputs" == back.outputs.open(next(digest for digest, name in data.items() if name == "outputs"))


def _alter(held: Held, bucket: Bucket, digest: str, folder: Path) -> None:
    if held.settings.stored.store == "folder":
        path = folder / "documents" / digest[:2] / digest
        path.chmod(0o600)
        path.write_bytes(b"altered")
    else:
        bucket.write(f"record/documents/{digest[:2]}/{digest}", b"altered")


def test_what_is_put_again_counts_as_new(tmp_path: Path) -> None:
    """Left over for a year, and needed again today: the sweep of tomorrow does not take it."""
    store = stores_of(Settings.for_tests(tmp_path)).documents
    digest = store.put(b"needed again")
    path = tmp_path / "documents" / digest[:2] / digest
    os.utime(path, (1_700_000_000, 1_700_000_000))

    store.put(b"needed again")

    found = store.look(digest)
    assert found is not None
    assert found.at > store_now() - timedelta(minutes=5)


def test_a_store_that_is_away_is_swept_later(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work waits, and no try is counted."""
    ask_daily(held.engine, LATER)

    def away(*_any: object, **_more: object) -> None:
        raise Away("EndpointConnectionError")

    monkeypatch.setattr(Sweeping, "all", away)
    with writing(held.engine) as connection:
        (number,) = connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.topic == TOPIC)).scalars()
        job = lock(connection, number)
    assert job is not None
    assert not Sweeping(held.engine, held.settings)(job, LATER)

    with writing(held.engine) as connection:
        row = connection.execute(select(OUTBOX).where(OUTBOX.c.id == number)).one()
    assert (0, "The store of documents is away: EndpointConnectionError") == (row.attempts, row.last_error)
