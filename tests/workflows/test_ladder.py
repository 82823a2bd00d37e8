"""Which rungs exist between two parties, in what order, from when, and why the others do not."""

from datetime import date
from pathlib import Path

import pytest

from tests.workflows.agreements.files import write
from workflows import ladder as ladders
from workflows.agreements import agreements
from workflows.agreements.known import Known
from workflows.agreements.tree import arrangement
from workflows.ladder import BY_CONVENING, BY_INVITATION, BY_NOTICE, BY_REQUEST, CLOSED, JOINTLY, Ladder

DAY = date(2026, 9, 1)
WORLD = Known({"Orbital Farms": "entity", "JAXA": "agency"})


def between(key: str, *parties: str, on: date = DAY, matter: str = "") -> Ladder:
    """Give the ladder of a shipped agreement."""
    return ladders.rungs(arrangement(key), parties, on, WORLD, matter)


def entries(found: Ladder) -> dict[str, str]:
    """Say how each rung is entered."""
    return {rung.key: rung.entry for rung in found.rungs}


def test_two_pairs_of_states_have_two_ladders_on_the_same_facts() -> None:
    """Japan and Germany accepted the Court beforehand; the United States did not."""
    both, one = between("un-charter-33", "JPN", "DEU"), between("un-charter-33", "JPN", "USA")
    assert (BY_NOTICE, JOINTLY) == (entries(both)["judicial_settlement"], entries(one)["judicial_settlement"])
    assert (True, False) == (both.ends, one.ends)
    reason = one.rung("judicial_settlement").reasons[0]
    assert ("ICJ_36_2 36(2)", "M") == (str(reason.cited), reason.cited.grade)
    assert "recorded for the United States of America" in reason.says


@pytest.mark.parametrize(("on", "entry"), [(date(2008, 4, 29), JOINTLY), (date(2008, 4, 30), BY_NOTICE)])
def test_the_court_opens_to_one_party_on_the_day_of_the_second_declaration(on: date, entry: str) -> None:
    """Germany declared on 30 April 2008."""
    assert entry == entries(between("un-charter-33", "JPN", "DEU", on=on))["judicial_settlement"]


def test_an_organisation_does_not_come_before_the_court() -> None:
    """And the rung says why."""
    rung = between("un-charter-33", "JPN", "ESA").rung("judicial_settlement")
    assert (CLOSED, "Only States come before the Court; the European Space Agency is not a State.") == (
        rung.entry,
        rung.reasons[0].says,
    )


def test_without_an_agreement_nobody_has_to_accept_any_means() -> None:
    """Every other rung of the Charter is by invitation or by all."""
    found = entries(between("un-charter-33", "CHN", "USA"))
    assert {BY_INVITATION} == {found[key] for key in found if key not in ("arbitration", "judicial_settlement")}
    assert JOINTLY == found["arbitration"]


def test_the_treaty_of_1998_lets_nobody_go_to_arbitration_alone() -> None:
    """Governments consult when one asks; what comes after needs both."""
    found = between("iss-iga-1998", "USA", "JPN")
    assert {
        "negotiation_agency": "at_notice",
        "negotiation_government": BY_REQUEST,
        "negotiation_multilateral": BY_CONVENING,
        "conciliation": BY_INVITATION,
        "mediation": BY_INVITATION,
        "arbitration": JOINTLY,
    } == entries(found)
    assert not found.ends


def test_who_is_not_party_to_the_agreement_has_none_of_its_rungs() -> None:
    """Each says so, with the agreement."""
    found = between("iss-mou-1998-jpn", "USA", "ESA")
    assert {CLOSED} == set(entries(found).values())
    assert "The European Space Agency is not a party to this agreement" in found.rungs[0].reasons[0].says
    assert () == found.rung("arbitration").after


@pytest.mark.parametrize(("on", "closed"), [(date(2001, 3, 26), True), (date(2001, 3, 27), False)])
def test_a_ladder_begins_with_the_entry_into_force_of_the_agreement(on: date, closed: bool) -> None:
    """The treaty of 1998 entered into force on 27 March 2001."""
    found = between("iss-iga-1998", "USA", "JPN", on=on)
    assert closed == (CLOSED in entries(found).values())


def test_a_matter_that_the_clause_carves_out_has_no_ladder_under_it() -> None:
    """The cross-waiver has a regime of its own."""
    found = between("iss-iga-1998", "USA", "JPN", matter="cross_waiver")
    assert {CLOSED} == set(entries(found).values())
    assert "leaves to a regime of its own this matter: cross waiver" in found.rungs[0].reasons[0].says


