"""The page of one's calendar feeds: what there is, and the form that makes one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult.i18n import _
from consult.pages.fields import FormField, Option
from consult.people.feeds import NewFeed, feeds_of, handle_of
from consult.standing import Standing, of_mandate
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One feed: of what, for whom and in what office, since when; whether it gives anything now."""

    handle: str
    of: str
    titles: bool
    party: str
    office: str
    made_at: datetime
    counts: bool


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """The feeds of a person, the form for one more (no fields in the place of somebody absent), and the address of the
    one just made."""

    title: str
    lines: tuple[FeedLine, ...]
    fields: tuple[FormField, ...]
    address: str = ""


def scopes() -> dict[str, str]:
    """Name what a feed may be of."""
    return {
        "mine": _("Everything that my calendar shows"),
        "party": _("What is due from my party, meetings, and dates of activities"),
        "case": _("One case"),
    }


def feeds_page(
    conn: Connection,
    by: Standing,
    now: datetime,
    *,
    new: NewFeed | None = None,
    faults: Mapping[str, str] | None = None,
    address: str = "",
) -> FeedsPage:
    """Draw up the page."""
    lines = tuple(_line(conn, row, now) for row in feeds_of(conn, by.person_id))
    fields = () if by.in_place_of else _fields(new or NewFeed("mine"), faults or {})
    return FeedsPage(_("Calendar feeds"), lines, fields, address)


def _line(conn: Connection, row: Any, now: datetime) -> FeedLine:
    standing = of_mandate(conn, row.mandate_id, now)
    of = row.case_ref or scopes()[row.scope]
    party, office = (standing.party_name, standing.office) if standing else ("", "")
    return FeedLine(handle_of(row), of, row.titles, party, office, row.made_at, standing is not None)


def _fields(new: NewFeed, faults: Mapping[str, str]) -> tuple[FormField, ...]:
    options = tuple(Option(key, label) for key, label in scopes().items())
    wrong = {name: faults.get(name, "") for name in ("scope", "ref", "titles")}
    with_titles = _("Where all of an entry is of level C0 to C2. Without, it says reference, kind and date alone.")
    return (
        FormField("scope", _("What stands in it"), "choice", (new.scope,), options, error=wrong["scope"]),
        FormField(
            "ref",
            _("Reference of the case"),
            given=(new.ref,),
            required=False,
            help=_("For a feed of one case."),
            error=wrong["ref"],
        ),
        FormField(
            "titles",
            _("With titles"),
            "yes_no",
            ("yes",) if new.titles else (),
            required=False,
            help=with_titles,
        ),
    )
