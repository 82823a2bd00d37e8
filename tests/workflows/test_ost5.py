"""Information on dangerous phenomena (OST V): discovery, addressee, issue, recall, replies, and no word of lateness."""

import json

import pytest

from tests.workflows.informing import (
    ACTIVITY,
    BRAZIL,
    BY_MOON,
    CHINA,
    DANGER,
    OFFICE,
    USA,
    cleared,
    found,
    instant,
    issue,
    warned,
)
from tests.workflows.kernel.play import Play, hand
from tests.workflows.test_ost9_random import Wanderer
from workflows.kernel.acts import Act
from workflows.kernel.describe import sentence
from workflows.kernel.procedure import Procedure
from workflows.kernel.sheets import Positions
from workflows.kernel.steps import FINAL, Link
from workflows.kernel.view import Facts


def test_the_note_waits_for_the_time_of_discovery_and_for_clearance() -> None:
    """Elapsed time has a beginning before it is counted."""
    play = Play(DANGER, "2026-12-01", {"informing": [CHINA]})
    assert "Log the time of discovery first." == str(play.refused("clear", hand(CHINA, "clear"), "2026-12-01"))
    assert "transmit" not in found().offered(CHINA, "2026-12-01")
    assert "transmit" in cleared().offered(CHINA, "2026-12-01")


def test_discovery_and_clearance_are_read_inside_the_state_alone() -> None:
    """Both records are C4 and told to nobody; redactions have to be told."""
    rows = [row for key in ("discovery_logged", "clear", "clear_update") for row in DANGER.rows[key]]
    assert {("C4", "own")} == {(row.level, row.tell) for row in rows}
    paper = DANGER.rows["clear"][0].filing
    assert paper is not None
    assert {"cleared_for", "redactions"} == {field.key for field in paper.fields if field.need == "required"}
    assert {("C3", "")} == {DANGER.audience_of(key, "discovery:1") for key in ("transmission", "operational_call")}
    play = found()
    play.pass_time("2026-12-03")
    assert ("lapse", "transmission:1", "C3", "discovery:1") == (
        play.acts[-1].kind, play.acts[-1].step, play.acts[-1].level, play.acts[-1].track,
    )  # fmt: skip
    assert {"discovery"} == DANGER.offered_on


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2026-12-02T05:59", "running"),
        ("2026-12-02T06:00", "lapsed"),
        ("2027-05-06T06:00", "lapsed"),
    ],
    ids=str,
)
def test_the_aim_of_a_day_is_the_products_and_a_late_note_is_not_called_late(at: str, status: str) -> None:
    """Counted from the discovery on 1 December, six o'clock; the text has the word “immediately” and no number."""
    play = cleared()
    play.pass_time(at)
    assert status == play.case.limits["transmission:1"].status
    act = play.take("transmit", CHINA, at, filing={"addressee": "sg"})
    assert (False, "DEFAULT") == (act.late, str(DANGER.rule("transmission").binding))
    assert ("immediately, on discovery", "LAW_T", "discovery_logged") == (
        DANGER.standards[0].words, str(DANGER.standards[0].under[0].binding), DANGER.standards[0].since,
    )  # fmt: skip


def test_two_discoveries_are_two_rows_with_two_beginnings() -> None:
    """One note tells both."""
    play = found()
    later = {"discovered_at": instant("2026-12-03T08:00"), "crew_at_risk": "none"}
    play.take("discovery_logged", CHINA, "2026-12-03", filing=later)
    assert ("2026-12-02T06:00:00", "2026-12-04T08:00:00") == tuple(
        play.ends(f"transmission:{n}").rpartition(" ")[2] for n in (1, 2)
    )
    play.take("clear", CHINA, "2026-12-03")
    play.take("transmit", CHINA, "2026-12-03", filing={"addressee": "sg"})
    assert ("told", "told") == (play.state("discovery:1"), play.state("discovery:2"))


