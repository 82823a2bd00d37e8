"""A case through its pages: opened, prepared, cleared, sent, answered; and every way in which the pages say no."""

import re
from hashlib import sha256
from io import BytesIO

from sqlalchemy import insert, select

from consult.models.cases import CASE_PARTY, CASES
from tests.consult.web.cases_world import (
    BODY,
    add_guest,
    begin,
    clear,
    fill_in,
    list_party,
    open_berth,
    send,
    serve_berth,
    version_of,
)
from tests.consult.web.world import AT, Visitor, World, masked


def test_a_procedure_from_a_file_is_walked_through_page_form_case_and_log(berths: World) -> None:
    """The toy procedure needs nothing in the product: it is opened, filed, received, answered and settled through the
    pages."""
    japan, france, korea = (berths.signed_in(f"all@{key}.example") for key in ("jpn", "fra", "kor"))
    ref = serve_berth(japan)
    page = france.get(f"/cases/{ref}")
    assert 200 == page.status_code
    assert "Cargo 7" in page.text
    for who, track in ((france, "berth:FRA"), (korea, "berth:KOR")):
        fill_in(who, begin(who, ref, "give", track), text="You are welcome")
        assert 303 == send(who, begin(who, ref, "give", track)).status_code
    settle = japan.get(f"/cases/{ref}/steps/settle")
    seen = re.search(r'name="seen" value="(\d+)"', settle.text)
    assert seen is not None
    answer = japan.post(
        f"/cases/{ref}/steps/settle", form_at=f"/cases/{ref}/steps/settle", seen=seen[1], track="", digest=""
    )

    assert 303 == answer.status_code
    assert f"{ref} / 4" in japan.get(answer.location).text
    assert "Settled" in japan.get(f"/cases/{ref}").text


def test_the_page_before_sending_names_the_audience_and_what_the_act_starts(berths: World) -> None:
    """The button names the addressees; the level of restricted answers is shown; nothing is recorded by looking."""
    japan = berths.signed_in("all@jpn.example")
    ref = open_berth(japan)
    draft = begin(japan, ref, "ask")
    fill_in(japan, draft, **BODY)
    page = japan.get(f"{draft}/send").text

    assert "Place before the parties: France and the Republic of Korea</button>" in page
    assert "Starts with proven receipt" in page
    assert "C4" in page


def test_a_missing_answer_is_named_and_nothing_typed_is_lost(berths: World) -> None:
    """The check names the question; what was typed, also where it is wrong, stands in the form again."""
    japan = berths.signed_in("all@jpn.example")
    draft = begin(japan, open_berth(japan), "ask")
    fill_in(japan, draft, do="save", vehicle="Cargo 7", from_day="next spring")
    page = japan.get(f"{draft}?check").text

    assert "Cargo 7" in page
    assert "next spring" in page
    assert "Give a date that exists" in page
    assert 422 == send(japan, draft).status_code


def test_a_case_of_others_and_an_unknown_one_are_the_same_answer(berths: World) -> None:
    """Brazil takes no part: pages, acts, steps and drafts answer 404 alike, byte for byte."""
    japan, brazil = berths.signed_in("all@jpn.example"), berths.signed_in("all@bra.example")
    ref = serve_berth(japan)
    for path in ("/cases/{}", "/cases/{}/acts/1", "/cases/{}/steps/give", "/cases/{}/documents/" + "0" * 64):
        theirs, unknown = brazil.get(path.format(ref)), brazil.get(path.format("BERTH-2026-AAAAAA"))
        assert (404, masked(unknown.text)) == (theirs.status_code, masked(theirs.text))

    assert ref not in brazil.get("/cases").text
    assert 404 == brazil.post(f"/cases/{ref}/drafts", step="give", track="berth:FRA").status_code


