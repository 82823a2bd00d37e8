"""A consultation of four States under Article IX, performed by persons in a browser through the pages alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desks import ADVISER, COUNSELLOR, DESK, LIAISON, Desks, furnish, seated

pytestmark = pytest.mark.browser

TITLE = "Removal of a spent stage in low orbit"
ASSESSED = {
    "activity_title": TITLE,
    "operator": "Japan Aerospace Exploration Agency",
    "description": "A servicer approaches a spent stage, takes hold of it and lowers its orbit.",
    "earliest_start": "2027-05-17",
    "candidates": [{"activity": "Imaging constellation 20 km above", "party": "FRA"}],
}
NOTICE: dict[str, Any] = {
    "authority": "Ministry of Foreign Affairs of Japan",
    "sent_by": "Note verbale through the Permanent Mission, Vienna",
    "contact": {"channel": "Electronic mail", "address": "vienna@jpn.example"},
    "addressees": ["France", "India", "Republic of Korea"],
    "authorising_authority": "Cabinet Office, National Space Policy Secretariat",
    "responsibility": "Japan bears international responsibility for this activity and supervises it continually.",
    "nature": "Approach, capture and lowering of a spent upper stage of 3 tonnes.",
    "purpose": "To take a large object out of a crowded shell.",
    "phases": "Approach for two weeks; capture on one day; lowering for forty days.",
    "activity_window": "17 May to 16 June 2027",
    "duration": "Sixty days",
    "end_of_activity": "Stage and servicer burn up over the South Pacific.",
    "location": "Circular orbit at 620 km, inclined by 98 degrees",
    "interference": ["Collision or physical contact", "Debris"],
    "grounds": "A failed capture may leave fragments in a shell that others use.",
    "method": "Fragmentation model with three cases, propagated for a year.",
    "probability": "About one in four hundred for a release of fragments above one centimetre.",
    "uncertainty": "A factor of two, mostly from the unknown spin of the stage.",
    "affected": [{"activity": "Imaging constellation 20 km above", "party": "FRA"}],
    "precautions": "The capture is called off above a spin of two degrees a second.",
    "alternatives": "A net was studied and left, since it gives no control of the end.",
    "talks_form": "Expert meeting by video",
    "talks_place": "Vienna International Centre",
    "talks_dates": "Any working day in December 2026",
    "talks_language": "English",
    "copied_to": ["United Nations Office for Outer Space Affairs"],
}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Any]:
    """Give an application with people and without cases."""
    built = furnish(tmp_path)
    yield built
    built.extensions["consult"].engine.dispose()


@pytest.fixture
def desks(browser: Browser, app: Any) -> Iterator[Desks]:
    """Give the desks, and see at the end that no window had anything to complain about."""
    with seated(browser, app) as found:
        yield found


def test_four_states_consult_from_assessment_to_a_computed_result(desks: Desks) -> None:
    """Every act by whom it belongs to, in the window of that person; who may not act finds no button."""
    with desks.on(2026, 11, 20):
        ref = open_and_assess(desks)
    with desks.on(2026, 11, 23):
        serve_notice(desks, ref)
    with desks.on(2026, 11, 25):
        receive(desks, ref)
    with desks.on(2026, 11, 27):
        ask_and_supply(desks, ref)
    with desks.on(2026, 12, 3):
        enter_consultation(desks, ref)
    with desks.on(2026, 12, 8):
        answer_without_objection(desks, ref)
    with desks.on(2026, 12, 10):
        table_measures(desks, ref)
    with desks.on(2026, 12, 16):
        record_minute(desks, ref)
    with desks.on(2026, 12, 26):
        see_silence(desks, ref)
    with desks.on(2027, 1, 12):
        conclude(desks, ref)


def open_and_assess(desks: Desks) -> str:
    """Japan's liaison opens the case and records the assessment; Korea learns of nothing."""
    liaison, korea = desks.at(LIAISON.format("jpn")), desks.at(LIAISON.format("kor"))
    page = liaison.open("/notices/new")
    page.locator(".choice-card", has_text="Consultation before a planned activity").get_by_role("button").first.click()
    page.get_by_label("Working title").fill(TITLE)
    liaison.press("Open the case")
    ref = page.url.rpartition("/")[2]
    liaison.press("Start the assessment")
    liaison.file(**ASSESSED)
    expect(page.locator("main")).to_contain_text("Nobody outside your own party")
    liaison.send()

    assert "Under assessment" in liaison.open(f"/cases/{ref}").locator(".state-name").inner_text()
    assert "Not found" in korea.open(f"/cases/{ref}").title()
    return ref


