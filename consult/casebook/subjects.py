"""Cases by their legal subjects: those that a case states, else those of its procedure."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, or_

from consult.models.cases import CASES
from workflows import Form
from workflows.kernel.frozen import dataclass
from workflows.kernel.subjects import FACT


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject that is looked for, and the procedures whose cases have it unless they say something else."""

    key: str
    usual_in: tuple[str, ...]

    @classmethod
    def among(cls, forms: Mapping[str, Form], key: str) -> "Subject":
        """Give a subject with the procedures of a catalogue that have it."""
        return cls(key, tuple(form.key for form in forms.values() if key in form.subjects))


def subject_condition(about: Subject) -> ColumnElement[bool]:
    """Give the condition on `cases` under which a case has a subject. The summary says what a case states of itself."""
    says_so = CASES.c.summary.like(f'%"{FACT}":"%|{about.key}|%"%')
    says_nothing = ~CASES.c.summary.like(f'%"{FACT}":"|%')
    return or_(says_so, and_(CASES.c.procedure.in_(about.usual_in), says_nothing))
