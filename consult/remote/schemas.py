"""What a filing asks, read from the JSON schema that the instance gives for it: questions, and answers as typed.

The keywords are those that instances use; one that is unknown here is left to the instance, which judges everything
once more. Patterns are not run: they come from another host, and one can be made that never ends.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from consult.i18n import _
from consult.remote.faults import NotReached

DEEPEST = 12
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One thing that a filing asks: where it stands in it, in which words, and what may be answered.

    `kind` is text, date, instant, number, yes or no, list, group or document; `unknown` says that it may be declared
    unknown, `withheld` under which categories it may be withheld.
    """

    path: tuple[str, ...]
    title: str
    help: str
    kind: str
    required: bool
    many: bool
    choices: tuple[str, ...]
    unknown: bool
    withheld: tuple[str, ...]
    of: tuple["Question", ...]
    schema: Schema

    @property
    def name(self) -> str:
        """Write where it stands, as it is set."""
        return ".".join(self.path)


def questions(schema: Schema, path: tuple[str, ...] = ()) -> tuple[Question, ...]:
    """Give what a filing asks, in its order."""
    if len(path) > DEEPEST:
        raise NotReached(_("The schema of the filing is nested without end."))
    needed, found = _texts(schema.get("required")), schema.get("properties")
    pairs = found.items() if isinstance(found, dict) else ()
    return tuple(_question(one, (*path, name), name in needed) for name, one in pairs if isinstance(one, dict))


def _question(schema: Schema, path: tuple[str, ...], required: bool) -> Question:
    ways: list[Schema] = [one for one in _list(schema.get("anyOf")) if isinstance(one, dict)] or [schema]
    main = next((one for one in ways if not _is_way_out(one)), ways[0])
    items = main.get("items") if main.get("type") == "array" else None
    inner: Schema = items if isinstance(items, dict) else main
    return Question(
        path,
        _text(schema.get("title")) or path[-1],
        _text(schema.get("description")) or _text(main.get("description")),
        _kind(inner),
        required,
        items is not None,
        tuple(str(one) for one in _list(inner.get("enum"))),
        any(one.get("const") == {"unknown": True} for one in ways),
        next((_withheld(one) for one in ways if _withheld(one)), ()),
        questions(inner, path) if inner.get("type") == "object" else (),
        main,
    )


def _is_way_out(schema: Schema) -> bool:
    """Say whether a way to answer is none: unknown, withheld, left out."""
    return "const" in schema or schema.get("type") == "null" or bool(_withheld(schema))


def _withheld(schema: Schema) -> tuple[str, ...]:
    found = schema.get("properties")
    if not isinstance(found, dict) or list(found) != ["withheld"] or not isinstance(found["withheld"], dict):
        return ()
    return _texts(found["withheld"].get("enum"))


def _kind(schema: Schema) -> str:
    """Name the kind of an answer."""
    if schema.get("type") == "object":
        inside = schema.get("properties")
        return "document" if isinstance(inside, dict) and "digest" in inside else "group"
    formats = {"date": "date", "date-time": "instant"}
    if schema.get("format") in formats:
        return formats[str(schema["format"])]
    return {"integer": "number", "boolean": "yes or no"}.get(str(schema.get("type")), "text")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(one for one in _list(value) if isinstance(one, str))


def find(asked: tuple[Question, ...], path: tuple[str, ...]) -> Question | None:
    """Find a question by where it stands; numbers of items are passed over."""
    names = tuple(one for one in path if not one.isdecimal())
    for one in asked:
        if one.path == names:
            return one
        if names[: len(one.path)] == one.path:
            return find(one.of, names)
    return None


def faults(schema: Schema, value: Any, where: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield what of a filing does not fit its schema, as pointer and sentence; the instance knows the rest."""
    if depth > 3 * DEEPEST:
        return
    if (ways := _list(schema.get("anyOf"))) and all(isinstance(one, dict) for one in ways):
        found = [list(faults(one, value, where, depth + 1)) for one in ways]
        if all(found):
            main = next((at for at, one in enumerate(ways) if not _is_way_out(one)), 0)
            yield from found[main]
        return
    wrong = _misfit(schema, value)
    if wrong:
        yield where, wrong
    elif isinstance(value, dict):
        yield from _members(schema, value, where, depth)
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for at, one in enumerate(value):
            yield from faults(schema["items"], one, f"{where}/{at}", depth + 1)


def _members(schema: Schema, value: dict[str, Any], where: str, depth: int) -> Iterator[tuple[str, str]]:
    known = schema.get("properties")
    if not isinstance(known, dict):
        return
    for name in _texts(schema.get("required")):
        if name not in value:
            yield f"{where}/{name}", _("This must be answered.")
    for name, one in value.items():
        if isinstance(known.get(name), dict):
            yield from faults(known[name], one, f"{where}/{name}", depth + 1)
        elif schema.get("additionalProperties") is False:
            yield f"{where}/{name}", _("There is no such field here.")


def _misfit(schema: Schema, value: Any) -> str:
    """Say what is wrong with a value alone; nothing where it may be right."""
    choices = schema.get("enum")
    if isinstance(choices, list) and value not in choices:
        return _("Choose from: %(choices)s.", choices=", ".join(map(str, choices)))
    if "const" in schema and value != schema["const"]:
        return _("Choose from: %(choices)s.", choices=str(schema["const"]))
    kinds = {
        "string": (str, _("Write this as text.")),
        "integer": (int, _("Give a whole number.")),
        "boolean": (bool, _("Answer yes or no.")),
        "array": (list, _("Give a list.")),
        "object": (dict, _("Give an object with named members.")),
        "null": (type(None), _("This must be left out.")),
    }
    kind, sentence = kinds.get(str(schema.get("type")), (object, ""))
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return sentence
    most, least = schema.get("maxLength"), schema.get("minItems")
    if isinstance(value, str) and isinstance(most, int) and len(value) > most:
        return _("At most %(most)s characters.", most=most)
    if isinstance(value, list) and isinstance(least, int) and len(value) < least:
        return _("At least %(least)s of them.", least=least)
    return ""
