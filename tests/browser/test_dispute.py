"""A dispute under the Outer Space Rules, performed by four accounts in a browser: two States, a neutral, a tribunal."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from consult import clock
from tests.browser.desks import seated
from tests.browser.disputes import Dispute, begun_early, looked_at, refused
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT, PASSWORD
from tests.house.rooms_world import MEDIATOR, TRIBUNAL, Disputed, add_bodies

pytestmark = pytest.mark.browser

TITLE = "Crew time on the station"
HOURS, RECORDS = "Japan receives forty hours of crew time.", "France keeps records of crew time."
OFFERED = "Japan could live with thirty-five hours."
SPOKEN = "Both sides come with figures on Thursday."
AWARDED = "France bears half of the cost of the second campaign."
NOTICE: dict[str, Any] = {
    "dispute_title": TITLE,
    "respondents": ["France"],
    "agreement": "Implementing arrangement, article 9",
    "facts": "Crew time fell short by a third in two increments.",
}
CLAIMS = (("hours", "Make good the hours that were lost."), ("costs", "Bear the cost of the second campaign."))
ARBITRATION = {
    "demand": "Refer what is left of the dispute to arbitration.",
    "clause": "Article 9",
    "instrument": "Implementing arrangement",
    "claim": "The cost of the second campaign.",
    "relief": "Payment of that cost.",
}


@pytest.fixture
def dispute(browser: Browser, tmp_path: Path) -> Iterator[Dispute]:
    """Give the four accounts, and see at the end that no window had anything to complain about."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        add_bodies(world)
    docket = world.app.extensions["consult"].docket
    with seated(browser, world.app, PASSWORD) as desks:
        yield Dispute(desks, Disputed(world, docket, docket))
    world.engine.dispose()


def test_a_dispute_climbs_its_ladder_to_an_award_that_is_complied_with(dispute: Dispute) -> None:
    """Every stage by whom it belongs to; at each the four accounts read what is theirs and find nothing else."""
    with dispute.desks.on(2026, 11, 20):
        serve(dispute)
    with dispute.desks.on(2026, 11, 23):
        receive(dispute)
    with dispute.desks.on(2026, 11, 25):
        too_early(dispute)
    with dispute.desks.on(2026, 12, 24):
        go_to_mediation(dispute)
    with dispute.desks.on(2027, 1, 5):
        nominate(dispute)
    with dispute.desks.on(2027, 1, 8):
        take_office(dispute)
    with dispute.desks.on(2027, 1, 12):
        talk_apart(dispute)
    with dispute.desks.on(2027, 1, 15):
        settle_one_claim(dispute)
    with dispute.desks.on(2027, 1, 25):
        give_notice_of_arbitration(dispute)
    with dispute.desks.on(2027, 2, 8):
        seat_the_tribunal(dispute)
    with dispute.desks.on(2027, 2, 15):
        order_a_statement(dispute)
    with dispute.desks.on(2027, 6, 1):
        render_the_award(dispute)
    with dispute.desks.on(2027, 6, 3):
        receive_the_award(dispute)
    with dispute.desks.on(2027, 7, 12):
        comply(dispute)
    sound(dispute)


def serve(d: Dispute) -> None:
    """Japan opens the case on the ladder of the rules and serves two claims on France."""
    page = d.japan.open("/notices/new?procedure=settlement")
    page.get_by_label("Working title").fill(TITLE)
    page.get_by_label("The agreement whose ladder").select_option("pca-os-2011")
    d.japan.press("Open the case")
    d.ref = page.url.rpartition("/")[2]
    d.docket.refs["dispute"] = d.ref
    assert "Not found" in d.france.open(d.case).title()
    d.japan.open(d.case)
    d.japan.press("Serve the notice of dispute")
    d.japan.answer(**NOTICE)
    for number, (key, claim) in enumerate(CLAIMS):
        if number:
            page.locator("button[value='add:claims']").click()
        d.japan.answer(**{f"claims-{number}-key": key, f"claims-{number}-claim": claim})
    d.japan.go_on()
    d.japan.send()


def receive(d: Dispute) -> None:
    """France acknowledges receipt, which begins the negotiation; neither body knows of the case."""
    d.japan.open(d.case)
    assert not d.japan.may("Acknowledge receipt")
    d.file(d.france, d.case, "Acknowledge receipt", remark="Received; nothing is admitted.")

    assert "Negotiation" in d.japan.open(d.case).locator(".state-name").inner_text()
    for body in (d.neutral, d.tribunal):
        assert "Not found" in body.open(d.case).title()


