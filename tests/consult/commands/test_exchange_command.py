"""`consult exchange`: files out and in at the command line, with exit codes as its neighbours have them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from sqlalchemy import select

from consult import clock
from consult.cli import cli
from consult.models.logbook import AUDIT_ENTRY
from tests.consult.api.machine import machine
from tests.consult.exchange.worlds import JAPAN, elsewhere, file_of, notice
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.world import AT, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Give an installation in which a berth was asked for."""
    with clock.frozen(AT):
        found = elsewhere(tmp_path, "here")
        serve_berth(found.signed_in(JAPAN))
    return found


def run(world: World, *arguments: object) -> Result:
    """Run the command on 20 November 2026."""
    given = ScriptInfo(create_app=lambda: world.app, set_debug_flag=False)
    with clock.frozen(AT):
        return CliRunner().invoke(cli, ["exchange", *map(str, arguments)], obj=given)


def written(folder: Path, text: str, name: str) -> Path:
    """Write a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def exports(world: World) -> list[str]:
    """Name the commands by which something was handed out."""
    with world.reading() as conn:
        kept = conn.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "export")).all()
    return [str(row) for row in kept]


def test_notices_leave_as_a_party_may_have_them_and_the_log_says_so_first(world: World) -> None:
    """Japan has its own; Korea has opened none; there is no party XXX."""
    japan, korea = run(world, "notices", "export", "--as", "jpn"), run(world, "notices", "export", "--as", "KOR")
    assert (1, 0) == (len(json.loads(japan.stdout)["notices"]), len(json.loads(korea.stdout)["notices"]))
    assert 2 == len(exports(world))
    assert (1, True) == (
        (refused := run(world, "notices", "export", "--as", "XXX")).exit_code,
        "There is no party XXX." in refused.output,
    )


def test_notices_come_in_under_a_token_of_their_state_alone(world: World, tmp_path: Path) -> None:
    """First on paper; then as a case; again they are here already; a token that does not count brings nothing in."""
    file = written(tmp_path, json.dumps(file_of(notice())), "notices.json")
    token = written(tmp_path, machine(world, JAPAN).token + "\n", "token")
    bring = ("notices", "import", file, "--token-file", token)

    paper, done, again = run(world, *bring, "--dry-run"), run(world, *bring), run(world, *bring)

    assert "Sound: 1 new, 0 here already. Nothing was recorded." in paper.output
    assert "Imported: 1 new, 0 here already. Nothing was sent." in done.output
    assert "Imported: 0 new, 1 here already. Nothing was sent." in again.output
    stolen = written(tmp_path, "consult_0_0", "stolen")
    refused = run(world, "notices", "import", file, "--token-file", stolen)
    assert (1, True) == (refused.exit_code, "does not count" in refused.output)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"notices":\n]', "line 2, column 1"),
        (
            json.dumps(file_of(notice(), notice(ref="b", procedure="x"))),
            "Row 2, procedure: There is no procedure “x” here.",
        ),
        (json.dumps(file_of(format="1")), "Row file, format: "),
    ],
    ids=["no JSON", "row", "form"],
)
def test_what_stands_against_a_file_is_told_row_by_row_and_leaves_with_2(
    world: World, tmp_path: Path, text: str, said: str
) -> None:
    """And nothing is recorded."""
    token = written(tmp_path, machine(world, JAPAN).token, "token")
    found = run(world, "notices", "import", written(tmp_path, text, "bad.json"), "--token-file", token)
    assert (2, True) == (found.exit_code, said.replace("Row file", "Row 0") in found.output), found.output


def test_contact_points_leave_and_come_in(world: World, tmp_path: Path) -> None:
    """As they are; then with a new one; a wrong row is named."""
    file = written(tmp_path, run(world, "contacts", "export", "--as", "JPN").stdout, "contacts.csv")
    assert (
        "Sound: 0 new, 0 changed, 2 as they are."
        in run(world, "contacts", "import", file, "--as", "JPN", "--dry-run").output
    )
    new = written(tmp_path, "organ,channel,address\nMOFA,mail,night@mofa.example\n", "new.csv")
    assert "Imported: 1 new, 0 changed, 0 as they are." in run(world, "contacts", "import", new, "--as", "JPN").output
    bad = written(tmp_path, "organ,channel,address\nNO,mail,night@mofa.example\n", "bad.csv")
    found = run(world, "contacts", "import", bad, "--as", "JPN")
    assert (2, True) == (found.exit_code, "Row 2, organ: Your party has no organ NO here" in found.output)


def test_the_schema_and_the_register_leave(world: World) -> None:
    """The register by the same commands as consult lunar."""
    assert "consult.notices/1" == json.loads(run(world, "notices", "schema").stdout)["properties"]["format"]["const"]
    assert run(world, "lunar", "export").stdout.startswith("key,state,")
