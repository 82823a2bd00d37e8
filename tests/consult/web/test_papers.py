"""Papers by other channels: registered once, taken as a reply in the name of their party, objected to in time."""

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from consult import clock
from consult.docket.reminding import remind
from consult.models.cases import ACT, CASES, DEADLINE, SERVICE
from consult.models.channels import PAPER, PAPER_ACT
from consult.models.logbook import AUDIT_ENTRY
from consult.models.reminding import REMINDER
from tests.consult.web.cases_world import add_guest, file, serve_berth
from tests.consult.web.world import AT, MANAGER, SECRETARIAT, Visitor, World, masked

DAY = timedelta(days=1)
NOTE = {
    "direction": "in",
    "channel": "note_verbale",
    "number": "NV 17/2026",
    "dated_on": "2026-11-21",
    "party": "FRA",
    "organ": "Ministry for Europe and Foreign Affairs",
    "came_at": "2026-11-22T10:30",
    "language": "fr",
    "summary": "France gives the berth for ten days.",
}
CAME = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PDF = b"%PDF-1.4\nscan of a note verbale\n%%EOF\n"


@pytest.fixture
def asked(berths: World) -> tuple[World, str]:
    """Give a case in which Japan asked France and Korea on 20 November, and in which the secretariat takes part."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    add_guest(berths, ref, "OOSA", AT, stake=False)
    return berths, ref


def register(office: Visitor, scan: bytes | None = PDF, **changes: str) -> Any:
    """Register a paper with a scan."""
    sent: dict[str, Any] = {**NOTE, **changes}
    if scan is not None:
        sent["scan"] = (io.BytesIO(scan), "note.pdf")
    return office.post("/papers", form_at="/papers/new", **sent)


def attach(office: Visitor, paper: str, ref: str, step: str = "give", **answers: str) -> Any:
    """Register a paper as a step of a case."""
    form = f"{paper}/attach?case={ref}&step={step}"
    filed = {f"f/{name}": value for name, value in answers.items()}
    return office.post(f"{paper}/attach", form_at=form, case=ref, step=step, track="", do="attach", **filed)


def limit_of(world: World, ref: str, party: str = "FRA") -> Any:
    """Give the limit for the answer of a party."""
    with world.reading() as conn:
        query = select(DEADLINE).select_from(DEADLINE.join(CASES)).where(CASES.c.ref == ref)
        return conn.execute(query.where(DEADLINE.c.key == f"answer:{party}")).one()


def replied(world: World, ref: str, at: datetime = AT + 3 * DAY) -> tuple[str, str]:
    """Register the note of France as its reply; give the addresses of the paper and of the act."""
    with clock.frozen(at):
        office = world.signed_in(SECRETARIAT)
        paper = register(office).location
        answer = attach(office, paper, ref, text="The berth is given.")
        assert 303 == answer.status_code, answer.text
    return paper, answer.location.partition("?")[0]


def test_a_note_verbale_becomes_the_reply_of_its_party_on_the_day_it_came(asked: tuple[World, str]) -> None:
    """The limit stops, the date in law is that of receipt, both names stand on the act, and France is served."""
    world, ref = asked
    _paper, address = replied(world, ref)

    assert "stopped" == limit_of(world, ref).status
    with world.reading() as conn:
        act = conn.execute(select(ACT).where(ACT.c.step == "give")).one()
        assert ("OOSA", "office", CAME, AT + 3 * DAY) == (act.party, act.capacity, act.on_at, act.recorded_at)
        told = conn.execute(select(SERVICE.c.party).where(SERVICE.c.act_id == act.id)).scalars()
        assert {"FRA", "JPN"} == set(told)
    for who in ("all@jpn.example", "all@fra.example", SECRETARIAT):
        page = world.signed_in(who).get(address).text
        assert "Registered by the secretariat from a paper" in page, who
        assert "NV 17/2026" in page
        assert "Desk officer" in page
        assert re.search(r"on behalf of <bdi>France</bdi>", page)
        assert "The berth is given." in page
    assert 404 == world.signed_in("all@kor.example").get(address).status_code
    assert "served" in world.signed_in("all@fra.example").get("/desk").text.lower()


def test_a_service_that_failed_is_on_the_desk_of_the_secretariat_that_took_the_act(asked: tuple[World, str]) -> None:
    """With act and addressee; of an act of others it learns nothing."""
    world, ref = asked
    _paper, address = replied(world, ref)
    with world.writing() as conn:
        conn.execute(update(SERVICE).where(SERVICE.c.party == "KOR").values(state="failed"))
    assert "No service has failed" in world.signed_in(SECRETARIAT).get("/desk/secretariat").text

    with world.writing() as conn:
        conn.execute(update(SERVICE).values(state="failed"))

    page = world.signed_in(SECRETARIAT).get("/desk/secretariat").text
    assert address in page
    assert f"{ref} / 1" not in page


def test_the_paper_is_bound_into_the_act_and_entered_in_the_log(asked: tuple[World, str]) -> None:
    """The mandate that the act bears names the paper by its digest; its registration is an entry of its own."""
    world, ref = asked
    replied(world, ref)

    with world.reading() as conn:
        paper = conn.execute(select(PAPER)).one()
        body = conn.execute(select(ACT.c.body).where(ACT.c.step == "give")).scalar_one()
        kinds = set(conn.execute(select(AUDIT_ENTRY.c.kind)).scalars())
    assert f"paper:{paper.digest}" in body
    assert "paper" in kinds


def test_a_reply_that_came_in_time_and_is_registered_late_undoes_the_lapse(asked: tuple[World, str]) -> None:
    """The clock recorded no reply on 1 December; the note had come on 22 November, and so the lapse loses effect."""
    world, ref = asked
    file_receipt(world, ref)
    late = AT + 12 * DAY
    with clock.frozen(late):
        world.app.extensions["consult"].docket.sweep(late)
    with world.reading() as conn:
        assert conn.execute(select(ACT).where(ACT.c.step == "no_answer")).first()
    _paper, address = replied(world, ref, at=late)

    page = world.signed_in("all@jpn.example").get(address).text
    assert "Disproves" in page
    assert "late</span>" not in page.partition("Receipt")[2].partition("</section>")[0]


@pytest.mark.parametrize(("by_paper", "outcome"), [(True, "passed_over"), (False, "desk")], ids=str)
def test_a_late_reply_by_paper_ends_the_reminders_as_any_other_would(
    asked: tuple[World, str], by_paper: bool, outcome: str
) -> None:
    """The period lapses on 30 November and the note comes on 1 December: on 2 December nobody is reminded."""
    world, ref = asked
    file_receipt(world, ref)
    docket = world.app.extensions["consult"].docket
    with clock.frozen(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        docket.sweep(clock.now())
        if by_paper:
            office = world.signed_in(SECRETARIAT)
            paper = register(office, came_at="2026-12-01T11:00").location
            assert 303 == attach(office, paper, ref, text="The berth is given, late.").status_code
    remind(world.engine, docket.editions, docket.places, datetime(2026, 12, 2, 9, tzinfo=UTC))

    with world.reading() as conn:
        of_france = REMINDER.c.mark == "+1d", REMINDER.c.party == "FRA"
        assert outcome == conn.execute(select(REMINDER.c.outcome).where(*of_france)).scalar_one()


def file_receipt(world: World, ref: str) -> None:
    """Let France's receipt be proved on the day of the request, so that its period runs."""
    visitor = world.signed_in("all@jpn.example")
    page = f"/cases/{ref}/steps/record_receipt?track=berth:FRA"
    seen = re.search(r'name="seen" value="(\d+)"', visitor.get(page).text)
    assert seen is not None
    taken = visitor.post(f"/cases/{ref}/steps/record_receipt", form_at=page, track="berth:FRA", seen=seen[1])
    assert 303 == taken.status_code


