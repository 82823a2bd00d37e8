"""Every procedure that can be opened by itself, begun in a browser by persons: the first paper of each is answered
question by question on its form, cleared and sent, and its receipt is read.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from consult import people
from consult.casebook import zones_of
from consult.db import reading, writing
from consult.demo.world import world
from consult.docket.hands import hand_of
from consult.forms.draw import draw
from consult.forms.views import Control, FieldView
from consult.models.parties import PERSON
from consult.pages.cases.offered import party_choices
from consult.people import NewMandate, NewOrgan
from consult.people.persons import NewPerson
from consult.standing import Standing, choices
from tests.browser.desks import ADVISER, AT, COUNSELLOR, DESK, Desks, Office, furnish, seated
from workflows import catalogue
from workflows.kernel.language import AGENCY
from workflows.kernel.offering import Offer, offers
from workflows.kernel.placeholders import Known, fill
from workflows.kernel.view import View

pytestmark = pytest.mark.browser

FORMS = {key: form for key, form in sorted(catalogue().items()) if not form.rooms_by}

OTHERS = {"design_change": ("USA", "RUS"), "technical_data": ("USA", "RUS")}
"""Who is there to be named, where those are not any States: the other Partners."""
OF_ANOTHER = {"assistance": "case"}
"""The question of a first paper that names another case of one's own."""
AGENCY_LIAISON = "files@agency.jpn.example"
NOBODYS = {"lunar_decision": "Under this charter members, associates where it says so, and the chairs propose"}
"""Procedures that nobody can begin in an installation where nothing else was done, and what the case says of it."""


