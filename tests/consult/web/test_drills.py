"""Drills on the pages: who begins one, who answers and how, and what the figures say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from consult import clock, people
from consult.delivery import drills, endpoints
from consult.delivery.mending import to_mend
from consult.delivery.reachability import reachability
from consult.delivery.wording import ENDINGS, WORDS, Dropped
from consult.models.cases import CASES, SERVICE
from consult.models.channels import DRILL, DRILL_POINT
from consult.models.delivery import MESSAGE
from consult.models.parties import CONTACT_POINT
from consult.people import NewContact
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.world import AT, FRENCH_MANAGER, LIAISON, MANAGER, OFFICIAL, SECRETARIAT, World

DAY = timedelta(days=1)


@pytest.fixture
def reached(world: World) -> World:
    """Give a world in which France has a mail and a point in this product; Japan has a mail and a telephone."""
    with world.app.app_context(), world.writing() as conn:
        people.add_contact(conn, None, world.organs["MEAE"], NewContact("mail", "desk@meae.example", languages=("fr",)))
        people.add_contact(conn, None, world.organs["MEAE"], NewContact("in_app", "Desk of the ministry"))
    return world


def begin(world: World, *, at: datetime = AT, parties: tuple[str, ...] | None = None) -> int:
    """Begin a drill behind the pages' back."""
    with world.app.app_context(), world.writing() as conn:
        return drills.start(conn, None, at, parties=parties)


def link(world: World, address: str, at: datetime = AT) -> str:
    """Word the mail to an address, as the sender does, and give the path of its link."""
    with world.app.app_context(), world.writing() as conn:
        message = conn.execute(
            select(MESSAGE).where(MESSAGE.c.address == address).order_by(MESSAGE.c.id.desc())
        ).first()
        return WORDS["drill"](conn, message, at).path


def results(world: World) -> dict[str, str]:
    """Give what came of each point of the newest drill, by channel and party."""
    with world.reading() as conn:
        newest = select(DRILL.c.id).order_by(DRILL.c.id.desc()).limit(1).scalar_subquery()
        rows = conn.execute(select(DRILL_POINT).where(DRILL_POINT.c.drill_id == newest)).all()
        return {f"{row.party} {row.channel}": row.result for row in rows}


def proved(world: World, address: str) -> date | None:
    """Give the day on which a contact point was last proved."""
    with world.reading() as conn:
        return conn.execute(select(CONTACT_POINT.c.last_proved_on).where(CONTACT_POINT.c.address == address)).scalar()


def test_the_secretariat_begins_a_drill_of_all_and_has_what_it_tries_by_hand_before_it(reached: World) -> None:
    """Mail goes by itself, the telephone is a line of the page; nothing of it is service."""
    visitor = reached.signed_in(SECRETARIAT)
    assert 'href="/drills/new"' in visitor.get("/desk/secretariat").text

    answer = visitor.post("/drills", form_at="/drills/new", which="all")

    assert 303 == answer.status_code
    page = visitor.get(answer.location).text
    assert "+81 50 0000 0000" in page.partition("By party")[0]
    assert "desk@meae.example" not in page.partition("By party")[0]
    assert {"JPN mail", "JPN telephone", "FRA mail", "FRA in_app"} == results(reached).keys()
    with reached.reading() as conn:
        sent = {row.address for row in conn.execute(select(MESSAGE).where(MESSAGE.c.kind == "drill"))}
        assert {"space-law@mofa.example", "desk@meae.example"} == sent
        assert conn.execute(select(SERVICE)).first() is None


@pytest.mark.parametrize("who", [MANAGER, LIAISON, FRENCH_MANAGER])
def test_nobody_else_begins_a_drill_or_sees_the_desk_of_the_secretariat(reached: World, who: str) -> None:
    """404 for the form, the sending, the desk and a drill, and no link leads there."""
    number, visitor = begin(reached), reached.signed_in(who)

    for address in ("/drills/new", "/desk/secretariat", f"/drills/{number}"):
        assert 404 == visitor.get(address).status_code, address
    assert 404 == visitor.post("/drills", which="all").status_code
    assert "/desk/secretariat" not in visitor.get("/desk").text
    assert "/desk/secretariat" not in visitor.get("/directory").text
    assert 'href="/desk/secretariat"' in reached.signed_in(SECRETARIAT).get("/desk").text


def test_a_second_drill_waits_for_the_first_and_its_button_is_absent(reached: World) -> None:
    """409 with the reason."""
    visitor = reached.signed_in(SECRETARIAT)
    visitor.post("/drills", form_at="/drills/new", which="all")

    assert 'href="/drills/new"' not in visitor.get("/desk/secretariat").text
    answer = visitor.post("/drills", form_at="/drills/new", which="all")

    assert 409 == answer.status_code
    assert "A drill is running already" in answer.text


