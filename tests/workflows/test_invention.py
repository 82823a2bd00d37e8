"""Joint inventions: report, ownership, offers, protective filing, plan, right, and everything that comes between."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand
from workflows.inventing.frame import InventionTerms
from workflows.invention import invention
from workflows.kernel.steps import STAY
from workflows.kernel.view import Facts

STATION = invention(InventionTerms())
PAIR = [
    {"party": "USA", "share": {"value": "60", "unit": "%"}},
    {"party": "JPN", "share": {"value": "40", "unit": "%"}},
]
ANEW = {"owners": "several", "shares": PAIR}
ASSESSED = {**ANEW, "registry": "USA"}
OFFER = {"shares": PAIR}
PLAN = {"files": "USA", "shares": PAIR}
TRACK = "partner:JPN"


def disclosed(procedure: Any = STATION, *partners: str, world: Facts | None = None) -> Play:
    """Play until the United States has reported an invention of 1 March on 10 March 2027."""
    play = Play(procedure, "2027-03-02", {"disclosing": ["USA"]}, world or Facts())
    play.take("note_invention", hand("USA", "draft"), "2027-03-02", filing={"recognised_on": "2027-03-01"})
    play.take("disclose", hand("USA", "draft"), "2027-03-10", filing={"partners": list(partners or ("JPN",))})
    return play


def together(play: Play, step: str, at: str, *parties: str, **rest: Any) -> None:
    """Lay every hand on a joint step."""
    for party in parties or ("USA", "JPN"):
        play.take(step, party, at, **rest)


def assessed(owners: str = "several", **rest: Any) -> Play:
    """Play until ownership is assessed on 1 April."""
    play = disclosed(**rest)
    together(play, "assess", "2027-04-01", filing={**ASSESSED, "owners": owners})
    return play


def talking(**rest: Any) -> Play:
    """Play until the talks are opened on 10 April."""
    play = assessed(**rest)
    play.take("open_talks", "JPN", "2027-04-10")
    return play


def planned(**rest: Any) -> Play:
    """Play until the plan is agreed on 1 June."""
    play = talking(**rest)
    together(play, "agree", "2027-06-01", filing=PLAN)
    return play


def filed() -> Play:
    """Play until the application of 10 June is recorded on 12 June."""
    play = planned()
    play.take("enter_filed", "USA", "2027-06-12", filing={"first_filed_on": "2027-06-10"})
    return play


def test_recognising_an_invention_stays_with_the_own_delegation_and_starts_the_aim_for_the_report() -> None:
    """Thirty days, an aim of the product."""
    play = disclosed()
    note, report = play.acts
    assert ("C4", (), ("JPN",), False) == (note.level, note.told, report.told, report.late)
    assert {"DEFAULT"} == {limit.binding for limit in play.case.limits.values()}
    assert "2027-04-24" == play.ends("assessment")


@pytest.mark.parametrize(("at", "late"), [("2027-03-30", False), ("2027-03-31", False), ("2027-04-01", True)], ids=str)
def test_a_report_after_thirty_days_is_taken_and_marked_late(at: str, late: bool) -> None:
    """From recognising the invention on 1 March."""
    play = Play(STATION, "2027-03-02", {"disclosing": ["USA"]}, Facts())
    play.take("note_invention", "USA", "2027-03-02", filing={"recognised_on": "2027-03-01"})
    act = play.take("disclose", "USA", at, filing={"partners": ["JPN"]})
    assert late == act.late


def test_what_discloses_the_invention_is_for_the_two_sides_of_a_relation() -> None:
    """Inventors, description and prior rights are C3; the act is read by the parties."""
    report = next(row for row in STATION.steps if row.key == "disclose")
    levels = {f.key: f.level for f in report.filing.fields}
    assert {"C3"} == {levels[key] for key in ("inventors", "description", "prior")}
    assert "C2" == disclosed().acts[1].level


def test_whoever_is_no_partner_is_refused_with_the_article() -> None:
    """Korea is none under the agreement of 1998."""
    play = Play(STATION, "2027-03-02", {"disclosing": ["USA"]}, Facts())
    why = play.refused("disclose", "USA", "2027-03-10", filing={"partners": ["KOR"]})
    assert ("KOR is not a Partner under this agreement.", "IGA98 21") == (str(why), str(why.under[0]))


def test_ownership_is_assessed_by_all_and_the_shares_make_a_whole() -> None:
    """One hand is not enough, and 90 per cent are not all."""
    play = disclosed()
    short = [PAIR[0], {"party": "JPN", "share": {"value": "30", "unit": "%"}}]
    why = play.refused("assess", "USA", "2027-04-01", filing={**ASSESSED, "shares": short})
    assert ("shares", True) == (why.refusals[0].field, "make 90 % together, not 100 %" in str(why))
    play.take("assess", "USA", "2027-04-01", filing=ASSESSED)
    assert "disclosed" == play.state()
    play.take("assess", "JPN", "2027-04-02", filing=ASSESSED)
    assert ("ownership_assessment", (("IGA98", "21(2)", "LAW_T"),)) == (play.state(), play.acts[-1].basis)


@pytest.mark.parametrize(
    ("factor", "asked", "under"),
    [("element", "registry", "IGA98 21"), ("resources", "resources", "PRODUCT"), ("inventor", "nationality", "PRODUCT"),
     ("law", "applied", "PRODUCT")],
)  # fmt: skip
def test_the_connecting_factor_decides_what_the_assessment_asks(factor: str, asked: str, under: str) -> None:
    """It is a term of the case."""
    procedure = invention(InventionTerms(factor=factor))
    spec = next(row.filing for row in procedure.steps if row.key == "assess")
    assert under == str(spec.field(asked).under)
    others = {"registry", "resources", "nationality", "applied"} - {asked}
    assert not {f.key for f in spec.fields} & others


@pytest.mark.parametrize(("right", "ends"), [("patent", "2028-06-12"), ("utility_model", "2028-06-12"),
                                             ("design", "2027-12-10")])  # fmt: skip
def test_the_kind_of_right_decides_the_period_of_priority_which_is_law(right: str, ends: str) -> None:
    """Twelve months or six from the first filing of 10 June; 10 June 2028 is a Saturday, and the office opens on
    Monday."""
    procedure = invention(InventionTerms(right=right))
    play = planned(procedure=procedure)
    play.take("enter_filed", "USA", "2027-06-12", filing={"first_filed_on": "2027-06-10"})
    limit = play.case.limits["priority"]
    assert (ends, "LAW_T", ("PARIS", "4(C)", "LAW_T")) == (play.ends("priority"), limit.binding, limit.basis[0])


@pytest.mark.parametrize(
    ("upkeep", "asked"), [("equal", ""), ("ownership", ""), ("territory", "territories"), ("agreed", "upkeep")]
)
def test_the_sharing_of_upkeep_decides_what_the_plan_asks(upkeep: str, asked: str) -> None:
    """It is a term of the case; shares that the plan names make a whole."""
    procedure = invention(InventionTerms(upkeep=upkeep))
    spec = next(row.filing for row in procedure.steps if row.key == "agree")
    assert {asked} - {""} == {f.key for f in spec.fields} & {"territories", "upkeep"}


def test_a_plan_whose_shares_of_upkeep_make_no_whole_is_refused() -> None:
    """At its question."""
    play = talking(procedure=invention(InventionTerms(upkeep="agreed")))
    plan = {**PLAN, "upkeep": [{"party": "USA", "share": {"value": "50", "unit": "%"}}]}
    assert "upkeep" == play.refused("agree", "USA", "2027-06-01", filing=plan).refusals[0].field


@pytest.mark.parametrize(("at", "open_"), [("2027-04-24", False), ("2027-04-25", True)], ids=str)
def test_a_silent_partner_holds_nothing_up_and_keeps_its_share(at: str, open_: bool) -> None:
    """E1: after forty-five days one assesses alone, and a protective filing is possible."""
    play = disclosed()
    assert open_ == ("assess_alone" in play.offered("USA", at))
    if open_:
        play.take("assess_alone", "USA", at, filing=ASSESSED)
        play.take("open_talks", "USA", "2027-05-01")
        play.take("protect", "USA", "2027-05-02", filing={"danger": "foreseen", "names": "joint"})
        assert ("protective_filing", ("JPN",)) == (play.state(), play.case.parties["partner"])
        assert "agree" in play.offered("JPN", "2027-05-03")


def test_talks_need_more_than_one_owner_and_run_on_aims_of_the_product() -> None:
    """No treaty has a period for them."""
    assert "one owner" in str(assessed(owners="sole").refused("open_talks", "USA", "2027-04-10"))
    play = talking()
    assert ("2027-05-01", "2027-07-09") == (play.ends("first_meeting"), play.ends("window"))
    assert {"DEFAULT"} == {play.case.limits[key].binding for key in ("first_meeting", "window")}
    act = play.take("record_meeting", "USA", "2027-05-02", filing={"met_on": "2027-05-02"})
    assert act.late


def test_the_window_is_longer_once_by_sixty_days_if_all_agree() -> None:
    """A second time is closed."""
    play = talking()
    together(play, "extend_window", "2027-07-01")
    assert "2027-09-07" == play.ends("window")
    assert "cannot be extended" in str(play.refused("extend_window", "USA", "2027-08-01"))


def test_a_sole_owner_waits_for_the_confirmation_of_the_others() -> None:
    """Silence confirms nothing, however long it lasts."""
    play = assessed(owners="sole")
    play.take("claim_sole_ownership", "USA", "2027-04-05", filing={"owner": "USA"})
    assert "2027-05-05" == play.ends("objection")
    assert "have not confirmed" in str(play.refused("sole_owner", "USA", "2027-09-01"))
    play.take("confirm_sole_owner", "JPN", "2027-09-02")
    play.take("sole_owner", "USA", "2027-09-03", filing={"first_filed_on": "2027-09-03"})
    assert ("filed", play.case) == (play.state(), play.replayed())


def test_a_sole_owner_may_keep_it_as_a_trade_secret() -> None:
    """Then nothing is filed."""
    play = assessed(owners="sole")
    play.take("claim_sole_ownership", "USA", "2027-04-05", filing={"owner": "USA"})
    play.take("confirm_sole_owner", "JPN", "2027-04-06")
    play.take("enter_trade_secret_elected", "USA", "2027-04-07")
    assert "trade_secret_elected" == play.state()


def test_an_inventor_found_later_opens_the_assessment_again() -> None:
    """E2: the party that comes in with it has a hand in what follows."""
    play = planned()
    play.take("inventor_found", "USA", "2027-06-05", filing={"party": "CAN"})
    assert ("ownership_assessment", "joined") == (play.state(), play.state("partner:CAN"))
    together(play, "assess_again", "2027-06-10", filing=ANEW)
    assert "hand" == play.acts[-1].kind
    play.take("assess_again", "CAN", "2027-06-11", filing=ANEW)
    assert "step" == play.acts[-1].kind


def test_an_inventor_found_later_may_be_of_a_party_that_takes_part_already() -> None:
    """Then nobody is added."""
    play = talking()
    play.take("inventor_found", "JPN", "2027-05-01", exact=True, filing={"name": "x", "contribution": "y"})
    assert ("ownership_assessment", ["partner:JPN"]) == (play.state(), list(play.case.tracks))


def test_a_partner_that_leaves_the_agreement_keeps_its_rights() -> None:
    """E3: its hand is needed for the plan as before."""
    play = talking()
    play.take("leave_agreement", "JPN", "2027-05-01", track=TRACK)
    assert ("left_the_agreement",) == play.case.tracks[TRACK].flags
    play.take("agree", "USA", "2027-06-01", filing=PLAN)
    assert "negotiating" == play.state()
    play.take("agree", "JPN", "2027-06-02", filing=PLAN)
    assert "filing_agreed" == play.state()


def test_an_objection_to_the_shares_leads_to_the_dispute() -> None:
    """E4: talks may be taken up again by all."""
    play = assessed()
    play.take("object_to_shares", "JPN", "2027-04-05")
    assert "disputed" == play.state()
    together(play, "talk_again", "2027-04-20")
    assert ("negotiating", "2027-07-19") == (play.state(), play.ends("window"))


@pytest.mark.parametrize(("at", "open_"), [("2027-07-09", False), ("2027-07-10", True)], ids=str)
def test_no_agreement_is_recorded_after_the_window_and_not_without_an_offer(at: str, open_: bool) -> None:
    """Offers are the evidence of good faith."""
    play = talking()
    play.take("make_offer", "JPN", "2027-05-01", filing=OFFER)
    play.pass_time(at)
    assert open_ == ("no_deal" in play.offered("USA", at))
    bare = talking()
    bare.pass_time("2027-07-10")
    assert "No offer is on record" in str(bare.refused("no_deal", "USA", "2027-07-10"))


def no_deal() -> Play:
    """Play until there is no agreement, on 10 July."""
    play = talking()
    play.take("make_offer", "JPN", "2027-05-01", filing=OFFER)
    play.take("no_deal", "USA", "2027-07-10")
    return play


def test_a_late_acceptance_holds_until_an_application_is_filed() -> None:
    """E5: from the dispute the plan is still agreed; once filed it is not."""
    play = no_deal()
    together(play, "agree", "2027-08-01", filing=PLAN)
    assert "filing_agreed" == play.state()
    play.take("enter_filed", "USA", "2027-08-02", filing={"first_filed_on": "2027-08-02"})
    assert "closed" == play.refused("agree", "JPN", "2027-08-03", filing=PLAN).kind


def test_a_dispute_is_opened_on_the_stages_of_an_agreement() -> None:
    """In the same act."""
    play = no_deal()
    act = play.take("enter_referred", "JPN", "2027-07-20", filing={"agreement": "iss-iga-1998"})
    assert "referred" == play.state()
    assert ("begin", "dispute", "settlement", (("agreement", "iss-iga-1998"),)) in act.effects


def test_offers_and_answers_are_kept_with_days_and_reasons_and_nobody_answers_itself() -> None:
    """E8: no view is taken; accepted in principle is no plan."""
    play = talking()
    play.take("make_offer", "USA", "2027-04-20", filing=OFFER)
    play.take("make_offer", "JPN", "2027-04-21", filing=OFFER)
    assert "standing" == play.refused("answer_offer", "JPN", "2027-04-22", track="offer:2").kind
    play.take("answer_offer", "JPN", "2027-04-22", track="offer:1", filing={"answer": "decline"})
    play.take("answer_offer", "USA", "2027-04-23", track="offer:2", filing={"answer": "accept"})
    assert ("declined", "accepted", "negotiating") == (play.state("offer:1"), play.state("offer:2"), play.state())
    play.take("contest_adequacy", "JPN", "2027-04-24")
    assert ("negotiating", ("adequacy_contested",)) == (play.state(), play.case.flags)
    assert ["make_offer", "make_offer", "answer_offer", "answer_offer"] == [act.step for act in play.acts[-5:-1]]


@pytest.mark.parametrize(
    ("danger", "at", "open_"),
    [("foreseen", "2027-05-11", False), ("foreseen", "2027-05-12", True), ("imminent", "2027-05-02", True)],
    ids=str,
)
def test_a_protective_filing_follows_ten_days_after_its_notice_or_at_once_in_danger(
    danger: str, at: str, open_: bool
) -> None:
    """E6: what is about to happen does not wait; priority then runs from the first filing."""
    play = talking()
    play.take("protect", "JPN", "2027-05-01", filing={"danger": danger, "names": "joint"})
    assert open_ == ("record_first_filing" in play.offered("JPN", at))
    assert "record_first_filing" not in play.offered("USA", at)
    if open_:
        play.take("record_first_filing", "JPN", at, filing={"first_filed_on": "2027-05-02"})
        assert ("2028-05-02", "LAW_T") == (play.ends("priority"), play.case.limits["priority"].binding)


@pytest.mark.parametrize("maker", [disclosed, assessed], ids=lambda one: one.__name__)
def test_before_the_talks_a_launch_or_conference_allows_a_protective_filing_too(maker: Any) -> None:
    """E6."""
    play = maker()
    play.take("protect", "JPN", "2027-04-05", filing={"danger": "imminent", "names": "one", "why_one": "Speed."})
    together(play, "agree", "2027-06-01", filing=PLAN)
    assert "filing_agreed" == play.state()


def test_one_name_is_explained() -> None:
    """Joint names are the default."""
    why = talking().refused("protect", "USA", "2027-05-01", exact=True, filing={
        "danger": "imminent", "reasons": "x", "names": "one", "office": "y"})  # fmt: skip
    assert "why_one" == why.refusals[0].field


@pytest.mark.parametrize(("at", "late"), [("2028-05-02", False), ("2028-05-03", True)], ids=str)
def test_an_application_after_the_period_of_priority_is_late(at: str, late: bool) -> None:
    """The first filing was on 2 May 2027."""
    play = talking()
    play.take("protect", "JPN", "2027-05-01", filing={"danger": "imminent", "names": "joint"})
    play.take("record_first_filing", "JPN", "2027-05-02", filing={"first_filed_on": "2027-05-02"})
    together(play, "agree", "2027-06-01", filing=PLAN)
    act = play.take("enter_filed", "USA", at, filing={"first_filed_on": "2027-05-02"})
    assert late == act.late


def test_the_party_that_the_plan_names_files() -> None:
    """The other is told that it is not its turn."""
    why = planned().refused("enter_filed", "JPN", "2027-06-12", filing={"first_filed_on": "2027-06-10"})
    assert "This is for USA" in str(why)


def test_a_user_or_contractor_joins_on_terms_that_are_passed_down() -> None:
    """E7: without them it does not."""
    play = talking()
    assert (
        "flow_down" == play.refused("add_contractor", "USA", "2027-05-01", filing={"flow_down": "no"}).refusals[0].field
    )
    play.take("add_contractor", "USA", "2027-05-01", filing={"flow_down": "yes"})
    assert "negotiating" == play.state()


def test_a_publication_meanwhile_puts_novelty_at_risk() -> None:
    """E9: a flag and nothing else."""
    play = talking()
    play.take("report_publication", "JPN", "2027-05-01", filing={"published_on": "2027-04-30"})
    assert ("negotiating", ("novelty_risk",)) == (play.state(), play.case.flags)


@pytest.mark.parametrize(("at", "state"), [("2027-06-15", "asked"), ("2027-06-16", "unanswered")], ids=str)
def test_a_publication_is_reviewed_in_forty_five_days_and_silence_clears_nothing(at: str, state: str) -> None:
    """From 1 May; the review may be longer once."""
    play = talking()
    play.take("publication_intent", hand("JPN", "draft"), "2027-05-01")
    play.pass_time(at)
    assert state == play.state("publication:1")
    assert "standing" == play.refused("clear_publication", "JPN", at, track="publication:1").kind
    act = play.take("clear_publication", "USA", at, track="publication:1")
    assert (state == "unanswered", "cleared") == (act.late, play.state("publication:1"))


def test_a_review_is_longer_once_by_sixty_days() -> None:
    """Taken by whoever reviews, not by whoever publishes."""
    play = talking()
    play.take("publication_intent", "JPN", "2027-05-01")
    play.take("extend_review", "USA", "2027-06-01", track="publication:1")
    assert "2027-08-14" == play.ends("review:1")
    assert "cannot be extended" in str(play.refused("extend_review", "USA", "2027-07-01", track="publication:1"))
    play.take("object_to_publication", "USA", "2027-08-14", track="publication:1")
    assert "objected" == play.state("publication:1")


def test_grant_and_fees_follow_the_law_of_the_office() -> None:
    """Its dates are shown as that law's."""
    play = filed()
    play.take("record_filings_elsewhere", "USA", "2027-12-01", filing={"complete": "yes"})
    play.take("grant", "USA", "2029-01-10", filing={"granted_on": "2029-01-05", "fee_on": "2030-06-30"})
    assert ("granted", "2030-06-30", "LAW_N") == (play.state(), play.ends("fee"), play.case.limits["fee"].binding)
    act = play.take("pay_fee", "JPN", "2030-07-01", filing={"paid_on": "2030-07-01", "fee_on": "2031-06-30"})
    assert (True, "2031-06-30") == (act.late, play.ends("fee"))
    play.take("expire", "USA", "2040-01-01", filing={"ended_on": "2039-12-31"})
    assert ("expired", play.case) == (play.state(), play.replayed())


