"""An erasure reaches a bucket: at once, or as soon as the bucket answers."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from consult.db import writing
from consult.documents import stores_of
from consult.log.stones import TOPIC, ask_to_scrub
from consult.models.cases import OUTBOX
from consult.personal.forgetting import Forgetting
from consult.settings import Settings
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.s3_server import Bucket


def test_the_bytes_of_an_erased_document_leave_the_bucket(office: Office, s3_bucket: Bucket, tmp_path: Path) -> None:
    """Nothing names it any more; done twice, nothing changes."""
    settings = Settings.for_tests(tmp_path, stored=s3_bucket.stored)
    digest = stores_of(settings).documents.put(b"From March, Canary")
    for _time in range(2):
        with writing(office.engine) as connection:
            ask_to_scrub(connection, START, [digest])
        assert Forgetting(office.engine, settings).all(START)
        assert [] == s3_bucket.lying()


def test_an_erasure_waits_for_a_bucket_that_is_away_and_no_try_is_counted(
    office: Office, s3_bucket: Bucket, tmp_path: Path
) -> None:
    """The work stays undone until the bytes are gone, however long that takes."""
    settings = Settings.for_tests(tmp_path, stored=s3_bucket.stored)
    digest = stores_of(settings).documents.put(b"From March, Canary")
    with writing(office.engine) as connection:
        ask_to_scrub(connection, START, [digest])
    away = replace(settings, stored=replace(s3_bucket.stored, endpoint="http://127.0.0.1:9"))

    assert not Forgetting(office.engine, away).all(START)
    with writing(office.engine) as connection:
        row = connection.execute(select(OUTBOX).where(OUTBOX.c.topic == TOPIC)).one()
    assert (None, 0, "The store of documents is away.") == (row.done_at, row.attempts, row.last_error)
    assert 1 == len(s3_bucket.lying())

    assert Forgetting(office.engine, settings).all(START)
    assert [] == s3_bucket.lying()
