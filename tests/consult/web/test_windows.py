"""How requests are counted in a process: within moving windows, by key, and forgotten; and where the library that
counts by address looks.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

from consult import web
from consult.web import limits
from consult.web.limits import Windows
from tests.consult.web.world import World


def test_so_many_are_in_and_the_next_is_not_until_the_first_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two in ten seconds; what is refused counts for nothing, and another key is counted apart."""
    seconds = [0.0]
    monkeypatch.setattr(limits.time, "perf_counter", lambda: seconds[0])
    counted = Windows()

    assert [(True, 1), (True, 0), (False, 0)] == [counted.hit("a", 2, 10) for _ in range(3)]
    assert (True, 1) == counted.hit("b", 2, 10)
    seconds[0] = 9.9
    assert (False, 0) == counted.hit("a", 2, 10)
    seconds[0] = 10.0
    assert [(True, 1), (True, 0), (False, 0)] == [counted.hit("a", 2, 10) for _ in range(3)]


def test_keys_of_which_nothing_counts_any_more_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guesses from a thousand addresses leave nothing behind a minute later."""
    seconds = [0.0]
    monkeypatch.setattr(limits.time, "perf_counter", lambda: seconds[0])
    counted = Windows()
    for number in range(1000):
        counted.hit(f"missed:{number}", 30, 60)
    seconds[0] = 61.0
    counted.hit("missed:new", 30, 60)

    assert ["missed:new"] == list(counted._counted)


def test_the_library_looks_where_something_is_counted_by_address_and_nowhere_else(world: World) -> None:
    """Each of its looks stands around the blueprints named, once and first, and none around every address."""
    app = world.app
    for around in (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs):
        found: dict[Any, list[Any]] = {
            name: [one for one in looks if is_of_library(one)] for name, looks in around.items()
        }
        assert set(limits.COUNTED) == {name for name, looks in found.items() if looks}
        for name in limits.COUNTED:
            assert 1 == len(found[name])
            assert around[name][0] is found[name][0], name


def test_whatever_is_counted_by_address_lies_in_a_blueprint_at_which_the_library_looks() -> None:
    """A limit that is set elsewhere would never be looked at; its blueprint has to be named."""
    modules = [import_module(f"consult.web.{one.name}") for one in iter_modules(web.__path__)]
    limiting = [module for module in modules if getattr(module, "limiter", None) and module is not limits]

    assert sorted(limits.COUNTED) == sorted(module.bp.name for module in limiting)


def is_of_library(look: Any) -> bool:
    """Say whether what stands around a request is the library's, bound or in part."""
    return str(getattr(getattr(look, "func", look), "__module__", "")).startswith("flask_limiter")
