"""What an event says, to an endpoint or in the feed: keys and links, and nothing of what was filed.

Of a case whose very existence is sealed not even its keys leave: a link to the desk stands for all of it.
"""

from collections.abc import Mapping
from typing import Any

from consult.visibility import SEALED

SAID = frozenset({"drill", "channel", "days"})
"""Keys of what an event is about that are said as they are; a limit is looked up, everything else is for the sender."""


def said_of(party: str, about: Mapping[str, Any], case: Any, act: Any, limit: Any) -> dict[str, Any]:
    """Say what an event is about, as its party may read it now: of a case, an act and a limit the rows that it may see,
    None for any other; links are paths."""
    said = {key: value for key, value in about.items() if key in SAID and isinstance(value, str | int)}
    data: dict[str, Any] = {"party": party, **said, "links": {"desk": "/desk"}}
    if case is None or case.existence == SEALED:
        return data
    data |= {"case": case.ref, "procedure": case.procedure, "exercise": case.exercise}
    data["links"]["case"] = f"/cases/{case.ref}"
    if act is not None:
        data |= {"act": act.n, "level": act.level}
        data["links"]["act"] = f"/cases/{case.ref}/acts/{act.n}"
    return data | ({"deadline": _limit(limit)} if limit is not None else {})


def _limit(row: Any) -> dict[str, str | None]:
    """Name a limit and its end."""
    on, at = row.expires_on, row.expires_at
    return {"limit": row.limit_key, "on": on.isoformat() if on else None, "at": at.isoformat() if at else None}
