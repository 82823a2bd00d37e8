"""Say how many mutants the tests noticed: mutmut results --all true | python3 tools/mutants.py [--least 90]

Each line of mutmut names one small fault that it put into the sources and what came of it. One that no test reaches
was not noticed; one over which a test never ends was. What was not tried (a sample leaves most out) is counted beside
and judged by nothing. Leaves with 0 where the share that was noticed is reached, 1 where it is not, and 2 where there
is nothing to judge by. Standard library only.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable

NOTICED = ("killed", "timeout", "caught by type check")
UNTRIED = ("not checked", "check was interrupted by user", "skipped")


def counted(lines: Iterable[str]) -> dict[str, Counter[str]]:
    """Count the mutants of each module by what came of them."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        name, colon, state = line.strip().partition(": ")
        if colon and "__mutmut_" in name:
            found[name.rpartition(".")[0]][state] += 1
    return found


def judged(states: Counter[str]) -> tuple[int, int]:
    """Give how many were tried, and how many of them were noticed."""
    tried = sum(count for state, count in states.items() if state not in UNTRIED)
    return tried, sum(states[state] for state in NOTICED)


def written(module: str, states: Counter[str]) -> str:
    """Write one row: mutants, tried, noticed, share, and what became of the rest."""
    tried, noticed = judged(states)
    share = f"{noticed / tried:.0%}" if tried else "-"
    rest = ", ".join(f"{count} {state}" for state, count in sorted(states.items()) if state != "killed")
    return f"{module:40}{sum(states.values()):7}{tried:7}{noticed:7}{share:>6}  {rest}"


def main(arguments: list[str], lines: Iterable[str]) -> int:
    """Print a row for each module and one for all; give the code with which to leave."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--least", type=float, default=90, help="the share that has to be noticed, in per cent")
    least = parser.parse_args(arguments).least
    found = counted(lines)
    tried, noticed = judged(sum(found.values(), Counter()))
    if not tried:
        print("No mutant was tried: there is nothing to judge by.", file=sys.stderr)
        return 2
    print(f"{'module':40}{'all':>7}{'tried':>7}{'seen':>7}{'share':>6}  not killed")
    for module, states in sorted(found.items()):
        print(written(module, states))
    print(written("all", sum(found.values(), Counter())))
    return 0 if noticed * 100 >= least * tried else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin))
