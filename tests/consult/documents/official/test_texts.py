"""Texts before they are drawn: clean, closed in their direction, never shortened."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.documents.official.arranging import arrange
from consult.documents.official.texts import clean, direction_in, direction_of, on_one_line, say
from consult.documents.official.values import Document, Header, Items, Signature
from tests.consult.documents.official.samples import united_nations


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\x0bd\x85e\u2028f", "a\nb\nc\nd\ne\nf"),
        ("a\x00b\x1b[0m", "a\ufffdb\ufffd[0m"),
        ("\ud800\udc00 \ufffe \ufdd0", "\ufffd\ufffd \ufffd \ufffd"),
        ("\ufeffa", "\u2060a"),
        ("\u202eabc", "\u202eabc\u202c"),
        ("\u2067a\u202bb", "\u2067a\u202bb\u202c\u2069"),
        ("a\u2069\u202cb", "ab"),
        ("\u2068a\u2069b", "\u2068a\u2069b"),
        ("\u2068\u202eab\u2069c", "\u2068\u202eab\u2069c"),
        ("\u2068a\u202cb", "\u2068ab\u2069"),
        ("\u202eone\ntwo", "\u202eone\u202c\ntwo"),
        ("tab\tand é kept", "tab\tand é kept"),
    ],
)
def test_a_text_is_cleaned(text: str, cleaned: str) -> None:
    """Lines end alike; what no file holds is seen to be replaced; what turns a line is turned back at its end."""
    assert clean(text) == cleaned


@given(st.text())
def test_a_clean_text_stays_as_it_is_and_can_be_written(text: str) -> None:
    """Cleaning twice is cleaning once, and UTF-8 holds it."""
    once = clean(text)
    assert clean(once) == once
    assert once.encode().decode() == once


@given(st.text("ab\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", max_size=12))
def test_a_text_turns_nothing_after_it(text: str) -> None:
    """As many isolates end as begin, and no text ends what stood around it."""
    depth = 0
    for sign in clean(text):
        depth += (sign in "\u2066\u2067\u2068") - (sign == "\u2069")
        assert depth >= 0
    assert depth == 0


def test_titles_stand_on_one_line() -> None:
    """Whatever they were filed as."""
    assert on_one_line("  A \n\t title ") == "A title"


def test_directions_are_those_of_language_and_first_letter() -> None:
    """Figures and signs have none of their own."""
    assert (direction_of("ar-EG"), direction_of("fr"), direction_of("")) == ("rtl", "ltr", "ltr")
    assert direction_in("12 مصر Japan", "ltr") == "rtl"
    assert direction_in("12 Japan مصر", "rtl") == "ltr"
    assert direction_in("12 – 13", "rtl") == "rtl"


def test_cells_are_said_in_one_way() -> None:
    """Days as year, month, day; figures without a blank; nothing for nothing."""
    assert [say(one) for one in (None, 0, -3, 0.1, 1e6, date(957, 1, 2), "x")] == [
        "", "0", "-3", "0.1", "1000000", "0957-01-02", "x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "day", "original", "parties"),
    [
        ("en", "20 February 2026", "Original: English", "Submitted by Japan and Brazil"),
        ("fr", "20 février 2026", "Original: Français", "Submitted by Japan et Brazil"),
        ("ru", "20 февраля 2026 г.", "Original: Русский", "Submitted by Japan и Brazil"),
        ("zh", "2026年2月20日", "Original: 中文", "Submitted by Japan和Brazil"),
        ("tlh", "20 February 2026", "Original: tlh", "Submitted by Japan and Brazil"),
    ],
)
def test_days_languages_and_lists_are_in_the_language_of_the_document(
    language: str, day: str, original: str, parties: str
) -> None:
    """Also where the product's own words are not translated into it, and where the language is not known."""
    made = united_nations(original_language=language)
    head = arrange(Document(made.header, made.blocks, language)).masthead
    assert [" ".join(line.split()) for line in head.end[1:]] == [day, original]
    assert head.under[0] == parties


def test_an_agenda_item_and_a_symbol_are_said_as_given() -> None:
    """A bare number gets its word; a symbol that is not given yet is said to be missing."""
    head = arrange(united_nations(agenda_item="Item 7 (a)", symbol="A/AC.105/1")).masthead
    assert head.start[-1] == "Item 7 (a)"
    assert head.symbol == "A/AC.105/1"


def test_points_go_on_after_z() -> None:
    """(z), (aa), (bb)."""
    items = Items(tuple(f"{at}" for at in range(28)))
    (block,) = arrange(Document(Header("paper", "T", "J"), (items,))).blocks
    assert [mark for mark, _ in block.items][25:] == ["(z)", "(aa)", "(bb)"]  # type: ignore[union-attr]  # the only block


def test_a_signature_says_what_is_known() -> None:
    """A day alone, a place alone, nobody."""
    for made, lines in (
        (Signature("", date(2026, 1, 2), ""), ("2 January 2026",)),
        (Signature("Vienna", None, "A"), ("Vienna", "A")),
        (Signature("", None, ""), ()),
    ):
        (block,) = arrange(Document(Header("paper", "T", "J"), (made,))).blocks
        assert block.lines == lines  # type: ignore[union-attr]  # the only block
