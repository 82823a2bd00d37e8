"""The clearance lane of a party in the browser: set, walked through, sent back, voided, taken over, and what blocks."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from consult import people
from consult.db import Busy
from consult.models.clearing import ACT_CLEARANCE, CLEARANCE_LANE, CLEARANCE_MOVE, DRAFT_COMMENT
from consult.models.delivery import MESSAGE
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, PERSON
from consult.people import NewMandate
from tests.consult.web.cases_world import begin, clear, fill_in, open_berth, send, serve_berth, version_of
from tests.consult.web.clearance_world import (
    BODY,
    DRAFTER,
    HEAD,
    LANE,
    LEGAL,
    MISSION,
    four_stages,
    mandate_of,
    move,
    pass_on,
    passed_by,
    ready,
    say,
    set_lane,
    stage,
    with_lane,
)
from tests.consult.web.world import AT, MANAGER, World

HOUR = timedelta(hours=1)


def words(page: str) -> str:
    """Give a page without its marks, blanks as one."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_paper_goes_through_four_stages_and_leaves_only_then(berths: World) -> None:
    """Draft, legal, head, Mission: before the head passed it, sending is refused with the stages that it lacks; the act
    then names them to its own party alone."""
    with_lane(berths)
    drafter, draft = ready(berths)
    assert 303 == pass_on(drafter, draft).status_code
    assert "it leaves only then" in words(berths.signed_in(MISSION).get(f"{draft}/send").text)

    passed_by(berths, draft, LEGAL)
    mission = berths.signed_in(MISSION)
    early = send(mission, draft)
    assert (409, True) == (early.status_code, "has not passed “Head of delegation”, “Mission”" in early.text)
    assert 'id="sending"' not in mission.get(f"{draft}/send").text
    passed_by(berths, draft, HEAD)
    assert "Place before the parties: France and the Republic of Korea</button>" in mission.get(f"{draft}/send").text
    sent = send(mission, draft)
    assert 303 == sent.status_code, sent.text

    page = words(mission.get(sent.location).text)
    assert "Clearance in your party" in page
    assert "Legal : adviser@jpn.example" in page
    assert "Mission : passed by dispatching" in page
    assert "cleared by all@jpn.example" in page
    other = berths.signed_in("all@fra.example").get(sent.location.partition("?")[0]).text
    assert ("Clearance in your party" in other, "Head of delegation" in other) == (False, False)


def test_a_text_that_is_changed_is_void_and_begins_again(berths: World) -> None:
    """The head passed; the drafter changes a word: the paper is back at the first stage, says so, and cannot leave."""
    with_lane(berths)
    drafter, draft = ready(berths)
    passed_by(berths, draft, DRAFTER, LEGAL, HEAD)
    fill_in(drafter, draft, do="save", **{**BODY, "vehicle": "Cargo 8"})

    page = words(drafter.get(f"{draft}/clearance").text)
    assert "void, since the text was changed" in page
    assert "Drafting here now" in page
    refused = send(berths.signed_in(MISSION), draft)
    assert 409 == refused.status_code
    assert "has not passed “Drafting”, “Legal”, “Head of delegation”, “Mission”" in refused.text
    fill_in(drafter, draft, do="save", **{**BODY, "vehicle": "Cargo 7"})
    assert 409 == send(berths.signed_in(MISSION), draft).status_code, "the old words are not passed again by themselves"
    with berths.reading() as conn:
        kinds = conn.execute(select(CLEARANCE_MOVE.c.kind).order_by(CLEARANCE_MOVE.c.id)).scalars().all()
    assert ["passed", "passed", "passed", "voided"] == kinds


def test_a_paper_is_sent_back_with_a_reason_and_comes_again(berths: World) -> None:
    """Without a reason it is refused and what was typed stays; the drafter reads why."""
    with_lane(berths)
    drafter, draft = ready(berths)
    passed_by(berths, draft, DRAFTER)
    legal = berths.signed_in(LEGAL)
    bare = move(legal, draft, "send_back", to="s1")
    assert (422, True) == (bare.status_code, "Say why, so that whoever gets it back" in bare.text)
    assert 303 == move(legal, draft, "send_back", to="s1", reason="Name the orbit as the treaty does").status_code

    assert "Name the orbit as the treaty does" in drafter.get(f"{draft}/clearance").text
    assert 409 == pass_on(berths.signed_in(LEGAL), draft).status_code, "it is not there any more"
    passed_by(berths, draft, DRAFTER, LEGAL, HEAD, MISSION)
    assert 303 == send(berths.signed_in(MISSION), draft).status_code


