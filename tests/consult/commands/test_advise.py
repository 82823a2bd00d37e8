"""`consult advise` answers without an installation, in words and for machines."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo

from consult import clock
from consult.cli import cli
from tests.house import tree

VISIT = ("visit", "--whose", "theirs", "--own", "JPN", "--other", "India", "--where")


def call(*arguments: str) -> Result:
    """Call `consult advise` where no installation can be opened."""

    def refuse() -> None:
        raise AssertionError("this command opened an installation")

    with clock.frozen(datetime(2026, 11, 20, 9, 0, tzinfo=UTC)):
        return CliRunner().invoke(cli, ["advise", *arguments], obj=ScriptInfo(create_app=refuse))


def test_a_visit_on_the_moon_is_answered_with_its_reasons() -> None:
    """Why, with whom, who is bound, each with provision and grade."""
    done = call(*VISIT, "celestial_body")
    assert 0 == done.exit_code
    assert "Applies: Visit to a facility on a celestial body (ost12)" in done.output
    assert "With: IND" in done.output
    assert "India is bound by the Outer Space Treaty since 1 January 1983" in done.output
    assert "(OST XII [LAW_T, V])" in done.output


def test_a_visit_in_orbit_is_answered_with_what_bars_it() -> None:
    """No is an answer with a reason."""
    done = call(*VISIT, "earth_orbit")
    assert "No procedure here applies to these facts." in done.output
    assert "Barred: Visit to a facility on a celestial body (ost12)" in done.output


def test_machines_get_the_same_answer_as_json() -> None:
    """Facts, procedures that apply and that are barred, forums; the day is today where none was given."""
    told = json.loads(call("weapons", "--own", "JPN", "--other", "IND", "--json").output)
    assert ("2026-11-20", [], []) == (told["asked"]["on"], told["applies"], told["barred"])
    assert [("CD", True), ("GA1", False)] == [(one["forum"], one["whole"]) for one in told["elsewhere"]]


def test_without_a_matter_those_that_are_known_are_listed() -> None:
    """In words and as JSON."""
    assert "visit                " in call().output
    assert "A dispute that talks have not settled" == json.loads(call("--json").output)["dispute"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nonsense", "--own", "JPN"), "matter: Choose one of the list."),
        (("visit", "--own", "Atlantis"), "own: “Atlantis” is no State and no organisation"),
        (("visit", "--own", "OOSA"), "own: “OOSA” is no State"),
        (("visit", "--own", "JPN", "--other", "Japan"), "other: Name others than your own party."),
        (("visit", "--own", "JPN", "--on", "20.11.2026"), "on: Give the day as year, month and day."),
        (("visit", "--own", "JPN", "--where", "Paris"), "where: Choose one of the list."),
    ],
    ids=["matter", "own", "body", "same", "day", "where"],
)
def test_what_cannot_be_read_is_named_by_its_field(arguments: tuple[str, ...], sentence: str) -> None:
    """The command leaves with 2."""
    done = call(*arguments)
    assert (2, True) == (done.exit_code, sentence in done.output)


def test_a_procedure_of_the_installation_is_advised_like_any_other() -> None:
    """It says by itself what it is for."""
    folder = ("--folder", str(tree.ROOT / "tests" / "procedures"))
    done = call("agreement", "--own", "JPN", *folder)
    assert "Applies: Berth (berth)" in done.output
