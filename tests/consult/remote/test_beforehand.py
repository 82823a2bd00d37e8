"""Before and beside an act: what it would do, the case on another day, and the paper that missions exchange."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.consult.remote.conftest import Line, Served
from tests.consult.remote.test_consultation import opened

File = Callable[[str, str], str]


def test_a_dry_run_says_what_the_step_would_do(instance: Served, japan: Line, file_of: File) -> None:
    """Who would be told; a refusal is told with its reasons and leaves with 1, and nothing is recorded."""
    case = opened(japan, file_of)
    before = japan.run("timeline", case, "--json").output
    told = japan.says("take", case, "make_statement", "--set", "text=Perhaps.", "--dry-run")
    refused = japan.says("take", case, "supplement", "--set", "act=99", "--set", "text=More", "--dry-run", code=1)

    assert "Told: France" in told
    assert "Nothing was recorded." in told
    assert "Nothing was recorded." in refused
    assert "Error: " in refused
    assert before == japan.run("timeline", case, "--json").output


def test_a_case_is_shown_as_it_stood_on_another_day(japan: Line, file_of: File) -> None:
    """A day that is none is refused with the sentence of the instance."""
    case = opened(japan, file_of)
    told = json.loads(japan.run("show", case, "--on", "2026-12-10", "--json").output)

    assert case == told["ref"]
    assert case in japan.says("show", case, "--on", "2026-12-10")
    assert "Error: " in japan.says("show", case, "--on", "2026-13-10", code=1)


def test_the_paper_of_an_act_is_fetched_as_pdf_and_word(japan: Line, file_of: File, tmp_path: Path) -> None:
    """Each begins as such a file does."""
    case = opened(japan, file_of)
    for form, begins in (("pdf", b"%PDF-"), ("docx", b"PK")):
        out = tmp_path / f"notice.{form}"
        told = japan.says("export", case, "--act", "2", "--as", form, "--out", str(out))
        assert out.read_bytes().startswith(begins)
        assert "SHA-256" in told
