"""What an event of a story led to, as plain JSON and as words: state, tracks, deadlines, flags, offers, refusals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .acts import Act, plain_json
from .case import Case
from .describe_acts import sentence
from .guards import Refusal
from .holdings import Limit
from .words import Citation

if TYPE_CHECKING:
    from .offering import Offer
    from .stories import Result

OPEN_STATUSES = ("running", "paused", "armed")


def event_json(result: Result, labels: Mapping[str, str], said: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Give a result as plain JSON; ``labels`` gives labels by party key, ``said`` what parties are called within the
    sentences of acts, where that is another name.
    """
    event, case = result.event, result.case
    return {
        "line": event.line, "at": event.at.isoformat(), "case": event.case, "by": list(event.by), "step": event.step,
        "state": case.state, "activity": case.activity,
        "tracks": {labelled(track.key, labels): track.state for track in case.tracks.values()},
        "deadlines": [deadline_json(case, limit, labels) for limit in open_limits(case)],
        "standards": standards_of(case),
        "flags": [labelled(flag, labels) for flag in flags_of(case)],
        "offers": {label: [_offer(offer, labels) for offer in offers] for label, offers in result.offers.items()},
        "refused": [refusal_json(refusal) for refusal in result.refusals],
        "acts": sentences(result, result.acts, said or labels), "differences": list(result.differences),
    }  # fmt: skip


def sentences(result: Result, acts: Iterable[Act], labels: Mapping[str, str]) -> list[str]:
    """Say each act in a sentence; the acts of linked cases are said by their own procedure where they have the step."""
    procedures = [result.case.procedure, *(case.procedure for case in result.cases.values())]
    return [sentence(next((p for p in procedures if act.step in p.rows), procedures[0]), act, labels) for act in acts]


def open_limits(case: Case) -> list[Limit]:
    """List the limits that can still pass, the earliest first; those without a date last."""
    found = [limit for limit in case.limits.values() if limit.status in OPEN_STATUSES]
    return sorted(found, key=lambda x: (x.expires_at is None, x.expires_at.isoformat() if x.expires_at else "", x.key))


def deadline_json(case: Case, limit: Limit, labels: Mapping[str, str]) -> dict[str, Any]:
    """Give a limit: its name, what binds, when it starts and when it expires."""
    rule = case.procedure.limit(limit.limit)
    binding = limit.binding or (str(rule.binding) if rule else "")
    expires = limit.expires_on or limit.expires_at
    return plain_json(
        {
            "name": labelled(limit.key, labels),
            "binding": binding,
            "status": limit.status,
            "starts": limit.starts_on,
            "expires": expires,
            "expires_at": limit.expires_at,
            "zone": limit.zone,
            "trigger": limit.trigger,
        }
    )


def standards_of(case: Case) -> list[dict[str, Any]]:
    """List the standards without a number that apply: what binds, since when, and the date they name; none expires."""
    found = []
    for one in case.procedure.standards:
        done = case.done.get(one.since) if one.since else None
        if one.since is None or done is not None:
            until = case.facts.get(one.until) if one.until else None
            found.append({"name": one.key, "words": one.words, "binding": next(c.binding for c in one.under),
                          "since": done.first_on if done else None, "until": until})  # fmt: skip
    return [plain_json(one) for one in found]


def flags_of(case: Case) -> list[str]:
    """List the flags of the case, then those of tracks as ``flag:label``."""
    of_tracks = [f"{flag}:{t.key.partition(':')[2]}" for t in case.tracks.values() for flag in t.flags]
    return [*case.flags, *of_tracks]


def labelled(name: str, labels: Mapping[str, str]) -> str:
    """Write a key of track, limit or flag as stories do: ``reply:JPN`` becomes ``reply:Japan``."""
    of, colon, key = name.rpartition(":")
    return f"{of}{colon}{labels.get(key, key)}" if colon else name


def _offer(offer: Offer, labels: Mapping[str, str]) -> dict[str, Any]:
    track = labelled(offer.track.key, labels) if offer.track else None
    return {
        "step": offer.step.key, "track": track, "open": offer.is_open,
        "laid": list(offer.laid), "refusals": [refusal_json(refusal) for refusal in offer.refusals],
    }  # fmt: skip


def refusal_json(refusal: Refusal) -> dict[str, Any]:
    """Give a refusal: sentence, provisions, and from when the step is open where that is known."""
    return {
        "sentence": refusal.sentence, "under": [_cited(c) for c in refusal.under], "kind": refusal.kind,
        "field": refusal.field, "opens_on": refusal.opens_on.isoformat() if refusal.opens_on else None,
    }  # fmt: skip


def _cited(citation: Citation) -> str:
    return "product default" if citation.is_product else str(citation)
