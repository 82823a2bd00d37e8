"""Which standings people have of what they were given: in a session, in another's place, in another party's name, and
after a mandate has ended by itself."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, update

from consult import standing
from consult.accounts.sessions import end_session, find_session
from consult.models.parties import PERSON
from consult.models.providers import IDENTITY_PROVIDER
from consult.standing import InNameOf, InPlaceOf, Standing
from tests.consult.standing_world import AT, FIRST, LAST, WORK, People, seeded, undone

AWAY, BACK = date(2026, 4, 27), date(2026, 5, 8)
"""The absence of these stories: two weeks."""


@pytest.fixture(scope="module")
def seeded_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, dict[str, int]]]:
    """Give a database with parties and organs."""
    made = seeded(tmp_path_factory.mktemp("standing"))
    yield made
    made[0].dispose()


@pytest.fixture
def folk(seeded_once: tuple[Engine, dict[str, int]]) -> Iterator[People]:
    """Give nobody yet; what a test makes is undone."""
    with undone(*seeded_once) as given:
        yield given


def current(folk: People, token: str, at: datetime = AT) -> Standing:
    """Give the standing of a session that has one."""
    found = standing.current(folk.conn, token, at)
    assert found is not None
    return found


def the_one(found: list[Standing]) -> Standing:
    """Give what is alone in a list."""
    (one,) = found
    return one


def in_place(folk: People, person: int, at: datetime = AT) -> Standing:
    """Give the one standing that a person has in the place of another."""
    return the_one(standing.stood_in_by(folk.conn, person, at))


def in_name(folk: People, person: int, at: datetime = AT) -> Standing:
    """Give the one standing that a person has in another party's name."""
    return the_one([one for one in standing.choices(folk.conn, person, at) if one.in_name_of])


def absent_and_substitute(folk: People) -> tuple[int, int, int, int]:
    """Record Sato, and Ito who may stand in; give each with the mandate."""
    sato, ito = folk.person("Sato"), folk.person("Ito")
    return sato, folk.mandate(sato, "MOFA", "Director"), ito, folk.mandate(ito, "MOFA", "Deputy", capacities=("draft",))


def test_a_session_acts_under_the_mandate_that_was_chosen_in_it_and_under_no_other(folk: People) -> None:
    """Sato holds two mandates; each of two sessions has its own, and a third, in which nothing was chosen, has none."""
    sato = folk.person("Sato")
    director, liaison = folk.mandate(sato, "MOFA", "Director"), folk.mandate(sato, "JAXA", "Liaison", level="agency")
    one, other = (folk.session(sato, (number, None, None)) for number in (director, liaison))

    assert [(director, "Director"), (liaison, "Liaison")] == [
        (found.mandate_id, found.office) for found in (current(folk, one), current(folk, other))
    ]
    assert standing.current(folk.conn, folk.session(sato, (None, None, None)), AT) is None
    assert standing.current(folk.conn, "no such token", AT) is None


def test_a_session_that_has_ended_and_a_mandate_that_has_give_no_standing(folk: People) -> None:
    """31 December in Tokyo is over at 15:00 UTC."""
    sato = folk.person("Sato")
    token = folk.session(sato, (folk.mandate(sato, "MOFA"), None, None))

    assert current(folk, token, datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC))
    assert standing.current(folk.conn, token, datetime(2026, 12, 31, 15, 0, tzinfo=UTC)) is None
    signed = find_session(folk.conn, token, AT)
    assert signed is not None
    end_session(folk.conn, signed.session_id, AT)
    assert standing.current(folk.conn, token, AT) is None


def test_a_mandate_of_somebody_else_gives_a_session_nothing(folk: People) -> None:
    """Whoever could write into the row of a session would still not be Sato."""
    _sato, director, ito, deputy = absent_and_substitute(folk)
    assert standing.current(folk.conn, folk.session(ito, (director, None, None)), AT) is None

    kato = folk.person("Kato")
    absence = folk.absence(director, deputy, AWAY, BACK)
    assert standing.current(folk.conn, folk.session(kato, (None, absence, None)), AT) is None
    assert Standing is type(current(folk, folk.session(ito, (None, absence, None))))


