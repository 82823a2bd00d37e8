"""Screening a plan without filing anything: the questions that matter for it and what they lead to. Nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from consult.docket import Docket
from consult.forms import FormView, draw
from consult.i18n import _
from consult.lunar.entries import read_entry
from consult.lunar.faults import Fault
from consult.lunar.reader import Reader
from consult.lunar.readers import reader_of
from consult.lunar.screening import Screening, screen
from consult.pages.cases.papers import address_of
from consult.pages.lunar.importing import may_import
from consult.pages.lunar.places import Subject
from consult.pages.lunar.surroundings import Scene, Surroundings, surroundings_of
from consult.pages.lunar.words import Caveat, caveat
from consult.standing import Standing
from workflows.kernel.bodies import problems
from workflows.kernel.fields import OPTIONAL, FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.lunar.activity import DESCRIPTION

ASKED = (
    "activity_title", "earliest_start", "latest_end", "uncertainty_days", "areas", "plume_radius", "orbits",
    "emissions", "meaning", "meaning_words",
)  # fmt: skip
PLAN: FilingSpec = replace(
    DESCRIPTION,
    fields=tuple(
        one if one.key == "earliest_start" else replace(one, need=OPTIONAL)
        for one in DESCRIPTION.fields
        if one.key in ASKED
    ),
)
"""What is asked of a plan that is screened: of a description, what can overlap; only its first day is required."""
BLANK: Mapping[str, Any] = {"areas": [{"kind": "landing", "place": {"body": "moon", "shape": "circle"}}]}


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """The questions, and once they are answered what was found."""

    title: str
    caveat: Caveat
    of: str
    form: FormView
    around: Surroundings | None
    screening: Screening | None
    faults: Sequence[tuple[str, str]]
    may_import: bool

    @property
    def has_faults(self) -> bool:
        """Say whether the plan cannot be screened as it stands."""
        return bool(self.faults)


def plan_of(conn: Connection, docket: Docket, standing: Standing, key: str) -> dict[str, Any]:
    """Give what an entry of the register tells as the beginning of a plan; a blank one where no entry is named."""
    if not key:
        return dict(BLANK)
    told = read_entry(conn, reader_of(conn, docket.editions, standing), key).newest.description
    return {name: told[name] for name in ASKED if name in told}


def screen_page(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    body: Mapping[str, Any],
    *,
    of: str,
    run: bool,
    scene: Scene,
    language: str,
) -> ScreenPage:
    """Draw up the form over a plan, and where `run` what screening finds beside the activity `of` that it changes."""
    faults: Sequence[tuple[str, str]] = _faults(body) if run else ()
    found = around = None
    if run and not faults:
        try:
            found, around = _run(conn, docket, standing, body, of, scene)
        except Fault as fault:
            faults = ((fault.path, fault.sentence),)
    form = draw(PLAN, body, faults, language=language, href=address_of)
    return ScreenPage(_("Screen a plan"), caveat(), of, form, around, found, faults, may_import(standing))


def _faults(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(one.field, one.sentence) for one in problems(PLAN, body)]


def _is_exercise(conn: Connection, reader: Reader, of: str) -> bool:
    """Say whether what is screened may meet exercises: not what changes an activity that is none."""
    return not of or read_entry(conn, reader, of).listed.exercise


def _run(
    conn: Connection, docket: Docket, standing: Standing, body: Mapping[str, Any], of: str, scene: Scene
) -> tuple[Screening, Surroundings]:
    reader = reader_of(conn, docket.editions, standing)
    found = screen(
        conn, body, reader=reader, on=scene.on, key=of, exercises=scene.exercises or _is_exercise(conn, reader, of)
    )
    subject = Subject(1, str(body.get("activity_title") or _("The plan")), body, own=True)
    return found, surroundings_of(conn, reader, subject, found.matches, scene)
