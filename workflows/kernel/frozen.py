"""Frozen values whose methods Python's ``dataclasses`` writes when they are first needed.

The program has some 1,500 kinds of value, and writing their methods at import was nearly half of the time of a start,
although most are not needed before somebody asks for the page, sheet or report that they serve. ``dataclass`` here
means what it means in ``dataclasses``, and that library writes every method: only when it does so differs. A class that
is not frozen with slots, or that has other names than fields among its annotations, is handed to it at once.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, **options: bool) -> Any:
        """Make a dataclass of a class; without one, give the decorator with these options."""
        if cls is None:
            return lambda one: dataclass(one, **options)
        write = dataclasses.dataclass(**options)
        frozen = options.get("frozen") and options.get("slots") and not options.keys() - _KNOWN
        return _late(cls, write) if frozen and _only_fields(cls) else write(cls)


_KNOWN = {"frozen", "slots", "kw_only"}
_NO_FIELDS = ("ClassVar", "InitVar", "KW_ONLY")
_ASKED_FIRST = ("__init__", "__dataclass_fields__", "__dataclass_params__", "__match_args__", "__setstate__")
"""What is asked for before there is a value with all its fields. Whatever has one, has every method."""


class _Late:
    """What stands where a method will be written as soon as somebody asks for it.

    Two threads may ask in the same moment: each writes a copy of its own, and the methods of both are alike. So there
    is nothing to lock, and nothing that a fork could leave locked. What is asked for first is put in its place last, so
    that nobody has a value of which a method is still missing.
    """

    __slots__ = ("name", "write")

    def __init__(self, name: str, write: Callable[[], None]) -> None:
        self.name, self.write = name, write

    def __get__(self, one: object, kind: type) -> Any:
        self.write()
        return getattr(kind if one is None else one, self.name)


def _only_fields(cls: type) -> bool:
    kinds = " ".join(map(str, inspect.get_annotations(cls).values()))
    return not any(word in kinds for word in _NO_FIELDS)


def _late(cls: type, write: Callable[[type], type]) -> type:
    """Give the class with its slots, and with marks where methods will be written."""
    body = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}

    def written() -> None:
        methods = vars(write(_copied(cls, body)))
        for name in sorted(methods, key=_ASKED_FIRST.__contains__):
            standing = vars(made).get(name)
            if standing is None or isinstance(standing, _Late):
                setattr(made, name, methods[name])

    fields = inspect.get_annotations(cls)
    inherited = {name for base in cls.__mro__[1:-1] for name in getattr(base, "__slots__", ())}
    slots = tuple(name for name in fields if name not in inherited)
    marks = {name: _Late(name, written) for name in _ASKED_FIRST}
    own = {name: value for name, value in body.items() if name not in fields}
    made = _copied(cls, {**marks, **own, "__slots__": slots})
    return made


def _copied(cls: type, body: dict[str, Any]) -> type:
    copy = type(cls)(cls.__name__, cls.__bases__, dict(body))
    copy.__qualname__ = cls.__qualname__
    return copy
