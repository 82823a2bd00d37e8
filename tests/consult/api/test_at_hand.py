"""What runs with every request takes the request, and what is kept beside it, as they are: told by who asks Flask's
proxies, and by what is another one with the next request.
"""

import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from werkzeug.local import _ProxyLookup

import consult
from consult.web.at_hand import kept, this_app, this_request, this_session
from tests.consult.api.machine import machine
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.world import World

WHO = "all@jpn.example"
HERE = str(Path(consult.__file__).parent)


def test_a_step_over_the_api_asks_no_proxy_but_those_of_libraries(berths: World) -> None:
    """Each use of one would cost as much as half a dozen short functions; a step asked eighty-five times."""
    asks, ref = machine(berths, WHO), serve_berth(berths.signed_in(WHO))
    path, look = f"/api/v1/cases/{ref}", _ProxyLookup.__get__.__code__
    body = {"step": "make_statement", "filing": {"text": "All is well."}, "seen": asks.given(path)["seen"]}
    asked: Counter[str] = Counter()

    def watch(frame: FrameType, event: str, _given: Any) -> None:
        if event == "call" and frame.f_code is look and frame.f_back is not None:
            code = frame.f_back.f_code
            asked[f"{code.co_filename} {code.co_name}"] += 1

    sys.setprofile(watch)
    try:
        answer = asks.post(f"{path}/acts", body)
    finally:
        sys.setprofile(None)

    assert 201 == answer.status_code, answer.text
    assert asked, "nobody asked one at all: look for them somewhere else"
    assert [] == [who for who in asked if who.startswith(HERE)]


def test_each_request_has_its_own_and_nobody_has_any_outside(berths: World) -> None:
    """What one request kept is not there in the next one."""
    app = berths.app
    with app.test_request_context("/first"):
        first = kept()
        first.word = "one"
        assert ("/first", app, False) == (this_request().path, this_app(), this_session().modified)
    with app.test_request_context("/second"):
        assert "/second" == this_request().path
        assert kept() is not first
        assert "word" not in kept()

    for take in (kept, this_app, this_request, this_session):
        with pytest.raises(RuntimeError, match="outside of"):
            take()


def test_an_answer_of_the_api_says_by_what_it_is_another_one(berths: World) -> None:
    """The token and the languages; beside them the packing, where an answer may be packed."""
    asks = machine(berths, WHO)
    said = {path: asks.get(path).headers["Vary"] for path in ("/api/v1/token", "/api/v1/procedures")}

    assert "Authorization, Accept-Language" == said["/api/v1/token"]
    assert {"Accept-Encoding", "Authorization", "Accept-Language"} == set(said["/api/v1/procedures"].split(", "))
