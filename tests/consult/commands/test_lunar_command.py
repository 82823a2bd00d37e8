"""`consult lunar`: the register at the command line, with exit codes as its neighbours have them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo

from consult import migrate
from consult.cli import cli
from consult.commands.installation import bring_up, load_settings, open_application
from consult.db import make_engine, writing
from consult.lunar import register
from consult.lunar.entries import read_entry
from consult.lunar.exchange.systems import LUNAR
from consult.lunar.reader import KEEPER
from consult.lunar.register import NewVersion, Origin
from consult.people import NewParty, add_party

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HEADER = "state,activity_title,operator,activity_class,nature,earliest_start,crs,lat,lon\n"
ROW = f"JPN,Lander,JAXA,lander,A landing.,2028-03-01,{LUNAR},-89.1,12.5\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of an installation with two States."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path / "new"))
    settings = load_settings()
    bring_up(settings)
    engine = make_engine(settings.database_url)
    with writing(engine) as connection:
        add_party(connection, NewParty("JPN", "Japan", "state", "Asia/Tokyo", "JP"))
        add_party(connection, NewParty("FRA", "France", "state", "Europe/Paris", "FR"))
    engine.dispose()
    return tmp_path


def run(*arguments: object) -> Result:
    """Run the command."""
    given = ScriptInfo(create_app=open_application, set_debug_flag=False)
    return CliRunner().invoke(cli, ["lunar", *map(str, arguments)], obj=given)


def written(folder: Path, text: str, name: str = "rows.csv") -> Path:
    """Write a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_are_looked_at_imported_listed_and_shown(folder: Path) -> None:
    """First on paper; then in the register, as a State and as the operator read it."""
    rows = written(folder, HEADER + ROW)

    paper, done = run("import", rows, "--dry-run"), run("import", rows, "--as", "jpn")

    assert (0, "Sound: 1 new, 0 changed, 0 as they are. Nothing was recorded.\n") == (paper.exit_code, paper.output)
    assert (0, "Imported: 1 new, 0 changed, 0 as they are.\n") == (done.exit_code, done.output)
    assert "LUN-0001" in run("list", "--state", "jpn").output
    assert "LUN-0001" not in run("list", "--state", "FRA").output
    shown = json.loads(run("show", "lun-0001").output)
    assert (["JPN"], "-89.1") == (shown["states"], shown["versions"][0]["description"]["areas"][0]["place"]["lat"])


def test_a_wrong_row_leaves_with_two_and_nothing_is_imported(folder: Path) -> None:
    """Row, column and sentence; one State does not import for another."""
    wrong = run("import", written(folder, HEADER + ROW + ROW.replace("-89.1", "-91")))
    foreign = run("import", written(folder, HEADER + ROW), "--as", "FRA")

    assert (2, 2) == (wrong.exit_code, foreign.exit_code)
    assert "Row 2, lat: Latitude lies between -90 and 90 degrees." in wrong.output
    assert "Row 1, state: You import for your own State alone: FRA." in foreign.output
    assert "Nothing was imported." in wrong.output
    assert "LUN-" not in run("list").output


def test_an_export_can_be_imported_again(folder: Path) -> None:
    """In both formats nothing new is said."""
    run("import", written(folder, HEADER + ROW))
    for form in ("csv", "geojson"):
        text = run("export", "--format", form, "--public").output
        again = run("import", written(folder, text, f"out.{form}"))
        assert (0, "Imported: 0 new, 0 changed, 1 as they are.\n") == (again.exit_code, again.output)


def test_screening_names_who_is_touched_and_leaves_with_one(folder: Path) -> None:
    """With 0 where nobody is, with 2 where the file says nothing that can be compared."""
    run("import", written(folder, HEADER + ROW))
    place = {"body": "moon", "lat": "-89.1", "lon": "12.4"}
    plan = {"activity_title": "Rover", "earliest_start": "2028-04-01", "areas": [{"kind": "landing", "place": place}]}

    near = run("screen", written(folder, json.dumps(plan), "near.json"))
    far = run("screen", written(folder, json.dumps({**plan, "latest_end": "2028-04-02", "areas": []}), "far.json"))
    wrong = [
        run("screen", written(folder, text, "wrong.json"))
        for text in ("{", "[]", json.dumps({**plan, "latest_end": "x"}))
    ]

    assert (1, 0, [2, 2, 2]) == (near.exit_code, far.exit_code, [one.exit_code for one in wrong])
    assert near.output.startswith("JPN\n  LUN-0001: ")
    assert "Nothing in the register is touched." in far.output


def test_what_is_not_there_and_what_has_no_format_is_refused(folder: Path) -> None:
    """An unknown key; a file that does not say what it is."""
    unknown, unnamed = run("show", "LUN-0009"), run("import", written(folder, HEADER + ROW, "rows.txt"))

    assert (1, 1) == (unknown.exit_code, unnamed.exit_code)
    assert "There is no entry LUN-0009." in unknown.output
    assert "Say with --format whether" in unnamed.output


def test_the_index_is_compared_with_the_versions_and_made_anew(folder: Path) -> None:
    """Sound: 0. A row is taken out: 1, with its entry; made anew it is sound again."""
    run("import", written(folder, HEADER + ROW))
    assert (0, "The index says what the newest versions say.\n") == (
        run("reindex", "--check").exit_code,
        run("reindex", "--check").output,
    )
    engine = make_engine(load_settings().database_url)
    with writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM lunar_index")
    engine.dispose()

    wrong = run("reindex", "--check")
    assert 1 == wrong.exit_code
    assert "Entry LUN-0001 of the register: the index lacks a part of its newest version." in wrong.output
    assert "1 differences: run consult lunar reindex." in wrong.output
    assert (0, "The index was made anew: 1 entries.\n") == (run("reindex").exit_code, run("reindex").output)
    assert 0 == run("reindex", "--check").exit_code


def test_a_database_of_an_older_version_gets_its_index_anew_when_it_is_brought_up(folder: Path) -> None:
    """Taken back before the versions were counted for everybody, its index emptied: bringing it up mends both."""
    run("import", written(folder, HEADER + ROW))
    engine = make_engine(load_settings().database_url)
    with writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM lunar_index")
    migrate.downgrade(engine, "ec39377763c3")
    engine.dispose()
    bring_up(load_settings())

    assert (0, "The index says what the newest versions say.\n") == (
        run("reindex", "--check").exit_code,
        run("reindex", "--check").output,
    )
    assert 1 == len(json.loads(run("show", "LUN-0001").output)["versions"])


def test_every_version_is_shown_to_whoever_reads_it_and_a_hidden_change_to_nobody_else(folder: Path) -> None:
    """The operator reads 61 versions; France, which takes part in nothing, reads the two that differ for it."""
    run("import", written(folder, HEADER + ROW))
    engine = make_engine(load_settings().database_url)
    with writing(engine) as connection:
        entry = read_entry(connection, KEEPER, "LUN-0001")
        for n in range(60):
            contact = {"channel": "mail", "address": f"desk{n}@example.int"}
            told = {**entry.newest.description, "nature": "A drill.", "contact": contact, "members_only": ["contact"]}
            register.record(connection, Origin("import", "JPN"), NewVersion(told, AT), entry.listed.id)
    engine.dispose()

    numbers = [
        [one["number"] for one in json.loads(run("show", "LUN-0001", *more).output)["versions"]]
        for more in ((), ("--as", "FRA"))
    ]
    assert [list(range(61, 0, -1)), [2, 1]] == numbers
