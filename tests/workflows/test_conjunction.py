"""Close approaches (LTS B.4): warning, contact, orbital data, who manoeuvres, the time itself, the note after it."""

import json

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.test_ost9_random import Wanderer
from workflows.conjunction import conjunction
from workflows.conjunctions.terms import ConjunctionTerms
from workflows.kernel.acts import Act
from workflows.kernel.steps import RESTING, Link
from workflows.kernel.view import Facts

JAPAN, FRANCE, INDIA, BRAZIL = "JPN", "FRA", "IND", "BRA"
CONJUNCTION = conjunction(ConjunctionTerms())
BOTH, NEITHER = "both_mean_to_manoeuvre", "nobody_means_to_manoeuvre"


def instant(at: str) -> dict[str, str]:
    """Write an instant as filings do."""
    return {"at": f"{at}:00+00:00", "zone": "UTC"}


TCA = instant("2031-05-10T18:30")
BODY = {"subject": "Two satellites", "whose": "others", "crew": "none", "urgency": "normal", "tca": TCA}


def warned(*states: str, at: str = "2031-05-05T12:00", **filing: object) -> Play:
    """Play until Japan has warned France, or those named, on 5 May 2031 at noon, five days before the approach."""
    play = Play(CONJUNCTION, "2031-05-01", {"warning": [JAPAN]}, Facts())
    play.take("serve_warning", JAPAN, at, filing=BODY | {"concerned": list(states) or [FRANCE]} | filing)
    return play


def touched(*states: str) -> Play:
    """Play until operators are in contact, on 5 May 2031 in the evening."""
    play = warned(*states)
    for party in states or (FRANCE,):
        reached = {"reached_at": instant("2031-05-05T17:00"), "way": "telephone"}
        play.take("record_contact", JAPAN, "2031-05-05T18:00", track=party, filing=reached)
    return play


def promise(play: Play, party: str, at: str = "2031-05-06T09:00") -> None:
    """Let a party tell that it means to manoeuvre on 9 May."""
    play.take("promise_manoeuvre", party, at, filing={"burn_at": instant("2031-05-09T06:00")})


def settled(**filing: object) -> Play:
    """Play until both agreed that Japan manoeuvres, on 7 May 2031."""
    play = touched()
    body = {"agreed": "one", "movers": [JAPAN]} | filing
    for party in JAPAN, FRANCE:
        play.take("agree_manoeuvre", party, "2031-05-07", filing=body)
    return play


def test_a_warning_rests_on_guidelines_and_due_regard_and_on_no_period_of_law() -> None:
    """Soft comes first, from memory and said so; every period is the product's."""
    row = CONJUNCTION.rows["serve_warning"][0]
    assert [("LTS B.4", "SOFT", "M"), ("LTS B.1", "SOFT", "M"), ("OST IX s1", "LAW_T", "V")] == [
        (str(cited), str(cited.binding), str(cited.grade)) for cited in row.under
    ]
    assert {"DEFAULT"} == {str(limit.binding) for limit in CONJUNCTION.limits}
    assert any("who manoeuvres" in words or "Who is to manoeuvre" in words for words in CONJUNCTION.not_modelled)


def test_objects_of_one_state_are_no_matter_between_states() -> None:
    """Own objects: refused with what there is instead; nobody is warned of oneself either."""
    play = Play(CONJUNCTION, "2031-05-01", {"warning": [JAPAN]}, Facts())
    no = play.refused("serve_warning", JAPAN, "2031-05-05", filing=BODY | {"concerned": [FRANCE], "whose": "own"})
    assert ("whose", True) == (no.refusals[0].field, "Both objects are your own" in str(no))
    no = play.refused("serve_warning", JAPAN, "2031-05-05", filing=BODY | {"concerned": [JAPAN]})
    assert "A party does not address itself." == str(no)


@pytest.mark.parametrize(
    ("at", "taken"), [("2031-05-10T18:29", True), ("2031-05-10T18:30", True), ("2031-05-10T18:31", False)]
)
def test_what_is_over_is_no_warning(at: str, taken: bool) -> None:
    """The minute before, the minute, the minute after; the refusal says what there is instead."""
    if taken:
        assert "serve_warning" in {act.step for act in warned(at=at).acts}
    else:
        play = Play(CONJUNCTION, "2031-05-01", {"warning": [JAPAN]}, Facts())
        no = play.refused("serve_warning", JAPAN, at, filing=BODY | {"concerned": [FRANCE]})
        assert "tca" == no.refusals[0].field
        assert "has passed; it must be still to come. What is over is no warning" in str(no)


