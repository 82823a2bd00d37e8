"""The lane of a party: ordered stages, who holds each, for which procedures, required or advisory, with a target time.

A target is a product target that the party sets itself, never a period of law. A change is a new row with an entry in
the party's chain that says what held before; whoever changes it has the lane before him that he changes. A system does
not change it: it could open its own way out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from consult import people
from consult.i18n import _
from consult.log.own import Own, record
from consult.models.clearing import CLEARANCE_LANE
from consult.models.parties import PARTY
from consult.people.authority import require_in_person, require_manager
from consult.refusals import Closed, Malformed
from consult.standing import Standing, all_of_party, holds_stage
from workflows.kernel.frozen import dataclass

KIND = "clearance_lane"
MOST_STAGES = 8
MOST_HOURS = 2160
HOLDING = ("draft", "clear", "dispatch", "office")
"""Capacities by which a stage may be held: those that see what a party is preparing."""
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Paper:
    """What of a paper decides who may hold its stages: procedure, level and reference of its case (empty: any)."""

    procedure: str
    level: str = ""
    case_ref: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its name in the party's words, who holds it (organ, capacity and mandates together, empty: any), for
    which procedures (empty: all), whether it must be passed, and the target in hours."""

    key: str
    name: str
    organ: str = ""
    capacity: str = ""
    mandates: tuple[int, ...] = ()
    procedures: tuple[str, ...] = ()
    required: bool = True
    hours: int = 48

    def is_held_by(self, standing: Standing, paper: Paper) -> bool:
        """Say whether somebody may hold this stage of a paper."""
        of = {"organ": self.organ, "capacity": self.capacity}
        return _reaches(standing, paper) and holds_stage(
            standing, paper.procedure, paper.level, **of, mandates=self.mandates
        )

    def plain(self) -> dict[str, Any]:
        """Write the stage as it is kept."""
        return {**asdict(self), "mandates": list(self.mandates), "procedures": list(self.procedures)}


def stage_of(plain: Mapping[str, Any]) -> Stage:
    """Read a stage as it is kept."""
    lists = {name: tuple(plain[name]) for name in ("mandates", "procedures")}
    return Stage(**{**plain, **lists})


@dataclass(frozen=True, slots=True)
class Lane:
    """The lane of a party since a moment, by its number."""

    id: int
    stages: tuple[Stage, ...]
    changed_at: datetime | None = None

    def stages_for(self, procedure: str) -> tuple[Stage, ...]:
        """Give the stages that a paper of a procedure goes through."""
        return tuple(one for one in self.stages if not one.procedures or procedure in one.procedures)


NONE = Lane(0, ())
"""What holds for a party that never said."""


def preset() -> tuple[Stage, ...]:
    """Give the stages that are offered to begin with, in words that the party changes."""
    return (
        Stage("s1", _("Draft"), capacity="draft", hours=48),
        Stage("s2", _("Legal"), capacity="clear", hours=48),
        Stage("s3", _("Head of delegation"), capacity="clear", hours=24),
        Stage("s4", _("Mission"), capacity="dispatch", hours=24),
    )


def lane_of(conn: Connection, party: str) -> Lane:
    """Give the lane of a party as it is now; one without stages where there is none."""
    query = select(CLEARANCE_LANE).where(CLEARANCE_LANE.c.party_key == party)
    row = conn.execute(query.order_by(CLEARANCE_LANE.c.id.desc()).limit(1)).first()
    return _lane(row) if row else NONE


def find_lane(conn: Connection, number: int) -> Lane:
    """Give a lane by its number, whether it still counts or not."""
    return _lane(conn.execute(select(CLEARANCE_LANE).where(CLEARANCE_LANE.c.id == number)).one())


def _lane(row: Any) -> Lane:
    return Lane(int(row.id), tuple(stage_of(one) for one in row.stages), row.changed_at)


def set_lane(
    conn: Connection, by: Standing, stages: Sequence[Stage], known: Collection[str], seen: int, at: datetime
) -> None:
    """Set the lane of the own party over the one that was `seen`, by its number (0: none); `known` are the procedures
    that there are. No stages end it. Unknown to whoever does not manage the party, NotThrough for a system, Malformed
    (422) by field, Closed (409) where somebody changed it meanwhile."""
    require_manager(by, by.party_key)
    require_in_person(by, _("A lane of clearance is changed by somebody signed in: through it papers leave the party."))
    keyed = tuple(stage_of({**one.plain(), "key": f"s{i}"}) for i, one in enumerate(stages, 1))
    faults = faults_of(conn, by.party_key, keyed, known)
    if faults:
        raise Malformed(faults)
    conn.execute(select(PARTY.c.key).where(PARTY.c.key == by.party_key).with_for_update())
    before = lane_of(conn, by.party_key)
    if before.id != seen:
        raise Closed(_("Somebody changed the lane of your party since you opened this page. Nothing was stored."))
    plain = [one.plain() for one in keyed]
    was = [one.plain() for one in before.stages]
    if plain == was:
        return
    entry = record(conn, Own(KIND, by.party_key, {"stages": plain, "before": was}, at, by=by.hand))
    values = {"party_key": by.party_key, "stages": plain, "changed_by": by.person_id, "changed_at": at}
    conn.execute(insert(CLEARANCE_LANE).values(**values, seq=entry.seq))


