"""Absences in the browser: recorded, chosen as a capacity, shown beside each act, ended; what others see of it."""

import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from consult import clock, people
from consult.delivery.kinds import register_all
from consult.delivery.wording import WORDS
from consult.models.delivery import MESSAGE
from consult.models.parties import PERSON
from consult.models.personal import CALENDAR_FEED
from consult.people import NewMandate, NewPerson
from consult.people.persons import add_person
from consult.people.preferences import Wishes, set_wishes
from tests.consult.web.cases_world import begin, clear, fill_in, send, serve_berth
from tests.consult.web.world import AT, Visitor, World

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # midnight in Tokyo
NEW = "/my-party/absences/new"


def mandate(world: World, mail: str) -> str:
    """Give the number of somebody's first mandate of Japan."""
    with world.reading() as conn:
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == mail)).scalar_one()
        return str(people.mandates_of(conn, "JPN", person)[0].id)


def record(
    world: World, who: Visitor, absent: str = "all@jpn.example", substitute: str = "draft@jpn.example", **more: Any
) -> Any:
    """Record in the form that somebody is away from Monday to Friday."""
    answers: dict[str, Any] = {
        "valid_from": "2026-11-23",
        "valid_until": "2026-11-27",
        "capacities": ["draft", "clear", "dispatch"],
    }
    answers |= {"absent": mandate(world, absent), "substitute": mandate(world, substitute), **more}
    return who.post("/my-party/absences", form_at="/my-party", **answers)


def acting(world: World, mail: str = "draft@jpn.example") -> Visitor:
    """Sign the substitute in and choose the place of the absent person."""
    visitor = world.signed_in(mail)
    number = re.search(r'name="substitution" value="(\d+)"', visitor.get("/capacity").text)
    assert number is not None
    taken = visitor.post("/capacity", form_at="/capacity", substitution=number[1])
    assert 303 == taken.status_code
    return visitor


def words(page: str) -> str:
    """Give a page without its marks, blanks as one."""
    return (
        " ".join(re.sub(r"<[^>]+>", " ", page).split())
        .replace(" )", ")")
        .replace("( ", "(")
        .replace(" ,", ",")
        .replace(" .", ".")
    )


def test_the_substitute_chooses_the_place_of_the_absent_and_each_act_shows_both(berths: World) -> None:
    """From Monday the drafter dispatches for the official; France reads the offices and no name."""
    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    assert 303 == record(berths, japan).status_code
    with clock.frozen(MONDAY):
        substitute = acting(berths)
        assert "Office draft@jpn.example, for Office all@jpn.example (absent until 27 November 2026)" in words(
            substitute.get("/desk").text
        )
        draft = begin(substitute, ref, "make_statement")
        fill_in(substitute, draft, text="Our view")
        assert 303 == clear(substitute, draft).status_code
        receipt = send(substitute, draft).location
        offices = "draft@jpn.example{}, for all@jpn.example{} (absent until 27 November 2026)"
        names = offices.format(" (Office draft@jpn.example)", " (Office all@jpn.example)")

        for page in (receipt, f"/cases/{ref}"):
            assert names in words(substitute.get(page).text)
        france = berths.signed_in("all@fra.example")
        for page in (receipt.partition("?")[0], f"/cases/{ref}"):
            assert offices.format("", "") in words(france.get(page).text)
            assert "Office draft@" not in words(france.get(page).text)
    with clock.frozen(datetime(2027, 5, 1, 9, tzinfo=UTC)):
        assert names in words(berths.signed_in("all@jpn.example").get(f"/cases/{ref}").text)


def test_the_place_ends_by_itself_and_is_not_offered_before_or_after(berths: World) -> None:
    """On Sunday there is no choice; on Saturday a form that was open is refused and the choice is gone."""
    assert 303 == record(berths, berths.signed_in("all@jpn.example")).status_code
    with clock.frozen(datetime(2026, 11, 22, 14, 59, tzinfo=UTC)):
        early = berths.signed_in("draft@jpn.example")
        assert 'name="substitution"' not in early.get("/capacity").text
        assert 404 == early.post("/capacity", form_at="/capacity", substitution="1").status_code
    with clock.frozen(datetime(2026, 11, 27, 14, 59, tzinfo=UTC)):
        substitute = acting(berths)
        assert 200 == substitute.get("/desk").status_code
    with clock.frozen(SATURDAY):
        assert 303 == substitute.get("/desk").status_code
        assert 'name="substitution"' not in substitute.get("/capacity").text
        assert 404 == substitute.post("/capacity", form_at="/capacity", substitution="1").status_code
        assert 404 == berths.signed_in("adviser@jpn.example").post("/capacity", substitution="1").status_code