def test_the_same_paper_twice_is_refused_with_the_reference_of_the_first(asked: tuple[World, str]) -> None:
    """By the content of its scan, whatever else is said of it; without a scan by number, dates and party."""
    world, _ref = asked
    with clock.frozen(AT + 3 * DAY):
        office = world.signed_in(SECRETARIAT)
        first = register(office).location.rpartition("/")[2]
        again = register(office, number="Another number")
        bare = register(office, scan=None, number="NV 18/2026").location.rpartition("/")[2]
        bare_again = register(office, scan=None, number="NV 18/2026")

    assert (409, 409) == (again.status_code, bare_again.status_code)
    assert first in again.text
    assert bare in bare_again.text


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"number": "nv 17/2026", "summary": "In other words", "came_at": "2026-11-22T16:00"}, 409),
        ({"dated_on": "2026-11-20"}, 303),
        ({"organ": "Permanent Mission of France"}, 303),
        ({"direction": "out"}, 303),
    ],
    ids=["typed-otherwise", "another-date", "another-organ", "the-other-way"],
)
def test_a_note_that_is_scanned_twice_stands_once(
    asked: tuple[World, str], changes: dict[str, str], status: int
) -> None:
    """A colleague scans the same note an hour later: its number, date and organ tell, and what was typed is not lost.
    An organ may use a number again on another day, another organ the same number, and so may whoever answers."""
    world, _ref = asked
    with clock.frozen(AT + 3 * DAY):
        office = world.signed_in(SECRETARIAT)
        first = register(office).location.rpartition("/")[2]
        again = register(office, scan=PDF + b"another scan", **changes)

    assert status == again.status_code
    if status == 409:
        assert first in again.text
        assert "In other words" in again.text


