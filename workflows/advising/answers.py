"""The shapes of a question, and of its answer: procedures that apply, those that are barred, and other forums."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Citation


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that can have happened, or be planned, as whoever asks would say it."""

    key: str
    group: str
    title: str


@dataclass(frozen=True, slots=True)
class Forum:
    """Somebody else for whom a matter is: how far, and under which provision. `whole` where nothing of it is here."""

    key: str
    name: str
    matters: tuple[str, ...]
    says: str
    under: Citation
    whole: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """The facts as whoever asks says them: what, at which stage, where, whose, between whom, on which day."""

    matter: str
    stage: str
    place: str
    side: str
    own: str
    others: tuple[str, ...]
    on: date
    today: date


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of an answer: what it rests on, how that was checked, and whom it is about where it is."""

    says: str
    under: tuple[Citation, ...] = ()
    grade: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """What is said of one procedure: why it applies, with whom, who is bound, what to look at first; and what bars it,
    wholly or with some of the others."""

    key: str
    title: str
    why: tuple[Said, ...]
    parties: tuple[str, ...]
    status: tuple[Said, ...]
    cautions: tuple[Said, ...]
    barred: tuple[Said, ...]
    rank: int = 0

    @property
    def applies(self) -> bool:
        """Say whether it can be used at all."""
        return bool(self.why)


@dataclass(frozen=True, slots=True)
class Counsel:
    """The answer: what applies, the special before the general; what is barred and why; and who else it is for."""

    heard: Heard
    ways: tuple[Way, ...]
    barred: tuple[Way, ...]
    elsewhere: tuple[Forum, ...]

    def plain(self) -> dict[str, Any]:
        """Give it as plain JSON, for machines."""
        heard = {**asdict(self.heard), "on": self.heard.on.isoformat(), "today": self.heard.today.isoformat()}
        return {
            "asked": heard,
            "applies": [_way(one) for one in self.ways],
            "barred": [_way(one) for one in self.barred],
            "elsewhere": [
                {"forum": one.key, "name": one.name, "says": one.says, "under": [_cited(one.under)], "whole": one.whole}
                for one in self.elsewhere
            ],
        }


def _way(one: Way) -> dict[str, Any]:
    said = {name: [_said(line) for line in getattr(one, name)] for name in ("why", "status", "cautions", "barred")}
    return {"procedure": one.key, "title": one.title, "with": list(one.parties), **said}


def _said(line: Said) -> dict[str, Any]:
    return {
        "says": line.says,
        "under": [_cited(one) for one in line.under],
        "grade": line.grade,
        "party": line.party,
    }


def _cited(one: Citation) -> dict[str, str]:
    where = {"instrument": one.instrument, "provision": one.provision}
    return {**where, "binding": str(one.binding), "grade": str(one.grade)}
