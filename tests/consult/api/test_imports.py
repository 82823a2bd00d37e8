"""Imported cases by the interface: checked without storing anything, brought in, read, removed; each refusal."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.consult.api.machine import Machine, machine
from tests.consult.log import exports
from tests.consult.log.bundles import repacked
from tests.consult.web.world import World
from tests.house.imports_world import bundle_of

HERE = "/api/v1/imports"


@pytest.fixture
def bundle(tmp_path: Path) -> bytes:
    """Give a case of another installation, of one act with a document."""
    return repacked(tmp_path / "afar.zip", bundle_of("The dock is full.")).read_bytes()


def sent(asks: Machine, path: str, data: bytes, **form: str) -> Any:
    """Send a file as a browser does."""
    given = {"upload": (BytesIO(data), "afar.zip"), "trusted": "given", "policy": exports.TRUST_LOG, **form}
    headers = {"Authorization": f"Bearer {asks.token}"}
    return asks.world.app.test_client().post(path, data=given, headers=headers)


def test_a_case_is_checked_brought_in_read_and_removed(berths: World, bundle: bytes) -> None:
    """The check stores nothing; what was checked is imported; a second time it is here; removed it is gone."""
    asks = machine(berths, "all@jpn.example")
    found = sent(asks, f"{HERE}/check", bundle).json
    assert [] == asks.given(HERE)["items"]

    made = sent(asks, HERE, bundle, checked=found["digest"])
    shown = asks.given(made.json["href"])
    again = sent(asks, HERE, bundle, checked=found["digest"])
    document = asks.get(shown["documents"][0]["href"])
    other = machine(berths, "all@fra.example").get(made.json["href"])
    gone = asks.ask("DELETE", made.json["href"])

    assert any("1 entry stands in its log" in one for one in found["proven"])
    assert (201, made.json["href"]) == (made.status_code, made.headers["Location"])
    assert "The dock is full." == shown["entries"][0]["words"]["text"]
    assert found["digest"] == shown["imported"]["digest"]
    assert (200, b"%PDF-1.7 The dock is full.") == (document.status_code, document.data)
    assert (409, f"This file is here already, as {made.json['ref']}. Nothing was stored.") == (
        again.status_code,
        again.json["detail"],
    )
    assert (404, 204) == (other.status_code, gone.status_code)
    assert (404, []) == (asks.get(made.json["href"]).status_code, asks.given(HERE)["items"])


def test_a_list_that_is_to_go_on_from_an_imported_case_that_was_removed_says_so(berths: World, tmp_path: Path) -> None:
    """Of two, the newer one is shown on the first page and removed: the way on is refused, and is not the end of the
    list, on which the other one would be missing."""
    asks = machine(berths, "all@jpn.example")
    for number, secret in enumerate(("The dock is full.", "The dock is empty.")):
        data = repacked(tmp_path / f"{number}.zip", bundle_of(secret)).read_bytes()
        digest = sent(asks, f"{HERE}/check", data).json["digest"]
        assert 201 == sent(asks, HERE, data, checked=digest).status_code
    first = asks.given(f"{HERE}?size=1")
    assert ["The dock is full."] == [one["title"] for one in asks.given(first["next"])["items"]]
    assert 204 == asks.ask("DELETE", f"{HERE}/{first['items'][0]['ref']}").status_code

    gone, none = asks.get(first["next"]), asks.get(f"{HERE}?after=IMP-2026-NOSUCH")

    assert [422, 422] == [gone.status_code, none.status_code]
    assert ["There is nothing of this name here to go on from."] * 2 == [
        one.json["faults"][0]["sentence"] for one in (gone, none)
    ]


@pytest.mark.parametrize(
    ("changed", "pointer", "sentence"),
    [
        ({"checked": "0" * 64}, "/upload", "This is not the file that was checked. Nothing was imported."),
        ({"trusted": "here"}, "/policy", "This installation has no policy yet"),
        ({"trusted": "nobody"}, "/trusted", "Choose from: "),
    ],
)
def test_what_is_not_taken_is_refused_with_the_reason_and_nothing_is_stored(
    berths: World, bundle: bytes, changed: dict[str, str], pointer: str, sentence: str
) -> None:
    """Another file than the one that was checked, no policy to check by, nobody's policy."""
    asks = machine(berths, "all@jpn.example")
    digest = sent(asks, f"{HERE}/check", bundle).json["digest"]

    answer = sent(asks, HERE, bundle, **{"checked": digest, **changed})

    assert 422 == answer.status_code
    assert pointer == answer.json["faults"][0]["pointer"]
    assert answer.json["faults"][0]["sentence"].startswith(sentence)
    assert [] == asks.given(HERE)["items"]


def test_what_is_no_bundle_is_refused_by_the_check(berths: World) -> None:
    """With the sentence of the verifier."""
    answer = sent(machine(berths, "all@jpn.example"), f"{HERE}/check", b"nonsense")

    assert (422, "/upload") == (answer.status_code, answer.json["faults"][0]["pointer"])


def test_a_token_that_only_reads_imports_nothing(berths: World, bundle: bytes) -> None:
    """It takes no part in what the party prepares: there is nothing here for it."""
    asks = machine(berths, "all@jpn.example", capacities=())

    assert 404 == sent(asks, f"{HERE}/check", bundle).status_code
    assert 404 == asks.get(HERE).status_code
