"""Whoever enters a zone: asked, answered or not, in an emergency, unannounced; and no word that keeps anybody away."""

import re
from pathlib import Path

import pytest

from tests.workflows.zones import (
    ACCORDS,
    BRAZIL,
    CHINA,
    EVERY,
    INDIA,
    JAPAN,
    STATION,
    ZONE,
    active,
    described,
    drafted,
    entry_asked,
    notified,
)
from workflows.kernel.describe_texts import texts
from workflows.kernel.procedure import Procedure
from workflows.lunar.zone_profiles import profiles, read_profile
from workflows.parties.reading import InstrumentError

ENTRY = "entry:1"
KEEPS_AWAY = re.compile(
    r"exclu|forbid|forbidd|prohibit|\bbann?(ed|s)?\b|\bden(y|ied|ies)\b|\bpermi(t|ts|tted|ssion)\b|trespass|intru|"
    r"violat|\billegal|\bunlawful|no[- ]go|no[- ]entry|off[- ]limits|restricted|keep[- ]out|must not|may not enter|"
    r"\brefuse[sd]?\b.*\bentry|authoris|\bbreach",
    re.IGNORECASE,
)
DENIES_IT = re.compile(r"\b(no|not|none|nobody|nothing|never|without)\b", re.IGNORECASE)


@pytest.mark.parametrize("procedure", EVERY, ids=["ost-only", "artemis-2020", "ilrs"])
def test_no_text_of_a_zone_suggests_that_it_keeps_anybody_away(procedure: Procedure) -> None:
    """Every sentence with such a word says that it is not so; searched over all that a person reads."""
    said = [part for text in texts(procedure) for part in re.split(r"(?<=[.;])\s", text)]
    found = [part for part in said if KEEPS_AWAY.search(part) and not DENIES_IT.search(part)]
    assert [] == found
    assert any("excludes no State" in part for part in said)


@pytest.mark.parametrize("procedure", EVERY, ids=["ost-only", "artemis-2020", "ilrs"])
def test_no_step_can_refuse_an_entry_and_none_waits_for_an_answer(procedure: Procedure) -> None:
    """To report an entry, and to enter in an emergency, has no condition but the day on which it took place."""
    assert not [row.key for row in procedure.steps if "refuse" in row.key or "deny" in row.key]
    free = [row for key in ("report_entry", "report_emergency", "request_entry") for row in procedure.rows[key]]
    assert [None] * 3 == [row.when for row in free]


def test_a_request_is_coordinated_between_the_two() -> None:
    """Nobody else reads it; a visit to a facility is linked."""
    play = entry_asked()
    request = play.acts[-1]
    act = play.take("enter_coordinated", INDIA, "2030-08-10", track=ENTRY)
    assert ("coordinated", "active") == (play.state(ENTRY), play.state())
    assert [("C3", (INDIA,)), ("C3", (BRAZIL,))] == [(request.level, request.told), (act.level, act.told)]
    assert "OST XII s1" in [str(one) for one in ZONE.rows["request_entry"][0].under]


@pytest.mark.parametrize(
    ("at", "state"), [("2030-08-15", "requested"), ("2030-08-16", "no_reply")], ids=["the day", "the day after"]
)
def test_whoever_hears_nothing_may_go_on_with_due_regard(at: str, state: str) -> None:
    """Fourteen days by a target; a flag, and no consent."""
    play = entry_asked()
    play.pass_time(at)
    assert (state, state == "no_reply") == (play.state(ENTRY), "entry_unanswered" in play.case.tracks[ENTRY].flags)
    if state == "no_reply":
        play.take("report_entry", BRAZIL, "2030-09-01", track=ENTRY, filing={"entered_on": "2030-09-01"})
        assert ("under_way", True) == (
            play.state(ENTRY), "entered_without_reply" in play.case.tracks[ENTRY].flags,
        )  # fmt: skip


def test_an_entry_against_advice_is_a_fact_and_nothing_else() -> None:
    """The advice binds nobody; the case stays where it was."""
    play = entry_asked()
    play.take("enter_advised_against", INDIA, "2030-08-10", track=ENTRY)
    play.take("report_entry", BRAZIL, "2030-09-01", track=ENTRY, filing={"entered_on": "2030-09-01"})
    assert ("active", "under_way") == (play.state(), play.state(ENTRY))
    assert ["entered_against_advice"] == list(play.case.tracks[ENTRY].flags)
    play.take("enter_done", BRAZIL, "2030-09-05", track=ENTRY, filing={"left_on": "2030-09-05"})
    assert "done" == play.state(ENTRY)


def test_an_entry_that_was_coordinated_bears_no_flag() -> None:
    """It goes as agreed."""
    play = entry_asked()
    play.take("enter_coordinated", INDIA, "2030-08-10", track=ENTRY)
    play.take("report_entry", BRAZIL, "2030-09-01", track=ENTRY, filing={"entered_on": "2030-09-01"})
    assert () == tuple(play.case.tracks[ENTRY].flags)


