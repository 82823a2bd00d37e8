"""Whether enough witnesses cosign the log, and since when not: what no witness cosigned convinces nobody else."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from consult.log.cosigners import last_cosigned
from consult.log.integrity import newest
from consult.log.trust import trust
from consult.models.audit import audit_checkpoint
from consult.settings import Settings
from workflows.kernel.frozen import dataclass

_FIRST = select(audit_checkpoint.c.signed_at).order_by(audit_checkpoint.c.id).limit(1)
LATE = timedelta(minutes=15)
"""After which a quorum is late, or after two heartbeats where that is longer: a log that rests is cosigned at each."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of the witnesses of the policy cosigned the newest checkpoint, whether those are enough, and since when
    the last quorum stands: each of its witnesses cosigned then or later, by its own clock. None: there never was one.
    `since` is when the log was signed first, and `patience` for how long no quorum may come."""

    cosigned: int
    witnesses: int
    is_reached: bool
    last: datetime | None
    since: datetime
    patience: timedelta

    def is_late(self, at: datetime) -> bool:
        """Tell whether there should have been a quorum by an instant; a checkpoint that was just signed may wait."""
        return not self.is_reached and at - (self.last or self.since) > self.patience


def quorum_of(connection: Connection, settings: Settings) -> Quorum | None:
    """Read how the witnesses stand; None before the first checkpoint, and where the policy asks nobody."""
    seen, trusted = newest(connection), trust(connection, settings.instance)
    policy = trusted.quorum if trusted else None
    if seen is None or trusted is None or policy is None:
        return None
    cosigned = last_cosigned(connection)
    times = {name: cosigned[key.name].time for name, key in policy.witnesses.items() if key.name in cosigned}
    reaching = (
        time
        for time in sorted(set(times.values()), reverse=True)
        if policy.attested(name for name, last in times.items() if last >= time)
    )
    return Quorum(
        trusted.cosigned(seen.witnesses),
        len(policy.witnesses),
        policy.attested(name for name, key in policy.witnesses.items() if key.name in seen.witnesses),
        next(reaching, None),
        connection.execute(_FIRST).scalar_one(),
        max(LATE, 2 * timedelta(seconds=settings.log.heartbeat_seconds)),
    )
