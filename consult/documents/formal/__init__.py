"""Formal papers: what a filing says, in the form in which missions exchange it.

A `FormalPaper` is what is known of one filing, as one reader may read it; `write` makes the official document of it, in
the language in use. Which form it has is said by the procedure (`workflows.kernel.paper_forms`); no procedure is named
here.
"""

from consult.documents.formal.values import Annex, Answer, FormalPaper, Record, Signed, Writer
from consult.documents.formal.writing import write

__all__ = ["Annex", "Answer", "FormalPaper", "Record", "Signed", "Writer", "write"]
