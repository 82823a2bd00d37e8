"""What the public register is: what stands in it, what does not and why, and how to read its marks."""

from datetime import datetime

from consult import words
from consult.i18n import _
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class AboutPage:
    """The page about the register, with the marks that stand beside facts and time limits."""

    title: str
    bindings: tuple[tuple[str, str], ...]
    grades: tuple[tuple[str, str], ...]
    epoch: int
    exercise: bool
    updated: datetime | None = None


def about_page(epoch: int, *, exercise: bool) -> AboutPage:
    """Draw up the page about the register."""
    bindings = tuple((key, words.name(words.BINDING_HELP, key)) for key in words.BINDING)
    grades = tuple((key, words.name(words.GRADE_HELP, key)) for key in words.GRADE)
    return AboutPage(_("About this register"), bindings, grades, epoch, exercise)
