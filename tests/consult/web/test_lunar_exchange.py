"""The register as a file: taken away as one may read it, and imported whole or not at all."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consult import clock
from consult.lunar.entries import list_entries, read_entry
from consult.lunar.reader import KEEPER
from tests.consult.web.lunar_world import build_register
from tests.consult.web.world import AT, World
from tests.house.taken_slowly import in_use

JAPAN, FRANCE, KOREA, SECRETARIAT = "all@jpn.example", "all@fra.example", "all@kor.example", "desk@oosa.example"
DRAFTER = "draft@jpn.example"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[tuple[World, dict[str, str]]]:
    """Give the world with three activities on 20 November 2026, and their keys by State."""
    with clock.frozen(AT):
        world, keys = build_register(tmp_path)
        yield world, keys
        world.engine.dispose()


def taken(register: tuple[World, dict[str, str]], mail: str, form: str = "csv", asked: str = "") -> str:
    """Take the register away as somebody."""
    answer = register[0].signed_in(mail).get(f"/lunar/export.{form}{asked}")
    assert 200 == answer.status_code
    assert f"lunar-activities.{form}" in answer.headers["Content-Disposition"]
    return str(answer.text)


def look(register: tuple[World, dict[str, str]], mail: str, text: str, name: str = "x.csv", **more: Any) -> Any:
    """Upload a file as somebody."""
    visitor = register[0].signed_in(mail)
    upload = (io.BytesIO(text.encode()), name)
    return visitor.post("/lunar/import", form_at="/lunar/import", upload=upload, **{"do": "look", **more})


def confirm(register: tuple[World, dict[str, str]], mail: str, text: str) -> Any:
    """Import a text that was looked at."""
    visitor = register[0].signed_in(mail)
    return visitor.post("/lunar/import", form_at="/lunar/import", do="import", form="csv", text=text)


def kept(register: tuple[World, dict[str, str]]) -> list[tuple[str, int]]:
    """Give every entry with the number of its newest version."""
    with register[0].reading() as connection:
        return [(one.key, one.number) for one in list_entries(connection, KEEPER).entries]


def changed(text: str, key: str, /, **cells: str) -> str:
    """Keep the row of one entry of an export, with other cells."""
    rows = list(csv.DictReader(io.StringIO(text)))
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows({**row, **cells} for row in rows if row["key"] == key)
    return written.getvalue()


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_an_export_has_what_its_reader_reads_and_no_more(register: tuple[World, dict[str, str]], form: str) -> None:
    """Japan takes three activities away without what Korea keeps for participants; Korea itself has it."""
    outside, own, keeper = (taken(register, mail, form) for mail in (JAPAN, KOREA, SECRETARIAT))

    assert all(title in outside for title in ("Polar base", "Prospecting drill", "Relay and probe"))
    assert [] == [word for word in ("Hidden hollow", "hidden@example.int", "2210", "2215") if word in outside]
    assert "Hidden hollow" in own
    assert "Hidden hollow" in keeper


def test_an_export_is_narrowed_like_the_list(register: tuple[World, dict[str, str]]) -> None:
    """One State alone, in both forms; the page of the list leads there with its filters."""
    rows = list(csv.DictReader(io.StringIO(taken(register, JAPAN, asked="?state=FRA"))))
    assert [register[1]["FRA"]] == [row["key"] for row in rows]
    features = json.loads(taken(register, JAPAN, "geojson", "?state=FRA"))["features"]
    assert "Polar base" not in json.dumps(features)
    assert "/lunar/export.csv?state=FRA" in register[0].signed_in(JAPAN).get("/lunar?state=FRA").text


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_an_export_that_is_taken_slowly_holds_nothing_of_the_database(
    register: tuple[World, dict[str, str]], form: str
) -> None:
    """The answer says how long it is; none of it is taken yet, and no connection is in use. Then it is all there."""
    world = register[0]
    visitor = world.signed_in(JAPAN)
    answer = visitor.get(f"/lunar/export.{form}")

    assert 0 == in_use(world.engine)
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "Prospecting drill" in answer.text


def test_a_file_is_looked_at_first_and_then_imported(register: tuple[World, dict[str, str]]) -> None:
    """Japan takes its own row away, puts the end off and brings it back: looked at, nothing changes; then version 2."""
    key, before = register[1]["JPN"], kept(register)
    text = changed(taken(register, JAPAN), key, latest_end="2028-11-30")
    answer = look(register, JAPAN, text)

    assert 200 == answer.status_code
    assert "new versions: 1" in answer.text
    assert 'value="import"' in answer.text
    assert before == kept(register)

    assert 303 == confirm(register, JAPAN, text).status_code
    assert (key, 2) in kept(register)
    with register[0].reading() as connection:
        assert "2028-11-30" == read_entry(connection, KEEPER, key).newest.description["latest_end"]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"latest_end": "2028-01-01"}, "This ends before it starts."),
        ({"earliest_start": "2028-02-31"}, "Give a date that exists"),
        ({"activity_class": "submarine"}, "Choose from:"),
        ({"state": "FRA"}, "You import for your own State alone"),
        ({"key": "LUN-9999"}, "You have no entry LUN-9999"),
    ],
)
def test_one_bad_row_keeps_the_whole_file_out(
    register: tuple[World, dict[str, str]], cells: dict[str, str], sentence: str
) -> None:
    """The row and the reason are named, there is no button to import, and importing all the same is refused."""
    before, own = kept(register), taken(register, JAPAN)
    good = changed(own, register[1]["JPN"], key="", activity_title="A second base")
    bad = good + changed(own, register[1]["JPN"], **cells).split("\n", 1)[1]
    looked = look(register, JAPAN, bad)
    forced = confirm(register, JAPAN, bad)

    for answer in (looked, forced):
        assert 422 == answer.status_code
        assert sentence in answer.text
        assert 'value="import"' not in answer.text
        assert ">2</th>" in answer.text.split('id="errors"')[1].replace("</span>", ">")
    assert before == kept(register)


def test_a_file_in_earth_coordinates_is_refused(register: tuple[World, dict[str, str]]) -> None:
    """GeoJSON that names no lunar coordinates, or those of the Earth, imports nothing."""
    point = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [2.35, 48.85]}, "properties": {}}
    before = kept(register)
    for crs in ({}, {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}):
        text = json.dumps({"type": "FeatureCollection", "features": [point], **crs})
        answer = look(register, JAPAN, text, "earth.geojson")
        assert 422 == answer.status_code
        assert 'id="errors"' in answer.text
    assert before == kept(register)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00bad", b"key,state\n\x00,JPN\n"])
def test_what_is_no_text_is_refused(register: tuple[World, dict[str, str]], data: bytes) -> None:
    """Bytes that are no UTF-8, and a NUL: 422 with a sentence."""
    visitor = register[0].signed_in(JAPAN)
    answer = visitor.post("/lunar/import", form_at="/lunar/import", do="look", upload=(io.BytesIO(data), "x.csv"))

    assert 422 == answer.status_code
    assert "The file " in answer.text


def test_without_a_file_nothing_happens(register: tuple[World, dict[str, str]]) -> None:
    """The form says what it needs."""
    answer = register[0].signed_in(JAPAN).post("/lunar/import", form_at="/lunar/import", do="look")

    assert 422 == answer.status_code
    assert "Choose a file" in answer.text


def test_whoever_may_not_dispatch_finds_no_import(register: tuple[World, dict[str, str]]) -> None:
    """A drafter sees no way to it, and the post is answered as if it did not exist."""
    visitor = register[0].signed_in(DRAFTER)
    assert not any("/lunar/import" in visitor.get(at).text for at in ("/lunar", "/lunar/map", "/lunar/screen"))
    assert 404 == visitor.get("/lunar/import").status_code
    text = changed(taken(register, JAPAN), register[1]["JPN"], latest_end="2028-11-30")
    answer = visitor.post("/lunar/import", form_at="/lunar/screen", do="import", form="csv", text=text)
    assert 404 == answer.status_code
    assert (register[1]["JPN"], 1) in kept(register)
    dispatcher = register[0].signed_in(JAPAN)
    assert all("/lunar/import" in dispatcher.get(at).text for at in ("/lunar", "/lunar/map", "/lunar/screen"))


def test_the_secretariat_imports_for_any_state(register: tuple[World, dict[str, str]]) -> None:
    """Its own page says so, and a row of France passes."""
    assert "for any State" in register[0].signed_in(SECRETARIAT).get("/lunar/import").text
    text = changed(taken(register, SECRETARIAT), register[1]["FRA"], operator="CNES and partners")

    assert 303 == confirm(register, SECRETARIAT, text).status_code
    assert (register[1]["FRA"], 3) in kept(register)