def test_both_desks_say_it_and_what_waits_there(berths: World) -> None:
    """The absent person reads who stands in; the substitute, still in the own place, what waits to be cleared."""
    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    fill_in(japan, begin(japan, ref, "make_statement"), do="save", text="Our view")
    record(berths, japan)
    assert "stands in for" not in words(japan.get("/desk").text)
    with clock.frozen(MONDAY):
        absent = words(berths.signed_in("all@jpn.example").get("/desk").text)
        visitor = berths.signed_in("draft@jpn.example")
        visitor.post("/capacity", form_at="/capacity", mandate=mandate(berths, "draft@jpn.example"))
        own = words(visitor.get("/desk").text)
    assert "Office draft@jpn.example (draft@jpn.example) stands in for you until 27 November 2026." in absent
    assert "You stand in for Office all@jpn.example" in own
    assert "Place a statement on record to clear Cargo 7" in own


def test_whoever_records_it_and_whoever_ends_it(berths: World) -> None:
    """The manager for anybody, the person for himself; a colleague has no button and is refused."""
    with berths.app.app_context(), berths.writing() as conn:
        person = add_person(conn, NewPerson("Boss", "boss@jpn.example"), AT)
        word = berths.app.extensions["consult"].passwords.hash("a path between two craters", "")
        conn.execute(PERSON.update().where(PERSON.c.id == person).values(password_hash=word))
        organ = people.find_organ(conn, "JPN", "MFA").id
        people.record_mandate(conn, None, person, NewMandate(organ, "Boss", ("manage",), "L", date(2026, 1, 1)), AT)
    boss, colleague = berths.signed_in("boss@jpn.example"), berths.signed_in("adviser@jpn.example")
    assert "all@jpn.example" in boss.get(NEW).text
    assert "all@jpn.example" not in colleague.get(NEW).text.partition('id="field-substitute"')[0]
    assert 404 == record(berths, colleague).status_code
    assert 404 == record(berths, berths.signed_in("all@fra.example")).status_code

    assert 303 == record(berths, boss).status_code
    assert "/my-party/absences/1/end" in boss.get("/my-party/absences").text
    assert "/my-party/absences/1/end" not in colleague.get("/my-party/absences").text
    for stranger in (colleague, berths.signed_in("all@fra.example")):
        assert 404 == stranger.get("/my-party/absences/1/end").status_code
        assert 404 == stranger.post("/my-party/absences/1/end").status_code
    assert 303 == boss.post("/my-party/absences/1/end").status_code
    assert 409 == boss.post("/my-party/absences/1/end").status_code
    assert "/my-party/absences/1/end" not in boss.get("/my-party/absences").text
    with clock.frozen(MONDAY):
        assert 'name="substitution"' not in berths.signed_in("draft@jpn.example").get("/capacity").text


def test_a_substitute_records_no_absence_and_the_form_says_what_is_wrong(berths: World) -> None:
    """In the place of another there is no form, and the POST is refused with the path; wrong answers are named."""
    japan = berths.signed_in("all@jpn.example")
    wrong = record(berths, japan, valid_until="2026-11-20", capacities=["manage"], cases="BERTH-2026-NOSUCH")
    assert 422 == wrong.status_code
    assert "Choose from the list." in wrong.text
    wrong = record(berths, japan, valid_until="2026-11-20", capacities=[], cases="berth-2026-nosuch")
    for sentence in ("Choose at least one capacity.", "lies before the first day", "BERTH-2026-NOSUCH"):
        assert sentence in wrong.text
    record(berths, japan)
    with clock.frozen(MONDAY):
        substitute = acting(berths)
        assert 404 == substitute.get(NEW).status_code
        assert NEW not in substitute.get("/my-party/absences").text
        refused = record(berths, substitute)
    assert 409 == refused.status_code
    assert "A substitute does not hand on" in refused.text


