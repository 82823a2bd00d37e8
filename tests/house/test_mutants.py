"""How what mutmut found is counted, and that what it mutates and runs is there."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house import tree

TOOL = tree.ROOT / "tools" / "mutants.py"
SETTINGS = tomllib.loads(tree.text(Path("pyproject.toml")))["tool"]["mutmut"]


def judged(results: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Give mutmut's lines to the tool."""
    command = [sys.executable, str(TOOL), *options]
    return subprocess.run(command, input=results, capture_output=True, text=True, check=False)


def lines(**states: int) -> str:
    """Write lines as mutmut does, so many in each state."""
    named = [state.replace("_", " ") for state, count in states.items() for _each in range(count)]
    return "".join(f"    consult.log.tree.x_root__mutmut_{n}: {state}\n" for n, state in enumerate(named))


def test_nine_of_ten_noticed_are_enough_and_eight_are_not() -> None:
    """What no test reaches was not noticed; what a test never ends over was."""
    assert [0, 1] == [
        judged(lines(killed=8, timeout=1, **rest)).returncode for rest in ({"survived": 1}, {"no_tests": 2})
    ]
    assert 0 == judged(lines(killed=8, survived=2), "--least", "80").returncode


def test_what_was_not_tried_is_counted_beside_and_judged_by_nothing() -> None:
    """A sample leaves most out; where all is left out there is no judgement."""
    done = judged(lines(killed=9, survived=1, not_checked=90))
    assert 0 == done.returncode
    assert ["consult.log.tree", "100", "10", "9", "90%"] == done.stdout.splitlines()[1].split()[:5]

    nothing = judged(lines(not_checked=3))
    assert (2, "No mutant was tried: there is nothing to judge by.\n") == (nothing.returncode, nothing.stderr)


def test_what_is_mutated_and_what_has_to_notice_is_there() -> None:
    """A module or a test that moved is named here and not passed over in silence."""
    named = [*SETTINGS["only_mutate"], *SETTINGS["pytest_add_cli_args_test_selection"]]
    assert [] == [one for one in named if not list(tree.ROOT.glob(one.partition("::")[0]))]
    single = [one.split("::") for one in named if "::" in one]
    assert [] == [name for file, name in single if f"def {name}(" not in tree.text(Path(file))]