def too_early(d: Dispute) -> None:
    """On the third day nobody may give the negotiation up: the day stands on the ladder, and there is no button."""
    ladder = d.japan.open(f"{d.case}/sheets/ladder")
    closed = ladder.locator(".way-closed").filter(has_text="Declare the failure")
    expect(closed).to_contain_text("open from 24 December 2026")
    assert not closed.get_by_role("button").count()
    assert not d.japan.may("Give notice of arbitration")
    d.paper = begun_early(d.japan, d.case, "declare_negotiation_failed", "stage:negotiation")
    said = refused(d.japan, d.case, d.paper)
    assert said.startswith("409 ")
    assert "24 December 2026" in said
    d.file(d.france, f"{d.case}/sheets/positions", "State a position", stance=["Denied"], reasons="No hours were lost.")
    assert "No hours were lost." in d.sheet(d.japan, "positions")
    looked_at(d.japan, d.case, *(f"{d.case}/sheets/{key}" for key in ("ladder", "positions", "docket", "calendar")))


def go_to_mediation(d: Dispute) -> None:
    """The thirty days are over: Japan declares the failure and invites France to mediation, which accepts."""
    d.japan.open(d.paper)
    d.japan.file(reasons="No figure was put forward.")
    d.japan.send()
    assert "Deadlock" in d.japan.open(d.case).locator(".state-name").inner_text()
    d.file(d.japan, f"{d.case}/sheets/ladder", "Invite", terms="In Vienna, in English.")
    d.japan.open(d.case)
    assert not d.japan.may("Accept the invitation · Mediation")
    d.file(d.france, f"{d.case}/sheets/ladder", "Accept the invitation", remark="We come.")
    assert "Mediation" in d.japan.open(d.case).locator(".state-name").inner_text()


def nominate(d: Dispute) -> None:
    """Both nominate a body; it is told of the case and reads no paper before its disclosure."""
    d.file(d.japan, d.case, "Nominate the neutral", neutral=MEDIATOR, mandate="Crew time alone.")
    assert "Not found" in d.neutral.open(d.case).title()
    d.agree(d.france, "Nominate the neutral")
    page = d.neutral.open(d.case)
    assert "fell short" not in page.locator("main").inner_text()
    assert not d.neutral.may("Open: Private room with Japan")
    looked_at(d.neutral, d.case)


def take_office(d: Dispute) -> None:
    """The neutral states its disclosure, and reads the file of the mediation from then on."""
    d.neutral.open(d.case)
    d.neutral.press("Take office with a disclosure")
    d.neutral.file(disclosure="Nothing to disclose.", name="A mediator of the house")
    looked_at(d.neutral, d.neutral.page.url.removeprefix(d.desks.start))
    d.neutral.send()

    assert "Nothing to disclose." in d.japan.open(d.neutral.receipt).locator("main").inner_text()
    assert "Not found" in d.tribunal.open(d.case).title()


def talk_apart(d: Dispute) -> None:
    """A private room with Japan, in which an offer is made, and a session of all; nobody finds what is not theirs."""
    d.room = d.open_room("Private room with Japan")
    d.session = d.open_room("Joint session with")
    d.file(d.japan, d.room, "Make an offer", terms=OFFERED)
    offer = d.japan.receipt
    d.file(d.neutral, d.session, "Say something", text=SPOKEN)
    said = d.neutral.receipt
    looked_at(d.neutral, d.case, d.room, d.session, offer)
    d.japan.open(d.case)

    assert OFFERED in d.neutral.open(offer).locator("main").inner_text()
    assert SPOKEN in d.france.open(said).locator("main").inner_text()
    for address in (d.room, offer):
        assert "Not found" in d.france.open(address).title()
    for address in (d.case, "/cases", "/desk", d.session, f"{d.case}/sheets/docket", f"{d.case}/sheets/positions"):
        page = d.france.open(address).content()
        assert OFFERED not in page
        assert d.room not in page


def settle_one_claim(d: Dispute) -> None:
    """Japan tables clauses, France assents, both sign: the claim on hours is settled, and the other goes on."""
    page = d.japan.open(f"{d.case}/sheets/text")
    d.japan.press("Table a version of the text")
    page.locator("button[value='add:clauses']").click()
    for number, text in enumerate((HOURS, RECORDS)):
        d.japan.answer(**{f"clauses-{number}-key": str(number + 1), f"clauses-{number}-text": text})
    d.japan.go_on()
    d.japan.send()
    page = d.france.open(f"{d.case}/sheets/text")
    for number in ("1", "2"):
        page.get_by_label(f"Choose {number}").check()
    d.france.press("Assent to clauses")
    d.france.go_on()
    d.france.send()
    page = d.france.open(f"{d.case}/sheets/text")
    page.locator(".tx-sign").filter(has_text="Settle one claim · hours").get_by_role("button").click()
    d.france.go_on()
    d.france.send()
    looked_at(d.japan, f"{d.case}/sheets/text")
    d.japan.press("Read and sign the same text")
    d.japan.press("Agree to this text")

    page = d.france.open(f"{d.case}/sheets/positions")
    assert "Settled" in page.locator("main").inner_text()
    assert HOURS not in d.neutral.open(f"{d.case}/sheets/text").content()


