"""The lines from which the pages of cases are made: limits, standards, tracks, offers and acts, each as one viewer
meets it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from consult.casebook import Entry
from consult.citations import Cited, cite, law
from consult.docket import Seen
from consult.docket.exercises import is_apart
from consult.i18n import _
from consult.pages.cases.in_place import InPlaceLine, in_place_line
from consult.pages.cases.naming import NamingLine, Namings
from consult.visibility import SEALED, Membership, Viewer, may_see_track
from workflows.kernel.case import HAND, HAND_WITHDRAWN, LAPSE, STEP, Act, Track
from workflows.kernel.describe import sentence
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import STANDING, Refusal
from workflows.kernel.machine import Offer
from workflows.kernel.procedure import AGENCY, Procedure
from workflows.kernel.rooms import is_lifted, is_without_prejudice
from workflows.kernel.words import capital, humanise

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TrackLine:
    """One relation of the case: with whom or about what, where it stands, and on what basis."""

    key: str
    name: str
    of: str
    state: str
    meaning: str
    basis: str
    received_on: datetime | None
    flags: tuple[str, ...]
    visible: bool
    party: str = ""
    state_key: str = ""


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """One reason why a step is closed; `field` names the question of a filing that is not answered as asked."""

    sentence: str
    under: tuple[Cited, ...]
    opens_on: date | None
    field: str = ""


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A step that leaves the present state, as this person meets it."""

    step: str
    title: str
    track: str
    track_name: str
    own_track: bool
    effect: str
    under: tuple[Cited, ...]
    asks: str
    internal: bool
    joint: bool
    laid: tuple[str, ...]
    proposed: bool
    common: bool
    refusals: tuple[RefusalLine, ...] = ()
    without_prejudice: bool = False
    filing: str = ""
    capacity: str = ""
    digest: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether the step may be taken now."""
        return not self.refusals


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One act in the timeline."""

    n: int
    sentence: str
    on: datetime
    on_day: date | None
    recorded_at: datetime
    office: str
    person: str
    level: str
    late: bool
    late_fact: bool
    corrects: tuple[int, ...]
    moved_to: str
    kind: str
    mine: bool
    concerns: int | None
    named_by: tuple[NamingLine, ...]
    prejudice: str = ""
    in_place: InPlaceLine | None = None
    has_paper: bool = False
    party: str = ""
    step: str = ""
    track: str = ""
    through_system: bool = False
    mark: str = ""
    """Whether it is “sealed” or “struck” now, or was “raised” or “lowered” since it was recorded."""


def track_lines(seen: Seen, names: Names, viewer: Viewer, membership: Membership) -> tuple[TrackLine, ...]:
    """Draw up the relations of a case; the state of one that is not the viewer's business is left out, its name is
    not. That there is an offer without prejudice, or somebody who takes part apart, is left out altogether."""
    hidden = seen.procedure.offered_on | seen.procedure.apart
    lines = (_track_line(seen.procedure, track, names, viewer, membership) for track in seen.case.tracks.values())
    return tuple(line for line in lines if line.visible or line.key.partition(":")[0] not in hidden)


def _track_line(procedure: Procedure, track: Track, names: Names, viewer: Viewer, membership: Membership) -> TrackLine:
    of = procedure.track_set(track.set)
    visible = may_see_track(viewer, membership, track.key, *procedure.audience_of_track(track.key))
    state = of.state(track.state)
    return TrackLine(
        key=track.key,
        name=name_of_track(track, names) if track.party else humanise(track.name),
        of=humanise(of.per or of.key),
        state=law(state.title) if visible and state else "",
        meaning=law(state.meaning) if visible and state else "",
        basis=track.basis if visible else "",
        received_on=track.received_on if visible else None,
        flags=tuple(law(humanise(flag)) for flag in track.flags) if visible else (),
        visible=visible,
        party=track.party or "",
        state_key=track.state if visible else "",
    )


def name_of_track(track: Track, names: Names) -> str:
    """Name a relation by its party, and one of several that a party has by its number or its own name too; an item by
    itself."""
    if track.set == "paper":
        return _("act %(n)s", n=track.name)
    if not track.party or not is_one_of_several(track):
        return names.get(track.party or "", track.name)
    own = f"{law(humanise(track.set))} {track.name}" if track.name.isdigit() else track.name
    return f"{own} · {names.get(track.party, track.party)}"


def is_one_of_several(track: Track) -> bool:
    """Say whether a track has a number or a name of its own beside its party."""
    return bool(track.party) and track.name != track.party


