"""The page of those who run an installation: how it stands, no word of what States file, and nobody else's."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from consult import people
from consult.doctor.operations import examine_operations
from consult.models.cases import OUTBOX
from consult.models.delivery import MESSAGE, MESSAGE_TRY
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import ORGAN, PARTY, PERSON
from consult.models.webhooks import WEBHOOK_ENDPOINT
from consult.operations.reasons import reason_of
from consult.outbox import DIED, UNDER_WAY
from consult.people import NewMandate, NewOrgan, NewPerson
from consult.settings import Operations
from consult.signs import Sign, give_for_all, give_sign
from consult.slowness import MOST_BYTES, OLDER, keep_slow, slow_lately
from consult.standing import choices, operates
from tests.consult.web.world import AT, LIAISON, MANAGER, PASSWORD, SECRETARIAT, World

SILENT = timedelta(minutes=5, seconds=1)
HOST = "operations@oosa.example"
PLANTED = "PLANTED-SECRET"


@pytest.fixture
def run_by_host(world: World) -> World:
    """Give the world with an operator of the installation, who can sign in."""
    parts = world.app.extensions["consult"]
    settings = replace(parts.settings, operations=Operations(organ="OOSA/HOST"))
    world.app.extensions["consult"] = replace(parts, settings=settings)
    with world.app.app_context(), world.writing() as conn:
        organ = people.add_organ(conn, None, "OOSA", NewOrgan("HOST", "Operation", "operator"))
        person = people.add_person(conn, NewPerson("Operator", HOST), AT)
        word = parts.passwords.hash(PASSWORD, "")
        conn.execute(update(PERSON).where(PERSON.c.id == person).values(password_hash=word))
        mandate = NewMandate(organ, "Operator", ("draft",), "Contract", date(2026, 1, 1), level="agency")
        people.record_mandate(conn, None, person, mandate, AT - timedelta(days=30))
    return world


def plant(world: World) -> int:
    """Plant secrets wherever something that failed is kept; give the number of work that was given up."""
    row = {"run_at": AT, "payload": json.dumps({"act": 1, "words": PLANTED})}
    with world.writing() as conn:
        for table in (PARTY, ORGAN):
            conn.execute(update(table).where(table.c.key != "OOSA", table.c.key != "HOST").values(name=PLANTED))
        aside = {**row, "attempts": 60, "set_aside_at": AT, "last_error": f"OSError: {PLANTED} of Japan"}
        number = conn.execute(
            insert(OUTBOX).values(key="a", topic="serve", **aside).returning(OUTBOX.c.id)
        ).scalar_one()
        failing = (("receipt", f"{PLANTED} in other words"), ("send", f"550 5.1.1 <{PLANTED}@jpn.example> is unknown"))
        for topic, error in (*failing, (PLANTED, f"KeyError: '{PLANTED}'")):
            conn.execute(insert(OUTBOX).values(key=topic, topic=topic, attempts=2, last_error=error, **row))
        said = {"kind": "service", "about": {}, "reference": PLANTED, "asked_at": AT, "changed_at": AT}
        message = insert(MESSAGE).values(
            key=PLANTED, channel="mail", party="JPN", address=f"{PLANTED}@jpn.example", state="waiting", **said
        )
        sent = conn.execute(message.returning(MESSAGE.c.id)).scalar_one()
        conn.execute(insert(MESSAGE_TRY).values(message_id=sent, at=AT, outcome="refused", said=PLANTED))
        given_up = {"events": [], "exercises": False, "state": "paused", "paused_by": "failing"}
        url = f"https://{PLANTED}.example/"
        conn.execute(insert(WEBHOOK_ENDPOINT).values(party="JPN", url=url, registered_at=AT, changed_at=AT, **given_up))
        give_sign(conn, "machine 7", AT, AT)
    return int(number)


def test_whoever_runs_the_installation_sees_how_it_stands_without_a_word_of_what_is_filed(run_by_host: World) -> None:
    """Kinds of failures, codes and numbers; what was planted in texts, names and addresses is nowhere."""
    number = plant(run_by_host)

    page = run_by_host.signed_in(HOST).get("/operations")

    assert 200 == page.status_code
    assert PLANTED not in page.text
    assert "jpn.example" not in page.text
    assert "Japan" not in page.text
    for told in (
        "machine 7",
        "OSError",
        "KeyError",
        "Answered with 550 5.1.1.",
        "Endpoint 1",
        f"/given-up/{number}/retry",
    ):
        assert told in page.text, told
    assert "it did not answer for too many days" in page.text


@pytest.mark.parametrize("email", [MANAGER, LIAISON, SECRETARIAT])
def test_for_everybody_else_there_is_no_such_page_no_way_to_it_and_no_act(run_by_host: World, email: str) -> None:
    """404 for the page, 404 for the form, nothing in the navigation, and the work lies as it lay."""
    number = plant(run_by_host)
    visitor = run_by_host.signed_in(email)

    assert 404 == visitor.get("/operations").status_code
    assert 404 == visitor.post(f"/operations/given-up/{number}/retry").status_code
    assert 'href="/operations"' not in visitor.get("/my-party").text
    with run_by_host.reading() as conn:
        assert conn.execute(select(OUTBOX.c.set_aside_at).where(OUTBOX.c.id == number)).scalar() is not None


def test_the_web_servers_and_workers_of_all_machines_are_listed_and_whoever_is_silent(run_by_host: World) -> None:
    """Five minutes after the last sign nobody is silent; a second later is. Each says what it runs, and which versions
    run is said at a glance."""
    for number, (machine, runs, ago) in enumerate(
        (("web1", "0.1.0", timedelta()), ("web2", "0.2.0", timedelta(minutes=5)), ("web3", "0.1.0", SILENT))
    ):
        sign = Sign(f"{machine} {number}", AT - timedelta(days=1), AT - ago, runs, 2)
        assert give_for_all(run_by_host.engine, sign)
    with run_by_host.writing() as conn:
        give_sign(conn, "worker1 9", AT, AT, "0.2.0")
        give_sign(conn, "worker2 9", AT, AT)

    page = " ".join(re.sub("<[^>]+>", " ", run_by_host.signed_in(HOST).get("/operations").text).split())

    assert re.search(r"web1 0 version 0\.1\.0, 2 processes · since", page)
    assert re.search(r"web2 1 version 0\.2\.0, 2 processes", page)
    assert re.search(r"web3 2 silent version 0\.1\.0, 2 processes", page)
    assert re.search(r"worker1 9 version 0\.2\.0 · since", page)
    assert re.search(r"worker2 9 a version that does not tell its name · since", page)
    versions = "one that does not tell its name on worker2; 0.1.0 on web1; 0.2.0 on web2, worker1"
    assert f"Different versions run: {versions}." in page
    assert re.search(r"Version [0-9.]+ different versions run · database", page)


def test_where_the_settings_name_no_organ_nobody_runs_it(run_by_host: World) -> None:
    """The same person finds nothing."""
    parts = run_by_host.app.extensions["consult"]
    settings = replace(parts.settings, operations=Operations())
    run_by_host.app.extensions["consult"] = replace(parts, settings=settings)

    visitor = run_by_host.signed_in(HOST)

    assert 404 == visitor.get("/operations").status_code
    assert 'href="/operations"' not in visitor.get("/my-party").text


def test_work_that_was_given_up_is_tried_again_and_the_log_of_the_host_says_by_whom(run_by_host: World) -> None:
    """Once: a second press finds none of that number, and makes no entry."""
    number = plant(run_by_host)
    visitor = run_by_host.signed_in(HOST)

    first = visitor.post(f"/operations/given-up/{number}/retry", form_at="/operations")
    shown = visitor.get("/operations").text
    second = visitor.post(f"/operations/given-up/{number}/retry", form_at="/operations")

    assert (303, 404) == (first.status_code, second.status_code)
    assert "It is tried again now, and the log says so." in shown
    assert f"/given-up/{number}/retry" not in shown
    with run_by_host.reading() as conn:
        row = conn.execute(select(OUTBOX).where(OUTBOX.c.id == number)).one()
        entries = conn.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "operation")).all()
    assert (None, 0) == (row.set_aside_at, row.attempts)
    assert [None] == [one.party for one in entries]
    assert {"what": "tried_again", "work": number, "topic": "serve"} == json.loads(entries[0].body)


def test_only_an_organ_that_sees_no_case_runs_it_in_person_and_in_its_own_name(run_by_host: World) -> None:
    """Another organ of the party, another kind, a system, a substitute, another party's name: none of them."""
    with run_by_host.reading() as conn:
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == HOST)).scalar_one()
        (host,) = choices(conn, person, AT)

    assert operates(host, "OOSA/HOST")
    assert not operates(host, "")
    assert not operates(host, "OOSA/DESK")
    assert not operates(replace(host, party_key="JPN"), "OOSA/HOST")
    assert not operates(replace(host, organ_kind="secretariat"), "OOSA/HOST")
    for lent in ("in_place_of", "in_name_of", "through"):
        assert not operates(replace(host, **{lent: object()}), "OOSA/HOST")
    assert not operates(replace(host, capacities=frozenset({"audit"})), "OOSA/HOST")


