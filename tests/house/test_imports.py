"""Who may import whom. The message of a failure says where the thing belongs instead."""

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house import tree

TABLES = (
    "workflows.instruments",
    "workflows.parties",
    "workflows.national",
    "workflows.agreements",
    "workflows.reporting",
)
ADVISING = ("workflows.advising",)
"""Judges what the procedures of the catalogue say of themselves, by the tables; no procedure imports it."""
PARTS = (
    "workflows.approach",
    "workflows.article_ix",
    "workflows.article_xii",
    "workflows.asking",
    "workflows.confidence",
    "workflows.conjunctions",
    "workflows.damage",
    "workflows.dialogues",
    "workflows.dispute",
    "workflows.exchange",
    "workflows.informing",
    "workflows.inventing",
    "workflows.agreed",
    "workflows.lunar",
    "workflows.lending",
    "workflows.meetings",
    "workflows.observing",
    "workflows.prosecution",
    "workflows.radio",
    "workflows.registry",
    "workflows.rounds",
    "workflows.rescue",
    "workflows.submitting",
    "workflows.utilising",
)
"""Parts of procedures that would be too long in one file: only procedures and these import them."""
REMOTE = ("consult.remote", "consult.i18n", "consult.log.verifier", "consult.log.tree", "consult.log.wording")
"""What the client of an instance elsewhere may know of this house: words, and how a log is checked."""
SCREENS = ("consult.web", "consult.api", "consult.cli", "consult.commands", "consult.jobs")
FLOOR = (
    "docket log standing visibility delivery desk search lunar objects outputs reports documents imported exchange "
    "published people personal accounts clearing"
)
RECORD = tuple(f"consult.{name}" for name in FLOOR.split())
FLASK = ("flask", "flask_login", "flask_wtf", "flask_limiter", "flask_babel", "werkzeug", "wtforms")
SQL = ("sqlmodel", "sqlalchemy")
# A route or a page may hand a connection on, name the row it was given and answer an error; it may not ask anything.
HANDED_ON = ("sqlalchemy.Connection", "sqlalchemy.Engine", "sqlalchemy.Row", "sqlalchemy.exc")


def within(name: str, packages: tuple[str, ...]) -> bool:
    """Say whether a module is one of the packages or lies in one."""
    return any(name == package or name.startswith(package + ".") for package in packages)


def standard(name: str) -> bool:
    """Say whether a module is part of Python itself."""
    return name.split(".")[0] in sys.stdlib_module_names


@dataclass(frozen=True)
class Rule:
    """Modules, what they may not import, and what to do instead."""

    where: Callable[[str], bool]
    refused: Callable[[str, str], bool]
    advice: str


def is_procedure(name: str) -> bool:
    """Say whether a module is a procedure's file: beside the kernel and the tables, and not the catalogue itself."""
    return name.startswith("workflows.") and not within(name, ("workflows.kernel", *TABLES, *ADVISING))


def procedure_may_not(name: str, imported: str) -> bool:
    """Say whether a procedure reaches beyond kernel, tables and itself; two may ask the ladder."""
    allowed: tuple[str, ...] = ("workflows.kernel", "workflows.Form", *TABLES, *PARTS, name)
    if within(name, ("workflows.settlement", "workflows.dispute", "workflows.agreement", "workflows.agreed")):
        allowed += ("workflows.ladder",)
    return not standard(imported) and not within(imported, allowed)


def kernel_may_not(name: str, imported: str) -> bool:
    """Say whether the kernel reaches beyond Python and itself; its machine alone may use transitions."""
    if within(imported, ("transitions",)):
        return name != "workflows.kernel.machine"
    return not standard(imported) and not within(imported, ("workflows.kernel",))