@pytest.mark.parametrize(
    ("at", "state"),
    [("2031-05-10T18:29", "warned"), ("2031-05-10T18:30", "passed"), ("2031-05-10T18:31", "passed")],
)
def test_the_closest_approach_comes_by_the_clock_and_to_the_minute(at: str, state: str) -> None:
    """From then on a note is due, in fourteen days of the product."""
    play = warned()
    play.pass_time(at)
    assert state == play.state()
    if state == "passed":
        assert "2031-05-24" == play.ends("note")
        assert not {"agree_manoeuvre", "promise_manoeuvre", "update_screening"} & play.offered(JAPAN, at)


def test_nothing_suspends_a_closest_approach() -> None:
    """Nobody can agree it away: there is no such step and no such state."""
    assert {"suspend", "resume"}.isdisjoint(CONJUNCTION.rows)
    assert "suspended" not in {state.key for state in CONJUNCTION.states}
    assert "suspended" not in {state for row in CONJUNCTION.steps for state in row.frm}


@pytest.mark.parametrize(
    ("at", "track"),
    [
        ("2031-05-06T11:59", "served"), ("2031-05-06T12:00", "silent"), ("2031-05-07T11:59", "silent"),
        ("2031-05-07T12:00", "silent_closed"),
    ],
)  # fmt: skip
def test_silence_is_told_neutrally_and_ends_nothing(at: str, track: str) -> None:
    """E1: twenty-four hours for a first word, twenty-four of grace; the warning stands until the approach."""
    play = warned()
    play.pass_time(at)
    assert ("warned", track) == (play.state(), play.state("concerned:FRA"))
    assert "act as if it did nothing" in CONJUNCTION.rows["no_answer"][0].effect


def test_without_any_word_the_case_is_closed_as_such_and_a_late_word_is_taken() -> None:
    """The note says what came of it; a word that comes afterwards is on record."""
    play = warned()
    play.pass_time("2031-05-10T18:30")
    play.take("give_note", JAPAN, "2031-05-12", filing={"passed_at": TCA, "outcome": "as_predicted"})
    assert ("closed_no_reply", RESTING) == (play.state(), CONJUNCTION.state("closed_no_reply").kind)
    act = play.take("acknowledge", FRANCE, "2031-05-20", track=FRANCE)
    assert (True, ("replied_late",)) == (act.late, play.case.flags)
    play.take("add_account", FRANCE, "2031-05-21", filing={"passed_at": TCA})
    assert "closed_no_reply" == play.state()


def test_a_silent_state_may_still_speak_before_the_approach() -> None:
    """E5: the word is late and revives the track."""
    play = warned()
    act = play.take("acknowledge", FRANCE, "2031-05-08", track=FRANCE)
    assert (True, "acknowledged", "warned") == (act.late, play.state("concerned:FRA"), play.state())


def test_attempts_are_on_record_beside_the_contact_that_succeeded() -> None:
    """Who tried to reach whom is asked about afterwards; an attempt is no contact."""
    play = warned()
    tried = {"tried_at": instant("2031-05-05T13:00"), "way": "email", "address": "ops"}
    play.take("attempt_contact", JAPAN, "2031-05-05T14:00", filing=tried)
    assert ("warned", "served") == (play.state(), play.state("concerned:FRA"))
    reached = {"reached_at": instant("2031-05-05T17:00"), "way": "telephone"}
    play.take("record_contact", FRANCE, "2031-05-05T18:00", track=FRANCE, filing=reached)
    assert ("in_contact", "in_contact") == (play.state(), play.state("concerned:FRA"))
    later = {"tried_at": instant("2031-05-06T13:00"), "way": "email", "address": "ops"}
    assert "tried_at" == play.refused("attempt_contact", JAPAN, "2031-05-06", filing=later).refusals[0].field


