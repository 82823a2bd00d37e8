"""Mail to a person about a change in how this person signs in: what changed, and what to do if it was somebody else.

It names no party and no case. It is no courtesy and cannot be switched off.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, select

from consult.delivery.messages import NewMessage, ask
from consult.delivery.wording import Words, words_of
from consult.i18n import _, _l, write_instant
from consult.models.parties import PERSON

KIND = "sign_in"
PAGE = "/my-sign-in"
EVENTS: Mapping[str, Any] = MappingProxyType(
    {
        "passkey_added": _l("A passkey was added to your account"),
        "passkey_removed": _l("A passkey was removed from your account"),
        "codes_added": _l("One-time codes were set up for your account"),
        "codes_removed": _l("One-time codes were removed from your account"),
        "recovery_drawn": _l("New recovery codes were made for your account"),
        "recovery_used": _l("A recovery code was used to sign in to your account"),
        "recovery_kept": _l("After a recovery code it was said that nothing of your account is lost"),
        "provider_linked": _l("Your account was linked with your party's identity provider"),
        "provider_unlinked": _l("The link of your account with your party's identity provider was ended"),
        "provider_changed": _l("The identity provider of your party was changed"),
        "password_changed": _l("The password of your account was changed"),
        "sessions_ended": _l("Sessions of your account were ended"),
        "factors_removed": _l("Every second factor was removed from your account"),
        "reset": _l("A link to set a new password for your account was issued"),
        "recovery_asked": _l("The host asked your manager to let you set a new password"),
        "break_glass": _l("The host issued a link to set a new password for your account"),
    }
)


def tell_person(conn: Connection, person_id: int, party: str, event: str, who: str, key: str, at: datetime) -> None:
    """Ask for mail to a person about a change: by "self", a "manager" or the "host"; nothing to a closed account."""
    address = conn.execute(select(PERSON.c.email).where(PERSON.c.id == person_id, PERSON.c.active)).scalar()
    if address:
        about = {"event": event, "by": who}
        ask(conn, NewMessage(f"{KIND}:{key}", KIND, "mail", party, address, person_id=person_id, about=about), at)


@words_of(KIND)
def word(_connection: Connection, message: Any, _at: datetime) -> Words:
    """Say what was changed, when, and by whom."""
    event = str(EVENTS.get(message.about["event"], _("Something was changed in how you sign in")))
    who = {
        "manager": _("Your party's manager did it."),
        "link": _("It was done with a one-time link."),
        "host": _("Staff of the host did it; your party reads the reason in its record."),
    }
    said = who.get(message.about["by"], _("It was done from a session of yours."))
    when = _("On %(at)s.", at=write_instant(message.asked_at))
    advice = _("If you do not expect this, tell your party's manager at once, and look at your sessions.")
    return Words(event, (when, said, advice), PAGE)
