"""Samples for the page that shows every component."""

from datetime import datetime

from consult import words
from consult.i18n import _
from consult.pages.fields import FormField, Option, Provision
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class PatternPage:
    """One of everything."""

    title: str
    moment: datetime
    bindings: tuple[str, ...]
    grades: tuple[str, ...]
    levels: tuple[str, ...]
    fields: tuple[FormField, ...]


def pattern_page(moment: datetime) -> PatternPage:
    """Draw up one of everything."""
    return PatternPage(
        _("Components"), moment, tuple(words.BINDING), tuple(words.GRADE), tuple(words.LEVEL), _sample_fields()
    )


def _sample_fields() -> tuple[FormField, ...]:
    """Ask one question of every kind, some of them answered wrongly."""
    options = (Option("a", _("First answer"), _("What it means")), Option("b", _("Second answer")))
    provision = Provision("OST IX s3", "LAW_T", _("Consult before an activity that may cause harmful interference."))
    fault = _("Give a date as year-month-day, such as 2026-11-20.")
    return (
        FormField("p_text", _("Activity"), "text", help=_("In one line."), provision=provision, level="C2"),
        FormField("p_long", _("Expected effects"), "long_text", required=False, provision=provision),
        FormField("p_choice", _("Kind"), "choice", options=options),
        FormField("p_choices", _("Several"), "choices", ("a",), options, required=False),
        FormField("p_yes", _("It is urgent"), "yes_no", required=False, help=_("Only where days count.")),
        FormField("p_number", _("Number of objects"), "whole_number"),
        FormField("p_date", _("Planned for"), "date", error=fault),
        FormField("p_instant", _("Instant of landing"), "instant", required=False),
        FormField("p_mail", _("Mail address"), "email"),
        FormField("p_password", _("Password"), "password"),
    )
