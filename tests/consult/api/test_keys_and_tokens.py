"""Keys of organs, drills and tokens through a system."""

from sqlalchemy import select

from consult.delivery import drills
from consult.log.notes import NOTE, SigningKey, sign_note
from consult.log.statements import key_name
from consult.models.tokens import API_TOKEN
from consult.people import NewContact, add_contact
from tests.consult.api.house import HERE, JPN, entries_of, managing, said
from tests.consult.api.machine import machine, standing_of, system_of
from tests.consult.web.world import AT, FRENCH_MANAGER, LIAISON, MANAGER, OFFICIAL, SECRETARIAT, World

KEYS = f"{JPN}/organs/MOFA/keys"
TOKENS = f"{HERE}/tokens"


def key_of(world: World, letter: bytes) -> SigningKey:
    """Give a key of Japan's ministry."""
    host = world.app.extensions["consult"].settings.host_name
    return SigningKey(key_name(host, "JPN", "MOFA"), NOTE, letter * 32)


def test_an_organ_registers_replaces_and_retires_its_key(berths: World) -> None:
    """The text to sign is asked for, signed elsewhere, and sent with the public key; everybody reads the keys."""
    asks, french = managing(berths), machine(berths, FRENCH_MANAGER, capacities=())
    one, two = key_of(berths, b"a"), key_of(berths, b"b")
    text = asks.given(f"{JPN}/organs/MOFA/registration?vkey={one.vkey.replace('+', '%2B')}")["text"]
    first = asks.made(KEYS, {"vkey": one.vkey, "note": sign_note(text, one)})
    text = asks.given(f"{JPN}/organs/MOFA/registration?vkey={two.vkey.replace('+', '%2B')}")["text"]
    unsigned = asks.post(KEYS, {"vkey": two.vkey, "note": sign_note(text, two)})
    second = asks.made(KEYS, {"vkey": two.vkey, "note": sign_note(text, one, two)})

    status, why = said(unsigned)
    assert (422, True) == (status, why.startswith("/note: The key that stands has not signed this text."))
    assert [(one.vkey, False), (two.vkey, True)] == [
        (each["vkey"], each["stands"]) for each in french.given(KEYS)["items"]
    ]
    assert [("", "Manager, MOFA")] == [(french.given(second["href"])["registrar"], second["registrar"])]
    assert asks.made(f"{second['href']}/retirement", None)["stands"] is False
    assert (409, "This key was retired already.") == said(asks.post(f"{first['href']}/retirement"))
    kinds = [kind for kind, _party in entries_of(berths, "organ_key", "organ_key_retired")]
    assert ["organ_key", "organ_key_retired", "organ_key", "organ_key_retired"] == kinds
    assert 404 == french.get(f"{JPN}/organs/MOFA/registration").status_code
    status, why = said(asks.get(f"{JPN}/organs/MOFA/registration?vkey=nonsense"))
    assert (422, True) == (status, why.startswith("vkey: This is no verifier key"))


def test_an_organ_answers_a_drill_through_its_system(berths: World) -> None:
    """What is asked of the own organ is listed and answered once; not by a token that reads alone, not by others."""
    with berths.app.app_context(), berths.writing() as conn:
        add_contact(conn, None, berths.organs["JAXA"], NewContact("in_app", "JAXA"))
        number = drills.start(conn, None, AT, parties=["JPN"])
    reads, asks = machine(berths, LIAISON, capacities=()), machine(berths, LIAISON)
    (point,) = asks.given(f"{HERE}/drills/asked")["items"]

    alone = "This token reads alone, and to answer a drill is more. Use one that has a capacity."
    assert (403, alone) == said(reads.post(point["answer_href"]))
    assert 404 == machine(berths, OFFICIAL).post(point["answer_href"]).status_code
    assert {"number": point["number"]} == asks.made(point["answer_href"], None, Idempotency_Key="drill-7")
    assert {"number": point["number"]} == asks.made(point["answer_href"], None, Idempotency_Key="drill-7")
    assert (409, "This drill is over, or the result is recorded already.") == said(asks.post(point["answer_href"]))
    assert [] == asks.given(f"{HERE}/drills/asked")["items"]
    assert [(number, 3, 1)] == [
        (one["number"], one["tried"], one["answered"]) for one in asks.given(f"{HERE}/drills")["items"]
    ]
    assert 404 == asks.get(f"{HERE}/drills/{number}").status_code


