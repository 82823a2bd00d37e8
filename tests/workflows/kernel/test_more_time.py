"""More time for an answer: asked for, granted to one or to all, refused; as often and by as much as the rule allows."""

from dataclasses import replace

import pytest

from tests.workflows.article_ix import FRANCE, JAPAN, KOREA, asked, notice_with, received, served
from tests.workflows.kernel.play import Play
from tests.workflows.test_design_change import notified
from workflows.article_ix.terms import NoticeTerms
from workflows.kernel.limits import BY_OTHER
from workflows.kernel.more_time import ASK, GRANT, GRANT_ALL, REFUSE, extension_of
from workflows.kernel.procedure import Procedure
from workflows.kernel.reckoning import Period
from workflows.kernel.terms import AGREEMENT
from workflows.kernel.words import Binding
from workflows.ost9 import notice

STEPS = {ASK, GRANT, GRANT_ALL, REFUSE}
ON_KOREA = f"addressee:{KOREA}"


def asked_by_korea() -> Play:
    """Play until Korea, whose reply is due by 12 February, has asked for more time on the 1st."""
    play = received()
    play.take(ASK, KOREA, "2027-02-01", track=ON_KOREA)
    return play


def replies(play: Play) -> tuple[str, str]:
    """Say when the replies of Korea and of France end."""
    return play.ends(f"reply:{KOREA}"), play.ends(f"reply:{FRANCE}")


def test_more_time_for_one_moves_that_period_alone() -> None:
    """Asking moves nothing; granted on 2 February, Korea has until the 27th and France until the 12th as before."""
    play = asked_by_korea()
    assert ("2027-02-12", "2027-02-12") == replies(play)
    play.take(GRANT, JAPAN, "2027-02-02", track=ON_KOREA)

    assert ("2027-02-27", "2027-02-12") == replies(play)
    assert play.case == play.replayed()


def test_the_longer_period_ends_with_its_new_last_day() -> None:
    """On the old last day, the day after it, the day before the new one and that day itself Korea may reply; then no
    reply is recorded."""
    play = asked_by_korea()
    play.take(GRANT, JAPAN, "2027-02-02", track=ON_KOREA)
    states = []
    for day in ("12", "13", "26", "27", "28"):
        play.pass_time(f"2027-02-{day}")
        states.append(play.state(ON_KOREA))

    assert ["received", "received", "received", "received", "silent"] == states


def test_more_time_for_all_moves_every_period_that_runs() -> None:
    """France did not ask and has until the 27th too; nobody has to have asked."""
    for play in (asked_by_korea(), received()):
        play.take(GRANT_ALL, JAPAN, "2027-02-02")
        assert ("2027-02-27", "2027-02-27") == replies(play)
        assert f"{GRANT}@{ON_KOREA}" not in play.offered(JAPAN, "2027-02-03")
        assert play.case == play.replayed()


def test_a_period_that_is_over_is_not_among_all() -> None:
    """France has said that it has no objection, and only Korea's period is longer."""
    play = asked_by_korea()
    play.take("record_no_objection", FRANCE, "2027-02-01", track=f"addressee:{FRANCE}")
    play.take(GRANT_ALL, JAPAN, "2027-02-02")

    assert ("2027-02-27", "stopped 2027-02-12") == replies(play)


def test_a_refusal_leaves_the_period_and_a_new_request_may_follow() -> None:
    """Refused on the 2nd, asked again on the 3rd, granted on the 4th."""
    play = asked_by_korea()
    play.take(REFUSE, JAPAN, "2027-02-02", track=ON_KOREA)
    assert ("2027-02-12", "2027-02-12") == replies(play)
    assert f"{GRANT}@{ON_KOREA}" not in play.offered(JAPAN, "2027-02-02")
    play.take(ASK, KOREA, "2027-02-03", track=ON_KOREA)
    play.take(GRANT, JAPAN, "2027-02-04", track=ON_KOREA)

    assert "2027-02-27" == play.ends(f"reply:{KOREA}")


def test_a_request_is_answered_once_and_not_repeated_while_it_waits() -> None:
    """Korea cannot ask twice; Japan cannot grant what nobody asked for, and cannot grant twice."""
    play = asked_by_korea()
    twice = play.refused(ASK, KOREA, "2027-02-02", track=ON_KOREA)
    unasked = play.refused(GRANT, JAPAN, "2027-02-02", track=f"addressee:{FRANCE}")
    play.take(GRANT, JAPAN, "2027-02-02", track=ON_KOREA)
    again = play.refused(GRANT, JAPAN, "2027-02-03", track=ON_KOREA)

    assert "Not while “Ask for more time for “Reply”” waits for an answer." == str(twice)
    assert {"“Ask for more time for “Reply”” has not been taken, or is answered."} == {str(unasked), str(again)}


