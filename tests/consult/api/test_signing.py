"""Signatures of States through the API: the text to sign stands in the rehearsal, the note goes with the act."""

from consult.log.notes import SigningKey, sign_note
from tests.consult.api.machine import machine
from tests.consult.web.cases_world import BODY, open_berth
from tests.consult.web.test_signing import NAME, register
from tests.consult.web.world import MANAGER, World


def test_an_act_is_signed_over_the_text_of_its_rehearsal(berths: World) -> None:
    """Without a note it is refused and nothing is recorded; with one it stands, and the note is had again."""
    key = SigningKey.draw(NAME)
    assert 303 == register(berths.signed_in(MANAGER), key).status_code
    japan, ref = machine(berths, "all@jpn.example"), open_berth(berths.signed_in("all@jpn.example"))
    case = japan.given(f"/api/v1/cases/{ref}")
    act = {"step": "ask", "filing": BODY, "seen": case["seen"]}
    sign = japan.made(case["hrefs"]["rehearsals"], {"step": "ask", "filing": BODY})["sign"]
    assert key.vkey == sign["vkey"]

    bare = japan.post(case["hrefs"]["acts"], act)
    assert (409, True) == (bare.status_code, "Your organ has a key" in bare.json["detail"])
    wrong = japan.post(case["hrefs"]["acts"], {**act, "signature": sign_note("another text\n", key)})
    assert (422, "/signature") == (wrong.status_code, wrong.json["faults"][0]["pointer"])
    note = sign_note(sign["text"], key)
    made = japan.made(case["hrefs"]["acts"], {**act, "signature": note})
    found = japan.given(made["href"])
    assert (True, note) == (found["signature"]["holds"], japan.get(found["hrefs"]["statement"]).text)
    france = machine(berths, "all@fra.example").given(made["href"])
    assert (True, False) == (france["signature"]["holds"], "statement" in france["hrefs"])
