"""Every kind of frozen value is written late, and can be written: what is wrong with one is found here, not when the
first is made.
"""

import importlib
import inspect
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from tests.house import tree

FROZEN = re.compile(r"^@dataclass\(frozen=True, slots=True(, kw_only=True)?\)$", re.MULTILINE)
ALONE = ("consult/drawing/", "consult/log/verifier.py", "consult/remote/")
"""What stands by itself, and knows nothing of the law."""
WITH_VALUES = [
    path
    for path in tree.sources("consult", "workflows")
    if FROZEN.search(tree.text(path)) and not str(path).startswith(ALONE)
]


def test_the_tree_has_such_values() -> None:
    assert 400 < len(WITH_VALUES)


def test_no_module_has_the_methods_of_its_frozen_values_written_at_its_import() -> None:
    at_once = re.compile(r"^from dataclasses import .*\bdataclass\b", re.MULTILINE)
    assert [] == [
        f"{path}: take dataclass from workflows.kernel.frozen"
        for path in WITH_VALUES
        if at_once.search(tree.text(path))
    ]


@pytest.mark.parametrize("path", WITH_VALUES, ids=str)
def test_every_frozen_value_can_be_made(path: Path) -> None:
    module = importlib.import_module(tree.module(path))
    kinds = [kind for kind in vars(module).values() if inspect.isclass(kind) and kind.__module__ == module.__name__]
    values = [kind for kind in kinds if is_dataclass(kind)]
    assert values
    for kind in values:
        assert {one.name for one in fields(kind) if one.init} == {*inspect.signature(kind).parameters}
