"""The ladder of a case: every rung of its edition in order, where it stands, what runs, and what enters it now."""

from collections.abc import Mapping

from consult.citations import Cited, cite, law
from consult.pages.cases.limits import LimitLine, limit_is_visible, limit_line
from consult.pages.cases.matter import Turn, turns_of
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import Moment, courses, state_of, title_of
from consult.pages.sheets.ways import WayLine, offers_now, ways
from consult.visibility import may_see_track
from workflows.kernel.case import Limit
from workflows.kernel.frozen import dataclass
from workflows.kernel.machine import Offer
from workflows.kernel.sheets import Ladder, Rung, Why
from workflows.kernel.steps import Step

RUNNING = ("armed", "running", "paused")


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Why a rung begins as it does, or does not; `shuts` where it closes the rung to these parties."""

    says: str
    under: Cited
    shuts: bool


@dataclass(frozen=True, slots=True)
class RungLine:
    """One rung as it stands; `fresh` where it was never begun, `hidden` where that is not open to the viewer."""

    number: int
    title: str
    kind: str
    between: str
    given_by: str
    under: Cited
    mandatory: bool
    entry: str
    after: tuple[str, ...]
    reasons: tuple[ReasonLine, ...]
    closed: bool
    state: str
    status: str
    here: bool
    fresh: bool
    hidden: bool
    course: tuple[Moment, ...]
    limits: tuple[LimitLine, ...]
    enters: tuple[WayLine, ...]
    others: tuple[WayLine, ...]


@dataclass(frozen=True, slots=True)
class LadderSheet:
    """All rungs, whose turn it is, what is under way, and what may be begun next."""

    rungs: tuple[RungLine, ...]
    turns: tuple[Turn, ...]
    moves: tuple[WayLine, ...]
    case_state: str
    here: tuple[str, ...]
    alone: tuple[str, ...]
    together: tuple[str, ...]


def ladder_sheet(asked: Asked, sheet: Ladder) -> LadderSheet:
    """Draw up the ladder."""
    course, offers = courses(asked), offers_now(asked)
    rungs = tuple(_rung(asked, sheet, rung, n, course, offers) for n, rung in enumerate(sheet.rungs, 1))
    running = [line for rung in rungs for line in rung.limits]
    state = asked.seen.procedure.state(asked.seen.case.state)
    return LadderSheet(
        rungs,
        turns_of(running),
        tuple(way for rung in rungs if rung.here and not rung.hidden for way in _single(rung)),
        law(state.title),
        tuple(rung.title for rung in rungs if rung.here),
        tuple(rung.title for rung in rungs if _may_begin(rung, joint=False)),
        tuple(rung.title for rung in rungs if _may_begin(rung, joint=True)),
    )


def _single(rung: RungLine) -> list[WayLine]:
    """Give the steps on a rung that one hand takes and that nothing but standing closes: their takers are to move."""
    ways = [way for way in (*rung.enters, *rung.others) if not way.joint]
    return [way for way in ways if way.offer.is_open or (way.others and all(line.met for line in way.conditions))]


def _may_begin(rung: RungLine, *, joint: bool) -> bool:
    """Say whether a step that begins the rung is open, alone or only together."""
    ways = [way for way in rung.enters if way.offer.is_open]
    alone = any(not way.joint for way in ways)
    return not rung.here and bool(ways) and alone is not joint


def _rung(
    asked: Asked,
    sheet: Ladder,
    rung: Rung,
    number: int,
    course: Mapping[str, list[Moment]],
    offers: tuple[Offer, ...],
) -> RungLine:
    """Draw up one rung.

    Long because: one line a field of the rung, in the order in which it is read.
    """
    key = f"{sheet.set}:{rung.key}"
    state = state_of(asked, key, course)
    mine = [offer for offer in offers if touches(offer.step, offer, sheet, rung.key)]
    entering = [offer for offer in mine if _enters(offer.step, sheet, rung.key)]
    reasons = tuple(_reason(asked, rung, why) for why in rung.reasons if not why.party or _takes_part(asked, why))
    titles = {one.key: law(one.title) for one in sheet.rungs}
    return RungLine(
        number=number,
        title=law(rung.title),
        kind=law(rung.kind),
        between=law(rung.between),
        given_by=law(rung.given_by),
        under=cite(rung.under),
        mandatory=rung.mandatory,
        entry=law(rung.entry),
        after=tuple(titles[one] for one in rung.after),
        reasons=reasons,
        closed=rung.closed or any(reason.shuts for reason in reasons),
        state=state,
        status=title_of(asked, key, state) if state else "",
        here=state in sheet.begun,
        fresh=state in ("", asked.seen.procedure.track_set(sheet.set).initial),
        hidden=not state and not (asked.membership.is_party or asked.membership.is_filer),
        course=tuple(course.get(key, ()))[1:]
        if may_see_track(asked.viewer, asked.membership, key, *asked.seen.procedure.audience_of_track(key))
        else (),
        limits=_limits(asked, sheet, rung.key),
        enters=ways(asked, entering),
        others=ways(asked, [offer for offer in mine if offer not in entering]),
    )


def _takes_part(asked: Asked, why: Why) -> bool:
    return any(why.party in parties for parties in asked.seen.case.parties.values())


def _reason(asked: Asked, rung: Rung, why: Why) -> ReasonLine:
    shuts = rung.closed or bool(why.party)
    name = asked.names.get(why.party, why.party)
    return ReasonLine(f"{name}: {law(why.says)}" if why.party else law(why.says), cite(why.under), shuts)


def touches(row: Step, offer: Offer | None, sheet: Ladder, key: str) -> bool:
    """Say whether a row is taken on a rung, or moves it among the rungs that it names."""
    on = row.track is not None and row.track.set == sheet.set
    if on and offer is not None:
        return offer.track is not None and offer.track.key == f"{sheet.set}:{key}"
    if on and row.track is not None and row.track.key == key:
        return True
    return any(moves.set == sheet.set and key in moves.keys and moves.to in sheet.begun for moves in row.moves)


def _enters(row: Step, sheet: Ladder, key: str) -> bool:
    if row.track is not None and row.track.set == sheet.set:
        return row.track.to in sheet.begun
    return any(moves.set == sheet.set and key in moves.keys and moves.to in sheet.begun for moves in row.moves)


def _limits(asked: Asked, sheet: Ladder, key: str) -> tuple[LimitLine, ...]:
    """Give what runs on a rung: the limits that no step starts but those of this rung."""
    own = [limit for limit in asked.seen.case.limits.values() if _is_of(asked, sheet, key, limit)]
    shown = [one for one in own if limit_is_visible(asked.seen, one, asked.viewer, asked.membership)]
    return tuple(limit_line(asked.seen, one, asked.names, asked.viewer) for one in shown if one.status in RUNNING)


def _is_of(asked: Asked, sheet: Ladder, key: str, limit: Limit) -> bool:
    rows = [row for row in asked.seen.procedure.steps if limit.limit in row.starts]
    return bool(rows) and all(touches(row, None, sheet, key) for row in rows)
