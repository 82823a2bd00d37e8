"""Ask a person for a filing, field by field, as the schema of the instance says; nothing is known of any step here."""

from collections.abc import Callable
from typing import Any

import click

from consult.commands.remote import printing
from consult.i18n import _
from consult.remote.answers import read
from consult.remote.faults import Unfit
from consult.remote.safe import line
from consult.remote.schemas import Question

Keep = Callable[[str], dict[str, Any]]
"""What takes a file by its path and gives how a filing names it."""


def ask(asked: tuple[Question, ...], keep: Keep) -> dict[str, Any]:
    """Ask for every field; what is left empty and may be left out is left out."""
    printing.say(_("Empty leaves out what may be left out. Ctrl-C stops; nothing is sent before the end."), "dim")
    return _all(asked, keep)


def _all(asked: tuple[Question, ...], keep: Keep) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in asked:
        value = _several(one, keep) if one.many and (one.of or one.kind == "document") else _one(one, keep)
        if value is not None:
            found[one.path[-1]] = value
    return found


def _several(one: Question, keep: Keep) -> list[Any] | None:
    """Ask for a list of parts."""
    tell(one)
    found: list[Any] = []
    while (one.required and not found) or click.confirm(_("Add one to %(name)s?", name=line(one.title)), default=False):
        found.append(keep(click.prompt(_("File"))) if one.kind == "document" else _all(one.of, keep))
    return found or None


def _one(one: Question, keep: Keep) -> Any:
    """Ask for one field until the answer can be read."""
    tell(one)
    is_part = bool(one.of) and one.kind != "document"
    if is_part and (one.required or click.confirm(_("Answer %(name)s?", name=line(one.title)), default=False)):
        return _all(one.of, keep)
    if is_part:
        return None
    while True:
        text = click.prompt(line(one.name), default="", show_default=False).strip()
        if not text and not one.required:
            return None
        try:
            if not text:
                raise Unfit(_("This must be answered."))
            ways_out = (one.unknown and text == "?") or (text[:1] == "!" and text[1:] in one.withheld)
            return keep(text) if one.kind == "document" and not ways_out else read(one, text)
        except Unfit as fault:
            printing.say(f"  {fault.sentence}")


def tell(one: Question) -> None:
    """Say what is asked, and how it may be answered."""
    printing.say()
    printing.say(line(one.title) + (" *" if one.required else ""), "bold")
    if one.help:
        printing.say(f"  {line(one.help)}", "dim")
    ways = [_("list of %(kind)s, with commas", kind=one.kind) if one.many and not one.of else one.kind]
    ways += [_("one of: %(choices)s", choices=line(", ".join(one.choices)))] if one.choices else []
    ways += [_("? if it is not known")] if one.unknown else []
    ways += [_("withheld: !%(names)s", names=line(", !".join(one.withheld)))] if one.withheld else []
    printing.say(f"  {'; '.join(ways)}", "dim")
