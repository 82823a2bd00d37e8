"""`consult charters` lists, shows, compares and checks, without an installation."""

import json
from pathlib import Path

from tests.consult.commands.test_procedures import call
from workflows.lunar.charters import FOLDER, charters


def test_every_charter_is_listed_as_a_proposal() -> None:
    """As a table and as JSON."""
    listed = call("charters", "list").output
    assert set(charters()) <= set(listed.split())
    assert len(charters()) == listed.count("(Proposal, not law.)")
    assert set(charters()) == {row["key"] for row in json.loads(call("charters", "list", "--json").output)}


def test_a_charter_is_shown_with_what_each_value_rests_on() -> None:
    """Rights by class first; a value without a source of its own is a product default."""
    shown = call("charters", "show", "copuos-draft").output
    assert "may block consensus and break a silence: yes (ICG_TOR consensus, DEFAULT, M)" in shown
    assert "silence_least = 72 hours (GA74_544 silence, SOFT, S)" in shown
    assert "lead = 180 days (product default, DEFAULT, V)" in shown
    found = json.loads(call("charters", "show", "open-copuos", "--json").output)
    assert ("Proposal, not law.", "no") == (found["is"], found["classes"]["associate"]["propose"])


def test_two_charters_are_told_apart_in_words() -> None:
    """Value by value; one and itself in nothing."""
    told = call("charters", "compare", "copuos-draft", "open-copuos").output.splitlines()
    assert "Notice of an activity before it begins: 180 days; against 120 days." in told
    assert "They differ in nothing.\n" == call("charters", "compare", "open-copuos", "open-copuos").output


def test_an_unknown_charter_is_refused() -> None:
    """With 2 and what there is."""
    shown = call("charters", "show", "x")
    assert (2, True) == (
        shown.exit_code,
        "There is no charter “x”; there are: copuos-draft, open-copuos" in shown.output,
    )


def test_a_file_is_checked_and_what_it_is_silent_on_is_named(tmp_path: Path) -> None:
    """A good one leaves with 0, whatever heading is missing; a faulty one with 2, file, line, key and reason."""
    text = (FOLDER / "copuos-draft.toml").read_text(encoding="utf-8")
    good, faulty = tmp_path / "mine.toml", tmp_path / "faulty.toml"
    good.write_text(text.replace('review = "Every three years"\n', ""), encoding="utf-8")
    faulty.write_text(text.replace('silence_least = "PT72H"', 'silence_least = "PT48H"'), encoding="utf-8")
    checked, refused = call("charters", "check", str(good)), call("charters", "check", str(faulty))
    assert (0, 2) == (checked.exit_code, refused.exit_code)
    assert "silent: nothing is said on “Review”" in checked.output
    assert "faulty.toml:22: silence_least: 48 hours is under 72 hours" in refused.output
