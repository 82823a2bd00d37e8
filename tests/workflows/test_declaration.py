"""Standing declarations: what stands, what a new version and a new year do, whom it is told to, and how it ends."""

import pytest

from tests.workflows.kernel.play import Play, hand
from workflows.declaration import DeclarationTerms, declaration
from workflows.kernel.describe import sentence
from workflows.kernel.describe_page import page
from workflows.kernel.view import Facts
from workflows.lunar.activity import REGISTER
from workflows.lunar_notice import FORMS

JAPAN, KOREA, BRAZIL, OFFICE = "JPN", "KOR", "BRA", "OOSA"
PROCEDURE = declaration(DeclarationTerms())


def declared(at: str = "2027-02-01") -> Play:
    """Play until Japan has declared permanent information to Korea, on 1 February 2027."""
    play = Play(PROCEDURE, at, {"declaring": [JAPAN]}, Facts())
    play.take("declare", JAPAN, at, filing={"addressees": [KOREA]})
    return play


def test_every_declaration_is_voluntary_and_its_one_number_the_product_s() -> None:
    """The text behind it binds nobody, and no period is law."""
    assert {"SOFT"} == {str(cited.binding) for cited in PROCEDURE.under}
    assert {"DEFAULT"} == {str(limit.binding) for limit in PROCEDURE.limits}


def test_a_declaration_is_told_to_those_named_and_to_the_secretariat() -> None:
    """Before it is filed nobody else takes part; from then on Korea and the secretariat do."""
    play = Play(PROCEDURE, "2027-02-01", {"declaring": [JAPAN]}, Facts())
    assert set() == play.offered(KOREA, "2027-02-01")
    act = play.take("declare", JAPAN, "2027-02-01", filing={"addressees": [KOREA]})
    assert {KOREA, OFFICE} <= set(act.told)
    assert "Japan declared permanent information to the Republic of Korea" in sentence(
        PROCEDURE, act, {JAPAN: "Japan", KOREA: "the Republic of Korea"}
    )
    assert play.state() == "standing"
    assert play.state("addressee:KOR") == "told"


def test_nobody_declares_to_itself() -> None:
    """The filing is refused, and the case stays a draft."""
    play = Play(PROCEDURE, "2027-02-01", {"declaring": [JAPAN]}, Facts())
    refused = play.refused("declare", JAPAN, "2027-02-01", filing={"addressees": [JAPAN, KOREA]})
    assert "addressees" in {one.field for one in refused.refusals}
    assert play.state() == "draft"


def test_a_meaning_of_its_own_is_given_in_words() -> None:
    """Whoever chooses it without words is refused; with words it is declared."""
    play = Play(PROCEDURE, "2027-02-01", {"declaring": [JAPAN]}, Facts())
    own = {
        "addressees": [KOREA], "meaning": "own", "authority": "MOFA", "sent_by": "A note verbale",
        "contact": {"channel": "mail", "address": "desk@mofa.example"}, "authorising_authority": "The cabinet office",
        "responsibility": "We answer for it.",
    }  # fmt: skip
    refused = play.refused("declare", JAPAN, "2027-02-01", filing=own, exact=True)
    assert {"meaning_words"} == {one.field for one in refused.refusals}
    play.take("declare", JAPAN, "2027-02-01", filing=own | {"meaning_words": "Loss of a result."}, exact=True)
    assert play.state() == "standing"


@pytest.mark.parametrize(
    ("day", "clock", "status"),
    [("2028-01-31", [], "running"), ("2028-02-01", [], "running"), ("2028-02-02", ["annual"], "lapsed")],
    ids=["the-day-before", "the-day", "the-day-after"],
)
def test_a_year_after_it_the_declaring_state_is_reminded_and_nothing_else_follows(
    day: str, clock: list[str], status: str
) -> None:
    """From 1 February 2027 to 1 February 2028; the declaration stands all the same, and annual information is open."""
    play = declared()
    assert "2028-02-01" == play.ends("annual")
    assert clock == play.pass_time(day)
    assert status == play.case.limits["annual"].status
    assert play.state() == "standing"
    assert "declare_year" in play.offered(JAPAN, day)


