"""Steps over HTTP against servers that only say hello, one written with Flask and one a bare function: the same server,
the same processes and threads, the same eight connections, by wrk in turns.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from consult.db import reading
from consult.models.cases import CASES
from tests.bench.conftest import ratio
from tests.consult.commands.test_serving import answer, free_port
from tests.faults.filing import Line, request_body
from tests.faults.programs import Installation, installed

ROUNDS, SECONDS, CONNECTIONS = 5, 5, 8
BARE = "def hello(_environ, start):\n    start('200 OK', [('Content-Length', '6')])\n    return [b'hello\\n']\n"
FLASK = """
from flask import Flask
hello = Flask(__name__)
@hello.get("/")
def say():
    return "hello\\n"
"""
PLAIN, THREADED = ("--workers", "2", "--threads", "1"), ("--workers", "2", "--threads", "4")
"""Plain workers, which suit a place behind a proxy, and what `consult run` does where nothing else is said."""
LUA = """
local refs, seen_so_far, token, round = {%(refs)s}, {%(seen)s}, "%(token)s", "%(round)s"
local number = 0
function setup(thread)
  number = number + 1
  thread:set("ref", refs[number])
  thread:set("seen", seen_so_far[number])
end
function init(_args) count = 0 end
function request()
  count = count + 1
  local body = string.format('{"step":"make_statement","filing":{"text":"Statement %%d"},"seen":%%d}', count, seen)
  local headers = {["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json",
                   ["Idempotency-Key"] = round .. "-" .. ref .. "-" .. count}
  return wrk.format("POST", "/api/v1/cases/" .. ref .. "/acts", headers, body)
end
function response(_status, _headers, body) seen = tonumber(body:match('"seen":%%s*(%%d+)')) or seen end
function done(summary, latency, _requests)
  io.write(string.format('{"requests":%%d,"seconds":%%f,"refused":%%d,"broken":%%d,"p50":%%f,"p99":%%f}\\n',
    summary.requests, summary.duration / 1e6, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
"""
GET = LUA[LUA.index("function done") :]


@dataclass(frozen=True)
class Heard:
    """What wrk measured: answers a second, and times in milliseconds."""

    a_second: float
    p50: float
    p99: float


def load(script: Path, text: str, address: str) -> Heard:
    """Ask for some seconds on eight connections; what was under way when the last round ended may make the first of a
    connection stale, everything else is a success, and only successes count."""
    script.write_text(text % {} if text is GET else text)
    threads = str(CONNECTIONS)
    command = ["wrk", "-t", threads, "-c", threads, "-d", f"{SECONDS}s", "--timeout", "30s", "-s", str(script), address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = re.search(r"^\{.*\}$", said, re.M)
    assert line is not None, said
    found = json.loads(line[0])
    assert 0 == found["broken"], said
    assert CONNECTIONS >= found["refused"], said
    return Heard((found["requests"] - found["refused"]) / found["seconds"], found["p50"], found["p99"])


@contextmanager
def hello(folder: Path, name: str, text: str, server: tuple[str, ...]) -> Iterator[str]:
    """Run a server that only says hello."""
    (folder / f"{name}.py").write_text(text)
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", *server, "--log-level", "error", "--bind", f"127.0.0.1:{port}"]
    program = subprocess.Popen([*command, f"{name}:hello"], cwd=folder, start_new_session=True)
    try:
        last = time.perf_counter() + 60
        while answer(port, "/")[0] != 200:
            assert time.perf_counter() < last, "the server did not come up"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        program.terminate()
        program.wait()


def script_for(place: Installation, refs: list[str], token: str, name: str) -> str:
    """Write what wrk sends: each connection in a case of its own, having seen its last act."""
    engine = place.engine()
    with reading(engine) as connection:
        known = {row.ref: row.n for row in connection.execute(select(CASES.c.ref, CASES.c.n))}
    engine.dispose()
    names, seen = ", ".join(f'"{ref}"' for ref in refs), ", ".join(str(known.get(ref, 0)) for ref in refs)
    return LUA % {"refs": names, "seen": seen, "token": token, "round": name}


def served(place: Installation, port: int) -> list[str]:
    """Open a case for each connection, and serve a request in it; give their references."""
    line = Line(port, place.tokens["JPN"])
    refs = []
    for number in range(CONNECTIONS):
        ref = line.ask("POST", "/cases", {"procedure": "berth", "title": f"Case {number}"}, f"open-{number}").value[
            "ref"
        ]
        said = line.ask(
            "POST", f"/cases/{ref}/acts", {"step": "ask", "filing": request_body(), "seen": 0}, f"ask-{ref}"
        )
        assert 201 == said.status, said
        refs.append(ref)
    line.close()
    return refs


@pytest.mark.skipif(shutil.which("wrk") is None, reason="no wrk (make test-system installs it)")
@pytest.mark.parametrize(("server", "floor"), [(THREADED, 0.10), (PLAIN, None)], ids=["threads", "plain"])
def test_steps_over_http_against_hello_on_the_same_server(
    server: tuple[str, ...], floor: float | None, tmp_path: Path
) -> None:
    """Floor 0.10, aim 0.25 as `consult run` serves, against the hello written with Flask as the product is; the bare
    one and plain workers are printed. With token, permission, guard, sealing and SQLite that waits for the disk."""
    steps, greetings, bare = [], [], []
    with (
        installed(tmp_path / "instance") as place,
        hello(tmp_path, "greeting", FLASK, server) as greeting,
        hello(tmp_path, "bare_greeting", BARE, server) as bare_greeting,
    ):
        program = place.serve(*server)
        program.wait()
        refs = served(place, program.port)
        for number in range(ROUNDS):
            bare.append(load(tmp_path / "get.lua", GET, bare_greeting))
            greetings.append(load(tmp_path / "get.lua", GET, greeting))
            script = script_for(place, refs, place.tokens["JPN"], f"round{number}")
            steps.append(load(tmp_path / "post.lua", script, f"http://127.0.0.1:{program.port}/"))

    print(f"\nsteps over HTTP: {[f'{one.a_second:.0f}/s p50 {one.p50:.0f} ms p99 {one.p99:.0f} ms' for one in steps]}")
    taken, how = [one.a_second for one in steps], " ".join(server)
    for name, heard, *bounds in (("a bare function", bare), ("Flask", greetings, floor, 0.25)):
        print(f"hello by {name}: {[f'{one.a_second:.0f}/s' for one in heard]}")
        ratio(f"POST/s that take a step ÷ hello by {name}, {how}", taken, [one.a_second for one in heard], *bounds)
