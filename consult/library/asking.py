"""The question which procedure to use, read from what a page or a command was given, with a sentence for each fault."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from consult.i18n import _
from workflows.advising import Heard, matters
from workflows.kernel.advice import PLACES, SIDES, STAGES
from workflows.parties import find

CHOSEN: Mapping[str, Callable[[], Mapping[str, object]]] = {
    "matter": matters,
    "stage": lambda: STAGES,
    "where": lambda: PLACES,
    "whose": lambda: SIDES,
}
Given = Mapping[str, Sequence[str]]


class Unasked(Exception):
    """A question that cannot be answered as it is put; holds a sentence by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults


def read_question(given: Given, today: date) -> Heard:
    """Read the facts: parties by key or name, the day as year, month and day, today where none is given. Raises
    Unasked with a sentence for each field that does not fit."""
    faults: dict[str, str] = {}
    chosen = {name: _one(given, name) for name in CHOSEN}
    for name, known in CHOSEN.items():
        if chosen[name] not in known():
            faults[name] = _("Choose one of the list.")
    own, others = _party(_one(given, "own"), "own", faults), _others(given, faults)
    if own and own in others:
        faults["other"] = _("Name others than your own party.")
    on = _day(_one(given, "on"), today, faults)
    if faults:
        raise Unasked(faults)
    return Heard(chosen["matter"], chosen["stage"], chosen["where"], chosen["whose"], own, others, on, today)


def _one(given: Given, name: str) -> str:
    return next((text.strip() for text in given.get(name, ()) if text.strip()), "")


def _others(given: Given, faults: dict[str, str]) -> tuple[str, ...]:
    asked = (text.strip() for text in given.get("other", ()))
    return tuple(dict.fromkeys(_party(text, "other", faults) for text in asked if text))


def _party(text: str, name: str, faults: dict[str, str]) -> str:
    """Give the key of a State or organisation; what can be party to no treaty is no answer."""
    fact = find(text) if text else None
    if fact is None or not fact.may_be_party:
        faults[name] = _("“%(text)s” is no State and no organisation that is known here.", text=text)
        return ""
    return fact.key


def _day(text: str, today: date, faults: dict[str, str]) -> date:
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        faults["on"] = _("Give the day as year, month and day.")
        return today
