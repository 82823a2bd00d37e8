"""Technical data: request, classification, licences, consent and its absence, onward use, mishandling, return."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand
from workflows.exchange.frame import TechnicalDataTerms
from workflows.kernel.view import Facts
from workflows.technical_data import technical_data

STATION, CLAUSE = (technical_data(TechnicalDataTerms(basis=key)) for key in ("iga98", "clause"))
REQUEST = {"provider": "USA", "nationalities": ["JPN"], "needed_until": "2027-12-31", "company": "no"}
PLAIN = {"marking": "proprietary", "listed": "no", "regimes": ["usa-ear"]}
LISTED = {"marking": "export", "listed": "yes", "regimes": ["usa-ear"]}
DIGEST = "ab" * 32
ITEM = {"name": "Interface drawing", "digest": DIGEST, "custodian": "Centre", "mark": "export"}
MOVED = {"items": [ITEM], "marked": "yes"}
PROVIDER = "provider:USA"


def requested(procedure: Any = STATION, world: Facts | None = None, **more: Any) -> Play:
    """Play until Japan has asked the United States on 1 March 2027."""
    play = Play(procedure, "2027-03-01", {"requesting": ["JPN"]}, world or Facts())
    play.take("request", hand("JPN", "draft"), "2027-03-01", filing={**REQUEST, **more})
    return play


def classified(body: dict[str, Any] = PLAIN, **rest: Any) -> Play:
    """Play until the item is classified on 10 March."""
    play = requested(**rest)
    play.take("classify", "USA", "2027-03-10", filing=body)
    return play


def pending(*regimes: str, **rest: Any) -> Play:
    """Play until licences are applied for on 12 March."""
    play = classified(LISTED, **rest)
    licences = [{"key": key, "authority": "Authority"} for key in regimes or ("usa-ear",)]
    play.take("licence_needed", "USA", "2027-03-12", filing={"applied_on": "2027-03-12", "licences": licences})
    return play


def licensed(**rest: Any) -> Play:
    """Play until the licence is granted on 1 May."""
    play = pending(**rest)
    play.take("record_licence", hand("USA", "clear"), "2027-05-01", track="licence:usa-ear",
              filing={"result": "granted", "decided_on": "2027-04-30"})  # fmt: skip
    return play


def approved(until: str = "2027-11-30", **rest: Any) -> Play:
    """Play until consent is given on 10 May."""
    play = licensed(**rest)
    play.take("decide", "USA", "2027-05-10", filing={"decision": "approved", "valid_until": until})
    return play


def transferred(**rest: Any) -> Play:
    """Play until the data is delivered on 20 May."""
    play = approved(**rest)
    play.take("transfer", "USA", "2027-05-20", filing=MOVED)
    return play


def test_a_request_runs_on_aims_of_the_product_and_is_read_by_the_provider() -> None:
    """The agreement says speedily and has no number."""
    play = requested()
    assert ("requested", "2027-03-08", "2027-03-21") == (
        play.state(), play.ends("acknowledgement"), play.ends("classification"))  # fmt: skip
    assert {"DEFAULT"} == {limit.binding for limit in play.case.limits.values()}
    assert ("USA",) == play.acts[0].told
    assert [("Requests are handled speedily", "IGA98 19(2)")] == [
        (one.words, str(one.under[0])) for one in STATION.standards]  # fmt: skip


def test_whoever_is_no_partner_is_refused_with_the_paragraph() -> None:
    """Korea is none under the agreement of 1998; under another agreement nothing of that is asked."""
    play = Play(STATION, "2027-03-01", {"requesting": ["JPN"]}, Facts())
    why = play.refused("request", "JPN", "2027-03-01", filing={**REQUEST, "provider": "KOR"})
    assert ("KOR is not a Partner under this agreement.", "IGA98 19(1)") == (str(why), str(why.under[0]))
    assert "requested" == requested(procedure=CLAUSE, provider="KOR").state()


def test_a_clause_that_nobody_named_is_a_model_and_one_that_is_named_binds() -> None:
    """LAW-A where there is an agreement, a default of the product where there is none."""
    named = technical_data(TechnicalDataTerms(basis="clause", agreement="Agreement", clause="Article 9"))
    assert ("PRODUCT", "Agreement Article 9") == (str(CLAUSE.under[0]), str(named.under[0]))
    assert ("DEFAULT", "LAW_A") == (CLAUSE.under[0].binding.value, named.under[0].binding.value)


def test_the_data_never_enters_the_product() -> None:
    """No question takes a document, and each list of items asks for digest and custodian."""
    fields = [f for row in STATION.steps if row.filing and not row.common for f in row.filing.fields]
    assert [] == [f.key for f in fields if f.kind == "document"]
    items = [f for f in fields if f.key == "items"]
    assert {("name", "digest", "custodian", "mark")} == {tuple(part.key for part in f.of) for f in items}


def test_an_item_is_named_by_a_digest_and_by_nothing_else() -> None:
    """What is no digest is refused at its place."""
    play = approved()
    wrong = {**MOVED, "items": [ITEM, {**ITEM, "digest": "the content"}]}
    why = play.refused("transfer", "USA", "2027-05-20", filing=wrong)
    assert ("items/1/digest", "content") == (why.refusals[0].field, why.kind)


@pytest.mark.parametrize(("at", "state"), [("2027-03-08", "asked"), ("2027-03-09", "silent")], ids=str)
def test_silence_is_no_consent(at: str, state: str) -> None:
    """E1: after five working days no reply is noted, and years later nothing may be transferred."""
    play = requested()
    play.pass_time(at)
    assert ("requested", state) == (play.state(), play.state(PROVIDER))
    play.pass_time("2029-03-09")
    assert "requested" == play.state()
    assert "transfer" not in play.offered("USA", "2029-03-09")


def test_a_late_reply_is_taken() -> None:
    """After silence the provider classifies, and is marked late."""
    play = requested()
    play.pass_time("2027-03-25")
    act = play.take("classify", "USA", "2027-03-25", filing=PLAIN)
    assert (True, "classification", "answered") == (act.late, play.state(), play.state(PROVIDER))


def test_what_stands_on_no_list_needs_no_licence_but_a_consent_in_writing() -> None:
    """The classification alone allows nothing."""
    play = classified()
    assert "On control lists" not in str(play.refused("licence_needed", "USA", "2027-03-12"))
    assert "transfer" not in play.offered("USA", "2027-03-12")
    play.take("licence_not_needed", "USA", "2027-03-12", filing={"valid_until": "2027-06-30"})
    assert ("approved", "2027-06-30") == (play.state(), play.ends("validity"))


def test_what_stands_on_a_list_is_not_consented_to_without_a_licence() -> None:
    """The other way is closed with its reason."""
    why = classified(LISTED).refused("licence_not_needed", "USA", "2027-03-12", filing={"valid_until": "2027-06-30"})
    assert "classification says otherwise" in str(why)


@pytest.mark.parametrize(
    ("regime", "ends", "binding", "provision"),
    [
        ("usa-ear", "2027-06-10", "LAW_N", "USA_EAR 750.4"),
        ("chn-dual-use", "2027-05-14", "LAW_N", "CHN_DUALUSE review"),
        ("usa-itar", "2027-05-11", "SOFT", "USA_ITAR review"),
        ("national", "2027-05-11", "DEFAULT", "PRODUCT"),
        ("mtcr", "2027-05-11", "DEFAULT", "PRODUCT"),
    ],
)
def test_the_period_for_a_licence_is_that_of_its_own_law(regime: str, ends: str, binding: str, provision: str) -> None:
    """A number is shown as law only where a State's law has it, and for that licence alone."""
    play = pending(regime)
    limit = play.case.limits[f"licence:{regime}"]
    cited = " ".join(limit.basis[0][:2]).strip()
    assert (ends, binding, provision) == (play.ends(f"licence:{regime}"), limit.binding, cited)


