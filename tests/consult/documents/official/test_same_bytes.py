"""The same value gives the same bytes: twice here, and in a process of its own with another hash seed and zone."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from consult.documents.official.html import write_fragment, write_html
from consult.documents.official.pdf import write_pdf
from consult.documents.official.pictures import write_png
from consult.documents.official.spreadsheets import write_csv, write_workbook
from consult.documents.official.values import Document
from consult.documents.official.word import write_word
from tests.consult.documents.official.samples import SIX, chart, in_language, note_verbale, united_nations

DRAWINGS: dict[str, Callable[[Document], bytes]] = {
    "html": lambda document: write_html(document).encode(),
    "fragment": lambda document: write_fragment(document).encode(),
    "word": write_word,
    "pdf": write_pdf,
    "csv": lambda document: b"".join(map(write_csv, document.tables)),
    "workbook": lambda document: write_workbook(document.tables, language=document.language, title="Report"),
    "png": lambda _document: write_png(chart().svg),
}
PROGRAM = """
from tests.consult.documents.official.test_same_bytes import digests
print("\\n".join(digests()))
"""


def digests() -> list[str]:
    """Return the digest of each drawing of a document of every kind."""
    documents = (united_nations(), note_verbale(), *map(in_language, SIX))
    return [hashlib.sha256(draw(one)).hexdigest() for one in documents for draw in DRAWINGS.values()]


@pytest.mark.parametrize("form", DRAWINGS)
def test_two_drawings_of_one_value_are_the_same_bytes(form: str) -> None:
    """Equal values, made anew each time."""
    assert DRAWINGS[form](united_nations()) == DRAWINGS[form](united_nations())


@pytest.mark.parametrize("form", [form for form in DRAWINGS if form != "png"])
def test_another_value_gives_other_bytes(form: str) -> None:
    """A drawing that forgot its document would be the same every time too."""
    assert DRAWINGS[form](united_nations(rows=3)) != DRAWINGS[form](united_nations(rows=4))


def test_another_process_in_another_zone_writes_the_same_bytes() -> None:
    """Neither hash seed, clock, zone nor language of the machine shows in any file."""
    root = Path(__file__).parents[4]
    there = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LANG": "C", "PYTHONPATH": str(root)}
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=root, env=there, capture_output=True, text=True, check=True
    )
    assert digests() == told.stdout.split()
