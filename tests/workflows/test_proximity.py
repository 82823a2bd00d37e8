"""Consent of the State of registry to an approach or a removal (OST VIII): asked, given, refused, ended; silence."""

import json
from dataclasses import replace

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.test_ost9_random import Wanderer
from workflows.approach.terms import VOLUNTARY, ProximityTerms
from workflows.kernel.acts import Act
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import RESTING, Link
from workflows.kernel.two_clocks import outruns
from workflows.kernel.view import Facts, World
from workflows.proximity import proximity

JAPAN, FRANCE, INDIA, BRAZIL = "JPN", "FRA", "IND", "BRA"
CONSENT = proximity(ProximityTerms())
FREELY = proximity(replace(ProximityTerms(), basis=VOLUNTARY))
BODY = {
    "object": "A spent stage", "registry_status": "registered", "operation": "removal", "urgency": "normal",
    "earliest_start": "2031-09-01", "latest_end": "2031-09-30",
}  # fmt: skip
UNTIL = {"scope": ["approach", "removal"], "valid_until": "2031-10-31"}


def asked(*registries: str, procedure: Procedure = CONSENT, world: World | None = None, **filing: object) -> Play:
    """Play until Japan has asked France, or those named, on 10 March 2031."""
    play = Play(procedure, "2031-03-01", {"requesting": [JAPAN]}, world or Facts())
    body = BODY | {"registries": list(registries) or [FRANCE]} | filing
    play.take("request_consent", JAPAN, "2031-03-10", filing=body)
    return play


def received(*registries: str, **filing: object) -> Play:
    """Play until every State of registry received the request, on 12 March 2031, so that its answer runs to 11 May."""
    play = asked(*registries, **filing)
    for party in registries or (FRANCE,):
        play.take("record_receipt", JAPAN, "2031-03-12", track=party, filing={"channel": "note"})
    return play


def consented(*registries: str) -> Play:
    """Play until every State of registry consented, on 1 April 2031, until 31 October."""
    play = received(*registries)
    for party in registries or (FRANCE,):
        play.take("give_consent", party, "2031-04-01", track=party, filing=UNTIL)
    return play


def under_way(*registries: str) -> Play:
    """Play until the operation began on 2 September 2031."""
    play = consented(*registries)
    play.take("accept_terms", JAPAN, "2031-04-02")
    began = {"began_at": {"at": "2031-09-02T08:00:00+00:00", "zone": "UTC"}}
    play.take("begin_operation", JAPAN, "2031-09-02", filing=began)
    return play


def test_consent_is_asked_under_the_article_on_jurisdiction_and_control() -> None:
    """What the text has is cited as law, what it does not have is the product's."""
    row = CONSENT.rows["request_consent"][0]
    assert ["OST VIII s1", "OST VIII s2"] == [str(cited) for cited in row.under]
    assert {"DEFAULT"} == {str(limit.binding) for limit in CONSENT.limits if limit.key != "validity"}
    assert "LAW_A" == str(CONSENT.rule("validity").binding)


def test_with_the_consent_of_the_only_state_of_registry_the_terms_can_be_accepted() -> None:
    """Consent, acceptance, beginning, end and report, each by whom it belongs to."""
    play = under_way()
    assert ("under_way", "proceeding", "2031-10-31") == (play.state(), play.case.activity, play.ends("validity:FRA"))
    ended = {"ended_at": {"at": "2031-09-20T08:00:00+00:00", "zone": "UTC"}}
    play.take("complete_operation", JAPAN, "2031-09-20", filing=ended)
    assert ("completed", "completed", "2031-10-20") == (play.state(), play.case.activity, play.ends("report"))
    assert "stopped 2031-10-31" == play.ends("validity:FRA")
    play.take("add_account", FRANCE, "2031-09-21")
    play.take("exchange_report", JAPAN, "2031-09-25")
    assert "closed_reported" == play.state()
    assert play.case == play.replayed()


@pytest.mark.parametrize(
    ("at", "track"),
    [
        ("2031-05-11T23:59", "received"), ("2031-05-12", "silent"), ("2031-05-25T23:59", "silent"),
    ],
    ids=str,
)  # fmt: skip
def test_silence_is_no_consent_and_is_told_neutrally(at: str, track: str) -> None:
    """The answer runs to 11 May 2031, the grace to 25 May; nothing can begin on any of these days."""
    play = received()
    play.pass_time(at)
    assert ("requested", track) == (play.state(), play.state("registry:FRA"))
    assert not {"begin_operation", "accept_terms"} & play.offered(JAPAN, at)