def test_an_absence_for_some_procedures_is_recorded_and_read_by_their_names(berths: World) -> None:
    """They are chosen from a list; one that is not on it is refused at the question."""
    japan = berths.signed_in("all@jpn.example")
    assert 'name="procedures" value="ost9_request"' in japan.get("/my-party/absences/new").text

    assert 422 == record(berths, japan, procedures=["ost9 ost9_request"]).status_code
    assert 303 == record(berths, japan, procedures=["ost9", "ost9_request"]).status_code
    page = words(japan.get("/my-party/absences").text)
    assert "only Consultation before a planned activity; Request for consultation on a planned activity" in page


def test_the_page_of_absences_lists_what_substitutes_did_lately(berths: World) -> None:
    """With both names and offices, for the own party; France's page holds nothing of it."""
    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    record(berths, japan, cases=ref)
    with clock.frozen(MONDAY):
        substitute = acting(berths)
        draft = begin(substitute, ref, "make_statement")
        fill_in(substitute, draft, text="Our view")
        clear(substitute, draft)
        send(substitute, draft)
        page = words(berths.signed_in("all@jpn.example").get("/my-party/absences").text)
        france = berths.signed_in("all@fra.example").get("/my-party/absences").text
    both = "Office draft@jpn.example (draft@jpn.example), for Office all@jpn.example (all@jpn.example)"
    assert both in page
    assert f"only in {ref}" in page
    assert "No substitute has acted in a case that you see." in france
    assert ref not in france


def test_a_substitute_makes_no_calendar_feed_in_the_place_of_the_absent(berths: World) -> None:
    """A feed lasts and an absence ends: there is no form, what is sent all the same is refused, and no row is kept;
    under a mandate of one's own there is one."""
    record(berths, berths.signed_in("all@jpn.example"))
    with clock.frozen(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        substitute = acting(berths)
        assert "under a mandate of your own" in substitute.get("/my-feeds").text
        assert 'name="scope"' not in substitute.get("/my-feeds").text
        assert 409 == substitute.post("/my-feeds", form_at="/my-feeds", scope="mine").status_code
        own = berths.signed_in("all@fra.example")
        assert 'name="scope"' in own.get("/my-feeds").text
    with berths.reading() as conn:
        assert conn.execute(select(CALENDAR_FEED)).first() is None


def mails(world: World) -> list[tuple[str, str]]:
    """Word the courtesy mails that were asked for: to whom, and the subject."""
    register_all()
    with world.app.app_context(), world.writing() as conn:
        rows = conn.execute(select(MESSAGE).where(MESSAGE.c.kind == "change").order_by(MESSAGE.c.id)).all()
        return [(row.address, WORDS["change"](conn, row, AT).subject) for row in rows]


def test_both_are_told_of_an_absence_by_mail_but_for_whoever_recorded_it(berths: World) -> None:
    """The absent person records it: the substitute is told; ends it: the substitute is told again."""
    with clock.frozen(AT):
        absent = berths.signed_in("all@jpn.example")
        assert 303 == record(berths, absent).status_code
        [(to, subject)] = mails(berths)
        assert "draft@jpn.example" == to
        assert " stands in for " in subject
        number = re.search(r"/my-party/absences/(\d+)/end", absent.get("/my-party/absences").text)
        assert number is not None
        address = f"/my-party/absences/{number[1]}/end"
        assert 303 == absent.post(address, form_at=address).status_code
    with berths.reading() as conn:
        rows = conn.execute(select(MESSAGE.c.address).where(MESSAGE.c.kind == "change")).scalars().all()
    assert ["draft@jpn.example"] * 2 == list(rows)


def test_whoever_switched_such_messages_off_gets_none_and_service_goes_on(berths: World) -> None:
    """The substitute wishes none; what is served on the party's contact points is nobody's to switch off."""
    with berths.writing() as conn:
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == "draft@jpn.example")).scalar_one()
        set_wishes(conn, person, "en", Wishes(quiet=frozenset({"change"})), AT)
    with clock.frozen(AT):
        assert 303 == record(berths, berths.signed_in("all@jpn.example")).status_code
    assert [] == mails(berths)
