"""The lane of one's own party: its stages, who holds each now, and for managers the form that changes it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import people, words
from consult.citations import law
from consult.clearing.lanes import (
    HOLDING,
    MOST_HOURS,
    MOST_STAGES,
    Lane,
    Paper,
    Stage,
    holders_among,
    lane_of,
    warnings_of,
)
from consult.i18n import _, ngettext
from consult.pages.fields import FormField, Given, Option, fill
from consult.pages.lanes.view import said_person
from consult.pages.people import procedure_options
from consult.refusals import Unknown
from consult.standing import Standing, all_of_party
from workflows import Form
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class StageSaid:
    """One stage as it is set: its name, who holds it in words and now by office and name, and its target."""

    name: str
    held: str
    holders: tuple[str, ...]
    procedures: tuple[str, ...]
    required: bool
    hours: int


@dataclass(frozen=True, slots=True)
class StageForm:
    """The questions about one stage, and its place in the lane."""

    n: int
    title: str
    fields: tuple[FormField, ...]
    procedures: FormField
    is_first: bool


@dataclass(frozen=True, slots=True)
class SettingPage:
    """The lane of one's own party; `forms` for whoever manages it."""

    title: str
    party: str
    manages: bool
    seen: int
    changed_at: datetime | None
    stages: tuple[StageSaid, ...]
    warnings: tuple[str, ...]
    forms: tuple[StageForm, ...]
    faults: tuple[FormField, ...]
    may_add: bool
    is_kept: bool
    refused: str


def setting_page(
    conn: Connection,
    forms: dict[str, Form],
    by: Standing,
    now: datetime,
    drafted: Sequence[Stage] | None = None,
    given: Given | None = None,
    faults: dict[str, str] | None = None,
    refused: str = "",
) -> SettingPage:
    """Draw up the lane as it is kept, and the form as it is kept or `drafted`, with what was `given`. Unknown to
    whoever neither prepares papers of the party nor manages it.

    Long because: one line a field of the page.
    """
    if not (by.prepares or by.manages):
        raise Unknown
    lane = lane_of(conn, by.party_key)
    shown = tuple(lane.stages if drafted is None else drafted)
    asked = _forms(conn, forms, by, shown, given or {}, faults or {}) if by.manages else ()
    wrong = tuple(one for form in asked for one in (*form.fields, form.procedures) if one.error)
    return SettingPage(
        _("Clearance in your party"),
        by.party_name,
        by.manages,
        lane.id,
        lane.changed_at,
        _said(conn, forms, by, lane, now),
        tuple(warnings_of(conn, by.party_key, shown, now)),
        asked,
        wrong,
        len(shown) < MOST_STAGES,
        drafted is None,
        refused,
    )


def _said(conn: Connection, forms: dict[str, Form], by: Standing, lane: Lane, now: datetime) -> tuple[StageSaid, ...]:
    standings, names = all_of_party(conn, by.party_key, now), {row.key: row.name for row in _organs(conn, by)}
    return tuple(
        StageSaid(
            one.name,
            said_holder(one, names),
            _living(standings, one),
            tuple(law(forms[key].title) if key in forms else key for key in one.procedures),
            one.required,
            one.hours,
        )
        for one in lane.stages
    )


def said_holder(stage: Stage, organs: dict[str, str]) -> str:
    """Say by what a stage is held: organ, capacity, mandates."""
    said = [organs.get(stage.organ, stage.organ)] if stage.organ else []
    said += [_("who may: %(capacity)s", capacity=words.name(words.CAPACITY, stage.capacity))] if stage.capacity else []
    if stage.mandates:
        n = len(stage.mandates)
        said.append(ngettext("%(num)s named mandate", "%(num)s named mandates", n))
    return ", ".join(said)


def _living(standings: Sequence[Standing], stage: Stage) -> tuple[str, ...]:
    papers = [Paper(key) for key in stage.procedures] or [Paper(min(one.procedures or ("",))) for one in standings]
    found = [one for paper in papers for one in holders_among(standings, stage, paper).living]
    return tuple(dict.fromkeys(said_person(one) for one in found))


def _organs(conn: Connection, by: Standing) -> Sequence[Any]:
    return people.organs_of(conn, by.party_key)


def _forms(
    conn: Connection,
    forms: dict[str, Form],
    by: Standing,
    stages: Sequence[Stage],
    given: Given,
    faults: dict[str, str],
) -> tuple[StageForm, ...]:
    organs = (Option("", _("any")), *(Option(row.key, row.name) for row in _organs(conn, by)))
    persons = {row.id: row.name for row in people.people_of(conn, by.party_key)}
    held = [row for row in people.mandates_of(conn, by.party_key) if row.revoked_at is None]
    mandates = tuple(Option(str(row.id), f"{persons[row.person_id]}: {row.office}, {row.organ_name}") for row in held)
    offered = procedure_options(forms)
    found = []
    for i, one in enumerate(stages):
        fields = fill(_questions(i, one, organs, mandates, offered), given, faults)
        found.append(StageForm(i, one.name or _("New stage"), fields[:-1], fields[-1], i == 0))
    return tuple(found)


def _questions(
    i: int, one: Stage, organs: tuple[Option, ...], mandates: tuple[Option, ...], procedures: tuple[Option, ...]
) -> tuple[FormField, ...]:
    """Ask for one stage, as it is; for which procedures comes last.

    Long because: one line a question.
    """
    capacities = (Option("", _("any")), *(Option(key, words.name(words.CAPACITY, key)) for key in HOLDING))
    numbers = tuple(str(number) for number in one.mandates)
    return (
        FormField(f"name-{i}", _("Name"), "text", (one.name,), help=_("In your party's own words.")),
        FormField(f"organ-{i}", _("Held by an organ"), "choice", (one.organ,), organs, required=False),
        FormField(f"capacity-{i}", _("Held by a capacity"), "choice", (one.capacity,), capacities, required=False),
        FormField(
            f"mandates-{i}",
            _("Held by named mandates"),
            "choices",
            numbers,
            mandates,
            required=False,
            help=_("None chosen: whoever has the organ and the capacity above."),
        ),
        FormField(f"required-{i}", _("Must be passed before dispatch"), "yes_no", ("yes",) if one.required else ()),
        FormField(
            f"hours-{i}",
            _("Target, in hours"),
            "whole_number",
            (str(one.hours),),
            help=_("From 1 to %(most)s. A target of your own party, and no period of law.", most=MOST_HOURS),
        ),
        FormField(
            f"procedures-{i}",
            _("For these procedures alone"),
            "choices",
            one.procedures,
            procedures,
            required=False,
            help=_("None chosen: for all."),
        ),
    )
