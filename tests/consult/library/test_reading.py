"""How the parts of a procedure are read for a page."""

from datetime import date
from pathlib import Path

from consult.library import texts
from consult.library.diagram import edges_of, exits_of, nodes_of
from consult.library.limits import limit_rows
from consult.library.names import Names
from consult.library.periods import Lengths, write_lengths, write_start, write_value
from consult.library.rows import step_rows
from consult.library.shelf import collect_citations
from workflows import catalogue
from workflows.kernel.limits import (
    ByParty,
    ByStep,
    ByTrack,
    Earliest,
    EndOf,
    FromFact,
    FromField,
    FromFiling,
    Receipt,
    Until,
    by_case,
)
from workflows.kernel.procedure import Procedure
from workflows.kernel.reckoning import Period
from workflows.kernel.terms import AGREEMENT

FORM = catalogue(Path(__file__).parents[2] / "procedures")["berth"]


def berth() -> tuple[Procedure, Names]:
    """Build the toy procedure of a berth with its own terms."""
    procedure = FORM.with_defaults()
    return procedure, Names(procedure)


def test_a_period_that_the_parties_agreed_may_expire_and_a_default_may_not() -> None:
    """Binding alone decides what the end of a limit is called."""
    agreed = FORM.build(FORM.terms().layered(AGREEMENT, {"answer": "P5D"}, "BERTH-RULES 7"))
    default, names = berth()

    by_default = next(row for row in limit_rows(default, names) if row.key == "answer")
    by_agreement = next(row for row in limit_rows(agreed, Names(agreed)) if row.key == "answer")

    assert (False, "DEFAULT") == (by_default.is_law, by_default.binding)
    assert (True, "LAW_A") == (by_agreement.is_law, by_agreement.binding)
    assert "BERTH-RULES, Article 7" == by_agreement.under[0].long


def test_a_length_that_differs_by_case_names_the_case_used_when_none_is_stated() -> None:
    """The usual one is marked, and each is called by the first words of its answer."""
    length = by_case("size", "small", {"small": Period(days=10), "large": Period(working_days=1)})

    expected = (Lengths((("10 days", "Small, and if not stated"), ("1 working day", "Large"))),)
    assert expected == write_lengths(length, berth()[1])


def test_a_length_that_differs_by_step_is_told_under_a_heading_for_each() -> None:
    """A shorter period after one step stands apart from that of all other cases."""
    usual = by_case("size", "small", {"small": Period(days=10)})
    shorter = by_case("size", "small", {"small": Period(hours=24)})

    found = write_lengths(ByStep((("give", shorter),), usual), berth()[1])

    assert ["After “Give”", "In all other cases"] == [one.heading for one in found]
    assert ["24 hours", "10 days"] == [one.lines[0][0] for one in found]


def test_every_other_length_has_words() -> None:
    """By party, by track, from a field and until a date."""
    names, default = berth()[1], Period(months=2)

    by_party = write_lengths(ByParty((("CHN", Period(days=60)),), default), names)
    by_track = write_lengths(ByTrack((("first", Period(years=1)),), default), names)
    from_field = write_lengths(FromField("from_day", default), names)
    until = write_lengths(Until("from_day"), names)

    assert (("60 days", "CHN"), ("2 months", "all others")) == by_party[0].lines
    assert (("1 year", "first"), ("2 months", "all others")) == by_track[0].lines
    assert (("as stated under “From”", ""), ("2 months", "if nothing is stated")) == from_field[0].lines
    assert (("until the date under “From”", ""),) == until[0].lines


def test_a_start_that_is_the_earliest_of_several_names_them_all() -> None:
    """Receipt, a date in the filing or in the case, and the end of another limit."""
    start = Earliest((Receipt(), FromFiling("from_day"), FromFact("from_day"), EndOf("answer")))

    expected = (
        "the earliest of: proven receipt; the date under “From” in the filing; the date under “From” in the case; "
        "the end of “Answer”"
    )
    assert expected == write_start(start, berth()[1])


def test_a_term_that_is_no_length_is_written_as_it_is() -> None:
    """Yes and no, lists, words, and nothing."""
    names = berth()[1]

    written = [write_value(value, names)[0].lines[0][0] for value in (True, False, ("a", "b"), "treaty", "", 3)]
    assert ["yes", "no", "a, b", "treaty", "–", "3"] == written


def test_the_exits_that_procedures_share_are_drawn_apart() -> None:
    """What every case can come to stands once; the procedure's own states are drawn in full."""
    procedure, _names = berth()

    exits = exits_of(procedure)

    assert {"suspended", "withdrawn", "superseded", "voided_error"} <= exits
    assert not exits & {"draft", "asked"}


def test_the_state_in_which_a_case_opens_is_drawn_as_a_draft_and_clock_steps_as_such() -> None:
    """The drawing tells what only its party sees, and what happens by itself."""
    procedure, _names = berth()

    assert ["draft"] == [node.key for node in nodes_of(procedure) if node.kind == "draft"]
    assert all(edge.source != edge.target for edge in edges_of(procedure))


def test_a_joint_step_is_marked() -> None:
    """A suspension needs a hand of every party still taking part."""
    procedure, names = berth()

    suspend = next(row for row in step_rows(procedure, names) if row.key == "suspend")

    assert "joint step" in suspend.marks


def test_a_step_that_the_clock_takes_has_no_capacity() -> None:
    """Time passes in no capacity."""
    procedure, names = berth()

    lapse = next(row for row in step_rows(procedure, names) if row.key == "no_answer")

    assert ("", ("by the passing of time",)) == (lapse.capacity, lapse.marks)


def test_product_defaults_are_no_citations() -> None:
    """A procedure that rests on nothing cites nothing."""
    assert {} == collect_citations(berth()[0])


def test_the_treaty_status_of_a_party_begins_with_the_space_treaties_it_is_bound_by() -> None:
    """Every instrument with a row is told once a row, each with source and grade."""
    rows = texts.treaty_status("CHN", date(2026, 11, 20))

    assert {"OST", "ARRA", "LC", "REG"} <= {row.instrument for row in rows if row.bound}
    assert all(row.source and row.grade for row in rows)


def test_a_date_is_written_as_precisely_as_it_is_known() -> None:
    """A day in words, a month or a year as it stands."""
    ost = texts.date_views(texts.instruments.instrument("OST"))

    assert [("In force since", "10 October 1967", "V")] == [
        (d.name, d.text, d.grade) for d in ost if d.name == "In force since"
    ]
