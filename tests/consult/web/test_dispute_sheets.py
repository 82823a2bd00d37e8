"""The sheets of a dispute, told from a story of Japan and Korea: as each side, an office and anybody else has them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web.dispute_world import COURT, FRANCE, JAPAN, KOREA, dispute, file, together

SHEETS = ("ladder", "positions", "commitments", "tribunal", "calendar", "docket")
TALKING = datetime(2026, 10, 1, 9, tzinfo=UTC)
INVITED = datetime(2026, 10, 7, 9, tzinfo=UTC)
FORMING = datetime(2027, 2, 25, 18, tzinfo=UTC)
HEARD = datetime(2027, 3, 11, 9, tzinfo=UTC)


class Told:
    """A dispute as it stands at a moment, with whoever reads of it."""

    def __init__(self, folder: Path, at: datetime) -> None:
        """Tell the story up to the moment."""
        self.at = at
        with clock.frozen(at):
            self.world, self.ref = dispute(folder, at)

    def page(self, mail: str, sheet: str) -> str:
        """Give a sheet as it is sent to somebody."""
        with clock.frozen(self.at):
            answer = self.world.signed_in(mail).get(f"/cases/{self.ref}/sheets/{sheet}")
        assert 200 == answer.status_code, (mail, sheet)
        return answer.text.partition("<main")[2].partition("</main>")[0]

    def words(self, mail: str, sheet: str) -> str:
        """Give the words of a sheet."""
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.page(mail, sheet)))

    def file(self, party: str, step: str, track: str | None = None, **body: object) -> int:
        """Take a step a minute later."""
        self.at += timedelta(minutes=1)
        return file(self.world, self.ref, party, step, self.at, track, **body)


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Give the dispute on 1 October 2026: negotiation has run for 28 of the 30 days before one party may give up."""
    found = Told(tmp_path_factory.mktemp("talking"), TALKING)
    yield found
    found.world.engine.dispose()


@pytest.fixture(scope="module")
def forming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Give the dispute on 25 February 2027: one seat is filled, the authority is asked to fill the second."""
    found = Told(tmp_path_factory.mktemp("forming"), FORMING)
    yield found
    found.world.engine.dispose()


@pytest.fixture
def invited(tmp_path: Path) -> Iterator[Told]:
    """Give the dispute on 7 October 2026: negotiation has failed, Japan has invited to mediation."""
    found = Told(tmp_path, INVITED)
    yield found
    found.world.engine.dispose()


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Told]:
    """Give the dispute on 11 March 2027: the tribunal is constituted."""
    found = Told(tmp_path, HEARD)
    yield found
    found.world.engine.dispose()


RUNGS = ("Negotiation", "Good offices", "Mediation", "Arbitration", "")


def rung(words: str, number: int, title: str) -> str:
    """Cut one rung out of a ladder."""
    return words.partition(f" {number} {title} ")[2].partition(f" {number + 1} {RUNGS[number]} ")[0]


def test_every_sheet_is_there_for_both_sides_and_for_nobody_else(talking: Told) -> None:
    """France takes no part: each sheet of the dispute is as unknown to it as one of a case that does not exist."""
    with clock.frozen(talking.at):
        japan, korea, france = (talking.world.signed_in(mail) for mail in (JAPAN, KOREA, FRANCE))
        address = f"/cases/{talking.ref}/sheets"
        shown = [[one.get(f"{address}/{key}").status_code for key in SHEETS] for one in (japan, korea, france)]
        unknown = france.get("/cases/DIS-2026-NOSUCH/sheets/ladder").text
        refused = france.get(f"{address}/ladder").text

    assert [[200] * 6, [200] * 6, [404] * 6] == shown
    assert unknown == refused


def test_a_rung_that_waits_for_another_says_so_with_its_provision_and_has_no_button(talking: Told) -> None:
    """Arbitration waits for negotiation and mediation; neither is over on 1 October."""
    words = rung(talking.words(JAPAN, "ladder"), 4, "Arbitration")

    assert "not met “Negotiation” must come first." in words
    assert "not met “Mediation” must come first." in words
    assert 'value="give_notice_of_arbitration"' not in talking.page(JAPAN, "ladder")


def test_a_step_that_waits_for_a_day_names_the_day(talking: Told) -> None:
    """Either side may give negotiation up from 4 October, after thirty days, and reads so before."""
    for party in (JAPAN, KOREA):
        words = rung(talking.words(party, "ladder"), 1, "Negotiation")

        assert "Declare the failure open from 4 October 2026" in words
        assert "“Negotiation: before one party may give up” runs until 3 October 2026." in words
        assert "Negotiation: its time" in words


def test_the_ladder_is_that_of_the_edition_and_not_of_the_file(talking: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page does not ask the shipped agreements: a clause that is changed later is no clause of this case. What the
    case could be moved to does come of them, and is known from the first look on."""
    talking.words(JAPAN, "ladder")

    def gone(*_: object) -> None:
        raise AssertionError("the file of the agreement was read")

    for module in ("workflows.agreements.tree", "workflows.settlement"):
        monkeypatch.setattr(f"{module}.arrangement", gone)
    monkeypatch.setattr("workflows.dispute.sheets.agreements", gone)

    assert "given by Clause with the PCA Outer Space Rules of 2011" in talking.words(JAPAN, "ladder")


