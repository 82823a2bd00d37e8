"""A filing as a form and as a text: drawn from its fields, read back into a body, shown to a reader.

Generic over filings: a new procedure brings its fields and nothing else. What is wrong with a body is said by
`workflows.kernel.bodies.problems`; nothing here refuses anything.
"""

from consult.forms.choices import DocumentChoice, OrganChoice, PartyChoice
from consult.forms.draw import draw
from consult.forms.reading import Pressed, is_pressed, list_at, press, read, read_more
from consult.forms.show import show
from consult.forms.tables import LONGEST, Unreadable, entries_of
from consult.forms.views import FieldView, FormView, ReadField

__all__ = [
    "LONGEST",
    "DocumentChoice",
    "FieldView",
    "FormView",
    "OrganChoice",
    "PartyChoice",
    "Pressed",
    "ReadField",
    "Unreadable",
    "draw",
    "entries_of",
    "is_pressed",
    "list_at",
    "press",
    "read",
    "read_more",
    "show",
]