def test_a_decision_waits_for_every_authority_and_consent_for_every_licence() -> None:
    """One of two is refused: the provider can only refuse."""
    play = pending("usa-ear", "usa-itar")
    assert "An authority has not decided" in str(play.refused("decide", "USA", "2027-04-01"))
    for key, result in ("usa-ear", "granted"), ("usa-itar", "refused"):
        play.take("record_licence", hand("USA", "clear"), "2027-05-01", track=f"licence:{key}",
                  filing={"result": result, "decided_on": "2027-05-01"})  # fmt: skip
    assert ("granted", "refused") == (play.state("licence:usa-ear"), play.state("licence:usa-itar"))
    why = play.refused("decide", "USA", "2027-05-02", filing={"decision": "approved", "valid_until": "2027-09-01"})
    assert "decision" == why.refusals[0].field
    play.take("decide", "USA", "2027-05-02", filing={"decision": "denied"})
    assert ("denied", play.case) == (play.state(), play.replayed())


def test_conditions_are_written_down() -> None:
    """Consent with conditions without any is refused; with them it is another state."""
    play = licensed()
    body = {"decision": "conditions", "valid_until": "2027-09-01", "reasons": "x"}
    assert "conditions" == play.refused("decide", "USA", "2027-05-02", filing=body, exact=True).refusals[0].field
    play.take("decide", "USA", "2027-05-02", filing={**body, "conditions": "On site alone."})
    assert "approved_conditions" == play.state()


