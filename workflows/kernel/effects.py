"""From a row that may be taken to the effects that its act carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from .acts import Effect
from .checks_of_texts import fact_of_text, tabled_by
from .counting import as_moment
from .elapsed import ELAPSED, passed_since
from .frozen_text import FROZEN, frozen_by
from .guards import CONTENT, Refusal
from .holdings import Track, altered
from .levelling import levelling_effects
from .moving import moving_effects
from .reckoning import end_of_day
from .running import limit_effects, received
from .steps import BACK, STAY, Flag, FromFilingField, Link, Moves, Names, On, Opens, Outcome, Step, Target
from .view import View
from .words import capital


def effects_of(view: View, row: Step, target: str, n: int) -> tuple[Effect, ...]:
    """List everything that a row does, in the order in which a case applies it."""
    touched: dict[str, Track] = {}
    effects: list[Effect] = []
    if row.voids:
        effects = [("joined", key) for key in row.voids if key in view.case.pending]
    if row.names or row.opens or row.moves:
        effects += [*_named(view, row), *_opened(view, row, touched), *_moved(view, row, touched)]
    if row.track:
        effects += _own_track(view, row.track)
    if target != STAY:
        effects.append(("state", target, row.to != BACK))
    if row.activity or row.keeps or row.collects or row.proof or row.takes_over or row.flags or row.clears:
        effects += [*_activity(view, row), *_kept(view, row), *_flagged(view, row)]
    if row.link and row.link.opens:
        effects.append(_begun(view, row.link))
    if row.tables:
        effects.append(("fact", fact_of_text(view.track), tabled_by(view, row.tables, n).to_json()))
    effects += _told(view, row, n)
    receipt = tuple(_receipt(view, row, n)) if row.receipt else ()
    seen = _as_received(view, receipt) if receipt and (row.stops or row.pauses or row.starts) else view
    return (*effects, *receipt, *limit_effects(seen, row, n, touched))


def _told(view: View, row: Step, n: int) -> Iterator[Effect]:
    """What everybody may know from now on, what had passed, and what is put before others."""
    if row.publishes and view.case.public_from is None:
        yield ("public",)
    if row.elapsed:
        yield "fact", ELAPSED, passed_since(view, row.elapsed)
    if row.freezes:
        yield "fact", FROZEN, frozen_by(view, row.freezes, n).to_json()
    yield from moving_effects(view, row, n)
    yield from levelling_effects(view, row)


def _as_received(view: View, receipt: tuple[Effect, ...]) -> View:
    """Look at the case as receipt leaves it: what it starts may be paused or stopped by the same act."""
    case = view.case.patched(receipt)
    return altered(view, case=case, track=case.tracks[view.track.key] if view.track else None)


def resolve(view: View, target: Target, came_from: str | None) -> str:
    """Compute a target: the first branch whose guard holds; BACK is what is remembered."""
    if isinstance(target, Outcome):
        target = next(to for guard, to in target.branches if guard is None or guard.holds(view))
    return (came_from or STAY) if target == BACK else target


def _named(view: View, row: Step) -> Iterator[Effect]:
    for names in row.names:
        for party in _parties_of(view, names):
            yield "party", names.role, party


def _parties_of(view: View, names: Names) -> tuple[str, ...]:
    if names.acting:
        return (view.acting,)
    if names.of_track:
        return (view.track.party,) if view.track and view.track.party else ()
    if names.roll:
        return tuple(view.ask("roll", names.roll.procedure, names.roll.under, names.roll.of) or ())
    return view.filed_parties(names.field) if names.field else names.here(view.acting)


def openings(view: View, opens: Opens) -> list[tuple[str, str, str | None, str | None]]:
    """List the tracks to open as (key within the set, name, party, side)."""
    if opens.keys:
        called = dict(opens.titles)
        return [(key, called.get(key, key), None, side) for key, side in opens.keys]
    if opens.numbered:
        count = sum(track.set == opens.set for track in view.case.tracks.values())
        party = next(iter(view.filed_parties(opens.field)), None) if opens.field else view.acting
        return [(str(count + 1), str(count + 1), party, None)]
    if opens.acting:
        return [(view.acting, view.acting, view.acting, None)]
    if opens.of_track:
        party = view.track.party if view.track else None
        return [(party, party, party, None)] if party else []
    if opens.role:
        found = view.case.parties.get(opens.role, ())
        return [(p, p, p, None) for p in found if not (opens.others and p == view.acting)]
    if opens.about:
        return [(one, view.called(one), None, None) for one in view.filed_parties(opens.field or "")]
    value = view.filed(opens.field or "")
    items = [value] if isinstance(value, str) else (value or [])
    return [_opening(item, i, view.acting if opens.by_actor else None) for i, item in enumerate(items, 1)]


def _opening(item: Any, i: int, actor: str | None) -> tuple[str, str, str | None, str | None]:
    if isinstance(item, str):
        return item, item, item, None
    party = item.get("party")
    key = item.get("key") or party or str(i)
    return key, key, party or actor, item.get("side")


def clashes(view: View, row: Step) -> Iterator[Refusal]:
    """Refuse to open a track twice, unless the party of the old one no longer takes part."""
    for opens in (one for one in row.opens if not one.anew):
        gone = view.procedure.track_set(opens.set).gone
        for key, name, _, _ in openings(view, opens):
            old = view.case.tracks.get(f"{opens.set}:{key}")
            if old is not None and old.state not in gone:
                yield Refusal(capital(f"{view.called(name)} is already here."), kind=CONTENT, field=opens.field or "")


def _opened(view: View, row: Step, touched: dict[str, Track]) -> Iterator[Effect]:
    for opens in row.opens:
        of = view.procedure.track_set(opens.set)
        for key, name, party, side in openings(view, opens):
            track = Track(f"{of.key}:{key}", of.key, name, opens.to or of.initial, party, side, _basis(view, of, party))
            touched[track.key] = track
            yield "open", track.key, of.key, name, track.state, party, side, track.basis
            if of.role and party:
                yield "party", of.role, party


def _basis(view: View, of: Any, party: str | None) -> str:
    if of.basis is None or party is None:
        return of.basis or ""
    answer = view.ask("bound", of.basis, party, view.day().isoformat())
    return of.basis if answer["bound"] else "voluntary"


def _moved(view: View, row: Step, touched: dict[str, Track]) -> Iterator[Effect]:
    for moves in row.moves:
        for track in _matched(view, moves, touched):
            touched[track.key] = altered(
                track, state=moves.to, received_on=None if moves.to == _initial(view, track) else track.received_on
            )
            yield "track", track.key, moves.to
            if touched[track.key].received_on is None and track.received_on is not None:
                yield "received", track.key, None


def _initial(view: View, track: Track) -> str:
    return str(view.procedure.track_set(track.set).initial)


def _matched(view: View, moves: Moves, touched: Mapping[str, Track]) -> list[Track]:
    there = {t.key: t for t in view.tracks_of(moves.set)} | {k: t for k, t in touched.items() if t.set == moves.set}
    tracks = [t for t in there.values() if not moves.frm or t.state in moves.frm]
    if moves.field:
        named = {f"{moves.set}:{key}" for key in view.filed_parties(moves.field)}
    else:
        named = {f"{moves.set}:{key}" for key in moves.keys}
    return [t for t in tracks if t.key in named] if moves.field or moves.keys else tracks


def _own_track(view: View, on: On) -> Iterator[Effect]:
    if view.track:
        to = resolve(view, on.to, view.track.came_from.get(view.track.state))
        if to != STAY:
            yield "track", view.track.key, to, on.to != BACK


def _activity(view: View, row: Step) -> Iterator[Effect]:
    status = row.activity
    if isinstance(status, FromFilingField):
        status = view.filed(status.field) or status.default
    if status:
        yield "activity", status


def _kept(view: View, row: Step) -> Iterator[Effect]:
    for name in row.keeps:
        value = view.filed(name)
        if value is not None and value != "":
            yield "fact", name, _as_kept(row, name, value)
    for name, other in row.takes_over:
        if (value := view.fact(other)) is not None:
            yield "fact", name, value
    for one in row.looks_up:
        if (found := one.value(view)) is not None:
            yield "fact", one.fact, found
    for name in row.collects:
        value = view.filed(name)
        if isinstance(value, str) and value and view.track:
            yield "collect", view.track.key, name, value
    if row.proof and row.proof.channel and view.track:
        yield "collect", view.track.key, "channel", row.proof.channel


def _as_kept(row: Step, name: str, value: Any) -> Any:
    """Keep several choices as one text, each between bars, so that one is never found in the name of another."""
    asked = row.filing.field(name) if row.filing else None
    return "|" + "".join(f"{one}|" for one in value) if asked and asked.kind == "choices" else value


def _flagged(view: View, row: Step) -> Iterator[Effect]:
    for flag in row.flags:
        named = flag if isinstance(flag, Flag) else Flag(flag)
        if named.when is None or named.when.holds(view):
            yield "flag", named.name, view.track.key if named.on_track and view.track else None
    for name in row.clears:
        yield "unflag", name, view.track.key if view.track and name in view.track.flags else None


def _begun(view: View, link: Link) -> Effect:
    """Name the case that the act opens: the kind of link, the procedure, and the terms that are given with it."""
    asked = ((term, view.filed(name)) for term, name in link.terms)
    given = (*link.gives, *((term, value) for term, value in asked if value not in (None, "")))
    return "begin", link.kind, link.procedure, tuple(given)


def _receipt(view: View, row: Step, n: int) -> Iterator[Effect]:
    """Record receipt by the earliest proof, and start what waited for it."""
    if view.track is None:
        return
    on = receipt_moment(view)
    if view.track.received_on is None or on < view.track.received_on:
        yield "received", view.track.key, on.isoformat()
        yield from received(view, altered(view.track, received_on=on), n)


def receipt_moment(view: View) -> datetime:
    """The moment of receipt: what the filing states, else the act's own."""
    stated = as_moment(view.filed("received_at"))
    if stated is None:
        return view.at
    return stated if isinstance(stated, datetime) else end_of_day(stated, "UTC")
