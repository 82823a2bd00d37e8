"""Receipt by proof: an addressee that opens a notice has received it, and its own period runs from that day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from consult import clock
from consult.db import reading, writing
from consult.docket.replaying import Openings, replay_cases
from consult.jobs import Jobs, open_queue
from consult.jobs.receipts import Receipts
from consult.log.verify import verify
from consult.models.cases import ACT, CASES, OUTBOX, SERVICE
from consult.models.delivery import MESSAGE
from consult.models.parties import CONTACT_POINT, MANDATE
from consult.people.contacts import NewContact, add_contact
from tests.consult.web.consulted import BRAZIL, FRANCE, JAPAN, KOREA, LANDING, acting, docket, moment, take
from tests.consult.web.world import World

THREE = ["KOR", "FRA", "BRA"]


@pytest.fixture
def jobs(berths: World) -> Iterator[Jobs]:
    """Give the background work of the world."""
    settings, desk = berths.app.extensions["consult"].settings, docket(berths)
    made = Jobs(berths.engine, desk, open_queue(settings), errands={"receipt": Receipts(berths.engine, desk)})
    yield made
    made.queue.storage.close()


def noticed(world: World, addressees: list[str], **given: Any) -> tuple[str, int]:
    """Serve Japan's notice on 20 November 2026; give the reference and the number of the act."""
    at = moment("2026-11-20")
    ref = str(docket(world).open(acting(world, JAPAN, at), "ost9", at=at, title="").ref)
    take(world, JAPAN, "2026-11-20", ref, "start_assessment")
    told = {"activity_title": LANDING, "addressees": addressees, "earliest_start": "2027-06-01"} | given
    return ref, take(world, JAPAN, "2026-11-20", ref, "serve_notice", **told)


def work(jobs: Jobs, at: datetime) -> None:
    """Do all background work that is due."""
    with clock.frozen(at):
        while jobs.tick(at):
            while (task := jobs.queue.dequeue()) is not None:
                jobs.queue.execute(task)


def open_act(world: World, jobs: Jobs, mail: str, day: str, ref: str, n: int, **headers: str) -> str:
    """Open the page of an act on a day, at nine, and do the work that follows."""
    at = moment(day)
    with clock.frozen(at):
        page = world.signed_in(mail).client.get(f"/cases/{ref}/acts/{n}", headers=headers)
    work(jobs, at + timedelta(seconds=3))
    return page.text


def replies(world: World, ref: str, at: datetime) -> dict[str, tuple[str, str, str]]:
    """Read the period for reply of each addressee: where it stands, its last day, and from what it runs."""
    with reading(world.engine) as conn:
        case = docket(world).see(conn, acting(world, JAPAN, at), ref, at).case
    return {
        str(limit.track).partition(":")[2]: (limit.status, str(limit.expires_on or ""), limit.trigger)
        for limit in case.limits.values()
        if limit.limit == "reply"
    }


def receipts(world: World) -> list[Any]:
    """Read the acts by which receipt was recorded."""
    with reading(world.engine) as conn:
        return list(conn.execute(select(ACT).where(ACT.c.step == "record_receipt").order_by(ACT.c.id)))


def states(world: World, n: int) -> dict[str, str]:
    """Read how far the service of an act came in this product."""
    with reading(world.engine) as conn:
        query = select(SERVICE).select_from(SERVICE.join(ACT, ACT.c.id == SERVICE.c.act_id)).where(ACT.c.n == n)
        return {row.party: row.state for row in conn.execute(query.where(SERVICE.c.channel == "in_app"))}


def test_three_addressees_that_open_on_three_days_have_three_due_dates(berths: World, jobs: Jobs) -> None:
    """Served on 20 November, opened on the 21st, 23rd and 25th: thirty days each from its own receipt."""
    ref, n = noticed(berths, THREE)
    work(jobs, moment("2026-11-20") + timedelta(seconds=3))
    assert dict.fromkeys(THREE, ("armed", "", "receipt")) == replies(berths, ref, moment("2026-11-20"))

    for mail, day in ((KOREA, "2026-11-21"), (FRANCE, "2026-11-23"), (BRAZIL, "2026-11-25")):
        open_act(berths, jobs, mail, day, ref, n)

    assert {
        "KOR": ("running", "2026-12-21", "receipt"),
        "FRA": ("running", "2026-12-23", "receipt"),
        "BRA": ("running", "2026-12-25", "receipt"),
    } == replies(berths, ref, moment("2026-11-25"))
    assert {"KOR": "opened", "FRA": "opened", "BRA": "opened"} == states(berths, n)
    with clock.frozen(moment("2026-11-26")):
        page = berths.signed_in(JAPAN).get(f"/cases/{ref}").text
    for last in ("21 December 2026", "23 December 2026", "25 December 2026"):
        assert last in page
    assert 3 == page.count("from proven receipt")
    assert "Receipt proved: opened here by France" in page


