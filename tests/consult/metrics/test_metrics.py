"""Figures for Prometheus: what is counted, that nothing of what States file is in it, and who may ask."""

import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from errno import EIO
from pathlib import Path
from socket import socket
from types import SimpleNamespace

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError

from consult import clock, figures, metrics, migrate
from consult.db import make_engine, reading, writing
from consult.metrics import folder, installation
from consult.metrics.counting import Counting
from consult.metrics.door import Door
from consult.metrics.pools import watch_pool
from consult.metrics.token import shows_token
from consult.metrics.writing import Writing
from consult.models.cases import DEADLINE, OUTBOX
from consult.models.delivery import MESSAGE
from consult.models.parties import ORGAN, PARTY, PERSON
from consult.settings import Operations, Settings, SettingsError, write_secret
from consult.signs import Sign, give_for_all, give_sign
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.web.conftest import template as template
from tests.consult.web.conftest import world as world
from tests.consult.web.world import MANAGER, World
from tests.faults.full import small_disk
from tests.postgres import own_cluster

LATER = START + timedelta(days=400)
PLANTED = "PLANTED-SECRET"
SERIES = re.compile(r"^([a-z_]+)(?:\{(.*)\})? ([0-9.e+-]+|\+Inf)$", re.M)
BODY = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}


