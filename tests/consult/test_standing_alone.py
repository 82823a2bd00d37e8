"""What a standing is worth by itself: through a token, in a session that another opened, at a level, in an office."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consult import standing
from consult.standing import InNameOf, InPlaceOf, Scope, Through
from tests.consult.test_standing import ALL, OFFICIAL

TOKEN = Through(7, "person", "Scheduler", "cst_7")
LED = replace(OFFICIAL, through_systems=True)
AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
WIDE = Scope(ALL | {"office"}, None, None, date(2026, 6, 30))
ARRANGEMENT = InNameOf(4, "JPN", "Japan", "mission", "VCDR 46", "Note 12", date(2026, 6, 30))
ABSENCE = InPlaceOf(3, 9, "Director", "Deputy", date(2026, 5, 9))


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (datetime(2026, 6, 30, 14, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 30, 15, 0, tzinfo=UTC), False),
    ],
)
def test_a_token_ends_with_its_last_day_in_the_zone_of_its_party(at: datetime, counts: bool) -> None:
    """30 June in Tokyo is over at 15:00 UTC; the mandate goes on until December."""
    assert counts is (standing.through_token(LED, WIDE, TOKEN, at) is not None)


def test_a_token_ends_with_its_mandate_where_that_ends_first() -> None:
    """And with its own day where the mandate has none."""
    long, short = replace(WIDE, valid_until=date(2027, 6, 30)), replace(WIDE, valid_until=date(2026, 6, 30))
    found = standing.through_token(LED, long, TOKEN, AT)
    open_ended = standing.through_token(replace(LED, valid_until=None), short, TOKEN, AT)

    assert found is not None
    assert open_ended is not None
    assert (date(2026, 12, 31), date(2026, 6, 30)) == (found.valid_until, open_ended.valid_until)


def test_a_token_gives_no_capacity_that_its_mandate_lacks_or_that_it_does_not_cover() -> None:
    """The token covers “office”, the mandate does not; the mandate has “manage”, the token does not cover it."""
    found = standing.through_token(LED, replace(WIDE, capacities=frozenset({"draft", "office"})), TOKEN, AT)

    assert found is not None
    assert frozenset({"draft"}) == found.capacities
    assert found.through == replace(TOKEN, held=ALL)


@pytest.mark.parametrize("leave", [None, False])
def test_without_leave_of_the_mandate_nothing_that_binds_goes_through_a_system(leave: bool | None) -> None:
    """What was kept back is told, so that the refusal can name the mandate."""
    found = standing.through_token(replace(LED, through_systems=leave), WIDE, TOKEN, AT)

    assert found is not None
    assert frozenset({"draft", "clear"}) == found.capacities
    assert found.through is not None
    assert (frozenset({"dispatch", "manage"}), ALL) == (found.through.kept_back, found.through.held)


def test_with_leave_everything_goes_through() -> None:
    """Nothing is kept back, and nothing is narrow."""
    found = standing.through_token(LED, WIDE, TOKEN, AT)

    assert found is not None
    assert (ALL, None, None) == (found.capacities, found.procedures, found.cases)
    assert found.through == replace(TOKEN, kept_back=frozenset(), narrow=False, held=ALL)


@pytest.mark.parametrize(
    "narrow",
    [{"procedures": frozenset({"ost9"})}, {"cases": frozenset({"OST9-2026-AAAAAA"})}],
    ids=["procedures", "cases"],
)
def test_a_token_that_was_narrowed_manages_nothing(narrow: dict[str, frozenset[str]]) -> None:
    """To procedures or to cases: people and mandates belong to neither."""
    found = standing.through_token(LED, replace(WIDE, **narrow), TOKEN, AT)

    assert found is not None
    assert ALL - {"manage"} == found.capacities
    assert found.through is not None
    assert found.through.narrow
    assert narrow == {name: getattr(found, name) for name in narrow}


@pytest.mark.parametrize(
    ("held", "covered", "left"),
    [
        (None, None, None),
        (None, {"a"}, {"a"}),
        ({"a"}, None, {"a"}),
        ({"a", "b"}, {"b", "c"}, {"b"}),
        ({"a"}, {"b"}, set()),
    ],
)
def test_procedures_and_cases_are_those_that_mandate_and_token_both_cover(
    held: set[str] | None, covered: set[str] | None, left: set[str] | None
) -> None:
    """None is no limit; nothing in common leaves nothing, which is not “all”."""

    def frozen(one: set[str] | None) -> frozenset[str] | None:
        return None if one is None else frozenset(one)

    limited = replace(LED, procedures=frozen(held), cases=frozen(held))
    found = standing.through_token(limited, replace(WIDE, procedures=frozen(covered), cases=frozen(covered)), TOKEN, AT)

    assert found is not None
    assert (frozen(left), frozen(left)) == (found.procedures, found.cases)


@pytest.mark.parametrize(
    ("through_party", "only", "capacities", "reached"),
    [
        (None, False, {"draft"}, True),
        (None, True, {"draft"}, False),
        (None, True, {"manage"}, True),
        ("JPN", False, {"draft"}, True),
        ("JPN", True, {"draft"}, True),
        ("KOR", False, {"draft"}, False),
        ("KOR", False, {"manage"}, False),
    ],
)
def test_a_session_reaches_what_is_its_partys_and_nothing_else(
    through_party: str | None, only: bool, capacities: set[str], reached: bool
) -> None:
    """A provider opens its own party alone; where a party lets its provider alone, managers keep the other ways."""
    held = replace(OFFICIAL, by_provider=only, capacities=frozenset(capacities))
    assert reached is standing.in_reach(held, through_party)


def test_in_another_partys_name_the_session_is_that_of_the_own_party() -> None:
    """The provider of the represented State opens nothing of the acting one's."""
    entrusted = replace(OFFICIAL, party_key="KOR", party_name="Korea", in_name_of=ARRANGEMENT)

    assert standing.in_reach(entrusted, "JPN")
    assert not standing.in_reach(entrusted, "KOR")


