"""Who will see an act, before it is taken: by the rule under which it will be read, and never by who is told of it.

The rule is `consult.visibility.may_see_act`; here it is asked for each party that takes part, as the case would stand
once the act is recorded. So what a button names and what the pages then show cannot come apart.
"""

from collections.abc import Mapping
from datetime import datetime

from consult.visibility import OPEN, PUBLIC_EXERCISE, Membership, Viewer, may_see_act
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Sealing:
    """An act as the policy reads it: whose, of which kind, at which level, on which track, in which file, and whether
    those who join later are served with it."""

    party: str
    kind: str
    level: str
    track: str | None
    file: str
    basic: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees an act: every party here, or the `readers` beside its author (keys, in order); whether anybody does who
    is not signed in; whether `others` may, whom its author is not told of; and, as things stand, the level and file by
    which later ones will."""

    act: Sealing
    readers: tuple[str, ...]
    everybody: bool
    public: bool
    others: bool

    @property
    def is_own(self) -> bool:
        """Say whether the act stays within its author's delegation."""
        return not (self.readers or self.everybody or self.others)


def audience(act: Sealing, members: Mapping[str, Membership], *, is_known: bool, knows_all: bool) -> Audience:
    """Say who sees an act: of the parties that take part, as they will once it is recorded, whoever may see it; where
    everybody knows of the case (`is_known`), everybody else too whom the level admits. `knows_all`: the members are all
    that there are."""
    readers = tuple(
        party for party in sorted(members) if party != act.party and may_see_act(Viewer(party), members[party], act)
    )
    everybody = is_known and may_see_act(Viewer("-"), Membership(), act)
    public = is_known and may_see_act(PUBLIC_EXERCISE, Membership(), act)
    others = not knows_all and not everybody and act.level in (OPEN, "C1")
    return Audience(act, readers, everybody, public, others)
