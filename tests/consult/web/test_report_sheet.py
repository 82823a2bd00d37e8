"""The sheet of a submission: the author's report follows the consents, whoever was asked sees what is its own, others
nothing.
"""

import re

import pytest

from consult import clock
from tests.consult.web.consulted import BRAZIL, FRANCE, JAPAN, KOREA, landing, moment, take
from tests.consult.web.submitted import DAY, consent, submission
from tests.consult.web.world import World


class Told:
    """Japan's landing of 20 November 2026, and its submission of 1 December that tells of it."""

    def __init__(self, world: World) -> None:
        """Tell both."""
        self.world, self.case = world, landing(world)
        self.ref = submission(world, self.case)

    def read(self, mail: str, day: str = "2026-12-03") -> str:
        """Read the sheet in words."""
        with clock.frozen(moment(day)):
            answer = self.world.signed_in(mail).get(f"/cases/{self.ref}/sheets/report")
        assert 200 == answer.status_code, answer.text[:500]
        return " ".join(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2].partition("</main>")[0]).split())


@pytest.fixture
def told(berths: World) -> Told:
    """Give the story."""
    return Told(berths)


def test_the_report_tells_of_a_case_when_every_state_in_it_has_consented(told: Told) -> None:
    """Asked on 1 December 2026: withheld; after France and Korea consented on the 2nd: told."""
    before = told.read(JAPAN)
    assert "1 case is withheld" in before
    assert "Consent is missing of: France, the Republic of Korea" in before
    consent(told.world, told.ref, "FRA")
    assert "Consent is missing of: the Republic of Korea" in told.read(JAPAN)
    consent(told.world, told.ref, "KOR")
    after = told.read(JAPAN)
    assert "withheld" not in after
    assert f"{told.case} Consultation before" in after or told.case in after.partition("Cases that it tells")[2]
    assert "by consent" in after


def test_a_consent_taken_back_takes_the_case_out_again(told: Told) -> None:
    """Korea takes its consent back on 3 December 2026: the case is withheld, and the consent no longer stands."""
    for party in ("FRA", "KOR"):
        consent(told.world, told.ref, party)
    take(told.world, KOREA, "2026-12-03", told.ref, "take_consent_back", "affected:KOR", exactly=True)

    page = told.read(JAPAN, "2026-12-04")

    assert "1 case is withheld" in page
    assert "Consent is missing of: the Republic of Korea" in page


def test_whoever_was_asked_sees_what_of_it_would_be_released_and_how_to_answer(told: Told) -> None:
    """France reads what would be told of it, as if all had consented, with the steps; nothing of what Korea answers."""
    before = told.read(FRANCE)
    assert "What of you would be released" in before
    assert told.case in before
    for step in ("Consent", "Consent to some cases", "Refuse consent"):
        assert step in before
    assert "Cases that it withholds" not in before
    assert "Have it made" not in before
    consent(told.world, told.ref, "KOR")
    assert before == told.read(FRANCE)


def test_others_find_nothing(told: Told) -> None:
    """Brazil, which was not asked, does not know of the submission."""
    with clock.frozen(moment(DAY)):
        assert 404 == told.world.signed_in(BRAZIL).get(f"/cases/{told.ref}/sheets/report").status_code


def test_files_are_made_from_the_case_by_its_author_alone(told: Told) -> None:
    """With consent Japan takes the Word file; a withdrawn consent changes the next build, which says so; France may
    neither make nor take it."""
    for party in ("FRA", "KOR"):
        consent(told.world, told.ref, party)
    sheet = f"/cases/{told.ref}/sheets/report"
    with clock.frozen(moment("2026-12-03")):
        japan = told.world.signed_in(JAPAN)
        answer = japan.post(f"/reports/of/{told.ref}", form_at=sheet, formats=["docx", "json"])
        assert 303 == answer.status_code, answer.text
        page = japan.get("/reports").text
        assert "ready" in page
        assert 404 == told.world.signed_in(FRANCE).post(f"/reports/of/{told.ref}", formats="pdf").status_code
    take(told.world, FRANCE, "2026-12-04", told.ref, "take_consent_back", "affected:FRA", exactly=True)
    changed = told.read(JAPAN, "2026-12-05")
    assert "Not to be drawn up now" in changed or "Cases that are told no more: 1" in changed


def test_consent_to_some_cases_covers_these_alone(told: Told) -> None:
    """A second landing was asked about too; France consents to the first alone, Korea to both: the first is told."""
    second = landing(told.world, "2027-09-01")
    for party in ("FRA", "KOR"):
        cases = [{"case_ref": told.case}, {"case_ref": second}]
        words = {"party": party, "cases": cases, "words": "Both."}
        take(told.world, JAPAN, "2026-12-02", told.ref, "ask_consent", exactly=True, **words)
    allowed = [{"case_ref": told.case}]
    take(told.world, FRANCE, "2026-12-02", told.ref, "consent_in_part", "affected:FRA", exactly=True, allowed=allowed)
    consent(told.world, told.ref, "KOR")

    page = told.read(JAPAN)

    assert "1 case is withheld" in page
    assert told.case in page.partition("Cases that it tells")[2].partition("withheld")[0]
    assert second in page.partition("Cases that it withholds")[2]
