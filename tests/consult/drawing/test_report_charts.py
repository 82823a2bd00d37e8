"""Charts of reports: they need no style sheet, say what they show, keep labels apart, and are mirrored for Arabic."""

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.drawing.lettering import measure
from consult.drawing.printed import FILLS
from consult.drawing.report_charts import (
    MOST_LANES,
    WIDTH,
    Bar,
    Lane,
    Series,
    Stay,
    lanes_of_period,
    measured_bars,
    stacked_bars,
)

SVG = "{http://www.w3.org/2000/svg}"
TOLD = {"title": "Title <&", "description": "It shows things.", "none": "Nothing to draw."}
MONTHS = [
    f"{month} 2026" for month in ("January", "February", "March", "April", "May", "June", "July", "August", "September")
]


def texts(svg: str) -> list[tuple[str, float, float, float]]:
    """Return each text of a drawing with its box: words, left, right, baseline."""
    found = []
    for one in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        words = "".join(one.itertext())
        wide = measure(words, 12.0)
        x, y = float(one.get("x", "")), float(one.get("y", ""))
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[one.get("text-anchor", "start")]
        found.append((words, left, left + wide, y))
    return found


def assert_apart(svg: str) -> None:
    """No two texts on one line lie over one another."""
    placed = sorted(texts(svg), key=lambda one: (one[3], one[1]))
    for (words, _, end, y), (other, start, _, line) in pairwise(placed):
        assert y != line or start >= end - 4, (words, other)


def stacked(direction: str = "ltr") -> str:
    """Draw three stages over nine months."""
    series = [
        Series("Asked for", (3, 0, 1, 2, 9, 4, 2, 1, 7)),
        Series("Talks", (1,) * 9),
        Series("Settled", tuple(range(9))),
    ]
    return stacked_bars(MONTHS, series, direction=direction, **TOLD)  # type: ignore[arg-type]  # of a word


def lanes(number: int, **more: str) -> str:
    """Draw cases of the year, each with two stays and an act."""
    new_year = date(2026, 1, 1)
    drawn = [
        Lane(
            f"CON-2026-{at}",
            (Stay(new_year + timedelta(at), new_year + timedelta(at + 20), 0), Stay(new_year, date(2027, 6, 1), 1)),
            ((new_year + timedelta(at), 0), (date(2030, 1, 1), 1)),
        )
        for at in range(number)
    ]
    told = {"more": "The rest is in the table.", **more}
    return lanes_of_period(
        drawn,
        (new_year, date(2026, 12, 31)),
        stages=["Asked for", "Talks"],
        acts=["notice", "reply"],
        **TOLD,
        **told,  # type: ignore[arg-type]  # of a table of words
    )


@pytest.mark.parametrize("svg", [stacked(), lanes(5), measured_bars([Bar("Talks", 3, "3 days")], **TOLD)])
def test_a_chart_needs_no_style_sheet_and_says_what_it_shows(svg: str) -> None:
    """Colours and sizes are attributes; title and description come first; nothing is fetched."""
    root = ElementTree.fromstring(svg)
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.findtext(f"{SVG}title") == "Title <&"
    assert root.get("role") == "img"
    assert not re.search(r"\b(class|style|href)=", svg)
    assert all(one.get("fill") for one in root.iter(f"{SVG}text"))
    used = set(re.findall(r"url\(#([^)]+)\)", svg))
    assert used == {one.get("id") for one in root.iter(f"{SVG}pattern")}


