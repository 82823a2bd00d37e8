"""Submissions to COPUOS: the scope, consent, clearance, the secretariat, the issue, and what follows (13.4)."""

import json
from dataclasses import replace

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.submitted import (
    BRAZIL,
    FRANCE,
    INDIA,
    JAPAN,
    KOREA,
    OFFICE,
    SCOPE,
    SUBMISSION,
    ask,
    asked,
    clear,
    issued,
    office,
    reviewed,
    scoped,
    sent,
    translated,
)
from tests.workflows.test_ost9_random import Wanderer
from workflows.copuos import REPORT, copuos
from workflows.kernel.acts import Act
from workflows.kernel.language import Procedure
from workflows.kernel.terms import TermsError
from workflows.kernel.view import Facts
from workflows.reporting import kinds
from workflows.submitting.terms import SubmissionTerms

OURS = Facts({"matter": None})


def test_no_period_of_a_submission_is_law() -> None:
    """Ten weeks, ten and fifteen days are the product's own; the rest is practice."""
    assert {"DEFAULT"} == {str(limit.binding) for limit in SUBMISSION.limits}
    assert {"LAW_T", "SOFT", "DEFAULT"} == {str(c.binding) for row in SUBMISSION.steps for c in row.under}


def test_every_state_of_the_machine_is_there() -> None:
    """The table of the specification, and what all procedures have."""
    told = (
        "scoped compiled redaction_review consent_pending cleared transmitted received queried slotted translated "
        "issued presented reflected closed withdrawn missed_deadline"
    )
    assert set() == set(told.split()) - {state.key for state in SUBMISSION.states}
    triggers = (
        "compile review ask_consent enter_cleared transmit query answer slot translate issue withdraw correct "
        "objection_by_other_state miss_slot enter_scoped present reflect enter_closed"
    )
    assert set() == set(triggers.split()) - set(SUBMISSION.rows)


# --- the scope ---


def test_the_scope_gives_the_days_that_count() -> None:
    """The 64th session is expected from 1 to 12 February 2027: ten weeks before it is 23 November 2026."""
    play = scoped()
    assert ("2026-11-23", "2027-02-12") == (play.ends("slot"), play.ends("session"))
    assert ("2027-02-01", "2027-02-12") == (play.case.facts["first_day"], play.case.facts["last_day"])


def test_a_period_backwards_is_refused_at_its_field() -> None:
    """The last day does not lie before the first."""
    play = Play(SUBMISSION, "2026-09-28", {"author": [JAPAN]}, OURS)
    no = play.refused("scope", JAPAN, "2026-09-28", filing={**SCOPE, "since": "2026-08-31", "until": "2026-01-01"})
    assert ["until"] == [one.field for one in no.refusals]
    assert "“Last day of the period” (1 January 2026) lies before “First day of the period” (31 August 2026)." in str(
        no
    )
    assert play.state() == "draft"


@pytest.mark.parametrize(
    ("filing", "field", "says"),
    [
        ({"session": "LSC-66"}, "session", "is not of “Scientific and Technical Subcommittee of the Committee"),
        ({"item": "lsc_treaties"}, "item", "is not of “Scientific and Technical Subcommittee of the Committee"),
        ({"session": "STSC-63"}, "session", "was over on 13 February 2026; choose from “Scientific and Technical"),
        ({"session": "elsewhere"}, "session_told", "must be given, since “Session” is “Another one, which I name”"),
        ({"item": "elsewhere"}, "item_told", "must be given"),
        ({"joint": [JAPAN]}, "joint", "A party does not address itself."),
    ],
    ids=["session-of-another", "item-of-another", "over", "not-named", "item-not-named", "oneself"],
)
def test_a_scope_that_does_not_fit_is_refused_with_the_reason(filing: dict[str, object], field: str, says: str) -> None:
    """Each at its own question, with what can be chosen instead."""
    play = Play(SUBMISSION, "2026-09-28", {"author": [JAPAN]}, OURS)
    body = {**SCOPE, "heading": "Report", **filing}
    no = play.refused("scope", JAPAN, "2026-09-28", filing=body, exact=True)
    assert field in [one.field for one in no.refusals]
    assert says in next(one.sentence for one in no.refusals if one.field == field)


