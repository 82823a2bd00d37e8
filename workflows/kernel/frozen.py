"""Frozen values whose methods Python's ``dataclasses`` writes when they are first needed.

The program loads some 1,200 kinds of value, and writing the methods of all of them at import took 0.7 of the 2.4
seconds of a start, although a start needs 150. ``dataclass`` here means what it means in ``dataclasses``, and that
library writes every method; but it does so, and refuses a class that it cannot serve, once a value is made or the
fields are asked for. Each process that parts from another before that writes for itself. Only plain classes wait:
frozen, with slots, made through their own ``__init__``. All others are handed to ``dataclasses`` at once.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping
from contextlib import suppress
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
        return _late(cls, write) if frozen and _is_plain(cls) else write(cls)


_KNOWN = {"frozen", "slots", "kw_only"}
_NO_FIELDS = ("ClassVar", "InitVar", "KW_ONLY")
_MAKING = {"__init__", "__new__", "__setattr__", "__delattr__", "__slots__", "__getstate__", "__setstate__"}
_OF_NO_VALUE = {"__dict__", "__weakref__"}
_ASKED_FIRST = ("__init__", "__dataclass_fields__", "__dataclass_params__", "__match_args__", "__setstate__")
"""What is asked for before there is a value. Once a class has one of these, it has all of its other methods."""


class _Late:
    """What stands where a method will be written as soon as somebody asks for it.

    Two threads may ask in the same moment: each has a copy of its own written, and the methods of both are alike. So
    there is nothing to lock, and nothing that a fork could leave locked. What is asked for first is put in its place
    last, so that nobody has a value of which a method is still missing.
    """

    __slots__ = ("name", "write")

    def __init__(self, name: str, write: Callable[[], Mapping[str, Any]]) -> None:
        self.name, self.write = name, write

    def __get__(self, one: object, kind: type) -> Any:
        method = self.write()[self.name]  # not the value's own, which may be a subclass's that called this one
        return method.__get__(one, kind) if inspect.isfunction(method) else method


def _is_plain(cls: type) -> bool:
    """Say whether nobody can have a value of a class, or look at it, but through what is marked."""
    bases = cls.__mro__[1:-1]
    if type(cls) is not type or not all(isinstance(vars(base).get("__slots__"), tuple) for base in bases):
        return False
    fields, body = inspect.get_annotations(cls), vars(cls)
    kinds, overridden = " ".join(map(str, fields.values())), _slots(bases) & body.keys() - fields.keys()
    hooked = any("__init_subclass__" in vars(base) for base in bases)
    return not (hooked or overridden or _MAKING & body.keys() or any(word in kinds for word in _NO_FIELDS))


def _slots(bases: tuple[type, ...]) -> set[str]:
    return {name for base in bases for name in vars(base)["__slots__"]}


def _late(cls: type, write: Callable[[type], type]) -> type:
    """Give the class with its slots, and with marks where methods will be written."""
    body, unused = {name: value for name, value in vars(cls).items() if name not in _OF_NO_VALUE}, [cls]

    def written() -> Mapping[str, Any]:
        copy = None
        with suppress(IndexError):  # somebody else has just taken it
            copy = unused.pop()
        kind = write(copy or _copied(cls, body))  # held until the end: a class that is given up loses its methods
        for name in sorted(vars(kind), key=_ASKED_FIRST.__contains__):
            standing = vars(made).get(name)
            if standing is None or isinstance(standing, _Late):
                setattr(made, name, vars(kind)[name])
        return vars(made)

    fields, inherited = inspect.get_annotations(cls), _slots(cls.__mro__[1:-1])
    own = {name: value for name, value in body.items() if name not in fields}
    slots = tuple(name for name in fields if name not in inherited)
    made = _copied(cls, {**{name: _Late(name, written) for name in _ASKED_FIRST}, **own, "__slots__": slots})
    return made


def _copied(cls: type, body: Mapping[str, Any]) -> type:
    copy = type(cls)(cls.__name__, cls.__bases__, dict(body))
    copy.__qualname__ = cls.__qualname__
    return copy
