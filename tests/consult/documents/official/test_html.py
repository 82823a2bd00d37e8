"""The HTML file stands alone, its words stay words, and a reader of the screen finds its way through it."""

import re
from dataclasses import replace

import pytest

from consult.documents.official.html import write_fragment, write_html
from consult.documents.official.shapes import drawn_only
from consult.documents.official.values import Chart, Heading, Paragraph, Run, Table
from tests.consult.documents.official.reading import read_html
from tests.consult.documents.official.samples import (
    chart,
    hostile,
    in_language,
    note_verbale,
    paper,
    table,
    united_nations,
)


def test_the_file_fetches_nothing_and_runs_nothing() -> None:
    """One style sheet inside it, no script, no address but its own places and the name of SVG."""
    for document in (united_nations(), hostile()):
        reader = read_html(write_html(document))
        tags = [tag for tag, _ in reader.tags]
        assert tags.count("style") == 1
        assert not {"script", "link", "iframe", "img", "object", "form", "base"} & set(tags)
        for _, attributes in reader.tags:
            assert not [name for name in attributes if name.startswith("on") or name in ("style", "src")]
            assert (attributes.get("href") or "#").startswith("#")


def test_a_fragment_brings_no_style_of_its_own() -> None:
    """The policy of the product's pages forbids it; classes only."""
    reader = read_html(write_fragment(hostile()))
    assert "style" not in [tag for tag, _ in reader.tags]
    assert not [1 for _, attributes in reader.tags if "style" in attributes]


def test_hostile_marks_do_not_leave_the_style_sheet() -> None:
    """What stands on every page is written sign by sign for CSS."""
    text = write_html(hostile())
    sheet = text[text.index("<style>") : text.index("</style>")]
    assert "<script" not in sheet
    assert "alert(" not in sheet
    assert r"\00003cscript\00003ealert\000028\000022x\000022\000029" in sheet


def test_headings_go_down_one_by_one() -> None:
    """The title is one, sections two; what was said to be third under a first is second."""
    levels = [int(tag[1]) for tag, _ in read_html(write_html(united_nations())).tags if re.fullmatch("h[1-6]", tag)]
    assert levels == [1, 2, 3]
    inside = [
        int(tag[1]) for tag, _ in read_html(write_fragment(united_nations(), top=2)).tags if re.fullmatch("h[1-6]", tag)
    ]
    assert inside == [2, 3, 4]


def test_a_table_has_caption_scopes_and_a_way_to_scroll_by_keyboard() -> None:
    """Its first column heads the rows; an empty cell heads nothing."""
    rows = (("One", 1), (None, 2))
    told = Table("k", "Title", table().columns[:2], rows, "A note.")
    text = write_html(replace(paper(), blocks=(told,)))
    assert '<caption><span class="doc-name">Table 1</span> Title</caption>' in text
    assert '<th scope="col">Procedure</th>' in text
    assert '<th scope="row">One</th><td class="doc-col-number">1</td>' in text
    assert '<tr><td></td><td class="doc-col-number">2</td></tr>' in text
    assert 'role="region" tabindex="0" aria-label="Table 1. Title"' in text
    assert '<p class="doc-note">A note.</p>' in text


def test_an_empty_table_says_so() -> None:
    """Nothing to list is an answer, a bare head is none."""
    assert "There is nothing to list." in write_html(replace(paper(), blocks=(replace(table(), rows=(), places=()),)))


def test_paragraphs_are_counted_through_and_their_places_can_be_linked() -> None:
    """Numbers are text; a place keeps its name, and a link to none is no link."""
    text = write_html(united_nations())
    assert '<p class="doc-paragraph" id="doc-opened"><span class="doc-number">1.</span> The delegation' in text
    assert '<a href="#doc-row-1">row two</a>' in text
    assert '<a href="#doc-opened"><strong>paragraph one</strong></a>' in text
    assert "<em>nowhere</em>" in text
    assert '<tr id="doc-row-1">' in text