def test_only_who_holds_a_stage_passes_it_and_others_have_no_button(berths: World) -> None:
    """The drafter at the stage of the head: no button, and the press is refused with the stage's name."""
    with_lane(berths)
    drafter, draft = ready(berths)
    passed_by(berths, draft, DRAFTER, LEGAL)

    page = drafter.get(f"{draft}/clearance").text
    assert ("Pass this text" in page, "Recall" in page) == (False, True)
    refused = pass_on(drafter, draft, version=version_of(drafter, draft), turn="2")
    assert (409, True) == (
        refused.status_code,
        "The paper is at “Head of delegation”, which is not yours." in refused.text,
    )


def test_the_old_button_of_clearing_does_not_go_round_the_lane(berths: World) -> None:
    """Whoever clears on the page before sending is told that the paper goes by the lane."""
    with_lane(berths)
    _drafter, draft = ready(berths)
    legal = berths.signed_in(LEGAL)
    assert "Clear this text for dispatch" not in legal.get(f"{draft}/send").text
    refused = clear(legal, draft)
    assert (409, True) == (refused.status_code, "goes by your party&#39;s lane of clearance" in refused.text)


def test_a_text_that_was_never_submitted_does_not_leave_by_another_way(berths: World) -> None:
    """Whoever may clear and dispatch at once, and lays the same words before the docket, is refused as well."""
    with_lane(berths)
    head = berths.signed_in(HEAD)
    draft = begin(head, open_berth(head), "ask")
    fill_in(head, draft, **BODY)
    refused = send(head, draft)
    assert (409, True) == (refused.status_code, "“Drafting”, “Legal”, “Head of delegation”, “Mission”" in refused.text)


def test_two_holders_who_pass_at_once_are_told_of_each_other(berths: World) -> None:
    """Both saw the paper at the stage; the first is taken, the second is told and nothing is written twice."""
    with_lane(berths)
    _drafter, draft = ready(berths)
    passed_by(berths, draft, DRAFTER)
    first, second = berths.signed_in(LEGAL), berths.signed_in(HEAD)
    seen = {"version": version_of(first, draft), "turn": "1"}
    assert 303 == pass_on(first, draft, **seen).status_code
    late = pass_on(second, draft, **seen)
    assert (409, True) == (late.status_code, "Somebody of your party moved this paper" in late.text)
    with berths.reading() as conn:
        assert 2 == len(conn.execute(select(CLEARANCE_MOVE.c.id)).all())


def test_a_text_changed_while_it_was_read_is_not_passed(berths: World) -> None:
    """The version that was read is named; another one is refused."""
    with_lane(berths)
    drafter, draft = ready(berths)
    passed_by(berths, draft, DRAFTER)
    read = version_of(drafter, draft)
    fill_in(drafter, draft, do="save", **{**BODY, "vehicle": "Cargo 9"})
    refused = pass_on(berths.signed_in(LEGAL), draft, version=read, turn="1")
    assert (409, True) == (refused.status_code, "changed this text since you opened it" in refused.text)


def test_a_stage_whose_mandate_ended_is_vacant_and_is_taken_over_with_a_reason(berths: World) -> None:
    """The head's mandate is revoked: the paper shows who could take it over; the adviser does, and passes it."""
    with_lane(berths)
    drafter, draft = ready(berths)
    passed_by(berths, draft, DRAFTER, LEGAL)
    with berths.app.app_context(), berths.writing() as conn:
        people.revoke_mandate(conn, None, mandate_of(berths, HEAD), AT)

    page = words(drafter.get(f"{draft}/clearance").text)
    assert "Head of delegation here now vacant" in page
    assert "Office adviser@jpn.example (adviser@jpn.example)" in page.partition("Who could take it over:")[2]
    assert "vacant" in drafter.get(f"{draft}/send").text
    legal = berths.signed_in(LEGAL)
    bare = move(legal, draft, "take_over")
    assert (422, True) == (bare.status_code, "Nobody holds this stage. Say why you take it over." in bare.text)
    assert 303 == move(legal, draft, "take_over", reason="The head has left").status_code
    assert 409 == move(drafter, draft, "take_over", reason="I too").status_code
    passed_by(berths, draft, LEGAL, MISSION)
    assert 303 == send(berths.signed_in(MISSION), draft).status_code
    assert "Nobody holds “Head of delegation” now" in words(berths.signed_in(MANAGER).get(LANE).text)


