"""Whether the clearance of a party lets a text leave it: asked in the transaction of the act, of this very text; and
whether a paper in preparation is still the one that is sent.
"""

from dataclasses import replace

from sqlalchemy import Connection

from consult import drafts
from consult.clearing.lanes import Paper
from consult.clearing.required import Leaving, Passed, lacking_for, place_of_text, said_lacking, stages_behind
from consult.docket.errors import NotCleared
from consult.docket.hands import leaves_the_party
from consult.docket.taking import Work
from consult.docket.values import Filed
from consult.standing import Standing
from workflows.kernel.case import Hand

NOTHING = Passed()


class NotThrough(NotCleared):
    """A text that did not pass the required stages of its party's lane."""

    def __init__(self, sentence: str) -> None:
        """Say which are missing."""
        super().__init__()
        self.sentence, self.args = sentence, (sentence,)


def as_prepared(connection: Connection, standing: Standing, filed: Filed) -> Filed:
    """Hold the paper in preparation that is filed, and give the filing with its clearance as that is now. Closed where
    somebody changed, sent or discarded the paper since it was read: nothing leaves that its party took back."""
    if filed.draft is None:
        return filed
    ref, version = filed.draft
    row = drafts.hold(connection, standing, ref)
    drafts.require_version(row, version)
    return replace(filed, cleared_digest=row.cleared_digest, cleared_office=row.cleared_office)


def require_stages(work: Work, standing: Standing, by: Hand, filed: Filed, digest: str) -> Passed:
    """Give the stages through which a text went; raise NotThrough where its party's lane lacks one. A paper that came
    by another channel has left its party already."""
    procedure = work.before.procedure
    if not work.row.has_lane or filed.paper is not None or not leaves_the_party(procedure, by, filed):
        return NOTHING
    paper = Paper(procedure.key, procedure.level, work.row.ref)
    leaving = Leaving(int(work.row.id), filed.step, filed.track, digest, paper, filed.level)
    place = place_of_text(work.connection, standing.party_key, leaving)
    if place is None:
        return NOTHING
    lacking = lacking_for(place, standing)
    if lacking:
        raise NotThrough(said_lacking(lacking))
    return stages_behind(place)
