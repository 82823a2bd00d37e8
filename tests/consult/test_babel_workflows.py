"""Law texts are collected for translation."""

import io
from pathlib import Path
from typing import IO

from consult import babel_workflows
from workflows import advising, reporting

ADVISING = Path(advising.__file__).parent


def named(name: str) -> IO[bytes]:
    """Give an empty file under a name, as Babel hands it over."""
    file = io.BytesIO()
    file.name = name
    return file


def test_the_texts_of_a_procedure_are_collected_from_its_module() -> None:
    """Title, states and questions, in every variant of its terms."""
    found = {text for _, _, text, _ in babel_workflows.procedures(named("workflows/ost9.py"), (), (), {})}
    assert {"Serve notice", "Draft"} <= found


def test_what_a_procedure_is_for_and_who_else_is_are_collected() -> None:
    """The advice with its procedure; matters and forums with their files."""
    nothing = ((), (), {})
    visit = {m[2] for m in babel_workflows.procedures(named("workflows/ost12.py"), *nothing)}
    known = {m[2] for m in babel_workflows.advising(io.BytesIO((ADVISING / "matters.toml").read_bytes()), *nothing)}
    others = {m[2] for m in babel_workflows.advising(io.BytesIO((ADVISING / "forums.toml").read_bytes()), *nothing)}

    assert "The visitor gives the notice; the State whose facility it is answers in that case." in visit
    assert {"A dispute that talks have not settled", "It is planned"} <= known
    assert any(text.startswith("Weapons in space") for text in others)


def test_the_texts_of_reporting_are_collected_from_its_tables() -> None:
    """Agenda items and kinds of submission with their files; a table of dates alone gives none."""
    folder, nothing = Path(reporting.__file__).parent, ((), (), {})
    read = {name: io.BytesIO((folder / f"{name}.toml").read_bytes()) for name in ("items", "kinds", "sessions")}
    found = {name: {m[2] for m in babel_workflows.reporting(file, *nothing)} for name, file in read.items()}

    assert "Status and application of the five United Nations treaties on outer space" in found["items"]
    assert "National report on space activities" in found["kinds"]
    assert set() == found["sessions"]


def test_a_module_without_procedures_gives_nothing() -> None:
    """The catalogue's own module is no procedure."""
    assert [] == list(babel_workflows.procedures(named("workflows/__init__.py"), (), (), {}))


def test_the_texts_of_an_instrument_are_collected_from_its_file() -> None:
    """Its title and what its provisions say."""
    found = {text for _, _, text, _ in babel_workflows.instruments(named("workflows/instruments/ost.toml"), (), (), {})}
    assert "Outer Space Treaty" in found


def test_the_texts_of_agreements_and_rules_are_collected() -> None:
    """Titles of stages with their agreement; the words that all clauses share with the general profile."""
    folder, nothing = "workflows/agreements", ((), (), {})
    station = {m[2] for m in babel_workflows.agreements(named(f"{folder}/iss-iga-1998.toml"), *nothing)}
    shared = {m[2] for m in babel_workflows.agreements(named(f"{folder}/gen.toml"), *nothing)}
    sets = {m[2] for m in babel_workflows.rules(named(f"{folder}/rules/pca-2012.toml"), *nothing)}

    assert "Consultation among all Partners" in station
    assert {"How many arbitrators", "Case by case", "Begins when one party asks for it."} <= shared
    assert "PCA Arbitration Rules, 2012" in sets