def test_after_the_grace_the_request_rests_and_nothing_follows_from_silence() -> None:
    """26 May 2031: no reply is recorded; no path leads from silence to an operation."""
    play = received()
    play.pass_time("2031-05-26")
    assert ("no_reply", "silent_closed", RESTING) == (
        play.state(), play.state("registry:FRA"), CONSENT.state("no_reply").kind,
    )  # fmt: skip
    assert "consent" in CONSENT.state("no_reply").meaning
    assert not {"begin_operation", "accept_terms"} & play.offered(JAPAN, "2031-05-27")
    for row in CONSENT.steps:
        if {"consented", "terms_accepted", "under_way"} & set(row.targets) and "@clock" in row.by.roles():
            raise AssertionError(f"the clock takes {row.key}")


def test_a_request_that_was_never_received_is_never_answered_by_silence() -> None:
    """The period for the answer waits for receipt; only the acknowledgement is counted from dispatch."""
    play = asked()
    play.pass_time("2032-03-10")
    assert ("requested", "served") == (play.state(), play.state("registry:FRA"))
    assert "lapsed 2031-03-17" == play.ends("acknowledgement:FRA")


def test_a_late_consent_is_taken_after_silence_and_is_marked_as_late() -> None:
    """E5: it revives the request; the product sets nobody's answer aside."""
    play = received()
    play.pass_time("2031-05-26")
    act = play.take("give_consent", FRANCE, "2031-06-10", track=FRANCE, filing=UNTIL)
    assert (True, "consented") == (act.late, play.state())


def test_a_refusal_needs_no_reason_and_the_request_may_be_made_again() -> None:
    """Refused without a word; asked again; all periods begin anew."""
    play = received()
    play.take("refuse_consent", FRANCE, "2031-03-20", track=FRANCE, filing={}, exact=True)
    assert ("refused", "refused") == (play.state(), play.state("registry:FRA"))
    assert "begin_operation" not in play.offered(JAPAN, "2031-03-21")
    play.take("renew_request", JAPAN, "2031-04-01", filing={"reason": "Another path, farther away"})
    assert ("requested", "served") == (play.state(), play.state("registry:FRA"))
    play.take("record_receipt", JAPAN, "2031-04-03", track=FRANCE, filing={"channel": "note"})
    assert "2031-06-02" == play.ends("reply:FRA")


def test_whoever_refused_alone_may_consent_after_all() -> None:
    """E5 again: a second thought is taken without a new request."""
    play = received()
    play.take("refuse_consent", FRANCE, "2031-03-20", track=FRANCE)
    play.take("give_consent", FRANCE, "2031-03-25", track=FRANCE, filing=UNTIL)
    assert "consented" == play.state()


def test_where_one_of_several_refused_all_are_asked_anew() -> None:
    """What the other had granted was for another operation."""
    play = received(FRANCE, INDIA)
    play.take("give_consent", INDIA, "2031-03-18", track=INDIA, filing=UNTIL)
    play.take("refuse_consent", FRANCE, "2031-03-20", track=FRANCE)
    no = play.refused("give_consent", FRANCE, "2031-03-25", track=FRANCE, filing=UNTIL)
    assert "Several States were asked: let the request be renewed." == str(no)
    play.take("renew_request", JAPAN, "2031-04-01")
    assert ("served", "served") == (play.state("registry:FRA"), play.state("registry:IND"))


def test_each_state_of_registry_consents_for_its_own_module() -> None:
    """One of two is not enough, also where the other is silent for ever."""
    play = received(FRANCE, INDIA)
    play.take("give_consent", INDIA, "2031-04-01", track=INDIA, filing=UNTIL | {"valid_until": "2033-01-01"})
    play.pass_time("2031-08-01")
    assert ("requested", "silent_closed") == (play.state(), play.state("registry:FRA"))
    assert not {"begin_operation", "accept_terms"} & play.offered(JAPAN, "2031-08-01")
    play.take("give_consent", FRANCE, "2031-08-02", track=FRANCE, filing=UNTIL)
    assert "consented" == play.state()


def test_consent_that_is_withdrawn_before_the_beginning_lets_nothing_begin() -> None:
    """The day on which it is withdrawn, and not the day after."""
    play = consented()
    play.take("accept_terms", JAPAN, "2031-04-02")
    assert "begin_operation" in play.offered(JAPAN, "2031-05-01")
    play.take("withdraw_consent", FRANCE, "2031-05-01", track=FRANCE)
    assert ("consent_ended", "withdrawn", ()) == (play.state(), play.state("registry:FRA"), play.case.flags)
    assert "begin_operation" not in play.offered(JAPAN, "2031-05-01")