def test_a_session_that_no_table_has_is_named_with_its_days() -> None:
    """The Conference on Disarmament meets by its own calendar."""
    play = Play(SUBMISSION, "2026-09-28", {"author": [JAPAN]}, OURS)
    other = {"body": "CD", "session": "elsewhere", "item": "cd_arms_race", "session_told": "Second part of 2027"}
    days = {"starts_on": "2027-05-17", "ends_on": "2027-07-02"}
    play.take("scope", JAPAN, "2026-09-28", filing={**SCOPE, **other, **days})
    assert ("2027-03-08", "2027-07-02") == (play.ends("slot"), play.ends("session"))


def test_a_case_of_others_is_not_in_scope_and_nobody_learns_whether_it_exists() -> None:
    """The refusal names the entry; a case that there is not is answered alike."""
    nothing = Facts({"matter": {"parties": [], "offices": [], "open": False}})
    play = Play(SUBMISSION, "2026-09-28", {"author": [JAPAN]}, nothing)
    body = {**SCOPE, "cases": [{"case_ref": "CONJ-2026-ZZZZZZ"}]}
    no = play.refused("scope", JAPAN, "2026-09-28", filing=body)
    assert ["cases/0/case_ref"] == [one.field for one in no.refusals]
    assert "You take part in no case “CONJ-2026-ZZZZZZ”: name cases of your own." in str(no)


def test_the_days_are_entered_as_announced_and_everything_counts_from_them() -> None:
    """Expected days are no facts: whoever learns better says so, and the limits move."""
    play = scoped()
    days = {"starts_on": "2027-02-08", "ends_on": "2027-02-19"}
    play.take("enter_days", JAPAN, "2026-10-01", filing=days)
    assert ("2026-11-30", "2027-02-19") == (play.ends("slot"), play.ends("session"))
    no = play.refused("enter_days", JAPAN, "2026-10-02", filing={"starts_on": "2027-02-19", "ends_on": "2027-02-08"})
    assert ["ends_on"] == [one.field for one in no.refusals]


def test_an_installation_corrects_sessions_in_its_terms() -> None:
    """A line in terms/copuos.toml; one that cannot be read stops the opening, with the key."""
    terms = SubmissionTerms().layered(
        "installation", {"sessions": "STSC 64: 2027-02-08 to 2027-02-19; LSC 66: 2027-05-03 to 2027-05-14"}
    )
    play = scoped(procedure=copuos(terms))
    assert ("2026-11-30", "2027-02-19") == (play.ends("slot"), play.ends("session"))
    with pytest.raises(TermsError, match="sessions: “soon” is not written as"):
        copuos(replace(SubmissionTerms(), sessions="soon"))


def test_only_the_author_and_joint_authors_know_of_it_before_it_is_transmitted() -> None:
    """Whose information is in it, and which cases, is for the author alone."""
    play = scoped(joint=[KOREA])
    assert (KOREA,) == play.acts[-1].told
    specs = {field.key: field.level for field in SUBMISSION.rows["scope"][0].filing.fields}  # type: ignore[union-attr]  # it asks
    assert ("C4", "C4") == (specs["affected"], specs["cases"])
    assert "affected" not in play.case.facts
    assert {"C4"} == {row.level for key in ("compile", "review") for row in SUBMISSION.rows[key]}


# --- consent ---


def test_each_affected_party_reads_its_own_request_and_no_other() -> None:
    """The request lies on the track of its party; neither the other party nor a joint author is told of it."""
    play = reviewed(FRANCE, BRAZIL, joint=[KOREA])
    act = ask(play, FRANCE)
    assert ("affected:FRA", "C3", (FRANCE,)) == (act.track, act.level, act.told)
    ask(play, BRAZIL)
    assert (BRAZIL,) == play.acts[-1].told
    assert SUBMISSION.role("affected").apart  # type: ignore[union-attr]  # it is there
    assert "consent@affected:BRA" not in play.offered(FRANCE, "2026-10-02")


