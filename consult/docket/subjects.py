"""The legal subjects with which a case is opened: kept as its own where they are not those of its procedure."""

from consult.i18n import _
from consult.refusals import Malformed
from workflows import Form
from workflows.kernel.subjects import FACT, SUBJECTS, written


def stated_subjects(form: Form, subjects: tuple[str, ...] | None) -> dict[str, str]:
    """Give what the case keeps; nothing where nothing was said, or the usual. Refuses a subject that the list does not
    have."""
    if subjects is None or set(subjects) == set(form.subjects):
        return {}
    if set(subjects) - set(SUBJECTS):
        raise Malformed({FACT: _("Choose legal subjects of the list.")})
    return {FACT: written(subjects)}