@pytest.mark.parametrize(("risk", "ends"), [("now", "2026-12-01T08:00:00"), ("none", "")], ids=str)
def test_where_a_crew_is_in_danger_one_calls_first_and_writes_afterwards(risk: str, ends: str) -> None:
    """Two hours for the call; the call and the note are both on record."""
    play = Play(DANGER, "2026-12-01T00:00", {"informing": [CHINA]})
    filing = {"discovered_at": instant("2026-12-01T06:00"), "crew_at_risk": risk}
    play.take("discovery_logged", CHINA, "2026-12-01T07:00", filing=filing)
    if not ends:
        assert ["transmission:1"] == list(play.case.limits)
        return
    assert ends == play.ends("operational_call:1")
    play.take("log_call", hand(CHINA, "draft"), "2026-12-01T07:30")
    assert f"stopped {ends}" == play.ends("operational_call:1")
    assert "2026-12-02T06:00:00" == play.ends("transmission:1")


def test_the_note_goes_to_the_secretary_general_or_to_states_as_the_state_chooses() -> None:
    """Alternatives of the text: with States alone the secretariat takes no part."""
    by_sg, direct = warned(), cleared()
    assert ((OFFICE,), "2026-12-09") == (by_sg.case.parties["secretariat"], by_sg.ends("acknowledgement"))
    no = direct.refused("transmit", CHINA, "2026-12-02", filing={"addressee": "states"}, exact=True)
    assert "states" in {refusal.field for refusal in no.refusals}
    direct.take("transmit", CHINA, "2026-12-02", filing={"addressee": "states", "states": [USA, BRAZIL]})
    assert ({"recipient:BRA", "recipient:USA"}, False) == (
        {key for key in direct.case.tracks if key.startswith("recipient")}, "secretariat" in direct.case.parties,
    )  # fmt: skip
    assert "receive" not in direct.offered(hand(CHINA), "2026-12-02")
    direct.take("direct", CHINA, "2026-12-02")
    assert "disseminated_direct" == direct.state()


def test_a_note_through_the_secretary_general_is_not_recorded_as_told_to_states_alone() -> None:
    """Copies may go to States beside it, at once."""
    play = warned()
    assert "through the Secretary-General" in str(play.refused("direct", CHINA, "2026-12-02"))
    play.take("copy_to_states", CHINA, "2026-12-02", filing={"states": [USA]})
    assert ("transmitted", "served") == (play.state(), play.state("recipient:USA"))


def test_a_note_needs_the_treaty_and_a_state_outside_it_is_advised() -> None:
    """Voluntary information has other ways."""
    play = cleared(Facts({"bound": {"bound": False, "reason": "China is not bound"}}))
    no = str(play.refused("transmit", CHINA, "2026-12-02", filing={"addressee": "sg"}))
    assert "China is not bound. Inform voluntarily" in no


def test_the_secretariat_asks_and_the_state_answers() -> None:
    """Ten days of the product for the answer; a late one is taken."""
    play = warned()
    play.take("receive", hand(OFFICE, "office"), "2026-12-03")
    play.take("query", hand(OFFICE, "office"), "2026-12-04")
    assert ("queried", "2026-12-14") == (play.state(), play.ends("query_answer"))
    act = play.take("answer", CHINA, "2026-12-15")
    assert (True, "received") == (act.late, play.state())


def test_a_note_is_recalled_before_its_issue_and_not_after() -> None:
    """Secretariat and States served are told; afterwards a correction is what there is."""
    for steps in ((), ("receive",), ("receive", "query")):
        play = warned()
        play.take("copy_to_states", CHINA, "2026-12-02", filing={"states": [USA]})
        for step in steps:
            play.take(step, hand(OFFICE, "office"), "2026-12-03")
        act = play.take("recall", CHINA, "2026-12-04")
        assert ("withdrawn_before_issue", {OFFICE, USA}) == (play.state(), set(act.told))
    assert FINAL == DANGER.state("withdrawn_before_issue").kind
    issued = warned()
    issue(issued, "2026-12-03")
    assert not {"recall", "withdraw"} & issued.offered(CHINA, "2026-12-04")
    assert "issue_correction" in issued.offered(CHINA, "2026-12-04")


