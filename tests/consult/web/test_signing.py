"""Signatures of States on the pages: keys registered by hand, filings signed without script, what an act says."""

import html
import re
from typing import Any

import pytest

from consult.log.notes import SigningKey, sign_note
from consult.log.statements import key_name, registration_text
from tests.consult.web.cases_world import BODY, begin, file, fill_in, open_berth, send, version_of
from tests.consult.web.world import FRENCH_MANAGER, MANAGER, SECRETARIAT, Visitor, World

HOST = "consult.example.int"
NAME = key_name(HOST, "JPN", "MFA")
KEYS = "/parties/JPN/organs/MFA/keys"


def text_on(page: str) -> str:
    """Read the text to be signed from a page, to the letter."""
    found = re.search(r'<pre class="to-sign" id="to-sign"[^>]*>(.*?)</pre>', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def register(manager: Visitor, key: SigningKey, *also: SigningKey) -> Any:
    """Register a key as a person does who has no script: name it, sign the text that is shown, paste the note."""
    shown = manager.get(f"{KEYS}?vkey={key.vkey.replace('+', '%2B')}")
    assert 200 == shown.status_code
    return manager.post(KEYS, form_at=KEYS, vkey=key.vkey, note=pasted(sign_note(text_on(shown.text), key, *also)))


def pasted(note: str) -> str:
    """Give a note as a browser sends what was pasted into a box."""
    return "\r\n" + note.replace("\n", "\r\n") + "\r\n"


def draft_of(japan: Visitor, ref: str = "") -> str:
    """Prepare a request that only lacks to be sent; give its address."""
    draft = begin(japan, ref or open_berth(japan), "ask")
    fill_in(japan, draft, **BODY)
    return draft


def send_signed(visitor: Visitor, draft: str, note: str) -> Any:
    """Send a paper with a signed note."""
    seen = re.search(r'name="seen" value="(\d+)"', visitor.get(f"{draft}/send").text)
    assert seen is not None
    version = version_of(visitor, draft)
    return visitor.post(f"{draft}/send", form_at=f"{draft}/send", seen=seen[1], version=version, signature=pasted(note))


@pytest.fixture
def signing(berths: World) -> tuple[World, Visitor, Visitor, SigningKey]:
    """Give a world in which Japan's ministry has a key: its manager, its office, and the key."""
    key = SigningKey.draw(NAME)
    manager = berths.signed_in(MANAGER)
    assert 303 == register(manager, key).status_code
    return berths, manager, berths.signed_in("all@jpn.example"), key


Signing = tuple[World, Visitor, Visitor, SigningKey]


def test_an_act_of_an_organ_without_a_key_says_so_in_one_sentence(berths: World) -> None:
    """The page before sending asks for no signature, and the act says that there is none and why."""
    japan = berths.signed_in("all@jpn.example")
    draft = draft_of(japan)
    assert "Signature of the State" not in japan.get(f"{draft}/send").text
    act = send(japan, draft).location.partition("?")[0]
    said = "Not signed by the State: its organ had registered no key on this day."

    for visitor in (japan, berths.signed_in("all@fra.example")):
        assert said in visitor.get(act).text
        assert 404 == visitor.get(f"{act}/statement.txt").status_code


def test_a_filing_signed_by_hand_is_verified_on_the_page_of_its_act(signing: Signing) -> None:
    """Text on the page, note pasted with other line ends; the receipt says by which key, and gives the note."""
    _world, _manager, japan, key = signing
    draft = draft_of(japan)
    text = text_on(japan.get(f"{draft}/send").text)
    answer = send_signed(japan, draft, sign_note(text, key))
    assert 303 == answer.status_code, answer.text
    act = answer.location.partition("?")[0]
    page, note = japan.get(act).text, japan.get(f"{act}/statement.txt")

    assert "verified now" in page
    assert key.number.hex() in page
    assert "Not signed by the State" not in page
    assert (sign_note(text, key), "text/plain; charset=utf-8") == (note.text, note.headers["Content-Type"])
    assert text.startswith(f"{HOST}/statement/v1\ncase BERTH-2026-")


def test_whoever_reads_a_part_of_a_paper_is_told_of_the_signature_and_not_the_digest_of_the_whole(
    signing: Signing,
) -> None:
    """Japan keeps a remark for itself: France learns that the signature holds, and gets no note."""
    world, _manager, japan, key = signing
    draft = draft_of(japan)
    note = sign_note(text_on(japan.get(f"{draft}/send").text), key)
    act = send_signed(japan, draft, note).location.partition("?")[0]
    france = world.signed_in("all@fra.example")
    page = france.get(act).text

    assert "verified now" in page
    assert "it is not shown" in page
    assert "What was signed" not in page
    assert 404 == france.get(f"{act}/statement.txt").status_code
    assert "What was signed" in japan.get(act).text


def test_a_filing_without_a_signature_is_refused_and_the_page_says_what_to_do(signing: Signing) -> None:
    """409 with the text to sign and the box for the note; nothing is recorded."""
    _world, _manager, japan, key = signing
    draft = draft_of(japan)
    answer = send(japan, draft)

    assert 409 == answer.status_code
    assert "Your organ has a key: sign the text" in answer.text
    assert 303 == send_signed(japan, draft, sign_note(text_on(answer.text), key)).status_code


def test_a_signature_over_another_text_is_refused_and_given_back_with_the_reason(signing: Signing) -> None:
    """422 beside the box; what was pasted still stands in it."""
    _world, _manager, japan, key = signing
    first, second = draft_of(japan), draft_of(japan)
    other = sign_note(text_on(japan.get(f"{first}/send").text), key)
    answer = send_signed(japan, second, other)
    by_another = send_signed(japan, second, sign_note(text_on(answer.text), SigningKey.draw(NAME)))

    assert (422, True) == (answer.status_code, "What was signed is another text" in answer.text)
    assert other.splitlines()[-1] in html.unescape(answer.text)
    assert (422, True) == (by_another.status_code, "This is not signed with the key" in by_another.text)


def test_a_text_that_has_become_old_is_replaced_by_the_new_one(signing: Signing) -> None:
    """France places a statement between reading and signing: 409, the box is empty, the new text is taken."""
    world, _manager, japan, key = signing
    opening = draft_of(japan)
    text = text_on(japan.get(f"{opening}/send").text)
    ref = send_signed(japan, opening, sign_note(text, key)).location.split("/")[2]
    draft = begin(japan, ref, "make_statement")
    fill_in(japan, draft, text="We hold to it")
    old = text_on(japan.get(f"{draft}/send").text)
    france = world.signed_in("all@fra.example")
    theirs = begin(france, ref, "make_statement")
    fill_in(france, theirs, text="We have read it")
    assert 303 == send(france, theirs).status_code
    answer = send_signed(japan, draft, sign_note(old, key))
    new = text_on(answer.text)

    assert (409, True) == (answer.status_code, "The record has moved on since this text was made" in answer.text)
    assert (True, False) == (new != old, key.sign(old).strip() in html.unescape(answer.text))
    assert 303 == send_signed(japan, draft, sign_note(new, key)).status_code


def test_a_drafter_sees_no_text_to_sign_and_cannot_send(signing: Signing) -> None:
    """Who may not dispatch is asked for nothing, has no button, and is refused as before."""
    world, _manager, japan, key = signing
    draft = draft_of(japan)
    drafter = world.signed_in("draft@jpn.example")
    page = drafter.get(f"{draft}/send").text
    note = sign_note(text_on(japan.get(f"{draft}/send").text), key)
    answer = drafter.post(f"{draft}/send", form_at=draft, seen="0", version=version_of(drafter, draft), signature=note)

    assert ("", False) == (text_on(page), 'name="signature"' in page)
    assert 403 == answer.status_code


def test_only_the_manager_of_the_party_registers_and_retires(berths: World) -> None:
    """Others see the keys and no form, and their requests are answered as if there were no such page."""
    key, manager = SigningKey.draw(NAME), berths.signed_in(MANAGER)
    note = sign_note(registration_text(HOST, "JPN", "MFA", key.vkey, None), key)
    others = [berths.signed_in(who) for who in ("all@jpn.example", FRENCH_MANAGER, SECRETARIAT)]
    for other in others:
        assert "Register the key" not in other.get(KEYS).text
        assert 404 == other.post(KEYS, form_at="/parties", vkey=key.vkey, note=note).status_code
    assert 303 == register(manager, key).status_code
    for other in others:
        page = other.get(KEYS).text
        assert (True, False) == (key.vkey in html.unescape(page), "Retire this key" in page)
        assert 404 == other.post(f"{KEYS}/1/retire", form_at="/parties").status_code

    assert "Manager, MOFA" in others[0].get(KEYS).text
    assert "Manager, MOFA" not in others[1].get(KEYS).text


def test_a_key_is_retired_once_and_filings_go_without_from_then_on(signing: Signing) -> None:
    """The page says when it was retired; a second press is refused; the next filing needs none."""
    _world, manager, japan, key = signing
    retired = manager.post(f"{KEYS}/1/retire", form_at=KEYS)
    again = manager.post(f"{KEYS}/1/retire", form_at=KEYS)
    page = manager.get(KEYS).text
    act = send(japan, draft_of(japan)).location.partition("?")[0]

    assert (303, 409) == (retired.status_code, again.status_code)
    assert ("signs now" in page, "retired" in page, "Retire this key" in page) == (False, True, False)
    assert "had registered no key on this day" in japan.get(act).text
    assert 422 == manager.get(f"{KEYS}?vkey={key.vkey.replace('+', '%2B')}").status_code


def test_a_key_is_replaced_with_the_signatures_of_both_and_older_acts_stay_verified(signing: Signing) -> None:
    """The new key alone is not enough while the old one stands; what the old one signed holds afterwards too."""
    _world, manager, japan, key = signing
    draft = draft_of(japan)
    act = send_signed(japan, draft, sign_note(text_on(japan.get(f"{draft}/send").text), key)).location
    new = SigningKey.draw(NAME)
    alone = register(manager, new)
    both = register(manager, new, key)

    assert (422, True) == (alone.status_code, "The key that stands has not signed this text" in alone.text)
    assert 303 == both.status_code
    assert "verified now" in japan.get(act).text
    assert manager.get(KEYS).text.count("sheet organ-key") == 2


def test_each_hand_on_a_joint_step_is_signed_by_its_own_organ_at_its_own_place(signing: Signing) -> None:
    """France, without a key, proposes to suspend; Japan's agreement to the same text needs its signature; taking a hand
    back needs none."""
    world, _manager, japan, key = signing
    draft = draft_of(japan)
    ref = send_signed(japan, draft, sign_note(text_on(japan.get(f"{draft}/send").text), key)).location.split("/")[2]
    file(world.signed_in("all@fra.example"), ref, "suspend", reason="Repair of the port", until="2027-01-10")
    address = f"/cases/{ref}/steps/suspend"
    page = japan.get(address).text
    hand = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("seen", "digest", "track")}
    given = {name: found[1] for name, found in hand.items() if found}
    unsigned = japan.post(address, form_at=address, **given)
    wrong = japan.post(address, form_at=address, **given, signature=sign_note("Something else\n", key))
    laid = japan.post(address, form_at=address, **given, signature=sign_note(text_on(page), key))
    act = laid.location.partition("?")[0]

    assert (409, True) == (unsigned.status_code, "Your organ has a key" in unsigned.text)
    assert (422, True) == (wrong.status_code, "not the text of a statement" in wrong.text)
    assert (303, True) == (laid.status_code, "verified now" in japan.get(act).text)
    assert "step suspend\n" in text_on(page)
    seen = re.search(r'name="seen" value="([^"]*)"', japan.get(address).text)
    assert seen is not None
    assert 303 == japan.post(address, form_at=address, do="withdraw", seen=seen[1], track="").status_code