def test_a_paper_is_recalled_by_those_who_write(berths: World) -> None:
    """From the head back to the drafter; nothing counts as passed."""
    with_lane(berths)
    drafter, draft = ready(berths)
    passed_by(berths, draft, DRAFTER, LEGAL)
    assert 409 == move(berths.signed_in(LEGAL), draft, "recall").status_code, "an adviser writes nothing"
    assert 303 == move(drafter, draft, "recall").status_code
    assert "has not passed “Drafting”, “Legal”" in words(drafter.get(f"{draft}/clearance").text)


def test_an_advisory_stage_may_be_left_out_and_holds_nothing_back(berths: World) -> None:
    """The drafter goes on without it; the act says that it was not passed."""
    answers = {
        **stage(0, "Drafting", capacity="draft"),
        **stage(1, "Press office", organ="MOFA", required=False),
        **stage(2, "Mission", capacity="clear"),
    }
    assert 303 == set_lane(berths, answers).status_code
    drafter, draft = ready(berths)
    passed_by(berths, draft, DRAFTER)
    assert 303 == move(drafter, draft, "skip").status_code
    head = berths.signed_in(HEAD)
    sent = send(head, draft)
    assert 303 == sent.status_code, sent.text
    assert "Press office : advisory, not passed" in words(head.get(sent.location).text)


def test_a_paper_keeps_the_lane_it_entered_until_somebody_begins_it_again(berths: World) -> None:
    """A stage more is set meanwhile: the paper goes on as before, says so, and begins again on a press."""
    with_lane(berths)
    drafter, draft = ready(berths)
    passed_by(berths, draft, DRAFTER, LEGAL)
    assert 303 == set_lane(berths, {**four_stages(berths), **stage(4, "Minister", capacity="clear")}).status_code

    page = words(drafter.get(f"{draft}/clearance").text)
    assert "This paper keeps the one that it entered" in page
    assert "Minister" not in page
    assert 303 == move(drafter, draft, "restart").status_code
    page = words(drafter.get(f"{draft}/clearance").text)
    assert ("Minister" in page, "Drafting here now" in page) == (True, True)
    passed_by(berths, draft, DRAFTER, LEGAL, HEAD)
    assert 409 == send(berths.signed_in(MISSION), draft).status_code


def test_a_lane_for_one_procedure_leaves_others_as_they_are(berths: World) -> None:
    """A lane for Article IX alone: the berth is cleared once, as before."""
    assert 303 == set_lane(berths, stage(0, "Treaty section", capacity="clear", procedures=["ost9"])).status_code
    head = berths.signed_in(HEAD)
    draft = begin(head, open_berth(head), "ask")
    fill_in(head, draft, **BODY)
    assert 303 == send(head, draft).status_code
    with berths.reading() as conn:
        assert [] == conn.execute(select(ACT_CLEARANCE)).all()


def test_a_lane_is_the_managers_and_each_change_says_what_held_before(berths: World) -> None:
    """Others see it without the form; the press is unknown to them; the entry has both lanes."""
    with_lane(berths)
    drafter = berths.signed_in(DRAFTER)
    page = drafter.get(LANE).text
    assert ("Head of delegation" in page, "Keep this lane" in page) == (True, False)
    assert 404 == drafter.post(LANE, form_at=LANE, do="keep", seen="1").status_code
    assert 303 == set_lane(berths, stage(0, "Legal", capacity="clear")).status_code
    with berths.reading() as conn:
        bodies = conn.execute(
            select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "clearance_lane").order_by(AUDIT_ENTRY.c.seq)
        ).scalars()
        told = [str(one) for one in bodies]
        assert ["JPN"] * 2 == conn.execute(select(CLEARANCE_LANE.c.party_key)).scalars().all()
    assert ('"before":[]' in told[0], "Head of delegation" in told[1]) == (True, True)
    foreign = berths.signed_in("manager@meae.example").get(LANE).text
    assert ("Legal" in foreign, "Your party has no lane." in foreign) == (False, True)