def test_an_unknown_operator_is_sought_and_the_approach_comes_on_meanwhile() -> None:
    """Party unknown: those asked answer; whoever is found is warned in the same case."""
    play = Play(CONJUNCTION, "2031-05-01", {"warning": [JAPAN]}, Facts())
    play.take("seek_operator", JAPAN, "2031-05-04", filing={"asked": [INDIA, BRAZIL], "tca": TCA})
    assert ("operator_sought", "2031-05-10T18:30:00") == (play.state(), play.ends("closest_approach"))
    play.take("answer_enquiry", INDIA, "2031-05-05", track=INDIA, filing={"answer": "other", "state": FRANCE})
    play.take("serve_warning", JAPAN, "2031-05-05", filing=BODY | {"concerned": [FRANCE]})
    assert ("warned", "answered", "asked") == (play.state(), play.state("source:IND"), play.state("source:BRA"))


def test_where_nobody_is_found_in_time_a_note_still_closes_the_case() -> None:
    """The time passes for a nameless object too."""
    play = Play(CONJUNCTION, "2031-05-01", {"warning": [JAPAN]}, Facts())
    play.take("seek_operator", JAPAN, "2031-05-04", filing={"asked": [INDIA], "tca": TCA})
    play.pass_time("2031-05-10T18:30")
    play.take("give_note", JAPAN, "2031-05-12", filing={"passed_at": TCA})
    assert "closed_no_reply" == play.state()


def test_a_state_that_denies_the_object_takes_no_part_and_its_operator_is_sought_again() -> None:
    """The registry is disputed: whoever else was warned goes on; alone, the search begins again."""
    play, several = warned(), warned(FRANCE, INDIA)
    no = play.refused("seek_operator", JAPAN, "2031-05-05T13:00", filing={"asked": [INDIA], "tca": TCA})
    assert "A State that was warned has not denied that the object is its own." == str(no)
    play.take("deny_object", FRANCE, "2031-05-06", track=FRANCE)
    several.take("deny_object", FRANCE, "2031-05-06", track=FRANCE)
    assert ("not_ours", "warned", "warned") == (play.state("concerned:FRA"), play.state(), several.state())
    play.take("seek_operator", JAPAN, "2031-05-06T13:00", filing={"asked": [INDIA], "tca": TCA})
    assert "operator_sought" == play.state()


def test_registry_and_operation_may_lie_with_two_states_and_both_are_warned() -> None:
    """E2: the second is added later, with the full period."""
    play = touched()
    play.take("add_concerned", JAPAN, "2031-05-06", filing={"party": INDIA})
    assert ("served", "2031-05-07T12:00:00") == (play.state("concerned:IND"), play.ends("acknowledgement:IND"))


def test_orbital_data_go_from_one_side_to_the_other_and_to_nobody_else() -> None:
    """Asked for and sent both ways, each with its own period; a third State on its own track sees none of it."""
    play = touched(FRANCE, INDIA)
    play.take("ask_data", JAPAN, "2031-05-06", track=FRANCE)
    play.take("ask_data", FRANCE, "2031-05-06T13:00", track=FRANCE)
    assert ("2031-05-07T12:00:00", "2031-05-07T13:00:00") == (play.ends("data:FRA"), play.ends("data_of_warner:FRA"))
    body = {
        "span_from": instant("2031-05-09T00:00"), "span_to": instant("2031-05-11T00:00"),
        "epoch": instant("2031-05-06T06:00"),
    }  # fmt: skip
    act = play.take("send_data", FRANCE, "2031-05-06T14:00", track=FRANCE, filing=body)
    assert ("C3", "stopped", "running") == (
        act.level, play.case.limits["data:FRA"].status, play.case.limits["data_of_warner:FRA"].status,
    )  # fmt: skip
    play.take("refuse_data", JAPAN, "2031-05-06T15:00", track=FRANCE, filing={"category": "security"})
    assert "stopped" == play.case.limits["data_of_warner:FRA"].status


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("miss", {"value": "-1", "unit": "km"}, "Give a number that is not below 0."),
        ("probability", {"value": "1.1", "unit": "1"}, "Give a number that is not above 1."),
        ("miss", {"value": "1", "unit": "mi"}, "The unit is one of: m, km."),
    ],
)
def test_numbers_of_a_screening_have_units_and_bounds(field: str, value: object, sentence: str) -> None:
    """A distance is never negative; a probability lies between 0 and 1."""
    play = warned()
    no = play.refused("update_screening", JAPAN, "2031-05-06", filing={"tca": TCA, field: value})
    assert no.refusals[0].field.startswith(field)
    assert no.refusals[0].sentence.endswith(f": {sentence}")


