"""The stories that are shipped go as they are told, with the real tables of parties and instruments."""

from datetime import date
from pathlib import Path

import pytest

from workflows import catalogue
from workflows.kernel.stories import read, run
from workflows.stories import binds, shipped, tables


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_a_shipped_story_goes_as_it_is_told(path: Path) -> None:
    """Stories are the exercises of the product and the tests of its law."""
    results = run(read(path), catalogue(), tables())
    assert [] == [f"{path.name}:{r.event.line}: {d}" for r in results for d in r.differences]


@pytest.mark.parametrize(
    ("party", "on", "bound"),
    [
        ("USA", date(1967, 10, 9), False),
        ("USA", date(1967, 10, 10), True),
        ("USA", date(1967, 10, 11), True),
        ("Freedonia", date(1967, 10, 9), False),
        ("Freedonia", date(1967, 10, 10), True),
        ("Freedonia", date(1967, 10, 11), True),
    ],
)
def test_real_parties_are_bound_by_the_tables_and_invented_ones_from_entry_into_force(
    party: str, on: date, bound: bool
) -> None:
    """The day before, the day, the day after; before it nobody is bound, and the sentence names the day."""
    answer, reason = binds("OST", party, on)
    assert (bound, "" if bound else "The Outer Space Treaty entered into force on 10 October 1967.") == (answer, reason)


def test_an_instrument_that_does_not_exist_binds_nobody() -> None:
    """A slip of the pen is said and not passed over."""
    assert (False, "There is no instrument OTS in the library.") == binds("OTS", "JPN", date(2026, 1, 1))


def test_names_of_states_become_their_keys() -> None:
    """By name, by key, or not at all."""
    assert ["JPN", "JPN", None] == [tables().find(label) for label in ("Japan", "jpn", "Freedonia")]


def test_agreements_of_a_folder_give_procedure_terms_and_clause(tmp_path: Path) -> None:
    """An installation keeps its agreements beside those that are shipped."""
    text = 'key = "pact"\ntitle = "Pact"\ninstrument = "PACT"\nprovision = "4"\nprocedure = "ost9"\n'
    text += '[terms]\nlevel = "agency"\n'
    (tmp_path / "pact.toml").write_text(text, encoding="utf-8")
    ask = tables(tmp_path).agreement
    assert (("ost9", {"level": "agency"}, "PACT 4"), None) == (ask("pact"), ask("treaty"))