def test_the_rule_says_how_often_and_by_how_much() -> None:
    """Twice fifteen days, to 14 March; a third time is refused to all who would ask or grant it."""
    play = asked_by_korea()
    play.take(GRANT, JAPAN, "2027-02-02", track=ON_KOREA)
    play.take(ASK, KOREA, "2027-02-20", track=ON_KOREA)
    play.take(GRANT, JAPAN, "2027-02-21", track=ON_KOREA)
    assert "2027-03-14" == play.ends(f"reply:{KOREA}")

    refused = play.refused(ASK, KOREA, "2027-03-01", track=ON_KOREA)
    assert "“Reply” was extended as often as the rule allows." == str(refused)
    assert "“Reply” cannot be extended now." == str(play.refused(GRANT_ALL, JAPAN, "2027-03-01"))


def test_a_period_that_has_passed_or_stands_still_is_not_extended() -> None:
    """On the last day Korea may ask, the day after it may not; nor while its questions wait for an answer."""
    play = received()
    assert f"{ASK}@{ON_KOREA}" in play.offered(KOREA, "2027-02-12T14:00")
    play.pass_time("2027-02-13")
    assert f"{ASK}@{ON_KOREA}" not in play.offered(KOREA, "2027-02-13")

    play = received()
    play.take("ask_information", KOREA, "2027-01-20", track=ON_KOREA)
    assert f"{ASK}@{ON_KOREA}" not in play.offered(KOREA, "2027-01-21")


@pytest.mark.parametrize("who", [FRANCE, JAPAN], ids=["another State addressed", "the planning State"])
def test_only_the_party_whose_period_it_is_asks(who: str) -> None:
    """Neither the one that waits for the answer nor one that owes another answer."""
    assert f"{ASK}@{ON_KOREA}" not in received().offered(who, "2027-02-01")


def test_a_party_does_not_grant_itself_more_time() -> None:
    """Korea, which asked, is offered none of the answers, nor is France."""
    play = asked_by_korea()
    for who in (KOREA, FRANCE):
        assert set() == {step.partition("@")[0] for step in play.offered(who, "2027-02-02")} & {
            GRANT,
            GRANT_ALL,
            REFUSE,
        }


def test_an_emergency_is_extended_by_hours() -> None:
    """Served at 12:00 on 11 January in an emergency: 24 hours from receipt on the 13th at noon, and twelve more."""
    play = served(urgency="emergency", urgency_reason="A debris cloud", earliest_start="2027-01-20")
    filing = {"channel": "note", "received_at": {"at": "2027-01-13T12:00:00+00:00", "zone": "UTC"}}
    play.take("record_receipt", JAPAN, "2027-01-13", track=KOREA, filing=filing)
    assert "2027-01-14T12:00:00" == play.ends(f"reply:{KOREA}")
    play.take(ASK, KOREA, "2027-01-13T18:00", track=ON_KOREA)
    play.take(GRANT, JAPAN, "2027-01-13T19:00", track=ON_KOREA)

    assert "2027-01-15T00:00:00" == play.ends(f"reply:{KOREA}")


def test_the_planning_state_asks_the_requesting_one_for_its_answer() -> None:
    """Asked on 11 January, the answer is due on 1 February; with fifteen days more on the 16th."""
    play = asked()
    play.take(ASK, JAPAN, "2027-01-20", track="planning:JPN")
    play.take(GRANT, FRANCE, "2027-01-21", track="planning:JPN")
    assert "2027-02-16" == play.ends("answer:JPN")


def test_a_partner_has_ten_days_more_to_acknowledge_a_design_change_once() -> None:
    """Until 11 March 2027, then until the 21st; no second time."""
    play = notified()
    play.take(ASK, "JPN", "2027-03-09", track="partner:JPN")
    play.take(GRANT, "USA", "2027-03-10", track="partner:JPN")
    assert ("2027-03-21", "2027-03-11") == (play.ends("acknowledgement:JPN"), play.ends("acknowledgement:RUS"))
    assert f"{ASK}@partner:JPN" not in play.offered("JPN", "2027-03-15")


def under(**agreed: str) -> Procedure:
    """Build the duty to consult under an agreement that gives these periods."""
    return notice(replace(NoticeTerms(), level="agency").layered(AGREEMENT, agreed, "AGR 4"))


def has_steps(procedure: Procedure) -> set[str]:
    """Give the steps for more time that a procedure has."""
    return STEPS & procedure.rows.keys()


def test_a_period_that_an_agreement_sets_is_extended_only_where_its_clause_says_so() -> None:
    """A reply of twenty days by agreement has no extension on request, unless the agreement gives one too."""
    assert set() == has_steps(under(reply="P20D"))
    assert STEPS == has_steps(under(reply="P20D", reply_extension="P5D"))
    assert STEPS == has_steps(notice_with(reply_extensions=1))


@pytest.mark.parametrize(
    ("binding", "by_clause", "allowed"),
    [
        ("LAW_T", True, False),
        ("LAW_N", True, False),
        ("LAW_A", False, False),
        ("LAW_A", True, True),
        ("SOFT", False, True),
        ("DEFAULT", False, True),
    ],
)
def test_what_a_treaty_or_a_national_rule_sets_is_never_extended_on_request(
    binding: str, by_clause: bool, allowed: bool
) -> None:
    """Whatever a clause says of it."""
    rule = extension_of(Binding(binding), Period(days=5), 2, by_clause=by_clause)
    assert allowed == (rule is not None)
    assert rule is None or (BY_OTHER, 2, Period(days=5)) == (rule.by, rule.times, rule.length)
