"""The page of every procedure is kept as text and reviewed in every change; CONSULT_GOLDEN=write keeps it anew.

A stored case runs for ever on the edition it was opened with, so that a text that changed is another edition.
"""

import os
import re
from pathlib import Path

import pytest

from tests.procedures import berth
from workflows import catalogue
from workflows.kernel.describe import page

GOLDEN = Path(__file__).parents[1] / "golden"
WRITE = "Run the tests with CONSULT_GOLDEN=write, and read the difference as a lawyer would."
RAISE = "The text of an edition changed: raise the procedure's edition number, unless no release holds this one yet."
KEPT = re.compile(r"edition (?P<number>\d+)\n- Edition digest: (?P<digest>[0-9a-f]{64})")


def difference(new: str, path: Path, *, write: bool = False) -> str:
    """Compare a page with the one that is kept, or keep it; give advice where they differ, else nothing."""
    if write:
        path.write_text(new, encoding="utf-8")
    if not path.exists():
        return f"{path.name} is not kept yet. {WRITE}"
    kept = path.read_text(encoding="utf-8")
    if kept == new:
        return ""
    before, now = KEPT.search(kept), KEPT.search(new)
    if before and now and before["number"] == now["number"] and before["digest"] != now["digest"]:
        return f"{path.name}: {RAISE} {WRITE}"
    return f"{path.name} differs from the page that is kept. {WRITE}"


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_the_page_of_a_procedure_is_the_one_that_was_reviewed(key: str) -> None:
    """What changed in a procedure is seen as text before it is law for anybody."""
    form = catalogue()[key]
    new = page(form.with_defaults(), form.advice)
    assert "" == difference(new, GOLDEN / f"{key}.md", write=os.environ.get("CONSULT_GOLDEN") == "write")


def test_no_page_is_kept_of_a_procedure_that_is_gone() -> None:
    """Nobody reviews what nobody can open."""
    assert set(catalogue()) >= {path.stem for path in GOLDEN.glob("*.md")}


def test_a_changed_edition_text_under_the_same_number_asks_for_a_new_number(tmp_path: Path) -> None:
    """The digest tells that the text is another one."""
    new = page(berth.FORMS[0].with_defaults())
    path = tmp_path / "berth.md"
    path.write_text(re.sub(r"digest: [0-9a-f]{64}", f"digest: {'0' * 64}", new), encoding="utf-8")
    assert RAISE in difference(new, path)


def test_a_page_that_differs_in_words_only_is_shown_as_such(tmp_path: Path) -> None:
    """The edition is the same; the page of it is worded anew."""
    new = page(berth.FORMS[0].with_defaults())
    path = tmp_path / "berth.md"
    path.write_text(f"{new}\nA note.\n", encoding="utf-8")
    assert ("differs from" in difference(new, path), RAISE in difference(new, path)) == (True, False)


def test_a_page_that_is_not_kept_yet_is_asked_for_and_written(tmp_path: Path) -> None:
    """The first page of a procedure is reviewed like any other."""
    new = page(berth.FORMS[0].with_defaults())
    path = tmp_path / "berth.md"
    assert "is not kept yet" in difference(new, path)
    assert ("", "") == (difference(new, path, write=True), difference(new, path))
