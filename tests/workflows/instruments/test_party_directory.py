"""States, organisations and bodies, national limits, and the status table that refers to them."""

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from workflows import national as national_limits
from workflows import parties as directory
from workflows.instruments import InstrumentError, library, provision
from workflows.national import national
from workflows.parties import find, parties

TREATIES = ("OST", "ARRA", "LC", "REG", "MOON")
PARTY = '[[party]]\nkey = "AAA"\nname = "Aland"\nkind = "state"\nzone = "UTC"\n'
POLICY = 'settlement = [{ kind = "negotiation", holds = "prefers", says = "x", under = "OST I", grade = "M" }]\n'
LIMIT = (
    '[[limit]]\nprocedure = "p"\nlimit = "l"\nlength = 60\nunit = "days"\nstarts = "s"\n'
    'instrument = "OST"\nprovision = "I"\ngrade = "V"\nsays = "x"\n'
)


def test_every_row_of_the_status_table_names_a_known_party() -> None:
    """Nobody is bound who is not in the directory, and no body ever is."""
    keys = {row.party for rows in library().rows.values() for row in rows}
    assert set() == {key for key in keys if key not in parties() or not parties()[key].may_be_party}


def test_more_than_twenty_five_states_and_organisations_have_all_five_treaties() -> None:
    """Those that fly are recorded under each of the five treaties."""
    covered = Counter(party for (key, party) in library().rows if key in TREATIES)
    assert 61 <= sum(count == len(TREATIES) for count in covered.values())


def test_depositaries_in_the_status_table_are_known() -> None:
    """Where a depositary is recorded it is a depositary of that instrument."""
    rows = [row for found in library().rows.values() for row in found if row.depositary]
    assert rows
    assert [] == [row for row in rows if row.depositary not in library().instruments[row.instrument].depositaries]


def test_every_party_has_a_zone_that_exists_and_a_language() -> None:
    """Zones are those of the time zone database."""
    for fact in parties().values():
        assert ZoneInfo(fact.zone).key == fact.zone
        assert fact.languages


def test_states_have_three_letters_and_nearly_all_a_place_for_holidays() -> None:
    """Places begin with two letters of ISO 3166; one State has no holiday table."""
    states = [fact for fact in parties().values() if fact.kind == "state"]
    assert 60 <= len(states)
    assert [] == [fact.key for fact in states if not (len(fact.key) == 3 and fact.key.isalpha() and fact.key.isupper())]
    assert ["PRK"] == [fact.key for fact in states if not fact.place]


@pytest.mark.parametrize(
    ("label", "key"),
    [("jpn", "JPN"), ("Japan", "JPN"), ("  united   states ", "USA"), ("turkey", "TUR"), ("UNOOSA", "OOSA")],
)
def test_a_party_is_found_by_key_name_or_other_name(label: str, key: str) -> None:
    """Letters' case and spaces do not matter."""
    found = find(label)
    assert found is not None
    assert key == found.key


def test_an_unknown_label_finds_nobody() -> None:
    """There is no guess."""
    assert find("Atlantis") is None


