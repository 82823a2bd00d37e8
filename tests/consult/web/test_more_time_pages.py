"""What stands on the pages about more time and reminders, and for whom."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from consult import clock
from consult.docket import Refused
from consult.docket.reminding import remind
from consult.models.parties import ORGAN
from consult.people.contacts import NewContact, add_contact
from consult.refusals import Unknown
from tests.consult.web.cases_world import begin, build_cases, fill_in, send, version_of
from tests.consult.web.consulted import FRANCE, JAPAN, KOREA, docket, landing, moment, page, take
from tests.consult.web.world import World

ON_KOREA, WHY = "addressee:KOR", "The tracking data arrive on 20 December."
STEPS = ("ask_extension", "grant_extension", "grant_extension_to_all", "refuse_extension")


@pytest.fixture
def told(tmp_path: Path) -> Iterator[tuple[World, str]]:
    """Give a landing that Korea and France are to answer by 23 December 2026; Korea's ministry has a mail address."""
    with clock.frozen(moment("2026-11-20")):
        world = build_cases(tmp_path)
        ref = landing(world)
    with world.writing() as connection:
        organ = select(ORGAN.c.id).where(ORGAN.c.party_key == "KOR", ORGAN.c.key == "MFA")
        add_contact(connection, None, connection.execute(organ).scalar_one(), NewContact("mail", "desk@kor.example"))
    yield world, ref
    world.engine.dispose()


def tick(world: World, day: str) -> None:
    """Remind, as a worker does at nine on a day."""
    desk = docket(world)
    while remind(world.engine, desk.editions, desk.places, moment(day)):
        pass


def test_a_party_reads_when_it_was_reminded_and_when_it_is_next(told: tuple[World, str]) -> None:
    """Half of the time has passed on 8 December, nine tenths on the 20th, by night: 08:00 on the 21st."""
    world, ref = told
    addresses = (f"/cases/{ref}", "/calendar?month=2026-12")
    before = [page(world, KOREA, "2026-12-01", address) for address in addresses]
    for day in ("2026-12-07", "2026-12-08", "2026-12-09"):
        tick(world, day)
    mine = [page(world, KOREA, "2026-12-10", address) for address in addresses]

    assert [True, True] == ["reminded on 9 December 2026; next reminder: 21 December 2026" in text for text in mine]
    assert [True, True] == ["next reminder: 8 December 2026" in text for text in before]


def test_a_party_without_a_mail_address_reads_that_nothing_was_sent(told: tuple[World, str]) -> None:
    """France sits in another zone, and its reminder fell on the same day."""
    world, ref = told
    tick(world, "2026-12-09")
    text = page(world, FRANCE, "2026-12-10", f"/cases/{ref}")

    assert "no reminder sent on 9 December 2026: no mail address is on record" in text
    assert "reminded on" not in text


def test_of_what_others_are_reminded_nobody_else_reads(told: tuple[World, str]) -> None:
    """Neither the State that waits for the reply nor another one that owes one."""
    world, ref = told
    tick(world, "2026-12-09")
    for mail in (JAPAN, FRANCE):
        for address in (f"/cases/{ref}", "/calendar?month=2026-12"):
            assert "reminded on 9 December 2026" not in page(world, mail, "2026-12-10", address)


def test_who_asks_sees_the_present_date_and_the_rule_and_who_grants_the_reason_too(told: tuple[World, str]) -> None:
    """Korea asks on 10 December; Japan reads why, and after it has granted the new date stands on the case."""
    world, ref = told
    with clock.frozen(moment("2026-12-10")):
        korea, japan = world.signed_in(KOREA), world.signed_in(JAPAN)
        draft = begin(korea, ref, "ask_extension", ON_KOREA)
        form = korea.get(draft).text
        fill_in(korea, draft, reason=WHY)
        assert 303 == send(korea, draft).status_code
        granting = begin(japan, ref, "grant_extension", ON_KOREA)
        grants = japan.get(granting).text
        fill_in(japan, granting, reason="The data are of use.")
        before_sending = japan.get(f"{granting}/send").text
        assert 303 == send(japan, granting).status_code
        after = korea.get(f"/cases/{ref}").text

    for text in (form, grants, before_sending):
        assert "23 December 2026" in text
        assert "not extended so far" in text
        assert "2 times at most" in text
    assert WHY not in form
    assert WHY in grants
    assert "7 January 2027" in before_sending
    assert "7 January 2027" in after