def test_nobody_named_as_affected_is_left_unasked() -> None:
    """The document is not cleared over a party that was named and not asked."""
    play = reviewed(FRANCE, BRAZIL)
    ask(play, FRANCE)
    play.take("consent", FRANCE, "2026-10-02", track="affected:FRA")
    no = play.refused("enter_cleared", JAPAN, "2026-10-02")
    assert "BRA was named as affected and was not asked for consent." in str(no)


@pytest.mark.parametrize(
    ("day", "clock", "state"),
    [("2026-10-15", [], "asked"), ("2026-10-16", [], "asked"), ("2026-10-17", ["exclude"], "silent")],
    ids=["the-day-before", "the-day", "the-day-after"],
)
def test_e1_silence_refuses_when_the_period_ends(day: str, clock: list[str], state: str) -> None:
    """Asked on 1 October 2026, fifteen days: the party is left out on the day after, and not before."""
    play = asked(FRANCE)
    assert "2026-10-16" == play.ends("consent:FRA")
    assert clock == play.pass_time(day)
    assert state == play.state("affected:FRA")
    assert state not in REPORT.told


def test_e2_a_party_asked_later_has_the_whole_period_and_nobody_else_has_more() -> None:
    """France was asked on 1 October, Brazil on the 12th after the text was cleared: it is cleared once more."""
    play = asked(FRANCE)
    play.take("consent", FRANCE, "2026-10-05", track="affected:FRA")
    clear(play, "2026-10-06")
    ask(play, BRAZIL, "2026-10-12")
    assert ("consent_pending", "2026-10-27") == (play.state(), play.ends("consent:BRA"))
    assert ("consented", "asked") == (play.state("affected:FRA"), play.state("affected:BRA"))
    assert "may still answer" in str(play.refused("enter_cleared", JAPAN, "2026-10-13"))


def test_e5_a_late_answer_is_taken_until_the_issue_and_marked_late() -> None:
    """Silence is no answer for ever."""
    play = asked(FRANCE)
    play.pass_time("2026-10-17")
    act = play.take("consent", FRANCE, "2026-10-20", track="affected:FRA")
    assert (True, "consented") == (act.late, play.state("affected:FRA"))


def test_a_party_consents_to_some_of_its_cases() -> None:
    """It names them; a list without one is no consent in part."""
    play = reviewed(FRANCE)
    ask(play, FRANCE, "2026-10-01", "CONJ-2026-AAAAAA", "CONJ-2026-BBBBBB")
    assert "allowed" in {one.field for one in _empty_list(play)}
    play.take(
        "consent_in_part", FRANCE, "2026-10-02", track="affected:FRA",
        filing={"allowed": [{"case_ref": "CONJ-2026-AAAAAA"}]},
    )  # fmt: skip
    assert play.state("affected:FRA") == "consented_in_part"
    assert play.state("affected:FRA") in REPORT.told


def _empty_list(play: Play) -> tuple[object, ...]:
    no = play.refused("consent_in_part", FRANCE, "2026-10-02", track="affected:FRA", filing={"allowed": []}, exact=True)
    return no.refusals


def test_a_refusal_gives_its_reason_and_nothing_of_that_party_is_told() -> None:
    """No reason is judged; the document goes on without it."""
    play = asked(FRANCE)
    act = play.take("refuse_consent", FRANCE, "2026-10-02", track="affected:FRA", filing={"reason": "Talks go on."})
    assert ("C3", (JAPAN,), "refused") == (act.level, act.told, play.state("affected:FRA"))
    clear(play, "2026-10-03")
    assert play.state() == "cleared"