def test_the_act_of_receipt_is_dated_on_the_opening_and_can_be_replayed(berths: World, jobs: Jobs) -> None:
    """The clock took it three seconds later; the record replays and verifies, and it names no person."""
    ref, n = noticed(berths, ["KOR", "FRA"])
    open_act(berths, jobs, FRANCE, "2026-11-23", ref, n)

    [receipt] = receipts(berths)
    assert ("clock", moment("2026-11-23"), moment("2026-11-23") + timedelta(seconds=3)) == (
        receipt.party,
        receipt.on_at,
        receipt.recorded_at,
    )
    with reading(berths.engine) as conn:
        assert verify(conn, replay=Openings(conn)).sound
        assert [] == list(replay_cases(conn))


def test_opening_twice_or_by_two_persons_is_one_receipt_of_the_first_day(berths: World, jobs: Jobs) -> None:
    """The first opening counts; a later one moves nothing."""
    ref, n = noticed(berths, ["KOR", "FRA"])
    open_act(berths, jobs, FRANCE, "2026-11-23", ref, n)
    open_act(berths, jobs, FRANCE, "2026-11-24", ref, n)
    open_act(berths, jobs, "draft@fra.example", "2026-11-25", ref, n)

    assert 1 == len(receipts(berths))
    assert "2026-12-23" == replies(berths, ref, moment("2026-11-25"))["FRA"][1]


