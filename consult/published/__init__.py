"""What is public of the record, for readers without sign-in: cases that were made public, with their public acts,
answers and documents. Everything here is drawn from public acts alone: where a case stands is where its last public act
left it, and who takes part is whoever filed it, acted in public, or is named in what is public. Nothing here writes.
"""

from consult.published.acts import acts_of
from consult.published.cases import find_case, list_acts, list_cases
from consult.published.documents import find_document
from consult.published.figures import Figure, figures
from consult.published.proof import openings_of_act, receipt_of_act
from consult.published.values import Filters, Listed, PublicAct, PublicCase, PublicDocument

__all__ = [
    "Figure",
    "Filters",
    "Listed",
    "PublicAct",
    "PublicCase",
    "PublicDocument",
    "acts_of",
    "figures",
    "find_case",
    "find_document",
    "list_acts",
    "list_cases",
    "openings_of_act",
    "receipt_of_act",
]