def serve_notice(desks: Desks, ref: str) -> None:
    """The liaison prepares, the adviser clears, the counsellor dispatches; nobody does the other's part."""
    liaison, adviser, counsellor = (desks.at(who.format("jpn")) for who in (LIAISON, ADVISER, COUNSELLOR))
    page = liaison.open(f"/cases/{ref}")
    liaison.press("Serve notice")
    expect(page.locator("#f-activity_title")).to_have_value(TITLE)
    before = page.locator("#draft-version").get_attribute("value")
    liaison.answer(**NOTICE)
    page.locator("#f-talks_language").press("Tab")
    expect(page.locator("#draft-version")).not_to_have_attribute("value", str(before))
    expect(page.locator("#saved")).to_contain_text("Saved")
    liaison.press("Save")
    expect(page.locator(".f-complete")).to_contain_text("Everything that is asked has been answered")
    paper = liaison.paper
    liaison.go_on()
    assert not liaison.may("Clear this text for dispatch")
    assert not page.locator("#sending").count()
    assert not counsellor.open(f"/{paper}/send").locator("#sending").count()
    adviser.open(f"/{paper}/send")
    adviser.clear()
    assert not adviser.page.locator("#sending").count()
    sent = counsellor.open(f"/{paper}/send").locator("#sending .btn-primary")
    expect(sent).to_contain_text("Republic of Korea")
    expect(sent).to_contain_text("United Nations Office for Outer Space Affairs")
    counsellor.send()
    assert "cleared by Legal adviser" in counsellor.page.locator("main").inner_text()


def dispatch(desks: Desks, state: str, ref: str, step: str, **answers: Any) -> None:
    """The counsellor of a State prepares a paper, the adviser clears it, and the counsellor sends it."""
    adviser, counsellor = desks.at(ADVISER.format(state)), desks.at(COUNSELLOR.format(state))
    counsellor.open(f"/cases/{ref}")
    counsellor.press(step)
    if "/steps/" in counsellor.page.url:
        counsellor.press("Put this text up for clearance")
    paper = counsellor.paper
    counsellor.file(**answers)
    assert not counsellor.page.locator("#sending").count()
    adviser.open(f"/{paper}/send")
    adviser.clear()
    counsellor.open(f"/{paper}/send")
    counsellor.send()


def receive(desks: Desks, ref: str) -> None:
    """Korea's liaison acknowledges; Japan's, who has no such button, records that India's note arrived."""
    korea, japan = desks.at(LIAISON.format("kor")), desks.at(LIAISON.format("jpn"))
    korea.open(f"/cases/{ref}")
    assert not korea.may("Conclude the consultation")
    korea.press("Acknowledge receipt")
    korea.file(remark="Received and passed on.")
    korea.send()
    japan.open(f"/cases/{ref}")
    assert not japan.may("Acknowledge receipt")
    japan.press("Record proof of receipt · India")
    japan.file(channel="courier", proof=["Signature"])
    japan.send()


def ask_and_supply(desks: Desks, ref: str) -> None:
    """Korea's mission asks, Japan's liaison supplies; France learns nothing of what passes between the two."""
    japan, france = desks.at(LIAISON.format("jpn")), desks.at(LIAISON.format("fra"))
    assert not desks.at(LIAISON.format("kor")).open(f"/cases/{ref}").get_by_text("Supply the information").count()
    dispatch(desks, "kor", ref, "Ask for information", questions=[{"question": "How fast may the stage turn?"}])
    japan.open(f"/cases/{ref}")
    japan.press("Supply the information · Republic of Korea")
    japan.file(answers="Up to two degrees a second; above that the capture is called off.")
    japan.send()

    assert "two degrees" in desks.at(LIAISON.format("kor")).open(japan.receipt).locator("main").inner_text()
    assert "Not found" in france.open(japan.receipt).title()


def enter_consultation(desks: Desks, ref: str) -> None:
    """A joint step: Korea lays its hand first, then Japan on the same text; each text is cleared on its own side."""
    japan = desks.at(COUNSELLOR.format("jpn"))
    dispatch(desks, "kor", ref, "Enter into consultation", remark="By video, please.", first_meeting_on="2026-12-09")
    page = japan.open(f"/cases/{ref}")
    assert "Open" == page.locator(".state-name").inner_text()
    assert "Proposed by the Republic of Korea" in page.locator("main").inner_text()
    japan.press("Enter into consultation · Republic of Korea")
    assert "By video, please." in page.locator("main").inner_text()
    assert not japan.may("Agree to this text")
    dispatch(desks, "jpn", ref, "Enter into consultation · Republic of Korea")

    assert "Consulting" == japan.open(f"/cases/{ref}").locator(".state-name").inner_text()


