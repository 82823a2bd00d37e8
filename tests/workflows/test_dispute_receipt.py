"""Receipt in a dispute: from whose receipt a stage or a response runs, as the clause and the rules have it."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.test_settlement import GENERAL, NOTICE, RULES, sitting, together
from tests.workflows.test_settlement_clause import drawn
from workflows.agreements import tree
from workflows.dispute.terms import SettlementTerms
from workflows.kernel.machine import CLOCK_HAND
from workflows.kernel.procedure import Procedure
from workflows.kernel.receipts import proven
from workflows.kernel.steps import OPENED
from workflows.settlement import settlement

ONE = {"key": "sum", "text": "A slip in the sum."}
COMMITTEE = settlement(SettlementTerms(agreement="station-framework"))


def noticed(procedure: Procedure, *respondents: str) -> Play:
    """Serve the notice of dispute on 1 March 2026; nobody has received it yet."""
    play = Play(procedure, "2026-03-01", {"claimant": ["JPN"]})
    to = list(respondents or ("KOR",))
    play.take("serve_notice_of_dispute", "JPN", "2026-03-01", filing=NOTICE | {"respondents": to})
    return play


def proves(play: Play, party: str, step: str) -> list[tuple[str, str]]:
    """Name what the clock records when a party opens the last act of a step."""
    n = max(act.n for act in play.acts if act.step == step)
    served, later = play.acts[n - 1], play.acts[n:]
    return list(proven(play.case, served, later, party, OPENED))


def test_the_clock_records_receipt_of_the_notice_of_dispute_on_each_respondent_that_opens_it() -> None:
    """Korea's opening is Korea's alone."""
    play = noticed(GENERAL, "KOR", "FRA")
    assert [("record_receipt", "respondent:KOR")] == proves(play, "KOR", "serve_notice_of_dispute")
    assert [] == proves(play, "JPN", "serve_notice_of_dispute")
    play.take("record_receipt", "KOR", "2026-03-04", track="respondent:KOR")
    assert [] == proves(play, "KOR", "serve_notice_of_dispute")


@pytest.mark.parametrize(
    ("stated", "ends", "gives_up"),
    [("2026-03-03", "2026-05-02", "2026-04-02"), (None, "2026-05-08", "2026-04-08")],
    ids=["stated-earlier", "at-the-act"],
)
def test_a_first_stage_counts_from_receipt_by_the_last_and_not_from_the_day_it_was_recorded(
    stated: str | None, ends: str, gives_up: str
) -> None:
    """France received on 2 March, Korea on the 3rd, as it records on the 9th: sixty days, and thirty before one may
    give up. Without a stated day it is that of the act."""
    play = noticed(GENERAL, "KOR", "FRA")
    play.take("record_receipt", "FRA", "2026-03-02", track="respondent:FRA")
    assert "notified" == play.state()
    proof = {"received_at": {"at": f"{stated}T09:00:00+00:00", "zone": "UTC"}} if stated else {}
    play.take("record_receipt", "KOR", "2026-03-09", track="respondent:KOR", filing=proof, exact=True)
    assert (ends, gives_up) == (play.ends("days_negotiation"), play.ends("exit_negotiation"))
    assert "receipt" == play.case.limits["days_negotiation"].trigger


@pytest.mark.parametrize(
    ("event", "ends"),
    [("receipt", "2026-05-08"), ("dispatch", "2026-04-30"), (None, "2026-05-08")],
    ids=["receipt", "dispatch", "silent"],
)
def test_the_clause_says_whether_the_first_stage_counts_from_receipt_or_from_dispatch(
    tmp_path: Path, event: str | None, ends: str
) -> None:
    """Sent on 1 March, received on the 9th: sixty days end with 8 May, or with 30 April."""
    play = noticed(drawn(tmp_path, stage=f'start_event = "{event}"' if event else ""))
    play.take("acknowledge", "KOR", "2026-03-09", track="KOR")
    assert ends == play.ends("days_negotiation")


def asked_for_talks() -> Play:
    """Play until the committee has failed on 20 March and Japan asks for the talks between the agencies on the 21st."""
    play = noticed(COMMITTEE, "KOR", "FRA")
    for party in ("KOR", "FRA"):
        play.take("acknowledge", party, "2026-03-02", track=f"respondent:{party}")
    play.take("declare_negotiation_failed", "KOR", "2026-03-20", track="stage:negotiation_joint_committee")
    play.take("request_talks", "JPN", "2026-03-21", track="stage:negotiation_agency")
    return play


def test_a_stage_that_one_party_asks_for_counts_from_receipt_by_the_last_of_the_others() -> None:
    """Korea receives on 24 March, France on 2 April: sixty days end with 1 June; the asking party receives nothing."""
    play = asked_for_talks()
    assert ("negotiation", "running") == (play.state(), play.state("stage:negotiation_agency"))
    assert {"asked:KOR", "asked:FRA"} == {key for key in play.case.tracks if key.startswith("asked:")}
    limit = play.case.limits["days_negotiation_agency"]
    assert ("armed", "receipt") == (limit.status, limit.trigger)
    assert [("record_receipt", "asked:KOR")] == proves(play, "KOR", "request_talks")

    play.take("record_receipt", "KOR", "2026-03-24", track="asked:KOR")
    assert "armed" == play.case.limits["days_negotiation_agency"].status
    play.take("record_receipt", "FRA", "2026-04-02", track="asked:FRA")
    assert "2026-06-01" == play.ends("days_negotiation_agency")


@pytest.mark.parametrize(("day", "state"), [("2026-06-01T23:59:59", "running"), ("2026-06-02T00:00:00", "lapsed")])
def test_the_stage_lapses_on_the_day_after_and_not_before(day: str, state: str) -> None:
    """The last received on 2 April; had it counted from the request, it would have lapsed on 21 May."""
    play = asked_for_talks()
    for party, on in (("KOR", "2026-03-24"), ("FRA", "2026-04-02")):
        play.take("record_receipt", party, on, track=f"asked:{party}")
    play.pass_time(day)
    assert state == play.state("stage:negotiation_agency")


def test_what_all_begin_together_needs_no_proof() -> None:
    """All three go on to the talks between the agencies on 20 March: sixty days from there."""
    play = noticed(COMMITTEE, "KOR", "FRA")
    for party in ("KOR", "FRA"):
        play.take("acknowledge", party, "2026-03-02", track=f"respondent:{party}")
    together(play, "go_to_stage", "2026-03-20", "JPN", "KOR", "FRA", track="stage:negotiation_agency")
    assert "2026-05-19" == play.ends("days_negotiation_agency")


def test_a_response_runs_from_receipt_of_the_notice_where_the_rules_say_so() -> None:
    """Served on 9 March, proved on the 12th: thirty days end with 11 April."""
    play = noticed(RULES)
    play.take("acknowledge", "KOR", "2026-03-02", track="KOR")
    together(play, "submit_jointly", "2026-03-09", filing={"question": "Is it owed?"})
    assert "armed" == play.case.limits["response:KOR"].status
    assert [("record_receipt", "respondent:KOR")] == proves(play, "KOR", "submit_jointly")
    play.take("record_receipt", "KOR", "2026-03-12", track="respondent:KOR")
    assert "2026-04-11" == play.ends("response:KOR")
    assert "4(1)" in str(RULES.limit("response").under[0])


def test_a_response_runs_from_the_notice_where_the_rules_say_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules with another start, as data: served on 9 March, thirty days end with 8 April, proved or not."""
    shipped = tree.rules()
    own = shipped["pca-os-2011"]
    changed = replace(own, periods={**own.periods, "response": replace(own.periods["response"], starts="sending")})
    monkeypatch.setattr(tree, "rules", lambda: MappingProxyType({**shipped, own.key: changed}))
    play = noticed(settlement(SettlementTerms(agreement="pca-os-2011")))
    play.take("acknowledge", "KOR", "2026-03-02", track="KOR")
    together(play, "submit_jointly", "2026-03-09", filing={"question": "Is it owed?"})
    assert "2026-04-08" == play.ends("response:KOR")


