"""`consult rehearse` leaves with 0, 1 or 2, and says what happened in lines or as JSON."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo

from consult.cli import cli
from tests.house import tree

BERTH = ["--folder", str(tree.ROOT / "tests" / "procedures")]
STORY = """
title = "A berth"
procedure = "berth"
loose = true
[parties]
Japan = "asking"
Freedonia = "asked"
[[event]]
at = 2026-03-02
by = "Japan"
step = "ask"
expect.state = "asked"
[[event]]
at = 2026-03-03
by = "Japan"
step = "settle"
expect.refused = "Served"
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """Give a story that goes as it is told."""
    path = tmp_path / "berth.toml"
    path.write_text(STORY)
    return path


def call(*arguments: str | Path) -> Result:
    """Call `consult rehearse` where no installation can be opened."""

    def refuse() -> None:
        raise AssertionError("this command opened an installation")

    return CliRunner().invoke(cli, ["rehearse", *map(str, arguments), *BERTH], obj=ScriptInfo(create_app=refuse))


def test_a_story_that_goes_as_told_leaves_with_0(story: Path) -> None:
    """After each event: state, what was done, tracks, deadlines, offers."""
    done = call(story)
    assert 0 == done.exit_code
    for line in (
        "2026-03-02 12:00 UTC  Japan: ask  → asked",
        "    Japan asked: Freedonia (product default)",
        "    tracks: berth:Freedonia served",
        "    deadlines: answer:Freedonia armed (DEFAULT)",
        "    open to Freedonia: record_receipt, give, hand_on",
        "    refused: Freedonia is “Served”; needed is “Given” or “Silent”. (product default)",
        "2 events: as told",
    ):
        assert line in done.output.splitlines()


def test_a_difference_leaves_with_1_and_names_file_line_and_both_sides(story: Path) -> None:
    """What was expected, what was found."""
    story.write_text(STORY.replace('expect.state = "asked"', 'expect.state = "settled"'))
    done = call(story)
    assert 1 == done.exit_code
    assert f"{story}:8: expected state settled, found asked" in done.output
    assert "2 events: 1 differences" in done.output


def test_a_story_that_cannot_be_read_leaves_with_2_and_the_others_are_still_told(story: Path, tmp_path: Path) -> None:
    """File, line and reason."""
    broken = tmp_path / "broken.toml"
    broken.write_text(STORY.replace('step = "settle"', 'step = "setle"'))
    done = call(broken, story)
    assert 2 == done.exit_code
    assert f"{broken}:16: “setle” is no step of “berth”" in done.output
    assert "2 events: as told" in done.output


def test_a_folder_stands_for_the_stories_in_it(story: Path) -> None:
    """In order of name."""
    story.with_name("again.toml").write_text(STORY)
    done = call(story.parent)
    assert ["A berth (again.toml)", "A berth (berth.toml)"] == [x for x in done.output.splitlines() if x[:1] == "A"]


def test_quiet_shows_differences_only(story: Path) -> None:
    """Title and verdict remain."""
    assert ["A berth (berth.toml)", "2 events: as told", ""] == call(story, "--quiet").output.splitlines()


def test_json_holds_for_each_event_state_tracks_deadlines_flags_and_offers(story: Path) -> None:
    """For other programs."""
    done = call(story, "--json")
    (told,) = json.loads(done.output)["stories"]
    asked, refused = told["events"]
    assert (0, True, "asked") == (done.exit_code, told["as_told"], asked["state"])
    assert {"berth:Freedonia": "served"} == asked["tracks"]
    assert [("answer:Freedonia", "DEFAULT", None, None)] == [
        (d["name"], d["binding"], d["starts"], d["expires"]) for d in asked["deadlines"]
    ]
    assert (["product default"], None) == (refused["refused"][0]["under"], refused["refused"][0]["opens_on"])
    assert {"Japan", "Freedonia"} == set(asked["offers"])


def test_json_names_what_cannot_be_read(story: Path) -> None:
    """With its line."""
    story.write_text(STORY.replace("at = 2026-03-02", "at = 1"))
    done = call(story, "--json")
    (told,) = json.loads(done.output)["stories"]
    assert (2, 9, False) == (done.exit_code, told["error"]["line"], told["as_told"])


def test_without_a_file_the_shipped_stories_are_run() -> None:
    """The product rehearses what it ships."""
    done = call("--json")
    shipped = sorted(path.name for path in (tree.ROOT / "workflows" / "stories").glob("*.toml"))
    assert shipped == [Path(told["file"]).name for told in json.loads(done.output)["stories"]]
