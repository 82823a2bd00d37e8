"""The silence board and the sheet of a silence: what is left, what must be there, who spoke, and who sees nothing."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from consult import clock, people
from consult.docket import Docket, Filed, Refused
from consult.models.parties import CONTACT_POINT, ORGAN, PERSON
from consult.people import NewContact
from consult.standing import Standing, choices
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT, World

INSTANT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WORDS = "Hours are written in UTC."
TEXT = {
    "heading": "Hours of the crew",
    "text": WORDS,
    "posted_in": ["en", "fr"],
    "until": {"at": INSTANT.isoformat(), "zone": "UTC"},
}


class Quiet:
    """A silence that Japan opened among France and the Republic of Korea; Brazil is not asked."""

    def __init__(self, world: World, text: Mapping[str, Any] = TEXT) -> None:
        """Prove the contact points, gather on 20 November 2026 and open the silence."""
        self.world = world
        self.docket: Docket = world.app.extensions["consult"].docket
        with world.app.app_context(), world.writing() as conn:
            for organ in conn.execute(select(ORGAN).where(ORGAN.c.key == "MFA")).all():
                contact = people.add_contact(conn, None, organ.id, NewContact("mail", "desk@example.int"))
                people.prove_contact(conn, None, contact, date(2026, 11, 19), AT.date())
        self.ref = str(self.docket.open(self.by("JPN"), "quiet", at=AT, title="Hours").ref)
        self.take("JPN", "gather", {"members": ["FRA", "KOR"]}, AT)
        self.take("JPN", "open_silence", text, AT)

    def by(self, party: str) -> Standing:
        """Give the standing of the office of a party that may do everything."""
        with self.world.reading() as conn:
            query = select(PERSON.c.id).where(PERSON.c.email == f"all@{party.lower()}.example")
            return choices(conn, conn.execute(query).scalar_one(), AT)[0]

    def take(self, party: str, step: str, body: Mapping[str, Any], at: datetime, track: str | None = None) -> None:
        """Take a step."""
        self.docket.take(self.by(party), self.ref, Filed(step, track, dict(body)), at=at)

    def board(self, party: str, at: datetime) -> str:
        """Read the board as the office of a party, in words alone."""
        return self._read(party, "/silence", at)

    def sheet(self, party: str, at: datetime) -> str:
        """Read the sheet of the case."""
        return self._read(party, f"/cases/{self.ref}/sheets/silence", at)

    def _read(self, party: str, address: str, at: datetime) -> str:
        with clock.frozen(at):
            answer = self.world.signed_in(f"all@{party.lower()}.example").get(address)
        assert 200 == answer.status_code
        main = answer.text.partition("<main")[2]
        return " ".join(re.sub(r"<[^>]+>", " ", main).split()).replace(" ,", ",")


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[Quiet]:
    """Give a running silence with a stopped clock."""
    with clock.frozen(AT):
        built = build_cases(tmp_path)
        yield Quiet(built)
        built.engine.dispose()


def test_the_board_shows_the_instant_in_both_zones_and_what_is_left_to_the_second(quiet: Quiet) -> None:
    """On 25 November 2026, 08:59:57 UTC, one day and three seconds are left; Korea reads its own zone beside UTC."""
    told = quiet.board("KOR", INSTANT - timedelta(days=1, seconds=3))

    assert "Hours of the crew under silence" in told
    assert "26 November 2026, 09:00:00 UTC (26 November 2026, 18:00:00 Asia/Seoul)" in told
    assert "1 d 0 h 0 min 3 s" in told
    assert "met Posted in every language that is needed" in told
    assert "Entitled, and silent so far: France, Republic of Korea" in told


def test_who_was_not_asked_reads_of_no_silence(quiet: Quiet) -> None:
    """Brazil sees an empty board, and the sheet is not there."""
    assert "No text that you may see lies under silence." in quiet.board("BRA", AT)
    answer = quiet.world.signed_in("all@bra.example").get(f"/cases/{quiet.ref}/sheets/silence")
    assert 404 == answer.status_code


def test_before_a_text_is_put_under_silence_the_sheet_is_there_and_says_so(quiet: Quiet) -> None:
    """Japan gathers the members of another case and has opened nothing yet: sheet and board show no silence of it."""
    quiet.ref = str(quiet.docket.open(quiet.by("JPN"), "quiet", at=AT, title="Beginnings").ref)
    quiet.take("JPN", "gather", {"members": ["FRA", "KOR"]}, AT)

    assert "No text" in quiet.sheet("JPN", AT)
    assert "Beginnings" not in quiet.board("JPN", AT)


def test_a_clock_that_stands_says_what_is_missing_and_keeps_the_rest(quiet: Quiet) -> None:
    """The French text is withdrawn on 23 November at noon: 2 days and 21 hours are left as long as it is missing."""
    quiet.take("JPN", "withdraw_language", {"reason": "A page is missing."}, datetime(2026, 11, 23, 12, tzinfo=UTC),
               "language:fr")  # fmt: skip

    told = quiet.board("FRA", INSTANT + timedelta(days=2))

    assert "under silence, the clock stands" in told
    assert "not met Posted in every language that is needed Missing: French" in told
    assert "2 d 21 h 0 min 0 s kept while the clock stands" in told
    assert "Withdraw a language version: French" in told


def test_a_contact_point_past_its_last_day_is_missing_on_the_board(quiet: Quiet) -> None:
    """Korea's only proved contact point ends on 22 November."""
    with quiet.world.app.app_context(), quiet.world.writing() as conn:
        organ = conn.execute(select(ORGAN.c.id).where(ORGAN.c.party_key == "KOR", ORGAN.c.key == "MFA")).scalar_one()
        conn.execute(
            update(CONTACT_POINT).where(CONTACT_POINT.c.organ_id == organ).values(valid_until=date(2026, 11, 22))
        )

    told = quiet.board("FRA", datetime(2026, 11, 23, 9, tzinfo=UTC))

    assert "not met A contact point of everybody entitled has answered Missing: Republic of Korea" in told


