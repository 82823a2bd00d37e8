"""A dispute from notice to performance of the settlement, by three systems and through the API alone: that of Japan, of
Korea, and of the institution that mediates. None of them knows a route beyond desk and list of cases.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.db import reading
from consult.docket.replaying import Openings
from consult.log.verify import verify
from tests import leave
from tests.consult.api.settlement_world import System, on, settlement_world
from tests.consult.web.world import World

NOTICE = {
    "dispute_title": "Raw data of two seasons",
    "respondents": ["KOR"],
    "agreement": "Implementing arrangement, article 9",
    "facts": "Raw data were withheld for two seasons.",
    "claims": [
        {"key": "data", "claim": "Hand over the raw data."},
        {"key": "costs", "claim": "Bear the cost of the second campaign."},
    ],
}

CLAIM, STAGE, MEDIATOR = "claim:data", "stage:mediation", "mediator:PCA"
Systems = tuple[System, System, System]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give a world without a case; verify log and cases when the story is over."""
    with on("2026-08-20"):
        built = settlement_world(tmp_path)
    yield built
    with reading(built.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == leave.findings(connection)
    built.engine.dispose()


def test_three_systems_settle_a_dispute_and_follow_its_performance(world: World) -> None:
    """Negotiation fails, good offices are left out, mediation is accepted late and brings a settlement; a commitment is
    performed late and confirmed. Each rung opens on its day and not on the day before."""
    with on("2026-08-20"):
        parties = System(world, "JPN"), System(world, "KOR"), System(world, "PCA")
    negotiate(parties)
    leave_negotiation(parties)
    invite_to_mediate(parties)
    take_office(parties)
    talk_apart(parties)
    settle(parties)
    perform(parties)


def negotiate(parties: Systems) -> None:
    """Japan gives notice on 1 September and Korea receives it by reading; the institution knows of nothing."""
    japan, korea, institution = parties
    with on("2026-09-01"):
        terms = {"agreement": "pca-os-2011"}
        opened = {"procedure": "settlement", "title": "Data", "terms": terms}
        case = japan.asks.made("/api/v1/cases", opened, Idempotency_Key="open")
        assert case == japan.asks.made("/api/v1/cases", opened, Idempotency_Key="open")
        served = japan.take("serve_notice_of_dispute", **NOTICE)
        assert ("2026-09-11", "Asia/Seoul", "DEFAULT") == japan.deadlines()["acknowledgement:KOR"]
        assert 404 == institution.asks.get(served["href"]).status_code
        assert [] == institution.asks.given("/api/v1/service")["items"]

    with on("2026-09-03"):
        notice = korea.asks.given(korea.asks.given("/api/v1/desk")["served"][0]["href"])
        filing = korea.asks.given(notice["hrefs"]["filing"])
        assert NOTICE["claims"] == filing["filing"]["values"]["claims"]
        proof = japan.asks.given("/api/v1/service?side=sent&stands=proved")["items"][0]
        assert ("KOR", "opened") == (proof["service"]["party"], proof["service"]["state"])
        korea.take("acknowledge")
        assert {"exit_negotiation": "2026-10-03", "days_negotiation": "2026-11-02"}.items() <= {
            key: day for key, (day, _zone, _binding) in japan.deadlines().items()
        }.items()


def leave_negotiation(parties: Systems) -> None:
    """On 3 October it is too early for one party to give up; on 4 October it is not. Both leave good offices out, and a
    step from an older view is refused with where the case is."""
    japan, korea, _institution = parties
    with on("2026-10-03"):
        status, problem = japan.refused("declare_negotiation_failed")
        assert (409, "2026-10-04") == (status, problem["refusals"][0]["opens_on"])
        assert "runs until 3 October 2026" in problem["refusals"][0]["sentence"]
        status, problem = japan.refused(
            "give_notice_of_arbitration",
            demand="Refer it.",
            clause="9",
            instrument="IA",
            claim="As is.",
            relief="As is.",
        )
        assert (409, True) == (status, "must come first" in problem["refusals"][0]["sentence"])

    with on("2026-10-04"):
        where, late = korea.body(korea.case(), "make_statement", text="From an older view.")
        japan.take("leave_out_stage", "stage:good_offices", reasons="Both prefer a mediator.")
        answer = korea.asks.post(where, late)
        assert (409, "negotiation", 5) == (answer.status_code, answer.json["state"], answer.json["seen"])
        assert 412 == korea.asks.post(where, {**late, "seen": None}, If_Match='"4"').status_code
        assert "leave_out_stage" == korea.asks.given("/api/v1/desk")["waiting"][0]["step"]
        korea.take("leave_out_stage", "stage:good_offices")
        japan.take("declare_negotiation_failed")
        assert ("deadlock", "skipped_by_agreement") == (
            japan.case()["state"]["key"],
            japan.tracks()["stage:good_offices"],
        )


def invite_to_mediate(parties: Systems) -> None:
    """Silence may be taken as a rejection from 6 November on; Japan does not, and a late acceptance counts."""
    japan, korea, _institution = parties
    with on("2026-10-06"):
        japan.take("invite_mediation")
        assert ("2026-11-05", "UTC", "LAW_A") == korea.deadlines()["invitation_mediation"]
    with on("2026-11-05"):
        status, problem = japan.refused("elect_rejection_of_mediation")
        assert (409, "2026-11-06") == (status, problem["refusals"][0]["opens_on"])
        assert "ML2002" == problem["refusals"][0]["under"][0]["instrument"]
    with on("2026-11-06"):
        assert "open" == japan.offer(japan.case(), "elect_rejection_of_mediation")["way"]
    with on("2026-11-07"):
        korea.take("accept_mediation")
        assert "running" == japan.tracks()[STAGE]
        assert "2026-12-07" == japan.deadlines()["appointment_mediation"][0]


def take_office(parties: Systems) -> None:
    """Both nominate the institution, whose system finds that on its desk; before it holds the office it reads nothing
    of the dispute and opens no room. Nobody takes the office in its place."""
    japan, korea, institution = parties
    with on("2026-11-18"):
        japan.take("nominate_mediator", STAGE, neutral="PCA", mandate="To bring about terms.")
        korea.take("nominate_mediator", STAGE)
        assert "nominated" == institution.tracks()[MEDIATOR]
    with on("2026-11-20"):
        case = institution.case()
        assert 404 == institution.asks.get(f"{case['hrefs']['self']}/acts/1/filing").status_code
        assert [] == institution.asks.given(f"{case['hrefs']['self']}/rooms")["to_open"]
        seen, take = japan.case()["seen"], institution.offer(case, "take_office_as_mediator")["take"]
        others = {"step": "take_office_as_mediator", "track": MEDIATOR, "seen": seen, "filing": {"disclosure": "None."}}
        assert 403 == japan.asks.post(take, others).status_code
        assert 404 == korea.asks.post(take, {**others, "track": "mediator:JPN"}).status_code
        institution.take("take_office_as_mediator", disclosure="Nothing to disclose.", name="A mediator")
        assert "2027-01-19" == institution.deadlines()["days_mediation"][0]


def talk_apart(parties: Systems) -> None:
    """The mediator opens a private room with Korea, which finds it by the link of the dispute; Japan has none."""
    japan, korea, institution = parties
    with on("2026-11-28"):
        rooms = institution.asks.given(institution.case()["hrefs"]["rooms"])
        apart = next(one["room"] for one in rooms["to_open"] if one["parties"] == ["KOR"])
        made = institution.asks.made(rooms["open"], {"room": apart}, Idempotency_Key="room")
        assert made == institution.asks.made(rooms["open"], {"room": apart}, Idempotency_Key="room")
        room = korea.asks.given(korea.asks.given(korea.case()["hrefs"]["rooms"])["rooms"][0]["href"])
        offer = korea.offer(room, "make_offer")
        filing = {"terms": "Half of the cost, if the data suffice."}
        korea.asks.made(offer["take"], {"step": "make_offer", "filing": filing, "seen": room["seen"]})
        assert 404 == japan.asks.get(made["href"]).status_code
        assert "rooms" not in japan.case()["hrefs"]
        assert [] == japan.asks.given(f"{japan.case()['hrefs']['self']}/rooms")["rooms"]
        assert made["ref"] not in japan.asks.get("/api/v1/deadlines").text + japan.asks.get("/api/v1/service").text


def settle(parties: Systems) -> None:
    """One claim is settled, then the dispute; both lay their hand on the same words, and rehearse before they do."""
    japan, korea, institution = parties
    with on("2026-12-10"):
        japan.take("settle_claim", CLAIM, terms="The raw data are handed over by 31 December 2026.")
        waiting = korea.offer(korea.case(), "settle_claim", CLAIM)
        again = {"step": "settle_claim", "track": CLAIM, "digest": waiting["digest"]}
        told = korea.asks.made(korea.case()["hrefs"]["rehearsals"], again)
        assert (False, []) == (told["would"]["is_hand"], told["refusals"])
        assert "pending" == korea.tracks()[CLAIM]
        korea.take("settle_claim", CLAIM)
        assert {"claim:data": "settled", "claim:costs": "pending"}.items() <= institution.tracks().items()
    with on("2026-12-20"):
        japan.take("settle", terms="Korea bears half of the cost.")
        korea.take("settle")
        assert ["closed_settled"] * 3 == [one.case()["state"]["key"] for one in parties]


def perform(parties: Systems) -> None:
    """A commitment is recorded together, performed after its day and confirmed; every paper can be read by whoever it
    concerns, and another day shows what stood on it."""
    japan, korea, _institution = parties
    with on("2026-12-20", 10):
        promised = [{"key": "half", "party": "KOR", "text": "Pay half of the cost."}]
        japan.take("record_commitments", commitments=promised, due_on="2027-04-30")
        korea.take("record_commitments")
        assert "2027-04-30" == korea.deadlines()["performance:half"][0]
        ours = korea.asks.given("/api/v1/deadlines?whose=ours&until=2027-04-30")["items"]
        assert ["performance:half"] == [one["deadline"]["key"] for one in ours]
        assert [] == korea.asks.given("/api/v1/deadlines?whose=ours&until=2027-04-29")["items"]
    with on("2027-05-10"):
        korea.take("report_performance", "commitment:half", text="Paid, on 8 May.")
    with on("2027-05-20"):
        japan.take("confirm_performance", "commitment:half")
        assert "performed" == korea.tracks()["commitment:half"]
        case = japan.case()
        papers = japan.asks.given(case["hrefs"]["filings"])["items"]
        read = [japan.asks.given(one["href"])["filing"]["kind"] for one in papers]
        assert [one["kind"] for one in papers] == read
        assert {"notice_of_dispute", "settlement", "commitments"} <= set(read)
        assert "Negotiation" == japan.asks.given(f"{case['hrefs']['self']}/on/2026-09-30")["state"]