def test_a_draft_is_seen_by_its_own_party_alone(berths: World) -> None:
    """The other side's paper in preparation does not exist for France."""
    japan, france = berths.signed_in("all@jpn.example"), berths.signed_in("all@fra.example")
    ref = serve_berth(japan)
    draft = begin(japan, ref, "make_statement")

    assert 404 == france.get(draft).status_code
    assert "In preparation" not in france.get(f"/cases/{ref}").text
    assert "In preparation" in japan.get(f"/cases/{ref}").text


def test_only_who_may_dispatch_sends_and_only_what_was_cleared(berths: World) -> None:
    """A drafter has no button and is refused; a mission without clearance too; after clearance of this text it goes."""
    drafter, mission, office = (berths.signed_in(f"{who}@jpn.example") for who in ("draft", "mission", "all"))
    ref = open_berth(drafter)
    draft = begin(drafter, ref, "ask")
    fill_in(drafter, draft, **BODY)
    assert 'id="sending"' not in drafter.get(f"{draft}/send").text
    assert 403 == send(drafter, draft).status_code
    assert 'id="sending"' not in mission.get(f"{draft}/send").text
    assert 409 == send(mission, draft).status_code
    assert 303 == clear(office, draft).status_code

    assert 303 == send(mission, draft).status_code


def test_a_step_that_asks_for_a_paper_is_not_taken_without_one_to_escape_clearance(berths: World) -> None:
    """Every answer of a withdrawal may be left open; the mission still waits for the ministry to clear it."""
    japan, mission = berths.signed_in("all@jpn.example"), berths.signed_in("mission@jpn.example")
    ref = serve_berth(japan)
    assert f'action="/cases/{ref}/steps/withdraw"' not in mission.get(f"/cases/{ref}").text

    for do in "", "withdraw ":
        bare = mission.post(f"/cases/{ref}/steps/withdraw", form_at="/cases", seen="1", track="", digest="", do=do)
        assert (409, True) == (bare.status_code, "has to clear this text" in bare.text)
    draft = begin(mission, ref, "withdraw")
    fill_in(mission, draft)
    assert 409 == send(mission, draft).status_code
    clear(japan, draft)
    assert 303 == send(mission, draft).status_code


def test_a_form_that_does_not_say_what_its_sender_saw_is_sent_back(berths: World) -> None:
    """A step taken without having seen the case would escape the check for what came in between."""
    office = berths.signed_in("all@jpn.example")
    draft = begin(office, open_berth(office), "ask")
    fill_in(office, draft, **BODY)

    answer = office.post(f"{draft}/send", form_at=f"{draft}/send")

    assert 422 == answer.status_code
    assert "Load the page again" in answer.text
    assert 303 == send(office, draft).status_code


def test_nobody_clears_or_sends_a_text_that_changed_under_his_eyes(berths: World) -> None:
    """A colleague stores other words while an official has the page open; what he presses then is refused."""
    office, drafter = (berths.signed_in(f"{who}@jpn.example") for who in ("all", "draft"))
    draft = begin(office, open_berth(office), "ask")
    fill_in(office, draft, **BODY)
    read = version_of(office, draft)
    fill_in(drafter, draft, **{**BODY, "vehicle": "Cargo 9"})

    cleared = office.post(f"{draft}/clear", form_at=f"{draft}/send", version=read)
    sent = office.post(f"{draft}/send", form_at=f"{draft}/send", version=read, seen="0")

    assert [409, 409] == [cleared.status_code, sent.status_code]
    assert "changed this text since you opened it" in sent.text
    assert 303 == send(office, draft).status_code


def test_a_colleague_who_sends_second_is_told_that_somebody_was_first(berths: World) -> None:
    """Sent by the one, the other gets 409 with the new state; the draft's address leads to the receipt."""
    japan, mission = berths.signed_in("all@jpn.example"), berths.signed_in("mission@jpn.example")
    draft = begin(japan, open_berth(japan), "ask")
    fill_in(japan, draft, **BODY)
    clear(japan, draft)
    page, read = mission.get(f"{draft}/send").text, version_of(mission, draft)
    assert f'action="{draft}/send"' in page
    assert 303 == send(japan, draft).status_code

    second = mission.post(f"{draft}/send", form_at="/cases", seen="0", version=read)
    form = mission.get(draft)

    assert (409, 303) == (second.status_code, form.status_code)
    assert "The case is now: asked" in second.text
    assert 404 == berths.signed_in("all@bra.example").get(draft).status_code


