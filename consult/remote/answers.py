"""Answers as somebody types them, made into the filing that is sent: `name=value`, `name:=JSON`, documents by name."""

from collections.abc import Iterable
from typing import Any

from consult.i18n import _
from consult.log.verifier import read_json
from consult.remote.faults import Unfit
from consult.remote.safe import line
from consult.remote.schemas import Question, find

YES, NO = frozenset({"yes", "y", "true"}), frozenset({"no", "n", "false"})


def set_all(filing: dict[str, Any], given: Iterable[str], asked: tuple[Question, ...]) -> dict[str, Any]:
    """Set what was typed over a filing. Unfit with what there is for a name that is not asked for."""
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name.strip(":"):
            raise Unfit(_("Set an answer as name=value, or as name:=JSON: %(given)s", given=line(one)))
        path = tuple(name.removesuffix(":").split("."))
        question = find(asked, path)
        if question is None:
            names = ", ".join(each.name for each in asked) or _("none")
            raise Unfit(_("Nothing is asked under %(name)s. Asked are: %(names)s.", name=line(name), names=line(names)))
        put(filing, path, as_json(value) if name.endswith(":") else read(question, value, path))
    return filing


def read(question: Question, text: str, path: tuple[str, ...] = ()) -> Any:
    """Read a typed answer. Unfit with what may be answered."""
    if text == "?" and question.unknown:
        return {"unknown": True}
    if text.startswith("!") and text[1:] in question.withheld:
        return {"withheld": text[1:]}
    if question.many and not (path and path[-1].isdecimal()):
        if question.of:
            return as_json(text)
        return [_read_one(question, part.strip()) for part in text.split(",") if part.strip()]
    return _read_one(question, text)


def _read_one(question: Question, text: str) -> Any:
    if question.choices and text not in question.choices:
        raise Unfit(_("Choose from: %(choices)s.", choices=line(", ".join(question.choices))))
    if question.kind == "number":
        if not text.lstrip("+-").isdecimal() or not text.isascii() or len(text) > 18:
            raise Unfit(_("Give a whole number."))
        return int(text)
    if question.kind == "yes or no":
        if text.lower() not in YES | NO:
            raise Unfit(_("Answer yes or no."))
        return text.lower() in YES
    if question.of:
        return as_json(text)
    return text


def as_json(text: str) -> Any:
    """Read JSON that was typed or lies in a file."""
    try:
        return read_json(text)
    except ValueError:
        raise Unfit(_("This is no JSON that can be read: %(text)s", text=line(text, 80))) from None


def put(filing: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Put a value where a path leads; what is not there on the way is made, items of lists one after the other."""
    here: Any = filing
    for step, following in zip(path, (*path[1:], None), strict=True):
        last = following is None
        fresh: Any = value if last else [] if str(following).isdecimal() else {}
        if isinstance(here, list):
            at = int(step) if step.isdecimal() else -1
            if not 0 <= at <= len(here):
                raise Unfit(_("The items of a list are numbered from 0, one after the other: %(at)s.", at=line(step)))
            here[at : at + 1] = [fresh] if last or at == len(here) else here[at : at + 1]
            here = here[at]
        elif isinstance(here, dict):
            if last or step not in here:
                here[step] = fresh
            here = here[step]
        else:
            raise Unfit(_("Nothing can be set below %(name)s.", name=line(step)))


def documents(asked: tuple[Question, ...]) -> tuple[Question, ...]:
    """Give the questions that a document answers."""
    inner = (found for one in asked for found in (one, *documents(one.of)))
    return tuple(dict.fromkeys(one for one in inner if one.kind == "document"))


def place_of(asked: tuple[Question, ...], name: str) -> Question:
    """Find which question a document answers: the one that was named, or the only one there is."""
    takes = documents(asked)
    named = [one for one in takes if one.name == name] if name else list(takes)
    if len(named) != 1:
        names = ", ".join(one.name for one in takes) or _("none")
        raise Unfit(_("Say which field takes the document, as field=file: %(names)s.", names=line(names)))
    return named[0]


def attach(filing: dict[str, Any], question: Question, document: dict[str, Any]) -> None:
    """Name a document in a filing: as the answer, or as one more where there may be several."""
    path = question.path
    if not question.many:
        put(filing, path, document)
        return
    here: Any = filing
    for name in path[:-1]:
        here = here.setdefault(name, {})
        if not isinstance(here, dict):
            raise Unfit(_("Name the item of the list that takes the document, in the filing itself."))
    here.setdefault(path[-1], []).append(document)
