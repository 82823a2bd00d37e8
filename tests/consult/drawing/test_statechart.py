"""State diagrams: what is drawn, what is said, what is refused."""

import re
from xml.etree import ElementTree

import pytest

from consult.drawing.canvas import Canvas, frame
from consult.drawing.statechart import Edge, Exit, Node, common_exits, statechart, statechart_table
from tests.consult.drawing.machines import COMMON, EDGES, NODES

SVG = "{http://www.w3.org/2000/svg}"
SMALL = (Node("draft", "Draft", "draft"), Node("open", "Open"), Node("closed", "Closed", "final"))
MOVES = (
    Edge("draft", "open", "serve"),
    Edge("open", "closed", "conclude"),
    Edge("open", "closed", "close for silence", "clock"),
    Edge("open", "open", "supplement"),
)


def _draw(nodes=SMALL, edges=MOVES, current="open", visited=frozenset({"draft"}), **more) -> str:
    told = {"title": "Case", "description": "Where the case is"} | more
    return statechart(nodes, edges, current=current, visited=visited, **told)


def _titles(svg: str, family: str) -> list[str]:
    groups = ElementTree.fromstring(svg).iter(f"{SVG}g")
    return [g.findtext(f"{SVG}title", "") for g in groups if family in g.get("class", "").split()]


