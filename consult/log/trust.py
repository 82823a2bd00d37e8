"""Whose signatures count for the log of an installation: its policy file, or its own keys where none was agreed.

The file is C2SP tlog-policy. Without one, the policy is made of the keys that the log has recorded of itself, with no
quorum: good for looking at the host's own claims, no more. Whoever trusts nobody brings a policy from elsewhere.
"""

import json
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection, select

from consult.log.policy import read_text
from consult.log.verifier import Policy, Rejected, read_policy
from consult.models.logbook import AUDIT_ENTRY
from workflows.kernel.frozen import dataclass

_KEYS = select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "log_key").order_by(AUDIT_ENTRY.c.seq)


@dataclass(frozen=True, slots=True)
class Trust:
    """A policy as text and as read; agreed where it is a file of the installation."""

    text: str
    policy: Policy
    is_agreed: bool

    def cosigned(self, keys: Collection[str]) -> int:
        """Count the witnesses of the policy among the names of some keys."""
        return sum(each.name in keys for each in self.policy.witnesses.values())

    @property
    def quorum(self) -> Policy | None:
        """Give the policy where it asks anybody beside the log, so that an entry can be attested."""
        return self.policy if self.policy.quorum != "none" else None


def trust(conn: Connection, instance: Path) -> Trust | None:
    """Read the policy of an installation; None where there is none yet, or none that can be read."""
    try:
        text = read_text(instance)
        written = text if text is not None else _own(conn)
        return Trust(written, read_policy(written), text is not None) if written else None
    except (Rejected, UnicodeDecodeError):
        return None


def _own(conn: Connection) -> str:
    """Write a policy over the keys that the log has recorded of itself."""
    keys = (json.loads(body).get("vkey") for body in conn.execute(_KEYS).scalars())
    lines = [f"log {key}" for key in dict.fromkeys(keys) if key]
    return "\n".join([*lines, "quorum none", ""]) if lines else ""