def test_a_company_has_a_ladder_only_where_its_rules_admit_it() -> None:
    """Under the Outer Space Rules, not under the Charter."""
    assert {CLOSED} == set(entries(between("un-charter-33", "JPN", "Orbital Farms")).values())
    assert BY_NOTICE == entries(between("pca-os-2011", "JPN", "Orbital Farms"))["arbitration"]


def test_an_agency_has_a_ladder_under_the_agreement_of_its_state() -> None:
    """Where the clause admits agencies."""
    assert "at_notice" == entries(between("iss-iga-1998", "USA", "JAXA"))["negotiation_agency"]


RESERVED = """key = "pact"
title = "Pact"
instrument = "PCA_OS"
reservations = [{ party = "KOR", kind = "arbitration", says = "not beforehand.", under = "PCA_OS 3", grade = "M" }]

[clause]
arb_consent = "advance"
appointing_authority = "The registrar"

[[stage]]
kind = "negotiation"
mandatory = true
days = 60

[[stage]]
kind = "arbitration"
mandatory = false
"""


def test_a_reservation_removes_a_rung_for_those_whom_it_concerns(tmp_path: Path) -> None:
    """Korea reserved arbitration; between Japan and Italy nothing changes."""
    write(tmp_path, "pact", RESERVED)
    pact = arrangement("pact", tmp_path)
    reserved, free = (ladders.rungs(pact, ("JPN", other), DAY, WORLD) for other in ("KOR", "ITA"))
    assert (CLOSED, BY_NOTICE) == (entries(reserved)["arbitration"], entries(free)["arbitration"])
    assert (
        "The Republic of Korea has reserved its position on arbitration" in reserved.rung("arbitration").reasons[0].says
    )


def test_a_policy_is_shown_beside_a_rung_and_changes_nothing() -> None:
    """China prefers consultation; arbitration stays what the clause says."""
    found = between("pca-os-2011", "CHN", "JPN")
    assert ["CHN"] == [policy.code for policy in found.rung("negotiation").policies]
    assert BY_NOTICE == entries(found)["arbitration"]


def opened(found: Ladder, received: date = DAY) -> dict[str, date | None]:
    """Give the first day of each rung for a party that acts alone."""
    return {one.rung.key: one.on for one in ladders.openings(found, received)}


def test_a_silent_other_side_delays_arbitration_by_the_exit_and_the_unanswered_invitation() -> None:
    """Received on 1 September: 30 days of negotiation, then 30 days of an invitation without an answer."""
    assert {
        "negotiation": date(2026, 9, 1),
        "good_offices": date(2026, 9, 1),
        "mediation": date(2026, 10, 2),
        "arbitration": date(2026, 11, 2),
    } == opened(between("pca-os-2011", "JPN", "KOR"))


def test_a_rung_that_all_enter_together_has_no_day() -> None:
    """And says so."""
    found = ladders.openings(between("gen", "JPN", "KOR"), DAY)[-1]
    assert (None, "Begins only when all parties submit the dispute together.") == (found.on, found.why)


def test_a_stage_that_nothing_ends_leaves_the_later_ones_without_a_day(tmp_path: Path) -> None:
    """The preview names the stage."""
    write(tmp_path, "pact", RESERVED.replace("days = 60\n", ""))
    found = ladders.openings(ladders.rungs(arrangement("pact", tmp_path), ("JPN", "ITA"), DAY, WORLD), DAY)[-1]
    assert (None, "“Negotiation” has no end that one party can bring about.") == (found.on, found.why)


def test_joint_escalation_leaves_the_next_talks_to_all(tmp_path: Path) -> None:
    """Where the clause says that all go on together."""
    later = (
        '[[stage]]\nkind = "negotiation"\nlevel = "multilateral"\nmandatory = true\n\n[[stage]]\nkind = "arbitration"'
    )
    text = RESERVED.replace("[clause]", '[clause]\nescalate_by = "joint"').replace(
        '[[stage]]\nkind = "arbitration"', later
    )
    write(tmp_path, "pact", text)
    found = ladders.rungs(arrangement("pact", tmp_path), ("JPN", "ITA"), DAY, WORLD)
    assert JOINTLY == entries(found)["negotiation_multilateral"]
    assert None is opened(found)["arbitration"]


def test_every_ladder_describes_itself() -> None:
    """Each rung of each shipped agreement has a title, a way in, a source, and a reason where it is closed."""
    for key in agreements():
        for rung in between(key, "JPN", "KOR").rungs:
            assert all((rung.title, rung.between, ladders.ENTRIES[rung.entry], rung.placed.by.cited.instrument))
            assert any((rung.open, rung.reasons))