def test_the_result_says_who_broke_who_explained_and_who_was_silent(quiet: Quiet) -> None:
    """France breaks in the last second, Korea explains afterwards."""
    quiet.take("FRA", "break_silence", {"reasons": "Local time is needed too."}, INSTANT - SECOND)
    quiet.take("KOR", "make_explanation", {"text": "We could have lived with it."}, INSTANT + SECOND)

    told = quiet.board("JPN", INSTANT + timedelta(hours=1))

    assert "Hours of the crew silence broken" in told
    assert "Broke the silence France, 26 November 2026, 08:59:59 UTC" in told
    assert "Local time is needed too." in told
    assert "Explained a position; this does not break silence Republic of Korea" in told
    assert "Entitled, and did not object: Republic of Korea" in told


def test_time_that_has_passed_is_told_before_the_clock_has_recorded_it(quiet: Quiet) -> None:
    """At the instant the page says adopted, though nobody swept."""
    told = quiet.board("FRA", INSTANT)

    assert "Hours of the crew adopted by silence" in told
    assert "Was silent: France, Republic of Korea" in told


BUTTON = 'name="step" value="{}"'


def test_who_may_break_has_the_button_and_who_may_not_is_refused(quiet: Quiet) -> None:
    """France has the button; Japan, which chairs, has none, and what it files all the same is refused."""
    at = f"/cases/{quiet.ref}/sheets/silence"
    france, japan = (quiet.world.signed_in(f"all@{key}.example") for key in ("fra", "jpn"))

    assert BUTTON.format("break_silence") in france.get(at).text
    assert BUTTON.format("break_silence") not in japan.get(at).text
    with pytest.raises(Refused, match="This step belongs to Agency asked") as refused:
        quiet.take("JPN", "break_silence", {}, AT)
    assert "standing" == refused.value.kind


def test_at_the_instant_the_button_is_gone_and_the_break_is_refused_with_the_instant(quiet: Quiet) -> None:
    """The sentence says that the instant itself is too late; a statement may still be made."""
    with clock.frozen(INSTANT):
        told = quiet.world.signed_in("all@fra.example").get(f"/cases/{quiet.ref}/sheets/silence").text

    assert BUTTON.format("break_silence") not in told
    assert BUTTON.format("object_late") in told
    late = "ended on 26 November 2026, 09:00:00 UTC: what is received at that instant or after it is too late"
    with pytest.raises(Refused, match=late) as refused:
        quiet.take("FRA", "break_silence", {}, INSTANT)
    assert "closed" == refused.value.kind
