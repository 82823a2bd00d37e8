"""A lunar notice in a browser: notified, found to overlap, talked over, and arranged by a silence that nobody breaks.

Three States at their desks, the secretariat and a chair beside them, and Japan outside. The silence on a first text is
broken; the second is adopted by the clock at its instant.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.desks import COUNSELLOR, DESK, Desks, Office, furnish, seated
from tests.browser.disputes import begun_early, looked_at, refused
from tests.browser.lunar_desks import AMBASSADOR, BAND, RIM, convene, drill_registered

pytestmark = pytest.mark.browser

TITLE, TEXT = "Polar base, first landing", "Turns on the rim"
LANDING: dict[str, Any] = {
    "activity_title": TITLE,
    "operator": "Indian Space Research Organisation",
    "activity_class": "lander",
    "nature": "A lander sets down on the rim with two instruments.",
    "earliest_start": "2028-03-01",
    "latest_end": "2028-09-30",
    "areas": [{"kind": "landing", "label": "Rim", "place": RIM}],
    "emissions": [{"band": BAND, "emits": ["Transmits"]}],
    "contact": {"channel": "Electronic mail", "address": "base@ind.example"},
}
PLACES = "The places of Rim and Field of the drill overlap"
BANDS = "share 2.28 GHz to 2.29 GHz"
ARRANGEMENT: dict[str, Any] = {
    "name": TEXT,
    "parties": ["Germany", "India", "Republic of Korea"],
    "summary": "The landing comes first, the drill follows.",
    "slots": [{"party": "IND", "area": "Rim", "from": "2028-03-01", "to": "2028-05-31"}],
    "emergency": "Access is free to whoever is in distress.",
    "non_appropriation": "Nothing is appropriated, and no precedent is set.",
    "term_until": "2029-12-31",
    "contacts": [{"party": "IND", "contact": {"channel": "Telephone", "address": "+91 11 0000 0000"}}],
    "disagreement": "The parties talk within a week.",
}
LATER = {
    "slots-1-party": "KOR", "slots-1-area": "Field", "slots-1-from": "2028-06-01", "slots-1-to": "2028-12-31",
}  # fmt: skip


class Notice:
    """The desks around a notice of India's, and its case."""

    def __init__(self, desks: Desks, drill: str) -> None:
        """Seat everybody; `drill` is the entry of what Korea has told before."""
        self.desks, self.drill, self.ref = desks, drill, ""
        self.india, self.korea, self.germany = (desks.at(AMBASSADOR.format(key)) for key in ("ind", "kor", "deu"))
        self.desk, self.chair = desks.at(DESK), desks.at("chair@rou.example")
        self.japan = desks.at(COUNSELLOR.format("jpn"))

    @property
    def case(self) -> str:
        """Answer the address of the case."""
        return f"/cases/{self.ref}"

    def words(self, office: Office, address: str) -> str:
        """Open a page and answer its words."""
        return str(office.open(address).locator("main").inner_text())

    def file(self, office: Office, step: str, /, **answers: Any) -> None:
        """Press a step of the case, fill in its form by hand, look at who will see it, and send."""
        office.begin(self.case, step)
        office.file(**answers)
        office.send()

    def state(self, office: Office) -> str:
        """Answer where the case stands, as an office reads it."""
        return str(office.open(self.case).locator(".state-name").inner_text())


@pytest.fixture
def notice(browser: Browser, tmp_path: Path) -> Iterator[Notice]:
    """Give the desks over a mechanism of three members, and see at the end that no window had any complaint."""
    app = furnish(tmp_path)
    convene(app, "IND", "KOR", "DEU")
    drill = drill_registered(app)
    with seated(browser, app) as desks:
        yield Notice(desks, drill)
    app.extensions["consult"].engine.dispose()


