"""The proofs of visibility can fail: each condition of the policy, broken on purpose, is found by what they look at.

Not the whole table of outputs is drawn for each fault, only the pages at which it has to come to light.
"""

import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import true

from consult import clock, visibility
from consult.visibility import Viewer
from tests.consult.web.world import AT
from tests.house.outputs_world import MARK, Secrets, build

Break = Callable[[pytest.MonkeyPatch], None]
KEPT = type(lru_cache(clock.now))
"""What a function is that keeps its answers."""


def everywhere(patch: pytest.MonkeyPatch, name: str, broken: Any) -> None:
    """Put a broken condition in the place of the right one, in every module that has it by name."""
    right = getattr(visibility, name)
    for module in [one for key, one in sys.modules.items() if key.startswith("consult")]:
        if getattr(module, name, None) is right:
            patch.setattr(module, name, broken)


def forget() -> None:
    """Forget every condition and statement that a module keeps: one that was put together while the policy was broken
    would stay broken for every later test of the process, and one from before would hide the fault."""
    for key, module in list(sys.modules.items()):
        kept = vars(module).values() if key.startswith("consult.") else ()
        for one in [each for each in kept if type(each) is KEPT]:
            one.cache_clear()


def _all_cases(patch: pytest.MonkeyPatch) -> None:
    everywhere(patch, "case_condition", lambda _viewer: true())


def _all_acts(patch: pytest.MonkeyPatch) -> None:
    everywhere(patch, "act_condition", lambda _viewer: true())
    everywhere(patch, "may_see_act", lambda *_given: True)


def _all_fields(patch: pytest.MonkeyPatch) -> None:
    everywhere(patch, "may_see_field", lambda *_given: True)
    everywhere(patch, "redact", lambda body, *_given: dict(body))


def _all_documents(patch: pytest.MonkeyPatch) -> None:
    everywhere(patch, "may_see_document", lambda *_given: True)


def _no_scope(patch: pytest.MonkeyPatch) -> None:
    everywhere(patch, "may_know_case", lambda *_given: True)
    everywhere(patch, "case_condition", lambda viewer: visibility._case_condition(viewer.party, None, None))


def _operators(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(visibility, "NO_CASES", frozenset())


def _words_of_drafts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("consult.standing.PREPARES", frozenset({"draft", "clear", "dispatch", "office", "audit"}))


def _all_entries(patch: pytest.MonkeyPatch) -> None:
    everywhere(patch, "entry_condition", lambda _viewer: true())


FAULTS: dict[str, tuple[Break, str, tuple[str, ...]]] = {
    "every case is in every list": (_all_cases, "all@bra.example", ("/cases", "/cases/{berth}")),
    "every act is for whoever knows the case": (
        _all_acts,
        "all@kor.example",
        ("/cases/{notice}", "/cases/{notice}/acts/3"),
    ),
    "every field is for whoever reads the act": (_all_fields, "all@fra.example", ("/cases/{berth}/acts/2",)),
    "every document is for whoever knows the case": (_all_documents, "all@fra.example", ("/cases/{berth}",)),
    "a mandate for one procedure covers all": (_no_scope, "limited@jpn.example", ("/cases", "/cases/{berth}", "/desk")),
    "an operator sees cases": (_operators, "operator@jpn.example", ("/cases", "/cases/{berth}")),
    "an auditor reads papers in preparation": (_words_of_drafts, "auditor@jpn.example", ("/drafts/paper-statement",)),
    "entries of the log are for everybody": (_all_entries, "all@bra.example", ("/audit?kind=readable",)),
}
"""A fault, who comes to see more by it, and where."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_condition_is_found(name: str, tmp_path: Path) -> None:
    """The page is another one as soon as the condition is broken; what it then holds was hidden before."""
    broken, email, addresses = FAULTS[name]
    with clock.frozen(AT):
        told = build(tmp_path)
        right = drawn(told, email, addresses)
        with pytest.MonkeyPatch.context() as patch:
            forget()
            broken(patch)
            wrong = drawn(told, email, addresses)
        forget()
        again = drawn(told, email, addresses)
        told.world.engine.dispose()

    assert [status for status, _text in right] == [status for status, _text in again]
    assert shown(right) == shown(again)
    assert right != wrong
    assert shown(wrong) > shown(right) or len(words_of(wrong)) > len(words_of(right))


def words_of(pages: list[tuple[int, str]]) -> str:
    """Give all that some pages say."""
    return "".join(text for _status, text in pages)


def drawn(told: Secrets, email: str, addresses: tuple[str, ...]) -> list[tuple[int, str]]:
    """Draw some pages for an account."""
    visitor = told.world.signed_in(email)
    answers = [visitor.get(one.format(**told.refs)) for one in addresses]
    return [(one.status_code, one.text) for one in answers]


def shown(pages: list[tuple[int, str]]) -> set[str]:
    """Give the secrets on some pages."""
    return {found.group() for _status, text in pages for found in MARK.finditer(text)}


def test_the_right_policy_is_in_force_again() -> None:
    """A fault is undone with its test: nobody without standing sees a case."""
    assert "false" in str(visibility.case_condition(Viewer("JPN", sees_cases=False))).lower()
