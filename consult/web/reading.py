"""Read a posted form into plain values; every field that cannot be read is named at once."""

from collections.abc import Iterable, Mapping
from datetime import date

from werkzeug.datastructures import MultiDict

from consult.i18n import _
from consult.refusals import Malformed


class Reading:
    """One form being read: `text`, `day` and their like answer values and keep faults until `require_readable`."""

    def __init__(self, form: MultiDict[str, str]) -> None:
        """Keep the form."""
        self._form = form
        self.faults: dict[str, str] = {}

    def text(self, name: str, *, most: int = 200) -> str:
        """Answer one line or paragraph of text, without blanks around it."""
        value = self._form.get(name, "").strip()
        if len(value) > most:
            self.faults[name] = _("At most %(most)s characters; these are %(number)s.", most=most, number=len(value))
        return value

    def day(self, name: str) -> date | None:
        """Answer a date, None where the field is empty."""
        value = self._form.get(name, "").strip()
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.faults[name] = _("Give a date as year-month-day, such as 2026-11-20.")
            return None

    def required_day(self, name: str) -> date:
        """Answer a date; an empty field is a fault."""
        found = self.day(name)
        if found is None:
            self.faults.setdefault(name, _("Give a date."))
        return found or date.min

    def one_of(self, name: str, allowed: Iterable[str]) -> str:
        """Answer a choice from a list."""
        value = self._form.get(name, "")
        if value not in set(allowed):
            self.faults[name] = _("Choose one from the list.")
        return value

    def some_of(self, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """Answer any number of choices from a list."""
        values, known = tuple(dict.fromkeys(self._form.getlist(name))), set(allowed)
        if set(values) - known:
            self.faults[name] = _("Choose from the list.")
        return values

    def yes(self, name: str) -> bool:
        """Tell whether a yes/no question was answered with yes."""
        return self._form.get(name) == "yes"

    def require_readable(self, meant: Mapping[str, str] | None = None) -> None:
        """Refuse the form with every fault of reading, and with the faults of what was meant beside them."""
        faults = {**(meant or {}), **self.faults}
        if faults:
            raise Malformed(faults)