RULES = [
    Rule(
        lambda name: within(name, ("workflows.kernel",)),
        kernel_may_not,
        "The kernel uses Python alone, machine.py transitions too. Take the rest as an argument, or as part of World.",
    ),
    Rule(
        lambda name: within(name, TABLES),
        lambda _, imported: not standard(imported) and not within(imported, ("workflows.kernel", *TABLES)),
        "Tables of law read files with Python alone. What needs a library lives in consult.",
    ),
    Rule(
        lambda name: within(name, ADVISING),
        lambda _, imported: (
            not standard(imported) and not within(imported, ("workflows.kernel", "workflows.Form", *TABLES, *ADVISING))
        ),
        "What a procedure is for stands beside the procedure; here it is only judged, by kernel and tables.",
    ),
    Rule(
        is_procedure,
        procedure_may_not,
        "A procedure is one file on the kernel. Link another by its key; shared parts: a package, fragments.py.",
    ),
    Rule(
        lambda name: within(name, ("consult.models",)),
        lambda _, imported: (
            within(imported, (*FLASK, *SCREENS, *RECORD, "consult.forms", "consult.pages"))
            or (within(imported, ("workflows",)) and not within(imported, ("workflows.kernel",)))
        ),
        "Tables know SQLModel and the kernel's types only. Rules belong to docket, standing or delivery.",
    ),
    Rule(
        lambda name: within(name, RECORD),
        lambda _, imported: within(imported, (*FLASK, *SCREENS, "consult.clock", "consult.forms", "consult.pages")),
        "Whoever writes or reads the record takes user, instant and zone as arguments from a route or a command.",
    ),
    Rule(
        lambda name: within(name, ("consult.forms", "consult.pages")),
        lambda _, imported: (
            not within(imported, HANDED_ON) and within(imported, (*FLASK, *SCREENS, *SQL, "consult.db"))
        ),
        "Forms and pages are plain values. Let the route fetch what they show and hand it over.",
    ),
    Rule(
        lambda name: within(name, SCREENS),
        lambda _, imported: (
            not within(imported, HANDED_ON) and within(imported, (*SQL, "consult.models", "workflows.kernel.machine"))
        ),
        "Routes and commands ask docket, people, desk and pages. Move the query there; only docket performs a step.",
    ),
    Rule(
        lambda name: within(name, ("consult.drawing",)),
        lambda _, imported: within(imported, (*FLASK, *SQL, "workflows", *SCREENS, "consult.models", "consult.db")),
        "Drawing takes small values and answers text. Let the page translate.",
    ),
    Rule(
        lambda name: within(name, ("consult.remote",)),
        lambda _, imported: not standard(imported) and not within(imported, REMOTE),
        "The client knows HTTP, JSON and the verifier. What the instance knows, it says in its answers.",
    ),
    Rule(
        lambda name: within(name, ("consult.db", "consult.settings", "consult.clock")),
        lambda _, imported: within(imported, (*FLASK, *SCREENS, *RECORD, "workflows")),
        "The ground floor knows nothing above it.",
    ),
]


def imports(body: ast.Module, package: str) -> Iterator[str]:
    """Yield the full name of everything that a module imports; the package resolves what is imported relatively."""
    for node in ast.walk(body):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def breaches(name: str, imported: str) -> list[str]:
    """Return the advice of every rule that this import breaks."""
    return [rule.advice for rule in RULES if rule.where(name) and rule.refused(name, imported)]


@pytest.mark.parametrize("path", tree.sources("consult", "workflows"), ids=str)
def test_a_module_imports_only_what_its_floor_may(path: Path) -> None:
    """Every import of every module stands in the table."""
    name = tree.module(path)
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    named = sorted(set(imports(tree.parsed(path), package)))
    found = [f"{name} imports {other}. {advice}" for other in named for advice in breaches(name, other)]
    assert [] == found, "\n".join(found)


@pytest.mark.parametrize(
    ("name", "imported", "allowed"),
    [
        ("workflows.kernel.machine", "transitions", True),
        ("workflows.kernel.case", "transitions", False),
        ("workflows.kernel.case", "workflows.ost9", False),
        ("workflows.kernel.case", "zoneinfo", True),
        ("workflows.ost9", "workflows.kernel.steps", True),
        ("workflows.ost9", "workflows.ost5", False),
        ("workflows.ost9", "workflows.ladder", False),
        ("workflows.settlement", "workflows.ladder", True),
        ("workflows.ost9", "consult.clock", False),
        ("workflows.ost9", "workflows.advising", False),
        ("workflows.advising.judging", "workflows.instruments", True),
        ("workflows.advising.judging", "workflows.ost9", False),
        ("workflows.instruments.facts", "yaml", False),
        ("consult.models.cases", "flask", False),
        ("consult.models.cases", "workflows.kernel.words", True),
        ("consult.models.cases", "workflows.ost9", False),
        ("consult.docket", "flask_login", False),
        ("consult.docket", "consult.clock", False),
        ("consult.docket", "consult.models.cases", True),
        ("consult.pages.desk", "sqlmodel", False),
        ("consult.web.desk", "consult.models.cases", False),
        ("consult.web.desk", "consult.docket", True),
        ("consult.web.desk", "sqlalchemy.Connection", True),
        ("consult.web.desk", "sqlalchemy.select", False),
        ("consult.web.desk", "workflows.kernel.machine", False),
        ("consult.drawing.timeline", "workflows.kernel", False),
        ("consult.remote.asking", "consult.log.verifier", True),
        ("consult.remote.asking", "consult.db", False),
        ("consult.remote.steps", "workflows.kernel", False),
        ("consult.db", "consult.docket", False),
    ],
)
def test_the_table_says_who_may_import_whom(name: str, imported: str, allowed: bool) -> None:
    """Each line of the table has a case that passes and one that does not."""
    assert allowed == (breaches(name, imported) == [])


def test_a_relative_import_counts_by_its_full_name() -> None:
    """One dot is the module's own package, two dots the one above."""
    body = ast.parse("from .words import a\nfrom .. import ost9\nfrom ..ladder import b\nimport os.path\n")

    expected = ["workflows.kernel.words.a", "workflows.ost9", "workflows.ladder.b", "os.path"]
    assert expected == list(imports(body, "workflows.kernel"))
