"""Law texts are collected for translation."""

import io
from typing import IO

from consult import babel_workflows


def named(name: str) -> IO[bytes]:
    """Give an empty file under a name, as Babel hands it over."""
    file = io.BytesIO()
    file.name = name
    return file


def test_the_texts_of_a_procedure_are_collected_from_its_module() -> None:
    """Title, states and questions, in every variant of its terms."""
    found = {text for _, _, text, _ in babel_workflows.procedures(named("workflows/ost9.py"), (), (), {})}
    assert {"Serve notice", "Draft"} <= found


def test_a_module_without_procedures_gives_nothing() -> None:
    """The catalogue's own module is no procedure."""
    assert [] == list(babel_workflows.procedures(named("workflows/__init__.py"), (), (), {}))


def test_the_texts_of_an_instrument_are_collected_from_its_file() -> None:
    """Its title and what its provisions say."""
    found = {text for _, _, text, _ in babel_workflows.instruments(named("workflows/instruments/ost.toml"), (), (), {})}
    assert "Outer Space Treaty" in found