def test_a_consent_is_withdrawn_while_the_case_is_suspended() -> None:
    """At any time means then too; the suspension ends with it, and an operation under way is never suspended."""
    play = consented()
    for party in JAPAN, FRANCE:
        play.take("suspend", party, "2031-05-01", filing={"reason": "Launch put off", "until": "2031-07-01"})
    play.take("withdraw_consent", FRANCE, "2031-05-20", track=FRANCE)
    assert ("consent_ended", "withdrawn", "stopped 2031-07-01") == (
        play.state(), play.state("registry:FRA"), play.ends("suspension"),
    )  # fmt: skip
    assert "suspend" not in under_way().offered(JAPAN, "2031-09-03")


def test_another_state_that_wishes_to_approach_asks_for_itself() -> None:
    """E7: no consent is shared; its request is a case of its own, which may be linked."""
    assert "request_join" not in CONSENT.rows
    assert "link_case" in received().offered(FRANCE, "2031-03-14")


def test_consent_that_is_withdrawn_during_the_operation_asks_for_a_retreat() -> None:
    """Twenty-four hours of the product; the retreat is recorded, also late; a new consent is possible."""
    play = under_way()
    play.take("withdraw_consent", FRANCE, "2031-09-05T06:00", track=FRANCE)
    assert ("consent_ended", ("consent_ended_during_operation",)) == (play.state(), play.case.flags)
    assert "2031-09-06T06:00:00" == play.ends("retreat")
    away = {"retreated_at": {"at": "2031-09-07T05:00:00+00:00", "zone": "UTC"}}
    act = play.take("record_retreat", JAPAN, "2031-09-07T06:00", filing=away)
    assert (True, (), "deferred") == (act.late, play.case.flags, play.case.activity)
    assert "record_retreat" not in play.offered(JAPAN, "2031-09-08")
    play.take("give_consent", FRANCE, "2031-09-10", track=FRANCE, filing=UNTIL)
    assert "consented" == play.state()


@pytest.mark.parametrize(
    ("at", "state", "track"),
    [
        ("2031-10-31T23:59", "terms_accepted", "consented"), ("2031-11-01", "consent_ended", "expired"),
        ("2031-11-02", "consent_ended", "expired"),
    ],
    ids=str,
)  # fmt: skip
def test_a_consent_ends_with_its_last_day(at: str, state: str, track: str) -> None:
    """Given until 31 October 2031; a suspension does not make it longer."""
    play = consented()
    play.take("accept_terms", JAPAN, "2031-04-02")
    play.take("suspend", JAPAN, "2031-05-01", filing={"reason": "Launch put off", "until": "2031-07-01"})
    play.take("suspend", FRANCE, "2031-05-01", filing={"reason": "Launch put off", "until": "2031-07-01"})
    play.pass_time(at)
    assert (state, track) == (play.state(), play.state("registry:FRA"))


def test_a_consent_that_passes_during_the_operation_is_marked_and_may_be_given_longer_before() -> None:
    """Prolonged in time it goes on; else it ends like one that was withdrawn."""
    play, late = under_way(), under_way()
    play.take("extend_consent", FRANCE, "2031-10-15", track=FRANCE, filing={"valid_until": "2031-12-01"})
    play.pass_time("2031-11-01")
    late.pass_time("2031-11-01")
    assert ("under_way", "2031-12-01") == (play.state(), play.ends("validity:FRA"))
    assert ("consent_ended", ("consent_ended_during_operation",)) == (late.state(), late.case.flags)


def test_a_consent_that_lasts_beyond_the_beginning_comes_no_day_too_late() -> None:
    """An answer due after the beginning does; a time that is granted is no period for talks."""
    granted, answer = consented(), received(earliest_start="2031-05-11")
    assert [] == late(granted)
    assert [("reply", "2031-05-11")] == late(answer)


def late(play: Play) -> list[tuple[str, str]]:
    """List what runs past the beginning of the operation: limit and last day."""
    found = outruns(play.case, play.procedure.standards[0], play.case.limits.values())
    return [(one.limit.limit, one.ends_on.isoformat()) for one in found]