def test_the_ladder_says_where_each_rung_stands_and_by_which_acts(invited: Told) -> None:
    """Given up on 5 October, left out on 4 October, invited on 6 October with 30 days for an answer."""
    for party in (JAPAN, KOREA):
        words = invited.words(party, "ladder")

        assert "Under way: Mediation" in words
        assert "5 October 2026, 12:00 UTC : Failed ( act 7 )" in rung(words, 1, "Negotiation")
        assert "4 October 2026, 12:00 UTC : Skipped by agreement ( act 6 )" in rung(words, 2, "Good offices")
        assert "5 November 2026 24:00 UTC" in rung(words, 3, "Mediation")


def test_only_whoever_is_invited_may_accept_and_only_the_inviter_waits_for_silence(invited: Told) -> None:
    """Korea has the button; Japan reads who takes the step, and when silence may be taken as a rejection."""
    japan, korea = invited.page(JAPAN, "ladder"), invited.page(KOREA, "ladder")

    assert ("accept_mediation" in korea, 'value="accept_mediation"' in japan) == (True, False)
    assert "Take silence as a rejection open from 6 November 2026" in invited.words(JAPAN, "ladder")


def test_an_office_reads_where_the_rungs_stand_and_nothing_of_the_talks(forming: Told) -> None:
    """The authority that was asked reads who sits; acts of the talks and positions are for the parties."""
    words = forming.words(COURT, "ladder")
    with clock.frozen(forming.at):
        court = forming.world.signed_in(COURT)
        shown = {key: court.get(f"/cases/{forming.ref}/sheets/{key}").status_code for key in SHEETS}

    assert "5 October" not in words
    assert {"positions", "commitments"} == {key for key, status in shown.items() if status == 404}
    assert "Who sits An arbitrator" in forming.words(COURT, "tribunal")


def test_a_position_is_somebodys_words_and_the_latest_one_counts(invited: Told) -> None:
    """Korea denies the claim on the data and then admits it; the denial stays to be read, and the point is agreed."""
    before = invited.words(JAPAN, "positions")
    invited.file("KOR", "state_position", "claim:data", stance="denied", reasons="Nothing was withheld.")
    invited.file("KOR", "state_position", "claim:data", stance="admitted", reasons="The data will be handed over.")
    words = invited.words(JAPAN, "positions")

    assert ("0 points agreed" in before, "2 points open" in before) == (True, True)
    assert ("1 point agreed" in words, "1 point open" in words) == (True, True)
    assert "Hand over the raw data. In the words of Japan , 1 September 2026" in words
    assert "Admitted Reasons The data will be handed over." in words
    assert "1 earlier position 7 October 2026, 09:01 UTC : Denied – Nothing was withheld." in words
    assert "not addressed" in words.partition(" Costs ")[2]


def test_a_party_takes_a_position_from_the_sheet_and_an_office_cannot(forming: Told) -> None:
    """Each side has a button for each claim that is pending; the authority has none, and its filing is refused."""
    own = forming.page(KOREA, "positions")
    with clock.frozen(forming.at):
        court = forming.world.signed_in(COURT)
        case = court.get(f"/cases/{forming.ref}").text
        answer = court.post(
            f"/cases/{forming.ref}/steps/state_position", form_at=f"/cases/{forming.ref}", track="claim:costs", seen="0"
        )

    assert ('value="claim:costs"' in own, 'value="claim:data"' in own) == (True, False), "the data claim is settled"
    assert "state_position" not in case
    assert 409 == answer.status_code


def test_an_office_is_not_led_to_the_steps_of_the_parties_and_is_told_whose_they_are(forming: Told) -> None:
    """Its pages do not list them as closed to it; whoever asks for one all the same reads whose it is."""
    with clock.frozen(forming.at):
        court = forming.world.signed_in(COURT)
        case = court.get(f"/cases/{forming.ref}").text
        told = court.get(f"/cases/{forming.ref}/steps/state_position?track=claim:costs").text

    assert "State a position" not in case
    assert "This step belongs" not in case + forming.words(COURT, "tribunal")
    assert "This step belongs to the parties to the case." in told


def test_the_sheet_of_the_tribunal_says_who_sits_and_who_appoints_if_nobody_does(forming: Told) -> None:
    """Both sides read the name and the disclosure as filed, the time for a challenge, and whom Japan has asked."""
    for party in (JAPAN, KOREA):
        words = forming.words(party, "tribunal")

        assert "each party may ask: Secretary-General of the Permanent Court of Arbitration" in words
        assert "Who sits An arbitrator" in words
        assert "Appointed 1 February 2027, 12:00 UTC , Japan ( act 21 )" in words
        assert "16 February 2027 24:00 UTC · expired" in words
        assert "Japan asked the appointing authority for the respondent&#39;s seat" in words


