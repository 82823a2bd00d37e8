"""What the list of cases is narrowed to: read from an address or a saved view, and told where it fits no more."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from consult.casebook import Subject
from consult.casebook.own import ADDRESSED, FILER, OTHER, PARTY
from consult.i18n import _, _l
from consult.pages.narrowing import Narrowing
from workflows import Form
from workflows.kernel.frozen import dataclass
from workflows.kernel.subjects import SUBJECTS

KINDS = {"open": _l("Open"), "resting": _l("Resting"), "final": _l("Ended")}
ROLES = {
    FILER: _l("we filed it"),
    ADDRESSED: _l("we are addressed"),
    PARTY: _l("we are another party"),
    OTHER: _l("we take part otherwise"),
}
IN_EARNEST, EXERCISES = "no", "yes"
EXERCISE = {IN_EARNEST: _l("In earnest"), EXERCISES: _l("Exercises")}
DUE = {"7": _l("within 7 days"), "14": _l("within 14 days"), "30": _l("within 30 days"), "90": _l("within 90 days")}


@dataclass(frozen=True, slots=True)
class CaseFilters(Narrowing):
    """Filters of the list by the names that they have in its address; an empty one narrows nothing."""

    words: str = ""
    kind: str = ""
    procedure: str = ""
    party: str = ""
    role: str = ""
    due: str = ""
    exercise: str = ""
    subject: str = ""

    def asked(self, now: datetime, forms: Mapping[str, Form]) -> dict[str, Any]:
        """Give what the list of cases is asked for, by the procedures of a catalogue."""
        due_by = now + timedelta(days=int(self.due)) if self.due else None
        narrowed: dict[str, Any] = {"kind": self.kind or None, "procedure": self.procedure or None, "words": self.words}
        about = Subject.among(forms, self.subject) if self.subject else None
        exercise = self.exercise == EXERCISES if self.exercise else None
        return {
            **narrowed,
            "counterpart": self.party,
            "role": self.role,
            "due_by": due_by,
            "exercise": exercise,
            "about": about,
        }


def fitted(
    filters: CaseFilters, procedures: Mapping[str, str], parties: Mapping[str, str]
) -> tuple[CaseFilters, tuple[str, ...]]:
    """Leave out what fits nothing any more, and say so."""
    known: dict[str, Mapping[str, Any]] = {"kind": KINDS, "procedure": procedures, "party": parties}
    known |= {"role": ROLES, "due": DUE, "exercise": EXERCISE, "subject": SUBJECTS}
    misfits = {name: value for name, value in filters.chosen.items() if name in known and value not in known[name]}
    return replace(filters, **dict.fromkeys(misfits, "")), tuple(_said(misfits))


def _said(misfits: Mapping[str, str]) -> Iterator[str]:
    sentences = {
        "kind": _l("“%(value)s” is no stage of a case; the list is not narrowed by it."),
        "procedure": _l("There is no procedure “%(value)s” here any more; the list is not narrowed by it."),
        "party": _l("There is no party “%(value)s” here any more; the list is not narrowed by it."),
        "role": _l("“%(value)s” is nothing that a party can be in a case; the list is not narrowed by it."),
        "exercise": _l("Cases are in earnest or exercises, and not “%(value)s”; the list is not narrowed by it."),
        "subject": _l("“%(value)s” is no legal subject of the list; the list is not narrowed by it."),
        "due": _l("“%(value)s” is no span of days that the list knows; the list is not narrowed by it."),
    }
    for name, value in misfits.items():
        yield str(sentences[name]) % {"value": value}


def view_is_gone() -> str:
    """Say that the view which an address names is not there."""
    return _("The saved view of this address is no longer there: it was removed, or it is not yours.")