def test_a_session_may_act_in_the_place_of_one_who_is_absent(folk: People) -> None:
    """In the absent director's office, under the director's mandate, as the person who stands in."""
    sato, director, ito, deputy = absent_and_substitute(folk)
    absence = folk.absence(director, deputy, AWAY, BACK)
    token = folk.session(ito, (None, absence, None))
    found = current(folk, token)

    assert (ito, "Ito", "Director", director, frozenset(WORK)) == (
        found.person_id, found.name, found.office, found.mandate_id, found.capacities)  # fmt: skip
    assert InPlaceOf(absence, sato, "Sato", "Deputy", BACK) == found.in_place_of
    assert (AWAY, BACK) == (found.valid_from, found.valid_until)
    assert standing.current(folk.conn, token, AT + timedelta(days=30)) is None


def test_a_session_may_act_in_another_partys_name_and_its_other_mandates_do_not(folk: People) -> None:
    """France's officer for Japan, under the arrangement that was chosen."""
    marie = folk.person("Marie")
    own = folk.mandate(marie, "MEAE", "Jurist", valid_until=None, through_systems=True)
    number = folk.arrangement("JPN", "FRA", valid_until=None)
    found = current(folk, folk.session(marie, (own, None, number)))

    assert ("JPN", "Japan", "Asia/Tokyo", frozenset(WORK)) == (
        found.party_key, found.party_name, found.party_zone, found.capacities)  # fmt: skip
    assert InNameOf(number, "FRA", "France", "state", "LC", "Note 12", None) == found.in_name_of
    assert (frozenset({"berth"}), None, False) == (found.procedures, found.cases, found.through_systems)
    assert current(folk, folk.session(marie, (own, None, None))).in_name_of is None


@pytest.mark.parametrize(("through", "reached"), [(None, False), ("JPN", True), ("FRA", False)])
def test_a_session_uses_a_mandate_as_far_as_the_provider_that_opened_it_reaches(
    folk: People, through: str | None, reached: bool
) -> None:
    """Japan lets its mandates be used through its own provider alone."""
    sato = folk.person("Sato")
    row: dict[str, object] = {
        "party_key": "JPN",
        "name": "Japan",
        "issuer": "https://id.example",
        "client_id": "c",
        "secret": "",
    }
    row |= {"mail_claim": "", "domains": [], "second": [], "only": True, "changed_by": sato, "changed_at": AT}
    folk.conn.execute(insert(IDENTITY_PROVIDER).values(row))
    token = folk.session(sato, (folk.mandate(sato, "MOFA"), None, None), through)

    assert reached is (standing.current(folk.conn, token, AT) is not None)
    managing = folk.session(sato, (folk.mandate(sato, "MOFA", "Head", capacities=("manage",)), None, None), through)
    assert (through != "FRA") is (standing.current(folk.conn, managing, AT) is not None)


def test_standings_are_offered_by_party_organ_and_office_then_places_then_names_of_others(folk: People) -> None:
    """Whatever the order in which they were recorded."""
    marie, sato = folk.person("Marie"), folk.person("Sato")
    for organ, office in (("MOFA", "Adviser"), ("JAXA", "Writer"), ("JAXA", "Liaison")):
        folk.mandate(marie, organ, office, level="agency" if organ == "JAXA" else "treaty")
    own = folk.mandate(marie, "MEAE", "Observer")
    twins = [folk.mandate(marie, "MEAE", "Jurist", level=level) for level in ("treaty", "agency")]
    folk.absence(folk.mandate(sato, "MEAE", "Director"), own, AWAY, BACK)
    folk.arrangement("OOSA", "FRA")
    folk.arrangement("JPN", "FRA")

    found = standing.choices(folk.conn, marie, AT)
    plain = [(one.party_name, one.organ_name, one.office) for one in found[:6]]
    assert sorted(plain) == plain
    assert [("Japan", "Agency", "Liaison"), ("Japan", "Agency", "Writer"), ("Japan", "Ministry", "Adviser")] == plain[
        3:
    ]
    assert twins == [one.mandate_id for one in found[:2]]
    assert "Sato" == found[6].for_name
    assert ["Japan", "Japan", "Office", "Office"] == [one.party_name for one in found[7:]]
    assert all(one.in_name_of for one in found[7:])


