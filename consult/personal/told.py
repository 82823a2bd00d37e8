"""The inventory and the rules of retention as tables of the documentation; `python -m consult.personal.told FILE` puts
them into a page, between its two marks."""

import sys
from collections.abc import Iterator
from pathlib import Path

from consult.personal.inventory import INVENTORY
from consult.personal.rules import BY_KEY, RULES, days_of
from consult.personal.values import FATE, WHY, Holding
from consult.settings import Retention

BEGIN, END = "<!-- made from the inventory: begin -->\n", "<!-- made from the inventory: end -->\n"


def page() -> str:
    """Write both tables, in the language of the source."""
    return "\n".join([*_rules(), "", *_inventory(), ""])


def _rules() -> Iterator[str]:
    days = days_of(Retention())
    yield "### Rules of retention"
    yield ""
    yield "| setting under `[retention]` | days (default) | what | from | then |"
    yield "|---|---|---|---|---|"
    for rule in RULES:
        yield f"| `{rule.key}` | {days.get(rule.key, 0)} | {rule.what} | {rule.since} | {rule.then} |"


def _inventory() -> Iterator[str]:
    yield "### Inventory"
    yield ""
    yield "| table and columns | what | why | how long | when the account is erased |"
    yield "|---|---|---|---|---|"
    for one in INVENTORY:
        columns = ", ".join(f"`{name}`" for name in one.columns)
        yield f"| **{one.key}**: {columns} | {one.what} | {WHY[one.why]} | {_time(one)} | {FATE[one.erased]} |"


def _time(one: Holding) -> str:
    said = [f"rule `{one.rule}`, from {BY_KEY[one.rule].since}"] if one.rule else []
    return "; ".join([*said, *([str(one.until)] if one.until else [])])


def put(file: Path) -> None:
    """Put both tables into a page."""
    before, _begin, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _old, _end, after = rest.partition(END)
    file.write_text(f"{before}{BEGIN}{page()}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    put(Path(sys.argv[1]))