def test_a_lane_that_makes_no_sense_is_refused_by_its_questions(berths: World) -> None:
    """No name, nobody who holds it, no target, the same name twice; what was given stays."""
    wrong = {
        **stage(0, "", capacity="clear"),
        **stage(1, "Legal", hours=0),
        **stage(2, "legal", capacity="clear", organ="CNES", mandates=["999999"], procedures=["nosuch"]),
    }
    answer = set_lane(berths, wrong)
    assert 422 == answer.status_code
    said = words(answer.text)
    for sentence in (
        "Give the stage a name of at most 60 characters.",
        "Say who holds the stage: an organ, a capacity, mandates, or several of these.",
        "Give the target in hours, from 1 to 2160.",
        "Another stage has this name.",
        "Choose from the list.",
    ):
        assert sentence in said, sentence
    with berths.reading() as conn:
        assert [] == conn.execute(select(CLEARANCE_LANE)).all()


def test_a_lane_somebody_changed_meanwhile_is_not_written_over_unseen(berths: World) -> None:
    """The second manager's form stood on no lane: 409, with what was set below; sent again it is kept."""
    with_lane(berths)
    late = set_lane(berths, stage(0, "Mine", capacity="clear"), seen="0")
    assert (409, True) == (late.status_code, "Somebody changed the lane of your party" in late.text)
    assert 'value="Mine"' in late.text


def test_the_form_of_the_lane_adds_moves_and_removes_without_keeping(berths: World) -> None:
    """The preset, a stage more, one up, one away: nothing is stored before it is kept; a vacant one is warned of."""
    preset = set_lane(berths, {}, do="preset")
    assert 200 == preset.status_code
    assert [f'name="name-{i}" value="{name}"' in preset.text for i, name in enumerate(("Draft", "Legal"))] == [
        True,
        True,
    ]
    answers = four_stages(berths)
    assert 'name="name-4"' in set_lane(berths, answers, do="add").text
    up = set_lane(berths, answers, do="up:1").text
    assert 'name="name-0" value="Legal"' in up
    less = set_lane(berths, answers, do="remove:0").text
    assert ('name="name-3"' in less, "Not kept yet." in less) == (False, True)
    alone = {**stage(0, "Secretariat", capacity="office"), **stage(1, "Legal", capacity="clear")}
    assert "Nobody holds “Secretariat” now: no paper passes it." in words(set_lane(berths, alone, do="draw").text)
    with berths.reading() as conn:
        assert [] == conn.execute(select(CLEARANCE_LANE)).all()


def test_comments_are_made_settled_and_go_with_a_discarded_paper(berths: World) -> None:
    """On the whole and on a question; nobody of another State finds the page; discarded, the words are gone."""
    with_lane(berths)
    drafter, draft = ready(berths)
    legal = berths.signed_in(LEGAL)
    assert 303 == say(legal, draft, "This binds us for ten years").status_code
    assert 303 == say(legal, draft, "Which vehicle is it?", "vehicle").status_code
    assert 422 == say(legal, draft, "  ").status_code
    assert 422 == say(legal, draft, "Where?", "nosuch").status_code
    page = drafter.get(f"{draft}/clearance").text
    assert ("This binds us for ten years" in page, "Which vehicle is it?" in page) == (True, True)
    assert "2 open comments" in drafter.get(draft).text
    done = drafter.post(f"{draft}/comments/1", form_at=f"{draft}/clearance", do="settle")
    assert (303, True) == (done.status_code, "settled by" in drafter.get(f"{draft}/clearance").text)
    assert 404 == drafter.post(f"{draft}/comments/77", form_at=f"{draft}/clearance", do="settle").status_code
    french = berths.signed_in("all@fra.example")
    assert 404 == french.get(f"{draft}/clearance").status_code
    assert 404 == french.post(f"{draft}/comments", form_at="/desk", words="Hello").status_code

    assert 303 == fill_in(drafter, draft, do="discard").status_code
    with berths.reading() as conn:
        assert [] == conn.execute(select(DRAFT_COMMENT)).all()