HOST = replace(OFFICIAL, party_key="OOSA", organ_key="HOST", organ_kind="operator")


def test_who_runs_the_installation_is_of_the_organ_that_its_settings_name() -> None:
    """Of another party, organ or kind, and where nothing is named, nobody is."""
    assert standing.operates(HOST, "OOSA/HOST")
    assert not standing.operates(HOST, "")
    assert not standing.operates(HOST, "OOSA/DESK")
    assert not standing.operates(replace(HOST, party_key="JPN"), "OOSA/HOST")
    assert not standing.operates(replace(HOST, organ_key="DESK"), "OOSA/HOST")
    assert not standing.operates(replace(HOST, organ_kind="secretariat"), "OOSA/HOST")
    assert not standing.operates(replace(HOST, party_key="", organ_key="", organ_kind="operator"), "")


@pytest.mark.parametrize(
    "lent",
    [
        {"in_place_of": ABSENCE},
        {"in_name_of": ARRANGEMENT},
        {"through": TOKEN},
        {"capacities": frozenset({"audit"})},
    ],
    ids=["substitute", "representative", "token", "auditor"],
)
def test_nobody_runs_the_installation_but_in_person_and_under_the_own_mandate(lent: dict[str, object]) -> None:
    """Neither a substitute nor a representative, no system, and no auditor."""
    assert not standing.operates(replace(HOST, **lent), "OOSA/HOST")  # type: ignore[arg-type] # fields of four types


@pytest.mark.parametrize(
    ("kind", "treaty", "agency"),
    [
        ("ministry", True, True),
        ("mission", True, True),
        ("agency", False, True),
        ("secretariat", False, False),
        ("registry", False, False),
        ("operator", False, True),
    ],
)
def test_a_treaty_filing_needs_ministry_or_mission_and_offices_dispatch_nothing(
    kind: str, treaty: bool, agency: bool
) -> None:
    """What may be mandated at each level."""
    assert (treaty, agency) == (standing.may_dispatch_at(kind, "treaty"), standing.may_dispatch_at(kind, "agency"))


def test_outside_its_procedures_a_mandate_manages_at_most() -> None:
    """And who does not manage has nothing there."""
    limited = replace(OFFICIAL, procedures=frozenset({"ost9"}), capacities=frozenset({"draft", "dispatch"}))
    assert frozenset() == standing.capacities_for(limited, "liability", "treaty", date(2026, 5, 1))


@pytest.mark.parametrize(
    ("until", "on", "counts"),
    [
        (None, date(2099, 1, 1), True),
        (None, date(2025, 12, 31), False),
        (date(2026, 1, 1), date(2026, 1, 1), True),
        (date(2026, 1, 1), date(2026, 1, 2), False),
    ],
)
def test_a_mandate_without_an_end_counts_from_its_first_day_on(until: date | None, on: date, counts: bool) -> None:
    """One of a single day counts on it alone."""
    assert counts is replace(OFFICIAL, valid_until=until).counts_on(on)


def test_a_stage_without_level_asks_for_the_capacity_alone() -> None:
    """Dispatch at the level of the case, any other capacity at each level; both of two requirements are asked."""
    agency = replace(OFFICIAL, level="agency")

    assert standing.holds_stage(agency, "ost9", "agency", capacity="dispatch")
    assert not standing.holds_stage(agency, "ost9", "treaty", capacity="dispatch")
    assert not standing.holds_stage(agency, "ost9", "agency", capacity="dispatch", mandates=(2,))
    assert not standing.holds_stage(agency, "ost9", "agency", capacity="office", mandates=(1,))
    assert not standing.holds_stage(agency, "ost9", "agency", organ="JAXA", mandates=(1,))