def test_a_notice_overlaps_and_becomes_an_arrangement_by_a_silence_that_nobody_breaks(notice: Notice) -> None:
    """Every step by whom it belongs to, on the pages alone; what is for those in the talks reaches nobody else."""
    with notice.desks.on(2026, 11, 20):
        notify(notice)
        read_the_register(notice)
    with notice.desks.on(2026, 11, 23):
        open_the_exchange(notice)
    with notice.desks.on(2026, 11, 26):
        identify_the_overlap(notice)
        talk(notice)
    with notice.desks.on(2026, 12, 3):
        lay_under_silence(notice)
    with notice.desks.on(2026, 12, 8):
        break_it(notice)
    with notice.desks.on(2026, 12, 10):
        lay_another_text_under_silence(notice)
    with notice.desks.on(2026, 12, 17, 11, 59, 59):
        wait_for_the_last_second(notice)
    with notice.desks.on(2026, 12, 17, 12):
        see_it_adopted(notice)
        look_at_the_arrangement(notice)
    assert [] == notice.desks.unsound()


def notify(n: Notice) -> None:
    """India opens the case under the draft charter and describes its landing: place, dates, frequencies."""
    page = n.india.open("/notices/new?procedure=lunar_notice")
    page.get_by_label("Working title").fill("A landing")
    n.india.press("Open the case")
    n.ref = page.url.rpartition("/")[2]
    assert "Not found" in n.korea.open(n.case).title()
    assert TITLE not in n.words(n.korea, "/lunar")
    n.india.begin(n.case, "Notify the activity")
    n.india.file(**LANDING)
    n.india.send()


def read_the_register(n: Notice) -> None:
    """It stands in list, map and sheet at once, with what of Korea's it overlaps and why; Japan reads it too."""
    for office in (n.india, n.korea, n.japan):
        assert TITLE in n.words(office, "/lunar")
    assert n.korea.open("/lunar/map").locator("svg").filter(has_text="1 Polar base").count()
    assert TITLE in n.words(n.korea, "/lunar/map")
    for office in (n.korea, n.japan):
        told = n.words(office, f"/lunar/{n.ref}")
        assert all(said in told for said in (PLACES, BANDS, "Prospecting drill", "2 km", "guard band")), told
    assert "Not found" in n.japan.open(n.case).title()
    sheet = f"{n.case}/sheets/overlaps"
    assert PLACES in n.words(n.korea, sheet)
    assert n.korea.page.locator(f"main a[href='/lunar/{n.drill}']").count()
    looked_at(n.korea, "/lunar", "/lunar/map", f"/lunar/{n.ref}", sheet)


def open_the_exchange(n: Notice) -> None:
    """The secretariat acknowledges and opens the exchange of information, which no State may do for it."""
    n.india.open(n.case)
    assert not n.india.may("Acknowledge the notice")
    n.file(n.desk, "Acknowledge the notice", reference="Register 1")
    n.file(n.desk, "Open the exchange of information")
    assert "Information exchange" in n.state(n.india)
    n.file(n.germany, "Ask for information", questions=[{"question": "How far does dust fly?"}])
    n.file(n.india, "Answer the questions", answers="Two kilometres at most.")
    assert "answered the questions under number 1" in n.words(n.korea, n.case)


def identify_the_overlap(n: Notice) -> None:
    """The secretariat names Korea; Germany raises a concern of its own."""
    n.korea.open(n.case)
    assert not n.korea.may("Identify an overlap")
    found = [{"kind": "combination", "with": "Prospecting drill", "party": "KOR", "what": PLACES}]
    n.file(n.desk, "Identify an overlap", states=["Republic of Korea"], grounds="As screened.", findings=found)
    assert "Overlap identified" in n.state(n.korea)
    n.file(n.germany, "Raise a concern", grounds="Our receiver listens on this band.")


def talk(n: Notice) -> None:
    """Korea opens talks; the chair offers its help, which nobody has to take."""
    n.file(n.korea, "Open talks")
    n.file(n.chair, "Offer good offices", offer="Two days in Vienna in December.")
    assert "Consulting" in n.state(n.india)
    assert "Good offices offered" in n.words(n.germany, n.case)
    n.india.open(n.case)
    assert n.india.may("Decline good offices")


def lay(n: Notice, changes: str, day: str) -> None:
    """India fills in the text and the instant, and goes on to the page before sending."""
    page = n.india.begin(n.case, "Put the arrangement under silence")
    page.locator("button[value='add:slots']").click()
    until = {"date": day, "time": "12:00:00", "zone": "UTC"}
    n.india.file(**ARRANGEMENT, **LATER, changes=changes, until=until)