def test_a_place_of_any_name_is_an_anchor_and_no_name_is_used_twice() -> None:
    """Blanks and quotes in a name, the same name twice, a row that has none."""
    blocks = (
        Paragraph("First.", place='a "b" <c>'),
        Paragraph("Second.", place='a "b" <c>'),
        Paragraph((Run("back", to='a "b" <c>'),)),
        Heading("", place="bare"),
        Paragraph((Run("to the bare one", to="bare"),)),
    )
    reader = read_html(write_html(replace(paper(), blocks=blocks)))
    names = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert names == ["doc.1", "doc-bare"]
    assert [attributes["href"] for tag, attributes in reader.tags if tag == "a"] == ["#doc.1", "#doc-bare"]


def test_languages_and_directions_are_stated_where_they_change() -> None:
    """The file, and somebody else's words."""
    arabic = write_html(in_language("ar"))
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<bdi dir="ltr">-4</bdi>' in arabic
    assert '<blockquote lang="en" dir="ltr">' in write_html(united_nations())
    assert '<article class="doc-sheet" lang="ar" dir="rtl">' in write_fragment(in_language("ar"))


def test_a_drawing_has_its_title_and_description_and_its_table_after_it() -> None:
    """In words, for whoever does not see it."""
    text = write_html(united_nations())
    assert "<title id=" in text
    assert "<desc id=" in text
    assert (
        text.index("Median days by stage")
        < text.index("Negotiation took 12 days.")
        < text.index("Median days in words")
    )


def test_a_note_keeps_the_order_of_its_form() -> None:
    """Sender, number, title, text, seal, addressee."""
    text = "".join(read_html(write_html(note_verbale())).words)
    order = (
        "Permanent Mission of Japan",
        "No. JPM/2026/45",
        "Symbol",
        "presents its compliments",
        "[initials and seal]",
        "Office for Outer",
    )
    assert [text.rindex(words) if words.startswith("[") else text.index(words) for words in order] == sorted(
        text.rindex(words) if words.startswith("[") else text.index(words) for words in order
    )


@pytest.mark.parametrize(
    ("svg", "reason"),
    [
        ("<svg><script>1</script></svg>", "<script>"),
        ('<svg><rect onclick="x"/></svg>', "onclick"),
        ('<svg><a href="x"></a></svg>', "<a>"),
        ('<svg><rect style="fill:red"/></svg>', "style"),
        ('<svg><rect fill="url(https://x.example/)"/></svg>', "fill"),
        ('<svg><rect fill="url(#a) url(//x.example)"/></svg>', "fill"),
        ("<svg><!-- x --></svg>", "<!-- x"),
        ("<svg><![CDATA[x]]></svg>", "<![CDATA"),
        ("<svg><?x y?></svg>", "<?x y?>"),
        ('<svg><!ENTITY a "b"></svg>', "<!ENTITY"),
        ("<svg></svg><b></b>", "one SVG element"),
        ("<svg></svg></svg>", "one SVG element"),
        ("<p><svg></svg></p>", "<p>"),
        ("</svg>", "one SVG element"),
        ("", "one SVG element"),
        ("<svg><g></svg>", "one SVG element"),
        ("<svg><title><img src=x onerror=alert(1)></title></svg>", "<img src=x"),
        ('<svg><title><img alt="a"/></title></svg>', "<img>"),
        ("<svg><rect fill='x'/></svg>", "<rect fill="),
        ('<svg><rect fill="a>b"/></svg>', "<rect fill="),
        ("<svg>a < b</svg>", "< b"),
    ],
)
def test_a_drawing_holds_shapes_and_words_alone(svg: str, reason: str) -> None:
    """It stands in the page unescaped, so it is read first."""
    with pytest.raises(ValueError, match=re.escape(reason)):
        drawn_only(svg)
    with pytest.raises(ValueError, match=re.escape(reason)):
        write_html(replace(paper(), blocks=(Chart("k", "T", svg, "Says.", chart().table),)))


def test_words_of_a_drawing_stay_escaped() -> None:
    """As its maker escaped them."""
    assert "&lt;b&gt;" in drawn_only(chart("<b>").svg)