def test_a_consent_is_not_given_for_a_time_that_is_over() -> None:
    """The day before the act is refused, the day itself is taken."""
    play = received()
    no = play.refused("give_consent", FRANCE, "2031-04-01", track=FRANCE, filing={"valid_until": "2031-03-31"})
    assert "valid_until" == no.refusals[0].field
    play.take("give_consent", FRANCE, "2031-04-01", track=FRANCE, filing={"valid_until": "2031-04-01"})
    play.pass_time("2031-04-02")
    assert "consent_ended" == play.state()


@pytest.mark.parametrize("status", ["unregistered", "unknown", "disputed"])
def test_an_object_whose_registry_is_not_settled_is_refused_with_what_there_is_instead(status: str) -> None:
    """On the voluntary basis launching States may be asked all the same."""
    play = Play(CONSENT, "2031-03-01", {"requesting": [JAPAN]})
    body = BODY | {"registries": [FRANCE], "registry_status": status}
    no = play.refused("request_consent", JAPAN, "2031-03-10", filing=body)
    assert ("registry_status", ("OST VIII s1",)) == (no.refusals[0].field, tuple(map(str, no.under)))
    assert "Seek it first" in str(no)
    assert "requested" == asked(procedure=FREELY, registry_status=status).state()


def test_the_state_of_registry_is_sought_first_and_an_answer_is_no_consent() -> None:
    """Those asked read the question and answer it; they are no parties to the request."""
    play = Play(CONSENT, "2031-03-01", {"requesting": [JAPAN]})
    play.take("seek_registry", JAPAN, "2031-03-02", filing={"asked": [INDIA, BRAZIL]})
    assert ("registry_sought", "2031-04-01") == (play.state(), play.ends("enquiry:IND"))
    play.take("answer_enquiry", INDIA, "2031-03-05", track=INDIA, filing={"answer": "ours", "state": INDIA})
    assert "answered" == play.state("source:IND")
    assert "give_consent" not in {key.partition("@")[0] for key in play.offered(INDIA, "2031-03-06")}
    play.take("request_consent", JAPAN, "2031-03-10", filing=BODY | {"registries": [INDIA]})
    assert ("requested", "served") == (play.state(), play.state("registry:IND"))


def test_where_the_only_state_asked_denies_its_registry_nobody_can_consent() -> None:
    """The case waits in doubt until another State is asked."""
    play = received()
    play.take("deny_registry", FRANCE, "2031-03-20", track=FRANCE)
    assert ("registry_contested", "not_registry") == (play.state(), play.state("registry:FRA"))
    no = play.refused("settle_registry", JAPAN, "2031-03-21")
    assert "every State of registry" in str(no)
    play.take("add_registry", JAPAN, "2031-03-22", filing={"party": INDIA})
    assert ("requested", "served") == (play.state(), play.state("registry:IND"))


def test_a_disputed_registry_ends_the_consents_and_is_settled_by_all() -> None:
    """France had consented; India doubts; both are asked anew when all have settled whose the object is."""
    play = received(FRANCE, INDIA)
    play.take("give_consent", FRANCE, "2031-03-18", track=FRANCE, filing=UNTIL)
    play.take("contest_registry", INDIA, "2031-03-20", filing={"claims": [FRANCE, INDIA]})
    assert ("registry_contested", "acknowledged", ("registry_disputed",)) == (
        play.state(), play.state("registry:FRA"), play.case.flags,
    )  # fmt: skip
    assert not [key for key in play.offered(FRANCE, "2031-03-21") if key.startswith("give_consent")]
    for party in JAPAN, FRANCE:
        play.take("settle_registry", party, "2031-04-01", filing={"result": "Each for its own part"})
    assert "registry_contested" == play.state()
    play.take("settle_registry", INDIA, "2031-04-02", filing={"result": "Each for its own part"})
    assert ("requested", "served", ()) == (play.state(), play.state("registry:FRA"), play.case.flags)


def test_whoever_raised_the_doubt_may_drop_it_alone() -> None:
    """Nobody else can."""
    play = received(FRANCE, INDIA)
    play.take("contest_registry", INDIA, "2031-03-20", filing={"claims": [FRANCE, INDIA]})
    assert "drop_contest" not in play.offered(FRANCE, "2031-03-21") | play.offered(JAPAN, "2031-03-21")
    play.take("drop_contest", INDIA, "2031-03-22")
    assert "requested" == play.state()