def test_a_challenge_and_its_outcome_stand_with_the_seat(heard: Told) -> None:
    """Korea challenges Japan's arbitrator; the tribunal rejects the challenge and the arbitrator stays."""
    heard.file("KOR", "challenge_arbitrator", "seat:claimant", grounds="Advice given in 2024.")
    challenged = heard.words(JAPAN, "tribunal")
    heard.at += timedelta(days=1)
    file(heard.world, heard.ref, "PCA", "reject_challenge", heard.at, "seat:claimant")
    words = heard.words(JAPAN, "tribunal")

    assert "The claimant&#39;s seat Challenged" in challenged
    assert "Challenges and their outcome" in challenged
    assert "12 March 2027, 09:01 UTC : The International Bureau of the Permanent Court of Arbitration rejected" in words
    assert "The claimant&#39;s seat Filled" in words


def test_the_calendar_holds_limits_with_their_rule_and_what_was_not_filed(forming: Told) -> None:
    """The response was due on 24 February in Seoul under the rules, and none is on record."""
    for party in (JAPAN, KOREA):
        words = forming.words(party, "calendar")
        row = words.partition("24 February 2027 24:00 Asia/Seoul")[2]

        assert row.startswith(" What Response to the notice of arbitration")
        assert "Not on record: “Respond to the notice of arbitration”" in row


def test_a_date_that_the_tribunal_orders_stands_in_the_calendar_as_ordered(heard: Told) -> None:
    """The interim measures are ordered with a day; the statement that is ordered runs as a limit of its own."""
    heard.file("PCA", "order_statement", text="A memorial by Japan.", due_on="2027-05-01")
    heard.file("JPN", "request_interim_measures", text="Keep the data.")
    n = heard.file("PCA", "order_interim_measures", text="Keep the data.", due_on="2027-04-02")
    words = heard.words(KOREA, "calendar")

    assert "2 April 2027 What Due on For, or by whom Permanent Court of Arbitration, International Bureau" in words
    assert f"ordered act {n}" in words
    assert "1 May 2027 24:00 UTC What Written statement that was ordered" in words
    assert 1 == words.count(" ordered act "), "the day of the statement is told once, as a limit"


def test_the_docket_is_filtered_by_filer_and_by_kind_of_act(forming: Told) -> None:
    """Korea has acknowledged, agreed and accepted; Japan alone has served the notice of dispute."""
    every, korea = forming.words(JAPAN, "docket"), forming.words(JAPAN, "docket?by=KOR")
    notice = forming.words(KOREA, "docket?kind=serve_notice_of_dispute")
    nothing = forming.words(KOREA, "docket?kind=serve_notice_of_dispute&by=KOR")

    assert "Japan served the notice of dispute on the Republic of Korea" in every
    assert ("acknowledged receipt" in korea, "Japan served the notice" in korea) == (True, False)
    assert re.search(r"1 entry of \d+ ", notice)
    assert "No entry is of this kind." in nothing


def test_a_commitment_goes_from_its_day_to_evidence_and_to_what_the_other_side_says(invited: Told) -> None:
    """Settled on 7 October: Korea is to hand over the data by 10 October, reports it, and Japan disputes it."""
    both, empty = ("JPN", "KOR"), invited.words(JAPAN, "commitments")
    together(invited.world, invited.ref, both, "settle", invited.at, terms="The data are handed over.")
    owed = [{"key": "data", "party": "KOR", "text": "Hand over the raw data."}]
    together(invited.world, invited.ref, both, "record_commitments", invited.at, commitments=owed, due_on="2026-10-10")
    due = {party: invited.page(party, "commitments") for party in (JAPAN, KOREA)}
    invited.at = datetime(2026, 10, 12, 9, tzinfo=UTC)
    late = invited.words(JAPAN, "commitments")
    invited.file("KOR", "report_performance", "commitment:data", text="Sent by courier.")
    reported = invited.words(JAPAN, "commitments")
    invited.file("JPN", "dispute_performance", "commitment:data", grounds="One season is missing.")
    disputed = invited.words(KOREA, "commitments")

    assert "No commitment is on record." in empty
    assert ['value="report_performance"' in due[party] for party in (JAPAN, KOREA)] == [False, True]
    assert "Hand over the raw data. Who is to perform Republic of Korea Due on 10 October 2026" in late
    assert "the day has passed" in late
    assert "Evidence given Republic of Korea , 12 October 2026, 09:01 UTC" in reported
    assert "Confirm performance" in reported
    assert "Performance disputed Japan , 12 October 2026, 09:02 UTC" in disputed
    assert "One season is missing." in disputed
