"""The sample of alerts: what it asks for is told by the product, and what it raises is explained."""

import re
from pathlib import Path
from typing import Any

import yaml

from tests.house import tree

PAGE = tree.text(Path("docs/operations.md"))
RULES: list[dict[str, Any]] = yaml.safe_load(tree.text(Path("docs/prometheus-rules.yaml")))["groups"][0]["rules"]


def told() -> set[str]:
    """Give the name of every figure of the product, as its modules spell it."""
    text = "".join(tree.text(Path("consult") / name) for name in ("figures.py", "metrics/writing.py"))
    ages = re.findall(r'"(\w+)": \(stands\.', text)
    return {*re.findall(r"consult_\w+", text), *(f"consult_{one}_age_seconds" for one in ages)}


def test_every_figure_that_an_alert_asks_for_is_told() -> None:
    """A name that is misspelt raises nothing, or always."""
    asked = {one for rule in RULES for one in re.findall(r"consult_\w+", rule["expr"])}

    assert len(asked) > 15
    assert set() == {one for one in asked if re.sub("_(bucket|total)$", "", one) not in told()}


def test_every_alert_is_explained_on_the_page_and_no_other() -> None:
    """Under its name, with what to do."""
    assert {rule["alert"] for rule in RULES} == set(re.findall(r"\bConsult[A-Z]\w+", PAGE))


def test_what_an_alert_takes_for_a_count_is_one() -> None:
    """On 23 November 2026 messages that were given up a week before went out of the figure of the last seven days, and
    an alert that took it for a count said that others had been given up: what goes down is asked for its difference."""
    counted = [one for rule in RULES for one in re.findall(r"(?:increase|i?rate)\((\w+)", rule["expr"])]

    assert len(counted) > 3
    assert [] == [one for one in counted if not one.endswith(("_total", "_bucket"))]
    assert {"consult_disk_free_bytes", "consult_messages_failed"} == {
        one for rule in RULES for one in re.findall(r"(?:delta|predict_linear)\((\w+)", rule["expr"])
    }
