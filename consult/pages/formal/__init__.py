"""Formal papers of acts and of papers in preparation: to be looked at, and to be taken away."""

from consult.pages.formal.copies import copies_of, reader_of
from consult.pages.formal.of_act import paper_of_act
from consult.pages.formal.of_draft import paper_of_draft
from consult.pages.formal.page import ENDINGS, PaperPage, paper_page
from consult.pages.formal.values import Asked, Taken

__all__ = [
    "ENDINGS",
    "Asked",
    "PaperPage",
    "Taken",
    "copies_of",
    "paper_of_act",
    "paper_of_draft",
    "paper_page",
    "reader_of",
]
