"""The connection breaks after the instance recorded: whatever is repeated is done once."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from consult import clock
from tests.consult.api.machine import machine
from tests.consult.remote.conftest import Line, Served
from tests.consult.remote.hosts import Breaking, Lossy
from tests.consult.remote.test_consultation import NOTICE, example, opened
from tests.consult.web.world import AT

SAY = ("--set", "text=The relay serves all stations.")


@pytest.fixture
def way(instance: Served) -> Iterator[Breaking]:
    """Give a way to the instance that may break."""
    made = Breaking(instance.address)
    yield made
    made.close()


@pytest.fixture
def shaky(japan: Line, way: Breaking) -> Line:
    """Give the command line of Japan on that way."""
    return replace(japan, folder=japan.folder / "shaky", address=way.address).sign_in()


def statements(line: Line, case: str) -> int:
    """Count the statements on record."""
    return line.run("timeline", case, "--json").output.count('"step":"make_statement"')


def test_a_repeated_command_does_not_double_an_act(
    shaky: Line, way: Breaking, file_of: Callable[[str, str], str]
) -> None:
    """The first answer is lost on the way, the second is the first one again; a third command is another act."""
    case = opened(shaky, file_of)
    way.lose = Lossy(b"/acts")
    lost = shaky.says("take", case, "make_statement", *SAY, code=3)
    kept = [one.stat().st_mode & 0o777 for one in (shaky.folder / "consult" / "unanswered").iterdir()]
    again = shaky.says("take", case, "make_statement", *SAY)

    assert "broke off" in lost
    assert [0o600] == kept
    assert "had no answer; it is sent again" in again
    assert "It had been recorded before; this is the first answer." in again
    assert (1, 1) == (len(way.lost), statements(shaky, case))
    assert [] == list((shaky.folder / "consult" / "unanswered").iterdir())
    shaky.run("take", case, "make_statement", *SAY)
    assert 2 == statements(shaky, case)


def test_something_else_is_not_sent_while_the_first_is_open(
    shaky: Line, way: Breaking, file_of: Callable[[str, str], str]
) -> None:
    """Whoever changes the words is told that the first ones may be on record already; then sends or forgets them."""
    case = opened(shaky, file_of)
    way.lose = Lossy(b"/acts")
    shaky.run("take", case, "make_statement", *SAY, code=3)
    refused = shaky.says("take", case, "make_statement", "--set", "text=Other words", code=1)
    listed = shaky.says("unanswered")
    sent = shaky.says("unanswered", "--send")

    assert "had no answer, and this is something else" in refused
    assert f"{case} make_statement" in listed
    assert "It had been recorded before" in sent
    assert "Everything that was sent was answered." in shaky.says("unanswered")
    assert "Recorded" in shaky.says("take", case, "make_statement", "--set", "text=Other words")
    assert 2 == statements(shaky, case)


def test_a_token_that_ended_meanwhile_settles_nothing(
    instance: Served, shaky: Line, way: Breaking, file_of: Callable[[str, str], str]
) -> None:
    """The first attempt may be on record: with the next token of the same person the first answer comes."""
    case = opened(shaky, file_of)
    way.lose = Lossy(b"/acts")
    shaky.run("take", case, "make_statement", *SAY, code=3)
    with clock.frozen(AT + timedelta(days=100)):
        refused = shaky.says("take", case, "make_statement", *SAY, code=1)
    again = replace(shaky, token=machine(instance.world, "all@jpn.example").token).sign_in()

    assert "A token is needed." in refused
    assert "It had been recorded before" in again.says("take", case, "make_statement", *SAY)
    assert 1 == statements(again, case)


def test_what_may_have_been_recorded_may_be_forgotten(
    shaky: Line, way: Breaking, file_of: Callable[[str, str], str]
) -> None:
    """It is on record then, and the next command is a second act: nobody decides that but the person."""
    case = opened(shaky, file_of)
    way.lose = Lossy(b"/acts")
    shaky.run("take", case, "make_statement", *SAY, code=3)
    shaky.run("unanswered", "--forget")
    shaky.run("take", case, "make_statement", *SAY)
    assert 2 == statements(shaky, case)


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("path", [b"/api/v1/cases ", b"/acts "])
def test_a_case_is_opened_once_and_its_notice_served_once(
    shaky: Line, way: Breaking, file_of: Callable[[str, str], str], path: bytes, times: int
) -> None:
    """Wherever it breaks, the same command goes on where it was."""
    first = file_of("a.json", example(shaky, "start_assessment"))
    notice = file_of("b.json", example(shaky, "serve_notice", **NOTICE))
    command = ("file", "ost9", "--filing", first, "--filing", f"serve_notice={notice}")
    way.lose = Lossy(path, times)
    for _n in range(times):
        shaky.run(*command, code=3)
    receipt = json.loads(shaky.run(*command, "--json").output.splitlines()[-1])

    cases = json.loads(shaky.run("cases", "--json").output)["items"]
    assert [receipt["case"]] == [one["ref"] for one in cases]
    steps = [one["step"] for one in json.loads(shaky.run("timeline", receipt["case"], "--json").output)["items"]]
    assert (1, 1) == (steps.count("start_assessment"), steps.count("serve_notice"))
    assert [] == list((shaky.folder / "consult" / "unanswered").iterdir())


def test_a_refused_notice_leaves_the_open_case_to_go_on_with(japan: Line, file_of: Callable[[str, str], str]) -> None:
    """The sentence names the case; nothing is left to be sent again."""
    first = file_of("a.json", example(japan, "start_assessment"))
    notice = file_of("b.json", example(japan, "serve_notice", **NOTICE | {"addressees": ["XYZ"]}))
    told = japan.says("file", "ost9", "--filing", first, "--filing", f"serve_notice={notice}", code=1)

    assert "is open. Go on with: consult remote take OST9-" in told
    assert "XYZ" in told
    assert "Everything that was sent was answered." in japan.says("unanswered")