def test_papers_without_a_number_are_told_apart_by_their_content(asked: tuple[World, str]) -> None:
    """“none” is no number: two faxes that bear none are two papers."""
    world, _ref = asked
    with clock.frozen(AT + 3 * DAY):
        office = world.signed_in(SECRETARIAT)
        found = [register(office, scan=PDF + text, number="none").status_code for text in (b"one", b"two")]

    assert [303, 303] == found


def test_a_paper_stands_once_only(asked: tuple[World, str]) -> None:
    """409 with the act that it belongs to, and its page offers nothing more."""
    world, ref = asked
    paper, _act = replied(world, ref)
    with clock.frozen(AT + 3 * DAY):
        office = world.signed_in(SECRETARIAT)
        answer = office.post(f"{paper}/attach", form_at=paper, case=ref, step="give", track="")

        assert 409 == answer.status_code
        assert f"of {ref} already" in answer.text
        assert "/attach" not in office.get(paper).text


@pytest.mark.parametrize("who", ["all@jpn.example", "all@fra.example", MANAGER])
def test_nobody_but_a_secretariat_registers_papers(asked: tuple[World, str], who: str) -> None:
    """404 for every address, and no link leads to one."""
    world, ref = asked
    with clock.frozen(AT + 3 * DAY):
        paper = register(world.signed_in(SECRETARIAT)).location
        visitor = world.signed_in(who)

        for address in ("/papers", "/papers/new", paper, f"{paper}/scan", f"{paper}/attach?case={ref}"):
            assert 404 == visitor.get(address).status_code, address
        for address in ("/papers", f"{paper}/attach", f"{paper}/serve"):
            assert 404 == visitor.post(address, **NOTE, case=ref, step="give", act="1").status_code, address
        assert "/papers" not in visitor.get("/desk").text


def test_a_case_of_which_the_secretariat_knows_nothing_is_like_none(asked: tuple[World, str]) -> None:
    """422 with the same words for a case of others and for one that does not exist; the paper stays in the register."""
    world, _ref = asked
    other = serve_berth(world.signed_in("all@jpn.example"))
    with clock.frozen(AT + 3 * DAY):
        office = world.signed_in(SECRETARIAT)
        paper = register(office).location
        office.get(paper)  # the message that it is registered is read
        pages = [office.get(f"{paper}/attach?case={case}") for case in (other, "BERTH-2026-NOSUCH")]

    assert [422, 422] == [page.status_code for page in pages]
    assert "There is no such case in which the secretariat takes part." in pages[0].text
    assert masked(pages[0].text).replace(other, "X") == masked(pages[1].text).replace("BERTH-2026-NOSUCH", "X")


def test_what_the_filing_asks_is_asked_of_the_paper(asked: tuple[World, str]) -> None:
    """422 with the question named, and nothing is recorded."""
    world, ref = asked
    with clock.frozen(AT + 3 * DAY):
        office = world.signed_in(SECRETARIAT)
        answer = attach(office, register(office).location, ref, text="")

    assert 422 == answer.status_code
    assert "Statement" in answer.text
    assert "stopped" != limit_of(world, ref).status
    with world.reading() as conn:
        assert conn.execute(select(PAPER_ACT)).first() is None


@pytest.mark.parametrize("step", ["suspend", "hand_on", "record_receipt", "settle", "nonsense"])
def test_steps_that_no_paper_can_stand_for_are_not_offered_and_not_taken(asked: tuple[World, str], step: str) -> None:
    """Joint ones, one that opens a case, those without a paper, those of another party: 404, absent from the list."""
    world, ref = asked
    with clock.frozen(AT + 3 * DAY):
        office = world.signed_in(SECRETARIAT)
        paper = register(office).location

        assert f'value="{step}"' not in office.get(f"{paper}/attach?case={ref}").text
        assert 'value="give"' in office.get(f"{paper}/attach?case={ref}").text
        assert 404 == attach(office, paper, ref, step, text="x").status_code


def test_a_step_that_is_closed_is_refused_with_its_reason(asked: tuple[World, str]) -> None:
    """France has replied itself; a second reply from paper is closed, in words that tell nothing of its relation."""
    world, ref = asked
    file(world.signed_in("all@fra.example"), ref, "give", "berth:FRA", text="Given.")
    with clock.frozen(AT + 3 * DAY):
        office = world.signed_in(SECRETARIAT)
        answer = attach(office, register(office).location, ref, text="Given.")

    assert 409 == answer.status_code
    assert "The step was not taken" in answer.text


