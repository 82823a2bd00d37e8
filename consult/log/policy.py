"""The trust policy of an installation: which keys sign its log, which witnesses cosign it, and how many are enough.

It is one file in the form of C2SP tlog-policy, agreed among the States out of band; whoever verifies uses a copy of it.
The log's own client reads it to know whom to ask. What it said is recorded in the log by its digest whenever it
changes. Where a witness answers may stand in the file; a file `witnesses/<name>/address` of the installation comes
before that, since an address may change while the agreement does not.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select

from consult.db import reading, writing
from consult.log.own import Own, record
from consult.log.verifier import Policy, read_policy
from consult.models.logbook import AUDIT_ENTRY
from workflows.kernel.frozen import dataclass

FILE = "policy.txt"
WITNESSES = "witnesses"
GROUP = "witnesses"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LAST = select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "policy").order_by(AUDIT_ENTRY.c.seq.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Member:
    """One witness of a policy: its name in it, its verifier key, and where it answers, if that is to be said."""

    name: str
    vkey: str
    url: str = ""


def quorum_of(count: int) -> int:
    """Give the number of witnesses that is enough: as many may be silent as may lie, and two quorums share an honest
    one.
    """
    return 2 * count // 3 + 1


def write_policy(logs: Sequence[str], members: Sequence[Member] = (), quorum: int | None = None) -> str:
    """Write a policy over verifier keys of logs and witnesses; without witnesses none is needed."""
    lines = [f"log {vkey}" for vkey in logs]
    lines += [" ".join(filter(None, ("witness", one.name, one.vkey, one.url))) for one in members]
    if members:
        enough = quorum_of(len(members)) if quorum is None else quorum
        lines += [f"group {GROUP} {enough} {' '.join(one.name for one in members)}", f"quorum {GROUP}"]
    else:
        lines += ["quorum none"]
    return "\n".join(lines) + "\n"


def read_text(instance: Path) -> str | None:
    """Give the text of the policy of an installation; None where none was agreed."""
    try:
        return (instance / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def load_policy(instance: Path) -> Policy | None:
    """Read the policy of an installation, or raise Rejected; None where none was agreed."""
    text = read_text(instance)
    return None if text is None else read_policy(text)


def save_policy(instance: Path, text: str) -> None:
    """Put a policy in the place of the one before, which must be one that can be read."""
    read_policy(text)
    draft = instance / f"{FILE}.new"
    draft.write_text(text, encoding="utf-8")
    draft.replace(instance / FILE)


def addresses(instance: Path, policy: Policy) -> dict[str, str]:
    """Say where each witness of a policy answers, by its name there; one of which nothing is known is left out."""
    found = {name: _told(instance, name) or policy.urls.get(name, "") for name in policy.witnesses}
    return {name: address for name, address in found.items() if address}


def _told(instance: Path, name: str) -> str:
    """Read the address that the installation keeps for a witness."""
    if not _PLAIN.fullmatch(name):
        return ""
    try:
        return (instance / WITNESSES / name / "address").read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return ""


def log_policy(engine: Engine, instance: Path, at: datetime) -> bool:
    """Record the digest of the policy in the log if it is not the one recorded last; say whether that was done. That
    there is none any more is recorded too."""
    text = read_text(instance)
    digest = None if text is None else hashlib.sha256(text.encode()).hexdigest()
    with reading(engine) as connection:
        if _recorded(connection.execute(_LAST).scalar()).get("sha256") == digest:
            return False
    body = {"sha256": digest, **_figures(text)}
    with writing(engine) as connection:
        if _recorded(connection.execute(_LAST).scalar()).get("sha256") == digest:
            return False
        record(connection, Own("policy", None, body, at))
    return True


def _figures(text: str | None) -> dict[str, int]:
    """Say how many witnesses a policy has and how many of its quorum's members are enough, so that all parties read in
    the host's chain when that is lowered."""
    if text is None:
        return {"witnesses": 0, "enough": 0}
    policy = read_policy(text)
    group = policy.groups.get(policy.quorum)
    return {"witnesses": len(policy.witnesses), "enough": group.threshold if group else int(policy.quorum != "none")}


def _recorded(body: str | None) -> Mapping[str, object]:
    """Read the body of the entry made last."""
    return json.loads(body) if body else {}
