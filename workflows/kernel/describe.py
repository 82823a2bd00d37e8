"""A procedure described: table, counts, JSON, page, diagrams, texts, and the sentence of an act.

Everything is read from the value itself, so that page, diagram and machine cannot tell different stories.
"""

from __future__ import annotations

from .describe_acts import named_by, sentence
from .describe_graph import dot, edges, mermaid
from .describe_page import page
from .describe_table import Row, as_json, counts, filings_of, table
from .describe_texts import texts
from .describe_words import cited

__all__ = [
    "Row", "as_json", "cited", "counts", "dot", "edges", "filings_of", "mermaid", "named_by", "page", "sentence",
    "table", "texts",
]  # fmt: skip