def test_the_span_of_ephemerides_ends_after_it_begins_and_their_epoch_is_past() -> None:
    """What is sent can be used."""
    play = touched()
    body = {"span_from": instant("2031-05-11T00:00"), "span_to": instant("2031-05-09T00:00")}
    no = play.refused("send_data", FRANCE, "2031-05-06", track=FRANCE, filing=body | {"epoch": TCA})
    assert {"span_to", "epoch"} == {refusal.field for refusal in no.refusals}


def test_nobody_refuses_data_that_nobody_asked_for() -> None:
    """A refusal answers a request."""
    play = touched()
    no = play.refused("refuse_data", FRANCE, "2031-05-06", track=FRANCE)
    assert "Nobody has asked for these data." == str(no)


def test_that_both_mean_to_manoeuvre_is_shown_to_all_at_once() -> None:
    """Two manoeuvres may undo each other; the mark goes when one of them keeps its orbit."""
    play = touched()
    promise(play, JAPAN)
    assert () == play.case.flags
    promise(play, FRANCE)
    assert (BOTH,) == play.case.flags
    play.take("keep_orbit", FRANCE, "2031-05-06T10:00", filing={"why": "other_moves"})
    assert ((), "keeps_orbit") == (play.case.flags, play.state("intention:FRA"))


def test_that_nobody_means_to_manoeuvre_is_shown_too_and_goes_with_a_promise() -> None:
    """Each holds that the other should."""
    play = touched()
    for party in JAPAN, FRANCE:
        play.take("keep_orbit", party, "2031-05-06T10:00", filing={"why": "other_moves"})
    assert (NEITHER,) == play.case.flags
    promise(play, FRANCE, "2031-05-06T11:00")
    assert () == play.case.flags


def test_one_of_three_that_keeps_its_orbit_leaves_two_that_move() -> None:
    """The mark goes only when no two are left."""
    play = touched(FRANCE, INDIA)
    for party in JAPAN, FRANCE, INDIA:
        promise(play, party)
    play.take("keep_orbit", INDIA, "2031-05-06T10:00")
    assert (BOTH,) == play.case.flags
    play.take("keep_orbit", FRANCE, "2031-05-06T11:00")
    assert () == play.case.flags


def test_a_manoeuvre_in_the_past_is_reported_and_not_promised() -> None:
    """The moment of a promise lies ahead."""
    play = touched()
    no = play.refused("promise_manoeuvre", JAPAN, "2031-05-06", filing={"burn_at": instant("2031-05-06T11:59")})
    assert "burn_at" == no.refusals[0].field


def test_who_manoeuvres_is_agreed_by_both_hands_and_ends_the_marks() -> None:
    """One hand is not enough; what was promised twice is settled by it."""
    play = touched()
    promise(play, JAPAN)
    promise(play, FRANCE)
    body = {"agreed": "one", "movers": [FRANCE]}
    play.take("agree_manoeuvre", JAPAN, "2031-05-07", filing=body)
    assert ("in_contact", (BOTH,)) == (play.state(), play.case.flags)
    play.take("agree_manoeuvre", FRANCE, "2031-05-07T13:00", filing=body)
    assert ("manoeuvre_agreed", (), "one") == (play.state(), play.case.flags, play.case.facts["agreed"])


def test_that_nobody_manoeuvres_may_be_agreed_too() -> None:
    """None is an agreement; one who moves must be named, and be a party."""
    assert ("manoeuvre_agreed", "none") == (
        (play := settled(agreed="none", movers=[])).state(), play.case.facts["agreed"],
    )  # fmt: skip
    play = touched()
    whole = play._filing("agree_manoeuvre", hand(JAPAN), play.case.opened_on, {"agreed": "one"}) or {}
    no = play.refused("agree_manoeuvre", JAPAN, "2031-05-07", filing=whole | {"movers": []}, exact=True)
    assert "movers" == no.refusals[0].field
    no = play.refused("agree_manoeuvre", JAPAN, "2031-05-07", filing={"agreed": "one", "movers": [BRAZIL]})
    assert "is no party to this case" in str(no)


