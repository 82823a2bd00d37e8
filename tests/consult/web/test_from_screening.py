"""A paper that names whom an activity overlaps with begins with what the comparison with the register finds."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from consult import clock
from consult.docket import worlds
from tests.consult.web.cases_world import fill_in
from tests.consult.web.dispute_world import dispute, file
from tests.consult.web.registered import registered
from tests.consult.web.world import World

AT = datetime(2027, 3, 15, 9, tzinfo=UTC)
TOLD, LONG_AGO = datetime(2027, 2, 1, 9, tzinfo=UTC), datetime(2026, 1, 15, 9, tzinfo=UTC)
OFFICE, INDIA, GERMANY, JAPAN = (
    "desk@oosa.example", "counsellor@ind.example", "counsellor@deu.example", "counsellor@jpn.example",
)  # fmt: skip
CHAIR, ADVISER = "chair@rou.example", "adviser@ind.example"
ROLL = {"member": ["DEU", "IND", "KOR"]}
STEP, BUTTON = "identify_overlap", "Name the States concerned"
BESIDE = {
    "operator": "An operator", "nature": "Drilling.", "activity_class": "rover",
    "earliest_start": "2028-02-01", "latest_end": "2028-12-31",
    "contact": {"channel": "mail", "address": "contact@agency.example"},
    "areas": [{"kind": "operations", "place": {"body": "earth", "shape": "point", "lat": "0", "lon": "0.01"}}],
}  # fmt: skip


class Notice:
    """India's notice on 15 March 2027, while information is exchanged: Korea tells everybody of a rover beside it,
    France of an old drill, and Japan tells participants alone where its telescope stands."""

    def __init__(self, folder: Path) -> None:
        """Tell the story up to the day and fill the register."""
        with clock.frozen(AT):
            self.world, self.ref = dispute(folder, AT, "lunar-third-state")
        told: World = self.world
        registered(told, "KOR", {**BESIDE, "activity_title": "Rover"}, "LUN-0001", TOLD)
        registered(told, "FRA", {**BESIDE, "activity_title": "Drill"}, "LUN-0002", LONG_AGO)
        hidden = {**BESIDE, "activity_title": "Telescope", "members_only": ["areas"]}
        registered(told, "JPN", hidden, "LUN-0003", TOLD)

    def sheet(self, mail: str) -> Any:
        """Ask for the sheet of overlaps."""
        with clock.frozen(AT):
            return self.world.signed_in(mail).get(f"/cases/{self.ref}/sheets/overlaps")

    def press(self, mail: str) -> Any:
        """Press its button."""
        with clock.frozen(AT):
            return self.world.signed_in(mail).post(f"/cases/{self.ref}/drafts", form_at="/desk", step=STEP, track="")

    def form(self, mail: str) -> str:
        """Give the form of the paper that the button begins."""
        answer = self.press(mail)
        assert 303 == answer.status_code
        with clock.frozen(AT):
            return str(self.world.signed_in(mail).get(answer.location).text)


@pytest.fixture
def notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notice]:
    """Let India, Korea and Germany be members of the case; the register knows of no roll."""
    monkeypatch.setattr(worlds.LiveWorld, "_roll", lambda _self, _procedure, _under, of: ROLL.get(of, []))
    found = Notice(tmp_path)
    yield found
    found.world.engine.dispose()


def named(form: str) -> set[str]:
    """List the States that are ticked."""
    return set(re.findall(r'name="f/states" value="(\w+)" checked', form))


def values(form: str, part: str) -> list[str]:
    """List what stands in a part of the rows of what overlaps."""
    answered = re.findall(rf'name="f/findings/\d+/{part}"[^>]*?value="([^"]*)"', form)
    chosen = re.findall(rf'<select[^>]*name="f/findings/\d+/{part}".*?</select>', form, re.DOTALL)
    ticked = [one for select in chosen for one in re.findall(r'value="([^"]*)" selected', select)]
    return [one for one in (*answered, *ticked) if one]


def test_the_paper_of_the_secretariat_begins_with_every_state_found(notice: Notice) -> None:
    """It keeps the register: Japan is named too. What Japan keeps for participants is not told under the findings,
    which all in the case will read."""
    assert BUTTON in notice.sheet(OFFICE).text
    form = notice.form(OFFICE)
    assert {"KOR", "FRA", "JPN"} == named(form)
    assert {"Rover (LUN-0001)", "Drill (LUN-0002)"} == set(values(form, "with"))
    assert "Telescope" not in form
    assert {"KOR", "FRA"} == set(values(form, "party"))
    assert {"place"} == set(values(form, "kind"))
    assert {"2027-02-01", "2026-01-15"} == set(values(form, "data_as_of"))
    assert {"2"} == set(values(form, "margin:value"))
    rover, drill = sorted(values(form, "what"), key=len)
    assert "from 1 March 2028 to 31 December 2028" in rover
    assert drill.endswith("The data are 424 days old: ask.")


def test_what_a_side_may_not_read_names_nobody_in_its_paper(notice: Notice) -> None:
    """India is on no roll of the register: Japan's telescope does not exist for it."""
    assert BUTTON in notice.sheet(INDIA).text
    form = notice.form(INDIA)
    assert {"KOR", "FRA"} == named(form)
    assert 2 == len(values(form, "with"))


def test_the_person_changes_what_was_found_before_it_is_sent(notice: Notice) -> None:
    """France is taken out; what is stored is what the secretariat wrote."""
    answer = notice.press(OFFICE)
    with clock.frozen(AT):
        office = notice.world.signed_in(OFFICE)
        fill_in(office, answer.location, do="save", states=["KOR"], grounds="A rover stands there.")
        assert {"KOR"} == named(office.get(answer.location).text)
    assert answer.location == notice.press(OFFICE).location, "the button goes on with the paper that lies there"


def test_a_state_that_is_named_already_is_not_named_again(notice: Notice) -> None:
    """On 15 March 2027 the secretariat names Korea; its next paper begins with the others."""
    file(notice.world, notice.ref, "OOSA", STEP, AT, states=["KOR"], grounds="A rover stands there.")
    form = notice.form(OFFICE)
    assert {"FRA", "JPN"} == named(form)
    assert {"Drill (LUN-0002)"} == set(values(form, "with"))


def test_where_all_found_are_named_there_is_no_button(notice: Notice) -> None:
    """On 15 March 2027 the secretariat names all three."""
    states = ["FRA", "JPN", "KOR"]
    file(notice.world, notice.ref, "OOSA", STEP, AT, states=states, grounds="All stand there.")
    assert BUTTON not in notice.sheet(OFFICE).text


@pytest.mark.parametrize(("mail", "status"), [(GERMANY, 200), (CHAIR, 200), (ADVISER, 200), (JAPAN, 404)])
def test_whoever_may_not_name_states_has_no_button(notice: Notice, mail: str, status: int) -> None:
    """A member that is no side, a chair and an adviser who does not write read the sheet; for Japan there is no
    case."""
    answer = notice.sheet(mail)
    assert (status, False) == (answer.status_code, BUTTON in answer.text)


@pytest.mark.parametrize(("mail", "status"), [(ADVISER, 409), (JAPAN, 404)])
def test_the_paper_is_begun_by_nobody_else(notice: Notice, mail: str, status: int) -> None:
    """The POST is refused as the button is absent."""
    assert status == notice.press(mail).status_code