@pytest.mark.parametrize("only", ["revoked", "inactive"])
def test_a_revoked_mandate_and_one_of_a_person_who_was_shut_out_give_nothing(folk: People, only: str) -> None:
    """Neither to the person nor to a party's list."""
    sato = folk.person("Sato")
    number = folk.mandate(sato, "MOFA")
    if only == "revoked":
        folk.changed(number, revoked_at=AT)
    else:
        folk.conn.execute(update(PERSON).where(PERSON.c.id == sato).values(active=False))

    assert [] == standing.choices(folk.conn, sato, AT)
    assert [] == standing.all_of_party(folk.conn, "JPN", AT)
    assert standing.of_mandate(folk.conn, number, AT) is None


def test_a_delegation_counts_while_the_mandate_from_which_it_comes_does(folk: People) -> None:
    """Also among what a person may choose; it ends with its source and has none of what is not handed on."""
    sato, ito = folk.person("Sato"), folk.person("Ito")
    director = folk.mandate(sato, "MOFA", "Director", valid_until=date(2026, 6, 30), procedures=("berth", "pier"))
    deputy = folk.mandate(
        ito, "MOFA", "Deputy", capacities=("draft",), valid_until=date(2026, 6, 30), procedures=("berth",),
        kind="delegation", derived_from=director,
    )  # fmt: skip
    folk.changed(director, valid_until=date(2026, 5, 31))
    found = the_one(standing.choices(folk.conn, ito, AT))

    assert (deputy, (director,), date(2026, 5, 31), frozenset({"berth"})) == (
        found.mandate_id, found.comes_from, found.valid_until, found.procedures)  # fmt: skip
    folk.changed(director, revoked_at=AT)
    assert [] == standing.choices(folk.conn, ito, AT)


def handed_on_twice(folk: People, **top: object) -> tuple[int, int, int, int]:
    """Let Sato hand on to Ito, and Ito to Mori; give Mori, and the three mandates from the last to the first."""
    sato, ito, mori = (folk.person(name) for name in ("Sato", "Ito", "Mori"))
    first = folk.mandate(sato, "MOFA", "Director", through_systems=True)
    by: dict[str, object] = {"kind": "delegation", "through_systems": True}
    second = folk.mandate(ito, "MOFA", "Deputy", derived_from=first, **by)
    third = folk.mandate(mori, "MOFA", "Clerk", derived_from=second, **by)
    folk.changed(first, capacities=["draft", "dispatch", "manage"], cases=["A", "B"], procedures=["x", "y"])
    folk.changed(second, valid_from=date(2026, 3, 1), cases=["B", "C"], procedures=["y", "z"])
    folk.changed(third, capacities=["draft", "clear", "dispatch", "manage"], cases=["B", "D"], procedures=["y", "w"])
    if top:
        folk.changed(first, **top)
    return mori, third, second, first


def test_what_was_handed_on_twice_is_what_all_three_mandates_give(folk: People) -> None:
    """Capacities, cases, procedures and days of all of them; managing is not handed on though rows say so."""
    mori, third, second, first = handed_on_twice(folk)
    found = the_one(standing.choices(folk.conn, mori, AT))

    assert (third, (second, first)) == (found.mandate_id, found.comes_from)
    assert (frozenset({"draft", "dispatch"}), frozenset({"B"}), frozenset({"y"})) == (
        found.capacities, found.cases, found.procedures)  # fmt: skip
    assert (date(2026, 3, 1), LAST, True) == (found.valid_from, found.valid_until, found.through_systems)


