"""One question of a form, with the provision behind it: what the macro `field` draws, whatever the form is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workflows.kernel.frozen import dataclass

Given = Mapping[str, Sequence[str]]

KINDS = (
    "text",
    "long_text",
    "choice",
    "choices",
    "yes_no",
    "whole_number",
    "date",
    "instant",
    "email",
    "password",
    "code",
    "file",
)


@dataclass(frozen=True, slots=True)
class Provision:
    """Where a question comes from: its citation, its binding, and what the provision says in our own words."""

    citation: str
    binding: str = ""
    paraphrase: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen."""

    value: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """One question with the answer given so far and, where it was refused, the reason.

    `given` has one text for most kinds and any number for `choices`; a yes/no is "yes" or nothing.
    """

    name: str
    label: str
    kind: str = "text"
    given: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    required: bool = True
    help: str = ""
    error: str = ""
    autocomplete: str = "off"
    level: str = ""
    provision: Provision | None = None

    @property
    def value(self) -> str:
        """Answer the one text given, empty where there is none."""
        return self.given[0] if self.given else ""


def fill(fields: Sequence[FormField], given: Given, errors: Mapping[str, str]) -> tuple[FormField, ...]:
    """Put back what was given, and say what was wrong; with nothing given the first values stay."""
    if not given and not errors:
        return tuple(fields)
    return tuple(replace(one, given=tuple(given.get(one.name, ())), error=errors.get(one.name, "")) for one in fields)
