"""Arranging and placing a graph: no cycle left, no line through a box."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from consult.drawing.layers import arrange, assign_columns, turn_cycles
from consult.drawing.lettering import measure, shorten, wrap
from consult.drawing.placement import Plan, Size, assign_tracks, place

NUMBERS = st.integers(0, 8)
GRAPHS = st.lists(st.tuples(NUMBERS, NUMBERS).filter(lambda p: p[0] != p[1]), unique=True, max_size=24)


def _cuts(plan: Plan) -> list[tuple[int, int]]:
    """Return (route, box) wherever a route runs through the inside of a box."""
    found = []
    for at, route in enumerate(plan.routes):
        for (xa, ya), (xb, yb) in pairwise(route):
            for number, box in enumerate(plan.boxes):
                across = min(xa, xb) < box.x + box.width - 0.1 and max(xa, xb) > box.x + 0.1
                along = min(ya, yb) < box.y + box.height - 0.1 and max(ya, yb) > box.y + 0.1
                if across and along:
                    found.append((at, number))
    return found


@settings(max_examples=120, deadline=None)
@given(GRAPHS)
def test_no_line_runs_through_a_box(pairs: list[tuple[int, int]]) -> None:
    """Whatever the graph, lines pass between the boxes and boxes do not overlap."""
    plan = place(arrange(9, pairs), [Size(90, 32, 15)] * 9, [Size(60, 18)] * len(pairs))
    assert [] == _cuts(plan)
    for at, a in enumerate(plan.boxes):
        for b in plan.boxes[at + 1 :]:
            assert a.x != b.x or a.y + a.height <= b.y + 0.1 or b.y + b.height <= a.y + 0.1


@settings(max_examples=120, deadline=None)
@given(GRAPHS)
def test_after_turning_no_cycle_is_left(pairs: list[tuple[int, int]]) -> None:
    """Every link, turned or not, leads at least one column to the right."""
    turned = turn_cycles(9, pairs)
    straight = [(b, a) if back else (a, b) for (a, b), back in zip(pairs, turned, strict=True)]
    column = assign_columns(9, straight)
    assert all(column[a] < column[b] for a, b in straight)


def test_a_link_against_the_order_is_turned_only_when_it_closes_a_cycle() -> None:
    """A late declaration alone does not make a return."""
    assert (False, False, True) == turn_cycles(3, [(0, 1), (2, 0), (1, 0)])


def test_a_state_is_drawn_near_what_follows_it() -> None:
    """A state with one way in and two out stands beside its followers, not beside its origin."""
    pairs = [(0, 1), (1, 2), (2, 3), (0, 4), (4, 3), (4, 5), (3, 5)]
    assert [0, 1, 2, 3, 2, 4] == assign_columns(6, pairs)


def test_runs_that_would_touch_are_kept_apart() -> None:
    """A line that leaves at the height where another arrives turns off first."""
    tracks = assign_tracks([(72.0, 118.0), (107.0, 74.0)])
    assert tracks[0] < tracks[1]


def test_an_empty_graph_takes_no_room() -> None:
    """Nothing to draw is drawn as nothing."""
    assert Plan(0.0, 0.0, (), (), ()) == place(arrange(0, []), [], [])


def test_a_text_breaks_at_spaces_and_ends_in_an_ellipsis() -> None:
    """Lines keep to their width; what does not fit is marked."""
    lines = wrap("Concluded with an inconsistent status", 13, 100, 2)
    assert ("Concluded with", "an inconsiste…") == lines
    assert all(measure(line, 13) <= 100 for line in lines)


def test_a_text_without_spaces_breaks_between_wide_letters() -> None:
    """Chinese breaks anywhere; a mark that has no width takes none."""
    assert ("磋商正在", "进行") == wrap("磋商正在进行", 10, 40, 3)
    assert measure("e", 10) == measure("e\u0301", 10)


def test_nothing_wraps_to_nothing() -> None:
    """An empty note takes no line, and a short text is not cut."""
    assert () == wrap("", 11, 100, 2)
    assert "Open" == shorten("Open", 13, 100)