def test_a_source_that_gives_less_takes_it_from_what_was_handed_on(folk: People) -> None:
    """At another level nothing is dispatched under it, and what goes through no system there goes through none here."""
    mori, *_mandates = handed_on_twice(folk, level="agency", through_systems=None, valid_from=date(2026, 4, 1))
    found = the_one(standing.choices(folk.conn, mori, AT))
    assert (frozenset({"draft"}), date(2026, 4, 1)) == (found.capacities, found.valid_from)
    assert not found.through_systems


def test_what_was_handed_on_does_not_count_once_its_source_has_ended_or_is_another_partys(folk: People) -> None:
    """However many hands are in between."""
    mori, third, second, first = handed_on_twice(folk)
    for number in (first, second):
        folk.changed(number, valid_until=date(2026, 4, 30))
        assert standing.of_mandate(folk.conn, third, AT) is None
        folk.changed(number, valid_until=LAST, organ_id=folk.organs["MEAE"])
        assert standing.of_mandate(folk.conn, third, AT) is None
        folk.changed(number, organ_id=folk.organs["MOFA"])
    assert [third] == [one.mandate_id for one in standing.choices(folk.conn, mori, AT)]


def test_a_mandate_that_was_handed_on_three_times_or_in_a_circle_counts_nowhere(folk: People) -> None:
    """Twice is what may be; a row that says more gives nothing."""
    _mori, third, second, first = handed_on_twice(folk)
    aoki = folk.person("Aoki")
    fourth = folk.mandate(aoki, "MOFA", "Aide")
    folk.changed(fourth, derived_from=third)
    assert [] == standing.choices(folk.conn, aoki, AT)
    folk.changed(fourth, derived_from=second)
    assert [fourth] == [one.mandate_id for one in standing.choices(folk.conn, aoki, AT)]

    folk.changed(first, derived_from=third)
    assert [None] * 4 == [standing.of_mandate(folk.conn, one, AT) for one in (first, second, third, fourth)]


def test_a_delegation_acts_in_another_partys_name_while_its_source_counts(folk: People) -> None:
    """As every own mandate does."""
    head, marie = folk.mandate(folk.person("Jean"), "MEAE", "Head"), folk.person("Marie")
    folk.mandate(marie, "MEAE", "Jurist", kind="delegation", derived_from=head)
    folk.arrangement("JPN", "FRA")
    assert "JPN" == in_name(folk, marie).party_key
    folk.changed(head, revoked_at=AT)
    assert [] == standing.choices(folk.conn, marie, AT)


def test_a_substitute_has_what_mandate_and_absence_both_cover(folk: People) -> None:
    """Procedures, cases and capacities of both; the days on which both mandates and the absence count."""
    _sato, director, ito, deputy = absent_and_substitute(folk)
    folk.changed(director, procedures=["berth", "pier"], cases=["BER-1", "BER-2"], valid_from=date(2026, 4, 29))
    folk.changed(deputy, valid_until=date(2026, 5, 4))
    folk.absence(
        director, deputy, AWAY, BACK, procedures=["pier", "quay"], cases=["BER-2", "BER-3"], capacities=["draft"]
    )
    found = in_place(folk, ito)

    assert (frozenset({"pier"}), frozenset({"BER-2"}), frozenset({"draft"})) == (
        found.procedures, found.cases, found.capacities)  # fmt: skip
    assert (date(2026, 4, 29), date(2026, 5, 4)) == (found.valid_from, found.valid_until)


