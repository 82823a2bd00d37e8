"""Precaution against contamination, declared without a consultation (OST IX second sentence)."""

from tests.workflows.kernel.play import Play, hand
from workflows.kernel.view import Facts
from workflows.precaution import PrecautionTerms, precaution

PROCEDURE = precaution(PrecautionTerms())
JAPAN, FRANCE = "JPN", "FRA"


def declared(world: Facts | None = None) -> Play:
    """Play until Japan has declared on 11 January 2027 and told France."""
    play = Play(PROCEDURE, "2027-01-04", {"declaring": [JAPAN]}, world or Facts({"available": False}))
    play.take("declare_precaution", JAPAN, "2027-01-11", filing={"informed": [FRANCE]})
    return play


def test_an_assessment_is_cleared_inside_and_told_to_nobody() -> None:
    """An authorising official clears it; the ministry declares."""
    play = Play(PROCEDURE, "2027-01-04", {"declaring": [JAPAN]})
    assert () == play.take("assess_contamination", hand(JAPAN, "clear"), "2027-01-04").told
    assert "foreign ministry" in str(play.refused("declare_precaution", hand(JAPAN, "clear"), "2027-01-05"))


def test_a_declaration_asks_for_both_directions_the_measures_and_the_standard_relied_on() -> None:
    """Forward and backward contamination, and a standard such as a category of the COSPAR policy."""
    row = next(row for row in PROCEDURE.steps if row.key == "declare_precaution")
    assert {"forward", "backward", "measures", "standard", "category"} <= {f.key for f in row.filing.fields}
    standard = row.filing.field("standard")
    assert ("cospar", "SOFT") == (standard.options[0][0], str(standard.under.binding))


def test_a_declaration_needs_no_consultation_and_opens_none() -> None:
    """States are told; nothing is due."""
    play = declared()
    assert ("declared", "told", {}) == (play.state(), play.state("informed:FRA"), play.case.limits)


def test_a_declaration_under_the_treaty_needs_the_treaty() -> None:
    """A State that is not bound is told so."""
    play = Play(
        PROCEDURE, "2027-01-04", {"declaring": [JAPAN]}, Facts({"bound": {"bound": False, "reason": "Not in force"}})
    )
    assert "Not in force" in str(play.refused("declare_precaution", JAPAN, "2027-01-11"))


def test_questions_are_answered_or_refused_with_a_category_and_time_moves_nothing() -> None:
    """Fifteen days from 15 January 2027, a product default."""
    play = declared()
    play.take("ask_information", FRANCE, "2027-01-15")
    assert "2027-01-30" == play.ends("information:FRA")
    play.pass_time("2027-03-01")
    assert "asking" == play.state("informed:FRA")
    assert play.take("refuse_information", JAPAN, "2027-03-01", filing={"category": "unavailable"}).late
    assert "answered" == play.state("informed:FRA")


def test_a_consultation_stands_beside_it_where_one_is_available() -> None:
    """The link is a closed offer where the procedure is not in the catalogue."""
    assert "“Consultation before a planned activity” is not installed here" in str(
        declared().refused("open_consultation", JAPAN, "2027-02-01")
    )
    play = declared(Facts({"available": True}))
    play.take("open_consultation", JAPAN, "2027-02-01")
    assert "declared" == play.state()


def test_the_declaration_is_renewed_and_closed_with_the_activity() -> None:
    """Each version is an act; the record reads back."""
    play = declared()
    play.take("renew_declaration", JAPAN, "2027-02-01")
    play.take("close_declaration", JAPAN, "2030-01-15")
    assert "closed" == play.state()
    assert play.replayed() == play.case