def give_notice_of_arbitration(d: Dispute) -> None:
    """Japan ends the mediation, which ends nothing in its rooms, and gives notice of arbitration on what is left."""
    d.act("JPN", "end_mediation", "stage:mediation", reasons="Nothing more can be found.")
    d.file(d.japan, f"{d.case}", "Give notice of arbitration", **ARBITRATION)
    d.file(d.france, d.case, "Acknowledge receipt", remark="Received.")

    assert "Tribunal being formed" in d.france.open(d.case).locator(".state-name").inner_text()
    looked_at(d.france, f"{d.case}/sheets/tribunal")


def seat_the_tribunal(d: Dispute) -> None:
    """Each side appoints, both choose who presides and whose office serves: it reads the record of the arbitration."""
    for party, side in (("JPN", "claimant"), ("FRA", "respondent")):
        d.act(party, "appoint_arbitrator", f"seat:{side}", name=f"Arbitrator of the {side}", disclosure="Nothing.")
    assert "Not found" in d.tribunal.open(d.case).title()
    presiding = {"name": "Who presides", "disclosure": "Nothing.", "office": TRIBUNAL}
    d.file(d.japan, f"{d.case}/sheets/tribunal", "Choose the arbitrator", **presiding)
    d.agree(d.france, "Choose the arbitrator")

    assert "all seats are filled" in d.sheet(d.tribunal, "tribunal")
    sheets = [str(tab.get_attribute("href")) for tab in d.tribunal.page.locator(".case-tabs a").all()]
    looked_at(d.tribunal, *sheets)
    for address in (d.room, d.session, f"{d.case}/sheets/text", f"{d.case}/sheets/positions"):
        assert "Not found" in d.tribunal.open(address).title()
    for address in sheets:
        page = d.tribunal.open(address).content()
        assert not [words for words in (OFFERED, SPOKEN, HOURS, "No hours were lost.", d.room) if words in page]


def order_a_statement(d: Dispute) -> None:
    """The tribunal orders a statement by a day, which stands in the calendar of both parties."""
    d.file(d.tribunal, d.case, "Order a written statement", text="Japan files a statement.", due_on="2027-03-31")
    for office in (d.japan, d.france, d.tribunal):
        assert "31 March 2027" in d.sheet(office, "calendar")
    assert "31 March 2027" not in d.sheet(d.neutral, "calendar")


def render_the_award(d: Dispute) -> None:
    """The tribunal closes the hearings and renders its award, which all parties read."""
    d.tribunal.open(d.case)
    assert not d.tribunal.may("Render the award")
    d.act(TRIBUNAL, "close_hearings")
    d.file(d.tribunal, d.case, "Render the award", dispositif=AWARDED)
    assert AWARDED in d.france.open(d.tribunal.receipt).locator("main").inner_text()
    assert "Not found" in d.neutral.open(d.tribunal.receipt).title()
    looked_at(d.japan, f"{d.case}/sheets/calendar")


def receive_the_award(d: Dispute) -> None:
    """Each party records receipt, from which its own thirty days for requests run: until 3 July."""
    for party in ("JPN", "FRA"):
        d.act(party, "record_receipt", f"recipient:{party}")
    assert "3 July 2027" in d.sheet(d.france, "calendar")


def comply(d: Dispute) -> None:
    """The periods for requests are over: France reports what it did, Japan confirms, and the case is closed."""
    assert "Compliance" in d.france.open(d.case).locator(".state-name").inner_text()
    d.file(d.france, d.case, "Report on compliance", text="Paid in full.")
    d.france.open(d.case)
    assert not d.france.may("Confirm compliance")
    d.file(d.japan, d.case, "Confirm compliance", remark="Received in full.")
    for office in (d.japan, d.france, d.tribunal):
        assert "Closed complied" in office.open(d.case).locator(".state-name").inner_text()
    looked_at(d.japan, d.case, f"{d.case}/sheets/commitments")


def sound(d: Dispute) -> None:
    """The log is whole, and every case follows from its acts."""
    assert [] == d.desks.unsound()
