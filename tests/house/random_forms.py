"""What a browser finds on a page, links and forms, and what a random user writes into them."""

import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from random import Random
from typing import Any

from tests.consult.web.world import PASSWORD

BORDER = (
    "",
    " ",
    "0",
    "-1",
    "999999999999999999999",
    "2027-02-30",
    "é" * 300,
    "<b>&\"'",
    "=1+1",
    "../../etc",
    "٣",
    "²",
)
"""What is written where something else was meant."""
TYPED = frozenset({"text", "search", "textarea", "", "tel", "url"})


@dataclass
class Control:
    """One question of a form: its name, kind, what stands in it, and what can be chosen."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    chosen: bool = False


@dataclass
class Form:
    """A form as it stands on a page: where it is sent, what it asks, and its buttons."""

    action: str
    method: str
    at: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def hidden(self) -> dict[str, str]:
        """Give what a browser sends without anybody having written it."""
        return {one.name: one.value for one in self.controls if one.kind == "hidden"}


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, at: str, text: str) -> None:
        """Read a page that was got at an address."""
        super().__init__()
        self.at, self.links, self.forms = at, list[str](), list[Form]()
        self._form: Form | None = None
        self._named: dict[str, Form] = {}
        self._select: Control | None = None
        self._typing: Control | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        """Keep what can be followed, filled in or pressed."""
        attrs = {name: value or "" for name, value in given}
        if tag == "a" and attrs.get("href", "").startswith("/"):
            self.links.append(attrs["href"].partition("#")[0])
        elif tag == "form":
            self._begin(attrs)
        elif tag == "option" and self._select is not None:
            self._select.options.append(attrs.get("value", ""))
            self._select.value = attrs.get("value", "") if "selected" in attrs else self._select.value
        elif (form := self._named.get(attrs.get("form", ""), self._form)) is not None and attrs.get("name"):
            self._ask(form, tag, attrs)

    def _begin(self, attrs: dict[str, str]) -> None:
        action = attrs.get("action", "") or self.at
        self._form = Form(action, attrs.get("method", "get").lower(), self.at)
        self.forms.append(self._form)
        if "id" in attrs:
            self._named[attrs["id"]] = self._form

    def _ask(self, form: Form, tag: str, attrs: dict[str, str]) -> None:
        if tag == "button":
            form.buttons.append((attrs["name"], attrs.get("value", "")))
        elif tag in ("input", "select", "textarea"):
            kind = attrs.get("type", "text") if tag == "input" else tag
            control = Control(attrs["name"], kind, attrs.get("value", ""), chosen="checked" in attrs)
            form.controls.append(control)
            self._select = control if tag == "select" else None
            self._typing = control if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        """Keep what stands in a field of many lines."""
        if self._typing is not None:
            self._typing.value += data

    def handle_endtag(self, tag: str) -> None:
        """Leave a form, a choice or a field."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._typing = None


def answers(form: Form, rng: Random, word: str, today: date, *, odd: bool) -> dict[str, Any]:
    """Fill a form in: as it is meant, or with something odd here and there; `word` is what is written as text."""
    filled: dict[str, Any] = dict(form.hidden())
    for one in form.controls:
        if one.kind in ("hidden", "submit", "button"):
            continue
        if odd and rng.random() < 0.3:
            filled[one.name] = rng.choice(BORDER)
        elif (given := _answer(one, rng, word, today)) is not None:
            filled.setdefault(one.name, [])
            filled[one.name] = given if one.kind not in ("checkbox",) else [*filled[one.name], given]
    if form.buttons:
        name, value = rng.choice(form.buttons)
        filled[name] = value
    return {name: value for name, value in filled.items() if value != []}


def _answer(one: Control, rng: Random, word: str, today: date) -> Any:
    """Answer one question; None where it stays unanswered."""
    if one.kind == "select":
        options = [value for value in one.options if value] or one.options
        return rng.choice(options) if options and rng.random() < 0.8 else one.value
    if one.kind in ("checkbox", "radio"):
        return (one.value or "on") if one.chosen or rng.random() < 0.5 else None
    if one.kind == "file":
        pdf = b"%PDF-1.4\n" + word.encode() + b"\n%%EOF\n"
        return (io.BytesIO(pdf), f"{word}.pdf") if rng.random() < 0.5 else None
    if one.kind == "password":
        return PASSWORD
    if one.value and rng.random() < 0.6:
        return one.value
    return _typed(one, rng, word, today)


def _typed(one: Control, rng: Random, word: str, today: date) -> str | None:
    day = (today + timedelta(days=rng.choice((-400, -1, 0, 1, 30, 200)))).isoformat()
    plain = {
        "date": day,
        "datetime-local": f"{day}T10:00",
        "time": rng.choice(("10:00", "23:59")),
        "number": str(rng.choice((0, 1, 7, 40))),
        "email": f"random-{rng.randrange(10**6)}@people.example",
    }
    if one.kind in plain:
        return plain[one.kind]
    if "day" in one.name or one.name.endswith(("_on", "_from", "_until", "date")):
        return day
    return word if one.kind in TYPED else one.value


__all__ = ["Control", "Form", "Page", "answers"]
