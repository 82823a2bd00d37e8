"""What is a person's own on the desk, and of no system: how far the person has seen, and saved views."""

from consult.i18n import _
from consult.models.tokens import ORGAN
from consult.refusals import NotThrough
from consult.standing import Standing


def require_own(by: Standing) -> None:
    """Refuse the system of an organ what belongs to the person who is responsible for it, and a token that reads alone
    every change; a person's own token with a capacity may."""
    if by.through is None:
        return
    if not by.capacities:
        raise NotThrough(_("This token reads alone, and changes nothing."))
    if by.through.kind == ORGAN:
        raise NotThrough(
            _("What was seen and which views are saved is each person's own, and nothing that a system changes.")
        )
