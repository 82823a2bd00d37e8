"""Notices as JSON: the first papers of cases, as they leave an installation and come into another one.

A notice is what a State files first of a case: under which procedure, on what terms, with which words. It leaves with
where it stands in the log it comes from. It comes in as a case of the own party with a paper in preparation, and never
as an act: people read, clear and send it by the ordinary steps. Not modelled: what followed the notice (a case leaves
whole as a bundle, `consult case bundle`), relations, and the notices of others as cases of one's own.
"""

from consult.exchange.notices.exporting import Taken, export_notices
from consult.exchange.notices.looking import Look, Lookout
from consult.exchange.notices.reading import read_notices
from consult.exchange.notices.recording import import_notices
from consult.exchange.notices.values import FORMAT, NoticesFile

__all__ = [
    "FORMAT",
    "Look",
    "Lookout",
    "NoticesFile",
    "Taken",
    "export_notices",
    "import_notices",
    "read_notices",
]
