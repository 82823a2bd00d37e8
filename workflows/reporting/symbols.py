"""Symbols of documents: the series in which they are issued, and whether one is written as a series writes it.

Soft: practice of the United Nations (procedures.md 13.2). Not modelled: which number is the next.
"""

from __future__ import annotations

from workflows.kernel.checks_of_symbols import is_written
from workflows.reporting.reading import read_bodies, read_series
from workflows.reporting.values import Series


def series_of(body: str) -> tuple[Series, ...]:
    """Give the series in which a body's documents are issued; none where they are not known."""
    return tuple(read_series()[key] for key in read_bodies()[body].symbols)


def fits(body: str, symbol: str) -> bool:
    """Say whether a symbol can be one of a body's documents; any fits where its series are not known."""
    forms = tuple(form for one in series_of(body) for form in one.forms)
    return not forms or is_written(symbol, forms)