def test_a_secretariat_tries_by_hand_what_only_a_hand_can_try(berths: World) -> None:
    """Begun, tried and recorded through its system; a second drill is refused while one runs."""
    asks = machine(berths, SECRETARIAT)
    drill = asks.made(f"{HERE}/drills", {"parties": ["JPN"]})
    point = next(one for one in drill["points"] if one["way"] == "hand")
    tried = asks.made(f"{drill['href']}/points/{point['number']}/result", {"found": "reached", "remark": "At once."})

    assert ("answered", "At once.") == next(
        (one["result"], one["remark"]) for one in tried["points"] if one["number"] == point["number"]
    )
    running = "A drill is running already; the next one can begin when it is closed."
    assert (409, running) == said(asks.post(f"{HERE}/drills", {}))
    assert 404 == machine(berths, LIAISON).post(f"{HERE}/drills", {}).status_code


def test_a_token_lists_those_of_its_mandate_and_ends_itself(berths: World) -> None:
    """With their last use, without a secret; whatever it reaches, it revokes itself, and then it is nothing."""
    asks, other = machine(berths, LIAISON, capacities=()), machine(berths, LIAISON)
    found = asks.given(TOKENS)["items"]
    handle = asks.token.split("_")[1]

    assert [False, True] == [one["in_use"] for one in found]
    assert [None, "2026-11-20T09:00:00Z"] == [one["last_used_at"] for one in found]
    assert other.token not in asks.get(TOKENS).text
    assert [handle] == [one["handle"] for one in asks.given(asks.given(f"{TOKENS}?size=1")["next"])["items"]]
    assert 404 == asks.post(f"{TOKENS}/{other.token.split('_')[1]}/revocation").status_code
    assert "revoked" == asks.made(f"{TOKENS}/{handle}/revocation", None)["worth"]
    assert 401 == asks.get(TOKENS).status_code
    assert 200 == other.get(TOKENS).status_code
    assert "token_revoked" in [kind for kind, _party in entries_of(berths, "token_revoked")]


def test_a_system_that_manages_revokes_those_of_its_party_and_makes_none(berths: World) -> None:
    """By handle; none is made over a token, since it could widen itself: the address takes no such request."""
    asks, system = managing(berths), system_of(berths, MANAGER, OFFICIAL, ("clear",))
    handle = system.token.split("_")[1]
    french = machine(berths, FRENCH_MANAGER, capacities=("manage",))

    assert handle in [one["handle"] for one in asks.given(f"{TOKENS}?of=party")["items"]]
    assert handle not in [one["handle"] for one in asks.given(TOKENS)["items"]]
    assert 404 == french.post(f"{TOKENS}/{handle}/revocation").status_code
    assert "revoked" == asks.made(f"{TOKENS}/{handle}/revocation", None)["worth"]
    assert (409, "This token was revoked already.") == said(asks.post(f"{TOKENS}/{handle}/revocation"))
    assert 401 == system.get(TOKENS).status_code
    assert 405 == asks.post(TOKENS, {"name": "More", "capacities": ["manage"]}).status_code
    assert 404 == machine(berths, OFFICIAL).get(f"{TOKENS}?of=party").status_code
    assert 403 == managing(berths, capacities=()).get(f"{TOKENS}?of=party").status_code


def test_a_narrow_token_learns_no_case_from_other_tokens(berths: World) -> None:
    """Those that it may not know are counted alone."""
    wide = machine(berths, "all@jpn.example")
    refs = [wide.made(f"{HERE}/cases", {"procedure": "berth", "title": "A"})["ref"] for _n in range(2)]
    machine(berths, "all@jpn.example", cases=(refs[0], refs[1]))
    narrow = machine(berths, "all@jpn.example", cases=(refs[1],))
    found = {one["other_cases"]: one["cases"] for one in narrow.given(TOKENS)["items"] if one["cases"]}

    assert ({1: [refs[1]], 0: [refs[1]]}, False) == (found, refs[0] in narrow.get(TOKENS).text)


def test_a_token_that_manages_is_made_for_all_of_its_mandate(berths: World) -> None:
    """On the page of the manager, where it is offered; not for some procedures; it counts where its mandate says so."""
    visitor = berths.signed_in(MANAGER)
    asked = {"name": "Staff register", "mandate": str(standing_of(berths, MANAGER).mandate_id)}
    asked |= {"capacities": "manage", "valid_until": "2027-01-31"}
    refused = visitor.post("/my-tokens", form_at="/my-tokens", **asked, procedures="berth")
    made = visitor.post("/my-tokens", form_at="/my-tokens", **asked)

    assert (422, True) == (
        refused.status_code,
        "A token that manages is for all procedures and cases: give none of them." in refused.text,
    )
    assert 200 == made.status_code
    with berths.reading() as conn:
        assert [["manage"]] == list(conn.execute(select(API_TOKEN.c.capacities)).scalars())
    assert system_of(berths, MANAGER, MANAGER, ("manage",)).given(f"{HERE}/token")["kept_back"] == ["manage"]
