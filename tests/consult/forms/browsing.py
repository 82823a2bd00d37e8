"""What a browser sends for a form, from its values and from its markup."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from werkzeug.datastructures import MultiDict

from consult.forms import FieldView, FormView

Pairs = list[tuple[str, str]]


def sent(view: FormView) -> MultiDict[str, str]:
    """Send a form as it stands."""
    return MultiDict(pair for one in view.fields for pair in _of_field(one))


def _of_field(one: FieldView) -> Iterator[tuple[str, str]]:
    for part in one.controls:
        if part.type in ("radios", "ticks"):
            yield from ((part.name, option.value) for option in part.chosen)
        elif part.type == "select":
            yield part.name, part.chosen[0].value if part.chosen else part.options[0].value
        elif part.type != "static":
            yield part.name, part.value.replace("\n", "\r\n")
    for row in one.rows:
        yield row.name, "1"
        for inner in row.fields:
            yield from _of_field(inner)
    for inner in one.fields:
        yield from _of_field(inner)
    if one.unknown:
        yield f"{one.name}:unknown", "yes"
    if one.withholdable:
        yield f"{one.name}:withheld", one.withheld


class Markup(HTMLParser):
    """Reads the inputs of a page, their ids, and what they refer to."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.pairs: Pairs = []
        self.ids: list[str] = []
        self.referred: list[str] = []
        self.buttons: list[str] = []
        self._select = ""
        self._area: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element."""
        has: dict[str, Any] = dict(attrs)
        name, value = has.get("name") or "", has.get("value") or ""
        self.ids += [has["id"]] if "id" in has else []
        self.referred += [has["for"]] if "for" in has else []
        self.referred += (has.get("aria-describedby") or "").split()
        if (has.get("href") or "").startswith("#"):
            self.referred.append(has["href"][1:])
        if tag == "button" and name:
            self.buttons.append(value)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in has:
                self.pairs.append((self._select, value))
        elif tag == "textarea":
            self._area = name
            self.pairs.append((name, ""))
        elif tag == "input" and name and (has.get("type") not in ("checkbox", "radio") or "checked" in has):
            self.pairs.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        """Take the text of a text area, without the line break that follows its tag."""
        if self._area is not None:
            name, before = self.pairs[-1]
            self.pairs[-1] = (name, before + (data.removeprefix("\n") if not before else data))