def answer_without_objection(desks: Desks, ref: str) -> None:
    """France answers; Japan has no such button, and Korea sees that France is addressed and no more."""
    assert (
        not desks.at(COUNSELLOR.format("jpn"))
        .open(f"/cases/{ref}")
        .get_by_text("Record that there is no objection")
        .count()
    )
    dispatch(desks, "fra", ref, "Record that there is no objection", conditions="On the orbit and dates notified.")

    assert "No objection" in desks.at(LIAISON.format("jpn")).open(f"/cases/{ref}").locator("main").inner_text()
    korea = desks.at(LIAISON.format("kor")).open(f"/cases/{ref}").locator("main")
    expect(korea).to_contain_text("between the two of them")
    assert "No objection" not in korea.inner_text()


def table_measures(desks: Desks, ref: str) -> None:
    """Japan tables measures, and may not conclude: the reason stands beside the closed button."""
    korea, japan = desks.at(COUNSELLOR.format("kor")), desks.at(COUNSELLOR.format("jpn"))
    korea.open(f"/cases/{ref}")
    assert not korea.may("Table measures")
    measures = [{"measure": "No approach within 20 km of the constellation named", "kind": "exclusion"}]
    dispatch(desks, "jpn", ref, "Table measures", measures=measures)
    japan.open(f"/cases/{ref}")

    assert not japan.may("Conclude the consultation")
    expect(japan.page.locator(".closed-offer").filter(has_text="Conclude the consultation")).to_be_attached()


def record_minute(desks: Desks, ref: str) -> None:
    """Japan and Korea record what they agreed: two hands on one text."""
    agreed = {"text": "Japan tells the position of the stage every six hours.", "outcomes": ["Sharing of data"]}
    dispatch(desks, "jpn", ref, "Record the agreement · Republic of Korea", **agreed)
    dispatch(desks, "kor", ref, "Record the agreement")

    expect(desks.at(DESK).open(f"/cases/{ref}").locator("main")).to_contain_text("Measures tabled")


def see_silence(desks: Desks, ref: str) -> None:
    """India let its period pass: the record says that no reply is recorded, and India may still take up talks."""
    india = desks.at(COUNSELLOR.format("ind"))
    page = india.open(f"/cases/{ref}")
    expect(page.locator(".entry-clock").first).to_contain_text("India")
    expect(page.locator("main")).to_contain_text("No reply")

    assert india.may("Take up talks after all")


def conclude(desks: Desks, ref: str) -> None:
    """Only Japan concludes; the result is computed from the relations: agreed, no objection, no reply recorded."""
    korea, japan = desks.at(COUNSELLOR.format("kor")), desks.at(COUNSELLOR.format("jpn"))
    korea.open(f"/cases/{ref}")
    assert not korea.may("Conclude the consultation")
    dispatch(
        desks,
        "jpn",
        ref,
        "Conclude the consultation",
        summary="France, India and Korea were consulted from 23 November on.",
    )

    for office in (japan, korea, desks.at(DESK)):
        assert "Concluded partial" == office.open(f"/cases/{ref}").locator(".state-name").inner_text()


def test_a_paper_is_drafted_cleared_and_sent_without_script(desks: Desks) -> None:
    """Saving, checking, a further entry in a list, clearance and sending are plain forms."""
    liaison, adviser, counsellor = (desks.at(w.format("jpn"), script=False) for w in (LIAISON, ADVISER, COUNSELLOR))
    page = liaison.open("/notices/new?procedure=ost9")
    page.get_by_label("Working title").fill(TITLE)
    liaison.press("Open the case")
    ref = page.url.rpartition("/")[2]
    liaison.press("Start the assessment")
    liaison.file(**ASSESSED)
    liaison.send()
    liaison.open(f"/cases/{ref}")
    liaison.press("Serve notice")
    liaison.press("Check what is missing")
    expect(page.locator("#faults")).to_contain_text("answers need to be changed")
    liaison.answer(**NOTICE)
    page.locator('button[value="add:affected"]').click()
    expect(page.locator("#f-affected > .f-entry")).to_have_count(2)
    liaison.answer(**{"affected-1-activity": "Weather satellites 40 km below"})
    paper = liaison.paper
    liaison.go_on()
    adviser.open(f"/{paper}/send")
    adviser.clear()
    counsellor.open(f"/{paper}/send")
    counsellor.send()

    assert "Weather satellites 40 km below" in counsellor.page.locator("main").inner_text()