@pytest.mark.parametrize(
    ("vkey", "said"),
    [
        ("nonsense", "This is no verifier key"),
        (SigningKey(key_name(HOST, "FRA", "MFA"), 1, bytes(32)).vkey, "a key of this organ is named"),
    ],
)
def test_what_is_no_key_of_this_organ_is_refused_at_its_question(berths: World, vkey: str, said: str) -> None:
    """Neither the text to sign is shown nor the key registered."""
    manager = berths.signed_in(MANAGER)
    shown = manager.get(f"{KEYS}?vkey={vkey.replace('+', '%2B')}")
    posted = manager.post(KEYS, form_at=KEYS, vkey=vkey, note="x")

    assert (422, True, "") == (shown.status_code, said in html.unescape(shown.text), text_on(shown.text))
    assert (422, True) == (posted.status_code, said in html.unescape(posted.text))
    assert "No key is registered." in manager.get(KEYS).text


def test_a_secretariat_signs_nothing_and_unknown_organs_have_no_page(berths: World) -> None:
    """Its page says why."""
    visitor = berths.signed_in(MANAGER)

    assert "This organ signs nothing." in visitor.get("/parties/OOSA/organs/DESK/keys").text
    assert 404 == visitor.get("/parties/JPN/organs/NOSUCH/keys").status_code
    assert 404 == visitor.get("/parties/NOSUCH/organs/MFA/keys").status_code


def test_a_replayed_log_of_signed_filings_is_sound_and_a_case_goes_on(signing: Signing) -> None:
    """A State without a key answers one with a key, in one case."""
    world, _manager, japan, key = signing
    draft = draft_of(japan)
    ref = send_signed(japan, draft, sign_note(text_on(japan.get(f"{draft}/send").text), key)).location.split("/")[2]
    france = world.signed_in("all@fra.example")
    reply = begin(france, ref, "give", "berth:FRA")
    fill_in(france, reply, text="With pleasure")

    assert 303 == send(france, reply).status_code
    assert "verified now" in japan.get(f"/cases/{ref}/acts/1").text
