"""A filing as a form and as a text: drawn from its fields, read back into a body, shown to a reader.

Generic over filings: a new procedure brings its fields and nothing else. What is wrong with a body is said by
`workflows.kernel.bodies.problems`; nothing here refuses anything.
"""

from consult.forms.choices import DocumentChoice, OrganChoice, PartyChoice
from consult.forms.draw import draw
from consult.forms.reading import Pressed, is_pressed, press, read
from consult.forms.show import show
from consult.forms.views import FieldView, FormView, ReadField

__all__ = [
    "DocumentChoice",
    "FieldView",
    "FormView",
    "OrganChoice",
    "PartyChoice",
    "Pressed",
    "ReadField",
    "draw",
    "is_pressed",
    "press",
    "read",
    "show",
]