@pytest.mark.parametrize(("at", "late"), [("2027-05-15", False), ("2027-05-16", False), ("2027-05-17", True)], ids=str)
def test_the_provider_decides_fifteen_days_after_the_last_licence_or_is_late(at: str, late: bool) -> None:
    """An aim of the product; the decision holds all the same."""
    act = licensed().take("decide", "USA", at, filing={"decision": "approved", "valid_until": "2027-11-30"})
    assert late == act.late


def test_a_late_consent_holds_where_the_need_persists() -> None:
    """E5: after the day until which it was needed the requester confirms first."""
    play = approved(needed_until="2027-05-15")
    assert "confirm_need" not in play.offered("JPN", "2027-05-15")
    assert "confirms first" in str(play.refused("transfer", "USA", "2027-05-16", filing=MOVED))
    play.take("confirm_need", "JPN", "2027-05-17", filing={"needed_until": "2027-08-01"})
    play.take("transfer", "USA", "2027-05-20", filing=MOVED)
    assert ("transferred", "2027-08-01") == (play.state(), play.ends("need"))


@pytest.mark.parametrize(("at", "late"), [("2027-05-25", False), ("2027-05-26", True)], ids=str)
def test_a_transfer_is_receipted_within_five_days(at: str, late: bool) -> None:
    """With digests, as it was sent."""
    play = transferred()
    act = play.take("confirm_receipt", "JPN", at, filing={"items": [ITEM], "complete": True})
    assert (late, "transferred") == (act.late, play.state())


def test_items_leave_with_their_marks_and_with_none_below_the_classification() -> None:
    """A proprietary mark on what is export-controlled is refused."""
    play = approved()
    assert "marked" == play.refused("transfer", "USA", "2027-05-20", filing={**MOVED, "marked": "no"}).refusals[0].field
    low = {**MOVED, "items": [{**ITEM, "mark": "proprietary"}]}
    assert "items/0/mark" == play.refused("transfer", "USA", "2027-05-20", filing=low).refusals[0].field


def test_another_end_user_is_another_request() -> None:
    """E2: onward use by somebody else is refused here, and a new case is opened."""
    play = transferred()
    body = {"new_user": "yes", "items": [ITEM]}
    assert "new_user" == play.refused("retransfer", "JPN", "2027-06-01", filing=body).refusals[0].field
    act = play.take("request_for_new_end_user", "JPN", "2027-06-01")
    assert ("begin", "new_end_user", "technical_data", ()) in act.effects


