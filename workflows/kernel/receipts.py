"""Which step records receipt when it is proved, and on which track.

Receipt is an act on a track. By hand a party records it; on proof the clock does, where the procedure has a step that
says which proof it accepts (``Step.proof``). No treaty says what proves receipt: what is accepted is a default of the
product. A case that runs on an edition without such a step goes on as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .acts import Act
from .case import Case


def proven(case: Case, served: Act, later: Iterable[Act], party: str, kind: str) -> Iterator[tuple[str, str]]:
    """Name the steps, each with its track, by which the clock records that a party received what an act served on it.

    ``served`` is the act that was proved to be received: it must have put the party's track where it is, so that the
    opening of an older paper is no receipt of a newer one; ``later`` are the acts after it.
    """
    moved = {key for act in later for key in _served_on(act)}
    for row in case.procedure.steps:
        if row.proof is None or row.proof.kind != kind or row.track is None or case.state not in row.frm:
            continue
        for key in _served_on(served):
            track = case.tracks.get(key)
            waits = track is not None and track.party == party and track.received_on is None and key not in moved
            if track is not None and waits and row.track.fits(track) and row.track.allows(track.state):
                yield row.key, key


def _served_on(act: Act) -> set[str]:
    """The tracks that an act opened or moved."""
    return {effect[1] for effect in act.effects if effect[0] in ("open", "track")}