def test_an_issued_note_is_public_and_has_a_symbol() -> None:
    """Everybody is told; without a symbol nothing is issued."""
    play = warned()
    play.take("receive", hand(OFFICE, "office"), "2026-12-03")
    no = play.refused("issue", hand(OFFICE, "office"), "2026-12-03", filing={"dated_on": "2026-12-03"}, exact=True)
    assert {"symbol"} == {refusal.field for refusal in no.refusals}
    filing = {"symbol": "A/AC.105/1262", "dated_on": "2026-12-03", "circulated_to": [USA]}
    act = play.take("issue", hand(OFFICE, "office"), "2026-12-03", filing=filing)
    assert ("issued", "C0", (USA,)) == (play.state(), act.level, play.case.parties["reader"])
    waiting = warned()
    waiting.take("receive", hand(OFFICE, "office"), "2026-12-03")
    assert "This step belongs to the secretariat." == str(waiting.refused("query", CHINA, "2026-12-03"))


def test_the_secretariat_circulates_what_is_issued_to_whoever_is_to_find_it() -> None:
    """Not before its issue; whoever is named may reply from then on."""
    play = warned()
    play.take("receive", hand(OFFICE, "office"), "2026-12-03")
    assert "circulate" not in play.offered(hand(OFFICE, "office"), "2026-12-03")
    play.take("issue", hand(OFFICE, "office"), "2026-12-03", filing={"circulated_to": [USA]})
    assert "reply_by_other_state" not in play.offered(BRAZIL, "2026-12-03")
    act = play.take("circulate", hand(OFFICE, "office"), "2026-12-10", filing={"circulated_to": [BRAZIL]})
    assert ("C0", (USA, BRAZIL)) == (act.level, play.case.parties["reader"])
    assert "reply_by_other_state" in play.offered(BRAZIL, "2026-12-10")


def test_a_correction_is_issued_beside_what_it_corrects_or_dropped() -> None:
    """By the State or the secretariat; the document stays."""
    for who, capacity in ((CHINA, "dispatch"), (OFFICE, "office")):
        play = warned()
        issue(play, "2026-12-03")
        play.take("issue_correction", hand(who, capacity), "2026-12-04", filing={"kind": "corr"})
        assert "corrected" == play.state()
        filing = {"symbol": "A/AC.105/9999/Corr.1", "dated_on": "2026-12-08"}
        act = play.take("enter_issued", hand(OFFICE, "office"), "2026-12-08", filing=filing)
        assert ("issued", "C0") == (play.state(), act.level)
    play.take("issue_correction", CHINA, "2026-12-09")
    play.take("drop_correction", CHINA, "2026-12-10")
    assert "issued" == play.state()


def test_a_reply_of_another_state_is_linked_and_moves_nothing() -> None:
    """It comes before or after the product's aim, and even after the end; none is owed."""
    play = warned()
    issue(play, "2026-12-03", USA)
    assert "2027-01-02" == play.ends("reply")
    act = play.take("reply_by_other_state", USA, "2027-01-28", filing={"symbol": "A/AC.105/1265"})
    assert (False, "issued", ("reply_linked",)) == (act.late, play.state(), play.case.flags)
    assert (CHINA, OFFICE) == act.told
    play.take("close", CHINA, "2027-02-01")
    play.take("reply_by_other_state", USA, "2027-03-01")
    assert "closed" == play.state()
    assert Link("reply", field="reference") == DANGER.rows["reply_by_other_state"][0].link
    assert "reply_by_other_state" not in play.offered(CHINA, "2027-03-01")


def test_words_to_the_press_are_a_source_and_no_reply() -> None:
    """No flag, no state."""
    play = warned()
    issue(play, "2026-12-03", USA)
    play.take("add_source", CHINA, "2027-02-10")
    assert ("issued", ()) == (play.state(), play.case.flags)


def test_no_consultation_is_opened_unless_the_state_asks_for_one() -> None:
    """A note about another State's object is no request under Article IX."""
    opening = [row.key for row in DANGER.steps if row.link and row.link.opens]
    assert ["request_consultation"] == opening
    play = warned(world=Facts())
    issue(play, "2026-12-03")
    assert [] == [act for act in play.acts if act.effects_of("begin")]
    act = play.take("request_consultation", CHINA, "2026-12-04")
    assert ("C4", ()) == (act.level, act.told)
    assert ("issued", "ost9_request") == (play.state(), act.effects_of("begin")[0][2])