@pytest.fixture(autouse=True)
def unheard(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let nobody listen before and after."""
    monkeypatch.setattr(metrics, "_counting", [])
    yield
    figures.hear(None)


def said(writes: Writing, at: datetime) -> dict[tuple[str, str], float]:
    """Read what was written, by name and labels."""
    return {(name, labels): float(value) for name, labels, value in SERIES.findall(writes.text(at).decode())}


def opened(world: World, **chosen: str) -> World:
    """Give the same world with figures open."""
    from consult import create_app

    settings = world.app.extensions["consult"].settings
    app = create_app(replace(settings, operations=Operations(**chosen)))
    app.config["TESTING"] = True
    return World(app, world.organs, world.people)


def with_token(world: World) -> tuple[World, dict[str, str]]:
    """Give the same world open to whoever shows its token, and what shows it."""
    path = write_secret(Path(world.app.instance_path) / "metrics-token")
    return opened(world, metrics_token="metrics-token"), {"Authorization": f"Bearer {path.read_text().strip()}"}


def test_what_waits_is_late_or_failed_is_told_in_numbers(office: Office) -> None:
    """An act to be served, a period that has passed and is not recorded, entries that are not sealed."""
    settings = Settings.for_tests(office.docket.instance)
    ref = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    office.take("JPN", ref, "ask", body=BODY)
    with writing(office.engine) as conn:
        conn.execute(update(DEADLINE).values(status="running", expires_at=START + timedelta(days=399)))

    found = said(Writing(settings, office.engine, None), LATER)

    assert 1 == found["consult_database_up", ""]
    assert 1 == found["consult_queue_waiting", 'topic="serve"']
    assert 400 * 86400 == found["consult_queue_oldest_due_seconds", ""]
    assert found["consult_deadlines_overdue", ""] >= 1
    assert 86400 == found["consult_deadlines_overdue_seconds", ""]
    assert found["consult_log_unsealed", ""] == found["consult_log_entries", ""] > 0
    assert 0 == found["consult_workers_alive", ""]
    assert (0, 0) == (found["consult_servers_alive", ""], found["consult_versions_running", ""])
    assert ("consult_log_checkpoint_age_seconds", "") not in found
    assert found["consult_database_bytes", ""] > 0


def test_web_servers_that_live_and_the_versions_that_run_are_counted(office: Office) -> None:
    """Two servers and a worker of three versions; five minutes and a second later only one gave another sign."""
    settings = Settings.for_tests(office.docket.instance)
    for name, runs in (("web1 5", "0.1.0"), ("web2 5", "0.2.0")):
        give_for_all(office.engine, Sign(name, START, START, runs, 2))
    with writing(office.engine) as conn:
        give_sign(conn, "worker1 5", START, START, "0.3.0")
    late = START + timedelta(minutes=5)
    give_for_all(office.engine, Sign("web2 5", START, late, "0.2.0", 2))

    for at, servers, versions in ((late, 2, 3), (late + timedelta(seconds=1), 1, 1)):
        found = said(Writing(settings, office.engine, None), at)
        assert (servers, versions) == (found["consult_servers_alive", ""], found["consult_versions_running", ""])


def test_a_database_that_does_not_answer_is_told_and_what_was_counted_is_given(tmp_path: Path) -> None:
    """No table is there."""
    settings = Settings.for_tests(tmp_path)
    engine = make_engine(settings.database_url)
    counting = Counting(None)
    figures.hear(counting)
    figures.note(figures.ACTS_ASKED, 1, "refused")

    found = said(Writing(settings, engine, counting), START)

    engine.dispose()
    assert 0 == found["consult_database_up", ""]
    assert 1 == found["consult_acts_total", 'outcome="refused"']


def test_acts_taken_refused_and_answered_again_are_counted_after_their_transaction(office: Office) -> None:
    """The same key twice is one act and one answer again; a step that is not open is a refusal."""
    from consult.docket import Filed, Refused

    counting = Counting(None)
    figures.hear(counting)
    by = office.standings["JPN"]
    ref = office.docket.open(by, "berth", at=START, title="").ref
    for _time in range(2):
        office.docket.take(by, ref, Filed("ask", None, BODY, key="once"), at=START)
    with pytest.raises(Refused):
        office.docket.take(by, ref, Filed("ask", None, BODY, key="twice"), at=START)

    found = said(Writing(Settings.for_tests(office.docket.instance), office.engine, counting), START)

    assert (2, 1, 1) == tuple(found["consult_acts_total", f'outcome="{one}"'] for one in ("taken", "again", "refused"))
    waited = found["consult_write_wait_seconds_count", ""]
    assert waited >= 4 if office.engine.dialect.name == "sqlite" else waited == 0


def test_no_figure_names_a_party_a_person_a_case_or_what_was_filed(world: World) -> None:
    """Something is planted in every name, in the reasons of failures and in addresses that are asked for."""
    opened_world, shows = with_token(world)
    with world.writing() as conn:
        for table in (PARTY, ORGAN, PERSON):
            conn.execute(update(table).values(name=PLANTED))
        aside = {"attempts": 60, "set_aside_at": START, "last_error": PLANTED, "payload": json.dumps({"a": PLANTED})}
        conn.execute(insert(OUTBOX).values(key=PLANTED, topic=PLANTED, run_at=START, **aside))
        conn.execute(
            insert(MESSAGE).values(
                key=PLANTED, kind=PLANTED, channel="mail", party="JPN", address=f"{PLANTED}@jpn.example", about={},
                reference=PLANTED, state="failed", asked_at=START, changed_at=START,
            )
        )  # fmt: skip
    visitor = opened_world.signed_in(MANAGER)
    for address in (
        f"/cases/{PLANTED}",
        f"/{PLANTED}",
        f"/search?q={PLANTED}",
        "/my-party",
        f"/api/v1/cases/{PLANTED}",
    ):
        visitor.get(address)
    visitor.client.open(f"/{PLANTED}", method=PLANTED)
    figures.note(figures.JOBS, 1, PLANTED, PLANTED)

    text = visitor.client.get("/metrics", headers=shows).text

    assert PLANTED not in text
    assert "JPN" not in text
    assert "example" not in text
    assert 'consult_queue_set_aside{topic="other"} 1.0' in text
    assert 'route="/cases/<ref>",status="404"' in text
    assert 'method="other",route="none"' in text
    assert 'consult_jobs_total{outcome="other",topic="other"} 1.0' in text


def test_the_number_of_series_does_not_grow_with_what_is_asked_for(world: World) -> None:
    """Hundreds of addresses that lead nowhere, and of cases that are not there, make no series of their own; and every
    label has a list of values, but for the pattern of an address, of which there are those declared."""
    opened_world, shows = with_token(world)
    client = opened_world.visitor().client

    def ask(number: int) -> None:
        for each in range(number):
            client.get(f"/nowhere/{each}")
            client.get(f"/cases/OST9-2026-{each}")

    ask(2)
    before = len(SERIES.findall(client.get("/metrics", headers=shows).text))
    ask(200)
    after = len(SERIES.findall(client.get("/metrics", headers=shows).text))

    own = len(figures.QUICK) + 6  # those of /metrics itself, whose first answer is counted after it was written
    assert after - before <= own
    free = {label.name for figure in figures.FIGURES for label in figure.labels if not label.values}
    assert {"route"} == free


def test_closed_by_default_and_without_the_token_there_is_nothing(world: World) -> None:
    """404 to everybody where the settings name no token; where they do, to whoever shows none or another one."""
    assert 404 == world.visitor().get("/metrics").status_code
    opened_world, shows = with_token(world)
    client = opened_world.visitor().client

    assert 200 == client.get("/metrics", headers=shows).status_code
    assert 404 == client.get("/metrics").status_code
    assert 404 == client.get("/metrics", headers={"Authorization": "Bearer " + "x" * 64}).status_code
    assert 404 == opened_world.signed_in(MANAGER).get("/metrics").status_code
    (Path(world.app.instance_path) / "metrics-token").chmod(0o640)
    assert 404 == client.get("/metrics", headers=shows).status_code


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via"])
def test_through_a_server_in_front_there_is_nothing_even_with_the_token(world: World, name: str) -> None:
    """Whatever such a server says of the question closes the door."""
    opened_world, shows = with_token(world)

    answer = opened_world.visitor().client.get("/metrics", headers={**shows, name: "192.0.2.1"})

    assert 404 == answer.status_code


@pytest.mark.parametrize(
    "given", ["0.0.0.0:9464", "192.0.2.7:9464", "localhost:9464", "127.0.0.1", "127.0.0.1:0", "[::]:9464", "9464"]
)
def test_an_address_that_others_reach_is_refused(tmp_path: Path, given: str) -> None:
    """Only numbers of this machine, with a port."""
    settings = Settings.for_tests(tmp_path, operations=Operations(metrics_listen=given))

    with pytest.raises(SettingsError, match="write an address of this machine alone with a port"):
        metrics.prepare(settings)


def test_a_token_that_is_missing_short_or_open_to_others_is_refused_before_the_server_starts(tmp_path: Path) -> None:
    """Each with its sentence."""
    settings = Settings.for_tests(tmp_path, operations=Operations(metrics_token="t"))
    path = tmp_path / "t"

    with pytest.raises(SettingsError, match="there is no token; consult metrics token makes one"):
        metrics.prepare(settings)
    path.write_text("short")
    path.chmod(0o600)
    with pytest.raises(SettingsError, match="a token needs at least 32 characters"):
        metrics.prepare(settings)
    path.write_text("l" * 40)
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="others than its owner may open it"):
        metrics.prepare(settings)
    assert not shows_token(settings, "Bearer " + "l" * 40)


def free_port() -> int:
    """Find a port that nobody has."""
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def door(text: bytes, port: int) -> Iterator[Door]:
    """Open a door that always says the same."""
    one = Door(("127.0.0.1", port), lambda: text).start()
    try:
        yield one
    finally:
        one.stop()


def ask(port: int, path: str = "/metrics", host: str = "") -> tuple[int, bytes]:
    """Ask at a port of this machine, until somebody answers."""
    for _try in range(100):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            try:
                connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{port}"})
                answer = connection.getresponse()
                return answer.status, answer.read()
            except ConnectionError:
                time.sleep(0.1)
    raise TimeoutError


def test_one_process_answers_at_the_address_and_when_it_ends_the_next_one_does(tmp_path: Path) -> None:
    """Two doors of one port."""
    port = free_port()
    with door(b"first", port) as first:
        assert (200, b"first") == ask(port)
        with door(b"second", port):
            assert (200, b"first") == ask(port)
            first.stop()
            assert (200, b"second") == ask(port)


def test_the_address_of_this_machine_knows_one_path_and_its_own_name_alone() -> None:
    """Another site's page that points its own name at this machine gets nothing."""
    port = free_port()
    with door(b"figures", port):
        assert (200, b"figures") == ask(port)
        assert 404 == ask(port, "/")[0]
        assert 403 == ask(port, host=f"evil.example:{port}")[0]


COUNTS = """
import os, sys, time
from pathlib import Path
from consult import clock, figures, metrics, migrate
from consult.db import make_engine, reading, writing
from consult.metrics.counting import Counting
from consult.metrics.folder import make_folder
instance = Path(sys.argv[1])
shared = make_folder(instance)
for _each in range(2):
    if os.fork() == 0:
        figures.hear(Counting(shared))
        figures.note(figures.ACTS_ASKED, 3, "taken")
        figures.note(figures.POOL_IN_USE, 2)
        if _each:
            os._exit(0)
        print("counted", flush=True)
        sys.stdin.read()
        os._exit(0)
    os.wait() if _each else None
os.wait()
"""
ADDS_UP = """
import sys
from pathlib import Path
from consult.db import make_engine
from consult.metrics.counting import Counting
from consult.metrics.writing import Writing
from consult.settings import Settings
settings = Settings.for_tests(Path(sys.argv[1]))
import os
os.environ["PROMETHEUS_MULTIPROC_DIR"] = sys.argv[1]
writing = Writing(settings, make_engine(settings.database_url), Counting(None))
print(writing._counted().decode())
"""


def test_what_several_processes_counted_is_added_up_and_what_a_server_left_is_removed(tmp_path: Path) -> None:
    """Two processes of a server that lives, one of them ended: its acts count, its connections do not. When the server
    has ended, nothing of it is told, and the next one that begins removes its folder."""
    (tmp_path / "metrics").mkdir()
    left = tmp_path / "metrics" / "1-left"
    left.mkdir()
    (left / "counter_1.db").write_bytes(b"\0" * 64)
    (left / "lock").touch()
    server = subprocess.Popen(
        [sys.executable, "-c", COUNTS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdin is not None
    assert server.stdout is not None
    assert "counted" == server.stdout.readline().strip()
    for _try in range(100):
        told = subprocess.run(
            [sys.executable, "-c", ADDS_UP, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
        ).stdout
        if 'consult_acts_total{outcome="taken"} 6.0' in told:
            break
        time.sleep(0.1)
    server.stdin.close()
    server.wait(30)
    server.stdout.close()

    assert 'consult_acts_total{outcome="taken"} 6.0' in told
    assert "consult_database_connections_in_use 2.0" in told
    assert not left.exists()
    assert [] == folder.files_of(tmp_path)


COUNTS_ON_A_DISK = """
import os, sys
from pathlib import Path
from consult import figures
from consult.metrics.counting import VARIABLE, Counting
from consult.metrics.folder import files_of, make_folder
from tests.faults.full import Disk
disk, when = Disk(Path(sys.argv[1]), mounted=True), sys.argv[2]
os.environ[VARIABLE] = str(folder := make_folder(disk.folder))
from consult.metrics import allocated
allocated.AGAIN = 0.0
def count(first, last):
    for number in range(first, last):
        figures.note(figures.REQUESTS, 1, f"/{number}" + 600 * "x", "GET", "200")
def told():
    from prometheus_client.multiprocess import MultiProcessCollector
    found = MultiProcessCollector.merge(files_of(disk.folder))
    return sum(s.value for one in found for s in one.samples if s.name == "consult_http_requests_total")
if when == "growth":
    figures.hear(Counting(folder))
    count(0, 10)
with disk.full():
    if when == "creation":
        figures.hear(Counting(folder))
        count(0, 10)
    count(10, 300)
    count(0, 300)
    print(told())
count(0, 1)
print(told())
"""


@pytest.mark.parametrize("when", ["growth", "creation"])
def test_a_disk_without_room_ends_no_process_that_counts(tmp_path: Path, when: str) -> None:
    """The files of figures lie beside the record. What cannot be kept there is counted in memory, and told with room
    again; without that the system would end whoever writes there, in the midst of a request."""
    with small_disk(tmp_path / "disk", "1m") as disk:
        if not disk.mounted:
            pytest.skip("no disk may be mounted here (root may)")
        counts = [sys.executable, "-c", COUNTS_ON_A_DISK, str(disk.folder), when]
        found = subprocess.run(counts, capture_output=True, text=True, check=False, timeout=60)

    assert 0 == found.returncode, (found.returncode, found.stderr)
    full, with_room = map(float, found.stdout.split())
    assert (full == 0) == (when == "creation")
    assert full < 300 < 601 == with_room
    assert "is kept in memory, not in" in found.stderr


def test_writing_looks_at_the_database_no_more_often_than_every_few_seconds(office: Office) -> None:
    """What happens meanwhile is told a little later."""
    writes = Writing(Settings.for_tests(office.docket.instance), office.engine, None)
    first = said(writes, START)
    office.docket.open(office.standings["JPN"], "berth", at=START, title="")

    meanwhile, after = said(writes, START + timedelta(seconds=4)), said(writes, START + timedelta(seconds=5))

    entries = "consult_log_entries", ""
    assert first[entries] == meanwhile[entries]
    assert after[entries] == first[entries] + 1


def test_a_disk_that_does_not_answer_costs_its_own_figures_alone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left of it and how old the newest backup is are not told; everything else is."""
    given = Settings.for_tests(office.docket.instance)
    settings = replace(given, backups=replace(given.backups, files="backups/*"))
    backup = office.docket.instance / "backups" / "one"
    backup.parent.mkdir()
    backup.touch()
    whole = said(Writing(settings, office.engine, None), START)

    def fails(*_asked: object) -> None:
        raise OSError(EIO, "Input/output error")

    monkeypatch.setattr(installation, "os", SimpleNamespace(statvfs=fails, stat=fails))
    found = said(Writing(settings, office.engine, None), START)

    assert {"consult_disk_free_bytes", "consult_backup_age_seconds"} == {name for name, _l in whole.keys() - found}
    assert 1 == found["consult_database_up", ""]


@pytest.mark.parametrize("postgres", [False, pytest.param(True, marks=pytest.mark.postgres)])
def test_a_clock_that_is_not_that_of_the_database_is_told(
    office: Office, postgres: bool, request: pytest.FixtureRequest
) -> None:
    """14 May 2021, says a machine that is years behind its database: it records nothing, and somebody has to be called.
    A file has no clock of its own."""
    engine = office.engine
    if postgres:
        engine = make_engine(request.getfixturevalue("postgres_url"))
        migrate.upgrade(engine)
    with clock.frozen(datetime(2021, 5, 14, 9, 0, tzinfo=UTC)):
        found = said(Writing(Settings.for_tests(office.docket.instance), engine, None), START)
    if postgres:
        engine.dispose()

    assert (found["consult_clock_apart_seconds", ""] > 86400) == (engine.dialect.name == "postgresql")


@pytest.mark.postgres
def test_connections_that_could_not_be_had_are_not_counted_as_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """23 November 2026: the database was away for a minute. From then on the figure stood below nought, and the alert
    for too few connections could not be raised any more until the server was started anew."""
    told: list[float] = []
    monkeypatch.setattr(figures, "_listeners", [lambda _figure, amount, _labels: told.append(amount)])
    cluster = own_cluster()
    try:
        made = make_engine(cluster.start().render_as_string(hide_password=False))
        watch_pool(made, 0)
        with reading(made):
            assert 1 == sum(told)
        cluster.fall()
        for _time in range(3):
            with pytest.raises(DBAPIError), reading(made):
                pass
        made.dispose()
    finally:
        cluster.stop()

    assert 0 == sum(told)


def test_a_connection_that_broke_while_it_was_in_use_is_counted_as_given_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """23 November 2026: it is thrown away, and is in use no more."""
    told: list[float] = []
    monkeypatch.setattr(figures, "_listeners", [lambda _figure, amount, _labels: told.append(amount)])
    watch_pool(office.engine, 0)
    with reading(office.engine) as connection:
        connection.invalidate()
    with reading(office.engine):
        assert 1 == sum(told)

    assert 0 == sum(told)