def test_consent_taken_back_before_the_transmission_has_the_document_cleared_anew() -> None:
    """Cleared with France in it, it is cleared no more."""
    play = asked(FRANCE)
    play.take("consent", FRANCE, "2026-10-02", track="affected:FRA")
    clear(play, "2026-10-03")
    play.take("take_consent_back", FRANCE, "2026-10-04", track="affected:FRA")
    assert ("consent_pending", "taken_back") == (play.state(), play.state("affected:FRA"))
    assert "transmit" not in play.offered(JAPAN, "2026-10-04")


def test_consent_taken_back_after_the_transmission_holds_the_issue_until_the_document_is_replaced() -> None:
    """A withdrawn release changes the document."""
    play = translated(FRANCE)
    play.take("take_consent_back", FRANCE, "2026-10-07", track="affected:FRA")
    assert ("translated", ("release_withdrawn",)) == (play.state(), play.case.flags)
    no = play.refused("issue", office(), "2026-10-08", filing={"symbol": "A/AC.105/1401", "dated_on": "2026-10-08"})
    assert "A party took its consent back after the transmission; the author has to replace the document first." in str(
        no
    )
    play.take("replace_document", JAPAN, "2026-10-08")
    play.take("issue", office(), "2026-10-08", filing={"symbol": "A/AC.105/1401", "dated_on": "2026-10-08"})
    assert ("issued", ()) == (play.state(), play.case.flags)


def test_after_the_issue_nothing_is_taken_back() -> None:
    """What is public can be corrected."""
    play = issued(FRANCE)
    no = play.refused("take_consent_back", FRANCE, "2026-10-08", track="affected:FRA")
    assert "The document is public since its issue: what it tells can be corrected, and not be taken back." in str(no)


def test_a_changed_scope_has_consent_asked_anew() -> None:
    """Consent is for one report alone."""
    play = asked(FRANCE)
    play.take("consent", FRANCE, "2026-10-02", track="affected:FRA")
    play.take("change_scope", JAPAN, "2026-10-03", filing={**SCOPE, "until": "2026-09-30"})
    assert ("scoped", "lapsed") == (play.state(), play.state("affected:FRA"))
    assert "lapsed" not in REPORT.told
    play.take("compile", JAPAN, "2026-10-04")
    play.take("review", JAPAN, "2026-10-04", filing={"affected": [FRANCE]})
    ask(play, FRANCE, "2026-10-04")
    assert ("asked", "2026-10-19") == (play.state("affected:FRA"), play.ends("consent:FRA"))


# --- clearance and authors ---


@pytest.mark.parametrize(
    ("day", "late"),
    [("2026-10-08", False), ("2026-10-09", False), ("2026-10-10", True)],
    ids=["the-day-before", "the-day", "the-day-after"],
)
def test_a_review_after_ten_days_is_marked_late_and_not_refused(day: str, late: bool) -> None:
    """Compiled on 29 September 2026; the target is the product's own."""
    play = scoped()
    play.take("compile", JAPAN, "2026-09-29")
    assert "2026-10-09" == play.ends("review")
    assert late == play.take("review", JAPAN, day).late


def test_law_security_and_press_clear_separately_and_all_of_them() -> None:
    """One that withholds holds the document; a new version is cleared anew."""
    play = reviewed()
    play.take("give_clearance", JAPAN, "2026-10-02", track="clearance:legal")
    play.take("withhold_clearance", JAPAN, "2026-10-02", track="clearance:security")
    play.take("give_clearance", JAPAN, "2026-10-02", track="clearance:press")
    no = play.refused("enter_cleared", JAPAN, "2026-10-02")
    assert "Law, security and press have not all cleared it." in str(no)
    play.take("compile", JAPAN, "2026-10-03")
    assert {"pending"} == {play.state(f"clearance:{kind}") for kind in ("legal", "security", "press")}
    clear(play, "2026-10-04")
    assert play.state() == "cleared"


