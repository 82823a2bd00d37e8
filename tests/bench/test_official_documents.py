"""The budgets of official documents: printed, and never failing a build; what they hold is checked elsewhere."""

import io
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader

from consult.documents.official.html import write_html
from consult.documents.official.pdf import write_pdf
from consult.documents.official.spreadsheets import write_csv, write_workbook
from consult.documents.official.values import Document
from consult.documents.official.word import write_word
from tests.bench.conftest import calibration, ratio, seconds
from tests.consult.documents.official.samples import in_language, table, united_nations

ROUNDS = 9
ROOT = Path(__file__).parents[2]
COLD = """
import time
start = time.perf_counter()
from consult.documents.official.pdf import write_pdf
from tests.consult.documents.official.samples import united_nations
write_pdf(united_nations(200))
print(time.perf_counter() - start)
"""


def listed(rows: int) -> Document:
    """Make a document of one table."""
    return replace(united_nations(), blocks=(table(rows),))


def test_a_pdf_of_two_hundred_rows() -> None:
    """Budget: one second, also for the first one of a process, which reads the typefaces."""
    there = os.environ | {"PYTHONPATH": str(ROOT)}
    start = [sys.executable, "-c", COLD]
    cold = float(subprocess.run(start, cwd=ROOT, env=there, capture_output=True, text=True, check=True).stdout)
    warm = statistics.median(seconds(lambda: write_pdf(united_nations(200))) for _i in range(ROUNDS))
    chinese = statistics.median(seconds(lambda: write_pdf(in_language("zh"))) for _i in range(ROUNDS))

    assert len(PdfReader(io.BytesIO(write_pdf(united_nations(200)))).pages) > 4
    figures = (
        f"first of a process {cold * 1000:.0f} ms, then {warm * 1000:.0f} ms, Chinese page {chinese * 1000:.0f} ms"
    )
    print(f"\nPDF of 200 rows: {figures} (budget 1000); calibration {calibration() * 1000:.0f} ms")


def test_what_five_thousand_rows_cost() -> None:
    """Every form of one long table."""
    forms: dict[str, Callable[[], object]] = {
        "PDF": lambda: write_pdf(listed(5_000)),
        "Word": lambda: write_word(listed(5_000)),
        "HTML": lambda: write_html(listed(5_000)),
        "CSV": lambda: write_csv(table(5_000)),
        "workbook": lambda: write_workbook([table(5_000)]),
    }
    taken = {name: seconds(work) for name, work in forms.items()}
    print("\n5,000 rows: " + ", ".join(f"{name} {second * 1000:.0f} ms" for name, second in taken.items()))


def test_a_long_table_costs_no_more_a_row_than_a_short_one() -> None:
    """Ten times the rows take at most fourteen times as long as PDF."""
    rounds = [(seconds(lambda: write_pdf(listed(2_000))), seconds(lambda: write_pdf(listed(200)))) for _i in range(3)]
    long, short = zip(*rounds, strict=True)
    ratio("PDF of 2,000 rows ÷ of 200", long, short, 16, 12, most=True)