def faults_of(conn: Connection, party: str, stages: Sequence[Stage], known: Collection[str]) -> dict[str, str]:
    """Name what is wrong with the stages of a lane, each by its question and place."""
    if len(stages) > MOST_STAGES:
        return {"stages": _("At most %(most)s stages.", most=MOST_STAGES)}
    organs = {row.key for row in people.organs_of(conn, party)}
    mandates = {int(row.id) for row in people.mandates_of(conn, party)}
    faults: dict[str, str] = {}
    for i, one in enumerate(stages):
        again = any(one.name.casefold() == other.name.casefold() for other in stages[:i])
        faults |= {f"{name}-{i}": said for name, said in _faults_of(one, organs, mandates, known, again).items()}
    return faults


def _faults_of(
    one: Stage, organs: Collection[str], mandates: Collection[int], known: Collection[str], again: bool
) -> dict[str, str]:
    faults = {}
    if not one.name.strip() or len(one.name) > LONGEST_NAME:
        faults["name"] = _("Give the stage a name of at most %(most)s characters.", most=LONGEST_NAME)
    elif again:
        faults["name"] = _("Another stage has this name.")
    if one.organ and one.organ not in organs:
        faults["organ"] = _("Choose one from the list.")
    if one.capacity and one.capacity not in HOLDING:
        faults["capacity"] = _("Choose one from the list.")
    elif not (one.organ or one.capacity or one.mandates):
        faults["capacity"] = _("Say who holds the stage: an organ, a capacity, mandates, or several of these.")
    if set(one.mandates) - set(mandates):
        faults["mandates"] = _("Choose from the list.")
    if set(one.procedures) - set(known):
        faults["procedures"] = _("Choose from the list.")
    if not 1 <= one.hours <= MOST_HOURS:
        faults["hours"] = _("Give the target in hours, from 1 to %(most)s.", most=MOST_HOURS)
    return faults


@dataclass(frozen=True, slots=True)
class Holders:
    """Who may hold a stage of a paper of a procedure now; and, where nobody does, who could take it over."""

    living: tuple[Standing, ...]
    could_take: tuple[Standing, ...]

    @property
    def is_vacant(self) -> bool:
        """Say whether nobody holds the stage now."""
        return not self.living


def holders_of(conn: Connection, party: str, stage: Stage, paper: Paper, at: datetime) -> Holders:
    """Give who holds a stage of a paper."""
    return holders_among(all_of_party(conn, party, at), stage, paper)


def holders_among(standings: Sequence[Standing], stage: Stage, paper: Paper) -> Holders:
    """Choose who holds a stage of a paper from all who act for a party."""
    living = tuple(one for one in standings if stage.is_held_by(one, paper))
    could = () if living else tuple(one for one in standings if may_take(one, stage, paper))
    return Holders(living, could)


def may_take(standing: Standing, stage: Stage, paper: Paper) -> bool:
    """Say whether somebody could take over a stage that nobody holds: with the capacity that it asks for, else with
    that to clear."""
    asked = stage.capacity or "clear"
    return _reaches(standing, paper) and holds_stage(standing, paper.procedure, paper.level, capacity=asked)


def _reaches(standing: Standing, paper: Paper) -> bool:
    """Say whether a standing that is for some cases alone is for that of a paper."""
    return standing.cases is None or not paper.case_ref or paper.case_ref in standing.cases


def warnings_of(conn: Connection, party: str, stages: Sequence[Stage], at: datetime) -> list[str]:
    """Say of a lane what would hold papers up for ever: stages that nobody holds, and no stage by which a text is
    cleared."""
    standings, found = all_of_party(conn, party, at), []
    for one in stages:
        papers = [Paper(key) for key in one.procedures] or [Paper("")]
        if not all(any(_holds_any(who, one, paper) for who in standings) for paper in papers):
            found.append(_("Nobody holds “%(stage)s” now: no paper passes it.", stage=one.name))
    if stages and not any(one.required and one.capacity == "clear" for one in stages):
        found.append(_("No required stage asks for the capacity to clear: a text needs clearing beside the lane then."))
    return found


def _holds_any(standing: Standing, stage: Stage, paper: Paper) -> bool:
    """Say whether somebody holds a stage of papers of a procedure, or of any that the mandate covers."""
    covered = paper.procedure or min(standing.procedures or ("",))
    return stage.is_held_by(standing, Paper(covered))
