"""What a procedure must satisfy before it can be made: names, citations, limits, tracks, guards, filings, shape.

Names come first, since the checks of shape walk them. ``NAMES`` and ``SHAPE`` are the closed lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from .actors import Actor
from .checks_of_shape import SHAPE, Check, Findings
from .guards import Guard, TrackIn
from .limits import AllReceived, ByCase, FromFact, FromField, FromFiling, SinceStep, TimeLimit, Until
from .sheets import sheets_fit
from .steps import BACK, STAY, Outcome, Step
from .words import LEVELS


def examine(procedure: Any) -> tuple[str, ...]:
    """List every finding; the deeper checks run only when all names are right."""
    shallow = [f for check in NAMES for f in check(procedure)]
    return tuple(shallow or [f for check in SHAPE for f in check(procedure)])


def states_exist(p: Any) -> Findings:
    """Every state that a step or an outcome names is declared, once."""
    keys = [s.key for s in p.states]
    yield from (f"state “{k}” is declared twice" for k in sorted({k for k in keys if keys.count(k) > 1}))
    named = [(row.key, s) for row in p.steps for s in (*row.frm, *row.targets) if s not in (STAY, BACK)]
    yield from (f"step “{step}” names the unknown state “{s}”" for step, s in named if s not in keys)
    if p.opens not in keys:
        yield f"the opening state “{p.opens}” is unknown"


def outcomes_are_total(p: Any) -> Findings:
    """The last branch of a computed outcome, and only that one, has no guard."""
    for row in p.steps:
        for target in (row.to, row.track.to if row.track else STAY):
            if isinstance(target, Outcome) and [g is None for g, _ in target.branches] != [False] * (
                len(target.branches) - 1
            ) + [True]:
                yield f"step “{row.key}”: its outcome is not total"


def citations_are_there(p: Any) -> Findings:
    """Every step, limit and standard rests on something, if only on the product."""
    yield from (f"step “{row.key}” has no citation" for row in p.steps if not row.under)
    yield from (f"limit “{limit.key}” has no citation" for limit in p.limits if not limit.under)
    yield from (f"standard “{s.key}” has no citation" for s in p.standards if not s.under)
    if not p.under:
        yield "the procedure has no citation"


def limits_fit(p: Any) -> Findings:
    """Every limit is started by a step, runs on a known track set, and takes a step of the clock."""
    known = {limit.key for limit in p.limits}
    started = {name for row in p.steps for name in row.starts}
    yield from (f"limit “{k}” is started by nobody" for k in sorted(known - started))
    for row in p.steps:
        named = {*row.starts, *row.stops, *row.pauses, *row.resumes, *filter(None, (row.within,))} - {"*"}
        named |= {row.extends.limit} if row.extends and row.extends.limit else set()
        yield from (f"step “{row.key}” names the unknown limit “{k}”" for k in sorted(named - known))
    for limit in p.limits:
        if limit.per and limit.per not in {t.key for t in p.tracks}:
            yield f"limit “{limit.key}” runs on the unknown track set “{limit.per}”"
        if isinstance(limit.runs_from, AllReceived) and limit.runs_from.set not in {t.key for t in p.tracks}:
            yield f"limit “{limit.key}” waits for receipt on the unknown track set “{limit.runs_from.set}”"
        if isinstance(limit.runs_from, SinceStep) and limit.runs_from.step not in {row.key for row in p.steps}:
            yield f"limit “{limit.key}” runs from the unknown step “{limit.runs_from.step}”"
        for step in filter(None, (limit.takes, limit.proposes)):
            if step not in {row.key for row in p.steps}:
                yield f"limit “{limit.key}” takes the unknown step “{step}”"
        if limit.takes and not any("@clock" in row.by.roles() for row in p.steps if row.key == limit.takes):
            yield f"limit “{limit.key}” takes “{limit.takes}”, which is not the clock's to take"


def files_are_read(p: Any) -> Findings:
    """Every file that a step or a track set lies in is read by some office, and every file that one reads exists."""
    kept = {row.file for row in p.steps if row.file} | {t.file for t in p.tracks if t.file}
    read = {name for role in p.roles for name in role.reads}
    yield from (f"nobody reads the file “{name}”" for name in sorted(kept - read))
    yield from (f"nothing lies in the file “{name}”" for name in sorted(read - kept))


def roles_exist(p: Any) -> Findings:
    """Every role that an actor, a track set or an opening names is declared."""
    known = {r.key for r in p.roles}
    for row in p.steps:
        named = {r for actor in _parts(row.by, Actor) for r in actor.roles() if not r.startswith("@")}
        named |= {n.role for n in row.names}
        yield from (f"step “{row.key}” names the unknown role “{r}”" for r in sorted(named - known))
    given = ((t.key, role) for t in p.tracks for role in (t.role, t.office) if role)
    yield from (f"track set “{key}” gives the unknown role “{role}”" for key, role in given if role not in known)
    if p.filer not in known:
        yield f"the filer “{p.filer}” is no role"


def tracks_fit(p: Any) -> Findings:
    """Every track set, and every track state that a step names, is declared."""
    sets = {t.key: {s.key for s in t.states} for t in p.tracks}
    for t in p.tracks:
        stray = {t.initial, *t.gone, *t.passive, *t.ends} - sets[t.key]
        yield from (f"track set “{t.key}” names the unknown state “{s}”" for s in sorted(stray))
    for row in p.steps:
        for name, states in _track_states(row):
            if name not in sets:
                yield f"step “{row.key}” names the unknown track set “{name}”"
            else:
                yield from (
                    f"step “{row.key}” names the unknown {name} state “{s}”" for s in sorted(states - sets[name])
                )

    for of, key in _single_tracks(p):
        opened = [o for row in p.steps for o in row.opens if o.set == of]
        if all(o.keys for o in opened) and key not in {k for o in opened for k, _ in o.keys}:
            yield f"a step names the {of} “{key}”, which nobody opens"


def _single_tracks(p: Any) -> Iterator[tuple[str, str]]:
    for row in p.steps:
        if row.track and row.track.key:
            yield row.track.set, row.track.key
        yield from ((moves.set, key) for moves in row.moves for key in moves.keys)


def _track_states(row: Step) -> Iterator[tuple[str, set[str]]]:
    if row.track:
        to = row.track.to.targets if isinstance(row.track.to, Outcome) else (row.track.to,)
        yield row.track.set, {*row.track.frm, *to} - {STAY, BACK}
    for moves in row.moves:
        yield moves.set, {moves.to, *moves.frm}
    for opens in row.opens:
        yield opens.set, {opens.to} if opens.to else set()


def guards_fit(p: Any) -> Findings:
    """Every limit, step, track set and state that a guard names is declared."""
    limits, steps = {limit.key for limit in p.limits}, {row.key for row in p.steps}
    sets = {t.key: {s.key for s in t.states} for t in p.tracks}
    for row in p.steps:
        for guard in _parts(row, Guard):
            limit, step, of = (getattr(guard, n, None) for n in ("limit", "step", "set"))
            if limit is not None and limit not in limits:
                yield f"step “{row.key}”: a guard names the unknown limit “{limit}”"
            if step is not None and step not in steps:
                yield f"step “{row.key}”: a guard names the unknown step “{step}”"
            if isinstance(guard, TrackIn):
                yield from _track_guard(row, guard, sets)
            if of is not None and (of not in sets or not set(guard.states) <= sets[of]):
                yield f"step “{row.key}”: a guard names an unknown track set or state of “{of}”"


def _track_guard(row: Step, guard: TrackIn, sets: dict[str, set[str]]) -> Findings:
    of = guard.key.partition(":")[0] if guard.key else row.track.set if row.track else None
    if of is not None and not set(guard.states) <= sets.get(of, set()):
        yield f"step “{row.key}”: a guard names an unknown track set or state of “{of}”"


def _parts(value: Any, kind: type | tuple[type, ...]) -> Iterator[Any]:
    """Walk a value and give every part of a kind, in the order written."""
    ahead = [value]
    while ahead:
        part = ahead.pop()
        if isinstance(part, kind):
            yield part
        own: Any = type(part)
        inside = part if isinstance(part, tuple) else [getattr(part, name) for name in _names(own)]
        ahead.extend(one for one in reversed(inside) if type(one) not in _PLAIN)


_PLAIN = frozenset((str, int, bool, type(None)))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """Name the fields of a dataclass; any other class has none."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


