"""Import and export: what is wrong is named row by row and nothing is recorded; what goes out comes back the same."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from consult.db import reading, writing
from consult.lunar.entries import list_entries, read_entry
from consult.lunar.exchange import Importer, Report, export, import_text
from consult.lunar.exchange.flat import COLUMNS
from consult.lunar.exchange.systems import LUNAR, URN
from consult.lunar.reader import KEEPER, PUBLIC_READER, Reader
from tests.consult.docket.conftest import Office
from tests.consult.lunar.conftest import NOTICED, RIM, ROVER, announced

LATER = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
STAFF, BRAZIL = Importer("OOSA", keeps=True), Importer("BRA")
LANDER = {
    "state": "BRA", "activity_title": "Lander", "operator": "AEB", "activity_class": "lander", "nature": "A landing.",
    "earliest_start": "2028-03-01", "contact": '{"channel":"mail","address":"a@example.int"}',
    "crs": LUNAR, "area_kind": "landing", "lat": "-89.1", "lon": "12.5", "radius_km": "3",
}  # fmt: skip
CROSSED = [[[0, 0], [3, 3], [3, 0], [0, 1], [0, 0]]]
NAME_IT, GIVE_IT = f"Name the lunar one: {LUNAR}.", f"Give lunar coordinates: {LUNAR}."
CRS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
SAID = {key: value for key, value in LANDER.items() if key in ("state", "activity_title", "operator", "activity_class")}
SAID |= {"nature": "A landing.", "earliest_start": "2028-03-01", "contact": ROVER["contact"]}


def table(*rows: dict[str, str]) -> str:
    """Write rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def collection(*features: dict[str, Any], **top: Any) -> str:
    """Write features as GeoJSON in lunar coordinates, unless told otherwise."""
    crs = {"type": "name", "properties": {"name": URN}}
    found = {"type": "FeatureCollection", "crs": crs, "features": list(features), **top}
    return json.dumps({key: value for key, value in found.items() if value is not None})