def test_nobody_agrees_for_a_state_that_has_said_no_word() -> None:
    """Silence is no agreement on a manoeuvre."""
    play = warned()
    play.pass_time("2031-05-07T12:00")
    assert "agree_manoeuvre" not in play.offered(JAPAN, "2031-05-08")


def test_a_new_screening_moves_the_time_and_ends_a_hand_that_waits() -> None:
    """The approach comes an hour later; what one side had signed rested on older data."""
    play = touched()
    body = {"agreed": "one", "movers": [JAPAN]}
    play.take("agree_manoeuvre", JAPAN, "2031-05-07", filing=body)
    play.take("update_screening", FRANCE, "2031-05-07T13:00", filing={"tca": instant("2031-05-10T19:30")})
    assert ("2031-05-10T19:30:00", {}) == (play.ends("closest_approach"), dict(play.case.pending))
    play.pass_time("2031-05-10T18:31")
    assert "in_contact" == play.state()
    play.pass_time("2031-05-10T19:30")
    assert "passed" == play.state()


def test_a_new_screening_after_the_agreement_is_marked_and_either_side_reopens_it() -> None:
    """A manoeuvre may be under way: nothing is undone by itself."""
    play = settled()
    play.take("update_screening", JAPAN, "2031-05-08", filing={"tca": TCA})
    assert ("manoeuvre_agreed", ("agreed_on_older_data",)) == (play.state(), play.case.flags)
    play.take("reopen_agreement", FRANCE, "2031-05-08T13:00", filing={"reason": "It comes closer"})
    assert ("in_contact", ()) == (play.state(), play.case.flags)


def test_a_screening_to_a_time_that_has_passed_is_refused() -> None:
    """The new time lies ahead like the first one."""
    play = touched()
    no = play.refused("update_screening", JAPAN, "2031-05-08", filing={"tca": instant("2031-05-08T11:00")})
    assert "tca" == no.refusals[0].field


def test_a_warning_that_is_ended_is_taken_up_again_by_whoever_sees_a_risk() -> None:
    """A threshold of one side binds nobody else: the other may hold that the risk stands."""
    play = touched()
    play.take("stand_down", JAPAN, "2031-05-07")
    assert ("stood_down", RESTING) == (play.state(), CONJUNCTION.state("stood_down").kind)
    play.pass_time("2031-05-08")
    play.take("update_screening", FRANCE, "2031-05-08", filing={"tca": TCA})
    assert ("in_contact", "2031-05-10T18:30:00") == (play.state(), play.ends("closest_approach"))
    assert "stand_down" not in play.offered(FRANCE, "2031-05-08")


def test_a_manoeuvre_is_reported_under_an_agreement_and_without_one() -> None:
    """E9: who has to move at once moves; that nothing was agreed is noted, and no fault follows."""
    done = {"carried_out_at": instant("2031-05-08T06:00")}
    play, alone = settled(), touched()
    play.take("report_manoeuvre", JAPAN, "2031-05-08", filing=done)
    alone.take("report_manoeuvre", FRANCE, "2031-05-08", filing=done)
    assert ((), ("manoeuvred_without_agreement",)) == (play.case.flags, alone.case.flags)
    assert "in_contact" == alone.state()
    assert "no fault follows" in CONJUNCTION.rows["report_manoeuvre"][1].effect


@pytest.mark.parametrize(
    ("urgency", "word", "note"),
    [
        ("normal", "2031-05-06T12:00:00", "2031-05-24"), ("urgent", "2031-05-05T18:00:00", "2031-05-17"),
        ("emergency", "2031-05-05T13:00:00", "2031-05-13"),
    ],
)  # fmt: skip
def test_urgency_shortens_the_products_periods_and_asks_for_a_reason(urgency: str, word: str, note: str) -> None:
    """E6: the note comes sooner too."""
    play = warned(urgency=urgency, urgency_reason="A crew")
    assert word == play.ends("acknowledgement:FRA")
    play.pass_time("2031-05-10T18:30")
    assert note == play.ends("note")


