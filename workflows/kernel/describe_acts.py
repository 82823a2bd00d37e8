"""The sentence of an act, for log and timeline."""

from __future__ import annotations

from collections.abc import Mapping

from .actors import CLOCK_PARTY, Clock
from .acts import HAND, HAND_WITHDRAWN, LAPSE, Act
from .describe_words import names_of, past
from .elapsed import said_of
from .procedure import Procedure
from .steps import OPENED, Step
from .words import capital

PROVED = {OPENED: "Receipt proved: opened here"}


def sentence(procedure: Procedure, act: Act, names: Mapping[str, str] | None = None) -> str:
    """Say an act in one sentence, with its provisions: “Japan served notice on Korea (OST IX s3)”.

    ``names`` gives names by party key; a party without one is called by its key.
    """
    called = names or {}
    said = capital(_said(procedure, act, called))
    if act.late:
        said += ", late"
    row = _row(procedure, act)
    if row and row.elapsed and (passed := said_of(act, row.elapsed)):
        said += f", {passed}"
    if act.corrects:
        said += f"; act {' and '.join(map(str, act.corrects))} lost effect"
    return f"{said} ({_basis(act)})" if act.basis else said


def named_by(title: str) -> str:
    """Say of an act what another one, which names it, has done to it: “Correct an earlier act” gives “Corrected by”."""
    return f"{past(title).partition(' ')[0].capitalize()} by"


def _said(procedure: Procedure, act: Act, names: Mapping[str, str]) -> str:
    who = names.get(act.on_behalf_of or act.party, act.on_behalf_of or act.party)
    if act.on_behalf_of and act.on_behalf_of != act.party:
        who = f"{names.get(act.party, act.party)} for {who}"
    if act.represented_by:
        who = f"{names.get(act.represented_by[1], act.represented_by[1])} on behalf of {who}"
    if act.kind == LAPSE:
        return _lapsed(procedure, act, names)
    row = _row(procedure, act)
    title = row.title if row else names_of(act.step)
    about = _about(procedure, act, names, row.whom if row else "")
    to_do = f"{title[:1].lower()}{title[1:]}{about}"
    if act.kind == HAND:
        return f"{who} {'proposed' if _proposes(act) else 'agreed'} to {to_do}"
    if act.kind == HAND_WITHDRAWN:
        return f"{who} took back its agreement to {to_do}"
    if row and row.proof:
        return f"{PROVED[row.proof.kind]}{about}"
    if act.party == CLOCK_PARTY:
        # What only the clock does is named, not commanded: “No reply recorded”.
        named = row is None or isinstance(row.by, Clock)
        return f"With time: {to_do}" if named else f"The passing of time {past(title)}{about}"
    return f"{who} {past(title)}{about}"


def _lapsed(procedure: Procedure, act: Act, names: Mapping[str, str]) -> str:
    limit = procedure.limit(act.step.partition(":")[0])
    ended = "expired" if limit and limit.binding and limit.binding.is_law else "ran out"
    on = _track(procedure, act, names)
    return f"“{limit.title or names_of(limit.key) if limit else act.step}”{f' ({on})' if on else ''} {ended}"


def _proposes(act: Act) -> bool:
    """Say whether this hand is the first on its text; those that follow agree to it."""
    return any(fresh for _, _, _, fresh in act.effects_of("hand"))


def _row(procedure: Procedure, act: Act) -> Step | None:
    rows = procedure.rows.get(act.step, ())
    open_then = [r for r in rows if act.came in r.frm]
    own = [r for r in open_then if isinstance(r.by, Clock) == (act.party == CLOCK_PARTY)]
    return next(iter((*own, *open_then, *rows)), None)


def _about(procedure: Procedure, act: Act, names: Mapping[str, str], whom: str) -> str:
    """Whom or what the act concerns: the parties whose tracks it opened, else the track it was taken on."""
    tracks = [e for e in act.effects_of("open") if e[5] != act.party]
    # What an act opens for parties is told; items that it opens beside them, or that are nobody's, are on its page.
    opened = [names.get(e[5] or "", e[3]) for e in ([e for e in tracks if e[5]] or (() if whom else tracks))]
    if opened and act.track is None:
        return f"{f' {whom}' if whom else ':'} {_joined(tuple(dict.fromkeys(opened)))}"
    on = _track(procedure, act, names)
    return f"{f' {whom}' if whom else ','} {on}" if on else ""


def _track(procedure: Procedure, act: Act, names: Mapping[str, str]) -> str:
    """Name the track an act was taken on, unless it is the acting party's own."""
    of = (act.track or "").partition(":")[2]
    return (names.get(of) or procedure.called.get(act.track or "", of)) if of != (act.on_behalf_of or act.party) else ""


def _joined(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _basis(act: Act) -> str:
    found = ("product default" if i == "PRODUCT" else f"{i} {p}".strip() for i, p, _ in act.basis)
    return "; ".join(dict.fromkeys(found))
