"""The page on which managers decide what is erased: what their party wishes of names, and wishes to erase."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from consult import people
from consult.i18n import _
from consult.pages.fields import FormField, Option
from consult.pages.my_data import reason_field
from consult.personal import wishes
from consult.personal.erasing import is_erased
from consult.personal.naming import names_of
from consult.refusals import Unknown
from consult.standing import Standing
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class WishLine:
    """One wish to erase: of whose account or of which paper, who asked, why, and what came of it: "waits",
    "confirmed" (others have to), "done", "refused" or "over"."""

    id: int
    kind: str
    subject: str
    ref: str
    n: int
    asked_for: str
    reason: str
    decision: str
    asked_at: datetime
    worth: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class KeepingPage:
    """What a party wishes of names, the wishes that wait for it and those that were, and the forms to ask."""

    title: str
    names: FormField
    waiting: tuple[WishLine, ...]
    past: tuple[WishLine, ...]
    of_person: tuple[FormField, ...]
    of_paper: tuple[FormField, ...]


Given = Mapping[str, str]


def keeping_page(
    conn: Connection, by: Standing, at: datetime, given: Given | None = None, faults: Given | None = None
) -> KeepingPage:
    """Draw up the page. Unknown to whoever does not manage the party."""
    if not by.manages:
        raise Unknown
    told, wrong = given or {}, faults or {}
    waiting = tuple(_line(row, by, at) for row in wishes.waiting_for(conn, by, at))
    known = {one.id for one in waiting}
    past = tuple(_line(row, by, at) for row in wishes.wishes_on(conn, by) if row.id not in known)
    return KeepingPage(
        _("Personal data"), _names(conn, by), waiting, past, _of_person(conn, by, told, wrong), _of_paper(told, wrong)
    )


def _names(conn: Connection, by: Standing) -> FormField:
    options = (
        Option("keep", _("keep the name beside each act")),
        Option("withhold", _("withhold the name; office and capacity stay")),
    )
    told = _("It counts for accounts erased from now on. What was withheld does not come back.")
    return FormField(
        "names", _("When an account is erased"), "choice", (names_of(conn, by.party_key),), options, help=told
    )


def _of_person(conn: Connection, by: Standing, told: Given, wrong: Given) -> tuple[FormField, ...]:
    """Ask whose account, and why."""
    mine = people.people_of(conn, by.party_key)
    others = [row for row in mine if row.id != by.person_id and not is_erased(conn, row.id)]
    options = tuple(Option(str(row.id), f"{row.name} ({row.email})") for row in others)
    chosen = (told["person"],) if told.get("person") else ()
    why = told.get("person_reason", ""), wrong.get("person_reason", "")
    whose = FormField("person", _("Whose account"), "choice", chosen, options, error=wrong.get("person", ""))
    return whose, reason_field(*why, _("The managers of every party concerned read it."), "person_reason")


def _of_paper(told: Given, wrong: Given) -> tuple[FormField, ...]:
    """Ask which paper, and why."""
    one = {name: (told[name],) if told.get(name) else () for name in ("case", "act", "decision")}
    why = told.get("paper_reason", ""), wrong.get("paper_reason", "")
    return (
        FormField("case", _("Case"), "text", one["case"], error=wrong.get("case", ""), help=_("Its reference.")),
        FormField("act", _("Act"), "whole", one["act"], error=wrong.get("act", ""), help=_("Its number in the case.")),
        reason_field(*why, _("The managers of every party that may see the paper read it."), "paper_reason"),
        FormField(
            "decision",
            _("Digest of the decision that orders it"),
            "text",
            one["decision"],
            required=False,
            error=wrong.get("decision", ""),
            help=_("SHA-256 of the document, where there is one: a court's order, for instance."),
        ),
    )


def _line(row: Row[tuple[object, ...]], by: Standing, at: datetime) -> WishLine:
    told = row._mapping
    return WishLine(
        told["id"],
        told["kind"],
        told["subject"] or "",
        told["ref"] or "",
        told["n"] or 0,
        told["asked_for"],
        told["reason"],
        told["decision"],
        told["asked_at"],
        _worth(told, at),
        told["person_id"] == by.person_id,
    )


def _worth(told: Mapping[Any, Any], at: datetime) -> str:
    if told["done_at"] is not None:
        return "done"
    if told["confirmed"] is False:
        return "refused"
    if told["asked_at"] <= at - wishes.LIFE:
        return "over"
    return "confirmed" if told["confirmed"] else "waits"
