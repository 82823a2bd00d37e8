"""The place of documents: sound and then not."""

import os
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from consult.db import writing
from consult.doctor.findings import Degree, Finding
from consult.doctor.stored import examine_stored
from consult.documents import stores_of
from consult.documents.stores import bucket_of
from consult.documents.stores.client import Bucket as Client
from consult.models.parties import MANDATE
from consult.settings import Settings
from tests.consult.docket.conftest import Office
from tests.consult.docket.conftest import office as office
from tests.s3_server import Bucket, store_now

GONE = sha256(b"a letter of credence").hexdigest()


@pytest.fixture
def over(tmp_path: Path, s3_bucket: Bucket) -> Settings:
    """Settings that lead to an empty bucket."""
    return Settings.for_tests(tmp_path, stored=s3_bucket.stored)


def found(settings: Settings, office: Office, ahead: timedelta = timedelta()) -> list[Finding]:
    """Examine the place; each finding that is not sound says how to mend it."""
    listed = list(examine_stored(settings, office.engine, store_now() + ahead))
    assert all(one.mends for one in listed if one.degree is not Degree.SOUND)
    return listed


def says(listed: list[Finding], degree: Degree = Degree.WRONG) -> str:
    """Give what findings of a degree say."""
    return " ".join(one.says for one in listed if one.degree is degree)


def test_an_empty_folder_and_an_empty_bucket_are_sound(tmp_path: Path, over: Settings, office: Office) -> None:
    """Nothing is wrong, and the probe is taken away again."""
    assert "" == says(found(Settings.for_tests(tmp_path), office))

    listed = found(over, office)

    assert ("", "") == (says(listed), says(listed, Degree.LOOK))
    assert "It can be written, and emptied." in says(listed, Degree.SOUND)
    assert [] == list(bucket_of(over.stored).ask("list_objects_v2").get("Contents", ()))


def test_a_look_that_is_not_thorough_puts_nothing_into_a_bucket_and_counts_nothing(
    over: Settings, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One question, and a finding that it answers: a page may ask that each time it is drawn."""
    asked: list[str] = []
    ask = Client.ask

    def heard(here: Client, what: str, **given: Any) -> dict[str, Any]:
        """Ask, and keep what was asked."""
        asked.append(what)
        return ask(here, what, **given)

    monkeypatch.setattr(Client, "ask", heard)

    listed = list(examine_stored(over, office.engine, store_now(), thorough=False))

    assert ["list_objects_v2"] == asked
    assert [Degree.SOUND] == [one.degree for one in listed]


@pytest.mark.parametrize("kind", ["folder", "s3"])
def test_a_document_of_the_record_that_is_missing_is_named(
    request: pytest.FixtureRequest, tmp_path: Path, office: Office, kind: str
) -> None:
    """An instrument's paper is nowhere; put back, all is there."""
    settings = Settings.for_tests(tmp_path) if kind == "folder" else request.getfixturevalue("over")
    with writing(office.engine) as connection:
        first = connection.execute(select(MANDATE.c.id).limit(1)).scalar_one()
        connection.execute(update(MANDATE).where(MANDATE.c.id == first).values(document=GONE))

    assert f"1 file that the record names is missing in {stores_of(settings).documents.place}, first {GONE}." in says(
        found(settings, office)
    )

    stores_of(settings).documents.put(b"a letter of credence")
    assert "" == says(found(settings, office))


def test_a_bucket_that_is_not_there_is_named(over: Settings, office: Office) -> None:
    """Nothing else is asked."""
    settings = replace(over, stored=replace(over.stored, bucket="no-such-bucket"))
    assert "There is no bucket s3://no-such-bucket/record/." == says(found(settings, office))


def test_a_bucket_that_everybody_reads_is_named(over: Settings, office: Office, s3_bucket: Bucket) -> None:
    """By its access list."""
    s3_bucket.client.put_bucket_acl(Bucket=s3_bucket.name, ACL="public-read")
    assert "is open to everybody by its access list or its policy" in says(found(over, office))


def test_a_store_that_nobody_answers_for_is_named(over: Settings, office: Office) -> None:
    """The way there is the first thing to look at."""
    settings = replace(over, stored=replace(over.stored, endpoint="http://127.0.0.1:9"))
    assert "does not answer (EndpointConnectionError)" in says(found(settings, office))


def test_clocks_that_are_apart_are_named_before_the_store_refuses(over: Settings, office: Office) -> None:
    """Two minutes are worth a look, ten are wrong."""
    looked = found(over, office, timedelta(minutes=2))
    assert "The clocks of this machine and of the store are" in says(looked, Degree.LOOK)
    assert "The clocks of this machine and of the store are" in says(found(over, office, timedelta(minutes=10)))


@pytest.mark.parametrize(
    ("what", "code", "sentence"),
    [
        ("put_object", "AccessDenied", "Nothing can be written to s3://"),
        ("delete_object", "AccessDenied", "Nothing can be removed from s3://"),
        ("list_objects_v2", "RequestTimeTooSkewed", "The clocks of this machine and of the store are too far apart."),
        ("list_objects_v2", "InvalidAccessKeyId", "The store refuses our keys for s3://"),
    ],
)
def test_what_a_store_refuses_is_named(
    over: Settings, office: Office, what: str, code: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The simulator allows everything, so the refusal is put in its mouth."""
    from consult.documents.stores.client import Bucket as Asked
    from consult.documents.stores.client import Said

    ask = Asked.ask

    def refusing(self: Asked, asked: str, **given: Any) -> Any:
        if asked == what:
            raise Said(code, 403)
        return ask(self, asked, **given)

    monkeypatch.setattr(Asked, "ask", refusing)
    assert sentence in says(found(over, office))


def test_an_unsealed_way_to_another_machine_is_named(
    over: Settings, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By http to this machine is a trial; to another it is wrong."""
    settings = replace(over, stored=replace(over.stored, endpoint="http://store.example.int:9000"))
    bucket = bucket_of(settings.stored)
    monkeypatch.setattr(bucket, "_make", bucket_of(over.stored)._make)

    assert "Documents travel to http://store.example.int:9000 unsealed." == says(found(settings, office))


def test_a_folder_of_documents_on_a_disk_of_its_own_that_is_nearly_full_is_named(
    tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """23 November 2026: all machines mount the folder; two megabytes are left there, and plenty where the installation
    lies. On the same disk as the installation it is told once, with that."""
    settings = Settings.for_tests(tmp_path)
    settings.documents.mkdir()
    full = os.statvfs_result((4096, 4096, 1000, 512, 512, 10, 10, 10, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _path: full)
    assert "" == says(found(settings, office))

    stat = Path.stat
    elsewhere = os.stat_result((*stat(settings.documents)[:2], 4711, *stat(settings.documents)[3:]))
    monkeypatch.setattr(
        Path, "stat", lambda path, **how: elsewhere if path == settings.documents else stat(path, **how)
    )

    assert f"2 MB are free where {settings.documents} lies." == says(found(settings, office))


def test_a_folder_of_documents_that_cannot_be_written_is_named(
    tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """23 November 2026: the mount that all machines share belongs to root; every attachment would be refused."""
    settings = Settings.for_tests(tmp_path)
    settings.documents.mkdir()
    monkeypatch.setattr(os, "access", lambda path, _how: path != settings.documents)

    assert f"Nothing can be written to {settings.documents}." == says(found(settings, office))