def test_an_entry_that_nobody_announced_is_recorded_with_a_track_for_its_state() -> None:
    """A flag, and no finding; whoever is named is told and may speak."""
    play = active()
    act = play.take("record_entry", INDIA, "2030-07-01", filing={"party": CHINA, "entered_on": "2030-06-30"})
    assert ("active", True, ("CHN", "OOSA")) == (play.state(), "entered_unannounced" in play.case.flags, act.told)
    assert {f"enter_done@{ENTRY}", "object"} <= play.offered(CHINA, "2030-07-02")


@pytest.mark.parametrize("by", [CHINA, INDIA], ids=["another State", "the operating State"])
def test_in_an_emergency_nobody_asks_and_nobody_waits(by: str) -> None:
    """All are told at once; rescue is a case of its own, which is linked."""
    play = active()
    act = play.take("report_emergency", by, "2030-07-01", filing={"reference": "RESP-2030-0001"})
    assert ("active", "under_way", True) == (play.state(), play.state(ENTRY), "emergency_entry" in play.case.flags)
    link = ZONE.rows["report_emergency"][0].link
    assert ("rescue", "C1") == (link and link.kind, act.level)


def test_a_late_answer_to_a_request_is_taken() -> None:
    """It is marked as late, and the entry is coordinated."""
    play = entry_asked()
    act = play.take("enter_coordinated", INDIA, "2030-08-20", track=ENTRY)
    assert ("coordinated", True) == (play.state(ENTRY), act.late)


def test_on_the_treaty_alone_the_secretary_general_is_told_and_no_programme() -> None:
    """No list of anybody's partners stands in it."""
    play = notified()
    assert (("OOSA",), ()) == (play.acts[-1].told, play.case.parties.get("addressee", ()))
    assert {"OST"} == {one.instrument for row in ZONE.rows["notify"] for one in row.under}


def test_under_the_accords_every_other_signatory_is_told_and_the_basis_is_theirs_to_ask() -> None:
    """From the status table; the State itself is no addressee of its own notice."""
    play = notified(ACCORDS)
    told = play.acts[-1].told
    assert (True, False, False, "OOSA" in told) == (JAPAN in told, INDIA in told, CHINA in told, True)
    assert INDIA not in play.case.parties["addressee"]
    play.take("ask_basis", JAPAN, "2030-02-10")
    assert "asked_by_signatory" in play.case.flags
    other = notified(ACCORDS)
    other.take("ask_basis", CHINA, "2030-02-10")
    assert ("basis_requested", False) == (other.state(), "asked_by_signatory" in other.case.flags)
    assert [("ARTEMIS", "SOFT"), ("OST", "LAW_T")] == [
        (one.instrument, one.binding.value) for one in ACCORDS.rows["notify"][0].under
    ]


def test_whoever_did_not_sign_the_accords_relies_on_the_treaty() -> None:
    """The refusal says so."""
    play = drafted(ACCORDS)
    play.first = play.case = type(play)(ACCORDS, "2030-01-01", {"operating": [CHINA]}).case
    why = play.refused("notify", CHINA, "2030-02-01", filing=described())
    assert ("closed", True) == (why.kind, "on the treaty alone" in str(why))


def test_the_evolving_profile_says_that_it_is_and_requires_nothing_of_anybody() -> None:
    """Its partners are told; a State that is none may use it, and nobody has to."""
    profile = profiles()["ilrs"]
    assert (True, "M", True) == (profile.evolving, profile.grade, "evolving" in STATION.title)
    play = notified(STATION)
    assert {"CHN", "RUS", "OOSA"} <= set(play.acts[-1].told)
    assert any("not verified" in note for note in STATION.notes)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('key = "x"\ntitle = "X"\nsays = "S"\ngrade = "V"\n', "says nothing of “notify”"),
        ('key = "x"\ntitle = "X"\nsays = "S"\ngrade = "V"\ncolour = "red"\n', "unknown key"),
        ('key = "x"\ntitle = "X"\nsays = "S"\ngrade = "V"\naddressees = ["NOBODY"]\n', "there is no party 'NOBODY'"),
        ('key = "x"\ntitle = "X"\nsays = "S"\ngrade = "V"\nsignatories = "NONE"\n', "no instrument 'NONE'"),
    ],
    ids=["rules", "key", "party", "instrument"],
)
def test_a_profile_that_cannot_be_read_says_where_and_why(tmp_path: Path, text: str, why: str) -> None:
    """File, key and reason."""
    rules = "".join(
        f'[[rule]]\nact = "{act}"\ncites = ["OST XI s1"]\n' for act in ("notify", "basis", "publish", "entry")
    )
    path = tmp_path / "x.toml"
    path.write_text(text if "says nothing" in why else text + rules, encoding="utf-8")
    with pytest.raises(InstrumentError, match=why):
        read_profile(path)


def test_a_profile_that_cites_what_is_not_there_is_refused(tmp_path: Path) -> None:
    """A provision has to be one of the library."""
    path = tmp_path / "x.toml"
    path.write_text(
        'key = "x"\ntitle = "X"\nsays = "S"\ngrade = "V"\n[[rule]]\nact = "notify"\ncites = ["OST XCIX"]\n',
        encoding="utf-8",
    )
    with pytest.raises(InstrumentError, match="no provision 'XCIX'"):
        read_profile(path)
