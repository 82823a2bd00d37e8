"""Mail that came back: read the report of a mail server (RFC 3464) and enter that the message was returned.

A report names the message by the number that it bore on the wire, which nobody can guess who has not seen the message.
A report of anything else is refused: what is no report, a delay, a message that nobody here sent, one that is not on
its way any more. What follows is as with a message that was refused: the next contact point, or work.
"""

import re
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from typing import cast

from sqlalchemy import Connection, select

from consult.delivery.sending import end_message
from consult.i18n import _
from consult.models.delivery import MESSAGE
from consult.refusals import Closed, Malformed, Unknown
from workflows.kernel.frozen import dataclass

MOST_BYTES = 4 * 1024 * 1024
_NUMBER = re.compile(r"consult-\d+-[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Return:
    """What a report says: the number of the message, and why it came back, as the server said it."""

    reference: str
    said: str


def read_report(raw: bytes) -> Return:
    """Read the report of a mail server. Malformed where it is none, Closed where it reports no failure."""
    if len(raw) > MOST_BYTES:
        raise Malformed({"report": _("It is too long for a report of a mail server.")})
    message = message_from_bytes(raw)
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "delivery-status":
        raise Malformed({"report": _("It is no report of a mail server on delivery (RFC 3464).")})
    of_message, of_recipients = _fields(message)
    failed = [each for each in of_recipients if str(each["Action"] or "").strip().lower() == "failed"]
    if not failed:
        raise Closed(_("The report speaks of no failure: the message may still arrive, and nothing is entered."))
    found = _NUMBER.search(str(of_message["Original-Envelope-Id"] or "")) or _NUMBER.search(_original_id(message))
    if found is None:
        raise Malformed({"report": _("It names no message of this product.")})
    said = (str(failed[0][name] or "") for name in ("Status", "Diagnostic-Code"))
    return Return(found[0], " ".join(" ".join(said).split()))


def enter_return(connection: Connection, returned: Return, at: datetime) -> str:
    """Enter that a message came back, and do what follows; give the key of its party. Unknown where nobody here sent
    it, Closed where it is not on its way any more."""
    of_mail = MESSAGE.c.reference == returned.reference, MESSAGE.c.channel == "mail"
    query = select(MESSAGE).where(*of_mail).with_for_update()
    row = connection.execute(query).first()
    if row is None:
        raise Unknown
    if row.state == "returned":
        raise Closed(_("That this message came back is entered already."))
    if row.state != "sent":
        raise Closed(_("No mail server has taken this message over, so it cannot have come back."))
    end_message(connection, row, at, "returned", returned.said, "returned")
    return str(row.party)


def _fields(message: Message) -> tuple[Message, list[Message]]:
    """Give the fields of a report on the message, and those on each recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list):
            blocks = cast(list[Message], part.get_payload())
            if blocks:
                return blocks[0], blocks[1:]
    raise Malformed({"report": _("It has no part that says what became of the message.")})


def _original_id(message: Message) -> str:
    """Give the number of the message that a report encloses."""
    for part in message.walk():
        payload = part.get_payload()
        if part.get_content_type() == "text/rfc822-headers":
            headers = cast(bytes, part.get_payload(decode=True))
            return str(message_from_bytes(headers)["Message-ID"] or "")
        if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
            return str(cast(list[Message], payload)[0]["Message-ID"] or "")
    return ""
