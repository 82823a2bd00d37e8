"""Why a row may not be taken by this hand now: standing first, then case and track, then the filing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .actors import ANY_PARTY, CLOCK_PARTY, All, Role
from .bodies import problems
from .by_paper import is_by_paper, why_not_by_paper
from .case import Track
from .effects import clashes
from .guards import CLOSED, CONTENT, STANDING, UNKNOWN, Refusal, Refused, not_installed
from .hands import Laid
from .naming import set_called, state_called
from .running import extended_everywhere, may_extend, stops_after
from .steps import Step
from .view import View
from .words import PRODUCT, Capacity, capital, either, humanise, say_instant

NEEDS = {
    Capacity.DRAFT: "This step is taken by somebody with the capacity to draft.",
    Capacity.CLEAR: "This step is taken by an official who may clear.",
    Capacity.DISPATCH: "Only the foreign ministry or the permanent mission dispatches this; the agency may prepare it.",
    Capacity.OFFICE: "This step belongs to the office that acts here.",
}
SUFFICE = {Capacity.DRAFT: frozenset((Capacity.DRAFT, Capacity.DISPATCH))}
"""Other capacities that suffice: whoever may dispatch may also do what a liaison does."""

LAID = "You have agreed to this text; it waits for the others. Take your agreement back to agree to another text."
AGENCY_DISPATCH = "This step is taken by the agency's own liaison with a mandate to file under the agreement."


def refusals_of(view: View, row: Step, *, filed: bool) -> list[Refusal]:
    """List every reason against a row; ``filed`` says whether the filing is looked at."""
    view.step = row
    found = [refusal for refusal in (_standing(view, row), _track(view, row)) if refusal]
    if not found:
        found += _conditions(view, row)
    if filed and not found:
        found += _content(view, row)
    return found


def nearest(found: Iterable[list[Refusal]]) -> tuple[Refusal, ...]:
    """Choose, among the refusals of several rows of one step, those of rows that are open and refuse the filing alone;
    else of those that are this hand's to take."""
    rows = list(found)
    own = [row for row in rows if all(refusal.kind != STANDING for refusal in row)]
    open_now = [row for row in own if row and all(refusal.kind == CONTENT for refusal in row)]
    return tuple(dict.fromkeys(refusal for row in open_now or own or rows for refusal in row))


def _standing(view: View, row: Step) -> Refusal | None:
    slots = row.by.slots(view)
    acting = view.acting
    for slot in slots:
        if acting in slot:
            break
    else:
        return _belongs(view, row)
    if is_by_paper(view.hand, row):
        if why := why_not_by_paper(view.procedure, row, len(slots)):
            return why
    elif acting != CLOCK_PARTY and not _sufficient(view, row) & view.hand.capacities:
        agency = row.capacity is Capacity.DISPATCH and view.procedure.level == "agency"
        barred = (why for capacity, why in view.hand.bars if capacity in _sufficient(view, row))
        missing = next(barred, AGENCY_DISPATCH if agency else NEEDS[row.capacity])
        return Refusal(missing, row.under, kind=STANDING)
    if not all(slots):
        return Refusal(f"This step needs {row.by.words(view.procedure)}; not all of them take part.", row.under)
    return Refusal(LAID, row.under) if view.case.pending and Laid.is_laid_by(view, row) else None


def _sufficient(view: View, row: Step) -> frozenset[Capacity]:
    """Name the capacities that suffice; in a joint step whoever takes part by an office lays its hand in office."""
    named = SUFFICE.get(row.capacity, frozenset((row.capacity,)))
    if not isinstance(row.by, All):
        return named
    offices = (one for one in row.by.of if isinstance(one, Role) and one.office)
    return named | {Capacity.OFFICE} if any(view.acting in one.slots(view)[0] for one in offices) else named


def _belongs(view: View, row: Step) -> Refusal:
    """Say whose step it is; most steps on a page are somebody else's, so the sentence is kept."""
    kept = view.procedure.owners
    if id(row) not in kept:
        owner = "the parties to the case" if row.by == ANY_PARTY else row.by.words(view.procedure)
        kept[id(row)] = Refusal(f"This step belongs to {owner}.", row.under, kind=STANDING)
    return kept[id(row)]


