"""How well parties are reached, and what contact points need work, as pages show it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from consult import words
from consult.delivery import mending
from consult.delivery.mending import ToMend
from consult.i18n import _, write_date
from consult.standing import Standing
from workflows.kernel.frozen import dataclass
from workflows.parties import said

HOUR, MINUTE = 3600, 60


@dataclass(frozen=True, slots=True)
class MendLine:
    """One contact point that needs work: whose, why, and what to do."""

    party_key: str
    party: str
    organ: str
    channel: str
    address: str
    why: str
    to_do: str
    is_urgent: bool


def mend_lines(conn: Connection, today: date, party: str | None = None) -> tuple[MendLine, ...]:
    """List what needs work: of one party for its manager, or of all for the secretariat."""
    return tuple(_line(one, own=party is not None) for one in mending.to_mend(conn, today, party))


def mending_on_desk(conn: Connection, by: Standing, at: datetime) -> tuple[MendLine, ...]:
    """List what a manager has to mend; nobody else does it."""
    if not by.manages:
        return ()
    return mend_lines(conn, at.astimezone(ZoneInfo(by.party_zone)).date(), by.party_key)


def _line(one: ToMend, *, own: bool) -> MendLine:
    contact = one.contact
    return MendLine(
        contact.party_key,
        said(contact.party_key, contact.party_name),
        contact.organ,
        words.name(words.CHANNEL, contact.channel),
        contact.address,
        _why(one),
        _to_do(one, own=own),
        contact.urgent,
    )


def _why(one: ToMend) -> str:
    """Say why a contact point needs work."""
    day = write_date(one.day)
    sentences = {
        mending.EXPIRED: _("Ended on %(day)s, and nothing stands in its place.", day=day),
        mending.EXPIRING: _("Ends on %(day)s.", day=day),
        mending.UNANSWERED: _("Did not answer in the last drill, closed on %(day)s.", day=day),
        mending.UNREACHED: _("Could not be reached in a drill on %(day)s.", day=day),
        mending.RETURNED: _("Mail was refused or came back on %(day)s.", day=day),
    }
    return sentences[one.why]


def _to_do(one: ToMend, *, own: bool) -> str:
    """Say what to do: the manager mends, the secretariat asks for it."""
    if one.why in (mending.EXPIRED, mending.EXPIRING):
        if own:
            return _("Record a new contact point for the time after.")
        return _("Ask the party for a contact point for the time after.")
    if own:
        return _("Find out whether anybody reads it: prove it, or withdraw it and record another.")
    return _("Ask the party by another channel whether anybody reads it.")


def write_span(span: timedelta | None) -> str:
    """Write how long something took, to the two largest units; a dash for nothing."""
    if span is None:
        return "–"
    seconds = int(span.total_seconds())
    days, hours, minutes = seconds // (24 * HOUR), seconds // HOUR % 24, seconds // MINUTE % 60
    if days:
        return _("%(days)s d %(hours)s h", days=days, hours=hours)
    if hours:
        return _("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)
    return _("%(minutes)s min", minutes=minutes) if minutes else _("under a minute")