def test_fills_beside_one_another_differ_in_more_than_colour() -> None:
    """In grey, and to colour-blind readers: by pattern, or by lightness where both are plain."""

    def light(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for one, other in zip(FILLS, (*FILLS[1:], FILLS[0]), strict=True):
        assert one.pattern != other.pattern or abs(light(one.ground) - light(other.ground)) > 0.2


def test_the_parts_of_a_bar_add_up_to_its_height() -> None:
    """One scale for all bars: heights are as figures are."""
    boxes = [one for one in ElementTree.fromstring(stacked()).iter(f"{SVG}rect") if one.get("stroke")][3:]
    tall = sum(float(one.get("height", "")) for one in boxes)
    assert tall == pytest.approx((29 + 9 + 36) * 240 / 20, abs=1.0)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_labels_lie_apart(direction: str) -> None:
    """Of many months with long names each second or third is named."""
    assert_apart(stacked(direction))
    many = [f"September {year}" for year in range(1990, 2050)]
    assert_apart(
        stacked_bars(many, [Series("S" * 90, (1_000_000,) * 60), Series("T", (1,) * 60)], direction=direction, **TOLD)
    )  # type: ignore[arg-type]  # of a word
    assert_apart(lanes(12, direction=direction))


def test_a_mirrored_chart_is_the_same_chart_from_the_other_side() -> None:
    """Every area lies as far from the right as it lay from the left."""

    def areas(svg: str) -> list[tuple[float, float]]:
        boxes = [one for one in ElementTree.fromstring(svg).iter(f"{SVG}rect") if one.get("stroke")]
        return [(float(one.get("x", "")), float(one.get("width", ""))) for one in boxes]

    for (x, wide), (mirrored, same) in zip(areas(stacked()), areas(stacked("rtl")), strict=True):
        assert same == wide
        assert mirrored == pytest.approx(WIDTH - x - wide, abs=0.2)


def test_each_script_has_its_face() -> None:
    """A program that knows one face for a text would leave boxes in place of the others."""
    svg = measured_bars([Bar("案件 Talks مشاورة", 1, "١")], **TOLD)
    assert '<tspan font-family="Noto Sans SC' in svg
    assert '<tspan font-family="Amiri' in svg


def test_nothing_to_draw_is_said() -> None:
    """No bar, no lane: a sentence."""
    assert "Nothing to draw." in [one[0] for one in texts(stacked_bars(MONTHS, [Series("A", (0,) * 9)], **TOLD))]
    assert "Nothing to draw." in [one[0] for one in texts(stacked_bars([], [], **TOLD))]
    assert "Nothing to draw." in [one[0] for one in texts(measured_bars([], **TOLD))]
    assert "Nothing to draw." in [one[0] for one in texts(lanes(0))]


def test_what_may_not_be_said_has_no_bar() -> None:
    """Neither the length of zero nor that of the others: only its words."""
    svg = measured_bars([Bar("Talks", 3, "3 days"), Bar("Mediation", None, "fewer than 3 cases")], **TOLD)
    assert svg.count('stroke-width="0.8"/>') == 1
    assert "fewer than 3 cases" in [one[0] for one in texts(svg)]


def test_more_cases_than_a_page_holds_are_left_to_the_table() -> None:
    """And the drawing says so; with all of them it does not."""
    words = [one[0] for one in texts(lanes(MOST_LANES + 3))]
    assert sum(one.startswith("CON-") for one in words) == MOST_LANES
    assert "The rest is in the table." in words
    assert "The rest is in the table." not in [one[0] for one in texts(lanes(MOST_LANES))]


def test_what_lies_outside_the_period_is_cut_at_its_edge() -> None:
    """A stay that goes on ends at the edge of the sheet, an act of another year is not drawn."""
    for box in (one for one in ElementTree.fromstring(lanes(3)).iter(f"{SVG}rect") if one.get("stroke")):
        assert float(box.get("x", "")) + float(box.get("width", "")) <= WIDTH


def test_a_period_of_one_day_is_drawn() -> None:
    """Also a stay that begins and ends on it."""
    day = date(2026, 5, 1)
    told = {"stages": ["A"], "acts": ["n"], "more": "", **TOLD}
    assert lanes_of_period([Lane("C", (Stay(day, day, 0),), ((day, 0),))], (day, day), **told).startswith("<svg")  # type: ignore[arg-type]  # of a table of words


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: stacked_bars(["a"], [Series("s", (1, 2))], **TOLD), "one value"),
        (lambda: stacked_bars(["a"], [Series("s", (-1,))], **TOLD), "none below zero"),
        (lambda: measured_bars([Bar("a", -1, "")], **TOLD), "below zero"),
        (
            lambda: lanes_of_period([], (date(2026, 2, 1), date(2026, 1, 1)), stages=[], acts=[], more="", **TOLD),
            "end on the day they start",
        ),
        (lambda: measured_bars([], direction="up", **TOLD), 'not "up"'),
    ],
)
def test_a_wrong_chart_is_refused(draw: object, words: str) -> None:
    """With a sentence."""
    with pytest.raises(ValueError, match=words):
        draw()  # type: ignore[operator]  # a function


@given(
    label=st.text(max_size=60),
    values=st.lists(st.integers(0, 10**9), min_size=1, max_size=14),
    direction=st.sampled_from(["ltr", "rtl"]),
)
def test_any_label_and_figure_make_a_well_formed_chart(label: str, values: list[int], direction: str) -> None:
    """Markup and control signs in a label stay words or go."""
    told = {**TOLD, "direction": direction}
    series = [Series(label, tuple(values))]
    ElementTree.fromstring(stacked_bars([label] * len(values), series, **told))  # type: ignore[arg-type]  # of a table of words
    ElementTree.fromstring(measured_bars([Bar(label, values[0], label)], **told))  # type: ignore[arg-type]  # of a table of words