def test_where_all_get_more_time_each_period_is_named(told: tuple[World, str]) -> None:
    """Korea's and France's, both until 23 December; the request of Korea is read by Japan alone."""
    world, ref = told
    take(world, KOREA, "2026-12-10", ref, "ask_extension", ON_KOREA, reason=WHY)
    with clock.frozen(moment("2026-12-11")):
        japan = world.signed_in(JAPAN)
        text = japan.get(begin(japan, ref, "grant_extension_to_all")).text
    take(world, JAPAN, "2026-12-11", ref, "grant_extension_to_all")

    assert 2 == text.count("not extended so far")
    assert WHY in text
    assert "7 January 2027" in page(world, FRANCE, "2026-12-12", f"/cases/{ref}")
    assert WHY not in page(world, FRANCE, "2026-12-12", f"/cases/{ref}")


@pytest.mark.parametrize(("mail", "open_to"), [(KOREA, {"ask_extension"}), (FRANCE, {"ask_extension"})])
def test_nobody_grants_itself_more_time(told: tuple[World, str], mail: str, open_to: set[str]) -> None:
    """The button is absent, and a paper that is sent all the same is refused."""
    world, ref = told
    take(world, KOREA, "2026-12-10", ref, "ask_extension", ON_KOREA, reason=WHY)
    with clock.frozen(moment("2026-12-10") + timedelta(hours=1)):
        visitor = world.signed_in(mail)
        text = visitor.get(f"/cases/{ref}").text
        draft = begin(visitor, ref, "grant_extension", ON_KOREA) if mail == KOREA else ""
        if draft:
            fill_in(visitor, draft, reason="For myself.")
            assert send(visitor, draft).status_code in (403, 404, 409)
    with pytest.raises((Refused, Unknown)):
        take(world, mail, "2026-12-11", ref, "grant_extension", ON_KOREA)

    assert set() == {step for step in STEPS if f'value="{step}"' in text} - open_to
    assert f'value="{next(iter(open_to))}"' in text or mail == KOREA


def test_the_day_that_is_asked_stands_in_the_act_and_before_whoever_grants(told: tuple[World, str]) -> None:
    """Korea asks until 5 January; Japan's form begins with that day and says that the 7th is the last; granted so, all
    who may read the case see the new date."""
    world, ref = told
    with clock.frozen(moment("2026-12-10")):
        korea, japan = world.signed_in(KOREA), world.signed_in(JAPAN)
        draft = begin(korea, ref, "ask_extension", ON_KOREA)
        assert "may be extended until" in korea.get(draft).text
        fill_in(korea, draft, reason=WHY, until="2027-01-05")
        assert 303 == send(korea, draft).status_code
        granting = begin(japan, ref, "grant_extension", ON_KOREA)
        grants = japan.get(granting).text
        fill_in(japan, granting, reason="The data are of use.", until="2027-01-05")
        assert 303 == send(japan, granting).status_code
        asked, granted = (max_act(japan.get(f"/cases/{ref}").text, ref, back) for back in (1, 0))
        assert "5 January 2027" in japan.get(f"/cases/{ref}/acts/{asked}").text
        assert "5 January 2027" in korea.get(f"/cases/{ref}/acts/{granted}").text

    assert 'value="2027-01-05"' in grants
    assert "asked for more time until" in grants
    assert "5 January 2027" in page(world, KOREA, "2026-12-12", f"/cases/{ref}")


def max_act(text: str, ref: str, back: int) -> int:
    """Read the number of the last act on the page of a case, or of one before it."""
    return max(int(n) for n in re.findall(rf"/cases/{ref}/acts/(\d+)", text)) - back


@pytest.mark.parametrize(("day", "status"), [("2027-01-07", 303), ("2027-01-08", 422)], ids=["last", "after"])
def test_a_day_beyond_the_rule_is_not_sent(told: tuple[World, str], day: str, status: int) -> None:
    """The 7th is fifteen days after the 23rd; for the 8th the button is absent, the form names the last day, and what
    is sent all the same is refused with it."""
    world, ref = told
    with clock.frozen(moment("2026-12-10")):
        korea = world.signed_in(KOREA)
        draft = begin(korea, ref, "ask_extension", ON_KOREA)
        fill_in(korea, draft, reason=WHY, until=day)
        before, last = korea.get(f"{draft}/send").text, max_act(korea.get(f"/cases/{ref}").text, ref, 0)
        about = {"form_at": f"{draft}/send", "seen": str(last), "version": version_of(korea, draft)}
        answer = korea.post(f"{draft}/send", **about)
    assert status == answer.status_code
    for text in (before, answer.text):
        assert (status == 422) == ("lies after 7 January 2027, the last that the rule allows" in text)
    assert (status == 303) == ('name="seen"' in before)