def test_a_joint_author_stands_behind_the_text_as_cleared_or_is_none() -> None:
    """Japan, Korea and an organisation; one declines, and the others go on."""
    play = clear(reviewed(joint=[KOREA, "ESA"]), "2026-10-02")
    assert "A joint author has not said that it stands behind the text." in str(
        play.refused("transmit", JAPAN, "2026-10-02")
    )
    play.take("endorse", KOREA, "2026-10-03", track="joint_author:KOR")
    play.take("decline_authorship", "ESA", "2026-10-03", track="joint_author:ESA")
    play.take("transmit", JAPAN, "2026-10-04")
    assert ("endorsed", "declined") == (play.state("joint_author:KOR"), play.state("joint_author:ESA"))


def test_an_office_submits_in_its_office() -> None:
    """An entity of the United Nations is no State, and dispatches nothing as one."""
    by_office = copuos(replace(SubmissionTerms(), author="office"))
    play = Play(by_office, "2026-09-28", {"author": ["UN-SPIDER"]}, OURS)
    play.take("scope", hand("UN-SPIDER", "office"), "2026-09-28", filing=SCOPE)
    assert ("scoped", "office") == (play.state(), play.acts[-1].capacity)


# --- with the secretariat ---


@pytest.mark.parametrize(
    ("day", "late"),
    [("2026-11-22", False), ("2026-11-23", False), ("2026-11-24", True)],
    ids=["the-day-before", "the-day", "the-day-after"],
)
def test_after_the_day_for_slotting_a_document_is_taken_and_marked_late(day: str, late: bool) -> None:
    """Ten weeks before 1 February 2027."""
    play = clear(reviewed(), "2026-10-02")
    act = play.take("transmit", JAPAN, day)
    assert (late, ("late_for_slotting",) if late else ()) == (act.late, play.case.flags)
    assert OFFICE in play.case.parties["secretariat"]


def test_before_the_transmission_the_secretariat_knows_nothing() -> None:
    """It is told of the transmission, and reads the scope from then on."""
    play = clear(reviewed(), "2026-10-02")
    assert set() == play.offered(office(), "2026-10-02")
    act = play.take("transmit", JAPAN, "2026-10-03")
    assert OFFICE in act.told
    assert {"submission"} == {row.file for row in SUBMISSION.rows["scope"]}


@pytest.mark.parametrize(
    ("day", "late"),
    [("2026-10-15", False), ("2026-10-16", False), ("2026-10-17", True)],
    ids=["the-day-before", "the-day", "the-day-after"],
)
def test_a_question_of_the_secretariat_is_answered_within_ten_days_or_late(day: str, late: bool) -> None:
    """Asked on 6 October 2026."""
    play = sent()
    play.take("receive", office(), "2026-10-06")
    play.take("query", office(), "2026-10-06")
    assert ("queried", "2026-10-16") == (play.state(), play.ends("query_answer"))
    assert late == play.take("answer", JAPAN, day).late
    assert play.state() == "received"


def test_what_is_too_long_or_out_of_format_is_not_slotted() -> None:
    """The secretariat sets the limits; it queries the document instead."""
    play = sent()
    play.take("receive", office(), "2026-10-06")
    long = {"words_counted": 9000, "words_allowed": 8500, "format_met": "no"}
    no = play.refused("slot", office(), "2026-10-06", filing=long, exact=True)
    assert {"words_counted", "format_met"} == {one.field for one in no.refusals}
    assert "“Length in words” (9000) is above “Length that the secretariat allows” (8500)" in str(no)
    play.take("slot", office(), "2026-10-06", filing={**long, "words_counted": 8500, "format_met": "yes"}, exact=True)
    assert play.state() == "slotted"