def offer_line(offer: Offer, names: Names, party: str = "") -> OfferLine:
    """Draw up one step on offer; ``party`` is the reader's own, whose track needs no naming."""
    row, track = offer.step, offer.track
    return OfferLine(
        step=row.key,
        title=law(row.title),
        track=track.key if track else "",
        track_name=name_of_track(track, names) if track else "",
        own_track=track is not None and track.party == party and not is_one_of_several(track),
        effect=law(row.effect),
        under=tuple(cite(c) for c in row.under),
        asks=law(row.filing.title) if row.filing else "",
        internal=row.tell == "own",
        joint=bool(offer.laid),
        laid=tuple(names.get(p, p) for p in offer.laid),
        proposed=row.proposed and offer.is_open,
        common=row.common,
        refusals=refusal_lines(offer.refusals),
        without_prejudice=row.without_prejudice,
        filing=row.filing.key if row.filing else "",
        capacity=str(row.capacity),
        digest=offer.digest,
    )


def refusal_lines(refusals: Sequence[Refusal]) -> tuple[RefusalLine, ...]:
    """Draw up reasons with their provisions."""
    return tuple(RefusalLine(law(r.sentence), tuple(cite(c) for c in r.under), r.opens_on, r.field) for r in refusals)


def is_for_somebody_else(offer: Offer, seen: Seen, viewer: Viewer) -> bool:
    """Say whether a closed step is closed because another party takes it, so that it is no business of this reader."""
    others = [r for r in offer.refusals if r.kind == STANDING]
    if not others:
        return False
    roles = {role for role, parties in seen.case.parties.items() if viewer.party in parties}
    alone = offer.step.by.roles()
    mine = (
        bool(roles & alone)
        or ("@any" in alone and bool(roles & seen.procedure.stakes))
        or (offer.track is not None and offer.track.party == viewer.party and "@track" in alone)
    )
    return not mine


def entry_line(entry: Entry, seen: Seen, names: Names, viewer: Viewer, namings: Namings) -> EntryLine:
    """Draw up one act of the timeline; ``names`` are those that parties have within a sentence.

    Long because: one line a field of the line, in the order in which it is read.
    """
    act = entry.act
    moved = act.went if act.went != act.came else ""
    return EntryLine(
        n=act.n,
        sentence=write_sentence(entry, seen, names),
        on=act.on,
        on_day=act.day,
        recorded_at=act.at,
        office=act.office,
        person=entry.person or "",
        level=act.level,
        late=act.late,
        late_fact=act.kind not in (LAPSE,) and act.party != "clock" and act.on < act.at,
        corrects=act.corrects,
        moved_to=law(seen.procedure.state(moved).title) if moved else "",
        kind={HAND: "hand", HAND_WITHDRAWN: "hand", LAPSE: "clock"}.get(
            act.kind, "clock" if act.party == "clock" else act.kind
        ),
        mine=act.party == viewer.party,
        concerns=namings.names.get(act.n),
        named_by=namings.named_by.get(act.n, ()),
        prejudice=_prejudice(entry, seen),
        in_place=in_place_line(entry),
        has_paper=bool(act.digest) and act.kind in (STEP, HAND),
        party=act.party,
        step=act.step,
        track=act.track or "",
        through_system=bool(act.through),
        mark=mark_of(entry.row),
    )


def mark_of(row: Any) -> str:
    """Say what has become of a paper since it was recorded (a row of its act with both levels, and whether it is
    struck); nothing where it is as it was."""
    if row.struck:
        return "struck"
    if row.level == row.recorded_level:
        return ""
    if row.level == SEALED:
        return "sealed"
    return "raised" if row.level > row.recorded_level else "lowered"


def _prejudice(entry: Entry, seen: Seen) -> str:
    """Say whether an act was made without prejudice, and whether all parties have agreed to its use since."""
    if not is_without_prejudice(seen.procedure_of(entry.act.n), entry.act):
        return ""
    return "lifted" if is_lifted(seen.case, entry.act) else "without"


def write_sentence(entry: Entry, seen: Seen, names: Names) -> str:
    """Say an act in one sentence, as the log does; the opening has one of its own."""
    return say_act(seen.procedure_of(entry.act.n), entry.act, names)


def say_act(procedure: Procedure, act: Act, names: Names) -> str:
    """Say an act of a procedure in one sentence."""
    if act.kind == "open":
        return _("%(party)s opened the case", party=capital(names.get(act.party, act.party)))
    return sentence(procedure, act, names)


def level_note(seen: Seen) -> str:
    """Say on the face of an agency-level case that it is no treaty filing."""
    return _("Agency level, not a treaty filing") if seen.procedure.level == AGENCY else ""


def title_of_case(row: Any) -> str:
    """Give the title of a case, or say that it has none yet; that of an exercise says wherever it stands that it is
    one."""
    title = str(row.title or _("No title yet"))
    return _("Exercise: %(what)s", what=title) if is_apart(row.ref) else title
