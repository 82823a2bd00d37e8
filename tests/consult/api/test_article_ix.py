"""A consultation under Article IX from notice to close, by the systems of three States and through the API alone."""

from datetime import timedelta
from typing import Any

from consult import clock
from tests.consult.api.machine import Machine, machine
from tests.consult.web.world import AT, World


class State:
    """A State whose system knows nothing but the document and what the API answers."""

    def __init__(self, world: World, key: str) -> None:
        """Get a token, and read what the procedure asks."""
        self.key, self.asks = key, machine(world, f"all@{key.lower()}.example")
        self.filings = self.asks.given("/api/v1/procedures/ost9")["filings"]

    def take(self, case: str, step: str, **answers: Any) -> dict[str, Any]:
        """Take a step as the case offers it, over the example of its filing."""
        found = self.asks.given(case)
        offer = next(one for one in found["offers"] if one["step"] == step and one["way"] == "open")
        body: dict[str, Any] = {"step": step, "track": offer["track"] or None, "seen": found["seen"]}
        if offer["filing"]:
            assert offer["filing"] in found["schemas"]
            body["filing"] = {**self.filings[offer["filing"]]["example"], **answers}
        receipt: dict[str, Any] = self.asks.made(offer["take"], body)
        return receipt


def test_three_systems_consult_from_notice_to_close(berths: World) -> None:
    """Notice, receipt, answers, conclusion: each State finds on its desk what it has to do, and each act names the
    system and the person responsible."""
    japan, france, korea = (State(berths, key) for key in ("JPN", "FRA", "KOR"))
    case = japan.asks.made("/api/v1/cases", {"procedure": "ost9", "title": "Relay"})["href"]
    japan.take(case, "start_assessment", activity_title="Relay at the pole")
    served = japan.take(
        case, "serve_notice", activity_title="Relay at the pole", addressees=["FRA", "KOR"], earliest_start="2027-06-01"
    )
    assert "Relay at the pole" == japan.asks.given(case)["title"]

    for state in (france, korea):
        desk = state.asks.given("/api/v1/desk")
        assert [(case.rpartition("/")[2], served["n"])] == [(one["case"], one["n"]) for one in desk["served"]]
        notice = state.asks.given(desk["served"][0]["href"])
        assert ["FRA", "KOR"] == notice["filing"]["values"]["addressees"]
        state.take(case, "acknowledge")
    with clock.frozen(AT + timedelta(days=3)):
        france.take(case, "record_no_objection")
        korea.take(case, "record_no_objection")
        receipt = japan.take(case, "conclude")

        over = japan.asks.given(case)
        assert ("concluded_agreed", "JPN") == (over["state"]["key"], over["filer"])
        assert {"No objection"} == {one["state"] for one in over["tracks"]}
        act = japan.asks.given(receipt["href"])
        assert (True, "Registry", "dispatch") == (act["line"]["through_system"], act["system"], act["capacity"])
        assert "Office all@jpn.example" == act["line"]["person"]
        assert "" == france.asks.given(receipt["href"])["system"]


def test_the_page_of_an_act_shows_through_what_it_was_taken(berths: World) -> None:
    """Its own party reads the name of the system, everybody that there was one."""
    japan = State(berths, "JPN")
    case = japan.asks.made("/api/v1/cases", {"procedure": "ost9", "title": "Relay"})["href"]
    japan.take(case, "start_assessment")
    receipt = japan.take(case, "serve_notice", addressees=["FRA"], earliest_start="2027-06-01")
    address = receipt["href"].removeprefix("/api/v1")

    own, other = (berths.signed_in(f"all@{key}.example").get(address).text for key in ("jpn", "fra"))
    assert "through a system" in own
    assert "through a system" in other
    assert "<bdi>Registry</bdi>" in own
    assert "<bdi>Registry</bdi>" not in other


def test_what_a_mandate_keeps_from_systems_is_not_dispatched(berths: World) -> None:
    """The refusal names the mandate; the offer says the same; the rest of the preparation is done."""
    japan = State(berths, "JPN")
    without: Machine = machine(berths, "mission@jpn.example", dispatches=False)
    case = japan.asks.made("/api/v1/cases", {"procedure": "ost9", "title": "Relay"})["href"]
    japan.take(case, "start_assessment")
    found = without.given(case)
    offer = next(one for one in found["offers"] if one["step"] == "serve_notice")
    filing = japan.filings["notice"]["example"] | {"addressees": ["FRA"], "earliest_start": "2027-06-01"}
    answer = without.post(f"{case}/acts", {"step": "serve_notice", "seen": found["seen"], "filing": filing})

    sentence = answer.json["refusals"][0]["sentence"]
    assert (403, "prepare") == (answer.status_code, offer["way"])
    assert sentence.startswith("Mandate ")
    assert "(mission@jpn.example, Ministry for cases) does not let this go through a system." in sentence
    assert sentence == offer["refusals"][0]["sentence"]
    draft = without.made(f"{case}/drafts", {"step": "serve_notice", "filing": filing})
    assert ([], True) == (draft["missing"], draft["needs_clearance"])
