"""`consult agreements` lists, shows and checks, without an installation."""

import json
from pathlib import Path

from tests.consult.commands.test_procedures import call
from tests.workflows.agreements.test_agreements import LADDER
from workflows.agreements import agreements


def test_every_agreement_is_listed_with_its_place_in_the_tree() -> None:
    """As a table and as JSON."""
    assert set(agreements()) <= set(call("agreements", "list").output.split())
    rows = {row["key"]: row["parent"] for row in json.loads(call("agreements", "list", "--json").output)}
    assert ("iss-iga-1998", "") == (rows["iss-mou-1998-jpn"], rows["iss-iga-1998"])


def test_the_ladder_between_two_parties_is_shown_with_days_sources_and_reasons() -> None:
    """For a notice received on 1 September 2026."""
    shown = call("agreements", "show", "pca-os-2011", "--between", "Japan", "KOR", "--on", "2026-09-01")
    assert 0 == shown.exit_code
    assert "Open to one party alone from 2 November 2026." in shown.output
    assert "Lasts 60 days (product default, DEFAULT, V)." in shown.output
    assert "The parties agreed to arbitration beforehand. (PCA_OS 3, LAW_A, M)" in shown.output


def test_a_rung_that_is_missing_between_two_parties_says_why() -> None:
    """As JSON too."""
    shown = call("agreements", "show", "un-charter-33", "--between", "JPN", "ESA", "--json")
    rung = json.loads(shown.output)["rungs"][-1]
    assert ("judicial_settlement", "closed") == (rung["key"], rung["entry"])
    assert "Only States come before the Court" in rung["reasons"][0]["says"]


def test_an_unknown_agreement_and_an_unknown_party_are_refused() -> None:
    """With 2 and what there is."""
    agreement, party = (
        call("agreements", "show", "x"),
        call("agreements", "show", "gen", "--between", "JPN", "Atlantis"),
    )
    assert (2, 2) == (agreement.exit_code, party.exit_code)
    assert "There is no agreement “x”; there are: apsco-2005" in agreement.output
    assert "There is no party “Atlantis”" in party.output


def test_a_file_is_checked_and_its_traps_are_named(tmp_path: Path) -> None:
    """A good one leaves with 0, whatever is warned of; a faulty one with 2, file, line, key and reason."""
    good, faulty = tmp_path / "ladder.toml", tmp_path / "faulty.toml"
    good.write_text(LADDER, encoding="utf-8")
    faulty.write_text(LADDER.replace("days = 40", "days = 0"), encoding="utf-8")
    checked, refused = call("agreements", "check", str(good)), call("agreements", "check", str(faulty))
    assert (0, 2) == (checked.exit_code, refused.exit_code)
    assert "silent: sheet.mode" in checked.output
    assert "ladder: 2 stages, can be walked." in checked.output
    assert "faulty.toml:17: days: must be above zero" in refused.output