def filings_fit(p: Any) -> Findings:
    """Kept facts and opened tracks name fields of the filing, and no free text is kept in the record."""
    free = {"text", "long_text", "person", "contact", "place", "document"}
    for row in p.steps:
        named = [
            *(m.field for m in row.moves if m.field),
            *(name for c in row.checks for name in c.fields()),
            *row.keeps,
            *row.collects,
            *filter(None, (row.tables,)),
            *([row.elapsed.listed or row.elapsed.since] if row.elapsed else ()),
            *(o.field for o in row.opens if o.field),
            *(n.field for n in row.names if n.field),
        ]
        for name in named:
            spec = row.filing.field(name) if row.filing else None
            if spec is None:
                yield f"step “{row.key}” names the field “{name}”, which its filing does not have"
            elif spec.kind in free and name in (*row.keeps, *row.collects):
                yield f"step “{row.key}” keeps “{name}”, which is free text"
        if row.publishes and (row.level != "C0" or p.levels.existence in ("C0", "C5")):
            yield f"step “{row.key}” publishes a case that is public or sealed, or by an act that is not public (C0)"
        if row.stands and row.filing is None:
            yield f"step “{row.key}” says that what it files stands, and files nothing"
        if row.level and row.level not in LEVELS:
            yield f"step “{row.key}” has the unknown level “{row.level}”"