@pytest.mark.parametrize(("later", "status"), [(14 * DAY - timedelta(seconds=1), 303), (14 * DAY, 409)], ids=str)
def test_a_party_may_say_for_fourteen_days_that_it_is_not_its_reply(
    asked: tuple[World, str], later: timedelta, status: int
) -> None:
    """A product default; it then stands beside the act for all who see it, and the act stays as it is."""
    world, ref = asked
    _paper, address = replied(world, ref)
    with clock.frozen(AT + 3 * DAY + later):
        france, japan = world.signed_in("all@fra.example"), world.signed_in("all@jpn.example")
        assert (status == 303) == (f"{address}/objection" in france.get(address).text)
        assert f"{address}/objection" not in japan.get(address).text
        assert 404 == japan.post(f"{address}/objection", words="No").status_code

        answer = france.post(f"{address}/objection", form_at=address, words="We sent no such note.")

        assert status == answer.status_code
        assert (status == 303) == ("We sent no such note." in japan.get(address).text)
        if status == 303:
            assert "“This is not our reply”, says France" in japan.get(address).text
            assert "objected to" in world.signed_in(SECRETARIAT).get("/desk/secretariat").text
            assert 409 == france.post(f"{address}/objection", form_at=address, words="Again").status_code
    assert "stopped" == limit_of(world, ref).status


def test_the_scan_is_given_to_whoever_sees_the_act_and_to_nobody_else(asked: tuple[World, str]) -> None:
    """As an attachment, through the address of the act; Korea learns nothing of it."""
    world, ref = asked
    paper, address = replied(world, ref)
    scan = f"{address}/papers/{paper.rpartition('/')[2]}"

    for who in ("all@jpn.example", "all@fra.example", SECRETARIAT):
        with world.signed_in(who).get(scan) as answer:
            assert (200, PDF) == (answer.status_code, answer.data), who
            assert answer.headers["Content-Disposition"].startswith("attachment")
    assert 404 == world.signed_in("all@kor.example").get(scan).status_code


def test_a_paper_with_faults_comes_back_with_all_of_them(berths: World) -> None:
    """422 by field; a file that is no document 415; nothing is registered."""
    office = berths.signed_in(SECRETARIAT)
    wrong = {"channel": "pigeon", "number": "", "party": "XXX", "organ": "", "came_at": "2026-11-20T23:00"}
    answer = register(office, scan=None, **wrong, summary="", language="xx", dated_on="2026-13-01")

    assert 422 == answer.status_code
    assert {"channel", "party", "organ", "summary", "language", "dated_on", "came_at"} == set(
        re.findall(r'id="error-(\w+)"', answer.text)
    )
    unnumbered = register(office, scan=None, number="", came_at="2026-11-20T09:00", dated_on="2026-11-30")
    assert {"number", "dated_on"} == set(re.findall(r'id="error-(\w+)"', unnumbered.text))
    program = register(office, scan=b"MZ\x90\x00", came_at="2026-11-20T09:00", dated_on="")
    assert (415, ["scan"]) == (program.status_code, re.findall(r'id="error-(\w+)"', program.text))
    assert NOTE["summary"] in program.text
    with berths.reading() as conn:
        assert conn.execute(select(PAPER)).first() is None


def test_an_outgoing_note_proves_the_service_of_an_act(berths: World) -> None:
    """Delivered with number and date, by its channel; an act that is not served on that party is refused."""
    world, ref = berths, serve_berth(berths.signed_in("all@jpn.example"))
    add_guest(world, ref, "OOSA", AT - DAY)  # as a party it reads what is said among all
    japan = world.signed_in("all@jpn.example")
    statement = file(japan, ref, "make_statement", text="To all.")
    with world.reading() as conn:
        level = conn.execute(select(ACT.c.n, ACT.c.level).where(ACT.c.step == "make_statement")).one()
    assert "C2" == level.level
    with clock.frozen(AT + 3 * DAY):
        office = world.signed_in(SECRETARIAT)
        paper = register(office, direction="out", party="KOR").location
        assert 422 == office.post(f"{paper}/serve", form_at=paper, case=ref, act="99").status_code

        answer = office.post(f"{paper}/serve", form_at=paper, case=ref, act=str(level.n))

        assert 303 == answer.status_code
        assert 409 == office.post(f"{paper}/serve", form_at=paper, case=ref, act=str(level.n)).status_code
    with world.reading() as conn:
        row = conn.execute(select(SERVICE).where(SERVICE.c.channel == "note_verbale")).one()
        assert ("KOR", "delivered", CAME) == (row.party, row.state, row.changed_at)
    address = statement.partition("?")[0]
    scan = f"{address}/papers/{paper.rpartition('/')[2]}"
    for who, may in (("jpn", True), ("kor", True), ("fra", False)):  # a proof is for its two sides, as all of service
        visitor = world.signed_in(f"all@{who}.example")
        page = visitor.get(address).text
        assert "To all." in page
        assert may == ("Served by paper" in page)
        assert may == ("NV 17/2026" in page)
        with visitor.get(scan) as given:
            assert (200 if may else 404) == given.status_code