def test_a_diagram_is_an_image_with_a_title_and_a_description() -> None:
    """A reader of the page hears what the drawing is."""
    root = ElementTree.fromstring(_draw(ident="case-7"))
    assert ("img", "case-7-title case-7-desc") == (root.get("role"), root.get("aria-labelledby"))
    assert ("Case", "Where the case is") == (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc"))


def test_a_diagram_carries_no_style_and_no_script() -> None:
    """It may stand under a policy that allows nothing inline."""
    assert not re.search(r"style=|<style|<script|\son\w+=|url\(|href", _draw(NODES, EDGES, common=COMMON))


def test_every_text_is_escaped() -> None:
    """A label cannot break out of the drawing, nor carry what XML cannot hold."""
    nodes = (Node("open", '<b>&"x"</b>\x00', note="a<b"), Node("end", "]]>", "final"))
    svg = _draw(nodes, (Edge("open", "end", "<i>"),), visited=frozenset(), title='"><s>', description="&", ident='a"b')
    assert "<b>" not in svg
    assert "<s>" not in svg
    assert "\x00" not in svg
    assert '<b>&"x"</b> → ]]>: <i>' in _titles(svg, "sc-edge")


def test_steps_between_the_same_states_are_one_line_that_names_them_all() -> None:
    """Two ways from open to closed are merged, and counted beside the line."""
    svg = _draw(edge_labels=True)
    assert "Open → Closed: conclude; close for silence" in _titles(svg, "sc-edge")
    assert ">2 steps<" in svg


def test_a_step_that_stays_is_a_loop() -> None:
    """Staying is drawn on the box itself."""
    assert ["Open → Open: supplement"] == _titles(_draw(), "sc-loop")


def test_the_current_state_and_the_passed_ones_are_marked() -> None:
    """One state is where the case is, the visited ones are passed."""
    svg = _draw()
    assert ["Open · open · where the case is"] == [t for t in _titles(svg, "sc-current") if t]
    assert ["Draft · draft · passed"] == [t for t in _titles(svg, "sc-visited") if t]


def test_a_clock_move_has_a_face_and_a_return_an_open_head() -> None:
    """Kinds differ by shape, not by colour alone."""
    svg = _draw(SMALL, (Edge("draft", "open", "x", "clock"), Edge("open", "draft", "y", "back")), legend=False)
    assert 1 == svg.count('class="sc-face"')
    back = svg[svg.index("sc-back") :]
    assert "Z" not in back[: back.index("</g>")]


def test_common_exits_are_drawn_once_and_say_from_where() -> None:
    """The heading says no more than the steps do."""
    svg = _draw(NODES, EDGES, current="consulting", common=COMMON)
    assert "From any open state<" in svg
    assert "From any open state, and from Draft, Under assessment" in svg
    assert "then back to the state before" in svg
    assert not [t for t in _titles(svg, "sc-edge") if "Withdrawn" in t]


def test_an_exit_missing_from_one_state_says_so() -> None:
    """Four of five open states is not any open state."""
    edges = tuple(e for e in EDGES if (e.source, e.target) != ("open", "withdrawn"))
    svg = _draw(NODES, edges, current="consulting", common=COMMON)
    assert "From any open state except Open<" in svg


def test_an_exit_from_few_states_names_them() -> None:
    """A common state that few can reach is not announced as general."""
    svg = _draw(SMALL, MOVES, common=frozenset({"open"}), current="draft")
    assert "From Draft<" in svg
    assert "then Closed" in svg


def test_common_exits_are_found_by_counting() -> None:
    """What two thirds of the open states can reach is common; what a few can is not."""
    assert {"withdrawn", "superseded", "suspended", "activity_cancelled", "referred", "voided_error"} <= common_exits(
        NODES, EDGES
    )
    assert frozenset() == common_exits(SMALL, MOVES)


def test_a_compact_diagram_shows_only_the_neighbourhood() -> None:
    """Where it came from, where it is, what follows, and the exits open from here."""
    svg = _draw(NODES, EDGES, current="draft", visited=frozenset(), common=COMMON, compact=True)
    drawn = [title.split(" · ")[0] for title in _titles(svg, "sc-node")]
    assert ["Draft", "Under assessment", "Request pending", "Voided, error"] == drawn
    assert "Also possible from here" in svg
    assert "sc-key" not in svg


def test_a_compact_diagram_can_look_two_steps_ahead() -> None:
    """The second step shows what follows the first."""
    svg = _draw(NODES, EDGES, current="draft", visited=frozenset(), common=COMMON, compact=True, reach=2)
    assert "Consulting · open" in _titles(svg, "sc-node")


def test_a_return_leads_only_to_where_the_case_came_from() -> None:
    """A suspended case resumes in the state it was suspended in."""
    svg = _draw(NODES, EDGES, current="suspended", came_from="open", common=COMMON, compact=True)
    assert ["Open", "Suspended"] == [title.split(" · ")[0] for title in _titles(svg, "sc-node")]


def test_a_compact_diagram_writes_out_what_is_merged() -> None:
    """Near the case every step has its name."""
    svg = _draw(compact=True)
    assert ">conclude<" in svg
    assert ">close for silence<" in svg


def test_a_mirrored_diagram_is_as_wide_and_turned_around() -> None:
    """Right-to-left readers find the beginning at the right."""
    left, right = (ElementTree.fromstring(_draw(direction=way)) for way in ("ltr", "rtl"))
    assert (left.get("width"), "rtl") == (right.get("width"), right.get("direction"))
    places = [float(next(root.iter(f"{SVG}rect")).get("x", "")) for root in (left, right)]
    assert places[0] < places[1]


def test_the_table_says_what_the_diagram_shows() -> None:
    """Each state with its standing and its ways out."""
    rows = statechart_table(SMALL, MOVES, current="open", visited=frozenset({"draft"}))
    assert [("Draft", False, True), ("Open", True, False), ("Closed", False, False)] == [
        (row.label, row.is_current, row.was_visited) for row in rows
    ]
    assert Exit("close for silence", "clock", "closed", "Closed") == rows[1].leads_to[1]


def test_a_drawing_is_the_same_twice() -> None:
    """Nothing in it depends on the run."""
    assert _draw(NODES, EDGES, common=COMMON) == _draw(list(NODES), list(EDGES), common=COMMON)


def test_a_machine_without_states_is_an_empty_drawing() -> None:
    """Nothing is drawn, and nothing breaks."""
    assert "sc-node" not in _draw((), (), current=None, visited=frozenset())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"current": "gone"}, 'The state "gone" is not among the states of the diagram.'),
        ({"visited": frozenset({"gone"})}, 'The state "gone" is not among the states of the diagram.'),
        ({"common": frozenset({"gone"})}, 'The state "gone" is not among the states of the diagram.'),
        ({"edges": (Edge("open", "gone"),)}, 'The state "gone" is not among the states of the diagram.'),
        ({"nodes": (*SMALL, SMALL[1])}, 'The state "open" is given twice.'),
        ({"nodes": (*SMALL, Node("x", "X", "odd"))}, 'A state is one of draft, open, resting, final; "odd" is not.'),
        ({"edges": (Edge("open", "closed", "", "odd"),)}, 'A step is one of step, clock, back; "odd" is not.'),
        (
            {"compact": True, "current": None},
            "A compact diagram is drawn around a state, and none is given as current.",
        ),
        ({"compact": True, "reach": 3}, "A compact diagram reaches one or two steps ahead, not 3."),
        ({"direction": "up"}, 'A drawing runs "ltr" or "rtl", not "up".'),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(wrong: dict, sentence: str) -> None:
    """The sentence names what is wrong."""
    with pytest.raises(ValueError) as refused:
        _draw(**wrong)
    assert sentence == str(refused.value)


def test_a_frame_can_be_reached_by_keyboard() -> None:
    """A drawing wider than the page scrolls, also without a mouse."""
    assert '<div class="drawing-frame" role="region" tabindex="0" aria-label="A &amp; B"><svg/></div>' == frame(
        "<svg/>", "A & B"
    )


def test_a_canvas_never_writes_minus_zero() -> None:
    """Rounded coordinates read the same on every machine."""
    sheet = Canvas(10, 10, "ltr")
    sheet.circle(-0.01, 2.25, 1, "x")
    assert 'cx="0" cy="2.2"' in sheet.svg("", "i", "t", "d")
