"""Agreements are read whole, and a faulty file is refused with file, line and reason."""

from pathlib import Path

import pytest

from workflows.agreements import agreements
from workflows.parties.reading import InstrumentError

GOOD = """key = "pact"
title = "Pact of two agencies"
instrument = "PACT"
procedure = "ost9"
[terms]
level = "agency"
"""


def test_an_agreement_without_a_clause_cites_its_instrument(tmp_path: Path) -> None:
    """The clause may be left out where the whole instrument is about it."""
    (tmp_path / "pact.toml").write_text(GOOD, encoding="utf-8")
    found = agreements(tmp_path)["pact"]
    assert ("PACT", "ost9", {"level": "agency"}) == (found.cited, found.procedure, dict(found.terms))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("title =", "titel =", r"pact.toml:2: titel: unknown key"),
        ('procedure = "ost9"', "", r"procedure: is required"),
        ("[terms]\nlevel =", "terms =", r"pact.toml:5: terms: must be a table"),
        ("[terms]", "[terms", r"pact.toml:5: is not valid TOML"),
    ],
)
def test_a_faulty_agreement_is_refused_with_file_line_and_reason(tmp_path: Path, old: str, new: str, why: str) -> None:
    """Whoever wrote it finds the line."""
    (tmp_path / "pact.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(InstrumentError, match=why):
        agreements(tmp_path)


def test_agreements_that_are_shipped_can_be_read() -> None:
    """Every file of the package is well formed."""
    assert set(agreements()) == {found.key for found in agreements().values()}