def rendered() -> Play:
    """Play until the award of 1 July 2026, which Japan opens on the 1st and nobody else has received."""
    play = sitting()
    play.take("close_hearings", "PCA", "2026-06-01")
    play.take("render_award", "PCA", "2026-07-01", filing={"dispositif": "It is owed."})
    assert [("record_receipt", "recipient:JPN")] == proves(play, "JPN", "render_award")
    play.take("record_receipt", CLOCK_HAND, "2026-07-01", track="recipient:JPN")
    return play


@pytest.mark.parametrize(("day", "refused"), [("2026-08-08", False), ("2026-08-09", False), ("2026-08-10", True)])
def test_a_request_after_an_award_runs_for_each_party_from_its_own_receipt(day: str, refused: bool) -> None:
    """Japan received on 1 July and has until the 31st; Korea on the 10th, and has until 9 August."""
    play = rendered()
    play.take("record_receipt", "KOR", "2026-07-10", track="recipient:KOR")
    assert "2026-07-31" == play.ends("ask_correction:JPN")
    assert "2026-08-09" == play.ends("ask_correction:KOR")
    assert refused == ("request_correction@recipient:KOR" not in play.offered("KOR", day))
    assert "request_correction@recipient:JPN" not in play.offered("JPN", "2026-08-08")


def test_a_request_before_receipt_is_proved_is_in_time_and_proves_it() -> None:
    """Korea asks on 20 August; it has read what it asks about, and its periods begin with that day."""
    play = rendered()
    play.take("request_correction", "KOR", "2026-08-20", track="recipient:KOR", filing={"requests": [ONE]})
    assert ("post_award_request", "received") == (play.state(), play.state("recipient:KOR"))
    assert "2026-09-19" == play.ends("ask_interpretation:KOR")


def test_execution_is_not_followed_before_every_party_has_had_its_time() -> None:
    """Korea's receipt is recorded by the tribunal on 10 August: thirty days end with 9 September."""
    play = rendered()
    play.pass_time("2026-08-09")
    assert "award_rendered" == play.state()
    play.take("record_receipt", hand("PCA", "office"), "2026-08-10", track="recipient:KOR")
    play.pass_time("2026-09-09T23:59:59")
    assert "award_rendered" == play.state()
    play.pass_time("2026-09-10T00:00:00")
    assert "compliance" == play.state()


def test_a_request_that_comes_too_late_is_refused_with_its_provision() -> None:
    """Japan's time was over on 31 July."""
    play = rendered()
    why = play.refused("request_correction", "JPN", "2026-08-01", track="recipient:JPN", filing={"requests": [ONE]})
    assert "The time for this request has passed." == str(why)
    assert "UNCITRAL2010 38" in str(why.refusals[0].under[0])