@pytest.mark.parametrize(
    ("organ", "says"),
    [
        ("", "Nobody sees the page of operators"),
        ("OOSA/NOSUCH", "is not recorded"),
        ("OOSA/DESK", "takes part in cases"),
        ("OOSA/HOST", "The people of OOSA/HOST run this installation."),
    ],
)
def test_the_doctor_says_who_runs_the_installation(run_by_host: World, organ: str, says: str) -> None:
    """Nobody, an organ that is not there, one that sees cases, and the right one."""
    settings = replace(run_by_host.app.extensions["consult"].settings, operations=Operations(organ=organ))

    found = [one.says for one in examine_operations(settings, run_by_host.engine)]

    assert any(says in one for one in found)


@pytest.mark.parametrize(
    ("topic", "error", "reason"),
    [
        ("serve", "OSError: secret", "OSError"),
        ("output", "consult words Error: secret", "In words that may quote more"),
        ("send", "SecretError: said by a server", "In words that may quote more"),
        ("send", "451 4.7.1 secret", "Answered with 451 4.7.1."),
        ("send", "503 secret", "Answered with 503."),
        ("send", "5034 secret", "In words that may quote more"),
        ("serve", UNDER_WAY, "Under way, or broken off"),
        ("serve", DIED, "Whoever did it ended in the midst of it"),
    ],
)
def test_a_failure_is_told_by_its_kind_or_code_alone(topic: str, error: str, reason: str) -> None:
    """What a server elsewhere wrote is no kind of ours."""
    assert reason_of(topic, error).startswith(reason)
    assert "secret" not in reason_of(topic, error)


def test_slow_statements_are_kept_within_bounds_the_newest_first(tmp_path: Path) -> None:
    """However many there are, two small files hold the last ones; a line that is no line is passed over."""
    for number in range(400):
        keep_slow(tmp_path, AT + timedelta(seconds=number), 0.5, f"SELECT {number} " + "x" * 2000)
    (tmp_path / OLDER).write_bytes((tmp_path / OLDER).read_bytes() + b"{broken\n")

    found = slow_lately(tmp_path, 3)

    assert ["SELECT 399", "SELECT 398", "SELECT 397"] == [one.statement[:10] for one in found]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 2 * MOST_BYTES + 5_000
    assert {0o600} == {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    keep_slow(tmp_path / "nowhere", AT, 0.5, "SELECT 1")
    assert () == slow_lately(tmp_path / "nowhere", 3)