def test_a_drill_of_chosen_parties_needs_one_and_tries_only_those(reached: World) -> None:
    """422 without any and with one that nobody knows."""
    visitor = reached.signed_in(SECRETARIAT)
    for chosen in ({}, {"parties": ["NOBODY"]}):
        answer = visitor.post("/drills", form_at="/drills/new", which="some", **chosen)
        assert 422 == answer.status_code
        assert "Choose at least one party" in answer.text

    visitor.post("/drills", form_at="/drills/new", which="some", parties=["FRA"])

    assert {"FRA mail", "FRA in_app"} == results(reached).keys()


def test_a_link_asks_for_a_press_and_answers_once_without_sign_in(reached: World) -> None:
    """The page changes nothing; the button proves the point on the day of its party; afterwards the link is dead."""
    begin(reached)
    address, visitor = link(reached, "desk@meae.example"), reached.visitor()
    page = visitor.get(address)
    assert 200 == page.status_code
    assert "This is a drill." in page.text
    assert "waiting" == results(reached)["FRA mail"], "looking is not answering"

    answer = visitor.post(address, form_at=address)

    assert 200 == answer.status_code
    assert "It is recorded that this contact point is read." in answer.text
    assert "answered" == results(reached)["FRA mail"]
    assert date(2026, 11, 20) == proved(reached, "desk@meae.example")
    assert (404, 404) == (visitor.get(address).status_code, visitor.post(address, form_at="/sign-in").status_code)


def test_unknown_used_and_late_links_are_answered_alike(reached: World) -> None:
    """One page for all, which names nobody."""
    begin(reached)
    used, late = link(reached, "desk@meae.example"), link(reached, "space-law@mofa.example")
    reached.visitor().post(used, form_at=used)

    with clock.frozen(AT + 7 * DAY):
        pages = [reached.visitor().get(address) for address in (used, late, "/drill/guessed")]

    assert [404, 404, 404] == [page.status_code for page in pages]
    assert 1 == len({page.text for page in pages})
    assert "mofa" not in pages[1].text.lower()


def test_a_mail_that_is_made_anew_brings_a_fresh_link_and_none_is_kept(reached: World) -> None:
    """The tables hold a digest alone; the link before is dead."""
    begin(reached)
    first, second = link(reached, "desk@meae.example"), link(reached, "desk@meae.example")

    assert (404, 200) == (reached.visitor().get(first).status_code, reached.visitor().get(second).status_code)
    with reached.reading() as conn:
        kept = str(conn.execute(select(DRILL_POINT)).all()) + str(conn.execute(select(MESSAGE)).all())
    assert second.rpartition("/")[2] not in kept


def test_a_point_that_has_answered_is_not_mailed_any_more(reached: World) -> None:
    """A mail that waited for its server is dropped with the reason."""
    begin(reached)
    address = link(reached, "desk@meae.example")
    reached.visitor().post(address, form_at=address)

    with pytest.raises(Dropped, match="has answered"):
        link(reached, "desk@meae.example")


def test_a_point_in_this_product_is_answered_by_its_organ_alone(reached: World) -> None:
    """The organ has a button; another party gets 404, and has none."""
    begin(reached)
    with reached.reading() as conn:
        here = select(DRILL_POINT.c.id).where(DRILL_POINT.c.way == "here")
        address = f"/my-party/drill/{conn.execute(here).scalar_one()}"
    other, own = reached.signed_in(MANAGER), reached.signed_in(FRENCH_MANAGER)
    assert (False, True) == (address in other.get("/my-party").text, address in own.get("/my-party").text)

    assert (404, 303) == (other.post(address).status_code, own.post(address).status_code)
    assert "answered" == results(reached)["FRA in_app"]
    assert address not in own.get("/my-party").text
    assert 409 == own.post(address).status_code


def test_what_was_tried_by_hand_is_recorded_with_what_was_found(reached: World) -> None:
    """Somebody answered: the point is proved; without a result 422; for others 404."""
    number, visitor = begin(reached), reached.signed_in(SECRETARIAT)
    with reached.reading() as conn:
        by_hand = select(DRILL_POINT.c.id).where(DRILL_POINT.c.way == "hand")
        address = f"/drills/{number}/points/{conn.execute(by_hand).scalar_one()}"
    assert 404 == reached.signed_in(MANAGER).post(address, found="reached").status_code
    assert 422 == visitor.post(address, found="perhaps").status_code

    answer = visitor.post(address, form_at=f"/drills/{number}", found="reached", remark="The duty officer answered")

    assert 303 == answer.status_code
    assert "The duty officer answered" in visitor.get(f"/drills/{number}").text
    assert address not in visitor.get(f"/drills/{number}").text
    assert date(2026, 11, 20) == proved(reached, "+81 50 0000 0000")
    assert 409 == visitor.post(address, form_at=f"/drills/{number}", found="reached").status_code


