"""Why something failed, in words of this program alone."""

import re

from consult.delivery.messages import TOPIC as SEND
from consult.i18n import _
from consult.outbox import DIED, UNDER_WAY

_KIND = re.compile(r"([A-Za-z_]{1,60}(?:Error|Exception|Timeout|Lost|Unsure|Undone|NoHandler|Locked|Rejected))(?::|$)")
"""An exception's kind before its text: `OSError: …`."""
_CODE = re.compile(r"([2-5][0-9]{2})(?:[ -]([2-5]\.[0-9]{1,3}\.[0-9]{1,3}))?(?:[ -]|$)")
"""How a mail server or a receiver begins its answer: `550 5.1.1 …`, `503`."""


def reason_of(topic: str, error: str) -> str:
    """Give the kind of a failure: ours by its name, another's by its code, never its text."""
    if error == UNDER_WAY:
        return _("Under way, or broken off in the midst of it.")
    if error == DIED:
        return _("Whoever did it ended in the midst of it, each time.")
    if code := _CODE.match(error):
        said = " ".join(part for part in code.groups() if part)
        return _("Answered with %(code)s.", code=said)
    kind = _KIND.match(error) if topic != SEND else None
    if kind:
        return kind[1]
    return _("In words that may quote more than belongs here: consult jobs status tells them.") if error else ""
