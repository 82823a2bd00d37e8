"""The formal paper of a draft: as it would stand if it were filed now, marked as not filed, so that a mission can read
and initial it.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult.casebook.writers import correspondents
from consult.docket import Docket, Filed, Refused, Seen
from consult.documents import formal
from consult.documents.formal import FormalPaper, Signed
from consult.i18n import _, speaking
from consult.pages.drafts import Found
from consult.pages.formal.beginning import annexes, begun, stakes
from consult.pages.formal.values import Asked, Held, Taken, name_file
from consult.pages.formal.writers import addressed, called, place_of, writer_of
from consult.standing import TREATY_ORGANS, Standing
from consult.visibility import Viewer
from workflows.kernel.acts import Act
from workflows.kernel.editions import digest_of
from workflows.kernel.paper_forms import form_of_paper
from workflows.kernel.procedure import AGENCY


def paper_of_draft(
    conn: Connection, docket: Docket, standing: Standing, found: Found, now: datetime, asked: Asked, filed_in: str
) -> Taken:
    """Write a paper in preparation as it would stand if it were filed now, so that it can be read and initialled.
    ``filed_in`` is the language of its answers."""
    draft, seen = found.row, found.seen
    act = _rehearsed(conn, docket, standing, seen, draft, now)
    told = (
        set(act.told) if act else {found.offer.track.party} if found.offer.track and found.offer.track.party else set()
    )
    told.discard(standing.party_key)
    parties = {*told, standing.party_key, *found.offer.laid, *stakes(conn, seen, Viewer.of(standing))}
    level = act.level if act else str(seen.row.level)
    known = correspondents(conn, parties)
    form = form_of_paper(seen.procedure, found.offer.step)
    held = Held(seen, Viewer.of(standing), found.offer.step, form, found.spec, draft.body, level, known)
    with speaking(asked.language) as language:
        begins = begun(conn, held, asked, filed_in, language)
        written = _of_draft(conn, held, begins, standing, draft.ref, found.offer.laid, told, asked)
        return Taken(formal.write(written), name_file(draft.case_ref, draft.ref, found.offer.step.key, language))


def _rehearsed(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, draft: Any, now: datetime
) -> Act | None:
    """Perform a draft on paper, to see whom it would tell at which level; None where it cannot be sent as it is."""
    try:
        _case, act = docket.rehearse(conn, standing, seen, Filed.of_draft(draft), now, for_party=True)
    except Refused:
        return None
    return act


def _of_draft(
    conn: Connection,
    held: Held,
    common: FormalPaper,
    standing: Standing,
    ref: str,
    laid: Sequence[str],
    told: Collection[str],
    asked: Asked,
) -> FormalPaper:
    level, own = held.seen.procedure.level, standing.party_key
    mine = level == AGENCY or standing.organ_kind in TREATY_ORGANS
    others = tuple(Signed(called(held.known.get(key), key)) for key in dict.fromkeys((*laid, own)))
    return replace(
        common,
        number=ref,
        sender=writer_of(held.known, own, standing.organ_key if mine else "", "", level),
        addressees=addressed(held.known, told, level),
        annexes=annexes(conn, held, asked.open),
        signed=(*others, Signed(_("the others whose agreement it needs"))),
        marks=(_("Draft, not filed"), *common.marks),
        digest=digest_of(held.body),
        place=place_of(held.known, own, standing.organ_key) if mine else "",
    )