@pytest.mark.parametrize(("due", "taken"), [("2027-06-30", False), ("2027-07-01", True)], ids=str)
def test_a_share_is_declined_thirty_days_before_a_date_of_payment(due: str, taken: bool) -> None:
    """On 1 June; with two parties the case ends with it."""
    play = talking()
    body = {"to": "USA", "due_on": due}
    if taken:
        play.take("decline_share", "JPN", "2027-06-01", filing=body)
        assert "waived_to_partner" == play.state()
    else:
        assert "due_on" == play.refused("decline_share", "JPN", "2027-06-01", filing=body).refusals[0].field


def test_among_several_a_declined_share_leaves_the_case_with_the_others() -> None:
    """It is flagged, and nothing ends."""
    play = disclosed(STATION, "JPN", "CAN")
    play.take("decline_share", "JPN", "2027-04-01", filing={"to": "CAN", "due_on": "2027-08-01"})
    assert ("disclosed", ("share_declined",)) == (play.state(), play.case.flags)


def test_a_right_is_abandoned_by_all_and_offered_to_the_others_first() -> None:
    """One owner alone gives up its share, and not the right."""
    play = filed()
    assert "Offer it to the others first" in str(play.refused("abandon", "USA", "2027-07-01"))
    play.take("offer_to_others", "USA", "2027-07-01")
    assert "2027-07-31" == play.ends("abandonment")
    play.take("abandon", "USA", "2027-07-20")
    assert "filed" == play.state()
    play.take("abandon", "JPN", "2027-07-21")
    assert "abandoned" == play.state()


def test_an_order_of_an_authority_holds_the_case_and_is_read_by_its_own_delegation() -> None:
    """The case goes on where it was."""
    play = talking()
    act = play.take("secrecy_order", hand("JPN", "clear"), "2027-05-01", filing={"until": "2027-12-31"})
    assert ("secrecy_hold", "C4", (), "LAW_N") == (
        play.state(),
        act.level,
        act.told,
        play.case.limits["secrecy"].binding,
    )
    assert "standing" == play.refused("enter_previous", "USA", "2027-06-01").kind
    play.take("enter_previous", hand("JPN", "clear"), "2027-06-01", filing={"ended_on": "2027-06-01"})
    assert ("negotiating", play.case) == (play.state(), play.replayed())


def test_nobody_ends_the_case_of_another_once_shares_are_talked_about() -> None:
    """Before that whoever reported may withdraw."""
    assert not {"withdraw", "supersede", "void_error"} & talking().offered("USA", "2027-05-01")
    play = disclosed()
    play.take("withdraw", "USA", "2027-03-12")
    assert "withdrawn" == play.state()


def test_a_view_moves_nothing() -> None:
    """It is said in every state."""
    assert {STAY} == {row.to for row in STATION.steps if row.key == "give_view"}