def close(world: World, at: datetime) -> None:
    """Do what the background work does at a moment."""
    drills.tend(world.engine, at, monthly=False)


def test_after_seven_days_a_drill_closes_and_the_figure_stands_for_all_to_see(reached: World) -> None:
    """The second before nothing, at the second all: France answered one of two after two hours, Japan's silence shows.
    A mail that never left this house counts against nobody."""
    begin(reached)
    address = link(reached, "desk@meae.example")
    with reached.writing() as conn:
        conn.execute(update(MESSAGE).where(MESSAGE.c.address == "desk@meae.example").values(state="sent"))
    with clock.frozen(AT + timedelta(hours=2)):
        reached.visitor().post(address, form_at=address)
    close(reached, AT + 7 * DAY - timedelta(seconds=1))
    with reached.reading() as conn:
        assert reachability(conn)["FRA"].last is None
    close(reached, AT + 7 * DAY)

    assert {
        "FRA mail": "answered",
        "FRA in_app": "silent",
        "JPN mail": "dropped",
        "JPN telephone": "silent",
    } == results(reached)
    with reached.reading() as conn:
        figures = reachability(conn)
        france, japan = figures["FRA"].last, figures["JPN"].last
    assert france is not None
    assert japan is not None
    assert (2, 1, timedelta(hours=2)) == (france.tried, france.answered, france.median)
    assert (1, 0, None) == (japan.tried, japan.answered, japan.median)
    for who in (MANAGER, FRENCH_MANAGER, SECRETARIAT):
        page = reached.signed_in(who).get("/parties/FRA").text
        assert "1 of 2 answered (50 %), median time 2 h 0 min" in page, who
    assert "0 of 1 answered (0 %)" in reached.signed_in(LIAISON).get("/directory").text


def test_a_point_that_did_not_answer_is_work_for_its_manager_and_for_the_secretariat(reached: World) -> None:
    """Both desks name it with what to do; another party's desk does not; a later proof mends it."""
    begin(reached)
    close(reached, AT + 7 * DAY)
    with clock.frozen(AT + 8 * DAY):
        own = reached.signed_in(MANAGER)
        assert "Did not answer in the last drill, closed on 27 November 2026." in own.get("/desk").text
        assert "prove it, or withdraw it" in own.get("/my-party").text
        assert "Ask the party by another channel" in reached.signed_in(SECRETARIAT).get("/desk/secretariat").text
        assert "+81 50 0000 0000" not in reached.signed_in(FRENCH_MANAGER).get("/desk").text
        assert "+81 50 0000 0000" not in reached.signed_in(OFFICIAL).get("/desk").text, "an official mends nothing"
        with reached.reading() as conn:
            contact = next(one.id for one in people.contacts_of(conn, "JPN") if one.channel == "telephone")
        own.post(f"/my-party/contacts/{contact}/prove")

        assert "Did not answer" not in own.get("/desk").text


@pytest.mark.parametrize(("state", "result"), [("failed", "failed"), ("returned", "failed"), ("dropped", "dropped")])
def test_a_mail_that_could_not_be_handed_over_marks_its_point(reached: World, state: str, result: str) -> None:
    """What the mail server refused or sent back is work; what was never to be sent is not."""
    begin(reached)
    with reached.writing() as conn:
        message = conn.execute(select(MESSAGE).where(MESSAGE.c.address == "desk@meae.example")).one()
        conn.execute(update(MESSAGE).where(MESSAGE.c.id == message.id).values(state=state))
        ENDINGS["drill"](conn, message, state, "550 no such user", AT)

    assert result == results(reached)["FRA mail"]
    with reached.reading() as conn:
        listed = {one.contact.address for one in to_mend(conn, AT.date())}
    assert (result == "failed") == ("desk@meae.example" in listed)


