"""What a step would do if it were taken now with these words, why it would be refused, what its organ would sign."""

from datetime import datetime

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Docket, Filed, Seen
from consult.pages.cases.lines import RefusalLine
from consult.pages.cases.step import Preview, try_out
from consult.pages.signing import SigningView, signing_view
from consult.standing import Standing
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a step would do, or why not. It is `for_others` where it would be done by others of the party alone, and
    `refusals` then say why not by this person; `signing` is there where the organ has a key."""

    preview: Preview | None
    refusals: tuple[RefusalLine, ...]
    for_others: bool
    signing: SigningView | None


def rehearsal(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, filed: Filed, now: datetime
) -> Rehearsal:
    """Perform a step on paper: nothing is recorded."""
    names = casebook.party_names(conn)
    preview, refusals = try_out(conn, docket, standing, seen, filed, names, now)
    if preview is not None:
        return Rehearsal(preview, (), for_others=False, signing=signing_view(conn, docket, standing, seen, filed, now))
    preview, others = try_out(conn, docket, standing, seen, filed, names, now, for_party=True)
    return Rehearsal(preview, refusals if preview else others, for_others=preview is not None, signing=None)