def test_positions_of_others_stand_beside_each_point_that_is_told() -> None:
    """Whoever replied says of each event what it holds of it; an update tells the same point anew."""
    play = warned()
    issue(play, "2026-12-03", USA, BRAZIL)
    assert "state_position@point:A" not in play.offered(USA, "2026-12-04")
    play.take("reply_by_other_state", USA, "2026-12-04")
    play.take("state_position", USA, "2026-12-04", track="point:A", filing={"stance": "disputed"})
    play.take("state_position", USA, "2026-12-05", track="point:A", filing={"stance": "otherwise"})
    assert ("issued", 2) == (play.state(), play.case.done["state_position@point:A"].count)
    assert "state_position@point:A" not in play.offered(BRAZIL, "2026-12-05") | play.offered(CHINA, "2026-12-05")
    sheet = next(sheet for sheet in DANGER.sheets if isinstance(sheet, Positions))
    assert ("point", "state_position", ("confirmed",)) == (sheet.set, sheet.step, sheet.agreed)
    twice = [{"key": "A", "what": "x", "discovered_at": instant("2026-12-01T06:00")}] * 2
    no = play.refused("enter_transmitted", CHINA, "2026-12-06", filing={"addressee": "sg", "events": twice})
    assert "“A” stands there twice." in str(no)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-12-01T06:30", "0 hours after the discovery"),
        ("2026-12-01T07:00", "1 hour after the discovery"),
        ("2026-12-03T05:59", "47 hours after the discovery"),
        ("2026-12-03T06:00", "2 days after the discovery"),
        ("2027-05-05T06:00", "155 days after the discovery"),
    ],
    ids=str,
)
def test_the_sentence_of_a_note_tells_what_had_passed_since_the_discovery(at: str, said: str) -> None:
    """Hours up to two days, then days; it is counted once and kept, and no word of lateness stands beside it."""
    play = Play(DANGER, "2026-12-01T06:00", {"informing": [CHINA]})
    filing = {"discovered_at": instant("2026-12-01T06:00"), "crew_at_risk": "none"}
    play.take("discovery_logged", CHINA, "2026-12-01T06:00", filing=filing)
    play.take("clear", CHINA, "2026-12-01T06:00")
    events = [{"key": "A", "what": "Pass", "discovered_at": instant("2026-12-01T06:00")}]
    act = play.take("transmit", CHINA, at, filing={"addressee": "sg", "events": events})
    assert f"China transmitted the note, {said} (OST V(3))" == sentence(DANGER, act, {CHINA: "China"})
    assert play.case == play.replayed()


def test_tracking_data_are_for_the_states_served_and_a_reader_gets_none() -> None:
    """Raw tracking is C3; a State that only reads what was issued has no stake."""
    paper = DANGER.rows["transmit"][0].filing
    tracking = paper.field("tracking") if paper else None
    assert tracking is not None
    assert ("C3", True) == (tracking.level, tracking.withholdable)
    reader, recipient = DANGER.role("reader"), DANGER.role("recipient")
    assert reader is not None
    assert recipient is not None
    assert (False, True) == (reader.stake, recipient.stake)


def test_receipt_by_a_state_is_proved_by_opening_and_owes_nothing() -> None:
    """The clock records it; no period runs from it."""
    row = next(row for row in DANGER.rows["record_receipt"] if row.proof)
    assert ("recipient", "opened") == (row.track.set if row.track else "", row.proof.kind if row.proof else "")
    assert {"discovery"} == {limit.per for limit in DANGER.limits if limit.per}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("procedure", [DANGER, ACTIVITY, BY_MOON], ids=["danger", "activity", "moon"])
def test_what_is_offered_performs_and_reads_back(procedure: Procedure, seed: int) -> None:
    """Forty moves of five parties at random."""
    wanderer = Wanderer(procedure, "informing", seed)
    wanderer.wander(40)
    stored = [json.loads(json.dumps(act.to_json())) for act in wanderer.acts]
    assert wanderer.case == wanderer.first.replay(Act.from_json(act) for act in stored)