SENT = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize(
    "ahead", [{"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}, SENT], ids=["new", "old", "sent"]
)
def test_what_nobody_pressed_proves_no_receipt_and_shows_nothing(
    berths: World, jobs: Jobs, ahead: dict[str, str]
) -> None:
    """Fetched ahead on 23 November, or sent there by another site: no receipt, and nothing to read without one; the
    press on the page that comes instead is the receipt, of the 24th. A filer who sends his own act there sees it."""
    ref, n = noticed(berths, ["KOR", "FRA"])
    page = open_act(berths, jobs, FRANCE, "2026-11-23", ref, n, **ahead)

    assert [] == receipts(berths)
    assert "delivered" == states(berths, n)["FRA"]
    assert LANDING not in page
    assert f'href="/cases/{ref}/acts/{n}">Open the act' in page
    assert LANDING in open_act(berths, jobs, JAPAN, "2026-11-23", ref, n, **ahead)

    pressed = open_act(berths, jobs, FRANCE, "2026-11-24", ref, n, **{"Sec-Fetch-Site": "same-origin"})
    assert LANDING in pressed
    assert [moment("2026-11-24")] == [row.on_at for row in receipts(berths)]
    assert LANDING in open_act(berths, jobs, FRANCE, "2026-11-25", ref, n, **ahead)


def test_a_press_on_a_link_in_a_mail_is_receipt(berths: World, jobs: Jobs) -> None:
    """A page of mail is another site, and the reader pressed there."""
    ref, n = noticed(berths, ["KOR", "FRA"])
    assert LANDING in open_act(berths, jobs, FRANCE, "2026-11-23", ref, n, **SENT, **{"Sec-Fetch-User": "?1"})

    assert [moment("2026-11-23")] == [row.on_at for row in receipts(berths)]


def test_the_filer_or_another_addressee_opening_its_page_proves_nothing_for_france(berths: World, jobs: Jobs) -> None:
    """Receipt is each addressee's own."""
    ref, n = noticed(berths, ["KOR", "FRA"])
    open_act(berths, jobs, JAPAN, "2026-11-22", ref, n)
    open_act(berths, jobs, KOREA, "2026-11-22", ref, n)

    assert {"KOR": "opened", "FRA": "delivered"} == states(berths, n)
    assert "armed" == replies(berths, ref, moment("2026-11-22"))["FRA"][0]


@pytest.mark.rewrites_mandates
def test_whoever_manages_people_alone_receives_nothing_for_the_party(berths: World, jobs: Jobs) -> None:
    """A mandate to manage is none to receive."""
    ref, n = noticed(berths, ["KOR", "FRA"])
    with writing(berths.engine) as conn:
        person = acting(berths, FRANCE, moment("2026-11-20")).person_id
        conn.execute(update(MANDATE).where(MANDATE.c.person_id == person).values(capacities=["manage"]))
    open_act(berths, jobs, FRANCE, "2026-11-23", ref, n)

    assert [] == receipts(berths)
    assert "delivered" == states(berths, n)["FRA"]


def test_who_acknowledged_by_hand_before_opening_has_one_receipt(berths: World, jobs: Jobs) -> None:
    """Acknowledged on the 21st without opening the page: the later opening is no second receipt, and the service stands
    as acknowledged."""
    ref, n = noticed(berths, ["KOR", "FRA"])
    take(berths, FRANCE, "2026-11-21", ref, "acknowledge", "addressee:FRA")
    work(jobs, moment("2026-11-21") + timedelta(seconds=3))
    assert "acknowledged" == states(berths, n)["FRA"]
    page = open_act(berths, jobs, FRANCE, "2026-11-23", ref, n)

    assert [] == receipts(berths)
    assert "2026-12-21" == replies(berths, ref, moment("2026-11-23"))["FRA"][1]
    assert "Acknowledged by act" in page


def test_the_work_of_receipt_that_is_done_again_records_nothing_more(berths: World, jobs: Jobs) -> None:
    """A worker that died after recording: the next one finds the receipt there."""
    ref, n = noticed(berths, ["KOR", "FRA"])
    open_act(berths, jobs, FRANCE, "2026-11-23", ref, n)
    with writing(berths.engine) as conn:
        conn.execute(update(OUTBOX).where(OUTBOX.c.topic == "receipt").values(done_at=None))
    work(jobs, moment("2026-11-23") + timedelta(minutes=5))

    assert 1 == len(receipts(berths))


def test_the_sheet_of_service_shows_each_its_own(berths: World, jobs: Jobs) -> None:
    """The filer sees both and that the act was opened; France sees which of its offices did so, and not Korea."""
    ref, n = noticed(berths, ["KOR", "FRA"])
    own = open_act(berths, jobs, FRANCE, "2026-11-23", ref, n)
    with clock.frozen(moment("2026-11-24")):
        filer = berths.signed_in(JAPAN).get(f"/cases/{ref}/acts/{n}").text.partition("<h2>Service</h2>")[2]
    mine = own.partition("<h2>Service</h2>")[2].partition("</table>")[0]

    assert "Republic of Korea" in filer
    assert "Opened by somebody with a mandate of the addressee." in filer
    assert "Opened by" in mine
    assert "somebody with a mandate" not in mine
    assert "Korea" not in mine


def test_a_case_on_an_edition_that_names_no_proof_goes_on_as_it_was(berths: World, jobs: Jobs) -> None:
    """The opening is kept as service; receipt is recorded by hand, as that edition has it, and the period runs then."""
    ref, n = noticed(berths, ["KOR", "FRA"])
    at = moment("2026-11-20")
    with writing(berths.engine) as conn:
        now = docket(berths).editions.of(conn, conn.execute(select(CASES.c.edition)).scalar_one())
        before = replace(now, steps=tuple(row for row in now.steps if row.proof is None))
        conn.execute(update(CASES).values(edition=docket(berths).editions.store(conn, before, at)))
    open_act(berths, jobs, FRANCE, "2026-11-23", ref, n)

    assert [] == receipts(berths)
    assert "opened" == states(berths, n)["FRA"]
    assert "armed" == replies(berths, ref, moment("2026-11-23"))["FRA"][0]
    take(berths, FRANCE, "2026-11-24", ref, "acknowledge", "addressee:FRA")
    assert "2026-12-24" == replies(berths, ref, moment("2026-11-24"))["FRA"][1]


def test_the_opening_of_an_older_notice_is_no_receipt_of_a_newer_one(berths: World, jobs: Jobs) -> None:
    """Japan changed the activity on the 24th, which is served anew; France opens the first notice on the 25th and the
    change on the 26th."""
    ref, n = noticed(berths, ["KOR", "FRA"])
    changed = take(berths, JAPAN, "2026-11-24", ref, "change_activity")
    open_act(berths, jobs, FRANCE, "2026-11-25", ref, n)
    assert [] == receipts(berths)
    open_act(berths, jobs, FRANCE, "2026-11-26", ref, changed)

    assert [moment("2026-11-26")] == [receipt.on_at for receipt in receipts(berths)]


@pytest.mark.parametrize(("urgency", "asked"), [("normal", ["first"]), ("emergency", ["first", "urgent"])])
def test_where_a_period_in_hours_begins_the_urgent_contact_points_are_asked_at_once(
    berths: World, jobs: Jobs, urgency: str, asked: list[str]
) -> None:
    """In an emergency an answer is due within hours: the first contact point and the urgent one, in their order."""
    with writing(berths.engine) as conn:
        organ = acting(berths, FRANCE, moment("2026-11-20")).organ_id
        conn.execute(CONTACT_POINT.delete().where(CONTACT_POINT.c.organ_id == organ))
        for name, urgent in (("first", False), ("second", False), ("urgent", True)):
            add_contact(conn, None, organ, NewContact("mail", f"{name}@mfa.example.int", urgent=urgent))
    reason = {"urgency_reason": "Crew at risk."} if urgency != "normal" else {}
    noticed(berths, ["FRA"], urgency=urgency, **reason)
    work(jobs, moment("2026-11-20") + timedelta(seconds=3))

    with reading(berths.engine) as conn:
        found = conn.execute(select(MESSAGE.c.address).where(MESSAGE.c.party == "FRA").order_by(MESSAGE.c.id)).scalars()
        assert asked == [address.partition("@")[0] for address in found]