def looked_up_is_asked(p: Any) -> Findings:
    """What is looked up is asked, and an act that lies on the track which it opens opens one and no other."""
    for row in p.steps:
        yield from _looked_up(row)


def _looked_up(row: Step) -> Findings:
    for look in row.looks_up:
        for name in filter(None, (look.by, look.told)):
            if row.filing is None or row.filing.field(name) is None:
                yield f"step “{row.key}” looks up “{look.fact}” by “{name}”, which it does not ask"
    for here in (one for one in row.opens if one.here):
        asked = row.filing.field(here.field) if row.filing and here.field else None
        if row.track or len(row.opens) > 1 or not (here.acting or (asked and asked.kind == "party")):
            yield f"step “{row.key}” does not open exactly one track on which it can lie"


def limits_are_fed(p: Any) -> Findings:
    """What a limit reads is asked by the step that starts it, or kept by some step."""
    kept = {name for row in p.steps for name in (*row.keeps, *(one.fact for one in row.looks_up))}
    read = {limit.key: sorted(_read_by(limit) - kept) for limit in p.limits}
    for row in p.steps:
        asked = {f.key for f in row.filing.fields} if row.filing else set()
        for limit in (name for name in row.starts if name in read):
            for name in (one for one in read[limit] if one not in asked):
                yield f"limit “{limit}” reads “{name}”, which “{row.key}” does not ask and no step keeps"


def taken_over_facts_are_kept(p: Any) -> Findings:
    """What a fact takes over is kept by some step."""
    kept = {name for row in p.steps for name in (*row.keeps, *(fact for fact, _ in row.takes_over))}
    for row in p.steps:
        yield from (
            f"step “{row.key}” takes over “{other}”, which no step keeps"
            for _, other in row.takes_over
            if other not in kept
        )


_READ = {FromFiling: "field", FromField: "field", FromFact: "fact", ByCase: "fact", Until: "name"}


def _read_by(limit: TimeLimit) -> set[str]:
    return {
        getattr(part, name)
        for part in _parts(limit, tuple(_READ))
        for kind, name in _READ.items()
        if isinstance(part, kind)
    }


def happenings_fit(p: Any) -> Findings:
    """Every date for the calendar is asked by some paper, and stands in states that there are."""
    asked = {f.key: f.kind for row in p.steps if row.filing for f in row.filing.fields}
    keys = {s.key for s in p.states}
    for one in p.happenings:
        for name in filter(None, (one.starts, one.ends)):
            if asked.get(name) not in ("date", "instant"):
                yield f"the happening “{one.key}” reads “{name}”, which no paper asks as a date or an instant"
        if one.where and one.where not in asked:
            yield f"the happening “{one.key}” reads “{one.where}”, which no paper asks"
        yield from (f"the happening “{one.key}” names the unknown state “{s}”" for s in one.states if s not in keys)


NAMES: tuple[Check, ...] = (
    states_exist, outcomes_are_total, citations_are_there, limits_fit, roles_exist, files_are_read, tracks_fit,
    guards_fit, filings_fit, limits_are_fed, taken_over_facts_are_kept, looked_up_is_asked,
    sheets_fit, happenings_fit,
)  # fmt: skip
