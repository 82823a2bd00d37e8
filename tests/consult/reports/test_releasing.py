"""What may be told, and whose consent it takes: dated cases of Japan with Korea, France and Brazil."""

from datetime import UTC, datetime, timedelta

import pytest

from consult.db import reading
from consult.refusals import Malformed, Unknown
from consult.reports.building import about, build_report, supposing
from consult.reports.scope import Objection, Reach
from consult.reports.values import Report, Withheld
from consult.visibility import Viewer
from tests.consult.reports.parleys import AT, OPENED, Parleys, outputs_of, scope_of

WEEK = timedelta(days=7)


def cases_of(report: Report) -> int:
    """Give the number of cases that a report tells."""
    figure = report.figure("overview.cases")
    assert figure is not None
    return figure.value


def refusal(parleys: Parleys, **scope: object) -> str:
    """Give the sentence with which a report is refused."""
    with pytest.raises(Malformed) as refused:
        parleys.report(**scope)  # type: ignore[arg-type] # whatever a test asks for
    return str(refused.value)


def test_a_case_is_told_when_every_other_state_with_a_stake_has_consented(parleys: Parleys) -> None:
    """Japan talks with Korea and France; both have consented by 1 November."""
    ref = parleys.open("talks", "JPN", ["KOR", "FRA"])

    report = parleys.report(consents=["KOR", "FRA"])

    assert {ref} == report.cases
    assert {"KOR", "FRA"} == set(report.consents)
    assert {} == report.withheld


def test_a_case_of_which_one_of_two_was_silent_is_excluded_and_nothing_names_it(parleys: Parleys) -> None:
    """E1: Korea consented, France did not answer; Korea's consent is not printed either, since nothing rests on it."""
    ref = parleys.open("talks", "JPN", ["KOR", "FRA"])

    report = parleys.report(consents=["KOR"])

    assert {ref: Withheld(ref, "no_consent", ("FRA",))} == report.withheld
    assert 0 == cases_of(report)
    for text in outputs_of(report).values():
        assert ref not in text
        assert "France" not in text
        assert "Korea" not in text


def test_a_consent_given_after_the_date_of_the_report_is_none_yet(parleys: Parleys) -> None:
    """Korea consents on 1 November; the report of 31 October does not know it."""
    parleys.open("talks", "JPN", ["KOR"])

    before = parleys.report(consents=["KOR"], at=datetime(2026, 10, 31, 9, tzinfo=UTC))

    assert 0 == cases_of(before)
    assert 1 == cases_of(parleys.report(consents=["KOR"]))


def test_a_state_that_joined_later_has_to_consent_too(parleys: Parleys) -> None:
    """E2: Brazil was invited in a second letter on 9 March; before it, Korea's consent was enough."""
    ref = parleys.open("talks", "JPN", ["KOR"])
    parleys.take("talks", "JPN", "invite_more", OPENED + WEEK, body={"guests": ["BRA"]})

    report = parleys.report(consents=["KOR"])

    assert ("BRA",) == report.withheld[ref].missing
    assert {ref} == parleys.report(consents=["KOR", "BRA"]).cases


def test_of_a_public_case_everybody_tells_the_public_acts_and_nothing_else(parleys: Parleys) -> None:
    """Korea and Brazil talk; an announcement of 16 March lets everybody know, and Japan tells of it without them. The
    clock's act 4, on one relation, is not told."""
    ref = parleys.open("theirs", "KOR", ["BRA"])
    parleys.say("theirs", "KOR", "say_openly", OPENED + timedelta(days=3))
    parleys.say("theirs", "KOR", "say_to_all", OPENED + timedelta(days=4))
    before = parleys.report(at=OPENED + timedelta(days=10))
    parleys.say("theirs", "KOR", "announce", OPENED + 2 * WEEK)

    report = parleys.report()

    assert 0 == cases_of(before), "nobody knew of it yet"
    assert 0 == cases_of(parleys.report(at=OPENED + timedelta(days=10))), "nor is it known then by hindsight"
    assert {f"{ref}/2", f"{ref}/5"} == {one.id for one in report.sources}
    assert {} == report.consents


def test_acts_of_one_relation_of_ones_own_and_without_prejudice_are_not_told_even_with_consent(
    parleys: Parleys,
) -> None:
    """Korea's reply (C3), Japan's note for itself (C4) and an offer without prejudice have numbers 2, 3 and 4."""
    ref = parleys.open("talks", "JPN", ["KOR"])
    parleys.say("talks", "KOR", "reply", OPENED + timedelta(days=2), track="guest:KOR")
    parleys.say("talks", "JPN", "note_for_us", OPENED + timedelta(days=3))
    parleys.say("talks", "JPN", "offer", OPENED + timedelta(days=4))
    parleys.say("talks", "JPN", "talk", OPENED + timedelta(days=5))

    told = {one.id for one in parleys.report(consents=["KOR"]).sources}
    full = {one.id for one in parleys.report(reach=Reach.FULL).sources}
    parties = {one.id for one in parleys.report(reach=Reach.PARTIES).sources}

    assert {f"{ref}/1", f"{ref}/5"} == told == parties
    assert {f"{ref}/{n}" for n in range(6)} == full