def feature(kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    """Write a feature of one area."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": {**SAID, **properties}}


def brought(office: Office, text: str, form: str = "csv", by: Importer = STAFF, **more: Any) -> Report:
    """Import a text."""
    with writing(office.engine) as connection:
        return import_text(connection, text, form, by, **{"at": NOTICED, **more})


def keys(office: Office) -> list[str]:
    """Name what the register holds."""
    with reading(office.engine) as connection:
        return [one.key for one in list_entries(connection, KEEPER).entries]


def sent(office: Office, form: str, reader: Reader = KEEPER) -> str:
    """Export."""
    with reading(office.engine) as connection:
        return "".join(export(connection, reader, form))


@pytest.mark.parametrize(
    ("changes", "column", "sentence"),
    [
        ({"lat": "-91"}, "lat", "Latitude lies between -90 and 90 degrees."),
        ({"lon": "361"}, "lon", "Longitude lies between -180 and 360 degrees."),
        ({"latest_end": "2027-01-01"}, "latest_end", "This ends before it starts."),
        ({"earliest_start": "2028-02-30"}, "earliest_start", "Give a date that exists, as year-month-day."),
        ({"band_from": "2290", "band_to": "2200", "band_unit": "MHz"}, "band_from",
         "The upper frequency may not lie below the lower one."),
        ({"crs": ""}, "crs", f"No coordinate system is named, so that these are coordinates of the Earth. {NAME_IT}"),
        ({"crs": "EPSG:4326"}, "crs", f"“EPSG:4326” is a system of the Earth. {GIVE_IT}"),
        ({"crs": "IAU_2015:49900"}, "crs", f"“IAU_2015:49900” is a system of another body. {GIVE_IT}"),
        ({"crs": "IAU_2000:30100"}, "crs", None),
        ({"crs": "IAU_2015:30115"}, "crs", None),
        ({"state": "ATL"}, "state", "There is no State or organisation ATL here."),
        ({"activity_class": "boat"}, "activity_class", None),
        ({"key": "LUN-0009"}, "key", "You have no entry LUN-0009; leave the key empty for a new one."),
        ({"grade": "X"}, "grade", "The grade is V, S, M, src, or left empty."),
        ({"orbits": "{nothing"}, "orbits", "This is no JSON that can be read."),
        ({"orbits": "[" * 60_000}, "orbits", "This is no JSON that can be read."),
        ({"contact": '{"channel":"mail","channel":"x"}'}, "contact", "“channel” is said twice in one place."),
        ({"lat": "", "lon": ""}, "radius_km", "This says nothing without: lat, lon."),
        ({"band_unit": "MHz"}, "band_unit", "This says nothing without: band_from, band_to."),
        ({"source": "s" * 401}, "source", "At most 400 characters; this has 401."),
        ({"source": "two\x01words"}, "source", "One line only, without control characters."),
        ({"phases": '[{"name":"a","starts":"2028-05-02","ends":"2028-05-01"}]'}, "phases",
         "This ends before it starts."),
        ({"plume_radius": "20001 km"}, "plume_radius", "No length on a body is greater than 20000 km."),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_nothing_is_imported(
    office: Office, changes: dict[str, str], column: str, sentence: str | None
) -> None:
    """The second of two rows is wrong: its number, its column, the sentence; the first one is not recorded either."""
    report = brought(office, table(LANDER, {**LANDER, **changes}))

    assert (2, column) == (report.errors[0].row, report.errors[0].path.partition("/")[0])
    assert {2} == {one.row for one in report.errors}
    assert sentence in (None, report.errors[0].sentence)
    assert [] == keys(office)


@pytest.mark.parametrize(
    ("text", "row", "path", "said"),
    [
        (collection(feature("Polygon", CROSSED)), 1, "features/0/geometry", "The outline crosses or touches itself"),
        (collection(feature("Point", [10, 95])), 1, "features/0/geometry", "Latitude lies between"),
        (collection(feature("Point", [0, 0]), crs=None), 0, "crs", "coordinates of the Earth"),
        (collection(feature("Point", [0, 0]), crs=CRS84), 0, "crs", "a system of the Earth"),
        (collection(feature("Point", [0, 0]), body="mars"), 0, "crs", "those of “mars”"),
        (collection(feature("Point", [0, 0, 12])), 1, "geometry/coordinates", "longitude and latitude"),
        (collection(feature("Polygon", [*SQUARE, *SQUARE])), 1, "geometry/coordinates", "one ring"),
        (collection(feature("MultiPoint", [[0, 0]])), 1, "geometry/type", "a Point, a LineString or a Polygon"),
        (collection(feature("Point", [0, 0], wheels=6)), 1, "properties/wheels", "no such property"),
        (collection(feature("Point", [0, 0], latest_end="2027-01-01")), 1, "latest_end", "ends before it starts"),
        (collection({**feature("Point", [0, 0]), "geometry": {"type": ["Point"]}}), 1, "geometry/type", "Point"),
        (collection(feature("Point", [0, 0], area={"kind": "landing", "wheels": 6})), 1, "features/0/geometry", "such"),
        (collection(feature("Point", [0, 0], area={"kind": "landing", "place": {}})), 1, "properties/area", "only"),
        (collection(feature("Point", [0, 0], source={"a": "b"})), 1, "properties/source", "as text"),
        (collection(feature("Point", [0, 0], source="\ud800")), 0, "", "control characters"),
        (collection(feature("Point", [0, 0], area={"kind": "landing", "label": "\ud800"})), 0, "", "control"),
        (collection(feature("Point", [0, 0], emissions=[{"place": {"body": "moon", "shape": []}}])), 1,
         "emissions/0/band", "must be answered"),
        (collection(crs=URN, body="moon")[:-1] + ', "body": "mars"}', 0, "", "“body” is said twice"),
        ("[" * 100_000, 0, "", "no JSON"),
        ("[" * 60 + "]" * 60, 0, "", "nested deeper"),
        ("{", 0, "", "no JSON"),
        ('{"type": "Feature"}', 0, "type", "FeatureCollection"),
        (collection(), 0, "features", "at least one row"),
    ],
)  # fmt: skip
def test_a_bad_feature_is_named_and_nothing_is_imported(
    office: Office, text: str, row: int, path: str, said: str
) -> None:
    """Self-crossing outlines, Earth coordinates declared or implied, another body, and what is no such file."""
    report = brought(office, text, "geojson")

    assert (row, path) == (report.errors[0].row, report.errors[0].path)
    assert said in report.errors[0].sentence
    assert [] == keys(office)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_program_writes_them(office: Office, end: str) -> None:
    """A mark of the order of bytes in front, and the ends of lines of three families of systems."""
    text = "\ufeff" + table(LANDER).replace("\r\n", end)

    assert ("LUN-0001",) == brought(office, text).opened


def test_positions_are_read_with_an_exponent_and_with_all_the_decimals_that_programs_write(office: Office) -> None:
    """Sixteen decimals and an exponent are a position; twelve decimals are kept."""
    text = collection(feature("Point", [0, 0])).replace("[0, 0]", "[1.1234567890123456, -8.945e1]")
    assert ("LUN-0001",) == brought(office, text, "geojson").opened

    with reading(office.engine) as connection:
        place = read_entry(connection, KEEPER, "LUN-0001").newest.description["areas"][0]["place"]
    assert ("-89.45", "1.123456789012") == (place["lat"], place["lon"])


def test_words_that_begin_with_an_apostrophe_before_a_formula_come_back_as_they_were(office: Office) -> None:
    """An apostrophe of the filer's own is not taken for that of the export; a line's end starts no formula either."""
    said = {**SAID, "operator": "'=A1", "partners": "=A1", "nature": "\n=A1"}
    brought(office, collection({"type": "Feature", "geometry": None, "properties": said}), "geojson")
    text = sent(office, "csv")

    assert ("''=A1" in text, ",'=A1" in text, "'\n=A1" in text) == (True, True, True)
    assert ("LUN-0001",) == brought(office, text.replace("2028-03-01", "2028-03-02"), at=LATER).renewed
    with reading(office.engine) as connection:
        told = read_entry(connection, KEEPER, "LUN-0001").newest.description
    assert ("'=A1", "=A1") == (told["operator"], told["partners"])


def test_a_dry_run_says_what_would_happen_and_records_nothing(office: Office) -> None:
    """Two would be opened."""
    report = brought(office, table(LANDER, LANDER), dry_run=True)

    assert (True, 2, 2) == (report.sound, report.rows, len(report.opened))
    assert [] == keys(office)


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_what_is_exported_comes_back_as_it_was(office: Office, form: str) -> None:
    """Circle, ellipse, corridor and polygon, orbits, bands, words that look like formulas: nothing new is said."""
    line = [{"lat": "-88.0", "lon": "10.0"}, {"lat": "-89.0", "lon": "40.0"}]
    ring = [*line, {"lat": "-87.5", "lon": "90.0"}]
    ellipse = {
        "body": "moon",
        "shape": "ellipse",
        "lat": "-80.0",
        "lon": "0.5",
        "semi_major_km": "9",
        "semi_minor_km": "4",
    }
    areas = [
        {"kind": "landing", "label": "=A1", "place": RIM},
        {"kind": "descent", "place": {"body": "moon", "shape": "corridor", "width_km": "5", "points": line}},
        {"kind": "keep_clear", "starts": "2028-04-01", "place": {"body": "moon", "shape": "polygon", "points": ring}},
        {
            "kind": "operations",
            "uncertainty_km": {"value": "200", "unit": "m"},
            "place": {**ellipse, "bearing_deg": "30"},
        },
    ]
    full = json.dumps({**ROVER, "areas": areas, "nature": "-1 is a word; so is =SUM(A1)\nand a line"})
    orbit = json.dumps([{"around": "moon", "orbit": {"regime": "llo", "apogee_km": "100"}}])
    first = {key: value if isinstance(value, str) else json.dumps(value) for key, value in json.loads(full).items()}
    first |= {"crs": LUNAR, "members_only": "emissions;contact", "state": "JPN", "others": "KOR"}
    first |= {"source": "a note", "grade": "S"}
    nowhere = dict.fromkeys(("crs", "area_kind", "lat", "lon", "radius_km"), "")
    brought(office, table(first, {**LANDER, "plume_radius": "250 m"}, {**LANDER, **nowhere, "orbits": orbit}))
    assert 3 == len(keys(office))

    report = brought(office, sent(office, form), form, at=LATER)

    assert ((), 3) == (report.errors, len(report.unchanged))
    assert 3 == len(keys(office))


def test_a_row_with_the_key_of_an_entry_is_its_next_version(office: Office) -> None:
    """Another first day, from the export that was edited."""
    brought(office, table(LANDER))
    edited = sent(office, "csv").replace("2028-03-01", "2028-05-01")

    assert ("LUN-0001",) == brought(office, edited, at=LATER).renewed

    with reading(office.engine) as connection:
        found = read_entry(connection, KEEPER, "LUN-0001")
    assert ["2028-05-01", "2028-03-01"] == [one.description["earliest_start"] for one in found.versions]


def test_a_person_of_a_state_imports_for_that_state_alone(office: Office) -> None:
    """Brazil for Brazil; for Japan, or in Japan's name beside its own, not; an entry of Japan it has none."""
    brought(office, table({**LANDER, "state": "JPN"}))

    assert ("LUN-0002",) == brought(office, table(LANDER), by=BRAZIL).opened
    for changes in ({"state": "JPN"}, {"others": "JPN"}):
        report = brought(office, table({**LANDER, **changes}), by=BRAZIL)
        assert ["You import for your own State alone: BRA."] == [one.sentence for one in report.errors]
    taken = brought(office, table({**LANDER, "key": "LUN-0001"}), by=BRAZIL)
    assert ["key"] == [one.path for one in taken.errors]


def test_what_a_case_has_registered_is_changed_in_its_case(office: Office) -> None:
    """The secretariat is told so."""
    ref = announced(office)
    report = brought(office, table({**LANDER, "state": "JPN", "key": ref}))
    assert [f"{ref} comes from a case; change it there."] == [one.sentence for one in report.errors]


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_an_export_holds_what_its_reader_reads(office: Office, form: str) -> None:
    """Frequencies and contact for participants are in nobody else's file, nor is the choice."""
    announced(office)
    hidden = ("2290", "rover@example.int", '"members_only":[' if form == "geojson" else "emissions;contact")

    for text in hidden:
        assert text in sent(office, form)
        assert text not in sent(office, form, PUBLIC_READER)


def test_a_table_that_is_none_is_refused_as_a_whole(office: Office) -> None:
    """A column that nobody knows, one twice, one missing, a row with too many cells, no row."""
    cases = {
        "state,activity_title,wheels\nBRA,L,6\n": (0, "wheels"),
        "state,state,activity_title\nBRA,BRA,L\n": (0, "state"),
        "state\nBRA\n": (0, "activity_title"),
        "state,activity_title\nBRA,L,more\n": (1, ""),
        "state,activity_title\n": (0, ""),
        "state;activity_title\nBRA;L\n": (0, ""),
        'state,activity_title\nBRA,"L': (0, ""),
    }
    for text, where in cases.items():
        report = brought(office, text)
        assert where == (report.errors[0].row, report.errors[0].path)
    assert "crs" in COLUMNS
