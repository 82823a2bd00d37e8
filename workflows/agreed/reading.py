"""How the text of an agreement is read where it is filed: refused by the reader of files, shown as the ladder it gives.

Law: none of its own. Warnings are SOFT or defaults of the product and refuse nothing. The preview is for a notice of
dispute received on the day on which it is drawn. Not modelled: matters that the clause carves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from workflows import ladder as ladders
from workflows.agreements.asked import READING, paper
from workflows.agreements.clause import CLAUSE_VALUES, NEGOTIATION, STAGE_VALUES
from workflows.agreements.filed import FORM, as_far_as_read, faults
from workflows.agreements.known import Known
from workflows.agreements.traps import Trap, silent, traps
from workflows.agreements.tree import PROFILE, Arrangement
from workflows.kernel.fields import FilingSpec, Problem
from workflows.kernel.frozen import dataclass
from workflows.kernel.readings import Given, Note, Preview, Reading, Rung, Surroundings, register
from workflows.kernel.words import Citation, capital, humanise
from workflows.ladder import Ladder, Opening
from workflows.national import Policy
from workflows.parties.reading import InstrumentError

TEXT = paper()
STAGE, OWN_WORDS, PROFILE_WORDS = "stage", "this text", "the general profile of the product"
LADDER, FOR_TODAY = (
    "The ladder of this text",
    "As it would be if every party had recorded these words and a notice of dispute were received today.",
)
ALONE_FROM, INVITED_FROM = "Open to one party alone from", "An invitation may be sent from"
PREVIEWED = (LADDER, FOR_TODAY, ALONE_FROM, INVITED_FROM, OWN_WORDS, PROFILE_WORDS)
"""What a preview always says in the same words, to be translated."""
_KEY_AND_WORD = re.compile(r"(\w+) = “(\w+)”")
_PREDICATES = ("is ", "must ", "belongs ")


@dataclass(frozen=True, slots=True)
class Around:
    """What a ladder looks up, as the world of a case answers it; what that world does not know, the tables do."""

    world: Surroundings
    known: Known

    def binds(self, instrument: str, party: str, on: date) -> tuple[bool, str]:
        """Say whether an instrument binds a party on a date, and in a sentence why not."""
        found = self.world.ask("bound", instrument, party, on.isoformat())
        return found["bound"], f"{found['reason']}."

    def standing(self, party: str) -> str:
        """Say what a party is."""
        return self.known.standing(party)

    def name(self, party: str) -> str:
        """Name a party within a sentence."""
        return self.world.name(party)

    def policies(self, party: str) -> tuple[Policy, ...]:
        """Give what a party holds of ways to settle disputes."""
        return self.known.policies(party)


class AgreementReading(Reading):
    """The reader of agreements, behind a form."""

    __slots__ = ()

    def problems(self, body: Mapping[str, Any]) -> Iterator[Problem]:
        """Name what the reader refuses, each at its question."""
        try:
            found = faults(body)
        except InstrumentError as fault:
            found = ((fault.key, fault.says),)
        for path, says in found:
            yield Problem(path, _sentence(says), label_of(TEXT, path))

    def mend(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give a ladder that is empty its first rung."""
        if any(path == STAGE for path, _says in faults(body)):
            return {**body, STAGE: [{"kind": NEGOTIATION, "mandatory": True, "days": 30}]}
        return body

    def preview(self, body: Mapping[str, Any], on: date, world: Surroundings) -> Preview | None:
        """Draw the ladder between the parties named, as far as the text can be read."""
        try:
            arrangement, unread = as_far_as_read(body)
        except InstrumentError:
            return None
        members = arrangement.agreement.parties
        ladder = ladders.rungs(arrangement, members, on, Around(world, Known()))
        days = {one.rung.key: one for one in ladders.openings(ladder, on)}
        warned = (*traps(arrangement), *silent(arrangement.agreement))
        return Preview(
            title=LADDER,
            lead=FOR_TODAY,
            rungs=tuple(_rung(ladder, rung, days[rung.key]) for rung in ladder.rungs),
            unread=tuple(Note(f"{label_of(TEXT, path)}: {_sentence(says)}", field=path) for path, says in unread),
            warnings=tuple(_warning(arrangement, trap) for trap in warned),
            given=tuple(_given(arrangement)),
        )