def test_annual_information_starts_the_year_anew_and_a_new_version_does_not() -> None:
    """Told on 1 March 2027 it is next due on 1 March 2028, whatever is replaced in between."""
    play = declared()
    play.take("declare_year", JAPAN, "2027-03-01", filing={"year": 2027})
    assert "2028-03-01" == play.ends("annual")
    play.take("replace", JAPAN, "2027-06-01", filing={"addressees": [KOREA]})
    assert "2028-03-01" == play.ends("annual")
    late = play.take("declare_year", JAPAN, "2028-06-01", filing={"year": 2028})
    assert not late.late
    assert "2029-06-01" == play.ends("annual")


@pytest.mark.parametrize(("ends", "fits"), [("2027-05-31", False), ("2027-06-01", True), ("2027-06-02", True)])
def test_a_planned_activity_does_not_end_before_it_begins(ends: str, fits: bool) -> None:
    """It may end on its first day."""
    play = declared()
    one = {"title": "Rover", "operator": "JAXA", "where": "The rim", "starts": "2027-06-01", "ends": ends}
    filing = {"year": 2027, "activities": [one]}
    if fits:
        play.take("declare_year", JAPAN, "2027-03-01", filing=filing)
        assert "2028-03-01" == play.ends("annual")
    else:
        refused = play.refused("declare_year", JAPAN, "2027-03-01", filing=filing)
        assert all(one.field.startswith("activities") for one in refused.refusals)


def test_a_year_in_which_nothing_is_planned_is_information_too() -> None:
    """The list may stay empty."""
    play = declared()
    play.take("declare_year", JAPAN, "2027-03-01", filing={"year": 2027, "activities": []})
    assert "2028-03-01" == play.ends("annual")


def test_a_new_version_is_before_all_who_were_told_and_may_be_acknowledged_anew() -> None:
    """Korea has acknowledged the first version; of the second it was told."""
    play = declared()
    play.take("acknowledge", KOREA, "2027-02-03", track="addressee:KOR")
    assert play.state("addressee:KOR") == "acknowledged"
    play.take("replace", JAPAN, "2027-06-01", filing={"addressees": [KOREA]})
    assert play.state("addressee:KOR") == "told"
    play.take("add_addressees", JAPAN, "2027-06-02", filing={"addressees": [BRAZIL]})
    assert play.state("addressee:BRA") == "told"
    assert play.replayed() == play.case


@pytest.mark.parametrize("step", ["replace", "declare_year", "add_addressees", "end", "notify_activity"])
def test_nobody_declares_for_another(step: str) -> None:
    """An addressee has none of the declaring State's steps."""
    play = declared()
    assert step in play.offered(JAPAN, "2027-02-02")
    assert step not in play.offered(KOREA, "2027-02-02")
    assert play.refused(step, KOREA, "2027-02-02").refusals


def test_an_office_that_only_drafts_declares_nothing() -> None:
    """A declaration is dispatched, as a notice is."""
    play = Play(PROCEDURE, "2027-02-01", {"declaring": [JAPAN]}, Facts())
    assert "declare" not in play.offered(hand(JAPAN, "draft"), "2027-02-01")


def test_once_it_has_ended_nothing_stands_and_nothing_more_is_declared() -> None:
    """The reminder ends with it; Korea may still acknowledge what it was told."""
    play = declared()
    play.take("end", JAPAN, "2027-09-01")
    assert play.state() == "ended"
    assert play.ends("annual").startswith("stopped")
    assert {"replace", "declare_year"}.isdisjoint(play.offered(JAPAN, "2027-09-02"))
    assert play.refused("replace", JAPAN, "2027-09-02", filing={"addressees": [KOREA]}).refusals
    assert "acknowledge@addressee:KOR" in play.offered(KOREA, "2027-09-02")


def test_the_description_says_what_stands() -> None:
    """A lawyer reads it in the row of the step."""
    assert "stands until it is replaced or the case ends, and begins later papers of its party" in page(PROCEDURE)


def test_permanent_information_stands_and_annual_information_does_not() -> None:
    """What is planned for one year begins no other paper; what is declared for good does."""
    standing = {row.key for row in PROCEDURE.steps if row.stands}
    assert {"declare", "replace"} == standing


def test_the_notice_beside_it_is_one_by_which_an_activity_is_registered() -> None:
    """So that comparisons with the register see it."""
    link = next(row.link for row in PROCEDURE.steps if row.key == "notify_activity")
    assert link is not None
    notices = {form.key: form.with_defaults() for form in FORMS}
    assert REGISTER in {row.registers for row in notices[str(link.procedure)].steps}