@pytest.mark.parametrize(
    ("at", "state", "track"),
    [("2027-07-01", "retransfer_requested", "asked"), ("2027-07-02", "transferred", "no_consent")],
    ids=str,
)
def test_onward_use_needs_a_written_consent_and_silence_is_no(at: str, state: str, track: str) -> None:
    """Thirty days from 1 June."""
    play = transferred()
    play.take("retransfer", "JPN", "2027-06-01", filing={"new_user": "no", "items": [ITEM]})
    play.pass_time(at)
    assert (state, track) == (play.state(), play.state("onward_use:1"))


def test_a_consent_to_onward_use_is_for_that_use() -> None:
    """Each is asked and answered on its own."""
    play = transferred()
    for n, answer in enumerate(("consent", "refuse"), 1):
        play.take("retransfer", "JPN", f"2027-06-0{n}", filing={"new_user": "no", "items": [ITEM]})
        play.take("enter_transferred", "USA", f"2027-06-1{n}", track=f"onward_use:{n}", filing={"onward": answer})
    assert ("consented", "refused") == (play.state("onward_use:1"), play.state("onward_use:2"))
    assert play.case == play.replayed()


def test_an_item_of_a_third_state_inside_needs_that_states_consent_too() -> None:
    """E7: it reads its own part alone; without it no consent, with it both."""
    play = classified()
    act = play.take("name_third_state", "USA", "2027-03-11", filing={"party": "FRA"})
    assert (("FRA", "JPN"), "inside") == (act.told, STATION.file_of("name_third_state", None))
    body = {"valid_until": "2027-06-30"}
    assert "has not consented" in str(play.refused("licence_not_needed", "USA", "2027-03-12", filing=body))
    play.take("give_third_consent", "FRA", "2027-04-01", track="origin:FRA")
    act = play.take("licence_not_needed", "USA", "2027-04-02", filing=body)
    assert ("approved", ("JPN",)) == (play.state(), act.told)


def test_onward_use_asks_a_third_state_anew() -> None:
    """Its consent was for the first use."""
    play = classified()
    play.take("name_third_state", "USA", "2027-03-11", filing={"party": "FRA"})
    play.take("give_third_consent", "FRA", "2027-04-01", track="origin:FRA")
    play.take("licence_not_needed", "USA", "2027-04-02", filing={"valid_until": "2027-12-30"})
    play.take("transfer", "USA", "2027-04-03", filing=MOVED)
    play.take("retransfer", "JPN", "2027-05-01", filing={"new_user": "no", "items": [ITEM]})
    assert "asked" == play.state("origin:FRA")
    why = play.refused("enter_transferred", "USA", "2027-05-02", track="onward_use:1", filing={"onward": "consent"})
    assert "onward" == why.refusals[0].field


def test_an_objection_to_the_classification_goes_to_a_technical_panel() -> None:
    """E4: it ends with what both sides record; meanwhile the case goes on."""
    play = classified(LISTED)
    play.take("object_to_classification", "JPN", "2027-03-11", filing={"claimed": "proprietary"})
    assert (("marking_disputed",), "export", "sitting") == (
        play.case.flags, play.case.facts["marking"], play.state("panel:1"))  # fmt: skip
    result = {"marking": "proprietary", "listed": "no"}
    for party in ("JPN", "USA"):
        play.take("conclude_panel", party, "2027-03-20", track="panel:1", filing=result)
    assert ((), "proprietary", "no") == (play.case.flags, play.case.facts["marking"], play.case.facts["listed"])
    play.take("licence_not_needed", "USA", "2027-03-21", filing={"valid_until": "2027-06-30"})
    assert "approved" == play.state()


def test_while_a_mark_is_disputed_the_higher_one_holds() -> None:
    """E8: a lower claim changes nothing, a higher one holds at once, whoever makes it."""
    play = approved()
    play.take("object_to_classification", "JPN", "2027-05-11", filing={"claimed": "none"})
    assert "export" == play.case.facts["marking"]
    low = play.refused("raise_marking", "JPN", "2027-05-12", filing={"higher": "proprietary"})
    assert "higher" == low.refusals[0].field
    play.take("raise_marking", "JPN", "2027-05-12", filing={"higher": "classified"})
    assert "classified" == play.case.facts["marking"]
    assert "no higher mark" in str(play.refused("raise_marking", "USA", "2027-05-13"))