def test_parties_read_what_all_of_them_see_and_nothing_from_before_the_last_one_came(parleys: Parleys) -> None:
    """France joins on 9 March; what was said at C2 on 4 March it has never read, what was said to all it has."""
    ref = parleys.open("talks", "JPN", ["KOR"])
    parleys.say("talks", "JPN", "say_to_parties", OPENED + timedelta(days=2))
    parleys.say("talks", "JPN", "say_to_all", OPENED + timedelta(days=3))
    parleys.take("talks", "JPN", "invite_more", OPENED + WEEK, body={"guests": ["FRA"]})
    parleys.say("talks", "JPN", "say_to_parties", OPENED + 2 * WEEK)

    told = {one.act for one in parleys.report(reach=Reach.PARTIES).sources if one.case == ref}

    assert 2 not in told
    assert {3, 4, 6} <= told
    assert 5 not in told, "the clock's act on the relation with Korea"


def test_exercises_are_in_no_report_of_an_installation_that_is_none(parleys: Parleys) -> None:
    """An exercise beside a case in earnest; asked for by name it is answered as one that does not exist."""
    earnest = parleys.open("earnest", "JPN", ["KOR"])
    exercise = parleys.open("exercise", "JPN", ["KOR"], exercise=True)

    assert {earnest} == parleys.report(consents=["KOR"]).cases
    sentence = refusal(parleys, consents=["KOR"], cases=(exercise,))
    assert f"There is no case “{exercise}” that this report could tell of." in sentence


def test_a_case_asked_for_without_consent_is_refused_and_says_who_is_silent(parleys: Parleys) -> None:
    """Nothing partial is made: the other case asked for is not told either."""
    talks = parleys.open("talks", "JPN", ["KOR", "FRA"])
    other = parleys.open("other", "JPN", ["KOR"])

    sentence = refusal(parleys, consents=["KOR"], cases=(other, talks))

    assert f"Case {talks} cannot be reported: no consent of France is recorded for this report" in sentence
    assert {other} == parleys.report(consents=["KOR"], cases=(other,)).cases


def test_a_case_of_others_and_one_that_there_is_not_are_answered_alike(parleys: Parleys) -> None:
    """Korea's talks with Brazil are no business of Japan's."""
    theirs = parleys.open("theirs", "KOR", ["BRA"])

    foreign, none = (refusal(parleys, cases=(ref,)) for ref in (theirs, "PARLEY-2026-AAAAAA"))

    assert foreign.replace(theirs, "X") == none.replace("PARLEY-2026-AAAAAA", "X")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("until", datetime(2025, 12, 31, tzinfo=UTC).date(), "The period ends on 2025-12-31, before it begins."),
        ("body", "MOON", "There is no body “MOON” that is reported to."),
        ("session", "999", "The body has no session “999”."),
        ("item", "lsc_treaties", "The agenda of the body has no item “lsc_treaties”."),
        ("kind", "poem", "There is no kind of submission “poem”."),
        ("joint", ("XYZ",), "“XYZ” is no other party that could be a joint author."),
    ],
)
def test_a_scope_that_cannot_be_is_refused_with_its_reason(
    parleys: Parleys, field: str, value: object, sentence: str
) -> None:
    """Each fault stands at its field."""
    assert sentence in refusal(parleys, **{field: value})


def test_a_period_that_begins_after_the_report_is_refused(parleys: Parleys) -> None:
    """A report of 20 November cannot cover December."""
    begins, ends = (datetime(2026, 12, day, tzinfo=UTC).date() for day in (1, 31))
    assert "begins on 2026-12-01, after the report" in refusal(parleys, since=begins, until=ends)


def test_nobody_builds_the_report_of_another_state(parleys: Parleys) -> None:
    """Korea asks for Japan's."""
    with reading(parleys.office.engine) as connection, pytest.raises(Unknown):
        build_report(connection, scope_of("JPN"), Viewer("KOR"), forms=parleys.office.docket.forms)


def test_what_a_state_is_asked_to_consent_to_is_drawn_from_its_own_cases_alone(parleys: Parleys) -> None:
    """Korea sees the talks in which it takes part, as they would be told, and nothing of those with France."""
    korea = parleys.open("korea", "JPN", ["KOR"])
    france = parleys.open("france", "JPN", ["FRA"])
    proposed = supposing(scope_of(), ["KOR", "FRA"])

    assert 0 == cases_of(parleys.report())
    supposed = parleys.report(scope=proposed)
    shown = about(supposed, "KOR")

    assert {korea, france} == supposed.cases
    assert {korea} == shown.cases
    assert 1 == cases_of(shown)
    for text in outputs_of(shown).values():
        assert france not in text
        assert "France" not in text


def test_what_a_state_is_shown_names_no_other_case_that_was_asked_for_and_no_objection_of_another(
    parleys: Parleys,
) -> None:
    """The cases were asked for one by one, and France objected to the wording."""
    korea = parleys.open("korea", "JPN", ["KOR"])
    france = parleys.open("france", "JPN", ["FRA"])
    said = Objection("FRA", "That is not so.", OPENED + WEEK)

    report = parleys.report(consents=["KOR", "FRA"], cases=(korea, france), objections=(said,))

    for text in outputs_of(about(report, "KOR")).values():
        assert france not in text
        assert "That is not so." not in text


def test_a_report_of_what_nobody_did_tells_that_no_case_can_be_told(parleys: Parleys) -> None:
    """An empty record is no error."""
    report = parleys.report()
    sentence = report.sections[0].figures[0].sentence
    assert "No case that was under way from 1 January 2026 to 19 November 2026 is reported." == sentence
    assert AT == report.scope.at