def lay_under_silence(n: Notice) -> None:
    """The text lies before the three, with the instant and what is left of the time; nobody else reads of it."""
    lay(n, "By note, within a week.", "2026-12-10")
    n.india.send()
    for office in (n.korea, n.germany):
        board = n.words(office, "/silence")
        assert all(said in board for said in (TEXT, "under silence", "7 d 3 h 0 min 0 s", "10 December 2026, 12:00"))
    for office in (n.japan, n.desk, n.chair):
        assert "No text that you may see lies under silence." in n.words(office, "/silence")
        assert "Not found" in office.open(f"{n.case}/sheets/arrangement").title()
    n.korea.open("/calendar?month=2026-12")
    assert "Silence" in n.korea.page.locator("main").inner_text()
    looked_at(n.korea, "/silence", f"{n.case}/sheets/silence")


def break_it(n: Notice) -> None:
    """Germany breaks the silence, without reasons; the text is not adopted and the talks go on."""
    n.desk.open(n.case)
    assert not n.desk.may("Break the silence")
    n.file(n.germany, "Break the silence")
    assert "Consulting" in n.state(n.korea)
    board = n.words(n.korea, "/silence")
    assert "silence broken" in board
    assert "Germany, 8 December 2026, 09:00:00 UTC" in board
    assert "not in force" in n.words(n.india, f"{n.case}/sheets/arrangement")


def lay_another_text_under_silence(n: Notice) -> None:
    """The same text may not lie under silence again; an amended one does, for a period of its own."""
    lay(n, "By note, within a week.", "2026-12-17")
    assert "a new silence needs a new text" in n.india.page.locator("main").inner_text()
    assert not n.india.page.locator("#sending .btn-primary").count()
    n.india.open(f"/{n.india.paper}")
    n.india.file(changes="By note, within a day.")
    n.india.send()
    assert "Arrangement drafted" in n.state(n.germany)


def wait_for_the_last_second(n: Notice) -> None:
    """One second before the instant nothing is adopted, and each of the three may still object."""
    assert "0 d 0 h 0 min 1 s" in n.words(n.korea, "/silence")
    n.germany.open(n.case)
    assert n.germany.may("Break the silence")
    assert "Arrangement drafted" in n.state(n.korea)


def see_it_adopted(n: Notice) -> None:
    """At the instant the clock has adopted: all read so, and an objection is too late."""
    for office in (n.india, n.korea, n.germany, n.desk, n.chair):
        assert "Arrangement in force" in n.state(office)
    board = n.words(n.germany, "/silence")
    assert "Was silent: Germany, India, Republic of Korea" in board
    assert ("adopted by silence" in board, "silence broken" in board) == (True, True)
    for office in (n.japan, n.desk, n.chair):
        assert TEXT not in n.words(office, "/silence")
    n.germany.open(n.case)
    assert not n.germany.may("Break the silence")
    paper = begun_early(n.germany, n.case, "break_silence", "")
    said = refused(n.germany, n.case, paper)
    assert said.startswith("409 ")
    assert "is too late" in said


def look_at_the_arrangement(n: Notice) -> None:
    """Parties and how each accepted, slots, review and term; members read a summary, and the calendar the review."""
    n.file(n.korea, "Circulate a summary", summary="The landing comes first; the drill follows in June.")
    page = n.words(n.korea, f"{n.case}/sheets/arrangement")
    assert 3 == page.count("by silence, 17 December 2026, 12:00 UTC")
    for said in (TEXT, "In force since", "15 June 2027", "31 December 2029", "By note, within a day.", "Field"):
        assert said in page, said
    assert "Silence ends at" not in page
    assert "The landing comes first; the drill follows in June." in n.words(n.desk, n.korea.receipt)
    assert "Not found" in n.japan.open(n.korea.receipt).title()
    calendar = n.words(n.india, "/calendar?month=2027-06")
    assert "Review of the arrangement" in calendar
    assert "Review of the arrangement" not in n.words(n.japan, "/calendar?month=2027-06")
    looked_at(n.india, f"{n.case}/sheets/arrangement", "/calendar?month=2027-06")
