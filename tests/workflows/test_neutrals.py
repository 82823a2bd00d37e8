"""Who stands in the middle of a stage: nominated, disclosing, in office, and out of it; and which file each reads."""

import pytest

from tests.workflows.kernel.play import Play
from tests.workflows.test_settlement import ARBITRATOR, GENERAL, RULES, constituting, received, together
from workflows.dispute.frame import COMMON, CONSTITUTION, RECORD

NEUTRAL, OTHER = "NEU-ONE", "NEU-TWO"
DISCLOSED = {"disclosure": "None."}


def mediating() -> Play:
    """Play until mediation runs on 8 April 2026, with nobody in the middle yet."""
    play = received()
    play.take("declare_negotiation_failed", "KOR", "2026-04-05")
    play.take("invite_mediation", "JPN", "2026-04-06")
    play.take("accept_mediation", "KOR", "2026-04-08")
    return play


def nominated() -> Play:
    """Play until both have nominated a neutral on 10 April 2026."""
    play = mediating()
    together(play, "nominate_mediator", "2026-04-10", track="stage:mediation", filing={"neutral": NEUTRAL})
    return play


def test_a_nominee_has_no_office_before_the_disclosure() -> None:
    """On the 10th nominated, told of nothing that parties say; on the 12th in office, and the sixty days run."""
    play = nominated()
    assert "nominated" == play.state(f"mediator:{NEUTRAL}")
    assert "days_mediation" not in play.case.limits
    assert "end_mediation@stage:mediation" not in play.offered(NEUTRAL, "2026-04-11")

    play.take("take_office_as_mediator", NEUTRAL, "2026-04-12", track=f"mediator:{NEUTRAL}", filing=DISCLOSED)

    assert (NEUTRAL,) == play.case.parties["mediator"]
    assert "2026-06-11" == str(play.case.limits["days_mediation"].expires_on)


def test_nobody_takes_office_without_a_disclosure() -> None:
    """An empty paper is refused at its question."""
    refused = nominated().refused(
        "take_office_as_mediator", NEUTRAL, "2026-04-12", track=f"mediator:{NEUTRAL}", filing={}, exact=True
    )

    assert "disclosure" in {one.field for one in refused.refusals}


def test_only_one_is_nominated_at_a_time_and_another_after_a_refusal() -> None:
    """While the first is nominated nobody else can be; when the first has declined, another may."""
    play = nominated()
    play.refused("nominate_mediator", "JPN", "2026-04-11", track="stage:mediation", filing={"neutral": OTHER})

    play.take("decline_to_be_mediator", NEUTRAL, "2026-04-12", track=f"mediator:{NEUTRAL}")
    together(play, "nominate_mediator", "2026-04-13", track="stage:mediation", filing={"neutral": OTHER})

    assert "nominated" == play.state(f"mediator:{OTHER}")


def test_whoever_has_resigned_acts_in_the_stage_no_more() -> None:
    """From the resignation of 20 April the stage goes on without a mediator, and another may be nominated."""
    play = nominated()
    play.take("take_office_as_mediator", NEUTRAL, "2026-04-12", track=f"mediator:{NEUTRAL}", filing=DISCLOSED)
    assert "end_mediation@stage:mediation" in play.offered(NEUTRAL, "2026-04-15")

    play.take("resign_as_mediator", NEUTRAL, "2026-04-20", track=f"mediator:{NEUTRAL}")

    assert "end_mediation@stage:mediation" not in play.offered(NEUTRAL, "2026-04-21")
    together(play, "nominate_mediator", "2026-04-22", track="stage:mediation", filing={"neutral": OTHER})


def test_parties_end_a_mandate_together_and_neither_alone() -> None:
    """One hand is not enough."""
    play = nominated()
    play.take("take_office_as_mediator", NEUTRAL, "2026-04-12", track=f"mediator:{NEUTRAL}", filing=DISCLOSED)
    play.take("end_mandate_of_mediator", "JPN", "2026-04-20", track=f"mediator:{NEUTRAL}")
    assert "in_office" == play.state(f"mediator:{NEUTRAL}")
    play.take("end_mandate_of_mediator", "KOR", "2026-04-21", track=f"mediator:{NEUTRAL}")
    assert "ended" == play.state(f"mediator:{NEUTRAL}")


def test_a_listed_arbitrator_reads_the_record_after_the_statement_of_disclosure() -> None:
    """Named on 20 March with no file; from the statement of the 21st an arbitrator."""
    play = constituting()
    filing = ARBITRATOR | {"arbitrator": NEUTRAL}
    play.take("appoint_arbitrator", "JPN", "2026-03-20", track="seat:claimant", filing=filing)
    assert "arbitrator" not in play.case.parties

    play.take("file_disclosure", NEUTRAL, "2026-03-21", track=f"arbitrator:{NEUTRAL}", filing=DISCLOSED)

    assert (NEUTRAL,) == play.case.parties["arbitrator"]
    leaving = {"grounds": "Illness.", "arbitrator": NEUTRAL}
    play.take("record_vacancy", "JPN", "2026-03-25", track="seat:claimant", filing=leaving)
    assert ("removed", "vacant") == (play.state(f"arbitrator:{NEUTRAL}"), play.state("seat:claimant"))


@pytest.mark.parametrize(
    ("step", "track", "file"),
    [
        ("serve_notice_of_dispute", None, COMMON),
        ("accept_mediation", "stage:mediation", "mediation"),
        ("take_office_as_mediator", f"mediator:{NEUTRAL}", "mediation"),
        ("lapse_mediation", "stage:mediation", "mediation"),
        ("declare_negotiation_failed", "stage:negotiation", ""),
        ("settle", None, ""),
        ("settle_claim", "claim:data", ""),
        ("ask_appointing_authority", "seat:claimant", CONSTITUTION),
        ("challenge_arbitrator", "seat:claimant", CONSTITUTION),
        ("respond", "respondent:KOR", RECORD),
        ("render_award", None, RECORD),
        ("report_compliance", None, ""),
    ],
)
def test_every_act_lies_in_the_file_of_those_who_need_it(step: str, track: str | None, file: str) -> None:
    """Talks, terms of a settlement and compliance are the parties' own; nobody else reads them."""
    assert file == RULES.file_of(step, track)


def test_a_tribunal_reads_nothing_of_a_mediation_and_a_mediator_nothing_of_an_arbitration() -> None:
    """Whatever runs beside the other."""
    for procedure in (RULES, GENERAL):
        reads = {role.key: set(role.reads) for role in procedure.roles}
        assert not reads["tribunal"] & {"mediation", "good_offices", "conciliation"}
        assert not reads["mediator"] & {RECORD, CONSTITUTION}
        assert set() == reads["nominated_mediator"] == reads["named_arbitrator"]


def test_an_office_is_told_of_what_it_reads_and_of_nothing_else() -> None:
    """The mediator hears that the mediation is ended, and not that one claim is settled between the parties."""
    play = nominated()
    play.take("take_office_as_mediator", NEUTRAL, "2026-04-12", track=f"mediator:{NEUTRAL}", filing=DISCLOSED)

    told = play.take("record_departure", "JPN", "2026-04-13", filing={"notified_on": "2026-04-01"})
    talks = play.take("make_statement", "JPN", "2026-04-14", filing={"text": "Between us."})

    assert ("KOR", NEUTRAL) == told.told
    assert ("KOR",) == talks.told
