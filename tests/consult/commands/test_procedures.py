"""`consult procedures` lists, shows and checks, without an installation."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo

from consult.cli import cli
from tests.house import tree

BERTH = ["--folder", str(tree.ROOT / "tests" / "procedures")]
FAULTY = """
from workflows import Form
from workflows.kernel.language import *
from workflows.kernel.reciprocity import Counted
from workflows.kernel.terms import Terms

NOBODY = Source("NOWHERE")
OST = Source("OST")
HOST = Role("host")


class Unasked(Filing):
    \"\"\"A filing that nobody asks for.\"\"\"

    words = text("Words", PRODUCT)


def build(_):
    return Procedure(
        key="KEY", edition=1, title="Faulty", under=OST("XCIX"), opens="calm", filer="host", prefix="F", roles=(HOST,),
        states=(State("calm", "At rest"), State("over", "Over", FINAL)),
        steps=(Step("end", "calm", "TARGET", HOST, DRAFT, NOBODY("1")),),
    )


LENT = (Counted("lend", "help_given", "guest"),)
FORMS = (Form("faulty", "Faulty", Terms, build, subjects=("weather",), reciprocal=LENT),)
"""


def call(*arguments: str) -> Result:
    """Call `consult` where no installation can be opened."""

    def refuse() -> None:
        raise AssertionError("this command opened an installation")

    return CliRunner().invoke(cli, list(arguments), obj=ScriptInfo(create_app=refuse))


@pytest.fixture
def faulty(tmp_path: Path) -> list[str]:
    """Give a folder with a procedure that cites what is not there, under another key than its own."""
    (tmp_path / "faulty.py").write_text(FAULTY.replace("KEY", "other").replace("TARGET", "over"))
    return ["--folder", str(tmp_path)]


def test_the_list_names_every_procedure_with_its_edition() -> None:
    """Those of the product and those of the folder."""
    done = call("procedures", "list", *BERTH)
    assert 0 == done.exit_code
    assert {"berth", "ost9"} <= {line.split()[0] for line in done.output.splitlines()[1:] if line.split()}


def test_the_list_is_there_as_json() -> None:
    """With counts."""
    listed = json.loads(call("procedures", "list", "--json", *BERTH).output)
    assert 7 == next(p for p in listed if p["key"] == "berth")["counts"]["states"]


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        ([], "# Berth"),
        (["--as", "mermaid"], "stateDiagram-v2"),
        (["--as", "dot"], 'digraph "berth"'),
        (["--json"], "{"),
    ],
)
def test_a_procedure_is_shown_as_page_diagram_or_json(arguments: list[str], begins: str) -> None:
    """The page is what is reviewed as text in every change."""
    done = call("procedures", "show", "berth", *arguments, *BERTH)
    assert (0, begins) == (done.exit_code, done.output[: len(begins)])


def test_an_unknown_procedure_is_refused_with_those_that_are_known() -> None:
    """The command leaves with 2."""
    done = call("procedures", "show", "birth", *BERTH)
    assert 2 == done.exit_code
    assert "There is no procedure “birth”; there are: " in done.output
    assert " berth, " in done.output


def test_the_catalogue_of_the_product_has_no_findings() -> None:
    """One line of counts for each procedure."""
    done = call("procedures", "check", *BERTH)
    assert (0, "") == (done.exit_code, done.output if done.exit_code else "")
    assert "berth: 7 states, 16 steps" in done.output


def test_findings_are_named_and_the_command_leaves_with_1(faulty: list[str]) -> None:
    """Provisions and instruments that are not there, filings nobody asks for, a key that is not its own."""
    done = call("procedures", "check", *faulty)
    assert 1 == done.exit_code
    for finding in (
        "OST XCIX is cited, and the library has no such provision",
        "NOWHERE 1 is cited, and there is no instrument NOWHERE",
        "no step asks for the filing “unasked”",
        "the catalogue calls it “faulty”, it calls itself “other”",
        "it does not say when it is the one to use",
        "its cases are about “weather”, which is no legal subject",
        "it counts the step “lend”, and has none",
        "it counts “lend” toward the role “guest”, and has none",
        "8 findings",
    ):
        assert finding in done.output


def test_a_procedure_that_does_not_hold_together_is_a_finding(tmp_path: Path) -> None:
    """The self-checks of the kernel speak."""
    (tmp_path / "broken.py").write_text(FAULTY.replace("KEY", "faulty").replace("TARGET", "nowhere"))
    done = call("procedures", "check", "--folder", str(tmp_path))
    assert 1 == done.exit_code
    assert "faulty: cannot be made" in done.output
    assert "step “end” names the unknown state “nowhere”" in done.output


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("FORMS = (", "unfinished.py:1: '(' was"),
        ("import nowhere_to_be_found", "cannot be loaded: No module"),
    ],
)
def test_a_module_that_cannot_be_loaded_is_named(tmp_path: Path, text: str, why: str) -> None:
    """The command leaves with 2, and names file and line where there are any."""
    (tmp_path / "unfinished.py").write_text(text)
    done = call("procedures", "list", "--folder", str(tmp_path))
    assert 2 == done.exit_code
    assert why in done.output
