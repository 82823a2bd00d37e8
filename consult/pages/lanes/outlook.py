"""What a paper in preparation commits its party to, generated from its step, and what happens if nobody acts."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from consult.citations import law
from consult.clearing.standing_at import Place
from consult.docket import Docket, Filed, Seen
from consult.docket.owing import owners_of
from consult.i18n import _, write_date, write_instant
from consult.pages.cases.limits import LimitLine, limit_is_visible, limit_line
from consult.pages.cases.lines import OfferLine, RefusalLine, offer_line
from consult.pages.cases.step import Preview, try_out
from consult.pages.drafts import Found
from consult.standing import Standing
from consult.visibility import Viewer, membership_of
from workflows.kernel.frozen import dataclass
from workflows.kernel.steps import Step

PUBLIC_LEVEL = "C0"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an act would start in law, who would be told by name and what would become public; which limits run for the
    party meanwhile; and which of them end before the lane's own targets are through."""

    offer: OfferLine
    preview: Preview | None
    refusals: tuple[RefusalLine, ...]
    public: str
    lapses: tuple[LimitLine, ...]
    warnings: tuple[str, ...]

    @property
    def first(self) -> datetime | None:
        """Answer when the first limit ends that runs for the party."""
        return next((one.expires_at for one in self.lapses), None)


def outlook_of(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    found: Found,
    place: Place,
    names: Mapping[str, str],
    now: datetime,
) -> Outlook:
    """Perform the step of a paper on paper as its party would, and list what runs for the party meanwhile."""
    row = found.row
    filed = Filed.of_draft(row)
    preview, refusals = try_out(conn, docket, standing, found.seen, filed, names, now, for_party=True)
    lapses = _lapses(conn, found.seen, Viewer.of(standing), names)
    return Outlook(
        offer_line(found.offer, names),
        preview,
        refusals,
        _public(found.offer.step, preview),
        lapses,
        too_soon(lapses, place, now),
    )


def _public(step: Step, preview: Preview | None) -> str:
    """Say what everybody may read once the act is there."""
    if step.publishes:
        return _("Everybody may know from this act on that the case exists and where it stands.")
    if preview is not None and preview.level == PUBLIC_LEVEL:
        return _("The paper itself becomes public where the case is in the public register.")
    return _("Nothing of it becomes public by this act.")


def _lapses(conn: Connection, seen: Seen, viewer: Viewer, names: Mapping[str, str]) -> tuple[LimitLine, ...]:
    membership = membership_of(conn, viewer, seen.row)
    running = [
        limit
        for limit in seen.case.limits.values()
        if limit.status == "running"
        and limit.expires_at is not None
        and viewer.party in owners_of(seen.case, limit)
        and limit_is_visible(seen, limit, viewer, membership)
    ]
    running.sort(key=lambda limit: (limit.expires_at, limit.key))
    return tuple(limit_line(seen, limit, names, viewer) for limit in running)


def through_at(place: Place, now: datetime) -> datetime | None:
    """Give when a paper is through if each stage still takes its whole target; None where it is through, or none."""
    if place.stage is None:
        return None
    ahead = place.stages[place.stages.index(place.stage) + 1 :]
    here = max(now, place.since + timedelta(hours=place.stage.hours))
    return here + timedelta(hours=sum(one.hours for one in ahead))


def too_soon(lapses: tuple[LimitLine, ...], place: Place, now: datetime) -> tuple[str, ...]:
    """Say which limits end before the targets of the stages still ahead are through."""
    through = through_at(place, now)
    if through is None:
        return ()
    return tuple(
        _(
            "“%(limit)s” ends %(when)s, before the targets of the stages still ahead are through (%(through)s).",
            limit=law(one.title),
            when=write_date(one.expires_on) if one.expires_on else write_instant(one.expires_at, one.zone),
            through=write_instant(through),
        )
        for one in lapses
        if one.expires_at is not None and one.expires_at < through
    )
