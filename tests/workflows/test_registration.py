"""Registration up to the publication: national law and targets, registrant, information, the keeper of the register."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.registered import (
    DATA,
    LAUNCH,
    ORBIT,
    PROCEDURE,
    agreed,
    enter,
    entered,
    furnished,
    launched,
    shared,
)
from workflows.kernel.language import ByParty
from workflows.kernel.view import Facts
from workflows.registration import registration
from workflows.registry.frame import RegistrationTerms


@pytest.mark.parametrize(
    ("state", "binding", "basis"),
    [("CHN", "LAW_N", ["CHN_REG2001", "registration", "LAW_N"]), ("JPN", "DEFAULT", ["PRODUCT", "", "DEFAULT"])],
    ids=["law", "target"],
)
def test_sixty_days_are_law_for_the_state_whose_law_says_so_and_a_target_for_others(
    state: str, binding: str, basis: list[str]
) -> None:
    """From reaching orbit on 1 March; the same number is never shown as the same thing."""
    limit = launched(state).case.limits["national_registration"]
    assert ("2027-04-30", binding, basis) == (str(limit.expires_on), limit.binding, list(limit.basis[0]))


@pytest.mark.parametrize(("at", "late"), [("2027-04-29", False), ("2027-04-30", False), ("2027-05-01", True)], ids=str)
def test_an_entry_after_the_period_is_taken_and_marked(at: str, late: bool) -> None:
    """The day before, the day, the day after; nothing is barred."""
    play = launched()
    body = {**DATA, "launching_states": ["CHN"], "entered_on": at}
    act = play.take("enter_registry", hand("CHN", "clear"), at, filing=body)
    assert (late, "nationally_registered", "C4") == (act.late, play.state(), act.level)


def test_the_period_for_the_secretary_general_is_counted_from_the_entry_by_its_own_law() -> None:
    """Sixty days from 1 April, from memory [M] as the data say; the standard of the treaty has no number."""
    limit = entered().case.limits["furnishing"]
    assert ("2027-05-31", "LAW_N") == (str(limit.expires_on), limit.binding)
    length = next(one for one in PROCEDURE.limits if one.key == "furnishing").length
    assert isinstance(length, ByParty)
    assert "M" == str(dict(length.under)["CHN"].grade)
    assert ["as soon as practicable"] == [one.words for one in PROCEDURE.standards]


def test_a_launch_is_recorded_once_and_not_before_it_happened() -> None:
    """The object reached orbit, or it is not registrable."""
    play = launched()
    assert not {"launch_success", "not_in_orbit"} & play.offered("CHN", "2027-03-06")
    early = Play(PROCEDURE, "2027-02-20", {"launching": ["CHN"]}, Facts())
    why = early.refused("launch_success", "CHN", "2027-02-20", filing=LAUNCH)
    assert ("content", "entered_orbit_on") == (why.kind, why.refusals[0].field)
    with_none = Play(PROCEDURE, "2027-03-02", {"launching": ["CHN"]}, Facts())
    with_none.take("not_in_orbit", hand("CHN", "clear"), "2027-03-03")
    assert "not_registrable" == with_none.state()


@pytest.mark.parametrize("part", ["nodal_period_min", "inclination_deg", "apogee_km", "perigee_km"])
def test_around_the_earth_each_of_the_four_parameters_is_furnished(part: str) -> None:
    """The refusal names the parameter and the provision."""
    body = {**DATA, "launching_states": ["CHN"], "entered_on": "2027-04-01"}
    body["orbit"] = {key: value for key, value in ORBIT.items() if key != part}
    why = launched().refused("enter_registry", hand("CHN", "clear"), "2027-04-01", filing=body)
    assert ("REG IV(1)(d)", f"orbit/{part}") == (str(why.under[0]), why.refusals[0].field)


@pytest.mark.parametrize(
    ("more", "taken"),
    [({"domain": "beyond", "orbit": {"regime": "Heliocentric"}}, True), ({"domain": "beyond"}, True),
     ({"domain": "surface", "place": {"body": "moon", "lat": "-45.5", "lon": "177.6"}}, True),
     ({"domain": "surface"}, False), ({"domain": "earth"}, False)],
    ids=["heliocentric", "on its way", "on the moon", "no place", "no orbit"],
)  # fmt: skip
def test_elsewhere_the_parameters_do_not_apply_and_a_place_takes_their_part(more: dict[str, Any], taken: bool) -> None:
    """A lander has coordinates; an orbit or a place is never invented."""
    body = {"launching_states": ["CHN"], "launched_on": "2027-03-01", "entered_on": "2027-04-01", "number": "1",
            "launch_place": "Wenchang", "function": "Lander", "designator": {"unknown": True}, **more}  # fmt: skip
    play = launched()
    if taken:
        play.take("enter_registry", hand("CHN", "clear"), "2027-04-01", filing=body, exact=True)
        assert "nationally_registered" == play.state()
    else:
        why = play.refused("enter_registry", hand("CHN", "clear"), "2027-04-01", filing=body, exact=True)
        assert ("content", "REG IV(1)(d)") == (why.kind, str(why.under[0]))


@pytest.mark.parametrize(
    ("designator", "taken"),
    [("2027-012A", True), ("2027-012ABC", True), ("2027-12A", False), ("1027-012A", False), ("27-012A", False)],
    ids=str,
)
def test_a_designator_has_the_form_of_one(designator: str, taken: bool) -> None:
    """The kind of the question says so, and not this procedure."""
    body = {**DATA, "launching_states": ["CHN"], "entered_on": "2027-04-01", "designator": designator}
    play = launched()
    if taken:
        play.take("enter_registry", hand("CHN", "clear"), "2027-04-01", filing=body)
        assert "nationally_registered" == play.state()
    else:
        why = play.refused("enter_registry", hand("CHN", "clear"), "2027-04-01", filing=body)
        assert "designator" == why.refusals[0].field


def test_what_the_treaty_asks_is_asked_and_what_the_resolution_recommends_is_not_required() -> None:
    """Each question cites its own provision; those of the resolution are soft and may be left out."""
    spec = PROCEDURE.rows["furnish"][0].filing
    assert spec is not None
    asked = {field.key: (str(field.under), str(field.under.binding), field.need) for field in spec.fields}
    assert ("REG IV(1)(a)", "LAW_T", "required") == asked["launching_states"]
    soft = {key: told for key, told in asked.items() if told[0].startswith("GA62_101")}
    assert {"launched_at", "vehicle", "geostationary", "more_function", "web"} == set(soft)
    assert {("GA62_101 para 2", "SOFT", "optional")} == set(soft.values())


def test_the_launching_states_choose_before_the_launch_and_the_law_of_the_chosen_one_counts() -> None:
    """The period waits for the launch; only the one that was chosen enters the object."""
    play = shared()
    assert ("registrant_to_be_agreed", "2027-03-03") == (play.state(), play.ends("registrant"))
    play = agreed("JPN")
    play.take("launch_success", "FRA", "2027-03-05", filing=LAUNCH)
    assert "DEFAULT" == play.case.limits["chosen_registration"].binding
    why = play.refused(
        "enter_registry", hand("FRA", "clear"), "2027-04-01", filing={**DATA, "entered_on": "2027-04-01"}
    )
    assert ("This is for JPN, and not for FRA.", "REG II(2)") == (str(why), str(why.under[0]))
    assert "enter_registry" not in play.offered("FRA", "2027-04-01")
    enter(play, "JPN", "2027-04-01")
    assert "nationally_registered" == play.state()


def test_the_law_of_a_chosen_state_that_has_one_takes_the_place_of_the_target() -> None:
    """France opened the case, China is chosen after the launch: sixty days of Chinese law from reaching orbit."""
    play = launched("FRA")
    named = {"name": "Satellite", "launchers": [{"party": "CHN", "part": "territory"}]}
    play.take("several_launchers", "FRA", "2027-03-06", filing=named)
    for party in ("FRA", "CHN"):
        play.take("agree", party, "2027-03-10", filing={"registrant": "CHN"}, exact=True)
    limit = play.case.limits["chosen_registration"]
    assert ("2027-04-30", "LAW_N", ("CHN",)) == (str(limit.expires_on), limit.binding, play.case.parties["registrant"])
    assert play.ends("national_registration").startswith("stopped")


def test_only_a_launching_state_is_chosen() -> None:
    """A stranger to the case does not register."""
    why = shared().refused("agree", "FRA", "2027-02-05", filing={"registrant": "BRA"}, exact=True)
    assert ("BRA is no party to this case.", "registrant") == (str(why), why.refusals[0].field)


@pytest.mark.parametrize(
    ("at", "open_"), [("2027-03-02", False), ("2027-03-03", False), ("2027-03-04", True)], ids=str
)  # fmt: skip
def test_a_launching_state_that_is_silent_keeps_no_object_unregistered(at: str, open_: bool) -> None:
    """After thirty days the other may go on provisionally, without prejudice; silence is no agreement."""
    play = shared()
    play.pass_time(at)
    assert ("registrant_to_be_agreed", open_) == (play.state(), "register_provisionally" in play.offered("FRA", at))
    if open_:
        play.take("register_provisionally", "FRA", at)
        assert ("draft", True) == (play.state(), "provisional_registrant" in play.case.flags)
        assert "registrant" not in play.case.facts


def test_whoever_is_no_launching_state_says_so_and_its_hand_is_not_needed() -> None:
    """The others agree without it."""
    play = shared()
    play.take("deny_launching", "JPN", "2027-02-05", track="launcher:JPN")
    play.take("agree", "FRA", "2027-02-06", filing={"registrant": "FRA"}, exact=True)
    assert ("draft", "contests") == (play.state(), play.state("launcher:JPN"))


def test_without_agreement_the_registrant_is_disputed_and_may_be_settled_or_taken_to_a_ladder() -> None:
    """Sixty days by a target; then the case goes on provisionally, and a dispute is a case of its own."""
    play = shared()
    play.take("fail", "JPN", "2027-02-15")
    assert ("registrant_disputed", "2027-04-16") == (play.state(), play.ends("settling"))
    act = play.take("refer", "JPN", "2027-02-20", filing={"agreement": "un-charter-33"})
    assert [("begin", "dispute", "settlement", (("agreement", "un-charter-33"),))] == act.effects_of("begin")
    assert "enquire" not in play.offered("FRA", "2027-03-01")
    body = {"registrant": "JPN", "annotation": "None."}
    for party in ("FRA", "JPN"):
        play.take("settle_registrant", party, "2027-03-01", filing=body, exact=True)
    assert ("draft", "JPN") == (play.state(), play.case.facts["registrant"])


@pytest.mark.parametrize(
    ("at", "open_"), [("2027-04-15", False), ("2027-04-16", False), ("2027-04-17", True)], ids=str
)  # fmt: skip
def test_when_settling_takes_too_long_the_launching_states_enquire(at: str, open_: bool) -> None:
    """Under a guideline, which binds nobody; and the one that opened the case may go on provisionally."""
    play = shared()
    play.take("fail", "JPN", "2027-02-15")
    play.pass_time(at)
    offered = play.offered("FRA", at)
    assert (open_, open_) == ("enquire" in offered, "register_provisionally" in offered)
    if open_:
        assert (("LTS", "A.5(4)", "SOFT"),) == play.take("enquire", "JPN", at).basis


def test_clearing_and_sending_are_two_hands_of_one_state() -> None:
    """The authority clears, the ministry sends; the keeper of the register has a part from then on."""
    play = entered()
    assert "standing" == play.refused("clear", hand("CHN", "dispatch"), "2027-04-02").kind
    assert "closed" == play.refused("furnish", "CHN", "2027-04-02", filing=DATA).kind
    play.take("clear", hand("CHN", "clear"), "2027-04-02")
    assert ("own", "C4") == (PROCEDURE.rows["clear"][0].tell, play.acts[-1].level)
    act = play.take("furnish", hand("CHN", "dispatch"), "2027-04-10", filing={**DATA, "launching_states": ["CHN"]})
    assert (("OOSA",), ("REG", "IV(1)", "LAW_T")) == (act.told, act.basis[0])


def test_a_state_that_is_not_bound_uses_the_voluntary_channel() -> None:
    """Refused under the treaty with the advice; furnished under the resolution."""
    unbound = Facts({"bound:REG:IRN:2027-04-10": {"bound": False, "reason": "IRN is not bound"}})
    for basis, state in ("reg", "cleared"), ("ga1721b", "furnished"):
        play = Play(registration(RegistrationTerms(basis=basis)), "2027-03-02", {"launching": ["IRN"]}, unbound)
        play.take("launch_success", "IRN", "2027-03-05", filing=LAUNCH)
        enter(play, "IRN", "2027-04-01")
        play.take("clear", "IRN", "2027-04-05")
        if state == "cleared":
            assert "resolution" in str(play.refused("furnish", "IRN", "2027-04-10", filing=DATA))
        else:
            act = play.take("furnish", "IRN", "2027-04-10", filing=DATA)
            assert ("GA1721B", "para 1", "SOFT") == act.basis[0]
        assert state == play.state()


def test_the_keeper_of_the_register_acknowledges_asks_and_publishes() -> None:
    """Ten working days and fifteen days are targets of the product; the publication is open to all."""
    play = furnished()
    assert "2027-04-23" == play.ends("acknowledgement")
    play.take("acknowledge", "OOSA", "2027-04-12")
    play.take("query", "OOSA", "2027-04-15")
    assert ("queried", "2027-04-30") == (play.state(), play.ends("answer"))
    assert play.take("answer", "CHN", "2027-05-01").late
    act = play.take("record", "OOSA", "2027-06-01", filing={"published_on": "2027-05-31"})
    assert ("recorded", "C0") == (play.state(), act.level)


def test_a_publication_is_recorded_by_the_state_where_the_keeper_does_not_use_this_product() -> None:
    """What is published is open to all; a keeper that is silent holds nothing up."""
    play = furnished()
    play.take("record", hand("CHN", "draft"), "2027-06-01", filing={"published_on": "2027-05-31"})
    assert "recorded" == play.state()


def test_an_entry_is_never_deleted() -> None:
    """A correction stands beside it; a withdrawal ends the case and keeps the record."""
    play = furnished()
    play.take("correct", "CHN", "2027-04-11", filing={"act": 4, "text": "Apogee."})
    play.take("withdraw", "CHN", "2027-04-12")
    assert ("withdrawn", 6, play.case) == (play.state(), len(play.acts), play.replayed())
