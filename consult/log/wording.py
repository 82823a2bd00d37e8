"""What the verifier found, in the reader's language: it knows the reasons by code and the sentences in English."""

from consult.i18n import _
from consult.log.verifier import REASONS, Rejected, Unchecked


def word(fault: Rejected | Unchecked) -> str:
    """Give the sentence of a reason."""
    values = {
        name: _(value) if isinstance(value, str) and value and name == "why" else value
        for name, value in fault.values.items()
    }
    return _(REASONS[fault.code], **values)