def test_refused_mail_about_a_case_is_the_partys_own_business(berths: World) -> None:
    """Its manager sees that the address fails; to the secretariat it would tell that a case exists."""
    serve_berth(berths.signed_in("all@jpn.example"))
    with berths.app.app_context(), berths.writing() as conn:
        contact = people.add_contact(conn, None, berths.organs["MEAE"], NewContact("mail", "desk@meae.example"))
        case = conn.execute(select(CASES.c.id)).scalar_one()
        values = {"key": "service:1", "kind": "service", "channel": "mail", "party": "FRA", "address": "x"}
        more = {"contact_id": contact, "about": {}, "reference": "", "state": "returned", "case_id": case}
        conn.execute(insert(MESSAGE).values(**values, **more, asked_at=AT, changed_at=AT))

    own, office = berths.signed_in(FRENCH_MANAGER), berths.signed_in(SECRETARIAT)
    assert "Mail was refused or came back on 20 November 2026." in own.get("/desk").text
    assert "Mail was refused" not in office.get("/desk/secretariat").text
    with berths.writing() as conn:
        conn.execute(update(MESSAGE).values(case_id=None))
    assert "Mail was refused" in office.get("/desk/secretariat").text


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (date(2026, 12, 20), "Ends on 20 December 2026."),
        (date(2026, 12, 21), ""),
        (date(2026, 11, 20), "Ends on 20 November 2026."),
        (date(2026, 11, 19), "Ended on 19 November 2026, and nothing stands in its place."),
    ],
    ids=str,
)
def test_a_contact_point_is_work_thirty_days_before_its_end_and_after_it(world: World, last: date, why: str) -> None:
    """Thirty-one days before it is none yet."""
    with world.writing() as conn:
        mail = CONTACT_POINT.c.address == "space-law@mofa.example"
        conn.execute(update(CONTACT_POINT).where(mail).values(valid_until=last))
    page = world.signed_in(MANAGER).get("/desk").text

    assert why in page
    assert bool(why) == ("Contact points to mend" in page)


def test_a_month_has_one_drill_where_the_installation_wants_it(reached: World) -> None:
    """On the first of December the next one begins, and not a second time on the second."""
    for at in (AT, AT + DAY, datetime(2026, 11, 30, 23, 59, tzinfo=UTC)):
        drills.tend(reached.engine, at, monthly=True)
    assert 1 == count(reached)
    drills.tend(reached.engine, datetime(2026, 12, 1, 0, 0, tzinfo=UTC), monthly=True)
    drills.tend(reached.engine, datetime(2026, 12, 2, 0, 0, tzinfo=UTC), monthly=True)

    assert 2 == count(reached)


def count(world: World) -> int:
    """Count the drills."""
    with world.reading() as conn:
        return len(conn.execute(select(DRILL)).all())


@pytest.mark.parametrize(("exercise", "asked"), [(False, 3), (True, 0)], ids=["in-earnest", "exercise"])
def test_nothing_of_a_drill_leaves_an_installation_that_is_an_exercise(
    reached: World, exercise: bool, asked: int
) -> None:
    """In earnest two mails and what an endpoint of France is told are asked for; else each point is tried by hand."""
    new = endpoints.NewEndpoint("https://hooks.meae.example/in", (endpoints.DRILL,))
    with reached.app.app_context(), reached.writing() as conn:
        endpoints.register(conn, None, "FRA", new, "a secret for tests only", AT)
    drills.tend(reached.engine, AT, monthly=True, exercise=exercise)

    with reached.reading() as conn:
        assert asked == len(conn.execute(select(MESSAGE.c.id)).all())
        ways = {f"{row.party} {row.channel}": row.way for row in conn.execute(select(DRILL_POINT))}
    by_mail = "hand" if exercise else "mail"
    assert {"FRA mail": by_mail, "FRA in_app": "here", "JPN mail": by_mail, "JPN telephone": "hand"} == ways


def test_the_command_begins_a_drill_and_says_what_is_left_to_do(reached: World) -> None:
    """A party that nobody knows is refused with a sentence."""
    from consult.commands.drill import drill

    runner = reached.app.test_cli_runner()
    unknown = runner.invoke(drill, ["--party", "XXX"])
    assert 2 == unknown.exit_code
    assert "Choose at least one party from the list." in unknown.output

    done = runner.invoke(drill, ["--party", "jpn"])

    assert 0 == done.exit_code, done.output
    assert "2 contact points are asked. The drill closes on 27 November 2026, 09:00 UTC." in done.output
    assert "1 of them the secretariat tries by hand" in done.output


def test_a_link_proves_the_address_whoever_is_signed_in_where_it_is_opened(reached: World) -> None:
    """It answers for the contact point of its mail, and says nothing of the reader's own party."""
    begin(reached)
    address, visitor = link(reached, "desk@meae.example"), reached.signed_in(MANAGER)

    assert 200 == visitor.post(address, form_at=address).status_code
    assert "answered" == results(reached)["FRA mail"]
    assert "waiting" == results(reached)["JPN mail"]
