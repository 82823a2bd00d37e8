"""Rules of arbitration and mediation are data, each period with its source and grade."""

from pathlib import Path

import pytest

from tests.workflows.agreements.files import write
from workflows.agreements.rules import rules
from workflows.instruments import provision
from workflows.parties.reading import InstrumentError

GOOD = """key = "house"
title = "Rules of a chamber"
kind = "arbitration"
institution = "A chamber"
instrument = "CHAMBER"
grade = "S"

[[period]]
key = "response"
days = 21
starts = "receipt"
under = "CHAMBER 5"
grade = "S"
"""


def test_the_response_was_read_in_the_rules_of_2012_and_the_challenge_is_from_memory() -> None:
    """The grade of each period is its own."""
    periods = rules()["pca-os-2011"].periods
    assert ("P30D", "PCA2012 4(1)", "V") == (
        periods["response"].length.key(),
        str(periods["response"].cited),
        periods["response"].cited.grade,
    )
    assert ("P15D", "M") == (periods["challenge"].length.key(), periods["challenge"].cited.grade)


def test_every_period_cites_a_provision_that_exists() -> None:
    """All sets that are shipped."""
    for found in rules().values():
        for period in found.periods.values():
            assert provision(period.cited.instrument, period.cited.provision)
            assert period.title


def test_any_institution_gives_its_periods_as_data(tmp_path: Path) -> None:
    """A set of rules is a file."""
    write(tmp_path, "house", GOOD)
    found = rules(tmp_path)["house"]
    assert ("A chamber", "P21D", "CHAMBER 5") == (
        found.institution,
        found.periods["response"].length.key(),
        str(found.periods["response"].cited),
    )


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("days = 21", "days = 0", r"house.toml:10: days: must be a whole number above zero"),
        ('key = "response"', 'key = "duel"', r"house.toml:9: key: 'duel' is not one of"),
        ('starts = "receipt"', 'starts = "dawn"', r"house.toml:11: starts: 'dawn' is not one of"),
        ('grade = "S"\n\n', 'grade = "S"\nfees = 1\n\n', r"house.toml:7: fees: unknown key"),
    ],
)
def test_faulty_rules_are_refused_with_file_line_and_reason(tmp_path: Path, old: str, new: str, why: str) -> None:
    """Whoever wrote them finds the line."""
    write(tmp_path, "house", GOOD.replace(old, new))
    with pytest.raises(InstrumentError, match=why):
        rules(tmp_path)


def test_a_period_given_twice_is_refused(tmp_path: Path) -> None:
    """One set has one answer."""
    write(tmp_path, "house", GOOD + GOOD[GOOD.index("\n[[period]]") :])
    with pytest.raises(InstrumentError, match=r"house.toml:16: key: the period “response” is given twice"):
        rules(tmp_path)