def test_the_queue_says_who_holds_it_what_it_commits_to_and_what_if_nobody_acts(berths: World) -> None:
    """Legal finds it under “for me”, the drafter under “for others”; France sees neither paper nor number."""
    with_lane(berths)
    _drafter, draft = ready(berths)
    passed_by(berths, draft, DRAFTER)

    mine = words(berths.signed_in(LEGAL).get("/clearance").text)
    assert "Waits for me (1)" in mine
    assert "Who is told, by name France , the Republic of Korea" in mine
    assert "Nothing of it becomes public by this act." in mine
    assert "No period runs for your party in this case" in mine
    others = words(berths.signed_in(DRAFTER).get("/clearance").text)
    assert ("Waits for me (0)" in others, "Waits for others of my party (1)" in others) == (True, True)
    assert "(adviser@jpn.example)" in others
    french = berths.signed_in("all@fra.example").get("/clearance").text
    assert ("Waits for others of my party (0)" in french, draft in french) == (True, False)
    assert 404 == berths.signed_in(MANAGER).get("/clearance").status_code, "who manages alone sees no papers"


def test_the_queue_of_a_party_without_a_lane_has_what_is_to_be_cleared(berths: World) -> None:
    """The adviser finds the complete paper, and clears it on the page before sending as before."""
    drafter = berths.signed_in(DRAFTER)
    draft = begin(drafter, open_berth(drafter), "ask")
    fill_in(drafter, draft, **BODY)
    adviser = berths.signed_in(LEGAL)
    page = words(adviser.get("/clearance").text)
    assert ("Your party has no lane of stages" in page, "Read and clear" in page) == (True, True)
    assert 303 == clear(adviser, draft).status_code
    assert "Read and dispatch" in berths.signed_in(MISSION).get("/clearance").text


def test_a_limit_that_ends_before_the_targets_are_through_is_warned_of(berths: World) -> None:
    """Korea's answer is due in a month, and its lane takes longer: paper and queue say so, with the day."""
    japan = berths.signed_in(HEAD)
    ref = serve_berth(japan)
    answers = {**stage(0, "Legal", capacity="draft", hours=2000), **stage(1, "Head", capacity="clear", hours=2000)}
    with berths.app.app_context(), berths.writing() as conn:
        organ = next(row.id for row in people.organs_of(conn, "KOR") if row.key == "MFA")
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == "all@kor.example")).scalar_one()
        new = NewMandate(organ, "Manager", ("draft", "clear", "dispatch", "manage"), "Letter", date(2026, 1, 1))
        old = conn.execute(select(MANDATE.c.id).where(MANDATE.c.person_id == person)).scalar_one()
        people.record_mandate(conn, None, person, new, AT)
        people.revoke_mandate(conn, None, old, AT)
    korea = berths.signed_in("all@kor.example")
    assert 303 == korea.post(LANE, form_at=LANE, do="keep", seen="0", **answers).status_code
    received = korea.post(f"/cases/{ref}/steps/record_receipt", form_at=f"/cases/{ref}", track="berth:KOR", seen="1")
    assert 303 == received.status_code, received.text
    draft = begin(korea, ref, "give", "berth:KOR")
    fill_in(korea, draft, do="save", text="We have no objection")
    page = words(korea.get(f"{draft}/clearance").text)
    assert "before the targets of the stages still ahead are through (6 May 2027, 01:00 UTC)" in page
    assert "30 November 2026 24:00 Asia/Seoul Recorded by itself: No answer" in page, page[page.index("If nobody") :]
    assert 303 == pass_on(korea, draft).status_code
    assert "before the targets of the stages still ahead" in words(korea.get("/clearance").text)


def test_holders_are_reminded_at_half_nine_tenths_and_the_end_of_the_target_without_any_content(berths: World) -> None:
    """Mail on the way, at 24, 43.2 and 48 hours; none to whoever moved it, and none of it names case, step or words."""
    from consult.delivery.clearance_mail import remind_holders, word

    with_lane(berths)
    _drafter, draft = ready(berths, vehicle="Secret Cargo")
    passed_by(berths, draft, DRAFTER)
    for hours, looked in ((23, 0), (24, 1), (43, 0), (44, 1), (49, 1), (90, 0)):
        assert looked == remind_holders(berths.engine, AT + hours * HOUR), hours
    with berths.reading() as conn:
        rows = conn.execute(select(MESSAGE).where(MESSAGE.c.kind == "clearance").order_by(MESSAGE.c.id)).all()
        marks = [row.about["mark"] for row in rows if row.address == LEGAL]
        assert ["waits", "half", "nearly", "over"] == marks
        assert {LEGAL, HEAD} == {row.address for row in rows}
        said = [word(conn, row, AT + 49 * HOUR) for row in rows]
    text = " ".join(line for one in said for line in (one.subject, *one.lines, one.path))
    assert "no period of law" in text
    for secret in ("Secret Cargo", "BERTH", "Legal", "Ask", draft.rpartition("/")[2]):
        assert secret not in text, secret