@pytest.mark.parametrize(
    ("director", "deputy", "first", "last"),
    [
        ({}, {}, AWAY, BACK),
        ({"valid_until": date(2026, 5, 3)}, {}, AWAY, date(2026, 5, 3)),
        ({"valid_until": None}, {"valid_until": None}, AWAY, BACK),
        ({}, {"valid_from": date(2026, 4, 30)}, date(2026, 4, 30), BACK),
    ],
    ids=["the absence", "the absent's mandate", "no mandate", "the substitute's mandate"],
)
def test_the_days_of_a_substitute_are_those_of_whatever_begins_last_and_ends_first(
    folk: People, director: dict[str, date | None], deputy: dict[str, date | None], first: date, last: date
) -> None:
    """A mandate without an end cuts nothing off."""
    _sato, absent, ito, own = absent_and_substitute(folk)
    if director:
        folk.changed(absent, **director)
    if deputy:
        folk.changed(own, **deputy)
    folk.absence(absent, own, AWAY, BACK)

    found = in_place(folk, ito)
    assert (first, last) == (found.valid_from, found.valid_until)


def test_a_substitute_does_not_manage_though_the_absence_says_so(folk: People) -> None:
    """Nor audit: what is not handed on is not handed on by a row either."""
    _sato, director, ito, deputy = absent_and_substitute(folk)
    folk.changed(director, capacities=["draft", "manage", "audit"])
    folk.absence(director, deputy, AWAY, BACK, capacities=["draft", "manage", "audit"])
    assert frozenset({"draft"}) == in_place(folk, ito).capacities


def test_whoever_stands_in_under_a_delegation_does_so_while_its_source_counts(folk: People) -> None:
    """Ito's own mandate comes from Kato's: once that is revoked Ito stands in for nobody."""
    _sato, director, ito, _deputy = absent_and_substitute(folk)
    kato = folk.mandate(folk.person("Kato"), "MOFA", "Head")
    own = folk.mandate(
        ito, "MOFA", "Acting", capacities=("draft",), kind="delegation", derived_from=kato, valid_until=LAST
    )
    folk.absence(director, own, AWAY, BACK)

    assert director == in_place(folk, ito).mandate_id
    folk.changed(kato, revoked_at=AT)
    assert [] == standing.stood_in_by(folk.conn, ito, AT)


def test_who_stands_in_for_a_person_is_answered_for_one_party_by_the_end_of_the_absence(folk: People) -> None:
    """Sato holds mandates of two parties; what is France's is not told of Japan's."""
    sato, director, ito, deputy = absent_and_substitute(folk)
    kato, marie = folk.person("Kato"), folk.person("Marie")
    aide, jurist = folk.mandate(kato, "MOFA", "Aide"), folk.mandate(marie, "MEAE", "Jurist")
    folk.absence(director, deputy, AWAY, BACK)
    folk.absence(director, aide, AWAY, date(2026, 5, 2))
    folk.absence(folk.mandate(sato, "MEAE", "Guest"), jurist, AWAY, BACK)

    assert [kato, ito] == [one.person_id for one in standing.standing_in_for(folk.conn, sato, "JPN", AT)]
    assert [marie] == [one.person_id for one in standing.standing_in_for(folk.conn, sato, "FRA", AT)]
    assert [] == standing.standing_in_for(folk.conn, ito, "JPN", AT)
    later = datetime(2026, 5, 2, 15, 0, tzinfo=UTC)
    assert [ito] == [one.person_id for one in standing.standing_in_for(folk.conn, sato, "JPN", later)]


def test_everybody_who_acts_for_a_party_is_listed_by_mandate_and_substitutes_last(folk: People) -> None:
    """Nobody of another party; whose mandate has ended is left out, and substitutes come by the end of the absence."""
    sato, director, ito, deputy = absent_and_substitute(folk)
    marie = folk.person("Marie")
    folk.mandate(marie, "MEAE", "Jurist")
    liaison = folk.mandate(marie, "JAXA", "Liaison", level="agency")
    kato = folk.person("Kato")
    folk.mandate(kato, "MOFA", "Aide", valid_until=date(2026, 4, 30))
    handed = folk.mandate(kato, "MOFA", "Acting", kind="delegation", derived_from=director)
    folk.absence(director, deputy, AWAY, BACK)
    folk.absence(director, liaison, AWAY, date(2026, 5, 2))

    found = standing.all_of_party(folk.conn, "JPN", AT)
    own = [(sato, director), (ito, deputy), (marie, liaison), (kato, handed)]
    assert [*own, (marie, director), (ito, director)] == [(one.person_id, one.mandate_id) for one in found]
    assert [None, None, None, None, "Sato", "Sato"] == [one.for_name for one in found]
    assert ["FRA"] == [one.party_key for one in standing.all_of_party(folk.conn, "FRA", AT)]


