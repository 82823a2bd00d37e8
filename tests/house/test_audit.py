"""The audit of dependencies is never green for want of an answer: asked of services that lie, stay silent or forget."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jsonschema
import pytest

from tests.house import tree

TOOL = tree.ROOT / "tools" / "audit.py"
Answer = Callable[[list[Any]], Any]


@contextmanager
def service(answer: Answer, status: int = 200) -> Iterator[tuple[str, list[Any]]]:
    """Run a service that answers so; give its address and what it was asked."""
    asked: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            asked.extend(queries)
            said = answer(queries)
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def audit(address: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the audit."""
    return subprocess.run(
        [sys.executable, str(TOOL), "--service", address, *more], capture_output=True, text=True, check=False
    )


def honest(queries: list[Any]) -> dict[str, Any]:
    """Know faults of the old package alone."""
    return {
        "results": [
            {"vulns": [{"id": "OSV-1"}]} if one["package"]["name"] == "jinja2" and one["version"] == "2.4.1" else {}
            for one in queries
        ]
    }


def pins() -> set[tuple[str, str]]:
    """Read the packages of all locks by another way than the tool: every `==`."""
    locks = ("requirements.lock", "requirements-dev.lock", "tools/installer.lock")
    lines = [
        line
        for name in locks
        for line in (tree.ROOT / name).read_text().splitlines()
        if "==" in line and line[:1] != " "
    ]
    return {(line.partition("==")[0].partition("[")[0], line.partition("==")[2].split()[0]) for line in lines}


def test_every_pinned_package_and_every_vendored_file_is_asked() -> None:
    """As many as the locks hold, those of the front end, and the old one by which the service is tried."""
    with service(honest) as (address, asked):
        ran = audit(address)
    named = {(one["package"]["name"], one["version"]) for one in asked if one["package"]["ecosystem"] == "PyPI"}
    fronts = {one["package"]["name"] for one in asked if one["package"]["ecosystem"] == "npm"}

    assert 0 == ran.returncode, ran.stderr
    assert pins() | {("jinja2", "2.4.1")} == named
    assert {"bootstrap", "htmx.org"} <= fronts
    assert f"{len(asked) - 1} packages were asked; 0 of them have known faults." in ran.stdout


def test_a_known_fault_is_named_and_the_target_fails() -> None:
    """1, with package, version and the number of the fault."""
    with service(lambda queries: {"results": [{"vulns": [{"id": "OSV-7"}]} for _one in queries]}) as (address, _asked):
        ran = audit(address)

    assert 1 == ran.returncode
    assert "OSV-7" in ran.stdout
    assert "flask 3.1" in ran.stdout


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (lambda queries: {"results": [{} for _one in queries]}, 200, "not asked in earnest"),
        (lambda queries: {"results": honest(queries)["results"][1:]}, 200, "answers came"),
        (lambda _queries: {"results": []}, 200, "0 answers came"),
        (lambda _queries: {}, 200, "no answers came"),
        (lambda _queries: [], 200, "no answers came"),
        (lambda queries: {"results": [None for _one in queries]}, 200, "not in the form"),
        (lambda _queries: b"<html>captive portal</html>", 200, "does not answer as it should"),
        (honest, 503, "does not answer as it should"),
    ],
    ids=["knows nothing", "one is missing", "none", "nothing", "a list", "nulls", "a page", "unavailable"],
)
def test_a_service_that_does_not_answer_in_full_is_no_green(answer: Answer, status: int, said: str) -> None:
    """2 with a sentence, and no word of packages without faults."""
    with service(answer, status) as (address, _asked):
        ran = audit(address)

    assert 2 == ran.returncode
    assert said in ran.stderr
    assert "Nothing is known" in ran.stderr
    assert "" == ran.stdout


def test_a_machine_without_the_network_is_told_so() -> None:
    """Nobody listens there: 2."""
    with service(honest) as (address, _asked):
        gone = address

    ran = audit(gone)

    assert (2, "") == (ran.returncode, ran.stdout)
    assert "does not answer" in ran.stderr


def test_a_lock_that_pins_nothing_is_no_green(tmp_path: Any) -> None:
    """A line without a version, an empty file and a missing one."""
    (tmp_path / "tools").mkdir()
    for content, said in (("flask>=3\n", "pins nothing"), ("", "nothing to ask"), (None, "is missing")):
        for name in ("requirements.lock", "requirements-dev.lock", "tools/installer.lock"):
            if content is None:
                (tmp_path / name).unlink()
            else:
                (tmp_path / name).write_text(content)
        ran = audit("http://127.0.0.1:9", "--root", str(tmp_path))

        assert 2 == ran.returncode
        assert said in ran.stderr


def test_the_list_of_parts_names_each_once(tmp_path: Any) -> None:
    """CycloneDX: as many as the locks pin and the front end brings, each with where it comes from."""
    file = tmp_path / "sbom.json"
    assert 0 == audit("http://127.0.0.1:9", "--sbom", str(file)).returncode
    listed = json.loads(file.read_text())
    jsonschema.validate(
        listed,
        {
            "type": "object",
            "required": ["bomFormat", "specVersion", "components"],
            "properties": {
                "bomFormat": {"const": "CycloneDX"},
                "components": {"type": "array", "items": {"required": ["type", "name", "version", "purl"]}},
            },
        },
    )
    places = [one["purl"] for one in listed["components"]]

    assert len(places) == len(set(places))
    assert {f"pkg:pypi/{name}@{version}" for name, version in pins()} <= {one.lower() for one in places}
