"""What an audit log is asked to hold, frozen when it is asked for."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from consult.i18n import _
from consult.refusals import Malformed
from consult.reports.scope import Reach
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass

FORMATS = ("csv", "jsonl", "pdf")
HOST = "host"
"""Who stands for the host where entries are asked for by party."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A period (both days, in UTC), a set, as whose eyes it is read, and what it is narrowed to.

    Nothing is narrowed by what is empty; `exercise` says that the whole installation is one, else exercises are left
    out. ``procedures`` and ``cases`` are what the mandate of the maker covers, None for all.
    """

    reach: Reach
    reader: str
    since: date
    until: date
    at: datetime
    procedure: str = ""
    party: str = ""
    act: str = ""
    case: str = ""
    procedures: tuple[str, ...] | None = None
    cases: tuple[str, ...] | None = None
    prepares: bool = True
    exercise: bool = False
    audits: bool = False

    def __post_init__(self) -> None:
        """Refuse what nothing can be made of, each fault at its question."""
        wrong = {}
        if self.until < self.since:
            wrong["until"] = _("The period ends before it begins.")
        if not self.reader and self.reach != Reach.PUBLIC:
            wrong["reader"] = _("This set is read with the eyes of a party: name it.")
        if wrong:
            raise Malformed(wrong)

    @property
    def viewer(self) -> Viewer:
        """Give for whom it is read: nobody in particular for the public set."""
        if self.reach == Reach.PUBLIC:
            return Viewer("")
        procedures, cases = _set(self.procedures), _set(self.cases)
        return Viewer(self.reader, procedures, prepares=self.prepares, cases=cases, audits=self.audits)

    @property
    def begins_at(self) -> datetime:
        """Give the first moment of the period."""
        return datetime.combine(self.since, time(), UTC)

    @property
    def ends_before(self) -> datetime | None:
        """Give the moment at which the period is over; the last day there is has none."""
        return datetime.combine(self.until + timedelta(days=1), time(), UTC) if self.until < date.max else None

    @property
    def is_narrow(self) -> bool:
        """Say whether anything but the period narrows it: then entries in between are left out."""
        return bool(self.procedure or self.party or self.act or self.case)

    @property
    def told(self) -> dict[str, str]:
        """Say what was asked for, as the audit log itself does: nothing of who asked."""
        said = {name: getattr(self, name) for name in ("procedure", "party", "act", "case")}
        days = {"from": self.since.isoformat(), "to": self.until.isoformat(), "record_to": self.at.isoformat()}
        return {**days, **{name: value for name, value in said.items() if value}}

    def to_json(self) -> dict[str, Any]:
        """Give it as plain JSON, for keeping."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        plain |= {name: plain[name].isoformat() for name in ("since", "until", "at")}
        plain |= {name: None if plain[name] is None else list(plain[name]) for name in ("procedures", "cases")}
        return {**plain, "reach": str(self.reach)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Asked":
        """Read back what `to_json` gave."""
        read = dict(kept) | {name: date.fromisoformat(kept[name]) for name in ("since", "until")}
        read |= {name: None if kept[name] is None else tuple(kept[name]) for name in ("procedures", "cases")}
        return cls(**{**read, "at": datetime.fromisoformat(kept["at"]), "reach": Reach(kept["reach"])})

    @classmethod
    def by(cls, viewer: Viewer, reach: Reach, since: date, until: date, at: datetime, **narrowed: Any) -> "Asked":
        """Freeze what a viewer asks for."""
        covers: dict[str, Any] = {"procedures": _tuple(viewer.procedures), "cases": _tuple(viewer.cases)}
        covers |= {"prepares": viewer.prepares or viewer.manages, "audits": viewer.audits}
        return cls(reach, viewer.party, since, until, at, **covers, **narrowed)


def _set(names: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


def _tuple(names: frozenset[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(sorted(names))