@pytest.mark.parametrize(
    ("key", "body_class"),
    [
        ("COPUOS", "un_organ"),
        ("STSC", "un_organ"),
        ("LSC", "un_organ"),
        ("OOSA", "un_organ"),
        ("CD", "un_organ"),
        ("ITU", "un_organ"),
        ("ICG", "un_organ"),
        ("IADC", "scientific"),
        ("ISECG", "observer"),
        ("IAA", "scientific"),
        ("IAF", "scientific"),
        ("CHARTER", "observer"),
        ("UN-SPIDER", "un_organ"),
        ("UN-SPIDER-BEIJING", "un_organ"),
        ("BEIHANG", "regional"),
        ("BRICS-RSSC", "regional"),
        ("ALC", "regional"),
        ("APRSAF", "regional"),
        ("SCA", "regional"),
        ("CMSA", "agency"),
        ("LESEC", "agency"),
    ],
)
def test_bodies_exist_and_are_not_parties(key: str, body_class: str) -> None:
    """Every body of the founding documents takes part without being a party."""
    fact = parties()[key]
    assert ("body", body_class, False) == (fact.kind, fact.body_class, fact.may_be_party)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (PARTY + 'capital = "A"\n', 6, "capital: unknown key"),
        (PARTY.replace("state", "club"), 4, "kind: 'club' is not one of"),
        (PARTY + 'body_class = "observer"\n', 6, "body_class: belongs to kind body only"),
        (PARTY.replace("state", "body"), 1, "body_class: is required"),
        (PARTY + 'languages = ["de"]\n', 6, "languages: 'de' is not one of"),
        (PARTY + "\n" + PARTY, 8, "key: 'aaa' already names AAA"),
        ('owner = "x"\n' + PARTY, 1, "owner: unknown key"),
    ],
)
def test_a_broken_directory_names_file_line_and_reason(tmp_path: Path, text: str, line: int, reason: str) -> None:
    """Unknown keys, kinds, languages and names that are taken are refused."""
    (tmp_path / "parties.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InstrumentError) as caught:
        directory.load(tmp_path)
    assert ("parties.toml", line) == (caught.value.file, caught.value.line)
    assert reason in caught.value.reason


def test_a_body_under_an_unknown_body_is_refused(tmp_path: Path) -> None:
    """What a body stands under must be there."""
    (tmp_path / "bodies.toml").write_text(PARTY + 'under = "NONE"\n', encoding="utf-8")
    with pytest.raises(InstrumentError, match="AAA: under: no party or body NONE"):
        directory.load(tmp_path)


def test_china_registers_within_sixty_days_by_national_law() -> None:
    """The sixty days are national law from the founding documents; amendment and furnishing are from memory."""
    found = {limit.limit: limit for limit in national("CHN")}
    assert (60, "days", "LAW_N", "src") == (
        found["national_registration"].length,
        found["national_registration"].unit,
        found["national_registration"].binding,
        found["national_registration"].grade,
    )
    assert ["M", "M"] == [found[name].grade for name in ("status_update", "furnishing")]


def test_a_policy_on_settlement_is_soft_and_keeps_its_grade() -> None:
    """It binds nobody, and says how it was read."""
    found = national_limits.policies("CHN")
    assert [("negotiation", "prefers", "SOFT", "M")] == [
        (p.kind, p.holds, p.cited.binding, p.cited.grade) for p in found
    ]
    assert () == national_limits.policies("JPN")


def test_a_state_without_a_file_has_no_national_limits() -> None:
    """Nothing is invented for Japan."""
    assert () == national("JPN")


def test_national_limits_cite_provisions_that_exist() -> None:
    """Each period leads to a provision, under a party that exists."""
    for code, held in national_limits.shipped().items():
        assert code in parties()
        for limit in held.limits:
            assert provision(limit.instrument, limit.provision).grade == limit.grade
        for policy in held.policies:
            assert provision(policy.cited.instrument, policy.cited.provision)


@pytest.mark.parametrize(
    ("name", "text", "line", "reason"),
    [
        ("chn.toml", LIMIT + 'days = "x"\n', 11, "days: unknown key"),
        ("chn.toml", LIMIT.replace("60", "0"), 4, "length: must be a whole number above zero"),
        ("chn.toml", LIMIT.replace('"days"', '"weeks"'), 5, "unit: 'weeks' is not one of"),
        (
            "chn.toml",
            "settlement = [ 1 ]\n",
            1,
            "settlement: must be a list of tables with exactly the keys kind, holds",
        ),
        ("chn.toml", POLICY.replace("prefers", "likes"), 1, "settlement: holds is prefers or declines"),
        ("china.toml", LIMIT, None, "the name must be a State's three letters"),
    ],
)
def test_a_broken_file_of_national_limits_is_refused(
    tmp_path: Path, name: str, text: str, line: int | None, reason: str
) -> None:
    """File, line and reason are named."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InstrumentError) as caught:
        national_limits.load(tmp_path)
    assert (name, line) == (caught.value.file, caught.value.line)
    assert reason in caught.value.reason