def test_a_text_that_changed_since_its_clearance_has_none(berths: World) -> None:
    """Clearance is of one text."""
    mission, office = (berths.signed_in(f"{who}@jpn.example") for who in ("mission", "all"))
    draft = begin(mission, open_berth(mission), "ask")
    fill_in(mission, draft, **BODY)
    clear(office, draft)
    fill_in(mission, draft, **{**BODY, "vehicle": "Cargo 8"})

    assert "changed since it was cleared" in mission.get(f"{draft}/send").text
    assert 409 == send(mission, draft).status_code


def test_a_closed_step_answers_409_with_sentence_provision_and_stays_unwritten(berths: World) -> None:
    """The button is absent and the post is refused."""
    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    page = japan.get(f"/cases/{ref}").text
    assert "disabled>Settle" in page
    answer = japan.post(f"/cases/{ref}/steps/settle", form_at=f"/cases/{ref}", seen="1", track="", digest="")

    assert 409 == answer.status_code
    assert "is “Served”; needed is “Given” or “Silent”" in answer.text


def test_an_older_page_gets_409_with_the_new_state(berths: World) -> None:
    """Two of the same party press at once: the second sees where the case is now."""
    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    first = {"form_at": f"/cases/{ref}", "seen": "1", "track": "berth:FRA", "digest": ""}
    assert 303 == japan.post(f"/cases/{ref}/steps/record_receipt", **first).status_code
    again = japan.post(f"/cases/{ref}/steps/record_receipt", **first)
    assert 303 == again.status_code, "the same press is the same act"
    stale = japan.post(f"/cases/{ref}/steps/record_receipt", **{**first, "track": "berth:KOR"})

    assert 409 == stale.status_code
    assert "The case is now: asked" in stale.text


def test_restricted_answers_are_read_by_those_concerned_alone(berths: World) -> None:
    """The C4 remark of the notice is for its author; the addressee reads the rest."""
    japan, france = berths.signed_in("all@jpn.example"), berths.signed_in("all@fra.example")
    ref = serve_berth(japan)

    assert "Own eyes only" in japan.get(f"/cases/{ref}/acts/1").text
    assert "Cargo 7" in france.get(f"/cases/{ref}/acts/1").text
    assert "Own eyes only" not in france.get(f"/cases/{ref}/acts/1").text


def test_the_receipt_holds_number_utc_time_digest_and_place_in_the_log(berths: World) -> None:
    """It is printable, and the same for whoever opens it later."""
    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    page = japan.get(f"/cases/{ref}/acts/1").text

    assert f"{ref} / 1" in page
    assert "2026-11-20T09:00:00+00:00" in page
    assert re.search(r"[0-9a-f]{64}", page)


def test_pressing_twice_opens_one_case(berths: World) -> None:
    """The same form sent again gets the first answer; other words, or the same words on another form, open another
    case, also where both forms were opened in one second and bear one token."""
    japan = berths.signed_in("all@jpn.example")
    token, once = hidden(japan, "csrf_token"), hidden(japan, "once")
    form = {"csrf_token": token, "once": once, "procedure": "berth", "title": "Visit"}
    first, again, other, later = (
        japan.client.post("/notices/new", data=form | change).location
        for change in ({}, {}, {"title": "Another visit"}, {"once": hidden(japan, "once")})
    )

    assert first == again
    assert 3 == len({first, other, later})


NEW = "/notices/new?procedure=berth"


