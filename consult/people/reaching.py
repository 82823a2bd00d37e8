"""What the address of a contact point must be like, by channel, and when somebody is there.

Hours are days of the week (0 is Monday), from one time to another in a zone: “Mon to Fri 09:00–17:00, Asia/Tokyo”.
A last time that is not after the first is on the next day. Not modelled: holidays, more than one stretch a day.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from consult.i18n import _
from consult.people.zones import is_zone
from workflows.kernel.frozen import dataclass

E164 = re.compile(r"\+[1-9]\d{6,14}")
_SEPARATORS = re.compile(r"[\s().\-/]")
_MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
WEEK = 7


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody is there: days of the week, first and last minute, and the zone in which they are counted."""

    days: tuple[int, ...]
    begins: str
    ends: str
    zone: str

    def plain(self) -> dict[str, object]:
        """Give the hours as they are kept."""
        return {"days": list(self.days), "from": self.begins, "to": self.ends, "zone": self.zone}

    @classmethod
    def read(cls, kept: Mapping[str, Any] | None) -> "Hours | None":
        """Read back what was kept, None where nothing was said."""
        if not kept:
            return None
        return cls(tuple(kept["days"]), str(kept["from"]), str(kept["to"]), str(kept["zone"]))

    def is_open(self, at: datetime) -> bool:
        """Say whether somebody is there at a moment."""
        return any(begin <= at < end for begin, end in self._stretches(at))

    def next_opening(self, at: datetime) -> datetime | None:
        """Give the next moment at which somebody will be there, None where somebody is there now."""
        if self.is_open(at):
            return None
        return min((begin for begin, _end in self._stretches(at) if begin > at), default=None)

    def _stretches(self, at: datetime) -> list[tuple[datetime, datetime]]:
        """Give the stretches from the day before a moment to a week after it."""
        zone, begins, ends = ZoneInfo(self.zone), time.fromisoformat(self.begins), time.fromisoformat(self.ends)
        today = at.astimezone(zone).date()
        days = [today + timedelta(days=n) for n in range(-1, WEEK + 1)]
        over = timedelta(days=0 if begins < ends else 1)
        return [
            (datetime.combine(day, begins, zone), datetime.combine(day + over, ends, zone))
            for day in days
            if day.weekday() in self.days
        ]


def fault_of_address(channel: str, address: str) -> str:
    """Say what is wrong with an address for a channel; nothing where it can be used. What separates the digits of a
    number is kept for those who read it, and does not count."""
    address = address.strip()
    if not address:
        return _("Give the address, number or account.")
    return _RULES[channel](address) if channel in _RULES else ""


def faults_of_hours(hours: Hours) -> dict[str, str]:
    """Name what is wrong with hours, by field."""
    faults = {}
    if not hours.days:
        faults["days"] = _("Choose at least one day, or leave all about the hours open.")
    if not _TIME.fullmatch(hours.begins):
        faults["opens"] = _("Give a time of day such as 09:00.")
    if not _TIME.fullmatch(hours.ends):
        faults["closes"] = _("Give a time of day such as 17:00.")
    if not hours.zone:
        faults["zone"] = _("Say in which time zone these hours are meant, such as Europe/Vienna.")
    elif not is_zone(hours.zone):
        sentence = _("There is no time zone “%(zone)s”; write the name of one, such as Europe/Vienna.", zone=hours.zone)
        faults["zone"] = sentence
    return faults


def _mail(address: str) -> str:
    fits = len(address) <= 254 and _MAIL.fullmatch(address) and ".." not in address and not address.startswith(".")
    return "" if fits else _("Give one mail address, such as space-law@mofa.example.")


def _number(address: str) -> str:
    if E164.fullmatch(_SEPARATORS.sub("", address)):
        return ""
    return _("Give the number in international form, with a plus, the country and the number, such as +81 3 1234 5678.")


def _https(address: str) -> str:
    try:
        split = urlsplit(address)
        fits = split.scheme == "https" and split.hostname and "." in split.hostname and not split.username
        fits = bool(fits) and address.isprintable() and " " not in address and split.port != 0
    except ValueError:
        fits = False
    return "" if fits else _("Give an address that begins with https:// and names a host, without a password in it.")


_RULES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"mail": _mail, "telephone": _number, "fax": _number, "webhook": _https}
)
