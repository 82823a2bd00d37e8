"""The published log over the web: anybody may fetch it, nobody is recognised, and nothing else can be reached there."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from consult import clock
from consult.jobs.sealing import Sealing
from consult.log.verifier import Source, check_export, read_policy
from consult.web.parts import Parts
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT, World

FRESH, FOR_GOOD = "public, max-age=2", "public, max-age=31536000, immutable"
TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"


@dataclass
class Stage:
    """A world with a served case, whose log was published."""

    world: World
    instance: Path
    size: int = 0

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self.instance / "audit" / "1"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Publish the log of a world once; nothing here changes it."""
    with clock.frozen(AT):
        world = build_cases(tmp_path_factory.mktemp("audit"))
        serve_berth(world.signed_in("all@jpn.example"))
        joined: Parts = world.app.extensions["consult"]
        Sealing(world.engine, joined.settings).turn(AT)
        made = Stage(world, joined.settings.instance)
        made.size = int((made.folder / "checkpoint").read_text().split("\n")[1])
        yield made
    world.engine.dispose()


def ask(stage: Stage, address: str, method: str = "GET", **headers: str) -> Any:
    """Ask without having signed in, with a browser that has no cookie."""
    return stage.world.app.test_client().open(address, method=method, headers=headers)


def test_anybody_reads_the_checkpoint_and_the_tiles(stage: Stage) -> None:
    """Byte for byte what lies in the folder, of the right kind, kept for seconds or for good, for others' pages too."""
    checkpoint = ask(stage, "/audit/1/checkpoint")
    assert (200, TEXT, FRESH) == (checkpoint.status_code, checkpoint.content_type, checkpoint.headers["Cache-Control"])
    assert (stage.folder / "checkpoint").read_bytes() == checkpoint.data
    for path in (path for path in (stage.folder / "tile").rglob("*") if path.is_file()):
        tile = ask(stage, f"/audit/1/{path.relative_to(stage.folder)}")
        assert (200, BYTES, FOR_GOOD) == (tile.status_code, tile.content_type, tile.headers["Cache-Control"])
        assert path.read_bytes() == tile.data
        assert "*" == tile.headers["Access-Control-Allow-Origin"]
        assert "cross-origin" == tile.headers["Cross-Origin-Resource-Policy"]


def test_no_cookie_is_read_or_set(stage: Stage) -> None:
    """Neither for a stranger nor for somebody who is signed in; a broken cookie matters to nobody."""
    client = stage.world.signed_in("all@jpn.example").client
    for address in ("/audit/1/checkpoint", f"/audit/1/tile/entries/000.p/{stage.size}", "/audit/1/tile/nonsense"):
        for answer in (ask(stage, address), client.get(address), ask(stage, address, Cookie="session=nonsense")):
            assert "Set-Cookie" not in answer.headers
            assert "Cookie" not in answer.headers.get("Vary", "")
            assert answer.status_code == (404 if "nonsense" in address else 200)


def test_head_and_questions_for_news_are_answered_without_the_content(stage: Stage) -> None:
    """HEAD says how long it is; whoever names what he has is told that it is the same."""
    for address in ("/audit/1/checkpoint", f"/audit/1/tile/0/000.p/{stage.size}"):
        whole, head = ask(stage, address), ask(stage, address, "HEAD")
        same = ask(stage, address, **{"If-None-Match": whole.headers["ETag"]})
        assert (200, b"", whole.headers["Content-Length"]) == (
            head.status_code,
            head.data,
            head.headers["Content-Length"],
        )
        assert whole.headers["Cache-Control"] == head.headers["Cache-Control"]
        assert (304, b"") == (same.status_code, same.data)


@pytest.mark.parametrize(
    "address",
    [
        "/audit/2/checkpoint",
        "/audit/0/checkpoint",
        "/audit/1/tile/0/000",
        "/audit/1/tile/0/000.p/0",
        "/audit/1/tile/0/000.p/256",
        "/audit/1/tile/0/000.p/007",
        "/audit/1/tile/0/0",
        "/audit/1/tile/00/000",
        "/audit/1/tile/64/000",
        "/audit/1/tile/0/x000/000",
        "/audit/1/tile/0/../entries/000.p/2",
        "/audit/1/tile/entries/..%2f..%2f..%2f..%2fconsult.sqlite",
        "/audit/1/tile/%2e%2e/%2e%2e/%2e%2e/secret",
        "/audit/1/tile/etc/passwd",
        "/audit/1/tile/entries/000.p/٢",
        "/audit/1/tile/entries/000.p",
        "/audit/1/tile/entries",
    ],
)
def test_whatever_is_not_a_published_file_is_404_in_plain_text(stage: Stage, address: str) -> None:
    """Another epoch, a tile that is not full, a width out of bounds, numbers written otherwise, ways out."""
    answer = ask(stage, address)

    assert (404, TEXT, "no-store") == (answer.status_code, answer.content_type, answer.headers["Cache-Control"])
    assert "There is no such file.\n" == answer.text


def test_nothing_can_be_sent_there(stage: Stage) -> None:
    """The files are read, by whatever means; nothing is changed."""
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert ask(stage, "/audit/1/checkpoint", method).status_code in (400, 405)


def test_what_is_published_is_the_log_of_this_world(stage: Stage) -> None:
    """Whoever copies the files accepts them with the verifier key alone."""
    key = (stage.folder / "checkpoint").read_text().split("— ")[1].split(" ")[0]
    assert "consult.example.int/audit/1" == key
    vkey = Sealing(stage.world.engine, stage.world.app.extensions["consult"].settings)._signer().keys[0].vkey
    report = check_export(Source(stage.folder), read_policy(f"log {vkey}\nquorum none\n"))

    assert stage.size == report.checkpoint.size > 1
