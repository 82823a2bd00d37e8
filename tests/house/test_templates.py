"""Rules about the templates: nothing inline, nothing unreadable, nothing that only reads from left to right."""

import re
from pathlib import Path

import pytest

from tests.consult.web.world import build
from tests.house import tree

TEMPLATES = [
    path for path in tree.files() if path.parts[:2] == ("consult", "templates") and path.suffix in {".html", ".svg"}
]
SHEETS = [path for path in tree.files() if path.suffix == ".css" and "vendor" not in path.parts]

FORBIDDEN = {
    r"<style\b": "The content policy refuses a style element: write a class in consult/static.",
    r"\sstyle\s*=": "The content policy refuses style attributes: write a class in consult/static.",
    r"<script\b(?![^>]*\bsrc\s*=)": "The content policy refuses a script in the page: write it in consult.js.",
    r"\son[a-z]+\s*=\s*[\"'{]": "The content policy refuses event attributes: listen in consult/static/consult.js.",
    r"\bhx-on\b": "htmx evaluates hx-on as code, which the content policy refuses.",
    r"javascript:": "The content policy refuses script addresses.",
    r"\bbtn-outline-(?:warning|info)\b": "Its contrast is too low: take btn-outline-secondary and say it in words.",
    r"\|\s*safe\b": "Build markup in a macro, or answer Markup from a tested function.",
}
ONE_WAY = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|left|right|float|text-align)\s*:\s*[^;]*", re.IGNORECASE
)


def findings(text: str) -> list[str]:
    """Return the advice for each forbidden thing in a template."""
    plain = re.sub(r"\{#.*?#\}", "", text, flags=re.S)
    return [advice for pattern, advice in FORBIDDEN.items() if re.search(pattern, plain, re.I)]


def one_way(text: str) -> list[str]:
    """Return the declarations that name left or right instead of start or end."""
    plain = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    found = [match.group().strip() for match in ONE_WAY.finditer(plain)]
    return [words for words in found if re.search(r"\b(?:left|right)\b", words)]


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_has_nothing_inline_and_nothing_unreadable(path: Path) -> None:
    """Every template passes under the strict content policy and for every reader."""
    assert [] == findings(tree.text(path))


@pytest.mark.parametrize("path", SHEETS, ids=str)
def test_a_style_sheet_speaks_of_start_and_end(path: Path) -> None:
    """Pages in Arabic mirror by themselves."""
    assert [] == one_way(tree.text(path)), (
        "Write margin-inline-start, inset-inline-end, text-align: start and the like."
    )


@pytest.mark.parametrize(
    ("markup", "count"),
    [
        ('<p class="x" data-only="y">', 0),
        ('<script src="/static/consult.js" defer></script>', 0),
        ("<script>alert()</script>", 1),
        ('<p style="color:red">', 1),
        ('<button onclick="go()">', 1),
        ('<a class="btn btn-outline-info">', 1),
        ("{{ words|safe }}", 1),
        ("{# style= is forbidden here #}", 0),
        ('<option value="on" on>', 0),
    ],
)
def test_the_rule_on_templates_finds_what_it_should(markup: str, count: int) -> None:
    """Each forbidden thing is found, and its harmless neighbours are not."""
    assert count == len(findings(markup))


@pytest.mark.parametrize(
    ("css", "count"),
    [
        (".a { margin-inline-start: 1rem; text-align: start }", 0),
        (".a { margin-left: 1rem }", 1),
        (".a { text-align: right }", 1),
        (".a { inset-inline-end: 0; border-inline-start: 1px }", 0),
        (".a { right: 0 }", 1),
        ("/* left: 0 */", 0),
    ],
)
def test_the_rule_on_direction_finds_what_it_should(css: str, count: int) -> None:
    """Logical properties pass; left and right do not."""
    assert count == len(one_way(css))


SHADOWS = re.compile(
    r"\{%-?\s*(?:macro|set)\s+(\w+)|\{%-?\s*(?:from|import)\b[^%]*?\bimport\s+([^%]*?)(?:\s+with|\s*-?%)"
)


def shadowing(text: str, known: set[str]) -> list[str]:
    """Return the names of a template that hide a function which every template has."""
    words = [word for found in SHADOWS.findall(text) for word in re.split(r"[\s,]+|\bas\b", found[0] or found[1])]
    return sorted(known & set(words))


def test_no_template_hides_a_function_that_the_frame_of_every_page_calls(tmp_path: Path) -> None:
    """A macro `said` of a page once took the place of the one by which the banner names two parties."""
    built = build(tmp_path)
    known = set(built.app.jinja_env.globals)
    built.engine.dispose()

    assert {"said", "law", "power_name"} <= known
    assert ["law", "said"] == shadowing("{%- macro said(one) %}{% from 'x.html' import day, law with context %}", known)
    assert [] == [(str(path), names) for path in TEMPLATES if (names := shadowing(tree.text(path), known))]