def test_a_paper_of_which_nobody_can_be_reminded_is_put_off_and_holds_up_no_other(
    berths: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong with one: it is looked at again an hour later, and told then."""
    from consult.delivery import clearance_mail

    with_lane(berths)
    _drafter, draft = ready(berths, vehicle="Secret Cargo")
    passed_by(berths, draft, DRAFTER)

    def fails(*_given: object) -> None:
        raise KeyError("lane")

    with monkeypatch.context() as patch:
        patch.setattr(clearance_mail, "place_of", fails)
        assert [1, 0] == [clearance_mail.remind_holders(berths.engine, AT + 24 * HOUR) for _tick in range(2)]
    assert [0, 1] == [clearance_mail.remind_holders(berths.engine, AT + hours * HOUR) for hours in (24, 25)]
    with berths.reading() as conn:
        rows = conn.execute(select(MESSAGE).where(MESSAGE.c.kind == "clearance").order_by(MESSAGE.c.id)).all()
    assert ["waits", "half"] == [row.about["mark"] for row in rows if row.address == LEGAL]


def test_a_reminder_for_which_others_kept_the_table_of_messages_comes_with_the_next_tick(
    berths: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL said after ten seconds that a lock was not to be had (55P03): nothing is wrong with the paper."""
    from consult.delivery import clearance_mail

    class Waited(Exception):
        sqlstate = "55P03"

    def waits(*_given: object) -> None:
        raise OperationalError("INSERT", None, Waited())

    with_lane(berths)
    _drafter, draft = ready(berths, vehicle="Secret Cargo")
    passed_by(berths, draft, DRAFTER)
    with monkeypatch.context() as patch:
        patch.setattr(clearance_mail, "place_of", waits)
        with pytest.raises(Busy):
            clearance_mail.remind_holders(berths.engine, AT + 24 * HOUR)

    assert [1, 0] == [clearance_mail.remind_holders(berths.engine, AT + 24 * HOUR) for _tick in range(2)]
    with berths.reading() as conn:
        rows = conn.execute(select(MESSAGE).where(MESSAGE.c.kind == "clearance").order_by(MESSAGE.c.id)).all()
    assert ["waits", "half"] == [row.about["mark"] for row in rows if row.address == LEGAL]


def test_a_step_that_opens_another_case_is_cleared_by_an_adviser_who_may_only_clear(berths: World) -> None:
    """The adviser sees what the referral does, and has the button; the press clears."""
    ref = serve_berth(berths.signed_in(HEAD))
    drafter, adviser = berths.signed_in(DRAFTER), berths.signed_in(LEGAL)
    draft = begin(drafter, ref, "hand_on")
    fill_in(drafter, draft, do="save", text="We go on elsewhere", level="treaty")

    page = adviser.get(f"{draft}/send").text
    assert ("Opens a case" in page, "Clear this text for dispatch" in page) == (True, True)
    assert "To clear" in adviser.get("/desk").text
    assert 303 == clear(adviser, draft).status_code
    mission = berths.signed_in(MISSION)
    assert 303 == send(mission, draft).status_code


def test_a_paper_is_put_by_a_service_call_into_the_lane(berths: World) -> None:
    """Whoever may not send hands it on: the stage of those who write is passed; without a lane nothing happens."""
    from consult.clearing.moving import hand_to_lane
    from consult.standing import choices

    with_lane(berths)
    _drafter, draft = ready(berths)
    ref = draft.rpartition("/")[2]
    docket = berths.app.extensions["consult"].docket
    with berths.app.app_context(), berths.writing() as conn:
        by = choices(conn, conn.execute(select(PERSON.c.id).where(PERSON.c.email == DRAFTER)).scalar_one(), AT)[0]
        spec = docket.procedure("berth", {}).rows["ask"][0].filing
        place = hand_to_lane(conn, by, ref, spec, AT)
        assert place is not None
        assert place.stage is not None
        assert "Legal" == place.stage.name
        assert hand_to_lane(conn, by, ref, spec, AT) is None
