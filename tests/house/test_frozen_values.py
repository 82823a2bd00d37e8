"""Every kind of frozen value is what Python's dataclasses make of it at once, though its methods are written later:
what is wrong with one is found here, not when the first is made.
"""

import json
import re
import subprocess
import sys

from tests.house import tree

FROZEN = re.compile(r"^@dataclass\(frozen=True, slots=True(, kw_only=True)?\)$", re.MULTILINE)
ALONE = ("consult/drawing/", "consult/log/verifier.py", "consult/remote/")
"""What stands by itself, and knows nothing of the law."""
COMPARED = """
import dataclasses, importlib, importlib.util, inspect, json, sys
spec = importlib.util.spec_from_file_location("workflows.kernel.frozen", "workflows/kernel/frozen.py")
frozen = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(frozen)
late, seen, wrong = frozen._late, [], []
def keep(cls, write):
    body = {name: value for name, value in vars(cls).items() if name not in frozen._OF_NO_VALUE}
    copy = frozen._copied(cls, body)
    made = late(cls, write)
    seen.append((made, copy, write))
    return made
def shape(kind):
    names = [(one.name, str(one.type), one.kw_only, one.init) for one in dataclasses.fields(kind)]
    of = {name: value.__code__.co_code for name, value in vars(kind).items() if inspect.isfunction(value)}
    own = sorted(vars(kind)), kind.__slots__, kind.__match_args__, kind.__doc__
    return own, of, names, str(inspect.signature(kind))
frozen._late = keep
for name in sys.argv[1:]:
    importlib.import_module(name)
for made, copy, write in seen:
    try:
        if shape(write(copy)) != shape(made):
            wrong.append(f"{made.__module__}.{made.__qualname__} is not what it would be at once")
    except Exception as fault:
        wrong.append(f"{made.__module__}.{made.__qualname__}: {fault}")
print(json.dumps({"kinds": len(seen), "wrong": wrong}))
"""
WITH_VALUES = [
    path
    for path in tree.sources("consult", "workflows")
    if FROZEN.search(tree.text(path)) and not str(path).startswith(ALONE)
]


def test_the_tree_has_such_values() -> None:
    assert 400 < len(WITH_VALUES)


def test_no_module_has_the_methods_of_its_frozen_values_written_at_its_import() -> None:
    at_once = re.compile(r"^from dataclasses import (\([^)]*|.*)\bdataclass\b", re.MULTILINE)
    assert [] == [
        f"{path}: take dataclass from workflows.kernel.frozen"
        for path in WITH_VALUES
        if at_once.search(tree.text(path))
    ]


def test_every_frozen_value_is_what_python_makes_of_it_at_once() -> None:
    """Whoever adds one that is wrong reads here what is: a start does not look at it."""
    modules = [tree.module(path) for path in WITH_VALUES]
    done = subprocess.run(
        [sys.executable, "-c", COMPARED, *modules], cwd=tree.ROOT, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert 1000 < told["kinds"]
    assert [] == told["wrong"]
