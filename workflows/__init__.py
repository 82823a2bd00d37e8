"""The law: procedures, instruments and agreements as values. Standard library and ``transitions``, nothing else.

A procedure is one file here. It is found by its module name: the module holds ``FORMS``, one entry for each procedure
that it gives.
"""

from __future__ import annotations

import importlib.util
import pkgutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from functools import cache, lru_cache, wraps
from pathlib import Path
from types import ModuleType
from typing import Any

from .kernel.advice import Advice
from .kernel.beside import Beside
from .kernel.editions import canonical
from .kernel.frozen import dataclass
from .kernel.procedure import Procedure
from .kernel.reciprocity import Counted
from .kernel.reported import PARTS
from .kernel.representation import Represents
from .kernel.terms import Terms


@dataclass(frozen=True, slots=True)
class Form:
    """One procedure of the catalogue: its key, its terms, and the function that builds it from them.

    ``rooms_by`` names the term whose options are the kinds of room, where its cases are rooms beside other cases;
    ``beside`` says how its cases are opened from within others that do not name it. ``advice`` says when it is the one
    to use, ``subjects`` what its cases are about in law unless they say so themselves, ``reciprocal`` which steps are
    counted between two States, ``reported`` in which part of a report they are told (`kernel.reported`), if in any,
    ``represented`` under which provisions a party may act through another (`kernel.representation`).
    """

    key: str
    title: str
    terms: type[Terms]
    build: Callable[[Any], Procedure]
    module: str = ""
    rooms_by: str = ""
    beside: Beside | None = None
    advice: Advice | None = None
    subjects: tuple[str, ...] = ()
    reciprocal: tuple[Counted, ...] = ()
    reported: str = ""
    represented: tuple[Represents, ...] = ()

    def __post_init__(self) -> None:
        if self.reported and self.reported not in PARTS:
            raise ValueError(f"no report has a part “{self.reported}”; known are {', '.join(PARTS)}")

    def with_defaults(self) -> Procedure:
        """Build the procedure with the product's own terms."""
        return self.build(self.terms())


@cache
def catalogue(*folders: Path) -> Mapping[str, Form]:
    """Find every procedure of this package, and of the folders named, by key; ValueError for a key given twice."""
    found: dict[str, Form] = {}
    for module in (*_own_modules(), *(m for folder in folders for m in _modules_in(folder))):
        for form in getattr(module, "FORMS", ()):
            if form.key in found:
                modules = f"{found[form.key].module} and {module.__name__}"
                raise ValueError(f"the procedure “{form.key}” is given twice: {modules}")
            found[form.key] = replace(form, module=module.__name__, build=_once(form.build))
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """Terms by their text, which tells a number from a yes or no of the same value."""

    text: bytes
    terms: Terms = field(compare=False)


def _once(build: Callable[[Any], Procedure]) -> Callable[[Any], Procedure]:
    """Build a procedure once for the same terms: making it checks all of it, which takes longer than many acts."""

    @lru_cache(maxsize=64)
    def built(asked: _Asked) -> Procedure:
        return build(asked.terms)

    return wraps(build)(lambda terms: built(_Asked(canonical([terms.given, terms.plain()]), terms)))


def _own_modules() -> list[ModuleType]:
    names = [info.name for info in pkgutil.iter_modules(__path__) if not info.ispkg]
    return [importlib.import_module(f"{__name__}.{name}") for name in sorted(names)]


def _modules_in(folder: Path) -> list[ModuleType]:
    return [_load(path) for path in sorted(folder.glob("*.py"))]


def _load(path: Path) -> ModuleType:
    name = f"workflows_of_installation.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path} cannot be read as a procedure")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