def test_a_mandate_of_an_office_acts_for_a_party_in_all_that_was_entrusted(folk: People) -> None:
    """Its own capacity is the office alone; a State's own mandate has to have each."""
    desk, marie = folk.person("Desk"), folk.person("Marie")
    folk.mandate(desk, "DESK", "Officer", capacities=("office",))
    folk.mandate(marie, "MEAE", "Clerk", capacities=("draft", "manage"))
    folk.arrangement("JPN", "OOSA", capacities=["draft", "dispatch", "manage"])
    folk.arrangement("JPN", "FRA", capacities=["draft", "dispatch", "manage"])

    assert frozenset({"draft", "dispatch"}) == in_name(folk, desk).capacities
    assert frozenset({"draft"}) == in_name(folk, marie).capacities


@pytest.mark.parametrize(
    "other",
    [{"capacities": ("manage",)}, {"level": "agency"}, {"capacities": ("clear",)}],
    ids=["it only manages", "it counts at the level of agencies", "nothing of what was entrusted"],
)
def test_an_own_mandate_without_what_was_entrusted_acts_in_nobodys_name(folk: People, other: dict[str, object]) -> None:
    """At treaty level, in drafting or dispatch."""
    marie = folk.person("Marie")
    folk.mandate(marie, "MEAE", "Clerk", **other)
    folk.arrangement("JPN", "FRA", capacities=["draft", "dispatch"])
    assert [None] == [one.in_name_of for one in standing.choices(folk.conn, marie, AT)]


def test_in_another_partys_name_one_has_what_own_mandate_and_arrangement_both_cover(folk: People) -> None:
    """Procedures, cases and days; the arrangement is told with the day on which all of it ends."""
    marie = folk.person("Marie")
    own = folk.mandate(marie, "MEAE", "Jurist", procedures=("berth", "pier"), valid_until=date(2026, 5, 20))
    folk.changed(own, cases=["BER-1", "BER-2"], through_systems=True)
    number = folk.arrangement(
        "JPN", "FRA", procedures=["pier", "quay"], cases=["BER-2", "BER-3"], way="secretary_general", under="VCLT",
        valid_from=date(2026, 4, 1),
    )  # fmt: skip
    found = in_name(folk, marie)

    assert (frozenset({"pier"}), frozenset({"BER-2"})) == (found.procedures, found.cases)
    assert (date(2026, 4, 1), date(2026, 5, 20), False) == (found.valid_from, found.valid_until, found.through_systems)
    assert (
        InNameOf(number, "FRA", "France", "secretary_general", "VCLT", "Note 12", date(2026, 5, 20)) == found.in_name_of
    )
    folk.changed(own, valid_until=None)
    assert LAST == in_name(folk, marie).valid_until


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (datetime(2026, 5, 3, 16, 0, tzinfo=UTC), False),
        (datetime(2026, 5, 3, 21, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 5, 3, 22, 0, tzinfo=UTC), True),
    ],
    ids=["the fourth in Tokyo", "a second to midnight in Paris", "the fourth in both"],
)
def test_in_another_partys_name_the_own_mandate_counts_by_the_days_of_the_own_zone(
    folk: People, at: datetime, counts: bool
) -> None:
    """It begins on 4 May 2026 in Paris, seven hours after that day began in Tokyo."""
    marie = folk.person("Marie")
    folk.mandate(marie, "MEAE", "Jurist", valid_from=date(2026, 5, 4))
    folk.arrangement("JPN", "FRA")
    assert counts is any(one.in_name_of for one in standing.choices(folk.conn, marie, at))


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        (date(2026, 5, 1), False),
        (date(2026, 4, 30), True),
        (date(2026, 4, 1), True),
        (date(2026, 3, 31), False),
        (None, False),
    ],
    ids=["today is the last day", "yesterday", "thirty days ago", "thirty-one days ago", "without an end"],
)
def test_a_mandate_that_ended_by_itself_is_told_for_thirty_days(folk: People, ended: date | None, told: bool) -> None:
    """On 1 May 2026, without any capacity: its papers may be handed on, and nothing else."""
    sato = folk.person("Sato")
    number = folk.mandate(sato, "MOFA", "Director", valid_until=ended)
    found = standing.ended_lately(folk.conn, sato, AT)

    assert [number] * told == [one.mandate_id for one in found]
    assert [frozenset()] * told == [one.capacities for one in found]