def test_a_symbol_of_no_known_series_is_refused_with_the_patterns() -> None:
    """One of another body does not fit either."""
    play = translated()
    for symbol in ("A/AC.105/C.2/L.400", "AC.105/1401", "A/AC.105/1401/Annex.1"):
        no = play.refused("issue", office(), "2026-10-07", filing={"symbol": symbol, "dated_on": "2026-10-07"})
        assert ["symbol"] == [one.field for one in no.refusals]
        assert "fits no series known here, which are “A/AC.105/{number}”, “A/AC.105/C.1/{number}”" in str(no)
    play.take("issue", office(), "2026-10-07", filing={"symbol": "A/AC.105/C.1/L.335/Add.4", "dated_on": "2026-10-07"})
    assert play.state() == "issued"


def test_the_issue_makes_the_case_known_to_all() -> None:
    """Before it nobody outside knows of the case."""
    play = translated()
    assert play.case.public_from is None
    play.take("issue", office(), "2026-10-07", filing={"symbol": "A/AC.105/1401", "dated_on": "2026-10-07"})
    assert play.case.public_from is not None
    assert "C0" == play.acts[-1].level


def test_a_room_paper_is_posted_without_translation_and_nothing_else_is() -> None:
    """It is posted in the language in which it was submitted."""
    for kind, goes in (("room_paper", True), ("working_paper", False)):
        play = sent(kind=kind)
        play.take("receive", office(), "2026-10-06")
        play.take("slot", office(), "2026-10-06")
        assert goes == ("issue" in play.offered(office(), "2026-10-06"))


# --- sessions missed, withdrawal ---


@pytest.mark.parametrize(
    ("day", "clock", "state"),
    [
        ("2027-02-11", [], "translated"),
        ("2027-02-12", [], "translated"),
        ("2027-02-13", ["miss_slot"], "missed_deadline"),
    ],
    ids=["the-day-before", "the-day", "the-day-after"],
)
def test_a_session_that_is_over_is_missed_and_carried_to_another_one(day: str, clock: list[str], state: str) -> None:
    """The last day is 12 February 2027; from then on another session can be chosen, and a past one cannot."""
    play = translated(FRANCE)
    assert (clock, state) == (play.pass_time(day), play.state())
    if state == "missed_deadline":
        assert "was over on 12 February 2027" in str(
            play.refused("enter_scoped", JAPAN, "2027-02-20", filing={**SCOPE, "heading": "Report"}, exact=True)
        )
        play.take("enter_scoped", JAPAN, "2027-02-20", filing={**SCOPE, "session": "STSC-65"})
        assert ("scoped", "2028-02-18", "lapsed") == (play.state(), play.ends("session"), play.state("affected:FRA"))


@pytest.mark.parametrize("play", [scoped, sent, translated], ids=["scoped", "transmitted", "translated"])
def test_it_is_withdrawn_at_any_time_before_the_issue(play: object) -> None:
    """All who were told of it are told of that."""
    one = play()  # type: ignore[operator]  # each plays to a point
    one.take("withdraw", JAPAN, "2026-10-20")
    assert ("withdrawn", "C1") == (one.state(), one.acts[-1].level)


def test_what_is_issued_is_withdrawn_no_more() -> None:
    """It can be corrected; a session waits for nobody, so that nothing is suspended either."""
    play = issued()
    assert not {"withdraw", "supersede", "void_error"} & play.offered(JAPAN, "2026-10-08")
    assert {"correct", "present"} <= play.offered(JAPAN, "2026-10-08")
    assert "suspend" not in SUBMISSION.rows


# --- after the issue ---


def test_e5_a_late_correction_is_a_corrigendum_under_the_symbol() -> None:
    """Even after the end; under a symbol that says what it is."""
    play = issued()
    play.take("close_unpresented", JAPAN, "2027-03-01")
    days = "2027-06-01"
    assert "No correction was asked for." in str(
        play.refused("issue_correction", office(), days, filing={"symbol": "A/AC.105/1401/Corr.1", "dated_on": days})
    )
    play.take("correct", JAPAN, days)
    no = play.refused("issue_correction", office(), days, filing={"symbol": "A/AC.105/1401", "dated_on": days})
    assert "followed by /Add.1, /Corr.1, /Rev.1: one of them is needed here." in str(no)
    play.take("issue_correction", office(), days, filing={"symbol": "A/AC.105/1401/Corr.1", "dated_on": days})
    assert ("closed", ()) == (play.state(), play.case.flags)


