"""What an act writes into the log: the fields of its sealed leaf, and the chain of those who may know of it."""

import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection

from consult.log.chain import open_chain
from consult.log.leaf import Written
from consult.visibility import SEALED
from workflows.kernel.case import Act, Case
from workflows.kernel.instants import write_instant

ZONE_DATA = f"tzdata {version('tzdata')}"
_ZONE_DATA = f'"zone_data":{json.dumps(ZONE_DATA)}'


def chain_of(connection: Connection, case_id: int, act: Act, existence: str) -> int:
    """Give the chain of an act, opened if it is new."""
    return open_chain(connection, **audience_of(case_id, act, existence))


def audience_of(case_id: int, act: Act, existence: str) -> dict[str, Any]:
    """Give whose chain an act goes into by its level: the case's, the track's, the delegation's, or a sealed room's. A
    case whose existence is sealed is one room with one chain, whose audience are all who are in it. What is for the
    sides of a track, and lies on none, is for the acting party alone, as the policy of visibility has it."""
    if act.level == SEALED:
        if existence == SEALED:
            return {"kind": "room", "case_id": case_id}
        return {"kind": "room", "case_id": case_id, "track": act.track, "party": act.party}
    if act.level == "C3" and act.track:
        return {"kind": "track", "case_id": case_id, "track": act.track}
    if act.level in ("C3", "C4"):
        return {"kind": "delegation", "case_id": case_id, "party": act.party}
    return {"kind": "case", "case_id": case_id}


def fields_of(
    ref: str,
    before: Case | None,
    after: Case,
    act: Act,
    edition: str,
    name: str,
    extra: Mapping[str, Any],
    rest: Mapping[str, Any] | Written,
) -> dict[str, Any]:
    """Give the fields of the leaf, the act itself (``rest``) among them; those of the chain are added when it is
    appended.

    Long because: one line a field of the leaf, in the order of the log's format.
    """
    basis = [{"instrument": i, "provision": p, "binding": b} for i, p, b in act.basis]
    return {
        "act": {
            "step": act.step,
            "kind": act.kind,
            "track": act.track,
            "procedure": after.procedure.key,
            "edition": edition,
            "basis": basis,
        },
        "actor": {
            "party": act.party,
            "organ": act.organ,
            "office": act.office,
            "capacity": act.capacity,
            "on_behalf_of": act.on_behalf_of,
            "mandate": act.mandate,
            "cleared": extra.get("cleared"),
            **({"substitute": list(act.substitute)} if act.substitute else {}),
            **({"through": list(act.through)} if act.through else {}),
            **({"power": list(act.power)} if act.power else {}),
            **({"represented_by": list(act.represented_by)} if act.represented_by else {}),
        },
        "person": name or None,
        "case": ref,
        "filing": extra.get("filing"),
        "seen": extra.get("seen"),
        "doc": [act.digest, extra.get("kind"), act.level, extra.get("language")] if act.digest else None,
        "from": _where(before, act) if before else None,
        "to": _where(after, act),
        "note": None,
        "rest": rest,
        "time": {"on": write_instant(act.on), "recorded_at": write_instant(act.at)},
    }


def rest_of(body: str) -> Written:
    """Add to the canonical text of an act on which edition of the time zones it was counted; in the order of its keys
    that is the last.
    """
    return Written(f"{body[:-1]},{_ZONE_DATA}}}")


def _where(case: Case, act: Act) -> dict[str, Any]:
    track = case.tracks.get(act.track or "")
    return {"case": case.state, "track": track.state if track else None, "activity": case.activity}