def test_the_thirty_days_are_those_of_the_partys_zone(folk: People) -> None:
    """1 May 2026 ends in Tokyo at 15:00 UTC: only then has a mandate until that day ended."""
    sato = folk.person("Sato")
    folk.mandate(sato, "MOFA", "Director", valid_until=date(2026, 5, 1))
    told = [
        len(standing.ended_lately(folk.conn, sato, datetime(2026, 5, 1, hour, minute, 59, tzinfo=UTC)))
        for hour, minute in ((14, 59), (15, 0))
    ]
    assert [0, 1] == told


def test_whoever_acts_in_the_same_office_under_a_newer_mandate_has_lost_none(folk: People) -> None:
    """In another office, or for another organ, one has: the last to end is told first."""
    sato = folk.person("Sato")
    ended = [
        folk.mandate(sato, "MOFA", office, valid_until=day)
        for office, day in (
            ("Adviser", date(2026, 4, 20)),
            ("Director", date(2026, 4, 28)),
            ("Clerk", date(2026, 4, 25)),
        )
    ]
    folk.mandate(sato, "MOFA", "Director", valid_from=date(2026, 4, 29))
    folk.mandate(sato, "JAXA", "Adviser", level="agency")

    assert [ended[2], ended[0]] == [one.mandate_id for one in standing.ended_lately(folk.conn, sato, AT)]


def test_a_mandate_that_was_revoked_or_is_somebody_elses_is_none_that_ended(folk: People) -> None:
    """Whoever took it back says what becomes of its papers."""
    sato, ito = folk.person("Sato"), folk.person("Ito")
    folk.mandate(ito, "MOFA", "Deputy", valid_until=date(2026, 4, 20))
    folk.changed(folk.mandate(sato, "MOFA", "Director", valid_until=date(2026, 4, 28)), revoked_at=AT)
    assert () == standing.ended_lately(folk.conn, sato, AT)


def test_a_delegation_that_counts_no_more_has_not_ended_by_itself_before_its_last_day_is_over(folk: People) -> None:
    """Its source was revoked on 1 May 2026, which is its last day."""
    director = folk.mandate(folk.person("Sato"), "MOFA", "Director")
    ito = folk.person("Ito")
    folk.mandate(
        ito, "MOFA", "Deputy", capacities=("draft",), valid_until=date(2026, 5, 1), kind="delegation",
        derived_from=director,
    )  # fmt: skip
    folk.changed(director, revoked_at=AT)

    assert [] == standing.choices(folk.conn, ito, AT)
    assert () == standing.ended_lately(folk.conn, ito, AT)
    assert 1 == len(standing.ended_lately(folk.conn, ito, AT + timedelta(days=1)))


def test_where_no_day_is_named_there_is_no_earliest(folk: People) -> None:
    """A mandate without an end, under an arrangement without one, in another's name has none."""
    marie = folk.person("Marie")
    folk.mandate(marie, "MEAE", "Jurist", valid_until=None, valid_from=FIRST)
    folk.arrangement("JPN", "FRA", valid_until=None)
    assert in_name(folk, marie).valid_until is None
