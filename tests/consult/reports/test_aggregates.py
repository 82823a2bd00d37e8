"""Numbers about what is not reported: counted only where nobody can be told from them; and contact tests."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from consult import people
from consult.db import writing
from consult.delivery import drills
from consult.delivery.reachability import points_of
from consult.models.parties import ORGAN
from consult.people import NewContact
from consult.reports.values import Report
from tests.consult.reports.parleys import OPENED, Parleys

ASKED = datetime(2026, 6, 1, 9, tzinfo=UTC)


def silent(parleys: Parleys, states: tuple[str, ...]) -> Report:
    """Let Japan talk with some States, none of which consents, three days after each invitation."""
    for number, state in enumerate(states):
        parleys.open(f"talks {number}", "JPN", [state])
        parleys.say(f"talks {number}", "JPN", "talk", OPENED + timedelta(days=3, hours=1))
    return parleys.report()


def test_two_cases_that_are_not_reported_are_not_counted_either(parleys: Parleys) -> None:
    """Two States: each would know of the other."""
    report = silent(parleys, ("FRA", "KOR"))
    assert report.figure("overview.withheld") is None
    assert report.section("practice") is None


def test_three_cases_with_three_states_are_counted_and_lead_to_no_act(parleys: Parleys) -> None:
    """Their number and the median of their times, without a source and without a name."""
    report = silent(parleys, ("FRA", "KOR", "BRA"))

    withheld, taken = report.figure("overview.withheld"), report.figure("practice.parley.first_talk.LAW_A.P30D")

    assert withheld is not None
    assert taken is not None
    assert (3, ()) == (withheld.value, withheld.sources)
    assert (3 * 86400, ()) == (taken.value, taken.sources)
    assert "cases that are not reported" in taken.reckoned
    assert frozenset() == report.cases


def test_one_state_in_more_than_half_of_the_cases_is_not_counted(parleys: Parleys) -> None:
    """France in three of five."""
    assert silent(parleys, ("FRA", "FRA", "FRA", "KOR", "BRA")).figure("overview.withheld") is None


def test_practice_of_a_part_of_what_is_counted_is_not_told_where_the_rest_would_name_a_state(parleys: Parleys) -> None:
    """Four cases are counted; in three of them the first talk was in time: the fourth would be Korea's alone."""
    parleys.open("late", "JPN", ["KOR"])
    report = silent(parleys, ("FRA", "KOR", "BRA"))

    assert report.figure("overview.withheld") is not None
    assert report.section("practice") is None


def drilled(parleys: Parleys, states: tuple[str, ...]) -> Report:
    """Let the contact points of some States be tested in June; the first of them answers."""
    with writing(parleys.office.engine) as connection:
        for state in states:
            organ = connection.execute(select(ORGAN.c.id).where(ORGAN.c.party_key == state)).scalar_one()
            people.add_contact(connection, None, organ, NewContact("in_app", f"Desk of {state}"))
        number = drills.start(connection, None, ASKED)
        point = points_of(connection, number, party=states[0])[0].id
        drills.answer_here(connection, parleys.office.standings[states[0]], point, ASKED + timedelta(hours=2))
        drills.close_due(connection, ASKED + timedelta(days=60))
    return parleys.report()


def test_the_authors_own_contact_points_are_told_and_those_of_two_others_are_not(parleys: Parleys) -> None:
    """Japan answered; Korea and France would each be known from the number of both."""
    report = drilled(parleys, ("JPN", "KOR", "FRA"))
    figures = {one.key: one.value for one in (report.section("reachability") or report.sections[0]).figures}
    assert {"reachability.own.tried": 1, "reachability.own.answered": 1} == figures


def test_contact_points_of_three_others_are_told_together(parleys: Parleys) -> None:
    """Three States tried, none of them the author; none is named."""
    report = drilled(parleys, ("JPN", "KOR", "FRA", "BRA"))
    section = report.section("reachability")
    assert section is not None
    assert {"own": (1, 1), "others": (3, 0)} == {
        whose: (value_of(report, f"{whose}.tried"), value_of(report, f"{whose}.answered"))
        for whose in ("own", "others")
    }
    assert not [one for one in section.figures if one.sources or not one.reckoned]


def value_of(report: Report, key: str) -> int:
    """Give the number of a figure on contact points."""
    figure = report.figure(f"reachability.{key}")
    assert figure is not None
    return figure.value
