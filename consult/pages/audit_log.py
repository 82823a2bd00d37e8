"""The form that asks for an audit log."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Docket
from consult.i18n import _
from consult.pages.fields import FormField, Given, Option, fill
from consult.reports.audit.asking import HOST
from consult.reports.audit.files import NAMES
from consult.reports.scope import Reach
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The questions, with what was given and what was wrong with it."""

    title: str
    fields: tuple[FormField, ...]
    fault: str = ""


def audit_page(
    conn: Connection, docket: Docket, given: Given, errors: Mapping[str, str], today: date, fault: str = ""
) -> AuditPage:
    """Ask for an audit log: set, period, what it is narrowed to, and in which forms."""
    fields = (
        FormField("reach", _("Set"), "choice", (str(Reach.PARTIES),), _sets()),
        FormField("since", _("First day (UTC)"), "date", (today.replace(month=1, day=1).isoformat(),)),
        FormField("until", _("Last day (UTC)"), "date", (today.isoformat(),)),
        *_narrowing(conn, docket),
        FormField("formats", _("Parts"), "choices", tuple(NAMES), _formats()),
    )
    return AuditPage(_("Audit log"), _some(fields, given, errors), fault)


def _some(fields: Sequence[FormField], given: Given, errors: Mapping[str, str]) -> tuple[FormField, ...]:
    """Put back what was given; a question that a link does not speak of keeps its first value."""
    first = {one.name: one.given for one in fields}
    return fill(fields, {**first, **given} if given or errors else {}, errors)


def _narrowing(conn: Connection, docket: Docket) -> tuple[FormField, ...]:
    procedures = tuple(Option(key, law(form.title)) for key, form in sorted(docket.forms.items()))
    parties = tuple(Option(key, name) for key, name in casebook.party_names(conn).items())
    step_help = _("A step or a kind of entry, by its key, such as serve_notice or export.")
    return (
        FormField("procedure", _("Procedure"), "choice", options=(_all(), *procedures), required=False),
        FormField("party", _("By"), "choice", options=(_all(), Option(HOST, _("Host")), *parties), required=False),
        FormField("act", _("Act"), required=False, help=step_help),
        FormField("case", _("Case"), required=False, help=_("Its reference, such as OST9-2026-ABCDEF.")),
    )


def _all() -> Option:
    return Option("", _("All"))


def _sets() -> tuple[Option, ...]:
    return (
        Option(str(Reach.FULL), _("Full, for your own delegation: all that you may read")),
        Option(str(Reach.PARTIES), _("Parties: what every party to the cases may read, C0 to C2")),
        Option(str(Reach.PUBLIC), _("Public: what everybody may read, C0")),
    )


def _formats() -> tuple[Option, ...]:
    return (
        Option("jsonl", _("Lines (JSON), which are the proof and always in it")),
        Option("csv", _("Table (CSV)")),
        Option("pdf", _("Paper (PDF)"), _("Up to 2,000 entries.")),
    )