@pytest.mark.parametrize(
    ("at", "flags"),
    [("2031-05-07T18:29", ()), ("2031-05-07T18:30", ()), ("2031-05-07T18:31", ("short_notice",))],
)
def test_a_warning_near_to_the_approach_is_marked_and_not_judged(at: str, flags: tuple[str, ...]) -> None:
    """Seventy-two hours of the product."""
    assert flags == warned(at=at).case.flags


def test_a_crew_is_marked_and_the_note_under_article_v_is_a_case_of_its_own() -> None:
    """Links: danger, consultation, claim, dispute, and a case that is named; none opens by itself."""
    play = warned(crew="crew")
    assert ("crew_concerned",) == play.case.flags
    rows = {row.link.kind: row for row in CONJUNCTION.steps if isinstance(row.link, Link) and not row.common}
    assert {
        "danger": "ost5", "consultation": "ost9_request", "damage": "liability", "dispute": "settlement",
        "same_matter": None,
    } == {kind: row.link.procedure for kind, row in rows.items() if row.link}  # fmt: skip
    assert {"own"} == {rows[kind].tell for kind in ("danger", "consultation", "damage")}
    assert "claim_damage" not in play.offered(FRANCE, "2031-05-06")


def test_with_a_word_on_record_the_note_closes_the_case_as_reported() -> None:
    """The warning State gives it; the other tells its own account before; a late note is taken."""
    play = settled()
    play.pass_time("2031-05-10T18:30")
    future = {"passed_at": instant("2031-06-30T00:00")}
    assert "passed_at" == play.refused("give_note", JAPAN, "2031-05-12", filing=future).refusals[0].field
    play.take("add_account", FRANCE, "2031-05-12", filing={"passed_at": TCA})
    act = play.take("give_note", JAPAN, "2031-05-25", filing={"passed_at": TCA, "outcome": "collision"})
    assert (True, "closed_reported") == (act.late, play.state())
    assert play.case == play.replayed()


def test_the_one_that_warned_withdraws_and_all_are_told() -> None:
    """E3: the record is kept."""
    play = warned()
    play.take("withdraw", JAPAN, "2031-05-06")
    assert "withdrawn" == play.state()


def test_a_third_state_asks_to_take_part_and_is_admitted_by_all() -> None:
    """E7: its crew flies nearby; one hand is not enough, and either side may offer it an observer's place instead."""
    play = touched()
    play.take("request_join", INDIA, "2031-05-06", filing={"grounds": "A crew nearby"})
    play.take("admit_entrant", JAPAN, "2031-05-06T13:00", track=INDIA)
    assert "concerned:IND" not in play.case.tracks
    assert f"offer_observer@entrant:{INDIA}" in play.offered(FRANCE, "2031-05-06T14:00")
    play.take("admit_entrant", FRANCE, "2031-05-06T14:00", track=INDIA)
    assert ("served", "2031-05-07T14:00:00") == (play.state("concerned:IND"), play.ends("acknowledgement:IND"))


def test_adequacy_is_contested_and_answered_and_nothing_follows() -> None:
    """E8: “no contact had been made” and “it had” stand side by side."""
    play = warned()
    play.take("contest_adequacy", FRANCE, "2031-05-06")
    play.take("answer_contest", JAPAN, "2031-05-06T13:00", filing={"act": play.case.n})
    assert ("warned", ("adequacy_contested", "adequacy_answered")) == (play.state(), play.case.flags)


def test_no_step_speaks_of_breach_or_fault_of_a_state() -> None:
    """The guidelines bind nobody."""
    words = {word for row in CONJUNCTION.steps for word in row.effect.lower().replace(".", " ").split()}
    assert {"breach", "violation", "violates"}.isdisjoint(words)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_offered_performs_and_reads_back(seed: int) -> None:
    """Forty moves of five parties at random."""
    wanderer = Wanderer(CONJUNCTION, "warning", seed)
    wanderer.wander(40)
    stored = [json.loads(json.dumps(act.to_json())) for act in wanderer.acts]
    assert wanderer.case == wanderer.first.replay(Act.from_json(act) for act in stored)