def hidden(visitor: Visitor, name: str) -> str:
    """Read what the form of a new notice carries unseen."""
    found = re.search(rf'name="{name}" value="([^"]+)"', visitor.get(NEW).text)
    return found[1] if found else ""


def test_bilateral_acts_are_not_seen_by_the_other_addressee(berths: World) -> None:
    """Korea sees that France is addressed, and neither its answer nor the state of that relation."""
    japan, france, korea = (berths.signed_in(f"all@{key}.example") for key in ("jpn", "fra", "kor"))
    ref = serve_berth(japan)
    fill_in(france, begin(france, ref, "give", "berth:FRA"), text="In confidence")
    send(france, begin(france, ref, "give", "berth:FRA"))

    assert "In confidence" in japan.get(f"/cases/{ref}/acts/2").text
    assert 404 == korea.get(f"/cases/{ref}/acts/2").status_code
    assert "between the two of them" in korea.get(f"/cases/{ref}").text


def test_who_may_read_a_paper_without_being_told_is_named_before_it_is_sent(berths: World) -> None:
    """Brazil, which came to the case by another way, may read a statement; Korea's answer is for Japan alone."""
    japan, korea = (berths.signed_in(f"all@{key}.example") for key in ("jpn", "kor"))
    ref = serve_berth(japan)
    answer = begin(korea, ref, "give", "berth:KOR")
    fill_in(korea, answer, text="Yes")
    add_guest(berths, ref, "BRA", AT)
    statement = begin(japan, ref, "make_statement")
    fill_in(japan, statement, text="To all")

    alone = korea.get(f"{answer}/send").text.partition("Who sees it now")[2].partition("</div>")[0]
    assert "Brazil" not in alone
    assert "Japan" in alone
    shown = japan.get(f"{statement}/send").text
    assert "Brazil" in shown.partition("Who sees it now")[2].partition("</div>")[0]


def test_a_document_reaches_the_readers_of_every_act_that_names_it(berths: World) -> None:
    """France files it with its own relation first, then with a statement to all: Korea gets it from then on."""
    japan, france, korea = (berths.signed_in(f"all@{key}.example") for key in ("jpn", "fra", "kor"))
    ref = serve_berth(japan)
    digest = sha256(b"annex").hexdigest()
    address = f"/cases/{ref}/documents/{digest}"
    for step, track in (("give", "berth:FRA"), ("make_statement", "")):
        draft = begin(france, ref, step, track)
        if track:
            attached = {
                "do": "attach",
                "version": version_of(france, draft),
                "upload": (BytesIO(b"annex"), "annex.txt"),
            }
            france.post(draft, form_at=draft, **attached)
        assert 404 == korea.get(address).status_code
        fill_in(france, draft, **{"text": "As annexed", "document:digest": digest})
        assert 303 == send(france, draft).status_code

    assert b"annex" == korea.get(address).data


def test_a_text_that_waits_for_hands_is_read_by_those_who_have_one(berths: World) -> None:
    """Brazil is given a copy of the case; France's proposal to suspend is for France, Japan and Korea."""
    japan, france, brazil = (berths.signed_in(f"all@{key}.example") for key in ("jpn", "fra", "bra"))
    ref = serve_berth(japan)
    draft = begin(france, ref, "suspend")
    fill_in(france, draft, reason="Repair of the port", until="2027-01-10")
    assert "When every side that this step needs has agreed" in france.get(f"{draft}/send").text
    assert 303 == send(france, draft).status_code
    with berths.writing() as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        copied = {"case_id": case, "party": "BRA", "role": "copied", "stake": False, "since": AT}
        connection.execute(insert(CASE_PARTY), copied)
        list_party(connection, case, "BRA")

    assert "Repair of the port" in japan.get(f"/cases/{ref}/steps/suspend").text
    assert 200 == brazil.get(f"/cases/{ref}").status_code
    assert "Repair of the port" not in brazil.get(f"/cases/{ref}/steps/suspend").text