@pytest.mark.parametrize(
    ("begun", "state", "flags"),
    [(False, "requested", ()), (True, "consent_ended", ("consent_ended_during_operation",))],
    ids=["before", "during"],
)
def test_the_consent_of_one_state_does_not_pass_to_its_successor(
    begun: bool, state: str, flags: tuple[str, ...]
) -> None:
    """The successor is asked anew with the full period, before the operation and during it."""
    play = under_way() if begun else consented()
    at = "2031-09-05" if begun else "2031-05-05"
    play.take("record_transfer", FRANCE, at, track=FRANCE, filing={"successor": INDIA, "passed_on": at})
    assert (state, flags) == (play.state(), play.case.flags)
    assert ("passed_on", "served") == (play.state("registry:FRA"), play.state("registry:IND"))
    assert not {"begin_operation", "accept_terms", "complete_operation"} & play.offered(JAPAN, at)
    play.take("give_consent", INDIA, "2031-10-01", track=INDIA, filing=UNTIL)
    assert "consented" == play.state()


def test_a_transfer_is_told_when_it_has_happened() -> None:
    """A day that is still to come is refused; where the old State says nothing more, whoever asked may tell it."""
    play = consented()
    body = {"successor": INDIA, "passed_on": "2031-05-20"}
    assert "passed_on" == play.refused(
        "record_transfer", JAPAN, "2031-05-05", track=FRANCE, filing=body
    ).refusals[0].field  # fmt: skip
    play.take("record_transfer", JAPAN, "2031-05-20", track=FRANCE, filing=body)
    assert "requested" == play.state()


def test_a_further_state_of_registry_is_asked_with_the_full_period() -> None:
    """E2: added after the conditions were accepted, it opens the request again; the other consent stands."""
    play = consented()
    play.take("accept_terms", JAPAN, "2031-04-02")
    play.take("add_registry", JAPAN, "2031-05-01", filing={"party": INDIA})
    play.take("record_receipt", JAPAN, "2031-05-03", track=INDIA, filing={"channel": "note"})
    assert ("requested", "consented", "2031-07-02") == (
        play.state(), play.state("registry:FRA"), play.ends("reply:IND"),
    )  # fmt: skip


def test_conditions_that_do_not_fit_send_the_request_back() -> None:
    """The consent given stands no more; the answer to what is asked now has a period of its own."""
    play = consented()
    play.take("ask_other_terms", JAPAN, "2031-04-05", filing={"wanted": "A smaller distance"})
    assert ("requested", "acknowledged") == (play.state(), play.state("registry:FRA"))
    assert ("stopped 2031-10-31", "2031-05-11") == (play.ends("validity:FRA"), play.ends("reply:FRA"))


@pytest.mark.parametrize(
    ("urgency", "reply", "grace"),
    [("urgent", "2031-03-19", "2031-03-22T00:00:00"), ("emergency", "2031-03-13T12:00:00", "2031-03-14T00:00:00")],
)
def test_urgency_shortens_the_products_periods_and_asks_for_a_reason(urgency: str, reply: str, grace: str) -> None:
    """E6: no text exempts whoever is in haste; consent is asked all the same."""
    play = received(urgency=urgency, urgency_reason="The orbit decays")
    assert reply == play.ends("reply:FRA")
    play.pass_time("2031-03-22T13:00" if urgency == "urgent" else "2031-03-13T13:00")
    assert grace == play.ends("grace:FRA").removeprefix("lapsed ")
    draft = Play(CONSENT, "2031-03-01", {"requesting": [JAPAN]})
    body = draft._filing("request_consent", hand(JAPAN), draft.case.opened_on, BODY | {"registries": [FRANCE]}) or {}
    bad = body | {"urgency": urgency, "urgency_reason": ""}
    no = draft.refused("request_consent", JAPAN, "2031-03-10", filing=bad, exact=True)
    assert "urgency_reason" == no.refusals[0].field


@pytest.mark.parametrize(
    ("start", "flags"),
    [("2031-06-07", ("short_notice",)), ("2031-06-08", ()), ("2031-06-09", ())],
)
def test_a_request_near_to_the_operation_is_marked_and_not_judged(start: str, flags: tuple[str, ...]) -> None:
    """Ninety days of the product, from 10 March 2031."""
    assert flags == asked(earliest_start=start).case.flags