def label_of(spec: FilingSpec, path: str) -> str:
    """Name the question at a path; one within a list by the number of its entry too."""
    first, _, rest = path.partition("/")
    asked = spec.field(first)
    if asked is None:
        return ""
    number, _, inner = rest.partition("/")
    within = next((one for one in asked.of if one.key == (inner or number)), None)
    if within is None:
        return asked.label
    return f"{asked.label} {int(number) + 1}, {within.label}" if number.isdigit() else f"{asked.label}, {within.label}"


def _sentence(says: str) -> str:
    """Make a sentence of what the reader says against an answer, with keys and words as the form shows them."""
    shown = _KEY_AND_WORD.sub(lambda found: f"“{_label(found[1])}” is “{humanise(found[2])}”", says)
    return f"This {shown}." if shown.startswith(_PREDICATES) else f"{capital(shown)}."


def _rung(ladder: Ladder, rung: ladders.Rung, day: Opening) -> Rung:
    """Draw one rung with its first day; a rung that the others shut has its reason instead."""
    waits = tuple(found.title for key in rung.after if (found := ladder.rung(key))) if rung.open else ()
    days = ALONE_FROM if rung.alone else INVITED_FROM
    why = (Note(f"No day can be named. {day.why}"),) if rung.open and day.on is None and day.why else ()
    said = [(one.says, one.cited) for one in rung.reasons] + [(one.says, one.cited) for one in rung.policies]
    reasons = tuple(Note(says, cited) for says, cited in said)
    return Rung(
        title=rung.title, aside=rung.between, entry=ladders.ENTRIES[rung.entry], is_open=rung.open, day=day.on,
        day_says=days if day.on else "", after=waits, notes=(*_times(rung), *why, *reasons),
        by=_giver(ladder.arrangement, rung.placed.by.by), cited=_shown(rung.placed.by.cited),
    )  # fmt: skip


def _times(rung: ladders.Rung) -> Iterator[Note]:
    stage, given = rung.stage, rung.placed.given
    said = {
        "days": "Lasts {}.",
        "target_days": "Aim of {}; nothing lapses by it.",
        "exit_after_days": "One party may declare it failed after {}.",
    }
    for name, sentence in said.items():
        number = getattr(stage, name)
        if number:
            days = "1 day" if number == 1 else f"{number} days"
            yield Note(sentence.format(days), _shown(given[name].cited))


def _warning(found: Arrangement, trap: Trap) -> Note:
    """Put a warning at its question: that of a stage by its number in this text."""
    head, _, name = trap.key.partition(".")
    number = next((n for n, one in enumerate(found.agreement.stages) if _is_placed(found, head, one.identity)), None)
    if head != "sheet" and name and number is not None:
        return Note(trap.says, _shown(trap.cited), f"{STAGE}/{number}/{name}")
    return Note(trap.says, _shown(trap.cited), f"sheet/{name}" if head == "sheet" else head)


def _is_placed(found: Arrangement, key: str, identity: tuple[str, str, str]) -> bool:
    return any(placed.key == key and placed.stage.identity == identity for placed in found.stages)


def _given(found: Arrangement) -> Iterator[Given]:
    """List the values on which this text is silent, with who gives them."""
    for name, given in found.given.items():
        if given.by != found.agreement.key:
            value = getattr(found.clause, name)
            yield Given(_label(name), _written(value), _giver(found, given.by), _shown(given.cited))


def _label(name: str) -> str:
    words: str = (CLAUSE_VALUES | STAGE_VALUES)[name]["words"]
    return words.partition("; ")[0]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple):
        return ", ".join(_written(one) for one in value)
    return humanise(value) if isinstance(value, str) and value.islower() else str(value)


def _giver(found: Arrangement, key: str) -> str:
    if key in (found.agreement.key, FORM):
        return OWN_WORDS
    one = next((one for one in found.line if one.key == key), None)
    return one.title if one else PROFILE_WORDS if key == PROFILE else key


def _shown(cited: Citation) -> Citation:
    """Cite a text that is not recorded yet by its provision, since no case has its reference."""
    return Citation(OWN_WORDS, cited.provision, cited.binding, cited.grade) if cited.instrument == FORM else cited


register(READING, AgreementReading())