def _track(view: View, row: Step) -> Refusal | None:
    on, track = row.track, view.track
    if on is None:
        return None
    if track is None or track.set != on.set:
        return Refusal(f"Name the {set_called(view.procedure, on.set)} that this concerns.", row.under)
    called = view.track_name(track.key)
    if not on.fits(track):
        return Refusal(f"This step is taken on {humanise(on.key).lower()}, not on {called}.", row.under)
    if on.allows(track.state):
        return None
    now = state_called(view.procedure, track.state, track.set)
    return Refusal(capital(f"{called} is {now}; this step does not apply."), row.under)


def _conditions(view: View, row: Step) -> Iterator[Refusal]:
    refusal = row.when.check(view) if row.when else None
    if refusal:
        yield (refusal if refusal.under else replace(refusal, under=row.under))
    if row.follows is not None and not row.follows.holds(view):
        yield Refusal(f"Not before {row.follows.words(view.procedure)}.", row.under)
    if row.extends and row.extends.limit:
        limit = view.procedure.limit(row.extends.limit)
        everywhere = row.extends.everywhere
        if not (extended_everywhere(view, row.extends) if everywhere else may_extend(limit, view.limit(limit.key))):
            yield Refusal(f"“{view.limit_title(limit.key)}” cannot be extended now.", limit.under or (PRODUCT,))
    if row.resumes and (stopped := stops_after(view, row)):
        sentence = f"The clock was stopped on {say_instant(stopped)} and cannot go on before."
        yield Refusal(sentence, row.under, kind=CONTENT, field="on")
    if row.link and row.link.procedure and not view.ask("available", row.link.procedure):
        yield Refusal(not_installed(row.link.title or humanise(row.link.procedure)), (PRODUCT,))


def _content(view: View, row: Step) -> Iterator[Refusal]:
    spec = row.filing
    if spec is None:
        if view.filing:
            yield Refusal("This step asks for nothing in writing.", row.under, kind=CONTENT, is_slip=True)
        return
    if view.acting == CLOCK_PARTY:
        return
    body = view.filing if view.filing is not None else {}
    found = problems(spec, body)
    for problem in found:
        label = f"{problem.label}: " if problem.label else ""
        asked = spec.field(problem.field.partition("/")[0])
        under = (asked.under,) if asked else row.under
        yield Refusal(f"{label}{problem.sentence}", under, kind=CONTENT, field=problem.field, is_slip=True)
    wrong = {problem.field.partition("/")[0] for problem in found}
    for check in row.checks:  # an answer that cannot be read is not compared with others
        refusal = None if wrong & {"", *check.fields()} else check.check(view)
        if refusal:
            yield refusal
    if not found:
        yield from clashes(view, row)


def track_for(view: View, step: str, named: str | None) -> Track | None:
    """Find the track a step is taken on: the one named, else one's own, else the only one of the set."""
    sets = view.procedure.sets_of(step)
    if not sets:
        return None
    if named:
        found = next(
            (view.case.tracks[k] for k in (named, *(f"{s}:{named}" for s in sorted(sets))) if k in view.case.tracks),
            None,
        )
        if found is None or found.set not in sets:
            raise Refused((Refusal(f"There is no track “{named}” for this step.", kind=UNKNOWN),))
        return found
    here = view.procedure.tracks_from(step, view.case.state)
    tracks = [t for t in view.case.tracks.values() if any(on.fits(t) for on in here)]
    own = [t for t in tracks if t.party == view.acting]
    return own[0] if len(own) == 1 else tracks[0] if len(tracks) == 1 else None


def why_not_from(view: View, step: str) -> Refusal:
    """Say from which states a step is taken, where the case is in none of them."""
    rows = view.procedure.rows[step]
    states = dict.fromkeys(view.procedure.state(s).title for row in rows for s in row.frm if s != "suspended")
    now = view.procedure.state(view.case.state).title
    named = [f"“{title}”" for title in states]
    shown = either(named if len(named) <= 3 else (*named[:3], f"{len(named) - 3} other states"))
    return Refusal(
        f"“{rows[0].title}” is not open: the case is at “{now}”; it is taken from {shown}.", rows[0].under, kind=CLOSED
    )