def test_an_approach_without_consent_is_recorded_told_to_all_and_called_nothing() -> None:
    """E9: a flag and a safety channel; the case stays where it is, and either side may report it."""
    for reporter in JAPAN, FRANCE:
        play = received()
        when = {"approached_at": {"at": "2031-03-14T08:00:00+00:00", "zone": "UTC"}}
        act = play.take("report_approach", reporter, "2031-03-15", filing=when)
        assert ("requested", ("approached_without_consent",), "proceeding") == (
            play.state(), play.case.flags, play.case.activity,
        )  # fmt: skip
        assert "all" == CONSENT.rows[act.step][0].tell
    assert not [row for row in CONSENT.steps if {"violat", "breach"} & set(row.effect.lower().split())]


def test_an_owners_word_takes_no_step_of_the_state_of_registry() -> None:
    """It is asked about and stands in the request; nothing moves by it."""
    play = asked(owner="A company", owner_agrees=True)
    assert ("requested", "served") == (play.state(), play.state("registry:FRA"))


def test_without_the_treaty_on_both_sides_the_refusal_names_the_voluntary_basis() -> None:
    """G1 asks for whoever asks and every State asked; the voluntary basis asks for nobody."""
    reason = {"bound": False, "reason": "India is not bound"}
    world = Facts({"bound:OST:IND:2031-03-10": reason})
    play = Play(CONSENT, "2031-03-01", {"requesting": [JAPAN]}, world)
    no = play.refused("request_consent", JAPAN, "2031-03-10", filing=BODY | {"registries": [INDIA]})
    assert "India is not bound. Choose the basis “voluntary”" in str(no)
    assert "requested" == asked(INDIA, procedure=FREELY, world=world).state()
    assert {"SOFT"} == {str(cited.binding) for cited in FREELY.under}


def test_a_claim_and_a_consultation_are_opened_apart_and_others_are_told_nothing() -> None:
    """Links: to liability, to consultation, to a case that is named, and to a dispute beside."""
    rows = {row.link.kind: row for row in CONSENT.steps if isinstance(row.link, Link) and not row.common}
    assert {"damage": "liability", "consultation": "ost9_request", "dispute": "settlement", "same_matter": None} == {
        kind: row.link.procedure for kind, row in rows.items() if row.link
    }
    assert ("C4", "own", "C4", "own") == (
        rows["damage"].level, rows["damage"].tell, rows["consultation"].level, rows["consultation"].tell,
    )  # fmt: skip
    assert "link_case" in under_way().offered(FRANCE, "2031-09-03")


def test_adequacy_is_contested_and_answered_and_nothing_follows() -> None:
    """E8: both statements stand side by side."""
    play = received()
    play.take("contest_adequacy", FRANCE, "2031-03-20")
    play.take("answer_contest", JAPAN, "2031-03-21", filing={"act": play.case.n})
    assert ("requested", ("adequacy_contested", "adequacy_answered")) == (play.state(), play.case.flags)


def test_whoever_asked_gives_it_up_or_withdraws_and_all_are_told() -> None:
    """E3: both end the case; a report never comes of it."""
    play, other = received(), consented()
    play.take("abandon", JAPAN, "2031-03-20")
    other.take("withdraw", JAPAN, "2031-04-10")
    assert ("not_carried_out", "cancelled", "withdrawn") == (play.state(), play.case.activity, other.state())


def test_questions_stop_the_period_until_they_are_answered_or_refused() -> None:
    """Asked on 20 March 2031 with fifty-two days left; answered on the 30th."""
    play = received()
    play.take("ask_information", FRANCE, "2031-03-20", track=FRANCE)
    assert ("info_requested", "2031-04-04") == (play.state("registry:FRA"), play.ends("information"))
    play.take("supply_information", JAPAN, "2031-03-30", track=FRANCE)
    assert ("acknowledged", "2031-05-21") == (play.state("registry:FRA"), play.ends("reply:FRA"))


def test_more_time_is_asked_for_and_granted() -> None:
    """Thirty days of the product, twice at most."""
    play = received()
    play.take("ask_extension", FRANCE, "2031-04-01", track=FRANCE)
    play.take("grant_extension", JAPAN, "2031-04-02", track=FRANCE)
    assert "2031-06-10" == play.ends("reply:FRA")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("procedure", [CONSENT, FREELY], ids=["treaty", "voluntary"])
def test_what_is_offered_performs_and_reads_back(procedure: Procedure, seed: int) -> None:
    """Forty moves of five parties at random."""
    wanderer = Wanderer(procedure, "requesting", seed)
    wanderer.wander(40)
    stored = [json.loads(json.dumps(act.to_json())) for act in wanderer.acts]
    assert wanderer.case == wanderer.first.replay(Act.from_json(act) for act in stored)
