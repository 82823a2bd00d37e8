"""The sentence of an act, for log and timeline."""

from __future__ import annotations

from collections.abc import Mapping

from .actors import CLOCK_PARTY
from .acts import HAND, HAND_WITHDRAWN, LAPSE, Act
from .describe_words import names_of, past
from .procedure import Procedure


def sentence(procedure: Procedure, act: Act, names: Mapping[str, str] | None = None) -> str:
    """Say an act in one sentence, with its provisions: “Japan served notice on Korea (OST IX s3)”.

    ``names`` gives names by party key; a party without one is called by its key.
    """
    called = names or {}
    said = _said(procedure, act, called)
    if act.late:
        said += ", late"
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
    about = _about(procedure, act, names)
    if act.kind == LAPSE:
        limit = procedure.limit(act.step.partition(":")[0])
        ended = "expired" if limit and limit.binding and limit.binding.is_law else "ran out"
        return f"“{limit.title or names_of(limit.key) if limit else act.step}”{about} {ended}"
    title = _title(procedure, act)
    if act.kind == HAND:
        return f"{who} laid a hand on “{title}”{about}"
    if act.kind == HAND_WITHDRAWN:
        return f"{who} took its hand back from “{title}”{about}"
    if act.party == CLOCK_PARTY:
        return f"With time: {title[:1].lower()}{title[1:]}{about}"
    return f"{who} {past(title)}{about}"


def _title(procedure: Procedure, act: Act) -> str:
    rows = procedure.rows.get(act.step, ())
    row = next((r for r in rows if act.came in r.frm), rows[0] if rows else None)
    return row.title if row else names_of(act.step)


def _about(procedure: Procedure, act: Act, names: Mapping[str, str]) -> str:
    """Whom or what the act concerns: the parties whose tracks it opened, else the track it was taken on."""
    opened = [names.get(e[5] or "", e[3]) for e in act.effects_of("open") if e[5] != act.party]
    if opened and act.track is None:
        word = " on " if act.step.startswith("serve") else ": "
        return word + _joined(tuple(dict.fromkeys(opened)))
    of = (act.track or "").partition(":")[2]
    return f", {names.get(of, of)}" if of and of != (act.on_behalf_of or act.party) else ""


def _joined(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _basis(act: Act) -> str:
    found = ("product default" if i == "PRODUCT" else f"{i} {p}".strip() for i, p, _ in act.basis)
    return "; ".join(dict.fromkeys(found))