def test_the_least_that_a_crew_needs_is_shared_with_the_exemption_on_record() -> None:
    """E6: danger does not wait for a licence; the request goes on."""
    play = pending()
    play.take("share_for_safety", "USA", "2027-03-13", filing={"items": [ITEM]})
    assert ("licence_pending", ("crew_safety_exemption",)) == (play.state(), play.case.flags)


@pytest.mark.parametrize("step", ["mishandling", "use_before_consent"])
def test_mishandling_and_use_before_a_consent_freeze_access_at_once(step: str) -> None:
    """E9: the incident file is due in a day, an aim of the product, from the discovery."""
    play = transferred() if step == "mishandling" else classified()
    found = {"discovered_at": {"at": "2027-06-01T08:00:00+00:00", "zone": "UTC"}}
    play.take(step, "JPN", "2027-06-01", filing=found)
    assert ("access_frozen", "2027-06-02T08:00:00") == (play.state(), play.ends("incident"))
    act = play.take("file_incident", "JPN", "2027-06-02", filing={"items": [ITEM]})
    assert (True, "access_frozen") == (act.late, play.state())
    if step == "mishandling":
        play.take("enter_transferred", "USA", "2027-06-10")
        assert "transferred" == play.state()
    else:
        assert ("used_before_consent",) == play.case.flags
        play.take("lift_freeze", "USA", "2027-06-10")
        assert ("classification", play.case) == (play.state(), play.replayed())


def test_after_mishandling_a_provider_may_revoke() -> None:
    """What was transferred is then returned or destroyed within thirty days."""
    play = transferred()
    play.take("mishandling", "USA", "2027-06-01", filing={"discovered_at": {"at": "2027-06-01T08:00:00+00:00",
                                                                            "zone": "UTC"}})  # fmt: skip
    play.take("enter_revoked", "USA", "2027-06-05", filing={"safety": "no"})
    assert ("revoked", "2027-07-05") == (play.state(), play.ends("after_revocation"))
    act = play.take("end", "JPN", "2027-07-06", filing={"items": [ITEM], "done_on": "2027-07-06"})
    assert (True, "returned_destroyed") == (act.late, play.state())


def test_what_safety_depends_on_is_not_revoked() -> None:
    """The carve-out refuses at its question."""
    why = transferred().refused("revoke", "USA", "2027-06-01", filing={"safety": "yes"})
    assert ("safety", "IGA98 19(3)") == (why.refusals[0].field, str(why.under[0]))


@pytest.mark.parametrize(("at", "state"), [("2027-11-30", "approved"), ("2027-12-01", "expired")], ids=str)
def test_a_consent_that_is_not_used_ends_on_its_day(at: str, state: str) -> None:
    """The day counts in full."""
    play = approved()
    play.pass_time(at)
    assert state == play.state()


def test_at_the_end_of_a_consent_what_was_transferred_goes_back_within_thirty_days() -> None:
    """From the end of its validity."""
    play = transferred()
    play.pass_time("2027-12-01")
    assert ("transferred", "2027-12-30") == (play.state(), play.ends("at_end"))
    play.take("end", "JPN", "2027-12-20", filing={"items": [ITEM], "done_on": "2027-12-20"})
    assert "returned_destroyed" == play.state()


@pytest.mark.parametrize("maker", [requested, classified, pending, approved], ids=lambda one: one.__name__)
def test_a_request_is_withdrawn_before_the_transfer(maker: Any) -> None:
    """By the requester, at any time."""
    play = maker()
    play.take("withdraw", "JPN", "2027-05-12")
    assert "withdrawn" == play.state()


def test_what_was_transferred_is_not_undone_by_a_withdrawal() -> None:
    """The holder can neither withdraw, replace nor void the case."""
    assert not {"withdraw", "supersede", "void_error"} & transferred().offered("JPN", "2027-05-21")