@pytest.fixture(scope="module")
def desks(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """Give the desks of one installation for all procedures, and see that no window had anything to complain about."""
    app = furnish(tmp_path_factory.mktemp("every"))
    with app.app_context():
        _add_agency(app)
    with seated(browser, app) as found:
        yield found
    app.extensions["consult"].engine.dispose()


def _add_agency(app: Any) -> None:
    """Give Japan an agency with a liaison who files at agency level; the demonstration's own liaisons only draft."""
    parts = app.extensions["consult"]
    with writing(parts.engine) as connection:
        organ = people.add_organ(connection, None, "JPN", NewOrgan("LIAISON", "Agency that files", "agency"))
        person = people.add_person(connection, NewPerson("Liaison", AGENCY_LIAISON), AT)
        word = parts.passwords.hash(world().password, "")
        connection.execute(update(PERSON).where(PERSON.c.id == person).values(password_hash=word))
        mandate = NewMandate(organ, "Liaison", ("draft", "clear", "dispatch"), "Letter", AT.date(), level=AGENCY)
        people.record_mandate(connection, None, person, mandate, AT)


def writer(key: str) -> str:
    """Name the post that begins: the secretariat where whoever files has no stake, a liaison of the agency at agency
    level, else a counsellor of Japan."""
    procedure = FORMS[key].with_defaults()
    role = procedure.role(procedure.filer)
    if role is not None and not role.stake:
        return DESK
    return AGENCY_LIAISON if procedure.level == AGENCY else COUNSELLOR.format("jpn")


def standing(connection: Any, mail: str, at: datetime) -> Standing:
    """Give what a post may do."""
    person = connection.execute(select(PERSON.c.id).where(PERSON.c.email == mail)).scalar_one()
    return choices(connection, person, at)[0]


def begun(office: Office, key: str) -> str:
    """Open a case from the page of new notices; give its reference."""
    page = office.open(f"/notices/new?procedure={key}")
    page.get_by_label("Working title").fill(f"First of {key}")
    office.press("Open the case")
    return str(page.url.rpartition("/")[2])


def first_paper(
    desks: Desks, mail: str, ref: str, at: datetime, given: dict[str, Any]
) -> tuple[Offer, tuple[FieldView, ...]]:
    """Give the first step that asks for a paper, and its questions with an answer to each that has to be answered."""
    parts = desks.app.extensions["consult"]
    with reading(parts.engine) as connection:
        by = standing(connection, mail, at)
        seen = parts.docket.see(connection, by, ref, at)
        hand, world = hand_of(by, seen.procedure, at, for_party=True), parts.docket.world(connection, at, seen.row.id)
        offer = next(one for one in offers(seen.case, hand, at, world) if one.is_open and one.step.filing)
        row = offer.step
        look = View(seen.procedure, seen.case, hand, at, world, step=row, track=offer.track)
        others = Known(parties={"others": OTHERS.get(seen.procedure.key, ("FRA", "KOR", "IND"))})
        body = fill(row, given, look, others)
        form = draw(
            row.filing,
            body,
            parties=party_choices(connection, at, by.party_zone),
            own=by.party_key,
            zones=zones_of(connection, by.party_zone),
        )
    return offer, form.fields


def controls(fields: Iterable[FieldView]) -> Iterator[Control]:
    """Give every input, those of groups and of entries included."""
    for field in fields:
        yield from field.controls
        yield from controls(field.fields)
        for row in field.rows:
            yield from controls(row.fields)


def answer(page: Page, fields: tuple[FieldView, ...]) -> None:
    """Add the entries that are needed, unfold what is folded, and answer input by input."""
    for field in fields:
        entries = page.locator(f"[id='{field.id}'] > .f-entry")
        while field.rows and entries.count() < len(field.rows):
            before = entries.count()
            page.locator(f"button[value='{field.add}']").click()
            expect(entries).to_have_count(before + 1)
    page.locator("form details:not([open])").evaluate_all("all => all.forEach(one => { one.open = true })")
    for control in controls(fields):
        put(page, control)


def put(page: Page, control: Control) -> None:
    """Type, choose or tick what one input says."""
    if control.type in ("radios", "ticks"):
        for option in control.chosen:
            page.locator(f"[name='{control.name}'][value='{option.value}']").check()
    elif control.type == "select" and control.chosen:
        page.locator(f"[id='{control.id}']").select_option(control.chosen[0].value)
    elif control.value and control.type not in ("static", "hidden", "select"):
        page.locator(f"[id='{control.id}']").fill(control.value)


def sender_of(desks: Desks, office: Office) -> Office:
    """Find who can send what stands before sending; where it has to be cleared, the adviser of the State does so first,
    and some papers are the adviser's own."""
    paper = office.paper
    if can_send(office):
        return office
    adviser = desks.at(ADVISER.format("jpn"))
    adviser.open(f"/{paper}/send")
    if can_send(adviser):
        return adviser
    adviser.clear()
    office.open(f"/{paper}/send")
    return office


def can_send(office: Office) -> bool:
    """Tell whether what stands before sending can be sent from this window."""
    return office.page.locator("#sending .btn-primary").count() > 0


@pytest.mark.parametrize("key", [key for key in FORMS if key not in NOBODYS])
def test_the_first_paper_of_every_procedure_is_filed_on_its_form(desks: Desks, key: str) -> None:
    """20 November 2026: opened from the page of new notices, answered, sent, and read back from the receipt."""
    with desks.on(2026, 11, 20) as now:
        mail = writer(key)
        office = desks.at(mail)
        given = {OF_ANOTHER[key]: begun(office, "ost9")} if key in OF_ANOTHER else {}
        ref = begun(office, key)
        offer, fields = first_paper(desks, mail, ref, now, given)
        office.begin(f"/cases/{ref}", offer.step.title)
        answer(office.page, fields)
        office.go_on()
        expect(office.page).to_have_url(re.compile("/send$"))
        assert "This cannot be sent yet" not in (told := office.page.locator("main").inner_text()), told
        sender = sender_of(desks, office)
        sender.send()
        assert ref in sender.page.locator("main").inner_text()


@pytest.mark.parametrize("key", NOBODYS)
def test_where_nobody_can_begin_the_case_says_why(desks: Desks, key: str) -> None:
    """The steps stand on the page, closed, each with its reason."""
    with desks.on(2026, 11, 20):
        office = desks.at(COUNSELLOR.format("jpn"))
        ref = begun(office, key)
        assert NOBODYS[key] in str(office.open(f"/cases/{ref}").locator("main").text_content())


def test_what_all_of_them_left_in_the_record_is_sound(desks: Desks) -> None:
    """The log verifies, and every case follows from its acts."""
    assert [] == desks.unsound()
