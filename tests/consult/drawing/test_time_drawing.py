"""Timelines: the axis, the two lanes, no label over another, and the table."""

from datetime import UTC, date, datetime
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.drawing.chronology import WORDS
from consult.drawing.instants import Scale
from consult.drawing.time_paint import pack_spans, raise_flags
from consult.drawing.timeline import BINDING_CLASS, Mark, Span, timeline, timeline_table
from tests.consult.drawing.machines import MARKS, NOW, SPANS

DAYS = st.dates(date(2030, 1, 1), date(2034, 12, 31))
LABELS = st.sampled_from(["Reply", "Consultation window", "Information on the disposal orbit supplied"])


def _draw(events=MARKS, spans=SPANS, **more) -> str:
    return timeline(events, spans, **({"now": NOW, "title": "Dates", "description": "Limits and dates"} | more))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.builds(Mark, DAYS, LABELS), min_size=1, max_size=14))
def test_no_flag_and_no_staff_crosses_another_flag(marks: list[Mark]) -> None:
    """Two flags on one level keep apart, and a staff passes only where no flag hangs."""
    flags = raise_flags(marks, Scale([NOW, *(mark.on for mark in marks)], 800), WORDS)
    for a, b in combinations(flags, 2):
        assert a.x <= b.x
        assert a.level > b.level or a.x + 60 <= b.x


@settings(max_examples=100, deadline=None)
@given(st.lists(st.builds(lambda a, b, text: Span(min(a, b), max(a, b), text, "soft"), DAYS, DAYS, LABELS), max_size=9))
def test_no_limit_covers_the_words_of_another(spans: list[Span]) -> None:
    """Limits in one row keep apart, words included."""
    scale = Scale([NOW, *(day for span in spans for day in (span.start, span.end or span.start))], 800)
    ribbons = pack_spans(spans, scale, 800, WORDS)
    for a, b in combinations(ribbons, 2):
        assert a.row != b.row or a.right <= min(b.left, b.words_at)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (datetime(2031, 5, 3, 4, tzinfo=UTC), datetime(2031, 5, 4, 4, tzinfo=UTC), "hour"),
        (date(2031, 5, 3), date(2031, 6, 20), "day"),
        (date(2031, 5, 3), date(2033, 6, 20), "month"),
        (date(2031, 5, 3), date(2061, 6, 20), "year"),
    ],
)
def test_the_axis_chooses_its_unit(first: date, last: date, expected: str) -> None:
    """Hours for an emergency, years for a programme; between 3 and 12 round dates."""
    ticks = Scale([first, last], 800).ticks(80)
    assert {expected} == {tick.unit for tick in ticks}
    assert 3 <= len(ticks) <= 12


def test_a_long_empty_stretch_is_folded_and_marked() -> None:
    """Limits of weeks stay readable beside an end of life decades ahead."""
    scale = Scale([date(2031, 3, 1), date(2031, 4, 1), date(2031, 5, 1), date(2051, 1, 1)], 800)
    assert 1 == len(scale.folds())
    assert scale.x(date(2031, 5, 1)) > 700
    assert all(tick.at.year == 2031 for tick in scale.ticks(80))


def test_one_instant_stands_in_the_middle() -> None:
    """A timeline of one moment spans a day around it."""
    assert 400.0 == Scale([NOW], 800).x(NOW)


def test_an_axis_of_nothing_is_refused() -> None:
    """There is nothing to lay out."""
    with pytest.raises(ValueError) as refused:
        Scale([], 800)
    assert "A timeline needs at least one date." == str(refused.value)


def test_what_binds_is_told_by_shape() -> None:
    """Each binding has its own class and its own end, so that print without colour still tells."""
    svg = _draw(legend=False)
    for binding in ("law", "agreed", "soft", "default"):
        assert f"tl-span tl-{binding}" in svg
    law = svg[svg.index("Before proceeding · law") :]
    assert law.index("<rect") < law.index("</g>")


def test_only_what_lies_ahead_is_hollow() -> None:
    """Acts and dates after now are marked as still ahead."""
    assert 3 == _draw(legend=False).count("tl-ahead")


def test_every_binding_of_the_law_has_a_class() -> None:
    """The five bindings fall into the four that are drawn."""
    assert {"LAW_T": "law", "LAW_N": "law", "LAW_A": "agreed", "SOFT": "soft", "DEFAULT": "default"} == BINDING_CLASS


def test_a_timeline_is_an_image_without_style() -> None:
    """Well-formed, described, escaped, nothing inline."""
    svg = _draw((Mark(date(2031, 1, 1), "<b>&"),), ())
    root = ElementTree.fromstring(svg)
    assert ("img", "timeline-title timeline-desc") == (root.get("role"), root.get("aria-labelledby"))
    assert "style" not in svg
    assert "<b>" not in svg


def test_an_empty_timeline_still_shows_now() -> None:
    """With neither acts nor limits there is an axis around the present, and no empty heading."""
    svg = _draw((), ())
    assert "now · 2031-05-03 09:00 UTC" in svg
    assert "tl-lane" not in svg


def test_the_table_lists_limits_and_dates_in_order() -> None:
    """The words say what the shapes do, by date."""
    rows = timeline_table(MARKS[:2], SPANS[:2], now=NOW)
    assert [
        ("Assessment started", "act", True),
        ("Before proceeding", "law", False),
        ("Acknowledgement", "product default, no legal limit", True),
        ("Notice served on three States", "act", True),
    ] == [(row.label, row.kind_label, row.is_past) for row in rows]


@pytest.mark.parametrize(
    ("events", "spans", "sentence"),
    [
        ((), (Span(date(2031, 2, 2), date(2031, 2, 1), "Reply", "law"),), 'The limit "Reply" ends before it starts.'),
        (
            (),
            (Span(date(2031, 2, 1), None, "Reply", "LAW"),),
            'A limit binds as one of law, agreed, soft, default; "LAW" is not.',
        ),
        ((Mark(date(2031, 2, 1), "Launch", "odd"),), (), 'A mark is one of act, physical; "odd" is not.'),
        ((Mark(datetime(2031, 2, 1, 4), "Launch"),), (), "The instant 2031-02-01T04:00:00 has no time zone."),  # noqa: DTZ001 - naive on purpose
    ],
)
def test_wrong_dates_are_refused_with_a_reason(events: tuple, spans: tuple, sentence: str) -> None:
    """The sentence names what is wrong."""
    with pytest.raises(ValueError) as refused:
        _draw(events, spans)
    assert sentence == str(refused.value)
