"""The sheets of a lunar notice: the arrangement with parties, slots and review, and overlaps with the register."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from consult import clock
from consult.docket import worlds
from tests.consult.web.dispute_world import dispute
from tests.consult.web.world import World

MARCH = datetime(2028, 3, 20, 9, tzinfo=UTC)
INDIA, KOREA, JAPAN = "counsellor@ind.example", "counsellor@kor.example", "counsellor@jpn.example"
ROLL = {"member": ["DEU", "IND", "KOR"]}
STORY = "lunar-third-state"


class Read:
    """A notice as it stands on 20 March 2028, with whoever reads its sheets."""

    def __init__(self, folder: Path, at: datetime, story: str) -> None:
        """Tell the story up to the moment."""
        self.at = at
        with clock.frozen(at):
            self.world, self.ref = dispute(folder, at, story)

    def answer(self, mail: str, sheet: str) -> Any:
        """Ask for a sheet."""
        with clock.frozen(self.at):
            return self.world.signed_in(mail).get(f"/cases/{self.ref}/sheets/{sheet}")

    def words(self, mail: str, sheet: str) -> str:
        """Give the words of a sheet."""
        main = self.answer(mail, sheet).text.partition("<main")[2].partition("</main>")[0]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type]:
    """Let India, Korea and Germany be members, whatever cases of participation there are."""
    monkeypatch.setattr(worlds.LiveWorld, "_roll", lambda _self, _procedure, _under, of: ROLL.get(of, []))
    found: list[World] = []

    class Told(Read):
        """A story told in this test."""

        def __init__(self, at: datetime, story: str = STORY) -> None:
            super().__init__(tmp_path, at, story)
            found.append(self.world)

    yield Told
    for world in found:
        world.engine.dispose()


def test_an_arrangement_says_who_accepted_it_and_how_and_when_it_is_reviewed(told: Any) -> None:
    """India and Korea by silence, Germany later and expressly; the bar of slots has a table."""
    read = told(MARCH)
    words = read.words(INDIA, "arrangement")
    assert 2 == len(re.findall("by silence, ", words))
    for said in ("later, expressly, 1 June 2027", "in force", "review due", "Time slots", "A proposal, not law"):
        assert said in words, said
    assert "<svg" in read.answer(INDIA, "arrangement").text


def test_a_text_under_silence_is_before_the_parties_and_binds_nobody_yet(told: Any) -> None:
    """On 9 April 2027 Germany has joined beside it."""
    words = told(datetime(2027, 4, 9, 9, tzinfo=UTC)).words(KOREA, "arrangement")
    assert ("before the parties" in words, words.count("not bound")) == (True, 3)
    assert "In force since" not in words


def test_before_there_is_a_text_the_sheet_says_so_and_nobody_outside_sees_the_case(told: Any) -> None:
    """Japan takes no part: the sheet is unknown to it, as the case is."""
    read = told(datetime(2027, 3, 26, 9, tzinfo=UTC))
    assert "No text lies before the parties." in read.words(INDIA, "arrangement")
    assert (404, 404) == tuple(read.answer(JAPAN, key).status_code for key in ("arrangement", "overlaps"))


def test_a_member_that_is_no_side_does_not_get_the_sheet_of_the_arrangement(told: Any) -> None:
    """Germany before it joins reads what is for members, such as the overlaps it may read."""
    read = told(datetime(2027, 4, 6, 9, tzinfo=UTC))
    germany = "counsellor@deu.example"
    assert (404, 200) == tuple(read.answer(germany, key).status_code for key in ("arrangement", "overlaps"))
    assert "/sheets/arrangement" not in read.answer(germany, "overlaps").text


def test_the_sheet_of_overlaps_compares_the_registered_version_as_of_today(told: Any) -> None:
    """The version is the first, recorded on 1 March 2027."""
    words = told(MARCH).words(INDIA, "overlaps")
    assert "version 1, recorded on 1 March 2027" in words
    assert "No overlap was found." in words
    assert "A proposal, not law" in words


def test_after_a_silence_parties_read_what_it_was_on_and_others_nothing(told: Any) -> None:
    """On 20 May 2027 the second text is adopted. Secretariat and chair see that a silence was not broken, and neither
    the text nor its silence; the page of the arrangement leaves out when the silence was to end."""
    read = told(datetime(2027, 5, 20, 9, tzinfo=UTC), "lunar-broken-silence")
    name = "[exercise] Title of the arrangement"
    arranged, silent = read.words(INDIA, "arrangement"), read.words(INDIA, "silence")
    assert (f"{name} in force" in arranged, "Silence ends at" in arranged) == (True, False)
    for said in (f"{name} adopted by silence", f"{name} silence broken"):
        assert said in silent, said
    for mail in ("desk@oosa.example", "chair@rou.example"):
        with clock.frozen(read.at):
            board = read.world.signed_in(mail).get("/silence")
        assert (200, 200) == (board.status_code, read.answer(mail, "silence").status_code)
        assert "No text that you may see lies under silence." in board.text
        assert name not in board.text


def test_a_condition_that_is_met_is_not_told_in_the_words_of_its_refusal(told: Any) -> None:
    """With the arrangement in force India may end it; before, the page says that none is in force."""
    arranged = told(datetime(2027, 5, 20, 9, tzinfo=UTC), "lunar-broken-silence").words(INDIA, "arrangement")
    assert "Give notice that the arrangement ends" in arranged
    assert "met “Arrangement stands” is on record." in arranged
    assert "No arrangement is in force." not in arranged


def test_a_member_that_may_not_read_a_silence_still_has_its_board(told: Any) -> None:
    """On 6 April 2027 a text lies under silence between India and Korea; Germany reads the case and not the text."""
    read = told(datetime(2027, 4, 6, 9, tzinfo=UTC))
    with clock.frozen(read.at):
        answer = read.world.signed_in("counsellor@deu.example").get("/silence")
    assert (200, True) == (answer.status_code, "No text that you may see lies under silence." in answer.text)