def test_e4_an_objection_before_the_issue_is_between_two_and_holds_nothing_up() -> None:
    """Whoever was asked for consent reads what would be told of it, and may object; the reply lies beside it."""
    play = asked(FRANCE, BRAZIL)
    act = play.take("object_before_issue", FRANCE, "2026-10-02", track="affected:FRA")
    assert ("C3", (JAPAN,), "affected:FRA") == (act.level, act.told, act.track)
    assert "This party has not objected." in str(
        play.refused("reply_before_issue", JAPAN, "2026-10-03", track="affected:BRA")
    )
    reply = play.take("reply_before_issue", JAPAN, "2026-10-03", track="affected:FRA")
    assert ((FRANCE,), "affected:FRA", "asked") == (reply.told, reply.track, play.state("affected:FRA"))


def test_e4_anybody_objects_to_what_is_public_and_both_texts_stand() -> None:
    """India had no part in it; its words and the reply lie on one track, in public."""
    play = issued(FRANCE)
    act = play.take("objection_by_other_state", INDIA, "2026-10-08")
    assert ("C0", "objection:1", "raised") == (act.level, act.track, play.state("objection:1"))
    reply = play.take("reply_to_objection", JAPAN, "2026-10-09", track="objection:1")
    assert ("C0", "objection:1", "answered") == (reply.level, reply.track, play.state("objection:1"))
    assert play.state() == "issued"


def test_e8_whoever_doubts_the_log_behind_a_report_says_so_and_the_product_takes_no_side() -> None:
    """The view is recorded and flagged; nothing moves."""
    play = issued(joint=[KOREA])
    play.take("contest_adequacy", KOREA, "2026-10-08")
    assert ("issued", ("adequacy_contested",)) == (play.state(), play.case.flags)


def test_it_is_presented_reflected_and_closed() -> None:
    """The item was held on a day that has come; the paragraph is kept with the symbol of the report."""
    play = issued()
    no = play.refused("present", JAPAN, "2027-02-01", filing={"held_on": "2027-02-03"})
    assert ["held_on"] == [one.field for one in no.refusals]
    play.take("present", JAPAN, "2027-02-03", filing={"held_on": "2027-02-03"})
    play.take("reflect", JAPAN, "2027-02-20", filing={"report": "A/AC.105/1410", "paragraph": "112"})
    play.take("enter_closed", JAPAN, "2027-02-21")
    assert play.state() == "closed"


def test_the_sheet_names_what_a_report_is_built_from_and_every_kind_can_be_chosen() -> None:
    """Each name is a step, a question, a track set or a state of the procedure."""
    assert [] == list(REPORT.findings(SUBMISSION))
    wrong = replace(REPORT, since="from", set="nobody", consented=("consent",), ready=("nowhere",))
    assert {
        "there is no track set “nobody”", "“scope” does not ask “from”", "no step of consent asks “allowed”",
        "there is no state “nowhere”",
    } <= set(wrong.findings(SUBMISSION))  # fmt: skip
    offered = next(field for field in SUBMISSION.rows["scope"][0].filing.fields if field.key == "kind")  # type: ignore[union-attr]  # it asks
    assert {one.key for one in kinds()} == {key for key, _ in offered.options}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "procedure", [SUBMISSION, copuos(replace(SubmissionTerms(), author="office"))], ids=["party", "office"]
)
def test_what_is_offered_performs_and_reads_back(procedure: Procedure, seed: int) -> None:
    """Forty moves of five parties at random."""
    wanderer = Wanderer(procedure, "author", seed)
    wanderer.wander(40)
    stored = [json.loads(json.dumps(act.to_json())) for act in wanderer.acts]
    assert wanderer.case == wanderer.first.replay(Act.from_json(act) for act in stored)
